//! `x-webhook-catalog` and `x-webhook-payload`: the facts that a document of `gen` states beyond OpenAPI.
//!
//! With the first, the document is read as the catalogue that it was written from: schemas are those of JSON Schema as they are, each
//! component is a file, and nothing has to be proposed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::catalog::{self, is_section};
use crate::json::Node;
use crate::openapi::api::{Api, At, CATALOG};
use crate::openapi::reference::References;
use crate::openapi::webhook::Webhook;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Pointer;

/// The extension of an operation: the schema of the payload in its body, and examples that are not bodies.
pub(crate) const PAYLOAD: &str = "x-webhook-payload";

/// The catalogue in a document.
pub(super) struct Extension<'d> {
    api: Api<'d>,
    at: At<'d>,
    /// The members that lead from a body to its deliveries, if it has several.
    each: Option<Vec<String>>,
    /// The members that lead from a delivery to its payload.
    payload: Vec<String>,
}

impl<'d> Extension<'d> {
    /// Finds the catalogue in a document.
    pub(super) fn find(api: Api<'d>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let at = api.root().get(CATALOG)?;
        if at.node.as_object().is_none() {
            diagnostics.push(api.unexpected(&at, "sections of a catalogue by their names"));
            return None;
        }
        let names = |key: &str| {
            let pointer = Pointer::parse(at.get("payload")?.text(key)?)?;
            Some(pointer.tokens().collect::<Vec<String>>())
        };
        // It ends with `*`, for each element.
        let each = names("each").map(|mut names| {
            names.pop();
            names
        });
        let payload = names("at").unwrap_or_default();
        Some(Self { api, at, each, payload })
    }

    pub(super) fn vendor(&self) -> Option<String> {
        self.at.text("vendor").map(str::to_owned)
    }

    /// Returns the sections of the catalogue.
    pub(super) fn sections(&self, diagnostics: &mut Diagnostics) -> Map<String, Json> {
        let mut sections = Map::new();
        for (name, section) in catalog::SHARED.iter().filter_map(|name| Some((*name, self.at.get(name)?))) {
            let found = section.node.to_serde();
            if is_section(&found) {
                sections.insert(name.to_owned(), found);
            } else {
                diagnostics.push(self.unexpected(&section, "a section of a catalogue"));
            }
        }
        sections
    }

    /// Returns the schema and the example of the envelope.
    pub(super) fn envelope(&self, diagnostics: &mut Diagnostics) -> Option<(At<'d>, At<'d>)> {
        let envelope = self.at.get("envelope")?;
        let Some((schema, example)) = envelope.get("schema").zip(envelope.get("example")) else {
            diagnostics.push(self.unexpected(&envelope, "an envelope with `schema` and `example`"));
            return None;
        };
        let schema = self.api.target(&schema).map_err(|finding| diagnostics.push(*finding)).ok()?;
        Some((schema, example))
    }

    fn unexpected(&self, at: &At<'_>, expected: &str) -> Diagnostic {
        self.api
            .unexpected(at, expected)
            .help("see `docs/openapi.md` for the extensions of documents that `gen` writes")
    }

    /// Returns the entries of `[[schemas]]`, and their examples by path. `path_of` names the file of a schema.
    pub(super) fn schemas(
        &self,
        diagnostics: &mut Diagnostics,
        mut path_of: impl FnMut(&Pointer) -> String,
    ) -> (Vec<Json>, BTreeMap<String, Node>) {
        let (mut entries, mut files) = (Vec::new(), BTreeMap::new());
        for entry in self.at.get("schemas").iter().flat_map(At::elements) {
            let Some((wire_name, schema)) = entry.text("name").zip(entry.get("schema")) else {
                diagnostics.push(self.unexpected(&entry, "an entry with `name` and `schema`"));
                continue;
            };
            let Ok(target) = self.api.target(&schema).map_err(|finding| diagnostics.push(*finding)) else { continue };
            let path = path_of(&target.pointer);
            let stem = path.trim_end_matches(".schema.json").to_owned();
            let mut written = Map::from_iter([("name".to_owned(), wire_name.into())]);
            written.extend(entry.text("summary").map(|summary| ("summary".to_owned(), summary.into())));
            written.insert("schema".to_owned(), path.into());
            for (key, word) in [("examples", "example"), ("faulty", "faulty")] {
                let mut paths: Vec<Json> = Vec::new();
                for example in entry.get(key).iter().flat_map(At::elements) {
                    let path = format!("{stem}.{word}-{}.json", paths.len() + 1);
                    paths.push(path.clone().into());
                    files.insert(path, example.node.clone());
                }
                if !paths.is_empty() {
                    written.insert(key.to_owned(), paths.into());
                }
            }
            entries.push(Json::Object(written));
        }
        (entries, files)
    }

    /// Replaces the schema and the examples of a body by those of its payload.
    pub(super) fn open(&self, webhook: &mut Webhook<'d>) -> Result<(), Box<Diagnostic>> {
        let bodies = std::mem::take(&mut webhook.examples);
        webhook.examples = bodies.iter().filter_map(|body| self.payload_of(body)).cloned().collect();
        let Some(payload) = webhook.operation.get(PAYLOAD) else {
            let place = self.api.place(&webhook.operation);
            let missing = Diagnostic::error("invalid-openapi", format!("`{PAYLOAD}` is missing")).at(place);
            return Err(Box::new(
                missing.help("add it with the `schema` of the payload, or remove `x-webhook-catalog`"),
            ));
        };
        let Some(schema) = payload.get("schema") else {
            return Err(Box::new(
                self.unexpected(&payload, "an object with `schema`, a reference to the payload's schema"),
            ));
        };
        webhook.schema = Some(self.api.target(&schema)?);
        for list in ["examples", "faulty"].iter().filter_map(|name| payload.get(name)) {
            webhook.examples.extend(list.elements().map(|example| example.node.clone()));
        }
        Ok(())
    }

    /// Returns the payload in a body. In a batch, it is the payload of the first delivery.
    fn payload_of<'n>(&self, body: &'n Node) -> Option<&'n Node> {
        let mut found = body;
        if let Some(each) = &self.each {
            found = each.iter().try_fold(found, |node, name| node.get(name))?.as_array()?.first()?;
        }
        self.payload.iter().try_fold(found, |node, name| node.get(name))
    }
}

/// Returns the schemas of payloads that several events have, or that other schemas refer to.
pub(super) fn shared(webhooks: &[Webhook<'_>], references: &References) -> BTreeSet<Pointer> {
    let mut seen = BTreeSet::new();
    let payloads = webhooks.iter().filter_map(|webhook| webhook.schema.as_ref());
    let repeated = payloads.filter(|schema| !seen.insert(schema.pointer.clone())).map(|schema| schema.pointer.clone());
    let referred = references.pairs().map(|(from, target)| (component_of(from).0, component_of(target).0));
    repeated.chain(referred.filter(|(from, target)| from != target).map(|(_, target)| target)).collect()
}

/// Returns the component that a pointer leads to, and the rest of the pointer inside of it.
pub(super) fn component_of(pointer: &Pointer) -> (Pointer, Pointer) {
    let is_component = pointer.as_str().starts_with("/components/schemas/");
    let depth = if is_component { 3 } else { usize::MAX };
    let (mut component, mut inside) = (Pointer::root(), Pointer::root());
    for (index, token) in pointer.tokens().enumerate() {
        let part = if index < depth { &mut component } else { &mut inside };
        *part = part.join(token);
    }
    (component, inside)
}
