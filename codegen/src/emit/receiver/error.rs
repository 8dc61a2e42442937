//! `ReceiveError`: why a request was not accepted, and what is kept of it.

use std::collections::BTreeSet;

use quote::quote;

use crate::catalog::Catalog;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::Subject;

/// `src/receive_error.rs`
pub(super) fn emit(subject: &Subject<'_>) -> Fragment {
    let uses = [
        "std::error::Error",
        "std::fmt",
        "crate::delivery::RefusedDelivery",
        "crate::runtime::receive::configuration_error::ConfigurationError",
        "crate::runtime::receive::refusal::Refusal",
        "crate::runtime::validate::violation::Violations",
    ];
    let uses: BTreeSet<String> = uses.into_iter().map(str::to_owned).collect();
    let rows = table(subject.catalog);
    Fragment {
        uses,
        items: render::items(&quote! {
            /// Why a request was not accepted.
            ///
            /// Once the signature holds, nothing is lost: the error holds the delivery, which can be stored and answered with success. What it
            /// says names places and types, never a value, a secret, or the signature that was expected, so it may be logged. The places are those
            /// of its [`source`](Error::source): [`violations`](Self::violations), or the place where the body is not JSON.
            ///
            #(#[doc = #rows])*
            pub struct ReceiveError(Box<Inner>);

            struct Inner {
                refusal: Refusal,
                delivery: Option<RefusedDelivery>,
            }

            impl ReceiveError {
                pub(crate) fn new(refusal: Refusal, delivery: Option<RefusedDelivery>) -> Self {
                    Self(Box::new(Inner { refusal, delivery }))
                }

                /// The same error of a request whose body is compressed.
                pub(crate) fn of_compressed(self) -> Self {
                    let Inner { refusal, delivery } = *self.0;
                    Self::new(refusal.of_compressed(), delivery)
                }

                pub(crate) fn refusal(&self) -> &Refusal {
                    &self.0.refusal
                }

                /// The same error of a body that nobody has verified.
                pub(crate) fn without_delivery(mut self) -> Self {
                    self.0.delivery = None;
                    self
                }

                /// The kind of error, for logs and metrics; they are listed [above](Self).
                #[must_use]
                pub fn code(&self) -> &'static str {
                    self.0.refusal.code()
                }

                /// The status to answer with.
                #[must_use]
                pub fn http_status(&self) -> u16 {
                    self.0.refusal.http_status()
                }

                /// Whether nobody knows who has sent the request: the signature is missing, malformed or wrong.
                #[must_use]
                pub fn is_authentication_failure(&self) -> bool {
                    self.0.refusal.is_authentication_failure()
                }

                /// What probably causes it, and what to do: for those who operate the receiver, not for the sender.
                #[must_use]
                pub fn hint(&self) -> &'static str {
                    self.0.refusal.hint()
                }

                /// What breaks a schema, when that is why. Places are relative to the payload, or to the body when the code is
                /// `envelope-schema`.
                #[must_use]
                pub fn violations(&self) -> Option<&Violations> {
                    self.0.refusal.violations()
                }

                /// What was verified, if the signature holds.
                #[must_use]
                pub fn delivery(&self) -> Option<&RefusedDelivery> {
                    self.0.delivery.as_ref()
                }

                /// What was verified, if the signature holds.
                #[must_use]
                pub fn into_delivery(self) -> Option<RefusedDelivery> {
                    self.0.delivery
                }
            }

            impl fmt::Display for ReceiveError {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.refusal.fmt(f)
                }
            }

            impl fmt::Debug for ReceiveError {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    let mut shown = f.debug_struct("ReceiveError");
                    shown.field("code", &self.code()).field("message", &self.to_string()).field("hint", &self.hint());
                    if let Some(source) = self.source() {
                        shown.field("source", &source.to_string());
                    }
                    shown.field("delivery", &self.0.delivery).finish()
                }
            }

            impl Error for ReceiveError {
                fn source(&self) -> Option<&(dyn Error + 'static)> {
                    self.0.refusal.source()
                }
            }

            /// For those who build a receiver when a request comes: such a request is answered with 500.
            impl From<ConfigurationError> for ReceiveError {
                fn from(error: ConfigurationError) -> Self {
                    Self::new(Refusal::of_configuration(error), None)
                }
            }
        }),
    }
}

