//! Long numbers: digits, fractions and exponents beyond all machine types.

use stress::{compiled, interpreter};
use support::clock::assert_linear;

/// Asserts the verdict of the validators on texts, for a long number.
fn assert_verdict(name: &str, size: usize, text: impl Fn(usize) -> String, expected: bool) {
    let compiled = compiled(name);
    assert_linear(&format!("{name} from bytes"), size, &text, |text| {
        assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{name}: {text:.50}");
        assert_eq!((compiled.validate_slice)(text.as_bytes()).is_ok(), expected, "{name}: {text:.50}");
    });
    let interpreter = interpreter(name);
    assert_linear(&format!("{name} interpreted"), size, &text, |text| {
        assert_eq!(interpreter.is_valid(text), Some(expected), "{name}: {text:.50}");
    });
}

const SIZE: usize = 250_000;

#[test]
fn a_megabyte_of_digits() {
    let digits = |size: usize| "7".repeat(size);
    assert_verdict("any", SIZE, digits, true);
    assert_verdict("integer", SIZE, digits, true);
    assert_verdict("bounds", SIZE, digits, false);
    assert_verdict("bounds", SIZE, |size| format!("-{}", digits(size)), false);
    assert_verdict("hundredths", SIZE, digits, true);
    assert_verdict("sevenths", SIZE, digits, true);
    assert_verdict("sevenths", SIZE, |size| digits(size) + "1", false);
    assert_verdict("enumerated", SIZE, digits, false);
    assert_verdict("enumerated", SIZE, |size| format!("1.{}", "0".repeat(size)), true);
}

#[test]
fn a_megabyte_of_fraction() {
    assert_verdict("integer", SIZE, |size| format!("1.{}", "0".repeat(size)), true);
    assert_verdict("integer", SIZE, |size| format!("1.{}1", "0".repeat(size)), false);
    assert_verdict("integer", SIZE, |size| format!("1{}e-{size}", "0".repeat(size)), true);
    assert_verdict("integer", SIZE, |size| format!("1{}e-{}", "0".repeat(size), size + 1), false);
    assert_verdict("bounds", SIZE, |size| format!("0.{}", "9".repeat(size)), true);
    assert_verdict("hundredths", SIZE, |size| format!("0.01{}", "0".repeat(size)), true);
    assert_verdict("hundredths", SIZE, |size| format!("0.01{}1", "0".repeat(size)), false);
}

#[test]
fn exponents_of_a_million_digits() {
    let exponent = |size: usize| "9".repeat(size);
    assert_verdict("any", SIZE, |size| format!("1e{}", exponent(size)), true);
    assert_verdict("integer", SIZE, |size| format!("1e{}", exponent(size)), true);
    assert_verdict("integer", SIZE, |size| format!("1e-{}", exponent(size)), false);
    assert_verdict("bounds", SIZE, |size| format!("1e{}", exponent(size)), false);
    assert_verdict("bounds", SIZE, |size| format!("-1e-{}", exponent(size)), true);
    assert_verdict("bounds", SIZE, |size| format!("1e{}1", "0".repeat(size)), true);
    assert_verdict("hundredths", SIZE, |size| format!("3e{}", exponent(size)), true);
    assert_verdict("hundredths", SIZE, |size| format!("3e-{}", exponent(size)), false);
    assert_verdict("sevenths", SIZE, |size| format!("3e{}", exponent(size)), false);
    assert_verdict("sevenths", SIZE, |size| format!("7e+{}", exponent(size)), true);
    assert_verdict("sevenths", SIZE, |size| format!("0e-{}", exponent(size)), true);
    assert_verdict("enumerated", SIZE, |size| format!("1e-{}", exponent(size)), false);
    assert_verdict("enumerated", SIZE, |size| format!("1e-{}", "0".repeat(size)), true);
}

#[test]
fn long_numbers_are_compared_in_linear_time() {
    assert_verdict("unique", SIZE, |size| format!("[1{0},1{0}.0,2]", "0".repeat(size)), false);
    assert_verdict("unique", SIZE, |size| format!("[1{0},1{0}.01,2]", "0".repeat(size)), true);
}
