//! `ReceiveError`: the reason for refusing a request, with the delivery if it is genuine.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::Catalog;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;

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
    let (accessors, traits) = (accessors(), traits());
    Fragment {
        uses,
        items: render::items(&quote! {
            /// The reason for refusing a request.
            ///
            /// If the signature holds, the error holds the delivery: store it, and answer with success. Messages name places and types, never a
            /// value, a secret or an expected signature, so they may be logged. The places are in its [`source`](Error::source): the
            /// [`violations`](Self::violations), or the position at which the body is not JSON.
            ///
            #(#[doc = #rows])*
            pub struct ReceiveError(Box<Inner>);

            struct Inner {
                refusal: Refusal,
                delivery: Option<RefusedDelivery>,
            }

            #accessors

            #traits
        }),
    }
}

/// Emits the constructors and accessors.
fn accessors() -> TokenStream {
    quote! {
        impl ReceiveError {
            pub(crate) fn new(refusal: Refusal, delivery: Option<RefusedDelivery>) -> Self {
                Self(Box::new(Inner { refusal, delivery }))
            }

            /// Returns the same error for a request with a compressed body.
            pub(crate) fn of_compressed(self) -> Self {
                let Inner { refusal, delivery } = *self.0;
                Self::new(refusal.of_compressed(), delivery)
            }

            pub(crate) fn refusal(&self) -> &Refusal {
                &self.0.refusal
            }

            /// Returns the same error for a body that was not verified.
            pub(crate) fn without_delivery(mut self) -> Self {
                self.0.delivery = None;
                self
            }

            /// Returns the code, for logs and metrics; the table [above](Self) lists all.
            #[must_use]
            pub fn code(&self) -> &'static str {
                self.0.refusal.code()
            }

            /// Returns the status to answer with.
            #[must_use]
            pub fn http_status(&self) -> u16 {
                self.0.refusal.http_status()
            }

            /// Returns true if the signature is missing, malformed or wrong.
            #[must_use]
            pub fn is_authentication_failure(&self) -> bool {
                self.0.refusal.is_authentication_failure()
            }

            /// Returns the probable cause and advice, for those who operate the receiver and not for the sender.
            #[must_use]
            pub fn hint(&self) -> &'static str {
                self.0.refusal.hint()
            }

            /// Returns the violations, if a schema is violated. Places are relative to the payload; for `envelope-schema`, to the body.
            #[must_use]
            pub fn violations(&self) -> Option<&Violations> {
                self.0.refusal.violations()
            }

            /// Returns the delivery, if the signature holds.
            #[must_use]
            pub fn delivery(&self) -> Option<&RefusedDelivery> {
                self.0.delivery.as_ref()
            }

            /// Returns the delivery, if the signature holds.
            #[must_use]
            pub fn into_delivery(self) -> Option<RefusedDelivery> {
                self.0.delivery
            }
        }
    }
}

/// Emits the implementations of traits.
fn traits() -> TokenStream {
    quote! {
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

        /// Programs that build a receiver for each request answer such a request with 500.
        impl From<ConfigurationError> for ReceiveError {
            fn from(error: ConfigurationError) -> Self {
                Self::new(Refusal::of_configuration(error), None)
            }
        }
    }
}

/// A row of the tables of errors.
pub(in crate::emit) struct Row {
    pub(in crate::emit) code: &'static str,
    pub(in crate::emit) status: u16,
    /// The cause, as a clause.
    pub(in crate::emit) when: &'static str,
    /// The advice for those who operate the receiver.
    pub(in crate::emit) advice: &'static str,
}

/// Returns the errors that the catalogue makes possible.
pub(in crate::emit) fn codes(catalog: &Catalog) -> Vec<Row> {
    let rows = of_requests(catalog).into_iter().chain(of_bodies(catalog));
    rows.filter(|(_, is_possible)| *is_possible).map(|(row, _)| row).collect()
}

fn row(code: &'static str, status: u16, when: &'static str, advice: &'static str) -> Row {
    Row { code, status, when, advice }
}

