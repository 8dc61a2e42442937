//! `ReceiveError`: the reason for refusing a request, with the delivery if it is genuine.

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::Catalog;
use crate::emit::event_features::EventFeatures;
use crate::emit::types::Shapes;
use crate::model::Model;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;
use crate::emit::receiver::values::values;
use crate::emit::template::fill;

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
    let uses = uses.into_iter().map(str::to_owned);
    let rows = documentation(subject);
    let handshakes = !subject.catalog.handshakes.is_empty();
    let uses = uses.into_iter().chain(handshakes.then(|| "crate::runtime::receive::answer".to_owned())).collect();
    let (accessors, answer, traits) = (accessors(), handshakes.then(answer), traits());
    Fragment {
        uses,
        items: render::items(&quote! {
            /// The reason for refusing a request.
            ///
            /// If the signature holds, the error holds the delivery: store it, and answer with success. Messages name places and types, never a
            /// value, a secret or an expected signature, so they may be logged. The places are in its [`source`](Error::source): the
            /// [`violations`](Self::violations), the drift that is refused, the value that its type cannot hold, or the position at which the
            /// body is not JSON.
            ///
            #(#[doc = #rows])*
            pub struct ReceiveError(Box<Inner>);

            struct Inner {
                refusal: Refusal,
                delivery: Option<RefusedDelivery>,
            }

            #accessors
            #answer

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

            /// Creates the error of a body that exceeds a limit of the server.
            ///
            /// For programs that read bodies without an extractor of this crate, so that their answers and logs are the same.
            #[must_use]
            pub fn body_too_large() -> Self {
                Self::new(Refusal::of_large_body(None), None)
            }

            /// Creates the error of a body that ended early.
            ///
            /// For programs that read bodies without an extractor of this crate, so that their answers and logs are the same.
            #[must_use]
            pub fn body_incomplete() -> Self {
                Self::new(Refusal::of_incomplete_body(), None)
            }

            /// Returns the same error for a request with a compressed body.
            pub(crate) fn of_compressed(self) -> Self {
                let Inner { refusal, delivery } = *self.0;
                Self::new(refusal.of_compressed(), delivery)
            }

            /// Gives the delivery its body.
            pub(crate) fn keeping(mut self, body: Vec<u8>) -> Self {
                if let Some(delivery) = &mut self.0.delivery {
                    delivery.raw = body;
                }
                self
            }

            pub(crate) fn refusal(&self) -> &Refusal {
                &self.0.refusal
            }

            /// Returns the same error for a body that was not verified.
            pub(crate) fn without_delivery(self) -> Self {
                Self::new(self.0.refusal.of_unverified(), None)
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

/// Emits the accessors for handshakes.
fn answer() -> TokenStream {
    quote! {
        impl ReceiveError {
            /// Returns true for a handshake: a signed request that delivers nothing, and is answered with [`http_status`](Self::http_status),
            /// [`content_type`](Self::content_type) and [`answer`](Self::answer). Extractors do so by themselves.
            #[must_use]
            pub fn is_handshake(&self) -> bool {
                self.0.refusal.handshake().is_some()
            }

            /// Returns the body to answer with: the answer to a handshake, or the code.
            #[must_use]
            pub fn answer(&self) -> String {
                self.0.refusal.handshake().map_or_else(|| answer::body(self.code()), |(_, body)| body.to_owned())
            }

            /// Returns the media type of [`answer`](Self::answer), for the header `Content-Type`.
            #[must_use]
            pub fn content_type(&self) -> &'static str {
                self.0.refusal.handshake().map_or(answer::CONTENT_TYPE, |(content_type, _)| content_type)
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

/// Returns the table of errors that the catalogue makes possible, with advice for those who operate the receiver; nothing without a
/// receiver.
pub(in crate::emit) fn table(model: &Model, catalog: &Catalog, shapes: &Shapes) -> String {
    let subject = Subject::of(model, catalog, shapes, &EventFeatures::default());
    subject.as_ref().map(rows).unwrap_or_default()
}

fn rows(subject: &Subject<'_>) -> String {
    let mut values = values(subject.catalog);
    values.insert("incomplete", incomplete(subject));
    fill(include_str!("../../../runtime/crate/errors.md"), &values)
}

/// Returns when a body is not an envelope; nothing if the schema, which is checked first, refuses every such body.
fn incomplete(subject: &Subject<'_>) -> String {
    let deliveries = subject.is_batch().then(|| "the body has no array of deliveries".to_owned());
    let one = if subject.is_batch() { "a delivery" } else { "the body" };
    let names_none = match &subject.envelope {
        Some(envelope) => (!envelope.is_complete).then(|| format!("{one} names no event, or has no payload")),
        None => subject.is_named_in_body().then(|| format!("{one} names no event")),
    };
    deliveries.into_iter().chain(names_none).collect::<Vec<_>>().join(", or ")
}

/// Returns the table for the documentation, without advice.
fn documentation(subject: &Subject<'_>) -> Vec<String> {
    let table = rows(subject);
    let rows = table.lines().filter_map(|row| Some(format!(" {} |", row.rsplit_once(" | ")?.0)));
    let last = " | those of [`ConfigurationError`] | 500 | the receiver cannot be built |".to_owned();
    rows.chain([last]).collect()
}
