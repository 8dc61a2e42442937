//! One change has the verdict of the whole edition: each keyword with a subschema that becomes another one, everything, nothing or absent.

use codegen::Edition;
use codegen::diff::compare_editions;
use serde_json::{Value, json};

use super::edits::files;

/// Returns schemas with a subschema at each place; `None` leaves the keyword out.
fn around(inner: Option<&Value>) -> Vec<(&'static str, Value)> {
    let inner = inner.cloned();
    let object = |keyword: &str, value: Option<Value>| {
        let mut schema = json!({ "type": "object", "properties": { "known": { "type": "string" } } });
        schema.as_object_mut().expect("it is one").extend(value.map(|value| (keyword.to_owned(), value)));
        schema
    };
    let array = |keyword: &str, value: Option<Value>| {
        let mut schema = json!({ "type": "array", "prefixItems": [{ "type": "string" }] });
        schema.as_object_mut().expect("it is one").extend(value.map(|value| (keyword.to_owned(), value)));
        schema
    };
    let named = |inner: &Value| json!({ "^x-": inner });
    vec![
        ("additionalProperties", object("additionalProperties", inner.clone())),
        ("unevaluatedProperties", object("unevaluatedProperties", inner.clone())),
        ("patternProperties", object("patternProperties", inner.as_ref().map(named))),
        ("dependentSchemas", object("dependentSchemas", inner.as_ref().map(|inner| json!({ "known": inner })))),
        ("items", array("items", inner.clone())),
        ("unevaluatedItems", array("unevaluatedItems", inner.clone())),
        ("contains", array("contains", inner.clone())),
        ("member", json!({ "properties": { "known": inner.clone().unwrap_or(json!(true)) } })),
        ("allOf", json!({ "allOf": [{ "maxLength": 9 }, inner.unwrap_or(json!(true))] })),
    ]
}

/// Returns the editions with a subschema at each place: alone, and beside a member with a limit.
fn editions(inner: Option<&Value>, limit: Option<u32>) -> Vec<(&'static str, Option<Edition>)> {
    let edition = |schema: Value| {
        let limit = limit.map(|limit| json!({ "properties": { "it": schema, "count": { "maximum": limit } } }));
        Edition::read(&files(&limit.unwrap_or(schema), None)).ok()
    };
    around(inner).into_iter().map(|(keyword, schema)| (keyword, edition(schema))).collect()
}

