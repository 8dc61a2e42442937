//! The parts of a request that a document proposes, against its examples.

use codegen::import::import;
use codegen::source::location::Source;
use codegen::{Files, generate};
use serde_json::{Value, json};

use crate::openapi_names::{events, object, read, warns, webhook, with};

/// A faulty example is listed as such, and refutes no part; one that fits its schema does, with a warning.
#[test]
fn faulty_examples_refute_no_part() {
    let text = json!({ "type": "string" });
    let time = json!({ "type": "string", "format": "date-time" });
    let good = json!({ "type": "a.x", "id": "1", "at": "x", "created_at": "2026-01-02T03:04:05Z", "data": {} });
    for (what, id, member, value, is_faulty, parts) in [
        ("nothing", &text, "at", json!("y"), false, [true, true, true]),
        ("another name", &text, "type", json!(1), true, [true, true, true]),
        ("another id", &text, "id", json!(true), true, [true, true, true]),
        ("another time", &text, "created_at", json!(17), true, [true, true, true]),
        ("an id that the schema allows", &json!({}), "id", json!(true), false, [true, false, true]),
    ] {
        let of = |name: &str| json!({ "type": { "const": name }, "id": id, "created_at": time, "data": { "type": "object" } });
        let webhook = |name: &str, second: Option<&Value>| {
            let mut webhook = webhook(&object(&of(name)));
            let mut first = good.clone();
            (first["type"], first["id"]) = (json!(name), json!(name));
            let examples = json!({ "one": { "value": first }, "two": { "value": second.unwrap_or(&first) } });
            webhook["post"]["requestBody"]["content"]["application/json"]["examples"] = examples;
            webhook
        };
        let mut second = good.clone();
        second[member] = value;
        let import = read(&json!({ "a.x": webhook("a.x", Some(&second)), "b.x": webhook("b.x", None) }));
        let catalog = &import.files["catalog.toml"];
        assert_eq!(warns(&import, "faulty-example"), is_faulty, "{what}: {}", import.warnings);
        let lines = ["member = \"/type\"", "id = { member = \"/id\" }", "sent_at = { member = \"/created_at\" }"];
        assert_eq!(lines.map(|line| catalog.lines().any(|it| it == line)), parts, "{what}: {catalog}");
        assert_eq!(warns(&import, "part-not-written"), parts.contains(&false), "{what}: {}", import.warnings);
    }
}

/// A keyword of others for null has no effect, with a warning; a list of types that has null needs none.
#[test]
fn nullable_of_others_is_said() {
    for (member, expected) in [
        (json!({ "type": "string", "x-nullable": true }), true),
        (json!({ "type": "string", "x-nullable": false }), false),
        (json!({ "type": "string", "nullable": true, "x-nullable": true }), false),
        (json!({ "type": ["string", "null"], "x-nullable": true }), false),
    ] {
        let import = read(&json!({ "a.x": webhook(&object(&json!({ "x": member }))) }));
        assert_eq!(warns(&import, "x-nullable"), expected, "{member}");
    }
}

/// A header has the id of a delivery by its name, unless its description says otherwise.
#[test]
fn described_headers_may_be_no_id() {
    for (description, is_id) in [
        ("The id of the delivery.", true),
        ("Unique for each delivery; the same in each attempt.", true),
        ("Identifies the delivery. Use it to detect retries.", true),
        ("An id that stays across retries", true),
        ("Sent to your endpoint with each delivery.", true),
        ("Number of the delivery attempt", false),
        ("Id of this attempt.", false),
        ("Unique id of the request. Each retry has a new id.", false),
        ("Id of the subscription that this request belongs to.", false),
        ("The identifier of your endpoint, for support.", false),
        ("Not unique: several deliveries may have one value.", false),
    ] {
        for in_schema in [false, true] {
            let webhook = |name: &str| {
                let mut webhook = webhook(&object(&json!({ "type": { "const": name } })));
                let mut parameter = json!({ "name": "X-Acme-Delivery", "in": "header", "required": true, "schema": { "type": "string" } });
                let described = if in_schema { &mut parameter["schema"] } else { &mut parameter };
                described["description"] = json!(description);
                webhook["post"]["parameters"] = json!([parameter]);
                webhook
            };
            let import = read(&json!({ "a.x": webhook("a.x"), "b.x": webhook("b.x") }));
            let catalog = &import.files["catalog.toml"];
            let is_written = catalog.lines().any(|line| line == "id = { header = \"X-Acme-Delivery\" }");
            assert_eq!(is_written, is_id, "{description}: {catalog}");
        }
    }
}

/// YAML in braces is no JSON with mistakes.
#[test]
fn yaml_may_begin_like_json() {
    let text = "{openapi: 3.1.0, info: {title: A}, webhooks: {a: {post: {requestBody: {content: \
                {application/json: {schema: {type: object, properties: {type: {const: a}}}}}}}}}}";
    for (path, text, is_read) in
        [("a.yaml", text, true), ("a.yml", text, true), ("a.json", text, false), ("a.yaml", "{openapi: 3.1.0", false)]
    {
        let found = import(&Source::new(path, text), None, &Files::new());
        assert_eq!(found.is_ok(), is_read, "{path}");
    }
}

/// Members near the top are looked at before thousands within them.
#[test]
fn deep_members_hide_no_names() {
    let many = |count: usize, inner: &Value| -> Value {
        let members = (0..count).map(|index| (format!("m{index}"), inner.clone()));
        object(&Value::Object(members.collect()))
    };
    let data = many(80, &many(80, &json!({ "type": "string" })));
    let of = |name: &str| webhook(&object(&json!({ "data": data, "type": { "const": name } })));
    let import = read(&json!({ "orderPaid": of("order.paid"), "orderGone": of("order.gone") }));
    assert!(import.files["catalog.toml"].contains("member = \"/type\""), "{}", import.files["catalog.toml"]);
}

