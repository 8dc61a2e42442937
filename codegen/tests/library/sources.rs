//! Imports of other sources than documented schemas: folders of schemas, and pages with examples alone.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use codegen::import::{Import, Options, import, import_folder, import_with};
use codegen::source::diagnostic::Severity;
use codegen::source::location::Source;
use codegen::{Files, generate};

/// Reads the fixture folder.
fn folder() -> Files {
    fn read(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inner = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                read(&path, &format!("{inner}/"), files);
            } else {
                files.insert(inner, fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut files = Files::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/folder"), "", &mut files);
    files
}

fn signed(mut files: Files) -> Files {
    *files.get_mut("catalog.toml").unwrap() +=
        "\n[signature]\nheader = \"X-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";
    files
}

/// The others are of events, too: their `$ref`s are values.
#[test]
fn only_references_of_schemas_hide_events() {
    let files = [
        (
            "a.schema.json",
            r#"{ "properties": { "type": { "const": "a" }, "b": { "const": { "$ref": "b.schema.json" } } } }"#,
        ),
        (
            "b.schema.json",
            r#"{ "properties": { "type": { "const": "b" } }, "examples": [{ "$ref": "c.schema.json" }] }"#,
        ),
        ("c.schema.json", r#"{ "properties": { "type": { "const": "c" } }, "x-like": { "$ref": "a.schema.json" } }"#),
        ("d.schema.json", r#"{ "type": "object", "properties": { "$ref": { "type": "string" } } }"#),
    ];
    let mut files: Files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    let events = |files: &Files| {
        let import = import_folder("acme", files, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
        import.files.keys().filter(|path| path.starts_with("events/") && path.ends_with(".schema.json")).count()
    };
    assert_eq!(events(&files), 4);
    let c = files.get_mut("c.schema.json").unwrap();
    *c = c.replacen("{ \"const\": \"c\" }", "{ \"const\": \"c\", \"$ref\": \"d.schema.json#/properties/$ref\" }", 1);
    assert_eq!(events(&files), 3);
}

#[test]
fn equal_file_names_are_told_by_folders() {
    let schema = |member: &str| {
        format!("{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"required\": [\"{member}\"] }}")
    };
    let mut files: Files = [
        ("topics/orders/create.json", schema("order")),
        ("topics/carts/create.json", schema("cart")),
        ("topics/carts/delete.json", schema("id")),
        ("examples/orders/create-2.json", "{ \"order\": 1 }".to_owned()),
        ("examples/carts/create.json", "{ \"cart\": 1 }".to_owned()),
        ("examples/create.json", "{ \"neither\": 1 }".to_owned()),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into();
    let events = |files: &Files| {
        let import = import_folder("acme", files, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
        let catalog: toml_edit::DocumentMut = import.files["catalog.toml"].parse().unwrap();
        let events = catalog["events"].as_array_of_tables().unwrap().iter();
        let text = |event: &toml_edit::Table| {
            let examples = event.get("examples").and_then(toml_edit::Item::as_array);
            let first =
                examples.and_then(|it| it.get(0)?.as_str()).map(|path| import.files[path].replace(['\n', ' '], ""));
            (event["name"].as_str().unwrap().to_owned(), first.unwrap_or_default())
        };
        let stray = import.warnings.to_string().contains("stray-document");
        (events.map(text).collect::<Vec<_>>(), stray)
    };
    let expected = [("carts/create", "{\"cart\":1}"), ("carts/delete", ""), ("orders/create", "{\"order\":1}")];
    let expected = expected.map(|(name, example)| (name.to_owned(), example.to_owned())).to_vec();
    assert_eq!(events(&files), (expected, true));

    files.remove("topics/orders/create.json");
    files.remove("examples/create.json");
    files.remove("examples/orders/create-2.json");
    let expected = [("create", "{\"cart\":1}"), ("delete", "")];
    let expected = expected.map(|(name, example)| (name.to_owned(), example.to_owned())).to_vec();
    assert_eq!(events(&files), (expected, false));
}

#[test]
fn folders_keep_their_documents() {
    let import = import_folder("acme", &folder(), &Files::new()).unwrap_or_else(|found| panic!("{found}"));
    let paths: Vec<&str> = import.files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "catalog.toml",
            "components/common/value.schema.json",
            "components/common/weight.schema.json",
            "components/parcel.lost.schema.json",
            "components/parcel.sent.schema.json",
            "events/parcel.lost.example.json",
            "events/parcel.lost.schema.json",
            "events/parcel.sent.example-2.json",
            "events/parcel.sent.example-3.json",
            "events/parcel.sent.example.json",
            "events/parcel.sent.schema.json",
        ]
    );
    insta::assert_snapshot!("warnings_of_a_folder", import.warnings.to_string());
    insta::assert_snapshot!("the_catalogue_of_a_folder", import.files["catalog.toml"]);
    let generated = generate(&signed(import.files)).unwrap_or_else(|found| panic!("{found}"));
    assert!(generated.warnings.is_empty(), "{}", generated.warnings);
}

#[test]
fn folders_are_imported_twice_alike() {
    let first = import_folder("acme", &folder(), &Files::new()).unwrap_or_else(|found| panic!("{found}")).files;
    let second = import_folder("acme", &folder(), &first).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(second.files, first);
    let mut fewer = folder();
    fewer.remove("parcel.lost.schema.json");
    fewer.remove("common/value.schema.json");
    let third = import_folder("acme", &fewer, &first).unwrap_or_else(|found| panic!("{found}")).files;
    let gone: Vec<&String> = first.keys().filter(|path| !third.contains_key(*path)).collect();
    assert_eq!(gone.len(), 4, "{gone:?}");
}

/// References by path lead where they led, whatever the names of the files.
#[test]
fn files_without_id_keep_their_names() {
    let schema =
        |members: &str| format!("{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", {members} }}");
    let files = Files::from([
        (
            "a.json".to_owned(),
            schema("\"properties\": { \"type\": { \"const\": \"a\" }, \"b\": { \"$ref\": \"in/b.yaml#/$defs/c\" } }"),
        ),
        ("in/b.yaml".to_owned(), "$defs:\n  c: { type: object, properties: { d: { $ref: ../d.json } } }\n".to_owned()),
        ("d.json".to_owned(), "{ \"type\": \"string\" }".to_owned()),
        ("a-1.json".to_owned(), "{ \"type\": \"a\", \"b\": { \"d\": \"e\" } }".to_owned()),
    ]);
    let import = import_folder("acme", &files, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
    let paths: Vec<&str> = import.files.keys().map(String::as_str).collect();
    let expected = ["catalog.toml", "components/a.json", "components/d.json", "components/in/b.yaml"];
    assert_eq!(paths, [&expected[..], &["events/a.example.json", "events/a.schema.json"]].concat());
    generate(&import.files).unwrap_or_else(|found| panic!("{found}"));
    let again = import_folder("acme", &files, &import.files).unwrap_or_else(|found| panic!("{found}")).files;
    assert_eq!(again, import.files);
    let found = import_folder("acme", &Files::new(), &Files::new()).expect_err("it is empty");
    assert!(found.iter().any(|it| it.code == "no-event"), "{found}");
}

/// Returns a page with examples and no schema.
fn page(price: &str) -> Arc<Source> {
    let text = format!(
        "# Acme webhooks\n\n## `order.paid` — it was paid\n\n```json\n\
         {{ \"type\": \"order.paid\", \"id\": \"e1\", \"at\": \"2026-06-12T14:05:00Z\", \"data\": {{ \"price\": {price}, \"tags\": [] }} }}\n\
         ```\n\n```json\n\
         {{ \"type\": \"order.paid\", \"id\": \"e2\", \"at\": \"2026-06-12T14:06:00Z\", \"data\": {{ \"price\": 2, \"tags\": [\"a\"], \"gift\": null }} }}\n\
         ```\n\n## `order.sent` — it was sent\n\n```json\n\
         {{ \"type\": \"order.sent\", \"id\": \"e3\", \"at\": \"2026-06-12T14:07:00Z\", \"data\": {{ \"by\": \"air\" }} }}\n```\n"
    );
    Source::new("page.md", text)
}

fn derived(page: &Arc<Source>, existing: &Files) -> Import {
    let options = Options { derives: true, ..Options::default() };
    import_with(page, options, existing).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn schemas_are_derived_only_on_request() {
    let found = import(&page("1.5"), None, &Files::new()).expect_err("it has no schema");
    assert!(found.iter().all(|it| it.code == "example-without-schema"), "{found}");
    let files = derived(&page("1.5"), &Files::new()).files;
    insta::assert_snapshot!("a_derived_schema", files["events/order.paid.schema.json"]);
    assert!(files["catalog.toml"].contains("[event]\nmember = \"/type\""), "{}", files["catalog.toml"]);
    generate(&signed(files)).unwrap_or_else(|found| panic!("{found}"));
}

#[test]
fn derived_schemas_belong_to_a_person() {
    let first = derived(&page("1.5"), &Files::new()).files;
    assert_eq!(derived(&page("1.5"), &first).files, first);
    let path = "events/order.paid.schema.json";
    let mut edited = first.clone();
    *edited.get_mut(path).unwrap() = edited[path].replace("\"number\"", "\"number\", \"minimum\": 0");
    assert_eq!(derived(&page("3"), &edited).files[path], edited[path]);
    let options = Options { derives: true, ..Options::default() };
    let found = import_with(&page("\"3\""), options, &edited).expect_err("the example breaks the schema of a person");
    assert!(found.iter().any(|it| it.code == "invalid-example"), "{found}");
    assert!(found.iter().all(|it| it.code == "invalid-example" || it.severity == Severity::Warning), "{found}");
}
