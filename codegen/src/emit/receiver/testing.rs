//! `src/testing.rs`: signed requests for tests without the vendor.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::payload::{ident, literal};
use crate::model::Root;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;

/// The feature of the module.
pub const FEATURE: &str = "testing";

/// The module's documentation.
pub(super) const DOCS: &str = "Requests signed as the vendor signs them, to try a receiver without the vendor.\n\nNothing here \
                               weakens a receiver: it verifies these requests as any other.";

/// Emits the functions of the module.
pub(super) fn emit(subject: &Subject<'_>) -> Fragment {
    let own = [
        "crate::event::EventName",
        "crate::receiver::SCHEME",
        "crate::runtime::receive::signed_request",
        "crate::runtime::receive::signing_secret::SigningSecret",
    ];
    let uses: BTreeSet<String> = own.into_iter().map(str::to_owned).collect();
    let header = match &subject.catalog.event_header {
        Some(header) => {
            let header = &header.value;
            quote!(Some((#header, event.as_str())))
        }
        None => quote!(None),
    };
    let unused = subject.catalog.event_header.is_none().then(|| quote!(let _ = event;));
    let bodies = subject.events.iter().map(|root| body(root));
    Fragment {
        uses,
        items: render::items(&quote! {
            pub use crate::runtime::receive::signed_request::SignedRequest;

            /// Returns the value of the signature header for a body.
            #[must_use]
            pub fn sign(secret: &SigningSecret, body: &[u8]) -> String {
                signed_request::sign(&SCHEME, secret, body)
            }

            /// Returns a signed request with any body, whose content is not checked.
            #[must_use]
            pub fn request(secret: &SigningSecret, event: &EventName, body: impl Into<Vec<u8>>) -> SignedRequest {
                #unused
                signed_request::request(&SCHEME, secret, #header, body.into())
            }

            /// Returns the body of a delivery of the event: the documented envelope around the documented payload. `None` if the
            /// documentation has no such example.
            #[must_use]
            #[allow(clippy::match_same_arms)] // events may have the same example
            pub fn example_body(event: &EventName) -> Option<&'static str> {
                match event {
                    #(#bodies)*
                    EventName::Unknown(_) => None,
                }
            }

            /// Returns a signed request with the documented example of the event; `None` for an event without one.
            #[must_use]
            pub fn example_request(secret: &SigningSecret, event: &EventName) -> Option<SignedRequest> {
                example_body(event).map(|body| request(secret, event, body))
            }

            /// Returns a signed request for each documented event with an example, in documented order.
            #[must_use]
            pub fn example_requests(secret: &SigningSecret) -> Vec<SignedRequest> {
                EventName::ALL.iter().filter_map(|event| example_request(secret, event)).collect()
            }
        }),
    }
}

/// Emits the arm of an event.
fn body(root: &Root) -> TokenStream {
    let variant = ident(&root.ident);
    match &root.delivery {
        Some(body) => {
            let text = literal(&body.to_compact());
            quote!(EventName::#variant => Some(#text),)
        }
        None => quote!(EventName::#variant => None,),
    }
}
