//! The headers of a request as parameters.

use crate::catalog::scheme::HeaderNames;
use crate::catalog::{Catalog, Signature};
use crate::emit::wording::code;
use crate::json::Node;
use crate::json::construct::{array, boolean, member, object, string};
use crate::model::Root;

/// The headers that OpenAPI does not describe as parameters [OpenAPI 3.1 §4.8.12.2.1].
const OTHERWISE: [&str; 3] = ["Accept", "Content-Type", AUTHORIZATION];

const AUTHORIZATION: &str = "Authorization";

/// Writes the parameters of an event's requests, each header once.
pub(super) fn parameters(catalog: &Catalog, root: &Root) -> Vec<Node> {
    let mut found: Vec<(&str, Node)> = Vec::new();
    let text = || object(vec![member("type", string("string"))]);
    let first = signature_headers(catalog);
    let words = catalog.signature.as_ref().map(words);
    let is_only = first.len() == 1;
    let mut add = |name, is_required, schema: Node, description: Option<&str>| {
        if !found.iter().any(|(known, _)| name_is(known, name)) && !OTHERWISE.iter().any(|other| name_is(other, name)) {
            found.push((name, parameter(name, is_required, schema, description)));
        }
    };
    for header in &first {
        add(header, is_only, text(), words.as_deref());
    }
    if let Some(scheme) = catalog.signature.as_ref().map(|signature| &signature.scheme) {
        let time = scheme.time.as_ref().and_then(|time| time.header.as_ref());
        let parts = [(time, "The time of the signature."), (scheme.id.as_ref(), "The id, which is signed.")];
        for (header, description) in parts.into_iter().chain([(scheme.nonce.as_ref(), "The nonce.")]) {
            if let Some(header) = header {
                add(header, true, text(), Some(description));
            }
        }
    }
    if let Some(header) = &catalog.naming.header {
        let mut name = vec![member("type", string("string"))];
        name.extend(parts(catalog, root).map(|(begin, _)| member("const", string(begin))));
        let name = object(name);
        add(&header.value, catalog.naming.members.is_empty(), name, Some("The event."));
    }
    if let Some(header) = &catalog.delivery.id_header {
        add(&header.value, false, text(), Some("Identifies the delivery."));
    }
    found.into_iter().map(|(_, parameter)| parameter).collect()
}

/// Returns the name of the event in its header and the end of it in the body, as an example shows them; `None` if that is unknown.
pub(super) fn parts<'r>(catalog: &Catalog, root: &'r Root) -> Option<(&'r str, Option<&'r str>)> {
    let Some(suffix) = &catalog.naming.suffix else { return Some((root.wire_name.as_str(), None)) };
    let example = root.examples.first()?;
    let Some(end) = example.get(&suffix.pointer).and_then(Node::as_str) else {
        return Some((root.wire_name.as_str(), None));
    };
    Some((root.wire_name.strip_suffix(end)?.strip_suffix('.')?, Some(end)))
}

/// Writes the security schemes and the requirement of a signature in `Authorization`.
pub(super) fn security(catalog: &Catalog) -> Option<(Node, Node)> {
    let signature = catalog.signature.as_ref()?;
    signature_headers(catalog).iter().find(|header| name_is(header, AUTHORIZATION))?;
    let members = [("type", "apiKey"), ("in", "header"), ("name", AUTHORIZATION), ("description", &words(signature))];
    let scheme = object(members.iter().map(|(name, text)| member(name, string(text))).collect());
    let schemes = object(vec![member("signature", scheme)]);
    Some((schemes, array(vec![object(vec![member("signature", array(Vec::new()))])])))
}

fn parameter(name: &str, is_required: bool, schema: Node, description: Option<&str>) -> Node {
    let mut members = vec![member("name", string(name)), member("in", string("header"))];
    if is_required {
        members.push(member("required", boolean(true)));
    }
    members.extend(description.map(|description| member("description", string(description))));
    members.push(member("schema", schema));
    object(members)
}

/// Returns the headers of the signature; of numbered ones, the first.
fn signature_headers(catalog: &Catalog) -> Vec<String> {
    let header = catalog.signature.as_ref().map(|signature| &signature.scheme.header);
    header.map_or_else(Vec::new, |header| match header {
        HeaderNames::Names(names) => names.clone(),
        HeaderNames::Numbered { .. } => vec![header.first()],
    })
}

/// Describes the signature in the words of the catalogue.
fn words(signature: &Signature) -> String {
    let facts = signature.words.facts();
    // A numbered header has another name than its parameter.
    let facts = facts.iter().filter(|(key, value, _)| *key != "header" || value.contains("{n}"));
    let facts: Vec<String> = facts.map(|(key, value, _)| format!("{key} {}", code(value))).collect();
    format!("The signature: {}", facts.join(", "))
}

fn name_is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}
