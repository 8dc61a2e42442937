//! Numbers are compared and divided exactly, in any spelling and in either representation of `serde_json`.

use std::cmp::Ordering;

use codegen_runtime::text::tree::Tree;
use codegen_runtime::value::exact::Exact;
use codegen_runtime::value::instance::{Constant, Instance, Kind, Number as _};
use proptest::prelude::*;
use serde_json::{Number, Value};

fn number(text: &str) -> Number {
    serde_json::from_str(text).unwrap()
}

#[test]
fn integers_are_recognized_in_any_spelling() {
    for text in ["2", "2.0", "-0", "-0.0", "1e3", "18446744073709551615", "1e300", "-9223372036854775808"] {
        assert!(number(text).is_integer(), "{text}");
    }
    for text in ["0.5", "-2.000001", "1e-7", "1048576.5"] {
        assert!(!number(text).is_integer(), "{text}");
    }
}

#[test]
fn integers_beyond_float_precision_differ() {
    assert_eq!(number("9007199254740993").compare_integer(9_007_199_254_740_992), Ordering::Greater);
    assert_eq!(number("18446744073709551615").compare_integer(i64::MAX), Ordering::Greater);
    assert_eq!(number("5.0").compare_integer(5), Ordering::Equal);
    assert_eq!(number("4.9999999").compare_integer(5), Ordering::Less);
    assert_eq!(number("-1e300").compare_integer(i64::MIN), Ordering::Less);
    assert!(!number("9007199254740993").equals(&number("9007199254740992")));
    assert!(number("1").equals(&number("1.0")));
    assert!(!number("18446744073709551615").equals(&number("-1")));
}

#[test]
fn constants_are_compared_as_written() {
    let tenth = Constant { text: "0.1", nearest: 0.1 };
    assert_eq!(number("0.1").compare(tenth), Ordering::Equal);
    assert_eq!(number("0.10000000000000002").compare(tenth), Ordering::Greater);
    let beyond = Constant { text: "1e400", nearest: f64::INFINITY };
    assert_eq!(number("1.7976931348623157e308").compare(beyond), Ordering::Less);
}

#[test]
fn decimals_are_divided_without_rounding() {
    for (dividend, divisor) in
        [("0.3", "0.1"), ("19.99", "0.01"), ("4.02", "0.01"), ("1e22", "1"), ("0", "0.7"), ("-1.5", "0.5")]
    {
        assert!(number(dividend).is_multiple_of(divisor), "{dividend} / {divisor}");
    }
    assert!(!number("0.305").is_multiple_of("0.01"));
    assert!(number("18446744073709551615").is_multiple_of_integer(5));
    assert!(number("-9223372036854775808").is_multiple_of_integer(2));
    assert!(number("6.0").is_multiple_of_integer(3));
    assert!(!number("6.5").is_multiple_of_integer(3));
}

proptest! {
    #[test]
    fn integers_are_ordered_by_value(left: i64, right: i64) {
        prop_assert_eq!(Number::from(left).compare_integer(right), left.cmp(&right));
        prop_assert_eq!(Number::from(left).equals(&Number::from(right)), left == right);
    }

    #[test]
    fn floats_are_ordered_by_value(left in prop::num::f64::NORMAL, right in prop::num::f64::NORMAL) {
        let text: &'static str = Box::leak(Number::from_f64(right).unwrap().to_string().into_boxed_str());
        let constant = Constant { text, nearest: right };
        prop_assert_eq!(Number::from_f64(left).unwrap().compare(constant), left.partial_cmp(&right).unwrap());
    }

    #[test]
    fn cents_are_multiples_of_a_cent(cents: i32) {
        let text = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        prop_assert!(number(&text).is_multiple_of("0.01"), "{}", text);
    }
}

/// Computes the same on a number of `serde_json` and on its copy in a tree.
fn asked(
    number: &impl codegen_runtime::value::instance::Number,
    integer: i64,
    constant: Constant,
) -> [Option<Ordering>; 5] {
    let is_so = |is_so: bool| is_so.then_some(Ordering::Equal);
    [
        Some(number.compare_integer(integer)),
        Some(number.compare(constant)),
        is_so(number.is_integer()),
        is_so(number.is_multiple_of_integer(integer.unsigned_abs().max(1))),
        is_so(number.is_multiple_of(constant.text)),
    ]
}

fn agree(text: &str, integer: i64, constant: Constant) {
    let value = Value::Number(number(text));
    let tree = Tree::from(&value);
    let (Kind::Number(left), Kind::Number(right)) = (value.kind(), tree.kind()) else { panic!("{text} is a number") };
    assert_eq!(asked(left, integer, constant), asked(right, integer, constant), "{text}, {integer}, {constant:?}");
}

#[test]
fn a_tree_keeps_its_values_numbers() {
    let constants = [
        "0.1",
        "9007199254740993.0",
        "18446744073709551616",
        "1e400",
        "-1e400",
        "1e-400",
        "1e308",
        "0.30000000000000004",
    ];
    for text in [
        "0",
        "-0.0",
        "0.1",
        "9007199254740993.0",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "1e308",
        "1e-320",
        "0.3",
        "2.0",
    ] {
        for constant in constants {
            let nearest = constant.parse().unwrap();
            agree(text, 3, Constant { text: constant, nearest });
            agree(text, 9_007_199_254_740_993, Constant { text: constant, nearest });
        }
    }
}

#[test]
fn a_64_bit_integer_is_never_rounded() {
    let beyond = Constant { text: "18446744073709551616", nearest: 18_446_744_073_709_551_616.0 };
    assert_eq!(number("18446744073709551615").compare(beyond), Ordering::Less);
    assert_eq!(number("18446744073709551617").compare(beyond), Ordering::Equal, "its digits are gone");
}

#[test]
fn exponents_of_any_length_keep_their_sign() {
    let digits = "9".repeat(40);
    for (text, order) in [(format!("3.5e{digits}"), Ordering::Greater), (format!("3.5e-{digits}"), Ordering::Less)] {
        let number = Exact::parse(&text).unwrap();
        assert_eq!(number.cmp(&Exact::parse("1").unwrap()), order, "{text}");
        assert_eq!(number.is_integer(), order.is_gt(), "{text}");
    }
}
