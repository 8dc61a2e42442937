//! Names of events in later imports: the catalogue's `[event]` counts, and only new events without evidence are doubted.

use codegen::Files;
use codegen::diff::Effect;
use codegen::import::{Comparison, Import, import, import_folder};
use codegen::source::location::Source;
use serde_json::{Value, json};

use crate::openapi_names::{object, warns, webhook, with};

fn read(webhooks: &Value, existing: &Files) -> Import {
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
    import(&Source::new("openapi.json", document.to_string()), None, existing)
        .unwrap_or_else(|found| panic!("{webhooks} {found}"))
}

fn fixed(value: &str) -> Value {
    json!({ "const": value })
}

/// Returns the names in the catalogue, in its order.
fn names(import: &Import) -> String {
    let catalog = &import.files["catalog.toml"];
    let events = catalog.split("\n[[events]]\n").skip(1);
    let names = events.filter_map(|event| event.strip_prefix("name = \"")?.split('"').next());
    names.collect::<Vec<_>>().join(" ")
}

/// Returns the message of a warning.
fn message<'i>(import: &'i Import, code: &str) -> Option<&'i str> {
    import.warnings.iter().find(|warning| warning.code == code).map(|warning| warning.message.as_str())
}

fn in_member(name: &str) -> Value {
    let mut webhook = webhook(&object(&json!({ "type": fixed(name) })));
    webhook["post"]["requestBody"]["content"]["application/json"]["schema"]["required"] = json!(["type"]);
    webhook
}

fn in_header(name: &str) -> Value {
    with(&json!({ "id": {} }), &json!({ "X-Event-Type": fixed(name) }))
}

fn in_example(name: &str) -> Value {
    let mut webhook = without("type");
    webhook["post"]["requestBody"]["content"]["application/json"]["example"] = json!({ "type": name });
    webhook
}

/// Returns a webhook that does not say its name.
fn without(member: &str) -> Value {
    webhook(&object(&json!({ member: { "type": "string" } })))
}

#[test]
fn added_webhooks_rename_no_event() {
    for (what, of, added) in [
        ("a header", in_header as fn(&str) -> Value, without("id")),
        ("examples", in_example, without("type")),
        ("constants", in_member, without("type")),
    ] {
        let first = json!({ "orderPaid": of("order.paid"), "orderLost": of("order.lost") });
        let before = read(&first, &Files::new());
        assert_eq!(names(&before), "order.lost order.paid", "{what}");
        let mut second = first.clone();
        second["orderNew"] = added;
        let after = read(&second, &before.files);
        assert_eq!(names(&after), "order.lost orderNew order.paid", "{what}");
        let doubt = message(&after, "unproven-event-name").expect("a warning");
        assert!(doubt.ends_with("in requests: `orderNew`"), "{what} {doubt}");
        assert!(!warns(&after, "named-by-request") && !warns(&after, "named-elsewhere"), "{what}");
        let again = read(&second, &after.files);
        assert_eq!(again.files, after.files, "{what}");
        assert!(!warns(&again, "unproven-event-name"), "{what}");
        // One that proves its name has it.
        second["orderNew"] = of("order.new");
        let proven = read(&second, &before.files);
        assert_eq!(names(&proven), "order.lost order.new order.paid", "{what}");
        assert!(warns(&proven, "named-by-request"), "{what}");
    }
}

/// An event that the document no longer names keeps its name, if only one is like its key.
#[test]
fn names_without_proof_are_kept() {
    for of in [in_header, in_example, in_member] {
        let before = read(&json!({ "orderPaid": of("order.paid"), "orderLost": of("order.lost") }), &Files::new());
        let after = read(&json!({ "orderPaid": without("type"), "orderLost": of("order.lost") }), &before.files);
        assert_eq!(names(&after), names(&before));
        assert!(!warns(&after, "unproven-event-name"));
    }
}

