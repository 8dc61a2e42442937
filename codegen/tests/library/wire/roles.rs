//! An older crate reads the parts of a request where the older catalogue says: a catalogue that says otherwise changes deliveries.

use std::collections::BTreeMap;

use codegen::diff::{Basis, compare, compare_editions};
use serde_json::json;
use support::contract::edit::{ENVELOPE, Edition, SHIPPED};

/// Lines of two catalogues, the rule of the change, its effect on receivers, true if a person must confirm it, and its cost for programs.
/// An empty line is none.
const CASES: &[(&str, &str, &str, &str, bool, &str)] = &[
    ("[event]\nmember = '/kind'", "[event]\nmember = '/name'", "event-member-changed", "fails", false, "major"),
    ("[event]\nheader = 'X-Event'", "[event]\nheader = 'X-Kind'", "event-header-changed", "fails", false, "major"),
    (
        "[event]\nmember = '/kind'",
        "[event]\nmember = '/kind'\nheader = 'X-Event'",
        "event-header-changed",
        "ok",
        false,
        "minor",
    ),
    (
        "[event]\nmember = '/kind'\nheader = 'X-Event'",
        "[event]\nmember = '/kind'",
        "event-header-changed",
        "ok",
        false,
        "major",
    ),
    (SUFFIX, "[event]\nheader = 'X-Event'\nsuffix = '/step'", "event-member-changed", "fails", false, "major"),
    (SUFFIX, "[event]\nheader = 'X-Event'", "event-member-changed", "fails", false, "major"),
    ("[event]\nheader = 'X-Event'", SUFFIX, "event-member-changed", "fails", false, "major"),
    (SUFFIX, "[event]\nheader = 'X-Kind'\nsuffix = '/word'", "event-header-changed", "fails", false, "major"),
    ("id = { member = '/id' }", "id = { member = '/number' }", "id-moved", "fails", true, "major"),
    ("id = { member = '/id' }", "", "id-moved", "fails", true, "major"),
    ("", "id = { member = '/id' }", "id-moved", "ok", false, "minor"),
    ("id = { header = 'X-Id' }", "id = { header = 'X-Delivery' }", "id-moved", "degrades", false, "major"),
    ("id = { member = '/id' }", "id = { header = 'X-Id' }", "id-moved", "fails", true, "major"),
    ("id = { header = 'X-Id' }", "id = { member = '/id' }", "id-moved", "degrades", false, "major"),
    ("id = { header = 'X-Id' }", "", "id-moved", "degrades", false, "major"),
    ("sent_at = { member = '/at' }", "sent_at = { member = '/since' }", "sent-at-moved", "fails", false, "minor"),
    ("sent_at = { member = '/at' }", "", "sent-at-moved", "fails", false, "major"),
    ("", "sent_at = { member = '/at' }", "sent-at-moved", "ok", false, "minor"),
    (
        "version = { member = '/number', known = ['1'] }",
        "version = { member = '/number', known = ['1', '2'] }",
        "versions-changed",
        "degrades",
        false,
        "minor",
    ),
    (
        "version = { member = '/number', known = ['1', '2'] }",
        "version = { member = '/number', known = ['1'] }",
        "versions-changed",
        "ok",
        false,
        "minor",
    ),
    (
        "version = { member = '/number', known = ['1'] }",
        "version = { member = '/code', known = ['1'] }",
        "versions-changed",
        "degrades",
        false,
        "minor",
    ),
    ("version = { member = '/number', known = ['1'] }", "", "versions-changed", "degrades", false, "minor"),
    ("", "version = { member = '/number', known = ['1'] }", "versions-changed", "ok", false, "minor"),
    ("", HANDSHAKE, "handshakes-changed", "fails", false, "minor"),
    (HANDSHAKE, "", "handshakes-changed", "ok", false, "major"),
    (HANDSHAKE, OTHER_STATUS, "handshakes-changed", "fails", false, "minor"),
    (
        "[settings]\nevent_features = false",
        "[settings]\nevent_features = true",
        "setting-changed",
        "ok",
        false,
        "major",
    ),
];

const SUFFIX: &str = "[event]\nheader = 'X-Event'\nsuffix = '/word'";

const TIME: &str = "2026-06-12T09:00:00Z";