/// The example of a member is evidence like that of the body, unless several events share it.
#[test]
fn examples_of_members_name_events() {
    let member = |name: &str, sample: Value| {
        let mut schema = json!({ "type": "string" });
        schema.as_object_mut().expect("an object").extend(sample.as_object().expect("an object").clone());
        with(&json!({ name: schema, "x": { "type": "string", "example": "x" } }), &json!({}))
    };
    let two = |keys: [&str; 2], one: Value, two: Value| json!({ keys[0]: one, keys[1]: two });
    let keys = ["walletCredited", "walletDebited"];
    let (example, examples) = (|text: &str| json!({ "example": text }), |text: &str| json!({ "examples": [text] }));
    for (what, webhooks, expected) in [
        (
            "`example`",
            two(keys, member("event", example("wallet.credited")), member("event", example("wallet.debited"))),
            "wallet.credited wallet.debited",
        ),
        (
            "`examples`",
            two(keys, member("event", examples("wallet.credited")), member("event", examples("wallet.debited"))),
            "wallet.credited wallet.debited",
        ),
        (
            "other signs",
            two(
                ["Wallet Credited", "Wallet Debited"],
                member("eventName", example("WALLET_CREDITED")),
                member("eventName", example("WALLET_DEBITED")),
            ),
            "WALLET_CREDITED WALLET_DEBITED",
        ),
        (
            "a usual member",
            two(keys, member("kind", example("wallet.credited")), member("kind", example("wallet.debited"))),
            "wallet.credited wallet.debited",
        ),
        (
            "data in a usual member",
            two(keys, member("kind", example("card")), member("kind", example("bank"))),
            "walletCredited walletDebited",
        ),
        (
            "another member",
            two(keys, member("title", example("Credited")), member("title", example("Debited"))),
            "walletCredited walletDebited",
        ),
        (
            "one example for both",
            two(keys, member("event", example("wallet.credited")), member("event", example("wallet.credited"))),
            "walletCredited walletDebited",
        ),
        (
            "several examples",
            two(
                keys,
                member("event", json!({ "examples": ["a.b", "c.d"] })),
                member("event", json!({ "examples": ["e.f", "g.h"] })),
            ),
            "walletCredited walletDebited",
        ),
        (
            "`default`",
            two(
                keys,
                member("event", json!({ "default": "wallet.credited" })),
                member("event", json!({ "default": "wallet.debited" })),
            ),
            "walletCredited walletDebited",
        ),
        (
            "a list beside the example",
            two(
                keys,
                member("event", json!({ "const": "wallet.paid", "example": "wallet.credited" })),
                member("event", json!({ "const": "wallet.lost", "example": "wallet.debited" })),
            ),
            "wallet.lost wallet.paid",
        ),
    ] {
        let import = read(&webhooks);
        assert_eq!(events(&import), expected, "{what} {}", import.warnings);
        assert_eq!(warns(&import, "no-event-name"), expected.starts_with("walletC"), "{what} {}", import.warnings);
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}

/// The id and the time of a delivery may be beside the name of the event in an object of its own.
#[test]
fn parts_beside_nested_names_are_proposed() {
    let text = json!({ "type": "string" });
    let time = json!({ "type": "string", "format": "date-time" });
    let of = |members: &Value| {
        let mut schema = object(members);
        schema["required"] = members.as_object().expect("members").keys().map(|name| json!(name)).collect();
        schema
    };
    let named = |name: &str| json!({ "event": { "const": name }, "id": text, "sent_at": time });
    let (in_meta, in_root) = (["/meta/id", "/meta/sent_at"], ["/id", "/sent_at"]);
    for (what, body, places, is_written) in [
        (
            "beside a payload",
            (&|name: &str| json!({ "meta": of(&named(name)), "data": { "type": "object" } })) as &dyn Fn(&str) -> Value,
            in_meta,
            true,
        ),
        ("beside flat members", &|name: &str| json!({ "meta": of(&named(name)), "amount": {} }), in_meta, false),
        (
            "both",
            &|name: &str| json!({ "meta": of(&named(name)), "data": { "type": "object" }, "id": text, "sent_at": time }),
            in_root,
            true,
        ),
        (
            "another object",
            &|name: &str| json!({ "meta": of(&json!({ "event": { "const": name } })), "source": of(&json!({ "id": text, "sent_at": time })), "data": { "type": "object" } }),
            ["", ""],
            false,
        ),
        ("in the payload", &|name: &str| json!({ "data": of(&named(name)) }), ["", ""], false),
        (
            "in the body",
            &|name: &str| {
                let mut all = named(name);
                all["data"] = json!({ "type": "object" });
                all
            },
            in_root,
            true,
        ),
    ] {
        let import = read(
            &json!({ "userCreated": webhook(&of(&body("user.created"))), "userDeleted": webhook(&of(&body("user.deleted"))) }),
        );
        let catalog = &import.files["catalog.toml"];
        for (key, place) in ["id", "sent_at"].into_iter().zip(places) {
            let line = format!("{key} = {{ member = \"{place}\" }}");
            let is_there = |line: &str| catalog.lines().any(|it| it == line);
            assert_eq!(is_there(&line), is_written, "{what}: {line}\n{catalog}");
            assert_eq!(is_there(&format!("# {line}")), !is_written && !place.is_empty(), "{what}: {line}\n{catalog}");
            assert!(!place.is_empty() || !catalog.contains(&format!("{key} = {{ member")), "{what}\n{catalog}");
        }
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}
