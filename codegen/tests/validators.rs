//! The emitted validators, for people to read.

use std::collections::BTreeSet;

use codegen::emit::validate::on_value;
use codegen::render::fragment::Paths;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// The validator of a fixture, in one module.
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
fn a_closed_object_is_one_pass() {
    insta::assert_snapshot!(emitted("ticket_sold"));
}

#[test]
fn all_of_and_references_are_merged_and_equal_schemas_are_one_function() {
    insta::assert_snapshot!(emitted("merged"));
}

#[test]
fn tagged_branches_are_jumped_to() {
    insta::assert_snapshot!(emitted("choices"));
}

#[test]
fn unevaluated_parts_are_known_beforehand_or_decided_by_conditions() {
    insta::assert_snapshot!(emitted("unevaluated"));
}
