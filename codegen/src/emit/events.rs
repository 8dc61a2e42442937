//! `src/event.rs`: the events with their payloads, their names, and the message if there is an envelope.

mod json_schema;
mod name;
mod places;
mod variant;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::catalog::Catalog;
use crate::model::{Model, Role, Root};
use crate::render::{self, RustFile};

use crate::emit::event_features::EventFeatures;
use crate::emit::payload::ident;
use crate::emit::wording::{code, for_markdown, sentence};
use crate::render::fragment::{Fragment, Owner};

use places::Places;
use variant::Variant;

/// The items of `src/event.rs` at the crate's root.
pub const OWN: [&str; 5] = ["Event", "EventName", "Message", "Payload", "UnknownEventName"];

/// Emits the file; `None` if the catalogue has no events.
pub fn emit(model: &Model, catalog: &Catalog, features: &EventFeatures) -> Option<RustFile> {
    let events = model.roots.iter().enumerate().filter(|(_, root)| root.role == Role::Event);
    let variant = |(index, root)| Variant::of(model, root, features.condition(Owner::Root(index)));
    let variants: Vec<Variant<'_>> = events.map(variant).collect();
    if variants.is_empty() {
        return None;
    }
    let envelope_root = model.roots.iter().find(|root| root.role == Role::Envelope);
    let envelope = Places::of(catalog).zip(envelope_root);
    let mut fragment = Fragment { uses: uses(&variants, envelope.as_ref()), items: Vec::new() };
    fragment.items.extend(event(&variants, envelope.is_some()));
    match &envelope {
        Some((places, root)) => {
            fragment.items.extend(reading_bodies(places));
            fragment.items.extend(message(places, &ident(&root.ident)));
        }
        None => fragment.items.extend(reading_payloads()),
    }
    fragment.items.extend(name::emit(&variants));
    fragment.items.extend(payload_trait(&variants));
    let envelope = envelope.map(|(places, root)| (places, ident(&root.ident)));
    fragment.items.extend(json_schema::emit(&variants, envelope.as_ref().map(|(places, ident)| (places, ident))));
    let docs = vec!["The documented events.".to_owned()];
    let origin = crate::emit::layout::origin(crate::catalog::FILE_NAME);
    Some(RustFile { docs, fragment, ..RustFile::new(origin) })
}

fn uses(variants: &[Variant<'_>], envelope: Option<&(Places<'_>, &Root)>) -> std::collections::BTreeSet<String> {
    let own = [
        "serde::de::DeserializeOwned",
        "serde::ser::SerializeStruct",
        "serde::Deserialize",
        "serde::Deserializer",
        "serde::Serialize",
        "serde::Serializer",
        "serde_json::Value",
        "std::convert::Infallible",
        "std::fmt",
        "std::str::FromStr",
        "crate::runtime::receive::event",
        "crate::runtime::receive::event::DecodeError",
        "crate::runtime::receive::event::UnknownEvent",
        "crate::runtime::validate::documented",
        "crate::runtime::validate::invalid::Invalid",
        "crate::runtime::validate::violation::Violations",
    ];
    let roots = variants.iter().map(|variant| variant.root).chain(envelope.map(|(_, root)| *root));
    let types = roots.map(|root| format!("{}::{}", crate::emit::layout::module(root), root.ident));
    let is_flat = envelope.is_some_and(|(places, _)| places.flat().is_some());
    let needed = own.into_iter().filter(|path| is_flat || *path != "serde::ser::SerializeStruct");
    needed.map(str::to_owned).chain(types).collect()
}

