//! Bodies that were verified earlier: the second step without the first, under distinct names and types.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::receiver::subject::Subject;
use crate::emit::wording::code;

/// Emits the methods of the receiver that decode a body without a signature.
pub(super) fn methods(subject: &Subject<'_>) -> TokenStream {
    let by_name = !subject.is_named_in_body();
    let parameter = by_name.then(|| quote!(event: &EventName));
    let decodes = if subject.is_batch() { "delivery of a batch" } else { "body" };
    let decodes = format!(" Decodes a {decodes} **without verifying anything**: anyone could have sent it.");
    let check = subject.has_check().then(|| quote!(|_, _, _| Ok(())));
    let (id_parameter, id) = subject.id_header().map(|_| (quote!(id: Option<&str>,), quote!(id,))).unzip();
    let argument = if by_name { quote!(event.as_str(), Vec::new(), #check) } else { quote!(#check) };
    let batch = subject.is_batch().then(|| {
        quote! {
            /// Finds the deliveries in the body of a request **without verifying anything**: anyone could have sent it.
            /// [`next`](Iterator::next) decodes one, as [`parse_unverified`](Self::parse_unverified) does.
            ///
            /// For bodies that were verified before, such as [`Verified::body`].
            ///
            /// # Errors
            ///
            /// If the body has no array of deliveries, or is no JSON around them. The error holds no delivery, because nothing was verified.
            pub fn parse_unverified_batch(body: &[u8]) -> Result<UnverifiedBatch<'_>, ReceiveError> {
                match batch::deliveries(body, &EACH) {
                    Ok(found) => Ok(UnverifiedBatch { body, deliveries: found.into_iter() }),
                    Err(refusal) => Err(ReceiveError::new(refusal, None).without_delivery()),
                }
            }
        }
    });
    let parameters = parameters(subject);
    let whole = subject.is_batch().then(|| {
        quote! {
            /// [`parse_unverified_batch`](Self::parse_unverified_batch) reads the body of a request.
        }
    });
    quote! {
        #[doc = #decodes]
        #whole
        ///
        /// For bodies that were verified before, from a queue or a store that nobody else writes to. Drift is accepted and reported.
        #parameters
        ///
        /// # Errors
        ///
        /// If the body differs from the documentation. The error holds no delivery, because nothing was verified.
        pub fn parse_unverified(body: &[u8], #id_parameter #parameter) -> Result<UnverifiedDelivery, ReceiveError> {
            contents_of(body, 0, #id #argument)
                .map(|contents| UnverifiedDelivery(Contents { raw: body.into(), ..contents }))
                .map_err(ReceiveError::without_delivery)
        }

        #batch
    }
}

/// Emits the documentation of what the body does not have.
fn parameters(subject: &Subject<'_>) -> TokenStream {
    let id = subject.id_header().map(|_| {
        quote! {
            ///
            /// `id` is the id that a header had: [`Verified::id`].
        }
    });
    let event = if subject.is_nameless() {
        Some(quote! {
            ///
            /// `event` is the event that was passed to [`receive`](Self::receive).
        })
    } else {
        subject.named_by_header().map(|_| {
            let end = subject.catalog.naming.suffix.as_ref().map(|suffix| {
                let end = format!(" It is the whole name, also if {} ends it.", code(&suffix.title()));
                quote!(#[doc = #end])
            });
            quote! {
                ///
                /// `event` is [`Verified::event_name`], or that of a refused delivery; for a stored name, `EventName::from(name)`.
                #end
            }
        })
    };
    quote!(#id #event)
}

/// Emits the deliveries of an unverified body.
pub(super) fn batch() -> TokenStream {
    quote! {
        /// The **unverified** deliveries of a body, in their order: anyone could have written them. [`Receiver::parse_unverified_batch`]
        /// creates it.
        ///
        /// [`next`](Iterator::next) decodes one. If it differs from the documentation, the others are not affected.
        #[derive(Clone)]
        #[must_use = "deliveries are decoded when they are asked for"]
        pub struct UnverifiedBatch<'a> {
            body: &'a [u8],
            deliveries: std::vec::IntoIter<Range<usize>>,
        }

        impl Iterator for UnverifiedBatch<'_> {
            type Item = Result<UnverifiedDelivery, ReceiveError>;

            fn next(&mut self) -> Option<Self::Item> {
                let body = self.body.get(self.deliveries.next()?)?;
                Some(Receiver::parse_unverified(body))
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.deliveries.size_hint()
            }
        }

        impl ExactSizeIterator for UnverifiedBatch<'_> {}

        impl fmt::Debug for UnverifiedBatch<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("UnverifiedBatch").field("deliveries", &self.deliveries.len()).finish_non_exhaustive()
            }
        }
    }
}
