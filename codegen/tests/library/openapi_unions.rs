//! Unions of events beside members that all of them have.

use codegen::import::{Import, import};
use codegen::source::location::Source;
use codegen::{Files, generate};
use serde_json::{Value, json};

fn imported(version: &str, schema: &Value, components: &Value) -> Import {
    imported_as(&["delivery"], version, schema, components)
}

/// Imports webhooks with the same schema.
fn imported_as(keys: &[&str], version: &str, schema: &Value, components: &Value) -> Import {
    let media = json!({ "application/json": { "schema": schema } });
    let webhook = json!({ "post": { "requestBody": { "content": media } } });
    let webhooks: serde_json::Map<String, Value> =
        keys.iter().map(|key| ((*key).to_owned(), webhook.clone())).collect();
    let document = json!({
        "openapi": version,
        "info": { "title": "Acme", "version": "1" },
        "webhooks": webhooks,
        "components": { "schemas": components },
    });
    let source = Source::new("acme.json", document.to_string());
    import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{schema}: {found}"))
}

/// Returns the events of an import, each with the members that its own schema and the branches in it name.
fn events(import: &Import) -> Vec<(String, String)> {
    let of_events = import.files.iter().filter(|(path, _)| path.starts_with("events/"));
    let named = |(path, text): (&String, &String)| {
        let known = ["id", "amount", "reason", "Paid", "Lost", "Other"];
        let is_named = |it: &&str| text.contains(&format!("\"{it}\"")) || text.contains(&format!("/{it}.schema"));
        let members: Vec<&str> = known.into_iter().filter(is_named).collect();
        (path.trim_start_matches("events/").trim_end_matches(".schema.json").to_owned(), members.join(" "))
    };
    of_events.map(named).collect()
}

fn branch(name: &str, member: &str) -> Value {
    let mut branch =
        json!({ "type": "object", "required": ["type", member], "properties": { "type": { "enum": [name] } } });
    branch["properties"][member] = json!({ "type": "string" });
    branch
}

/// Returns a schema with the members of both.
fn with(one: &Value, other: &Value) -> Value {
    let mut all = one.clone();
    all.as_object_mut().expect("an object").extend(other.as_object().expect("an object").clone());
    all
}

#[test]
fn events_have_shared_members_and_a_branch() {
    let shared = json!({ "type": "object", "required": ["id", "type"], "properties": { "id": { "type": "string" } } });
    let (paid, lost) = (branch("order.paid", "amount"), branch("order.lost", "reason"));
    let inline = json!([paid, lost]);
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let referred = json!([to("Paid"), to("Lost")]);
    let mapping = json!({ "order.paid": "#/components/schemas/Paid", "order.lost": "#/components/schemas/Lost" });
    let tagged = json!({ "propertyName": "type", "mapping": mapping });
    let unnamed = |member: &str| json!({ "type": "object", "required": [member] });
    let all = json!({ "Paid": paid, "Lost": lost, "Base": shared, "Any": { "oneOf": referred } });
    let implied = json!({ "Paid": unnamed("amount"), "Lost": unnamed("reason") });
    let in_branch = [("order.lost", "id reason"), ("order.paid", "id amount")];
    let in_file = [("order.lost", "id Lost"), ("order.paid", "id Paid")];
    for (what, schema, components, expected) in [
        ("oneOf", with(&shared, &json!({ "oneOf": inline })), json!({}), in_branch),
        ("anyOf", with(&shared, &json!({ "anyOf": inline })), json!({}), in_branch),
        ("references", with(&shared, &json!({ "oneOf": referred })), all.clone(), in_file),
        ("required alone", json!({ "required": ["id"], "oneOf": referred }), all.clone(), in_file),
        (
            "a discriminator",
            with(&shared, &json!({ "oneOf": referred, "discriminator": tagged })),
            all.clone(),
            in_file,
        ),
        (
            "names by mapping alone",
            with(&shared, &json!({ "oneOf": referred, "discriminator": tagged })),
            implied,
            in_file,
        ),
        ("beside a base", json!({ "allOf": [shared, { "oneOf": referred }] }), all.clone(), in_file),
        ("the union behind a reference", json!({ "allOf": [shared, to("Any")] }), all.clone(), in_file),
        ("allOf beside it", with(&json!({ "allOf": [shared] }), &json!({ "oneOf": referred })), all.clone(), in_file),
    ] {
        for version in ["3.0.3", "3.1.0"] {
            let components = with(&components, &json!({ "Whole": schema }));
            for schema in [schema.clone(), to("Whole")] {
                let import = imported(version, &schema, &components);
                let found = events(&import);
                let found: Vec<(&str, &str)> = found.iter().map(|(name, of)| (name.as_str(), of.as_str())).collect();
                assert_eq!(found, expected, "{what}, {version}: {:#?}", import.files);
                assert!(!import.files.contains_key("components/Whole.schema.json"), "{what}");
                generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
                let said = import.warnings.to_string();
                assert!(said.contains("the branches of the webhook's schema fix a member"), "{what}: {said}");
            }
        }
    }
}

