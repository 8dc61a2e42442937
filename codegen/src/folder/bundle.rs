//! The schemas of a folder as one document, in which the references between files lead from part to part: what a reference adds to an event is
//! evidence wherever its file is.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::folder::schema::Schema;
use crate::json::construct::{member, object, string};
use crate::json::{Document, Node, Value};
use crate::openapi::{Api, At, Webhook};
use crate::schema::registry::{Location, Registry};
use crate::source::location::{Pointer, Source};
use crate::source::uri;

/// The limit of references that lead from one to another.
const STEPS: usize = 64;

/// The list of all schemas, by their positions in the folder.
pub(super) struct Bundle {
    list: Arc<Document>,
    files: Vec<Arc<Document>>,
}

impl Bundle {
    /// Copies the schemas of a folder. References to something else, such as a meta-schema, stay as they are. A single event does not show
    /// which names are its own: the objects inside of it that other files describe are then copied without members.
    pub(super) fn new(folder: &Arc<Source>, schemas: &[Schema], registry: &mut Registry, is_single: bool) -> Self {
        let files: Vec<Arc<Document>> = schemas.iter().map(|schema| Arc::clone(&schema.document)).collect();
        let mut targets: BTreeMap<Location, Location> = BTreeMap::new();
        for index in 0..files.len() {
            let found = registry.references(index).into_iter().filter_map(|(from, target)| Some((from, target?)));
            targets.extend(found.filter(|(_, target)| target.document < files.len()));
        }
        let mut parts: Vec<Node> = files.iter().map(|file| file.root.clone()).collect();
        for (from, target) in &targets {
            let is_inner = target.document != from.document && from.pointer.tokens().any(|token| token == "properties");
            let last = std::iter::successors(Some(target), |it| targets.get(it)).take(STEPS).last().unwrap_or(target);
            let is_object = files[last.document].get(&last.pointer).is_some_and(|it| it.get("properties").is_some());
            let part = &mut parts[from.document];
            if is_single && is_inner && is_object {
                if let Some(schema) = part.at_mut(&from.pointer) {
                    schema.value = object(vec![member("type", string("object"))]).value;
                }
            } else if let Some(reference) = part.at_mut(&from.pointer.join("$ref")) {
                reference.value = Value::String(format!("#{}", uri::encode_fragment(within(target).as_str())));
            }
        }
        let root = Node { span: 0..0, value: Value::Array(parts) };
        Self { list: Arc::new(Document { source: Arc::clone(folder), root }), files }
    }

    /// Returns the body of an event with its schema in the bundle; `index` is the position of its file.
    pub(super) fn body<'b>(&'b self, index: usize, body: &Webhook<'b>) -> Webhook<'b> {
        let api = Api::of_files(&self.list, &self.files);
        let at = |at: &At<'b>| api.at(within(&Location { document: index, pointer: at.pointer.clone() }));
        let schema = body.schema.as_ref().and_then(at).or_else(|| body.schema.clone());
        Webhook { api, schema, ..body.clone() }
    }
}

/// Returns the pointer to a location in the list of all schemas.
fn within(location: &Location) -> Pointer {
    location.pointer.tokens().fold(Pointer::root().join(location.document), |pointer, token| pointer.join(token))
}
