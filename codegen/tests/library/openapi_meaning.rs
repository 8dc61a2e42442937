//! An import takes from an OpenAPI document what it means, or a warning says what has no effect.

use codegen::Files;
use codegen::import::{Import, import};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use serde_json::{Value, json};

/// Imports webhooks whose bodies have these schemas, beside components.
fn imported(version: &str, bodies: &[(&str, Value)], components: &Value) -> Import {
    let webhook = |(key, schema): &(&str, Value)| {
        let content = json!({ "application/json": { "schema": schema } });
        ((*key).to_owned(), json!({ "post": { "requestBody": { "content": content } } }))
    };
    read(version, &bodies.iter().map(webhook).collect::<serde_json::Map<_, _>>().into(), components)
}

fn read(version: &str, webhooks: &Value, components: &Value) -> Import {
    let section = if version.starts_with("3.0") { "x-webhooks" } else { "webhooks" };
    let document = json!({
        "openapi": version,
        "info": { "title": "Acme", "version": "1" },
        section: webhooks,
        "components": { "schemas": components },
    });
    let source = Source::new("openapi.json", document.to_string());
    import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the schema of an event.
fn schema(import: &Import, event: &str) -> Value {
    serde_json::from_str(&import.files[&format!("events/{event}.schema.json")]).expect("a schema")
}

fn warns(import: &Import, code: &str) -> bool {
    import.warnings.iter().any(|warning| warning.code == code)
}

/// Returns a schema with a member in it that names the event, and one to be looked at.
fn with(member: &Value) -> Value {
    json!({ "type": "object", "required": ["event"], "properties": { "event": { "const": "a.b" }, "it": member } })
}

/// Returns what is written for a member of an event.
fn written(version: &str, member: &Value, components: &Value) -> (Value, Import) {
    let import = imported(version, &[("a.b", with(member))], components);
    (schema(&import, "a.b")["properties"]["it"].clone(), import)
}

fn branch(name: &str, tag: &Value) -> Value {
    json!({ "type": "object", "required": [name], "properties": { name: tag } })
}

#[test]
fn a_union_is_split_only_if_alone() {
    let reference = json!({ "$ref": "#/components/schemas/Any" });
    let components = json!({
        "Any": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }] },
        "A": branch("type", &json!({ "const": "a" })),
        "B": branch("type", &json!({ "const": "b" })),
    });
    let alone = imported("3.1.0", &[("all", reference.clone())], &components);
    assert!(alone.files.contains_key("events/a.schema.json") && alone.files.contains_key("events/b.schema.json"));
    let beside = json!({ "$ref": "#/components/schemas/Any", "required": ["id"] });
    let import = imported("3.1.0", &[("all", beside.clone())], &components);
    assert_eq!(schema(&import, "all")["required"], json!(["id"]));
    // There it has no effect.
    assert!(imported("3.0.3", &[("all", beside)], &components).files.contains_key("events/a.schema.json"));
}

#[test]
fn a_discriminator_names_events() {
    let components = json!({
        "A": { "type": "object", "properties": { "color": { "const": "green" }, "type": { "type": "string" } } },
        "B": { "type": "object", "properties": { "color": { "const": "red" }, "type": { "type": "string" } } },
    });
    let body = json!({
        "oneOf": [{ "$ref": "#/components/schemas/A" }, { "$ref": "#/components/schemas/B" }],
        "discriminator": { "propertyName": "type", "mapping": {
            "order.created": "#/components/schemas/A", "order.paid": "#/components/schemas/B" } },
    });
    let import = imported("3.1.0", &[("all", body)], &components);
    assert!(import.files["catalog.toml"].contains("member = \"/type\""), "{}", import.files["catalog.toml"]);
    assert_eq!(schema(&import, "order.paid")["properties"]["type"], json!({ "const": "order.paid" }));
}

