//! `openapi.json`: the document of a catalogue imports to the same schemas and the same meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use codegen::catalog::{BodyMember, Catalog, Text};
use codegen::import::import;
use codegen::json::{Member, Node, Value};
use codegen::keyword::dialect;
use codegen::load::{Loaded, load};
use codegen::schema::registry::{Location, Registry};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::{Pointer, Source};
use codegen::source::uri;
use codegen::{Files, openapi_of};
use fastrand::Rng;
use serde_json::json;
use support::folder;
use support::random_schema::{Syntax, random_schema};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Returns the folders of schemas of the project, by name.
fn catalogues() -> Vec<(String, Files)> {
    let fixtures = root().join("tests/fixtures");
    let mut folders = vec![
        root().join("schemas"),
        root().join("tests/museahub/schemas"),
        fixtures.join("orders"),
        fixtures.join("catalog/twenty"),
    ];
    for list in ["catalog/vendors", "catalog/signing"] {
        let found = fs::read_dir(fixtures.join(list)).unwrap().map(|entry| entry.unwrap().path());
        folders.extend(found.filter(|path| path.join("catalog.toml").exists()));
    }
    folders.sort();
    folders.iter().map(|folder| (folder.display().to_string(), folder::read(folder))).collect()
}

/// Returns the folders that OpenAPI documents import to, by the name of the document.
fn imported_documents() -> Vec<(String, Files)> {
    let folders = [root().join("codegen/tests/fixtures/openapi"), root().join("../shared/openapi")];
    let documents = folders.iter().filter(|folder| folder.exists()).flat_map(|folder| folder::read(folder));
    let documents = documents.filter(|(path, _)| path.rsplit('.').next() != Some("md"));
    documents.map(|(path, text)| (path.clone(), imported(&path, &text))).collect()
}

fn document(name: &str, files: &Files) -> String {
    openapi_of(files).unwrap_or_else(|found| panic!("{name}: {found}")).expect("there are events")
}

fn imported(name: &str, text: &str) -> Files {
    import(&Source::new(name, text), None, &Files::new()).unwrap_or_else(|found| panic!("{name}: {found}")).files
}

/// Returns what a catalogue says about requests.
fn meaning(catalog: &Catalog) -> Vec<String> {
    let member = |member: &BodyMember| member.pointer.to_string();
    let members = |of: &[BodyMember]| of.iter().map(member).collect::<Vec<_>>();
    let header = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let signature = catalog
        .signature
        .as_ref()
        .map(|signature| signature.words.facts().into_iter().map(|(key, value, _)| (key, value)).collect::<Vec<_>>());
    let version = catalog.delivery.version.as_ref().map(|version| {
        (member(&version.member), version.known.iter().map(|known| known.value.clone()).collect::<Vec<_>>())
    });
    let handshakes =
        catalog.handshakes.iter().map(|it| (member(&it.when), it.equals.clone(), it.status, it.answer.len()));
    vec![
        format!("{:?} {:?}", catalog.crate_.vendor.value, catalog.settings),
        format!("{:?} {:?}", members(&catalog.naming.members), header(&catalog.naming.header)),
        format!("{:?}", catalog.naming.suffix.as_ref().map(member)),
        format!("{:?} {:?}", catalog.payload.at.as_ref().map(member), catalog.payload.each.as_ref().map(member)),
        format!("{:?} {:?}", catalog.delivery.id.as_ref().map(member), header(&catalog.delivery.id_header)),
        format!("{:?} {version:?}", catalog.delivery.sent_at.as_ref().map(member)),
        format!("{signature:?} {:?}", handshakes.collect::<Vec<_>>()),
        format!(
            "{:?}",
            catalog
                .events
                .iter()
                .map(|event| (&event.wire_name.value, event.summary.as_ref().map(|it| &it.value)))
                .collect::<Vec<_>>()
        ),
    ]
}

/// The documents of a folder, and their references.
struct Folder {
    loaded: Loaded,
    registry: Registry,
}

impl Folder {
    fn new(files: &Files) -> Self {
        let (loaded, mut found) = load(files).unwrap_or_else(|found| panic!("{found}"));
        let mut registry = Registry::default();
        for (path, document) in &loaded.schemas {
            registry.add(&uri::of_path(path), document, dialect::DEFAULT, &mut found);
        }
        registry.follow_all(&mut found);
        Self { loaded, registry }
    }

    /// Returns true if the value at a pointer is a schema, rather than data.
    fn is_schema(&self, path: &str, at: &Pointer) -> bool {
        let document = self.loaded.schemas.keys().position(|known| known == path).unwrap();
        self.registry.scope_at(&Location { document, pointer: at.clone() }).is_some()
    }

