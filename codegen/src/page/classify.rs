//! Which of an event's blocks is the schema, and which are examples.

use super::outline::{Json, Section};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{Node, Value};
use crate::model::TypeSet;

/// An event's blocks, told apart.
pub(super) struct Documented<'p> {
    pub(super) schema: &'p Json,
    pub(super) examples: Vec<&'p Json>,
}

/// Tells the blocks of an event apart; `None` when it has no schema, or several.
pub(super) fn classify<'p>(section: &'p Section, diagnostics: &mut Diagnostics) -> Option<Documented<'p>> {
    let schemas = schemas(&section.blocks);
    let is_schema = |block: &Json| schemas.iter().any(|schema| std::ptr::eq(*schema, block));
    let examples: Vec<&Json> = section.blocks.iter().filter(|block| !is_schema(block)).collect();
    let wire_name = &section.wire_name;
    match schemas.as_slice() {
        [schema] => {
            if examples.is_empty() && !section.is_broken {
                let bare = Diagnostic::warning("schema-without-example", format!("`{wire_name}` has no example"))
                    .at(section.place.clone())
                    .help("put an example of its payload above the schema");
                diagnostics.push(bare);
            }
            Some(Documented { schema, examples })
        }
        [] => {
            if let (Some(example), false) = (examples.first(), section.is_broken) {
                let alone = Diagnostic::error("example-without-schema", format!("`{wire_name}` has no schema"))
                    .labelled(example.place.clone(), "an example")
                    .related(section.place.clone(), "the event")
                    .help("put the payload's JSON Schema below the example; `$schema` marks it as one");
                diagnostics.push(alone);
            }
            None
        }
        [first, second, ..] => {
            let twice = Diagnostic::error("second-schema", format!("`{wire_name}` has more than one schema"))
                .labelled(second.place.clone(), "again here")
                .related(first.place.clone(), "first here")
                .help("give the other schema a heading of its own");
            diagnostics.push(twice);
            None
        }
    }
}

fn schemas(blocks: &[Json]) -> Vec<&Json> {
    let marked: Vec<&Json> = blocks.iter().filter(|block| is_marked(&block.document.root)).collect();
    if !marked.is_empty() {
        return marked;
    }
    let likely: Vec<&Json> = blocks.iter().filter(|block| is_likely(&block.document.root)).collect();
    if likely.len() < 2 {
        return likely;
    }
    // A payload may have nothing but members that are keywords, too: then the schema is what describes another block.
    let describing = |schema: &&&Json| {
        let others = blocks.iter().filter(|block| !std::ptr::eq(*block, **schema));
        others.into_iter().any(|other| describes(&schema.document.root, &other.document.root))
    };
    likely.iter().filter(describing).copied().collect()
}

/// Whether it can be read as a schema.
pub(super) fn is_schema(node: &Node) -> bool {
    is_marked(node) || is_likely(node)
}

fn is_marked(node: &Node) -> bool {
    node.get("$schema").and_then(Node::as_str).is_some()
}

/// Members of an object that has no `$schema` but is a schema all the same.
const KEYWORDS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "default",
    "definitions",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "else",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "then",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
];

fn is_likely(node: &Node) -> bool {
    let Some(members) = node.as_object() else {
        return false;
    };
    let says_something = members.iter().any(|member| match (member.name.as_str(), &member.node.value) {
        ("type", Value::String(name)) => TypeSet::from_name(name).is_some(),
        (keyword, value) => matches!(
            (keyword, value),
            ("properties", Value::Object(_))
                | ("$ref", Value::String(_))
                | ("type" | "enum" | "oneOf" | "anyOf" | "allOf", Value::Array(_))
        ),
    });
    says_something && members.iter().all(|member| KEYWORDS.contains(&member.name.as_str()))
}

/// Whether the schema names a member of the instance.
pub(super) fn describes(schema: &Node, instance: &Node) -> bool {
    let documented = schema.get("properties").and_then(Node::as_object).unwrap_or_default();
    documented.iter().any(|member| instance.get(&member.name).is_some())
}