#[test]
fn mapping_adds_what_its_branches_admit() {
    let union = |mapping: Value, beside: Value| {
        let first = beside.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), value.clone()));
        let first = [("$ref".to_owned(), json!("#/components/schemas/V1"))].into_iter().chain(first);
        let first: serde_json::Map<String, Value> = first.collect();
        json!({
            "oneOf": [first, { "$ref": "#/components/schemas/V2" }],
            "discriminator": { "propertyName": "v", "mapping": mapping },
        })
    };
    let components = |tag: &Value| json!({ "V1": branch("v", tag), "V2": branch("v", tag) });
    let (one, two) = ("#/components/schemas/V1", "V2");
    let both = |one_name: &str, two_name: &str| json!({ one_name: one, two_name: two });
    let integer = components(&json!({ "type": "integer" }));
    let (it, import) = written("3.1.0", &union(both("1", "2"), json!({})), &integer);
    assert_eq!(it["oneOf"][1]["properties"]["v"], json!({ "const": 2 }), "{it}");
    assert!(!warns(&import, "discriminator-ignored"));
    let (it, import) = written("3.1.0", &union(both("one", "two"), json!({})), &integer);
    assert_eq!(it["oneOf"][1], json!({ "$ref": "../components/V2.schema.json" }));
    assert!(warns(&import, "discriminator-ignored"));
    let text = components(&json!({ "type": "string" }));
    let own = json!({ "properties": { "age": { "type": "integer" } } });
    let (it, _) = written("3.1.0", &union(both("one", "two"), own.clone()), &text);
    assert_eq!(it["oneOf"][0]["properties"], own["properties"]);
    assert_eq!(it["oneOf"][0]["allOf"], json!([{ "properties": { "v": { "const": "one" } } }]));
    let (_, import) = written(
        "3.1.0",
        &union(json!({ "one": one, "two": two, "three": "#/components/schemas/No" }), json!({})),
        &text,
    );
    assert!(warns(&import, "mapping-of-no-branch"));
}

/// Returns the names of the imported events.
fn events(import: &Import) -> Vec<&str> {
    let paths = import.files.keys().filter_map(|path| path.strip_prefix("events/")?.strip_suffix(".schema.json"));
    paths.collect()
}

/// A webhook stands for all events that its schema lists, where it is certain that they are events.
#[test]
fn a_list_of_names_is_split() {
    let listed = |member: &str, names: &Value| branch(member, &json!({ "type": "string", "enum": names }));
    let dotted = json!(["a.made", "a.gone"]);
    let plain = json!(["made", "gone"]);
    let none = || (String::new(), vec!["all"]);
    let within = json!({ "type": "object", "properties": { "meta": listed("type", &dotted) } });
    let refined = json!({ "allOf": [listed("type", &json!(["a.made", "b.made", "a.gone"])), listed("type", &dotted)] });
    let names = vec!["a.gone", "a.made"];
    for (what, body, (member, expected)) in [
        ("names with parts", listed("type", &dotted), ("/type".to_owned(), names.clone())),
        ("null beside names", listed("type", &json!(["a.made", "a.gone", null])), ("/type".to_owned(), names.clone())),
        ("a list that another one narrows", refined, ("/type".to_owned(), names.clone())),
        ("a member within", within, ("/meta/type".to_owned(), names.clone())),
        ("a member for events", listed("event_type", &plain), ("/event_type".to_owned(), vec!["gone", "made"])),
        ("kinds of something", listed("type", &plain), none()),
        ("a state", listed("status", &dotted), none()),
        ("the webhook among the names", listed("type", &json!(["all", "a.made"])), ("/type".to_owned(), vec!["all"])),
        ("numbers", listed("event", &json!([1, 2])), none()),
    ] {
        let import = imported("3.1.0", &[("all", body)], &json!({}));
        assert_eq!(events(&import), expected, "{what}");
        let catalog = &import.files["catalog.toml"];
        let is_named = catalog.contains(&format!("member = \"{member}\""));
        assert_eq!(is_named, !member.is_empty(), "{what}: {catalog}");
        assert_eq!(warns(&import, "no-event-name"), member.is_empty(), "{what}");
        if member == "/meta/type" {
            let fixed = json!({ "meta": { "properties": { "type": { "const": "a.made" } } } });
            assert_eq!(schema(&import, "a.made")["allOf"][0]["properties"], fixed);
        }
    }
    let import = imported("3.1.0", &[("all", listed("type", &plain))], &json!({}));
    assert!(import.warnings.to_string().contains("`/type` lists values: `made`, `gone`"), "{}", import.warnings);
}