const HANDSHAKE: &str = "[[handshakes]]\nwhen = { member = '/kind', equals = 'ping' }\nanswer = { json = {} }";
const OTHER_STATUS: &str =
    "[[handshakes]]\nwhen = { member = '/kind', equals = 'ping' }\nanswer = { status = 202, json = {} }";

/// Returns an edition with these lines in its catalogue.
fn edition(lines: &str) -> Edition {
    let mut edition = Edition::base();
    for (name, example) in [("name", "order.paid"), ("number", "1"), ("code", "1"), ("at", TIME), ("since", TIME)] {
        let schema = if example == TIME {
            json!({ "type": "string", "format": "date-time" })
        } else {
            json!({ "type": "string" })
        };
        edition = edition
            .set(ENVELOPE, &format!("/properties/{name}"), schema)
            .set(ENVELOPE, "/required/-", json!(name))
            .set("envelope.example.json", &format!("/{name}"), json!(example));
    }
    for name in ["word", "step"] {
        edition = edition.set(SHIPPED, &format!("/properties/{name}"), json!({ "type": "string" })).set(
            "events/order.shipped.example.json",
            &format!("/{name}"),
            json!("shipped"),
        );
    }
    let edition = edition
        .catalog("\n[event]\nmember = \"/kind\"\nheader = \"X-Acme-Event\"\n", "")
        .catalog("\n[delivery]\nid = { member = \"/id\" }\n", "");
    let edition = if lines.starts_with("[event]\nheader") {
        // The header alone names the event: the body is the payload.
        let envelope = "[envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n";
        edition.catalog(envelope, "").catalog("[payload]\nat = \"/payload\"\n", "")
    } else {
        edition
    };
    let event = if lines.contains("[event]") { "" } else { "[event]\nmember = '/kind'\n" };
    let table = if lines.is_empty() || lines.starts_with('[') { "" } else { "[delivery]\n" };
    edition.catalog("[signature]", &format!("{event}{table}{lines}\n\n[signature]"))
}

#[test]
fn moved_parts_change_deliveries() {
    let mut known: BTreeMap<&str, codegen::Edition> = BTreeMap::new();
    for (old, new, rule, effect, must_be_confirmed, source) in CASES {
        for lines in [old, new] {
            let read = || codegen::Edition::read(&edition(lines).0).unwrap_or_else(|found| panic!("{lines}: {found}"));
            known.entry(lines).or_insert_with(read);
        }
        let report = compare_editions(&known[old], &known[new]);
        let report = report.unwrap_or_else(|found| panic!("{old} → {new}: {found}"));
        let found: Vec<(&str, &str)> =
            report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect();
        assert!(!found.is_empty() && found.iter().all(|it| it == &(*rule, *effect)), "{old} → {new}: {found:?}");
        let waits = report.changes.iter().any(|it| matches!(it.wire.basis, Basis::Unknown(_)));
        assert_eq!(waits, *must_be_confirmed, "{old} → {new}");
        let [judged] = report.changes.as_slice() else { panic!("{old} → {new}: {}", report.human()) };
        assert_eq!(judged.source.name(), *source, "{old} → {new}");
        // What programs do otherwise is said where no difference of the public API says it.
        assert!(judged.note().is_some() || *source == "patch" || !judged.api.is_empty(), "{old} → {new}");
    }
}

/// A handshake that stays is not repeated.
#[test]
fn each_handshake_is_told_by_itself() {
    let all = |asked: &[(&str, u16)]| {
        let one = |(value, status): &(&str, u16)| {
            format!(
                "[[handshakes]]\nwhen = {{ member = '/kind', equals = '{value}' }}\nanswer = {{ status = {status} }}\n\n"
            )
        };
        asked.iter().map(one).collect::<String>()
    };
    for (old, new, words, note) in [
        (
            &[("ping", 200)][..],
            &[("ping", 200), ("verify", 204)][..],
            "adds the handshake `/kind = \"verify\": 204`",
            "may be a handshake",
        ),
        (
            &[("ping", 200), ("verify", 204)],
            &[("verify", 204)],
            "removes the handshake `/kind = \"ping\": 200`",
            "is a delivery",
        ),
        (
            &[("ping", 200), ("verify", 204)],
            &[("ping", 202), ("verify", 204)],
            "changes the handshake `/kind = \"ping\": 200` → `/kind = \"ping\": 202`",
            "another answer",
        ),
        (
            &[("ping", 200)],
            &[("pong", 200)],
            "adds the handshake `/kind = \"pong\": 200`; removes the handshake `/kind = \"ping\": 200`",
            "another answer",
        ),
    ] {
        let report = compare(&edition(&all(old)).0, &edition(&all(new)).0).unwrap_or_else(|found| panic!("{found}"));
        let [judged] = report.changes.as_slice() else { panic!("{}", report.human()) };
        assert_eq!((judged.change.words.as_str(), judged.source.name()), (words, "minor"), "{}", report.human());
        assert!(judged.note().is_some_and(|it| it.contains(note)), "{}", report.human());
    }
}

