//! Conversions between decimals and those of `rust_decimal`.

use codegen_runtime::value::decimal::InvalidDecimal;
use codegen_runtime::Decimal;
use proptest::prelude::*;

fn converted(text: &str) -> Result<String, InvalidDecimal> {
    rust_decimal::Decimal::try_from(&Decimal::from(text)).map(|number| number.to_string())
}

#[test]
fn digits_are_kept() {
    for text in [
        "50.00",
        "0",
        "0.00",
        "-0.05",
        "79228162514264337593543950335",
        "-79228162514264337593543950335",
        "7.9228162514264337593543950335",
        "0.0000000000000000000000000001",
    ] {
        assert_eq!(converted(text).as_deref(), Ok(text));
    }
}

#[test]
fn zeros_that_do_not_fit_are_dropped() {
    for (text, written) in [
        ("007", "7"),
        ("-0.00", "0.00"),
        // Zeros that do not fit.
        ("1.00000000000000000000000000000000000000000", "1.0000000000000000000000000000"),
        ("79228162514264337593543950335.00", "79228162514264337593543950335"),
        ("7922816251426433759354395033.500", "7922816251426433759354395033.5"),
        ("0.00000000000000000000000000000", "0.0000000000000000000000000000"),
    ] {
        assert_eq!(converted(text).as_deref(), Ok(written), "{text}");
    }
}

#[test]
fn digits_that_do_not_fit_are_errors() {
    for (text, error) in [
        ("79228162514264337593543950336", InvalidDecimal::OutOfRange),
        ("-79228162514264337593543950336.5", InvalidDecimal::OutOfRange),
        ("170141183460469231731687303715884105728", InvalidDecimal::OutOfRange),
        ("79228162514264337593543950335.5", InvalidDecimal::Inexact),
        ("7.92281625142643375935439503351", InvalidDecimal::Inexact),
        ("0.00000000000000000000000000001", InvalidDecimal::Inexact),
        ("-1.00000000000000000000000000001", InvalidDecimal::Inexact),
    ] {
        assert_eq!(converted(text), Err(error), "{text}");
    }
}

#[test]
fn other_texts_are_no_decimals() {
    for text in ["", "-", "1e3", "1,00", "+1", ".5", "5.", "NaN"] {
        assert_eq!(converted(text), Err(InvalidDecimal::NotDecimal), "{text}");
    }
}

#[test]
fn every_number_can_be_written() {
    use rust_decimal::Decimal as Number;
    for (number, text) in [
        (Number::new(5000, 2), "50.00"),
        (Number::new(-5, 28), "-0.0000000000000000000000000005"),
        (Number::MAX, "79228162514264337593543950335"),
        (Number::MIN, "-79228162514264337593543950335"),
    ] {
        assert_eq!(Decimal::from(number).as_str(), text);
    }
}

proptest! {
    #[test]
    fn a_number_survives_both_conversions(lo: u32, mid: u32, hi: u32, negative: bool, scale in 0_u32..29) {
        let number = rust_decimal::Decimal::from_parts(lo, mid, hi, negative, scale);
        let decimal = Decimal::from(number);
        let back = rust_decimal::Decimal::try_from(&decimal).expect("it has room");
        prop_assert_eq!((back, back.scale()), (number, number.scale()));
        prop_assert_eq!(decimal.parts(), Ok((number.mantissa(), number.scale())));
        prop_assert_eq!(rust_decimal::Decimal::try_from(decimal), Ok(number));
    }

    /// `rust_decimal` agrees on every text: exact, or an error.
    #[test]
    fn rust_decimal_agrees(text in r"-?[0-9]{1,31}(\.[0-9]{1,31})?") {
        let expected = rust_decimal::Decimal::from_str_exact(&text);
        match rust_decimal::Decimal::try_from(&Decimal::from(text.as_str())) {
            Ok(number) => prop_assert!(expected.is_err() || expected == Ok(number), "{}", text),
            Err(_) => prop_assert!(expected.is_err(), "{}", text),
        }
    }
}
