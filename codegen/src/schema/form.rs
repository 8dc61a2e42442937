//! Whether a keyword's value has the form that its draft asks for.

use codegen_runtime::number::Decimal;

use super::keyword::Form;
use super::uri;
use crate::json::{Node, Value};
use crate::model::TypeSet;

/// What is wrong with a value, and the part of it that is.
#[derive(Debug)]
pub struct Mismatch<'a> {
    /// The offending value: the keyword's own or one inside it.
    pub node: &'a Node,
    /// The reference tokens from the keyword's value to it.
    pub tokens: Vec<String>,
    /// What it should have been: `a non-negative integer`.
    pub expected: &'static str,
}

/// All parts of a keyword's value that do not have its form. Subschemas are looked at when they are visited, not here.
pub fn check(form: Form, node: &Node) -> Vec<Mismatch<'_>> {
    if !holds(form, node) {
        return vec![Mismatch { node, tokens: Vec::new(), expected: expectation(form) }];
    }
    let Some(form) = element_form(form).filter(|_| form != Form::SchemaOrList || node.as_array().is_some()) else {
        return Vec::new();
    };
    let children = children(node).into_iter().filter(|(_, child)| !holds(form, child));
    children.map(|(token, node)| Mismatch { node, tokens: vec![token], expected: expectation(form) }).collect()
}

/// Whether a value has a form, leaving its members and elements aside where these have a form of their own.
fn holds(form: Form, node: &Node) -> bool {
    let is_positive = |number: Decimal<'_>| !number.is_negative() && !number.is_zero();
    match form {
        Form::Anything => true,
        Form::Schema => is_schema(node),
        Form::SchemaList => node.as_array().is_some_and(|list| !list.is_empty()),
        Form::SchemaOrList => is_schema(node) || node.as_array().is_some(),
        Form::SchemaOrStrings => is_schema(node) || is_strings(node),
        Form::SchemaMap | Form::PatternMap | Form::SchemaOrStringsMap | Form::StringsMap | Form::UriFlags => {
            node.as_object().is_some()
        }
        Form::Strings => is_strings(node),
        Form::Types => node.as_array().map_or_else(|| holds(Form::TypeName, node), |list| !list.is_empty()),
        Form::TypeName => node.as_str().is_some_and(|text| TypeSet::from_name(text).is_some()),
        Form::Values => node.as_array().is_some(),
        Form::Count => count(node).is_some(),
        Form::Number => decimal(node).is_some(),
        Form::PositiveNumber => decimal(node).is_some_and(is_positive),
        Form::Boolean => matches!(node.value, Value::Boolean(_)),
        Form::String | Form::Uri | Form::Pattern => node.as_str().is_some(),
        Form::UriReference => node.as_str().is_some_and(uri::is_reference),
        Form::Anchor => node.as_str().is_some_and(is_anchor),
    }
}

/// The form of each member or element.
fn element_form(form: Form) -> Option<Form> {
    match form {
        Form::SchemaList | Form::SchemaMap | Form::PatternMap | Form::SchemaOrList => Some(Form::Schema),
        Form::Types => Some(Form::TypeName),
        Form::SchemaOrStringsMap => Some(Form::SchemaOrStrings),
        Form::StringsMap => Some(Form::Strings),
        Form::UriFlags => Some(Form::Boolean),
        _ => None,
    }
}

fn expectation(form: Form) -> &'static str {
    match form {
        Form::Anything => "any value",
        Form::Schema => "a schema: an object or a boolean",
        Form::SchemaList => "a non-empty array of schemas",
        Form::SchemaOrList => "a schema, or an array of schemas",
        Form::SchemaOrStrings => "a schema, or an array of different strings",
        Form::SchemaMap => "an object of schemas",
        Form::SchemaOrStringsMap => "an object of schemas and arrays of strings",
        Form::StringsMap => "an object of arrays of strings",
        Form::PatternMap => "an object with patterns as names and schemas as members",
        Form::Types => "one of array, boolean, integer, null, number, object and string, or a non-empty array of these",
        Form::TypeName => "one of array, boolean, integer, null, number, object and string",
        Form::Values => "an array",
        Form::Strings => "an array of different strings",
        Form::Count => "an integer that is not negative",
        Form::Number => "a number",
        Form::PositiveNumber => "a number greater than zero",
        Form::Boolean => "true or false",
        Form::String | Form::Pattern => "a string",
        Form::Uri => "a string with a URI",
        Form::UriReference => "a string with a URI reference",
        Form::Anchor => "a name: a letter or `_`, then letters, digits, `-`, `_` and `.`",
        Form::UriFlags => "an object whose members are true or false",
    }
}

/// The value as a count: an integer that is not negative, however it is spelled; too large ones count as the largest.
pub fn count(node: &Node) -> Option<u64> {
    let number = decimal(node)?;
    (number.is_integer() && !number.is_negative()).then(|| number.to_u64().unwrap_or(u64::MAX))
}

fn decimal(node: &Node) -> Option<Decimal<'_>> {
    match &node.value {
        Value::Number(text) => Decimal::parse(text),
        _ => None,
    }
}

fn is_schema(node: &Node) -> bool {
    matches!(node.value, Value::Object(_) | Value::Boolean(_))
}

fn is_strings(node: &Node) -> bool {
    node.as_array().is_some_and(|list| {
        list.iter().all(|element| element.as_str().is_some())
            && (1..list.len()).all(|index| !list[..index].contains(&list[index]))
    })
}

fn is_anchor(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|next| next.is_ascii_alphanumeric() || "-_.".contains(next))
}

fn children(node: &Node) -> Vec<(String, &Node)> {
    match &node.value {
        Value::Array(elements) => elements.iter().enumerate().map(|(index, node)| (index.to_string(), node)).collect(),
        Value::Object(members) => members.iter().map(|member| (member.name.clone(), &member.node)).collect(),
        _ => Vec::new(),
    }
}
