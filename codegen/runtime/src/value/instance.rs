//! What validators ask of a value, however it is held: as a [`serde_json::Value`], or as the tree of a text.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use super::exact::Decimal;

/// A JSON value that is validated.
pub trait Instance: Sized {
    /// How numbers are held.
    type Number: Number;
    /// How the members of an object are held.
    type Members: Members<Self>;

    /// What kind of value it is, and its content.
    fn kind(&self) -> Kind<'_, Self>;

    /// The string that the name of a member is.
    fn of_name(name: &str) -> Self;

    /// Whether it is `null`.
    #[inline]
    fn is_null(&self) -> bool {
        matches!(self.kind(), Kind::Null)
    }

    /// Whether it is `true` or `false`.
    #[inline]
    fn is_boolean(&self) -> bool {
        matches!(self.kind(), Kind::Boolean(_))
    }

    /// Whether it is a number.
    #[inline]
    fn is_number(&self) -> bool {
        matches!(self.kind(), Kind::Number(_))
    }

    /// Whether it is a number without a fraction, however it is written.
    #[inline]
    fn is_integer(&self) -> bool {
        matches!(self.kind(), Kind::Number(number) if number.is_integer())
    }

    /// Whether it is a string.
    #[inline]
    fn is_string(&self) -> bool {
        matches!(self.kind(), Kind::String(_))
    }

    /// Whether it is an array.
    #[inline]
    fn is_array(&self) -> bool {
        matches!(self.kind(), Kind::Array(_))
    }

    /// Whether it is an object.
    #[inline]
    fn is_object(&self) -> bool {
        matches!(self.kind(), Kind::Object(_))
    }

    /// The text, if it is a string.
    #[inline]
    fn as_str(&self) -> Option<&str> {
        match self.kind() {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }
}

/// The kinds of JSON values, with their content.
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
    /// Goes through names and values.
    type Iter<'m>: Iterator<Item = (&'m str, &'m I)>
    where
        Self: 'm,
        I: 'm;

    /// All names and values.
    fn iter(&self) -> Self::Iter<'_>;

    /// How many there are.
    fn len(&self) -> usize;

    /// The value of the member of that name.
    fn get(&self, name: &str) -> Option<&I>;

    /// Whether there is none.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is a member of that name.
    #[inline]
    fn contains_key(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// A number, of which everything is asked exactly.
pub trait Number {
    /// Reads it as an exact decimal.
    fn with_decimal<T>(&self, read: impl FnOnce(&Decimal<'_>) -> T) -> T;

    /// How it compares to a number of a schema.
    fn compare(&self, constant: Constant) -> Ordering;

    /// Whether it has no fraction, however it is written.
    fn is_integer(&self) -> bool {
        self.with_decimal(|number: &Decimal<'_>| number.is_integer())
    }

    /// How it compares to an integer of a schema.
    fn compare_integer(&self, limit: i64) -> Ordering {
        let limit = limit.to_string();
        self.with_decimal(|number| compare_text(number, &limit))
    }

    /// Whether it divided by an integer leaves an integer.
    fn is_multiple_of_integer(&self, divisor: u64) -> bool {
        self.is_multiple_of(&divisor.to_string())
    }

    /// Whether it divided by another number, given as JSON writes it, leaves an integer.
    fn is_multiple_of(&self, divisor: &str) -> bool {
        let divides = |divisor: Decimal<'_>| self.with_decimal(|number| number.is_multiple_of(&divisor));
        Decimal::parse(divisor).and_then(divides).unwrap_or(false)
    }

    /// A number that is the same for equal numbers.
    fn signature(&self) -> u64 {
        0
    }

    /// Whether it is the same number as another one, however each is written.
    fn equals(&self, other: &Self) -> bool {
        self.with_decimal(|left| other.with_decimal(|right| left == right))
    }
}

/// How a number compares to the number of a text.
pub(crate) fn compare_text(number: &Decimal<'_>, text: &str) -> Ordering {
    Decimal::parse(text).map_or(Ordering::Equal, |other| number.cmp(&other))
}

/// A number in a schema that is not a 64-bit integer: its text, and the `f64` nearest to it.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// The text, as JSON writes numbers.
    pub text: &'static str,
    /// The nearest `f64`; infinite when the number is beyond all of them.
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

/// Goes through the members of a [`Map`].
#[derive(Clone, Debug)]
pub struct MapIter<'m>(serde_json::map::Iter<'m>);

impl<'m> Iterator for MapIter<'m> {
    type Item = (&'m str, &'m Value);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_str(), value))
    }
}