/// A signature stays the same if only the receiver's clock may differ more or less.
#[test]
fn a_tolerance_is_no_other_signature() {
    let edition = |time: &str| {
        let signed = format!("[signature]\nsigned = \"{{time}}.{{body}}\"\ntime = {{ {time} }}\n");
        Edition::base().catalog("[signature]\n", &signed).0
    };
    // Replays are possible for another time, which no API shows.
    let wider = ("tolerance-changed", "fails", "minor");
    let narrower = ("tolerance-changed", "ok", "minor");
    let other = ("signature-changed", "fails", "major");
    let cases: [(&str, &str, &[_]); 7] = [
        ("header = 'X-Time', tolerance = 300", "header = 'x-time', tolerance = 600", &[wider]),
        ("header = 'X-Time', tolerance = 600", "header = 'X-Time', unit = 's', tolerance = 300", &[narrower]),
        ("header = 'X-Time', tolerance = 300", "header = 'X-Time'", &[wider]),
        ("header = 'X-Time'", "header = 'X-Time', tolerance = 300", &[narrower]),
        ("header = 'X-Time', tolerance = 300", "header = 'x-time', tolerance = 300", &[]),
        ("header = 'X-Time', tolerance = 300", "header = 'X-When', tolerance = 600", &[other, wider]),
        ("header = 'X-Time', tolerance = 300", "header = 'X-Time', unit = 'ms', tolerance = 300", &[other]),
    ];
    for (old, new, expected) in cases {
        let report = compare(&edition(old), &edition(new)).unwrap_or_else(|found| panic!("{old} → {new}: {found}"));
        let found = report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code(), it.source.name()));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{old} → {new}: {}", report.human());
        assert!(report.changes.iter().all(|it| it.waits() == (it.change.rule.id() == other.0)), "{old} → {new}");
        let notes: Vec<&str> = report.changes.iter().filter_map(codegen::diff::Judged::note).collect();
        let is_wider = expected.contains(&wider);
        assert_eq!(notes.len(), usize::from(is_wider || expected.contains(&narrower)), "{old} → {new}: {notes:?}");
        assert!(notes.iter().all(|note| note.contains("accepted again") == is_wider), "{old} → {new}: {notes:?}");
    }
}

/// Without a signature there is no receiver, so that only what types read from a body can fail.
#[test]
fn no_receiver_refuses_a_delivery() {
    let unsigned = |lines: &str| {
        let Edition(mut files) = edition(lines);
        let catalog = files.get_mut("catalog.toml").expect("the catalogue");
        let tables: Vec<&str> =
            catalog.split("\n\n").filter(|table| !table.trim_start().starts_with("[signature]")).collect();
        *catalog = tables.join("\n\n");
        codegen::Edition::read(&files).unwrap_or_else(|found| panic!("{lines}: {found}"))
    };
    let header = "[event]\nheader = 'X-Event'";
    for (old, new, rule, effect) in [
        ("[event]\nmember = '/kind'", "[event]\nmember = '/name'", "event-member-changed", "fails"),
        (header, SUFFIX, "event-member-changed", "ok"),
        (SUFFIX, header, "event-member-changed", "ok"),
        (header, "[event]\nheader = 'X-Kind'", "event-header-changed", "ok"),
        ("id = { member = '/id' }", "id = { member = '/number' }", "id-moved", "ok"),
        ("sent_at = { member = '/at' }", "", "sent-at-moved", "ok"),
        ("version = { member = '/number', known = ['1'] }", "", "versions-changed", "ok"),
    ] {
        let report = compare_editions(&unsigned(old), &unsigned(new));
        let report = report.unwrap_or_else(|found| panic!("{old} → {new}: {found}"));
        let found: Vec<_> = report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect();
        assert_eq!(found, [(rule, effect)], "{old} → {new}: {}", report.human());
        let notes: Vec<_> = report.changes.iter().filter_map(codegen::diff::Judged::note).collect();
        assert_eq!(notes.is_empty(), effect == "ok", "{old} → {new}: {notes:?}");
    }
}

