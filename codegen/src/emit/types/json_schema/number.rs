//! Numbers of a schema as JSON text: exact, and the nearest form that `serde_json` holds without `arbitrary_precision`.

use std::fmt::Write as _;

use codegen_runtime::value::exact::Decimal;
use serde_json::{Map, Value, json};

use crate::json::{self, Node};
use crate::model::AssertionKind;

/// How the numbers of a document are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// As the schema has them.
    Exact,
    /// As numbers that `serde_json` holds as `i64`, `u64` or `f64`, which are then all numbers that an instance can have.
    Held,
}

/// Stands before the text of a number, which is a string until [`text`] writes it.
const EXACT: char = '\u{fdd0}';

/// The first integer behind which not every integer is an `f64`.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

impl Numbers {
    /// The keywords of a bound or a divisor; `None` for any other assertion.
    ///
    /// A number between zero and the least `f64`, or beyond the greatest, becomes another keyword with the same verdict on all numbers
    /// that can be held. Two cases remain: a number between two neighbours of `f64` is rounded to the nearer one, as an instance is; and
    /// a divisor next to zero is dropped, because only its digits could tell a multiple.
    pub(super) fn bound(self, kind: &AssertionKind) -> Option<Map<String, Value>> {
        let (keyword, text) = match kind {
            AssertionKind::MultipleOf(text) => ("multipleOf", text),
            AssertionKind::Maximum(text) => ("maximum", text),
            AssertionKind::ExclusiveMaximum(text) => ("exclusiveMaximum", text),
            AssertionKind::Minimum(text) => ("minimum", text),
            AssertionKind::ExclusiveMinimum(text) => ("exclusiveMinimum", text),
            _ => return None,
        };
        let exact = || Map::from_iter([(keyword.to_owned(), number(text))]);
        if self == Self::Exact || is_held(text) {
            return Some(exact());
        }
        let is_negative = text.starts_with('-');
        let is_upper = keyword.ends_with("aximum");
        let keywords = match Nearest::of(text) {
            Nearest::Zero if keyword == "multipleOf" => json!({}),
            Nearest::Beyond if keyword == "multipleOf" => json!({ "minimum": 0, "maximum": 0 }),
            Nearest::Zero => match (is_upper, is_negative) {
                (true, false) => json!({ "maximum": 0 }),
                (true, true) => json!({ "exclusiveMaximum": 0 }),
                (false, false) => json!({ "exclusiveMinimum": 0 }),
                (false, true) => json!({ "minimum": 0 }),
            },
            Nearest::Beyond if is_upper == is_negative => json!({ "not": { "type": "number" } }),
            Nearest::Beyond => json!({}),
            Nearest::Number(nearest) => match between(text, nearest).filter(|_| keyword != "multipleOf") {
                Some((below, _)) if is_upper => json!({ "maximum": number(&below.to_string()) }),
                Some((_, above)) => json!({ "minimum": number(&above.to_string()) }),
                None => Value::Object(Map::from_iter([(keyword.to_owned(), number(&written(nearest)))])),
            },
        };
        match keywords {
            Value::Object(keywords) => Some(keywords),
            _ => Some(exact()),
        }
    }

    /// A value of a schema; `None` when one of its numbers cannot be held, so that no instance is equal to it.
    pub(super) fn value(self, node: &Node) -> Option<Value> {
        Some(match &node.value {
            json::Value::Number(text) if self == Self::Exact || is_held(text) => number(text),
            json::Value::Number(text) => match Nearest::of(text) {
                Nearest::Number(nearest) => number(&written(nearest)),
                Nearest::Zero | Nearest::Beyond => return None,
            },
            json::Value::Array(elements) => {
                Value::Array(elements.iter().map(|element| self.value(element)).collect::<Option<_>>()?)
            }
            json::Value::Object(members) => {
                let members = members.iter().map(|member| Some((member.name.clone(), self.value(&member.node)?)));
                Value::Object(members.collect::<Option<_>>()?)
            }
            _ => node.to_serde(),
        })
    }
}

/// The `f64` that is nearest to a number that is none.
enum Nearest {
    /// Only zero is, and the number is not.
    Zero,
    /// It is greater than all, or less.
    Beyond,
    Number(f64),
}

impl Nearest {
    fn of(text: &str) -> Self {
        match text.parse::<f64>() {
            Ok(nearest) if nearest.is_infinite() => Self::Beyond,
            Ok(0.0) => Self::Zero,
            Ok(nearest) => Self::Number(nearest),
            Err(_) => Self::Beyond,
        }
    }
}

/// Whether `serde_json` holds a number, be it as an `f64` that is written as this number.
fn is_held(text: &str) -> bool {
    if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() {
        return true;
    }
    let Some(nearest) = text.parse::<f64>().ok().filter(|nearest| nearest.is_finite()) else {
        return false;
    };
    let text_of_nearest = written(nearest);
    Decimal::parse(&text_of_nearest) == Decimal::parse(text)
}

