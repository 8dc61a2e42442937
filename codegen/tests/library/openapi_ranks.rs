//! The parts of requests that may name events, compared: names like the keys are the best evidence, and a part whose name is no word for an
//! event is none.

use serde_json::{Value, json};

use crate::openapi_names::{events, object, read, warns, webhook, with};

/// Returns a webhook with an example of its body.
fn shown(properties: &Value, example: &Value) -> Value {
    let mut webhook = webhook(&object(properties));
    webhook["post"]["requestBody"]["content"]["application/json"]["example"] = example.clone();
    webhook
}

fn fixed(value: &str) -> Value {
    json!({ "const": value })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn none() -> Value {
    json!({})
}

/// Returns the line of `[event]`, with the names of the events.
fn named(webhooks: &Value) -> String {
    let import = read(webhooks);
    let catalog = &import.files["catalog.toml"];
    let line = catalog.lines().find(|line| line.starts_with("member") || line.starts_with("header"));
    assert_eq!(warns(&import, "no-event-name"), line.is_none(), "{}", import.warnings);
    format!("{}: {}", line.unwrap_or("none"), events(&import))
}

#[test]
fn the_likest_part_names_events() {
    let both = |one: Value, two: Value| json!({ "order.paid": one, "cart.gone": two });
    let headers = |first: [&str; 2], second: [&str; 2]| {
        let of = |index: usize| {
            with(&none(), &json!({ "X-Resource-Topic": fixed(first[index]), "X-Event-Type": fixed(second[index]) }))
        };
        both(of(0), of(1))
    };
    let member = |name: &str, values: [&str; 2], header: &str, keys: [&str; 2]| {
        let of = |index: usize| with(&json!({ name: fixed(values[index]) }), &json!({ header: fixed(keys[index]) }));
        both(of(0), of(1))
    };
    let keys = ["order.paid", "cart.gone"];
    let pair =
        |entity: &str, action: &str| webhook(&object(&json!({ "entity": fixed(entity), "action": fixed(action) })));
    for (what, webhooks, expected) in [
        (
            "a kind beside the keys in a header",
            member("object", ["order", "cart"], "X-Acme-Event", keys),
            "header = \"X-Acme-Event\": cart.gone order.paid",
        ),
        (
            "a word beside the keys in a header",
            member("type", ["a", "b"], "X-Acme-Event", keys),
            "header = \"X-Acme-Event\": cart.gone order.paid",
        ),
        ("the keys in both", member("type", keys, "X-Acme-Event", keys), "member = \"/type\": cart.gone order.paid"),
        (
            "the keys in another spelling",
            member("kind", ["ORDER_PAID", "CART_GONE"], "X-Acme-Event", ["x.a", "x.b"]),
            "member = \"/kind\": CART_GONE ORDER_PAID",
        ),
        (
            "the second header",
            headers(["orders.paid", "carts.gone"], keys),
            "header = \"X-Event-Type\": cart.gone order.paid",
        ),
        ("the first header", headers(keys, ["a", "b"]), "header = \"X-Resource-Topic\": cart.gone order.paid"),
        ("a word with other names", member("type", ["a", "b"], "X-Schema", ["1", "2"]), "member = \"/type\": a b"),
        (
            "a kind with names of events",
            member("kind", ["x.a", "x.b"], "X-Schema", ["1", "2"]),
            "member = \"/kind\": x.a x.b",
        ),
        ("a kind", member("kind", ["a", "b"], "X-Schema", ["1", "2"]), "none: cart.gone order.paid"),
        ("a version", member("version", ["1", "2"], "X-Schema", ["1.a", "2.a"]), "none: cart.gone order.paid"),
        (
            "two members that spell the keys",
            both(pair("order", "paid"), pair("cart", "gone")),
            "members = [\"/entity\", \"/action\"]: cart.gone order.paid",
        ),
    ] {
        assert_eq!(named(&webhooks), expected, "{what}");
    }
}

/// A word for an event names the events by any value, in every spelling.
#[test]
fn spellings_of_words_are_alike() {
    for (member, is_named) in [
        ("notification_type", true),
        ("notificationType", true),
        ("NotificationType", true),
        ("webhookEvent", true),
        ("event-type", true),
        ("acmeEventType", true),
        ("eventKind", true),
        ("event_kind", true),
        ("previous_event", false),
        ("previousEvent", false),
        ("contentType", false),
        ("cardKind", false),
    ] {
        let of = |value: &str| webhook(&object(&json!({ member: fixed(value) })));
        let expected =
            if is_named { format!("member = \"/{member}\": OL1 OP1") } else { "none: orderLost orderPaid".to_owned() };
        assert_eq!(named(&json!({ "orderPaid": of("OP1"), "orderLost": of("OL1") })), expected);
    }
}

/// A name that a title spells is none, and values of some events do not replace those of all.
#[test]
fn doubtful_likeness_names_no_event() {
    let with_title = |member: &str, name: &str, title: &str| {
        webhook(&object(&json!({ member: fixed(name), "title": fixed(title) })))
    };
    let titles = |member: &str, titles: [&str; 2]| json!({ "orderPaid": with_title(member, "ORD_P", titles[0]), "orderLost": with_title(member, "ORD_L", titles[1]) });
    let status = |name: &str, status: &str| {
        let schema = json!({ "event_type": name, "invoice": { "status": status } });
        let properties = json!({ "event_type": fixed(name), "invoice": object(&json!({ "status": text() })) });
        shown(&properties, &schema)
    };
    let in_header = |name: &str, status: &str| {
        let mut webhook = shown(&json!({ "status": text() }), &json!({ "status": status }));
        webhook["post"]["parameters"] = json!([{ "name": "X-Event-Type", "in": "header", "schema": fixed(name) }]);
        webhook
    };
    let plain = |value: &str| shown(&json!({ "status": text() }), &json!({ "status": value }));
    for (what, webhooks, expected) in [
        ("titles", titles("type", ["Order paid", "Order lost"]), "member = \"/type\": ORD_L ORD_P"),
        ("titles alone", titles("code", ["Order paid", "Order lost"]), "none: orderLost orderPaid"),
        ("names", titles("type", ["order_paid", "order_lost"]), "member = \"/title\": order_lost order_paid"),
        (
            "keys in some examples",
            json!({ "paid": status("i.paid", "paid"), "gone": status("i.gone", "gone"), "due": status("i.due", "open") }),
            "member = \"/event_type\": i.due i.gone i.paid",
        ),
        (
            "keys in some examples beside a header",
            json!({ "paid": in_header("i.paid", "paid"), "gone": in_header("i.gone", "paid"), "due": in_header("i.due", "due") }),
            "header = \"X-Event-Type\": i.due i.gone i.paid",
        ),
        (
            "keys in some examples alone",
            json!({ "paid": plain("paid"), "gone": plain("gone"), "due": plain("open") }),
            "member = \"/status\": due gone paid",
        ),
        (
            "another event in a header",
            json!({
                "paid": with(&none(), &json!({ "X-Previous-Event": fixed("made") })),
                "made": with(&none(), &json!({ "X-Previous-Event": fixed("new") })),
            }),
            "none: made paid",
        ),
    ] {
        assert_eq!(named(&webhooks), expected, "{what}");
    }
}

/// Each branch of a union is read, however many there are.
#[test]
fn many_branches_hide_no_name() {
    let members = |prefix: &str, value: &Value| -> Value {
        let members = (0..21).map(|index| (format!("{prefix}{index}"), value.clone()));
        Value::Object(members.collect())
    };
    let data = object(&members("m", &object(&members("n", &text()))));
    let branch = |index: usize| object(&json!({ "type": fixed(&format!("a.x{index}")), "data": data }));
    let union: Vec<Value> = (0..10).map(branch).collect();
    let import = read(&json!({ "all": webhook(&json!({ "allOf": [{ "oneOf": union }] })) }));
    assert_eq!(events(&import).split(' ').count(), 10, "{}", import.warnings);
}

/// Examples of the name count more than constants of something else.
#[test]
fn examples_name_events_beside_constants() {
    let of = |name: &str, member: &str, value: &str| {
        shown(&json!({ "type": text(), member: fixed(value) }), &json!({ "type": name, member: value }))
    };
    for (member, one, two) in
        [("object", "order", "cart"), ("version", "1", "2"), ("dataschema", "https://x/a.b", "https://x/a.c")]
    {
        let webhooks = json!({ "orderPaid": of("order.paid", member, one), "cartGone": of("cart.gone", member, two) });
        assert_eq!(named(&webhooks), "member = \"/type\": cart.gone order.paid", "{member}");
    }
}

/// A list of values is one of events only if nothing else in the request names its webhook.
#[test]
fn lists_of_other_things_stay_whole() {
    let list = |values: [&str; 2]| json!({ "enum": values });
    let media = || list(["image/png", "application/pdf"]);
    let dotted = || list(["order.paid", "order.gone"]);
    let data = |name: &str, values: Value| json!({ "type": text(), "data": object(&json!({ name: values })) });
    for (what, webhook, expected) in [
        ("media types", webhook(&object(&json!({ "type": media() }))), "file.seen"),
        ("types of content", webhook(&object(&json!({ "content_type": dotted() }))), "file.seen"),
        (
            "reasons",
            webhook(&object(&json!({ "data": object(&json!({ "cancel_trigger": list(["user", "dunning"]) })) }))),
            "file.seen",
        ),
        ("another event", webhook(&object(&json!({ "last_event_type": dotted() }))), "file.seen"),
        ("events in the data", webhook(&object(&data("event_type", dotted()))), "file.seen"),
        (
            "events alone in the data",
            webhook(&object(&json!({ "data": object(&json!({ "event_type": dotted() })) }))),
            "order.gone order.paid",
        ),
        (
            "a key in examples",
            shown(&json!({ "type": text(), "topic": dotted() }), &json!({ "type": "file.seen" })),
            "file.seen",
        ),
        (
            "another example",
            shown(&json!({ "type": text(), "topic": dotted() }), &json!({ "type": "x" })),
            "order.gone order.paid",
        ),
        (
            "names in branches",
            webhook(&object(&json!({ "topic": { "oneOf": [fixed("a.x"), fixed("a.y")] } }))),
            "a.x a.y",
        ),
        (
            "a constant beside a list",
            webhook(&object(&json!({ "topic": { "const": "a.x", "enum": ["a.x", "a.y"] } }))),
            "a.x",
        ),
    ] {
        assert_eq!(events(&read(&json!({ "file.seen": webhook }))), expected, "{what}");
    }
}

/// Each of several webhooks with one list of names has the name that is like its key, and its own texts.
#[test]
fn shared_lists_name_each_webhook() {
    let list = || json!({ "enum": ["order.paid", "order.gone"] });
    let of = |webhook: Value, summary: &str, is_deprecated: bool| {
        let mut webhook = webhook;
        webhook["post"]["summary"] = json!(summary);
        webhook["post"]["deprecated"] = json!(is_deprecated);
        webhook
    };
    let in_body = |extra: &str| webhook(&object(&json!({ "type": list(), extra: text() })));
    let in_header = |extra: &str| with(&json!({ extra: text() }), &json!({ "X-Event-Type": list() }));
    let in_content = |extra: &str| {
        let mut webhook = in_header(extra);
        webhook["post"]["parameters"][0]["content"] = json!({ "text/plain": { "schema": list() } });
        webhook["post"]["parameters"][0].as_object_mut().expect("an object").remove("schema");
        webhook
    };
    let member = "member = \"/type\"";
    let header = "header = \"X-Event-Type\"";
    for (what, one, two, line) in [
        ("equal schemas", in_body("a"), in_body("a"), member),
        ("other schemas", in_body("a"), in_body("b"), member),
        ("a header, equal schemas", in_header("a"), in_header("a"), header),
        ("a header, other schemas", in_header("a"), in_header("b"), header),
        ("a header with content", in_content("a"), in_content("b"), header),
    ] {
        let webhooks =
            json!({ "orderPaid": of(one, "It was paid.", true), "orderGone": of(two, "It is gone.", false) });
        let import = read(&webhooks);
        assert_eq!(events(&import), "order.gone order.paid", "{what}: {}", import.warnings);
        let catalog = &import.files["catalog.toml"];
        assert!(catalog.contains(line), "{what}: {catalog}");
        assert!(catalog.contains("name = \"order.paid\"\nsummary = \"It was paid.\""), "{what}: {catalog}");
        assert!(import.files["events/order.paid.schema.json"].contains("\"deprecated\": true"), "{what}");
        assert!(!import.files["events/order.gone.schema.json"].contains("\"deprecated\": true"), "{what}");
    }
    // No key says whose name it is: the event is deprecated if both webhooks are.
    for (second, expected) in [(true, true), (false, false)] {
        let import = read(&json!({ "a": of(in_body("a"), "A.", true), "b": of(in_body("a"), "B.", second) }));
        assert_eq!(events(&import), "order.gone order.paid");
        assert_eq!(import.files["events/order.paid.schema.json"].contains("\"deprecated\": true"), expected);
    }
}

/// The id of a delivery is written if neither its name nor an example says that it is that of a subject.
#[test]
fn ids_of_subjects_are_only_suggested() {
    let of = |member: &str, name: &str, id: &str, data: &Value| {
        let properties = json!({ "event": fixed(name), member: text(), "data": { "type": "object" } });
        shown(&properties, &json!({ "event": name, member: id, "data": data }))
    };
    let data = |id: &str| json!({ "id": id });
    for (what, member, names, ids, inner, is_written) in [
        ("ids of their own", "id", ["order.made", "order.gone"], ["1", "2"], "x", true),
        ("a value of both", "id", ["order.made", "order.gone"], ["1", "1"], "x", false),
        ("a value in the payload", "id", ["order.made", "order.gone"], ["1", "2"], "2", false),
        ("a name for events", "event_id", ["order.made", "order.gone"], ["1", "1"], "1", true),
        ("a name for deliveries", "deliveryId", ["order.made", "order.gone"], ["1", "1"], "1", true),
        ("a message", "message_id", ["order.made", "order.gone"], ["1", "2"], "x", true),
        ("a message of messages", "message_id", ["message.made", "message.gone"], ["1", "2"], "x", false),
        ("an event of events", "event_id", ["event.made", "event.gone"], ["1", "2"], "x", false),
        ("an event of a kind of events", "event_id", ["order_event_made", "order_event_gone"], ["1", "2"], "x", true),
        ("a delivery of deliveries", "delivery_id", ["delivery.made", "order.gone"], ["1", "2"], "x", false),
    ] {
        let [one, two] = [0, 1].map(|index| of(member, names[index], ids[index], &data(inner)));
        let catalog = read(&json!({ names[0]: one, names[1]: two })).files["catalog.toml"].clone();
        let line = format!("id = {{ member = \"/{member}\" }}");
        assert_eq!(catalog.lines().any(|it| it == line), is_written, "{what}: {catalog}");
        assert!(catalog.contains(&line), "{what}: {catalog}");
    }
}

/// A `mapping` with some of the names that branches list loses none of the events.
#[test]
fn branches_keep_the_names_they_list() {
    let list = |names: [&str; 2]| object(&json!({ "type": { "enum": names } }));
    let union = json!({
        "oneOf": [list(["order.paid", "order.gone"]), list(["user.new", "user.gone"])],
        "discriminator": { "propertyName": "type", "mapping": {
            "order.paid": "#/webhooks/all/post/requestBody/content/application~1json/schema/oneOf/0",
            "user.new": "#/webhooks/all/post/requestBody/content/application~1json/schema/oneOf/1",
        } },
    });
    assert_eq!(events(&read(&json!({ "all": webhook(&union) }))), "order.gone order.paid user.gone user.new");
}

/// A union of events with something beside it, or with unions in it, is split by the names of its branches, or they are said.
#[test]
fn unions_beside_others_lose_no_event() {
    let of = |name: &str| object(&json!({ "type": { "const": name }, name: text() }));
    let union = |names: [&str; 2]| json!({ "oneOf": names.map(of) });
    let dotted = || union(["a.x", "a.y"]);
    let with = |name: &str, value: Value| {
        let mut union = dotted();
        union[name] = value;
        union
    };
    let mut plain = union(["made", "gone"]);
    plain["unevaluatedProperties"] = json!(false);
    for (what, schema, expected) in [
        ("members", with("properties", json!({ "at": text() })), "a.x a.y"),
        ("a required member", with("required", json!(["at"])), "a.x a.y"),
        ("no other members", with("unevaluatedProperties", json!(false)), "a.x a.y"),
        ("a union in a list", json!({ "allOf": [object(&json!({ "at": text() })), dotted()] }), "a.x a.y"),
        ("unions in a union", json!({ "oneOf": [dotted(), union(["b.x", "b.y"])] }), "a.x a.y b.x b.y"),
        ("a union beside an event", json!({ "anyOf": [dotted(), of("b.x")] }), "a.x a.y b.x"),
        ("names without a form", plain, "all"),
    ] {
        let import = read(&json!({ "all": webhook(&schema) }));
        assert_eq!(events(&import), expected, "{what}: {}", import.warnings);
        let said = import.warnings.iter().find(|warning| warning.code == "no-event-name");
        let said = said.and_then(|warning| warning.help.as_deref());
        assert_eq!(
            said.is_some_and(|help| help.contains("`/type` lists values: `made`, `gone`")),
            expected == "all",
            "{what}"
        );
    }
}

/// Many paths to one schema are one path.
#[test]
fn repeated_references_hide_no_name() {
    let to = |level: usize| json!({ "$ref": format!("#/x/{level}") });
    let mut webhooks = json!({ "a.x": webhook(&to(0)) });
    let mut levels: Vec<Value> = (1..30).map(|level| json!({ "allOf": [to(level), to(level)] })).collect();
    levels.push(object(&json!({ "type": fixed("a.x") })));
    // A reference leads to any part of the document.
    for (level, schema) in levels.iter().enumerate() {
        webhooks[format!("level{level}")] = json!({ "x-schema": schema });
    }
    let text = webhooks.to_string().replace("#/x/", "#/webhooks/level").replace("\"},{\"$ref", "/x-schema\"},{\"$ref");
    let text = text.replace("\"}]}", "/x-schema\"}]}").replace("level0\"}", "level0/x-schema\"}");
    let webhooks: Value = serde_json::from_str(&text).expect("JSON");
    assert!(read(&webhooks).files["catalog.toml"].contains("member = \"/type\""));
}
