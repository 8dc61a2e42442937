//! Names of events: in members, in a header with a suffix, and as the schemas of payloads allow them.

use codegen::Files;

use super::errors;

/// Returns the errors of a catalogue whose header begins the name of its event, by their codes.
fn suffixed(name: &str, suffix: &str, example: &str) -> Vec<&'static str> {
    let catalog = format!(
        "[crate]\nname = \"acme-hooks\"\nversion = \"1.0.0\"\nvendor = \"Acme\"\n\n[event]\nheader = \"X-Kind\"\nsuffix = \"{suffix}\"\n\n\
         [[events]]\nname = \"{name}\"\nschema = \"event.schema.json\"\nexamples = [\"event.example.json\"]\n"
    );
    let schema = r#"{ "properties": { "action": { "type": "string" }, "count": { "type": "integer" } } }"#;
    let texts = [("catalog.toml", catalog.as_str()), ("event.schema.json", schema), ("event.example.json", example)];
    let files: Files = texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    errors(&files).iter().map(|(finding, _)| finding.code).collect()
}

#[test]
fn a_suffix_ends_the_names_of_events() {
    for (name, suffix, example, expected) in [
        ("issues.opened", "/action", r#"{ "action": "opened" }"#, None),
        ("push", "/action", "{}", None),
        ("issues.opened", "/action", r#"{ "action": "closed" }"#, Some("misnamed-example")),
        ("opened", "/action", r#"{ "action": "opened" }"#, Some("misnamed-example")),
        ("issues.opened", "/action", r#"{ "action": "pened" }"#, Some("misnamed-example")),
        ("issues", "/act", "{}", Some("unknown-member")),
        ("issues", "/count", "{}", Some("unfit-member")),
    ] {
        assert_eq!(suffixed(name, suffix, example), expected.into_iter().collect::<Vec<_>>(), "{name} {example}");
    }
}

/// Returns the errors of a catalogue whose bodies name an event without an example, by their codes.
fn named_by_schema(pointer: &str, schema: &str) -> Vec<&'static str> {
    let catalog = format!(
        "[crate]\nname = \"acme-hooks\"\nversion = \"1.0.0\"\nvendor = \"Acme\"\n\n[event]\nmember = \"{pointer}\"\n\n\
         [[events]]\nname = \"moved\"\nschema = \"event.schema.json\"\n"
    );
    let texts = [("catalog.toml", catalog.as_str()), ("event.schema.json", schema)];
    let files: Files = texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    errors(&files).iter().map(|(finding, _)| finding.code).collect()
}

#[test]
fn a_schema_allows_its_events_name() {
    for (pointer, schema, is_allowed) in [
        ("/type", r#"{ "properties": { "type": { "const": "moved" } } }"#, true),
        ("/type", r#"{ "properties": { "type": { "const": "move" } } }"#, false),
        ("/type", r#"{ "properties": { "type": { "enum": ["lost", "moved"] } } }"#, true),
        ("/type", r#"{ "properties": { "type": { "enum": ["lost", "found"] } } }"#, false),
        ("/a/b", r#"{ "properties": { "a": { "properties": { "b": { "const": "move" } } } } }"#, false),
        ("/a/b", r#"{ "properties": { "a": { "properties": { "b": { "type": "string" } } } } }"#, true),
        (
            "/type",
            r##"{ "$ref": "#/$defs/a", "$defs": { "a": { "properties": { "type": { "const": "x" } } } } }"##,
            false,
        ),
        (
            "/type",
            r#"{ "allOf": [{ "properties": { "type": { "const": "moved" } } }, { "required": ["type"] }] }"#,
            true,
        ),
        ("/type", r#"{ "allOf": [{ "properties": { "type": { "const": "lost" } } }, {}] }"#, false),
        (
            "/type",
            r#"{ "oneOf": [{ "properties": { "type": { "const": "a" } } }, { "properties": { "type": { "const": "b" } } }] }"#,
            false,
        ),
        (
            "/type",
            r#"{ "anyOf": [{ "properties": { "type": { "const": "a" } } }, { "properties": { "type": { "const": "moved" } } }] }"#,
            true,
        ),
        ("/a/type", r##"{ "properties": { "type": { "const": "moved" }, "a": { "$ref": "#" } } }"##, true),
        ("/a/a/type", r##"{ "properties": { "type": { "const": "move" }, "a": { "$ref": "#" } } }"##, false),
    ] {
        let expected = if is_allowed { vec![] } else { vec!["unfit-name"] };
        assert_eq!(named_by_schema(pointer, schema), expected, "{pointer} {schema}");
    }
}

/// The payload of an envelope may name the event, too.
#[test]
fn a_payloads_schema_allows_its_name() {
    for (constant, expected) in [("moved", vec![]), ("lost", vec!["unfit-name"])] {
        let catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"1.0.0\"\nvendor = \"Acme\"\n\n\
            [envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n\
            [event]\nmember = \"/event/type\"\n\n[payload]\nat = \"/event\"\n\n\
            [[events]]\nname = \"moved\"\nschema = \"event.schema.json\"\n";
        let envelope =
            r#"{ "properties": { "event": { "type": "object", "properties": { "type": { "type": "string" } } } } }"#;
        let event = format!(r#"{{ "type": "object", "properties": {{ "type": {{ "const": "{constant}" }} }} }}"#);
        let texts = [
            ("catalog.toml", catalog),
            ("envelope.schema.json", envelope),
            ("envelope.example.json", r#"{ "event": { "type": "moved" } }"#),
            ("event.schema.json", &event),
        ];
        let files: Files = texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let found: Vec<&str> = errors(&files).iter().map(|(finding, _)| finding.code).collect();
        assert_eq!(found, expected, "{constant}");
    }
}

/// Names that two schemas fix alike cannot be corrected: the help says so, and names the other event.
#[test]
fn equal_constants_tell_no_events_apart() {
    let fixed = |name: &str| format!(r#"{{ "properties": {{ "type": {{ "const": "{name}" }} }} }}"#);
    let within = |name: &str| format!(r#"{{ "allOf": [{{ "properties": {{ "type": {{ "enum": ["{name}"] }} }} }}] }}"#);
    for (what, first, second, expected) in [
        ("one name", fixed("moved"), fixed("moved"), [true, true]),
        ("one name in other words", fixed("moved"), within("moved"), [true, true]),
        ("two names", fixed("moved"), fixed("lost"), [false, false]),
    ] {
        let catalog = "[crate]\nname = \"acme-hooks\"\nversion = \"1.0.0\"\nvendor = \"Acme\"\n\n[event]\nmember = \"/type\"\n\n\
            [[events]]\nname = \"one\"\nschema = \"one.schema.json\"\n\n[[events]]\nname = \"two\"\nschema = \"two.schema.json\"\n";
        let texts = [("catalog.toml", catalog), ("one.schema.json", &first), ("two.schema.json", &second)];
        let files: Files = texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        let found: Vec<bool> = errors(&files)
            .iter()
            .filter(|(finding, _)| finding.code == "unfit-name")
            .map(|(finding, _)| {
                finding.help.as_ref().is_some_and(|help| help.contains("does not tell these events apart"))
            })
            .collect();
        assert_eq!(found, expected, "{what}");
    }
}
