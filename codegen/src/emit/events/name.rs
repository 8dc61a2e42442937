//! `enum EventName`: the names of the events, open for more.

use quote::quote;

use crate::render;

use crate::emit::events::variant::Variant;

/// Emits the enumeration and its conversions.
pub(super) fn emit(variants: &[Variant<'_>]) -> Vec<syn::Item> {
    let idents: Vec<_> = variants.iter().map(|variant| &variant.ident).collect();
    let wire_names: Vec<_> = variants.iter().map(|variant| &variant.root.wire_name).collect();
    let docs = variants.iter().map(|variant| &variant.docs);
    let deprecated = variants.iter().map(|variant| &variant.deprecated);
    render::items(&quote! {
        /// The name of an event.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventName {
            #(#[doc = #docs] #deprecated #idents,)*
            /// A name that this version does not know.
            Unknown(UnknownEventName),
        }

        /// The name of an event that this version does not know. Only [`EventName::from`] creates it, so it is never a known name.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct UnknownEventName(String);

        impl EventName {
            /// The events that this version knows, in documented order.
            pub const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// Returns the name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#idents => #wire_names,)*
                    Self::Unknown(unknown) => &unknown.0,
                }
            }

            /// Returns the name if this version knows it; `None` for one that only the sender has chosen.
            ///
            /// It is a label for metrics: there are no more of them than [`ALL`](Self::ALL) lists.
            #[must_use]
            pub fn documented(&self) -> Option<&'static str> {
                match self {
                    #(Self::#idents => Some(#wire_names),)*
                    Self::Unknown(_) => None,
                }
            }
        }

        impl From<&str> for EventName {
            fn from(name: &str) -> Self {
                match name {
                    #(#wire_names => Self::#idents,)*
                    _ => Self::Unknown(UnknownEventName(name.to_owned())),
                }
            }
        }

        impl FromStr for EventName {
            type Err = Infallible;

            fn from_str(name: &str) -> Result<Self, Infallible> {
                Ok(Self::from(name))
            }
        }

        impl AsRef<str> for EventName {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl fmt::Display for EventName {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for EventName {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for EventName {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|name| Self::from(name.as_str()))
            }
        }
    })
}
