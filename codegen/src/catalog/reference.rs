//! The table of keys as documentation: `docs/catalog.md` for people, `docs/catalog.schema.json` for editors.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::catalog::scheme::Algorithm;
use crate::catalog::table::{Form, Key, SECTIONS, Section, find};

/// Returns the reference of all sections in Markdown, after a hand-written introduction.
pub fn markdown() -> String {
    let mut text = include_str!("../../start/catalog.md").trim_end().to_owned();
    for section in SECTIONS.iter().filter(|section| !section.name.contains('.')) {
        let title = if section.is_list { format!("[[{}]]", section.name) } else { format!("[{}]", section.name) };
        let _ =
            write!(text, "\n\n## `{title}`\n\n{}\n\n| Key | Value | Meaning |\n| --- | --- | --- |\n", section.about);
        rows(&mut text, section, "");
        text.truncate(text.trim_end().len());
    }
    text + "\n"
}

/// Writes the rows of a section; those of a table inside of it stand below its own.
fn rows(text: &mut String, section: &Section, before: &str) {
    for Key { name, form, is_required, about } in section.keys {
        let needed = if *is_required { ", needed" } else { "" };
        let _ = writeln!(text, "| `{before}{name}` | {}{needed} | {about} |", form.words());
        if let Form::Table(table) = form {
            rows(text, find(table), &format!("{before}{name}."));
        }
    }
}

/// Returns the text of the catalogue's JSON Schema: the form of every key, and no unknown ones.
pub fn schema() -> String {
    let sections = SECTIONS.iter().filter(|section| !section.name.contains('.'));
    let properties: Map<String, Value> =
        sections.map(|section| (section.name.to_owned(), of_section(section))).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "catalog.toml",
        "type": "object",
        "properties": properties,
        "required": ["crate"],
        "additionalProperties": false,
    });
    format!("{schema:#}\n")
}

fn of_section(section: &Section) -> Value {
    let mut table = of_table(section);
    if section.is_list {
        table = json!({ "type": "array", "items": table });
    }
    if !section.about.is_empty() {
        table["description"] = json!(section.about);
    }
    table
}

fn of_table(section: &Section) -> Value {
    let property = |key: &Key| {
        let mut schema = of_form(key.form);
        schema["description"] = json!(key.about);
        (key.name.to_owned(), schema)
    };
    let properties: Map<String, Value> = section.keys.iter().map(property).collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn of_form(form: Form) -> Value {
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let pointer = || json!({ "type": "string", "pattern": "^(/([^~]|~[01])*)?$" });
    match form {
        Form::Text | Form::Path => json!({ "type": "string" }),
        Form::Version => json!({ "type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+" }),
        Form::OneOf(values) => json!({ "enum": values }),
        Form::Algorithm => json!({ "enum": Algorithm::ALL.map(|(name, _)| name) }),
        Form::Texts | Form::Paths => texts(),
        Form::TextOrTexts => json!({ "anyOf": [{ "type": "string" }, texts()] }),
        Form::Member | Form::BodyMember | Form::Pointer => pointer(),
        Form::Members => json!({ "type": "array", "items": pointer() }),
        Form::Elements => json!({ "type": "string", "pattern": "/\\*$" }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Number { least, most, .. } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Form::Scalar => json!({ "type": ["string", "number", "boolean"] }),
        Form::Json => json!({}),
        Form::Table(table) => of_table(find(table)),
    }
}
