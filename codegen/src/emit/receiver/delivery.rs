//! `Delivery`, `UnverifiedDelivery`, `RefusedDelivery`: what was received, with what is known of it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::layout;
use crate::render;
use crate::render::fragment::Fragment;

use crate::emit::receiver::subject::Subject;

/// Whether the delivery's id is kept beside the envelope, because no member of it is just that.
pub(super) fn stores_id(subject: &Subject<'_>) -> bool {
    subject.id().is_some() && subject.envelope.as_ref().is_some_and(|envelope| envelope.id.is_none())
}

/// The id of a delivery, where there may be none.
pub(super) fn optional_id(subject: &Subject<'_>, delivery: &TokenStream) -> TokenStream {
    match subject.id() {
        None => quote!(None),
        Some(_) if stores_id(subject) => quote!(#delivery.id()),
        Some(_) => quote!(Some(#delivery.id())),
    }
}

/// `src/delivery.rs`
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

/// What a delivery holds, however it came.
fn contents(subject: &Subject<'_>) -> TokenStream {
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote!(pub(crate) envelope: #ident,)
    });
    let id = stores_id(subject).then(|| quote!(pub(crate) id: Option<Box<str>>,));
    quote! {
        /// What was read of a body.
        #[derive(Clone)]
        pub(crate) struct Contents {
            pub(crate) raw: Box<[u8]>,
            #envelope
            #id
            pub(crate) event: Event,
            pub(crate) drift: Vec<Drift>,
        }

        impl Contents {
            /// What the event is called, if it is documented: others are called what the sender says.
            pub(crate) fn event_name(&self) -> &'static str {
                documented_name(&self.event)
            }
        }

        fn documented_name(event: &Event) -> &'static str {
            let name = event.name();
            EventName::ALL.iter().find(|known| **known == name).map_or("unknown", EventName::as_str)
        }
    }
}