/// Emits `enum Event` and everything that does not depend on the envelope.
fn event(variants: &[Variant<'_>], has_envelope: bool) -> Vec<syn::Item> {
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let payloads: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let conditions: Vec<_> = variants.iter().map(|variant| &variant.condition).collect();
    let docs = variants.iter().map(|variant| &variant.docs);
    let deprecated = variants.iter().map(|variant| &variant.deprecated);
    let wire_names: Vec<_> = variants.iter().map(|variant| &variant.root.wire_name).collect();
    let holds =
        if has_envelope { "An event with its payload, without the envelope." } else { "An event with its payload." };
    render::items(&quote! {
        #[doc = #holds]
        ///
        /// `Debug` shows the values of the payload. A log needs no more than [`name`](Self::name).
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            #(#[doc = #docs] #deprecated #conditions #idents(#payloads),)*
            /// An event that this version does not know, with its name and its payload as received.
            Unknown(UnknownEvent),
        }

        impl Event {
            /// Decodes the payload of the event `name`; an unknown event keeps it as it is.
            ///
            /// # Errors
            ///
            /// If the payload of a known event violates its schema, and its type cannot hold it.
            pub fn from_parts(name: &str, data: &Value) -> Result<Self, DecodeError> {
                match name {
                    #(
                        #conditions
                        #wire_names => event::decode(data, #wire_names, #payloads::validate).map(Self::#idents),
                    )*
                    _ => Ok(Self::Unknown(UnknownEvent::new(name, data.clone()))),
                }
            }

            /// Returns the name of the event.
            #[must_use]
            pub fn name(&self) -> EventName {
                match self {
                    #(#conditions Self::#idents(_) => EventName::#idents,)*
                    Self::Unknown(unknown) => EventName::from(unknown.name.as_str()),
                }
            }

            /// Returns the payload as JSON.
            ///
            /// # Errors
            ///
            /// If the payload contains a value without a JSON form.
            pub fn data(&self) -> serde_json::Result<Value> {
                match self {
                    #(#conditions Self::#idents(data) => serde_json::to_value(data),)*
                    Self::Unknown(unknown) => Ok(unknown.data.clone()),
                }
            }
        }

        #(
            #conditions
            impl From<#payloads> for Event {
                fn from(data: #payloads) -> Self {
                    Self::#idents(data)
                }
            }
        )*
    })
}

/// Emits decoding from bodies: with an envelope, the body names its event.
fn reading_bodies(places: &Places<'_>) -> Vec<syn::Item> {
    let (event, data) = (places.event.pointer.as_str(), places.payload.pointer.as_str());
    let [of_event, of_data] = [places.event, places.payload].map(|member| code(&member.title()));
    let members = format!("The two members of the body that an event decides: {of_event} and {of_data}.");
    let serialized = match places.flat() {
        Some([event, data]) => quote! {
            let mut members = serializer.serialize_struct("Event", 2)?;
            members.serialize_field(#event, self.name().as_str())?;
            members.serialize_field(#data, &data)?;
            members.end()
        },
        None => quote! {
            event::enclose(Value::Null, [(#event, self.name().as_str().into()), (#data, data)]).serialize(serializer)
        },
    };
    let [from_str, deserialize] = conversions("Event");
    render::items(&quote! {
        impl Event {
            /// Decodes the event from a body with its envelope, whose other members are dropped.
            ///
            /// # Errors
            ///
            /// If the body is not JSON, lacks event or payload, or the payload of a known event violates its schema and its type cannot
            /// hold it.
            pub fn from_slice(body: &[u8]) -> Result<Self, DecodeError> {
                Self::from_value(&event::parse(body)?)
            }

            /// Decodes the event from a parsed body.
            ///
            /// # Errors
            ///
            /// The errors of [`Event::from_slice`], except for syntax.
            pub fn from_value(body: &Value) -> Result<Self, DecodeError> {
                Self::from_parts(event::name_in(body, #event)?, event::data_in(body, #data)?)
            }
        }

        #from_str

        #[doc = #members]
        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let data = self.data().map_err(serde::ser::Error::custom)?;
                #serialized
            }
        }

        #deserialize
    })
}

/// Emits the conversions of a type that is read from a whole body: from its text, and by serde.
fn conversions(name: &str) -> [TokenStream; 2] {
    let name = ident(name);
    let from_str = quote! {
        impl FromStr for #name {
            type Err = DecodeError;

            fn from_str(body: &str) -> Result<Self, DecodeError> {
                Self::from_slice(body.as_bytes())
            }
        }
    };
    let deserialize = quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let body = Value::deserialize(deserializer)?;
                Self::from_value(&body).map_err(serde::de::Error::custom)
            }
        }
    };
    [from_str, deserialize]
}

/// Emits decoding from payloads: without an envelope, the caller names the event.
fn reading_payloads() -> Vec<syn::Item> {
    render::items(&quote! {
        impl Event {
            /// Decodes the body of the event `name`: the whole body is its payload.
            ///
            /// # Errors
            ///
            /// If the body is not JSON, or violates the schema of a known event and its type cannot hold it.
            pub fn from_slice(name: &str, body: &[u8]) -> Result<Self, DecodeError> {
                Self::from_parts(name, &event::parse(body)?)
            }
        }

        /// Serializes the payload, which is the whole body.
        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.data().map_err(serde::ser::Error::custom)?.serialize(serializer)
            }
        }
    })
}

