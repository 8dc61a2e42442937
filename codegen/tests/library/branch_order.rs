//! A value that several branches of an `anyOf` accept is of the type of the first: their order has a meaning for programs.

use codegen::Files;
use codegen::diff::{Report, compare};
use serde_json::{Value, json};

/// Compares a payload whose member has a union before and after; `count` makes another change beside it.
fn report(keyword: &str, old: &[Value], new: &[Value], is_beside: bool) -> Report {
    let files = |branches: &[Value], count: &Value| {
        let union = json!({ keyword: branches });
        let schema = json!({ "type": "object", "properties": { "place": union, "count": count } });
        let catalog = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[events]]\nname = \"it\"\nschema = \"it.schema.json\"\n";
        Files::from([
            ("catalog.toml".to_owned(), catalog.to_owned()),
            ("it.schema.json".to_owned(), schema.to_string()),
        ])
    };
    let (integer, bounded) = (json!({ "type": "integer" }), json!({ "type": "integer", "maximum": 5 }));
    let report = compare(&files(old, &integer), &files(new, if is_beside { &bounded } else { &integer }));
    report.unwrap_or_else(|found| panic!("{found}"))
}

/// Returns rule, effect and cost of each change.
fn rows(report: &Report) -> Vec<(&str, &str, &str)> {
    report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code(), it.source.name())).collect()
}

/// Returns an object with these required members of strings; those with a value are constant.
fn object(members: &[(&str, Option<&str>)]) -> Value {
    let schema = |value: Option<&str>| value.map_or(json!({ "type": "string" }), |value| json!({ "const": value }));
    let properties: serde_json::Map<String, Value> =
        members.iter().map(|(name, value)| ((*name).to_owned(), schema(*value))).collect();
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

#[test]
fn the_first_of_several_branches_counts() {
    let (name, code) = (object(&[("name", None)]), object(&[("code", None)]));
    let (card, bank) = (object(&[("by", Some("card")), ("no", None)]), object(&[("by", Some("bank")), ("iban", None)]));
    let text = json!({ "type": "string" });
    let reordered = ("branches-reordered", "ok", "minor");
    let layout = ("layout-changed", "ok", "patch");
    for (keyword, one, other, expected) in [
        ("anyOf", &name, &code, reordered),
        ("oneOf", &name, &code, layout),
        ("anyOf", &card, &bank, layout),
        ("oneOf", &card, &bank, layout),
        ("anyOf", &name, &text, layout),
        ("anyOf", &card, &code, reordered),
    ] {
        let (old, new) = ([one.clone(), other.clone()], [other.clone(), one.clone()]);
        let found = report(keyword, &old, &new, false);
        assert_eq!(rows(&found), [expected], "{keyword} {one} {other}: {}", found.human());
        assert_eq!(found.changes[0].note().is_some(), expected == reordered, "{}", found.human());
        let readings = [&found.changes[0].change.before, &found.changes[0].change.after];
        let [before, after] = readings.map(|reading| reading.as_ref().map(|reading| &reading.words));
        assert!(before != after || expected == layout, "{}", found.human());
        let found = report(keyword, &old, &new, true);
        let is_found = rows(&found).contains(&reordered);
        assert_eq!(is_found, expected == reordered, "{keyword} {one} {other}: {}", found.human());
        assert!(rows(&found).contains(&("constraint-tightened", "ok", "patch")), "{}", found.human());
        assert!(report(keyword, &old, &old, false).is_same());
    }
}

/// A new branch takes values from the branches behind it, not from those before it.
#[test]
fn a_branch_before_others_takes_values() {
    let (name, code) = (object(&[("name", None)]), object(&[("code", None)]));
    let both = object(&[("name", None), ("code", None)]);
    for (keyword, at, expected) in [("anyOf", 0, true), ("anyOf", 1, true), ("anyOf", 2, false), ("oneOf", 0, false)] {
        let old = [name.clone(), code.clone()];
        let mut new = old.to_vec();
        new.insert(at, both.clone());
        let found = report(keyword, &old, &new, false);
        let added = found.changes.iter().find(|it| it.change.rule.id() == "branch-added");
        let added = added.unwrap_or_else(|| panic!("{}", found.human()));
        assert_eq!(added.note().is_some(), expected, "{keyword} {at}: {}", found.human());
        assert!(!expected || added.source.name() == "minor", "{}", found.human());
    }
}

/// The validator of a branch decides about the branches behind it, whatever keyword says so, however deep.
#[test]
fn a_changed_branch_before_others_takes_values() {
    let (name, code, text) = (object(&[("name", None)]), object(&[("code", None)]), json!({ "type": "string" }));
    let (card, bank) = (object(&[("by", Some("card")), ("no", None)]), object(&[("by", Some("bank")), ("iban", None)]));
    let deep = json!({ "type": "object", "properties": { "in": { "type": "array", "items": { "type": "string" } } }, "required": ["in"] });
    for (keyword, branches, at, pointer, expected) in [
        ("anyOf", [&name, &code], 0, "/properties/name/maxLength", true),
        ("anyOf", [&name, &code], 0, "/maxProperties", true),
        ("anyOf", [&deep, &code], 0, "/properties/in/items/maxLength", true),
        ("anyOf", [&name, &code], 0, "/properties/name/description", false),
        ("anyOf", [&name, &code], 1, "/properties/code/maxLength", false),
        ("oneOf", [&name, &code], 0, "/properties/name/maxLength", false),
        ("anyOf", [&card, &bank], 0, "/properties/no/maxLength", false),
        ("anyOf", [&name, &text], 0, "/properties/name/maxLength", false),
    ] {
        let old = branches.map(Clone::clone);
        let mut new = old.clone();
        let (parent, last) = pointer.rsplit_once('/').expect("a pointer");
        let value = if last == "description" { json!("Words.") } else { json!(3) };
        new[at].pointer_mut(parent).expect("the parent exists")[last] = value;
        // Tightened and loosened.
        for (old, new) in [(&old, &new), (&new, &old)] {
            let found = report(keyword, old, new, false);
            let [judged] = found.changes.as_slice() else { panic!("{}", found.human()) };
            let cost = if expected { "minor" } else { "patch" };
            assert_eq!(judged.source.name(), cost, "{keyword} {pointer}: {}", found.human());
            assert_eq!(judged.note().is_some(), expected, "{keyword} {pointer}: {}", found.human());
        }
    }
}
