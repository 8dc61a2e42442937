//! The types of schemas, in tables of neighbours.

use codegen::emit::package::module::RuntimePlace;
use codegen::source::location::Source;
use codegen::{SchemaOptions, generate_module};
use serde_json::{Value, json};

/// Returns the module of a schema.
fn module(schema: &Value) -> String {
    let (source, options) = (Source::new("thing.schema.json", schema.to_string()), SchemaOptions::new("Thing"));
    let place = RuntimePlace::At("crate::runtime".to_owned());
    generate_module(&source, &options, &place).unwrap_or_else(|found| panic!("{schema}: {found}")).0
}

/// Returns the module of an object with one member `v`.
fn of_member(schema: &Value) -> String {
    module(&json!({ "type": "object", "properties": { "v": schema } }))
}

#[test]
fn integers_have_the_smallest_type() {
    for (schema, expected) in [
        (json!({ "exclusiveMinimum": -1, "exclusiveMaximum": 256 }), "u8"),
        (json!({ "exclusiveMinimum": -1, "exclusiveMaximum": 257 }), "u16"),
        (json!({ "exclusiveMinimum": -2, "exclusiveMaximum": 256 }), "i16"),
        (json!({ "minimum": 0, "maximum": 256 }), "u16"),
        (json!({ "minimum": 0, "exclusiveMaximum": 65536 }), "u16"),
        (json!({ "minimum": -0.5, "maximum": 255.5 }), "u8"),
        (json!({ "exclusiveMinimum": -1.5, "maximum": 127.9 }), "i8"),
        (json!({ "minimum": -1.0, "maximum": 255.0 }), "i16"),
        (json!({ "exclusiveMinimum": -1.0, "exclusiveMaximum": 256.0 }), "u8"),
        (json!({ "minimum": 0, "exclusiveMaximum": 2_f64.powi(64) }), "Integer"),
        (json!({ "enum": [-0.5, 0, 255] }), "u8"),
        (json!({ "minimum": 0.2, "maximum": 0.8 }), "u8"),
    ] {
        let mut schema = schema;
        schema["type"] = json!("integer");
        let found = of_member(&schema);
        assert!(found.contains(&format!("pub v: Option<{expected}>")), "{schema} is not {expected}: {found}");
    }
}

#[test]
fn null_leaves_an_integer_native() {
    let status = json!({ "type": "integer", "enum": [0, 1, 2] });
    let nothing = json!({ "type": "null" });
    for (schema, optional, required) in [
        (status.clone(), "Option<u8>", "u8"),
        (json!({ "oneOf": [nothing, status] }), "Option<Option<u8>>", "Option<u8>"),
        (json!({ "anyOf": [status, nothing] }), "Option<Option<u8>>", "Option<u8>"),
        (json!({ "type": ["integer", "null"], "enum": [1, 2, null] }), "Option<Option<u8>>", "Option<u8>"),
        (json!({ "type": ["null", "integer"], "minimum": -1, "maximum": 1 }), "Option<Option<i8>>", "Option<i8>"),
        (json!({ "type": ["null", "integer"], "minimum": 0 }), "Option<Option<Integer>>", "Option<Integer>"),
        // Only a member has a function that reads `2.0`.
        (
            json!({ "type": "array", "items": { "anyOf": [status, nothing] } }),
            "Vec<Option<Integer>>",
            "Vec<Option<Integer>>",
        ),
    ] {
        let found = of_member(&schema);
        let is_list = optional.starts_with("Vec");
        let optional = if is_list { format!("Option<{optional}>") } else { optional.to_owned() };
        assert!(found.contains(&format!("pub v: {optional},")), "{schema} is not {optional}: {found}");
        let found = module(&json!({ "type": "object", "properties": { "v": schema }, "required": ["v"] }));
        assert!(found.contains(&format!("pub v: {required},")), "{schema} is not {required}: {found}");
    }
}

