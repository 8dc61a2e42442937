//! The envelope of a page: its payload, and its schema by every delivery that the page shows.

use codegen::import::{Options, import, import_with};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, generate};

const SCHEMA: &str =
    r#"{ "type": "object", "required": ["orderId"], "properties": { "orderId": { "type": "string" } } }"#;
const EXAMPLE: &str = r#"{ "orderId": "o_1" }"#;

/// Imports a page with an envelope, and with an example of its only event.
fn read(envelope: &str, example: &str) -> (Files, Diagnostics) {
    let json = |text: &str| format!("```json\n{text}\n```\n\n");
    let page = format!("# Acme\n\n{}## order.paid\n\n{}{}", json(envelope), json(example), json(SCHEMA));
    let read = import(&Source::new("page.md", page), None, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
    (read.files, read.warnings)
}

/// Of several objects, the first of the known names is the payload, and the others have a warning.
#[test]
fn other_objects_are_no_payload() {
    let named = r#""id": "e_1", "type": "order.paid""#;
    for (members, payload, help) in [
        (r#""attributes": {}, "data": {}"#, "/data", Some("at = \"/attributes\"")),
        (r#""details": {}, "payload": {}"#, "/payload", Some("at = \"/details\"")),
        (r#""data": { "object": { "orderId": "o_1" } }"#, "/data", Some("at = \"/data/object\"")),
        (r#""data": { "orderId": "o_1", "customer": {} }"#, "/data", None),
        (r#""data": { "customer": { "name": "a" } }"#, "/data", None),
        (r#""data": {}, "context": {}"#, "/data", None),
        (r#""data": {}, "content": "text""#, "/data", None),
    ] {
        let (files, found) = read(&format!("{{ {named}, {members} }}"), EXAMPLE);
        assert!(files["catalog.toml"].contains(&format!("at = \"{payload}\"")), "{members}");
        let assumed = found.iter().find(|found| found.code == "assumed-payload").map(|_| found.to_string());
        assert_eq!(assumed.is_some(), help.is_some(), "{members}: {found}");
        let shown = assumed.unwrap_or_default();
        assert!(shown.contains(help.unwrap_or_default()), "{members}: {shown}");
        if let Some(help) = help {
            let mut files = files;
            let catalog = files["catalog.toml"].replace(&format!("at = \"{payload}\""), help);
            files.insert("catalog.toml".to_owned(), catalog);
            let refused = generate(&files).err().map(|found| found.to_string()).unwrap_or_default();
            assert!(!refused.contains("[payload]"), "{members}: {refused}");
        }
    }
}

#[test]
fn the_derived_envelope_accepts_every_delivery() {
    let envelope = r#"{ "id": "e_1", "type": "order.paid", "created_at": "2024-01-01T00:00:00Z", "data": {} }"#;
    let created = r#""created_at": "2024-01-01T00:00:00Z", "#;
    for (members, expected) in [
        (format!("{created}\"id\": null"), r#""id": { "type": ["string", "null"] }"#),
        (format!("{created}\"id\": 7"), r#""id": { "type": ["string", "integer"] }"#),
        ("\"id\": \"e_2\"".to_owned(), r#""required": ["id", "type", "data"]"#),
        (format!("{created}\"id\": \"e_2\", \"live\": true"), r#""live": { "type": "boolean" }"#),
        (format!("{created}\"id\": \"e_2\""), r#""required": ["id", "type", "created_at", "data"]"#),
    ] {
        let (files, _) = read(envelope, &format!("{{ \"type\": \"order.paid\", {members}, \"data\": {EXAMPLE} }}"));
        let schema = &files["envelope.schema.json"];
        assert!(schema.contains(expected), "{members}: {schema}");
        generate(&files).unwrap_or_else(|found| panic!("{members}: {found}"));
    }
}

/// Without a schema, an example with the name of its event is a delivery, even if a member is missing.
#[test]
fn deliveries_without_schema_are_recognized() {
    let envelope = r#"{ "id": "e_1", "type": "order.paid", "created_at": "2024-01-01T00:00:00Z", "data": {} }"#;
    let page = |example: &str| {
        let page = format!("# Acme\n\n```json\n{envelope}\n```\n\n## order.paid\n\n```json\n{example}\n```\n");
        let options = Options { derives: true, ..Options::default() };
        let read = import_with(&Source::new("page.md", page), options, &Files::new());
        read.unwrap_or_else(|found| panic!("{found}")).files
    };
    let files = page(&format!("{{ \"type\": \"order.paid\", \"data\": {EXAMPLE} }}"));
    assert_eq!(files["events/order.paid.example.json"], "{\n  \"orderId\": \"o_1\"\n}\n");
    assert!(files["envelope.schema.json"].contains(r#""required": ["type", "data"]"#));
    let files = page(r#"{ "type": "card", "data": { "orderId": "o_1" } }"#);
    assert!(files["events/order.paid.example.json"].contains("card"), "its type is its own");
}

/// A row or a sentence may say that a member is something else's.
#[test]
fn parts_of_something_else_are_dropped() {
    let envelope = r#"{ "id": "e_1", "type": "order.paid", "created_at": "2024-01-01T00:00:00Z", "data": {} }"#;
    for (lines, dropped) in [
        ("| Member | |\n|---|---|\n| `id` | The ID of the webhook endpoint |", vec!["id-not-taken"]),
        ("| Member | |\n|---|---|\n| `created_at` | When the endpoint was created |", vec!["time-not-taken"]),
        ("Note that `id` identifies the order, not the event.", vec!["id-not-taken"]),
        (
            "| Member | |\n|---|---|\n| `id` | The id of the event |\n| `created_at` | When the event was created |",
            vec![],
        ),
        ("The member `id` identifies the delivery.", vec![]),
        ("The `order_id` identifies the order.", vec![]),
        ("The order id identifies the order.", vec![]),
        ("Its id identifies the customer in `data`.", vec!["id-not-taken"]),
        ("Your orders have an id: use the id of the order.", vec![]),
    ] {
        let (files, found) = read(&format!("{envelope}\n```\n\n{lines}\n\n```text"), EXAMPLE);
        let codes: Vec<&str> =
            found.iter().map(|found| found.code).filter(|code| code.ends_with("-not-taken")).collect();
        assert_eq!(codes, dropped, "{lines}: {found}");
        let catalog = &files["catalog.toml"];
        assert_eq!(catalog.contains("id = { member = \"/id\" }"), !dropped.contains(&"id-not-taken"), "{lines}");
        assert_eq!(catalog.contains("sent_at = "), !dropped.contains(&"time-not-taken"), "{lines}");
    }
}

/// The name of the event and the payload may be inside of other members; members of the payload prove which object it is.
#[test]
fn nested_envelopes_are_read() {
    let order = r#"{ "orderId": "o_1" }"#;
    for (body, event, payload, id) in [
        (r#"{ "meta": { "event": "order.paid", "id": "e_1" }, "data": ORDER }"#, "/meta/event", "/data", "/meta/id"),
        (r#"{ "meta": { "name": "order.paid" }, "id": "e_1", "order": ORDER }"#, "/meta/name", "/order", "/id"),
        // The head and the body have members of the same name.
        (
            r#"{ "meta": { "type": "order.paid", "id": null }, "id": "e_1", "order": ORDER }"#,
            "/meta/type",
            "/order",
            "/id",
        ),
        (
            r#"{ "meta": { "type": "order.paid", "id": "e_1" }, "id": null, "order": ORDER }"#,
            "/meta/type",
            "/order",
            "/meta/id",
        ),
        (
            r#"{ "meta": { "type": "order.paid", "id": "e_1", "data": "v1" }, "data": ORDER }"#,
            "/meta/type",
            "/data",
            "/meta/id",
        ),
        (
            r#"{ "meta": { "type": "order.paid", "id": "e_1" }, "type": "callback", "data": ORDER }"#,
            "/meta/type",
            "/data",
            "/meta/id",
        ),
        (
            r#"{ "event": { "type": "order.paid", "id": "e_1", "object": ORDER } }"#,
            "/event/type",
            "/event/object",
            "/event/id",
        ),
        // What stands beside the payload looks less like it, and the name at the top is that of no event.
        (
            r#"{ "id": "e_1", "signature": { "value": "a" }, "event-data": { "event": "order.paid", "orderId": "o_1" } }"#,
            "/event-data/event",
            "/event-data",
            "/id",
        ),
        (
            r#"{ "type": "callback", "event_id": "e_1", "event": { "type": "order.paid", "orderId": "o_1" } }"#,
            "/event/type",
            "/event",
            "/event_id",
        ),
        (
            r#"{ "live": true, "a/b": { "type": "order.paid", "id": "e_1", "data": ORDER } }"#,
            "/a~1b/type",
            "/a~1b/data",
            "/a~1b/id",
        ),
    ] {
        let (files, found) = read(&body.replace("ORDER", order), &body.replace("ORDER", order).replace("e_1", "e_2"));
        let catalog = &files["catalog.toml"];
        for line in [
            format!("[event]\nmember = \"{event}\"\n"),
            format!("[payload]\nat = \"{payload}\"\n"),
            format!("id = {{ member = \"{id}\" }}\n"),
        ] {
            assert!(catalog.contains(&line), "{body}: {catalog}");
        }
        assert!(found.iter().any(|found| found.code == "assumed-payload"), "{body}: {found}");
        assert!(files["events/order.paid.example.json"].ends_with("\"orderId\": \"o_1\"\n}\n"), "{body}");
        assert!(generate(&files).is_ok(), "{body}");
    }
    let (files, _) = read(r#"{ "items": [ { "item": { "code": "order.paid", "orderId": "o_1" } } ] }"#, EXAMPLE);
    assert!(files["catalog.toml"].contains("at = \"/item\"\neach = \"/items/*\"\n"), "{}", files["catalog.toml"]);
    assert!(generate(&files).is_ok());
    let (files, _) = read(r#"{ "type": "order.lost", "data": { "type": "order.paid", "orderId": "o_1" } }"#, EXAMPLE);
    assert!(files["catalog.toml"].contains("[event]\nmember = \"/type\"\n"), "the name of another event");
    for other in [
        r#"{ "meta": { "event": "order.paid" }, "data": { "url": "a" } }"#,
        r#"{ "data": { "event": "order.paid", "settings": { "url": "a" } } }"#,
        r#"{ "one": { "event": "order.paid" }, "two": { "event": "order.paid" }, "data": { "orderId": "o_1" } }"#,
        r#"{ "items": [ { "item": { "code": "order.paid", "url": "a" } } ] }"#,
        r#"{ "endpoint": { "event": "order.paid", "url": "a", "orderId": "o_1", "name": "a", "live": true } }"#,
    ] {
        let page = |language: &str| {
            format!(
                "# Acme\n\n## Body\n\n```{language}\n{other}\n```\n\n## order.paid\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n"
            )
        };
        let found = import(&Source::new("page.md", page("json")), None, &Files::new()).expect_err(other);
        assert!(found.iter().any(|found| found.code == "heading-not-understood"), "{other}: {found}");
        let read = import(&Source::new("page.md", page("text")), None, &Files::new()).expect("it is set aside");
        assert!(read.warnings.iter().any(|found| found.code == "block-not-read"), "{other}: {}", read.warnings);
    }
}

/// The catalogue keeps the payloads of deliveries alone, so that nothing else would compare the rest with its documented schema.
#[test]
fn deliveries_fit_the_documented_envelope() {
    let schema = r#"{ "type": "object", "required": ["id", "type", "data"], "properties":
        { "id": { "type": "string", "pattern": "^e_" }, "type": { "type": "string" }, "data": { "type": "object" } } }"#;
    let json = |text: &str| format!("```json\n{text}\n```\n\n");
    let envelope = r#"{ "id": "e_1", "type": "order.paid", "data": {} }"#;
    let page = |before: &str, delivery: &str| {
        format!("# Acme\n\n## Envelope\n\n{before}## order.paid\n\n{}{}", json(delivery), json(SCHEMA))
    };
    for before in [json(envelope) + &json(schema), json(schema)] {
        for (id, at) in [("\"e_2\"", None), ("2", Some("expected a string")), ("\"o_2\"", Some("a match of"))] {
            let delivery = format!("{{ \"id\": {id}, \"type\": \"order.paid\", \"data\": {EXAMPLE} }}");
            let text = page(&before, &delivery);
            let read = import(&Source::new("page.md", text.as_str()), None, &Files::new());
            let Some(message) = at else {
                assert!(read.is_ok(), "{:?}", read.err());
                continue;
            };
            let found = read.expect_err(id);
            let [found] = found.iter().collect::<Vec<_>>()[..] else { panic!("{found}") };
            assert!(found.code == "invalid-example" && found.message.contains(message), "{}", found.message);
            let part = |place: &codegen::source::location::Place| text[place.span.clone()].to_owned();
            assert_eq!(found.place.as_ref().map(part).as_deref(), Some(id));
            assert!(found.related.iter().all(|(place, _)| place.source.path() == "page.md"), "{id}");
        }
    }
    // A list of deliveries, and a derived schema, which is made from them.
    let list = format!("[{{ \"id\": 2, \"type\": \"order.paid\", \"data\": {EXAMPLE} }}]");
    let text = page(&(json(&format!("[{envelope}]")) + &json(schema)), &list);
    assert!(import(&Source::new("page.md", text), None, &Files::new()).is_err());
    let text = page(&json(envelope), list.trim_matches(['[', ']']));
    assert!(import(&Source::new("page.md", text), None, &Files::new()).is_ok());
}

/// An object around the name of an event may be a subscription, and a payload may be no object.
#[test]
fn help_below_an_envelope_leads_on() {
    let page = |heading: &str, block: &str| {
        let text = format!(
            "# Acme\n\n## {heading}\n\n```json\n{block}\n```\n\n## order.paid\n\n```json\n{EXAMPLE}\n```\n\n```json\n{SCHEMA}\n```\n"
        );
        import(&Source::new("page.md", text), None, &Files::new())
    };
    let nested = r#"{ "subscription": { "event": "order.paid", "orderId": "o_1" } }"#;
    assert!(page("Body", nested).is_ok());
    for heading in ["Subscribe", "Creating webhooks with the API", "Response"] {
        assert!(page(heading, nested).is_err(), "{heading}");
    }
    for payload in ["null", "[]", "\"{}\""] {
        let block = |payload: &str| format!("{{ \"id\": \"e_1\", \"type\": \"order.paid\", \"data\": {payload} }}");
        for heading in ["Envelope", "Body", "The event:", "Payload"] {
            let found = page(heading, &block(payload)).expect_err(heading).to_string();
            let is_said = found.contains("with the payload as an object in it");
            assert_eq!(is_said, heading != "The event:", "{heading}: {found}");
        }
        page("Envelope", &block(EXAMPLE)).unwrap_or_else(|found| panic!("the help is followed: {found}"));
    }
}

/// A name, or a row, that is not proof enough is proposed as a comment.
#[test]
fn likely_ids_are_proposed() {
    let page = |members: &str, rows: &str| {
        let envelope = format!(
            "{{ {members}, \"type\": \"order.paid\", \"created_at\": \"2024-01-01T00:00:00Z\", \"data\": {{}} }}"
        );
        let table = format!("| Field | Description |\n|---|---|\n{rows}\n\n");
        let json = |text: &str| format!("```json\n{text}\n```\n\n");
        let page = format!("# Acme\n\n{}{table}## order.paid\n\n{}{}", json(&envelope), json(EXAMPLE), json(SCHEMA));
        let read = import(&Source::new("page.md", page), None, &Files::new()).unwrap_or_else(|found| panic!("{found}"));
        read.files["catalog.toml"].clone()
    };
    let type_row = "| `type` | Name of the event |";
    for name in
        ["uuid", "guid", "uid", "event_uuid", "eventID", "ID", "_id", "idempotency_key", "request_id", "message-id"]
    {
        let catalog = page(&format!("\"{name}\": \"a\""), type_row);
        assert!(catalog.contains(&format!("# id = {{ member = \"/{name}\" }}")), "{name}: {catalog}");
    }
    for (row, is_proposed) in [
        ("| `ref` | Unique id of the delivery, the same for retries |", true),
        ("| `ref` | Identifies the event |", true),
        ("| `ref` | The id of the order |", false),
        ("| `ref` | Your own text |", false),
    ] {
        assert_eq!(page("\"ref\": \"a\"", row).contains("member = \"/ref\""), is_proposed, "{row}");
    }
    let known = page("\"uuid\": \"a\", \"id\": \"b\"", type_row);
    assert!(known.contains("\nid = { member = \"/id\" }") && !known.contains("uuid"), "{known}");
    assert!(!page("\"account\": \"a\"", type_row).contains("# id ="), "any other name");
}

/// A later import keeps the derived schema, and says what it lacks: once, because the example has it then.
#[test]
fn new_members_of_an_envelope_are_said() {
    let import_again = |envelope: &str, before: &Files| {
        let json = |text: &str| format!("```json\n{text}\n```\n\n");
        let page = format!("# Acme\n\n{}## order.paid\n\n{}{}", json(envelope), json(EXAMPLE), json(SCHEMA));
        let read = import(&Source::new("page.md", page), None, before).unwrap_or_else(|found| panic!("{found}"));
        let found = read.warnings.iter().find(|found| found.code == "envelope-schema-behind");
        (read.files, found.map(|found| found.message.clone()))
    };
    let known = r#""id": "e_1", "type": "order.paid", "meta": { "a": 1 }"#;
    let (files, first) = import_again(&format!("{{ {known}, \"data\": {{}} }}"), &Files::new());
    assert_eq!(first, None);
    let lacks = "the derived schema of the envelope lacks";
    for (members, message) in [
        (r#""data": { "orderId": "o_1" }"#, None),
        (r#""livemode": true, "attempt": 1, "data": {}"#, Some(format!("{lacks} `/livemode`, `/attempt`"))),
    ] {
        let page = format!("{{ {known}, {members} }}");
        let (after, found) = import_again(&page, &files);
        assert_eq!(found, message, "{members}");
        assert_eq!(import_again(&page, &after).1, None, "{members}");
    }
    let nested = r#"{ "id": "e_1", "type": "order.paid", "meta": { "a": 1, "b": 2 }, "data": {} }"#;
    assert_eq!(import_again(nested, &files).1, Some(format!("{lacks} `/meta/b`")));
    let documented = files["envelope.schema.json"].replace("\"properties\": {", "\"properties\": { \"livemode\": {},");
    let mut files = files;
    files.insert("envelope.schema.json".to_owned(), documented);
    assert_eq!(import_again(&format!("{{ {known}, \"livemode\": true, \"data\": {{}} }}"), &files).1, None);
}
