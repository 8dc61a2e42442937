//! Enums of values of several types that keep other values.

/// Gives an enum its conversions from and to JSON. A value has the variant of the first pattern that matches it, if that variant's type
/// can hold it, otherwise `Unknown`. The first name stands for the value in the conditions of patterns.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! open_union {
    ($type:ident($value:ident); $($pattern:pat $(if $condition:expr)? => $variant:ident;)*) => {
        #[allow(deprecated)] // a variant may be deprecated
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #[allow(clippy::match_same_arms)] // variants may have types in common
                match self {
                    $(Self::$variant(value) => serde::Serialize::serialize(value, serializer),)*
                    Self::Unknown(value) => serde::Serialize::serialize(value, serializer),
                }
            }
        }

        #[allow(deprecated)] // a variant may be deprecated
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                #[allow(clippy::match_wildcard_for_single_variants)] // the patterns may leave a single type of JSON
                let known = match &$value {
                    $($pattern $(if $condition)? => serde::Deserialize::deserialize(&$value).ok().map(Self::$variant),)*
                    _ => None,
                };
                Ok(known.unwrap_or(Self::Unknown($value)))
            }
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use open_union;