/// A definition without a type of its own would be documented nowhere.
#[test]
fn documentation_of_referred_schemas_is_kept() {
    let definitions = json!({
        "Currency": { "type": "string", "title": "Currency", "description": "An ISO 4217 code." },
        "Level": { "type": "integer", "minimum": 0, "maximum": 7 },
        "When": { "type": "string", "format": "date-time", "description": "In the shop's time." },
        "Codes": { "type": "array", "items": { "type": "string" }, "description": "The codes." },
        "Rates": { "type": "object", "additionalProperties": { "type": "number" }, "description": "By day." },
        "Kind": { "enum": ["a", "b"], "description": "A kind." },
        "Size": { "type": "integer", "title": "Size in bytes" }
    });
    let to = |key: &str| json!({ "$ref": format!("#/$defs/{key}") });
    let nothing = json!({ "type": "null" });
    for (schema, expected) in [
        (to("Currency"), "An ISO 4217 code."),
        (json!({ "allOf": [to("Currency")] }), "An ISO 4217 code."),
        (json!({ "anyOf": [to("Currency"), nothing] }), "An ISO 4217 code."),
        (json!({ "oneOf": [nothing, to("Currency")] }), "An ISO 4217 code."),
        (json!({ "$ref": "#/$defs/Currency", "description": "Of the price." }), "Of the price."),
        (to("When"), "In the shop's time."),
        (to("Codes"), "The codes."),
        (to("Rates"), "By day."),
        (to("Size"), "Size in bytes."),
        // This type has the text itself.
        (to("Kind"), "`v`"),
        (json!({ "anyOf": [to("Currency"), { "type": "integer" }] }), "`v`"),
        (to("Level"), "`v`: at most 7, at least 0."),
        (json!({ "anyOf": [to("Level"), nothing] }), "`v`: at most 7, at least 0."),
        // Of several limits the tightest counts.
        (json!({ "$ref": "#/$defs/Level", "minimum": 4 }), "`v`: at least 4, at most 7."),
        (json!({ "allOf": [to("Level"), { "maximum": 5, "minimum": -1 }] }), "`v`: at most 5, at least 0."),
        (json!({ "type": "string", "minLength": 1, "allOf": [{ "minLength": 3 }] }), "`v`: at least 3 characters."),
        (
            json!({ "type": "array", "items": {}, "minItems": 1, "allOf": [{ "minItems": 2, "maxItems": 2 }] }),
            "`v`: 2 elements.",
        ),
    ] {
        let found = module(&json!({ "type": "object", "properties": { "v": schema }, "$defs": definitions }));
        let lines: Vec<&str> = found.lines().map(str::trim).collect();
        let line = format!("/// {expected}");
        assert!(lines.contains(&&*line), "{schema}: {found}");
    }
}

#[test]
fn equal_limits_are_said_once() {
    for (schema, expected) in [
        (json!({ "type": "array", "minItems": 2, "maxItems": 2 }), "`v`: 2 elements."),
        (json!({ "type": "array", "minItems": 1, "maxItems": 2 }), "`v`: at most 2 elements, at least 1 element."),
        (
            json!({ "type": "array", "maxItems": 1, "minItems": 1, "uniqueItems": true }),
            "`v`: 1 element, no two equal.",
        ),
        (json!({ "type": "string", "minLength": 3, "maxLength": 3 }), "`v`: 3 characters."),
        (json!({ "type": "object", "minProperties": 1, "maxProperties": 1 }), "`v`: 1 member."),
        (json!({ "minItems": 2, "maxProperties": 2 }), "`v`: at most 2 members, at least 2 elements."),
        (json!({ "minItems": 2, "maxLength": 2 }), "`v`: at most 2 characters, at least 2 elements."),
    ] {
        let found = of_member(&schema).replace('\\', "");
        let lines: Vec<&str> = found.lines().filter(|line| line.contains("/// `v`")).collect();
        assert!(lines.iter().any(|line| line.trim() == format!("/// {expected}")), "{schema}: {lines:?}");
    }
}

