//! Validates the documented examples: each is valid, or invalid if the catalogue lists it as faulty.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use crate::catalog::{Catalog, Crate, Entry, Text};
use crate::interpret;
use crate::json::{Document, Node};
use crate::model::{Model, Role, Root};
use crate::plan::Plan;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};

/// Validates the examples of all documented schemas with the plan of their model. `is_new` is true if the catalogue is not on the disk yet
/// and cannot be edited.
///
/// # Errors
///
/// `invalid-example` for each keyword that rejects an example, with the places of both; `accepted-example` for a valid example that the
/// catalogue lists as `faulty`.
pub fn check(model: &Model, plan: &Plan, catalog: &Catalog, is_new: bool) -> Result<(), Diagnostics> {
    let entries = catalog.events.iter().chain(&catalog.schemas);
    let entries: BTreeMap<&str, &Entry> = entries.map(|entry| (entry.wire_name.value.as_str(), entry)).collect();
    let (mut refused, mut wrongly_listed) = (Vec::new(), Diagnostics::new());
    let mut remedy = Remedy { catalog, is_new, refused: BTreeMap::new() };
    for root in &model.roots {
        let node = plan.entries[&root.schema];
        // The envelope has no entry, and its example must be valid.
        let entry = entries.get(root.wire_name.as_str()).filter(|_| root.role != Role::Envelope);
        for (index, example) in root.examples.iter().enumerate() {
            let findings = interpret::validate(plan, node, &example.root);
            if findings.is_empty() {
                continue;
            }
            let hint = whole_body(catalog, plan, root, example);
            if let Some(entry) = entry.filter(|_| hint.is_none()) {
                remedy.refused.entry(&root.wire_name).or_insert((*entry, Vec::new())).1.push(&entry.examples[index]);
            }
            refused.extend(findings.into_iter().map(|finding| (root, example, finding, hint.clone())));
        }
        for (example, path) in root.faulty.iter().zip(entry.into_iter().flat_map(|entry| &entry.faulty)) {
            if interpret::is_valid(plan, node, &example.root) {
                wrongly_listed.push(accepted(example, path));
            }
        }
    }
    let mut help = (!remedy.refused.is_empty()).then(|| remedy.text());
    let mut diagnostics = Diagnostics::new();
    for (root, example, finding, hint) in refused {
        let help = hint.or_else(|| help.take_if(|_| root.role != Role::Envelope));
        diagnostics.push(invalid(model, root, example, &finding, help));
    }
    diagnostics.extend(wrongly_listed);
    if diagnostics.is_empty() { Ok(()) } else { Err(diagnostics) }
}

/// Validates whole deliveries with the schema of the envelope; the catalogue keeps only their payloads.
pub(crate) fn deliveries(model: &Model, plan: &Plan, deliveries: &[Arc<Document>]) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for root in model.roots.iter().filter(|root| root.role == Role::Envelope) {
        for delivery in deliveries {
            for finding in interpret::validate(plan, plan.entries[&root.schema], &delivery.root) {
                let help = "correct the delivery, or the schema of the envelope".to_owned();
                diagnostics.push(invalid(model, root, delivery, &finding, Some(help)));
            }
        }
    }
    diagnostics
}

/// Returns the help for an event's example that is a whole body, while the schema describes a member of it.
fn whole_body(catalog: &Catalog, plan: &Plan, root: &Root, example: &Document) -> Option<String> {
    let is_payload =
        |node: &Node| node.as_object().is_some() && interpret::is_valid(plan, plan.entries[&root.schema], node);
    if root.role != Role::Event {
        return None;
    }
    if let Some(at) = &catalog.payload.at {
        example.get(&at.pointer).filter(|node| is_payload(node))?;
        return Some(format!(
            "the example is a whole body, but the schema describes its `{}`, by `at` of `[payload]`: keep that value alone",
            at.pointer
        ));
    }
    let payload = example.root.as_object()?.iter().find(|member| is_payload(&member.node))?;
    let pointer = Pointer::root().join(&payload.name);
    Some(format!(
        "correct the example or the schema; or, if the schema describes `{pointer}` of each body, write `[payload]` with `at = \"{pointer}\"` and `[envelope]`, and keep that value alone in the example"
    ))
}

fn invalid(
    model: &Model,
    root: &Root,
    example: &Arc<Document>,
    finding: &interpret::Finding,
    remedy: Option<String>,
) -> Diagnostic {
    let place = Place::new(&example.source, finding.span.clone()).at(finding.instance.clone());
    let keyword = model.keyword_place(root.schema, &finding.keyword_location);
    let added = if keyword.is_added() { ", which the catalogue adds" } else { "" };
    let asks = format!("required by `#{}` of `{}`{added}", finding.keyword_location, root.wire_name);
    Diagnostic::error("invalid-example", format!("invalid example: {}", finding.message))
        .labelled(place, &finding.message)
        .related(keyword, &asks)
        .help(remedy.unwrap_or_else(|| "correct the example or the schema".to_owned()))
}

/// The lines of the catalogue for examples that the vendor does not correct.
struct Remedy<'a> {
    catalog: &'a Catalog,
    /// True if the catalogue is not on the disk yet.
    is_new: bool,
    /// The entries with invalid examples.
    refused: BTreeMap<&'a str, (&'a Entry, Vec<&'a Text>)>,
}

impl Remedy<'_> {
    /// Writes the lines of the catalogue for all of them.
    fn text(&self) -> String {
        let line = |text: &str| toml_edit::Value::from(text).to_string();
        let file = crate::catalog::FILE_NAME;
        let mut text = String::from("correct the example or the schema; if the vendor publishes it like this, ");
        if self.is_new {
            let Crate { name, version, vendor, .. } = &self.catalog.crate_;
            let _ = write!(text, "begin `{file}` with these lines and import again:\n\n[crate]\n");
            for (key, value) in [("name", name), ("version", version), ("vendor", vendor)] {
                let _ = writeln!(text, "{key} = {}", line(&value.value));
            }
        } else {
            let _ = writeln!(text, "list it as faulty in `{file}`:");
        }
        for (entry, refused) in self.refused.values() {
            let is_event = self.catalog.event(&entry.wire_name.value).is_some();
            let table = if is_event { "events" } else { "schemas" };
            let (name, schema) = (line(&entry.wire_name.value), line(&entry.schema.value));
            let _ = write!(text, "\n[[{table}]]\nname = {name}\nschema = {schema}\n");
            let is_refused = |path: &&Text| refused.iter().any(|refused| refused.value == path.value);
            let (faulty, right): (Vec<&Text>, Vec<&Text>) = entry.examples.iter().partition(is_refused);
            let faulty: Vec<&Text> = entry.faulty.iter().chain(faulty).collect();
            for (key, paths) in [("examples", right), ("faulty", faulty)].iter().filter(|(_, paths)| !paths.is_empty())
            {
                let paths: Vec<String> = paths.iter().map(|path| line(&path.value)).collect();
                let _ = writeln!(text, "{key} = [{}]", paths.join(", "));
            }
        }
        text.truncate(text.trim_end().len());
        text
    }
}

fn accepted(example: &Document, path: &Text) -> Diagnostic {
    Diagnostic::error("accepted-example", format!("`{}` is listed as faulty, but it is valid", path.value))
        .at(path.place.clone())
        .related(example.place(&example.root, &Pointer::root()), "this example")
        .help("move it to `examples`")
}
