//! Numbers of a JSON text, read in place: bounds are checked on the digits.

use std::cmp::Ordering;

use super::super::value::exact::Exact;

/// A checked JSON number as written.
#[derive(Clone, Copy, Debug)]
pub struct NumberText<'a> {
    /// ASCII.
    text: &'a [u8],
    is_plain_integer: bool,
}

impl<'a> NumberText<'a> {
    /// Wraps a checked number; `is_plain_integer` is true if it has neither fraction nor exponent.
    #[inline]
    pub(super) fn new(text: &'a [u8], is_plain_integer: bool) -> Self {
        Self { text, is_plain_integer }
    }

    /// Returns the text.
    pub fn text(&self) -> &'a str {
        std::str::from_utf8(self.text).unwrap_or_default()
    }

    /// Returns true for an integer in any spelling.
    #[inline]
    pub fn is_integer(&self) -> bool {
        self.is_plain_integer || self.decimal().as_ref().is_some_and(Exact::is_integer)
    }

    /// Returns the value of an integer in any spelling; `None` for other numbers, and beyond 64 bits.
    #[inline]
    pub fn to_integer(self) -> Option<i64> {
        if let Some(value) = self.small() {
            return Some(value);
        }
        match Scaled::new(self.text) {
            Some(Scaled { digits, scale: 0 }) => Some(digits),
            Some(Scaled { digits, scale }) => {
                let unit = 10_i64.pow(scale);
                (digits % unit == 0).then_some(digits / unit)
            }
            None => i64::try_from(self.decimal()?.to_i128()?).ok(),
        }
    }

    /// Returns true if the number equals that of `other`.
    pub fn is(&self, other: &str) -> bool {
        self.compare(other).is_eq()
    }

    /// Compares the number with an integer.
    #[inline]
    pub fn compare_integer(&self, bound: i64) -> Ordering {
        if let Some(value) = self.small() {
            return value.cmp(&bound);
        }
        match Scaled::new(self.text) {
            Some(number) => number.compare(Scaled { digits: bound, scale: 0 }),
            None => self.compare(&bound.to_string()),
        }
    }

    /// Compares the number with that of a text.
    pub fn compare(&self, bound: &str) -> Ordering {
        match (Scaled::new(self.text), Scaled::new(bound.as_bytes())) {
            (Some(number), Some(bound)) => number.compare(bound),
            _ => self.decimal().cmp(&Exact::parse(bound)),
        }
    }

    /// Returns true if the number is a multiple of a small integer.
    #[inline]
    pub fn is_multiple_of_integer(&self, divisor: i64) -> bool {
        match self.small() {
            Some(value) => value % divisor == 0,
            None => self.is_multiple_of(&divisor.to_string()),
        }
    }

    /// Returns true if the number is a multiple of that of a text.
    pub fn is_multiple_of(&self, divisor: &str) -> bool {
        if let (Some(number), Some(divisor)) = (Scaled::new(self.text), Scaled::new(divisor.as_bytes())) {
            return number.is_multiple_of(divisor);
        }
        let divided = self.decimal().zip(Exact::parse(divisor));
        divided.and_then(|(number, divisor)| number.is_multiple_of(&divisor)).unwrap_or(false)
    }

    /// Returns the number as `digits` / 10<sup>`scale`</sup> in lowest terms; `None` if it has an exponent or more than 18 characters.
    #[inline]
    pub(super) fn scaled(&self) -> Option<(i64, u32)> {
        if let Some(integer) = self.small() {
            return Some((integer, 0));
        }
        let Scaled { mut digits, mut scale } = Scaled::new(self.text)?;
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale - 1);
        }
        Some((digits, scale))
    }

    /// Returns the value of a plain integer of at most 18 characters, which cannot overflow.
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

    fn decimal(&self) -> Option<Exact<'a>> {
        Exact::parse(self.text())
    }
}

/// A number of few digits: `digits` / 10<sup>`scale`</sup>.
#[derive(Clone, Copy)]
struct Scaled {
    digits: i64,
    scale: u32,
}

impl Scaled {
    /// Reads a checked number; returns `None` if it has an exponent or too many digits.
    fn new(text: &[u8]) -> Option<Self> {
        let (is_negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        if text.len() > 18 {
            return None;
        }
        let (mut digits, mut scale, mut is_fraction) = (0_i64, 0, false);
        for byte in text {
            match byte {
                b'0'..=b'9' => {
                    digits = digits * 10 + i64::from(byte - b'0');
                    scale += u32::from(is_fraction);
                }
                b'.' => is_fraction = true,
                _ => return None,
            }
        }
        Some(Self { digits: if is_negative { -digits } else { digits }, scale })
    }

    /// Returns the digits of both at the same scale.
    fn align(self, other: Self) -> (i128, i128) {
        let scale = self.scale.max(other.scale);
        let scaled = |number: Self| match scale - number.scale {
            0 => i128::from(number.digits),
            // Both scales are below 18, so this is below 10³⁶.
            missing => i128::from(number.digits) * i128::from(10_i64.pow(missing)),
        };
        (scaled(self), scaled(other))
    }

    fn compare(self, other: Self) -> Ordering {
        let (left, right) = self.align(other);
        left.cmp(&right)
    }

    fn is_multiple_of(self, divisor: Self) -> bool {
        let (number, divisor) = self.align(divisor);
        match (i64::try_from(number), i64::try_from(divisor)) {
            (_, Ok(0)) => number == 0,
            // `MIN % -1` overflows.
            (Ok(number), Ok(divisor)) => number.checked_rem(divisor).unwrap_or(0) == 0,
            _ => number % divisor == 0,
        }
    }
}
