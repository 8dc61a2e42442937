//! A removed name is reserved only where nothing in the new schema speaks of it: everywhere else, the new schema says what it may mean.

use std::time::{Duration, Instant};

use codegen::Edition;
use codegen::diff::compare_editions;
use serde_json::{Value, json};

use super::edits::files;

/// Returns the rule, the effect and the words of each change.
fn verdicts(old: &Value, new: &Value) -> Vec<(&'static str, &'static str, String)> {
    let read = |schema: &Value| Edition::read(&files(schema, None)).unwrap_or_else(|found| panic!("{found}"));
    let report = compare_editions(&read(old), &read(new)).expect("both editions are sound");
    let row = |it: &codegen::diff::Judged| (it.change.rule.id(), it.wire.effect.code(), it.change.to_string());
    report.changes.iter().map(row).collect()
}

fn effects(old: &Value, new: &Value) -> Vec<&'static str> {
    verdicts(old, new).into_iter().map(|(_, effect, _)| effect).collect()
}

#[test]
fn names_that_stay_are_judged() {
    let gone = json!({ "type": "object" });
    for (keyword, value) in [
        ("required", json!(["n"])),
        ("dependentRequired", json!({ "n": ["m"] })),
        ("dependentRequired", json!({ "m": ["n"] })),
        ("dependentSchemas", json!({ "n": { "maxProperties": 9 } })),
        ("propertyNames", json!({ "enum": ["m", "n"] })),
        ("allOf", json!([{ "required": ["n"] }])),
        ("anyOf", json!([{ "required": ["n"] }, { "required": ["m"] }])),
        ("if", json!({ "required": ["n"] })),
        ("not", json!({ "required": ["n", "m"] })),
        ("enum", json!([{ "n": "a" }, { "n": 5 }, {}])),
        (
            "oneOf",
            json!([{ "required": ["k"], "properties": { "k": { "const": 1 }, "n": { "type": "integer" } } }, { "properties": { "k": { "const": 2 } } }]),
        ),
        ("anyOf", json!([{ "patternProperties": { "^n": { "type": "integer" } } }, { "maxProperties": 9 }])),
        ("propertyNames", json!({ "pattern": "^(m|n)$" })),
    ] {
        let with = |schema: &Value| {
            let mut schema = schema.clone();
            schema.as_object_mut().expect("it is one").insert(keyword.to_owned(), value.clone());
            if keyword == "if" {
                schema["then"] = json!({ "required": ["m"] });
            }
            schema
        };
        let old = json!({ "type": "object", "properties": { "n": { "type": "string" } } });
        assert_eq!(effects(&with(&old), &with(&gone)), ["fails"], "{keyword}: {value}");
    }
    // Another schema speaks of the same object, around the member that has it.
    let within =
        |m: &Value| json!({ "properties": { "m": m }, "allOf": [{ "properties": { "m": { "required": ["n"] } } }] });
    let old = json!({ "type": "object", "properties": { "n": { "type": "string" } } });
    assert_eq!(effects(&within(&old), &within(&gone)), ["fails"]);
    let twice = |m: &Value| {
        json!({
            "properties": { "k": { "$ref": "#/$defs/m" }, "m": { "$ref": "#/$defs/m" } },
            "allOf": [{ "patternProperties": { "^m": { "required": ["n"] } } }],
            "$defs": { "m": m }
        })
    };
    assert_eq!(effects(&twice(&old), &twice(&gone)), ["fails"]);
    // Nothing speaks of the name any more.
    for old in [
        json!({ "type": "object", "properties": { "n": { "type": "string" } }, "additionalProperties": true }),
        json!({ "type": "object", "properties": { "n": { "type": "string" } }, "additionalProperties": {} }),
        json!({ "type": "object", "properties": { "n": { "type": "string" } } }),
        json!({ "type": "object", "properties": { "n": { "type": "string" } }, "anyOf": [{}, { "maxProperties": 9 }] }),
    ] {
        let mut new = old.clone();
        new.as_object_mut().expect("it is one").remove("properties");
        assert_eq!(effects(&old, &new), ["ok"], "{old}");
    }
    let old = json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } });
    let new = json!({ "type": "object", "required": ["a"], "properties": { "b": { "type": "string" } } });
    assert_eq!(effects(&old, &new), ["fails"], "`a` is still required");
}

#[test]
fn lifted_prohibitions_are_no_removals() {
    for never in [json!(false), json!({ "not": {} }), json!({ "allOf": [false] }), json!({ "enum": [] })] {
        let old = json!({ "type": "object", "properties": { "n": never, "m": { "type": "string" } } });
        let Ok(_) = Edition::read(&files(&old, None)) else { continue };
        let new = json!({ "type": "object", "properties": { "m": { "type": "string" } } });
        assert_eq!(effects(&old, &new), ["fails"], "{old}");
    }
    let branch = |required: &str, never: Option<&str>| {
        let members: serde_json::Map<String, Value> =
            never.map(|name| (name.to_owned(), json!(false))).into_iter().collect();
        json!({ "type": "object", "required": [required], "properties": members })
    };
    let old = json!({ "oneOf": [branch("x", Some("y")), branch("y", Some("x"))] });
    let new = json!({ "oneOf": [branch("x", None), branch("y", Some("x"))] });
    assert_eq!(effects(&old, &new), ["fails"]);
}

