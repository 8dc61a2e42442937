//! The receiver, to which an integrator passes requests. Its logic is in the runtime; this module emits the vendor's names and facts.
//!
//! A catalogue without `[signature]` has no receiver: a request that cannot be verified is not received.

pub(super) mod adapter;
mod builder;
mod contents;
mod delivery;
mod envelope;
pub(super) mod error;
mod handshake;
mod path;
mod scheme;
mod subject;
mod testing;
mod unverified;
mod values;
mod verified;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::catalog::Catalog;
use crate::model::Model;
use crate::render::{self, RustFile};

use crate::emit::event_features::EventFeatures;
use crate::emit::layout;
use crate::emit::payload::ident;
use crate::emit::types::Shapes;
use crate::render::fragment::{Fragment, Fragments};

pub use envelope::LEAN_ENVELOPE;
pub(crate) use envelope::lean_members;
pub(in crate::emit) use scheme::vendor;
use subject::Subject;
pub use testing::FEATURE as TESTING;
pub(in crate::emit) use values::{header_names, values};

/// The receiver's items at the crate's root, with their modules.
pub const OWN: [(&str, &[&str]); 3] = [
    ("delivery", &["Delivery", "RefusedDelivery", "UnverifiedDelivery"]),
    ("receive_error", &["ReceiveError"]),
    ("receiver", &["Receiver", "ReceiverBuilder", "Verified"]),
];

/// The deliveries of a request, verified and not, at the crate's root if there may be several.
pub const BATCH: [&str; 2] = ["Batch", "UnverifiedBatch"];

/// Emits the files of the receiver by path, and the items beside the envelope's type; nothing if the catalogue has no receiver.
pub fn emit(
    model: &Model,
    catalog: &Catalog,
    shapes: &Shapes,
    types: &Fragments,
    features: &EventFeatures,
) -> (BTreeMap<String, RustFile>, Fragments) {
    let Some(subject) = Subject::of(model, catalog, shapes, features) else {
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
        file("src/delivery.rs", "Received deliveries.", delivery::emit(&subject)),
        file("src/receive_error.rs", "The reason for refusing a request.", error::emit(&subject)),
        file("src/receiver.rs", "The receiver: from a request to a verified, typed delivery.", receiver(&subject)),
        file("src/testing.rs", testing::DOCS, testing::emit(&subject)),
    ]);
    files.extend(adapter::emit(&subject).into_iter().map(|adapter| {
        let path = format!("src/{}.rs", adapter.module);
        file(&path, adapter.docs, adapter.fragment)
    }));
    (files, beside)
}

