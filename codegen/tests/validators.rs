//! Snapshots of emitted validators.

use std::collections::BTreeSet;

use codegen::emit::validate::on_value;
use codegen::render::fragment::Paths;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// Returns the validator of a fixture, in one module.
fn emitted(fixture: &str) -> String {
    let path = format!("{}/tests/fixtures/validators/{fixture}.schema.json", env!("CARGO_MANIFEST_DIR"));
    let schema = Source::new(format!("{fixture}.schema.json"), std::fs::read_to_string(path).unwrap());
    let (model, _) = model_of(&schema, &SchemaOptions::new(fixture)).unwrap();
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = Paths { runtime: "crate::runtime".to_owned(), shared: None, library: None, has_receiver: false };
    let emitted = on_value::emit(&model, &plan, &paths);
    let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
    prettyplease::unparse(&syn::parse_quote!(#(#items)*))
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
fn unevaluated_parts_follow_conditions() {
    insta::assert_snapshot!(emitted("unevaluated"));
}
