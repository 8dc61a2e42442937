//! The receiver: what an integrator gives a request to. All its logic is in the runtime; here are its names, and what it knows of the
//! vendor.
//!
//! A catalogue without `[signature]` gives none of it: what cannot be verified is not received.

pub(super) mod adapter;
mod builder;
mod contents;
mod delivery;
mod envelope;
pub(super) mod error;
mod subject;
mod testing;
mod verified;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::catalog::{Catalog, Signature};
use crate::model::Model;
use crate::render::{self, RustFile};

use crate::emit::layout;
use crate::emit::payload::ident;
use crate::emit::types::Shapes;
use crate::render::fragment::{Fragment, Fragments};

pub use envelope::LEAN_ENVELOPE;
use subject::Subject;
pub use testing::FEATURE as TESTING;

/// What the receiver shows at the crate's root, and in which module it stands.
pub const OWN: [(&str, &[&str]); 3] = [
    ("delivery", &["Delivery", "RefusedDelivery", "UnverifiedDelivery"]),
    ("receive_error", &["ReceiveError"]),
    ("receiver", &["Receiver", "ReceiverBuilder", "Verified"]),
];

/// The variable of the environment in which examples keep the secret: `ACME_SIGNING_SECRET`. No shell knows one that starts with a digit.
pub fn secret_variable(catalog: &Catalog) -> String {
    let mut words = crate::ident::words(&catalog.crate_.vendor.value);
    if words.first().is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit())) {
        words.insert(0, "vendor".to_owned());
    }
    words.extend(["signing", "secret"].map(str::to_owned));
    words.join("_").to_ascii_uppercase()
}

/// The files of the receiver, by their paths, and what stands beside the type of the envelope; nothing when the catalogue gives no receiver.
pub fn emit(
    model: &Model,
    catalog: &Catalog,
    shapes: &Shapes,
    types: &Fragments,
) -> (BTreeMap<String, RustFile>, Fragments) {
    let Some(subject) = Subject::of(model, catalog, shapes) else {
        return (BTreeMap::new(), Fragments::new());
    };
    let mut beside = Fragments::new();
    if let Some(envelope) = &subject.envelope
        && let Some(lean) = types.get(&envelope.owner()).and_then(|documented| envelope.lean(documented))
    {
        beside.insert(envelope.owner(), Fragment { uses: BTreeSet::new(), items: vec![syn::Item::Struct(lean)] });
    }
    let file = |path: &str, docs: &str, fragment: Fragment| {
        let origin = layout::origin(crate::catalog::FILE_NAME);
        (path.to_owned(), RustFile { docs: vec![docs.to_owned()], fragment, ..RustFile::new(origin) })
    };
    let mut files = BTreeMap::from([
        file("src/delivery.rs", "What was received.", delivery::emit(&subject)),
        file("src/receive_error.rs", "Why a request was not accepted.", error::emit(&subject)),
        file("src/receiver.rs", "From a request to a verified, typed delivery.", receiver(&subject)),
        file("src/testing.rs", testing::DOCS, testing::emit(&subject)),
    ]);
    files.extend(adapter::emit(&subject).into_iter().map(|adapter| {
        let path = format!("src/{}.rs", adapter.module);
        file(&path, adapter.docs, adapter.fragment)
    }));
    (files, beside)
}

/// What stands in `src/lib.rs`.
pub fn modules(catalog: &Catalog, lean: bool) -> TokenStream {
    let (modules, names): (Vec<Ident>, Vec<Vec<Ident>>) =
        OWN.iter().map(|(module, names)| (ident(module), names.iter().map(|name| ident(name)).collect())).unzip();
    let lean = lean.then(|| {
        let envelope = ident(LEAN_ENVELOPE);
        quote!(pub use envelope::#envelope;)
    });
    let feature = TESTING;
    let adapters = adapter::modules(catalog.is_nameless());
    quote! {
        #(mod #modules;)*
        #adapters
        #[cfg(feature = #feature)]
        pub mod testing;
        #(pub use #modules::{#(#names),*};)*
        #lean
    }
}

/// What a delivery that comes again is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Its id.
    Id,
    /// Its id, if it has one.
    PerhapsId,
    /// Nothing: every delivery is a new one. A digest of the body would take a second event for the first when both say the same.
    None,
}

