//! Arrays and objects of a schema as constants.

use super::super::value::exact::Exact;
use super::super::value::instance::{Instance, Kind, Members, Number};

/// A JSON value of a schema.
#[derive(Clone, Copy, Debug)]
pub enum Literal {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number as written.
    Number(&'static str),
    /// A string.
    String(&'static str),
    /// An array.
    Array(&'static [Literal]),
    /// An object with unique names.
    Object(&'static [(&'static str, Literal)]),
}

impl Literal {
    /// Returns true if an instance equals this value.
    pub fn equals<I: Instance>(&self, instance: &I) -> bool {
        match (self, instance.kind()) {
            (Self::Null, Kind::Null) => true,
            (Self::Boolean(literal), Kind::Boolean(instance)) => *literal == instance,
            (Self::Number(literal), Kind::Number(instance)) => Exact::parse(literal)
                .is_some_and(|literal| instance.with_exact(|instance: &Exact<'_>| *instance == literal)),
            (Self::String(literal), Kind::String(instance)) => *literal == instance,
            (Self::Array(literal), Kind::Array(instance)) => {
                let mut pairs = literal.iter().zip(instance);
                literal.len() == instance.len() && pairs.all(|(literal, instance)| literal.equals(instance))
            }
            (Self::Object(literal), Kind::Object(instance)) => {
                let has = |(name, literal): &(&str, Self)| instance.get(name).is_some_and(|it| literal.equals(it));
                literal.len() == instance.len() && literal.iter().all(has)
            }
            _ => false,
        }
    }
}