#[test]
fn one_change_explains_its_edition() {
    let subschemas = [Some(json!({ "type": "string" })), Some(json!(true)), Some(json!({})), Some(json!(false)), None];
    let mut wrong = Vec::new();
    for limits in [(None, None), (Some(5), Some(4))] {
        let old: Vec<_> = subschemas.iter().map(|inner| editions(inner.as_ref(), limits.0)).collect();
        let new: Vec<_> = subschemas.iter().map(|inner| editions(inner.as_ref(), limits.1)).collect();
        for (was, is) in
            (0..old.len()).flat_map(|was| (0..new.len()).map(move |is| (was, is))).filter(|(was, is)| was != is)
        {
            for ((keyword, before), (_, after)) in old[was].iter().zip(&new[is]) {
                let (Some(before), Some(after)) = (before, after) else { continue };
                let report = compare_editions(before, after).expect("both editions are sound");
                if report.changes.iter().any(|judged| judged.change.rule.id() == "changes-together") {
                    let said = report.changes.iter().map(|it| format!("{}: {:?}", it.change, it.wire.effect));
                    let said = said.collect::<Vec<_>>().join("; ");
                    wrong.push(format!("{keyword}, {:?} → {:?}: {said}", subschemas[was], subschemas[is]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn branches_explain_their_edition() {
    let [string, integer, null] = ["string", "integer", "null"].map(|name| json!({ "type": name }));
    let (object, either) = (json!({ "$ref": "#/$defs/o" }), |branches: &[&Value]| json!({ "anyOf": branches }));
    let lists = [
        vec![string.clone(), object.clone()],
        vec![string.clone(), object.clone(), null.clone()],
        vec![either(&[&string, &object]), null.clone()],
        vec![null.clone(), either(&[&string, &object])],
        vec![object.clone(), either(&[&string, &null])],
        vec![either(&[&string, &integer]), object.clone()],
        vec![json!({ "allOf": [object] }), string.clone()],
        vec![integer, string.clone()],
        vec![json!({ "enum": ["a", 1] }), string],
    ];
    let edition = |union: &Vec<Value>, keyword: &str, limit: u32| {
        let schema = json!({
            "properties": { "it": { keyword: union }, "count": { "maximum": limit } },
            "$defs": { "o": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } } },
        });
        Edition::read(&files(&schema, None)).unwrap_or_else(|found| panic!("{found}"))
    };
    let mut wrong = Vec::new();
    for keyword in ["anyOf", "oneOf"] {
        let old: Vec<Edition> = lists.iter().map(|union| edition(union, keyword, 5)).collect();
        let new: Vec<Edition> = lists.iter().map(|union| edition(union, keyword, 4)).collect();
        for (was, is) in (0..lists.len()).flat_map(|was| (0..lists.len()).map(move |is| (was, is))) {
            let report = compare_editions(&old[was], &new[is]).expect("both editions are sound");
            let said: Vec<String> =
                report.changes.iter().map(|it| format!("{}: {:?}", it.change.rule.id(), it.wire.effect)).collect();
            if said.iter().any(|it| it.starts_with("changes-together")) {
                wrong.push(format!("{keyword} {:?} → {:?}: {}", json!(lists[was]), json!(lists[is]), said.join("; ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the rule and the effect of each change.
fn verdicts(old: &Value, new: &Value) -> Vec<(&'static str, &'static str)> {
    let read = |schema: &Value| Edition::read(&files(schema, None)).unwrap_or_else(|found| panic!("{found}"));
    let report = compare_editions(&read(old), &read(new)).expect("both editions are sound");
    report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect()
}

#[test]
fn keywords_of_a_schema_are_judged_apart() {
    let old = json!({ "type": ["string", "null"], "maxLength": 5, "pattern": "^a" });
    let new = json!({ "type": "string", "pattern": "^ab", "minLength": 1 });
    let expected = [
        ("null-forbidden", "ok"),
        ("constraint-loosened", "fails"),
        ("pattern-changed", "ok"),
        ("constraint-tightened", "ok"),
    ];
    let mut found = verdicts(&old, &new);
    found.sort_by_key(|verdict| expected.iter().position(|it| it == verdict));
    assert_eq!(found, expected);
    // A list needs its types: neither of both keywords alone allows null.
    let (old, new) =
        (json!({ "type": "string", "enum": ["a"] }), json!({ "type": ["string", "null"], "enum": ["a", null] }));
    assert_eq!(verdicts(&old, &new), [("null-allowed", "fails")]);
}

#[test]
fn branches_with_other_tags_are_others() {
    let branch = |tag: &str, value: &str, member: &str| json!({ "type": "object", "required": [tag, member], "properties": { tag: { "const": value }, member: {} } });
    let union = |card: Value, bank: Value| {
        json!({
            "oneOf": [{ "$ref": "#/$defs/Card" }, { "$ref": "#/$defs/Bank" }],
            "$defs": { "Card": card, "Bank": bank },
        })
    };
    let old = union(branch("kind", "card", "last4"), branch("kind", "bank", "iban"));
    let added = ("branch-added", "fails");
    let removed = ("branch-removed", "ok");
    let new = union(branch("kind", "credit_card", "number"), branch("kind", "bank", "iban"));
    assert_eq!(verdicts(&old, &new), [added, removed]);
    // The rest of the branch is equal.
    let new = union(branch("kind", "credit_card", "last4"), branch("kind", "bank", "iban"));
    assert_eq!(verdicts(&old, &new), [("constant-changed", "fails")]);
    let new = union(branch("type", "credit_card", "last4"), branch("type", "transfer", "iban"));
    assert_eq!(verdicts(&old, &new), [added, added, removed, removed]);
    // The same values in another member are the same branches.
    let renamed = ("member-renamed", "fails");
    let new = union(branch("type", "card", "last4"), branch("type", "bank", "iban"));
    assert_eq!(verdicts(&old, &new), [renamed, renamed]);
}

#[test]
fn order_of_sets_constrains_nothing() {
    let layout = [("layout-changed", "ok")];
    let (one, two) =
        (json!({ "type": "string", "minLength": 3 }), json!({ "type": ["integer", "null"], "enum": [1, 2, null] }));
    for list in ["allOf", "anyOf", "oneOf"] {
        assert_eq!(verdicts(&json!({ list: [one, two] }), &json!({ list: [two, one] })), layout, "{list}");
    }
    for (old, new) in [
        (json!({ "enum": ["a", "b"] }), json!({ "enum": ["b", "a"] })),
        (json!({ "type": ["string", "null"] }), json!({ "type": ["null", "string"] })),
        (json!({ "required": ["a", "b"] }), json!({ "required": ["b", "a"] })),
        (
            json!({ "properties": { "a": { "anyOf": [one, two] } } }),
            json!({ "properties": { "a": { "anyOf": [two, one] } } }),
        ),
    ] {
        assert_eq!(verdicts(&old, &new), layout, "{old}");
    }
    for (old, new) in [
        (json!({ "prefixItems": [one, two] }), json!({ "prefixItems": [two, one] })),
        (json!({ "const": ["a", "b"] }), json!({ "const": ["b", "a"] })),
        (json!({ "const": { "enum": ["a", "b"] } }), json!({ "const": { "enum": ["b", "a"] } })),
        (json!({ "enum": [["a", "b"]] }), json!({ "enum": [["b", "a"]] })),
    ] {
        assert_ne!(verdicts(&old, &new), layout, "{old}");
    }
    let referring = |first: &Value, second: &Value| json!({ "properties": { "a": { "$ref": "#/$defs/it/anyOf/0" } }, "$defs": { "it": { "anyOf": [first, second] } } });
    assert_ne!(verdicts(&referring(&one, &two), &referring(&two, &one)), layout);
}
