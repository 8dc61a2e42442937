//! Conversions between decimals and those of `rust_decimal`.
#![cfg(feature = "rust_decimal-1")]

use super::decimal::{Decimal, InvalidDecimal};

/// The maximum number of fractional digits of `rust_decimal`.
const MAX_SCALE: usize = 28;

/// Converts the value digit for digit: `"50.00"` stays `50.00`.
///
/// `rust_decimal` holds 28 fractional digits and 96-bit numbers. Trailing zeros of a fraction are dropped if they do not fit. Any other
/// digit that does not fit is an error, never rounded: [`InvalidDecimal::OutOfRange`] before the point, [`InvalidDecimal::Inexact`] after
/// it.
///
/// ```
/// use codegen_runtime::{Decimal, InvalidDecimal};
///
/// let amount = rust_decimal::Decimal::try_from(&Decimal::from("50.00"))?;
/// assert_eq!(amount.to_string(), "50.00");
///
/// let finer = Decimal::from("0.00000000000000000000000000001");
/// assert_eq!(rust_decimal::Decimal::try_from(&finer), Err(InvalidDecimal::Inexact));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Decimal> for rust_decimal::Decimal {
    type Error = InvalidDecimal;

    fn try_from(decimal: &Decimal) -> Result<Self, InvalidDecimal> {
        if !decimal.is_decimal() {
            return Err(InvalidDecimal::NotDecimal);
        }
        let text = decimal.as_str();
        let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
        let needed = fraction.trim_end_matches('0').len();
        // Keeps as many trailing zeros as fit.
        let scales = (needed..=fraction.len().min(MAX_SCALE)).rev();
        let held = scales.map(|scale| digits(integer, &fraction[..scale])).find_map(Result::ok);
        held.ok_or_else(|| match digits(integer, "") {
            Ok(_) => InvalidDecimal::Inexact,
            Err(error) => error,
        })
    }
}

impl TryFrom<Decimal> for rust_decimal::Decimal {
    type Error = InvalidDecimal;

    fn try_from(decimal: Decimal) -> Result<Self, InvalidDecimal> {
        Self::try_from(&decimal)
    }
}

fn digits(integer: &str, fraction: &str) -> Result<rust_decimal::Decimal, InvalidDecimal> {
    let (mantissa, scale) = match fraction {
        "" => Decimal::from(integer).parts()?,
        fraction => Decimal::from(format!("{integer}.{fraction}")).parts()?,
    };
    rust_decimal::Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| InvalidDecimal::OutOfRange)
}

/// Converts the displayed number without loss: `50.00` is `"50.00"`.
///
/// ```
/// use codegen_runtime::Decimal;
///
/// let amount = rust_decimal::Decimal::new(5000, 2);
/// assert_eq!(Decimal::from(amount).as_str(), "50.00");
/// ```
impl From<rust_decimal::Decimal> for Decimal {
    fn from(number: rust_decimal::Decimal) -> Self {
        Self::from(number.to_string())
    }
}
