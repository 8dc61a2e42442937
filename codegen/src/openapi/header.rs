//! Header parameters: the parts of a request that they prove, or that a person can confirm.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::likeness;
use crate::documentation::parts::OF_ANOTHER;
use crate::openapi::api::{Api, At};
use crate::openapi::webhook::{NamedBy, Webhook};
use crate::source::location::Place;

/// A header of the webhooks.
#[derive(Debug)]
pub(super) struct Header<'d> {
    pub(super) name: &'d str,
    pub(super) place: Place,
    /// True if the schemas state its values in all requests, and not only examples.
    pub(super) is_fixed: bool,
    /// True if a schema contradicts that it has an id: it lists values, or is a truth value or a date.
    is_no_id: bool,
    /// The values that each webhook documents, by its position.
    values: BTreeMap<usize, BTreeSet<&'d str>>,
}

/// Returns the headers in documented order.
pub(super) fn headers<'d>(webhooks: &[Webhook<'d>]) -> Vec<Header<'d>> {
    let mut found: Vec<Header<'d>> = Vec::new();
    for (index, webhook) in webhooks.iter().enumerate() {
        for parameter in &webhook.headers {
            let Some(name) = parameter.text("name") else { continue };
            let known = found.iter().position(|known| known.name.eq_ignore_ascii_case(name));
            let position = known.unwrap_or_else(|| {
                let place = webhook.api.place(parameter);
                found.push(Header { name, place, is_fixed: true, is_no_id: false, values: BTreeMap::new() });
                found.len() - 1
            });
            let schema = parameter.get("schema").and_then(|schema| webhook.api.follow(schema).ok());
            let fixed = match webhook.named_by {
                Some(NamedBy::Header { header, name: event }) if header == name => vec![event],
                _ => fixed(schema.as_ref()),
            };
            let header = &mut found[position];
            header.is_fixed &= !fixed.is_empty();
            header.is_no_id |= !fixed.is_empty() || schema.as_ref().is_some_and(is_no_id);
            let values = if fixed.is_empty() { shown(webhook.api, parameter, schema.as_ref()) } else { fixed };
            header.values.entry(index).or_default().extend(values);
        }
    }
    found
}

/// Returns the header that names the event of a webhook, and the names that its schema lists.
pub(super) fn list_of_events<'d>(webhook: &Webhook<'d>) -> Option<(&'d str, Vec<&'d str>)> {
    let list = |parameter: &At<'d>| {
        let name = parameter.text("name").filter(|name| is_event(name))?;
        let schema = webhook.api.follow(parameter.get("schema")?).ok()?;
        Some((name, fixed(Some(&schema))))
    };
    webhook.headers.iter().find_map(list)
}

/// Returns true if a header for events has one value that is like the key of a webhook.
pub(super) fn names_event(webhook: &Webhook<'_>) -> bool {
    let values = |parameter: &At<'_>| {
        let schema = webhook.api.follow(parameter.get("schema")?).ok();
        Some(fixed(schema.as_ref()).iter().map(|it| (*it).to_owned()).collect::<Vec<String>>())
    };
    let mut values = webhook.headers.iter().filter_map(values);
    values.any(|values| matches!(values.as_slice(), [name] if likeness::resembles(&webhook.key, name)))
}

/// Returns the values that a schema fixes.
fn fixed<'d>(schema: Option<&At<'d>>) -> Vec<&'d str> {
    let list = schema.and_then(|schema| schema.get("enum"));
    let listed = list.iter().flat_map(At::elements).filter_map(|it| it.node.as_str());
    schema.and_then(|schema| schema.text("const")).into_iter().chain(listed).collect()
}

/// Returns the values that the examples of a parameter and its schema show.
fn shown<'d>(api: Api<'d>, parameter: &At<'d>, schema: Option<&At<'d>>) -> Vec<&'d str> {
    let listed = parameter.get("examples");
    let listed = listed.iter().flat_map(At::members).filter_map(|(_, example)| api.follow(example).ok()?.text("value"));
    let of_schema = schema.and_then(|schema| schema.text("example"));
    let in_schema = schema.and_then(|schema| schema.get("examples"));
    let in_schema = in_schema.iter().flat_map(At::elements).filter_map(|example| example.node.as_str());
    of_schema.into_iter().chain(in_schema).chain(parameter.text("example")).chain(listed).collect()
}

/// Returns true if the values of a schema cannot identify a delivery.
fn is_no_id(schema: &At<'_>) -> bool {
    schema.text("type") == Some("boolean")
        || matches!(schema.text("format"), Some("date" | "date-time" | "time" | "duration"))
}

