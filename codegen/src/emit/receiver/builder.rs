//! `ReceiverBuilder`: everything that an integrator may decide.

use quote::quote;

use crate::render;

use crate::emit::receiver::subject::Subject;

/// The builder, with what the catalogue leaves to decide.
pub(super) fn emit(subject: &Subject<'_>) -> Vec<syn::Item> {
    let event_header = subject.catalog.event_header.as_ref().filter(|_| subject.envelope.is_some()).map(|header| {
        let about = format!(
            " Whether every request must have the header {}, which repeats the event's name. It is not signed: where it names another event, the \
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
            " Refuses deliveries whose {} is longer ago. Without it there is no limit: deliveries that are sent again may carry their old \
             time.",
            crate::emit::wording::code(created_at)
        );
        quote! {
            #[doc = #about]
            #[must_use]
            pub fn max_age(mut self, max_age: Duration) -> Self {
                self.0.max_age = Some(max_age);
                self
            }

            /// Asks this clock for the time, for tests; otherwise the system's.
            #[must_use]
            pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
                self.0.clock = Clock::new(now);
                self
            }
        }
    });
    render::items(&quote! {
        /// Builds a [`Receiver`]; [`Receiver::builder`] makes one.
        #[derive(Clone)]
        pub struct ReceiverBuilder(Settings);

        impl ReceiverBuilder {
            /// Adds a secret. Deliveries say which has signed, counted from zero in the order in which they were added.
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

            /// How many bytes a body may have; 1 MiB unless it is said otherwise.
            #[must_use]
            pub fn max_body_bytes(mut self, bytes: usize) -> Self {
                self.0.verifier.max_body = bytes;
                self
            }

            /// The treatment of deliveries that differ from the documentation; [`Contract::Open`] unless it is said otherwise.
            #[must_use]
            pub fn contract(mut self, contract: Contract) -> Self {
                self.0.contract = contract;
                self
            }

            #event_header
            #age

            /// The receiver.
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
