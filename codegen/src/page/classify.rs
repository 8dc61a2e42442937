//! Classifies an event's blocks into schema and examples.

use crate::json::{Member, Node, Value};
use crate::keyword::types::TypeSet;
use crate::keyword::{self, Form, Treatment};
use crate::page::outline::{Json, Outline, Section};
use crate::page::{attribution, fact, finding, heading};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// An event's blocks, classified.
pub(super) struct Documented<'p> {
    /// The schema; `None` if it is to be derived from the examples.
    pub(super) schema: Option<&'p Json>,
    pub(super) examples: Vec<&'p Json>,
}

/// Classifies the blocks of an event; returns `None` if it has no schema, unless it is to be derived, or several.
pub(super) fn classify<'p>(
    section: &'p Section,
    outline: &Outline,
    derives: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Documented<'p>> {
    let schemas = schemas(&section.blocks);
    let is_schema = |block: &Json| schemas.iter().any(|schema| std::ptr::eq(*schema, block));
    let examples: Vec<&Json> = section.blocks.iter().filter(|block| !is_schema(block)).collect();
    let wire_name = &section.wire_name;
    for example in &examples {
        let mut above = example.lines.iter().chain(&example.above);
        if let Some((place, _)) = above.find(|(_, text)| heading::is_other(text)) {
            let message = format!("this block may not be a payload of `{wire_name}`");
            diagnostics.push(astray(example, place, "block-of-something-else", message, outline));
        }
    }
    for headers in examples.iter().filter(|example| are_headers(&example.document.root)) {
        let message = format!("these are headers, and no payload of `{wire_name}`");
        diagnostics.push(astray(headers, &section.place, "block-of-something-else", message, outline));
    }
    for block in &section.blocks {
        if let Some((place, name)) = attribution::other(section, block, outline) {
            let message = format!("this block is below `{wire_name}`, but a line above it names `{name}`");
            diagnostics.push(astray(block, place, "block-of-another-event", message, outline));
        }
    }
    for schema in &schemas {
        if let Some(attribution::Other { name, place, is_certain }) = attribution::in_schema(section, schema, outline) {
            let message = format!("this schema is below `{wire_name}`, but names `{name}`");
            let finding: fn(&'static str, String) -> Diagnostic =
                if is_certain { Diagnostic::error } else { Diagnostic::warning };
            let found = finding("block-of-another-event", message).at(place);
            let found = found.related(section.place.clone(), "it is below this");
            diagnostics.push(found.help("move the schema below the heading of its event, or correct the name in it"));
        }
    }
    match schemas.as_slice() {
        [schema] => {
            if examples.is_empty() && !section.is_broken {
                let bare = Diagnostic::warning("schema-without-example", format!("`{wire_name}` has no example"))
                    .at(section.place.clone())
                    .help("add an example of its payload above the schema");
                diagnostics.push(bare);
            }
            Some(Documented { schema: Some(schema), examples })
        }
        [] if derives && !examples.is_empty() => Some(Documented { schema: None, examples }),
        [] => {
            if let (Some(example), false) = (examples.first(), section.is_broken) {
                let alone = Diagnostic::error("example-without-schema", format!("`{wire_name}` has no schema"))
                    .at(section.place.clone())
                    .related(example.place.clone(), "an example")
                    .help("add the payload's JSON Schema below the example; `$schema` marks it as one. If the vendor has none, import with `--derive`");
                diagnostics.push(alone);
            } else if !section.is_broken {
                diagnostics.push(finding::without_blocks(wire_name, &section.place));
            }
            None
        }
        [first, second, ..] => {
            // The text between the two may be the heading of another event.
            if let Some((place, text)) = second.above.as_ref().filter(|(place, text)| {
                finding::looks_like_name(text) && !place.span.contains(&section.place.span.start)
            }) {
                let found = finding::not_understood(text, second.is_below_heading, None, place, outline);
                diagnostics.push(found.related(second.place.clone(), "the JSON below it"));
                return None;
            }
            let twice = Diagnostic::error("second-schema", format!("`{wire_name}` has more than one schema"))
                .repeating(second.place.clone(), first.place.clone());
            let heading = second.above.as_ref().filter(|_| second.is_below_heading);
            let heading = heading.filter(|(place, _)| !place.span.contains(&section.place.span.start));
            diagnostics.push(match heading {
                Some((place, text)) => finding::second_schema(twice, wire_name, place, text),
                None => twice.help("move the other schema below a heading of its own"),
            });
            None
        }
    }
}

/// Returns true for an object whose members are headers.
fn are_headers(node: &Node) -> bool {
    let is_header =
        |member: &Member| member.node.as_str().is_some() && member.name.contains('-') && fact::is_header(&member.name);
    node.as_object().is_some_and(|members| !members.is_empty() && members.iter().all(is_header))
}

/// Reports a block that is not of the event around it; `above` is the line that says so.
fn astray(block: &Json, above: &Place, code: &'static str, message: String, outline: &Outline) -> Diagnostic {
    let found = Diagnostic::error(code, message).at(block.place.clone()).related(above.clone(), "it is below this");
    found.help(format!(
        "{} if it documents something else, or move it below the heading of its event",
        outline.leave_out("the block")
    ))
}