/// A name that the examples of several events show belongs to the one whose key is like it, in any order, or to none.
#[test]
fn copied_examples_give_no_name() {
    let first = [("orderPaid", "order.paid"), ("orderLost", "order.lost")];
    for (what, of, added, expected, unproven) in [
        ("a known name first", in_example as fn(&str) -> Value, vec![("aCopy", "order.paid")], "aCopy", "`aCopy`"),
        ("a known name last", in_example, vec![("zCopy", "order.paid")], "zCopy", "`zCopy`"),
        ("a constant", in_member, vec![("aCopy", "order.paid")], "aCopy", "`aCopy`"),
        (
            "a new name first",
            in_example,
            vec![("aCopy", "order.new"), ("orderNew", "order.new")],
            "aCopy order.new",
            "`aCopy`",
        ),
        (
            "a new name last",
            in_member,
            vec![("orderNew", "order.new"), ("zCopy", "order.new")],
            "order.new zCopy",
            "`zCopy`",
        ),
        (
            "a name of nobody",
            in_member,
            vec![("aCopy", "order.x"), ("zCopy", "order.x")],
            "aCopy zCopy",
            "`aCopy`, `zCopy`",
        ),
        ("names of their own", in_example, vec![("a", "order.a"), ("b", "order.b")], "order.a order.b", ""),
    ] {
        let known: serde_json::Map<String, Value> =
            first.iter().map(|(key, name)| ((*key).to_owned(), of(name))).collect();
        let before = read(&Value::Object(known.clone()), &Files::new());
        let mut all = known;
        all.extend(added.iter().map(|(key, name)| ((*key).to_owned(), in_example(name))));
        let after = read(&Value::Object(all), &before.files);
        let mut expected: Vec<&str> = expected.split(' ').chain(["order.lost", "order.paid"]).collect();
        expected.sort_unstable();
        let found = names(&after);
        let mut found: Vec<&str> = found.split(' ').collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{what}");
        let doubt = message(&after, "unproven-event-name").and_then(|it| it.rsplit(": ").next());
        assert_eq!(doubt.unwrap_or_default(), unproven, "{what}");
    }
}

/// Events that would have one name have their keys; all others keep theirs, and a constant is always the name.
#[test]
fn equal_names_fall_back_alone() {
    let paid = || json!({ "orderPaid": in_member("order.paid"), "orderLost": in_member("order.lost") });
    let known = || json!({ "order.paid": in_example("order.paid"), "shipped": in_member("order.shipped") });
    for (what, first, second, expected) in [
        (
            "keys like one name",
            paid(),
            json!({ "order_paid_hook": without("type"), "orderLost": without("type"), "paidOrder": without("type") }),
            "order.lost order_paid_hook paidOrder",
        ),
        (
            "a copied example",
            known(),
            json!({ "order.gone": in_example("order.paid"), "order.paid": in_example("order.paid"), "shipped": in_member("order.shipped") }),
            "order.gone order.paid order.shipped",
        ),
        (
            "an example with the key of another",
            known(),
            json!({ "gone": in_example("order.paid"), "order.paid": without("type"), "shipped": in_member("order.shipped") }),
            "gone order.paid order.shipped",
        ),
    ] {
        let after = read(&second, &read(&first, &Files::new()).files);
        let found = names(&after);
        let mut found: Vec<&str> = found.split(' ').collect();
        found.sort_unstable();
        assert_eq!(found.join(" "), expected, "{what}");
    }
}

/// Another part names the events only if the catalogue has some of its names.
#[test]
fn unknown_names_rename_no_event() {
    let of = |name: &str| webhook(&object(&json!({ "event": fixed(name), "type": { "type": "string" } })));
    let before =
        read(&json!({ "orderPaid": in_member("order.paid"), "orderLost": in_member("order.lost") }), &Files::new());
    for (values, expected) in [
        (["E1", "E2", "E3"], "order.lost orderNew order.paid"),
        (["order.paid", "order.lost", "order.new"], "order.lost order.new order.paid"),
    ] {
        let newer = json!({ "orderPaid": of(values[0]), "orderLost": of(values[1]), "orderNew": of(values[2]) });
        let after = read(&newer, &before.files);
        assert_eq!(names(&after), expected);
        assert!(warns(&after, "named-elsewhere"));
    }
}

/// A moved name may be an error of the catalogue: the warning that says so stays.
#[test]
fn errors_hide_no_warning() {
    let of = |member: &str, name: &str| {
        let mut webhook = webhook(&object(&json!({ member: fixed(name) })));
        webhook["post"]["requestBody"]["content"]["application/json"]["schema"]["required"] = json!([member]);
        webhook
    };
    let both = |member: &str| json!({ "orderPaid": of(member, "order.paid"), "orderLost": of(member, "order.lost") });
    let before = read(&both("type"), &Files::new());
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": both("event") });
    let found = import(&Source::new("openapi.json", document.to_string()), None, &before.files).expect_err("an error");
    let codes: Vec<&str> = found.iter().map(|it| it.code).collect();
    assert!(codes.contains(&"unknown-member") && codes.contains(&"named-elsewhere"), "{found}");
}

