//! Strings that a schema describes as decimal numbers in words only: they are proposed to the catalogue.

use crate::json::Node;
use crate::location::Pointer;

/// The subschemas whose description says decimal, that constrain the string no further, and whose every example is one.
pub(crate) fn decimals(schema: &Node, examples: &[&Node]) -> Vec<Pointer> {
    let mut found = Vec::new();
    walk(schema, &Pointer::root(), examples, &mut found);
    found
}

fn walk(schema: &Node, pointer: &Pointer, instances: &[&Node], found: &mut Vec<Pointer>) {
    if is_described(schema) && !instances.is_empty() && instances.iter().all(|instance| is_decimal(instance)) {
        found.push(pointer.clone());
    }
    for member in schema.get("properties").and_then(Node::as_object).unwrap_or_default() {
        let values: Vec<&Node> = instances.iter().filter_map(|instance| instance.get(&member.name)).collect();
        walk(&member.node, &pointer.join("properties").join(&member.name), &values, found);
    }
    if let Some(items) = schema.get("items") {
        let elements: Vec<&Node> = instances.iter().filter_map(|instance| instance.as_array()).flatten().collect();
        walk(items, &pointer.join("items"), &elements, found);
    }
}

fn is_described(schema: &Node) -> bool {
    let says_decimal = |text: &str| text.to_ascii_lowercase().contains("decimal");
    let is_free = !["format", "enum", "const", "pattern"].iter().any(|keyword| schema.get(keyword).is_some());
    let is_string = schema.get("type").and_then(Node::as_str) == Some("string");
    is_string && is_free && schema.get("description").and_then(Node::as_str).is_some_and(says_decimal)
}

fn is_decimal(instance: &Node) -> bool {
    let Some(text) = instance.as_str() else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    text.split_once('.').map_or(digits(text), |(whole, fraction)| digits(whole) && digits(fraction))
}
