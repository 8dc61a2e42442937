//! Proposed refinements: strings and integers that only the schema's prose describes as decimals, counts or amounts.

use heck::ToSnakeCase;

use crate::catalog::RefinedType;
use crate::json::{Node, Value};
use crate::source::location::Pointer;

/// Returns the subschemas whose prose says more than their keywords, with the type that it describes, if every example agrees.
pub(crate) fn proposals(schema: &Node, examples: &[&Node]) -> Vec<(Pointer, RefinedType)> {
    let mut found = Vec::new();
    walk(schema, &Pointer::root(), None, examples, &mut found);
    found
}

fn walk(
    schema: &Node,
    pointer: &Pointer,
    wire_name: Option<&str>,
    instances: &[&Node],
    found: &mut Vec<(Pointer, RefinedType)>,
) {
    let is_every =
        |is_one: fn(&Node) -> bool| !instances.is_empty() && instances.iter().all(|instance| is_one(instance));
    if is_described_as_decimal(schema) && is_every(is_decimal) {
        found.push((pointer.clone(), RefinedType::Decimal));
    }
    // Only a member has a native type.
    if wire_name.is_some_and(|wire_name| is_described_as_count(schema, wire_name)) {
        if admits_no_negative(schema)
            && is_every(|instance| integer(instance).is_some_and(|it| u64::try_from(it).is_ok()))
        {
            found.push((pointer.clone(), RefinedType::U64));
        } else if is_every(|instance| integer(instance).is_some_and(|it| i64::try_from(it).is_ok())) {
            found.push((pointer.clone(), RefinedType::I64));
        }
    }
    for member in schema.get("properties").and_then(Node::as_object).unwrap_or_default() {
        let values: Vec<&Node> = instances.iter().filter_map(|instance| instance.get(&member.name)).collect();
        walk(&member.node, &pointer.join("properties").join(&member.name), Some(&member.name), &values, found);
    }
    if let Some(items) = schema.get("items") {
        let elements: Vec<&Node> = instances.iter().filter_map(|instance| instance.as_array()).flatten().collect();
        walk(items, &pointer.join("items"), None, &elements, found);
    }
}

fn is_described_as_decimal(schema: &Node) -> bool {
    let says_decimal = |text: &str| text.to_ascii_lowercase().contains("decimal");
    is_free(schema, "string", &["format", "enum", "const", "pattern"])
        && schema.get("description").and_then(Node::as_str).is_some_and(says_decimal)
}

/// Returns true if name or description call an integer a count of things or cents. With a `maximum`, keywords suffice.
fn is_described_as_count(schema: &Node, wire_name: &str) -> bool {
    let counts = |text: &str| text.split(['_', ' ']).any(|word| matches!(word, "count" | "quantity" | "cents"));
    let description = schema.get("description").and_then(Node::as_str).unwrap_or_default().to_snake_case();
    is_free(schema, "integer", &["enum", "const", "maximum", "exclusiveMaximum"])
        && (counts(&wire_name.to_snake_case()) || counts(&description) || description.contains("number_of_"))
}

/// Returns true if a schema has this type and lacks all these keywords.
fn is_free(schema: &Node, json_type: &str, keywords: &[&str]) -> bool {
    schema.get("type").and_then(Node::as_str) == Some(json_type)
        && !keywords.iter().any(|keyword| schema.get(keyword).is_some())
}

fn admits_no_negative(schema: &Node) -> bool {
    let least = |keyword: &str| schema.get(keyword).and_then(integer);
    least("minimum").is_some_and(|least| least >= 0) || least("exclusiveMinimum").is_some_and(|least| least >= -1)
}

/// Returns the integer that a node is written as.
fn integer(node: &Node) -> Option<i128> {
    match &node.value {
        Value::Number(text) => text.parse().ok(),
        _ => None,
    }
}

fn is_decimal(instance: &Node) -> bool {
    let Some(text) = instance.as_str() else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    text.split_once('.').map_or(digits(text), |(integer, fraction)| digits(integer) && digits(fraction))
}