/// Returns the variants of the union that a member `v` has.
fn variants(schema: &Value) -> Vec<String> {
    let found = of_member(schema);
    let (_, body) = found.split_once("pub enum ThingV {").unwrap_or_else(|| panic!("{schema} is no union: {found}"));
    let (body, _) = body.split_once("\n}").expect("it ends");
    body.lines().filter_map(|line| Some(line.trim().split_once('(')?.0.to_owned())).collect()
}

#[test]
fn impossible_types_are_no_variants() {
    let [a, b] = [json!({ "required": ["a"] }), json!({ "required": ["b"] })];
    let [named_a, named_b] = ["a", "b"].map(|name| json!({ "required": [name], "properties": { name: {} } }));
    let short = json!({ "maxLength": 3 });
    for (schema, expected) in [
        // Both branches accept all that is no object.
        (json!({ "oneOf": [named_a, named_b] }), vec!["A", "B"]),
        (json!({ "oneOf": [named_a, { "allOf": [named_b] }] }), vec!["A", "B"]),
        (json!({ "oneOf": [named_a, { "anyOf": [named_b, named_b] }] }), vec!["A", "Object"]),
        (json!({ "oneOf": [named_a, named_b], "type": ["object", "string"] }), vec!["A", "B"]),
        (json!({ "allOf": [{ "type": "object" }, { "oneOf": [named_a, named_b] }] }), vec!["A", "B"]),
        (
            json!({ "anyOf": [{ "oneOf": [a, b] }, { "type": "string" }], "properties": { "a": {}, "b": {} } }),
            vec!["Object", "String"],
        ),
        // Two accept every number.
        (
            json!({ "oneOf": [{ "type": "integer" }, { "type": "number" }, named_a] }),
            vec!["A", "Array", "String", "Boolean"],
        ),
        // A branch that limits strings may be the only one that accepts none.
        (json!({ "oneOf": [named_a, short] }), vec!["A", "Value", "String"]),
        // Each of several may accept.
        (json!({ "anyOf": [named_a, named_b] }), vec!["A", "B", "Array", "String", "Number", "Boolean"]),
        // What two branches reject, one may accept.
        (json!({ "oneOf": [named_a, { "not": named_b }] }), vec!["A", "Value", "Array", "String", "Number", "Boolean"]),
    ] {
        let found = variants(&schema);
        assert_eq!(found[..found.len() - 1], expected, "{schema}");
    }
}

/// A constant that distinguishes a branch of a union names its variant.
#[test]
fn constants_of_all_kinds_name_variants() {
    let tag = |value: Value| json!({ "type": "object", "required": ["v"], "properties": { "v": { "const": value } } });
    let tuple = |kind: &str| json!({ "type": "array", "prefixItems": [{ "const": kind }, { "type": "string" }], "items": false, "minItems": 2 });
    let inner = |kind: &str| {
        let meta = json!({ "properties": { "type": { "const": kind } } });
        json!({ "type": "object", "required": ["meta"], "properties": { "meta": meta, kind: { "type": "string" } } })
    };
    let way = json!({ "properties": { "a": { "type": "string" } } });
    let condition = json!({ "required": ["u"], "properties": { "u": { "const": false } } });
    for (schema, expected) in [
        (
            json!({ "oneOf": [tag(json!(1)), tag(json!(-1)), tag(json!(1.5)), tag(Value::Null)] }),
            vec!["V1", "VMinus1", "V1Dot5", "VNull"],
        ),
        (json!({ "anyOf": [tuple("set"), tuple("inc")] }), vec!["Set", "Inc"]),
        (json!({ "oneOf": [inner("web"), inner("app")] }), vec!["Web", "App"]),
        (json!({ "type": "object", "if": condition, "then": way, "else": {} }), vec!["UFalse", "Otherwise"]),
    ] {
        let found = variants(&schema);
        assert_eq!(found[..found.len() - 1], expected, "{schema}");
    }
}