fn schemas(blocks: &[Json]) -> Vec<&Json> {
    let marked: Vec<&Json> = blocks.iter().filter(|block| is_marked(&block.document.root)).collect();
    if !marked.is_empty() {
        return marked;
    }
    let best = blocks.iter().map(|block| likeness(&block.document.root)).max().unwrap_or(Likeness::None);
    // A block that looks only a little like a schema, and is alone, may as well be a payload.
    if best == Likeness::None || (best == Likeness::Weak && blocks.len() < 2) {
        return Vec::new();
    }
    let likely: Vec<&Json> = blocks.iter().filter(|block| likeness(&block.document.root) == best).collect();
    if likely.len() < 2 {
        return likely;
    }
    // A payload may consist of members named like keywords, too. Then the schema is the block that describes another one.
    let describing = |schema: &&&Json| {
        let others = blocks.iter().filter(|block| !std::ptr::eq(*block, **schema));
        others.into_iter().any(|other| describes(&schema.document.root, &other.document.root))
    };
    likely.iter().filter(describing).copied().collect()
}

/// Returns true if the value can be read as a schema.
pub(super) fn is_schema(node: &Node) -> bool {
    is_marked(node) || likeness(node) >= Likeness::Fair
}

fn is_marked(node: &Node) -> bool {
    node.get("$schema").and_then(Node::as_str).is_some()
}

/// The likeness of an object without `$schema` to a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// Not a schema: it has no constraint, or too many other members.
    None,
    /// It has a constraint beside members that are not keywords: annotations, or members of a payload.
    Weak,
    /// All members are keywords or extensions, and at least one is a constraint.
    Fair,
    /// It applies schemas to named members.
    Strong,
}

fn likeness(node: &Node) -> Likeness {
    let Some(members) = node.as_object() else {
        return Likeness::None;
    };
    let is_map = |name: &str| keyword::rows(name).any(|row| matches!(row.form, Form::SchemaMap | Form::PatternMap));
    let maps = members.iter().filter(|member| is_map(&member.name));
    let schemas = maps.map(|member| is_map_of_schemas(&member.node));
    let says_something = members.iter().any(|member| constrains(&member.name, &member.node));
    let known = members.iter().filter(|member| keyword::is_known(&member.name)).count();
    let is_extension = |name: &str| keyword::is_known(name) || name.starts_with("x-") || name.starts_with('$');
    if schemas.clone().any(|is_map| is_map) && schemas.into_iter().all(|is_map| is_map) {
        Likeness::Strong
    } else if !says_something {
        Likeness::None
    } else if members.iter().all(|member| is_extension(&member.name)) {
        Likeness::Fair
    } else if known * 2 >= members.len() && !has_foreign_value(members) {
        Likeness::Weak
    } else {
        Likeness::None
    }
}

/// Returns true if each member looks like a schema: a boolean, or an object whose first keyword is known.
fn is_map_of_schemas(node: &Node) -> bool {
    let members = node.as_object().unwrap_or_default();
    let is_schema = |node: &Node| match &node.value {
        Value::Boolean(_) => true,
        Value::Object(members) => {
            members.is_empty()
                || members
                    .iter()
                    .any(|member| constrains(&member.name, &member.node) || keyword::is_annotation(&member.name))
        }
        _ => false,
    };
    !members.is_empty() && members.iter().all(|member| is_schema(&member.node))
}

/// Returns true if a member is almost certainly a constraint.
fn constrains(name: &str, node: &Node) -> bool {
    let is_type = |node: &Node| node.as_str().is_some_and(|name| TypeSet::from_name(name).is_some());
    keyword::rows(name).filter(|row| row.treatment == Treatment::Typed).any(|row| match (row.form, &node.value) {
        (Form::Types, Value::Array(names)) => names.iter().all(is_type),
        (Form::Types, _) => is_type(node),
        (Form::UriReference, Value::String(_)) | (Form::Values, Value::Array(_)) => true,
        (Form::SchemaList, Value::Array(branches)) => {
            branches.iter().all(|branch| matches!(branch.value, Value::Object(_) | Value::Boolean(_)))
        }
        (Form::SchemaMap, Value::Object(_)) => is_map_of_schemas(node),
        _ => false,
    })
}

/// Returns true if an unknown member has a value that editors' annotations never have: an object or a list of objects.
fn has_foreign_value(members: &[Member]) -> bool {
    let foreign = members.iter().filter(|member| !keyword::is_known(&member.name));
    foreign.into_iter().any(|member| matches!(member.node.value, Value::Object(_)))
}

/// Returns true if the schema names a member of the instance.
pub(super) fn describes(schema: &Node, instance: &Node) -> bool {
    let documented = schema.get("properties").and_then(Node::as_object).unwrap_or_default();
    documented.iter().any(|member| instance.get(&member.name).is_some())
}
