//! Plain scalars by the core schema [YAML 1.2.2 §10.3.2]: `no`, dates and times are strings.

use std::num::ParseIntError;

use crate::json::node::Value;

/// Resolves a plain scalar; returns `None` for a number that JSON cannot hold.
pub(super) fn resolve(text: &str) -> Option<Value> {
    Some(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ if is_beyond(text) => return None,
        _ => match based(text) {
            Some(integer) => Value::Number(integer.ok()?.to_string()),
            None => decimal(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
        },
    })
}

/// Returns true for an infinity, and for what is not a number.
fn is_beyond(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// Reads an octal or hexadecimal integer; an error if it is too large.
fn based(text: &str) -> Option<Result<u128, ParseIntError>> {
    let (digits, radix) = match text.get(..2)? {
        "0o" => (&text[2..], 8),
        "0x" => (&text[2..], 16),
        _ => return None,
    };
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    is_number.then(|| u128::from_str_radix(digits, radix))
}

/// Returns a decimal number in the spelling of JSON [RFC 8259 §6]: without `+` and leading zeros, with digits around the point.
fn decimal(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => ("-", unsigned),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(start) => (&unsigned[..start], &unsigned[start..]),
        None => (unsigned, ""),
    };
    let (integer, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(it, rest)| (it, Some(rest)));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let digits = exponent.get(1..).map(|digits| digits.strip_prefix(['-', '+']).unwrap_or(digits));
    let has_digits = !integer.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let is_number = has_digits
        && is_digits(integer)
        && fraction.is_none_or(is_digits)
        && digits.is_none_or(|digits| !digits.is_empty() && is_digits(digits));
    let integer = match integer.trim_start_matches('0') {
        "" => "0",
        integer => integer,
    };
    let fraction = match fraction {
        Some("") => ".0".to_owned(),
        Some(fraction) => format!(".{fraction}"),
        None => String::new(),
    };
    is_number.then(|| format!("{sign}{integer}{fraction}{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        match resolve(text) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    }

    #[test]
    fn numbers_get_the_spelling_of_json() {
        for (text, json) in [
            ("0", "0"),
            ("-7", "-7"),
            ("+12", "12"),
            ("007", "7"),
            ("-0", "-0"),
            (".5", "0.5"),
            ("5.", "5.0"),
            ("-.5e+3", "-0.5e+3"),
            ("1e3", "1e3"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("123456789012345678901234567890.25", "123456789012345678901234567890.25"),
        ] {
            assert_eq!(number(text).as_deref(), Some(json), "{text}");
            assert!(serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok());
        }
    }

    #[test]
    fn all_else_is_text() {
        for text in [
            "no",
            "y",
            "on",
            "2026-06-12",
            "12:30:45",
            "1_000",
            "0b1",
            "0x",
            "0o8",
            "1.2.3",
            ".",
            "-",
            "+",
            "e3",
            "1e",
            "--1",
            "+-1",
            "0x-1",
            "nULL",
            "1.5.e",
            "é",
            "inf",
            "NaN",
            "-0x1F",
        ] {
            assert_eq!(resolve(text), Some(Value::String(text.to_owned())));
        }
    }

    #[test]
    fn json_has_no_infinity() {
        for text in [".inf", "-.INF", "+.Inf", ".nan", ".NaN"] {
            assert_eq!(resolve(text), None, "{text}");
        }
        assert_eq!(resolve(&format!("0x{}", "F".repeat(33))), None);
    }
}
