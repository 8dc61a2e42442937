//! The names of an OpenAPI document's events: what a document proves counts, and what its data happens to show does not.

use codegen::Files;
use codegen::import::{Import, import};
use codegen::source::location::Source;
use serde_json::{Value, json};

/// Imports webhooks by their keys.
pub(crate) fn read(webhooks: &Value) -> Import {
    let document =
        json!({ "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, "webhooks": webhooks }).to_string();
    import(&Source::new("openapi.json", document), None, &Files::new()).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns a webhook with a schema of its body.
pub(crate) fn webhook(schema: &Value) -> Value {
    json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
}

/// Returns a webhook with members and header parameters.
pub(crate) fn with(properties: &Value, headers: &Value) -> Value {
    let mut webhook = webhook(&object(properties));
    webhook["post"]["parameters"] = headers
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| json!({ "name": name, "in": "header", "schema": schema }))
        .collect();
    webhook
}

pub(crate) fn object(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties })
}

/// Returns the names of the imported events, sorted.
pub(crate) fn events(import: &Import) -> String {
    let paths = import.files.keys().filter_map(|path| path.strip_prefix("events/")?.strip_suffix(".schema.json"));
    paths.collect::<Vec<_>>().join(" ")
}

pub(crate) fn warns(import: &Import, code: &str) -> bool {
    import.warnings.iter().any(|warning| warning.code == code)
}

/// A webhook that a part of its request names sends one event, whatever its data lists.
#[test]
fn named_webhooks_stay_whole() {
    let list = json!({ "enum": ["manual", "push"] });
    let dotted = json!({ "enum": ["order.paid", "order.gone"] });
    let fixed = |value: &str| json!({ "const": value });
    let none = || json!({});
    let union = |types: [&str; 2]| {
        let branch =
            |(name, method): (&str, &str)| object(&json!({ "type": { "const": name }, "method": { "const": method } }));
        webhook(&json!({ "oneOf": [branch((types[0], "card")), branch((types[1], "bank"))] }))
    };
    for (what, webhooks, expected) in [
        ("its key", json!({ "built": with(&json!({ "type": fixed("built"), "trigger": list }), &none()) }), "built"),
        (
            "its key in another spelling",
            json!({ "buildDone": with(&json!({ "kind": fixed("BUILD_DONE"), "trigger": list }), &none()) }),
            "BUILD_DONE",
        ),
        (
            "its key in a header",
            json!({ "built": with(&json!({ "trigger": list }), &json!({ "X-Event": fixed("built") })) }),
            "built",
        ),
        (
            "its key beside a header's list",
            json!({ "built": with(&json!({ "type": fixed("built") }), &json!({ "X-Event": list })) }),
            "built",
        ),
        (
            "values of their own",
            json!({
                "a": with(&json!({ "type": fixed("x"), "trigger": list }), &none()),
                "b": with(&json!({ "type": fixed("y") }), &none()),
            }),
            "x y",
        ),
        ("all branches the key", json!({ "paid": union(["paid", "paid"]) }), "paid"),
        ("branches of their own", json!({ "paid": union(["a", "b"]) }), "a b"),
        (
            "a value that all share",
            json!({ "all": with(&json!({ "object": fixed("event"), "type": dotted }), &none()) }),
            "order.gone order.paid",
        ),
        (
            "a kind beside events",
            json!({ "order": with(&json!({ "object": fixed("order"), "type": dotted }), &none()) }),
            "order.gone order.paid",
        ),
        (
            "kinds beside events",
            json!({
                "orders": with(&json!({ "resource": fixed("order"), "type": dotted }), &none()),
                "carts": with(&json!({ "resource": fixed("cart"), "type": { "enum": ["cart.made", "cart.gone"] } }), &none()),
            }),
            "cart.gone cart.made order.gone order.paid",
        ),
        ("another list alone", json!({ "all": with(&json!({ "trigger": list }), &none()) }), "manual push"),
    ] {
        assert_eq!(events(&read(&webhooks)), expected, "{what}");
    }
}

