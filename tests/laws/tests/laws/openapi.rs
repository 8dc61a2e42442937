//! `openapi.json` describes requests as the receiver takes them: by an independent validator, and by the specification of OpenAPI.

use std::collections::BTreeSet;

use codegen::Files;
use jsonschema::Validator;
use laws::fixtures;
use serde_json::{Value, json};
use support::folder;
use support::judge;
use support::mutation::Mutator;

/// The mutants of the deliveries of each event.
const MUTANTS: usize = 300;

/// The receiver's verdict on a body; drift counts as a refusal. There is none on a body that is valid and that no type holds.
type Accepts = fn(&Value) -> Option<bool>;

macro_rules! accepts {
    ($library:ident) => {
        |body| match $library::Receiver::parse_unverified(body.to_string().as_bytes()) {
            Ok(delivery) => Some(delivery.drift().is_empty()),
            Err(error) => (error.code() != "unrepresentable").then_some(false),
        }
    };
}

/// Returns the documents of two crates, each with its receiver.
fn documents() -> [(Value, Accepts); 2] {
    let document = |folder: &str| {
        let files = folder::read(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder));
        written(&files)
    };
    [
        (document("schemas"), accepts!(cleartix_webhooks)),
        (document("tests/museahub/schemas"), accepts!(museahub_webhooks)),
    ]
}

fn written(files: &Files) -> Value {
    let text = codegen::openapi_of(files).unwrap_or_else(|found| panic!("{found}")).expect("there are events");
    serde_json::from_str(&text).expect("it is JSON")
}

/// Returns the description of the body of each webhook.
fn bodies(document: &Value) -> Vec<(&String, &Value)> {
    let webhooks = document["webhooks"].as_object().expect("an object");
    webhooks.iter().map(|(name, item)| (name, &item["post"]["requestBody"]["content"]["application/json"])).collect()
}

/// Returns a validator for a schema inside of the document.
fn validator(document: &Value, schema: &Value) -> Validator {
    let alone = json!({
        "$schema": document["jsonSchemaDialect"],
        "allOf": [schema],
        // References lead to the document by their pointers.
        "components": document["components"],
    });
    judge::alone(&alone).unwrap_or_else(|error| panic!("{error}"))
}

fn examples(body: &Value) -> Vec<Value> {
    body["examples"].as_object().into_iter().flatten().map(|(_, example)| example["value"].clone()).collect()
}

#[test]
fn bodies_have_the_verdict_of_the_receiver() {
    for (document, accepts) in documents() {
        for (name, body) in bodies(&document) {
            let validator = validator(&document, &body["schema"]);
            let examples = examples(body);
            assert!(!examples.is_empty(), "{name}");
            for example in &examples {
                assert!(validator.is_valid(example) && accepts(example) == Some(true), "{name}: {example}");
            }
            let event = document["x-webhook-catalog"]["event"]["member"].as_str().expect("a member names the event");
            let mut refused = 0;
            for mutant in Mutator::new(7, &body["schema"], &examples).mutants(&examples, MUTANTS) {
                let Some(accepted) = accepts(&mutant) else { continue };
                let expected = accepted && mutant.pointer(event) == Some(&json!(name));
                assert_eq!(validator.is_valid(&mutant), expected, "{name}: {mutant}");
                refused += usize::from(!expected);
            }
            assert!(refused > MUTANTS / 4, "{name}: {refused}");
        }
    }
}

#[test]
fn each_webhook_accepts_its_event_alone() {
    for (document, _) in documents() {
        let bodies = bodies(&document);
        for (name, body) in &bodies {
            let validator = validator(&document, &body["schema"]);
            for (other, body) in bodies.iter().filter(|(other, _)| other != name) {
                assert!(examples(body).iter().all(|example| !validator.is_valid(example)), "{name} accepts {other}");
            }
        }
    }
}

/// Schemas of all drafts, with references of every kind.
#[test]
fn components_have_the_verdict_of_their_schemas() {
    for fixture in fixtures::ALL {
        let catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"1.0.0\"\nvendor = \"Acme\"\n\n\
            [[events]]\nname = \"moved\"\nschema = \"moved.schema.json\"\n";
        let files = [("catalog.toml", catalog), ("moved.schema.json", fixture.schema)];
        let document = written(&files.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
        let validator = validator(&document, bodies(&document)[0].1.get("schema").expect("a body has a schema"));
        let schema: Value = serde_json::from_str(fixture.schema).expect("fixtures are JSON");
        let instances: Value = serde_json::from_str(fixture.instances).expect("instances are JSON");
        let instances = [&instances["valid"], &instances["invalid"]].into_iter().filter_map(Value::as_array).flatten();
        let instances: Vec<Value> = instances.cloned().collect();
        let mutants = Mutator::new(11, &schema, &instances).mutants(&instances, 40);
        for instance in instances.iter().chain(&mutants) {
            assert_eq!(validator.is_valid(instance), (fixture.is_valid)(instance), "{}: {instance}", fixture.rule);
        }
    }
}

#[test]
fn documents_have_the_form_of_openapi() {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/catalog/vendors");
    let folders = std::fs::read_dir(fixtures).expect("a folder").map(|entry| entry.expect("an entry").path());
    let fixtures = folders.filter(|path| path.is_dir()).map(|path| written(&folder::read(&path)));
    for document in documents().map(|(document, _)| document).into_iter().chain(fixtures) {
        assert_form(&document);
        for (name, body) in bodies(&document) {
            let validator = validator(&document, &body["schema"]);
            assert!(examples(body).iter().all(|example| validator.is_valid(example)), "{name}");
        }
    }
}

/// Asserts the names of members that OpenAPI 3.1 allows and requires [OpenAPI 3.1 §4.8].
fn assert_form(document: &Value) {
    let names = |value: &Value, required: &[&str], allowed: &[&str]| {
        let members = value.as_object().unwrap_or_else(|| panic!("an object: {value}"));
        for name in required {
            assert!(members.contains_key(*name), "{name} is missing in {value}");
        }
        let is_known = |name: &str| name.starts_with("x-") || required.contains(&name) || allowed.contains(&name);
        assert!(members.keys().all(|name| is_known(name)), "{members:?}");
    };
    names(document, &["openapi", "info", "webhooks", "components"], &["jsonSchemaDialect", "security"]);
    names(&document["info"], &["title", "version"], &["description"]);
    names(&document["components"], &["schemas"], &["securitySchemes"]);
    let is_plain = |name: &String| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
    assert!(document["components"]["schemas"].as_object().expect("an object").keys().all(is_plain));
    let mut ids = BTreeSet::new();
    for (_, item) in document["webhooks"].as_object().expect("an object") {
        names(item, &["post"], &[]);
        let operation = &item["post"];
        let optional = ["summary", "description", "deprecated", "parameters", "responses", "security"];
        names(operation, &["operationId", "requestBody"], &optional);
        assert!(ids.insert(operation["operationId"].to_string()), "an id is unique");
        names(&operation["requestBody"], &["content", "required"], &[]);
        let mut headers = BTreeSet::new();
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            names(parameter, &["name", "in", "schema"], &["required", "description"]);
            let header = parameter["name"].as_str().expect("a name").to_ascii_lowercase();
            assert!(!["accept", "content-type", "authorization"].contains(&header.as_str()), "it would be ignored");
            assert!(parameter["in"] == "header" && headers.insert(header), "a parameter is unique");
        }
        for (_, response) in operation["responses"].as_object().expect("an object") {
            names(response, &["description"], &[]);
        }
    }
}
