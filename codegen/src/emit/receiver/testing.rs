//! `src/testing.rs`: signed requests for tests without the vendor.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::scheme::Scheme;
use crate::catalog::{BodyMember, Catalog};
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
    let mut uses: BTreeSet<String> = BTreeSet::from(["crate::event::EventName".to_owned()]);
    let bodies = subject.events.iter().map(|root| body(root));
    let own = [
        "crate::receiver::SCHEME",
        "crate::runtime::receive::signed_request",
        "crate::runtime::receive::signed_request::Signed",
    ];
    uses.extend(own.map(str::to_owned));
    let signer = Signer::of(subject);
    uses.extend(signer.uses.iter().map(|path| (*path).to_owned()));
    if subject.catalog.naming.suffix.is_some() {
        uses.insert("crate::receiver::SUFFIX".to_owned());
    }
    if subject.signature.scheme.signs_time() {
        uses.insert("std::time::SystemTime".to_owned());
    }
    let requests = requests(subject, &signer);
    let batch = subject.catalog.payload.each.as_ref().map(batch_body);
    Fragment {
        uses,
        items: render::items(&quote! {
            #requests
            #batch

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
        }),
    }
}

/// The parameter that signs: the secret, which verifies as well, or a private key for tests.
struct Signer {
    uses: &'static [&'static str],
    /// The export of the private key's type.
    export: Option<TokenStream>,
    name: TokenStream,
    kind: TokenStream,
    /// The key, from the parameter.
    key: TokenStream,
}

