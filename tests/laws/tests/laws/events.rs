//! Bodies of the documented vendor, decoded and encoded through the generated crate.

use museahub_webhooks::events::{pass_issued, pass_reimbursed, pass_scanned_in, venue_announced, visit_started};
use museahub_webhooks::{Envelope, Event, EventName, Message, PassIssued, Payload};
use serde_json::{Value, json};

/// Returns a body as the vendor sends it: the documented envelope around a payload.
fn body(name: &str, data: &Value) -> Value {
    let mut body: Value = serde_json::from_str(Envelope::EXAMPLES[0]).expect("an example is JSON");
    body["event"] = name.into();
    body["data"] = data.clone();
    body
}

fn bytes(body: &Value) -> Vec<u8> {
    body.to_string().into_bytes()
}

/// Asserts the properties of each example of an event.
fn travels<T: Payload>() {
    let name = T::EVENT_NAME;
    assert!(!T::EXAMPLES.is_empty(), "{name}");
    for example in T::EXAMPLES {
        let data: Value = serde_json::from_str(example).expect("an example is JSON");
        T::validate(&data).unwrap_or_else(|violations| panic!("{name}: {violations}"));
        let read = T::from_slice(example.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let payload: T = serde_json::from_str(example).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read, payload, "{name}");
        let event: Event = payload.into();

        let body = body(name.as_str(), &data);
        let message = Message::from_slice(&bytes(&body)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(message.event, event, "{name}");
        assert_eq!(message.event.name(), name);
        assert_eq!(message.event.data().expect("it was JSON before"), data, "{name}");
        assert_eq!(serde_json::to_value(&message).expect("it was JSON before"), body, "{name}");

        assert_eq!(Event::from_slice(&bytes(&body)).expect("it was read before"), event);
        let alone = serde_json::to_value(&event).expect("it was JSON before");
        assert_eq!(alone, json!({ "event": name.as_str(), "data": data }));
        assert_eq!(serde_json::from_value::<Event>(alone).expect("it was written just now"), event);
    }
}

/// A payload may move to another thread.
fn keep<T: Payload>() -> Box<dyn std::any::Any + Send + Sync> {
    Box::new(T::example())
}

#[test]
fn generic_code_has_examples() {
    let kept = keep::<PassIssued>();
    assert_eq!(kept.downcast_ref::<Option<PassIssued>>(), Some(&Some(PassIssued::example())));
    assert!(<PassIssued as Payload>::from_slice(b"{}").is_err());
    assert!(<PassIssued as Payload>::validate_slice(b"{}").is_err());
}

#[test]
fn every_documented_example_travels_in_its_envelope() {
    travels::<pass_issued::PassIssued>();
    travels::<pass_scanned_in::PassScannedIn>();
    travels::<pass_reimbursed::PassReimbursed>();
    travels::<visit_started::VisitStarted>();
    travels::<venue_announced::VenueAnnounced>();
}

#[test]
fn undocumented_events_keep_name_and_payload() {
    let data = json!({ "nested": [1, 2.5, { "amount": "0.10" }], "nothing": null });
    let body = body("pass.teleported", &data);
    let message = Message::from_slice(&bytes(&body)).expect("any event can be read");
    let Event::Unknown(unknown) = &message.event else { panic!("{:?}", message.event) };
    assert_eq!((unknown.name.as_str(), &unknown.data), ("pass.teleported", &data));
    assert_eq!(serde_json::to_value(&message).expect("it was JSON before"), body);
}

#[test]
fn the_event_overrides_its_envelope() {
    let message = Message::new(Envelope::example(), PassIssued::example());
    let written = message.to_value().expect("examples are JSON");
    assert_eq!(written["event"], "pass.issued");
    assert_eq!(written["data"], serde_json::from_str::<Value>(PassIssued::EXAMPLES[0]).expect("an example is JSON"));
}

#[test]
fn unlisted_members_are_ignored() {
    let mut data: Value = serde_json::from_str(PassIssued::EXAMPLES[0]).expect("an example is JSON");
    data["addedLater"] = true.into();
    let mut body = body("pass.issued", &data);
    body["added_later"] = json!({});
    let message = Message::from_slice(&bytes(&body)).expect("additions break nothing");
    assert_eq!(message.event, PassIssued::example().into());
    assert!(PassIssued::validate(&data).is_err(), "the validator stays exact");
}

#[test]
fn names_of_events_are_open() {
    for name in EventName::ALL {
        assert_eq!(EventName::from(name.as_str()), *name);
        assert_eq!(name.as_str().parse::<EventName>().as_ref(), Ok(name));
        assert!(!matches!(name, EventName::Unknown(_)));
    }
    let unknown = EventName::from("pass.teleported");
    assert!(matches!(unknown, EventName::Unknown(_)));
    assert_eq!(unknown.to_string(), "pass.teleported");
    assert_eq!(serde_json::to_value(&unknown).expect("a string"), "pass.teleported");
}

#[test]
fn errors_say_why_and_hold_no_value() {
    let secret = "attendee@example.com";
    let cases = [
        (format!("{{\"{secret}\""), "not-json"),
        (json!([secret]).to_string(), "not-an-envelope"),
        (json!({ "data": { "visitId": secret } }).to_string(), "not-an-envelope"),
        (json!({ "event": 7, "data": secret }).to_string(), "not-an-envelope"),
        (json!({ "event": "pass.issued", "id": secret }).to_string(), "not-an-envelope"),
        (body("pass.issued", &json!(secret)).to_string(), "schema-violation"),
        (body("pass.issued", &json!({ "visitId": [secret] })).to_string(), "schema-violation"),
    ];
    for (body, code) in cases {
        for error in [
            Message::from_slice(body.as_bytes()).expect_err("nothing of this is a delivery"),
            body.parse::<Event>().expect_err("nothing of this is an event"),
        ] {
            assert_eq!(error.code(), code, "{error}");
            assert_eq!(error.violations().is_some(), code == "schema-violation", "{error}");
            let told = format!("{error} {error:?} {error:#?}");
            assert!(!told.contains(secret), "{told}");
        }
    }
}

#[test]
fn violations_have_places_in_the_payload() {
    let body = body("pass.issued", &json!({ "visitId": 1, "guestsTotal": 2, "paidInEuros": "1" }));
    let error = Event::from_value(&body).expect_err("a number is no string");
    let violations = error.violations().expect("the payload is wrong");
    let places: Vec<&str> = violations.iter().map(|violation| violation.instance_location.as_str()).collect();
    assert_eq!(places, ["/visitId"]);
}

#[test]
fn a_number_beyond_all_types_is_unrepresentable() {
    for huge in ["1e400", "-1e400"] {
        let body = format!(
            r#"{{"id":"evt_1","event":"visit.lost","created_at":"2026-06-12T14:05:00Z","museum_group_id":"o","data":{{"more":{huge}}}}}"#
        );
        // With `arbitrary_precision`, which any package may enable, there is no such number.
        let is_held = serde_json::from_str::<serde_json::Value>(huge).is_ok();
        let expected = if is_held { Ok(()) } else { Err("unrepresentable") };
        assert_eq!(Message::from_slice(body.as_bytes()).map(|_| ()).map_err(|error| error.code()), expected);
        let broken = body.replace(huge, "1e");
        assert_eq!(Message::from_slice(broken.as_bytes()).map(|_| ()).map_err(|error| error.code()), Err("not-json"));
    }
}
