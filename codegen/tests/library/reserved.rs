//! Reserved names: a member that returns is found wherever its object is described.

use codegen::diff::{Report, Status, compare};
use codegen::{Files, generate};
use serde_json::{Value, json};

/// A catalogue with a reserved member, in `{keep}` kept by the crate.
const CATALOG: &str = r#"
[crate]
name = "acme"
version = "0.2.0"
vendor = "Acme"

[[events]]
name = "it"
schema = "it.schema.json"

[[reserved]]
schema = "it.schema.json"
pointer = "/properties/kind"
since = "0.2.0"
meaning = "reserved/kind.schema.json"
"#;

/// A schema of the member: the meaning that it had, and another one.
fn meanings() -> [Value; 2] {
    [json!({ "enum": ["a", "b"] }), json!({ "type": "integer" })]
}

fn open() -> Value {
    json!({ "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"] })
}

fn with(keyword: &str, value: Value) -> Value {
    let mut schema = open();
    schema[keyword] = value;
    schema
}

/// Returns the ways to describe a member beside the object's own `properties`.
fn ways(member: &Value) -> Vec<(&'static str, Value)> {
    let part = json!({ "properties": { "kind": member } });
    let mut whole = open();
    whole["properties"]["kind"] = member.clone();
    vec![
        ("reference", json!({ "$ref": "#/$defs/it", "$defs": { "it": whole } })),
        ("allOf", with("allOf", json!([part]))),
        ("allOf of all", json!({ "allOf": [open(), part] })),
        ("anyOf", with("anyOf", json!([part, { "required": ["other"] }]))),
        ("oneOf", with("oneOf", json!([{ "required": ["a"] }, { "properties": { "kind": member, "a": false } }]))),
        ("then", {
            let mut schema = with("if", json!({ "required": ["a"] }));
            schema["then"] = part.clone();
            schema
        }),
        ("dependentSchemas", with("dependentSchemas", json!({ "id": part }))),
        ("patternProperties", with("patternProperties", json!({ "^ki": member }))),
        ("additionalProperties", with("additionalProperties", member.clone())),
        ("unevaluatedProperties", with("unevaluatedProperties", member.clone())),
    ]
}

fn files(schema: &Value, catalog: &str) -> Files {
    let [meaning, _] = meanings();
    Files::from([
        ("catalog.toml".to_owned(), catalog.to_owned()),
        ("it.schema.json".to_owned(), schema.to_string()),
        ("reserved/kind.schema.json".to_owned(), meaning.to_string()),
    ])
}

fn report(new: &Files) -> Report {
    compare(&files(&open(), CATALOG), new).unwrap_or_else(|found| panic!("{found}"))
}

fn has(report: &Report, rule: &str) -> bool {
    report.changes.iter().any(|judged| judged.change.rule.id() == rule)
}

#[test]
fn reserved_members_are_found_everywhere() {
    let [same, other] = meanings();
    let mut own = [open(), open()];
    own[0]["properties"]["kind"] = same.clone();
    own[1]["properties"]["kind"] = other.clone();
    let [own_same, own_other] = own;
    let others = ways(&other).into_iter().chain([
        ("properties", own_other),
        ("required", with("required", json!(["id", "kind"]))),
        ("dependentRequired", with("dependentRequired", json!({ "id": ["kind"] }))),
        ("enum", with("enum", json!([{ "id": "1" }, { "id": "2", "kind": 5 }]))),
    ]);
    for (way, schema) in others {
        let report = report(&files(&schema, CATALOG));
        assert!(has(&report, "reserved-name-returned"), "{way}: {}", report.human());
        assert!(matches!(report.status(), Status::Reserved | Status::Unclassified), "{way}: {}", report.human());
    }
    let same = ways(&same).into_iter().chain([
        ("properties", own_same),
        ("nothing", open()),
        ("closed", with("additionalProperties", json!(false))),
        ("forbidden", with("not", json!({ "required": ["other"] }))),
    ]);
    for (way, schema) in same {
        let report = report(&files(&schema, CATALOG));
        assert!(!has(&report, "reserved-name-returned"), "{way}: {}", report.human());
    }
}

