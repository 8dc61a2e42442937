//! What the keywords for numbers ask of a `serde_json::Number`, exactly, also where it holds more than 64 bits can.
//!
//! A number that is held as `f64` means its shortest decimal text: `0.3` is three tenths, and a multiple of `0.1`.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::sync::OnceLock;

use serde_json::{Number, Value};

use super::number::Decimal;

/// A number in a schema that is not a 64-bit integer: its text, and the `f64` nearest to it.
#[derive(Clone, Copy, Debug)]
pub struct Constant {
    /// The text, as JSON writes numbers.
    pub text: &'static str,
    /// The nearest `f64`; infinite when the number is beyond all of them.
    pub nearest: f64,
}

/// Whether a value is a number without a fraction, however it is written.
#[inline]
pub fn is_integer_value(value: &Value) -> bool {
    matches!(value, Value::Number(number) if is_integer(number))
}

/// Whether a number has no fraction, however it is written.
#[inline]
pub fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || is_integer_text(number)
}

#[cold]
#[allow(clippy::redundant_closure_for_method_calls)] // the method is not general enough over its lifetime
fn is_integer_text(number: &Number) -> bool {
    with_decimal(number, |number: &Decimal<'_>| number.is_integer())
}

/// How a number compares to an integer.
#[inline]
pub fn compare_integer(number: &Number, limit: i64) -> Ordering {
    if let Some(number) = number.as_i64() {
        return number.cmp(&limit);
    }
    if number.is_u64() {
        return Ordering::Greater;
    }
    compare_integer_text(number, limit)
}

fn compare_integer_text(number: &Number, limit: i64) -> Ordering {
    // Rounding to f64 keeps the order, but may make different numbers equal.
    #[allow(clippy::cast_precision_loss)] // equal numbers are compared again, by their text
    let rounded = number.as_f64().and_then(|number| number.partial_cmp(&(limit as f64)));
    match rounded {
        Some(order) if order.is_ne() => order,
        _ => with_decimal(number, |number| with_text(&limit, |limit| compare_text(number, limit))),
    }
}

/// How a number compares to another one.
///
/// Where `serde_json` has rounded the number to the same `f64` as the constant, it is taken as equal: it may have been.
pub fn compare(number: &Number, constant: Constant) -> Ordering {
    let rounded = number.as_f64().and_then(|number| number.partial_cmp(&constant.nearest));
    match rounded {
        Some(Ordering::Equal) if !keeps_text() => Ordering::Equal,
        Some(order) if order.is_ne() => order,
        _ => with_decimal(number, |number| compare_text(number, constant.text)),
    }
}

/// Whether `serde_json` keeps numbers as they are written: its feature `arbitrary_precision`, which any package may turn on.
fn keeps_text() -> bool {
    static KEEPS_TEXT: OnceLock<bool> = OnceLock::new();
    let is_kept = || serde_json::from_str::<Number>("1.00").is_ok_and(|number| number.to_string() == "1.00");
    *KEEPS_TEXT.get_or_init(is_kept)
}

fn compare_text(number: &Decimal<'_>, text: &str) -> Ordering {
    Decimal::parse(text).map_or(Ordering::Equal, |limit| number.cmp(&limit))
}

/// Whether a number divided by an integer leaves an integer.
#[inline]
pub fn is_multiple_of_integer(number: &Number, divisor: u64) -> bool {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => number % divisor == 0,
        (_, Some(number)) => number.unsigned_abs() % divisor == 0,
        _ => with_text(&divisor, |divisor| is_multiple_of(number, divisor)),
    }
}

/// Whether a number divided by another one, given as JSON writes it, leaves an integer.
pub fn is_multiple_of(number: &Number, divisor: &str) -> bool {
    let divides = |divisor: Decimal<'_>| with_decimal(number, |number| number.is_multiple_of(&divisor));
    Decimal::parse(divisor).and_then(divides).unwrap_or(false)
}

/// Whether two numbers are the same, however each is written.
pub fn equal(left: &Number, right: &Number) -> bool {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => return left == right,
        (None, None) if left.is_u64() && right.is_u64() => return left.as_u64() == right.as_u64(),
        _ => {}
    }
    with_decimal(left, |left| with_decimal(right, |right| left == right))
}

/// Reads a number as an exact decimal, without allocating for those that 64 bits hold.
pub fn with_decimal<T>(number: &Number, read: impl FnOnce(&Decimal<'_>) -> T) -> T {
    with_text(number, |text| {
        let zero = Decimal::parse("0").expect("0 is a number");
        // A number that was built from a text that is none, which only serde_json's `arbitrary_precision` allows, is taken as zero.
        read(&Decimal::parse(text).unwrap_or(zero))
    })
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

/// Room for the text of any number of 64 bits.
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
