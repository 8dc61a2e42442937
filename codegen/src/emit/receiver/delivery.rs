//! `Delivery`, `UnverifiedDelivery`, `RefusedDelivery`: received deliveries with their facts.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::layout;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;

/// Returns true if the id is stored by itself, because it is not a required string of the envelope.
pub(super) fn stores_id(subject: &Subject<'_>) -> bool {
    subject.has_id() && subject.id_field().is_none()
}

/// Emits the id of a delivery that may lack one.
pub(super) fn optional_id(subject: &Subject<'_>, delivery: &TokenStream) -> TokenStream {
    if !subject.has_id() {
        quote!(None)
    } else if subject.may_lack_id() {
        quote!(#delivery.id())
    } else {
        quote!(Some(#delivery.id()))
    }
}

/// Emits `src/delivery.rs`.
pub(super) fn emit(subject: &Subject<'_>) -> Fragment {
    let own = [
        "std::fmt",
        "crate::event::Event",
        "crate::event::EventName",
        "crate::runtime::receive::body_digest::BodyDigest",
        "crate::runtime::validate::drift::Drift",
    ];
    let mut uses: BTreeSet<String> = own.into_iter().map(str::to_owned).collect();
    if let Some(envelope) = &subject.envelope {
        uses.insert(format!("{}::{}", layout::module(envelope.root), envelope.ident));
    }
    let mut items = render::items(&contents(subject));
    items.extend(render::items(&delivery(subject)));
    items.extend(render::items(&unverified(subject)));
    items.extend(render::items(&refused(subject)));
    Fragment { uses, items }
}

/// Emits the contents shared by all deliveries.
fn contents(subject: &Subject<'_>) -> TokenStream {
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote!(pub(crate) envelope: #ident,)
    });
    let id = stores_id(subject).then(|| quote!(pub(crate) id: Option<Box<str>>,));
    quote! {
        /// The decoded contents of a body, and the body once they are kept.
        #[derive(Clone)]
        pub(crate) struct Contents {
            pub(crate) raw: Vec<u8>,
            #envelope
            #id
            pub(crate) event: Event,
            pub(crate) drift: Vec<Drift>,
        }

        impl Contents {
            /// Returns the name of a documented event; names of other events are the sender's.
            pub(crate) fn event_name(&self) -> &'static str {
                self.event.name().documented().unwrap_or(UNKNOWN)
            }
        }

        /// The name of other events in `Debug` and traces.
        const UNKNOWN: &str = "unknown";
    }
}

fn delivery(subject: &Subject<'_>) -> TokenStream {
    let accessors = accessors(subject, &quote!(self.contents));
    let duplicates = match subject.id_title() {
        None => quote! {
            ///
            /// A delivery may be repeated, and nothing identifies the repetition: another event may have the same body. Handle each one.
        },
        Some(_) if subject.may_lack_id() => quote! {
            ///
            /// A delivery may be repeated. [`id`](Self::id) identifies it; one without an id is handled again. Store
            /// [`body_digest`](Self::body_digest) with the id: the same id with another body is an alarm, not a repetition.
        },
        Some(_) => quote! {
            ///
            /// A delivery may be repeated. [`id`](Self::id) identifies it. Store [`body_digest`](Self::body_digest) with it: the same id
            /// with another body is an alarm, not a repetition.
        },
    };
    let about = format!(" A delivery with {}, decoded as documented.", subject.genuine());
    quote! {
        #[doc = #about]
        #duplicates
        #[derive(Clone)]
        #[must_use]
        pub struct Delivery {
            pub(crate) contents: Contents,
            pub(crate) secret_index: usize,
        }

        impl Delivery {
            #accessors

            /// Returns the index of the receiver's secret that has signed, in the order of addition. An old secret that no longer signs
            /// deliveries can be removed.
            #[must_use]
            pub fn secret_index(&self) -> usize {
                self.secret_index
            }
        }

        impl fmt::Debug for Delivery {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("Delivery")
                    .field("event", &self.contents.event_name())
                    .field("bytes", &self.contents.raw.len())
                    .field("drift", &self.contents.drift.len())
                    .field("secret_index", &self.secret_index)
                    .finish_non_exhaustive()
            }
        }
    }
}