/// Emits the message: the envelope's members beside the event.
fn message(places: &Places<'_>, envelope_type: &Ident) -> Vec<syn::Item> {
    let (event, data) = (places.event.pointer.as_str(), places.payload.pointer.as_str());
    let [from_str, deserialize] = conversions("Message");
    render::items(&quote! {
        /// A whole body: the envelope and its event.
        ///
        /// It serializes to a body equal to the original, except for members that no schema names.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct Message {
            /// All members of the body as received. When the message is written, name and payload come from `event`.
            pub envelope: #envelope_type,
            /// The event, whose name and payload are written.
            pub event: Event,
        }

        impl Message {
            /// Creates a whole body from an envelope and an event. The event decides name and payload, whatever `envelope` names.
            #[must_use]
            pub fn new(envelope: #envelope_type, event: impl Into<Event>) -> Self {
                Self { envelope, event: event.into() }
            }

            /// Decodes a body, as `serde_json` reads it: of two members with one name the last counts, which a receiver refuses.
            ///
            /// # Errors
            ///
            /// If the body is not JSON, or envelope or payload violate their schemas and their types cannot hold them.
            pub fn from_slice(body: &[u8]) -> Result<Self, DecodeError> {
                Self::from_value(&event::parse(body)?)
            }

            /// Decodes a parsed body.
            ///
            /// # Errors
            ///
            /// The errors of [`Message::from_slice`], except for syntax.
            pub fn from_value(body: &Value) -> Result<Self, DecodeError> {
                let event = Event::from_value(body)?;
                let envelope = event::decode(body, "envelope", #envelope_type::validate)?;
                Ok(Self { envelope, event })
            }

            /// Returns the body as JSON.
            ///
            /// # Errors
            ///
            /// If the message contains a value without a JSON form.
            pub fn to_value(&self) -> serde_json::Result<Value> {
                let members = [(#event, self.event.name().as_str().into()), (#data, self.event.data()?)];
                Ok(event::enclose(serde_json::to_value(&self.envelope)?, members))
            }
        }

        #from_str

        impl Serialize for Message {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_value().map_err(serde::ser::Error::custom)?.serialize(serializer)
            }
        }

        #deserialize
    })
}

/// Emits the trait for code that is generic over payloads.
fn payload_trait(variants: &[Variant<'_>]) -> Vec<syn::Item> {
    let idents = variants.iter().map(|variant| &variant.ident);
    let payloads: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let conditions = variants.iter().map(|variant| &variant.condition);
    render::items(&quote! {
        /// The payload of a documented event, for code that is generic over events. Only types of this crate implement it.
        ///
        /// A method of the same name on a type itself takes precedence.
        pub trait Payload:
            documented::Documented + Clone + fmt::Debug + PartialEq + Serialize + DeserializeOwned + Into<Event> + Send + Sync + 'static
        {
            /// The event of the payload.
            const EVENT_NAME: EventName;
            /// The documented JSON Schema.
            const SCHEMA: &'static str;
            /// The documented examples as JSON.
            const EXAMPLES: &'static [&'static str];

            /// Validates a payload.
            ///
            /// # Errors
            ///
            /// All schema violations.
            fn validate(value: &Value) -> Result<(), Violations>;

            /// Validates the bytes of a payload.
            ///
            /// # Errors
            ///
            /// The syntax error, or all schema violations.
            fn validate_slice(input: &[u8]) -> Result<(), Invalid> {
                documented::validate_slice::<Self>(input)
            }

            /// Validates the bytes of a payload and decodes them.
            ///
            /// # Errors
            ///
            /// The errors of [`validate_slice`](Self::validate_slice), or [`Invalid::Unrepresentable`].
            fn from_slice(input: &[u8]) -> Result<Self, Invalid> {
                documented::from_slice(input)
            }

            /// Returns the first documented example, if there is one. A type with an example has a function `example` of its own, which
            /// returns it without the `Option`.
            #[must_use]
            fn example() -> Option<Self> {
                Self::EXAMPLES.first().and_then(|example| Self::from_slice(example.as_bytes()).ok())
            }
        }

        #(
            #conditions
            impl Payload for #payloads {
                const EVENT_NAME: EventName = EventName::#idents;
                const SCHEMA: &'static str = #payloads::SCHEMA;
                const EXAMPLES: &'static [&'static str] = #payloads::EXAMPLES;

                fn validate(value: &Value) -> Result<(), Violations> {
                    #payloads::validate(value)
                }
            }
        )*
    })
}

/// Returns the documentation of an event's module: its name and its occasion.
pub fn module_docs(root: &Root) -> Vec<String> {
    let name = code(&root.wire_name);
    let subject = match root.role {
        Role::Event if root.summary.is_some() => name,
        Role::Event => format!("The payload of {name}"),
        Role::Envelope => "The object around every payload".to_owned(),
        Role::Plain => format!("The schema {name}"),
    };
    let summary = root.summary.as_deref().map_or_else(String::new, |summary| format!(": {}", for_markdown(summary)));
    vec![sentence(&format!("{subject}{summary}"))]
}