impl Signer {
    fn of(subject: &Subject<'_>) -> Self {
        let algorithm = subject.signature.scheme.algorithm;
        if !algorithm.is_asymmetric() {
            let uses = &[
                "crate::receiver::Key",
                "crate::runtime::receive::algorithm::Algorithm",
                "crate::runtime::receive::signing_secret::SigningSecret",
            ];
            let key = quote!(&Key::new(secret));
            return Self { uses, export: None, name: quote!(secret), kind: quote!(SigningSecret), key };
        }
        let module = ident(algorithm.module());
        let export = Some(quote!(pub use crate::runtime::receive::#module::PrivateKey;));
        Self { uses: &[], export, name: quote!(key), kind: quote!(PrivateKey), key: quote!(key) }
    }
}

/// Emits the functions that sign. Values that are signed beside the body are further parameters.
fn requests(subject: &Subject<'_>, by: &Signer) -> TokenStream {
    let Signer { export, name, kind, key, .. } = by;
    let scheme = &subject.signature.scheme;
    let header = match &subject.catalog.naming.header {
        Some(header) => {
            let header = &header.value;
            let name = match &subject.catalog.naming.suffix {
                Some(_) => quote!(signed_request::header_name(event.as_str(), &body, &SUFFIX)),
                None => quote!(event.as_str()),
            };
            quote!(Some((#header, #name)))
        }
        None => quote!(None),
    };
    let unused = subject.catalog.naming.header.is_none().then(|| quote!(let _ = event;));
    let (url_parameter, url) =
        if scheme.signs_url() { (quote!(, url: &str), quote!(, url)) } else { (quote!(), quote!()) };
    let signed = |fields: &[Option<TokenStream>]| {
        let others = fields.iter().any(Option::is_none).then(|| quote!(..Signed::default()));
        let fields: Vec<&TokenStream> = fields.iter().flatten().collect();
        if fields.is_empty() { quote!(Signed::default()) } else { quote!(Signed { #(#fields,)* #others }) }
    };
    let id = unsigned_id(subject.catalog, scheme);
    let body = if subject.is_batch() { quote!(batch_body([body])) } else { quote!(body) };
    let signed_time = |time: TokenStream| scheme.signs_time().then_some(time);
    let signed_url = scheme.signs_url().then(|| quote!(url));
    let now = signed(&[signed_time(quote!(time: SystemTime::now())), signed_url.clone(), None]);
    let at = signed(&[signed_time(quote!(time)), signed_url.clone(), None]);
    let chosen = Chosen::of(subject.catalog, scheme);
    let signed_id = (chosen.id && id.is_none()).then(|| quote!(id: Some(id)));
    let with = signed(&[signed_time(quote!(time)), signed_url, signed_id]);
    // The header's name depends on the body.
    let (bytes, of_body) = match &subject.catalog.naming.suffix {
        Some(_) => (Some(quote!(let body: Vec<u8> = body.into();)), quote!(body)),
        None => (None, quote!(body.into())),
    };
    let request = quote!(signed_request::request(&SCHEME, #key, #with, #header, #of_body));
    let request = match id {
        Some(header) => quote!(signed_request::identified(#request, #header, id)),
        None => request,
    };
    let request = chosen.functions(by, &url_parameter, &url, &quote!(#unused #bytes #request));
    let is_plain = scheme.time.is_none() && scheme.id.is_none() && scheme.nonce.is_none();
    let sign = if is_plain {
        quote! {
            /// Returns the value of the signature header for a body.
            #[must_use]
            pub fn sign(#name: &#kind, body: &[u8] #url_parameter) -> String {
                signed_request::sign(&SCHEME, #key, #now, body)
            }
        }
    } else {
        let time_parameter = scheme.signs_time().then(|| quote!(, time: SystemTime));
        quote! {
            /// Returns the headers of a signature for a body, with all that is signed beside it.
            #[must_use]
            pub fn sign(#name: &#kind, body: &[u8] #time_parameter #url_parameter) -> Vec<(String, String)> {
                signed_request::headers(&SCHEME, #key, #at, body)
            }
        }
    };
    quote! {
        pub use crate::runtime::receive::signed_request::SignedRequest;
        #export

        #sign

        #request

        /// Returns a signed request with the documented example of the event; `None` for an event without one.
        #[must_use]
        pub fn example_request(#name: &#kind, event: &EventName #url_parameter) -> Option<SignedRequest> {
            example_body(event).map(|body| request(#name, event, #body #url))
        }

        /// Returns a signed request for each documented event with an example, in documented order.
        #[must_use]
        pub fn example_requests(#name: &#kind #url_parameter) -> Vec<SignedRequest> {
            EventName::ALL.iter().filter_map(|event| example_request(#name, event #url)).collect()
        }
    }
}

/// Returns the header with the id, unless it is a part of the signature.
fn unsigned_id<'c>(catalog: &'c Catalog, scheme: &Scheme) -> Option<&'c str> {
    let header = catalog.delivery.id_header.as_ref()?.value.as_str();
    let mut sent = scheme.id.iter().chain(&scheme.nonce);
    sent.all(|sent| !sent.eq_ignore_ascii_case(header)).then_some(header)
}

/// The parts of a request beside its body that a test may choose.
pub(super) struct Chosen {
    pub(super) time: bool,
    pub(super) id: bool,
}

impl Chosen {
    pub(super) fn of(catalog: &Catalog, scheme: &Scheme) -> Self {
        Self { time: scheme.signs_time(), id: scheme.id.is_some() || unsigned_id(catalog, scheme).is_some() }
    }

    /// Emits the functions that sign any body.
    fn functions(
        &self,
        by: &Signer,
        url_parameter: &TokenStream,
        url: &TokenStream,
        sign: &TokenStream,
    ) -> TokenStream {
        let Signer { name, kind, .. } = by;
        let about = quote! {
            /// Returns a signed request with any body, whose content is not checked.
        };
        let words = match (self.time, self.id) {
            (false, false) => {
                return quote! {
                    #about
                    #[must_use]
                    pub fn request(#name: &#kind, event: &EventName, body: impl Into<Vec<u8>> #url_parameter) -> SignedRequest {
                        #sign
                    }
                };
            }
            (true, false) => "this time: a late one",
            (false, true) => "this id: a repeated one, or another one with the same body",
            (true, true) => "this time and id: a late one, a repeated one, or another one with the same body",
        };
        let time = self.time.then(|| quote!(, time: SystemTime));
        let now = self.time.then(|| quote!(, SystemTime::now()));
        let id = self.id.then(|| quote!(, id: &str));
        let (derive, derived) = self
            .id
            .then(|| (quote!(let body: Vec<u8> = body.into(); let id = signed_request::id_of(&body);), quote!(, &id)))
            .unzip();
        let id_docs = self.id.then(|| {
            quote! {
                /// Equal bodies have equal ids.
            }
        });
        let with = format!(" Returns a signed request as [`request`] does, with {words}.");
        quote! {
            #about
            #id_docs
            #[must_use]
            pub fn request(#name: &#kind, event: &EventName, body: impl Into<Vec<u8>> #url_parameter) -> SignedRequest {
                #derive
                request_with(#name, event, body #url #now #derived)
            }

            #[doc = #with]
            #[must_use]
            pub fn request_with(#name: &#kind, event: &EventName, body: impl Into<Vec<u8>> #url_parameter #time #id) -> SignedRequest {
                #sign
            }
        }
    }
}

/// Emits the function that puts deliveries into a body.
fn batch_body(each: &BodyMember) -> TokenStream {
    let names = each.names();
    let outer =
        names.iter().map(|name| ["{".to_owned(), serde_json::Value::from(name.as_str()).to_string(), ":".to_owned()]);
    let (open, close) =
        (outer.flatten().chain(["[".to_owned()]).collect::<String>(), format!("]{}", "}".repeat(names.len())));
    quote! {
        /// Returns the body of a request with these deliveries, which are JSON texts such as those of [`example_body`].
        #[must_use]
        pub fn batch_body<D: AsRef<str>>(deliveries: impl IntoIterator<Item = D>) -> String {
            let mut body = String::from(#open);
            for (index, delivery) in deliveries.into_iter().enumerate() {
                body.push_str(if index > 0 { "," } else { "" });
                body.push_str(delivery.as_ref());
            }
            body + #close
        }
    }
}

/// Emits the arm of an event.
fn body(root: &Root) -> TokenStream {
    let variant = ident(&root.ident);
    match root.delivery() {
        Some(body) => {
            let text = literal(&body.to_compact());
            quote!(EventName::#variant => Some(#text),)
        }
        None => quote!(EventName::#variant => None,),
    }
}