fn unverified(subject: &Subject<'_>) -> TokenStream {
    let accessors = accessors(subject, &quote!(self.0));
    quote! {
        /// An **unverified** delivery: anyone could have written it. [`Receiver::parse_unverified`] creates it.
        ///
        /// [`Receiver::parse_unverified`]: crate::Receiver::parse_unverified
        #[derive(Clone)]
        #[must_use]
        pub struct UnverifiedDelivery(pub(crate) Contents);

        impl UnverifiedDelivery {
            #accessors
        }

        impl fmt::Debug for UnverifiedDelivery {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("UnverifiedDelivery")
                    .field("event", &self.0.event_name())
                    .field("bytes", &self.0.raw.len())
                    .field("drift", &self.0.drift.len())
                    .finish_non_exhaustive()
            }
        }
    }
}

/// Emits the accessors of a decoded delivery.
fn accessors(subject: &Subject<'_>, contents: &TokenStream) -> TokenStream {
    let id = subject.id_title().map(|title| {
        let about = format!(" Returns the id of the delivery, {title}.");
        let (ty, value) = match subject.id_field() {
            Some(field) if subject.may_lack_id() => {
                let text = quote!(#contents.envelope.#field.as_str());
                (quote!(Option<&str>), quote!(Some(#text).filter(|id| !id.is_empty())))
            }
            Some(field) => (quote!(&str), quote!(&#contents.envelope.#field)),
            None => (quote!(Option<&str>), quote!(#contents.id.as_deref())),
        };
        let absent = absent_id(subject);
        quote! {
            #[doc = #about]
            #absent
            #[must_use]
            pub fn id(&self) -> #ty {
                #value
            }
        }
    });
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote! {
            /// Returns the envelope.
            #[must_use]
            pub fn envelope(&self) -> &#ident {
                &#contents.envelope
            }
        }
    });
    let of_body = of_body(subject, contents);
    quote! {
        #id
        #envelope

        /// Returns the event.
        #[must_use]
        pub fn event(&self) -> &Event {
            &#contents.event
        }

        /// Returns the event by value.
        #[must_use]
        pub fn into_event(self) -> Event {
            #contents.event
        }

        /// Returns the differences from the documentation; usually none.
        #[must_use]
        pub fn drift(&self) -> &[Drift] {
            &#contents.drift
        }

        #of_body
    }
}

/// Emits the documentation of an id that may be missing.
fn absent_id(subject: &Subject<'_>) -> Option<TokenStream> {
    let of_member = quote! {
        ///
        /// A string is returned as its value, a number as it is written. `None` if the member is missing, empty or anything else.
    };
    let of_field = quote! {
        ///
        /// `None` if it is empty: that identifies nothing.
    };
    let Some(header) = subject.id_header() else {
        let documented = if subject.id_field().is_some() { of_field } else { of_member };
        return subject.may_lack_id().then_some(documented);
    };
    let signed = if subject.signature.scheme.signs_header(header) {
        " The signature covers it."
    } else {
        " **It is not signed**: whoever can repeat a request can give it another id. Compare [`body_digest`](Self::body_digest) as well."
    };
    Some(quote! {
        ///
        #[doc = #signed]
        ///
        /// `None` if the header is missing or empty, has several values, is longer than 1024 bytes, or is not UTF-8.
    })
}

/// Emits the accessors of the body.
fn of_body(subject: &Subject<'_>, contents: &TokenStream) -> TokenStream {
    let digest = if subject.has_id() {
        " The SHA-256 of the body, which tells a repetition from another body of the same id."
    } else {
        " The SHA-256 of the body. It is no key: two events may have the same body."
    };
    quote! {
        /// Returns the body, byte for byte as received.
        #[must_use]
        pub fn raw(&self) -> &[u8] {
            &#contents.raw
        }

        /// Returns the body by value.
        #[must_use]
        pub fn into_raw(self) -> Vec<u8> {
            #contents.raw
        }

        #[doc = #digest]
        #[must_use]
        pub fn body_digest(&self) -> BodyDigest {
            BodyDigest::of(&#contents.raw)
        }
    }
}

/// Emits the documentation of a refused delivery's event name, which is signed only in the body.
fn name_docs(subject: &Subject<'_>) -> TokenStream {
    if subject.is_named_in_body() {
        quote! {
            /// The signature holds, but the body may violate its schema: store the body, for a newer version of this crate.
        }
    } else if subject.is_nameless() {
        quote! {
            /// It is the name that the caller has passed.
        }
    } else {
        quote! {
            /// It is that of the header, which is not signed.
        }
    }
}

/// Emits the id of a refused delivery.
fn refused_id(subject: &Subject<'_>) -> Option<TokenStream> {
    subject.id_title().map(|title| {
        let about = format!(" Returns the id of the delivery, {title}, if it can be read.");
        let warning = subject.id().map(|_| {
            quote! {
                ///
                /// The signature holds, but the body may violate its schema: the id may be a number, and other members may be missing.
            }
        });
        quote! {
            #[doc = #about]
            #warning
            #[must_use]
            pub fn id(&self) -> Option<&str> {
                self.id.as_deref()
            }
        }
    })
}

/// Emits the refused delivery.
fn refused(subject: &Subject<'_>) -> TokenStream {
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote!(pub(crate) envelope: Option<#ident>,)
    });
    let stored = subject.has_id().then(|| quote!(pub(crate) id: Option<Box<str>>,));
    let accessors = refused_accessors(subject);
    let has_envelope = subject.envelope.is_some();
    let envelope_field = has_envelope.then(|| quote!(envelope,));
    let (no_envelope, some_envelope) =
        (has_envelope.then(|| quote!(envelope: None,)), has_envelope.then(|| quote!(envelope: Some(envelope),)));
    let no_id = subject.has_id().then(|| quote!(id: None,));
    let read_id = stores_id(subject).then(|| quote!(id,));
    let kept_id = match subject.id_field() {
        Some(field) => Some(quote!(id: Some(envelope.#field.as_str()).filter(|id| !id.is_empty()).map(Into::into),)),
        None => read_id.clone(),
    };
    let about = format!(" A delivery with {} that an error holds because it is not as documented.", subject.genuine());
    quote! {
        #[doc = #about]
        #[derive(Clone)]
        pub struct RefusedDelivery {
            pub(crate) raw: Vec<u8>,
            #envelope
            #stored
            pub(crate) name: Option<EventName>,
            pub(crate) event: Option<Event>,
            pub(crate) drift: Vec<Drift>,
            pub(crate) secret_index: usize,
        }

        impl RefusedDelivery {
            /// Creates a delivery whose body was not decoded, still without the body.
            pub(crate) fn unread(secret_index: usize) -> Self {
                Self { raw: Vec::new(), #no_envelope #no_id name: None, event: None, drift: Vec::new(), secret_index }
            }

            /// Creates a delivery whose body was decoded and refused.
            pub(crate) fn read(contents: Contents, secret_index: usize) -> Self {
                let Contents { raw, #envelope_field #read_id event, drift } = contents;
                let name = Some(event.name());
                Self { raw, #kept_id #some_envelope name, event: Some(event), drift, secret_index }
            }

            #accessors
        }

        impl fmt::Debug for RefusedDelivery {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("RefusedDelivery")
                    .field("event", &self.name.as_ref().map(|name| name.documented().unwrap_or(UNKNOWN)))
                    .field("bytes", &self.raw.len())
                    .field("drift", &self.drift.len())
                    .field("secret_index", &self.secret_index)
                    .finish_non_exhaustive()
            }
        }
    }
}

/// Emits the methods that return the parts of a refused delivery.
fn refused_accessors(subject: &Subject<'_>) -> TokenStream {
    let id = refused_id(subject);
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote! {
            /// Returns the envelope, if it can be decoded.
            #[must_use]
            pub fn envelope(&self) -> Option<&#ident> {
                self.envelope.as_ref()
            }
        }
    });
    let (name_docs, of_body) = (name_docs(subject), of_body(subject, &quote!(self)));
    quote! {
        #id
        #envelope

        /// Returns the name of the event, if it can be read.
        ///
        #name_docs
        #[must_use]
        pub fn event_name(&self) -> Option<&EventName> {
            self.name.as_ref()
        }

        /// Returns the event, if it was decoded before the refusal.
        #[must_use]
        pub fn event(&self) -> Option<&Event> {
            self.event.as_ref()
        }

        /// Returns the differences from the documentation found before the refusal.
        #[must_use]
        pub fn drift(&self) -> &[Drift] {
            &self.drift
        }

        #of_body

        /// Returns the index of the receiver's secret that has signed, in the order of addition.
        #[must_use]
        pub fn secret_index(&self) -> usize {
            self.secret_index
        }
    }
}
