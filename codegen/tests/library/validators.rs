//! Snapshots of emitted validators.

use std::collections::BTreeSet;

use codegen::emit::package::module::RuntimePlace;
use codegen::emit::validate::checks::{Calls, Validators};
use codegen::render::RustFile;
use codegen::render::fragment::Owner;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};
use serde_json::json;

/// Returns the validator of a fixture, in one module.
fn emitted(fixture: &str) -> String {
    let path = format!("{}/tests/fixtures/validators/{fixture}.schema.json", env!("CARGO_MANIFEST_DIR"));
    emitted_for(fixture, std::fs::read_to_string(path).unwrap())
}

/// Returns the validator of a schema, in one module.
fn emitted_for(name: &str, schema: String) -> String {
    let schema = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&schema, &SchemaOptions::new(name)).unwrap();
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = RuntimePlace::At("crate::runtime".to_owned()).paths();
    let (fragment, _) = Validators::new(&model, &plan, &paths).file(Owner::Root(0), &Calls::default());
    RustFile { fragment, ..RustFile::default() }.into_body()
}

#[test]
fn a_closed_object_takes_one_pass() {
    insta::assert_snapshot!(emitted("ticket_sold"));
}

#[test]
fn equal_schemas_share_one_function() {
    insta::assert_snapshot!(emitted("merged"));
}

#[test]
fn a_tag_selects_its_branch() {
    insta::assert_snapshot!(emitted("choices"));
}

#[test]
fn alternatives_are_tried_in_order() {
    insta::assert_snapshot!(emitted("alternatives"));
}

#[test]
fn all_names_are_checked() {
    insta::assert_snapshot!(emitted("names"));
}

#[test]
fn elements_are_counted_and_compared() {
    insta::assert_snapshot!(emitted("elements"));
}

#[test]
fn a_condition_marks_what_it_evaluates() {
    insta::assert_snapshot!(emitted("contact"));
}

#[test]
fn unevaluated_parts_follow_conditions() {
    insta::assert_snapshot!(emitted("unevaluated"));
}

#[test]
fn conditions_read_their_members_alone() {
    let schema = json!({
        "type": "object",
        "properties": { "run": { "type": "object" }, "out": { "type": "object" } },
        "required": ["run"],
        "if": { "properties": { "run": { "properties": { "by": { "const": "steps" } } } } },
        "then": { "properties": { "out": { "additionalProperties": { "type": "string" } } } },
        "else": { "properties": { "out": { "additionalProperties": { "type": "number" } } } }
    });
    let emitted = emitted_for("condition", schema.to_string());
    assert!(emitted.contains("members.judge("), "{emitted}");
    for rereading in ["scanner.go_to(start)", "Lookahead"] {
        assert!(!emitted.contains(rereading), "{emitted}");
    }
}

/// A branch that repeats the schema of a member asks only for its presence.
#[test]
fn branches_may_repeat_a_members_schema() {
    let schedule =
        json!({ "type": "object", "properties": { "day": { "type": "string" } }, "additionalProperties": false });
    let requiring =
        |name: &str, schema: &serde_json::Value| json!({ "properties": { name: schema }, "required": [name] });
    let (folder, folders) = (json!({ "type": "string" }), json!({ "type": "array", "items": { "type": "string" } }));
    let schema = json!({
        "type": "object",
        "properties": { "schedule": { "$ref": "#/definitions/schedule" }, "folder": folder, "folders": folders },
        "allOf": [
            { "if": { "not": { "required": ["group"] } }, "then": requiring("schedule", &schedule) },
            { "oneOf": [requiring("folder", &folder), requiring("folders", &folders)] }
        ],
        "definitions": { "schedule": schedule }
    });
    assert_read_once("repeated", &schema);
}

/// Asserts that validators on bytes read no value twice.
fn assert_read_once(name: &str, schema: &serde_json::Value) {
    let emitted = emitted_for(name, schema.to_string());
    let (_, on_bytes) = emitted.split_once("pub(crate) fn on_bytes").expect("there is one");
    for rereading in ["scanner.go_to(", "Lookahead", "one_of(scanner", "any_of(scanner", "accepts("] {
        assert!(!on_bytes.contains(rereading), "{rereading} is in {on_bytes}");
    }
}

#[test]
fn dependents_may_ask_for_presence_alone() {
    let has = |name: &str| json!({ "required": [name] });
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": { "begin": { "type": "string" }, "rules": { "type": "array", "items": { "$ref": "#" } } },
        "dependencies": {
            "include": { "allOf": [{ "not": has("match") }, { "not": has("begin") }] },
            "begin": { "oneOf": [has("end"), has("while")] },
            "end": ["begin"]
        }
    });
    assert_read_once("dependents", &schema);
}

#[test]
fn patterns_that_list_names_are_members() {
    let operation = json!({ "type": "object", "required": ["responses"] });
    for pattern in ["^\\$ref$", "^(get|put)$"] {
        let schema = json!({ "type": "object", "patternProperties": { pattern: operation, "^x-": {} }, "additionalProperties": false });
        let emitted = emitted_for("listed", schema.to_string());
        assert_eq!(emitted.matches("static PATTERN").count(), 1, "{emitted}");
    }
}