/// Emits the modules and exports for `src/lib.rs`.
pub fn modules(catalog: &Catalog, lean: bool) -> TokenStream {
    let (modules, names): (Vec<Ident>, Vec<Vec<Ident>>) =
        OWN.iter().map(|(module, names)| (ident(module), names.iter().map(|name| ident(name)).collect())).unzip();
    let lean = lean.then(|| {
        let envelope = ident(LEAN_ENVELOPE);
        quote!(pub use envelope::#envelope;)
    });
    let batch = catalog.payload.each.as_ref().map(|_| {
        let batch = BATCH.map(ident);
        quote!(pub use receiver::{#(#batch),*};)
    });
    let feature = TESTING;
    let adapters = adapter::modules(catalog.has_extractors());
    quote! {
        #(mod #modules;)*
        #adapters
        #[cfg(feature = #feature)]
        pub mod testing;
        #(pub use #modules::{#(#names),*};)*
        #batch
        #lean
    }
}

/// The key that identifies a repeated delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The id.
    Id,
    /// The id, which may be missing or empty.
    PerhapsId,
    /// Nothing: every delivery is new. A digest of the body would take a second event with equal content for the first.
    None,
}

/// Returns the key of a catalogue's deliveries.
pub fn key(model: &Model, catalog: &Catalog, shapes: &Shapes) -> Key {
    match Subject::of(model, catalog, shapes, &EventFeatures::default()) {
        Some(subject) if !subject.has_id() => Key::None,
        Some(subject) if subject.may_lack_id() => Key::PerhapsId,
        _ => Key::Id,
    }
}

/// Emits `src/receiver.rs`.
fn receiver(subject: &Subject<'_>) -> Fragment {
    let mut items = constants(subject);
    items.extend(render::items(&the_receiver(subject)));
    items.extend(builder::emit(subject));
    items.extend(render::items(&verified::emit(subject)));
    if subject.is_batch() {
        items.extend(render::items(&unverified::batch()));
    }
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
        "crate::event::EventName",
        "crate::receive_error::ReceiveError",
        "crate::runtime::receive::configuration_error::ConfigurationError",
        "crate::runtime::receive::contract::Contract",
        "crate::runtime::receive::delivery_body",
        "crate::runtime::validate::drift",
        "crate::runtime::validate::drift::Drift",
        "crate::runtime::receive::event::UnknownEvent",
        "crate::runtime::receive::headers::HeaderPair",
        "crate::runtime::receive::payload::Payload",
        "crate::runtime::receive::refusal::Refusal",
        "crate::runtime::receive::clock::Clock",
        "crate::runtime::receive::settings::Settings",
        "crate::runtime::receive::signing_secret::SigningSecret",
        "crate::runtime::receive::trace",
        "crate::runtime::receive::verifier::Verdict",
    ];
    let mut uses: BTreeSet<String> = own.into_iter().map(str::to_owned).collect();
    uses.extend(scheme::uses(&subject.signature.scheme));
    uses.extend(handshake::uses(subject).into_iter().map(str::to_owned));
    if subject.is_batch() {
        uses.insert("crate::runtime::receive::batch".to_owned());
        uses.insert("std::ops::Range".to_owned());
    }
    if subject.has_clock() {
        uses.insert("std::time::Duration".to_owned());
    } else {
        uses.remove("std::time::SystemTime");
        uses.remove("crate::runtime::receive::clock::Clock");
    }
    let has_version = subject.catalog.delivery.version.is_some();
    let has_suffix = subject.catalog.naming.suffix.is_some();
    if subject.is_named_in_body() || has_suffix || subject.sent_at().is_some() || subject.id().is_some() || has_version
    {
        uses.insert("crate::runtime::receive::member_path::MemberPath".to_owned());
    }
    if subject.named_by_header().is_some() {
        uses.insert("std::borrow::Cow".to_owned());
    }
    if let Some(envelope) = &subject.envelope {
        uses.insert("crate::runtime::receive::envelope::Members".to_owned());
        uses.insert("crate::runtime::receive::envelope::Opened".to_owned());
        uses.insert("crate::runtime::receive::envelope".to_owned());
        uses.insert(format!("{}::{}", layout::module(envelope.root), envelope.root.ident));
        uses.insert(format!("{}::{}", layout::module(envelope.root), envelope.ident));
    }
    uses
}

/// Emits the constants about the vendor.
fn constants(subject: &Subject<'_>) -> Vec<syn::Item> {
    let scheme = scheme::emit(subject.signature);
    let naming = &subject.catalog.naming.members;
    let members = match (naming.as_slice(), &subject.catalog.payload.at) {
        ([event, ..], Some(data)) => {
            let (event, data) = (path::emit(event), path::emit(data));
            Some(quote! {
                /// The members of the envelope that the receiver reads.
                const MEMBERS: Members = Members { event: #event, data: #data };
            })
        }
        ([_, ..], None) => {
            let (count, paths) = (Literal::usize_unsuffixed(naming.len()), naming.iter().map(path::emit));
            Some(quote! {
                /// The members of the body that name the event.
                const NAMES: [MemberPath; #count] = [#(#paths),*];
            })
        }
        ([], _) => None,
    };
    let suffix = subject.catalog.naming.suffix.as_ref().map(|suffix| {
        let path = path::emit(suffix);
        quote! {
            /// The member that ends the name of the event.
            pub(crate) const SUFFIX: MemberPath = #path;
        }
    });
    let id = subject.id().map(|id| {
        let path = path::emit(id);
        quote! {
            /// The member with the id of the delivery.
            const ID: MemberPath = #path;
        }
    });
    let sent_at = subject.sent_at().map(|sent_at| {
        let path = path::emit(sent_at);
        quote! {
            /// The member with the time of the delivery.
            const SENT_AT: MemberPath = #path;
        }
    });
    let version = subject.catalog.delivery.version.as_ref().map(|version| {
        let (path, known) = (path::emit(&version.member), version.known.iter().map(|known| &known.value));
        let count = Literal::usize_unsuffixed(version.known.len());
        quote! {
            /// The member with the version of the delivery.
            const VERSION: MemberPath = #path;
            /// The documented versions.
            const VERSIONS: [&str; #count] = [#(#known),*];
        }
    });
    let each = subject.catalog.payload.each.as_ref().map(|each| {
        let path = path::emit(each);
        quote! {
            /// The array whose elements are the deliveries.
            const EACH: MemberPath = #path;
        }
    });
    let handshakes = handshake::constants(subject);
    render::items(&quote!(#scheme #members #suffix #id #sent_at #version #each #handshakes))
}

fn the_receiver(subject: &Subject<'_>) -> TokenStream {
    let (about, verifies) = verified::words(subject);
    let constructors = constructors(subject);
    let (parameter, argument) = subject.name_parameter();
    let says_event = subject.is_nameless().then(|| {
        quote! {
            ///
            /// A request does not name its event, so the caller must pass it: each event has its own endpoint. Use the variants of
            /// [`EventName`], which the compiler knows; any other name is that of a new event.
        }
    });
    let (owned, unverified) = (receive_owned(subject), unverified::methods(subject));
    let (received, _) = subject.received();
    let settings = if subject.is_batch() { quote!(&self.0) } else { quote!(&*self.0) };
    let decoded = if subject.is_batch() { "finds its deliveries" } else { "decodes its delivery" };
    let in_one_step =
        format!(" Verifies a request and {decoded}: [`verify`](Self::verify) and [`Verified::decode`] in one step.");
    let verify_errors = if subject.signature.scheme.signs_time() {
        quote! {
            /// If the body is too large, no signature holds, or the time of the signature is too far from the clock.
        }
    } else {
        quote! {
            /// If the body is too large, or no signature holds.
        }
    };
    quote! {
        #[doc = #about]
        ///
        /// Clones are cheap and share everything.
        #[derive(Clone)]
        pub struct Receiver(Arc<Settings<Key>>);

        impl Receiver {
            #constructors

            #[doc = #in_one_step]
            ///
            /// `headers` are all headers of the request, with names in any case; `body` is the bytes exactly as received.
            #says_event
            ///
            /// # Errors
            ///
            /// If the signature does not hold, or the body differs from the documentation. In the latter case the error holds the delivery.
            pub fn receive<H>(&self, headers: H, body: &[u8], #parameter) -> Result<#received, ReceiveError>
            where
                H: IntoIterator,
                H::Item: HeaderPair,
            {
                self.verify(headers, body)?.decode(#argument)
            }

            #owned

            #[doc = #verifies]
            ///
            /// # Errors
            ///
            #verify_errors
            pub fn verify<'a, H>(&'a self, headers: H, body: &'a [u8]) -> Result<Verified<'a>, ReceiveError>
            where
                H: IntoIterator,
                H::Item: HeaderPair,
            {
                let settings = #settings;
                match settings.verifier.verify(headers, body) {
                    Ok(verdict) => Ok(Verified { settings, body, verdict }),
                    Err(refusal) => {
                        trace::refused(&refusal, None, &[]);
                        Err(ReceiveError::new(refusal, None))
                    }
                }
            }

            #unverified

            /// Returns the maximum size of a body in bytes. Readers of a body should stop there.
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

/// Emits the functions that create a receiver or its builder.
fn constructors(subject: &Subject<'_>) -> TokenStream {
    let default = subject.settings();
    let signs_url = subject.signature.scheme.signs_url();
    let url_parameter = signs_url.then(|| quote!(, url: impl Into<String>));
    let url_setting = signs_url.then(|| quote!(settings.verifier.url = url.into();));
    let url_call = signs_url.then(|| quote!(.url(url)));
    let url_docs = signs_url.then(|| {
        quote! {
            ///
            /// `url` is the address that the vendor sends to, as it is registered there: it is signed.
        }
    });
    quote! {
        /// Creates a receiver with one secret and default settings; [`Receiver::builder`] changes them.
        #url_docs
        #[must_use]
        pub fn new(secret: SigningSecret #url_parameter) -> Self {
            let mut settings = #default;
            #url_setting
            settings.add_secret(&secret);
            drop(secret);
            Self(Arc::new(settings))
        }

        /// Creates a receiver that accepts a signature by any of several secrets: the old and the new one during a rotation.
        ///
        /// # Errors
        ///
        /// If there are no secrets.
        pub fn with_secrets(secrets: impl IntoIterator<Item = SigningSecret> #url_parameter) -> Result<Self, ConfigurationError> {
            Self::builder().secrets(secrets) #url_call .build()
        }

        /// Returns a builder for other secrets, limits and settings.
        #[must_use]
        pub fn builder() -> ReceiverBuilder {
            ReceiverBuilder(#default)
        }
    }
}

/// Emits the reception of a body that is handed over.
fn receive_owned(subject: &Subject<'_>) -> TokenStream {
    let (parameter, argument) = subject.name_parameter();
    let (received, _) = subject.received();
    let keep = if subject.is_batch() {
        quote! {
            let verified = self.verify(headers, &body)?;
            let (found, verdict) = (verified.deliveries(), verified.verdict);
            Batch::of(&self.0, verdict, body, found)
        }
    } else {
        quote! {
            let read = self.verify(headers, &body)?.read(#argument);
            keeping(body, read)
        }
    };
    quote! {
        /// Receives a request as [`receive`](Self::receive) does, and keeps `body` itself instead of a copy.
        ///
        /// # Errors
        ///
        /// The errors of [`receive`](Self::receive).
        pub fn receive_owned<H>(&self, headers: H, body: impl Into<Vec<u8>>, #parameter) -> Result<#received, ReceiveError>
        where
            H: IntoIterator,
            H::Item: HeaderPair,
        {
            let body = body.into();
            #keep
        }
    }
}
