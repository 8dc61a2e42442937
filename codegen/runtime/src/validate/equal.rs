//! Equality of JSON values [JSON Schema 2020-12 Core §4.2.2].

use super::super::value::instance::{Instance, Kind, Members, Number};

/// Returns true if two values are equal: numbers by value, so `1` equals `1.0`; objects in any order of members.
pub fn equal<I: Instance>(left: &I, right: &I) -> bool {
    match (left.kind(), right.kind()) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Boolean(left), Kind::Boolean(right)) => left == right,
        (Kind::Number(left), Kind::Number(right)) => left.equals(right),
        (Kind::String(left), Kind::String(right)) => left == right,
        (Kind::Array(left), Kind::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Kind::Object(left), Kind::Object(right)) => {
            let has = |(name, value)| right.get(name).is_some_and(|other| equal(value, other));
            left.len() == right.len() && left.iter().all(has)
        }
        _ => false,
    }
}