#[test]
fn closed_maps_have_their_patterns_type() {
    let (text, count) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    for (schema, has_type) in [
        (json!({ "patternProperties": { "^a": text, "^b": text } }), true),
        (json!({ "patternProperties": { "^a": text, "^b": { "type": "string", "maxLength": 3 } } }), true),
        (json!({ "allOf": [{ "patternProperties": { "^a": text } }, { "patternProperties": { "^b": text } }] }), true),
        (json!({ "patternProperties": { "^a": text, "^b": count } }), false),
        (json!({ "patternProperties": { "^a": text }, "anyOf": [{ "patternProperties": { "^b": count } }] }), false),
        (json!({ "patternProperties": { "^a": text }, "allOf": [{ "additionalProperties": count }] }), false),
        (json!({ "patternProperties": { "^a": text }, "allOf": [{ "additionalProperties": true }] }), false),
    ] {
        let mut schema = schema;
        schema["type"] = json!("object");
        schema["unevaluatedProperties"] = json!(false);
        let found = of_member(&schema);
        assert_eq!(found.contains("BTreeMap<String, String>"), has_type, "{schema}: {found}");
    }
    for (patterns, has_type) in [(json!({ "^a": text, "^b": text }), true), (json!({ "^a": text, "^b": count }), false)]
    {
        let schema = json!({ "type": "object", "patternProperties": patterns, "additionalProperties": false });
        assert_eq!(of_member(&schema).contains("BTreeMap<String, String>"), has_type, "{schema}");
    }
}

#[test]
fn named_strings_keep_their_type() {
    let color = json!({ "$ref": "#/$defs/Color" });
    let object = json!({ "type": "object", "properties": { "q": {} } });
    for (schema, enums) in [
        (json!({ "anyOf": [color, object] }), 1),
        (json!({ "anyOf": [object, color] }), 1),
        (json!({ "oneOf": [color, { "type": "integer" }] }), 1),
        (json!({ "anyOf": [color, { "type": "integer" }, { "type": "null" }] }), 1),
        (json!({ "anyOf": [{ "allOf": [color] }, object] }), 1),
        // Here the strings are not those of `Color` alone.
        (json!({ "anyOf": [color, { "enum": ["blue"] }, object] }), 2),
        (json!({ "anyOf": [color, object], "enum": ["red", { "q": 1 }] }), 2),
    ] {
        let thing = json!({
            "type": "object",
            "properties": { "v": schema, "w": color },
            "$defs": { "Color": { "type": "string", "enum": ["red", "green"] } }
        });
        let found = module(&thing);
        assert_eq!(found.matches("    Unknown(String),").count(), enums, "{schema}: {found}");
    }
}

#[test]
fn branches_that_require_nothing_are_named() {
    let object = |name: &str| json!({ "type": "object", "properties": { "if": true, (name): { "type": "string" } } });
    let found = of_member(&json!({ "oneOf": [object("email"), object("slack"), { "type": "string" }] }));
    for expected in ["Email(ThingVEmail),", "Slack(ThingVSlack),", "/// An object that may have `email`."] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let found = of_member(&json!({ "oneOf": [object("email"), { "type": "string" }] }));
    assert!(found.contains("Object(ThingVObject),"), "{found}");
}

#[test]
fn parts_of_a_way_have_its_name() {
    let way = |kind: &str, part: &str| {
        let part = json!({ "type": "object", "properties": { (part): { "type": "string" } } });
        json!({ "if": { "properties": { "kind": { "const": kind } } }, "then": { "properties": { "part": part } } })
    };
    let found =
        module(&json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "enum": ["a", "b"] } },
        "allOf": [way("a", "x"), way("b", "y")] }));
    for expected in ["pub struct ThingAPart", "pub struct ThingBPart"] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn an_object_without_its_tag_is_another() {
    let way = |kind: &str, ty: &str| json!({ "if": { "properties": { "kind": { "const": kind } } }, "then": { "properties": { "part": { "type": ty } } } });
    let found = module(&json!({ "type": "object", "properties": { "kind": { "enum": ["a", "b"] } },
        "allOf": [way("a", "string"), way("b", "integer")] }));
    for expected in ["A(ThingA),", "B(ThingB),", "Otherwise(ThingOtherwise),", r#"members.get("kind")"#] {
        assert!(found.contains(expected), "{expected}: {found}");
    }
}