/// Members that 3.0 hides beside a reference are named, also where the reference is replaced by its target.
#[test]
fn hidden_members_are_named_beside_unions() {
    let whole = json!({
        "type": "object", "properties": { "id": { "type": "string" } },
        "oneOf": [branch("order.paid", "amount"), branch("order.lost", "reason")],
    });
    let schema = json!({ "$ref": "#/components/schemas/Whole", "required": ["id"] });
    let import = imported("3.0.3", &schema, &json!({ "Whole": whole }));
    assert_eq!(events(&import)[1].1, "id amount");
    assert!(import.warnings.iter().any(|it| it.code == "ignored-beside-ref"), "{}", import.warnings);
}

/// A branch is an event's own only if no other one accepts the name.
#[test]
fn uncertain_branches_stay_together() {
    let names = json!({ "enum": ["order.paid", "order.lost"] });
    let shared = json!({ "type": "object", "properties": { "id": {}, "type": names } });
    let (paid, lost) = (branch("order.paid", "amount"), branch("order.lost", "reason"));
    let mut both = lost.clone();
    both["properties"]["type"] = names.clone();
    let open = json!({ "type": "object", "required": ["reason"] });
    for (what, other) in [("two accept it", both), ("one names none", open)] {
        let import = imported("3.1.0", &with(&shared, &json!({ "oneOf": [paid, other] })), &json!({}));
        let whole = "id amount reason".to_owned();
        assert_eq!(
            events(&import),
            ["order.lost", "order.paid"].map(|name| (name.to_owned(), whole.clone())),
            "{what}"
        );
        assert!(import.warnings.to_string().contains("with the same schema"), "{what}: {}", import.warnings);
    }
    // Branches that tell data apart are no events.
    let cards = json!([branch("card", "amount"), branch("cash", "reason")]);
    let import = imported("3.1.0", &with(&shared, &json!({ "properties": { "id": {} }, "oneOf": cards })), &json!({}));
    assert_eq!(events(&import), [("delivery".to_owned(), "id amount reason".to_owned())]);
}

/// A reference to the schema around the union leads to all of it.
#[test]
fn references_to_unions_stay_whole() {
    let whole = "#/components/schemas/Whole";
    let schema = json!({
        "type": "object", "properties": { "id": {}, "before": { "$ref": whole } },
        "oneOf": [branch("order.paid", "amount"), branch("order.lost", "reason")],
    });
    let import = imported("3.1.0", &json!({ "$ref": whole }), &json!({ "Whole": schema }));
    assert!(import.files["events/order.paid.schema.json"].contains("../components/Whole.schema.json"));
    let component = &import.files["components/Whole.schema.json"];
    assert!(component.contains("amount") && component.contains("reason"), "{component}");
}

