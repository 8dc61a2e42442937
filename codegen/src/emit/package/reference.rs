//! The reference page: the members, examples and schema of each documented schema, in a form that `import` reads back.

pub(crate) mod member;
mod merged;
mod scheme;
mod value_words;

use std::fmt::Write as _;

use crate::catalog::{Catalog, SchemaProvenance};
use crate::model::{Model, Role, Root, SchemaId};
use crate::render::{self, Comment};

use crate::emit::wording::{beyond, code, code_in_table, for_markdown, json, kept_since, line, long_date, sentence};

/// The note above a schema that is derived from the example.
const DERIVED: &str =
    "Types and required members are derived from the example: the vendor documents no schema of it.\n\n";

/// Writes the page of all events, with the envelope.
pub fn events(model: &Model, catalog: &Catalog) -> String {
    let mut page = opening(catalog);
    if let Some(root) = model.roots.iter().find(|root| root.role == Role::Envelope) {
        page.push_str("## Envelope\n\nA delivery is one JSON object, posted to the endpoint. What its payload holds depends on the event.\n\n");
        example_blocks(&mut page, root);
        if catalog.envelope.as_ref().is_some_and(|envelope| envelope.provenance == SchemaProvenance::Derived) {
            page.push_str(DERIVED);
        }
        member_table(&mut page, model, root.schema);
    }
    headers(&mut page, catalog);
    for root in model.roots.iter().filter(|root| root.role == Role::Event) {
        section(&mut page, model, root);
    }
    page
}

/// Writes the page of documented schemas other than events.
pub fn schemas(model: &Model, catalog: &Catalog) -> String {
    let mut page = render::header(Comment::Markdown, &crate::emit::layout::origin(crate::catalog::FILE_NAME));
    let _ = write!(page, "\n# {} schemas\n\n", for_markdown(&catalog.crate_.vendor.value));
    for root in model.roots.iter().filter(|root| root.role == Role::Plain) {
        section(&mut page, model, root);
    }
    page
}

fn opening(catalog: &Catalog) -> String {
    let mut page = render::header(Comment::Markdown, &crate::emit::layout::origin(crate::catalog::FILE_NAME));
    let vendor = &catalog.crate_.vendor.value;
    let provenance = catalog.provenance.as_ref();
    let title = provenance
        .and_then(|source| Some(source.title.as_ref()?.value.clone()))
        .unwrap_or_else(|| format!("{vendor} webhooks"));
    let _ = write!(page, "\n# {}\n\n", for_markdown(&title));
    let _ = write!(
        page,
        "The events of {}. For each: when it is sent, the members of its payload, an example, and the JSON Schema.\n\n",
        for_markdown(vendor)
    );
    if let Some(updated) = provenance.and_then(|source| source.updated.as_ref()) {
        let _ = write!(page, "Last updated: {}\n\n", long_date(&updated.value));
    }
    page
}

fn headers(page: &mut String, catalog: &Catalog) {
    let mut lines = Vec::new();
    if let Some(signature) = &catalog.signature {
        lines.push(scheme::line(signature));
    }
    if let Some(header) = &catalog.naming.header {
        let example =
            catalog.events.first().map_or_else(String::new, |event| format!(", e.g. {}", code(&event.wire_name.value)));
        let says = match &catalog.naming.suffix {
            Some(suffix) => {
                format!("begins the name of the event, which the member {} of the body ends", code(&suffix.title()))
            }
            None if catalog.naming.members.is_empty() => "names the event".to_owned(),
            None => "repeats the name of the event".to_owned(),
        };
        lines.push(format!("- {} — {says}{example}.", code(&header.value)));
    }
    if !lines.is_empty() {
        let _ = write!(page, "Headers of every delivery:\n\n{}\n\n", lines.join("\n"));
    }
}

fn section(page: &mut String, model: &Model, root: &Root) {
    let _ = write!(page, "## {}", code(&root.wire_name));
    if let Some(summary) = &root.summary {
        let _ = write!(page, " — {}", for_markdown(summary));
    }
    page.push_str("\n\n");
    if let Some(since) = &root.kept_since {
        let _ = write!(page, "Deprecated: {}.\n\n", kept_since("event", since));
    } else if model.is_deprecated(root.schema) {
        page.push_str("Deprecated.\n\n");
    }
    if let Some(description) = &model.schema(root.schema).annotations.description {
        let description = beyond(root.summary.as_deref().unwrap_or_default(), description);
        if !description.is_empty() {
            let _ = write!(page, "{}\n\n", line(&sentence(description)));
        }
    }
    member_table(page, model, root.schema);
    for (name, form) in member::forms(model, root.schema) {
        let _ = write!(page, "{name}:\n\n");
        member_table(page, model, form);
    }
    example_blocks(page, root);
    let _ = write!(page, "Schema:\n\n```json\n{}\n```\n\n", json(root.document.source.text()));
}

fn example_blocks(page: &mut String, root: &Root) {
    for example in &root.examples {
        let _ = write!(page, "Example:\n\n```json\n{}\n```\n\n", json(example.source.text()));
    }
}

fn member_table(page: &mut String, model: &Model, schema: SchemaId) {
    let members = member::list(model, schema);
    if members.is_empty() {
        return;
    }
    page.push_str("| Member | Type | Required | Description |\n| --- | --- | --- | --- |\n");
    for member in members {
        let required = if member.is_required { "yes" } else { "no" };
        let texts = [for_markdown(&member.description), member.remarks];
        let description =
            texts.iter().filter(|text| !text.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" — ");
        let cells = [code_in_table(&member.path), member.form, required.to_owned(), description];
        let _ = writeln!(page, "| {} |", cells.join(" | ").trim_end());
    }
    page.push('\n');
}
