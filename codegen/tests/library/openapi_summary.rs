//! The summary of an event: a sentence in plain words, whatever the markup of its description.

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;
use serde_json::{Value, json};

/// Returns the summary of an event whose operation has these texts.
fn summary(operation: &Value) -> String {
    let mut operation = operation.clone();
    operation["requestBody"] = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    let webhooks = json!({ "sheet.opened": { "post": operation } });
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
    let import = import(&Source::new("openapi.json", document.to_string()), None, &Files::new());
    let import = import.unwrap_or_else(|found| panic!("{document} {found}"));
    let mut lines = import.files["catalog.toml"].lines();
    let line = lines.find_map(|line| line.strip_prefix("summary = \"")?.strip_suffix('"'));
    line.unwrap_or_default().to_owned()
}

#[test]
fn summaries_are_sentences_in_plain_words() {
    const SENT: &str = "Sent when a sheet is opened.";
    for (description, expected) in [
        ("Sent when a sheet is opened.", SENT),
        ("Sent when a sheet is opened", "Sent when a sheet is opened"),
        ("Sent when a sheet is opened. Ignore it after a day.", SENT),
        ("Sent when a sheet is\nopened.\n\nIgnore it after a day.", SENT),
        ("    Sent when a sheet is opened.", SENT),
        ("Sent when *a* **sheet** is [`opened`](https://acme.example/opened).", SENT),
        (
            "Sent for a change, e.g. Tuesday's, of 1.5 lines at acme.example. More.",
            "Sent for a change, e.g. Tuesday's, of 1.5 lines at acme.example.",
        ),
        ("# Sheet opened\n\nSent when a sheet is opened.", SENT),
        ("Sheet opened\n===\nSent when a sheet is opened.", SENT),
        ("**Sheet opened**\n\nSent when a sheet is opened.", SENT),
        ("**Sent** when a sheet is opened.", SENT),
        ("<p>Sent when a sheet is <b>opened</b>.</p><p>Ignore it.</p>", SENT),
        ("<h2>Sheet</h2>\n<p class=\"x\">Sent when a sheet<br/>is opened.</p>", SENT),
        ("```json\n{}\n```\nSent when a sheet is opened.", SENT),
        ("> **Note** beta\n\nSent when a sheet is opened.", SENT),
        (":::info\nBeta\n:::\nSent when a sheet is opened.", SENT),
        ("![icon](https://acme.example/y.png)\n\nSent when a sheet is opened.", SENT),
        ("---\nSent when a sheet is opened.", SENT),
        ("<!-- internal -->\nSent when a sheet is opened.", SENT),
        ("- sent later\n- or closed\n\nSent when a sheet is opened.", SENT),
        ("| Field | Meaning |\n| --- | --- |\n| a | b |\n\nSent when a sheet is opened.", SENT),
        ("| Field | Meaning |\n| --- | --- |\n", ""),
        ("- sent when opened\n- or closed", ""),
        ("## Overview", ""),
        ("Sent when one of these happens:\n\n- it is opened", ""),
        ("sheet.opened", ""),
        ("", ""),
    ] {
        assert_eq!(summary(&json!({ "description": description })), expected, "{description}");
        let both = json!({ "description": description, "summary": "A sheet was `opened`" });
        assert_eq!(summary(&both), "A sheet was `opened`", "{description}");
    }
}
