//! The meta-schema of each dialect: a table of schemas with the dialects that refuse or doubt them.

use std::collections::BTreeSet;

use codegen::source::diagnostic::{Diagnostic, Diagnostics, Severity};
use codegen::source::location::Source;
use codegen::{SchemaOptions, interpret, json, model_of, plan};

const DIALECTS: [&str; 5] = [
    "http://json-schema.org/draft-04/schema#",
    "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-07/schema#",
    "https://json-schema.org/draft/2019-09/schema",
    "https://json-schema.org/draft/2020-12/schema",
];

/// A schema with its finding in each dialect: `E` for an error, `W` for a warning, `-` for none.
const ARRAYS: &[(&str, &str)] = &[
    (r#""type": ["string", "string"]"#, "EEEEE"),
    (r#""type": ["string", "null", "string"]"#, "EEEEE"),
    (r#""type": []"#, "EEEEE"),
    (r#""type": ["string", "null"]"#, "-----"),
    (r#""required": ["a", "a"]"#, "EEEEE"),
    (r#""required": []"#, "E----"),
    (r#""required": ["a"]"#, "-----"),
    (r#""enum": ["a", "b", "a"]"#, "EWWWW"),
    (r#""enum": [1, 1.0]"#, "EWWWW"),
    (r#""enum": [{ "a": 1, "b": [2] }, { "b": [2.0], "a": 1 }]"#, "EWWWW"),
    (r#""enum": [1, "1", true, null, [1], [], {}, 0]"#, "-----"),
    (r#""enum": []"#, "EWWWW"),
    (r#""dependencies": { "a": ["b", "b"] }"#, "EEEEE"),
    (r#""dependencies": { "a": [] }"#, "E----"),
    (r#""dependentRequired": { "a": ["b", "b"] }"#, "WWWEE"),
    (r#""dependentRequired": { "a": [] }"#, "WWW--"),
    (r#""allOf": []"#, "EEEEE"),
    (r#""items": []"#, "EEEEE"),
    (r#""properties": { "p": { "type": ["null", "null"] } }"#, "EEEEE"),
    (r#""examples": [1, 1]"#, "W----"),
];

fn found(text: &str) -> Vec<Diagnostic> {
    let schema = Source::new("schema.json", text);
    let found: Diagnostics = match model_of(&schema, &SchemaOptions::new("Root")) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    };
    found.into_iter().collect()
}

#[test]
fn arrays_follow_each_meta_schema() {
    for (keyword, expected) in ARRAYS {
        for (dialect, expected) in DIALECTS.iter().zip(expected.chars()) {
            let text = format!("{{ \"$schema\": \"{dialect}\", {keyword} }}");
            let found = found(&text);
            let severity = match found.iter().map(|finding| finding.severity).min() {
                Some(Severity::Error) => 'E',
                Some(Severity::Warning) => 'W',
                None => '-',
            };
            assert_eq!(severity, expected, "{text}: {found:?}");
            assert!(found.iter().all(|finding| finding.place.is_some() && finding.help.is_some()), "{found:?}");
        }
    }
}

/// The place is that of the repetition.
#[test]
fn a_repeated_value_is_reported() {
    for keyword in
        [r#""type": ["string", "string"]"#, r#""required": ["string", "string"]"#, r#""enum": ["string", "string"]"#]
    {
        let found = found(&format!("{{ {keyword} }}"));
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        let place = finding.place.as_ref().expect("it has a place");
        assert!(place.pointer.as_ref().is_some_and(|pointer| pointer.as_str().ends_with("/1")), "{place}");
    }
}

/// A dangling reference, and the intended one.
#[test]
fn the_intended_reference_is_suggested() {
    for (reference, definitions, meant) in [
        ("#/definitions/Address", "$defs", "#/$defs/Address"),
        ("#/$defs/Address", "definitions", "#/definitions/Address"),
        ("#/$defs/Adress", "$defs", "#/$defs/Address"),
        ("#/$defs/address", "$defs", "#/$defs/Address"),
        ("#/definitions/Address/properties/street", "$defs", "#/$defs/Address/properties/street"),
        ("#/$defs/Address/propertys/street", "$defs", "#/$defs/Address/properties/street"),
        ("#/components/schemas/Address", "$defs", "#/$defs/Address"),
        ("#/Address", "definitions", "#/definitions/Address"),
        ("schema.json#/definitions/Address", "$defs", "schema.json#/$defs/Address"),
    ] {
        let text = format!(
            r#"{{ "properties": {{ "a": {{ "$ref": "{reference}" }} }},
              "{definitions}": {{ "Address": {{ "type": "object", "properties": {{ "street": {{ "type": "string" }} }} }} }} }}"#
        );
        let found = found(&text);
        let [finding] = found.as_slice() else { panic!("{reference}: {found:?}") };
        assert_eq!((finding.code, finding.severity), ("unresolved-ref", Severity::Error));
        assert_eq!(finding.help.as_deref(), Some(format!("did you mean `{meant}`?").as_str()), "{reference}");
    }
}

/// An unused definition may have a dangling reference.
#[test]
fn a_used_dangling_reference_is_an_error() {
    let schema = |used: &str| {
        format!(
            r##"{{ "properties": {{ {used} }}, "$defs": {{
              "Unused": {{ "properties": {{ "b": {{ "$ref": "#/$defs/Gone" }} }} }},
              "Also": {{ "$ref": "#/$defs/Unused" }} }} }}"##
        )
    };
    for (used, severity) in [
        ("", Severity::Warning),
        (r##""a": { "$ref": "#/$defs/Unused" }"##, Severity::Error),
        (r##""a": { "anyOf": [{ "$ref": "#/$defs/Also" }, {}] }"##, Severity::Error),
        (r##""a": { "not": { "$ref": "#/$defs/Also" } }"##, Severity::Error),
    ] {
        let found = found(&schema(used));
        let [finding] = found.as_slice() else { panic!("{used}: {found:?}") };
        assert_eq!((finding.code, finding.severity), ("unresolved-ref", severity), "{used}");
    }
}

/// Editors on Windows write the mark; it is not part of JSON.
#[test]
fn a_byte_order_mark_is_ignored() {
    let found = found("\u{feff}{ \"type\": \"string\" }");
    let [finding] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((finding.code, finding.severity), ("byte-order-mark", Severity::Warning));
    let files = ["catalog.toml", "a.schema.json", "a.example.json"].map(|path| {
        let text = match path {
            "a.schema.json" => "{ \"type\": \"string\" }",
            "a.example.json" => "\"a\"",
            _ => "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[schemas]]\nname = \"a\"\nschema = \"a.schema.json\"\nexamples = [\"a.example.json\"]\n",
        };
        (path.to_owned(), format!("\u{feff}{text}"))
    });
    let mut files = codegen::Files::from(files);
    files.extend(["CHANGELOG.md", "LICENSE", "figures.md"].map(|path| (path.to_owned(), "\u{feff}text\n".to_owned())));
    let made = codegen::generate(&files).unwrap_or_else(|found| panic!("{found}"));
    let codes: Vec<&str> = made.warnings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["byte-order-mark"; 3], "{}", made.warnings);
    for (path, text) in &made.files {
        assert!(!text.contains('\u{feff}'), "{path}");
    }
}

/// Annotations with values are checked at their place.
#[test]
fn invalid_defaults_and_examples_are_warnings() {
    let schema = r##"{
      "type": "object", "required": ["kind"], "default": {},
      "properties": {
        "kind": { "type": "string", "enum": ["a", "b"], "default": "c", "examples": ["a", 1, "b"] },
        "count": { "$ref": "#/$defs/Count", "default": "0" },
        "fine": { "type": "integer", "default": 2.0, "examples": [1] },
        "any": { "default": null, "examples": [[], {}] }
      },
      "$defs": { "Count": { "type": "integer", "minimum": 0 }, "Unused": { "type": "string", "default": 1 } } }"##;
    let catalogue = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[schemas]]\nname = \"a\"\nschema = \"a.schema.json\"\n";
    let files =
        [("catalog.toml", catalogue), ("a.schema.json", schema)].map(|(path, text)| (path.to_owned(), text.to_owned()));
    let made = codegen::generate(&codegen::Files::from(files)).unwrap_or_else(|found| panic!("{found}"));
    let found: Vec<(&str, String)> = made
        .warnings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().expect("it has a place");
            let pointer = place.pointer.as_ref().expect("it is a value").to_string();
            (finding.code, pointer)
        })
        .collect();
    let expected = [
        ("invalid-default", "/default"),
        ("invalid-default", "/properties/kind/default"),
        ("invalid-schema-example", "/properties/kind/examples/1"),
        ("invalid-default", "/properties/count/default"),
    ];
    assert_eq!(found, expected.map(|(code, pointer)| (code, pointer.to_owned())), "{}", made.warnings);
    assert!(made.warnings.iter().all(|finding| finding.severity == Severity::Warning && !finding.related.is_empty()));
    let (_, of_module) = codegen::generate_module(
        &Source::new("a.schema.json", schema),
        &SchemaOptions::new("A"),
        &codegen::emit::package::module::RuntimePlace::Inlined,
    )
    .unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(of_module.iter().len(), expected.len(), "{of_module}");
}

/// The parts of a published meta-schema refer to the document with its URI, not to the built-in one.
#[test]
fn a_document_may_replace_a_meta_schema() {
    for (base, anchor) in [
        ("https://json-schema.org/draft/2019-09", r#""$recursiveAnchor": true"#),
        ("https://json-schema.org/draft/2020-12", r#""$dynamicAnchor": "meta""#),
    ] {
        let text = format!(
            r#"{{ "$schema": "{base}/schema", "$id": "{base}/schema", {anchor}, "allOf": [{{ "$ref": "meta/applicator" }}], "properties": {{ "zz": {{ "type": "string" }} }} }}"#
        );
        let schema = Source::new("schema.json", text);
        let (model, _) = model_of(&schema, &SchemaOptions::new("Root")).unwrap();
        let plan = plan::plan(&model, &BTreeSet::new());
        let root = plan.entries[&model.roots[0].schema];
        for (instance, expected) in [
            (r#"{ "zz": "" }"#, true),
            (r#"{ "zz": 1 }"#, false),
            (r#"{ "not": { "zz": "" } }"#, true),
            (r#"{ "not": { "zz": 1 } }"#, false),
            (r#"{ "not": 1 }"#, false),
        ] {
            let instance = json::parse(&Source::new("instance.json", instance)).unwrap().root;
            assert_eq!(interpret::is_valid(&plan, root, &instance), expected, "{base}: {}", instance.to_compact());
        }
    }
}

/// Up to draft 7 a reference hides what stands beside it: each keyword with a meaning is said once, at its place.
#[test]
fn keywords_beside_references_are_said() {
    for (beside, warnings) in [
        (r#""maxLength": 3"#, 1),
        (r#""properties": { "a": {} }, "required": ["a"]"#, 2),
        (r#""format": "date", "enum": ["a"]"#, 2),
        (r#""allOf": [{ "maxLength": 3 }]"#, 1),
        (r#""title": "T", "description": "D", "default": 1, "x-a": 1"#, 0),
        (r#""definitions": { "b": {} }"#, 0),
    ] {
        for (index, dialect) in DIALECTS.iter().enumerate() {
            let text = format!(
                r##"{{ "$schema": "{dialect}", "properties": {{ "it": {{ "$ref": "#/definitions/a", {beside} }} }}, "definitions": {{ "a": {{ "type": "string" }} }} }}"##
            );
            let found: Vec<Diagnostic> =
                found(&text).into_iter().filter(|finding| finding.code == "ignored-beside-ref").collect();
            assert_eq!(found.len(), if index < 3 { warnings } else { 0 }, "{text}: {found:?}");
            for finding in found {
                let place = finding.place.expect("a place");
                let name = &place.source.text()[place.span.clone()];
                assert!(finding.message.starts_with(&format!("`{}`", name.trim_matches('"'))), "{name}");
                assert!(finding.help.is_some());
            }
        }
    }
    let member = format!(
        r#"{{ "$schema": "{}", "properties": {{ "$ref": {{ "type": "string" }}, "a": {{}} }}, "required": ["a"] }}"#,
        DIALECTS[2]
    );
    assert!(found(&member).is_empty(), "a member named `$ref` is no reference");
}