/// An event of two webhooks is one event if the schemas are equal. Otherwise only its webhooks stay whole, with a warning.
#[test]
fn webhooks_may_share_events() {
    let branch = |name: &str, extra: &str| object(&json!({ "event": { "const": name }, extra: {} }));
    let union = |branches: [Value; 2]| webhook(&json!({ "oneOf": branches }));
    let first = union([branch("a.made", "x"), branch("a.paid", "x")]);
    let import = read(&json!({ "v1": first, "v2": union([branch("a.made", "x"), branch("a.gone", "x")]) }));
    assert_eq!(events(&import), "a.gone a.made a.paid");
    assert!(!warns(&import, "event-of-several-webhooks"));
    let other = union([branch("b.made", "x"), branch("b.paid", "x")]);
    let import =
        read(&json!({ "v1": first, "v2": union([branch("a.made", "y"), branch("a.gone", "y")]), "v3": other }));
    assert_eq!(events(&import), "b.made b.paid v1 v2");
    assert!(warns(&import, "event-of-several-webhooks") && !warns(&import, "no-event-name"));
    let import = read(&json!({ "v1": first, "a.made": webhook(&branch("a.made", "x")) }));
    assert_eq!(events(&import), "a.made a.paid");
    let import = read(&json!({ "v1": first, "a.made": webhook(&branch("a.made", "y")) }));
    assert_eq!(events(&import), "a.made v1");
    assert!(warns(&import, "event-of-several-webhooks"));
}

/// Examples may show any data: the keys of the webhooks stay.
#[test]
fn sample_data_names_no_events() {
    let shown = |member: &str, value: &str| {
        let mut webhook = webhook(&object(&json!({ member: { "type": "string" } })));
        webhook["post"]["requestBody"]["content"]["application/json"]["example"] = json!({ member: value });
        webhook
    };
    for (member, one, two, expected) in [
        ("name", "Ada", "Initech", "company.made user.made"),
        ("type", "gift", "sale", "company.made user.made"),
        ("event", "made", "gone", "gone made"),
        ("type", "UserMade", "CompanyMade", "CompanyMade UserMade"),
    ] {
        let import = read(&json!({ "user.made": shown(member, one), "company.made": shown(member, two) }));
        assert_eq!(events(&import), expected, "{member} {one}");
        assert_eq!(warns(&import, "no-event-name"), expected.contains('.'), "{member} {one}");
    }
}

/// A discriminator tells branches apart, adds a `const`, or a warning names what it loses.
#[test]
fn discriminators_lose_no_name_in_silence() {
    let branch = |tag: &Value| object(&json!({ "k": tag }));
    let fixed = |name: &str| branch(&json!({ "const": name }));
    let text = || branch(&json!({ "type": "string" }));
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let codes = |it: &Value, components: &Value| {
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, "components": { "schemas": components },
            "webhooks": { "a.b": webhook(&object(&json!({ "type": { "const": "a.b" }, "it": it }))) },
        });
        let import = import(&Source::new("openapi.json", document.to_string()), None, &Files::new());
        let import = import.unwrap_or_else(|found| panic!("{found}"));
        let is_one = |code: &str| code.contains("discriminator") || code.contains("mapping");
        let warnings: Vec<_> = import.warnings.iter().filter(|it| is_one(it.code)).cloned().collect();
        let codes: Vec<_> = warnings.iter().map(|it| it.code).collect();
        (codes.join(" "), warnings)
    };
    let union = |branches: &Value, mapping: &Value| json!({ "oneOf": branches, "discriminator": { "propertyName": "k", "mapping": mapping } });
    let refs = || json!([to("A"), to("B")]);
    let list = |names: [&str; 2]| branch(&json!({ "enum": names }));
    let none = || json!({});
    for (what, it, components, expected) in [
        ("inline constants", union(&json!([fixed("x"), fixed("y")]), &none()), none(), ""),
        (
            "null",
            union(&json!([to("A"), to("B"), { "type": "null" }]), &none()),
            json!({ "A": fixed("x"), "B": fixed("y") }),
            "",
        ),
        ("lists of their own", union(&refs(), &none()), json!({ "A": list(["x", "z"]), "B": fixed("y") }), ""),
        (
            "lists with a name in common",
            union(&refs(), &none()),
            json!({ "A": list(["x", "y"]), "B": fixed("y") }),
            "discriminator-ignored",
        ),
        (
            "a part of lists of their own",
            union(&refs(), &json!({ "x": "A", "y": "B" })),
            json!({ "A": list(["x", "z"]), "B": fixed("y") }),
            "",
        ),
        (
            "all of a common list",
            union(&refs(), &json!({ "x": "A", "y": "B" })),
            json!({ "A": list(["x", "y"]), "B": list(["x", "y"]) }),
            "discriminator-as-const",
        ),
        (
            "a part of a common list",
            union(&refs(), &json!({ "x": "A", "y": "B" })),
            json!({ "A": list(["x", "z"]), "B": list(["y", "z"]) }),
            "discriminator-as-const name-without-mapping",
        ),
        ("no names", union(&refs(), &none()), json!({ "A": text(), "B": text() }), "discriminator-ignored"),
        (
            "names of the mapping",
            union(&refs(), &json!({ "x": "A", "y": "B" })),
            json!({ "A": text(), "B": text() }),
            "discriminator-as-const",
        ),
        (
            "the same names twice",
            union(&refs(), &json!({ "x": "A", "y": "B" })),
            json!({ "A": fixed("x"), "B": fixed("y") }),
            "",
        ),
        (
            "other names",
            union(&refs(), &json!({ "x": "A", "z": "B" })),
            json!({ "A": fixed("x"), "B": fixed("y") }),
            "mapping-of-refused-name",
        ),
        (
            "a name of no branch",
            union(&refs(), &json!({ "z": "C" })),
            json!({ "A": fixed("x"), "B": fixed("y"), "C": fixed("z") }),
            "mapping-of-no-branch",
        ),
        (
            "a base",
            to("A"),
            json!({ "A": { "properties": { "k": {} }, "discriminator": { "propertyName": "k", "mapping": { "x": "B" } } }, "B": text() }),
            "discriminator-of-base",
        ),
    ] {
        assert_eq!(codes(&it, &components).0, expected, "{what}");
    }
    // The wrong reference is the reason, not the branches.
    for wrong in ["Bb", "b", "./B.yaml", "#/components/schemas/Bb", "other.yaml#/B"] {
        let it = union(&refs(), &json!({ "x": "A", "why": wrong }));
        let (codes, warnings) = codes(&it, &json!({ "A": text(), "B": text() }));
        assert_eq!(codes, "discriminator-ignored", "{wrong}");
        let message = &warnings[0].message;
        assert!(message.contains("none of the branches: `why`"), "{wrong}: {message}");
    }
}

