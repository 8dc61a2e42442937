//! Equality of JSON values as JSON Schema has it [JSON Schema 2020-12 Core §4.2.2].

use serde_json::Value;

use super::arithmetic;

/// Whether two values are equal: numbers by value, so `1` is `1.0`; objects without regard to the order of their members.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => arithmetic::equal(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            let has = |(name, value)| right.get(name).is_some_and(|other| equal(value, other));
            left.len() == right.len() && left.iter().all(has)
        }
        _ => left == right,
    }
}
