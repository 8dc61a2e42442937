//! The receiver of the documented catalogue, through the generated crate.

use cleartix_webhooks::{Contract, DriftKind, Event, EventName, Receiver, UnverifiedDelivery, testing};
use receiver::{EVENT, SECRET, body, receiver, refused, secret, signed};

#[test]
fn every_documented_example_is_delivered() {
    let receiver = receiver();
    let requests = testing::example_requests(&secret(SECRET));
    assert_eq!(requests.len(), EventName::ALL.len());
    for (request, name) in requests.iter().zip(EventName::ALL) {
        let delivery = receiver.receive(&request.headers, &request.body).expect("it is genuine");
        assert_eq!(delivery.event().name(), *name);
        assert_eq!(delivery.id(), "evt_3f9a2b7c1d4e5f60");
        assert_eq!(delivery.envelope().event, name.as_str());
        assert_eq!(delivery.raw(), request.body);
        assert!(delivery.drift().is_empty());
        assert_eq!(delivery.secret_index(), 0);
    }
}

#[test]
fn a_new_member_a_new_value_and_a_new_event_arrive_and_are_drift() {
    let cases = [
        (
            "order.created",
            r#"{"orderId":"o","status":"paid","gift":{"a":[1]}}"#,
            DriftKind::NewMember,
            "/data/gift",
            "/additionalProperties",
        ),
        (
            "order.created",
            r#"{"orderId":"o","status":"disputed"}"#,
            DriftKind::NewEnumValue,
            "/data/status",
            "/properties/status/enum",
        ),
        ("order.lost", r#"{"a":[1,{"b":null}]}"#, DriftKind::NewEvent, "/event", ""),
    ];
    for (event, data, kind, pointer, keyword) in cases {
        let body = body(event, data);
        let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("it only adds");
        let [drift] = delivery.drift() else { panic!("{:?}", delivery.drift()) };
        assert_eq!((drift.kind, drift.instance_location.as_str()), (kind, pointer));
        let schema = (kind != DriftKind::NewEvent).then(|| format!("events/order.created.schema.json#{keyword}"));
        assert_eq!(drift.schema_location, schema);
        assert_eq!(delivery.event().name().as_str(), event);

        let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
        let error = strict.receive(&signed(&body), body.as_bytes()).expect_err("nothing is added");
        assert_eq!((error.code(), error.http_status()), ("drift", 422));
        let held = error.delivery().expect("the signature holds");
        assert_eq!(held.raw(), body.as_bytes());
        assert_eq!((held.id(), held.event().map(Event::name)), (Some("evt_1"), Some(EventName::from(event))));
        assert_eq!(held.drift(), delivery.drift());
    }
}

#[test]
fn what_does_not_only_add_is_an_error_that_holds_the_delivery() {
    for data in [r#"{"orderId":"o"}"#, r#"{"orderId":1,"status":"paid"}"#, r#"{"orderId":"o","status":5}"#, "{}"] {
        let body = body("order.created", data);
        let error = refused(&body);
        assert_eq!((error.code(), error.http_status()), ("payload-schema", 422), "{data}");
        assert!(error.violations().is_some());
        let held = error.into_delivery().expect("the signature holds");
        assert_eq!((held.id(), held.raw()), (Some("evt_1"), body.as_bytes()));
        assert_eq!(held.envelope().map(|envelope| envelope.organization_id.as_str()), Some("org_1"));
    }
}

#[test]
fn the_header_of_the_event_may_be_missing_but_not_another_one() {
    let body = body("order.created", r#"{"orderId":"o","status":"paid"}"#);
    let [signature] = signed(&body);
    let receiver = receiver();
    let with = |values: &[&str]| {
        let others = values.iter().map(|value| ("x-cleartix-event", (*value).to_owned()));
        receiver.receive(others.chain([signature.clone()]), body.as_bytes()).map_err(|error| error.code())
    };
    assert!(with(&[]).is_ok());
    assert!(with(&["order.created", " order.created "]).is_ok());
    assert_eq!(with(&["ticket.sold"]).map(|_| ()), Err("event-mismatch"));
    assert_eq!(with(&["order.created", "ticket.sold"]).map(|_| ()), Err("event-header-malformed"));
    let demanding =
        Receiver::builder().secret(secret(SECRET)).require_event_header(true).build().expect("there is a secret");
    let error = demanding.receive([signature.clone()], body.as_bytes()).expect_err("the header is missing");
    assert_eq!((error.code(), error.http_status()), ("event-header-missing", 400));
    assert!(demanding.receive([signature, (EVENT, "order.created".to_owned())], body.as_bytes()).is_ok());
}

#[test]
fn what_is_not_verified_has_another_type() {
    let body = body("order.created", r#"{"orderId":"o","status":"paid"}"#);
    let unverified: UnverifiedDelivery = Receiver::parse_unverified(body.as_bytes()).expect("it is documented");
    assert_eq!(unverified.id(), "evt_1");
    let error = Receiver::parse_unverified(b"{").expect_err("it is no JSON");
    assert_eq!(error.code(), "not-json");
    assert!(error.delivery().is_none(), "nothing was verified");
}
