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

/// A request that is sent to check an endpoint is no event, even if its heading can be mended.
#[test]
fn handshakes_are_no_events() {
    let order = event("## order.paid", &["{ \"total\": 1 }", "{ \"type\": \"object\", \"required\": [\"total\"] }"]);
    let says = "When you save a URL, Acme sends a request with a challenge. Answer with the challenge:";
    for (heading, text, body) in [
        ("## Verifying your endpoint", says, "{ \"type\": \"url_verification\", \"challenge\": \"abc\" }"),
        ("## Verifying your endpoint", "It is sent once.", "{ \"challenge\": \"abc\" }"),
        ("## Your endpoint", says, "{ \"token\": \"abc\" }"),
        ("## Your endpoint", "It is sent once.", "{ \"type\": \"endpoint.verification\", \"code\": \"abc\" }"),
    ] {
        let found =
            read(&[event(&format!("{heading}\n\n{text}"), &[body]), order.clone()]).expect_err(body).to_string();
        assert!(found.contains("describe the request in `[[handshakes]]`"), "{body}: {found}");
        assert_eq!(found.matches("mark the block").count(), 1, "{found}");
    }
    let other = read(&[event("## An order", &["{ \"code\": \"abc\" }"]), order.clone()]).expect_err("no event");
    assert!(!other.to_string().contains("handshakes"), "{other}");
    for (name, body, is_one) in
        [("url_verification", "{ \"challenge\": \"abc\" }", true), ("order.lost", "{ \"code\": \"abc\" }", false)]
    {
        let blocks = [body, "{ \"type\": \"object\", \"properties\": {} }"];
        let (_, found) = read(&[event(&format!("## `{name}` — so\n\n{says}"), &blocks), order.clone()]).expect(name);
        assert_eq!(found.to_string().contains("handshake-not-read"), is_one, "{name}: {found}");
    }
}

/// A title with nearly the name of the heading shows that one of them is misspelled.
#[test]
fn misspelled_names_are_said() {
    for (title, is_said) in [
        ("order.chekced_in · data", true),
        ("Payload of order.checkd_in", true),
        ("order.checked_in · data", false),
        ("checked in", false),
        ("shop.order", false),
    ] {
        let schema = format!("{{ \"title\": \"{title}\", \"type\": \"object\", \"required\": [\"total\"] }}");
        let (_, found) = read(&[event("## order.checked_in", &["{ \"total\": 1 }", &schema])]).expect(title);
        assert_eq!(found.iter().any(|found| found.code == "block-of-another-event"), is_said, "{title}: {found}");
    }
}

#[test]
fn second_schemas_below_headings_are_named() {
    let blocks = ["{ \"total\": 1 }", "{ \"type\": \"object\", \"properties\": { \"total\": {} } }"];
    for (heading, help) in [
        ("### Activity type `closed`", "as in `issues.closed`"),
        ("### When it is closed", "write its place as `suffix` in `[event]`"),
        ("### Card Payment", "as in `issues.payment`"),
        ("### Schema v2", "as in `issues.v2`"),
        ("### Überweisung", "as in `issues.…`"),
        ("### Schema 2", "as in `issues.…`"),
    ] {
        let found = read(&[
            "## `issues`\n\n".to_owned(),
            event("### Activity type `opened`", &blocks),
            event(heading, &blocks),
        ]);
        let found = found.expect_err(heading).to_string();
        assert!(found.contains("second-schema") && found.contains(help), "{found}");
    }
}

#[test]
fn help_about_plain_text_is_of_lines() {
    for (line, help) in [
        ("Order paid (order.paid)", "start the line with the name: `order.paid — Order paid`"),
        ("Order paid: order.paid", "start the line with the name: `order.paid — Order paid`"),
        ("Ping", "if `Ping` is the name of an event, write what it is behind the name"),
        ("An order was paid", "start the heading with the name of one event"),
    ] {
        let page = format!("Acme\n{SIGNED}\n{line}\n{{ \"total\": 1 }}\n");
        let found = import(&Source::new("page.txt", page), None, &Files::new()).expect_err(line).to_string();
        assert!(found.contains(help), "{line}: {found}");
        assert!(!["backticks", "<code>", "##", "<h2>"].iter().any(|mark| found.contains(mark)), "{line}: {found}");
    }
}
