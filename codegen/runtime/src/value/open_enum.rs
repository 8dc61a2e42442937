//! Enums of documented strings that keep other strings.

/// Gives an enum of strings its conversions from and to text and JSON. Its variants are the listed ones and `Unknown(String)`; with a name
/// for schemars, its schema lists the strings.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! open_enum {
    ($type:ident as $name:literal; $($variant:ident = $text:literal;)*) => {
        open_enum! {
            $type;
            $($variant = $text;)*
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                // A longer list would exceed the macro's recursion limit.
                const STRINGS: &[&str] = &[$($text),*];
                schemars::json_schema!({ "type": "string", "enum": STRINGS })
            }
        }
    };
    ($type:ident; $($variant:ident = $text:literal;)*) => {
        #[allow(deprecated)] // a documented string may be deprecated
        impl $type {
            /// Returns the string as in JSON.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        #[allow(deprecated)] // a documented string may be deprecated
        impl From<String> for $type {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text),
                }
            }
        }

        #[allow(deprecated)] // a documented string may be deprecated
        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text.to_owned()),
                }
            }
        }

        impl std::str::FromStr for $type {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        /// Writes the string as in JSON; that of `Unknown` is the sender's.
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Strings;

                impl serde::de::Visitor<'_> for Strings {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        Ok(<$type>::from(text))
                    }

                    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<$type, E> {
                        Ok(<$type>::from(text))
                    }
                }

                deserializer.deserialize_string(Strings)
            }
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use open_enum;