/// A header names the event if its name says so, or its values are like the keys. No proposal contradicts an example.
#[test]
fn headers_name_events_by_their_values() {
    let fixed = |value: &str| json!({ "const": value });
    let shown = |value: &str| json!({ "type": "string", "examples": [value] });
    for (what, header, one, two, expected) in [
        ("fixed values", "X-Event-Key", fixed("x:1"), fixed("x:2"), "header = \"X-Event-Key\""),
        ("fixed values of any header", "X-Acme-What", fixed("x:1"), fixed("x:2"), "# # `X-Acme-What`"),
        ("fixed values like the keys", "X-Acme-What", fixed("A_MADE"), fixed("A_GONE"), "header = \"X-Acme-What\""),
        ("the same value", "X-Acme-What", fixed("x"), fixed("x"), "# # `X-Acme-What`"),
        ("examples", "X-Topic", shown("x/1"), shown("x/2"), "header = \"X-Topic\""),
        ("examples like the keys", "X-Acme-What", shown("A_MADE"), shown("A_GONE"), "header = \"X-Acme-What\""),
        ("examples of anything", "X-Shop-Domain", shown("x.com"), shown("y.com"), "# # `X-Shop-Domain`"),
        ("an example with another name", "X-Acme-Event", shown("a"), shown("a"), "# # `X-Acme-Event`"),
        ("no values", "X-Acme-Event", json!({}), json!({}), "# header = \"X-Acme-Event\""),
        (
            "the form of a signature",
            "X-Signature",
            shown("sha256=0123456789abcdef"),
            json!({}),
            "# value = \"sha256={code}\"",
        ),
        ("another form of a signature", "X-Signature", shown("t=1,v1=0123456789abcdef"), json!({}), "# value = \"…\""),
    ] {
        let of = |schema: &Value| with(&json!({ "id": {} }), &json!({ header: schema, "Content-Type": fixed("x") }));
        let catalog = read(&json!({ "a.made": of(&one), "a.gone": of(&two) })).files["catalog.toml"].clone();
        let is_line = |line: &str| line == expected || expected.contains("value") && line.starts_with(expected);
        assert!(catalog.lines().any(is_line), "{what}: {catalog}");
        assert!(!catalog.contains("Content-Type"), "{what}: {catalog}");
    }
}

