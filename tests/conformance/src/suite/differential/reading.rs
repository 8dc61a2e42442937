//! The reading of a text by `serde_json`: the judge of the validators on bytes.

use std::collections::HashSet;
use std::fmt;

use codegen::json;
use codegen::json::Node;
use codegen_runtime::value::exact::Exact;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The reading of a text.
pub(crate) enum Reading {
    /// Malformed JSON, or JSON with a duplicate name, which `serde_json` accepts and the project refuses.
    Refused,
    /// JSON that the value represents exactly.
    Exact(Value),
    /// JSON with a number that `serde_json` rounds, or may have rounded to its value near a bound of the schema.
    Rounded(Value),
    /// JSON with a number out of `serde_json`'s range.
    Beyond,
    /// JSON that nests deeper than `serde_json` reads.
    Deep,
}

/// Reads a text with `serde_json`; `near_bounds` are those of [`near_bounds`].
pub(crate) fn read(input: &[u8], near_bounds: &[f64]) -> Reading {
    let Ok(text) = std::str::from_utf8(input) else { return Reading::Refused };
    let mut text = text.to_owned();
    let mut is_beyond = false;
    loop {
        match strict(&text) {
            Ok(_) if is_beyond => return Reading::Beyond,
            Ok(value) if is_exact(&text, &value, near_bounds) => return Reading::Exact(value),
            Ok(value) => return Reading::Rounded(value),
            Err(error) if error.to_string().contains("number out of range") => {
                is_beyond = true;
                blank_number(&mut text, &error);
            }
            Err(error) if error.to_string().contains("recursion limit") => return Reading::Deep,
            Err(_) => return Reading::Refused,
        }
    }
}

/// Overwrites the number of an error with zeros.
fn blank_number(text: &mut String, error: &serde_json::Error) {
    let line_start = text.split_inclusive('\n').take(error.line() - 1).map(str::len).sum::<usize>();
    let is_of_number = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    let mut bytes = std::mem::take(text).into_bytes();
    // The column is that of the number's last byte, or of the next one.
    let near = (line_start + error.column()).min(bytes.len());
    let last = (0..near).rev().find(|at| is_of_number(bytes[*at])).expect("the error is behind a number");
    let start = (0..=last).rev().take_while(|at| is_of_number(bytes[*at])).last().unwrap_or(last);
    // Only the number: text behind it may consist of the same bytes, and is an error of its own.
    let end = start + number_length(&bytes[start..]);
    bytes[start..end].fill(b' ');
    bytes[start] = b'0';
    *text = String::from_utf8(bytes).expect("numbers are ASCII");
}

/// Returns the length of the number at the start of some bytes.
fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let is_at = |at: usize, what: &[u8]| bytes.get(at).is_some_and(|byte| what.contains(byte));
    let mut end = usize::from(is_at(0, b"-"));
    end += digits(end);
    if is_at(end, b".") {
        end += 1 + digits(end + 1);
    }
    if is_at(end, b"eE") {
        end += 1 + usize::from(is_at(end + 1, b"+-"));
        end += digits(end);
    }
    end
}

fn strict(text: &str) -> Result<Value, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// A value whose objects have no duplicate names.
struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element_seed(Self)? {
            elements.push(element);
        }
        Ok(elements.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let (mut names, mut members) = (HashSet::new(), serde_json::Map::new());
        while let Some(name) = access.next_key::<String>()? {
            if !names.insert(name.clone()) {
                return Err(serde::de::Error::custom("a name twice"));
            }
            members.insert(name, access.next_value_seed(Self)?);
        }
        Ok(members.into())
    }
}

/// Returns the nearest `f64` to each number of a schema that is not one exactly: a generated validator counts a `Value` with such a number
/// as equal to the schema's, because it may have been before rounding.
pub(crate) fn near_bounds(schema: &Node) -> Vec<f64> {
    match &schema.value {
        json::Value::Number(text) => {
            let nearest = text.parse::<f64>().ok().filter(|nearest| nearest.is_finite());
            let is_exact = |nearest: &f64| Exact::parse(&Value::from(*nearest).to_string()) == Exact::parse(text);
            nearest.filter(|nearest| !is_exact(nearest)).into_iter().collect()
        }
        json::Value::Array(elements) => elements.iter().flat_map(near_bounds).collect(),
        json::Value::Object(members) => members.iter().flat_map(|member| near_bounds(&member.node)).collect(),
        _ => Vec::new(),
    }
}

/// Returns true if the numbers of the value are those of the text.
fn is_exact(text: &str, value: &Value, near_bounds: &[f64]) -> bool {
    let document = json::parse(&codegen::source::location::Source::new("instance.json", text.to_owned()));
    document.is_ok_and(|document| is_same(&document.root, value, near_bounds))
}

fn is_same(node: &Node, value: &Value, near_bounds: &[f64]) -> bool {
    match (&node.value, value) {
        (json::Value::Number(text), Value::Number(number)) => {
            Exact::parse(text) == Exact::parse(&number.to_string())
                && !number.as_f64().is_some_and(|number| near_bounds.contains(&number))
        }
        (json::Value::Array(nodes), Value::Array(values)) => {
            nodes.iter().zip(values).all(|(node, value)| is_same(node, value, near_bounds))
        }
        (json::Value::Object(members), Value::Object(values)) => members
            .iter()
            .all(|member| values.get(&member.name).is_some_and(|value| is_same(&member.node, value, near_bounds))),
        _ => true,
    }
}
