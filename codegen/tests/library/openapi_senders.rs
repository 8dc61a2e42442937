//! Webhooks whose requests list the same names of events: what each event has of them.

use codegen::Files;
use codegen::catalog::Catalog;
use codegen::import::{Import, import};
use codegen::load::load;
use codegen::source::location::Source;
use serde_json::{Value, json};

const NAMES: [&str; 2] = ["crm.lead.made", "crm.lead.lost"];

/// Imports webhooks, each with its key and perhaps the name that its example shows.
fn imported(webhooks: &[(&str, Option<&str>)], names: &[&str], in_header: bool, in_body: bool) -> Import {
    let list = json!({ "type": "string", "enum": names });
    let schema = if in_body { list.clone() } else { json!({ "type": "string" }) };
    let schema = json!({ "type": "object", "properties": { "event_type": schema, "id": { "type": "integer" } } });
    let header = in_header.then(|| json!({ "in": "header", "name": "X-Event-Type", "schema": list }));
    let webhook = |(index, (key, shown)): (usize, &(&str, Option<&str>))| {
        let example = shown.map(|name| json!({ "event_type": name, "id": index }));
        let media =
            example.map_or_else(|| json!({ "schema": schema }), |it| json!({ "schema": schema, "example": it }));
        let item = json!({ "post": {
            "summary": format!("About {key}"),
            "parameters": header.iter().collect::<Vec<_>>(),
            "requestBody": { "content": { "application/json": media } },
        } });
        ((*key).to_owned(), item)
    };
    let webhooks: Value = webhooks.iter().enumerate().map(webhook).collect::<serde_json::Map<_, _>>().into();
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, "webhooks": webhooks });
    let source = Source::new("acme.json", document.to_string());
    import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{document}: {found}"))
}

fn catalog(import: &Import) -> Catalog {
    load(&import.files).unwrap_or_else(|found| panic!("{found}")).0.catalog
}

fn summaries(import: &Import) -> Vec<(String, String)> {
    let event = |event: codegen::catalog::Entry| {
        let summary = event.summary.map(|summary| summary.value).unwrap_or_default();
        (event.wire_name.value, summary.trim_start_matches("About ").to_owned())
    };
    catalog(import).events.into_iter().map(event).collect()
}

#[test]
fn an_event_has_its_owners_summary() {
    let [made, lost] = NAMES;
    for (what, webhooks, expected) in [
        ("keys that are parts of names", [("LeadMade", None), ("LeadLost", None)], ["LeadMade", "LeadLost"]),
        ("in another order", [("LeadLost", None), ("LeadMade", None)], ["LeadMade", "LeadLost"]),
        ("examples", [("first", Some(made)), ("second", Some(lost))], ["first", "second"]),
        ("examples in another order", [("first", Some(lost)), ("second", Some(made))], ["second", "first"]),
        ("one example", [("first", None), ("second", Some(made))], ["second", ""]),
        ("one example for both", [("first", Some(made)), ("second", Some(made))], ["", ""]),
        ("examples before keys in part", [("lead", Some(made)), ("crm", Some(lost))], ["lead", "crm"]),
        ("keys that say nothing", [("first", None), ("second", None)], ["", ""]),
        ("keys that are parts of both", [("lead", None), ("crm", None)], ["", ""]),
    ] {
        let import = imported(&webhooks, &NAMES, false, true);
        let mut found = summaries(&import);
        found.sort_by_key(|(name, _)| name == lost);
        let found: Vec<&str> = found.iter().map(|(_, summary)| summary.as_str()).collect();
        assert_eq!(found, expected, "{what}");
    }
    // A single webhook describes all of its events.
    let import = imported(&[("all", None)], &NAMES, false, true);
    assert!(summaries(&import).iter().all(|(_, summary)| summary == "all"));
}

#[test]
fn wildcards_are_no_events() {
    let [made, lost] = NAMES;
    let webhooks = [("LeadMade", Some(made)), ("LeadLost", Some(lost))];
    for wildcard in ["*", "crm.*"] {
        for (in_header, in_body) in [(true, true), (false, true), (true, false)] {
            let what = format!("{wildcard} {in_header} {in_body}");
            let import = imported(&webhooks, &[wildcard, made, lost], in_header, in_body);
            let plain = imported(&webhooks, &NAMES, in_header, in_body);
            assert_eq!(summaries(&import), summaries(&plain), "{what}");
            assert_eq!(summaries(&import).len(), 2, "{what}");
            let members = |import: &Import| {
                let naming = catalog(import).naming;
                (naming.members.iter().map(|it| it.pointer.to_string()).collect::<Vec<_>>(), naming.header.is_some())
            };
            assert_eq!(members(&import), members(&plain), "{what}");
            let is_told = import.warnings.iter().any(|it| it.code == "wildcard-in-names");
            assert!(is_told && import.warnings.to_string().contains(wildcard), "{what}: {}", import.warnings);
        }
    }
}

/// No example has a header, but its body may show the name.
#[test]
fn headers_leave_examples_of_others_out() {
    let [made, lost] = NAMES;
    for (what, shown, expected) in [("the first", made, [1, 0]), ("the second", lost, [0, 1]), ("no name", "x", [1, 1])]
    {
        let import = imported(&[("all", Some(shown))], &NAMES, true, false);
        let found: Vec<usize> = catalog(&import).events.iter().map(|event| event.examples.len()).collect();
        assert_eq!(found, expected, "{what}");
    }
}
