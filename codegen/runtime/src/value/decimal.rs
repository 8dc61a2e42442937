//! A decimal number in a string, preserved as written, with checked access to its value.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A decimal number that preserves the text sent: `"50.00"` stays `"50.00"`.
///
/// A decimal can hold any string. The text is checked when the value is requested or when it is parsed with `FromStr`. The value never passes
/// through a float.
///
/// Equality compares texts: `"50"` and `"50.00"` differ. There is no `Ord`, because the order of texts is not that of numbers: use
/// [`cmp_value`](Self::cmp_value).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Decimal(String);

/// The error of a decimal without the requested value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidDecimal {
    /// The text is not an optional minus, digits, and optionally a point and more digits.
    NotDecimal,
    /// The number has more digits than `i128` holds.
    OutOfRange,
    /// The number has a fraction of the requested unit.
    Inexact,
}

impl Decimal {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if the text is a decimal number.
    pub fn is_decimal(&self) -> bool {
        split(&self.0).is_some()
    }

    /// Returns the value as an integer and the number of fractional digits: `"50.00"` is `(5000, 2)`.
    ///
    /// # Errors
    ///
    /// [`InvalidDecimal::NotDecimal`] or [`InvalidDecimal::OutOfRange`].
    pub fn parts(&self) -> Result<(i128, u32), InvalidDecimal> {
        let (is_negative, integer, fraction) = split(&self.0).ok_or(InvalidDecimal::NotDecimal)?;
        let scale = u32::try_from(fraction.len()).map_err(|_| InvalidDecimal::OutOfRange)?;
        let mantissa = value(is_negative, integer.bytes().chain(fraction.bytes()))?;
        Ok((mantissa, scale))
    }

    /// Returns the value in units of 10<sup>-`digits`</sup>: with 2 digits, `"50.00"`, `"50"` and `"50.000"` are all 5000.
    ///
    /// # Errors
    ///
    /// [`InvalidDecimal::Inexact`] if the number is finer than the unit, otherwise as [`parts`](Self::parts).
    pub fn to_minor_units(&self, digits: u32) -> Result<i128, InvalidDecimal> {
        let (is_negative, integer, fraction) = split(&self.0).ok_or(InvalidDecimal::NotDecimal)?;
        let fraction = fraction.trim_end_matches('0');
        let digits = usize::try_from(digits).map_err(|_| InvalidDecimal::OutOfRange)?;
        if fraction.len() > digits {
            return Err(InvalidDecimal::Inexact);
        }
        let zeros = std::iter::repeat_n(b'0', digits - fraction.len());
        value(is_negative, integer.bytes().chain(fraction.bytes()).chain(zeros))
    }

    /// Compares the numbers, of any length: `"50.00"` equals `"50"` and is less than `"100"`.
    ///
    /// # Errors
    ///
    /// [`InvalidDecimal::NotDecimal`] if either text is not a number.
    pub fn cmp_value(&self, other: &Self) -> Result<Ordering, InvalidDecimal> {
        let (left, right) = (Digits::of(&self.0)?, Digits::of(&other.0)?);
        Ok(match (left.is_negative, right.is_negative) {
            (false, false) => left.cmp_absolute(&right),
            (true, true) => right.cmp_absolute(&left),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        })
    }
}

/// The sign and the significant digits. Zero has neither.
struct Digits<'a> {
    is_negative: bool,
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> Digits<'a> {
    fn of(text: &'a str) -> Result<Self, InvalidDecimal> {
        let (is_negative, integer, fraction) = split(text).ok_or(InvalidDecimal::NotDecimal)?;
        let (integer, fraction) = (integer.trim_start_matches('0'), fraction.trim_end_matches('0'));
        let is_zero = integer.is_empty() && fraction.is_empty();
        Ok(Self { is_negative: is_negative && !is_zero, integer, fraction })
    }

    fn cmp_absolute(&self, other: &Self) -> Ordering {
        let integers = self.integer.len().cmp(&other.integer.len()).then_with(|| self.integer.cmp(other.integer));
        integers.then_with(|| self.fraction.cmp(other.fraction))
    }
}

fn split(text: &str) -> Option<(bool, &str, &str)> {
    let unsigned = text.strip_prefix('-');
    let digits = unsigned.unwrap_or(text);
    let (integer, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(split) => split,
        None => (digits, ""),
    };
    let is_number = !integer.is_empty() && integer.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    is_number.then_some((unsigned.is_some(), integer, fraction))
}

fn value(is_negative: bool, mut digits: impl Iterator<Item = u8>) -> Result<i128, InvalidDecimal> {
    let sum = digits.try_fold(0_i128, |value, digit| {
        let digit = i128::from(digit - b'0');
        value.checked_mul(10)?.checked_add(if is_negative { -digit } else { digit })
    });
    sum.ok_or(InvalidDecimal::OutOfRange)
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Decimal {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Decimal {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Decimal {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Accepts decimal numbers only; `From` accepts any text.
impl FromStr for Decimal {
    type Err = InvalidDecimal;

    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let decimal = Self::from(text);
        if decimal.is_decimal() {
            Ok(decimal)
        } else {
            Err(InvalidDecimal::NotDecimal)
        }
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.0
    }
}

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotDecimal => "the text is not a decimal number",
            Self::OutOfRange => "the number has more digits than can be held",
            Self::Inexact => "the number has a fraction of the unit",
        })
    }
}

impl std::error::Error for InvalidDecimal {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}
