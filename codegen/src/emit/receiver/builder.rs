//! `ReceiverBuilder`: the integrator's settings.

use proc_macro2::TokenStream;
use quote::quote;

use crate::render;

use crate::emit::receiver::subject::Subject;

/// Emits the builder with the settings that the catalogue leaves open.
pub(super) fn emit(subject: &Subject<'_>) -> Vec<syn::Item> {
    let some = settings_of_some(subject);
    let incomplete = if subject.signature.scheme.signs_url() {
        quote! {
            /// If there is no secret or no address.
        }
    } else {
        quote! {
            /// If there is no secret.
        }
    };
    render::items(&quote! {
        /// A builder for a [`Receiver`], created by [`Receiver::builder`].
        #[derive(Clone)]
        pub struct ReceiverBuilder(Settings<Key>);

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

            #some

            /// Builds the receiver.
            ///
            /// # Errors
            ///
            #incomplete
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

/// Emits the settings that only some receivers have.
fn settings_of_some(subject: &Subject<'_>) -> TokenStream {
    let event_header = subject.catalog.naming.header.as_ref().filter(|_| subject.is_named_in_body()).map(|header| {
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
    let age = subject.sent_at().map(|sent_at| {
        let about = format!(
            " Sets the maximum age of a delivery by {}. The default is no limit: a repeated delivery may carry its old time.",
            crate::emit::wording::code(&sent_at.title())
        );
        quote! {
            #[doc = #about]
            #[must_use]
            pub fn max_age(mut self, max_age: Duration) -> Self {
                self.0.max_age = Some(max_age);
                self
            }
        }
    });
    let clock = subject.has_clock().then(|| {
        quote! {
            /// Sets the clock, for tests; the default is the system clock.
            #[must_use]
            pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
                self.0.verifier.clock = Clock::new(now);
                self
            }
        }
    });
    let tolerance = subject.signature.scheme.signs_time().then(|| tolerance(subject));
    let url = subject.signature.scheme.signs_url().then(|| {
        quote! {
            /// Sets the address that the vendor sends to, as it is registered there, character by character: it is signed.
            #[must_use]
            pub fn url(mut self, url: impl Into<String>) -> Self {
                self.0.verifier.url = url.into();
                self
            }
        }
    });
    quote!(#event_header #age #tolerance #clock #url)
}

/// Emits the setting of the accepted difference between the signed time and the clock.
fn tolerance(subject: &Subject<'_>) -> TokenStream {
    let default = match subject.signature.scheme.time.as_ref().and_then(|time| time.tolerance) {
        Some(seconds) => format!("the default is the vendor's, {seconds} seconds"),
        None => "by default any is accepted".to_owned(),
    };
    let about = format!(" Sets the accepted difference between the time of a signature and the clock; {default}.");
    quote! {
        #[doc = #about]
        #[must_use]
        pub fn tolerance(mut self, tolerance: Duration) -> Self {
            self.0.verifier.tolerance = Some(tolerance);
            self
        }
    }
}
