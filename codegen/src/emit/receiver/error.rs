//! `ReceiveError`: why a request was not accepted, and what is kept of it.

use std::collections::BTreeSet;

use quote::quote;

use crate::emit::Fragment;
use crate::render;

use super::Subject;

/// `src/receive_error.rs`
pub(super) fn emit(subject: &Subject<'_>) -> Fragment {
    let uses = [
        "std::error::Error",
        "std::fmt",
        "crate::delivery::RefusedDelivery",
        "crate::runtime::configuration_error::ConfigurationError",
        "crate::runtime::refusal::Refusal",
        "crate::runtime::violation::Violations",
    ];
    let uses: BTreeSet<String> = uses.into_iter().map(str::to_owned).collect();
    let rows = codes(subject);
    Fragment {
        uses,
        items: render::items(&quote! {
            /// Why a request was not accepted.
            ///
            /// Once the signature holds, nothing is lost: the error holds the delivery, which can be stored and answered with success. What it
            /// says names places and types, never a value, a secret, or the signature that was expected, so it may be logged.
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

/// The codes as a table, those that the catalogue makes possible.
fn codes(subject: &Subject<'_>) -> Vec<String> {
    let has_envelope = subject.envelope.is_some();
    let has_header = subject.catalog.event_header.is_some();
    let rows: [(&str, &str, &str, bool); 20] = [
        ("`signature-missing`", "401", "there is no signature", true),
        ("`signature-malformed`", "401", "what stands in its header is none", true),
        ("`signature-algorithm`", "401", "it is by another algorithm", true),
        ("`signature-mismatch`", "401", "it is of another body, or by another secret", true),
        ("`body-too-large`", "413", "the body is larger than the receiver's limit", true),
        (
            "`body-incomplete`",
            "400",
            "the body did not arrive as a whole, which the extractors of frameworks tell",
            !super::is_nameless(subject.catalog),
        ),
        ("`not-utf8`", "400", "the body is not UTF-8", true),
        ("`not-json`", "400", "the body is not JSON", true),
        ("`duplicate-member`", "400", "an object has two members of the same name", true),
        ("`nested-too-deeply`", "400", "arrays and objects nest to more than 64 levels", true),
        ("`event-header-missing`", "400", "the header that names the event is missing, and required", has_header),
        ("`event-header-malformed`", "400", "the header does not name one event", has_header),
        ("`event-mismatch`", "400", "header and body name different events", has_header && has_envelope),
        ("`too-old`", "400", "the delivery is older than the receiver accepts", subject.created_at().is_some()),
        (
            "`age-unknown`",
            "422",
            "the delivery does not say how old it is, and the receiver asks",
            subject.created_at().is_some(),
        ),
        ("`not-an-envelope`", "422", "the body does not name an event, or has no payload", has_envelope),
        ("`envelope-schema`", "422", "the envelope breaks its schema", has_envelope),
        ("`payload-schema`", "422", "the payload breaks its schema", true),
        ("`drift`", "422", "there is something new, and the receiver is strict", true),
        ("`unrepresentable`", "422", "a type cannot hold a value that its schema accepts", true),
    ];
    let mut lines = vec![" | Code | Status | When |".to_owned(), " | --- | --- | --- |".to_owned()];
    let possible = rows.into_iter().filter(|(.., is_possible)| *is_possible);
    lines.extend(possible.map(|(code, status, about, _)| format!(" | {code} | {status} | {about} |")));
    lines.push(" | those of [`ConfigurationError`] | 500 | the receiver cannot be built |".to_owned());
    lines
}