/// A kind of error, for tables.
pub(in crate::emit) struct Row {
    pub(in crate::emit) code: &'static str,
    pub(in crate::emit) status: u16,
    /// What has happened.
    pub(in crate::emit) when: &'static str,
    /// What those do about it who operate the receiver.
    pub(in crate::emit) advice: &'static str,
}

/// The kinds of errors that the catalogue makes possible.
pub(in crate::emit) fn codes(catalog: &Catalog) -> Vec<Row> {
    let rows = of_requests(catalog).into_iter().chain(of_bodies(catalog));
    rows.filter(|(_, is_possible)| *is_possible).map(|(row, _)| row).collect()
}

fn row(code: &'static str, status: u16, when: &'static str, advice: &'static str) -> Row {
    Row { code, status, when, advice }
}

/// What is found before anything is parsed, and whether the catalogue makes it possible.
fn of_requests(catalog: &Catalog) -> Vec<(Row, bool)> {
    let has_extractors = !crate::emit::receiver::is_nameless(catalog);
    let forged = "see that all headers arrive as they were sent; otherwise the request is not the vendor's";
    vec![
        (row("signature-missing", 401, "there is no signature", forged), true),
        (row("signature-malformed", 401, "what stands in its header is none", forged), true),
        (row("signature-algorithm", 401, "it is by another algorithm", forged), true),
        (
            row(
                "signature-mismatch",
                401,
                "it is of another body, or by another secret",
                "see that the body is the bytes that arrived, and that the secret is this endpoint's",
            ),
            true,
        ),
        (
            row(
                "body-too-large",
                413,
                "the body is larger than the receiver's limit",
                "raise `max_body_bytes` if the vendor sends such bodies",
            ),
            true,
        ),
        (
            row(
                "body-incomplete",
                400,
                "the body did not arrive as a whole, which extractors tell",
                "see whether a server in between has a smaller limit; it will come again",
            ),
            has_extractors,
        ),
    ]
}

/// What is found behind a signature that holds.
fn of_bodies(catalog: &Catalog) -> Vec<(Row, bool)> {
    let has_envelope = catalog.envelope.is_some();
    let has_header = catalog.event_header.is_some();
    let has_age = catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some());
    let keep = "keep the delivery, answer with success, and look for a newer version of this crate";
    let broken = "the vendor has sent it like this: keep the delivery, answer with success, and ask the vendor";
    vec![
        (row("not-utf8", 400, "the body is not UTF-8", broken), true),
        (row("not-json", 400, "the body is not JSON", broken), true),
        (row("duplicate-member", 400, "an object has two members of the same name", broken), true),
        (row("nested-too-deeply", 400, "arrays and objects nest to more than 64 levels", broken), true),
        (
            row(
                "event-header-missing",
                400,
                "the header that names the event is missing, and required",
                "see that all headers arrive",
            ),
            has_header,
        ),
        (
            row(
                "event-header-malformed",
                400,
                "the header does not name one event",
                "see what stands between the vendor and the receiver",
            ),
            has_header && !has_envelope,
        ),
        (
            row(
                "too-old",
                400,
                "the delivery is older than the receiver accepts",
                "see whether its id was handled; if not, it is a late one",
            ),
            has_age,
        ),
        (
            row(
                "age-unknown",
                422,
                "the delivery does not say how old it is, and the receiver asks",
                "leave out `max_age`, or ask the vendor",
            ),
            has_age,
        ),
        (row("not-an-envelope", 422, "the body does not name an event, or has no payload", broken), has_envelope),
        (row("envelope-schema", 422, "the envelope breaks its schema", keep), has_envelope),
        (row("payload-schema", 422, "the payload breaks its schema", keep), true),
        (
            row(
                "drift",
                422,
                "the delivery differs from the documentation, and the receiver is strict",
                "`Contract::Open` accepts and reports it",
            ),
            true,
        ),
        (row("unrepresentable", 422, "a type cannot hold a value that its schema accepts", keep), true),
    ]
}

/// The same as a table of the documentation.
fn table(catalog: &Catalog) -> Vec<String> {
    let head = [" | Code | Status | When |".to_owned(), " | --- | --- | --- |".to_owned()];
    let rows = codes(catalog).into_iter();
    let rows = rows.map(|Row { code, status, when, .. }| format!(" | `{code}` | {status} | {when} |"));
    let last = " | those of [`ConfigurationError`] | 500 | the receiver cannot be built |".to_owned();
    head.into_iter().chain(rows).chain([last]).collect()
}
