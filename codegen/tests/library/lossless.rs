//! The laws of sound and lossless types on random schemas, simulated by shapes without compiling any code.

mod keeping;

use codegen::SchemaOptions;
use codegen::keyword::dialect::{Dialect, Draft};
use keeping::{Subject, Unlisted};
use serde_json::{Value, json};
use support::random_schema::{Syntax, random_schema};

#[test]
fn named_members_survive_both_ways() {
    for (schema, instance) in [
        // Described by name and by a pattern.
        (
            json!({ "type": "object", "properties": { "known": { "type": "object", "properties": { "x": { "type": "integer" } } } },
                "patternProperties": { "^k": { "type": "object", "properties": { "y": { "type": "string" } } } } }),
            json!({ "known": { "x": 1, "y": "s" } }),
        ),
        // The same in two schemas.
        (
            json!({ "type": "object", "allOf": [
                { "properties": { "known": { "type": "object", "properties": { "x": { "type": "integer" } } } } },
                { "patternProperties": { "^k": { "type": "object", "properties": { "y": { "type": "string" } } } } } ] }),
            json!({ "known": { "x": 1, "y": "s" } }),
        ),
        (
            json!({ "type": "object", "allOf": [
                { "properties": { "known": { "type": "object", "properties": { "x": { "type": "integer" } } } } },
                { "additionalProperties": { "type": "object", "properties": { "y": { "type": "string" } } } } ] }),
            json!({ "known": { "x": 1, "y": "s" }, "z": { "y": "t" } }),
        ),
        (
            json!({ "type": "object", "properties": { "known": { "type": "object", "properties": { "x": { "type": "integer" } } } },
                "allOf": [{ "unevaluatedProperties": { "properties": { "y": { "type": "string" } } } }] }),
            json!({ "known": { "x": 1, "y": "s" } }),
        ),
        // Branches that only validators can distinguish.
        (
            json!({ "oneOf": [{ "properties": { "a": { "type": "string" } } }, { "properties": { "b": { "type": "string" } } }] }),
            json!({ "a": "x", "b": 1 }),
        ),
        (
            json!({ "oneOf": [{ "properties": { "a": { "type": "string" } }, "required": ["a"] }, { "properties": { "b": { "type": "string" } }, "required": ["b"] }] }),
            json!({ "a": "x", "b": 1 }),
        ),
        (
            json!({ "oneOf": [
                { "required": ["t"], "properties": { "t": { "const": "1" }, "m": { "type": "object", "properties": { "x": { "type": "integer" } } } } },
                { "required": ["t"], "properties": { "t": { "const": "2" }, "m": { "type": "object", "properties": { "y": { "type": "integer" } } } } } ] }),
            json!({ "t": "1", "m": { "x": 1, "y": 2 } }),
        ),
        // A condition beside branches.
        (
            json!({ "type": "object", "oneOf": [{ "required": ["t"], "properties": { "t": { "const": "1" } } }, { "required": ["t"], "properties": { "t": { "const": "2" } } }],
                "if": { "required": ["z"] }, "then": { "properties": { "z": { "type": "integer" } } } }),
            json!({ "t": "1", "z": 2 }),
        ),
        // Values of `enum` have all of their members.
        (
            json!({ "properties": { "a": { "properties": { "x": true } }, "b": { "items": { "properties": { "x": true } } } }, "type": "object",
                "enum": [{ "a": { "x": 1, "y": 2 }, "b": [{ "x": 1, "y": 2 }], "c": 3 }] }),
            json!({ "a": { "x": 1, "y": 2 }, "b": [{ "x": 1, "y": 2 }], "c": 3 }),
        ),
    ] {
        let subject =
            Subject::new(&schema, &SchemaOptions::new("Thing")).unwrap_or_else(|found| panic!("{schema}: {found}"));
        for unlisted in [Unlisted::Keep, Unlisted::Drop] {
            assert_eq!(subject.written(unlisted, &instance).as_ref(), Ok(&instance), "{unlisted:?} {schema}");
        }
    }
}