#[test]
fn objects_are_followed_to_other_documents() {
    let [_, other] = meanings();
    let mut schema = open();
    schema["properties"]["kind"] = other;
    let mut moved = files(&schema, &CATALOG.replacen("\"it.schema.json\"", "\"moved.schema.json\"", 1));
    let schema = moved.remove("it.schema.json").expect("the schema");
    moved.insert("moved.schema.json".to_owned(), schema);
    let report = report(&moved);
    assert!(has(&report, "reserved-name-returned"), "{}", report.human());
}

/// The crate would demand both meanings of one value.
#[test]
fn kept_members_have_one_meaning() {
    let keeping = format!("{CATALOG}keep = true\n");
    let [same, other] = meanings();
    for (way, schema) in ways(&other) {
        let found = generate(&files(&schema, &keeping)).err().unwrap_or_else(|| panic!("{way}: generated"));
        assert!(found.iter().any(|finding| finding.code == "kept-with-another-meaning"), "{way}: {found}");
    }
    for (way, schema) in ways(&same) {
        generate(&files(&schema, &keeping)).unwrap_or_else(|found| panic!("{way}: {found}"));
    }
    for schema in [open(), with("additionalProperties", json!(false))] {
        generate(&files(&schema, &keeping)).unwrap_or_else(|found| panic!("{schema}: {found}"));
    }
}

#[test]
fn lost_reservations_wait_for_a_person() {
    let (without, _) = CATALOG.split_once("\n[[reserved]]").expect("a reservation");
    let [same, other] = meanings();
    let mut own = [open(), open(), open()];
    own[1]["properties"]["kind"] = other;
    own[2]["properties"]["kind"] = same;
    for (schema, waits) in own.iter().zip([true, true, false]) {
        let report = report(&files(schema, without));
        assert_eq!(has(&report, "reservation-removed"), waits, "{}", report.human());
        assert_eq!(report.status() == Status::Unclassified, waits, "{}", report.human());
    }
}

/// A change of what the older edition describes is a change of the schema.
#[test]
fn known_uses_are_no_return() {
    let [same, other] = meanings();
    let kind = |member: &Value| json!({ "properties": { "kind": member } });
    let pairs = [
        (
            "map",
            with("additionalProperties", other.clone()),
            with("additionalProperties", json!({ "type": "integer", "minimum": 1 })),
        ),
        (
            "branches",
            with("anyOf", json!([kind(&other)])),
            with("anyOf", json!([kind(&other), kind(&json!({ "const": 1.5 }))])),
        ),
        ("allOf", with("allOf", json!([kind(&other)])), with("allOf", json!([kind(&json!({ "type": "number" }))]))),
        ("forbidden", open(), with("not", json!({ "required": ["kind"] }))),
        ("condition", open(), with("if", json!({ "required": ["kind"], "properties": { "kind": other } }))),
        ("dependency", open(), with("dependentRequired", json!({ "kind": ["id"] }))),
        ("narrower", open(), with("allOf", json!([kind(&json!({ "const": "a" })), kind(&same)]))),
    ];
    for (name, old, new) in pairs {
        let report = compare(&files(&old, CATALOG), &files(&new, CATALOG)).unwrap_or_else(|found| panic!("{found}"));
        assert!(!has(&report, "reserved-name-returned"), "{name}: {}", report.human());
    }
    // One branch with the meaning does not hide another.
    let branches = with("anyOf", json!([kind(&same), kind(&other)]));
    assert!(has(&report(&files(&branches, CATALOG)), "reserved-name-returned"));
}

