//! A change says where it is: in each member that has the changed schema, and at which position of a tuple.

use codegen::Files;
use codegen::diff::{Report, compare};
use serde_json::{Value, json};

fn report(old: &Value, new: &Value) -> Report {
    let catalog = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[events]]\nname = \"it\"\nschema = \"it.schema.json\"\n";
    let files = |schema: &Value| {
        let schema = ("it.schema.json".to_owned(), schema.to_string());
        Files::from([("catalog.toml".to_owned(), catalog.to_owned()), schema])
    };
    compare(&files(old), &files(new)).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn each_place_of_a_schema_is_named() {
    let part = json!({ "$ref": "#/$defs/part" });
    let again = json!({ "$ref": "#/$defs/again" });
    let list = json!({ "type": "array", "items": part });
    let tuple = json!({ "type": "array", "prefixItems": [part, { "type": "string" }, part] });
    let pair = |name: &str| json!({ "type": "object", "properties": { name: part, "b": part } });
    for (properties, expected) in [
        (json!({ "a": part }), vec!["a.n"]),
        (json!({ "a": part, "b": part }), vec!["a.n", "b.n"]),
        (json!({ "a": again, "b": part }), vec!["a.n", "b.n"]),
        (json!({ "a": { "allOf": [part, part] } }), vec!["a.n"]),
        (json!({ "a": list }), vec!["a[].n"]),
        (json!({ "a": tuple, "b": list }), vec!["a[0].n", "a[2].n", "b[].n"]),
        (json!({ "a": pair("a"), "b": pair("c") }), vec!["a.a.n", "a.b.n", "b.b.n", "b.c.n"]),
    ] {
        let edition = |most: u64| {
            let n = json!({ "type": "string", "maxLength": most });
            let part = json!({ "type": "object", "properties": { "n": n, "next": part } });
            let again = json!({ "$ref": "#/$defs/part" });
            json!({ "type": "object", "properties": properties, "$defs": { "part": part, "again": again } })
        };
        let report = report(&edition(60), &edition(90));
        let [judged] = report.changes.as_slice() else { panic!("{}", report.human()) };
        let places: Vec<&String> = std::iter::once(&judged.change.member).chain(&judged.change.also).collect();
        assert_eq!(places, expected, "{properties}");
        let others = expected[1..].join(", ");
        let is_told = |text: &str| others.is_empty() || text.contains(&others);
        assert!(is_told(&report.human()) && is_told(&report.markdown()), "{}", report.human());
    }
}

#[test]
fn positions_of_tuples_are_told_apart() {
    let edition = |first: u64, second: u64| {
        let most = |most: u64| json!({ "type": "integer", "maximum": most });
        let tuple = json!({ "type": "array", "prefixItems": [most(first), most(second)] });
        json!({ "type": "object", "properties": { "place": tuple } })
    };
    let report = report(&edition(180, 90), &edition(90, 180));
    let members: Vec<&str> = report.changes.iter().map(|it| it.change.member.as_str()).collect();
    assert_eq!(members, ["place[0]", "place[1]"], "{}", report.human());
}