/// A document that begins to name its events changes no name by itself.
#[test]
fn later_evidence_is_only_said() {
    let plain = json!({ "orderPaid": without("type"), "orderLost": without("type") });
    let before = read(&plain, &Files::new());
    for (of, part) in [(in_member as fn(&str) -> Value, "/type"), (in_header, "X-Event-Type")] {
        let newer = json!({ "orderPaid": of("order.paid"), "orderLost": of("order.lost") });
        let after = read(&newer, &before.files);
        assert_eq!(names(&after), names(&before));
        let said = message(&after, "named-elsewhere").expect("a warning");
        assert_eq!(said, format!("the source names the events by `{part}`, and the catalogue does not"));
        assert!(!warns(&read(&newer, &after.files), "named-elsewhere"));
        let key = if part.starts_with('/') { "member" } else { "header" };
        let mut files = after.files;
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        *catalog = catalog.replace("name = \"orderPaid\"", "name = \"order.paid\"");
        *catalog = catalog.replace("name = \"orderLost\"", "name = \"order.lost\"");
        *catalog = catalog.replacen("\n[[events]]", &format!("\n[event]\n{key} = \"{part}\"\n\n[[events]]"), 1);
        assert_eq!(names(&read(&newer, &files)), "order.lost order.paid");
    }
}

/// Another header is said, and the names stay.
#[test]
fn moved_names_are_said() {
    let of = |header: &str, name: &str| with(&json!({ "id": {} }), &json!({ header: fixed(name) }));
    let both = |header: &str| json!({ "a": of(header, "x.a"), "b": of(header, "x.b") });
    let before = read(&both("X-A-Event"), &Files::new());
    for (header, expected) in [("X-B-Event", true), ("x-a-event", false)] {
        let after = read(&both(header), &before.files);
        assert_eq!(names(&after), "x.a x.b");
        assert_eq!(warns(&after, "named-elsewhere"), expected, "{header}: {}", after.warnings);
        assert!(after.files["catalog.toml"].contains("header = \"X-A-Event\""));
        // In each import, until both agree.
        assert_eq!(warns(&read(&both(header), &after.files), "named-elsewhere"), expected, "{header}");
    }
}

/// Names that the schemas list, and no webhook describes, are said in each import.
#[test]
fn added_names_in_lists_are_said() {
    let list = |names: &[&str]| webhook(&object(&json!({ "type": { "enum": names } })));
    let both = |names: &[&str]| json!({ "a.x": list(names), "b.x": list(names) });
    let before = read(&both(&["a.x", "b.x"]), &Files::new());
    assert!(!warns(&before, "undescribed-event"));
    let after = read(&both(&["a.x", "b.x", "c.x"]), &before.files);
    assert!(message(&after, "undescribed-event").expect("a warning").ends_with(": `c.x`"));
}

/// Files of a folder are treated alike.
#[test]
fn added_files_rename_no_event() {
    let schema = |kind: &Value| {
        let schema = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["type"], "properties": { "type": kind } });
        schema.to_string()
    };
    let folder = |files: &[(&str, Value)], existing: &Files| {
        let files = files.iter().map(|(name, kind)| (format!("{name}.schema.json"), schema(kind))).collect();
        import_folder("schemas", &files, existing).unwrap_or_else(|found| panic!("{found}"))
    };
    let first = [("orderPaid", fixed("order.paid")), ("orderLost", fixed("order.lost"))];
    let before = folder(&first, &Files::new());
    assert_eq!(names(&before), "order.lost order.paid");
    let [paid, lost] = first;
    let after = folder(&[paid, lost, ("orderNew", json!({ "type": "string" }))], &before.files);
    assert_eq!(names(&after), "order.lost orderNew order.paid");
    assert!(warns(&after, "unproven-event-name") && !warns(&after, "no-event-name"));
}

