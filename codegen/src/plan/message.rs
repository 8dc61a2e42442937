//! The messages of violations: types, limits and names of the schema, never a value of the instance, without invisible characters.

use crate::keyword::types::TypeSet;
use crate::plan::Literal;
use crate::source::visible::Visible;
use crate::source::words::{counted, joined};

/// The maximum number of listed values of an `enum`.
const FEW: usize = 8;

/// Lists types: `a string or null`.
pub fn types(types: TypeSet) -> String {
    let names: Vec<&str> = types.names().map(with_article).collect();
    if names.is_empty() { "nothing".to_owned() } else { joined(&names, "or") }
}

/// Returns the name of a type with its article.
fn with_article(type_name: &'static str) -> &'static str {
    match type_name {
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        "object" => "an object",
        other => other,
    }
}

/// Returns the type of a found value, in the words of [`codegen_runtime::validate::report`].
pub fn found(type_name: &'static str) -> &'static str {
    match type_name {
        "number" => "a number with a fraction",
        other => with_article(other),
    }
}

/// Lists the values of `enum` and `const`.
pub fn values(values: &[Literal]) -> String {
    let scalars: Option<Vec<String>> = values.iter().map(scalar).collect();
    match (scalars, values) {
        (_, []) => "no value is allowed here".to_owned(),
        (Some(scalars), _) if scalars.len() <= FEW => {
            format!("expected {}", joined(&scalars, "or"))
        }
        (_, [_]) => "expected the one value that the schema names".to_owned(),
        _ => format!("expected one of the {} values that the schema lists", values.len()),
    }
}

fn scalar(value: &Literal) -> Option<String> {
    match value {
        Literal::Null => Some("null".to_owned()),
        Literal::Boolean(value) => Some(value.to_string()),
        Literal::Number(text) => Some(text.clone()),
        Literal::String(text) => Some(Visible(&format!("{text:?}")).to_string()),
        Literal::Array(_) | Literal::Object(_) => None,
    }
}

/// Reports too few elements for `contains`.
pub fn contains_too_few(limit: u64) -> String {
    format!("expected at least {} as `contains` describes", counted(limit, "element"))
}

/// Reports too many elements for `contains`.
pub fn contains_too_many(limit: u64) -> String {
    format!("expected at most {} as `contains` describes", counted(limit, "element"))
}

/// Reports a missing member.
pub fn missing(wire_name: &str) -> String {
    format!("the member `{}` is missing", Visible(wire_name))
}

/// Reports a missing member that another one requires.
pub fn missing_beside(wire_name: &str, other: &str) -> String {
    format!("the member `{}` is missing, which `{}` asks for", Visible(wire_name), Visible(other))
}

/// Reports a tag without a branch.
pub fn no_such_tag(wire_name: &str) -> String {
    format!("the member `{}` names none of the alternatives", Visible(wire_name))
}

/// The message of a choice without an accepting branch.
pub const NO_BRANCH: &str = "expected one of the alternatives";
/// The message of `oneOf` with several accepting branches.
pub const MANY_BRANCHES: &str = "expected exactly one of the alternatives, but more than one accepts it";
/// The message of `not`.
pub const NOT: &str = "expected a value that the schema of `not` refuses";
