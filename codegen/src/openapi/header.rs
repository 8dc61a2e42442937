//! Header parameters: the parts of a request that they prove, or that a person can confirm.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::likeness;
use crate::documentation::naming::{self, Evidence, Form, Meaning, Rank, Said};
use crate::documentation::parts::OF_ANOTHER;
use crate::documentation::{DocumentedHeader, HeaderPart, word};
use crate::openapi::api::{Api, At};
use crate::openapi::webhook::{NamedBy, Webhook};
use crate::source::location::Place;

/// A header of the webhooks.
#[derive(Debug)]
pub(super) struct Header<'d> {
    pub(super) name: &'d str,
    pub(super) place: Place,
    /// True if something contradicts that it has the id of a delivery: a schema that lists values, or is a truth value or a date, or words.
    is_no_id: bool,
    /// The values that each webhook documents, by its position.
    values: BTreeMap<usize, Values<'d>>,
}

/// The values of a header in the requests of a webhook.
#[derive(Debug, Default)]
struct Values<'d> {
    /// Those that the schema lists.
    listed: Vec<&'d str>,
    /// Those that examples show.
    shown: BTreeSet<&'d str>,
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
                found.push(Header { name, place, is_no_id: false, values: BTreeMap::new() });
                found.len() - 1
            });
            let described = described(webhook.api, parameter);
            let listed = match webhook.named_by {
                Some(NamedBy::Header { header, name: event }) if header == name => vec![event],
                _ => fixed(described.schema.as_ref()),
            };
            let header = &mut found[position];
            let texts =
                [parameter.text("description"), described.schema.as_ref().and_then(|it| it.text("description"))];
            header.is_no_id |= !listed.is_empty()
                || described.schema.as_ref().is_some_and(is_no_id)
                || texts.into_iter().flatten().any(is_id_of_other);
            let values = header.values.entry(index).or_default();
            values.shown.extend(shown(webhook.api, parameter, &described));
            values.listed.extend(listed);
        }
    }
    found
}

/// Returns the header that names the event of a webhook, and the names that its schema lists.
pub(super) fn list_of_events<'d>(webhook: &Webhook<'d>) -> Option<(&'d str, Vec<&'d str>)> {
    let list = |parameter: &At<'d>| {
        let name = parameter.text("name").filter(|name| is_event(name))?;
        Some((name, fixed(described(webhook.api, parameter).schema.as_ref())))
    };
    webhook.headers.iter().find_map(list)
}

/// Returns true if a header for events has one value that is like the key of a webhook.
pub(super) fn names_event(webhook: &Webhook<'_>) -> bool {
    let mut values = webhook.headers.iter().map(|it| fixed(described(webhook.api, it).schema.as_ref()));
    values.any(|values| matches!(values.as_slice(), [name] if likeness::resembles(&webhook.key, name)))
}

/// The description of a header's values.
struct Described<'d> {
    schema: Option<At<'d>>,
    /// The media type around the schema, if the parameter has `content`.
    media: Option<At<'d>>,
}

fn described<'d>(api: Api<'d>, parameter: &At<'d>) -> Described<'d> {
    let media = parameter.get("content").and_then(|content| Some(content.members().next()?.1));
    let schema = parameter.get("schema").or_else(|| media.as_ref()?.get("schema"));
    Described { schema: schema.and_then(|schema| api.follow(schema).ok()), media }
}

/// Returns the values that the schema of a parameter lists.
pub(super) fn values<'d>(api: Api<'d>, parameter: &At<'d>) -> Vec<&'d str> {
    fixed(described(api, parameter).schema.as_ref())
}

/// Returns the values that a schema fixes.
fn fixed<'d>(schema: Option<&At<'d>>) -> Vec<&'d str> {
    let list = schema.and_then(|schema| schema.get("enum"));
    let listed = list.iter().flat_map(At::elements).filter_map(|it| it.node.as_str());
    schema.and_then(|schema| schema.text("const")).into_iter().chain(listed).collect()
}

/// Returns the values that the examples of a parameter and its schema show.
fn shown<'d>(api: Api<'d>, parameter: &At<'d>, described: &Described<'d>) -> Vec<&'d str> {
    let mut found = Vec::new();
    if let Some(schema) = &described.schema {
        found.extend(schema.text("example"));
        found.extend(schema.get("examples").iter().flat_map(At::elements).filter_map(|it| it.node.as_str()));
    }
    for part in std::iter::once(parameter).chain(&described.media) {
        found.extend(part.text("example"));
        let listed = part.get("examples");
        found.extend(listed.iter().flat_map(At::members).filter_map(|(_, it)| api.follow(it).ok()?.text("value")));
    }
    found
}

/// Returns true if the values of a schema cannot identify a delivery.
fn is_no_id(schema: &At<'_>) -> bool {
    schema.text("type") == Some("boolean")
        || matches!(schema.text("format"), Some("date" | "date-time" | "time" | "duration"))
}