#[test]
fn contradictory_branches_have_no_variant() {
    let base = |values: [Value; 3]| {
        let [own, other, overriding] = values;
        let of = |value: &Value| json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "const": value } } });
        let contradiction = json!({ "allOf": [{ "$ref": "#/$defs/Job" }, { "properties": { "kind": { "const": overriding }, "at": { "type": "string" } } }] });
        json!({ "oneOf": [{ "$ref": "#/$defs/Job" }, contradiction, of(&other)], "$defs": { "Job": of(&own) } })
    };
    for values in [
        [json!("job"), json!("task"), json!("cron")],
        [json!(1), json!(2), json!(3)],
        [json!(true), json!(false), Value::Null],
    ] {
        let found = module(&base(values.clone()));
        assert!(found.contains("Job(Job),"), "{values:?}: {found}");
        assert!(!found.contains("at: Option<String>") && !found.contains("Some()"), "{values:?}: {found}");
    }
}

#[test]
fn branches_alike_are_told_by_types() {
    let object = |ty: &str| json!({ "type": "object", "properties": { "a": { "type": ty } } });
    let found = of_member(&json!({ "oneOf": [object("string"), object("integer"), { "type": "boolean" }] }));
    assert!(found.contains(" AString(") && found.contains(" AInteger("), "{found}");
}

#[test]
fn long_strings_are_not_joined() {
    let versions: Vec<String> = (0..3).map(|index| format!("application/vnd.acme.long; version={index}")).collect();
    let found = module(
        &json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
        "if": { "properties": { "kind": { "enum": versions } } }, "then": { "properties": { "a": { "type": "string" } } } }),
    );
    assert!(found.contains("    ApplicationVndAcmeLongVersion0(Thing"), "{found}");
}

#[test]
fn ways_told_apart_merge_across_others() {
    let way = |test: &Value, then: &str, other: &Value| json!({ "if": test, "then": { "$ref": format!("#/$defs/{then}") }, "else": other });
    let is = |values: &[&str]| json!({ "properties": { "kind": { "enum": values } } });
    let object = |name: &str| json!({ "required": [name], "properties": { name: { "type": "string" } } });
    for (between, last, required, expected) in [
        (is(&["b"]), is(&["c"]), json!(["kind"]), ["One", "Two", "Otherwise", "Unknown"].as_slice()),
        // An object without `kind`, or with `b`, would get the type of the last way.
        (is(&["b"]), is(&["c"]), json!([]), &["One", "Two", "OneC", "Otherwise", "Unknown"]),
        (is(&["b"]), is(&["b", "c"]), json!(["kind"]), &["One", "Two", "OneBOrC", "Otherwise", "Unknown"]),
        (json!({ "required": ["b"] }), is(&["c"]), json!(["kind"]), &["One", "Two", "OneC", "Otherwise", "Unknown"]),
    ] {
        let chain = way(&is(&["a"]), "one", &way(&between, "two", &way(&last, "one", &json!({}))));
        let mut schema =
            json!({ "type": "object", "required": required, "properties": { "kind": { "type": "string" } } });
        schema["allOf"] = json!([chain]);
        schema["$defs"] = json!({ "one": object("one"), "two": object("two") });
        let found = module(&schema);
        let (_, body) = found.split_once("pub enum Thing {").unwrap_or_else(|| panic!("{schema} is no union: {found}"));
        let (body, _) = body.split_once("\n}").expect("it ends");
        let names: Vec<&str> = body.lines().filter_map(|line| Some(line.trim().split_once('(')?.0)).collect();
        assert_eq!(names, expected, "{schema}");
    }
}

