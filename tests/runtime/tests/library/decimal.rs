//! The value of a decimal string, which keeps its text.

use std::cmp::Ordering;

use codegen_runtime::value::decimal::{Decimal, InvalidDecimal};

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
fn any_string_survives_unchanged() {
    let decimal: Decimal = serde_json::from_str(r#""50.00""#).expect("any string is taken");
    assert_eq!(serde_json::to_string(&decimal).expect("it is a string"), r#""50.00""#);
}

#[test]
fn numbers_of_any_length_are_compared() {
    let long = format!("1{}", "0".repeat(60));
    let longer = format!("{long}.{}1", "0".repeat(60));
    // Ascending; the texts in a line are one number.
    let numbers: &[&[&str]] = &[
        &["-100"],
        &["-9.99"],
        &["-0.01"],
        &["0", "-0", "0.00", "-000.0"],
        &["0.05"],
        &["0.5", "00.50"],
        &["9"],
        &["50", "50.00", "050"],
        &["50.001"],
        &["100"],
        &[&long],
        &[&longer],
    ];
    for (left_rank, left) in numbers.iter().enumerate() {
        for (right_rank, right) in numbers.iter().enumerate() {
            for (left, right) in left.iter().flat_map(|left| right.iter().map(move |right| (*left, *right))) {
                let compared = Decimal::from(left).cmp_value(&Decimal::from(right));
                assert_eq!(compared, Ok(left_rank.cmp(&right_rank)), "{left} {right}");
            }
        }
    }
    assert_eq!(Decimal::from("1").cmp_value(&Decimal::from("one")), Err(InvalidDecimal::NotDecimal));
    assert_eq!(Decimal::from("one").cmp_value(&Decimal::from("one")), Err(InvalidDecimal::NotDecimal));
    assert_eq!(Decimal::from("1").cmp_value(&Decimal::from("1.0")), Ok(Ordering::Equal));
}

#[test]
fn only_a_decimal_is_parsed() {
    assert_eq!("50.00".parse(), Ok(Decimal::from("50.00")));
    for text in ["", "-", ".5", "1e3", "+1", " 1"] {
        assert_eq!(text.parse::<Decimal>(), Err(InvalidDecimal::NotDecimal), "{text}");
    }
}
