//! What a decimal string is worth, and that it stays as it was written.

use codegen_runtime::decimal::{Decimal, InvalidDecimal};

#[test]
fn the_value_is_exact() {
    for (text, mantissa, scale) in [
        ("50.00", 5000, 2),
        ("0", 0, 0),
        ("-0.05", -5, 2),
        ("007", 7, 0),
        ("170141183460469231731687303715884105727", i128::MAX, 0),
    ] {
        assert_eq!(Decimal::from(text).parts(), Ok((mantissa, scale)), "{text}");
    }
    assert_eq!(Decimal::from("-170141183460469231731687303715884105728").parts(), Ok((i128::MIN, 0)));
    assert_eq!(Decimal::from("170141183460469231731687303715884105728").parts(), Err(InvalidDecimal::OutOfRange));
}

#[test]
fn minor_units_are_whole() {
    for (text, units) in [("50.00", 5000), ("50", 5000), ("50.000", 5000), ("0.5", 50), ("-1.23", -123), ("0", 0)] {
        assert_eq!(Decimal::from(text).to_minor_units(2), Ok(units), "{text}");
    }
    assert_eq!(Decimal::from("0.005").to_minor_units(2), Err(InvalidDecimal::Inexact));
    assert_eq!(Decimal::from("1").to_minor_units(u32::MAX), Err(InvalidDecimal::OutOfRange));
}

#[test]
fn other_texts_have_no_value() {
    for text in ["", "-", ".5", "5.", "1e3", "+1", "1,00", " 1", "1.0.0", "\u{661}"] {
        assert!(!Decimal::from(text).is_decimal(), "{text}");
        assert_eq!(Decimal::from(text).parts(), Err(InvalidDecimal::NotDecimal), "{text}");
        assert_eq!(Decimal::from(text).to_minor_units(2), Err(InvalidDecimal::NotDecimal), "{text}");
    }
}

#[test]
fn any_string_goes_out_as_it_came_in() {
    let decimal: Decimal = serde_json::from_str(r#""50.00""#).expect("any string is taken");
    assert_eq!(serde_json::to_string(&decimal).expect("it is a string"), r#""50.00""#);
}
