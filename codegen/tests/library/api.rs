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

/// Half of the answer within two seconds is for the types of both editions.
#[test]
fn five_hundred_events_are_read_quickly() {
    let mut catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n".to_owned();
    let mut files = Files::new();
    for index in 0..500 {
        let name = format!("thing_{index}.sent");
        catalog.push_str(&format!("\n[[events]]\nname = \"{name}\"\nschema = \"{name}.schema.json\"\n"));
        let schema = format!(
            r#"{{ "type": "object", "required": ["id"], "properties": {{ "id": {{ "type": "string" }}, "n{index}": {{ "type": "integer" }},
                "lines": {{ "type": "array", "items": {{ "type": "object", "properties": {{ "sku": {{ "enum": ["a", "b"] }} }} }} }} }} }}"#
        );
        files.insert(format!("{name}.schema.json"), schema);
    }
    files.insert("catalog.toml".to_owned(), catalog);
    let begin = std::time::Instant::now();
    let api = api(&files);
    let read = begin.elapsed();
    assert!(compare(&api, &api).is_empty());
    println!("read in {read:?}, compared in {:?}", begin.elapsed() - read);
    assert!(api.items.len() > 10_000, "{}", api.items.len());
}
