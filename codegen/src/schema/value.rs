//! Values of `enum` and `const` that the `type` beside them excludes: they are never valid.

use crate::json::{Member, Node, Value};
use crate::source::diagnostic::Diagnostic;

/// Returns true if a keyword lists values, and the type beside it excludes all of them.
pub(super) fn are_excluded(schema: &Node, keyword: &Member) -> bool {
    let is_excluded = |value: &Node| is_excluded(schema, value);
    match keyword.name.as_str() {
        "const" => is_excluded(&keyword.node),
        "enum" => keyword.node.as_array().is_some_and(|values| !values.is_empty() && values.iter().all(is_excluded)),
        _ => false,
    }
}

/// Returns true if the type beside a value excludes it.
fn is_excluded(schema: &Node, value: &Node) -> bool {
    let Some(types) = schema.get("type") else { return false };
    let mut names = types.as_array().unwrap_or(std::slice::from_ref(types)).iter().filter_map(Node::as_str);
    !names.any(|name| may_have(value, name))
}

/// Returns the first value of an `enum` that the type beside it excludes, by its index, with a warning. Arrays and objects do not count: some
/// schemas list the defaults of another type there.
pub(super) fn excluded_value(schema: &Node, values: &Node) -> Option<(usize, Diagnostic)> {
    let is_plain = |value: &Node| !matches!(value.value, Value::Array(_) | Value::Object(_));
    let values = values.as_array().unwrap_or_default().iter().enumerate();
    let mut excluded = values.filter(|(_, value)| is_plain(value) && is_excluded(schema, value));
    let (index, first) = excluded.next()?;
    let message = match excluded.count() {
        0 => "the value is never valid: `type` excludes it".to_owned(),
        others => format!("the value and {others} more of the list are never valid: `type` excludes them"),
    };
    let help = match (schema.get("type").and_then(Node::as_str), &first.value) {
        (Some(name), Value::Null) => format!("write `\"type\": [\"{name}\", \"null\"]` if it is meant, or remove it"),
        (Some("string"), Value::Number(_) | Value::Boolean(_)) => "write it in quotes, or remove it".to_owned(),
        _ => "correct the type or the value".to_owned(),
    };
    Some((index, Diagnostic::warning("excluded-values", message).help(help)))
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

    #[test]
    fn single_values_have_their_own_help() {
        for (schema, expected) in [
            (r#"{ "type": "string", "enum": ["a", null] }"#, Some((1, "`\"type\": [\"string\", \"null\"]`"))),
            (r#"{ "type": "string", "enum": ["a", 2] }"#, Some((1, "in quotes"))),
            (r#"{ "type": "string", "enum": [true, "a", 2] }"#, Some((0, "in quotes"))),
            (r#"{ "type": ["string", "null"], "enum": ["a", 2] }"#, Some((1, "correct the type"))),
            (r#"{ "type": "integer", "enum": [1, 1.5] }"#, Some((1, "correct the type"))),
            (r#"{ "type": "integer", "enum": [1, 2.0, 1e3] }"#, None),
            (r#"{ "type": "array", "enum": [[1], {}] }"#, None),
            (r#"{ "type": ["string", "null"], "enum": ["a", null] }"#, None),
            (r#"{ "enum": ["a", null] }"#, None),
        ] {
            let document = json::parse(&Source::new("", schema)).expect("JSON");
            let values = document.root.get("enum").expect("a list");
            let found = excluded_value(&document.root, values);
            assert_eq!(found.as_ref().map(|(index, _)| *index), expected.map(|(index, _)| index), "{schema}");
            let help = found.and_then(|(_, finding)| finding.help).unwrap_or_default();
            assert!(help.contains(expected.map_or("", |(_, help)| help)), "{schema}: {help}");
        }
    }
}
