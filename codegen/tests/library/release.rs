//! A release can be read again, also if kept names are dropped or return.

use codegen::diff::Status;
use codegen::release::{Options, release};
use codegen::{Files, diff, generate};
use serde_json::{Value, json};
use support::contract::edit::{Edition, PAID, returned};

const RETURNED: &str = "events/order.returned.schema.json";
const NOTE: &str = "/properties/note";

/// Returns the fixture with an event whose schema is made by hand.
fn base(schema: &Value) -> Edition {
    let edition = Edition::base();
    edition.file(RETURNED, &schema.to_string())
}

/// Releases an edition; the result can be generated and compared.
fn released(edition: &Edition, keep: &[&str]) -> Edition {
    let keep = keep.iter().map(|name| (*name).to_owned()).collect();
    let options = Options { keep, ..Options::default() };
    let files = release(&edition.0, &options).unwrap_or_else(|found| panic!("{found}")).files;
    generate(&files).unwrap_or_else(|found| panic!("{found}"));
    let since = diff::since_release(&files).unwrap_or_else(|found| panic!("{found}"));
    assert!(since.is_some_and(|report| report.is_same()));
    Edition(files)
}

/// Returns the schemas of an event: with a URI of its own, without one, and with the one of an older draft.
fn schemas() -> Vec<Value> {
    let with = |keyword: &str, draft: &str| {
        let mut schema = returned();
        schema[keyword] = json!("https://acme.example/returned");
        schema["$schema"] = json!(draft);
        schema
    };
    let mut part = returned();
    part["properties"]["reason"]["$id"] = json!("https://acme.example/reason");
    vec![
        returned(),
        with("$id", "https://json-schema.org/draft/2020-12/schema"),
        with("id", "http://json-schema.org/draft-04/schema#"),
        part,
    ]
}

fn reservations(edition: &Edition) -> usize {
    edition.0["catalog.toml"].matches("[[reserved]]").count()
}

/// Removes `order.returned` from a released edition.
fn without_returned(edition: &Edition) -> Edition {
    let entry = "\n[[events]]\nname = \"order.returned\"";
    let catalog = &edition.0["catalog.toml"];
    let start = catalog.find(entry).expect("the event");
    let end = catalog[start + 1..].find("\n[[").map_or(catalog.len(), |end| start + 1 + end);
    let catalog = format!("{}{}", &catalog[..start], &catalog[end..]);
    let mut files = edition.0.clone();
    files.retain(|path, _| !path.starts_with("events/order.returned"));
    Edition(files).file("catalog.toml", &catalog)
}

#[test]
fn dropped_events_stay_reserved_once() {
    for schema in schemas() {
        let first = released(&base(&schema), &[]);
        let kept = released(&without_returned(&first), &["order.returned"]);
        let dropped = kept.catalog("keep = true\n", "");
        let again = release(&dropped.0, &Options { keep: vec!["order.returned".to_owned()], ..Options::default() });
        assert!(again.is_err_and(|found| found.iter().any(|it| it.code == "already-reserved")), "{schema}");
        assert_eq!(reservations(&released(&dropped, &[])), 1, "{schema}");
    }
}

/// The vendor may take an event out of the catalogue only.
#[test]
fn files_of_kept_events_may_stay() {
    for schema in schemas() {
        let first = released(&base(&schema), &[]);
        let gone = without_returned(&first).file(RETURNED, &schema.to_string());
        for keep in [&[][..], &["order.returned"]] {
            let kept = released(&gone, keep);
            let api = generate(&kept.0).unwrap_or_else(|found| panic!("{found}")).files["api.txt"].clone();
            assert_eq!(api.contains("struct OrderReturned "), !keep.is_empty(), "{schema}: {api}");
        }
    }
}

#[test]
fn dropped_members_stay_reserved_once() {
    let first = released(&Edition::base(), &[]);
    let removed = first.remove(PAID, NOTE).remove("events/order.paid.example.json", "/note");
    let kept = released(&removed, &["order.paid.note"]);
    assert_eq!(reservations(&released(&kept.catalog("keep = true\n", ""), &[])), 1);
}

/// A name may return with the meaning that it had, also if the schema has a URI.
#[test]
fn events_return_with_their_schema() {
    for (schema, keep) in schemas().iter().flat_map(|schema| [(schema, false), (schema, true)]) {
        let first = released(&base(schema), &[]);
        let keep: &[&str] = if keep { &["order.returned"] } else { &[] };
        let gone = released(&without_returned(&first), keep);
        let back = gone.event("order.returned", schema);
        let report = diff::since_release(&back.0).unwrap_or_else(|found| panic!("{found}")).expect("a release");
        assert_eq!(report.status(), Status::TooSmall, "{}", report.human());
        let back = released(&back, &[]);
        assert_eq!(reservations(&back), 0, "{schema}");
        let leads_there = |files: &Files| files.keys().any(|path| path.starts_with("reserved/"));
        assert!(!leads_there(&back.0), "{schema}");
    }
}
