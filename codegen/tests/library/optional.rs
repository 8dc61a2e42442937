//! `[[refinements]] optional`: all that is made from a schema lets the member be absent, and nothing else changes.

use std::path::Path;

use codegen::diff::compare;
use codegen::source::location::Source;
use codegen::{Files, generate, json};
use support::folder;

const SCHEMA: &str = "events/order.paid.schema.json";
const EXAMPLE: &str = "events/order.paid.example.json";

fn orders() -> Files {
    folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/orders"))
}

fn refined(schema: &str, pointer: &str) -> Files {
    let mut files = orders();
    let catalog = files.get_mut("catalog.toml").unwrap();
    *catalog = format!("{catalog}\n[[refinements]]\nschema = \"{schema}\"\npointer = \"{pointer}\"\noptional = true\n");
    files
}

/// Leaves a member out of the example.
fn without(mut files: Files, name: &str) -> Files {
    let example = files.get_mut(EXAMPLE).unwrap();
    *example =
        example.lines().filter(|line| !line.starts_with(&format!("  \"{name}\""))).collect::<Vec<_>>().join("\n");
    files
}

/// Returns the code and the line of each finding.
fn findings(files: &Files) -> Vec<(&'static str, String)> {
    let found = generate(files).expect_err("there are findings");
    found.iter().map(|it| (it.code, it.place.as_ref().map(ToString::to_string).unwrap_or_default())).collect()
}

#[test]
fn an_optional_member_may_be_absent() {
    let found = findings(&without(orders(), "total"));
    assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["invalid-example"]);
    let files = without(refined(SCHEMA, "/properties/total"), "total");
    let generated = generate(&files).unwrap_or_else(|found| panic!("{found}")).files;
    assert!(generated["src/events/order_paid.rs"].contains("pub total: Option<Money>"));
    let written = json::parse(&Source::new("openapi.json", generated["openapi.json"].as_str())).unwrap().root;
    let schema = written.get("components").unwrap().get("schemas").unwrap().get("order.paid").unwrap();
    assert_eq!(schema.get("required").unwrap().to_compact(), r#"["orderId","items","channel"]"#);
    let documented = json::parse(&Source::new(SCHEMA, generated[&format!("schemas/{SCHEMA}")].as_str())).unwrap().root;
    assert_eq!(documented.get("required"), schema.get("required"));
}

#[test]
fn other_lines_stay_where_they_are() {
    let files = refined(SCHEMA, "/properties/total");
    let written = &generate(&files).unwrap_or_else(|found| panic!("{found}")).files[&format!("schemas/{SCHEMA}")];
    let differs = |(before, after): (&str, &str)| (before != after).then(|| after.trim().to_owned());
    let lines = files[SCHEMA].lines().zip(written.lines()).filter_map(differs);
    assert_eq!(lines.collect::<Vec<_>>(), [r#""required": ["orderId", "items", "channel"],"#]);
    assert_eq!(files[SCHEMA].lines().count(), written.lines().count());
}

#[test]
fn the_last_required_member_takes_the_keyword() {
    let mut files = refined("shared/money.schema.json", "/properties/currency");
    files.insert(
        "shared/money.schema.json".to_owned(),
        "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"type\": \"object\",\n  \"required\": [\n    \"currency\"\n  ],\n  \"properties\": { \"amount\": { \"type\": \"string\" }, \"currency\": { \"type\": \"string\" } }\n}\n".to_owned(),
    );
    let written = &generate(&files).unwrap_or_else(|found| panic!("{found}")).files["schemas/shared/money.schema.json"];
    assert!(!written.contains("required"), "{written}");
    assert_eq!(written.lines().count(), 8);
}

#[test]
fn the_change_is_that_of_the_schema() {
    let report = compare(&orders(), &refined(SCHEMA, "/properties/total")).unwrap_or_else(|found| panic!("{found}"));
    let rules = report.changes.iter().map(|judged| (judged.change.rule.id(), judged.change.member.as_str()));
    assert_eq!(rules.collect::<Vec<_>>(), [("member-made-optional", "total")]);
}

#[test]
fn a_refinement_without_effect_is_refused() {
    for (pointer, code) in [
        ("/properties/note", "unused-refinement"),
        ("/properties/nothing", "unknown-pointer"),
        ("/properties/lines/items", "unused-refinement"),
        ("", "unused-refinement"),
    ] {
        let found = findings(&refined(SCHEMA, pointer));
        assert_eq!(found, [(code, "catalog.toml:48:11".to_owned())], "{pointer}");
    }
}
