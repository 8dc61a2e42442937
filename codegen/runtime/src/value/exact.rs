//! Exact JSON numbers of any size: order, equality, divisibility.

use std::cmp::Ordering;

/// A JSON number read without loss: a sign, significant digits, and a power of ten.
///
/// Equality compares numbers: `1`, `1.0` and `10e-1` are equal, and so are `0` and `-0`. Exponents are clamped to ±2<sup>60</sup>.
#[derive(Clone, Copy, Debug)]
pub struct Exact<'a> {
    negative: bool,
    /// The significant digits before and after the decimal point, without leading and trailing zeros.
    digits: (&'a [u8], &'a [u8]),
    /// The power of ten of the last significant digit.
    exponent: i64,
}

/// Integers below this are small: they have less than 19 digits.
pub(super) const SMALL: i64 = 10_i64.pow(18);

impl<'a> Exact<'a> {
    /// Parses a JSON number [RFC 8259 §6]; returns `None` for any other text.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (integer, rest) = split_digits(rest);
        if integer.is_empty() || (integer.len() > 1 && integer[0] == b'0') {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => match split_digits(rest) {
                ([], _) => return None,
                split => split,
            },
            rest => (&[][..], rest),
        };
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', rest @ ..] => parse_exponent(rest)?,
            _ => return None,
        };
        Some(Self::normalized(negative, integer, fraction, exponent))
    }

    fn normalized(negative: bool, integer: &'a [u8], fraction: &'a [u8], exponent: i64) -> Self {
        let integer = trim_leading_zeros(integer);
        let fraction = trim_trailing_zeros(fraction);
        let exponent = exponent.saturating_sub(length(fraction));
        let (integer, fraction, exponent) = if fraction.is_empty() {
            let trimmed = trim_trailing_zeros(integer);
            (trimmed, fraction, exponent.saturating_add(length(integer) - length(trimmed)))
        } else if integer.is_empty() {
            (integer, trim_leading_zeros(fraction), exponent)
        } else {
            (integer, fraction, exponent)
        };
        let is_zero = integer.is_empty() && fraction.is_empty();
        Self {
            negative: negative && !is_zero,
            digits: (integer, fraction),
            exponent: if is_zero { 0 } else { exponent },
        }
    }

    /// Returns true for zero.
    pub fn is_zero(&self) -> bool {
        self.digits.0.is_empty() && self.digits.1.is_empty()
    }

    /// Returns true for numbers below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Returns true for integers in JSON Schema's sense: `2`, `2.0` and `20e-1`.
    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Converts the number to `u64` if it is an integer in range.
    pub fn to_u64(self) -> Option<u64> {
        self.to_u128()?.try_into().ok()
    }

    /// Converts the number to `u128` if it is an integer in range.
    pub fn to_u128(self) -> Option<u128> {
        if self.negative {
            None
        } else {
            self.absolute()
        }
    }

    /// Converts the number to `i128` if it is an integer in range.
    pub fn to_i128(self) -> Option<i128> {
        let absolute = self.absolute()?;
        if self.negative {
            0_i128.checked_sub_unsigned(absolute)
        } else {
            absolute.try_into().ok()
        }
    }

    /// Returns the number as `digits` / 10<sup>`scale`</sup> in lowest terms if both have less than 19 digits.
    pub fn to_scaled(self) -> Option<(i64, u32)> {
        let (digits, scale) = if self.is_integer() {
            (self.absolute()?, 0)
        } else {
            (self.significand()?, u32::try_from(self.exponent.unsigned_abs()).ok()?)
        };
        let digits = i64::try_from(digits).ok().filter(|digits| *digits < SMALL && scale < 19)?;
        Some((if self.negative { -digits } else { digits }, scale))
    }

    /// Returns the absolute value if it is an integer in range.
    fn absolute(&self) -> Option<u128> {
        if !self.is_integer() {
            return None;
        }
        // 40 zeros behind any digit already exceed a `u128`.
        let zeros = (0..self.exponent.min(40)).map(|_| b'0');
        let mut digits = self.digits().chain(zeros);
        digits.try_fold(0_u128, |value, digit| value.checked_mul(10)?.checked_add(u128::from(digit - b'0')))
    }

    /// Returns true if the number is an integer multiple of `divisor`; only zero is a multiple of zero.
    ///
    /// Returns `None` if the significant digits of the divisor exceed 127 bits, which the generator refuses.
    pub fn is_multiple_of(&self, divisor: &Self) -> Option<bool> {
        if self.is_zero() || divisor.is_zero() {
            return Some(self.is_zero());
        }
        let modulus = divisor.significand()?;
        let shift = self.exponent.saturating_sub(divisor.exponent);
        if shift < 0 {
            // The last digit of `self` is not zero, so no power of ten divides its digits.
            return Some(false);
        }
        let digits = self.digits().fold(0, |rest, digit| {
            add_modulo(multiply_modulo(rest, 10, modulus), u128::from(digit - b'0') % modulus, modulus)
        });
        let scale = power_modulo(10, shift.unsigned_abs(), modulus);
        Some(multiply_modulo(digits, scale, modulus) == 0)
    }

    /// Returns the significant digits as an integer if they fit 127 bits.
    fn significand(&self) -> Option<u128> {
        self.digits().try_fold(0_u128, |value, digit| {
            let value = value.checked_mul(10)?.checked_add(u128::from(digit - b'0'))?;
            (value < 1 << 127).then_some(value)
        })
    }

    fn digits(&self) -> impl Iterator<Item = u8> + 'a {
        self.digits.0.iter().chain(self.digits.1).copied()
    }

    /// Returns the power of ten just above the first significant digit: 1 for `7`, 0 for `0.7`.
    fn magnitude(&self) -> i64 {
        self.exponent.saturating_add(length(self.digits.0)).saturating_add(length(self.digits.1))
    }

    fn cmp_absolute(&self, other: &Self) -> Ordering {
        match (self.is_zero(), other.is_zero()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.magnitude().cmp(&other.magnitude()).then_with(|| self.digits().cmp(other.digits())),
        }
    }

    /// Calls `write` with each part of the canonical spelling, which equal numbers share, for hashing.
    pub fn canonical_parts(&self, mut write: impl FnMut(u8)) {
        write(u8::from(self.negative));
        self.digits().for_each(&mut write);
        self.exponent.to_le_bytes().into_iter().for_each(write);
    }
}

