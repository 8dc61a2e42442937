//! The laws and the lockstep on the vendor's documentation: the published crate, its schemas, and its examples.

use cleartix_webhooks::{
    Envelope, EventPublished, OrderCreated, Payload, TicketCheckedIn, TicketRefunded, TicketSold, Violations,
};
use serde_json::{Value, json};
use support::exact::{Examination, WrongVerdict};
use support::fixture::Fixture;
use support::{canonical, judge, law};

/// The wrong verdicts of the judge, with reasons.
const WRONG_VERDICTS: &[WrongVerdict] = &[];

/// A documented schema with its generated code and examples.
struct Documented {
    fixture: Fixture,
    examples: &'static [&'static str],
    validate: fn(&Value) -> Result<(), Violations>,
}

macro_rules! documented {
    ($($ident:ident $wire_name:literal,)*) => {
        [$(Documented {
            fixture: Fixture::new::<$ident>($wire_name, $ident::SCHEMA, support::faces!($ident)),
            examples: $ident::EXAMPLES,
            validate: $ident::validate,
        }),*]
    };
}

fn all() -> [Documented; 6] {
    documented! {
        Envelope "envelope",
        TicketSold "ticket.sold",
        TicketCheckedIn "ticket.checked_in",
        TicketRefunded "ticket.refunded",
        OrderCreated "order.created",
        EventPublished "event.published",
    }
}

impl Documented {
    fn schema(&self) -> Value {
        serde_json::from_str(self.fixture.schema).expect("a schema is JSON")
    }

    fn values(&self) -> impl Iterator<Item = Value> {
        self.examples.iter().map(|text| serde_json::from_str(text).expect("an example is JSON"))
    }

    /// Asserts that both validators and the judge reject a broken instance, with a violation of this keyword at this place.
    fn assert_refused(&self, instance: &Value, keyword: &str, place: &str) {
        let Self { fixture, validate, .. } = self;
        let why = format!("{}: {instance}", fixture.rule);
        assert!(!(fixture.is_valid)(instance), "{why}");
        assert!(!judge::accepts(fixture, "", instance), "{why}");
        let violations = validate(instance).expect_err(&why);
        let is_named = |violation: &cleartix_webhooks::Violation| {
            violation.keyword == keyword && violation.instance_location == place
        };
        assert!(violations.iter().any(is_named), "{why}: {violations}");
    }
}

/// Returns a value of each JSON type with its names for `type`.
fn one_of_each_type() -> Vec<(Value, &'static [&'static str])> {
    vec![
        (json!(null), &["null"]),
        (json!(true), &["boolean"]),
        (json!(7), &["integer", "number"]),
        (json!(7.5), &["number"]),
        (json!("seven"), &["string"]),
        (json!([7]), &["array"]),
        (json!({ "seven": 7 }), &["object"]),
    ]
}

#[test]
fn validators_are_exact_on_documented_examples() {
    let mut examination = Examination::new(WRONG_VERDICTS);
    for documented in all() {
        let examples: Vec<Value> = documented.values().collect();
        let verdicts = examination.examine(&documented.fixture, &examples);
        assert!(verdicts.accepted > examples.len() && verdicts.rejected > 50, "{verdicts:?}");
    }
    examination.assert();
}

#[test]
fn every_documented_schema_has_examples() {
    assert!(all().iter().all(|documented| !documented.examples.is_empty()));
}

#[test]
fn every_example_is_valid() {
    for documented in all() {
        for example in documented.values() {
            assert!((documented.fixture.is_valid)(&example), "{example}");
            (documented.validate)(&example).unwrap_or_else(|violations| panic!("{example}: {violations}"));
            assert!(judge::accepts(&documented.fixture, "", &example), "{example}");
        }
    }
}

#[test]
fn documented_examples_survive_both_ways() {
    for documented in all() {
        for text in documented.examples {
            let before: Value = serde_json::from_str(text).expect("an example is JSON");
            assert_eq!((documented.fixture.from_str)(text).as_ref(), Ok(&before));
            assert_eq!((documented.fixture.from_value)(before.clone()), Ok(before));
            assert_eq!(law::sound_and_lossless(&documented.fixture, &documented.schema(), text), None);
        }
    }
}

#[test]
fn removing_a_required_member_is_invalid() {
    for documented in all() {
        let schema = documented.schema();
        let required = schema["required"].as_array().expect("every documented schema requires something");
        for name in required.iter().filter_map(Value::as_str) {
            for mut example in documented.values() {
                let removed = example.as_object_mut().expect("an example is an object").remove(name);
                assert!(removed.is_some(), "{}: the example has no `{name}`", documented.fixture.rule);
                documented.assert_refused(&example, "required", "");
                assert!((documented.fixture.from_value)(example).is_err(), "{name}: the type lacks nothing");
            }
        }
    }
}

#[test]
fn changing_a_members_type_is_invalid() {
    for documented in all() {
        let schema = documented.schema();
        for (name, member) in schema["properties"].as_object().expect("every documented schema has members") {
            let asked = member["type"].as_str().expect("every documented member has one type");
            for (value, _) in one_of_each_type().iter().filter(|(_, types)| !types.contains(&asked)) {
                for mut example in documented.values() {
                    example[name] = value.clone();
                    documented.assert_refused(&example, "type", &format!("/{name}"));
                    assert!((documented.fixture.from_value)(example).is_err(), "`{name}` decodes from {value}");
                }
            }
        }
    }
}

#[test]
fn changing_the_root_type_is_invalid() {
    for documented in all() {
        for (value, _) in one_of_each_type().iter().filter(|(_, types)| !types.contains(&"object")) {
            documented.assert_refused(value, "type", "");
            assert!((documented.fixture.from_value)(value.clone()).is_err());
        }
    }
}

/// The envelope is open: the vendor never closed it.
#[test]
fn unknown_members_are_invalid_but_decode() {
    for documented in all() {
        let is_closed = documented.schema()["additionalProperties"] == json!(false);
        assert_eq!(is_closed, documented.fixture.rule != "envelope");
        for before in documented.values() {
            let mut example = before.clone();
            example["unknownMember"] = json!("x");
            if is_closed {
                documented.assert_refused(&example, "additionalProperties", "/unknownMember");
            } else {
                assert!((documented.fixture.is_valid)(&example));
            }
            assert_eq!((documented.fixture.from_value)(example), Ok(before), "types are open");
        }
    }
}

#[test]
fn schemars_derives_the_documented_schema() {
    for documented in all() {
        let difference = canonical::difference(&documented.schema(), &(documented.fixture.derived)());
        assert_eq!(difference, None, "{}", documented.fixture.rule);
    }
}

#[test]
fn payloads_and_types_have_equal_texts() {
    assert_eq!(<TicketSold as Payload>::SCHEMA, TicketSold::SCHEMA);
    assert_eq!(<OrderCreated as Payload>::EXAMPLES, OrderCreated::EXAMPLES);
}