#[test]
fn a_negated_schema_shapes_nothing() {
    let schema = json!({ "not": { "type": "object", "properties": { "a": { "type": "string" } }, "additionalProperties": false } });
    let instance = json!({ "a": "x", "b": 1 });
    let subject = Subject::new(&schema, &SchemaOptions::new("Thing")).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(subject.written(Unlisted::Drop, &instance), Ok(instance));
}

#[test]
fn unlisted_members_are_kept_or_dropped() {
    for (schema, kept) in [
        (json!({ "type": "object", "properties": { "a": {} } }), true),
        (json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": true }), true),
        (json!({ "type": "object", "properties": { "a": {} }, "additionalProperties": false }), false),
        (json!({ "type": "object", "properties": { "a": {} }, "unevaluatedProperties": false }), false),
        (
            json!({ "type": "object", "properties": { "a": {} }, "allOf": [{ "additionalProperties": true }], "unevaluatedProperties": false }),
            true,
        ),
        (json!({ "type": "object", "properties": { "a": {}, "other": {} } }), true),
    ] {
        let subject = Subject::new(&schema, &SchemaOptions::new("Thing")).unwrap_or_else(|found| panic!("{found}"));
        let instance = json!({ "a": 1, "b": 2 });
        let (all, known) = (instance.clone(), json!({ "a": 1 }));
        assert_eq!(subject.written(Unlisted::Keep, &instance), Ok(if kept { all } else { known.clone() }), "{schema}");
        assert_eq!(subject.written(Unlisted::Drop, &instance), Ok(known), "{schema}");
    }
}

/// The number of random schemas per syntax; set `SCHEMA_COUNT=20000` for more.
fn count() -> u64 {
    std::env::var("SCHEMA_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(80)
}

#[test]
fn types_of_random_schemas_are_lossless() {
    let mut breaches: Vec<String> = Vec::new();
    let (mut judged, mut valid) = (0, 0);
    for (syntax, draft) in
        [(Syntax::Draft7, Draft::Draft7), (Syntax::Draft2019, Draft::Draft2019), (Syntax::Draft2020, Draft::Draft2020)]
    {
        let options = SchemaOptions { dialect: Dialect::of(draft), ..SchemaOptions::new("Thing") };
        for seed in 0..count() {
            let (schema, instances) = random_schema(seed, syntax);
            let Ok(subject) = Subject::new(&schema, &options) else { continue };
            judged += 1;
            for instance in instances.iter().filter(|instance| subject.accepts(instance)) {
                valid += 1;
                for unlisted in [Unlisted::Keep, Unlisted::Drop] {
                    if let Some(breach) = subject.breach(unlisted, instance) {
                        breaches.push(format!("{seed} {unlisted:?}: {breach}\n  in {instance}\n  of {schema}"));
                    }
                }
            }
        }
    }
    assert!(judged > count() && valid > count(), "{judged} schemas, {valid} instances");
    let shown: Vec<&str> = breaches.iter().take(12).map(String::as_str).collect();
    assert!(breaches.is_empty(), "{} breaches in {valid} instances\n{}", breaches.len(), shown.join("\n"));
}

#[test]
fn the_judge_notices_lost_members() {
    let schema: Value =
        json!({ "type": "object", "properties": { "a": { "type": "object", "properties": { "x": {} } } } });
    let subject = Subject::new(&schema, &SchemaOptions::new("Thing")).unwrap_or_else(|found| panic!("{found}"));
    let before = json!({ "a": { "x": 1, "y": 2 }, "b": 1 });
    for (after, kept, dropped) in [
        (before.clone(), true, true),
        (json!({ "a": { "x": 1 } }), false, true),
        (json!({ "a": { "x": 1, "y": 2 } }), false, true),
        (json!({ "a": { "y": 2 }, "b": 1 }), false, false),
        (json!({ "b": 1 }), false, false),
        (json!({ "a": { "x": 2, "y": 2 }, "b": 1 }), false, false),
        (json!({ "a": { "x": 1, "y": 2 }, "b": 1, "c": 1 }), false, false),
    ] {
        assert_eq!(subject.difference(Unlisted::Keep, &before, &after).is_none(), kept, "{after}");
        assert_eq!(subject.difference(Unlisted::Drop, &before, &after).is_none(), dropped, "{after}");
    }
}
