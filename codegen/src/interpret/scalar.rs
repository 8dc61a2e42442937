//! Checks without subschemas.

use codegen_runtime::value::exact::Exact;

use crate::json::{Node, Value};
use crate::keyword::types::TypeSet;
use crate::plan::Literal;

/// Returns true if a value has one of the types.
pub(super) fn has_type(instance: &Node, types: TypeSet) -> bool {
    types.intersects(match &instance.value {
        Value::Null => TypeSet::NULL,
        Value::Boolean(_) => TypeSet::BOOLEAN,
        Value::Number(text) if Exact::parse(text).is_some_and(|number| number.is_integer()) => TypeSet::INTEGER,
        // Only `number` accepts a number with a fraction.
        Value::Number(_) => return types.contains(TypeSet::NUMBER),
        Value::String(_) => TypeSet::STRING,
        Value::Array(_) => TypeSet::ARRAY,
        Value::Object(_) => TypeSet::OBJECT,
    })
}

/// Returns the type of a value; `integer` for numbers without a fraction.
pub(super) fn type_name(instance: &Node) -> &'static str {
    if has_type(instance, TypeSet::INTEGER) { "integer" } else { instance.type_name() }
}

/// Returns true if a value equals a value of the schema.
pub(super) fn equals(literal: &Literal, instance: &Node) -> bool {
    match (literal, &instance.value) {
        (Literal::Null, Value::Null) => true,
        (Literal::Boolean(literal), Value::Boolean(instance)) => literal == instance,
        (Literal::Number(literal), Value::Number(instance)) => {
            Exact::parse(literal).zip(Exact::parse(instance)).is_some_and(|(literal, instance)| literal == instance)
        }
        (Literal::String(literal), Value::String(instance)) => literal == instance,
        (Literal::Array(literal), Value::Array(instance)) => {
            literal.len() == instance.len()
                && literal.iter().zip(instance).all(|(literal, instance)| equals(literal, instance))
        }
        (Literal::Object(literal), Value::Object(members)) => {
            let has = |(name, literal): &(String, Literal)| instance.get(name).is_some_and(|it| equals(literal, it));
            literal.len() == members.len() && literal.iter().all(has)
        }
        (
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::String(_)
            | Literal::Array(_)
            | Literal::Object(_),
            _,
        ) => false,
    }
}