#[test]
fn branches_may_list_several_names() {
    let listed = |names: Value| branch("type", &json!({ "enum": names }));
    let schemas = json!({ "A": listed(json!(["a.made", "a.gone"])), "B": listed(json!(["b.made"])) });
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let body = json!({ "oneOf": [reference("A"), reference("B")] });
    let import = imported("3.1.0", &[("all", body.clone())], &schemas);
    assert_eq!(events(&import), ["a.gone", "a.made", "b.made"]);
    assert_eq!(schema(&import, "a.gone")["properties"], json!({ "type": { "const": "a.gone" } }));
    assert_eq!(schema(&import, "b.made").get("properties"), None);
    // A name in two branches does not tell them apart: each event has the union.
    let twice = json!({ "A": listed(json!(["a.made", "a.gone"])), "B": listed(json!(["a.gone"])) });
    let import = imported("3.1.0", &[("all", body.clone())], &twice);
    assert_eq!(events(&import), ["a.gone", "a.made"]);
    assert_eq!(schema(&import, "a.made")["oneOf"].as_array().map(Vec::len), Some(2));
    let mut mapped = body;
    mapped["discriminator"] = json!({ "propertyName": "type", "mapping": {
        "a.made": "A", "a.gone": "A", "b.made": "#/components/schemas/B" } });
    let schemas = json!({ "A": branch("type", &json!({ "type": "string" })), "B": branch("type", &json!({})) });
    let import = imported("3.1.0", &[("all", mapped)], &schemas);
    assert_eq!(events(&import), ["a.gone", "a.made", "b.made"]);
    assert_eq!(schema(&import, "b.made")["properties"], json!({ "type": { "const": "b.made" } }));
}

#[test]
fn a_header_may_list_several_names() {
    let webhook = |names: &[&str]| {
        json!({ "post": {
            "parameters": [{ "name": "X-Acme-Event", "in": "header", "schema": { "enum": names } }],
            "requestBody": { "content": { "application/json": { "schema": { "type": "object" } } } } } })
    };
    for (webhooks, expected) in [
        (json!({ "all": webhook(&["made", "gone"]) }), vec!["gone", "made"]),
        (json!({ "all": webhook(&["made", "gone"]), "b": webhook(&["other"]) }), vec!["gone", "made", "other"]),
        (json!({ "made": webhook(&["made", "gone"]), "gone": webhook(&["made", "gone"]) }), vec!["gone", "made"]),
    ] {
        let import = read("3.1.0", &webhooks, &json!({}));
        assert_eq!(events(&import), expected);
        assert!(import.files["catalog.toml"].contains("header = \"X-Acme-Event\""), "{webhooks}");
    }
}

#[test]
fn nullable_counts_beside_a_type() {
    let components = json!({ "Text": { "type": "string" }, "Null": { "type": "string", "nullable": true } });
    for (member, expected, is_warned) in [
        (
            json!({ "type": "object", "nullable": true, "anyOf": [{ "required": ["a"] }] }),
            json!(["object", "null"]),
            false,
        ),
        (
            json!({ "type": "string", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Null" }] }),
            json!(["string", "null"]),
            false,
        ),
        (
            json!({ "type": "string", "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Text" }] }),
            json!(["string", "null"]),
            true,
        ),
        (json!({ "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Text" }] }), Value::Null, true),
        (json!({ "nullable": true, "enum": ["a"] }), Value::Null, true),
        (json!({ "nullable": true }), Value::Null, false),
        (json!({ "type": "string", "nullable": false }), json!("string"), false),
    ] {
        let (it, import) = written("3.0.3", &member, &components);
        assert_eq!(it["type"], expected, "{member}");
        assert_eq!(warns(&import, "nullable-beside-ref"), is_warned, "{member}");
    }
    for (member, code) in [
        (json!({ "type": "string", "nullable": "yes" }), "invalid-flag"),
        (json!({ "type": "number", "exclusiveMinimum": true }), "no-bound"),
        (json!({ "type": "number", "exclusiveMinimum": 5 }), "keyword-since-3.1"),
        (json!({ "type": ["string", "null"] }), "keyword-since-3.1"),
        (json!({ "if": { "type": "string" }, "then": { "minLength": 3 } }), "keyword-since-3.1"),
    ] {
        assert!(warns(&written("3.0.3", &member, &components).1, code), "{member}");
    }
}

#[test]
fn examples_beside_each_other_are_kept() {
    let (it, _) = written("3.1.0", &json!({ "type": "string", "example": "a", "examples": ["b"] }), &json!({}));
    assert_eq!(it["examples"], json!(["a", "b"]));
    let beside = json!({ "$ref": "#/components/schemas/A", "examples": [{ "type": "a", "mine": true }] });
    let component = json!({ "A": { "properties": { "type": { "const": "a" } }, "examples": [{ "type": "a" }] } });
    let import = imported("3.1.0", &[("a", beside)], &component);
    assert!(import.files["events/a.example.json"].contains("mine"), "{}", import.files["events/a.example.json"]);
}

