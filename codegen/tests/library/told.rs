//! The words, subjects and places of changes.

use codegen::Files;
use codegen::diff::{Judged, Report, compare};
use serde_json::{Value, json};
use support::contract::edit::Edition;

const CATALOG: &str = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[event]\nmember = \"/kind\"\n\n\
    [signature]\nheader = \"X-A\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";

/// Returns a vendor without an envelope: events with their names in the payload, each with a member `it`.
fn files(catalog: &str, events: &[(&str, Value)]) -> Files {
    let mut files = Files::new();
    let mut catalog = catalog.to_owned();
    for (name, schema) in events {
        let properties = json!({ "kind": { "const": name }, "it": schema });
        let whole = json!({ "type": "object", "properties": properties, "required": ["kind"] });
        catalog = format!("{catalog}\n[[events]]\nname = \"{name}\"\nschema = \"{name}.schema.json\"\n");
        files.insert(format!("{name}.schema.json"), whole.to_string());
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

fn report(old: &Files, new: &Files) -> Report {
    compare(old, new).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns rule and words of each change.
fn said(report: &Report) -> Vec<(&str, &str)> {
    report.changes.iter().map(|it| (it.change.rule.id(), it.change.words.as_str())).collect()
}

#[test]
fn changes_of_a_member_are_told() {
    let string = || json!({ "type": "string" });
    for (old, new, rule, words) in [
        (
            json!({ "type": "string", "enum": ["a", "b"] }),
            string(),
            "values-opened",
            "accepts any string instead of a list",
        ),
        (json!({ "enum": ["a", "b"] }), json!({}), "values-opened", "accepts any value instead of a list"),
        (
            json!({ "enum": [1, 2] }),
            json!({ "enum": ["1", "2"] }),
            "type-changed",
            "changes the type: integer → string",
        ),
        (
            json!({ "enum": ["1", "2"] }),
            json!({ "enum": [true] }),
            "type-changed",
            "changes the type: string → boolean",
        ),
        (json!({ "enum": ["a", "b"] }), json!({ "enum": ["c", "d"] }), "value-added", "adds the value `\"c\"`"),
        (json!({ "enum": [1, 2] }), json!({ "enum": [1.5] }), "value-added", "adds the value `1.5`"),
        (
            json!({ "type": ["string", "null"] }),
            json!({ "type": "null" }),
            "type-changed",
            "changes the type: string or null → null",
        ),
        (
            json!({ "type": "array" }),
            json!({ "type": "array", "minItems": 0 }),
            "restructured",
            "adds `minItems`: at least 0",
        ),
        (
            json!({ "type": "array" }),
            json!({ "type": "array", "minItems": 1 }),
            "constraint-tightened",
            "adds `minItems`: at least 1",
        ),
    ] {
        let found = report(&files(CATALOG, &[("sold", old.clone())]), &files(CATALOG, &[("sold", new.clone())]));
        let is_said = said(&found).iter().any(|it| it.0 == rule && it.1.starts_with(words));
        assert!(is_said, "{old} → {new}: {}", found.human());
        assert!(!found.human().contains("a number exceeds"), "{old} → {new}: {}", found.human());
    }
}

/// A delivery that shows an added value has that value.
#[test]
fn added_values_are_shown_by_themselves() {
    for old in [json!({ "const": "a" }), json!({ "enum": ["a"] }), json!({ "type": "string", "const": "a" })] {
        let new = json!({ "enum": ["a", "b", "c", "d"] });
        let found = report(&files(CATALOG, &[("sold", old.clone())]), &files(CATALOG, &[("sold", new)]));
        let added: Vec<&Judged> = found.changes.iter().filter(|it| it.change.rule.id() == "value-added").collect();
        assert_eq!(added.len(), 3, "{old}: {}", found.human());
        for judged in added {
            let value = judged.change.words.trim_start_matches("adds the value ").trim_matches('`');
            let basis = judged.wire.basis.words("0.1.0");
            assert!(basis.contains(&format!("\"it\":{value}")), "{old}: {basis}");
        }
    }
}

#[test]
fn keys_are_told_at_their_place() {
    let with = |more: &str| files(&format!("{CATALOG}\n{more}"), &[("sold", json!({ "type": "string" }))]);
    let list = |separator: &str| {
        let lines = format!("header = \"X-A\"\nlist = \"{separator}\"\n");
        files(&CATALOG.replace("header = \"X-A\"\n", &lines), &[("sold", json!({}))])
    };
    let ping = |answer: &str| {
        format!(
            "[[handshakes]]\nwhen = {{ member = \"/kind\", equals = \"ping\" }}\nanswer = {{ json = {{ {answer} }} }}\n"
        )
    };
    let header = CATALOG.replace("member = \"/kind\"", "header = \"X-Event\"");
    for (old, new, subject, words, line) in [
        (
            with("[settings]\nformat = \"assertion\"\n"),
            with("[settings]\nformat = \"annotation\"\n"),
            "settings",
            "changes `format`",
            15,
        ),
        (
            with(
                "[source]
title = \"A\"
",
            ),
            with(
                "[source]
title = \"B\"
",
            ),
            "source",
            "changes `title`",
            15,
        ),
        (with(&ping("a = 1")), with(&ping("b = 1")), "handshakes", "changes the handshake", 15),
        (list(" "), list(";"), "signature", "changes `list`: `\" \"` → `;`", 11),
        (with(""), files(&header, &[("sold", json!({ "type": "string" }))]), "delivery", "removes `event`: `/kind`", 7),
    ] {
        let found = report(&old, &new);
        let of = found.changes.iter().find(|it| it.change.words.starts_with(words));
        let of = of.unwrap_or_else(|| panic!("{words}: {}", found.human()));
        assert_eq!(of.change.subject, subject, "{}", found.human());
        let place = of.change.place().expect("a place");
        assert_eq!(place.source.line_column(place.span.start).0, line, "{words}: {}", found.human());
    }
    // With an envelope, its members have these meanings.
    let base = Edition::base();
    let moved = base.clone().catalog("\n[delivery]\nid = { member = \"/id\" }\n", "");
    assert_eq!(report(&base.0, &moved.0).changes[0].change.subject, "envelope");
}

#[test]
fn refinements_are_told_by_their_member() {
    let refined = |pointer: &str| {
        let lines =
            format!("[[refinements]]\nschema = \"sold.schema.json\"\npointer = \"{pointer}\"\ntype = \"u32\"\n");
        format!("{CATALOG}\n{lines}")
    };
    let integer = json!({ "type": "integer", "minimum": 0, "maximum": 9 });
    for (schema, pointer, member) in [
        (integer.clone(), "/properties/it", "it"),
        (
            json!({ "type": "array", "items": { "type": "object", "properties": { "n": integer } } }),
            "/properties/it/items/properties/n",
            "it[].n",
        ),
        (json!({ "type": "object", "properties": { "n": integer } }), "/properties/it/properties/n", "it.n"),
    ] {
        let events = [("sold", schema)];
        let found = report(&files(CATALOG, &events), &files(&refined(pointer), &events));
        let change = &found.changes[0].change;
        assert_eq!((change.subject.as_str(), change.member.as_str()), ("sold", member), "{}", found.human());
    }
}

/// A refinement comes and goes with its member, and is none of its own where it refines the same type elsewhere.
#[test]
fn refinements_go_with_their_member() {
    let refined = |pointers: &[&str]| {
        let line = |pointer: &&str| {
            format!("[[refinements]]\nschema = \"sold.schema.json\"\npointer = \"{pointer}\"\ntype = \"u32\"\n")
        };
        format!("{CATALOG}\n{}", pointers.iter().map(line).collect::<String>())
    };
    let integer = || json!({ "type": "integer", "minimum": 0, "maximum": 9 });
    let with = |members: Value| json!({ "type": "object", "properties": members });
    let defined = json!({ "type": "object", "properties": { "n": { "$ref": "#/$defs/n" } } });
    let edition = |schema: &Value, pointers: &[&str], defs: bool| {
        let mut files = files(&refined(pointers), &[("sold", schema.clone())]);
        if defs {
            let mut whole: Value = serde_json::from_str(&files["sold.schema.json"]).expect("a schema");
            whole["$defs"] = json!({ "n": integer() });
            files.insert("sold.schema.json".to_owned(), whole.to_string());
        }
        files
    };
    let (n, m) = ("/properties/it/properties/n", "/properties/it/properties/m");
    let (one, other) = (with(json!({ "n": integer() })), with(json!({ "m": integer() })));
    let none = with(json!({}));
    for (old, new, rules) in [
        (edition(&one, &[n], false), edition(&other, &[m], false), &["member-renamed"][..]),
        (edition(&one, &[n], false), edition(&none, &[], false), &["optional-member-removed"]),
        (edition(&none, &[], false), edition(&one, &[n], false), &["optional-member-added"]),
        (edition(&one, &[n], false), edition(&defined, &["/$defs/n"], true), &["restructured"]),
        (edition(&defined, &["/$defs/n"], true), edition(&one, &[n], false), &["restructured"]),
        // The member stays.
        (edition(&one, &[n], false), edition(&one, &[], false), &["refinement-changed"]),
        (edition(&one, &[n], false), edition(&defined, &[], true), &["refinement-changed", "restructured"]),
        (edition(&defined, &["/$defs/n"], true), edition(&one, &[], false), &["refinement-changed", "restructured"]),
    ] {
        let report = report(&old, &new);
        let found: Vec<&str> = said(&report).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(found, rules, "{}", report.human());
        assert!(report.unexplained.is_empty(), "{}", report.human());
    }
}

/// An element that has a position in one edition is compared with the other elements of the other.
#[test]
fn tuples_and_lists_are_compared() {
    let (number, text) = (json!({ "type": "number" }), json!({ "type": "string" }));
    let pair = |others: Value| json!({ "type": "array", "prefixItems": [number, number], "items": others });
    let three = json!({ "type": "array", "prefixItems": [number, number, text], "items": false });
    let list = json!({ "type": "array", "items": number });
    let more = ("constraint-loosened", "accepts more elements: number", "fails");
    for (old, new, expected) in [
        (pair(json!(false)), three.clone(), ("constraint-loosened", "adds `prefixItems/2`: string", "fails")),
        (three.clone(), pair(json!(false)), ("constraint-tightened", "removes `prefixItems/2`: string", "ok")),
        (pair(json!(false)), list.clone(), more),
        (list.clone(), pair(json!(false)), ("constraint-tightened", "accepts no more elements", "ok")),
        (pair(number.clone()), three, ("constraint-changed", "adds `prefixItems/2`: string", "fails")),
        (pair(text.clone()), list, ("type-changed", "changes the type: string → number", "fails")),
    ] {
        let found = report(&files(CATALOG, &[("sold", old.clone())]), &files(CATALOG, &[("sold", new.clone())]));
        let rows =
            found.changes.iter().map(|it| (it.change.rule.id(), it.change.words.as_str(), it.wire.effect.code()));
        let rows: Vec<_> = rows.collect();
        assert!(rows.contains(&expected), "{old} → {new}: {}", found.human());
        let is_noise = |it: &&(&str, &str, &str)| it.1.contains("prefixItems") && it.1 != expected.1;
        assert_eq!(rows.iter().find(is_noise), None, "{old} → {new}: {}", found.human());
    }
}

/// The path of a member has no branches: equal words say which branch they are about.
#[test]
fn equal_words_name_their_branch() {
    let branch = |name: &str, more: bool| {
        let mut schema =
            json!({ "type": "object", "properties": { "by": { "const": name }, "no": { "type": "string" } } });
        schema["required"] = json!(["by"]);
        if more {
            schema["properties"]["fee"] = json!({ "type": "integer" });
        }
        schema
    };
    let union = |card: bool, bank: bool| json!({ "oneOf": [branch("card", card), branch("bank", bank)] });
    let words = |new: Value| {
        let found = report(&files(CATALOG, &[("sold", union(false, false))]), &files(CATALOG, &[("sold", new)]));
        found.changes.into_iter().map(|it| it.change.words).collect::<Vec<_>>()
    };
    let adds = "adds the optional member `fee`";
    let of = |name: &str| format!("{adds}, in the branch `by` = `\"{name}\"`");
    assert_eq!(words(union(true, true)), [of("card"), of("bank")]);
    assert_eq!(words(union(true, false)), [adds]);
}

/// The words of a schema stay with it when a member refers to another one.
#[test]
fn another_reference_changes_no_words() {
    let defs = json!({
        "money": { "title": "Money", "type": "object", "properties": { "amount": { "type": "integer" } } },
        "fee": { "type": "object", "properties": { "amount": { "type": "integer", "maximum": 9 } } },
    });
    let edition = |of: &str, title: &str| {
        let mut defs = defs.clone();
        defs["money"]["title"] = json!(title);
        let parts = json!({ "total": { "$ref": "#/$defs/money" }, "fee": { "$ref": format!("#/$defs/{of}") } });
        let schema = json!({ "type": "object", "properties": parts, "$defs": defs });
        let files = files(CATALOG, &[]);
        let catalog =
            format!("{}\n[[events]]\nname = \"sold\"\nschema = \"sold.schema.json\"\n", files["catalog.toml"]);
        let header = catalog.replace("member = \"/kind\"", "header = \"X-Event\"");
        Files::from([("catalog.toml".to_owned(), header), ("sold.schema.json".to_owned(), schema.to_string())])
    };
    for (old, new, is_worded) in [
        (edition("money", "Money"), edition("fee", "Money"), false),
        (edition("fee", "Money"), edition("money", "Money"), false),
        (edition("money", "Money"), edition("money", "Price"), true),
    ] {
        let found = report(&old, &new);
        let words = found.changes.iter().filter(|it| it.change.rule.id() == "words-changed");
        assert_eq!(words.count() > 0, is_worded, "{}", found.human());
        assert!(found.unexplained.is_empty(), "{}", found.human());
    }
}

/// A change that holds for some values only is not told as if it held for all.
#[test]
fn changes_under_a_condition_name_its_keyword() {
    let fee = |required: &[&str]| json!({ "properties": { "fee": { "type": "integer" } }, "required": required });
    let with = |keyword: &str, value: Value| {
        let mut schema = json!({ "type": "object", "properties": { "part": { "type": "boolean" } } });
        schema[keyword] = value;
        schema
    };
    let when = |condition: Value, then: &Value, other: &Value| {
        let mut schema = with("if", condition);
        (schema["then"], schema["else"]) = (then.clone(), other.clone());
        schema
    };
    let part = || json!({ "properties": { "part": { "const": true } } });
    let (some, all) = (fee(&[]), fee(&["fee"]));
    let required = "makes the member `fee` required";
    for (old, new, words) in [
        (when(part(), &some, &some), when(part(), &all, &some), Some(format!("{required}, in `then`"))),
        (when(part(), &some, &some), when(part(), &some, &all), Some(format!("{required}, in `else`"))),
        (
            when(part(), &some, &some),
            when(json!({ "properties": { "part": { "const": false } } }), &some, &some),
            Some("changes the constant `true` to `false`, in `if`".to_owned()),
        ),
        (with("not", some.clone()), with("not", all.clone()), Some(format!("{required}, in `not`"))),
        (
            with("dependentSchemas", json!({ "part": some })),
            with("dependentSchemas", json!({ "part": all })),
            Some(format!("{required}, in `dependentSchemas`")),
        ),
        // It holds for every value.
        (with("allOf", json!([some])), with("allOf", json!([all])), Some(required.to_owned())),
        // A condition comes and goes as a whole.
        (when(part(), &some, &all), with("title", json!("It")), Some("removes `if`: 1 member".to_owned())),
        (with("title", json!("It")), when(part(), &some, &all), Some("adds `if`: 1 member".to_owned())),
        (with("if", part()), when(part(), &all, &json!(true)), None),
    ] {
        let report = report(&files(CATALOG, &[("e", old.clone())]), &files(CATALOG, &[("e", new.clone())]));
        let found: Vec<&str> =
            said(&report).into_iter().filter(|(rule, _)| *rule != "words-changed").map(|it| it.1).collect();
        match words {
            Some(words) => assert_eq!(found, [words], "{}", report.human()),
            None => {
                let is_then = found.iter().all(|it| it.starts_with("adds `then`"));
                assert!(is_then && !found.is_empty(), "{}", report.human());
            }
        }
    }
}

/// A list ends behind a whole value, and a constant is no list.
#[test]
fn values_are_told_whole() {
    let names: Vec<String> = (0..30).map(|index| format!("name.number.{index}")).collect();
    let compared = |old: &Value, new: &Value| {
        report(&files(CATALOG, &[("e", old.clone())]), &files(CATALOG, &[("e", new.clone())]))
    };
    let string = json!({ "type": "string" });
    let listed = compared(&string, &json!({ "enum": names }));
    let [(_, words)] = said(&listed)[..] else { panic!("{}", listed.human()) };
    assert!(words.starts_with("lists the values: `\"name.number.0\"`, ") && words.ends_with("others"), "{words}");
    assert!(words.chars().count() <= 120 && !words.contains('…'), "{words}");
    let opened = compared(&json!({ "const": "card" }), &string);
    assert_eq!(
        said(&opened),
        [("values-opened", "accepts any string instead of `\"card\"` alone")],
        "{}",
        opened.human()
    );
    // Without its tag, a branch has the name that it had.
    let branch = |tag: Value, member: &str| json!({ "type": "object", "properties": { "by": tag, member: string }, "required": ["by", member] });
    let union = |tags: [Value; 2]| {
        let [card, bank] = tags;
        json!({ "oneOf": [branch(card, "no"), branch(bank, "iban")] })
    };
    let untagged = compared(
        &union([json!({ "const": "card" }), json!({ "const": "bank" })]),
        &union([string.clone(), string.clone()]),
    );
    let told: Vec<&str> = said(&untagged).into_iter().map(|it| it.1).collect();
    assert!(
        told.iter().any(|it| it.contains("card")) && told.iter().any(|it| it.contains("bank")),
        "{}",
        untagged.human()
    );
}