/// A catalogue may name another place for the name while every payload still has it at the old one.
#[test]
fn a_name_that_stays_is_read() {
    let edition = |naming: &str, kind: &serde_json::Value, is_required: bool| {
        let mut files = codegen::Files::new();
        let mut catalog = format!(
            "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[event]\n{naming}\n\n[signature]\nheader = \"X-A\"\n\
             algorithm = \"hmac-sha256\"\nencoding = \"hex\"\n"
        );
        for name in ["ride.begun", "ride.ended"] {
            let part = |value: &str| if kind.is_null() { json!({ "const": value }) } else { kind.clone() };
            let (object, action) = name.split_once('.').expect("two parts");
            let members = ["kind", "type", "object", "action"];
            let schema = json!({
                "type": "object",
                "properties": { "kind": part(name), "type": { "type": "string" }, "object": part(object), "action": part(action) },
                "required": if is_required { &members[..] } else { &members[1..2] },
            });
            catalog = format!("{catalog}\n[[events]]\nname = \"{name}\"\nschema = \"{name}.schema.json\"\n");
            files.insert(format!("{name}.schema.json"), schema.to_string());
        }
        files.insert("catalog.toml".to_owned(), catalog);
        files
    };
    let (named, string) = (serde_json::Value::Null, json!({ "type": "string" }));
    let (header, other) = ("header = \"X-Event\"", "member = \"/type\"");
    for (old, new, kind, is_required, expected) in [
        ("member = \"/kind\"", header, &named, true, "ok"),
        ("member = \"/kind\"", other, &named, true, "ok"),
        ("members = [\"/object\", \"/action\"]", header, &named, true, "ok"),
        ("member = \"/kind\"", header, &string, true, "fails"),
        ("member = \"/kind\"", other, &named, false, "fails"),
        ("members = [\"/object\", \"/action\"]", other, &string, true, "fails"),
    ] {
        let report = compare(&edition(old, &named, true), &edition(new, kind, is_required));
        let report = report.unwrap_or_else(|found| panic!("{old} → {new}: {found}"));
        let found = report.changes.iter().find(|it| it.change.rule.id() == "event-member-changed");
        let found = found.map(|it| it.wire.effect.code());
        assert_eq!(found, Some(expected), "{old} → {new}: {}", report.human());
    }
}

/// A member that names the event from now on is an added member like any other: what the crate reads there has its own verdict.
#[test]
fn a_new_role_is_judged_apart() {
    let meta = json!({ "type": "object", "properties": { "of": { "type": "string" } } });
    let before = |is_open: bool| {
        let edition = Edition::base().set(ENVELOPE, "/properties/meta", meta.clone());
        let edition =
            edition.set(ENVELOPE, "/required/-", json!("meta")).set("envelope.example.json", "/meta", json!({}));
        edition.set(ENVELOPE, "/additionalProperties", json!(is_open))
    };
    let string = || json!({ "type": "string" });
    for is_open in [true, false] {
        let old = before(is_open);
        let top =
            before(is_open).set(ENVELOPE, "/properties/name", string()).set(ENVELOPE, "/required/-", json!("name"));
        let top = top.set("envelope.example.json", "/name", json!("order.paid"));
        let nested = before(is_open).set(ENVELOPE, "/properties/meta/properties/name", string());
        let nested = nested.set(ENVELOPE, "/properties/meta/required", json!(["name"]));
        let nested = nested.set("envelope.example.json", "/meta/name", json!("order.paid"));
        for (new, pointer, expected) in
            [(top, "/name", if is_open { "ok" } else { "degrades" }), (nested, "/meta/name", "ok")]
        {
            for pointer in ["/kind", pointer] {
                let new = new.clone().catalog("\"/kind\"", &format!("\"{pointer}\""));
                let report = compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{found}"));
                let added = report.changes.iter().find(|it| it.change.rule.id() == "envelope-member-added");
                assert_eq!(added.map(|it| it.wire.effect.code()), Some(expected), "{pointer}: {}", report.human());
            }
        }
    }
}