#[test]
fn a_telling_member_is_assumed_absent() {
    let listing = |types: &str| json!({ "type": "array", "items": { "type": types } });
    let block = json!({ "properties": { "block": true, "names": listing("string") }, "required": ["block"] });
    let task = json!({ "properties": { "block": false, "names": listing("number") } });
    let schema = json!({ "type": "object", "anyOf": [block, task] });
    let emitted = emitted_for("telling", schema.to_string());
    assert!(emitted.contains("lookahead.assume_absent("), "{emitted}");
}

#[test]
fn presence_selects_a_closed_branch() {
    let branch = |name: &str| {
        let properties = json!({ name: { "type": "array" }, "meta": { "type": "object" } });
        json!({ "required": [name], "properties": properties, "additionalProperties": false })
    };
    let schema = json!({ "type": "object", "oneOf": [branch("data"), branch("errors"), branch("warnings")] });
    let emitted = emitted_for("closed", schema.to_string());
    assert!(!emitted.contains(".one_of("), "{emitted}");
}

/// Each of these is applied to a member, as the clause beside it.
#[test]
fn small_checks_are_in_their_row() {
    let (a, b) = (json!({ "type": "string" }), json!({ "type": "null" }));
    let far = json!({ "enum": (0..40).map(|number| format!("a long value {number}")).collect::<Vec<_>>() });
    for (schema, clause) in [
        (json!({ "type": ["string", "null"] }), r#"=> types(is_null | is_string, "null or a string");"#),
        (json!({ "const": "x" }), r#"=> values("x", "/const", "expected \"x\"");"#),
        (
            json!({ "type": "string", "enum": ["x", "y"] }),
            r#"=> strings("x" | "y", "/enum", "expected \"x\" or \"y\"");"#,
        ),
        (
            json!({ "type": "string", "minLength": 1 }),
            r#"=> string(text; if text.is_empty() => "/minLength", "expected at least 1 character");"#,
        ),
        (
            json!({ "type": "number", "maximum": 2 }),
            r#"=> number(number; if number.compare_integer(2).is_gt() => "/maximum", "expected at most 2");"#,
        ),
        (
            json!({ "type": "integer", "minimum": 0 }),
            r#"=> integer(number; if number.compare_integer(0).is_lt() => "/minimum", "expected at least 0");"#,
        ),
        (
            json!({ "type": "array", "items": a, "maxItems": 2 }),
            r#"=> array(elements; if elements.len() > 2 => "/maxItems", "expected at most 2 elements"; each "/items" => types(is_string, "a string"));"#,
        ),
        (json!({ "required": ["x"] }), r#"=> requires("/required", "x");"#),
        (
            json!({ "oneOf": [a, { "type": "array", "items": b }] }),
            r#""/oneOf/1" => array(elements; each "/items" => types(is_null, "null")));"#,
        ),
        (
            json!({ "if": a, "else": { "required": ["x"] } }),
            r#"=> when(types(is_string, "a string"), otherwise "/else" => requires("/required", "x"));"#,
        ),
        // A type that no string of the list has, a wide list, a check of another type, and an applicator beside it.
        (json!({ "type": "number", "enum": ["x"] }), "=> member_on_value;"),
        (far, "=> member_on_value;"),
        (json!({ "type": ["integer", "null"], "minimum": 3 }), "=> member_on_value;"),
        (json!({ "required": ["x"], "not": b }), "=> member_on_value;"),
        (
            json!({ "type": "array", "items": { "$ref": "#" } }),
            r#"=> array(elements; each "/items/$ref" => on_value);"#,
        ),
    ] {
        let whole = json!({ "type": "object", "properties": { "member": schema } });
        let emitted = emitted_for("root", whole.to_string());
        let row = emitted.lines().find(|line| line.trim_start().starts_with("(6, \"member\")"));
        let at = row.and_then(|row| emitted.find(row)).unwrap_or_else(|| panic!("{emitted}"));
        let rows: Vec<&str> = emitted[at..].lines().map(str::trim).collect();
        let row = rows.split_inclusive(|line| line.ends_with(';')).next().unwrap_or_default().join(" ");
        assert!(row.ends_with(clause), "{row} does not end with {clause}");
    }
}

/// A wide check of several schemas is one function; a short one is in each row.
#[test]
fn shared_checks_have_a_function() {
    let pattern = "^[a-z]{1,20}(-[a-z]{1,20}){0,20}(/[0-9]{1,20}){0,20}$";
    let schema =
        |kind: &serde_json::Value| json!({ "type": "object", "properties": { "a": kind, "b": kind } }).to_string();
    let wide = emitted_for("root", schema(&json!({ "type": "string", "pattern": pattern })));
    assert_eq!(wide.matches("=> a_on_value;").count(), 2, "{wide}");
    assert_eq!(wide.matches("fn a_on_value => string(text;").count(), 1, "{wide}");
    let short = emitted_for("root", schema(&json!({ "type": "array", "items": { "type": "null" } })));
    assert_eq!(short.matches(r#"=> array(elements; each "/items" => types(is_null, "null"));"#).count(), 2, "{short}");
}