    /// Returns the path and the pointer that a reference leads to.
    fn target(&mut self, path: &str, at: &Pointer, reference: &str) -> (String, Pointer) {
        let document = self.loaded.schemas.keys().position(|known| known == path).unwrap();
        let from = Location { document, pointer: at.clone() };
        let target = self.registry.resolve(&from, reference, &mut Diagnostics::new());
        let Location { document, pointer } = target.unwrap_or_else(|why| panic!("{path}: {}", why.message)).location;
        (self.loaded.schemas.keys().nth(document).unwrap().clone(), pointer)
    }
}

/// A comparison of two folders by the documents that stand for each other.
struct Comparison {
    before: Folder,
    after: Folder,
    /// The path in the second folder for each in the first.
    paths: BTreeMap<String, String>,
}

impl Comparison {
    fn documents(&mut self, before: &str, after: &str) {
        if let Some(known) = self.paths.insert(before.to_owned(), after.to_owned()) {
            return assert_eq!(known, after, "{before} is in two files");
        }
        let root = |folder: &Folder, path: &str| folder.loaded.schemas[path].root.clone();
        let (left, right) = (root(&self.before, before), root(&self.after, after));
        self.nodes((before, &left), (after, &right), &Pointer::root());
    }

    fn nodes(&mut self, (before, left): (&str, &Node), (after, right): (&str, &Node), at: &Pointer) {
        match (&left.value, &right.value) {
            (Value::Object(left), Value::Object(right)) => {
                let is_schema = self.before.is_schema(before, at);
                // All references are by path, so nothing needs a name.
                let is_named = |name: &String| !is_schema || !["$schema", "$id", "$anchor"].contains(&name.as_str());
                let names = |members: &[Member]| -> Vec<String> {
                    members.iter().map(|member| member.name.clone()).filter(is_named).collect()
                };
                assert_eq!(names(left), names(right), "{before}{at}");
                for name in names(left) {
                    let (left, right) = (&left.named(&name).unwrap().node, &right.named(&name).unwrap().node);
                    match (name.as_str(), left.as_str(), right.as_str()) {
                        ("$ref", Some(left), Some(right)) if is_schema => {
                            let (left, inside) = self.before.target(before, at, left);
                            let (right, inside_too) = self.after.target(after, at, right);
                            assert_eq!(inside, inside_too, "{before}{at}");
                            self.documents(&left, &right);
                        }
                        _ => self.nodes((before, left), (after, right), &at.join(&name)),
                    }
                }
            }
            (Value::Array(left), Value::Array(right)) => {
                assert_eq!(left.len(), right.len(), "{before}{at}");
                for (index, (left, right)) in left.iter().zip(right).enumerate() {
                    self.nodes((before, left), (after, right), &at.join(index));
                }
            }
            _ => assert_eq!(left.to_compact(), right.to_compact(), "{before}{at}"),
        }
    }
}

fn compare(name: &str, before: &Files, after: &Files) {
    let mut comparison = Comparison { before: Folder::new(before), after: Folder::new(after), paths: BTreeMap::new() };
    let (before, after) = (comparison.before.loaded.clone(), comparison.after.loaded.clone());
    assert_eq!(meaning(&before.catalog), meaning(&after.catalog), "{name}");
    if let Some((left, right)) = before.catalog.envelope.as_ref().zip(after.catalog.envelope.as_ref()) {
        comparison.documents(&left.schema.value, &right.schema.value);
    }
    let entries = |catalog: &Catalog| catalog.events.iter().chain(&catalog.schemas).cloned().collect::<Vec<_>>();
    assert_eq!(before.catalog.schemas.len(), after.catalog.schemas.len(), "{name}");
    for (left, right) in entries(&before.catalog).iter().zip(&entries(&after.catalog)) {
        comparison.documents(&left.schema.value, &right.schema.value);
        let texts = |loaded: &Loaded, paths: &[Text]| -> BTreeSet<String> {
            paths.iter().map(|path| loaded.examples[&path.value].root.to_canonical()).collect()
        };
        assert_eq!(texts(&before, &left.examples), texts(&after, &right.examples), "{name}: {}", left.wire_name.value);
        assert_eq!(texts(&before, &left.faulty), texts(&after, &right.faulty), "{name}: {}", left.wire_name.value);
    }
    let written: BTreeSet<&String> = comparison.paths.values().collect();
    assert_eq!(written, after.schemas.keys().collect(), "{name}: nothing else is written");
}

#[test]
fn the_document_imports_to_the_same_schemas() {
    for (name, files) in catalogues().into_iter().chain(imported_documents()) {
        let first = document(&name, &files);
        let again = imported("openapi.json", &first);
        compare(&name, &files, &again);
        let second = document(&name, &again);
        assert_eq!(document(&name, &imported("openapi.json", &second)), second, "{name}");
    }
}

