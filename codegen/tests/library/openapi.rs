//! Imports of OpenAPI documents: whole folders that generate, unchanged by a second import, and around hand-written parts.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use codegen::import::{Comparison, Import, import};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, generate, json};

const FIXTURES: [&str; 3] = ["kiosk.yaml", "lockers.json", "stands.yaml"];

fn text(file_name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/openapi").join(file_name)).unwrap()
}

fn imported(document: &Arc<Source>, existing: &Files) -> Import {
    import(document, None, existing).unwrap_or_else(|found| panic!("{found}"))
}

fn fresh(file_name: &str) -> Files {
    imported(&Source::new(file_name, text(file_name)), &Files::new()).files
}

/// Returns the changes of an import, a line each.
fn lines(import: &Import) -> Vec<String> {
    match import.compare().unwrap_or_else(|found| panic!("{found}")) {
        Comparison::Report(report) => report.changes.iter().map(|judged| judged.change.to_string()).collect(),
        Comparison::Broken(changes) => panic!("{changes:?}"),
        Comparison::First(_) => panic!("there is nothing to compare with"),
    }
}

#[test]
fn oddities_become_plain_schemas() {
    let files = fresh("kiosk.yaml");
    let of_schemas = files.iter().filter(|(path, _)| path.ends_with(".schema.json"));
    let shown: Vec<String> = of_schemas.map(|(path, text)| format!("{path}\n{text}")).collect();
    insta::assert_snapshot!(shown.join("\n"));
    insta::assert_snapshot!("the_catalogue_of_a_document", files["catalog.toml"]);
}

#[test]
fn oddities_are_counted() {
    for file_name in FIXTURES {
        let import = imported(&Source::new(file_name, text(file_name)), &Files::new());
        insta::assert_snapshot!(format!("warnings_of_{file_name}"), import.warnings.to_string());
    }
}

#[test]
fn imported_folders_generate() {
    for file_name in FIXTURES {
        let mut files = fresh(file_name);
        *files.get_mut("catalog.toml").unwrap() +=
            "\n[signature]\nheader = \"X-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";
        let generated = generate(&files).unwrap_or_else(|found| panic!("{file_name}: {found}"));
        assert!(generated.warnings.is_empty(), "{file_name}: {}", generated.warnings);
    }
}

#[test]
fn a_second_import_changes_nothing() {
    for file_name in FIXTURES {
        let first = fresh(file_name);
        let second = imported(&Source::new(file_name, text(file_name)), &first);
        assert_eq!(second.files, first, "{file_name}");
        assert_eq!(lines(&second), [""; 0], "{file_name}");
    }
}

#[test]
fn yaml_and_json_import_alike() {
    let yaml = json::yaml::parse(&Source::new("kiosk.yaml", text("kiosk.yaml"))).unwrap();
    let from_json = imported(&Source::new("kiosk.json", yaml.root.to_pretty()), &Files::new()).files;
    let from_yaml = fresh("kiosk.yaml");
    assert_eq!(from_json.keys().collect::<Vec<_>>(), from_yaml.keys().collect::<Vec<_>>());
    for (path, text) in from_yaml.iter().filter(|(path, _)| *path != "catalog.toml") {
        assert_eq!(&from_json[path], text, "{path}");
    }
}

#[test]
fn a_webhook_of_several_events_is_split() {
    let files = fresh("stands.yaml");
    let (loaded, _) = codegen::load::load(&files).unwrap_or_else(|found| panic!("{found}"));
    let events = loaded.catalog.events.iter().map(|event| (event.wire_name.value.as_str(), event.examples.len()));
    assert_eq!(events.collect::<Vec<_>>(), [("stand.opened", 1), ("stand.closed", 1)]);
}

#[test]
fn a_newer_document_changes_only_differences() {
    let newer = text("kiosk.yaml")
        .replace("litres: { type: number }", "litres: { type: number, maximum: 2 }")
        .replace("        deputy: { $ref: '#/components/schemas/Staff%20Member' }\n", "")
        .replace("        shift: { $ref: '#/components/schemas/Order/properties/note' }\n", "")
        .replace("count: 2, kind: drink", "count: 3, kind: drink");
    let first = fresh("kiosk.yaml");
    let second = imported(&Source::new("kiosk.yaml", newer), &first);
    let touched = second.files.iter().filter(|(path, text)| first.get(*path) != Some(text));
    assert_eq!(
        touched.map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        [
            "catalog.toml",
            "components/Drink.schema.json",
            "components/Staff-Member.schema.json",
            "events/order.placed.example.json",
        ]
    );
    let gone = first.keys().filter(|path| !second.files.contains_key(*path));
    assert_eq!(gone.collect::<Vec<_>>(), ["components/Order-properties-note.schema.json"]);
    insta::assert_snapshot!(lines(&second).join("\n"));
}

