//! An integer of any size, preserved as written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use super::exact;

/// An integer in JSON Schema's sense: a number without a fraction, of any size and in any spelling.
///
/// The spelling is preserved: `2.0` stays `2.0` and equals `2`. `serde_json` limits the size: without its feature `arbitrary_precision`, it
/// rounds integers beyond 64 bits to the nearest `f64`.
#[derive(Clone)]
pub struct Integer(Number);

/// The error of a number that is not an integer or exceeds the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidInteger;

impl Integer {
    /// Returns the value as `i64` if it is in range.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128().and_then(|value| value.try_into().ok())
    }

    /// Returns the value as `u64` if it is in range.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_i128().and_then(|value| value.try_into().ok())
    }

    /// Returns the value as `i128` if it is in range.
    pub fn as_i128(&self) -> Option<i128> {
        let small = self.0.as_i64().map(i128::from).or_else(|| self.0.as_u64().map(i128::from));
        small.or_else(|| exact::Exact::parse(&self.0.to_string()).and_then(exact::Exact::to_i128))
    }

    /// Returns the value as `u128` if it is in range.
    pub fn as_u128(&self) -> Option<u128> {
        let small = self.0.as_u64().map(u128::from);
        small.or_else(|| exact::Exact::parse(&self.0.to_string()).and_then(exact::Exact::to_u128))
    }

    /// Compares with a number in JSON notation.
    fn cmp_text(&self, other: &str) -> Ordering {
        decimal(&self.0.to_string()).cmp(&decimal(other))
    }

    /// Returns the JSON number.
    pub fn as_number(&self) -> &Number {
        &self.0
    }
}

impl TryFrom<Number> for Integer {
    type Error = InvalidInteger;

    fn try_from(number: Number) -> Result<Self, InvalidInteger> {
        let is_integer = number.is_i64()
            || number.is_u64()
            || exact::Exact::parse(&number.to_string()).is_some_and(|value| value.is_integer());
        if is_integer {
            Ok(Self(number))
        } else {
            Err(InvalidInteger)
        }
    }
}

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        integer.0
    }
}

macro_rules! from_native {
    ($($native:ident)*) => {$(
        impl From<$native> for Integer {
            fn from(value: $native) -> Self {
                Self(value.into())
            }
        }
    )*};
}

macro_rules! from_wide {
    ($($native:ident)*) => {$(
        /// Fails if `serde_json` would round the number, as it does beyond 64 bits without its feature `arbitrary_precision`.
        impl TryFrom<$native> for Integer {
            type Error = InvalidInteger;

            fn try_from(value: $native) -> Result<Self, InvalidInteger> {
                let number: Number = serde_json::from_str(&value.to_string()).map_err(|_| InvalidInteger)?;
                Self::try_from(number).ok().filter(|integer| *integer == value).ok_or(InvalidInteger)
            }
        }
    )*};
}

macro_rules! native {
    ($wide:ident: $($native:ident)*) => {$(
        impl TryFrom<Integer> for $native {
            type Error = InvalidInteger;

            fn try_from(integer: Integer) -> Result<Self, InvalidInteger> {
                Self::try_from(&integer)
            }
        }

        impl TryFrom<&Integer> for $native {
            type Error = InvalidInteger;

            fn try_from(integer: &Integer) -> Result<Self, InvalidInteger> {
                integer.$wide().and_then(|value| value.try_into().ok()).ok_or(InvalidInteger)
            }
        }

        impl PartialEq<$native> for Integer {
            fn eq(&self, other: &$native) -> bool {
                self.cmp_text(&other.to_string()).is_eq()
            }
        }

        impl PartialEq<Integer> for $native {
            fn eq(&self, other: &Integer) -> bool {
                other == self
            }
        }

        impl PartialOrd<$native> for Integer {
            fn partial_cmp(&self, other: &$native) -> Option<Ordering> {
                Some(self.cmp_text(&other.to_string()))
            }
        }

        impl PartialOrd<Integer> for $native {
            fn partial_cmp(&self, other: &Integer) -> Option<Ordering> {
                other.partial_cmp(self).map(Ordering::reverse)
            }
        }
    )*};
}

from_native!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);
from_wide!(u128 i128);
native!(as_u128: u8 u16 u32 u64 u128 usize);
native!(as_i128: i8 i16 i32 i64 i128 isize);

fn decimal(text: &str) -> exact::Exact<'_> {
    exact::Exact::parse(text).expect("serde_json writes numbers as JSON")
}

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Integer {}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.cmp_text(&other.0.to_string())
    }
}

/// Equal integers have equal hashes, in any spelling.
impl Hash for Integer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let text = self.0.to_string();
        decimal(&text).canonical_parts(|byte| state.write_u8(byte));
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Writes the number as received.
impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = Number::deserialize(deserializer)?;
        Self::try_from(number).map_err(|_| D::Error::custom("expected an integer, found a number with a fraction"))
    }
}

impl fmt::Display for InvalidInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number is not an integer of this type")
    }
}

impl std::error::Error for InvalidInteger {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Integer {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Integer".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer" })
    }
}
