//! The types of JSON Schema.

use crate::json;

/// A set of JSON Schema's types. An integer is a number: `number` includes `integer`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No type.
    pub const NONE: Self = Self(0);
    /// `null`
    pub const NULL: Self = Self(1);
    /// `boolean`
    pub const BOOLEAN: Self = Self(2);
    /// `integer`: a number without a fraction, in any spelling.
    pub const INTEGER: Self = Self(4);
    /// `number`, including integers.
    pub const NUMBER: Self = Self(4 | 8);
    /// `string`
    pub const STRING: Self = Self(16);
    /// `array`
    pub const ARRAY: Self = Self(32);
    /// `object`
    pub const OBJECT: Self = Self(64);
    /// Every type.
    pub const ALL: Self = Self(127);
    /// The types that the first byte of a value distinguishes.
    pub const KINDS: [Self; 6] = [Self::OBJECT, Self::ARRAY, Self::STRING, Self::NUMBER, Self::BOOLEAN, Self::NULL];

    /// Returns the type with that name.
    pub fn from_name(type_name: &str) -> Option<Self> {
        let found = NAMES.iter().find(|(known, _)| *known == type_name);
        found.map(|(_, types)| *types)
    }

    /// Returns the type of a value; a number without a fraction is an integer, in any spelling.
    pub fn of(value: &json::Node) -> Self {
        match &value.value {
            json::Value::Null => Self::NULL,
            json::Value::Boolean(_) => Self::BOOLEAN,
            json::Value::Number(text) => {
                let number = codegen_runtime::value::exact::Exact::parse(text);
                if number.is_some_and(|number| number.is_integer()) { Self::INTEGER } else { Self::NUMBER }
            }
            json::Value::String(_) => Self::STRING,
            json::Value::Array(_) => Self::ARRAY,
            json::Value::Object(_) => Self::OBJECT,
        }
    }

    /// Returns the union of both sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns the intersection of both sets.
    #[must_use]
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns this set without the other one.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns true if this set contains the other one.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns true if the sets intersect.
    pub const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns true if the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the names in a fixed order: `integer` only if the set lacks `number`.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let is_named =
            move |types: Self| self.contains(types) && !(types == Self::INTEGER && self.contains(Self::NUMBER));
        NAMES.iter().filter(move |(_, types)| is_named(*types)).map(|(type_name, _)| *type_name)
    }
}

const NAMES: [(&str, TypeSet); 7] = [
    ("null", TypeSet::NULL),
    ("boolean", TypeSet::BOOLEAN),
    ("integer", TypeSet::INTEGER),
    ("number", TypeSet::NUMBER),
    ("string", TypeSet::STRING),
    ("array", TypeSet::ARRAY),
    ("object", TypeSet::OBJECT),
];
