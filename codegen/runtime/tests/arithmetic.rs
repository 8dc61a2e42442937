//! Numbers are compared and divided exactly, however they are written and however `serde_json` holds them.

use std::cmp::Ordering;

use codegen_runtime::arithmetic::{
    compare, compare_integer, equal, is_integer, is_multiple_of, is_multiple_of_integer, Constant,
};
use proptest::prelude::*;
use serde_json::Number;

fn number(text: &str) -> Number {
    serde_json::from_str(text).unwrap()
}

#[test]
fn integers_are_recognized_however_they_are_written() {
    for text in ["2", "2.0", "-0", "-0.0", "1e3", "18446744073709551615", "1e300", "-9223372036854775808"] {
        assert!(is_integer(&number(text)), "{text}");
    }
    for text in ["0.5", "-2.000001", "1e-7", "1048576.5"] {
        assert!(!is_integer(&number(text)), "{text}");
    }
}

#[test]
fn integers_beyond_the_precision_of_floats_are_told_apart() {
    assert_eq!(compare_integer(&number("9007199254740993"), 9_007_199_254_740_992), Ordering::Greater);
    assert_eq!(compare_integer(&number("18446744073709551615"), i64::MAX), Ordering::Greater);
    assert_eq!(compare_integer(&number("5.0"), 5), Ordering::Equal);
    assert_eq!(compare_integer(&number("4.9999999"), 5), Ordering::Less);
    assert_eq!(compare_integer(&number("-1e300"), i64::MIN), Ordering::Less);
    assert!(!equal(&number("9007199254740993"), &number("9007199254740992")));
    assert!(equal(&number("1"), &number("1.0")));
    assert!(!equal(&number("18446744073709551615"), &number("-1")));
}

#[test]
fn constants_are_compared_as_they_are_written() {
    let tenth = Constant { text: "0.1", nearest: 0.1 };
    assert_eq!(compare(&number("0.1"), tenth), Ordering::Equal);
    assert_eq!(compare(&number("0.10000000000000002"), tenth), Ordering::Greater);
    let beyond = Constant { text: "1e400", nearest: f64::INFINITY };
    assert_eq!(compare(&number("1.7976931348623157e308"), beyond), Ordering::Less);
}

#[test]
fn decimals_are_divided_without_rounding() {
    for (dividend, divisor) in
        [("0.3", "0.1"), ("19.99", "0.01"), ("4.02", "0.01"), ("1e22", "1"), ("0", "0.7"), ("-1.5", "0.5")]
    {
        assert!(is_multiple_of(&number(dividend), divisor), "{dividend} / {divisor}");
    }
    assert!(!is_multiple_of(&number("0.305"), "0.01"));
    assert!(is_multiple_of_integer(&number("18446744073709551615"), 5));
    assert!(is_multiple_of_integer(&number("-9223372036854775808"), 2));
    assert!(is_multiple_of_integer(&number("6.0"), 3));
    assert!(!is_multiple_of_integer(&number("6.5"), 3));
}

proptest! {
    #[test]
    fn order_is_that_of_the_integers(left: i64, right: i64) {
        prop_assert_eq!(compare_integer(&Number::from(left), right), left.cmp(&right));
        prop_assert_eq!(equal(&Number::from(left), &Number::from(right)), left == right);
    }

    #[test]
    fn order_is_that_of_the_floats(left in prop::num::f64::NORMAL, right in prop::num::f64::NORMAL) {
        let text: &'static str = Box::leak(Number::from_f64(right).unwrap().to_string().into_boxed_str());
        let constant = Constant { text, nearest: right };
        prop_assert_eq!(compare(&Number::from_f64(left).unwrap(), constant), left.partial_cmp(&right).unwrap());
    }

    #[test]
    fn cents_are_multiples_of_a_cent(cents: i32) {
        let text = format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
        prop_assert!(is_multiple_of(&number(&text), "0.01"), "{}", text);
    }
}
