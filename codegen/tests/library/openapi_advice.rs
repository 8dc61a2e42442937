//! Warnings about OpenAPI documents: they come where something is lost, and following their help ends them.

use codegen::Files;
use codegen::import::{Import, import};
use codegen::source::location::Source;
use serde_json::{Value, json};

use crate::openapi_names::{object, warns};

fn read(webhooks: &Value, schemas: &Value) -> Import {
    let components = json!({ "schemas": schemas });
    let document =
        json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks, "components": components });
    import(&Source::new("openapi.json", document.to_string()), None, &Files::new())
        .unwrap_or_else(|found| panic!("{document} {found}"))
}

/// Returns a webhook whose body has this schema.
fn webhook(schema: &Value) -> Value {
    json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A base loses nothing where it is only extended. Where it is expected itself, a warning says so.
#[test]
fn bases_are_said_where_expected() {
    let mapping = json!({ "cat": to("Cat")["$ref"], "dog": "Dog" });
    let base = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind", "mapping": mapping } });
    let extended = |added: Value| json!({ "allOf": [to("Pet"), object(&added)] });
    let schemas = json!({
        "Pet": base,
        "Cat": extended(json!({ "lives": {} })), "Dog": extended(json!({ "barks": {} })), "Eel": extended(json!({ "volts": {} })),
        "Alone": { "allOf": [to("Pet")] },
    });
    let member =
        |schema: Value| json!({ "a.b": webhook(&object(&json!({ "event": { "const": "a.b" }, "pet": schema }))) });
    let named = |name: &str| webhook(&extended(json!({ "kind": { "const": name } })));
    for (what, webhooks, expected) in [
        ("events that are mapped", json!({ "cat": webhook(&to("Cat")), "dog": webhook(&to("Dog")) }), false),
        ("events with names of their own", json!({ "cat": named("cat"), "cow": named("cow") }), false),
        ("a union of those that are mapped", member(json!({ "oneOf": [to("Cat"), to("Dog")] })), false),
        ("one that is mapped", member(to("Cat")), false),
        ("one that is not mapped", member(to("Eel")), false),
        ("the base in a member", member(to("Pet")), true),
        ("the base in elements", member(json!({ "items": to("Pet") })), true),
        ("the base beside words", member(json!({ "allOf": [to("Pet")], "description": "A pet." })), true),
        ("the base beside members", member(extended(json!({ "seat": {} }))), true),
        ("another name of the base", member(to("Alone")), true),
        ("the base beside what is mapped", member(json!({ "oneOf": [to("Cat"), to("Pet")] })), true),
        ("the base as a body", json!({ "pet": webhook(&to("Pet")) }), true),
        ("the base in place", member(base.clone()), true),
    ] {
        let import = read(&webhooks, &schemas);
        assert_eq!(warns(&import, "discriminator-of-base"), expected, "{what}: {}", import.warnings);
    }
}

/// Of several schemas in JSON, one is imported, and the warning about the others does not call them other than JSON.
#[test]
fn other_schemas_in_json_are_said() {
    let typed = |kind: &str| object(&json!({ "id": { "type": kind } }));
    let (one, two) = ("application/vnd.acme.v1+json", "application/vnd.acme.v2+json");
    for (what, media, expected, imported) in [
        ("two types of JSON", [(one, "string"), (two, "integer")], Some("other-json"), "string"),
        ("the usual type first", [("application/json", "string"), (two, "integer")], Some("other-json"), "string"),
        ("the usual type last", [(two, "integer"), ("application/json", "string")], Some("other-json"), "string"),
        ("an older type", [("application/json", "string"), ("text/json", "integer")], Some("other-json"), "string"),
        ("the same schema", [(one, "string"), (two, "string")], None, "string"),
        ("XML", [(one, "string"), ("application/xml", "string")], Some("other-media-type"), "string"),
    ] {
        let content: serde_json::Map<String, Value> =
            media.iter().map(|(name, kind)| ((*name).to_owned(), json!({ "schema": typed(kind) }))).collect();
        let import = read(&json!({ "a.b": { "post": { "requestBody": { "content": content } } } }), &json!({}));
        let others = ["other-json", "other-media-type"];
        let mut codes = import.warnings.iter().filter(|it| others.contains(&it.code));
        let found = codes.next();
        assert_eq!(found.map(|it| it.code), expected, "{what}: {}", import.warnings);
        let is_named = found.is_none_or(|it| it.code == "other-media-type" || it.message.ends_with("json`"));
        assert!(is_named && codes.next().is_none(), "{what}: {}", import.warnings);
        assert!(import.files["events/a.b.schema.json"].contains(imported), "{what}");
    }
}

/// The help shows a list as one of names, where nothing names the events, only at the top, or with values in the form of names.
#[test]
fn lists_of_data_are_no_help() {
    let kinds = json!({ "enum": ["Bot", "User"] });
    let formed = json!({ "enum": ["order.paid", "order.lost"] });
    let member = |name: &str, schema: &Value| object(&json!({ name: schema }));
    let within = |schema: &Value| member("sender", &member("category", schema));
    let header = json!({ "name": "X-Acme-Event", "in": "header", "schema": { "type": "string" } });
    for (what, schema, has_header, expected) in [
        ("at the top", member("category", &kinds), false, true),
        ("at the top, beside a header", member("category", &kinds), true, false),
        ("inside", within(&kinds), false, false),
        ("inside, beside a header", within(&kinds), true, false),
        ("inside, with names", within(&formed), false, true),
        ("at the top, under another name", member("role", &kinds), false, false),
    ] {
        let mut webhook = webhook(&schema);
        if has_header {
            webhook["post"]["parameters"] = json!([header]);
        }
        let import = read(&json!({ "a": webhook, "b": webhook }), &json!({}));
        let warning = import.warnings.iter().find(|it| it.code == "no-event-name");
        let warning = warning.unwrap_or_else(|| panic!("{what}: {}", import.warnings));
        let is_said = warning.help.as_ref().is_some_and(|help| help.contains("lists values"));
        assert_eq!(is_said, expected, "{what}: {}", import.warnings);
        let is_header_said = warning.related.iter().any(|(_, label)| label == "perhaps here");
        assert_eq!(is_header_said, has_header, "{what}");
    }
}

/// A line of `[signature]` has a default only if no sentence about signing may say something else.
#[test]
fn proposed_lines_contradict_no_sentence() {
    let value = |lines: &str, key: &str| {
        let line = lines.lines().find_map(|line| line.split_once(&format!("{key} = \"")));
        line.and_then(|(_, rest)| rest.split_once('"')).map(|(value, _)| value.to_owned()).unwrap_or_default()
    };
    for (sentence, expected) in [
        ("An HMAC-SHA256 of the body, hex encoded.", ["hmac-sha256", "{code}", "{body}"]),
        ("HMAC-SHA256 of the timestamp, a dot and the body, in hex.", ["…", "…", "…"]),
        ("HMAC with the SHA-256 hash function over `{timestamp}.{body}`.", ["…", "…", "…"]),
        ("In the form `t=1764547200,v1=5257a869`. HMAC-SHA256 in hex.", ["…", "…", "…"]),
        ("", ["…", "{code}", "{body}"]),
    ] {
        let mut webhook = webhook(&object(&json!({})));
        let schema = json!({ "type": "string" });
        webhook["post"]["parameters"] =
            json!([{ "name": "X-Acme-Signature", "in": "header", "schema": schema, "description": sentence }]);
        let import = read(&json!({ "a.b": webhook }), &json!({}));
        let found = ["algorithm", "value", "signed"].map(|key| value(&import.files["catalog.toml"], key));
        assert_eq!(found, expected, "{sentence}: {}", import.warnings);
    }
}

/// A member with one value for two events cannot name them: the help does not say to write it in `[event]`.
#[test]
fn shared_values_are_no_help() {
    let of = |name: &str, version: &str| {
        webhook(&object(&json!({ "event": { "const": name }, "version": { "const": version } })))
    };
    let first = json!({ "user.made.v1": of("user.made", "1"), "user.gone.v1": of("user.gone", "1") });
    assert!(!warns(&read(&first, &json!({})), "no-event-name"));
    let mut second = first;
    second["user.made.v2"] = of("user.made", "2");
    let import = read(&second, &json!({}));
    let warning = import.warnings.iter().find(|it| it.code == "no-event-name");
    let help = warning.and_then(|it| it.help.as_deref()).unwrap_or_else(|| panic!("{}", import.warnings));
    assert!(help.starts_with("`/event` names both, so it does not tell them apart"), "{help}");
    // Written with a member that does tell them apart, the names are those of both.
    let mut files = import.files;
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    *catalog = catalog.replacen("\n[[events]]", "\n[event]\nmembers = [\"/event\", \"/version\"]\n\n[[events]]", 1);
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": second });
    let again = import_again(&document, &files);
    assert!(again.files["catalog.toml"].contains("name = \"user.made.2\""), "{}", again.files["catalog.toml"]);
}

fn import_again(document: &Value, existing: &Files) -> Import {
    import(&Source::new("openapi.json", document.to_string()), None, existing)
        .unwrap_or_else(|found| panic!("{document} {found}"))
}