/// Texts and examples count wherever the document has them.
#[test]
fn texts_and_examples_are_found_around() {
    let schema = object(&json!({ "type": { "const": "a.b" } }));
    let mut webhook = webhook(&schema);
    webhook["summary"] = json!("Something was sent.");
    webhook["post"]["deprecated"] = json!("yes");
    webhook["post"]["security"] = json!([{ "unknown": [] }]);
    webhook["post"]["requestBody"]["description"] = json!("The sent thing.");
    webhook["post"]["requestBody"]["content"]["application/x+json"] =
        json!({ "schema": schema, "example": { "type": "a.b", "id": 7 } });
    let import = read(&json!({ "a.b": webhook }));
    assert!(import.files["catalog.toml"].contains("summary = \"Something was sent.\""));
    assert!(import.files["events/a.b.schema.json"].contains("The sent thing."));
    assert!(import.files["events/a.b.example.json"].contains('7'));
    assert!(warns(&import, "invalid-flag") && warns(&import, "undefined-security-scheme"), "{}", import.warnings);
    let branch = |name: &str| {
        let mut branch = object(&json!({ "event": { "const": name } }));
        branch["example"] = json!({ "event": name });
        branch
    };
    let import = read(&json!({ "all": self::webhook(&json!({ "oneOf": [branch("x"), branch("y")] })) }));
    assert!(import.files.contains_key("events/x.example.json") && import.files.contains_key("events/y.example.json"));
}

/// Findings about names have their place in the document.
#[test]
fn invalid_names_are_refused_at_webhooks() {
    let refused = |key: &str, schema: &Value| {
        let document = json!({ "openapi": "3.1.0", "info": {}, "webhooks": { key: webhook(schema) } }).to_string();
        let found = import(&Source::new("openapi.json", document), None, &Files::new()).err();
        found.map(|found| found.to_string())
    };
    let any = object(&json!({ "id": {} }));
    for key in ["", " ", "a\nb"] {
        let found = refused(key, &any).expect("it is refused");
        assert!(found.contains("invalid-event-name") && !found.contains("catalog.toml"), "{found}");
        assert_eq!(refused(key, &object(&json!({ "type": { "const": "a.b" } }))), None);
    }
    for key in ["../../etc/passwd", ".hidden", "a b", "日本"] {
        assert_eq!(refused(key, &any), None, "{key}");
    }
}

/// A name that only examples show does not replace one that a person has corrected.
#[test]
fn corrected_names_stay_in_later_imports() {
    let shown = |name: &str| {
        let mut webhook = webhook(&object(&json!({ "topic": { "type": "string" } })));
        webhook["post"]["requestBody"]["content"]["application/json"]["example"] = json!({ "topic": name });
        webhook
    };
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": { "made": shown("x.made"), "gone": shown("x.gone") },
    });
    let source = Source::new("openapi.json", document.to_string());
    let mut files = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{found}")).files;
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    assert!(catalog.contains("name = \"x.made\""), "{catalog}");
    *catalog = catalog.replace("name = \"x.", "name = \"").replace("[event]\nmember = \"/topic\"\n", "");
    let again = import(&source, None, &files).unwrap_or_else(|found| panic!("{found}")).files;
    assert!(again["catalog.toml"].contains("name = \"made\"") && !again["catalog.toml"].contains("name = \"x."));
}

/// Names that are equal in Rust get numbers, in the spelling of the catalogue.
#[test]
fn equal_names_in_rust_are_numbered() {
    for (names, numbered) in [
        (["a b", "a-b", "A_B"], ["Ab2", "Ab3"]),
        (["order.paid", "order_paid", "order-paid"], ["OrderPaid2", "OrderPaid3"]),
        (["x.y.z", "x/y/z", "xY.Z"], ["Xyz2", "Xyz3"]),
        (["v2", "V2", "v-2"], ["V22", "V23"]),
    ] {
        let webhooks = names.map(|name| (name.to_owned(), webhook(&object(&json!({ "t": {} })))));
        let webhooks: serde_json::Map<String, Value> = webhooks.into_iter().collect();
        let import = read(&Value::Object(webhooks));
        let catalog = &import.files["catalog.toml"];
        let found: Vec<&str> = catalog.lines().filter_map(|line| line.strip_prefix("type = ")).collect();
        assert_eq!(found, numbered.map(|name| format!("\"{name}\"")), "{catalog}");
        codegen::generate(&import.files).unwrap_or_else(|found| panic!("{names:?} {found}"));
    }
}
