//! Exact number operations on `serde_json::Number`, also beyond 64 bits.
//!
//! A number held as `f64` stands for its shortest decimal text: `0.3` is three tenths, and a multiple of `0.1`.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::sync::OnceLock;

use serde_json::Number;

use super::exact::{Exact, SMALL};
use super::instance::{self, compare_text, Constant};
use super::keyed_hash::Key;

impl instance::Number for Number {
    /// Reads 64-bit numbers without allocating.
    fn with_exact<T>(&self, read: impl FnOnce(&Exact<'_>) -> T) -> T {
        with_text(self, |text| read(&decimal(text)))
    }

    /// Counts a number that `serde_json` has rounded as equal to a constant with the same nearest `f64`: it may have been equal.
    fn compare(&self, constant: Constant) -> Ordering {
        let rounded = self.as_f64().and_then(|number| number.partial_cmp(&constant.nearest));
        match rounded {
            Some(Ordering::Equal) if is_rounded(self) => Ordering::Equal,
            Some(order) if order.is_ne() => order,
            _ => self.with_exact(|number| compare_text(number, constant.text)),
        }
    }

    #[inline]
    fn is_integer(&self) -> bool {
        self.is_i64() || self.is_u64() || is_integer_text(self)
    }

    #[inline]
    fn compare_integer(&self, limit: i64) -> Ordering {
        if let Some(number) = self.as_i64() {
            return number.cmp(&limit);
        }
        if self.is_u64() {
            return Ordering::Greater;
        }
        compare_integer_text(self, limit)
    }

    #[inline]
    fn is_multiple_of_integer(&self, divisor: u64) -> bool {
        match (self.as_u64(), self.as_i64()) {
            (Some(number), _) => number % divisor == 0,
            (_, Some(number)) => number.unsigned_abs() % divisor == 0,
            _ => with_text(&divisor, |divisor| self.is_multiple_of(divisor)),
        }
    }

    /// Returns the bits of the nearest `f64`, which equal numbers share.
    #[inline]
    fn signature(&self) -> u64 {
        self.as_f64().map_or(0, |number| (number + 0.0).to_bits())
    }

    #[inline]
    fn keyed_hash(&self, key: &Key) -> u64 {
        match (self.as_i64(), self.as_f64()) {
            (Some(integer), _) if (1 - SMALL..SMALL).contains(&integer) => key.scaled(integer, 0),
            // An `f64` with a fraction equals only the same `f64`.
            (None, Some(number)) if number.fract() != 0.0 && !keeps_text() => key.pair(7, number.to_bits()),
            _ => self.with_exact(|number| key.number(number)),
        }
    }

    fn equals(&self, other: &Self) -> bool {
        match (self.as_i64(), other.as_i64()) {
            (Some(left), Some(right)) => return left == right,
            (None, None) if self.is_u64() && other.is_u64() => return self.as_u64() == other.as_u64(),
            _ => {}
        }
        self.with_exact(|left| other.with_exact(|right| left == right))
    }
}

/// Parses a number. With `serde_json`'s `arbitrary_precision` a `Number` may hold any text, which counts as zero.
pub(crate) fn decimal(text: &str) -> Exact<'_> {
    Exact::parse(text).or_else(|| Exact::parse("0")).expect("0 is a number")
}

/// Returns true if the number is held as the nearest `f64`, so that digits may be lost.
pub(crate) fn is_rounded(number: &Number) -> bool {
    number.is_f64() && !keeps_text()
}

#[cold]
#[allow(clippy::redundant_closure_for_method_calls)] // the method is not general enough over its lifetime
fn is_integer_text(number: &Number) -> bool {
    instance::Number::with_exact(number, |number: &Exact<'_>| number.is_integer())
}

fn compare_integer_text(number: &Number, limit: i64) -> Ordering {
    // Rounding to f64 keeps the order, but may make different numbers equal.
    #[allow(clippy::cast_precision_loss)] // equal numbers are compared again, by their text
    let rounded = number.as_f64().and_then(|number| number.partial_cmp(&(limit as f64)));
    match rounded {
        Some(order) if order.is_ne() => order,
        _ => with_text(number, |number| with_text(&limit, |limit| compare_text(&decimal(number), limit))),
    }
}

/// Returns true if `serde_json` keeps numbers as written: its feature `arbitrary_precision`, which any package may enable.
pub(crate) fn keeps_text() -> bool {
    static KEEPS_TEXT: OnceLock<bool> = OnceLock::new();
    let is_kept = || serde_json::from_str::<Number>("1.00").is_ok_and(|number| number.to_string() == "1.00");
    *KEEPS_TEXT.get_or_init(is_kept)
}

fn with_text<T>(value: &impl fmt::Display, read: impl FnOnce(&str) -> T) -> T {
    let mut buffer = Buffer { bytes: [0; 40], length: 0 };
    if write!(buffer, "{value}").is_ok() {
        if let Ok(text) = std::str::from_utf8(&buffer.bytes[..buffer.length]) {
            return read(text);
        }
    }
    read(&value.to_string())
}

/// A buffer for the text of any 64-bit number.
struct Buffer {
    bytes: [u8; 40],
    length: usize,
}

impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.length..self.length + text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length += text.len();
        Ok(())
    }
}