fn words(name: &str) -> Vec<String> {
    name.to_ascii_lowercase().split(['-', '_']).map(str::to_owned).collect()
}

fn is_event(name: &str) -> bool {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        [.., "event" | "topic"] | [.., "event" | "webhook", "type" | "name" | "key"] | ["ce", "type"]
    )
}

impl Header<'_> {
    fn words(&self) -> Vec<String> {
        words(self.name)
    }

    /// Returns true if the name says that the header has a signature.
    pub(super) fn is_signature(&self) -> bool {
        self.words().iter().any(|word| matches!(word.as_str(), "signature" | "sig" | "hmac"))
    }

    /// Returns true if the name says that the header identifies a delivery or an event, not the subscription.
    pub(super) fn is_id(&self) -> bool {
        self.names_id_of("delivery event message notification") || self.is_of_standard_webhooks("id")
    }

    /// Returns true if the name says that the header identifies a request: another attempt may have another one.
    pub(super) fn is_id_of_request(&self) -> bool {
        self.names_id_of("request")
    }

    /// Returns true if the name of the header ends with one of the nouns and a word for an id, written as one word or as two.
    fn names_id_of(&self, nouns: &str) -> bool {
        let words = self.words();
        if self.is_no_id || OF_ANOTHER.split(' ').any(|other| words.iter().any(|word| word == other)) {
            return false;
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let is_noun = |word: &str| nouns.split(' ').any(|noun| noun == word);
        match words.as_slice() {
            ["ce", "id"] | [.., "delivery"] => is_noun("delivery"),
            [.., noun, "id" | "uuid" | "guid"] => is_noun(noun),
            [.., word] => ["uuid", "guid", "id"].iter().any(|id| word.strip_suffix(id).is_some_and(is_noun)),
            [] => false,
        }
    }

    /// Returns true for a header of Standard Webhooks, which some send under a prefix of their own.
    fn is_of_standard_webhooks(&self, part: &str) -> bool {
        ["webhook", "svix"].iter().any(|prefix| self.name.eq_ignore_ascii_case(&format!("{prefix}-{part}")))
    }

    /// Returns true if the name says that the header names the event.
    pub(super) fn is_event(&self) -> bool {
        is_event(self.name)
    }

    /// Returns the names of the events, if the header names them for certain: its schemas fix a value of its own for each of several events, its
    /// values are like the keys, or its name says so.
    pub(super) fn event_names(&self, events: &[Webhook<'_>]) -> Option<Vec<String>> {
        let names = self.names(events)?;
        let are_alike = || events.iter().zip(&names).all(|(event, name)| likeness::resembles(&event.key, name));
        let is_told_apart = self.is_fixed && events.len() > 1;
        (self.is_event() || !self.is_signature() && (is_told_apart || are_alike())).then_some(names)
    }

    /// Returns true if the header may have the keys of the events: no value of it is another name.
    pub(super) fn may_name(&self, events: &[Webhook<'_>]) -> bool {
        let is_other = |(index, values): (&usize, &BTreeSet<&str>)| {
            !values.is_empty() && !values.contains(events[*index].key.as_str())
        };
        self.is_event() && !self.values.iter().any(is_other)
    }

    /// Returns the value of a signature as an example shows it: a prefix and the code, or something to complete.
    pub(super) fn shown_signature(&self) -> Option<String> {
        let example = self.values.values().flatten().next()?;
        let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte));
        let is_prefix = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        match example.split_once('=') {
            Some((prefix, code)) if is_prefix(prefix) && is_code(code) && code.len() >= 16 => {
                Some(format!("{prefix}={{code}}"))
            }
            _ if is_code(example) => None,
            _ => Some("…".to_owned()),
        }
    }

    /// Returns the only value of the header for each of the events, or else their keys, if they all differ and it has them.
    pub(super) fn names(&self, events: &[Webhook<'_>]) -> Option<Vec<String>> {
        let name = |(index, event): (usize, &Webhook<'_>)| {
            let values = self.values.get(&index)?;
            let single = values.first().filter(|_| values.len() == 1);
            single.or_else(|| values.get(event.key.as_str())).map(|name| (*name).to_owned())
        };
        let names: Vec<String> = events.iter().enumerate().map(name).collect::<Option<_>>()?;
        let distinct: BTreeSet<&String> = names.iter().collect();
        (distinct.len() == names.len()).then_some(names)
    }
}
