//! Arrays and objects that stand in a schema, as constants.

use serde_json::Value;

use super::arithmetic;
use super::number::Decimal;

/// A JSON value that stands in a schema.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it is written.
    Number(&'static str),
    /// A string.
    String(&'static str),
    /// An array.
    Array(&'static [Literal]),
    /// An object; the names differ from each other.
    Object(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// Whether an instance is equal to this value.
    pub fn equals(&self, instance: &Value) -> bool {
        match (self, instance) {
            (Self::Null, Value::Null) => true,
            (Self::Boolean(literal), Value::Bool(instance)) => literal == instance,
            (Self::Number(literal), Value::Number(instance)) => Decimal::parse(literal)
                .is_some_and(|literal| arithmetic::with_decimal(instance, |instance| *instance == literal)),
            (Self::String(literal), Value::String(instance)) => literal == instance,
            (Self::Array(literal), Value::Array(instance)) => {
                let mut pairs = literal.iter().zip(instance);
                literal.len() == instance.len() && pairs.all(|(literal, instance)| literal.equals(instance))
            }
            (Self::Object(literal), Value::Object(instance)) => {
                let has = |(name, literal): &(&str, Self)| instance.get(*name).is_some_and(|it| literal.equals(it));
                literal.len() == instance.len() && literal.iter().all(has)
            }
            _ => false,
        }
    }
}
