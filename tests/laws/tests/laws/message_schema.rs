//! The schemas that schemars derives from `Event`, `EventName` and `Message` describe their sources.

use cleartix_webhooks::{
    Envelope, Event, EventName, EventPublished, Message, OrderCreated, Payload, TicketCheckedIn, TicketRefunded,
    TicketSold,
};
use jsonschema::Validator;
use schemars::JsonSchema;
use serde_json::{Value, json};

fn validator<T: JsonSchema>() -> Validator {
    let schema = schemars::schema_for!(T).to_value();
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a derived schema is one")
}

/// Returns a body for each documented example of a payload.
fn bodies() -> Vec<Value> {
    fn of<T: Payload>(bodies: &mut Vec<Value>) {
        for (envelope, data) in
            Envelope::EXAMPLES.iter().flat_map(|envelope| T::EXAMPLES.iter().map(move |data| (envelope, data)))
        {
            let mut body: Value = serde_json::from_str(envelope).expect("an example is JSON");
            body["event"] = json!(T::EVENT_NAME);
            body["data"] = serde_json::from_str(data).expect("an example is JSON");
            bodies.push(body);
        }
    }
    let mut bodies = Vec::new();
    of::<TicketSold>(&mut bodies);
    of::<TicketCheckedIn>(&mut bodies);
    of::<TicketRefunded>(&mut bodies);
    of::<OrderCreated>(&mut bodies);
    of::<EventPublished>(&mut bodies);
    assert_eq!(bodies.len(), EventName::ALL.len());
    bodies
}

#[test]
fn documented_bodies_are_valid_both_ways() {
    let (event_schema, message_schema) = (validator::<Event>(), validator::<Message>());
    for body in bodies() {
        assert!(event_schema.is_valid(&body) && message_schema.is_valid(&body), "{}", body["event"]);
        let event = serde_json::to_value(Event::from_value(&body).expect("it is documented")).expect("it is JSON");
        let message = serde_json::to_value(Message::from_value(&body).expect("it is documented")).expect("it is JSON");
        assert!(event_schema.is_valid(&event) && message_schema.is_valid(&message), "{}", body["event"]);
        assert!(!message_schema.is_valid(&event), "an event by itself has no envelope");
    }
}

#[test]
fn the_name_decides_over_the_payload() {
    let (event_schema, message_schema) = (validator::<Event>(), validator::<Message>());
    let bodies = bodies();
    for (index, body) in bodies.iter().enumerate() {
        for (other_index, other) in bodies.iter().enumerate() {
            let mut swapped = body.clone();
            swapped["data"] = other["data"].clone();
            assert_eq!(
                event_schema.is_valid(&swapped),
                index == other_index,
                "{} in {}",
                other["event"],
                body["event"]
            );
            assert_eq!(message_schema.is_valid(&swapped), index == other_index);
        }
    }
}

/// The types are open for additions; the schemas describe the documentation.
#[test]
fn undocumented_bodies_are_refused() {
    let (event_schema, message_schema, name_schema) =
        (validator::<Event>(), validator::<Message>(), validator::<EventName>());
    for body in bodies() {
        for change in [json!({ "event": "ticket.lost" }), json!({ "event": null }), json!({ "data": [] })] {
            let mut broken = body.clone();
            broken
                .as_object_mut()
                .expect("a body is an object")
                .extend(change.as_object().cloned().expect("an object"));
            assert!(!event_schema.is_valid(&broken) && !message_schema.is_valid(&broken), "{change}");
        }
        for member in body.as_object().expect("a body is an object").keys() {
            let mut broken = body.clone();
            broken.as_object_mut().expect("a body is an object").remove(member);
            assert!(!message_schema.is_valid(&broken), "without {member}");
            assert_eq!(event_schema.is_valid(&broken), member != "event" && member != "data", "without {member}");
        }
    }
    for name in EventName::ALL {
        assert!(name_schema.is_valid(&json!(name)));
    }
    assert!(!name_schema.is_valid(&json!("ticket.lost")) && !name_schema.is_valid(&json!(1)));
}

/// Each payload's definition is its documented schema, without duplicates or omissions.
#[test]
fn payloads_are_definitions() {
    let schema = schemars::schema_for!(Message).to_value();
    let definitions = schema["$defs"].as_object().expect("definitions");
    for name in
        ["Envelope", "Event", "TicketSold", "TicketCheckedIn", "TicketRefunded", "OrderCreated", "EventPublished"]
    {
        assert!(definitions.contains_key(name), "{name} is not in {:?}", definitions.keys());
    }
    let mut alone = schemars::schema_for!(TicketSold).to_value();
    let members = alone.as_object_mut().expect("an object");
    members.retain(|keyword, _| keyword != "$schema" && keyword != "$defs");
    members.remove("title");
    let mut definition = definitions["TicketSold"].clone();
    definition.as_object_mut().expect("an object").remove("title");
    assert_eq!(definition, alone);
}
