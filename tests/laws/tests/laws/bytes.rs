//! Validation from bytes: numbers that no other validator can hold, malformed texts, and the places of faults.

use laws::fixtures;
use museahub_webhooks::{Envelope, Invalid, JsonErrorKind, PassIssued, Payload};
use serde_json::{Value, json};
use support::fixture::Fixture;

fn fixture(rule: &str) -> &'static Fixture {
    fixtures::ALL.iter().find(|fixture| fixture.rule == rule).expect("a fixture of that name")
}

/// Returns the places of a text's violations, each with its keyword.
fn places(fixture: &Fixture, text: &str) -> Vec<(String, String)> {
    let found = (fixture.validate_slice)(text.as_bytes()).unwrap_or_else(|why| panic!("{text}: {why}"));
    assert_eq!((fixture.is_valid_slice)(text.as_bytes()), found.is_empty(), "{text}");
    let place = |unit: &Value, name: &str| unit[name].as_str().expect("a unit has it").to_owned();
    found.iter().map(|unit| (place(unit, "instanceLocation"), place(unit, "keywordLocation"))).collect()
}

#[test]
fn numbers_of_any_size_are_exact() {
    let bounds = fixture("bounds-beyond-64-bits");
    let largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    let next = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
    for valid in [
        format!(r#"{{"wei":{largest}}}"#),
        r#"{"wei":1e77}"#.to_owned(),
        r#"{"wei":0,"exactly":123456789012345678901234567890.0}"#.to_owned(),
        r#"{"wei":0,"exactly":12345678901234567890123456789e1}"#.to_owned(),
        r#"{"wei":-0,"fraction":0.10000000000000000000002}"#.to_owned(),
        r#"{"wei":0,"fraction":1e400}"#.to_owned(),
    ] {
        assert_eq!(places(bounds, &valid), [], "{valid}");
    }
    for (invalid, instance, keyword) in [
        (format!(r#"{{"wei":{next}}}"#), "/wei", "/properties/wei/maximum"),
        (r#"{"wei":1e400}"#.to_owned(), "/wei", "/properties/wei/maximum"),
        (r#"{"wei":-1e-400}"#.to_owned(), "/wei", "/properties/wei/type"),
        (r#"{"wei":0,"exactly":123456789012345678901234567891}"#.to_owned(), "/exactly", "/properties/exactly/const"),
        (
            r#"{"wei":0,"fraction":0.10000000000000000000001}"#.to_owned(),
            "/fraction",
            "/properties/fraction/exclusiveMinimum",
        ),
    ] {
        let found = places(bounds, &invalid);
        assert_eq!(found.first(), Some(&(instance.to_owned(), keyword.to_owned())), "{invalid}: {found:?}");
    }
}

fn refused(text: &[u8]) -> Invalid {
    assert!(!PassIssued::is_valid_slice(text));
    <PassIssued as Payload>::validate_slice(text).expect_err("the verdicts are the same")
}

#[test]
fn malformed_json_is_reported_with_its_place() {
    for (text, kind, offset, line, column) in [
        ("", JsonErrorKind::EndOfText, 0, 1, 1),
        (r#"{"visitId": "7""#, JsonErrorKind::EndOfText, 15, 1, 16),
        ("{\n  \"visitId\": \"é\"\n  \"guestsTotal\": 1\n}", JsonErrorKind::NoComma, 22, 3, 3),
        (r#"{"visitId": 'x'}"#, JsonErrorKind::NoValue, 12, 1, 13),
        (r"{visitId: 1}", JsonErrorKind::NoName, 1, 1, 2),
        (r#"{"guestsTotal": 01}"#, JsonErrorKind::Number, 17, 1, 18),
        ("{\"visitId\": \"a\tb\"}", JsonErrorKind::ControlCharacter, 14, 1, 15),
        (r#"{"visitId": "\q"}"#, JsonErrorKind::Escape, 13, 1, 14),
        (r#"{"visitId": "\ud800"}"#, JsonErrorKind::LoneSurrogate, 13, 1, 14),
        ("{} {}", JsonErrorKind::TrailingText, 3, 1, 4),
    ] {
        let Invalid::NotJson(error) = refused(text.as_bytes()) else { panic!("{text} is no JSON") };
        assert_eq!((error.kind, error.offset, error.line, error.column), (kind, offset, line, column), "{text}");
        assert_eq!(error.instance_location, None);
    }
    let Invalid::NotJson(error) = refused(b"{\"visitId\": \"\xff\"}") else { panic!("it is no UTF-8") };
    assert_eq!((error.kind, error.offset), (JsonErrorKind::NotUtf8, 13));
    let deep = ["[".repeat(5_000_000), "]".repeat(5_000_000)].concat();
    let Invalid::NotJson(error) = refused(deep.as_bytes()) else { panic!("it is too deep") };
    assert_eq!((error.kind, error.offset), (JsonErrorKind::TooDeep, 128));
}

#[test]
fn the_true_schema_rejects_malformed_json() {
    let anything = fixture("root-true");
    for text in ["", "[", "[1,]", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "1 1", "nul"] {
        assert!(!(anything.is_valid_slice)(text.as_bytes()), "{text}");
        (anything.validate_slice)(text.as_bytes()).expect_err(text);
    }
    assert!((anything.is_valid_slice)(b" [1e400, {\"a\": {}}] "));
}

/// `serde_json` uses the last of two members, other readers the first: so both are refused.
#[test]
fn duplicate_members_are_refused_everywhere() {
    let payload = PassIssued::EXAMPLES[0];
    for (text, place) in [
        (payload.replacen('{', r#"{"visitId": "x","#, 1), ""),
        (payload.replacen('{', r#"{"visit\u0049d": "x","#, 1), ""),
    ] {
        let Invalid::NotJson(error) = refused(text.as_bytes()) else { panic!("{text}") };
        assert_eq!((error.kind, error.instance_location.as_deref()), (JsonErrorKind::DuplicateName, Some(place)));
    }
    let mut envelope: Value = serde_json::from_str(Envelope::EXAMPLES[0]).expect("an example is JSON");
    envelope["extra"] = json!({ "list": [0, { "twice": 1 }] });
    assert!(Envelope::is_valid_slice(envelope.to_string().as_bytes()));
    let text = envelope.to_string().replace(r#"{"twice":1}"#, r#"{"twice":1,"once":2,"twice":{}}"#);
    assert!(!Envelope::is_valid_slice(text.as_bytes()));
    let Err(Invalid::NotJson(error)) = Envelope::validate_slice(text.as_bytes()) else { panic!("{text}") };
    assert_eq!(error.kind, JsonErrorKind::DuplicateName);
    assert_eq!(error.instance_location.as_deref(), Some("/extra/list/1"));
    assert_eq!(text[error.offset..].find("\"twice\""), Some(0));
}

#[test]
fn spelling_never_changes_a_verdict() {
    for fixture in fixtures::ALL {
        let instances: Value = serde_json::from_str(fixture.instances).expect("instances are JSON");
        for instance in instances["valid"].as_array().into_iter().chain(instances["invalid"].as_array()).flatten() {
            let compact = instance.to_string();
            let verdict = (fixture.is_valid_slice)(compact.as_bytes());
            let found = (fixture.validate_slice)(compact.as_bytes());
            for text in [serde_json::to_string_pretty(instance).expect("it is a value"), escaped(instance)] {
                assert_eq!((fixture.is_valid_slice)(text.as_bytes()), verdict, "{}: {text}", fixture.rule);
                assert_eq!((fixture.validate_slice)(text.as_bytes()), found, "{}: {text}", fixture.rule);
            }
        }
    }
}

/// Writes the value with each character of each string escaped, and the members in reverse order.
fn escaped(value: &Value) -> String {
    let string = |text: &str| {
        let units: Vec<String> = text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
        format!("\"{}\"", units.concat())
    };
    match value {
        Value::String(text) => string(text),
        Value::Array(elements) => format!("[{}]", elements.iter().map(escaped).collect::<Vec<_>>().join(" ,\t")),
        Value::Object(members) => {
            let members = members.iter().rev().map(|(name, value)| format!("{} :\n{}", string(name), escaped(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn an_error_tells_no_value() {
    let text = br#"{"visitId": 4242, "guestsTotal": -4242, "paidInEuros": "4242"}"#;
    let invalid = refused(text);
    assert_eq!(invalid.violations().map(|violations| violations.iter().count()), Some(2));
    assert!(!format!("{invalid} {invalid:?}").contains("4242"));
}
