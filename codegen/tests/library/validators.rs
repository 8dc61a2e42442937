//! Snapshots of emitted validators.

use std::collections::BTreeSet;

use codegen::emit::package::module::RuntimePlace;
use codegen::emit::validate::checks::{Calls, Validators};
use codegen::render::RustFile;
use codegen::render::fragment::Owner;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};
use serde_json::json;

/// Returns the validator of a fixture, in one module.
fn emitted(fixture: &str) -> String {
    let path = format!("{}/tests/fixtures/validators/{fixture}.schema.json", env!("CARGO_MANIFEST_DIR"));
    emitted_for(fixture, std::fs::read_to_string(path).unwrap())
}

/// Returns the validator of a schema, in one module.
fn emitted_for(name: &str, schema: String) -> String {
    let schema = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&schema, &SchemaOptions::new(name)).unwrap();
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = RuntimePlace::At("crate::runtime".to_owned()).paths();
    let (fragment, _) = Validators::new(&model, &plan, &paths).file(Owner::Root(0), &Calls::default());
    RustFile { fragment, ..RustFile::default() }.into_body()
}

#[test]
fn a_closed_object_takes_one_pass() {
    insta::assert_snapshot!(emitted("ticket_sold"));
}

#[test]
fn equal_schemas_share_one_function() {
    insta::assert_snapshot!(emitted("merged"));
}

#[test]
fn a_tag_selects_its_branch() {
    insta::assert_snapshot!(emitted("choices"));
}

#[test]
fn alternatives_are_tried_in_order() {
    insta::assert_snapshot!(emitted("alternatives"));
}

#[test]
fn all_names_are_checked() {
    insta::assert_snapshot!(emitted("names"));
}

#[test]
fn elements_are_counted_and_compared() {
    insta::assert_snapshot!(emitted("elements"));
}

#[test]
fn a_condition_marks_what_it_evaluates() {
    insta::assert_snapshot!(emitted("contact"));
}

#[test]
fn unevaluated_parts_follow_conditions() {
    insta::assert_snapshot!(emitted("unevaluated"));
}

#[test]
fn conditions_read_their_members_alone() {
    let schema = json!({
        "type": "object",
        "properties": { "run": { "type": "object" }, "out": { "type": "object" } },
        "required": ["run"],
        "if": { "properties": { "run": { "properties": { "by": { "const": "steps" } } } } },
        "then": { "properties": { "out": { "additionalProperties": { "type": "string" } } } },
        "else": { "properties": { "out": { "additionalProperties": { "type": "number" } } } }
    });
    let emitted = emitted_for("condition", schema.to_string());
    assert!(emitted.contains("members.judge("), "{emitted}");
    for rereading in ["scanner.go_to(start)", "Lookahead"] {
        assert!(!emitted.contains(rereading), "{emitted}");
    }
}

#[test]
fn presence_selects_a_closed_branch() {
    let branch = |name: &str| {
        let properties = json!({ name: { "type": "array" }, "meta": { "type": "object" } });
        json!({ "required": [name], "properties": properties, "additionalProperties": false })
    };
    let schema = json!({ "type": "object", "oneOf": [branch("data"), branch("errors"), branch("warnings")] });
    let emitted = emitted_for("closed", schema.to_string());
    assert!(!emitted.contains(".one_of("), "{emitted}");
}
