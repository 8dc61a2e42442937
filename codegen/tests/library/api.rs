//! The public API as data: read without validators, compared, written as text.

use codegen::api::compare;
use codegen::{Edition, generate};

use crate::names::{catalogs, edition};

#[test]
fn editions_have_the_api_of_crates() {
    for (path, files) in catalogs() {
        let generated = generate(&files).unwrap_or_else(|findings| panic!("{path}: {findings}"));
        similar(&edition(&files).api().to_text(), &generated.files["api.txt"], &path);
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
        let edition = edition(&files);
        assert_eq!(compare(edition.api(), edition.api()), [], "{path}");
    }
}

/// Equal texts are equal APIs, and the other way round.
#[test]
fn differing_texts_have_a_difference() {
    let all: Vec<(String, Edition)> = catalogs().into_iter().map(|(path, files)| (path, edition(&files))).collect();
    for (path, old) in &all {
        for (other, new) in &all {
            let (old, new) = (old.api(), new.api());
            assert_eq!(compare(old, new).is_empty(), old.to_text() == new.to_text(), "{path} and {other}");
        }
    }
}

/// Every definition of a catalogue's schemas has lines, and each line says which schema it comes from.
#[test]
fn lines_lead_to_their_schemas() {
    let files = catalogs().pop().expect("the documented one is last").1;
    let edition = edition(&files);
    let api = edition.api();
    let origins = |path: &str| -> Vec<String> {
        let item = api.items.iter().find(|item| item.path == path).unwrap_or_else(|| panic!("there is no {path}"));
        item.origins.iter().map(|origin| format!("{}#{}", origin.document, origin.pointer)).collect()
    };
    // The meanings of names that were removed have no lines.
    let paths = files.keys().filter(|path| !path.starts_with("reserved/"));
    for path in paths.filter_map(|path| path.strip_suffix(".schema.json")) {
        let document = format!("{path}.schema.json#");
        let of_document = |item: &&codegen::api::Item| {
            item.origins.iter().any(|origin| format!("{}#{}", origin.document, origin.pointer) == document)
        };
        let lines = api.items.iter().filter(of_document).count();
        assert!(lines > 5, "{path}: {lines} lines");
    }
    for item in &api.items {
        if let codegen::api::Kind::Field(_) = item.kind
            && let [origin, ..] = &*item.origins
            && *item.owner != *"DeliveryEnvelope"
        {
            assert!(origin.pointer.starts_with("/properties/"), "{}: {origin:?}", item.path);
        }
    }
    assert_eq!(origins("Receiver"), Vec::<String>::new());
    assert!(!origins("Envelope").is_empty());
}
