//! A page is read as its author meant it, for any copy and any spelling of schemas.

use std::fs;
use std::path::Path;

use codegen::Files;
use codegen::import::import;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::{Place, Source};

pub(crate) const EXAMPLE: &str = r#"{ "parcelId": "p_1", "weight": 3 }"#;
pub(crate) const SCHEMA: &str = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" }"#;

fn fixture(folder: &str, file_name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder).join(file_name))
        .unwrap()
}

/// Returns a page with one event, with lines before and behind it.
pub(crate) fn page_around(before: &str, behind: &str) -> String {
    format!(
        "# Parcels\n\n{before}\n\n## `parcel.sent`\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n\n{behind}\n"
    )
}

pub(crate) fn imported(file_name: &str, text: &str) -> Result<Files, Diagnostics> {
    import(&Source::new(file_name, text), None, &Files::new()).map(|import| import.files)
}

/// Returns the copies that editors, browsers and checkouts make of a page.
fn copies(text: &str) -> Vec<String> {
    let crlf = text.replace('\n', "\r\n");
    vec![
        crlf.clone(),
        format!("\u{feff}{text}"),
        format!("\u{feff}{crlf}"),
        text.replace('\n', "  \n"),
        text.replace('\n', " \t\r\n"),
        text.trim_end().to_owned(),
        format!("{}\n\n\n", text.trim_end()),
        text.replace('\n', "\r"),
    ]
}

#[test]
fn copies_differ_only_in_line_ends() {
    for file_name in ["cleartix.txt", "cleartix.md", "cleartix.html", "parcels.md", "parcels.txt", "parcels.html"] {
        let text = fixture("page", file_name).replace("\r\n", "\n");
        let files = imported(file_name, &text).unwrap();
        for copy in copies(&text) {
            let same = imported(file_name, &copy).is_ok_and(|found| found == files);
            assert!(same, "{file_name}: {:?}", copy.chars().take(60).collect::<String>());
        }
    }
}

#[test]
fn findings_keep_their_places_in_copies() {
    for file_name in
        ["malformed-json.txt", "example-breaks-schema.html", "second-schema.md", "signature-not-understood.txt"]
    {
        let text = fixture("malformed/page", file_name);
        let found = imported(file_name, &text).unwrap_err().to_string();
        for copy in [text.replace('\n', "\r\n"), format!("\u{feff}{text}"), text.replace('\n', "\r")] {
            assert_eq!(imported(file_name, &copy).unwrap_err().to_string(), found, "{file_name}");
        }
    }
}

/// A page may show whole deliveries below its events, and the envelope by its schema alone.
#[test]
fn an_example_may_show_the_envelope() {
    let envelope = r#"{ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "properties": { "id": { "type": "string" }, "event": { "type": "string" }, "data": { "type": "object" } } }"#;
    let page = |example: &str, schema: &str| {
        format!(
            "# Orders\n\n## Envelope\n\n```json\n{envelope}\n```\n\n## order.paid\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n"
        )
    };
    let delivery = r#"{ "id": "e_1", "event": "order.paid", "data": { "parcelId": "p_1" } }"#;
    let files = imported("page.md", &page(delivery, SCHEMA)).unwrap();
    assert!(files["catalog.toml"].contains("provenance = \"documented\""), "{}", files["catalog.toml"]);
    assert_eq!(files["events/order.paid.example.json"], "{\n  \"parcelId\": \"p_1\"\n}\n");
    assert!(files["envelope.example.json"].contains("e_1") && files["envelope.schema.json"].contains("\"event\""));
    // Here the schema of the event says that the member is its own.
    let own = SCHEMA.replace("\"object\"", "\"object\", \"properties\": { \"data\": {} }");
    for page in [page(delivery, &own), page(EXAMPLE, SCHEMA)] {
        let found = imported("page.md", &page).expect_err("no example is that of an envelope");
        assert!(found.iter().any(|finding| finding.code == "heading-not-understood"), "{found}");
    }
}

/// Imports a section with an example and a schema without `$schema`.
fn section(schema: &str, example: &str) -> Result<Files, Diagnostics> {
    let page = format!(
        "# Acme\n\nX-Acme-Signature is the HMAC-SHA256 of the raw body.\n\n## `a.b`\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n"
    );
    imported("page.md", &page)
}

