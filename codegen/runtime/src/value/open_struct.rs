//! Structs that keep members without a field of their own.

/// Gives a struct its conversions from and to JSON: each field by the function of `serde_member` that reads it, with the name of its
/// member, and a map of the other members.
///
/// The caller imports this macro and `serde_member`.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! open_struct {
    (@write $object:ident, required, $name:literal, $value:expr) => {
        $object.serialize_entry($name, $value)?;
    };
    (@write $object:ident, required_native, $name:literal, $value:expr) => {
        $object.serialize_entry($name, $value)?;
    };
    (@write $object:ident, required_nullable_native, $name:literal, $value:expr) => {
        $object.serialize_entry($name, $value)?;
    };
    (@write $object:ident, $optional:ident, $name:literal, $value:expr) => {
        if let Some(value) = $value {
            $object.serialize_entry($name, value)?;
        }
    };
    ($type:ident, $rest:ident; $($field:ident = $read:ident($name:literal);)*) => {
        #[allow(deprecated)] // a member may be deprecated
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;

                let mut object = serializer.serialize_map(None)?;
                $(open_struct!(@write object, $read, $name, &self.$field);)*
                for (name, value) in &self.$rest {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }

        #[allow(deprecated)] // a member may be deprecated
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[allow(unused_mut)] // a struct may have no other field
                let mut members = <serde_json::Map<String, serde_json::Value> as serde::Deserialize>::deserialize(deserializer)?;
                Ok(Self {
                    $($field: serde_member::$read(&mut members, $name)?,)*
                    $rest: serde_member::rest(members),
                })
            }
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use open_struct;