/// Returns the errors that are found before the body is parsed, each with whether the catalogue makes it possible.
fn of_requests(catalog: &Catalog) -> Vec<(Row, bool)> {
    let has_extractors = !catalog.is_nameless();
    vec![
        (
            row(
                "signature-missing",
                401,
                "the request has no signature header",
                "forward all headers, as a proxy may remove unknown ones; a request without a signature is not the vendor's",
            ),
            true,
        ),
        (
            row(
                "signature-malformed",
                401,
                "the value of the header is not a signature of this scheme",
                "read `hint()`, which names the difference, and look for a proxy that rewrites headers",
            ),
            true,
        ),
        (
            row(
                "signature-algorithm",
                401,
                "the signature uses another algorithm",
                "ask the vendor how this endpoint's deliveries are signed, and look for a newer version of this crate",
            ),
            true,
        ),
        (
            row(
                "signature-mismatch",
                401,
                "the signature belongs to another body or another secret",
                "pass the bytes of the body as they arrived, and the secret of this endpoint",
            ),
            true,
        ),
        (
            row(
                "body-too-large",
                413,
                "the body exceeds the receiver's limit",
                "raise `max_body_bytes` if the vendor sends such bodies",
            ),
            true,
        ),
        (
            row(
                "body-incomplete",
                400,
                "the body ended early; only extractors report this",
                "look for a smaller limit or deadline in a proxy; the vendor will send the delivery again",
            ),
            has_extractors,
        ),
    ]
}

/// Returns the errors of requests whose signature holds, each with whether the catalogue makes it possible.
fn of_bodies(catalog: &Catalog) -> Vec<(Row, bool)> {
    let has_envelope = catalog.envelope.is_some();
    let has_header = catalog.event_header.is_some();
    let has_age = catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some());
    let keep = "keep the delivery, answer with success, and look for a newer version of this crate";
    let broken = "keep the delivery, answer with success, and ask the vendor, who sent it like this";
    vec![
        (row("not-utf8", 400, "the body is not UTF-8", broken), true),
        (row("not-json", 400, "the body is not JSON", broken), true),
        (row("duplicate-member", 400, "an object has two members of the same name", broken), true),
        (row("nested-too-deeply", 400, "arrays and objects nest to more than 64 levels", broken), true),
        (
            row(
                "event-header-missing",
                400,
                "the receiver requires the header that names the event, and it is missing",
                "forward all headers, as a proxy may remove unknown ones",
            ),
            has_header,
        ),
        (
            row(
                "event-header-malformed",
                400,
                "the header does not name exactly one event",
                "look for a proxy that joins or rewrites headers",
            ),
            has_header && !has_envelope,
        ),
        (
            row(
                "too-old",
                400,
                "the delivery is older than `max_age`",
                "look up its id: if it was not handled, it is a late delivery",
            ),
            has_age,
        ),
        (
            row(
                "age-unknown",
                422,
                "the receiver has a `max_age`, and the delivery has no time",
                "remove `max_age`, or ask the vendor",
            ),
            has_age,
        ),
        (row("not-an-envelope", 422, "the body names no event, or has no payload", broken), has_envelope),
        (row("envelope-schema", 422, "the envelope violates its schema", keep), has_envelope),
        (row("payload-schema", 422, "the payload violates its schema", keep), true),
        (
            row(
                "drift",
                422,
                "the delivery differs from the documentation, and the contract is strict",
                "use `Contract::Open` to accept and report it",
            ),
            true,
        ),
        (row("unrepresentable", 422, "a valid value does not fit its type", keep), true),
    ]
}

/// Returns the table of errors for the documentation.
fn table(catalog: &Catalog) -> Vec<String> {
    let head = [" | Code | Status | When |".to_owned(), " | --- | --- | --- |".to_owned()];
    let rows = codes(catalog).into_iter();
    let rows = rows.map(|Row { code, status, when, .. }| format!(" | `{code}` | {status} | {when} |"));
    let last = " | those of [`ConfigurationError`] | 500 | the receiver cannot be built |".to_owned();
    head.into_iter().chain(rows).chain([last]).collect()
}