/// A header of the catalogue that the document lacks is said in each import, if the document has headers. One with a successor is a doubt
/// beside the changes.
#[test]
fn moved_headers_are_said() {
    let read = |headers: &[&str], existing: &Files| {
        let headers: serde_json::Map<String, Value> =
            headers.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        read(&json!({ "a": with(&json!({ "id": {} }), &Value::Object(headers)) }), existing)
    };
    let mut before = read(&["X-A-Delivery-Id", "X-A-Signature"], &Files::new()).files;
    let catalog = before.get_mut("catalog.toml").expect("a catalogue");
    assert!(catalog.contains("id = { header = \"X-A-Delivery-Id\" }"), "{catalog}");
    let signature = "\n[signature]\nalgorithm = \"hmac-sha256\"\nheader = \"X-A-Signature\"\nencoding = \"hex\"\n";
    *catalog = catalog.replacen("\n[delivery]", &format!("{signature}\n[delivery]"), 1);
    for (what, headers, expected) in [
        ("the same", vec!["X-A-Delivery-Id", "X-A-Signature"], vec![]),
        ("another case", vec!["x-a-delivery-id", "x-a-signature"], vec![]),
        ("more of them", vec!["X-A-Delivery-Id", "X-A-Signature", "X-A-Signature-V2", "X-B-Event-Id"], vec![]),
        (
            "another id",
            vec!["X-B-Delivery-Id", "X-A-Signature"],
            vec!["another header for the id of deliveries: `X-B-Delivery-Id`"],
        ),
        (
            "another signature",
            vec!["X-A-Delivery-Id", "X-A-Signature-V2"],
            vec!["another header for the signature: `X-A-Signature-V2`"],
        ),
        (
            "both",
            vec!["X-B-Delivery-Id", "X-B-Signature"],
            vec![
                "another header for the id of deliveries: `X-B-Delivery-Id`",
                "another header for the signature: `X-B-Signature`",
            ],
        ),
        ("no headers", vec![], vec![]),
        (
            "headers of other parts",
            vec!["X-Trace"],
            vec!["headers, but not the one for the id of deliveries: `X-A-Delivery-Id`"],
        ),
    ] {
        let after = read(&headers, &before);
        assert_eq!(of_headers(&after), expected, "{what}: {}", after.warnings);
        assert_eq!(of_headers(&read(&headers, &after.files)), expected, "{what}");
        let replaced = expected.iter().filter(|message| message.starts_with("another")).count();
        assert_eq!(doubts(&after), replaced, "{what}");
    }
}

/// Returns what the warnings say about headers that the document lacks.
fn of_headers(import: &Import) -> Vec<&str> {
    let warnings = import.warnings.iter().filter(|it| matches!(it.code, "other-header" | "undocumented-header"));
    warnings.filter_map(|warning| warning.message.strip_prefix("the source has ")).collect()
}

/// Returns the number of changes that wait for a verdict.
fn doubts(import: &Import) -> usize {
    match import.compare().unwrap_or_else(|found| panic!("{found}")) {
        Comparison::Report(report) => report.with_effect(Effect::Unclassified).count(),
        Comparison::First(_) | Comparison::Broken(_) => panic!("a report is expected"),
    }
}

/// The header of the event is said like others, unless the document shows the names elsewhere or no headers at all.
#[test]
fn lost_headers_of_events_are_said() {
    let of = |header: &str, schema: &Value| with(&json!({ "id": {} }), &json!({ header: schema }));
    let both = |header: &str, [a, b]: [Value; 2]| json!({ "a": of(header, &a), "b": of(header, &b) });
    let names = || [fixed("x.a"), fixed("x.b")];
    let before = read(&both("X-A-Event", names()), &Files::new()).files;
    let plain = || [json!({}), json!({})];
    let other = "another header for the name of the event: `X-B-Event`";
    let lost = "headers, but not the one for the name of the event: `X-A-Event`";
    for (what, newer, expected, doubted) in [
        ("names in another header", both("X-B-Event", names()), vec![], 1),
        ("another header without names", both("X-B-Event", plain()), vec![other], 1),
        ("the same header without names", both("X-A-Event", plain()), vec![], 0),
        ("a header of another part", both("X-Trace", plain()), vec![lost], 0),
        ("no headers", json!({ "a": without("id"), "b": without("id") }), vec![], 0),
    ] {
        let after = read(&newer, &before);
        assert_eq!(of_headers(&after), expected, "{what}: {}", after.warnings);
        assert_eq!(of_headers(&read(&newer, &after.files)), expected, "{what}");
        assert_eq!(doubts(&after), doubted, "{what}");
    }
}
