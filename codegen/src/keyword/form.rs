//! The form of keyword values.

use codegen_runtime::value::exact::Exact;

use crate::json::{self, Node, Value};
use crate::keyword::dialect::Draft;
use crate::keyword::types::TypeSet;
use crate::source::uri;

/// The form of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A schema.
    Schema,
    /// A non-empty array of schemas.
    SchemaList,
    /// An object whose members are schemas.
    SchemaMap,
    /// A schema, or an array of schemas.
    SchemaOrList,
    /// A schema, or an array of strings.
    SchemaOrStrings,
    /// An object whose members are schemas or arrays of strings.
    SchemaOrStringsMap,
    /// An object whose members are arrays of strings.
    StringsMap,
    /// An object with patterns as names and schemas as members.
    PatternMap,
    /// A pattern.
    Pattern,
    /// The name of a type, or an array of names.
    Types,
    /// The name of a type.
    TypeName,
    /// An array.
    Values,
    /// An array of unique strings.
    Strings,
    /// An integer that is not negative.
    Count,
    /// A number.
    Number,
    /// A number greater than zero.
    PositiveNumber,
    /// `true` or `false`.
    Boolean,
    /// A string.
    String,
    /// A URI.
    Uri,
    /// A URI reference.
    UriReference,
    /// A plain name: the fragment of a URI.
    Anchor,
    /// An object with URIs as names, whose members are `true` or `false`.
    UriFlags,
    /// Anything.
    Anything,
}

impl Form {
    /// Returns the levels from a keyword's value to the schemas in it: 0 if it is a schema, 1 if its members or elements are schemas.
    /// `None` for a value without schemas, which is data.
    pub fn levels_to_schemas(self, value: &Node) -> Option<usize> {
        match self {
            Self::Schema => Some(0),
            Self::SchemaOrList | Self::SchemaOrStrings => Some(usize::from(value.as_array().is_some())),
            form => matches!(element_form(form)?, Self::Schema | Self::SchemaOrStrings).then_some(1),
        }
    }
}

/// A value without the required form, and the offending part.
#[derive(Debug)]
pub struct Mismatch<'a> {
    /// The offending value: the keyword's own or one inside it.
    pub node: &'a Node,
    /// The reference tokens from the keyword's value to it.
    pub tokens: Vec<String>,
    /// True if the offending node is inside the keyword's value.
    pub is_part: bool,
    /// The required form: `a non-negative integer`.
    pub expected: &'static str,
    /// The form found.
    pub found: String,
}

/// Returns the parts of a keyword's value without the required form, exactly as in the draft's meta-schema. Subschemas are checked when
/// they are visited.
pub fn check(form: Form, draft: Draft, node: &Node) -> Vec<Mismatch<'_>> {
    if let Some(mismatch) = mismatch(form, draft, node, Vec::new()) {
        return vec![mismatch];
    }
    let Some(form) = element_form(form).filter(|_| form != Form::SchemaOrList || node.as_array().is_some()) else {
        return Vec::new();
    };
    children(node).into_iter().filter_map(|(token, child)| mismatch(form, draft, child, vec![token])).collect()
}

/// Returns the mismatch of a value, without members and elements that have a form of their own.
fn mismatch(form: Form, draft: Draft, node: &Node, mut tokens: Vec<String>) -> Option<Mismatch<'_>> {
    let (is_part, expected) = (!tokens.is_empty(), expectation(form));
    let found = || found(form, node);
    if !holds(form, node) {
        return Some(Mismatch { node, tokens, is_part, expected, found: found() });
    }
    let list = node.as_array()?;
    if list.is_empty() && is_filled(form, draft) {
        let is_said = !matches!(form, Form::Strings | Form::SchemaOrStrings | Form::Values);
        let expected = if is_said { expected } else { "an array with at least one element in this draft" };
        return Some(Mismatch { node, tokens, is_part, expected, found: found() });
    }
    let (_, again) = json::repeated(list).filter(|_| is_unique(form, draft))?;
    tokens.push(again.to_string());
    let expected = if form == Form::Values { "an array of different values in this draft" } else { expected };
    Some(Mismatch { node: &list[again], tokens, is_part, expected, found: "again here".to_owned() })
}

