//! The names that the vendor no longer uses.

use crate::catalog::place::Text;

/// `[[reserved]]`: the name of a removed event or member, or a removed value.
#[derive(Clone, Debug)]
pub struct Reserved {
    /// The removed name.
    pub name: ReservedName,
    /// `type`: the name in Rust of an event, if it is not made of the name on the wire.
    pub rust_name: Option<Text>,
    /// `since`: the version that removed it.
    pub since: Text,
    /// `meaning`: the path of its schema, which only this entry may refer to. A value has none.
    pub meaning: Option<Text>,
    /// `keep`: true if the crate keeps it, deprecated.
    pub keep: bool,
    /// `examples`: documented payloads of an event that the crate keeps.
    pub examples: Vec<Text>,
}

/// The name of a removed part of the contract.
#[derive(Clone, Debug)]
pub enum ReservedName {
    /// `event`: the name of an event.
    Event(Text),
    /// The name of a member.
    Member {
        /// `schema`: the path of the schema's file.
        schema: Text,
        /// `pointer`: the JSON Pointer that the member's schema had: `/properties/seat`.
        pointer: Text,
    },
    /// A value of an enumeration, which the crate keeps.
    Value {
        /// `schema`: the path of the schema's file.
        schema: Text,
        /// `pointer`: the JSON Pointer of the schema with the enumeration: `/properties/channel`.
        pointer: Text,
        /// `value`: the string.
        value: Text,
    },
}

impl ReservedName {
    /// Returns the name or the pointer with its place.
    pub fn text(&self) -> &Text {
        match self {
            Self::Event(name) => name,
            Self::Member { pointer, .. } => pointer,
            Self::Value { value, .. } => value,
        }
    }
}