#[test]
fn null_around_a_referenced_union_is_said() {
    let kind = |name: &str| json!({ "type": "object", "required": ["k"], "properties": { "k": { "const": name } } });
    let within =
        |member: Value| json!({ "properties": { "m": member }, "$defs": { "p": { "oneOf": [kind("a"), kind("b")] } } });
    let plain = within(json!({ "$ref": "#/$defs/p" }));
    let inline = within(json!({ "oneOf": [kind("a"), kind("b")] }));
    let nullable = within(json!({ "anyOf": [{ "$ref": "#/$defs/p" }, { "type": "null" }] }));
    let said = |rule: &'static str, effect: &'static str| [(rule, effect)];
    let short = |old: &Value, new: &Value| {
        verdicts(old, new).into_iter().map(|(rule, effect, _)| (rule, effect)).collect::<Vec<_>>()
    };
    assert_eq!(short(&plain, &nullable), said("null-allowed", "fails"));
    assert_eq!(short(&nullable, &plain), said("null-forbidden", "ok"));
    assert_eq!(short(&inline, &nullable)[0], ("null-allowed", "fails"));
}

/// If each change alone is proven, but not both together, a person decides.
#[test]
fn changes_are_proven_together() {
    let twice = |most: u32| json!({ "properties": { "url": { "type": "string", "format": "uri", "allOf": [{ "maxLength": most }, { "maxLength": most }] } } });
    let found = effects(&twice(20), &twice(30));
    assert!(found.iter().any(|effect| *effect != "ok"), "a longer address is refused: {found:?}");
    let listed = |values: Value| json!({ "properties": { "a": { "anyOf": [{ "enum": values }] } } });
    assert_eq!(effects(&listed(json!([1])), &listed(json!([1, null]))), ["fails"]);
}

#[test]
fn other_names_have_witnesses() {
    let object = |names: &Value| json!({ "type": "object", "propertyNames": names });
    for (old, new) in [
        (json!({ "pattern": "^[a-z]+$" }), json!({ "pattern": "^[a-z0-9]+$" })),
        (json!({ "enum": ["a", "b"] }), json!({ "enum": ["a", "b", "c"] })),
        (json!({ "maxLength": 3 }), json!({ "maxLength": 4 })),
        (json!({ "pattern": "^a" }), json!(true)),
    ] {
        assert_eq!(effects(&object(&old), &object(&new)), ["fails"], "{old}");
        assert_eq!(effects(&object(&new), &object(&old)), ["ok"], "{old}");
    }
}

#[test]
fn many_branches_and_levels_have_verdicts() {
    let branch = |index: usize, most: u32| json!({ "type": "object", "required": ["k"], "properties": { "k": { "const": format!("v{index}") }, "x": { "maximum": most } } });
    let union = |last: u32| {
        let branches: Vec<Value> = (0..30).map(|index| branch(index, if index == 29 { last } else { 9 })).collect();
        json!({ "properties": { "m": { "oneOf": branches } } })
    };
    assert_eq!(effects(&union(9), &union(10)), ["fails"]);
    let nested = |most: u32| {
        (0..18).fold(
            json!({ "maximum": most }),
            |inner, _| json!({ "type": "object", "required": ["k"], "properties": { "k": inner } }),
        )
    };
    assert_eq!(effects(&nested(3), &nested(4)), ["fails"]);
}

/// An effect of one change is not said of another one.
#[test]
fn neighbours_keep_their_own_effects() {
    let schema =
        |m: Value, least: u32| json!({ "properties": { "m": m, "n": { "type": "string", "minLength": least } } });
    let (strings, any) = (json!({ "type": "string", "enum": ["a", 1] }), json!({ "enum": ["a", 1] }));
    let open = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    let patterned =
        json!({ "type": "object", "additionalProperties": { "type": "string" }, "patternProperties": { "^x-": true } });
    let closed = json!({ "type": "array", "prefixItems": [{}], "items": false });
    let longer = json!({ "type": "array", "prefixItems": [{}, {}], "items": false });
    let (some, none) = (json!({ "type": "array", "contains": {} }), json!({ "type": "array" }));
    let (short, long) = (json!({ "maxLength": 3 }), json!({ "maxLength": 4, "not": { "const": "x" } }));
    for (before, after, more) in [
        (strings, any, vec!["fails"]),
        (open, patterned, vec!["fails"]),
        (closed, longer, vec!["fails"]),
        (some, none, vec!["fails"]),
        (short, long, vec!["fails", "ok"]),
    ] {
        for least in [1, 2] {
            let found = verdicts(&schema(before.clone(), 1), &schema(after.clone(), least));
            let of_m: Vec<&str> = found.iter().filter(|it| it.2.contains("`m`")).map(|it| it.1).collect();
            let of_n: Vec<&str> = found.iter().filter(|it| it.2.contains("`n`")).map(|it| it.1).collect();
            assert_eq!(of_m, more, "{before} {found:?}");
            assert_eq!(of_n, vec!["ok"; usize::from(least == 2)], "{before} {found:?}");
            assert_eq!(found.len(), of_m.len() + of_n.len(), "{found:?}");
        }
    }
}

#[test]
fn many_required_members_are_judged_soon() {
    let object = |letter: &str| {
        let names: Vec<String> = (0..60).map(|index| format!("{letter}{index}")).collect();
        let members: serde_json::Map<String, Value> =
            names.iter().map(|it| (it.clone(), json!({ "type": "string" }))).collect();
        json!({ "type": "object", "properties": members, "required": names })
    };
    let start = Instant::now();
    assert_eq!(verdicts(&object("a"), &object("b")).len(), 60);
    // A debug build on a busy machine; it was ten times as slow.
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}