/// A new event may give the name a meaning of its own beside a shared object; the payload in the envelope may not.
#[test]
fn payloads_are_met_by_the_envelope() {
    let [_, other] = meanings();
    let envelope = |kind: Option<&Value>| {
        let data = kind
            .map_or(json!({ "type": "object" }), |kind| json!({ "type": "object", "properties": { "kind": kind } }));
        json!({ "type": "object", "properties": { "type": { "type": "string" }, "data": data }, "required": ["type", "data"] })
    };
    let sections = "\n[envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n[event]\nmember = \"/type\"\n\n[payload]\nat = \"/data\"\n";
    let edition = |kind: Option<&Value>, payload: &Value, catalog: &str| {
        let mut files = files(payload, &format!("{catalog}{sections}"));
        files.insert("envelope.schema.json".to_owned(), envelope(kind).to_string());
        files.insert("envelope.example.json".to_owned(), json!({ "type": "it", "data": { "id": "1" } }).to_string());
        files
    };
    let old = edition(None, &open(), CATALOG);
    let compared = |old: &Files, new: &Files| compare(old, new).unwrap_or_else(|found| panic!("{found}"));
    let returned = compared(&old, &edition(Some(&other), &open(), CATALOG));
    assert!(has(&returned, "reserved-name-returned"), "{}", returned.human());
    // Removed from the payload and described by the envelope in one edition: old receivers read another meaning.
    let (without, _) = CATALOG.split_once("\n[[reserved]]").expect("a reservation");
    let mut full = open();
    full["properties"]["kind"] = json!({ "type": "string" });
    let report = compared(&edition(None, &full, without), &edition(Some(&other), &open(), without));
    let removed = report.changes.iter().find(|it| it.change.rule.id() == "optional-member-removed");
    assert!(removed.is_some_and(|it| it.wire.effect == codegen::diff::Effect::Fails), "{}", report.human());
}

#[test]
fn reservations_follow_their_object() {
    let catalog = |event: &str, reserved: &str| {
        let catalog = CATALOG.replacen("\"it.schema.json\"", &format!("\"{event}\""), 1);
        let (start, end) = catalog.split_once("[[reserved]]").expect("a reservation");
        format!("{start}[[reserved]]{}", end.replacen("it.schema.json", reserved, 1))
    };
    let moved = |reserved: &str| {
        let mut files = files(&open(), &catalog("moved.schema.json", reserved));
        let schema = files.remove("it.schema.json").expect("the schema");
        files.insert("moved.schema.json".to_owned(), schema);
        files
    };
    let stale = report(&moved("it.schema.json"));
    assert!(has(&stale, "reservation-removed") && stale.status() == Status::Unclassified, "{}", stale.human());
    let corrected = report(&moved("moved.schema.json"));
    assert!(!has(&corrected, "reservation-removed"), "{}", corrected.human());
}

/// A schema that never meets the object says nothing about its members.
#[test]
fn unevaluated_members_concern_their_object() {
    let (without, _) = CATALOG.split_once("\n[[reserved]]").expect("a reservation");
    let full = || {
        let mut schema = open();
        schema["properties"]["kind"] = json!({ "type": "string" });
        schema
    };
    let beside =
        json!({ "type": "object", "properties": { "n": { "type": "integer" } }, "unevaluatedProperties": false });
    let around = |schema: Value| json!({ "allOf": [schema], "unevaluatedProperties": { "type": "integer" } });
    let elsewhere = |schema: Value| with_member(schema, "part", &beside);
    let branch = |schema: Value| json!({ "oneOf": [schema, beside] });
    for (old, new, expected) in [
        (full(), open(), "ok"),
        (elsewhere(full()), elsewhere(open()), "ok"),
        (branch(full()), branch(open()), "ok"),
        (around(full()), around(open()), "fails"),
    ] {
        let edition = |schema: &Value| {
            let mut files =
                files(schema, &format!("{without}\n[[schemas]]\nname = \"other\"\nschema = \"other.schema.json\"\n"));
            files.insert("other.schema.json".to_owned(), beside.to_string());
            files
        };
        let report = compare(&edition(&old), &edition(&new)).unwrap_or_else(|found| panic!("{found}"));
        let removed = report.changes.iter().find(|it| it.change.rule.id() == "optional-member-removed");
        let effect = removed.map(|it| it.wire.effect.code());
        assert_eq!(effect, Some(expected), "{}", report.human());
    }
}

fn with_member(mut schema: Value, name: &str, member: &Value) -> Value {
    schema["properties"][name] = member.clone();
    schema
}