/// The integers on both sides of a number with a fraction, where integers are held and such numbers are not.
fn between(text: &str, nearest: f64) -> Option<(i128, i128)> {
    let is_between = nearest.abs() >= LAST_EXACT && !text.contains(['e', 'E']);
    let (digits, _) = text.split_once('.').filter(|_| is_between)?;
    let toward_zero: i128 = digits.parse().ok()?;
    i64::try_from(toward_zero).map(|_| ()).or_else(|_| u64::try_from(toward_zero).map(|_| ())).ok()?;
    Some(if text.starts_with('-') { (toward_zero - 1, toward_zero) } else { (toward_zero, toward_zero + 1) })
}

/// The shortest text that reads as this number.
fn written(number: f64) -> String {
    format!("{number:e}")
}

/// A number of a schema, by its text.
fn number(text: &str) -> Value {
    let integer = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    match integer {
        // `-0` is no integer's text.
        Ok(integer) if text != "-0" => integer,
        _ => json!(format!("{EXACT}{text}")),
    }
}

/// Whether a value is a number that only [`text`] can write.
pub(super) fn is_marked(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(EXACT))
}

/// The text of a value. Everything that is not visible is written as an escape.
pub(super) fn text(value: &Value) -> String {
    let text = value.to_string();
    let mark = format!("\"{EXACT}");
    let mut parts = text.split(&mark);
    let first = parts.next().unwrap_or_default().to_owned();
    // The digits end where the string does.
    let exact = parts.fold(first, |written, part| written + &part.replacen('"', "", 1));
    let mut escaped = String::with_capacity(exact.len());
    for found in exact.chars() {
        if is_visible(found) {
            escaped.push(found);
        } else {
            let mut units = [0; 2];
            for unit in found.encode_utf16(&mut units) {
                write!(escaped, "\\u{unit:04x}").expect("a String takes everything");
            }
        }
    }
    escaped
}

fn is_visible(found: char) -> bool {
    // `escape_debug` escapes quotes and backslashes, too, which are JSON's here.
    found.is_ascii_graphic() || found == ' ' || found.escape_debug().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(kind: &AssertionKind) -> String {
        text(&Value::Object(Numbers::Held.bound(kind).expect("it is a bound")))
    }

    #[test]
    fn numbers_keep_their_digits() {
        let exact = |kind| text(&Value::Object(Numbers::Exact.bound(&kind).expect("it is a bound")));
        for digits in ["-123456789012345678901234567890", "0.5", "1e400", "1e-400", "9007199254740991", "1.0", "-0"] {
            assert_eq!(exact(AssertionKind::Minimum(digits.to_owned())), format!(r#"{{"minimum":{digits}}}"#));
        }
    }

    #[test]
    fn lossy_numbers_have_an_equivalent_form() {
        use AssertionKind::{ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum, MultipleOf};
        type Bound = fn(String) -> AssertionKind;
        let cases: [(Bound, &str, &str); 15] = [
            (Minimum, "1e-400", r#"{"exclusiveMinimum":0}"#),
            (ExclusiveMinimum, "1e-400", r#"{"exclusiveMinimum":0}"#),
            (Maximum, "1e-400", r#"{"maximum":0}"#),
            (ExclusiveMaximum, "1e-400", r#"{"maximum":0}"#),
            (Minimum, "-1e-400", r#"{"minimum":0}"#),
            (Maximum, "-1e-400", r#"{"exclusiveMaximum":0}"#),
            (Minimum, "1e400", r#"{"not":{"type":"number"}}"#),
            (Maximum, "1e400", "{}"),
            (Minimum, "-1e400", "{}"),
            (ExclusiveMaximum, "-1e400", r#"{"not":{"type":"number"}}"#),
            (MultipleOf, "1e400", r#"{"maximum":0,"minimum":0}"#),
            (MultipleOf, "1e-400", "{}"),
            (Minimum, "9007199254740992.5", r#"{"minimum":9007199254740993}"#),
            (ExclusiveMaximum, "-9007199254740992.5", r#"{"maximum":-9007199254740993}"#),
            (Minimum, "123456789012345678901234567890", r#"{"minimum":1.2345678901234568e29}"#),
        ];
        for (bound, digits, expected) in cases {
            assert_eq!(held(&bound(digits.to_owned())), expected, "{digits}");
        }
    }

    #[test]
    fn what_is_not_visible_is_escaped() {
        assert_eq!(text(&json!("a\u{202e}b\u{feff}\u{e0001}\"\\ß")), r#""a\u202eb\ufeff\udb40\udc01\"\\ß""#);
    }
}
