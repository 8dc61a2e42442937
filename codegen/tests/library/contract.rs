//! Dangling names in the catalogue: a table of catalogues with one each, and the finding of `gen`.

mod naming;

use codegen::source::diagnostic::{Diagnostic, Severity};
use codegen::{Files, generate};

const CATALOG: &str = r#"[crate]
name = "acme-hooks"
version = "1.0.0"
vendor = "Acme"

[envelope]
schema = "envelope.schema.json"
example = "envelope.example.json"

[event]
member = "/kind"
header = "X-Acme-Event"

[payload]
at = "/payload"

[delivery]
id = { member = "/key" }
sent_at = { member = "/sent_at" }

[signature]
header = "X-Acme-Signature"
algorithm = "hmac-sha256"
encoding = "hex"
value = "sha256={code}"

[[events]]
name = "order.paid"
schema = "events/order.paid.schema.json"
examples = ["events/order.paid.example.json"]

[[schemas]]
name = "address"
schema = "address.schema.json"
examples = ["address.example.json"]

[[refinements]]
schema = "events/order.paid.schema.json"
pointer = "/properties/total"
type = "decimal"
"#;

/// The envelope's schema: `key`, `payload`, `kind` and `sent_at` are used above; the other members are wrong choices.
const ENVELOPE: &str = r##"{
  "$defs": { "Meta": { "type": "object", "properties": { "kind": { "type": "string" }, "sent_at": { "$ref": "#/$defs/Moment" } } },
    "Moment": { "type": "string", "format": "date-time" } },
  "allOf": [{ "$ref": "#/$defs/Meta" }],
  "type": "object",
  "required": ["kind", "payload"],
  "properties": {
    "key": { "type": ["string", "integer"] },
    "payload": { "type": "object" },
    "tags": { "type": "array" },
    "day": { "type": "string", "format": "date" },
    "note": { "type": "string" },
    "late": { "type": "string" },
    "count": { "type": "integer" },
    "organization": { "type": "string" },
    "fixed": { "const": { "a": 1 } }
  }
}"##;

const ENVELOPE_EXAMPLE: &str = r#"{ "key": "k1", "kind": "order.paid", "payload": {}, "sent_at": "2026-06-12T14:05:00Z",
  "note": "hello", "organization": "org_1", "count": 1781273100, "undocumented": "order.paid", "fixed": { "a": 1 } }"#;

const PAID: &str = r##"{
  "type": "object",
  "required": ["order"],
  "properties": {
    "order": { "type": "string" },
    "total": { "type": "string" },
    "state": { "type": "string", "enum": ["open", "closed"] },
    "paid_at": { "type": "string", "format": "date-time" },
    "count": { "type": "integer" },
    "gone": { "not": { "type": "string", "maxLength": 3 } },
    "tip": { "$ref": "#/$defs/Money" }
  },
  "$defs": { "Money": { "type": "string" }, "Unused": { "type": "string" } }
}"##;

