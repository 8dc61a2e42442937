//! Numbers of a schema as JSON text: exact, and the nearest form that `serde_json` holds without `arbitrary_precision`.

use std::fmt::Write as _;

use codegen_runtime::value::exact::Exact;
use serde_json::{Value, json};

use crate::json::{self, Node};

/// The representation of numbers in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// Exact, as in the schema.
    Exact,
    /// Representable by `serde_json` as `i64`, `u64` or `f64`, the only numbers that instances can have then.
    Held,
}

/// The mark before the text of a number, which is a string until [`text`] writes it.
const EXACT: char = '\u{fdd0}';

/// The integer beyond which not every integer is an `f64`.
const LAST_EXACT: f64 = 9_007_199_254_740_992.0;

impl Numbers {
    /// Returns the replacement for a number that cannot be held; `None` for a number that is written as it is.
    pub fn rounded(self, text: &str) -> Option<Nearest> {
        (self == Self::Held && !is_held(text)).then(|| Nearest::of(text))
    }

    /// Returns a value of a schema; `None` if one of its numbers cannot be held, so that no instance equals it.
    pub fn value(self, node: &Node) -> Option<Value> {
        Some(match &node.value {
            json::Value::Number(text) => match self.rounded(text) {
                None => number(text),
                Some(Nearest::Number(nearest)) => number(&written(nearest)),
                Some(Nearest::Zero | Nearest::Beyond) => return None,
            },
            json::Value::Array(elements) => {
                Value::Array(elements.iter().map(|element| self.value(element)).collect::<Option<_>>()?)
            }
            json::Value::Object(members) => {
                let members = members.iter().map(|member| Some((member.name.clone(), self.value(&member.node)?)));
                Value::Object(members.collect::<Option<_>>()?)
            }
            json::Value::Null | json::Value::Boolean(_) | json::Value::String(_) => node.to_serde(),
        })
    }
}

/// The nearest `f64` to a number that is not representable.
#[derive(Clone, Copy, Debug)]
pub enum Nearest {
    /// Zero, for a number other than zero.
    Zero,
    /// Beyond the range of `f64`, at either end.
    Beyond,
    /// This number.
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

/// Returns true if `serde_json` holds a number, possibly as an `f64` with the same text.
fn is_held(text: &str) -> bool {
    if text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok() {
        return true;
    }
    let Some(nearest) = text.parse::<f64>().ok().filter(|nearest| nearest.is_finite()) else {
        return false;
    };
    let text_of_nearest = written(nearest);
    Exact::parse(&text_of_nearest) == Exact::parse(text)
}

/// Returns the integers on both sides of a number with a fraction, if integers can be held and such numbers cannot.
pub fn between(text: &str, nearest: f64) -> Option<(i128, i128)> {
    let is_between = nearest.abs() >= LAST_EXACT && !text.contains(['e', 'E']);
    let (digits, _) = text.split_once('.').filter(|_| is_between)?;
    let toward_zero: i128 = digits.parse().ok()?;
    i64::try_from(toward_zero).map(|_| ()).or_else(|_| u64::try_from(toward_zero).map(|_| ())).ok()?;
    Some(if text.starts_with('-') { (toward_zero - 1, toward_zero) } else { (toward_zero, toward_zero + 1) })
}

/// Returns the shortest text that reads as this number.
pub fn written(number: f64) -> String {
    format!("{number:e}")
}

/// Returns a number of a schema by its text.
pub fn number(text: &str) -> Value {
    let integer = text.parse::<i64>().map(Value::from).or_else(|_| text.parse::<u64>().map(Value::from));
    match integer {
        // `-0` is not an integer's text.
        Ok(integer) if text != "-0" => integer,
        _ => json!(format!("{EXACT}{text}")),
    }
}

/// Returns true if a value is a number that only [`text`] can write.
pub fn is_marked(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with(EXACT))
}

/// Writes a value, with invisible characters escaped.
pub fn text(value: &Value) -> String {
    let text = value.to_string();
    let mark = format!("\"{EXACT}");
    let mut parts = text.split(&mark);
    let first = parts.next().unwrap_or_default().to_owned();
    // The digits end with the string.
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
    // `escape_debug` escapes quotes and backslashes, too, which belong to JSON here.
    found.is_ascii_graphic() || found == ' ' || found.escape_debug().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_visible_is_escaped() {
        assert_eq!(text(&json!("a\u{202e}b\u{feff}\u{e0001}\"\\ß")), r#""a\u202eb\ufeff\udb40\udc01\"\\ß""#);
    }
}
