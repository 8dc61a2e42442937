//! Features by event: when a catalogue has them, what each enables, and what is compiled without any.

use codegen::diff::compare;
use codegen::release::{Options, release};
use codegen::{Files, generate};

/// Returns a catalogue of events with these schemas, and further documents.
fn catalogue(settings: &str, events: &[(String, String)], documents: &[(&str, &str)]) -> Files {
    let mut catalog = format!("[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n{settings}\n");
    let mut files = Files::new();
    for (name, schema) in events {
        let entry = format!("\n[[events]]\nname = \"{name}\"\nschema = \"{name}.schema.json\"\n");
        catalog.push_str(&entry);
        files.insert(format!("{name}.schema.json"), schema.clone());
    }
    files.extend(documents.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

fn generated(files: &Files) -> Files {
    generate(files).unwrap_or_else(|found| panic!("{found}")).files
}

/// Returns the lines of the features from `default` on.
fn features(files: &Files) -> Vec<String> {
    let manifest = &files["Cargo.toml"];
    let (_, behind) = manifest.split_once("all-events = ").unwrap_or_default();
    behind.lines().skip(1).take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn object(members: &str) -> String {
    format!("{{ \"type\": \"object\", \"properties\": {{ {members} }} }}")
}

fn numbered(count: usize) -> Vec<(String, String)> {
    (0..count).map(|index| (format!("box.opened{index}"), object(r#""id": { "type": "string" }"#))).collect()
}

#[test]
fn more_than_32_events_have_features() {
    assert!(features(&generated(&catalogue("", &numbered(32), &[]))).is_empty());
    let files = generated(&catalogue("", &numbered(33), &[]));
    assert_eq!(features(&files).len(), 33);
    assert!(files["Cargo.toml"].contains("default = [\"all-events\"]"));
    assert!(files["README.md"].contains("--no-default-features --features box_opened0"));
    assert!(files["api.txt"].contains("struct BoxOpened0 #[non_exhaustive] if box_opened0"), "{}", files["api.txt"]);
}

#[test]
fn the_catalogue_decides_about_features() {
    let settings = |value: &str| format!("[settings]\nevent_features = {value}");
    assert!(features(&generated(&catalogue(&settings("false"), &numbered(33), &[]))).is_empty());
    assert_eq!(features(&generated(&catalogue(&settings("true"), &numbered(1), &[]))), ["box_opened0 = []"]);
    let found = generate(&catalogue(&settings("\"yes\""), &numbered(1), &[])).expect_err("a boolean is wanted");
    assert!(found.to_string().contains("boolean"), "{found}");
}

/// Feature names are those of modules; the names of the crate's own features are taken.
#[test]
fn events_may_have_names_of_features() {
    let events = ["testing", "schemars", "default", "a.b"].map(|name| (name.to_owned(), object("")));
    let files = generated(&catalogue("[settings]\nevent_features = true", &events, &[]));
    assert_eq!(features(&files), ["event-testing = []", "event-schemars = []", "event-default = []", "a_b = []"]);
}

#[test]
fn an_event_enables_what_it_refers_to() {
    let part = |name: &str| {
        format!(
            r#""next": {{ "$ref": "{name}.schema.json" }}, "{name}": {{ "type": "object", "properties": {{ "a": {{}} }} }}"#
        )
    };
    let events = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "a")];
    let events = events.map(|(name, next)| (name.to_owned(), object(&part(next))));
    let files = generated(&catalogue("[settings]\nevent_features = true", &events, &[]));
    // `b` and `c` need each other.
    let expected = ["a = [\"b\", \"c\"]", "b = [\"c\"]", "c = [\"b\"]", "d = [\"a\", \"b\", \"c\"]"];
    assert_eq!(features(&files), expected);
}

/// A document of one event is compiled with it, one of several always, with all that it refers to.
#[test]
fn shared_documents_are_always_compiled() {
    let refers = |path: &str| object(&format!(r#""it": {{ "$ref": "{path}" }}"#));
    let events = [
        ("a", "own.schema.json"),
        ("b", "shared.schema.json"),
        ("c", "shared.schema.json"),
        ("d", "below.schema.json"),
    ];
    let events = events.map(|(name, path)| (name.to_owned(), refers(path)));
    let below = object(r#""d": { "$ref": "d.schema.json" }"#);
    let (own, shared) = (object(r#""own": { "type": "string" }"#), refers("below.schema.json"));
    let documents = [("own.schema.json", own.as_str()), ("shared.schema.json", &shared), ("below.schema.json", &below)];
    let files = generated(&catalogue("[settings]\nevent_features = true", &events, &documents));
    // `d` is needed by a document that is always compiled, so it needs no feature.
    assert_eq!(features(&files), ["a = []", "b = []", "c = []"]);
    let code = &files["src/shared.rs"];
    assert_eq!(code.matches("#[cfg(feature").count(), 1, "{code}");
    assert!(code.contains("#[cfg(feature = \"a\")]\npub mod own;"), "{code}");
}

/// Registries accept 300 features of a package.
#[test]
fn very_many_events_have_features_by_group() {
    let name = |index: usize| format!("{}.opened{index}", ["box", "door", "gate"][index % 3]);
    let events: Vec<(String, String)> = (0..251).map(|index| (name(index), object(""))).collect();
    assert_eq!(features(&generated(&catalogue("", &events, &[]))), ["box = []", "door = []", "gate = []"]);
}

/// Every item of the other events needs a feature from the 33rd event on: that is one sentence.
#[test]
fn features_are_told_in_one_sentence() {
    let compared = |old: &Files, new: &Files| compare(old, new).unwrap_or_else(|found| panic!("{found}"));
    let settings = |value: &str| format!("[settings]\nevent_features = {value}");
    let set = |value: &str| catalogue(&settings(value), &numbered(2), &[]);
    for (old, new, said) in [
        (
            catalogue("", &numbered(32), &[]),
            catalogue("", &numbered(33), &[]),
            "items are behind a feature of their event",
        ),
        (set("false"), set("true"), "items are behind a feature of their event"),
        (set("true"), set("false"), "items are no longer behind a feature of their event"),
    ] {
        let report = compared(&old, &new);
        let human = report.human();
        assert_eq!(report.needed().to_string(), "0.2.0", "{human}");
        assert!(human.contains(said) && !human.contains(" if box_opened"), "{human}");
        assert_eq!(
            human.contains("`event_features = false` in `[settings]` prevents it"),
            said.contains("are behind"),
            "{human}"
        );
        let first = release(&old, &Options::default()).unwrap_or_else(|found| panic!("{found}")).files;
        let mut edition = new;
        edition.extend(first.into_iter().filter(|(path, _)| path.starts_with("released/")));
        let changelog = release(&edition, &Options::default()).unwrap_or_else(|found| panic!("{found}")).changelog;
        let changelog = changelog.replace("\n  ", " ");
        assert!(changelog.contains(said) && changelog.len() < 4_000, "{}", changelog.len());
    }
}
