//! Edits whose effect stands in another schema than the edit, or only beside another edit.

use codegen::Files;
use codegen::diff::{Basis, Effect, Judged, Report, Rule, compare};
use serde_json::{Value, json};

use super::place::{Place, files};

fn report(old: &Value, new: &Value, [before, after]: [&Value; 2]) -> Report {
    let read = |schema: &Value, example: &Value| files(Place::Payload, schema, example);
    compare(&read(old, before), &read(new, after)).unwrap_or_else(|found| panic!("{found}"))
}

fn effects(report: &Report) -> Vec<Effect> {
    report.changes.iter().filter(|it| it.change.rule != Rule::ExampleChanged).map(|it| it.wire.effect).collect()
}

fn closed(properties: &Value) -> Value {
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Without a restriction of a member that another schema still names, the member may have other values.
#[test]
fn a_named_member_is_not_gone() {
    let object = |more: Value| {
        let mut schema =
            json!({ "type": "object", "properties": { "k": { "enum": ["a", "b"] }, "x": { "type": "integer" } } });
        let members = more.as_object().expect("keywords").clone();
        schema.as_object_mut().expect("an object").extend(members);
        schema
    };
    let limit = json!({ "properties": { "x": { "maximum": 5 }, "y": { "maximum": 5 } } });
    let other = json!({ "properties": { "y": { "maximum": 5 } } });
    let forms: [fn(&Value) -> Value; 4] = [
        |part| json!({ "if": { "properties": { "k": { "const": "a" } } }, "then": part }),
        |part| json!({ "dependentSchemas": { "k": part } }),
        |part| json!({ "anyOf": [part, { "required": ["z"] }] }),
        |part| json!({ "allOf": [{ "if": { "required": ["k"] }, "then": part }] }),
    ];
    for form in forms {
        let (old, new) = (object(form(&limit)), object(form(&other)));
        let report = report(&old, &new, [&json!({}); 2]);
        assert_eq!(effects(&report), [Effect::Fails], "{old}: {}", report.human());
    }
    let (old, new) = (json!({ "y1": { "type": "integer" } }), json!({ "^y": { "type": "string" } }));
    let (old, new) =
        (json!({ "type": "object", "properties": old }), json!({ "type": "object", "patternProperties": new }));
    assert!(effects(&report(&old, &new, [&json!({}); 2])).contains(&Effect::Fails));
    // In a branch that alone names it, it is gone.
    let tagged = |members: Value| {
        json!({ "oneOf": [
        { "type": "object", "required": ["k"], "properties": members },
        { "type": "object", "required": ["k"], "properties": { "k": { "const": "b" } } } ] })
    };
    let old = tagged(json!({ "k": { "const": "a" }, "x": { "type": "integer" } }));
    let report = report(&old, &tagged(json!({ "k": { "const": "a" } })), [&json!({ "k": "b" }); 2]);
    assert_eq!(effects(&report), [Effect::Ok], "{}", report.human());
}

/// A schema that an object merges names members of the object.
#[test]
fn a_merged_member_is_gone() {
    let forms: [fn(&Value) -> Value; 4] = [
        |base| json!({ "allOf": [base], "properties": { "x": { "type": "integer" } } }),
        |base| json!({ "allOf": [{ "allOf": [{ "type": "object" }, base] }] }),
        |base| json!({ "allOf": [{ "$ref": "#/$defs/base" }], "type": "object", "$defs": { "base": base } }),
        |base| {
            let own = json!({ "type": "object", "properties": { "x": { "$ref": "#/$defs/base" } } });
            json!({ "allOf": [{ "$ref": "#/$defs/base" }, own], "$defs": { "base": base } })
        },
    ];
    let base = |members: Value| json!({ "type": "object", "properties": members });
    let (note, id) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let (old, new) = (base(json!({ "note": note, "id": id })), base(json!({ "id": id })));
    let tightened = base(json!({ "id": { "type": "integer", "maximum": 5 } }));
    for form in forms {
        let report = |new: &Value| report(&form(&old), &form(new), [&json!({}); 2]);
        let alone = report(&new);
        assert_eq!(effects(&alone), [Effect::Ok], "{}", alone.human());
        let beside = report(&tightened);
        assert_eq!(effects(&beside), [Effect::Ok; 2], "{}", beside.human());
    }
    // What a schema says about other members holds for the removed one.
    let others = |members: Value| {
        json!({ "allOf": [
        { "properties": members, "additionalProperties": { "type": ["string", "integer"] } } ] })
    };
    let report = report(&others(json!({ "note": note })), &others(json!({})), [&json!({}); 2]);
    assert_eq!(effects(&report), [Effect::Fails], "{}", report.human());
}

#[test]
fn a_keyword_behind_a_reference_counts() {
    let schema = |most: u64| {
        json!({
            "$defs": { "short": { "type": "string", "maxLength": most } },
            "type": "object",
            "properties": { "x": { "allOf": [{ "type": "string" }, { "$ref": "#/$defs/short" }] }, "q": {} },
        })
    };
    let (old, mut new) = (schema(3), schema(5));
    assert_eq!(effects(&report(&old, &new, [&json!({}); 2])), [Effect::Fails]);
    new["properties"]["q"] = json!({ "type": "string" });
    let beside = report(&old, &new, [&json!({}); 2]);
    assert!(effects(&beside).contains(&Effect::Fails), "{}", beside.human());
}

#[test]
fn a_union_of_other_types_fails() {
    let schema = |union: Value, other: &str| json!({ "type": "object", "required": ["x"], "properties": { "x": { "oneOf": union }, "q": { "type": other } } });
    let old = schema(json!([{ "type": "string" }, { "type": "integer" }]), "string");
    let new = schema(json!([{ "type": "boolean" }]), "integer");
    let report = report(&old, &new, [&json!({ "x": "a" }), &json!({ "x": true })]);
    let fails = |it: &Judged| ["branch-added", "type-changed"].contains(&it.change.rule.id());
    let is_expected = |it: &Judged| (it.wire.effect == Effect::Fails) == fails(it);
    assert!(report.changes.iter().all(is_expected), "{}", report.human());
}

#[test]
fn limits_of_arrays_and_objects_have_witnesses() {
    let array = |keywords: Value| closed(&json!({ "x": keywords }));
    let strings =
        |keyword: &str, limit: u64| array(json!({ "type": "array", "items": { "type": "string" }, keyword: limit }));
    let any = || array(json!({ "type": "array", "items": { "type": "string" } }));
    let counted = |most: u64| array(json!({ "type": "array", "contains": { "const": 1 }, "maxContains": most }));
    let map = |keyword: &str, limit: u64| {
        array(json!({ "type": "object", "additionalProperties": { "type": "integer" }, keyword: limit }))
    };
    for (old, new) in [
        (strings("maxItems", 3), strings("maxItems", 4)),
        (strings("maxItems", 10), strings("maxItems", 11)),
        (strings("maxItems", 3), any()),
        (strings("minItems", 3), strings("minItems", 2)),
        (array(json!({ "type": "array", "uniqueItems": true })), array(json!({ "type": "array" }))),
        (counted(2), counted(3)),
        (map("maxProperties", 2), map("maxProperties", 3)),
        (map("minProperties", 2), map("minProperties", 1)),
    ] {
        let report = report(&old, &new, [&json!({}); 2]);
        assert_eq!(effects(&report), [Effect::Fails], "{old}: {}", report.human());
    }
}

/// Of two edits that show in every delivery, each has its own verdict.
#[test]
fn edits_beside_each_other_have_verdicts() {
    let old = json!({ "a": { "type": "string" }, "n": { "type": "string" } });
    let new = json!({ "a": { "type": "integer" }, "n": { "type": ["string", "null"] } });
    let all = |properties: &Value| {
        let mut schema = closed(properties);
        schema["required"] = properties.as_object().expect("members").keys().cloned().collect::<Vec<_>>().into();
        schema
    };
    let examples = [&json!({ "a": "q", "n": "m" }), &json!({ "a": 1, "n": "m" })];
    assert_eq!(effects(&report(&all(&old), &all(&new), examples)), [Effect::Fails; 2]);
    let (old, new) = (all(&json!({ "a": { "type": "string" } })), all(&json!({ "b": { "type": "integer" } })));
    let moved = report(&old, &new, [&json!({ "a": "" }), &json!({ "b": 0 })]);
    assert_eq!(effects(&moved), [Effect::Degrades, Effect::Fails], "{}", moved.human());
    let said = |basis: &Basis| basis.words("0.1.0").starts_with("apart from the other changes, a receiver");
    assert!(moved.changes.iter().any(|it| it.wire.effect == Effect::Degrades && said(&it.wire.basis)));
}

#[test]
fn edits_that_fail_only_together_are_found() {
    let schema = |members: &[&str], most: u64| {
        let properties: serde_json::Map<String, Value> =
            members.iter().map(|name| ((*name).to_owned(), json!({ "type": "string" }))).collect();
        let mut schema = closed(&properties.into());
        schema["maxProperties"] = most.into();
        schema
    };
    let report = report(&schema(&["x", "y"], 2), &schema(&["x", "y", "z"], 3), [&json!({}); 2]);
    let together = report.changes.iter().find(|it| it.change.rule == Rule::ChangesTogether);
    assert_eq!(together.map(|it| it.wire.effect), Some(Effect::Fails), "{}", report.human());
}

/// A default that is written, and the case of a header's name, change nothing.
#[test]
fn spelling_of_a_signature_has_no_effect() {
    let catalogue = |header: &str, more: &str| -> Files {
        let mut files = files(Place::Payload, &json!({ "type": "object" }), &json!({}));
        let catalog = files.get_mut("catalog.toml").expect("it has one");
        let encoding = "encoding = \"hex\"\n";
        *catalog = catalog.replace("X-Signature", header).replace(encoding, &format!("{encoding}{more}"));
        files
    };
    let old = catalogue("X-Signature", "");
    for new in [catalogue("x-signature", ""), catalogue("X-Signature", "list = \",\"\n")] {
        let report = compare(&old, &new).unwrap_or_else(|found| panic!("{found}"));
        assert!(report.changes.is_empty(), "{}", report.human());
    }
    let report = compare(&old, &catalogue("X-Signature", "list = \";\"\n")).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(effects(&report), [Effect::Fails]);
}

/// A list of values has the types of its values.
#[test]
fn listed_values_have_types() {
    let rules = |old: Value, new: Value| {
        let schema = |member: Value| json!({ "type": "object", "properties": { "x": member } });
        let report = report(&schema(old), &schema(new), [&json!({}); 2]);
        report.changes.iter().map(|it| it.change.rule).collect::<Vec<_>>()
    };
    let listed = || json!({ "enum": ["a", "b"] });
    assert_eq!(rules(json!({ "type": "string" }), listed()), [Rule::ValuesListed]);
    assert_eq!(rules(listed(), json!({ "type": "string" })), [Rule::ValuesOpened]);
    assert_eq!(rules(listed(), json!({ "type": "string", "enum": ["a", "b"] })), [Rule::Restructured]);
    assert_eq!(rules(json!({ "type": "boolean" }), json!({ "enum": [true, false] })), [Rule::ValuesListed]);
    assert_eq!(rules(json!({ "type": "integer" }), listed()), [Rule::TypeChanged]);
    assert_eq!(rules(json!({ "const": "p" }), json!({ "const": null })), [Rule::NullAllowed, Rule::ValueRemoved]);
}