fn files(catalog: &str) -> Files {
    let texts = [
        ("catalog.toml", catalog),
        ("envelope.schema.json", ENVELOPE),
        ("envelope.example.json", ENVELOPE_EXAMPLE),
        ("events/order.paid.schema.json", PAID),
        ("events/order.paid.example.json", r#"{ "order": "o1", "total": "1.50" }"#),
        ("address.schema.json", r#"{ "type": "object", "properties": { "street": { "type": "string" } } }"#),
        ("address.example.json", r#"{ "street": "Main" }"#),
    ];
    texts.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// Returns the errors of a folder, each with its line of the catalogue.
fn errors(files: &Files) -> Vec<(Diagnostic, String)> {
    let found = generate(files).err().unwrap_or_default();
    let errors = found.into_iter().filter(|finding| finding.severity == Severity::Error);
    let line = |finding: &Diagnostic| {
        let place = finding.place.as_ref().expect("a finding has a place");
        let (line, _) = place.source.line_column(place.span.start);
        format!("{}: {}", place.source.path(), place.source.text().lines().nth(line - 1).unwrap_or_default())
    };
    errors.map(|finding| (finding.clone(), line(&finding))).collect()
}

/// A line of the catalogue, its replacement, the code of the finding, and a part of its help.
const NOWHERE: &[(&str, &str, &str, &str)] = &[
    // Missing members.
    (r#"member = "/kind""#, r#"member = "/knid""#, "unknown-member", "did you mean `kind`?"),
    (r#"member = "/kind""#, r#"member = "/nosuch""#, "unknown-member", "its members are `"),
    (r#"at = "/payload""#, r#"at = "/payloads""#, "unknown-member", "did you mean `payload`?"),
    (r#"id = { member = "/key" }"#, r#"id = { member = "/kex" }"#, "unknown-member", "did you mean `key`?"),
    (
        r#"sent_at = { member = "/sent_at" }"#,
        r#"sent_at = { member = "/sentAt" }"#,
        "unknown-member",
        "did you mean `sent_at`?",
    ),
    // Members that cannot have the role.
    (r#"member = "/kind""#, r#"member = "/tags""#, "unfit-member", "a string"),
    (r#"member = "/kind""#, r#"member = "/count""#, "unfit-member", "a string"),
    (r#"member = "/kind""#, r#"member = "/organization""#, "unfit-member", "did you mean `kind`?"),
    (r#"at = "/payload""#, r#"at = "/note""#, "unfit-member", "schemas of the events"),
    (r#"at = "/payload""#, r#"at = "/fixed""#, "unfit-member", "payload"),
    (r#"id = { member = "/key" }"#, r#"id = { member = "/tags" }"#, "unfit-member", "a string or a number"),
    (r#"sent_at = { member = "/sent_at" }"#, r#"sent_at = { member = "/count" }"#, "unfit-member", "a date and time"),
    (r#"sent_at = { member = "/sent_at" }"#, r#"sent_at = { member = "/day" }"#, "unfit-member", "a date and time"),
    (r#"sent_at = { member = "/sent_at" }"#, r#"sent_at = { member = "/note" }"#, "unfit-member", "a date and time"),
    (r#"sent_at = { member = "/sent_at" }"#, r#"sent_at = { member = "/late" }"#, "unfit-member", "a date and time"),
    // Members that the example lacks.
    (r#"member = "/kind""#, r#"member = "/late""#, "missing-in-example", "nothing is invented"),
    // Files.
    (
        r#"schema = "envelope.schema.json""#,
        r#"schema = "envelop.schema.json""#,
        "missing-file",
        "did you mean `envelope.schema.json`?",
    ),
    (
        r#"example = "envelope.example.json""#,
        r#"example = "envelope.json""#,
        "missing-file",
        "folder of `catalog.toml`",
    ),
    (r#"example = "envelope.example.json""#, r#"example = "address.schema.json""#, "schema-as-example", "use the file"),
    (
        r#"schema = "address.schema.json""#,
        r#"schema = "adress.schema.json""#,
        "missing-file",
        "did you mean `address.schema.json`?",
    ),
    (
        r#"examples = ["address.example.json"]"#,
        r#"examples = ["address.exmaple.json"]"#,
        "missing-file",
        "did you mean",
    ),
    (
        r#"examples = ["events/order.paid.example.json"]"#,
        r#"examples = ["order.paid.example.json"]"#,
        "missing-file",
        "did you mean",
    ),
    (
        r#"examples = ["events/order.paid.example.json"]"#,
        r#"examples = ["events/order.paid.schema.json"]"#,
        "schema-as-example",
        "use the file",
    ),
    // Headers.
    (r#"header = "X-Acme-Signature""#, r#"header = "X-Acme Signature""#, "invalid-header-name", "letters"),
    (r#"header = "X-Acme-Event""#, r#"header = "X-Acme-Event:""#, "invalid-header-name", "letters"),
    (r#"header = "X-Acme-Event""#, r#"header = "x-acme-signature""#, "header-with-two-roles", "another header"),
    // Refinements.
    (r#"pointer = "/properties/total""#, r#"pointer = "/properties/totl""#, "unknown-pointer", "did you mean `total`?"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/property/total""#, "unknown-pointer", "in `#`"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/properties/total/type/x""#, "unknown-pointer", "is a string"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/properties""#, "unused-refinement", "schema of a member"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/required/0""#, "unused-refinement", "schema of a member"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/$defs/Unused""#, "unused-refinement", "schema of a member"),
    (r#"pointer = "/properties/total""#, r#"pointer = "/properties/count""#, "unfit-refinement", "correct its pointer"),
    (r#"pointer = "/properties/total""#, r#"pointer = """#, "unfit-refinement", "correct its pointer"),
    (
        r#"pointer = "/properties/total""#,
        r#"pointer = "/properties/state""#,
        "unused-refinement",
        "determines the member's type",
    ),
    (r#"pointer = "/properties/total""#, r#"pointer = "/properties/tip""#, "unused-refinement", "`/$defs/Money`"),
    (
        r#"pointer = "/properties/total""#,
        r#"pointer = "/properties/gone/not""#,
        "unused-refinement",
        "determines the member's type",
    ),
];

#[test]
fn a_dangling_name_is_an_error() {
    assert!(errors(&files(CATALOG)).is_empty(), "{:?}", errors(&files(CATALOG)));
    for (line, instead, code, help) in NOWHERE {
        assert_eq!(CATALOG.matches(line).count(), 1, "{line}");
        let found = errors(&files(&CATALOG.replace(line, instead)));
        let [(finding, place)] = found.as_slice() else { panic!("{instead}: {found:?}") };
        assert_eq!(finding.code, *code, "{instead}: {finding:?}");
        assert_eq!(place, &format!("catalog.toml: {instead}"), "{finding:?}");
        assert!(finding.help.as_ref().is_some_and(|said| said.contains(help)), "{instead}: {:?}", finding.help);
    }
}

/// A refinement has two keys `schema`, but the table above needs unique lines.
#[test]
fn a_refinement_names_an_existing_schema() {
    for (instead, code, help) in [
        ("events/order.payed.schema.json", "missing-file", "did you mean `events/order.paid.schema.json`?"),
        ("events/order.paid.example.json", "not-a-schema", "`events/order.paid.schema.json`"),
        ("address.schema.json", "unknown-pointer", "in `#/properties`: its members are `street`"),
    ] {
        let (start, end) = CATALOG.split_at(CATALOG.find("[[refinements]]").unwrap());
        let found = errors(&files(&format!("{start}{}", end.replace("events/order.paid.schema.json", instead))));
        let [(finding, place)] = found.as_slice() else { panic!("{instead}: {found:?}") };
        assert_eq!(finding.code, code, "{finding:?}");
        assert!(place.starts_with("catalog.toml: "), "{place}");
        assert!(finding.help.as_ref().is_some_and(|said| said.contains(help)), "{:?}", finding.help);
    }
}

#[test]
fn an_events_schema_must_exist() {
    let catalog = CATALOG.replacen("events/order.paid.schema.json", "events/order.paied.schema.json", 1);
    let found = errors(&files(&catalog));
    assert_eq!(found[0].0.code, "missing-file");
    assert_eq!(found[0].1, "catalog.toml: schema = \"events/order.paied.schema.json\"");
}

/// Members may be documented by the example alone, in a branch, or behind references.
#[test]
fn members_are_found_through_references() {
    for (line, instead) in [
        (r#"member = "/kind""#, r#"member = "/undocumented""#),
        (r#"sent_at = { member = "/sent_at" }"#, ""),
        (r#"id = { member = "/key" }"#, r#"id = { member = "/count" }"#),
        (r#"id = { member = "/key" }"#, r#"id = { member = "/organization" }"#),
        (r#"id = { member = "/key" }"#, r#"id = { member = "/late" }"#),
        (r#"pointer = "/properties/total""#, r#"pointer = "/$defs/Money""#),
    ] {
        let found = errors(&files(&CATALOG.replace(line, instead)));
        assert!(found.is_empty(), "{instead}: {found:?}");
    }
    let mut branches = files(CATALOG);
    let envelope = r#"{ "oneOf": [
        { "type": "object", "properties": { "kind": { "const": "order.paid" }, "payload": { "$ref": "events/order.paid.schema.json" }, "sent_at": { "format": "date-time" } } },
        { "type": "object", "properties": { "kind": { "const": "other" }, "payload": false } } ] }"#;
    branches.insert("envelope.schema.json".to_owned(), envelope.to_owned());
    branches.insert(
        "envelope.example.json".to_owned(),
        r#"{ "kind": "order.paid", "payload": { "order": "o" }, "key": 7, "sent_at": "2026-06-12T14:05:00Z" }"#
            .to_owned(),
    );
    assert!(errors(&branches).is_empty(), "{:?}", errors(&branches));
}

/// Faults of the whole envelope, which no other name could correct.
#[test]
fn an_envelope_holds_its_events() {
    for (path, text, code, line) in [
        ("envelope.schema.json", r#"{ "type": "array" }"#.to_owned(), "invalid-example", "envelope.example.json: "),
        (
            "envelope.schema.json",
            ENVELOPE.replace(r#""kind": { "type": "string" }"#, r#""kind": { "enum": ["order.payed"] }"#),
            "invalid-example",
            "envelope.example.json: ",
        ),
        ("envelope.example.json", "[]".to_owned(), "invalid-example", "envelope.example.json: "),
        (
            "envelope.schema.json",
            ENVELOPE.replace(r#""payload": { "type": "object" }"#, r#""payload": { "maxProperties": 1 }"#),
            "unfit-member",
            "catalog.toml: at = \"/payload\"",
        ),
    ] {
        let mut files = files(CATALOG);
        files.insert(path.to_owned(), text);
        let found = errors(&files);
        assert!(
            found.iter().any(|(finding, place)| finding.code == code && place.starts_with(line)),
            "{code}: {found:?}"
        );
    }
    let mut other = files(&CATALOG.replace("order.paid\"\nschema", "order.sent\"\nschema"));
    other.insert(
        "envelope.schema.json".to_owned(),
        ENVELOPE.replace(r#""kind": { "type": "string" }"#, r#""kind": { "enum": ["order.paid"] }"#),
    );
    let found = errors(&other);
    assert_eq!(found[0].1, "catalog.toml: member = \"/kind\"", "{found:?}");
}

/// `example_body` is the documented envelope around the documented payload, and nothing else.
#[test]
fn deliveries_contain_only_documented_members() {
    let generated = generate(&files(CATALOG)).expect("the catalogue is right").files;
    let body = r##"r#"{"key":"k1","kind":"order.paid","payload":{"order":"o1","total":"1.50"},"sent_at":"2026-06-12T14:05:00Z","note":"hello","organization":"org_1","count":1781273100,"undocumented":"order.paid","fixed":{"a":1}}"#"##;
    let testing = generated["src/testing.rs"].split_whitespace().collect::<String>();
    assert!(testing.contains(body), "{}", generated["src/testing.rs"]);
    // Another event requires a member that the envelope's example lacks: it has no documented delivery, and a warning.
    let more = format!(
        "{CATALOG}\n[[events]]\nname = \"order.sent\"\nschema = \"events/order.paid.schema.json\"\nexamples = [\"events/order.paid.example.json\"]\n"
    );
    let mut input = files(&more);
    let conditional = ENVELOPE.replace(
        r#""type": "object",
  "required""#,
        r#""if": { "properties": { "kind": { "const": "order.sent" } } }, "then": { "required": ["carrier"] },
  "type": "object", "required""#,
    );
    assert_ne!(conditional, ENVELOPE);
    input.insert("envelope.schema.json".to_owned(), conditional);
    let made = generate(&input).unwrap_or_else(|found| panic!("{found}"));
    let codes: Vec<&str> = made.warnings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["no-example-delivery"], "{}", made.warnings);
    assert!(made.files["src/testing.rs"].contains("EventName::OrderSent => None"), "{}", made.files["src/testing.rs"]);
}

/// Only an integer member can have a native type; elsewhere the refinement would have no effect.
#[test]
fn a_native_refinement_fits_integer_members_only() {
    let schema = PAID.replace(
        r#""count": { "type": "integer" },"#,
        r##""count": { "type": "integer" }, "list": { "type": "array", "items": { "type": "integer" } },
        "none": { "type": ["integer", "null"] }, "same": { "$ref": "#/$defs/Amount" }, "some": { "anyOf": [{ "type": "integer" }] },"##,
    );
    let schema = schema.replace(r#""$defs": {"#, r#""$defs": { "Amount": { "type": "integer" }, "#);
    let found = |pointer: &str, kind: &str| {
        let catalog = CATALOG.replace("/properties/total", pointer).replace("\"decimal\"", &format!("\"{kind}\""));
        let mut files = files(&catalog);
        files.insert("events/order.paid.schema.json".to_owned(), schema.clone());
        errors(&files).into_iter().map(|(finding, _)| finding.code).collect::<Vec<_>>()
    };
    for kind in ["u32", "u64", "i32", "i64"] {
        assert_eq!(found("/properties/count", kind), [""; 0], "{kind}");
        assert_eq!(found("/properties/none", kind), [""; 0], "{kind}");
        assert_eq!(found("/$defs/Amount", kind), [""; 0], "{kind}");
        for pointer in ["list/items", "same", "some/anyOf/0"] {
            assert_eq!(found(&format!("/properties/{pointer}"), kind), ["unused-refinement"], "{kind} {pointer}");
        }
        for pointer in ["total", "state", "list"] {
            assert_eq!(found(&format!("/properties/{pointer}"), kind), ["unfit-refinement"], "{kind} {pointer}");
        }
    }
}

/// A bound that the vendor states is a value that may come.
#[test]
fn a_refinement_reaches_the_stated_bounds() {
    for (bounds, kind, is_narrow) in [
        (r#""minimum": 0"#, "u64", false),
        (r#""minimum": -1"#, "u64", true),
        (r#""exclusiveMinimum": -1"#, "u32", false),
        (r#""exclusiveMinimum": -2"#, "u32", true),
        (r#""maximum": 4294967295"#, "u32", false),
        (r#""maximum": 4294967296"#, "u32", true),
        (r#""exclusiveMaximum": 2147483648"#, "i32", false),
        (r#""maximum": 1e400"#, "i64", true),
        (r#""minimum": -1e3"#, "u32", true),
        (r#""minimum": -9223372036854775808"#, "i64", false),
        (r#""description": "unbounded""#, "u32", false),
    ] {
        let schema = PAID
            .replace(r#""count": { "type": "integer" }"#, &format!(r#""count": {{ "type": "integer", {bounds} }}"#));
        let catalog =
            CATALOG.replace("/properties/total", "/properties/count").replace("\"decimal\"", &format!("\"{kind}\""));
        let mut files = files(&catalog);
        files.insert("events/order.paid.schema.json".to_owned(), schema);
        let made = generate(&files).unwrap_or_else(|found| panic!("{bounds}: {found}"));
        let is_found = made.warnings.iter().any(|finding| finding.code == "narrow-refinement");
        assert_eq!(is_found, is_narrow, "{bounds} {kind}: {}", made.warnings);
    }
}

#[test]
fn a_native_refinement_types_the_field() {
    for kind in ["u32", "u64", "i32", "i64"] {
        let catalog =
            CATALOG.replace("/properties/total", "/properties/count").replace("\"decimal\"", &format!("\"{kind}\""));
        let crate_files = generate(&files(&catalog)).unwrap_or_else(|found| panic!("{found}"));
        let sources: String = crate_files.files.values().cloned().collect();
        assert!(sources.contains(&format!("pub count: Option<{kind}>")), "{kind}");
    }
}
