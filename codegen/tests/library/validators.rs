//! Snapshots of emitted validators.

use std::collections::BTreeSet;

use codegen::emit::package::module::RuntimePlace;
use codegen::emit::validate::checks::{Calls, Validators};
use codegen::render::RustFile;
use codegen::render::fragment::Owner;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// Returns the validator of a fixture, in one module.
fn emitted(fixture: &str) -> String {
    let path = format!("{}/tests/fixtures/validators/{fixture}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema = Source::new(format!("{fixture}.schema.json"), std::fs::read_to_string(path).unwrap());
    let (model, _) = model_of(&schema, &SchemaOptions::new(fixture)).unwrap();
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
