//! The part of the catalogue that OpenAPI cannot express.

use crate::catalog;
use crate::emit::package::input::Input;
use crate::emit::package::openapi::component::Components;
use crate::json::construct::{array, member, object, string};
use crate::json::{self, Member, Node};
use crate::model::{Role, Root};
use crate::source::location::Source;

/// Writes the sections of the catalogue about requests, with references to components in place of files.
pub(super) fn catalog(input: Input<'_>, components: &mut Components<'_>) -> Node {
    let Input { model, catalog, .. } = input;
    let mut members = vec![member("vendor", string(&catalog.crate_.vendor.value))];
    let envelope = model.roots.iter().find(|root| root.role == Role::Envelope);
    if let Some((root, example)) = envelope.and_then(|root| Some((root, root.examples.first()?))) {
        let schema = reference(root, components);
        members.push(member("envelope", object(vec![schema, member("example", example.root.clone())])));
    }
    let sections = catalog::shared_sections(catalog.source.text()).to_string();
    if let Ok(sections) = json::parse(&Source::new(catalog::FILE_NAME, sections)) {
        let known = catalog::SHARED.iter().filter_map(|name| Some(member(name, sections.root.get(name)?.clone())));
        members.extend(known);
    }
    let plain = model.roots.iter().filter(|root| root.role == Role::Plain);
    let schemas: Vec<Node> = plain.map(|root| entry(root, components)).collect();
    if !schemas.is_empty() {
        members.push(member("schemas", array(schemas)));
    }
    object(members)
}

/// Writes a schema other than that of an event.
fn entry(root: &Root, components: &mut Components<'_>) -> Node {
    let mut members = vec![member("name", string(&root.wire_name))];
    members.extend(root.summary.as_ref().map(|summary| member("summary", string(summary))));
    members.push(reference(root, components));
    for (name, documents) in [("examples", &root.examples), ("faulty", &root.faulty)] {
        if !documents.is_empty() {
            members.push(member(name, array(documents.iter().map(|document| document.root.clone()).collect())));
        }
    }
    object(members)
}

fn reference(root: &Root, components: &mut Components<'_>) -> Member {
    let reference = components.refer(root.document.source.path());
    member("schema", reference.get("$ref").cloned().unwrap_or(reference))
}
