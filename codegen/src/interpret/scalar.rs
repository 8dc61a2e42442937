//! Checks without subschemas.

use codegen_runtime::format;
use codegen_runtime::validate::content;
use codegen_runtime::value::exact::Decimal;

use crate::json::{Node, Value};
use crate::model::{Content, TypeSet};
use crate::pattern::is_match;
use crate::plan::{Edge, Literal, NumberCheck, Rest, StringCheck};

/// Returns true if a value has one of the types.
pub(super) fn has_type(instance: &Node, types: TypeSet) -> bool {
    types.intersects(match &instance.value {
        Value::Null => TypeSet::NULL,
        Value::Boolean(_) => TypeSet::BOOLEAN,
        Value::Number(text) if Decimal::parse(text).is_some_and(|number| number.is_integer()) => TypeSet::INTEGER,
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
            Decimal::parse(literal).zip(Decimal::parse(instance)).is_some_and(|(literal, instance)| literal == instance)
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
        _ => false,
    }
}

pub(super) fn number(check: &NumberCheck, text: &str) -> bool {
    let holds = |limit: &str, holds: fn(&Decimal<'_>, &Decimal<'_>) -> bool| {
        Decimal::parse(text).zip(Decimal::parse(limit)).is_none_or(|(number, limit)| holds(&number, &limit))
    };
    match check {
        NumberCheck::Minimum(limit) => holds(limit, |number, limit| number >= limit),
        NumberCheck::ExclusiveMinimum(limit) => holds(limit, |number, limit| number > limit),
        NumberCheck::Maximum(limit) => holds(limit, |number, limit| number <= limit),
        NumberCheck::ExclusiveMaximum(limit) => holds(limit, |number, limit| number < limit),
        NumberCheck::MultipleOf(divisor) => {
            holds(divisor, |number, divisor| number.is_multiple_of(divisor).unwrap_or(false))
        }
    }
}

pub(crate) fn string(check: &StringCheck, text: &str) -> bool {
    let length = || text.chars().count() as u64;
    match check {
        StringCheck::MinLength(limit) => length() >= *limit,
        StringCheck::MaxLength(limit) => length() <= *limit,
        StringCheck::Format(format) => format::find(format).is_none_or(|format| (format.is_valid)(text)),
        StringCheck::Content(Content::Base64) => content::is_base64(text),
        StringCheck::Content(Content::Json) => content::is_json(text),
        StringCheck::Content(Content::JsonInBase64) => content::is_json_in_base64(text),
        StringCheck::Pattern(pattern) => is_match(pattern, text),
    }
}

/// Returns the edges for a member that the schema does not list.
pub(super) fn rest_edges<'r>(rest: &'r Rest, wire_name: &str) -> Vec<&'r Edge> {
    let matching: Vec<_> = rest.patterns.iter().filter(|(pattern, _)| is_match(pattern, wire_name)).collect();
    if matching.is_empty() {
        return rest.additional.iter().collect();
    }
    matching.into_iter().filter_map(|(_, edge)| edge.as_ref()).collect()
}
