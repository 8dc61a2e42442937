//! The files of the packages: generated from fixtures, with tests beside them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::emit::package::module::RuntimePlace;
use codegen::import::import;
use codegen::load::load;
use codegen::source::location::Source;
use codegen::{Files, SchemaOptions, generate, generate_module};
use support::{adversarial, folder};

/// A test in the crate of twenty events.
const EXAMPLES_ARE_READ: &str = r#"//! Every example is valid and travels through `Event`.

use acme_hooks::{Event, EventName};

#[test]
fn every_example_is_read_and_written() {
    let cases: &[(&str, &str)] = &[CASES];
    for (name, example) in cases {
        let data: serde_json::Value = serde_json::from_str(example).unwrap();
        let body = serde_json::json!({ "kind": name, "payload": data });
        let event = Event::from_slice(body.to_string().as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(event.name(), EventName::from(*name));
        assert!(!matches!(event, Event::Unknown(_)), "{name}");
        assert_eq!(serde_json::to_value(&event).unwrap(), body, "{name}");
    }
    assert_eq!(cases.len(), EventName::ALL.len());
}
"#;

/// A test in the crate without an envelope.
const PAYLOAD_IS_THE_EVENT: &str = r##"//! Without an envelope, an event is its payload.

use acme_bodies::{BoxOpened, EventName};

#[test]
fn every_event_has_an_example() {
    assert_eq!(EventName::ALL.len(), 2);
    assert!(BoxOpened::is_valid_slice(br#"{ "id": "a" }"#));
}
"##;

/// A test in the crate of an OpenAPI document.
const EXAMPLES_ARE_RECEIVED: &str = r#"//! Every example of the document is received, typed, and equal again.

use LIBRARY::{testing, Event, EventName, Receiver, SigningSecret};

#[test]
fn every_example_is_received() {
    let cases: &[(&str, &str)] = &[CASES];
    let secret = SigningSecret::new("a secret of the tests").unwrap();
    for (name, example) in cases {
        let request = testing::request(&secret, &EventName::from(*name), *example);
        let delivery = Receiver::new(secret.clone()).receive(&request.headers, &request.body).unwrap();
        assert_eq!((delivery.event().name(), delivery.drift().len()), (EventName::from(*name), 0));
        assert!(!matches!(delivery.event(), Event::Unknown(_)), "{name}");
        let example: serde_json::Value = serde_json::from_str(example).unwrap();
        assert_eq!(delivery.event().data().unwrap(), example, "{name}");
    }
}
"#;

/// A test in the self-contained modules.
const VERDICTS_ARE_GIVEN: &str = r##"//! Modules with their runtime inside give verdicts.

use modules::bounds_beyond_64_bits::Root;

#[test]
fn verdicts_are_given_from_bytes() {
    assert!(Root::is_valid_slice(br#"{"wei":1e70}"#));
    assert!(Root::validate_slice(br#"{"wei":1e400}"#).is_err());
}
"##;

/// Returns the folder of the project.
pub(crate) fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("a package is in its workspace")
}

/// Returns the files of a catalogue's crate, whose generation must not warn.
fn package(schemas: &Files) -> Files {
    let generated = generate(schemas).unwrap_or_else(|found| panic!("{found}"));
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
    generated.files
}

/// Returns twenty events in nested folders that share definitions: by path, `$id` and `$anchor`, percent-encoded and recursive.
pub(crate) fn twenty() -> Files {
    let schemas = folder::read(&project().join("tests/fixtures/catalog/twenty"));
    let mut files = package(&schemas);
    let mut cases = String::new();
    for (path, text) in schemas.iter().filter(|(path, _)| path.starts_with("events/")) {
        let Some(name) = path.rsplit('/').next().and_then(|file| file.strip_suffix(".example.json")) else { continue };
        write!(cases, "({name:?}, {text:?}), ").expect("a String takes everything");
    }
    files.insert("tests/examples.rs".to_owned(), EXAMPLES_ARE_READ.replace("CASES", &cases));
    files
}

/// The events of the crate with a feature for each: by themselves, of shared documents, and with schemas that refer to those of others.
const SELECTED: [&str; 7] = [
    "order.placed",
    "parcel.lost",
    "product.created",
    "product.changed",
    "customer.joined",
    "customer.left",
    "invoice.issued",
];

/// The packages with one event each, which is compiled without the others.
pub(crate) const ONE_EVENT: &str = "only-*";

/// The first part of their names.
const ONLY: &str = "only-";

/// Returns some of the twenty events, each with a feature, and a receiver.
pub(crate) fn selective() -> Files {
    let mut schemas = folder::read(&project().join("tests/fixtures/catalog/twenty"));
    let catalog = schemas.get_mut("catalog.toml").expect("it is a catalogue");
    let is_selected = |part: &&str| SELECTED.iter().any(|name| part.contains(&format!("name = \"{name}\"")));
    let mut parts = catalog.split("[[events]]");
    let head = parts.next().into_iter();
    *catalog = head.chain(parts.filter(is_selected)).collect::<Vec<_>>().join("[[events]]");
    *catalog = catalog.replace("acme-hooks", "selective-hooks");
    catalog.push_str(
        "\n[settings]\nevent_features = true\n\n[signature]\nalgorithm = \"hmac-sha256\"\n\
         header = \"X-Acme-Signature\"\nencoding = \"hex\"\n",
    );
    let mut files = package(&schemas);
    files.insert("tests/selected.rs".to_owned(), include_str!("../../../fixtures/catalog/selected.rs").to_owned());
    files
}

/// Returns the same crate once for each event, by the name of the package: one call of cargo compiles each with one feature.
pub(crate) fn one_event_each() -> BTreeMap<String, Files> {
    let package = selective();
    let manifest = &package["Cargo.toml"];
    let named = |feature: String| {
        let name = format!("{ONLY}{feature}");
        let mut package = package.clone();
        package.insert("Cargo.toml".to_owned(), manifest.replace("selective-hooks", &name));
        package.retain(|path, _| !path.starts_with("tests/"));
        (name, package)
    };
    event_features().map(named).collect()
}

/// Returns the features of the packages with one event: that of the event, and those for which its types have code.
pub(crate) fn features_of_one_event() -> Vec<String> {
    let of_package = |event: String| [event.as_str(), "schemars", "testing"].map(|it| format!("{ONLY}{event}/{it}"));
    event_features().flat_map(of_package).collect()
}

fn event_features() -> impl Iterator<Item = String> {
    SELECTED.iter().map(|name| name.replace('.', "_"))
}

/// Returns the features that a manifest has besides the default one.
pub(crate) fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let (_, table) = manifest.split_once("\n[features]\n").expect("it has features");
    let rows = table.lines().take_while(|line| !line.starts_with('['));
    rows.filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name)
        .filter(|name| *name != "default" && !name.starts_with('#'))
}

/// Returns all schemas of the corpus in one catalogue, if it is present.
pub(crate) fn corpus() -> Option<Files> {
    let mut catalog = "[crate]\nname = \"corpus\"\nversion = \"0.1.0\"\nvendor = \"Corpus\"\n".to_owned();
    let mut schemas = Files::new();
    for entry in fs::read_dir(project().join("../shared/corpus")).into_iter().flatten() {
        let folder = entry.expect("an entry").path();
        let Ok(text) = fs::read_to_string(folder.join("schema.json")) else { continue };
        let name = folder.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        write!(catalog, "\n[[schemas]]\nname = \"{name}\"\nschema = \"{name}.json\"\n")
            .expect("a String takes everything");
        schemas.insert(format!("{name}.json"), text);
    }
    if schemas.is_empty() {
        return None;
    }
    schemas.insert("catalog.toml".to_owned(), catalog);
    Some(generate(&schemas).unwrap_or_else(|found| panic!("{found}")).files)
}

/// Returns events without an envelope.
pub(crate) fn without_an_envelope() -> Files {
    let mut catalog = "[crate]\nname = \"acme-bodies\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n".to_owned();
    let mut schemas = Files::new();
    for name in ["box.opened", "box.closed"] {
        write!(
            catalog,
            "\n[[events]]\nname = \"{name}\"\nschema = \"{name}.json\"\nexamples = [\"{name}.example.json\"]\n"
        )
        .expect("a String takes everything");
        let schema = r#"{ "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } }"#;
        schemas.insert(format!("{name}.json"), schema.to_owned());
        schemas.insert(format!("{name}.example.json"), r#"{ "id": "a" }"#.to_owned());
    }
    schemas.insert("catalog.toml".to_owned(), catalog);
    let mut files = generate(&schemas).unwrap_or_else(|found| panic!("{found}")).files;
    files.insert("tests/payload.rs".to_owned(), PAYLOAD_IS_THE_EVENT.to_owned());
    files
}

/// Returns a catalogue of adversarial texts.
pub(crate) fn hostile() -> Files {
    let mut files = generate(&adversarial::catalogue()).unwrap_or_else(|found| panic!("{found}")).files;
    files.insert("tests/vendor.rs".to_owned(), include_str!("../../../fixtures/catalog/hostile.rs").to_owned());
    files
}

/// Returns the names of the other vendors: a folder each, with the tests of its crate beside it.
pub(crate) fn vendors() -> Vec<String> {
    let entries = fs::read_dir(project().join("tests/fixtures/catalog/vendors")).expect("a folder");
    let folders = entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    let mut names: Vec<String> =
        folders.map(|path| path.file_name().expect("a folder has a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Returns the crate of another vendor.
pub(crate) fn vendor(name: &str) -> Files {
    let path = project().join("tests/fixtures/catalog/vendors").join(name);
    let mut files = package(&folder::read(&path));
    let tests = fs::read_to_string(path.with_extension("rs")).expect("every vendor has tests");
    files.insert("tests/vendor.rs".to_owned(), tests);
    files
}

/// OpenAPI documents by the names of their crates, with the number of their examples: 3.0 with `x-webhooks`, and 3.1 with `webhooks`.
pub(crate) const DOCUMENTS: [(&str, &str, usize); 2] = [("kiosk", "kiosk.yaml", 3), ("lockers", "lockers.json", 2)];

/// Returns the crate of an OpenAPI document as it is imported, with a signature, which OpenAPI cannot say.
pub(crate) fn document(name: &str, file_name: &str, examples: usize) -> Files {
    let path = project().join("codegen/tests/fixtures/openapi").join(file_name);
    let source = Source::new(file_name, fs::read_to_string(path).expect("a fixture"));
    let mut schemas = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{name}: {found}")).files;
    let catalog = schemas.get_mut("catalog.toml").expect("an import writes a catalogue");
    catalog.push_str("\n[signature]\nalgorithm = \"hmac-sha256\"\nheader = \"X-Signature\"\nencoding = \"hex\"\n");
    let (loaded, _) = load(&schemas).unwrap_or_else(|found| panic!("{name}: {found}"));
    let mut cases = String::new();
    let (mut received, mut faulty) = (0, 0);
    for event in &loaded.catalog.events {
        faulty += event.faulty.len();
        received += event.examples.len();
        for example in &event.examples {
            write!(cases, "({:?}, {:?}), ", event.wire_name.value, schemas[&example.value])
                .expect("a String takes everything");
        }
    }
    assert_eq!(received + faulty, examples, "{name}");
    let mut files = package(&schemas);
    let test = EXAMPLES_ARE_RECEIVED.replace("LIBRARY", &format!("{name}_webhooks")).replace("CASES", &cases);
    files.insert("tests/document.rs".to_owned(), test);
    files
}

/// Returns self-contained modules of one schema each, for build scripts.
pub(crate) fn modules() -> Files {
    let mut library = "//! Modules of one schema each.\n".to_owned();
    let mut files = Files::new();
    for rule in [
        "bounds-beyond-64-bits",
        "deprecated-parts",
        "large-variant",
        "pattern-properties-and-properties",
        "root-true",
        "tagged-union",
        "unevaluated",
    ] {
        let schema = project().join(format!("tests/fixtures/schema/{rule}.schema.json"));
        let source = Source::new(format!("{rule}.schema.json"), fs::read_to_string(schema).expect("a fixture"));
        let generated = generate_module(&source, &SchemaOptions::new("Root"), &RuntimePlace::Inlined);
        let (text, _) = generated.unwrap_or_else(|found| panic!("{rule}: {found}"));
        let module = rule.replace('-', "_");
        writeln!(library, "pub mod {module};").expect("a String takes everything");
        files.insert(format!("src/{module}.rs"), text);
    }
    files.insert("src/lib.rs".to_owned(), library);
    files.insert("tests/verdicts.rs".to_owned(), VERDICTS_ARE_GIVEN.to_owned());
    let manifest = "[package]\nname = \"modules\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
        [features]\nschemars = [\"dep:schemars\"]\n\n\
        [dependencies]\nregex = \"1\"\nschemars = { version = \"1\", optional = true }\n\
        serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    files.insert("Cargo.toml".to_owned(), manifest.to_owned());
    files
}