/// Beside shared members, a discriminator may tell kinds of data apart. Names in the form of those of events are a list at least.
#[test]
fn kinds_of_data_are_no_events() {
    let kinds = ["card", "bank_transfer"];
    let formed = ["order.paid", "order.lost"];
    let (branches, list) = (Some("fix a member"), Some("with the same schema"));
    for (what, keys, member, names, said) in [
        ("two events", &["payment.created", "payment.failed"][..], "type", kinds, None),
        ("one event", &["payment.created"], "type", kinds, None),
        ("keys without form", &["lostPayment", "newPayment"], "type", kinds, None),
        ("one key without form", &["newPayment"], "type", kinds, None),
        ("an event of its own", &["payment.created"], "type", formed, list),
        ("an event with a word", &["payment.created"], "event_type", kinds, list),
        ("a union in common", &["orders", "returns"], "type", formed, list),
        ("names of events", &["orders"], "type", formed, branches),
        ("a word for events", &["payments"], "event_type", kinds, branches),
        ("a key of several parts", &["orders.events"], "type", formed, branches),
        ("a path", &["/webhooks/orders"], "type", formed, branches),
    ] {
        let branch = |name: &str| json!({ "required": [member], "properties": { member: { "enum": [name] } } });
        let whole = json!({
            "type": "object", "required": ["id"], "properties": { "id": {}, member: { "type": "string" } },
            "oneOf": names.map(branch), "discriminator": { "propertyName": member },
        });
        let to = json!({ "$ref": "#/components/schemas/Whole" });
        let extended = json!({ "allOf": [to, { "properties": { "amount": {} } }] });
        for schema in [to, extended] {
            let import = imported_as(keys, "3.1.0", &schema, &json!({ "Whole": whole }));
            let mut expected = if said.is_some() { names.to_vec() } else { keys.to_vec() };
            expected.sort_unstable();
            let found: Vec<String> = events(&import).into_iter().map(|(name, _)| name).collect();
            let warnings = import.warnings.to_string();
            assert_eq!(found, expected, "{what}, {schema}: {warnings}");
            for text in [branches, list].into_iter().flatten() {
                assert_eq!(warnings.contains(text), said == Some(text), "{what}, {schema}: {warnings}");
            }
        }
    }
}

/// A title or an example of the whole is about other events, too.
#[test]
fn texts_around_unions_stay_unless_replaced() {
    let whole = json!({
        "title": "All", "description": "Of all.", "x-owner": "all", "example": { "id": "of all" },
        "type": "object", "properties": { "id": { "type": "string" } },
    });
    let own = json!({ "description": "Of one.", "x-owner": "one" });
    let (paid, lost) = (with(&branch("order.paid", "amount"), &own), branch("order.lost", "reason"));
    let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let components = json!({ "Paid": paid, "Lost": lost });
    for union in [json!([paid, lost]), json!([to("Paid"), to("Lost")])] {
        for part in [json!({ "oneOf": union }), json!({ "allOf": [{ "oneOf": union }] })] {
            let import = imported("3.1.0", &with(&whole, &part), &components);
            let (paid, lost) =
                (&import.files["events/order.paid.schema.json"], &import.files["events/order.lost.schema.json"]);
            assert!(!paid.contains("Of all.") && !paid.contains("\"all\""), "{paid}");
            assert!(lost.contains("Of all.") && lost.contains("\"x-owner\": \"all\""), "{lost}");
            assert!([paid, lost].iter().all(|it| !it.contains("All") && !it.contains("of all")), "{paid} {lost}");
            generate(&import.files).unwrap_or_else(|found| panic!("{part}: {found}"));
        }
    }
}

/// The text of a branch is that of each of its events, and the text of the webhook that of events from a list.
#[test]
fn events_have_texts_of_their_branches() {
    let of = |names: &[&str], text: &str| json!({ "type": "object", "description": text, "required": ["event"], "properties": { "event": { "enum": names } } });
    let union = |first: &Value| json!({ "oneOf": [first, of(&["sub.added"], "Sent when somebody comes.")] });
    let gone = "Sent when somebody goes.";
    for (what, schema, summary) in [
        ("one name", union(&of(&["sub.removed"], gone)), Some(gone)),
        ("two names", union(&of(&["sub.removed", "sub.bounced"], gone)), Some(gone)),
        ("two names without a text", union(&of(&["sub.removed", "sub.bounced"], "")), None),
        ("a list", of(&["sub.removed", "sub.bounced"], "Any event"), Some("All events")),
        (
            "two names beside members",
            with(
                &json!({ "type": "object", "properties": { "id": {} } }),
                &union(&of(&["sub.removed", "sub.bounced"], gone)),
            ),
            Some(gone),
        ),
    ] {
        let operation = json!({
            "summary": "All events", "requestBody": { "content": { "application/json": { "schema": schema } } },
        });
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": { "events": { "post": operation } },
        });
        let import = import(&Source::new("acme.json", document.to_string()), None, &Files::new())
            .unwrap_or_else(|found| panic!("{what}: {found}"));
        let events: Vec<&str> = import.files["catalog.toml"].split("\n[[events]]\n").skip(1).collect();
        let of_branch = events.iter().filter(|event| !event.contains("sub.added"));
        for event in of_branch {
            let line = event.lines().find_map(|line| line.strip_prefix("summary = "));
            assert_eq!(line, summary.map(|text| format!("\"{text}\"")).as_deref(), "{what}: {event}");
        }
    }
}
