//! The public API as data: read without validators, compared, written as text.

use codegen::api::{Api, compare};
use codegen::{Files, api_of, generate};

use crate::names::catalogs;

fn api(files: &Files) -> Api {
    api_of(files).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn no_api_names_a_validator() {
    for (path, files) in catalogs() {
        let generated = generate(&files).unwrap_or_else(|findings| panic!("{path}: {findings}"));
        similar(&api(&files).to_text(), &generated.files["api.txt"], &path);
    }
}

fn similar(one: &str, other: &str, what: &str) {
    let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert_eq!(one.lines().count(), other.lines().count(), "{what}: {differing:?}");
    assert_eq!(differing, None, "{what}");
}

#[test]
fn an_api_differs_in_nothing_from_itself() {
    for (path, files) in catalogs() {
        let api = api(&files);
        assert_eq!(compare(&api, &api), [], "{path}");
    }
}

/// Equal texts are equal APIs, and the other way round.
#[test]
fn differing_texts_have_a_difference() {
    let all: Vec<(String, Api)> = catalogs().iter().map(|(path, files)| (path.clone(), api(files))).collect();
    for (path, old) in &all {
        for (other, new) in &all {
            assert_eq!(compare(old, new).is_empty(), old.to_text() == new.to_text(), "{path} and {other}");
        }
    }
}

/// Every definition of a catalogue's schemas has lines, and each line says which schema it comes from.
#[test]
fn lines_lead_to_their_schemas() {
    let files = catalogs().pop().expect("the documented one is last").1;
    let api = api(&files);
    let origins = |path: &str| -> Vec<String> {
        let item = api.items.iter().find(|item| item.path == path).unwrap_or_else(|| panic!("there is no {path}"));
        item.origins.iter().map(|origin| format!("{}#{}", origin.document, origin.pointer)).collect()
    };
    let events: Vec<&str> = files.keys().filter_map(|path| path.strip_suffix(".schema.json")).collect();
    for path in events {
        let document = format!("{path}.schema.json#");
        let of_document = |item: &&codegen::api::Item| {
            item.origins.iter().any(|origin| format!("{}#{}", origin.document, origin.pointer) == document)
        };
        let lines = api.items.iter().filter(of_document).count();
        assert!(lines > 5, "{path}: {lines} lines");
    }
    for item in &api.items {
        if let codegen::api::Kind::Field(_) = item.kind
            && let [origin, ..] = item.origins.as_slice()
            && item.owner != "DeliveryEnvelope"
        {
            assert!(origin.pointer.starts_with("/properties/"), "{}: {origin:?}", item.path);
        }
    }
    assert_eq!(origins("Receiver"), Vec::<String>::new());
    assert!(!origins("Envelope").is_empty());
}
