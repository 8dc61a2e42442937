//! The reference page: rows of members, with the words for their values.

use std::path::Path;

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;

use crate::package::{ENVELOPE, files, generated};

/// Returns the page of a catalogue with one event, whose payload has that schema.
fn page(schema: &str) -> String {
    page_with(schema, "{}")
}

fn page_with(schema: &str, example: &str) -> String {
    let mut input = files(ENVELOPE, "events", &["box.opened"]);
    input.insert("box.opened.schema.json".to_owned(), schema.to_owned());
    input.insert("box.opened.example.json".to_owned(), example.to_owned());
    generated(&input).remove("docs/webhooks.md").expect("there are events")
}

#[test]
fn vendor_text_is_escaped() {
    let output = generated(&files(ENVELOPE, "events", &["box.opened"]));
    let page = &output["docs/webhooks.md"];
    for row in [
        r"| `id` | string | yes | A \| B, see <https://a.example/x_y> |",
        "| `lines` | array of object | no | |",
        "| `lines[].sku` | string, at most 9 characters | no | |",
        "| `next` | object | no | |",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
    assert_eq!(page.matches("| `id` |").count(), 1, "a recursive schema is listed once");
}

/// Constraints of elements, of names and of other members are in words too, and stay apart from those of the member.
#[test]
fn constraints_of_inner_values_are_described() {
    const LIST: &str = r##"{ "type": "array", "maxItems": 3, "items": { "$ref": "#/$defs/list" } }"##;
    let cases = [
        (r#"{ "enum": ["a", "b"], "maxLength": 1 }"#, "`\"a\"` or `\"b\"`, at most 1 character"),
        (
            r#"{ "type": "array", "items": { "type": "string", "pattern": "^a|b$" }, "minItems": 1 }"#,
            r"array of string (matching `^a\|b$`), at least 1 element",
        ),
        (r#"{ "type": "array", "items": { "const": 1 }, "uniqueItems": true }"#, "array of `1`, no two equal"),
        (
            r#"{ "type": "array", "items": { "type": "array", "items": { "type": "integer", "minimum": 0 } } }"#,
            "array of array of integer (at least 0)",
        ),
        (
            r#"{ "type": "array", "items": { "oneOf": [{ "type": "string" }, { "type": "null" }] } }"#,
            "array of (string or null)",
        ),
        (
            r#"{ "type": "object", "propertyNames": { "maxLength": 2 }, "minProperties": 1 }"#,
            "object, names: at most 2 characters, at least 1 member",
        ),
        (r#"{ "type": "object", "propertyNames": { "enum": ["a", "b"] } }"#, r#"object, names: `"a"` or `"b"`"#),
        (
            r#"{ "type": "object", "additionalProperties": { "type": "number", "multipleOf": 5 } }"#,
            "object, other members: number (a multiple of 5)",
        ),
        (
            r#"{ "type": "object", "patternProperties": { "^x-": { "type": ["string", "null"] } }, "additionalProperties": false }"#,
            "object, members `^x-`: null or string",
        ),
        (
            r#"{ "type": "array", "minItems": 2, "maxItems": 2, "uniqueItems": true }"#,
            "array, 2 elements, no two equal",
        ),
        (r#"{ "type": "object", "additionalProperties": true, "propertyNames": true }"#, "object"),
        ("false", "no value"),
        (r#"{ "type": "array", "items": false }"#, "array of no value"),
        (r#"{ "type": "array", "prefixItems": [{ "type": "string" }], "items": { "type": "integer" } }"#, "array"),
        (r##"{ "$ref": "#/$defs/list" }"##, "array of array, at most 3 elements"),
        (r##"{ "type": "object", "additionalProperties": { "$ref": "#" } }"##, "object, other members: object"),
    ];
    for (schema, words) in cases {
        let text =
            format!(r#"{{ "type": "object", "properties": {{ "it": {schema} }}, "$defs": {{ "list": {LIST} }} }}"#);
        let page = page(&text);
        let row = page.lines().find(|line| line.starts_with("| `it` |"));
        assert_eq!(row, Some(format!("| `it` | {words} | no | |").as_str()), "{schema}");
    }
}

/// Each level has forty patterns with one schema: the words of all combinations would be a hundred megabytes.
#[test]
fn words_of_nested_patterns_do_not_multiply() {
    let level = |next: &str| {
        let patterns: Vec<String> = (0..40).map(|index| format!(r#""^{index}": {{ "$ref": "{next}" }}"#)).collect();
        format!(r#"{{ "type": "object", "patternProperties": {{ {} }} }}"#, patterns.join(", "))
    };
    let levels: Vec<String> =
        (0..8).map(|at| format!(r#""a{at}": {}"#, level(&format!("#/$defs/a{}", at + 1)))).collect();
    let schema = format!(
        r##"{{ "type": "object", "properties": {{ "it": {{ "$ref": "#/$defs/a0" }} }}, "$defs": {{ {}, "a8": {{ "type": "string" }} }} }}"##,
        levels.join(", ")
    );
    assert!(page(&schema).len() < 10 * schema.len());
}

/// Members of the values of a map have rows, like those of elements.
#[test]
fn members_of_map_values_have_rows() {
    let schema = r#"{ "type": "object", "properties": { "rates": { "type": "object", "additionalProperties": {
        "type": "object", "required": ["amount"], "properties": { "amount": { "type": "integer" } } } } } }"#;
    let page = page(schema);
    assert!(page.contains("| `rates.*.amount` | integer | yes | |"), "{page}");
}

#[test]
fn deprecated_members_and_defaults_are_shown() {
    let page = page(
        r#"{ "type": "object", "properties": {
            "old": { "type": "string", "description": "The chain", "deprecated": true, "default": "a|b" },
            "new": { "type": "integer", "default": 1 }
        } }"#,
    );
    for row in [
        r#"| `old` | string | no | The chain — Deprecated. Default: `"a\|b"`. |"#,
        "| `new` | integer | no | Default: `1`. |",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
}

#[test]
fn forms_and_listed_strings_are_described() {
    let page = page(
        r##"{ "type": "object", "properties": {
            "status": { "type": "string", "oneOf": [{ "const": "a|b", "description": "A" }, { "const": "c" }] },
            "state": { "anyOf": [{ "enum": ["on", "off"] }, { "const": "on" }, { "type": "null" }] },
            "owner": { "anyOf": [{ "type": "string", "maxLength": 50 }, { "$ref": "#/$defs/owner" }, { "type": "null" }] },
            "owners": { "type": "array", "items": { "oneOf": [{ "type": "string" }, { "$ref": "#/$defs/owner" }] } },
            "deep": { "anyOf": [{ "type": "null" }, { "anyOf": [{ "type": "string" }, { "anyOf": [{}, true] }] }] },
            "many": { "anyOf": [{ "minLength": 1 }, { "type": "array" }] },
            "five": { "oneOf": [{ "type": "null" }, { "type": "array" }, { "type": "string" }, { "type": "boolean" }, { "type": "number" }] }
        }, "$defs": { "owner": { "type": "object", "properties": { "id": { "type": "string" } } } } }"##,
    );
    for row in [
        r#"| `status` | `"a\|b"` or `"c"` | no | |"#,
        r#"| `state` | `"on"` or `"off"` or null | no | |"#,
        "| `owner` | string (at most 50 characters) or object or null | no | |",
        "| `owners` | array of (string or object) | no | |",
        "| `deep` | one of several forms | no | |",
        "| `many` | any value (at least 1 character) or array | no | |",
        "| `five` | one of several forms | no | |",
    ] {
        assert!(page.contains(row), "{row} is not in\n{page}");
    }
}

/// A listed value of another type never arrives, and what several keywords list arrives if all do.
#[test]
fn nullable_objects_list_their_members() {
    let address = r#""$defs": { "Address": {
        "description": "Where.", "type": "object", "properties": { "street": { "type": "string" } } } }"#;
    for it in [
        r##"{ "$ref": "#/$defs/Address" }"##,
        r##"{ "anyOf": [{ "$ref": "#/$defs/Address" }, { "type": "null" }] }"##,
        r##"{ "oneOf": [{ "type": "null" }, { "$ref": "#/$defs/Address" }] }"##,
    ] {
        let page = page(&format!(r#"{{ "type": "object", "properties": {{ "it": {it} }}, {address} }}"#));
        assert!(page.contains("| `it.street` | string | no | |"), "{it}: {page}");
        assert!(page.contains(" | Where. |"), "{it}: {page}");
        let list = format!(r#"{{ "type": "array", "items": {it} }}"#);
        let page = self::page(&format!(r#"{{ "type": "object", "properties": {{ "all": {list} }}, {address} }}"#));
        assert!(page.contains("| `all[].street` | string | no | |"), "{it}: {page}");
    }
}

#[test]
fn forms_of_unions_are_named() {
    let forms = r##""oneOf": [{ "$ref": "#/$defs/Card" }, { "$ref": "#/$defs/Bank" }]"##;
    let definitions = r##""$defs": {
        "Card": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "card" }, "digits": { "type": "string" } } },
        "Bank": { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "bank" }, "again": { "$ref": "#/$defs/Either" } } },
        "Either": { "oneOf": [{ "$ref": "#/$defs/Card" }, { "$ref": "#/$defs/Bank" }] } }"##;
    let page =
        self::page(&format!(r#"{{ "type": "object", "properties": {{ "it": {{ {forms} }} }}, {definitions} }}"#));
    assert!(page.contains("| `it` | object | no | One of `Card` or `Bank`. |"), "{page}");
    let page = page_with(&format!("{{ {forms}, {definitions} }}"), r#"{ "kind": "card" }"#);
    assert!(page.contains("`Card`:\n\n| Member |") && page.contains("| `digits` | string | no | |"), "{page}");
    assert!(page.contains("| `again` | object | no | One of `Card` or `Bank`. |"), "{page}");
}

#[test]
fn excluded_values_are_not_listed() {
    for (schema, words) in [
        (r#"{ "type": "string", "enum": ["a", null, 1] }"#, r#"`"a"`"#),
        (r#"{ "type": ["string", "null"], "enum": ["a", null, 1] }"#, r#"`"a"` or `null`"#),
        (r#"{ "type": "integer", "enum": [1, 1.5, 2.0] }"#, "`1` or `2.0`"),
        (r#"{ "type": "number", "enum": [1, 1.5] }"#, "`1` or `1.5`"),
        (r#"{ "type": "string", "const": 1 }"#, "no value"),
        (r#"{ "enum": ["a", "b"], "allOf": [{ "enum": ["b", "c"] }] }"#, r#"`"b"`"#),
        (r##"{ "type": "string", "$ref": "#/$defs/list" }"##, r#"`"a"`"#),
        (r#"{ "type": "string", "oneOf": [{ "const": "a" }, { "enum": ["b", null] }] }"#, r#"`"a"` or `"b"`"#),
        (r#"{ "type": ["string", "null"], "anyOf": [{ "const": "a" }, { "const": null }] }"#, r#"`"a"` or `null`"#),
        (r#"{ "type": "array", "items": { "type": "string", "enum": ["a", 1] } }"#, r#"array of `"a"`"#),
    ] {
        let text = format!(
            r#"{{ "type": "object", "properties": {{ "it": {schema} }}, "$defs": {{ "list": {{ "enum": ["a", 1] }} }} }}"#
        );
        let page = page(&text);
        let row = page.lines().find(|line| line.starts_with("| `it` |"));
        assert_eq!(row, Some(format!("| `it` | {words} | no | |").as_str()), "{schema}");
    }
}

/// A required member has a row, whichever keyword describes it.
#[test]
fn required_members_have_rows() {
    for (schema, rows) in [
        (r#"{ "required": ["a"] }"#, vec!["| `a` | any value | yes | |"]),
        (
            r#"{ "required": ["b", "a"], "properties": { "a": { "type": "string" } } }"#,
            vec!["| `a` | string | yes | |", "| `b` | any value | yes | |"],
        ),
        (
            r#"{ "required": ["x-a", "b"], "patternProperties": { "^x-": { "type": "integer" } }, "additionalProperties": { "type": "string" } }"#,
            vec!["| `x-a` | integer | yes | |", "| `b` | string | yes | |"],
        ),
        (
            r#"{ "allOf": [{ "required": ["a"] }, { "properties": { "a": {} }, "required": ["a", "c"] }] }"#,
            vec!["| `a` | any value | yes | |", "| `c` | any value | yes | |"],
        ),
        (
            r#"{ "properties": { "o": { "type": "object", "required": ["in"] } } }"#,
            vec!["| `o` | object | no | |", "| `o.in` | any value | yes | |"],
        ),
    ] {
        let page = page_with(schema, r#"{ "a": "", "b": "", "c": "", "x-a": 1 }"#);
        let (_, section) = page.split_once("## `box.opened`").expect("a section");
        let found: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(found, rows, "{schema}");
    }
}

/// A member has one row, however many parts of `allOf` describe it, with the constraints of all.
#[test]
fn members_of_several_schemas_have_one_row() {
    const BASE: &str = r#"{ "type": "object", "required": ["kind", "data"], "properties": {
        "kind": { "type": "string", "description": "The kind" }, "data": { "type": "object" },
        "tags": { "type": "array", "items": { "type": "object", "properties": { "id": { "type": "integer" } } } },
        "more": { "type": "object", "additionalProperties": { "properties": { "a": { "type": "string" } } } } } }"#;
    let (kind, data) = ("| `kind` | string | yes | The kind |", "| `data` | object | yes | |");
    let (tags, id) = ("| `tags` | array of object | no | |", "| `tags[].id` | integer | no | |");
    let (more, a) = ("| `more` | object | no | |", "| `more.*.a` | string | no | |");
    for (own, rows) in [
        ("{}", vec![kind, data, tags, id, more, a]),
        (
            r#"{ "kind": { "const": "a.made" } }"#,
            vec![r#"| `kind` | `"a.made"` | yes | The kind |"#, data, tags, id, more, a],
        ),
        (
            r#"{ "kind": { "description": "The kind", "maxLength": 9 }, "data": { "properties": { "x": {} } } }"#,
            vec![
                "| `kind` | string, at most 9 characters | yes | The kind |",
                data,
                "| `data.x` | any value | no | |",
                tags,
                id,
                more,
                a,
            ],
        ),
        (
            r#"{ "kind": { "description": "Always the same", "deprecated": true, "default": "a" } }"#,
            vec![
                r#"| `kind` | string | yes | The kind — Always the same — Deprecated. Default: `"a"`. |"#,
                data,
                tags,
                id,
                more,
                a,
            ],
        ),
        (
            r#"{ "tags": { "minItems": 1, "items": { "required": ["id"], "properties": { "id": { "minimum": 1 } } } } }"#,
            vec![
                kind,
                data,
                "| `tags` | array of object, at least 1 element | no | |",
                "| `tags[].id` | integer, at least 1 | yes | |",
                more,
                a,
            ],
        ),
        (
            r#"{ "more": { "additionalProperties": { "properties": { "a": { "maxLength": 1 }, "b": {} } } } }"#,
            vec![
                kind,
                data,
                tags,
                id,
                more,
                "| `more.*.a` | string, at most 1 character | no | |",
                "| `more.*.b` | any value | no | |",
            ],
        ),
        (r#"{ "own": { "type": "null" } }"#, vec![kind, data, tags, id, more, a, "| `own` | null | no | |"]),
    ] {
        let schema = format!(
            r##"{{ "allOf": [{{ "$ref": "#/$defs/base" }}, {{ "properties": {own} }}], "$defs": {{ "base": {BASE} }} }}"##
        );
        let page = page_with(&schema, r#"{ "kind": "a.made", "data": {} }"#);
        let (_, section) = page.split_once("## `box.opened`").expect("a section");
        let found: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(found, rows, "{own}");
    }
}

/// Each level of a recursive schema meets the schema beside it again.
#[test]
fn recursion_through_several_schemas_ends() {
    let page = page_with(
        r##"{ "allOf": [{ "$ref": "#/$defs/base" }], "properties": { "next": { "$ref": "#" } },
            "$defs": { "base": { "type": "object", "properties": { "next": { "$ref": "#/$defs/base" }, "b": {} } } } }"##,
        "{}",
    );
    for (row, count) in [("| `next` |", 1), ("| `next.next` |", 1), ("| `next.next.next` |", 0), ("| `b` |", 1)] {
        assert_eq!(page.matches(row).count(), count, "{row}\n{page}");
    }
}

/// A summary that ends with a full stop gets no second one, and a description that only repeats it is left out.
#[test]
fn summaries_are_written_once() {
    for (summary, description, of_type, of_page) in [
        ("Sent when a box opens.", "Sent when a box opens.", "", ""),
        ("Sent when a box opens", "Sent when a box opens.", "", ""),
        (
            "Sent when a box opens.",
            "Sent when a box opens.\n\nIt may close.",
            "///\n/// It may close.\n",
            "It may close.\n\n",
        ),
        ("Sent when a box opens.", "A box.", "///\n/// A box.\n", "A box.\n\n"),
        (
            "Sent when a box opens.",
            "Sent when a box opens again.",
            "///\n/// Sent when a box opens again.\n",
            "Sent when a box opens again.\n\n",
        ),
    ] {
        let mut input = files(ENVELOPE, "events", &["box.opened"]);
        let catalog = input["catalog.toml"].replace("about box.opened", summary);
        input.insert("catalog.toml".to_owned(), catalog);
        let schema = serde_json::json!({ "type": "object", "description": description, "properties": { "id": {} } });
        input.insert("box.opened.schema.json".to_owned(), schema.to_string());
        let output = generated(&input);
        let of_type = format!("/// The payload of `box.opened`: Sent when a box opens.\n{of_type}#[");
        assert!(output["src/events/box_opened.rs"].contains(&of_type), "{}", output["src/events/box_opened.rs"]);
        let heading = format!("## `box.opened` — {summary}\n\n{of_page}| Member");
        assert!(output["docs/webhooks.md"].contains(&heading), "{heading}\n{}", output["docs/webhooks.md"]);
    }
}

/// Returns the catalogues of the signing fixtures, each also with other keys of a scheme.
fn signing_schemes() -> Vec<(String, Files)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/catalog/signing");
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut cases = Vec::new();
    for folder in folders {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let files = support::folder::read(&folder);
        for line in ["", "list = \" \"", "key = \"sk_{text}\"", "key = \"{base64}\"", "id = { header = \"X-Id\" }"] {
            let mut files = files.clone();
            let section = format!("[signature]\n{line}\n");
            let catalog = files["catalog.toml"].replace("[signature]\n", &section);
            files.insert("catalog.toml".to_owned(), catalog);
            cases.push((format!("{name} {line}"), files));
        }
        for header in [r#"["X-One-Signature", "X-Two-Signature"]"#, r#""X-One-Signature-{n}""#] {
            let mut files = files.clone();
            let lines = files["catalog.toml"].lines();
            let lines = lines
                .map(|line| if line.starts_with("header = ") { format!("header = {header}") } else { line.to_owned() });
            let catalog = lines.collect::<Vec<_>>().join("\n");
            files.insert("catalog.toml".to_owned(), catalog);
            cases.push((format!("{name} {header}"), files));
        }
    }
    cases
}

#[test]
fn the_page_states_the_whole_scheme() {
    let words = |files: &Files| {
        let source = Source::new("catalog.toml", files["catalog.toml"].as_str());
        let (catalog, _) = codegen::catalog::parse(&source).ok()?;
        let facts = catalog.signature?.words.facts().into_iter();
        Some(facts.map(|(key, value, _)| (key, value)).collect::<Vec<_>>())
    };
    let (mut read, mut refused) = (0, 0);
    for (name, files) in signing_schemes() {
        let Some(written) = words(&files) else { continue };
        let Ok(generated) = codegen::generate(&files) else { continue };
        let page = &generated.files["docs/webhooks.md"];
        match import(&Source::new("webhooks.md", page.as_str()), None, &Files::new()) {
            Ok(import) => {
                assert_eq!(words(&import.files), Some(written), "{name}\n{page}");
                read += 1;
            }
            Err(found) => {
                // Other sections of a page may be refused, too.
                refused += usize::from(found.iter().any(|found| found.code == "signature-not-understood"));
            }
        }
    }
    assert!(read >= 4 && refused >= 30, "{read} are read, {refused} are refused");
}