/// Things that an id may belong to, and that are no delivery.
const OTHERS: [&str; 8] =
    ["account", "application", "customer", "endpoint", "integration", "registration", "subscription", "user"];

/// Returns true if a description says that deliveries share an id, or that each attempt has its own.
fn is_id_of_other(description: &str) -> bool {
    let text = description.to_lowercase();
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let is_of_attempt = has(&["attempt", "retry", "retries"]);
    // An id is for such deliveries that come again.
    let is_kept = has(&[
        "same",
        "identical",
        "unchanged",
        "stay",
        "remain",
        "constant",
        "across",
        "dedup",
        "duplic",
        "idempot",
        "detect",
        "recogni",
    ]);
    let is_others = |part: &[&str]| matches!(part, ["id" | "identifier" | "key", "of", rest @ ..] if rest.iter().any(|word| OTHERS.contains(word)));
    is_of_attempt && !is_kept || text.contains("not unique") || words.windows(5).any(is_others)
}

fn words(name: &str) -> Vec<String> {
    name.to_ascii_lowercase().split(['-', '_']).map(str::to_owned).collect()
}

fn is_event(name: &str) -> bool {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    !word::is_of_another(words.iter().copied())
        && matches!(
            words.as_slice(),
            [.., "event" | "topic"] | [.., "event" | "webhook", "type" | "name" | "key"] | ["ce", "type"]
        )
}

impl Header<'_> {
    fn words(&self) -> Vec<String> {
        words(self.name)
    }

    /// Returns the header with the part that its name is meant for.
    pub(super) fn documented(&self) -> DocumentedHeader {
        let part = if self.is_signature() {
            Some(HeaderPart::Signature)
        } else if self.is_event() {
            Some(HeaderPart::Event)
        } else {
            (self.is_id() || self.is_id_of_request()).then_some(HeaderPart::Id)
        };
        DocumentedHeader { name: self.name.to_owned(), place: self.place.clone(), part }
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

    /// Returns the names of the events with the strength of the evidence, if the header names them. No signature is a name.
    pub(super) fn event_names(&self, events: &[Webhook<'_>]) -> Option<(Rank, Vec<String>)> {
        let said = |(index, event): (usize, &Webhook<'_>)| self.said(index, &event.key);
        let said: Vec<Said> = events.iter().enumerate().map(said).collect::<Option<_>>()?;
        let keys: Vec<&str> = events.iter().map(|event| event.key.as_str()).collect();
        let meaning = if self.is_event() { Meaning::Event } else { Meaning::Other };
        let rank = naming::rank(Form::Header, meaning, &keys, &said)?;
        let is_evidence = self.is_event() || !self.is_signature();
        is_evidence.then(|| (rank, said.into_iter().map(|said| said.name).collect()))
    }

    /// Returns true if schemas fix another value for each of several events.
    pub(super) fn tells_apart(&self, events: &[Webhook<'_>]) -> bool {
        let fixed = |(index, event): (usize, &Webhook<'_>)| {
            self.said(index, &event.key).filter(|said| said.evidence == Evidence::Fixed).map(|said| said.name)
        };
        let values: Option<BTreeSet<String>> = events.iter().enumerate().map(fixed).collect();
        !self.is_signature() && events.len() > 1 && values.is_some_and(|values| values.len() == events.len())
    }

    /// Returns the value of the header in the requests of an event, by its position and key.
    pub(super) fn said(&self, index: usize, key: &str) -> Option<Said> {
        let Values { listed, shown } = self.values.get(&index)?;
        let fixed = match listed.as_slice() {
            [single] => Some(*single),
            several => naming::listed_name(key, several),
        };
        let is_listed = |name: &&str| listed.is_empty() || listed.contains(name);
        let single =
            || shown.first().filter(|_| shown.len() == 1).or_else(|| shown.get(key)).copied().filter(is_listed);
        let (name, evidence) = match fixed {
            Some(fixed) => (fixed, Evidence::Fixed),
            None => (single()?, Evidence::Shown),
        };
        Some(Said { name: name.to_owned(), evidence })
    }

    /// Returns true if the header may have the keys of the events: every event that documents values of the header documents its own key.
    pub(super) fn may_name(&self, events: &[Webhook<'_>]) -> bool {
        let is_other = |(index, values): (&usize, &Values<'_>)| {
            let key = events[*index].key.as_str();
            let Values { listed, shown } = values;
            !(listed.is_empty() && shown.is_empty()
                || listed.contains(&key)
                || listed.is_empty() && shown.contains(key))
        };
        self.is_event() && !self.values.iter().any(is_other)
    }

    /// Returns the value of a signature as an example shows it: a prefix and the code, or something to complete.
    pub(super) fn shown_signature(&self) -> Option<String> {
        let example = self.values.values().find_map(|values| values.listed.first().or(values.shown.first()))?;
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
}
