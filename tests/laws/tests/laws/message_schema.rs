//! The schemas that schemars derives from `Event`, `EventName` and `Message` describe their sources, for any edition of the documentation.

use cleartix_webhooks::{Envelope, Event, EventName, Message, Payload};
use jsonschema::Validator;
use schemars::JsonSchema;
use serde_json::{Value, json};

include!(concat!(env!("OUT_DIR"), "/documented.rs"));

/// No event of any vendor.
const UNKNOWN: &str = "no such event";

/// The body of a documented example, and the verdict of its event on other payloads.
struct Body {
    value: Value,
    is_payload: fn(&Value) -> bool,
}

fn validator<T: JsonSchema>() -> Validator {
    let schema = schemars::schema_for!(T).to_value();
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a derived schema is one")
}

fn add<T: Payload>(bodies: &mut Vec<Body>) {
    for envelope in Envelope::EXAMPLES {
        for data in T::EXAMPLES {
            let mut value: Value = serde_json::from_str(envelope).expect("an example is JSON");
            value[EVENT] = json!(T::EVENT_NAME);
            value[DATA] = serde_json::from_str(data).expect("an example is JSON");
            bodies.push(Body { value, is_payload: |data| T::validate(data).is_ok() });
        }
    }
}

macro_rules! add_each {
    ($($ident:ident $wire_name:literal,)*) => {{
        let mut bodies = Vec::new();
        $(add::<cleartix_webhooks::$ident>(&mut bodies);)*
        bodies
    }};
}

/// Returns a body for each documented example of a payload.
fn bodies() -> Vec<Body> {
    let bodies = for_each_payload!(add_each);
    assert!(!bodies.is_empty());
    bodies
}

#[test]
fn documented_bodies_are_valid_both_ways() {
    let (event_schema, message_schema) = (validator::<Event>(), validator::<Message>());
    for Body { value: body, .. } in bodies() {
        assert!(event_schema.is_valid(&body) && message_schema.is_valid(&body), "{}", body[EVENT]);
        let event = serde_json::to_value(Event::from_value(&body).expect("it is documented")).expect("it is JSON");
        let message = serde_json::to_value(Message::from_value(&body).expect("it is documented")).expect("it is JSON");
        assert!(event_schema.is_valid(&event) && message_schema.is_valid(&message), "{}", body[EVENT]);
    }
}

#[test]
fn the_name_decides_over_the_payload() {
    let (event_schema, message_schema) = (validator::<Event>(), validator::<Message>());
    let bodies = bodies();
    for Body { value: body, is_payload } in &bodies {
        for other in bodies.iter().map(|other| &other.value[DATA]) {
            let mut swapped = body.clone();
            swapped[DATA] = other.clone();
            let expected = is_payload(other);
            assert_eq!(event_schema.is_valid(&swapped), expected, "{other} in {}", body[EVENT]);
            assert_eq!(message_schema.is_valid(&swapped), expected);
        }
    }
}

/// The types are open for additions; the schemas describe the documentation.
#[test]
fn undocumented_bodies_are_refused() {
    let (event_schema, message_schema, name_schema) =
        (validator::<Event>(), validator::<Message>(), validator::<EventName>());
    let envelope: Value = serde_json::from_str(Envelope::SCHEMA).expect("a schema is JSON");
    let required: Vec<&str> = envelope["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for Body { value: body, .. } in bodies() {
        for name in [json!(UNKNOWN), json!(null)] {
            let mut broken = body.clone();
            broken[EVENT] = name;
            assert!(!event_schema.is_valid(&broken) && !message_schema.is_valid(&broken), "{broken}");
        }
        for member in body.as_object().expect("a body is an object").keys() {
            let mut broken = body.clone();
            broken.as_object_mut().expect("a body is an object").remove(member);
            let is_of_event = member == EVENT || member == DATA;
            let is_needed = is_of_event || required.contains(&member.as_str());
            assert_eq!(message_schema.is_valid(&broken), !is_needed, "without {member}");
            assert_eq!(event_schema.is_valid(&broken), !is_of_event, "without {member}");
        }
    }
    for name in EventName::ALL {
        assert!(name_schema.is_valid(&json!(name)));
    }
    assert!(!name_schema.is_valid(&json!(UNKNOWN)) && !name_schema.is_valid(&json!(1)));
}

/// Returns a schema without its name, and without what only the root of a document has.
fn bare(mut schema: Value) -> Value {
    schema.as_object_mut().expect("an object").retain(|keyword, _| keyword != "$schema" && keyword != "title");
    schema
}

macro_rules! are_definitions {
    ($($ident:ident $wire_name:literal,)*) => {
        fn assert_definitions(definitions: &serde_json::Map<String, Value>) {$(
            let definition = definitions.get(stringify!($ident)).expect(stringify!($ident));
            let alone = schemars::schema_for!(cleartix_webhooks::$ident).to_value();
            // Definitions inside may have other names beside those of other schemas.
            if alone.get("$defs").is_none() {
                assert_eq!(bare(definition.clone()), bare(alone));
            }
        )*}
    };
}

for_each_payload!(are_definitions);

/// Each payload's definition is its documented schema, without duplicates or omissions.
#[test]
fn payloads_are_definitions() {
    let schema = schemars::schema_for!(Message).to_value();
    let definitions = schema["$defs"].as_object().expect("definitions");
    assert!(definitions.contains_key("Envelope") && definitions.contains_key("Event"), "{:?}", definitions.keys());
    assert_definitions(definitions);
}
