//! Structs for arrays whose first elements have types of their own.

/// Gives a struct its conversions from and to an array. The fields are its elements in order, each `required` or `optional`; one more field
/// may hold the remaining elements as a list. An element is absent only at the end of an array.
///
/// The caller imports this macro and `serde_element`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! open_array {
    (@borrow required, $element:expr) => {
        &$element
    };
    (@borrow optional, $element:expr) => {
        $element.as_ref()
    };
    ($type:ident $(, $rest:ident)?; $($field:ident = $read:ident;)*) => {
        #[allow(deprecated)] // an element may be deprecated
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut elements = serde_element::Writer::new(serializer)?;
                $(elements.$read(open_array!(@borrow $read, self.$field))?;)*
                $(elements.rest(&self.$rest)?;)?
                elements.end()
            }
        }

        #[allow(deprecated)] // an element may be deprecated
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D_: serde::Deserializer<'de>>(deserializer: D_) -> Result<Self, D_::Error> {
                // No type of a schema has a name that ends with `_`.
                struct Elements_;

                impl<'de> serde::de::Visitor<'de> for Elements_ {
                    type Value = $type;

                    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        formatter.write_str("an array")
                    }

                    fn visit_seq<A_: serde::de::SeqAccess<'de>>(self, mut elements: A_) -> Result<$type, A_::Error> {
                        Ok($type {
                            $($field: serde_element::$read(&mut elements)?,)*
                            $($rest: serde_element::rest(elements)?,)?
                        })
                    }
                }

                deserializer.deserialize_seq(Elements_)
            }
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use open_array;