impl PartialEq for Exact<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Exact<'_> {}

impl PartialOrd for Exact<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.cmp_absolute(other),
            (true, true) => other.cmp_absolute(self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    bytes.split_at(end)
}

fn parse_exponent(bytes: &[u8]) -> Option<i64> {
    const LIMIT: i64 = 1 << 60;
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let append = |value: i64, digit: &u8| value.saturating_mul(10).saturating_add(i64::from(digit - b'0')).min(LIMIT);
    let value = digits.iter().fold(0_i64, append);
    Some(if negative { -value } else { value })
}

fn trim_leading_zeros(digits: &[u8]) -> &[u8] {
    let start = digits.iter().position(|digit| *digit != b'0').unwrap_or(digits.len());
    &digits[start..]
}

fn trim_trailing_zeros(digits: &[u8]) -> &[u8] {
    let end = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    &digits[..end]
}

fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::MAX)
}

/// Computes `left + right` modulo `modulus`. Both are less than the modulus, which is less than 2<sup>127</sup>.
fn add_modulo(left: u128, right: u128, modulus: u128) -> u128 {
    (left + right) % modulus
}

/// Computes `left × right` modulo `modulus`, which is less than 2<sup>127</sup>.
fn multiply_modulo(left: u128, right: u128, modulus: u128) -> u128 {
    let (mut left, mut right) = (left % modulus, right % modulus);
    if let Some(product) = left.checked_mul(right) {
        return product % modulus;
    }
    let mut product = 0;
    while right > 0 {
        if right & 1 == 1 {
            product = add_modulo(product, left, modulus);
        }
        left = add_modulo(left, left, modulus);
        right >>= 1;
    }
    product
}

fn power_modulo(base: u128, mut exponent: u64, modulus: u128) -> u128 {
    let (mut base, mut power) = (base % modulus, 1 % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            power = multiply_modulo(power, base, modulus);
        }
        base = multiply_modulo(base, base, modulus);
        exponent >>= 1;
    }
    power
}
