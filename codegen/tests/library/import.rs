//! Imports of a page: equal from every format, unchanged by a second import, and around hand-written parts.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use codegen::Files;
use codegen::import::{Comparison, Import, import};
use codegen::release::{Options, release};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(file_name: &str) -> Arc<Source> {
    let path = root().join("tests/fixtures/page").join(file_name);
    Source::new(file_name, fs::read_to_string(path).unwrap())
}

fn imported(page: &Arc<Source>, existing: &Files) -> Import {
    import(page, None, existing).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the files without the line of the page's hash.
fn without_hash(files: &Files) -> Files {
    let cut = |text: &String| {
        text.lines().filter(|line| !line.starts_with("sha256 = ")).fold(String::new(), |text, line| text + line + "\n")
    };
    files.iter().map(|(path, text)| (path.clone(), cut(text))).collect()
}

/// Returns the changes of an import, a line each.
fn lines(import: &Import) -> Vec<String> {
    match import.compare().unwrap_or_else(|found| panic!("{found}")) {
        Comparison::Report(report) => report.changes.iter().map(|judged| judged.change.to_string()).collect(),
        Comparison::Broken(changes) => changes.iter().map(ToString::to_string).collect(),
        Comparison::First(_) => panic!("there is nothing to compare with"),
    }
}

/// Returns the committed folder without the measurements, which are on no page.
fn committed() -> Files {
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
    read(&root().join("../schemas"), "", &mut files);
    files.remove(codegen::load::FIGURES);
    files
}

#[test]
fn every_format_imports_the_same_schemas() {
    let expected = without_hash(&imported(&fixture("cleartix.txt"), &Files::new()).files);
    for file_name in ["cleartix.txt", "cleartix.md", "cleartix.html"] {
        let import = imported(&fixture(file_name), &Files::new());
        // Its navigation lists an event that it does not document.
        let listed = (file_name == "cleartix.html").then_some("event-not-documented");
        let expected_codes: Vec<_> = listed.into_iter().chain(["assumed-encoding"]).collect();
        assert_eq!(codes(&import.warnings), expected_codes, "{file_name}: {}", import.warnings);
        let fresh = without_hash(&import.files);
        assert_eq!(fresh.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{file_name}");
        for (path, text) in &expected {
            assert_eq!(&fresh[path], text, "{file_name}: {path}");
        }
    }
}

/// Returns the files of the events: the page owns them, and a person the rest.
fn of_events(files: &Files) -> Files {
    files
        .iter()
        .filter(|(path, _)| path.starts_with("events/"))
        .map(|(path, text)| (path.clone(), text.clone()))
        .collect()
}

#[test]
fn the_vendors_page_is_in_step() {
    let path = root().join("../../shared/cleartix-webhooks-page.txt");
    let Ok(text) = fs::read_to_string(&path) else {
        println!("the vendor's page is not here: nothing was compared");
        return;
    };
    let page = Source::new("cleartix-webhooks-page.txt", text);
    assert_eq!(lines(&imported(&page, &committed())), [""; 0]);
    assert_eq!(of_events(&imported(&page, &Files::new()).files), of_events(&committed()));
}

fn codes(findings: &Diagnostics) -> Vec<&str> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_reference_page_imports_back() {
    let released = Options { version: Some("7.0.0".to_owned()), ..Options::default() };
    let released = release(&committed(), &released).unwrap_or_else(|found| panic!("{found}")).files;
    for files in [committed(), released, imported(&fixture("parcels-newer.md"), &Files::new()).files] {
        let (loaded, _) = codegen::load::load(&files).unwrap_or_else(|found| panic!("{found}"));
        let (model, _) = codegen::model(&loaded).unwrap_or_else(|found| panic!("{found}"));
        let page = Source::new("webhooks.md", codegen::emit::package::reference::events(&model, &loaded.catalog));
        let back = imported(&page, &files);
        // Any warning is one about the catalogue: its envelope's example may name an event that is gone.
        let known = codegen::generate(&files).unwrap_or_else(|found| panic!("{found}")).warnings;
        assert_eq!(codes(&back.warnings), codes(&known));
        assert_eq!(without_hash(&back.files), without_hash(&files));
        assert_eq!(of_events(&imported(&page, &Files::new()).files), of_events(&files));
    }
}

#[test]
fn a_second_import_changes_nothing() {
    for file_name in ["cleartix.txt", "cleartix.md", "cleartix.html", "parcels.md"] {
        let first = imported(&fixture(file_name), &Files::new());
        let second = imported(&fixture(file_name), &first.files);
        assert_eq!(second.files, first.files, "{file_name}");
        assert_eq!(lines(&second), [""; 0], "{file_name}");
    }
}

#[test]
fn a_newer_page_changes_only_differences() {
    let first = imported(&fixture("parcels.md"), &Files::new());
    let newer = imported(&fixture("parcels-newer.md"), &first.files);
    insta::assert_snapshot!(lines(&newer).join("\n"));
    let touched = newer.files.iter().filter(|(path, text)| first.files.get(*path) != Some(text));
    assert_eq!(
        touched.map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        [
            "catalog.toml",
            "events/parcel.returned.example.json",
            "events/parcel.returned.schema.json",
            "events/parcel.sent.example-2.json",
            "events/parcel.sent.schema.json",
        ]
    );
    let gone = first.files.keys().filter(|path| !newer.files.contains_key(*path));
    assert_eq!(gone.collect::<Vec<_>>(), ["events/parcel.lost.example.json", "events/parcel.lost.schema.json"]);
    insta::assert_snapshot!("the_catalogue_of_a_newer_page", newer.files["catalog.toml"]);
}

#[test]
fn hand_written_parts_survive() {
    let mut files = imported(&fixture("parcels.md"), &Files::new()).files;
    let catalog = files["catalog.toml"]
        .replace(
            "vendor = \"Acme\"",
            "vendor = 'Acme Parcels'  # as the contract has it\nrepository = \"https://example.com/acme\"",
        )
        .replace("encoding = \"hex\" # an assumption: the page does not say", "encoding = \"base64\" # they told us")
        .replace("[[events]]\nname = \"parcel.sent\"", "# The one that matters.\n[[events]]\nname = \"parcel.sent\"")
        .replace("events/parcel.sent.schema.json", "sent/payload.schema.json")
        + "\n[[schemas]]\nname = \"address\"\nschema = \"address.schema.json\"\n\n# The end.\n";
    let moved = files.remove("events/parcel.sent.schema.json").unwrap();
    files.insert("sent/payload.schema.json".to_owned(), moved);
    files.insert("catalog.toml".to_owned(), catalog.clone());
    files.insert("address.schema.json".to_owned(), "{\"type\":\"string\"}".to_owned());
    files.insert("envelope.schema.json".to_owned(), "{\"type\":\"object\"}".to_owned());
    files.insert("README.md".to_owned(), "How we review.\n".to_owned());
    let again = imported(&fixture("parcels.md"), &files);
    assert_eq!(again.files["catalog.toml"], catalog);
    assert_eq!(again.files, files);

    let newer = imported(&fixture("parcels-newer.md"), &files);
    let text = &newer.files["catalog.toml"];
    for kept in [
        "'Acme Parcels'  # as the contract has it",
        "\"base64\" # they told us",
        "# The one that matters.\n[[events]]",
        "# The end.",
    ] {
        assert!(text.contains(kept), "{kept} is gone:\n{text}");
    }
    assert!(newer.files["sent/payload.schema.json"].contains("\"note\""));
    assert_eq!(newer.files["envelope.schema.json"], "{\"type\":\"object\"}");
}

/// Returns the refinements for a page with one event, whose schema has this member with this value in the example.
fn proposed(name: &str, schema: &str, value: &str) -> Option<String> {
    let page = format!(
        "# Acme\n\n## Events\n\n### `a.b` — it happened\n\n```json\n{{ \"{name}\": {value} }}\n```\n\n```json\n\
         {{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\", \"properties\": {{ \"{name}\": {schema} }} }}\n```\n"
    );
    let files = imported(&Source::new("page.md", page), &Files::new()).files;
    let (_, refinement) = files["catalog.toml"].split_once("[[refinements]]")?;
    Some(refinement.lines().find_map(|line| line.strip_prefix("type = "))?.to_owned())
}

/// A schema does not show that a member is a count: name or description say so, every example fits, and no keyword says more.
#[test]
fn counts_are_proposed_as_native_integers() {
    let (any, natural) = (r#"{ "type": "integer" }"#, r#"{ "type": "integer", "minimum": 0 }"#);
    for (name, schema, value, expected) in [
        ("ticketCount", natural, "2", Some("u64")),
        ("ticketCount", natural, "18446744073709551615", Some("u64")),
        ("ticket_count", any, "2", Some("i64")),
        ("quantity", any, "-2", Some("i64")),
        ("amount", r#"{ "type": "integer", "description": "Refunded amount in cents" }"#, "2500", Some("i64")),
        (
            "seats",
            r#"{ "type": "integer", "exclusiveMinimum": 0, "description": "The number of seats" }"#,
            "1",
            Some("u64"),
        ),
        // Other words, other values, other schemas.
        ("account", any, "2", None),
        ("discount", any, "2", None),
        ("countryId", any, "2", None),
        ("count", any, "9223372036854775808", None),
        ("count", natural, "18446744073709551616", None),
        ("count", any, "2.0", None),
        ("count", r#"{ "type": "integer", "minimum": 0, "maximum": 9 }"#, "2", None),
        ("count", r#"{ "type": "integer", "enum": [1, 2] }"#, "2", None),
        ("count", r#"{ "type": ["integer", "null"] }"#, "2", None),
        ("count", r#"{ "type": "number" }"#, "2", None),
        ("count", r#"{ "type": "array", "items": { "type": "integer" } }"#, "[2]", None),
    ] {
        let found = proposed(name, schema, value);
        assert_eq!(found.as_deref(), expected.map(|kind| format!("\"{kind}\"")).as_deref(), "{name} {schema} {value}");
    }
}

#[test]
fn a_rejected_proposal_is_not_repeated() {
    let mut files = imported(&fixture("parcels.md"), &Files::new()).files;
    let catalog = &files["catalog.toml"];
    let start = catalog.find("\n# Proposed by import").expect("the fixture describes a decimal");
    let without = catalog[..start].to_owned();
    files.insert("catalog.toml".to_owned(), without);
    assert_eq!(imported(&fixture("parcels.md"), &files).files, files);
}

#[test]
fn an_edited_event_file_is_restored() {
    let mut files = imported(&fixture("parcels.md"), &Files::new()).files;
    let intact = files.clone();
    let edited = files["events/parcel.sent.schema.json"].replace("integer", "number");
    files.insert("events/parcel.sent.schema.json".to_owned(), edited);
    let import = imported(&fixture("parcels.md"), &files);
    assert_eq!(import.files, intact);
    assert_eq!(lines(&import), ["parcel.sent `weight`: changes the type: number → integer"]);
}

#[test]
fn shared_files_split_when_events_differ() {
    let mut files = imported(&fixture("parcels.md"), &Files::new()).files;
    let shared = files["catalog.toml"].replace("parcel.lost.schema", "parcel.arrived.schema");
    files.insert("catalog.toml".to_owned(), shared);
    files.remove("events/parcel.lost.schema.json");
    assert_eq!(imported(&fixture("parcels.md"), &files).files, files);
    let text = fixture("parcels.md").text().replacen("\"object\", \"properties\"", "[\"object\"], \"properties\"", 1);
    let parted = imported(&Source::new("parcels.md", text), &files);
    assert_eq!(
        lines(&parted),
        [
            "events/parcel.arrived.schema.json: restructures the document without changing a constraint",
            "events/parcel.lost.schema.json: adds the document"
        ]
    );
}

/// Two events with equal names in Rust: the later one has a name of its own, which stays when others come and go.
#[test]
fn events_with_equal_names_are_told_apart() {
    let page = |names: &[&str]| {
        let example = "{ \"parcelId\": \"p_1\" }";
        let schema = "{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }";
        let event = |name: &&str| format!("## `{name}`\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n");
        let events: String = names.iter().map(event).collect();
        Source::new(
            "page.md",
            format!(
                "# Parcels\n\nX-Acme-Signature is the HMAC-SHA256 of the raw body. X-Acme-Event names the event.\n\n{events}"
            ),
        )
    };
    let types = |import: &Import| {
        let catalog: toml_edit::DocumentMut = import.files["catalog.toml"].parse().unwrap();
        let text = |event: &toml_edit::Table, key: &str| {
            event.get(key).map_or(String::new(), |it| it.as_str().unwrap().into())
        };
        let events = catalog["events"].as_array_of_tables().unwrap().iter();
        events.map(|event| (text(event, "name"), text(event, "type"))).collect::<Vec<_>>()
    };
    let pair = |name: &str, kind: &str| (name.to_owned(), kind.to_owned());
    let first = imported(&page(&["parcel.sent", "parcel_sent", "parcel/sent"]), &Files::new());
    let expected = [pair("parcel.sent", ""), pair("parcel_sent", "ParcelSent2"), pair("parcel/sent", "ParcelSent3")];
    assert_eq!(types(&first), expected);
    let next = imported(&page(&["parcel-sent", "parcel/sent", "parcel.sent"]), &first.files);
    let expected = [pair("parcel-sent", "ParcelSent4"), pair("parcel/sent", "ParcelSent3"), pair("parcel.sent", "")];
    assert_eq!(types(&next), expected);
}

#[test]
fn a_whole_delivery_is_an_example_too() {
    let import = imported(&fixture("deliveries.md"), &Files::new());
    assert_eq!(import.files["events/parcel.sent.example.json"], "{\n  \"parcelId\": \"p_1\"\n}\n");
}

#[test]
fn broken_pages_never_panic() {
    for file_name in ["parcels.md", "parcels.html", "parcels.txt"] {
        let text = fixture(file_name).text().to_owned();
        let ends = (0..text.len()).filter(|end| text.is_char_boundary(*end));
        for end in ends.step_by(3) {
            drop(import(&Source::new(file_name, &text[..end]), None, &Files::new()));
        }
        let mut next = numbers();
        for _ in 0..400 {
            let page = Source::new(file_name, broken(&text, &mut next));
            drop(import(&page, None, &Files::new()));
        }
    }
}

#[test]
fn broken_catalogues_never_panic() {
    let page = fixture("parcels-newer.md");
    let files = imported(&fixture("parcels.md"), &Files::new()).files;
    let mut next = numbers();
    for _ in 0..1000 {
        let mut files = files.clone();
        files.insert("catalog.toml".to_owned(), broken(&files["catalog.toml"], &mut next));
        if let Ok(import) = import(&page, None, &files) {
            let again = imported(&page, &import.files);
            assert_eq!(again.files, import.files, "{}", files["catalog.toml"]);
        }
    }
}

/// Returns pseudo-random numbers, the same in every run.
fn numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_f491_u32;
    move |below| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % below
    }
}

/// Replaces a few bytes of a text by syntax characters.
fn broken(text: &str, next: &mut impl FnMut(usize) -> usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=next(3) {
        let at = next(bytes.len());
        bytes[at] = b"{}[]\"\\<>&;`#|=-:\n \xff0"[next(20)];
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The extension of a page hides an OpenAPI document: the help says how to read it.
#[test]
fn hidden_openapi_documents_are_recognized() {
    for (path, text, is_helped) in [
        ("page.txt", "openapi: 3.1.0\nwebhooks: {}\n", true),
        ("page.md", "openapi: 3.1.0\nwebhooks: {}\n", true),
        ("page.md", "{ \"openapi\": \"3.1.0\", \"webhooks\": {} }\n", true),
        ("page.txt", "swagger: '2.0'\n", true),
        ("page.txt", "Acme Webhooks\n\nWe use OpenAPI.\n", false),
        ("page.md", "# Acme webhooks\n", false),
    ] {
        let found = import(&Source::new(path, text), None, &Files::new()).expect_err("there is no event");
        let none = found.iter().find(|found| found.code == "no-event").expect("it is said");
        let help = none.help.as_deref().unwrap_or_default();
        assert_eq!(help.contains("--format openapi"), is_helped, "{path} {text}: {help}");
    }
}
