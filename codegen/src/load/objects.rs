//! Schemas without `type` that describe objects: with `objects` of `[settings]` they get `"type": "object"`.
//!
//! So all later phases see the type in the documents.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{Catalog, Objects, Text};
use crate::json::{self, Document, Node, Value};
use crate::keyword::dialect::{self, Dialect, Draft};
use crate::keyword::{self, Form};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Edit, Place, Pointer};

/// The type.
const TYPE: &str = "\"type\": \"object\"";

/// Adds the type to the schemas that the setting is about.
pub(super) fn narrow(catalog: &Catalog, schemas: &mut BTreeMap<String, Arc<Document>>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let objects = catalog.settings.objects;
    if objects == Objects::Typed {
        return diagnostics;
    }
    let kept_events = catalog.kept_events().filter_map(|(_, reserved)| reserved.meaning.as_ref());
    let payloads: Vec<&Text> = catalog.events.iter().map(|event| &event.schema).chain(kept_events).collect();
    let paths: Vec<String> = schemas.keys().cloned().collect();
    for path in paths {
        let listed = payloads.iter().find(|payload| payload.value == path);
        if listed.is_none() && objects == Objects::Payloads {
            continue;
        }
        let document = Arc::clone(&schemas[&path]);
        let dialect = dialect(&document);
        let mut found = Vec::new();
        if objects == Objects::Everywhere {
            collect(&document.root, dialect, &mut Vec::new(), &mut found);
        }
        match listed {
            Some(_) if is_untyped(&document.root, dialect) => found.push(Untyped::new(&document.root, &[])),
            Some(listed) if hides(&document.root, dialect) && !leads_to_type(&document) => {
                diagnostics.push(hidden(listed, &document));
            }
            _ => {}
        }
        found.sort_by_key(|untyped| untyped.span.start);
        found.dedup_by_key(|untyped| untyped.span.start);
        if !found.is_empty() {
            drop(schemas.insert(path, Arc::new(typed(&document, found))));
        }
    }
    diagnostics
}

/// Returns the dialect of a document, as far as its keywords with subschemas matter.
fn dialect(document: &Document) -> Dialect {
    let declared = document.root.get("$schema").and_then(Node::as_str).and_then(Draft::from_meta_schema);
    declared.map_or(dialect::DEFAULT, Dialect::of)
}

/// Returns true if the keywords beside `$ref` are ignored.
fn hides(schema: &Node, dialect: Dialect) -> bool {
    dialect.draft.ref_hides_siblings() && schema.get("$ref").is_some()
}

/// Returns true for a schema that can get a type, and has none.
fn is_untyped(schema: &Node, dialect: Dialect) -> bool {
    schema.as_object().is_some() && schema.get("type").is_none() && !hides(schema, dialect)
}

/// A schema that gets the type.
struct Untyped {
    span: Range<usize>,
    pointer: Pointer,
}

impl Untyped {
    fn new(schema: &Node, path: &[Token<'_>]) -> Self {
        let pointer = path.iter().fold(Pointer::root(), |pointer, token| match token {
            Token::Name(name) => pointer.join(name),
            Token::Index(index) => pointer.join(index),
        });
        Self { span: schema.span.clone(), pointer }
    }
}

/// A step towards a schema.
enum Token<'n> {
    Name(&'n str),
    Index(usize),
}

/// Collects the schemas that have `properties` and no type.
fn collect<'n>(schema: &'n Node, dialect: Dialect, path: &mut Vec<Token<'n>>, found: &mut Vec<Untyped>) {
    let Some(keywords) = schema.as_object() else { return };
    if schema.get("properties").is_some() && is_untyped(schema, dialect) {
        found.push(Untyped::new(schema, path));
    }
    for keyword in keywords {
        path.push(Token::Name(&keyword.name));
        let form = keyword::find(&keyword.name, dialect).map(|known| known.form);
        match (form, &keyword.node.value) {
            (Some(Form::Schema | Form::SchemaOrList), Value::Object(_)) => {
                collect(&keyword.node, dialect, path, found);
            }
            (Some(Form::SchemaList | Form::SchemaOrList), Value::Array(listed)) => {
                for (index, schema) in listed.iter().enumerate() {
                    path.push(Token::Index(index));
                    collect(schema, dialect, path, found);
                    path.pop();
                }
            }
            (Some(Form::SchemaMap | Form::PatternMap | Form::SchemaOrStringsMap), Value::Object(members)) => {
                for member in members.iter() {
                    path.push(Token::Name(&member.name));
                    collect(&member.node, dialect, path, found);
                    path.pop();
                }
            }
            _ => {}
        }
        path.pop();
    }
}

/// Returns the document with the type in these schemas. The lines stay where they are.
fn typed(document: &Document, schemas: Vec<Untyped>) -> Document {
    let edits = schemas.into_iter().map(|Untyped { span, pointer }| {
        let start = span.start + 1;
        let is_alone = document.source.text()[start..].trim_start().starts_with('}');
        let text = format!("{TYPE}{}", if is_alone { "" } else { ", " });
        let place = Place::new(&document.source, span).at(pointer);
        Edit::added(start, text, place)
    });
    json::parse(&document.source.edited(edits)).expect("a member more is JSON")
}

/// Returns true if the reference of the whole schema leads to a typed schema of the same document.
fn leads_to_type(document: &Document) -> bool {
    let reference = document.root.get("$ref").and_then(Node::as_str).and_then(|reference| reference.strip_prefix('#'));
    let target = reference.and_then(|fragment| document.get(&Pointer::parse(fragment)?));
    target.is_some_and(|target| target.get("type").is_some())
}

fn hidden(listed: &Text, document: &Document) -> Diagnostic {
    let message = "`objects` of `[settings]` has no effect on this schema: keywords beside `$ref` are ignored";
    let finding = Diagnostic::warning("untyped-payload", message).at(listed.place.clone());
    let reference = document.root.get("$ref").map(|node| document.place(node, &Pointer::root().join("$ref")));
    let finding = reference.into_iter().fold(finding, |finding, place| finding.related(place, "this reference"));
    finding.help("give the schema that it leads to `\"type\": \"object\"`, or put `$ref` into `allOf`")
}
