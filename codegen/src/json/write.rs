//! [`Node`] → JSON text and `serde_json`.

use std::fmt::Write as _;

use codegen_runtime::value::exact::Exact;

use crate::json::node::{Member, Node, Value};
use crate::source::visible;

/// The maximum width of an object or array on one line.
const LINE: usize = 100;

impl Node {
    /// Writes the value as JSON without white space.
    pub fn to_compact(&self) -> String {
        let mut text = String::new();
        write(&mut text, self, ",", ":", "");
        text
    }

    /// Writes a text that two values share if and only if they are equal [JSON Schema 2020-12 Core §4.2.2]. The text is self-delimiting.
    pub fn to_canonical(&self) -> String {
        let mut text = String::new();
        canonical(&mut text, self);
        text
    }

    /// Writes the value as JSON for people: indented by two spaces, short flat objects and arrays on one line, and a line feed at the end.
    pub fn to_pretty(&self) -> String {
        let mut text = String::new();
        pretty(&mut text, self, 0, 0);
        text.push('\n');
        text
    }

    /// Converts the value to `serde_json`; numbers out of range become the nearest.
    pub fn to_serde(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Boolean(value) => (*value).into(),
            Value::Number(text) => serde_json::from_str(text).unwrap_or_else(|_| beyond_range(text)),
            Value::String(text) => text.as_str().into(),
            Value::Array(elements) => elements.iter().map(Self::to_serde).collect(),
            Value::Object(members) => {
                members.iter().map(|member| (member.name.clone(), member.node.to_serde())).collect()
            }
        }
    }
}

fn canonical(text: &mut String, node: &Node) {
    match &node.value {
        Value::Number(number) => match Exact::parse(number) {
            Some(number) => {
                number.canonical_parts(|part| write!(text, "{part:02x}").expect("a String takes everything"));
            }
            None => text.push_str(number),
        },
        Value::Array(elements) => {
            text.push('[');
            for element in elements {
                canonical(text, element);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<&Member> = members.iter().collect();
            members.sort_by_key(|member| &member.name);
            text.push('{');
            for member in members {
                counted(text, &member.name);
                canonical(text, &member.node);
                text.push(',');
            }
            text.push('}');
        }
        Value::String(string) => counted(text, string),
        scalar => write_scalar(text, scalar),
    }
}

/// Writes a string behind its length, so that nothing in it has to be escaped.
fn counted(text: &mut String, string: &str) {
    write!(text, "\"{}:{string}", string.len()).expect("a String takes everything");
}

/// Returns the nearest finite number for an exponent out of `f64`'s range.
fn beyond_range(text: &str) -> serde_json::Value {
    let limit = if text.starts_with('-') { f64::MIN } else { f64::MAX };
    limit.into()
}

/// Writes a value; `pad` goes inside the braces of an object with members.
fn write(text: &mut String, node: &Node, comma: &str, colon: &str, pad: &str) {
    match &node.value {
        Value::Array(elements) => {
            text.push('[');
            for (index, element) in elements.iter().enumerate() {
                text.push_str(if index > 0 { comma } else { "" });
                write(text, element, comma, colon, pad);
            }
            text.push(']');
        }
        Value::Object(members) => {
            let pad = if members.is_empty() { "" } else { pad };
            text.push('{');
            text.push_str(pad);
            for (index, member) in members.iter().enumerate() {
                text.push_str(if index > 0 { comma } else { "" });
                write_string(text, &member.name);
                text.push_str(colon);
                write(text, &member.node, comma, colon, pad);
            }
            text.push_str(pad);
            text.push('}');
        }
        scalar => write_scalar(text, scalar),
    }
}

fn write_scalar(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Boolean(value) => write!(text, "{value}").expect("a String takes everything"),
        Value::Number(number) => text.push_str(number),
        Value::String(string) => write_string(text, string),
        Value::Array(_) | Value::Object(_) => unreachable!("scalars only"),
    }
}

fn write_string(text: &mut String, string: &str) {
    let written = serde_json::to_string(string).expect("a string can be written as JSON");
    text.push_str(&visible::in_json(&written));
}

fn is_flat(node: &Node) -> bool {
    let is_scalar = |node: &Node| !matches!(&node.value, Value::Array(_) | Value::Object(_));
    match &node.value {
        Value::Array(elements) => elements.iter().all(is_scalar),
        Value::Object(members) => members.iter().all(|member| is_scalar(&member.node) || is_flat_array(&member.node)),
        _ => true,
    }
}

fn is_flat_array(node: &Node) -> bool {
    matches!(&node.value, Value::Array(_)) && is_flat(node)
}

/// Writes a value that starts at `column`.
fn pretty(text: &mut String, node: &Node, indent: usize, column: usize) {
    if is_flat(node) && (indent > 0 || node.as_object().is_none()) {
        let mut line = String::new();
        write(&mut line, node, ", ", ": ", " ");
        if column + line.chars().count() <= LINE {
            text.push_str(&line);
            return;
        }
    }
    match &node.value {
        Value::Array(elements) => lines(text, '[', ']', elements, indent, |text, element, indent| {
            pretty(text, element, indent, 2 * indent);
        }),
        Value::Object(members) => lines(text, '{', '}', members, indent, |text, member: &Member, indent| {
            let start = text.len();
            write_string(text, &member.name);
            text.push_str(": ");
            let column = 2 * indent + text[start..].chars().count();
            pretty(text, &member.node, indent, column);
        }),
        scalar => write_scalar(text, scalar),
    }
}

fn lines<T>(
    text: &mut String,
    open: char,
    close: char,
    items: &[T],
    indent: usize,
    each: impl Fn(&mut String, &T, usize),
) {
    text.push(open);
    for (index, item) in items.iter().enumerate() {
        text.push_str(if index > 0 { ",\n" } else { "\n" });
        text.push_str(&"  ".repeat(indent + 1));
        each(text, item, indent + 1);
    }
    if !items.is_empty() {
        text.push('\n');
        text.push_str(&"  ".repeat(indent));
    }
    text.push(close);
}
