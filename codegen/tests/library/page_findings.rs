//! Findings about a page name the cause, and their help leads on.

use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, import::import};

const SIGNED: &str = "X-Acme-Signature is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";
const ENVELOPE: &str = r#"{ "id": "e_1", "type": "order.paid", "data": {} }"#;

fn event(heading: &str, blocks: &[&str]) -> String {
    let blocks: Vec<String> = blocks.iter().map(|block| format!("```json\n{block}\n```\n\n")).collect();
    format!("{heading}\n\n{}", blocks.concat())
}

fn read(parts: &[String]) -> Result<(Files, Diagnostics), Diagnostics> {
    let page = format!("# Acme\n\n{SIGNED}\n\n{}", parts.concat());
    import(&Source::new("page.md", page), None, &Files::new()).map(|read| (read.files, read.warnings))
}

/// A body below its own name in capital letters is that of an event, and no envelope.
#[test]
fn a_titled_event_is_no_envelope() {
    let order = event("## order.paid", &["{ \"total\": 1 }", "{ \"type\": \"object\", \"required\": [\"total\"] }"]);
    let ping = |heading: &str, name: &str| {
        let body = format!("{{ \"id\": \"e_1\", \"type\": \"{name}\", \"data\": {{}} }}");
        read(&[event(heading, &[&body]), order.clone()])
    };
    for (heading, name, help) in [
        ("## Ping", "ping", "as in `ping — Ping`"),
        ("## Ping", "Ping", "as code: `Ping`"),
        ("## Order paid", "order_paid", "as in `order_paid — Order paid`"),
    ] {
        let found = ping(heading, name).expect_err(heading).to_string();
        assert!(found.contains("heading-not-understood") && found.contains(help), "{heading}: {found}");
    }
    for (heading, name) in [
        ("## Envelope", "order.paid"),
        ("## Event", "event"),
        ("## The body", "something"),
        ("## Delivery", "order.paid"),
    ] {
        let (files, _) = ping(heading, name).unwrap_or_else(|found| panic!("{heading}: {found}"));
        assert!(files.contains_key("envelope.example.json"), "{heading}");
    }
}

#[test]
fn schemas_of_deliveries_are_refused() {
    let whole = r#"{ "type": "object", "required": ["id", "type", "data"], "properties": { "id": {}, "type": {}, "data": {} } }"#;
    let own = r#"{ "type": "object", "required": ["total"], "properties": { "total": {} } }"#;
    let delivery = r#"{ "id": "e_1", "type": "order.paid", "data": { "total": 1 } }"#;
    let inner = r#"{ "id": "e_1", "type": "order.paid", "data": { "id": "o_1", "type": "a", "data": {} } }"#;
    let with = |blocks: &[&str]| read(&[format!("```json\n{ENVELOPE}\n```\n\n"), event("## order.paid", blocks)]);
    let found = with(&[delivery, whole]).expect_err("it has no schema of the payload").to_string();
    assert!(found.contains("schema-of-delivery") && found.contains("the schema of `data`"), "{found}");
    assert!(!found.contains("invalid-example"), "{found}");
    for blocks in [[delivery, own], [inner, whole], ["{ \"total\": 1 }", own]] {
        with(&blocks).unwrap_or_else(|found| panic!("{blocks:?}: {found}"));
    }
}

#[test]
fn headers_of_any_request_say_nothing() {
    let sample = |line: &str| {
        let blocks = ["{ \"total\": 1 }", "{ \"type\": \"object\", \"required\": [\"total\"] }"];
        let signature = "5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd";
        read(&[format!("```\n{line}\nX-Acme-Signature: {signature}\n```\n\n"), event("## order.paid", &blocks)])
    };
    for line in ["Content-Type: application/json; charset=utf-8", "Host: a.example", "User-Agent: Acme/1.0"] {
        assert!(sample(line).is_ok(), "{line}");
    }
    for line in ["Content-Type: text/plain", "Content-Encoding: gzip", "X-Acme-Timestamp: 12", "Content-MD5: abc"] {
        assert!(sample(line).is_err(), "{line}");
    }
}

#[test]
fn titles_have_no_permalink() {
    let page = |title: &str| {
        format!(
            "<h1>{title}</h1><p>{SIGNED}</p><h2><button>order.paid</button></h2><pre>{{ \"total\": 1 }}</pre><pre>{{ \"type\": \"object\" }}</pre>"
        )
    };
    for (title, expected) in [("Hooks<a>¶</a>", "Hooks"), ("Hooks §", "Hooks"), ("Hooks in C#", "Hooks in C#")] {
        let read = import(&Source::new("page.html", page(title)), None, &Files::new());
        let files = read.unwrap_or_else(|found| panic!("{title}: {found}")).files;
        assert!(files["catalog.toml"].contains(&format!("title = \"{expected}\"\n")), "{title}");
    }
}
