//! Uniqueness of an array's elements in linear time.

use std::collections::HashSet;

use codegen_runtime::value::exact::Decimal;

use crate::json::{Member, Node, Value};

/// Returns true if no two elements are equal [JSON Schema 2020-12 Core §4.2.2].
pub(super) fn are_unique(elements: &[Node]) -> bool {
    let mut seen = HashSet::with_capacity(elements.len());
    elements.iter().all(|element| {
        let mut key = Vec::new();
        write(element, &mut key);
        seen.insert(key)
    })
}

/// Writes a key that two values share if and only if they are equal.
fn write(node: &Node, key: &mut Vec<u8>) {
    match &node.value {
        Value::Null => key.push(b'n'),
        Value::Boolean(value) => key.push(if *value { b't' } else { b'f' }),
        Value::Number(text) => match Decimal::parse(text) {
            Some(number) => {
                let mut parts = Vec::new();
                number.canonical_parts(|part| parts.push(part));
                write_text(b'd', &parts, key);
            }
            None => write_text(b'?', text.as_bytes(), key),
        },
        Value::String(text) => write_text(b's', text.as_bytes(), key),
        Value::Array(elements) => {
            write_text(b'a', &elements.len().to_le_bytes(), key);
            for element in elements {
                write(element, key);
            }
        }
        Value::Object(members) => {
            let mut members: Vec<&Member> = members.iter().collect();
            members.sort_by_key(|member| &member.name);
            write_text(b'o', &members.len().to_le_bytes(), key);
            for member in members {
                write_text(b'm', member.name.as_bytes(), key);
                write(&member.node, key);
            }
        }
    }
}

/// Writes a text with its length, so that it is delimited.
fn write_text(tag: u8, text: &[u8], key: &mut Vec<u8>) {
    key.push(tag);
    key.extend(text.len().to_le_bytes());
    key.extend(text);
}