#[test]
fn a_fixed_header_counts_before_examples() {
    let webhook = |topic: &str, shown: &str| {
        json!({ "post": {
            "parameters": [{ "name": "X-Shop-Topic", "in": "header", "schema": { "const": topic } }],
            "requestBody": { "content": { "application/json": {
                "schema": { "type": "object", "properties": { "type": { "type": "string" } } },
                "example": { "type": shown } } } } } })
    };
    let webhooks =
        json!({ "orders/create": webhook("orders/create", "gift"), "orders/paid": webhook("orders/paid", "sale") });
    let catalog = read("3.1.0", &webhooks, &json!({})).files["catalog.toml"].clone();
    assert!(catalog.contains("header = \"X-Shop-Topic\"") && catalog.contains("\"orders/paid\""), "{catalog}");
    // One event shows no other value for another one.
    let mut single = webhook("a", "gift");
    single["post"].as_object_mut().expect("an object").remove("parameters");
    let import = read("3.1.0", &json!({ "a": single }), &json!({}));
    assert!(warns(&import, "no-event-name") && import.files["catalog.toml"].contains("name = \"a\""));
}

/// An id tells repetitions apart: that of another delivery or event must not.
#[test]
fn ids_of_other_events_are_no_ids() {
    let id = |header: &str| {
        let parameter = json!({ "in": "header", "name": header, "required": true, "schema": { "type": "string" } });
        let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
        let webhooks = json!({ "order.paid": { "post": { "parameters": [parameter], "requestBody": body } } });
        let catalog = read("3.1.0", &webhooks, &json!({})).files["catalog.toml"].clone();
        catalog.contains(&format!("id = {{ header = \"{header}\" }}"))
    };
    for own in
        "X-Event-Id X-Acme-Delivery Webhook-Id X-Message-ID X-Delivery-ID X-Request-UUID X-Message-Uuid X-Event-GUID \
                x_notification_id X-EventId X-Acme-DeliveryUuid X-Request-Id ce-id Svix-Id"
            .split_whitespace()
    {
        assert!(id(own), "{own}");
    }
    for other in
        "X-Parent-Event-Id X-Original-Delivery X-Correlation-Message-Id X-Previous-Event-Id X-Root-Request-Uuid \
                  X-Acme-Webhook-Id X-Account-Id X-Id X-Uuid X-Valid X-Events X-Request X-Delivery-Attempt Guid"
            .split_whitespace()
    {
        assert!(!id(other), "{other}");
    }
}

/// Another attempt is another request.
#[test]
fn ids_of_requests_come_last() {
    let parameter = |name: &str| json!({ "in": "header", "name": name, "schema": { "type": "string" } });
    let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
    let parameters = ["X-Request-Id", "X-Message-Id", "X-Event-Id"].map(parameter);
    let webhooks = json!({ "order.paid": { "post": { "parameters": parameters, "requestBody": body } } });
    let catalog = read("3.1.0", &webhooks, &json!({})).files["catalog.toml"].clone();
    assert!(catalog.contains("id = { header = \"X-Message-Id\" }"), "{catalog}");
}

#[test]
fn members_beside_a_path_items_reference_count() {
    let body = json!({ "content": { "application/json": { "schema": with(&json!({})) } } });
    let signature = json!({ "name": "X-Acme-Signature", "in": "header", "schema": { "type": "string" } });
    let item = json!({ "$ref": "#/components/schemas/Item", "parameters": [signature] });
    let components = json!({ "Item": { "post": { "requestBody": body, "deprecated": true } } });
    let import = read("3.1.0", &json!({ "a.b": item }), &components);
    assert!(import.warnings.to_string().contains("X-Acme-Signature"), "{}", import.warnings);
    assert_eq!(schema(&import, "a.b")["deprecated"], true);
    let mut twice = item;
    twice["post"] =
        json!({ "requestBody": { "content": { "application/json": { "schema": with(&json!({ "type": "null" })) } } } });
    let import = read("3.1.0", &json!({ "a.b": twice }), &components);
    assert!(warns(&import, "path-item-twice"));
    assert_eq!(schema(&import, "a.b")["properties"]["it"]["type"], "null");
}

#[test]
fn keywords_without_effect_name_no_event() {
    let body =
        |name: &str| json!({ "$ref": "#/components/schemas/Base", "properties": { "type": { "enum": [name] } } });
    let components = json!({ "Base": branch("type", &json!({ "type": "string" })) });
    let bodies = [("a", body("a.one")), ("b", body("b.one"))];
    let catalog = |version| imported(version, &bodies, &components).files["catalog.toml"].clone();
    assert!(catalog("3.1.0").contains("member = \"/type\""));
    assert!(!catalog("3.0.3").contains("member = \"/type\""));
}

