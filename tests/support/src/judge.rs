//! An independent judge: the `jsonschema` crate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jsonschema::{Retrieve, Uri, ValidationOptions, Validator};
use serde_json::{Value, json};

use crate::fixture::Fixture;

thread_local! {
    static VALIDATORS: RefCell<BTreeMap<(String, String), Rc<Validator>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Returns true if the schema of a fixture, or the part at a JSON Pointer, accepts an instance.
pub fn accepts(fixture: &Fixture, pointer: &str, instance: &Value) -> bool {
    let key = (fixture.rule.to_owned(), pointer.to_owned());
    let known = VALIDATORS.with_borrow(|validators| validators.get(&key).cloned());
    let validator = known.unwrap_or_else(|| {
        let validator = Rc::new(validator(fixture, pointer));
        VALIDATORS.with_borrow_mut(|validators| validators.insert(key, Rc::clone(&validator)));
        validator
    });
    validator.is_valid(instance)
}

/// Returns the options of each judge. A keyword outside of the specification is registered here: `.with_keyword("x-…", …)`.
fn options() -> ValidationOptions<'static> {
    jsonschema::options().should_validate_formats(true)
}

fn validator(fixture: &Fixture, pointer: &str) -> Validator {
    let mut document: Value = serde_json::from_str(fixture.schema).expect("fixtures are JSON");
    let schema = if pointer.is_empty() {
        document
    } else {
        let dialect =
            document.get("$schema").cloned().unwrap_or_else(|| json!("https://json-schema.org/draft/2020-12/schema"));
        let definitions =
            if dialect.as_str().is_some_and(|uri| uri.contains("/draft-")) { "definitions" } else { "$defs" };
        let members = document.as_object_mut().expect("only an object has parts");
        let id = members.entry("$id").or_insert_with(|| json!("urn:fixture")).clone();
        let reference = format!("{}#{pointer}", id.as_str().expect("`$id` is a string").trim_end_matches('#'));
        json!({ "$schema": dialect, definitions: { "document": document }, "$ref": reference })
    };
    options().build(&schema).unwrap_or_else(|error| panic!("{}#{pointer}: {error}", fixture.rule))
}

/// Creates a judge from a derived schema, which must be valid and self-contained.
///
/// # Errors
///
/// The reason why it is not a schema, or its external reference.
pub fn alone(schema: &Value) -> Result<Validator, String> {
    jsonschema::meta::validate(schema).map_err(|error| format!("no schema: {error}"))?;
    options().with_retriever(Nothing).build(schema).map_err(|error| format!("it does not stand alone: {error}"))
}

/// Refuses external references.
struct Nothing;

impl Retrieve for Nothing {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        Err(format!("{uri} is somewhere else").into())
    }
}

/// Returns true if a pattern of JSON Schema matches anywhere in a string.
pub fn matches(pattern: &str, text: &str) -> bool {
    let schema = json!({ "pattern": pattern });
    jsonschema::validator_for(&schema).expect("the pattern was accepted before").is_valid(&json!(text))
}