fn delivery(subject: &Subject<'_>) -> TokenStream {
    let accessors = accessors(subject, &quote!(self.contents));
    let duplicates = match subject.id() {
        None => quote! {
            ///
            /// The same delivery may come again, and nothing in it says so: another event may have the same body. Handle each one.
        },
        Some(_) if stores_id(subject) => quote! {
            ///
            /// The same delivery may come again. [`id`](Self::id) is the key by which it is known; one without an id is handled again. Keep
            /// [`body_digest`](Self::body_digest) beside the id, because the same id with another body is no repetition but an alarm.
        },
        Some(_) => quote! {
            ///
            /// The same delivery may come again. [`id`](Self::id) is the key by which it is known; keep
            /// [`body_digest`](Self::body_digest) beside it, because the same id with another body is no repetition but an alarm.
        },
    };
    quote! {
        /// A delivery whose signature holds, read as it is documented.
        #duplicates
        #[derive(Clone)]
        #[must_use]
        pub struct Delivery {
            pub(crate) contents: Contents,
            pub(crate) secret_index: usize,
        }

        impl Delivery {
            #accessors

            /// Which of the receiver's secrets has signed, counted from zero in the order in which they were given. When no delivery comes
            /// by an old secret any more, it can go.
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
        /// A delivery that **nobody has verified**: anybody could have written it. [`Receiver::parse_unverified`] makes it.
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

/// What a delivery is asked that was read.
fn accessors(subject: &Subject<'_>, contents: &TokenStream) -> TokenStream {
    let id = subject.envelope.as_ref().zip(subject.id()).map(|(envelope, wire_name)| {
        let about = format!(" What identifies the delivery: {}.", crate::emit::wording::code(wire_name));
        let (ty, value) = match &envelope.id {
            Some(field) => (quote!(&str), quote!(&#contents.envelope.#field)),
            None => (quote!(Option<&str>), quote!(#contents.id.as_deref())),
        };
        let absent = envelope.id.is_none().then(|| {
            quote! {
                ///
                /// A string is given as what it says, anything else as it is written in JSON.
            }
        });
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
            /// What stands around the payload.
            #[must_use]
            pub fn envelope(&self) -> &#ident {
                &#contents.envelope
            }
        }
    });
    let digest = digest_docs(subject);
    quote! {
        #id
        #envelope

        /// The event.
        #[must_use]
        pub fn event(&self) -> &Event {
            &#contents.event
        }

        /// The event, to keep it.
        #[must_use]
        pub fn into_event(self) -> Event {
            #contents.event
        }

        /// What the delivery says beyond the documentation; usually nothing.
        #[must_use]
        pub fn drift(&self) -> &[Drift] {
            &#contents.drift
        }

        /// The body, byte for byte as it arrived.
        #[must_use]
        pub fn raw(&self) -> &[u8] {
            &#contents.raw
        }

        #[doc = #digest]
        #[must_use]
        pub fn body_digest(&self) -> BodyDigest {
            BodyDigest::of(&#contents.raw)
        }
    }
}

/// What the digest of a body is good for.
fn digest_docs(subject: &Subject<'_>) -> &'static str {
    if subject.id().is_some() {
        " The SHA-256 of the body, which tells a repetition from another body of the same id."
    } else {
        " The SHA-256 of the body. It is no key: two events may have the same body."
    }
}

/// What is kept of a delivery that is an error.
fn refused(subject: &Subject<'_>) -> TokenStream {
    let envelope = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote!(pub(crate) envelope: Option<#ident>,)
    });
    let stored = stores_id(subject).then(|| quote!(pub(crate) id: Option<Box<str>>,));
    let id = subject.envelope.as_ref().zip(subject.id()).map(|(envelope, wire_name)| {
        let about =
            format!(" What identifies the delivery, where it can be read: {}.", crate::emit::wording::code(wire_name));
        let value = match &envelope.id {
            Some(field) => quote!(self.envelope.as_ref().map(|envelope| envelope.#field.as_str())),
            None => quote!(self.id.as_deref()),
        };
        quote! {
            #[doc = #about]
            #[must_use]
            pub fn id(&self) -> Option<&str> {
                #value
            }
        }
    });
    let envelope_accessor = subject.envelope.as_ref().map(|envelope| {
        let ident = &envelope.ident;
        quote! {
            /// What stands around the payload, where it can be read.
            #[must_use]
            pub fn envelope(&self) -> Option<&#ident> {
                self.envelope.as_ref()
            }
        }
    });
    let digest = digest_docs(subject);
    let has_envelope = subject.envelope.is_some();
    let envelope_field = has_envelope.then(|| quote!(envelope,));
    let (no_envelope, some_envelope) =
        (has_envelope.then(|| quote!(envelope: None,)), has_envelope.then(|| quote!(envelope: Some(envelope),)));
    let (no_id, id_field) = (stores_id(subject).then(|| quote!(id: None,)), stores_id(subject).then(|| quote!(id,)));
    quote! {
        /// A delivery whose signature holds, but which is not as it should be: what an error keeps of it.
        #[derive(Clone)]
        pub struct RefusedDelivery {
            pub(crate) raw: Box<[u8]>,
            #envelope
            #stored
            pub(crate) event: Option<Event>,
            pub(crate) drift: Vec<Drift>,
            pub(crate) secret_index: usize,
        }

        impl RefusedDelivery {
            /// A body of which nothing is known.
            pub(crate) fn unread(body: &[u8], secret_index: usize) -> Self {
                Self { raw: body.into(), #no_envelope #no_id event: None, drift: Vec::new(), secret_index }
            }

            /// A body that was read, and is refused nevertheless.
            pub(crate) fn read(contents: Contents, secret_index: usize) -> Self {
                let Contents { raw, #envelope_field #id_field event, drift } = contents;
                Self { raw, #some_envelope #id_field event: Some(event), drift, secret_index }
            }

            #id
            #envelope_accessor

            /// The event, if it was read before the delivery was refused.
            #[must_use]
            pub fn event(&self) -> Option<&Event> {
                self.event.as_ref()
            }

            /// What the delivery says beyond the documentation, as far as it was read.
            #[must_use]
            pub fn drift(&self) -> &[Drift] {
                &self.drift
            }

            /// The body, byte for byte as it arrived.
            #[must_use]
            pub fn raw(&self) -> &[u8] {
                &self.raw
            }

            /// The body, to keep it.
            #[must_use]
            pub fn into_raw(self) -> Vec<u8> {
                self.raw.into_vec()
            }

            #[doc = #digest]
            #[must_use]
            pub fn body_digest(&self) -> BodyDigest {
                BodyDigest::of(&self.raw)
            }

            /// Which of the receiver's secrets has signed, counted from zero in the order in which they were given.
            #[must_use]
            pub fn secret_index(&self) -> usize {
                self.secret_index
            }
        }

        impl fmt::Debug for RefusedDelivery {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct("RefusedDelivery")
                    .field("event", &self.event.as_ref().map(documented_name))
                    .field("bytes", &self.raw.len())
                    .field("drift", &self.drift.len())
                    .field("secret_index", &self.secret_index)
                    .finish_non_exhaustive()
            }
        }
    }
}