/// Keywords that only OpenAPI knows are annotations for JSON Schema, and stay so.
#[test]
fn other_schemas_and_annotations_are_kept() {
    let mut files = folder::read(&root().join("tests/fixtures/orders"));
    *files.get_mut("catalog.toml").unwrap() += "\n[[schemas]]\nname = \"money\"\nsummary = \"an amount\"\n\
        schema = \"shared/money.schema.json\"\nexamples = [\"shared/money.example.json\"]\nfaulty = [\"no-money.json\"]\n";
    files.insert("shared/money.example.json".to_owned(), r#"{ "amount": "1.50", "currency": "EUR" }"#.to_owned());
    files.insert("no-money.json".to_owned(), "null".to_owned());
    let money = files.get_mut("shared/money.schema.json").unwrap();
    let of_openapi = r#""nullable": true, "example": 1, "discriminator": { "propertyName": "currency" }, "#;
    *money = money.replace("\"type\": \"object\"", &format!("{of_openapi}\"type\": \"object\""));
    compare("orders", &files, &imported("openapi.json", &document("orders", &files)));
}

/// The keywords above definitions: two are known, and the last one is escaped in pointers.
const PLACES: [&str; 5] = ["$defs", "definitions", "parts", "x-parts", "x-a/b~c d"];

/// Returns a catalogue of two random schemas that share definitions, with references where there are none: in data and in extensions.
fn random_catalogue(seed: u64) -> Files {
    let mut rng = Rng::with_seed(seed);
    let place = PLACES[rng.usize(0..PLACES.len())];
    let pointer = format!("#{}/", uri::encode_fragment(Pointer::root().join(place).as_str()));
    let shared = "shared/parts.schema.json";
    let mut files = Files::new();
    let mut catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n".to_owned();
    for (index, name) in ["moved", "sent"].iter().enumerate() {
        let (mut schema, _) = random_schema(seed * 2 + index as u64, Syntax::Draft2020);
        let Some(definitions) = schema.as_object_mut().and_then(|members| members.remove("$defs")) else { continue };
        let is_shared = rng.bool();
        let mut parts = json!({ place: definitions });
        add_decoys(&mut schema, false, &mut rng);
        add_decoys(&mut parts, false, &mut rng);
        if is_shared && !files.contains_key(shared) {
            files.insert(shared.to_owned(), parts.to_string().replace("\"#/$defs/", &format!("\"{pointer}")));
        } else if !is_shared {
            schema.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
        }
        let to_parts = if is_shared { format!("\"../{shared}{pointer}") } else { format!("\"{pointer}") };
        let path = format!("events/{name}.schema.json");
        write!(catalog, "\n[[events]]\nname = \"{name}\"\nschema = \"{path}\"\n").unwrap();
        files.insert(path, schema.to_string().replace("\"#/$defs/", &to_parts));
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

/// Adds values with the form of references to each schema in a value; the members of a map are schemas.
fn add_decoys(schema: &mut serde_json::Value, is_map: bool, rng: &mut Rng) {
    let Some(members) = schema.as_object_mut() else {
        schema.as_array_mut().into_iter().flatten().for_each(|inner| add_decoys(inner, false, rng));
        return;
    };
    for (name, inner) in members.iter_mut() {
        let maps = ["properties", "patternProperties", "dependentSchemas"];
        let is_map = !is_map && (maps.contains(&name.as_str()) || PLACES.contains(&name.as_str()));
        if !["const", "enum", "required", "dependentRequired"].contains(&name.as_str()) {
            add_decoys(inner, is_map, rng);
        }
    }
    if is_map {
        return;
    }
    let texts = ["#/parts/d0", "#/$defs/d1", "#", "../shared/parts.schema.json", "#/components/schemas/parts", "%", ""];
    let decoy = json!({ "$ref": texts[rng.usize(0..texts.len())], "$id": "a", "$anchor": "b" });
    let (name, value) = match rng.u8(0..24) {
        0 => ("default", json!([decoy])),
        1 => ("examples", json!([{ "properties": decoy }])),
        2 => ("x-example", decoy),
        3 => ("example", json!({ "allOf": [decoy] })),
        4 => ("const", decoy),
        5 => ("enum", json!([decoy, 1])),
        6 => ("properties", json!({ "$ref": { "const": decoy }, "$id": { "enum": [decoy] }, "default": true })),
        7 => ("$recursiveRef", json!("#")),
        _ => return,
    };
    members.entry(name).or_insert(value);
}

#[test]
fn only_references_of_schemas_are_rewritten() {
    let mut compared = 0;
    for seed in 0..80 {
        let files = random_catalogue(seed);
        let Ok(Some(first)) = openapi_of(&files) else { continue };
        let again = imported("openapi.json", &first);
        compare(&format!("seed {seed}"), &files, &again);
        assert_eq!(document("again", &again), first, "seed {seed}");
        compared += 1;
    }
    assert!(compared > 60, "{compared}");
}

#[test]
fn the_document_of_the_crate_is_shown() {
    let files = folder::read(&root().join("tests/fixtures/catalog/vendors/nested-batches"));
    insta::assert_snapshot!(document("nested-batches", &files));
}
