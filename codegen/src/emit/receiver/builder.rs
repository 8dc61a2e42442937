//! `ReceiverBuilder`: the integrator's settings.

use quote::quote;

use crate::render;

use crate::emit::receiver::subject::Subject;

/// Emits the builder with the settings that the catalogue leaves open.
pub(super) fn emit(subject: &Subject<'_>) -> Vec<syn::Item> {
    let event_header = subject.catalog.event_header.as_ref().filter(|_| subject.envelope.is_some()).map(|header| {
        let about = format!(
            " Sets whether every request must have the header {}, which repeats the event's name. It is not signed: if it names another event, the \
             body decides, and the difference is drift.",
            crate::emit::wording::code(&header.value)
        );
        quote! {
            #[doc = #about]
            #[must_use]
            pub fn require_event_header(mut self, is_required: bool) -> Self {
                self.0.requires_event_header = is_required;
                self
            }
        }
    });
    let age = subject.created_at().map(|created_at| {
        let about = format!(
            " Sets the maximum age of a delivery by {}. The default is no limit: a repeated delivery may carry its old time.",
            crate::emit::wording::code(created_at)
        );
        quote! {
            #[doc = #about]
            #[must_use]
            pub fn max_age(mut self, max_age: Duration) -> Self {
                self.0.max_age = Some(max_age);
                self
            }

            /// Sets the clock, for tests; the default is the system clock.
            #[must_use]
            pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
                self.0.clock = Clock::new(now);
                self
            }
        }
    });
    render::items(&quote! {
        /// A builder for a [`Receiver`], created by [`Receiver::builder`].
        #[derive(Clone)]
        pub struct ReceiverBuilder(Settings);

        impl ReceiverBuilder {
            /// Adds a secret. Deliveries report the index of the secret that has signed, in the order of addition.
            #[must_use]
            pub fn secret(mut self, secret: SigningSecret) -> Self {
                self.0.add_secret(&secret);
                drop(secret);
                self
            }

            /// Adds secrets.
            #[must_use]
            pub fn secrets(self, secrets: impl IntoIterator<Item = SigningSecret>) -> Self {
                secrets.into_iter().fold(self, Self::secret)
            }

            /// Sets the maximum size of a body in bytes; the default is 1 MiB.
            #[must_use]
            pub fn max_body_bytes(mut self, bytes: usize) -> Self {
                self.0.verifier.max_body = bytes;
                self
            }

            /// Sets the treatment of drift; the default is [`Contract::Open`].
            #[must_use]
            pub fn contract(mut self, contract: Contract) -> Self {
                self.0.contract = contract;
                self
            }

            #event_header
            #age

            /// Builds the receiver.
            ///
            /// # Errors
            ///
            /// If there is no secret.
            pub fn build(self) -> Result<Receiver, ConfigurationError> {
                self.0.checked().map(|settings| Receiver(Arc::new(settings)))
            }
        }

        impl fmt::Debug for ReceiverBuilder {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let secrets = self.0.verifier.keys.len();
                f.debug_struct("ReceiverBuilder").field("secrets", &secrets).finish_non_exhaustive()
            }
        }
    })
}
