//! A number of a JSON text, read in place: bounds are decided on its digits.

use std::cmp::Ordering;

use super::number::Decimal;

/// A number as it is written, whose grammar was checked.
#[derive(Clone, Copy, Debug)]
pub struct NumberText<'a> {
    /// ASCII.
    text: &'a [u8],
    is_plain_integer: bool,
}

impl<'a> NumberText<'a> {
    /// A number as it stands in the text; `is_plain_integer` says whether it has neither a fraction nor an exponent.
    #[inline]
    pub(super) fn new(text: &'a [u8], is_plain_integer: bool) -> Self {
        Self { text, is_plain_integer }
    }

    /// The number's text.
    pub fn text(&self) -> &'a str {
        std::str::from_utf8(self.text).unwrap_or_default()
    }

    /// Whether it is an integer, however it is written.
    #[inline]
    pub fn is_integer(&self) -> bool {
        self.is_plain_integer || self.decimal().as_ref().is_some_and(Decimal::is_integer)
    }

    /// Whether it is the number of that text.
    pub fn is(&self, other: &str) -> bool {
        self.compare(other).is_eq()
    }

    /// How it compares to an integer.
    #[inline]
    pub fn compare_integer(&self, bound: i64) -> Ordering {
        match self.small() {
            Some(value) => value.cmp(&bound),
            None => self.compare(&bound.to_string()),
        }
    }

    /// How it compares to the number of a text.
    pub fn compare(&self, bound: &str) -> Ordering {
        self.decimal().cmp(&Decimal::parse(bound))
    }

    /// Whether dividing it by a small integer leaves an integer.
    #[inline]
    pub fn is_multiple_of_integer(&self, divisor: i64) -> bool {
        match self.small() {
            Some(value) => value % divisor == 0,
            None => self.is_multiple_of(&divisor.to_string()),
        }
    }

    /// Whether dividing it by the number of a text leaves an integer.
    pub fn is_multiple_of(&self, divisor: &str) -> bool {
        let divided = self.decimal().zip(Decimal::parse(divisor));
        divided.and_then(|(number, divisor)| number.is_multiple_of(&divisor)).unwrap_or(false)
    }

    /// Its value, if it is a plain integer of at most 18 characters: then it cannot overflow.
    #[inline]
    fn small(&self) -> Option<i64> {
        if !self.is_plain_integer || self.text.len() > 18 {
            return None;
        }
        let (is_negative, digits) = match self.text {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let value = digits.iter().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
        Some(if is_negative { -value } else { value })
    }

    fn decimal(&self) -> Option<Decimal<'a>> {
        Decimal::parse(self.text())
    }
}
