{{#event}}
{{#receiver}}
use {{library}}::{ConfigurationError, {{#batch}}Delivery, {{/batch}}Event, {{#nameless}}EventName, {{/nameless}}ReceiveError, Receiver, SigningSecret};

fn receiver() -> Result<Receiver, ConfigurationError> {
    Ok(Receiver::new(SigningSecret::from_env("{{secret}}")?{{signed_url}}))
}

// Takes all headers of a request, and the bytes of its body exactly as they arrived.
fn handle(receiver: &Receiver, headers: &[(String, String)], body: &[u8]{{#nameless}}, event: &EventName{{/nameless}}) -> Result<(), ReceiveError> {
{{#batch}}
    for delivery in receiver.receive(headers, body)? {
        match delivery.as_ref().map(Delivery::event) {
            // `_payload` is a `{{event}}`.
            Ok(event @ Event::{{event}}(_payload)) => println!("{} is to be handled", event.name()),
            Ok(Event::Unknown(event)) => println!("{} is newer than this crate", event.name),
            Ok(other) => println!("{} needs no action", other.name()),
            // Keep the delivery that the error holds. The others are handled nevertheless.
            Err(error) => println!("{error}"),
        }
    }
{{/batch}}
{{^batch}}
    let delivery = receiver.receive(headers, body{{#nameless}}, event{{/nameless}})?;
    match delivery.event() {
{{/batch}}
{{/receiver}}
{{^receiver}}
use {{library}}::{DecodeError, Event};

fn receive({{^envelope}}name: &str, {{/envelope}}body: &[u8]) -> Result<(), DecodeError> {
    match &Event::from_slice({{^envelope}}name, {{/envelope}}body)? {
{{/receiver}}
{{^batch}}
        // `_payload` is a `{{event}}`.
        event @ Event::{{event}}(_payload) => println!("{} is to be handled", event.name()),
        Event::Unknown(event) => println!("{} is newer than this crate", event.name),
        other => println!("{} needs no action", other.name()),
    }
{{/batch}}
    Ok(())
}
{{/event}}
{{^event}}
{{#schema}}
use {{library}}::{{schema}};

fn read(text: &str) -> Result<{{schema}}, Box<dyn std::error::Error>> {
    {{schema}}::validate_slice(text.as_bytes())?;
    Ok(serde_json::from_str(text)?)
}
{{/schema}}
{{^schema}}
use {{library}} as _;
{{/schema}}
{{/event}}