#[test]
fn forbidden_members_have_no_field() {
    let (text, any) = (json!({ "type": "string" }), json!({}));
    let described = json!({ "type": "object", "properties": { "a": text, "b": text } });
    let with = |name: &str, value: &Value| {
        let mut schema = described.clone();
        schema[name] = value.clone();
        schema
    };
    let branches = json!([{ "properties": { "a": false } }, { "properties": { "b": { "not": {} } } }]);
    let condition = json!({ "required": ["b"] });
    for (schema, fields, variants) in [
        (json!({ "properties": { "b": text, "x": false } }), "b", ""),
        (json!({ "properties": { "b": text, "x": { "not": {} } } }), "b", ""),
        (json!({ "properties": { "b": text, "x": { "$ref": "#/$defs/no" } }, "$defs": { "no": false } }), "b", ""),
        (with("allOf", &json!([{ "properties": { "b": false } }])), "a", ""),
        (with("not", &json!({ "required": ["x"] })), "a b", ""),
        (with("not", &json!({ "required": ["x"], "properties": { "x": any } })), "a b", ""),
        (with("not", &json!({ "required": ["x"], "properties": { "x": text } })), "x a b", ""),
        (with("anyOf", &branches), "b a", "WithoutA WithoutB"),
        (with("oneOf", &branches), "b a", "WithoutA WithoutB"),
        (
            json!({ "type": "object", "properties": { "a": text, "b": text },
                "if": condition, "then": { "properties": { "a": false } } }),
            "b a b",
            "B Otherwise",
        ),
        // Nothing says that the member may be absent.
        (json!({ "properties": { "x": false }, "required": ["x"] }), "x", ""),
    ] {
        let mut schema = schema;
        schema["type"] = json!("object");
        let found = module(&schema);
        let field = |line: &str| Some(line.trim().strip_prefix("pub ")?.split_once(':')?.0.to_owned());
        let (types, _) = found.split_once("mod checks").unwrap_or((&found, ""));
        let of_fields: Vec<String> = types.lines().filter_map(field).filter(|name| name != "other").collect();
        assert_eq!(of_fields.join(" "), fields, "{schema}: {types}");
        let variant = |line: &str| Some(line.trim().split_once("(Thing")?.0.to_owned());
        let of_variants: Vec<String> = types.lines().filter_map(variant).filter(|it| !it.contains(' ')).collect();
        assert_eq!(of_variants.join(" "), variants, "{schema}: {types}");
    }
}

#[test]
fn values_under_a_condition_have_types() {
    let task = json!({ "type": "object", "required": ["run"], "properties": { "run": { "type": "string" } } });
    let (text, reference) = (json!({ "type": "string" }), json!({ "$ref": "#/$defs/Task" }));
    let list = |items: &Value| json!({ "type": "array", "items": items });
    for (values, expected) in [
        (json!(reference), "Object(Task)"),
        (list(&reference), "Array(Vec<Task>)"),
        (json!({ "anyOf": [reference, { "type": "null" }] }), "Object(Task)"),
        (json!({ "anyOf": [text, reference] }), "Object(Task) String(String)"),
        (json!({ "anyOf": [text, list(&text), reference] }), "Object(Task) Array(Vec<String>) String(String)"),
        (json!({ "anyOf": [reference, list(&reference)] }), "Object(Task) Array(Vec<Task>)"),
        (text.clone(), ""),
    ] {
        for place in ["patternProperties", "dependentSchemas"] {
            let inner =
                if place == "patternProperties" { values.clone() } else { json!({ "properties": { "v": values } }) };
            let schema = json!({ "type": "object", (place): { "^[a-z]+$": inner }, "$defs": { "Task": task } });
            let found = module(&schema);
            let (_, body) = found.split_once("OrOther {").unwrap_or_default();
            let (body, _) = body.split_once("    /// A value outside").unwrap_or_default();
            let lines = body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("///"));
            let variants: Vec<&str> = lines.map(|line| line.trim_end_matches(',')).collect();
            assert_eq!(variants.join(" "), expected, "{schema}: {found}");
        }
    }
}

