//! Values of `enum` and `const` that the `type` beside them excludes: nothing is valid then.

use crate::json::{Member, Node, Value};
use crate::source::diagnostic::Diagnostic;

/// Returns true if a keyword lists values, and the type beside it excludes all of them.
pub(super) fn are_excluded(schema: &Node, keyword: &Member) -> bool {
    let Some(types) = schema.get("type") else { return false };
    let names: Vec<&str> =
        types.as_array().unwrap_or(std::slice::from_ref(types)).iter().filter_map(Node::as_str).collect();
    let is_excluded = |value: &Node| !names.iter().any(|name| may_have(value, name));
    match keyword.name.as_str() {
        "const" => is_excluded(&keyword.node),
        "enum" => keyword.node.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(is_excluded)),
        _ => false,
    }
}

/// Warns of values that the type beside them excludes.
pub(super) fn excluded(schema: &Node, keyword: &Member) -> Diagnostic {
    let message = format!("no instance is valid: `type` excludes every value of `{}`", keyword.name);
    let first = keyword.node.as_array().and_then(<[Node]>::first).unwrap_or(&keyword.node);
    let is_string = schema.get("type").and_then(Node::as_str) == Some("string");
    let is_word = matches!(first.value, Value::Number(_) | Value::Boolean(_) | Value::Null);
    let help = if is_string && is_word { "write the values in quotes" } else { "correct the type or the values" };
    Diagnostic::warning("excluded-values", message).help(help)
}

/// Returns true unless a value certainly has another type. Whether `1.0` is an integer depends on the draft.
fn may_have(value: &Node, name: &str) -> bool {
    match &value.value {
        Value::Number(text) => match name {
            "number" => true,
            "integer" => !has_fraction(text),
            _ => false,
        },
        Value::Null | Value::Boolean(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            name == value.type_name()
        }
    }
}

/// Returns true for a number without an exponent whose fraction is not zero.
fn has_fraction(text: &str) -> bool {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    !text.contains(['e', 'E']) && fraction.contains(|digit: char| digit != '0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::source::location::Source;

    #[test]
    fn values_need_a_type_beside_them() {
        for (schema, expected) in [
            (r#"{ "type": "string", "enum": [1.0, 2.0] }"#, true),
            (r#"{ "type": "string", "const": 5 }"#, true),
            (r#"{ "type": "integer", "enum": [1.5] }"#, true),
            (r#"{ "type": ["object", "array"], "enum": [true, null] }"#, true),
            (r#"{ "type": "string", "enum": ["a", 1] }"#, false),
            (r#"{ "type": "integer", "enum": [1.0, 1e2, 10] }"#, false),
            (r#"{ "type": "number", "const": 1.5 }"#, false),
            (r#"{ "type": ["string", "null"], "enum": [null] }"#, false),
            (r#"{ "type": "string", "enum": [] }"#, false),
            (r#"{ "enum": [1] }"#, false),
        ] {
            let document = json::parse(&Source::new("", schema)).expect("JSON");
            let members = document.root.as_object().expect("an object");
            assert_eq!(members.iter().any(|member| are_excluded(&document.root, member)), expected, "{schema}");
        }
    }
}