/// Some documents describe webhooks like calls to the vendor's own interface.
#[test]
fn webhooks_among_paths_are_pointed_out() {
    let post = |name: &str, properties: &Value| {
        let media = json!({ "schema": { "type": "object", "properties": properties } });
        json!({ "post": { "operationId": name, "requestBody": { "content": { "application/json": media } } } })
    };
    let data = json!({ "order_url": { "type": "string" } });
    let address = json!({ "callback_url": { "type": "string" } });
    let with = |method: &str| {
        let mut item = post("webhookEndpoint", &data);
        item[method] = json!({ "summary": "Something else" });
        item
    };
    let called = json!({ "post": { "operationId": "order", "callbacks": { "paid": { "{$request.body#/url}": {} } } } });
    for (paths, is_found) in [
        (json!({ "/orders": { "get": {} }, "/your-webhook-url": post("order", &data) }), true),
        (json!({ "/orders": post("orderWebhook", &data) }), true),
        (json!({ "/orders": post("Webhook sent for each order", &data) }), true),
        (json!({ "/your-webhook-url": {} }), false),
        (json!({ "/orders": { "get": { "summary": "Lists webhooks" } } }), false),
        (json!({ "/webhooks": post("createWebhook", &data) }), false),
        (json!({ "/webhooks": post("Registers a webhook", &data) }), false),
        (json!({ "/webhooks": post("webhookEndpoint", &address) }), false),
        (json!({ "/webhooks": with("get") }), false),
        (json!({ "/webhooks": with("delete") }), false),
        (json!({ "/webhooks": with("options") }), true),
        (json!({ "/webhooks": post("createWebhook", &data), "/orders": called }), true),
        (json!([]), false),
    ] {
        let document = json!({ "openapi": "3.0.3", "info": { "title": "Acme", "version": "1" }, "paths": paths });
        let source = Source::new("openapi.json", document.to_string());
        let found = import(&source, None, &Files::new()).expect_err("no webhook").to_string();
        assert!(found.contains("no-event"), "{found}");
        assert_eq!(found.contains("perhaps move this there"), is_found, "{found}");
        if paths.to_string().contains("callbacks") {
            assert!(found.contains("\"paid\"") && found.contains("callback-not-read"), "{found}");
        }
    }
}

/// A member that is no webhook takes none of the others away.
#[test]
fn other_members_refuse_no_webhook() {
    let item = json!({ "post": { "requestBody": { "content": { "application/json": { "schema": branch("type", &json!({ "const": "a" })) } } } } });
    for (section, name, other, expected) in [
        ("webhooks", "x-internal", json!(true), Ok("extension-not-read")),
        ("webhooks", "x-note", json!({ "text": "see the guide" }), Ok("extension-not-read")),
        ("x-webhooks", "x-note", json!("see the guide"), Ok("extension-not-read")),
        ("x-webhooks", "x-order", item.clone(), Ok("")),
        ("x-webhooks", "description", json!("see the guide"), Ok("no-webhook")),
        ("x-webhooks", "b", Value::Null, Ok("no-webhook")),
        ("webhooks", "b", json!("see the guide"), Err("invalid-openapi")),
        ("webhooks", "b", json!({ "{$request.body#/url}": item }), Ok("callback-as-webhook")),
        ("x-webhooks", "b", json!({ "{$request.body#/url}": item, "x-note": 1 }), Ok("callback-as-webhook")),
        (
            "x-webhooks",
            "b",
            json!({ "{$request.body#/url}": item, "https://x.example/{$url}": item }),
            Ok("several-callbacks"),
        ),
    ] {
        let webhooks = json!({ "a": item, name: other });
        let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, section: webhooks });
        let read = import(&Source::new("openapi.json", document.to_string()), None, &Files::new());
        let codes = ["extension-not-read", "no-webhook", "callback-as-webhook", "several-callbacks", "invalid-openapi"];
        let known = |found: &Diagnostics| {
            found.iter().map(|it| it.code).filter(|code| codes.contains(code)).collect::<Vec<_>>().join(" ")
        };
        let found = read.as_ref().map(|import| known(&import.warnings)).map_err(known);
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{section}/{name}: {other}");
        let is_event = other.to_string().contains("requestBody") && expected != Ok("several-callbacks");
        let events = read.map_or(0, |import| import.files.keys().filter(|path| path.ends_with(".schema.json")).count());
        assert_eq!(events, if expected.is_err() { 0 } else { 1 + usize::from(is_event) }, "{section}/{name}: {other}");
    }
    let alone =
        json!({ "openapi": "3.0.3", "info": { "title": "Acme" }, "x-webhooks": { "description": "see the guide" } });
    let found = import(&Source::new("openapi.json", alone.to_string()), None, &Files::new()).expect_err("no webhook");
    assert!(found.iter().any(|it| it.code == "no-event") && found.iter().any(|it| it.code == "no-webhook"), "{found}");
}