/// Returns what is wrong with a value: its type, unless that is right.
fn found(form: Form, node: &Node) -> String {
    let number = decimal(node);
    match (form, &node.value) {
        (Form::Count | Form::PositiveNumber, Value::Number(_)) => match number {
            Some(number) if number.is_negative() => "a negative number".to_owned(),
            Some(number) if number.is_zero() => "zero".to_owned(),
            Some(_) | None => "a number with a fraction".to_owned(),
        },
        (Form::Types | Form::TypeName, Value::String(_)) => "no such type".to_owned(),
        (Form::UriReference, Value::String(_)) => "no URI reference".to_owned(),
        (Form::Anchor, Value::String(_)) => "no such name".to_owned(),
        (_, Value::Array(elements)) if elements.is_empty() => "empty array found".to_owned(),
        _ => format!("{} found", node.type_name()),
    }
}

/// Returns true if the array must not be empty: `schemaArray`, in draft 4 also `stringArray` and `enum`.
fn is_filled(form: Form, draft: Draft) -> bool {
    match form {
        Form::SchemaList | Form::SchemaOrList | Form::Types => true,
        Form::Strings | Form::SchemaOrStrings | Form::Values => draft == Draft::Draft4,
        _ => false,
    }
}

/// Returns true if the elements must be unique. For `enum` this is only recommended since draft 6.
fn is_unique(form: Form, draft: Draft) -> bool {
    match form {
        Form::Types | Form::Strings | Form::SchemaOrStrings => true,
        Form::Values => draft == Draft::Draft4,
        _ => false,
    }
}

/// Returns true if a value has a form, with any number of elements.
fn holds(form: Form, node: &Node) -> bool {
    let is_positive = |number: Exact<'_>| !number.is_negative() && !number.is_zero();
    match form {
        Form::Anything => true,
        Form::Schema => is_schema(node),
        Form::SchemaOrList => is_schema(node) || node.as_array().is_some(),
        Form::SchemaOrStrings => is_schema(node) || is_strings(node),
        Form::SchemaMap | Form::PatternMap | Form::SchemaOrStringsMap | Form::StringsMap | Form::UriFlags => {
            node.as_object().is_some()
        }
        Form::Strings => is_strings(node),
        Form::Types => node.as_array().is_some() || holds(Form::TypeName, node),
        Form::TypeName => node.as_str().is_some_and(|text| TypeSet::from_name(text).is_some()),
        Form::SchemaList | Form::Values => node.as_array().is_some(),
        Form::Count => count(node).is_some(),
        Form::Number => decimal(node).is_some(),
        Form::PositiveNumber => decimal(node).is_some_and(is_positive),
        Form::Boolean => matches!(node.value, Value::Boolean(_)),
        Form::String | Form::Uri | Form::Pattern => node.as_str().is_some(),
        Form::UriReference => node.as_str().is_some_and(uri::is_reference),
        Form::Anchor => node.as_str().is_some_and(is_anchor),
    }
}

/// Returns the form of each member or element.
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
        Form::SchemaOrList => "a schema, or a non-empty array of schemas",
        Form::SchemaOrStrings => "a schema, or an array of different strings",
        Form::SchemaMap => "an object of schemas",
        Form::SchemaOrStringsMap => "an object of schemas and arrays of strings",
        Form::StringsMap => "an object of arrays of strings",
        Form::PatternMap => "an object with patterns as names and schemas as members",
        Form::Types => {
            "one of array, boolean, integer, null, number, object and string, or a non-empty array of these without repetition"
        }
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

/// Returns the value as a count: a non-negative integer in any spelling, saturated.
pub fn count(node: &Node) -> Option<u64> {
    let number = decimal(node)?;
    (number.is_integer() && !number.is_negative()).then(|| number.to_u64().unwrap_or(u64::MAX))
}

fn decimal(node: &Node) -> Option<Exact<'_>> {
    match &node.value {
        Value::Number(text) => Exact::parse(text),
        _ => None,
    }
}

fn is_schema(node: &Node) -> bool {
    matches!(node.value, Value::Object(_) | Value::Boolean(_))
}

fn is_strings(node: &Node) -> bool {
    node.as_array().is_some_and(|list| list.iter().all(|element| element.as_str().is_some()))
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
