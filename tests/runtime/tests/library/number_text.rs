//! Decisions on a number's digits agree with exact decimals.

use std::cmp::Ordering;

use codegen_runtime::text::scanner::Scanner;
use codegen_runtime::value::exact::Exact;
use proptest::prelude::*;

fn check(number: &str, other: &str) {
    let mut scanner = Scanner::new(number.as_bytes());
    let read = scanner.number().unwrap_or_else(|| panic!("{number} is a number"));
    let (left, right) = (Exact::parse(number).unwrap(), Exact::parse(other).unwrap());
    assert_eq!(read.compare(other), left.cmp(&right), "{number} and {other}");
    assert_eq!(read.to_integer(), left.to_i128().and_then(|integer| integer.try_into().ok()), "{number}");
    let expected = left.is_multiple_of(&right);
    assert_eq!(read.is_multiple_of(other), expected.unwrap(), "{number} divided by {other}");
    if let Ok(bound) = other.parse::<i64>() {
        assert_eq!(read.compare_integer(bound), left.cmp(&right), "{number} and {other}");
        if bound > 0 {
            assert_eq!(read.is_multiple_of_integer(bound), expected.unwrap(), "{number} divided by {other}");
        }
    }
}

/// Numbers at the limits of the fast paths.
const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "-0.5",
    "0.5",
    "1",
    "1.0",
    "-1",
    "10",
    "0.01",
    "0.010",
    "19.99",
    "-19.99",
    "0.30",
    "0.1",
    "3e2",
    "3E-2",
    "1e400",
    "-1e400",
    "99999999999999999",
    "999999999999999999",
    "-999999999999999999",
    "9999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551616",
    "0.0000000000000001",
    "0.00000000000000001",
    "99999999.999999999",
    "123456789.12345678901",
];

#[test]
fn limits_are_exact() {
    for number in NUMBERS {
        for other in NUMBERS {
            check(number, other);
        }
    }
}

#[test]
fn a_fraction_is_between_its_integers() {
    for (number, bound, order) in [
        ("2.5", 2, Ordering::Greater),
        ("2.5", 3, Ordering::Less),
        ("-2.5", -2, Ordering::Less),
        ("-2.0", -2, Ordering::Equal),
    ] {
        let read = Scanner::new(number.as_bytes()).number().expect("it is a number");
        assert_eq!(read.compare_integer(bound), order, "{number} and {bound}");
    }
}

proptest! {
    #[test]
    fn numbers_are_exact(
        number in "-?(0|[1-9][0-9]{0,18})([.][0-9]{1,18})?(e-?[0-9])?",
        other in "-?(0|[1-9][0-9]{0,8})([.][0-9]{1,9})?",
    ) {
        check(&number, &other);
    }

    #[test]
    fn multiples_are_found(factor in -1_000_000_i64..1_000_000, digits in 1_i64..1000, zeros in 0_usize..3) {
        let number = format!("{}{}.{:02}{}", if factor < 0 { "-" } else { "" }, (factor * digits).abs() / 100, (factor * digits).abs() % 100, "0".repeat(zeros));
        let divisor = format!("{}.{:02}", digits / 100, digits % 100);
        check(&number, &divisor);
    }
}