#[test]
fn hand_written_parts_survive() {
    let mut files = fresh("kiosk.yaml");
    let catalog = files["catalog.toml"]
        .replace("vendor = \"Kiosk\"", "vendor = \"Kiosk Ltd.\" # as the contract has it")
        .replace("id = { header = \"X-Kiosk-Delivery\" }", "id = { member = \"/id\" }")
        + "\n[signature]\nheader = \"X-Kiosk-Signature\"\nalgorithm = \"hmac-sha512\"\nencoding = \"base64\"\n";
    files.insert("catalog.toml".to_owned(), catalog);
    let again = imported(&Source::new("kiosk.yaml", text("kiosk.yaml")), &files);
    assert_eq!(again.files, files);
    assert!(!again.warnings.iter().any(|warning| warning.code == "no-signature"));
}

/// A second table of that name would be refused.
#[test]
fn proposals_leave_written_sections_alone() {
    let schema = "{ type: object, properties: { type: { const: a }, created: { type: string, format: date-time } } }";
    let document = |header: &str| {
        let parameters = format!("parameters: [{{ in: header, name: {header} }}]");
        let body = format!("requestBody: {{ content: {{ application/json: {{ schema: {schema} }} }} }}");
        format!("openapi: 3.1.0\nwebhooks: {{ a: {{ post: {{ {parameters}, {body} }} }} }}\n")
    };
    for (header, heading) in [("X-Other", "# [delivery]\n"), ("X-Delivery", "# in [delivery] above:\n")] {
        let files = imported(&Source::new("a.yaml", document(header)), &Files::new()).files;
        let proposed = format!("{heading}# sent_at = {{ member = \"/created\" }}\n");
        assert!(files["catalog.toml"].contains(&proposed), "{}", files["catalog.toml"]);
    }
}

#[test]
fn nullable_beside_references_is_a_setting() {
    let mut files = fresh("kiosk.yaml");
    let schema = "events/order.cancelled.schema.json";
    assert!(!files[schema].contains("anyOf"));
    *files.get_mut("catalog.toml").unwrap() += "\n[settings]\nnullable = \"everywhere\"\n";
    let again = imported(&Source::new("kiosk.yaml", text("kiosk.yaml")), &files);
    assert!(again.files[schema].contains("\"anyOf\""), "{}", again.files[schema]);
    assert!(!again.warnings.iter().any(|warning| warning.code == "nullable-beside-ref"));
}

#[test]
fn spoiled_documents_are_read_or_refused() {
    for file_name in FIXTURES {
        let text = text(file_name);
        for end in (0..text.len()).step_by(211) {
            let cut = Source::new(file_name, &text[..text.floor_char_boundary(end)]);
            drop(import(&cut, None, &Files::new()));
            let mut spoiled = text.clone();
            spoiled.remove(text.floor_char_boundary(end));
            drop(import(&Source::new(file_name, spoiled), None, &Files::new()));
        }
    }
}

#[test]
fn real_documents_import_and_generate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/openapi");
    for (file_name, events, faulty) in [("adyen-transfers.json", 2, 0), ("clerk.yml", 45, 26), ("svix.json", 7, 0)] {
        let Ok(text) = fs::read_to_string(folder.join(file_name)) else {
            println!("{file_name} is not here: nothing was imported");
            continue;
        };
        let document = Source::new(file_name, text);
        let first = imported(&document, &Files::new());
        let (loaded, _) = codegen::load::load(&first.files).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(loaded.catalog.events.len(), events, "{file_name}");
        assert_eq!(loaded.catalog.events.iter().map(|event| event.faulty.len()).sum::<usize>(), faulty, "{file_name}");
        assert_eq!(imported(&document, &first.files).files, first.files, "{file_name}");
        codegen::Edition::read(&first.files).unwrap_or_else(|found| panic!("{found}"));
    }
}