/// What a delivery of the catalogue's receiver is known by.
pub fn key(model: &Model, catalog: &Catalog, shapes: &Shapes) -> Key {
    match Subject::of(model, catalog, shapes) {
        Some(subject) if subject.id().is_none() => Key::None,
        Some(subject) if delivery::stores_id(&subject) => Key::PerhapsId,
        _ => Key::Id,
    }
}

/// `src/receiver.rs`
fn receiver(subject: &Subject<'_>) -> Fragment {
    let mut items = scheme(subject);
    items.extend(render::items(&the_receiver(subject)));
    items.extend(builder::emit(subject));
    items.extend(render::items(&verified::emit(subject)));
    items.extend(render::items(&contents::emit(subject)));
    Fragment { uses: uses(subject), items }
}

fn uses(subject: &Subject<'_>) -> BTreeSet<String> {
    let own = [
        "std::fmt",
        "std::sync::Arc",
        "std::time::SystemTime",
        "crate::delivery::Contents",
        "crate::delivery::Delivery",
        "crate::delivery::RefusedDelivery",
        "crate::delivery::UnverifiedDelivery",
        "crate::event::Event",
        "crate::receive_error::ReceiveError",
        "crate::runtime::receive::configuration_error::ConfigurationError",
        "crate::runtime::receive::contract::Contract",
        "crate::runtime::receive::delivery_body",
        "crate::runtime::validate::drift::Drift",
        "crate::runtime::receive::event::UnknownEvent",
        "crate::runtime::receive::headers::HeaderPair",
        "crate::runtime::receive::mac_encoding::Encoding",
        "crate::runtime::receive::refusal::Refusal",
        "crate::runtime::receive::settings::Clock",
        "crate::runtime::receive::settings::Settings",
        "crate::runtime::receive::signature::Scheme",
        "crate::runtime::receive::signing_secret::SigningSecret",
        "crate::runtime::receive::trace",
        "crate::runtime::receive::verifier::Verdict",
    ];
    let mut uses: BTreeSet<String> = own.into_iter().map(str::to_owned).collect();
    if subject.created_at().is_some() {
        uses.insert("std::time::Duration".to_owned());
    } else {
        uses.remove("std::time::SystemTime");
        uses.remove("crate::runtime::receive::settings::Clock");
    }
    if subject.envelope.is_none() && subject.catalog.event_header.is_some() {
        uses.insert("crate::event::EventName".to_owned());
    }
    if let Some(envelope) = &subject.envelope {
        uses.insert("crate::runtime::receive::delivery_body::Members".to_owned());
        uses.insert(format!("{}::{}", layout::module(envelope.root), envelope.root.ident));
        uses.insert(format!("{}::{}", layout::module(envelope.root), envelope.ident));
    }
    uses
}

