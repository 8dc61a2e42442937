//! Values and their types for canonical schemas.

use std::collections::BTreeSet;

use codegen_runtime::value::exact::Exact;
use serde_json::Value;

/// The types of JSON Schema.
pub(super) const TYPES: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/// Restricts a set of types to another one.
pub(super) fn narrow(types: &mut Option<BTreeSet<&'static str>>, mut to: BTreeSet<&'static str>) {
    if to.contains("number") {
        to.insert("integer");
    }
    let known = types.take();
    let mut narrowed: BTreeSet<&'static str> = match known {
        None => to,
        Some(known) => known.intersection(&to).copied().collect(),
    };
    if narrowed.len() == TYPES.len() {
        return;
    }
    // A number may be an integer without saying so.
    if narrowed.contains("number") {
        narrowed.insert("integer");
    }
    *types = Some(narrowed);
}

/// Returns the narrowest type of a value.
pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) => {
            let text = number.to_string();
            if Exact::parse(&text).is_some_and(|number| number.is_integer()) { "integer" } else { "number" }
        }
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Compares sets of values; `None` means any value.
pub(super) fn same_values(left: Option<&[Value]>, right: Option<&[Value]>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return left.is_none() && right.is_none();
    };
    left.len() == right.len() && left.iter().all(|value| right.iter().any(|other| same(value, other)))
}

/// Compares JSON values, numbers by value. Beyond 64 bits only the precision that `serde_json` keeps in every build counts, because one
/// build writes the derived schema and another reads it.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    let is_exact = |number: &serde_json::Number| number.is_i64() || number.is_u64();
    match (left, right) {
        (Value::Number(left), Value::Number(right)) if !is_exact(left) && !is_exact(right) => {
            left.as_f64() == right.as_f64()
        }
        (Value::Number(left), Value::Number(right)) => {
            let (left, right) = (left.to_string(), right.to_string());
            Exact::parse(&left) == Exact::parse(&right)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, value)| right.get(name).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}