#[test]
fn callbacks_of_operations_are_reported() {
    let document = "openapi: 3.1.0\ninfo: {title: Acme, version: '1'}\nwebhooks:\n  order.paid:\n    post: {requestBody: {content: {application/json: {schema: {type: object}}}}}\npaths:\n  /orders:\n    post:\n      callbacks:\n        orderLost: {'{$request.body#/url}': {post: {}}}\n";
    let import = imported(&Source::new("acme.yaml", document), &Files::new());
    let found = import.warnings.iter().find(|found| found.code == "callback-not-read").expect("a warning");
    let place = found.place.as_ref().expect("a place");
    assert_eq!(place.source.line_column(place.span.start), (10, 9));
}

/// A document with these texts, and the catalogue's lines behind `[crate]`.
fn signed(info: &str, header: &str, catalog: &str) -> Diagnostics {
    let document = format!(
        "openapi: 3.1.0\ninfo:\n  title: Acme\n  description: |\n    {}\nwebhooks:\n  order.paid:\n    post:\n      parameters:\n        - {{ name: X-Acme-Signature, in: header, description: {header:?} }}\n      requestBody: {{ content: {{ application/json: {{ schema: {{ type: object }} }} }} }}\n",
        info.replace('\n', "\n    ")
    );
    let known = format!("[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n{catalog}\n");
    let files = if catalog.is_empty() { Files::new() } else { Files::from([("catalog.toml".to_owned(), known)]) };
    let read = import(&Source::new("acme.yaml", document), None, &files).unwrap_or_else(|found| panic!("{found}"));
    read.warnings
}

#[test]
fn descriptions_that_say_how_are_reported() {
    let header = "hex-encoded HMAC-SHA256 of the raw body, behind `sha256=`";
    let catalog = |value: &str| {
        format!(
            "[signature]\nheader = \"X-Acme-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\nvalue = \"{value}\"\n"
        )
    };
    let codes = |found: &Diagnostics| found.iter().map(|found| found.code).collect::<Vec<_>>();
    let has = |found: &Diagnostics, code: &str| codes(found).contains(&code);
    let found = signed("", header, "");
    let text = found.to_string();
    assert!(has(&found, "signature-in-prose") && !has(&found, "no-signature"), "{text}");
    for line in ["algorithm = \"hmac-sha256\"", "encoding = \"hex\"", "value = \"sha256={code}\""] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert!(has(&signed("", "", ""), "no-signature"));
    // Sentences about the business are shown for review, and are no statement.
    let business = "Sent when a customer signs the contract.";
    let review = signed(business, "", "").to_string();
    assert!(review.contains("may be about it") && review.contains("reviewed = "), "{review}");
    for line in [business, "The contract is signed.", "The API key was rotated."] {
        let found = signed(line, "", "");
        assert!(has(&found, "no-signature") && !has(&found, "signature-in-prose"), "{found}");
        let both = signed(&format!("{line}\n{header}"), header, "");
        assert!(has(&both, "signature-in-prose") && !has(&both, "no-signature"), "{both}");
    }
    // A sentence that is not understood is one if it names the header, or an algorithm beside a word of signing.
    for line in
        ["Computing the SHA-256 HMAC signature of it gives our code.", "We fill X-Acme-Signature by our own means."]
    {
        let found = signed(&format!("{business}\n{line}"), "", "");
        assert!(has(&found, "signature-in-prose") && !has(&found, "no-signature"), "{line}: {found}");
    }
    let known = signed("", header, &catalog("sha256={code}"));
    assert!(!codes(&known).iter().any(|code| code.contains("signature") || code.contains("contradicts")), "{known}");
    assert!(has(&signed("", header, &catalog("{code}")), "contradicts-catalogue"));
    let info = "# Webhooks\nThe time stands in front of the body: the signature covers both.";
    let unread = signed(info, header, &catalog("sha256={code}"));
    let place = unread.iter().find(|found| found.code == "signature-not-understood").and_then(|it| it.place.clone());
    let place = place.unwrap_or_else(|| panic!("{unread}"));
    assert_eq!(place.source.line_column(place.span.start), (6, 5), "{unread}");
    let reviewed = unread.to_string();
    let reviewed = reviewed.lines().find_map(|line| line.trim().strip_prefix("reviewed = ")).expect("it is proposed");
    let lines = format!("{}reviewed = {reviewed}\n", catalog("sha256={code}"));
    assert!(!codes(&signed(info, header, &lines)).iter().any(|code| code.contains("signature")));
    let changed = signed(&info.replace("time", "id"), header, &lines);
    assert!(has(&changed, "signature-changed"), "{changed}");
    let other = signed("# Authentication\nSend a bearer token.", header, &catalog("sha256={code}"));
    assert!(!has(&other, "signature-not-understood"), "{other}");
}
