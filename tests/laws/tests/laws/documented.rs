//! The laws and the lockstep on the vendor's documentation: the published crate, its schemas, and its examples.
//!
//! Nothing here names an event, a member or a header: the build script lists the documented schemas, and every test holds for any edition.

use cleartix_webhooks::{EventName, Payload, Receiver, SigningSecret, Violations, testing};
use serde_json::{Value, json};
use support::exact::{Examination, WrongVerdict};
use support::fixture::Fixture;
use support::mutation::Mutator;
use support::{canonical, judge, law};

include!(concat!(env!("OUT_DIR"), "/documented.rs"));

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
        vec![$(Documented {
            fixture: Fixture::new::<cleartix_webhooks::$ident>(
                $wire_name,
                cleartix_webhooks::$ident::SCHEMA,
                support::faces!(cleartix_webhooks::$ident),
            ),
            examples: cleartix_webhooks::$ident::EXAMPLES,
            validate: cleartix_webhooks::$ident::validate,
        }),*]
    };
}

fn all() -> Vec<Documented> {
    for_each_schema!(documented)
}

/// Returns the type that a schema asks for, if it is one alone.
fn only_type(schema: &Value) -> Option<&str> {
    schema["type"].as_str()
}

/// Returns the documented members of a schema.
fn members(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
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
    let (mut examples, mut accepted, mut rejected) = (0, 0, 0);
    for documented in all() {
        let values: Vec<Value> = documented.values().collect();
        let verdicts = examination.examine(&documented.fixture, &values);
        examples += values.len();
        accepted += verdicts.accepted;
        rejected += verdicts.rejected;
    }
    examination.assert();
    assert!(examples > 0 && accepted > examples && rejected > 50, "{examples}: {accepted}, {rejected}");
}

#[test]
fn every_documented_example_is_received() {
    let secret = SigningSecret::new("shhh, a secret of the tests").expect("it is a secret");
    let receiver = Receiver::new(secret.clone());
    for name in EventName::ALL {
        let Some(request) = testing::example_request(&secret, name) else { continue };
        let delivery = receiver.receive(&request.headers, &request.body).expect("it is genuine");
        assert_eq!((delivery.event().name(), delivery.raw()), (name.clone(), request.body.as_slice()));
        assert!(delivery.drift().is_empty(), "{name}: {:?}", delivery.drift());
    }
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
            assert_eq!(law::sound_and_lossless(&documented.fixture, &documented.schema(), text), None);
        }
        let values: Vec<Value> = documented.values().collect();
        let mutants = Mutator::new(1, &documented.schema(), &values).mutants(&values, 200);
        assert_eq!(law::misread(&documented.fixture, &[values, mutants].concat()), [""; 0]);
    }
}

#[test]
fn removing_a_required_member_is_invalid() {
    for documented in all() {
        let schema = documented.schema();
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            for mut example in documented.values() {
                let removed = example.as_object_mut().expect("an example is an object").remove(name);
                assert!(removed.is_some(), "{}: the example has no `{name}`", documented.fixture.rule);
                documented.assert_refused(&example, "required", "");
                // A type may be wider than its schema, but never takes absence for a string.
                if only_type(&schema["properties"][name]).is_some_and(|only| only != "null") {
                    assert!((documented.fixture.from_value)(example).is_err(), "{name}: the type lacks nothing");
                }
            }
        }
    }
}

#[test]
fn changing_a_members_type_is_invalid() {
    for documented in all() {
        let schema = documented.schema();
        for (name, member) in members(&schema) {
            let Some(asked) = only_type(member) else { continue };
            for (value, _) in one_of_each_type().iter().filter(|(_, types)| !types.contains(&asked)) {
                for mut example in documented.values() {
                    example[name] = value.clone();
                    documented.assert_refused(&example, "type", &format!("/{name}"));
                    // `null` is how some send absence.
                    if !value.is_null() {
                        assert!((documented.fixture.from_value)(example).is_err(), "`{name}` decodes from {value}");
                    }
                }
            }
        }
    }
}

#[test]
fn changing_the_root_type_is_invalid() {
    for documented in all() {
        let schema = documented.schema();
        let Some(asked) = only_type(&schema) else { continue };
        for (value, _) in one_of_each_type().iter().filter(|(_, types)| !types.contains(&asked)) {
            documented.assert_refused(value, "type", "");
            assert!((documented.fixture.from_value)(value.clone()).is_err());
        }
    }
}

#[test]
fn unknown_members_are_invalid_but_decode() {
    for documented in all() {
        let schema = documented.schema();
        let is_closed = schema["additionalProperties"] == json!(false);
        // Other keywords may ask something of a new member.
        let known = ["$schema", "$comment", "title", "description", "type", "properties", "required"];
        let is_plain = schema.as_object().expect("an object").keys().all(|word| known.contains(&word.as_str()));
        for before in documented.values() {
            let mut example = before.clone();
            example["unknownMember"] = json!("x");
            if is_closed {
                documented.assert_refused(&example, "additionalProperties", "/unknownMember");
            } else if is_plain {
                assert!((documented.fixture.is_valid)(&example));
            } else {
                continue;
            }
            let before = (documented.fixture.from_value)(before);
            assert_eq!((documented.fixture.from_value)(example), before, "types are open");
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

macro_rules! same_texts {
    ($($ident:ident $wire_name:literal,)*) => {$(
        type $ident = cleartix_webhooks::$ident;
        assert_eq!(<$ident as Payload>::EVENT_NAME.as_str(), $wire_name);
        assert_eq!(<$ident as Payload>::SCHEMA, $ident::SCHEMA);
        assert_eq!(<$ident as Payload>::EXAMPLES, $ident::EXAMPLES);
    )*};
}

#[test]
fn payloads_and_types_have_equal_texts() {
    for_each_payload!(same_texts);
}

/// Labels of metrics are a closed list: whatever a sender writes, an unknown name is none of them.
#[test]
fn only_known_names_are_documented() {
    for known in EventName::ALL {
        assert_eq!(known.documented(), Some(known.as_str()));
        for other in [format!("{known}."), known.as_str().to_uppercase(), String::new()] {
            let other = EventName::from(other.as_str());
            assert_eq!(other.documented(), EventName::ALL.contains(&other).then(|| other.as_str()));
        }
    }
}
