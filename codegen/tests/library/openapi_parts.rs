//! The parts of a request that a document proposes, against its examples.

use serde_json::{Value, json};

use crate::openapi_names::{object, read, warns, webhook};

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
