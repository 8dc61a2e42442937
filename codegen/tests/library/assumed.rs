//! Sentences about bodies and headers that the import does not read: each has a warning at its place, or is refused there.

use codegen::Files;
use codegen::import::{Options, import_with};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

const SIGNED: &str =
    "`X-Acme-Signature` is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";
const SCHEMA: &str = r#"{ "type": "object", "required": ["total"], "properties": { "total": { "type": "integer" } } }"#;
const ENVELOPE: &str = r#"{ "id": "e_1", "type": "order.paid", "data": {} }"#;

fn json(text: &str) -> String {
    format!("```json\n{text}\n```")
}

/// Returns a page with a part before its only event, and these blocks below it.
fn page(before: &str, below: &[&str]) -> String {
    let blocks: Vec<String> = below.iter().map(|text| json(text)).collect();
    format!("# Acme webhooks\n\n{SIGNED}\n\n{before}\n\n## order.paid\n\n{}\n", blocks.join("\n\n"))
}

fn documented(before: &str) -> String {
    page(before, &[r#"{ "total": 1 }"#, SCHEMA])
}

/// Imports a page, by `derives` with derived schemas; returns the files, and the code of each finding with the text that it marks.
fn found(page: &str, derives: bool) -> (Files, Vec<(&'static str, String)>) {
    let options = Options { derives, ..Options::default() };
    let imported = import_with(&Source::new("page.md", page), options, &Files::new());
    let (files, found): (Files, Diagnostics) =
        imported.map_or_else(|found| (Files::new(), found), |read| (read.files, read.warnings));
    let marked = |found: &codegen::source::diagnostic::Diagnostic| {
        let place = found.place.as_ref().expect("it is about the page");
        (found.code, place.source.text()[place.span.clone()].to_owned())
    };
    (files, found.iter().filter(|found| found.code != "schema-without-example").map(marked).collect())
}

fn codes(page: &str, derives: bool) -> Vec<&'static str> {
    found(page, derives).1.into_iter().map(|(code, _)| code).collect()
}

#[test]
fn an_unread_envelope_is_reported() {
    let body = r#"{ "id": "e_1", "type": "order.paid", "data": { "total": 1 } }"#;
    let http = format!("```http\nPOST /hook HTTP/1.1\nX-Acme-Event: order.paid\n\n{body}\n```");
    let table = "| Member | |\n|---|---|\n| `type` | the event |\n| `data` | its payload |";
    let items = "- `type`: the event\n- `data`: its payload";
    for (before, code) in [
        (http.as_str(), "block-not-read"),
        ("```js\n{ type: \"order.paid\", data: {} } // a delivery\n```", "block-not-read"),
        ("```yaml\ntype: order.paid\ndata: {}\n```", "block-not-read"),
        ("```sh\ncurl https://a.example -d '{ \"type\": \"order.paid\" }'\n```", "block-not-read"),
        (table, "table-not-read"),
        (items, "table-not-read"),
    ] {
        assert_eq!(codes(&documented(before), false), [code], "{before}");
        // With the envelope beside it, nothing is left out.
        let is_code = code == "block-not-read";
        let both = documented(&format!("{before}\n\n## Body\n\n{}", json(ENVELOPE)));
        assert_eq!(codes(&both, false).is_empty(), is_code, "{before}");
    }
    assert!(codes(&documented("```js\nverify(body);\n```"), false).contains(&"signature-not-understood"));
    let apart = "| Parameter | |\n|---|---|\n| `type` | the type |\n\n## Other\n\n| Parameter | |\n|---|---|\n| `data` | more |";
    assert_eq!(codes(&documented(apart), false), [""; 0]);
    assert_eq!(codes(&documented("| Plan | Price |\n|---|---|\n| Free | 0 |"), false), [""; 0]);
}

#[test]
fn a_lone_object_is_no_certain_payload() {
    let around = |member: &str, more: &str| {
        let body = format!(r#"{{ "id": "e_1", "type": "order.paid", "{member}": {{ "total": 1 }}{more} }}"#);
        format!("## Body\n\n{}", json(&body))
    };
    for (member, more, expected) in [
        ("data", "", vec![]),
        ("order", "", vec![]),
        ("account", "", vec!["assumed-payload"]),
        ("account", r#", "amount": 1"#, vec!["assumed-payload"]),
    ] {
        assert_eq!(codes(&documented(&around(member, more)), false), expected, "{member}{more}");
    }
    let whole = r#"{ "id": "e_2", "type": "order.paid", "account": { "id": "a_1" }, "amount": 1 }"#;
    let beside = codes(&page(&around("account", ""), &[whole]), true);
    assert!(beside.contains(&"payload-not-clear"), "{beside:?}");
}

#[test]
fn an_example_of_something_else_is_reported() {
    let (total, other) = (r#"{ "total": 1 }"#, r#"{ "received": true }"#);
    assert_eq!(codes(&page("", &[total, r#"{ "total": 2, "note": "" }"#]), true), [""; 0]);
    assert_eq!(found(&page("", &[total, other]), true).1, [("example-unlike-others", other.to_owned())]);
    // Where the others name their event, a block with none of their members is no payload.
    let named = r#"{ "type": "order.paid", "total": 1 }"#;
    for (block, is_refused) in [(other, true), (r#"{ "type": "order.paid", "note": "" }"#, false), (total, false)] {
        let reported = found(&page("", &[named, block]), true).1;
        assert_eq!(reported.contains(&("block-of-something-else", block.to_owned())), is_refused, "{block}");
    }
    // The drafted catalogue is no place for a finding: nobody has it.
    let lacking = r#"{ "kind": "order.paid", "total": 2 }"#;
    assert_eq!(found(&page("", &[named, lacking]), true).1, [("missing-in-example", lacking.to_owned())]);
    let headers = r#"{ "X-Acme-Signature": "t=1,v1=0a" }"#;
    let reported = found(&page("", &[total, headers]), true).1;
    assert!(reported.contains(&("block-of-something-else", headers.to_owned())), "{reported:?}");
}

#[test]
fn placeholders_are_no_values() {
    for value in ["\"number\"", "\"...\"", "\"<string>\"", "[\"…\"]", "{ \"...\": \"...\" }"] {
        let example = format!(r#"{{ "total": {value} }}"#);
        assert_eq!(codes(&page("", &[&example]), true), ["placeholder"], "{value}");
    }
    for value in ["\"ten\"", "1", "\"stringent\""] {
        assert_eq!(
            codes(&page("", &[&format!(r#"{{ "total": {value}, "type": "string" }}"#)]), true),
            [""; 0],
            "{value}"
        );
    }
}

#[test]
fn ids_of_something_else_are_left() {
    let with = |before: &str, body: &str| found(&documented(&format!("## Body\n\n{before}\n\n{}", json(body))), false);
    let in_data = r#"{ "id": "o_1", "type": "order.paid", "data": { "order": { "id": "o_1" } } }"#;
    for (before, body, is_taken) in [
        ("", ENVELOPE, true),
        ("- `id`: the id of the event", ENVELOPE, true),
        ("- `id`: the id of the order, the same in all its events", ENVELOPE, false),
        ("| `id` | the identifier of our account |", ENVELOPE, true),
        ("| Member | |\n|---|---|\n| `id` | the identifier of your account |", ENVELOPE, false),
        ("", in_data, false),
        ("", r#"{ "message_id": 7, "type": "order.paid", "data": {} }"#, true),
    ] {
        let (files, reported) = with(before, body);
        let is_reported = reported.iter().any(|(code, _)| *code == "id-not-taken");
        assert_eq!(is_reported, !is_taken, "{before} {body}: {reported:?}");
        assert_eq!(files["catalog.toml"].contains("\nid = { member"), is_taken, "{before} {body}");
    }
}

#[test]
fn an_id_header_is_proposed() {
    let line = "# id = { header = \"X-Acme-Delivery\" }";
    let proposes = |page: &str| found(page, false).0["catalog.toml"].contains(line);
    let header = "`X-Acme-Delivery`: the unique id of the delivery.";
    assert!(proposes(&documented(header)));
    let body = json(r#"{ "type": "order.paid", "data": {} }"#);
    assert!(proposes(&documented(&format!("{header}\n\n## Body\n\n{body}"))));
    assert!(!proposes(&documented(&format!("{header}\n\n## Body\n\n{}", json(ENVELOPE)))), "the body has one");
}

#[test]
fn other_spellings_of_names_are_reported() {
    let named = |name: &str| format!("## Body\n\n{}", json(&ENVELOPE.replace("order.paid", name)));
    let sample = |name: &str| format!("`X-Acme-Event`: the event type.\n\n```http\nX-Acme-Event: {name}\n```");
    for (before, spelled) in [
        (named("ORDER_PAID"), Some("\"ORDER_PAID\"")),
        (named("order-paid"), Some("\"order-paid\"")),
        (named("order.paid"), None),
        (named("event.name"), None),
        (sample("ORDER_PAID"), Some("ORDER_PAID")),
        (sample("order.paid"), None),
    ] {
        let reported = found(&documented(&before), false).1;
        let respelled = reported.iter().find(|(code, _)| *code == "name-spelled-otherwise");
        assert_eq!(respelled.map(|(_, text)| text.as_str()), spelled, "{before}: {reported:?}");
    }
}

#[test]
fn titles_are_no_events() {
    let below = |heading: &str| format!("{}\n\n## {heading}\n\n{}\n", documented(""), json(r#"{ "kind": "Bounce" }"#));
    for heading in [
        "Invoices: paid and voided",
        "Testing: fake deliveries",
        "package.json",
        "v1.2.0 — changes",
        "order.paid (and order.sent)",
        "`order.paid` `order.sent`",
        "`order.paid` and `.sent`",
        "order.opened | closed",
        "order.opened · closed",
        "order.opened/closed",
    ] {
        let codes = codes(&below(heading), true);
        assert!(codes.contains(&"heading-not-understood"), "{heading}: {codes:?}");
    }
    for heading in ["Bounce: a mail came back", "order.opened | an order was opened", "order.opened · beta", "`Spam`"]
    {
        let codes = codes(&below(heading), true);
        assert!(!codes.contains(&"heading-not-understood"), "{heading}: {codes:?}");
    }
}

#[test]
fn listed_names_need_a_section() {
    for (sentence, name) in [
        ("`type` is one of `order.paid`, `payout.sent` and `customer.created`.", Some("payout.sent")),
        ("We send `order.paid`. It begins at `acme.example`.", None),
    ] {
        let reported = found(&documented(&format!("{sentence}\n\n## Body\n\n{}", json(ENVELOPE))), false).1;
        let listed = reported.iter().find(|(code, _)| *code == "event-not-documented");
        assert_eq!(listed.map(|(_, text)| text.as_str()), name, "{reported:?}");
    }
}