/// What the catalogue says about signatures.
fn scheme(subject: &Subject<'_>) -> Vec<syn::Item> {
    let Signature { header, encoding, prefix, .. } = subject.signature;
    let (header, prefix) = (&header.value, &prefix.value);
    let encoding = if encoding.value == "base64" { quote!(Base64) } else { quote!(Hex) };
    let members = subject.envelope.as_ref().map(|envelope| {
        let (event, data) = (&envelope.catalog.event.value, &envelope.catalog.data.value);
        quote! {
            /// What an envelope says about its payload.
            const MEMBERS: Members = Members { event: #event, data: #data };
        }
    });
    render::items(&quote! {
        /// How requests are signed.
        pub(crate) static SCHEME: Scheme = Scheme { header: #header, prefix: #prefix, encoding: Encoding::#encoding };
        #members
    })
}

fn the_receiver(subject: &Subject<'_>) -> TokenStream {
    let header = crate::emit::wording::code(&subject.signature.header.value);
    let about = format!(" Receives requests: verifies the signature in {header}, then reads what was signed.");
    let event_header = subject.event_header();
    let (parameter, argument) = subject.name_parameter();
    let says_event = subject.is_nameless().then(|| {
        quote! {
            ///
            /// Nothing in a request says which event it is, so `event` must: each event has an address of its own.
        }
    });
    let unverified = parse_unverified(subject);
    quote! {
        #[doc = #about]
        ///
        /// It is cheap to clone, and clones share everything.
        #[derive(Clone)]
        pub struct Receiver(Arc<Settings>);

        impl Receiver {
            /// A receiver with one secret; everything else is as it is unless [`Receiver::builder`] says otherwise.
            #[must_use]
            pub fn new(secret: SigningSecret) -> Self {
                let mut settings = Settings::new(&SCHEME, #event_header);
                settings.add_secret(&secret);
                drop(secret);
                Self(Arc::new(settings))
            }

            /// A receiver with several secrets, each of which may sign: two while one replaces the other.
            ///
            /// # Errors
            ///
            /// If there is none.
            pub fn with_secrets(secrets: impl IntoIterator<Item = SigningSecret>) -> Result<Self, ConfigurationError> {
                Self::builder().secrets(secrets).build()
            }

            /// Builds a receiver with other secrets, limits and demands.
            #[must_use]
            pub fn builder() -> ReceiverBuilder {
                ReceiverBuilder(Settings::new(&SCHEME, #event_header))
            }

            /// Verifies a request and reads what it delivers: [`verify`](Self::verify) and [`Verified::decode`] in one.
            ///
            /// `headers` are all headers of the request, names in any case; `body` is the bytes exactly as they arrived.
            #says_event
            ///
            /// # Errors
            ///
            /// If the signature does not hold, or what it holds for is not what is documented. From then on the error holds the delivery.
            pub fn receive<H>(&self, headers: H, body: &[u8], #parameter) -> Result<Delivery, ReceiveError>
            where
                H: IntoIterator,
                H::Item: HeaderPair,
            {
                self.verify(headers, body)?.decode(#argument)
            }

            /// Verifies a request: whether `body`, byte for byte, is signed in `headers` by one of the secrets. Nothing is parsed.
            ///
            /// # Errors
            ///
            /// If the body is too large, or no signature holds.
            pub fn verify<'a, H>(&'a self, headers: H, body: &'a [u8]) -> Result<Verified<'a>, ReceiveError>
            where
                H: IntoIterator,
                H::Item: HeaderPair,
            {
                let settings = &*self.0;
                match settings.verifier.verify(headers, body) {
                    Ok(verdict) => Ok(Verified { settings, body, verdict }),
                    Err(refusal) => {
                        trace::refused(&refusal, None, &[]);
                        Err(ReceiveError::new(refusal, None))
                    }
                }
            }

            #unverified

            /// How many bytes a body may have. Whoever reads one should read no further.
            #[must_use]
            pub fn max_body_bytes(&self) -> usize {
                self.0.verifier.max_body
            }
        }

        impl fmt::Debug for Receiver {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let secrets = self.0.verifier.keys.len();
                f.debug_struct("Receiver").field("secrets", &secrets).finish_non_exhaustive()
            }
        }
    }
}

/// Reading without a signature, which has a name and a type of its own.
fn parse_unverified(subject: &Subject<'_>) -> TokenStream {
    let by_name = subject.envelope.is_none();
    let parameter = by_name.then(|| quote!(event: &str));
    let argument = if by_name { quote!(event, Vec::new()) } else { quote!(|_, _, _| Ok(())) };
    quote! {
        /// Reads a body **without verifying anything**: anybody could have sent it.
        ///
        /// It is for bodies that were verified before, and come from a queue or a store that nobody else writes to. Drift is
        /// accepted and reported.
        ///
        /// # Errors
        ///
        /// If the body is not what is documented. The error holds no delivery, because nothing was verified.
        pub fn parse_unverified(body: &[u8], #parameter) -> Result<UnverifiedDelivery, ReceiveError> {
            contents_of(body, 0, #argument).map(UnverifiedDelivery).map_err(ReceiveError::without_delivery)
        }
    }
}