#[test]
fn the_keyword_table_recognizes_schemas() {
    let members = [
        r#""unevaluatedProperties": true"#,
        r#""dependencies": { "a": ["b"] }"#,
        r#""contentMediaType": "application/json""#,
        r#""contentEncoding": "base64""#,
        r#""x-order": 1"#,
        r#""x-extension": { "any": ["thing"] }"#,
        r#""markdownDescription": "**bold**""#,
        r#""$vocabulary": { "https://json-schema.org/draft/2020-12/vocab/core": true }"#,
        r#""$dynamicAnchor": "node""#,
        r#""additionalItems": false"#,
        r#""nullable": true"#,
        r#""example": { "parcelId": "p_1" }"#,
        r#""enumDescriptions": ["one"]"#,
    ];
    for member in members {
        for rest in [r#""type": "object", "properties": { "parcelId": { "type": "string" } }"#, r#""type": "object""#] {
            if rest.contains("properties") || !member.contains(['{', '[']) || member.contains("dependencies") {
                let schema = format!("{{ {rest}, {member} }}");
                let files =
                    section(&schema, r#"{ "parcelId": "p_1" }"#).unwrap_or_else(|found| panic!("{schema}\n{found}"));
                assert!(files["events/a.b.schema.json"].contains("\"type\": \"object\""), "{schema}");
            }
        }
    }
}

#[test]
fn payload_and_schema_are_distinguished() {
    let schema =
        r#"{ "type": "object", "properties": { "type": { "type": "string" }, "title": { "type": "string" } } }"#;
    for example in [r#"{ "type": "object", "title": "a" }"#, r#"{ "type": "string", "title": "a", "enum": [] }"#] {
        let files = section(schema, example).unwrap_or_else(|found| panic!("{example}\n{found}"));
        assert!(files["events/a.b.schema.json"].contains("properties"), "{example}");
    }
    let feature = r#"{ "type": "Feature", "properties": { "name": "a" }, "geometry": null }"#;
    let found = section(feature, EXAMPLE).unwrap_err();
    let found: Vec<_> = found
        .iter()
        .map(|found| (found.code, found.place.as_ref().map(|place| place.source.line_column(place.span.start).0)))
        .collect();
    assert_eq!(found, [("example-without-schema", Some(5))], "the finding stands at the heading");
}

/// Only what names say is taken from an envelope: any of several objects may be the payload, and any date may be of something else.
#[test]
fn an_envelope_is_not_guessed() {
    let page = |envelope: &str| page_around(&format!("```json\n{envelope}\n```"), "");
    let time = "2030-01-01T00:00:00Z";
    let named = format!(
        r#"{{ "webhook_id": "w", "event": "parcel.sent", "trial_ends_at": "{time}", "sent_at": "{time}", "context": {{}}, "data": {{}} }}"#
    );
    let catalog = &imported("page.md", &page(&named)).unwrap()["catalog.toml"];
    assert!(catalog.contains("at = \"/data\"") && catalog.contains("\"/sent_at\""), "{catalog}");
    assert!(!catalog.contains("webhook_id") && !catalog.contains("trial"), "{catalog}");
    let unnamed = r#"{ "event": "parcel.sent", "context": { "ip": "" }, "parcel": {} }"#;
    assert!(imported("page.md", &page(unnamed)).is_err());
    let single = r#"{ "event": "parcel.sent", "parcel": {} }"#;
    assert!(imported("page.md", &page(single)).unwrap()["catalog.toml"].contains("at = \"/parcel\""));
}

#[test]
fn a_drawing_hides_nothing_behind_it() {
    let event = |name: &str| format!("<h2>{name}</h2><pre>{EXAMPLE}</pre><pre>{SCHEMA}</pre>");
    let drawings = ["<svg viewBox=\"0 0 8 8\" />", "<svg><title>x</title></svg>", "<svg><path/></svg>"];
    for drawing in drawings {
        let page = format!("<h1>Parcels</h1>{}<p>{drawing} more</p>{}", event("parcel.sent"), event("parcel.lost"));
        let files = imported("page.html", &page).unwrap_or_else(|found| panic!("{drawing}: {found}"));
        assert!(files["catalog.toml"].contains("parcel.lost"), "{drawing}");
    }
}

#[test]
fn a_date_of_a_part_is_ignored() {
    let updated = |lines: &str| {
        let catalog = imported("page.md", &page_around(lines, "")).unwrap()["catalog.toml"].clone();
        catalog.lines().find_map(|line| line.strip_prefix("updated = ")).map(str::to_owned)
    };
    let part = "The schema of `parcel.sent` was updated on March 3, 2024.";
    assert_eq!(updated(part), None);
    for page in ["Last updated: June 12, 2026", "This page was updated on 12 June 2026.", "v2 — updated 2026-06-12"] {
        assert_eq!(updated(&format!("{part}\n\n{page}")).as_deref(), Some("\"2026-06-12\""), "{page}");
    }
}

/// The findings of a page whose event is followed by these lines.
pub(crate) fn findings_behind_event(lines: &str) -> Vec<(&'static str, String)> {
    let page = page_around("X-Acme-Signature is the HMAC-SHA256 of the raw body.", lines);
    let read =
        import(&Source::new("page.md", &page), None, &Files::new()).map_or_else(|found| found, |read| read.warnings);
    let line = |place: &Place| page.lines().nth(place.source.line_column(place.span.start).0 - 1).unwrap_or_default();
    let found = read.iter().map(|found| (found.code, found.place.as_ref().map_or("", line).to_owned()));
    found
        .filter(|(code, _)| !matches!(*code, "assumed-encoding" | "signature-not-understood" | "assumed-vendor"))
        .collect()
}

#[test]
fn unread_code_that_resembles_json_is_reported() {
    let block = |language: &str, code: &str| format!("```{language}\n{code}\n```");
    let request = "POST /hook HTTP/1.1\nX-Acme-Event: parcel.sent\n\n{ \"parcelId\": \"p_1\" }";
    for (language, code) in [
        ("http", request),
        ("js", "{ parcelId: \"p_1\" }"),
        ("plaintext", "{ \"parcelId\": \"p_1\", … }"),
        ("yaml", "parcelId: p_1"),
        ("ndjson", "{}\n{}"),
        ("ts", "export interface Sent {\n  parcelId: string;\n}"),
        ("xml", "<parcel><id>p_1</id></parcel>"),
        ("proto", "message Parcel { string id = 1; }"),
        ("sh", "curl -X POST https://a.example -d '{ \"parcelId\": \"p_1\" }'"),
    ] {
        let below = |heading: &str| findings_behind_event(&format!("{heading}\n\n{}", block(language, code)));
        let found = |heading: &str| below(heading).iter().any(|(code, _)| *code == "block-not-read");
        assert!(
            found("") && found("## push") && found("## Push: someone pushed"),
            "{language}: {:?}",
            below("## push")
        );
        assert!(!found("### Response") && !found("## Verifying"), "{language}");
    }
    for (language, code) in [
        ("text", "{ \"parcelId\": \"p_1\", … }"),
        ("http", "HTTP/1.1 200 OK\n\n{}"),
        ("js", "verify(body);"),
        ("ts", "app.post(\"/hook\", answer);"),
        ("rust", "fn main() {\n{\n}\n}"),
        ("sh", "curl https://a.example"),
    ] {
        assert_eq!(findings_behind_event(&block(language, code)), [], "{language}");
    }
}

/// The header with an event's name is taken from samples too, but not from a sentence that says that it has gone.
#[test]
fn the_event_header_is_one_sent() {
    let header = |lines: &str| {
        let catalog = imported("page.md", &page_around(lines, "")).unwrap()["catalog.toml"].clone();
        catalog.lines().find_map(|line| line.strip_prefix("header = ")).map(str::to_owned)
    };
    let sample = "```http\nPOST /hook HTTP/1.1\nX-Acme-Event: parcel.sent\n\n{}\n```";
    for sent in ["`X-Acme-Event` names the event.", sample] {
        assert_eq!(header(sent).as_deref(), Some("\"X-Acme-Event\""), "{sent}");
    }
    for gone in ["The `X-Acme-Event` header is gone.", "X-Acme-Event is no longer sent.", "X-Acme-Event was removed."] {
        assert_eq!(header(gone), None, "{gone}");
        let other = format!("{gone} X-Parcel-Topic names the event.");
        assert_eq!(header(&other).as_deref(), Some("\"X-Parcel-Topic\""), "{gone}");
    }
}

/// The payload in the envelope's example is one of the event that the example names.
#[test]
fn the_payload_of_an_envelope_is_checked() {
    let schema = SCHEMA.replace("\"type\"", "\"required\": [\"parcelId\"], \"type\"");
    let warns = |payload: &str| {
        let page = format!(
            "# Parcels\n\n```json\n{{ \"event\": \"parcel.sent\", \"data\": {payload} }}\n```\n\n## `parcel.sent`\n\n```json\n{EXAMPLE}\n```\n\n```json\n{schema}\n```\n"
        );
        let read = import(&Source::new("page.md", &page), None, &Files::new()).unwrap();
        read.warnings.iter().any(|found| found.code == "unfit-payload")
    };
    assert!(!warns(EXAMPLE) && !warns("{}"));
    assert!(warns("{ \"parcel\": 1 }"));
}
