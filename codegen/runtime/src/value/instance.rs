//! The interface between validators and values: a [`serde_json::Value`] or the tree of a text.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::exact::Exact;
use super::keyed_hash::Key;

/// A JSON value to validate.
pub trait Instance: Sized {
    /// The type of numbers.
    type Number: Number;
    /// The type of an object's members.
    type Members: Members<Self>;

    /// Returns the kind of value with its content.
    fn kind(&self) -> Kind<'_, Self>;

    /// Returns a member's name as a string value.
    fn of_name(name: &str) -> Self;

    /// Returns true for `null`.
    #[inline]
    fn is_null(&self) -> bool {
        matches!(self.kind(), Kind::Null)
    }

    /// Returns true for `true` and `false`.
    #[inline]
    fn is_boolean(&self) -> bool {
        matches!(self.kind(), Kind::Boolean(_))
    }

    /// Returns true for a number.
    #[inline]
    fn is_number(&self) -> bool {
        matches!(self.kind(), Kind::Number(_))
    }

    /// Returns true for a number without a fraction, in any spelling.
    #[inline]
    fn is_integer(&self) -> bool {
        matches!(self.kind(), Kind::Number(number) if number.is_integer())
    }

    /// Returns true for a string.
    #[inline]
    fn is_string(&self) -> bool {
        matches!(self.kind(), Kind::String(_))
    }

    /// Returns true for an array.
    #[inline]
    fn is_array(&self) -> bool {
        matches!(self.kind(), Kind::Array(_))
    }

    /// Returns true for an object.
    #[inline]
    fn is_object(&self) -> bool {
        matches!(self.kind(), Kind::Object(_))
    }

    /// Returns the content of a string.
    #[inline]
    fn as_str(&self) -> Option<&str> {
        match self.kind() {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }
}

/// The kinds of JSON values with their content.
#[derive(Debug)]
pub enum Kind<'i, I: Instance> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(&'i I::Number),
    /// A string.
    String(&'i str),
    /// An array.
    Array(&'i [I]),
    /// An object.
    Object(&'i I::Members),
}

/// The members of an object.
pub trait Members<I> {
    /// The iterator over names and values.
    type Iter<'m>: Iterator<Item = (&'m str, &'m I)>
    where
        Self: 'm,
        I: 'm;

    /// Returns all names and values.
    fn iter(&self) -> Self::Iter<'_>;

    /// Returns the number of members.
    fn len(&self) -> usize;

    /// Returns the value of a member.
    fn get(&self, name: &str) -> Option<&I>;

    /// Returns true if there are no members.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns true if there is a member with that name.
    #[inline]
    fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A number with exact operations.
pub trait Number {
    /// Calls `read` with the exact decimal.
    fn with_exact<T>(&self, read: impl FnOnce(&Exact<'_>) -> T) -> T;

    /// Compares the number with a number of the schema.
    fn compare(&self, constant: Constant) -> Ordering;

    /// Returns true if the number has no fraction, in any spelling.
    fn is_integer(&self) -> bool {
        self.with_exact(|number: &Exact<'_>| number.is_integer())
    }

    /// Compares the number with an integer of the schema.
    fn compare_integer(&self, limit: i64) -> Ordering {
        let limit = limit.to_string();
        self.with_exact(|number| compare_text(number, &limit))
    }

    /// Returns true if the number is a multiple of an integer.
    fn is_multiple_of_integer(&self, divisor: u64) -> bool {
        self.is_multiple_of(&divisor.to_string())
    }

    /// Returns true if the number is a multiple of another number in JSON notation.
    fn is_multiple_of(&self, divisor: &str) -> bool {
        let divides = |divisor: Exact<'_>| self.with_exact(|number| number.is_multiple_of(&divisor));
        Exact::parse(divisor).and_then(divides).unwrap_or(false)
    }

    /// Returns a number that is equal for equal numbers.
    fn signature(&self) -> u64 {
        0
    }

    /// Hashes the number: equal numbers have equal hashes.
    fn keyed_hash(&self, key: &Key) -> u64 {
        self.with_exact(|number: &Exact<'_>| key.number(number))
    }

    /// Returns true if both are the same number, in any spelling.
    fn equals(&self, other: &Self) -> bool {
        self.with_exact(|left| other.with_exact(|right| left == right))
    }
}

/// Compares a number with the number of a text.
pub(crate) fn compare_text(number: &Exact<'_>, text: &str) -> Ordering {
    Exact::parse(text).map_or(Ordering::Equal, |other| number.cmp(&other))
}

/// A number of the schema that is not a 64-bit integer: its text and the nearest `f64`.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// The text in JSON notation.
    pub text: &'static str,
    /// The nearest `f64`; infinite beyond its range.
    pub nearest: f64,
}

impl Instance for Value {
    type Number = serde_json::Number;
    type Members = Map<String, Value>;

    #[inline]
    fn kind(&self) -> Kind<'_, Self> {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(value) => Kind::Boolean(*value),
            Self::Number(number) => Kind::Number(number),
            Self::String(text) => Kind::String(text),
            Self::Array(elements) => Kind::Array(elements),
            Self::Object(members) => Kind::Object(members),
        }
    }

    fn of_name(name: &str) -> Self {
        Self::String(name.to_owned())
    }
}

impl Members<Value> for Map<String, Value> {
    type Iter<'m> = MapIter<'m>;

    #[inline]
    fn iter(&self) -> MapIter<'_> {
        MapIter(Map::iter(self))
    }

    #[inline]
    fn len(&self) -> usize {
        Map::len(self)
    }

    #[inline]
    fn get(&self, name: &str) -> Option<&Value> {
        Map::get(self, name)
    }
}

/// The iterator over the members of a [`Map`].
#[derive(Clone, Debug)]
pub struct MapIter<'m>(serde_json::map::Iter<'m>);

impl<'m> Iterator for MapIter<'m> {
    type Item = (&'m str, &'m Value);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), value))
    }
}