#[test]
fn a_type_inside_itself_is_one() {
    let item = json!({ "type": "object", "properties": { "name": { "type": "string" },
        "parts": { "type": "object", "patternProperties": { "^/": { "$ref": "#/$defs/Item" } } } } });
    let parts = &item["properties"]["parts"];
    let found = module(&json!({ "type": "object", "properties": { "paths": parts }, "$defs": { "Item": item } }));
    assert_eq!(found.matches("OrOther {").count(), found.matches("pub enum ItemOrOther {").count(), "{found}");
}

#[test]
fn documentation_says_what_a_part_is() {
    let object = |name: &str| json!({ "type": "object", "required": ["a"], "properties": { "a": true, (name): { "enum": ["x", "y"] } } });
    let list = |items: &Value| json!({ "type": "array", "items": items });
    for (schema, expected) in [
        (list(&object("b")), "/// An element of `v` of `Thing`."),
        (json!({ "type": "object", "additionalProperties": object("b") }), "/// A value of `v` of `Thing`."),
        (json!({ "oneOf": [object("b"), object("c")] }), "/// A variant of `v` of `Thing`."),
        (json!({ "oneOf": [object("b"), object("c")] }), "/// An object with `a` that may have `c`."),
        (json!({ "oneOf": [list(&json!({ "type": "string" })), list(&object("b"))] }), "/// An array of strings."),
        (
            json!({ "oneOf": [list(&list(&object("b"))), { "type": "string" }] }),
            "/// An element of an element of a variant of `v` of `Thing`.",
        ),
        (json!({ "type": "object", "properties": { "w": object("b") } }), "/// The object `w` of `ThingV`."),
        (
            json!({ "type": "array", "items": { "type": "object", "properties": { "w": object("b") } } }),
            "/// The object `w` of `ThingVItem`.",
        ),
    ] {
        let found = of_member(&schema);
        assert!(found.lines().any(|line| line.trim() == expected), "{schema}: {expected}: {found}");
    }
}

#[test]
fn patterns_of_false_describe_nothing() {
    let part = json!({ "type": "object", "properties": { "a": { "type": "string" } } });
    let never = json!({ "patternProperties": { "^x": false } });
    for (schema, expected) in [
        (
            json!({ "patternProperties": { "^x": part }, "additionalProperties": false, "if": never, "then": { "required": ["b"] } }),
            true,
        ),
        (json!({ "patternProperties": { "^x": false }, "additionalProperties": part }), true),
        (
            json!({ "patternProperties": { "^y": part }, "additionalProperties": false, "if": { "patternProperties": { "^y": part } } }),
            false,
        ),
    ] {
        let mut schema = schema;
        schema["type"] = json!("object");
        schema["properties"] = json!({ "b": { "type": "string" } });
        let found = module(&schema);
        assert_eq!(found.contains("pub other: BTreeMap<String, Thing"), expected, "{schema}: {found}");
    }
}

#[test]
fn patterns_beside_strings_are_tags() {
    let branch = |text: &str, member: &str| json!({ "properties": { "kind": { "pattern": format!("^{text}$") }, (member): { "type": "string" } }, "required": ["kind"] });
    for (kind, expected) in
        [(json!({ "type": "string" }), true), (json!({ "enum": ["one", "two"] }), true), (json!({}), false)]
    {
        let schema = json!({ "type": "object", "properties": { "kind": kind }, "anyOf": [branch("one", "a"), branch("two", "b")] });
        let found = module(&schema);
        assert_eq!(found.contains(r#"members.get("kind")"#), expected, "{schema}: {found}");
        assert!(found.contains("    One(ThingOne),"), "{schema}: {found}");
    }
}
