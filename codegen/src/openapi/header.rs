//! Header parameters: the parts of a request that they prove, or that a person can confirm.

use std::collections::{BTreeMap, BTreeSet};

use crate::openapi::api::{Api, At};
use crate::openapi::webhook::Webhook;
use crate::source::location::Place;

/// A header of the webhooks.
#[derive(Debug)]
pub(super) struct Header<'d> {
    pub(super) name: &'d str,
    pub(super) place: Place,
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
                found.push(Header { name, place: webhook.api.place(parameter), values: BTreeMap::new() });
                found.len() - 1
            });
            found[position].values.entry(index).or_default().extend(values(webhook.api, parameter));
        }
    }
    found
}

/// Returns the values that a parameter documents: those that its schema fixes, or else its examples.
fn values<'d>(api: Api<'d>, parameter: &At<'d>) -> Vec<&'d str> {
    let schema = parameter.get("schema").and_then(|schema| api.follow(schema).ok());
    let of_enum =
        schema.iter().filter_map(|schema| schema.get("enum")).flat_map(|it| it.elements().collect::<Vec<_>>());
    let fixed: Vec<&str> =
        schema.iter().filter_map(|it| it.text("const")).chain(of_enum.filter_map(|it| it.node.as_str())).collect();
    if !fixed.is_empty() {
        return fixed;
    }
    let listed = parameter.get("examples");
    let listed = listed.iter().flat_map(At::members).filter_map(|(_, example)| api.follow(example).ok()?.text("value"));
    schema.iter().filter_map(|schema| schema.text("example")).chain(parameter.text("example")).chain(listed).collect()
}

impl Header<'_> {
    fn words(&self) -> Vec<String> {
        self.name.to_ascii_lowercase().split(['-', '_']).map(str::to_owned).collect()
    }

    /// Returns true if the name says that the header has a signature.
    pub(super) fn is_signature(&self) -> bool {
        self.words().iter().any(|word| matches!(word.as_str(), "signature" | "sig" | "hmac"))
    }

    /// Returns true if the name says that the header identifies a delivery or an event, not the subscription.
    pub(super) fn is_id(&self) -> bool {
        let words = self.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(words.as_slice(), [.., "delivery"] | [.., "delivery" | "event" | "message" | "notification", "id"])
            || self.is_of_standard_webhooks("id")
    }

    /// Returns true for a header of Standard Webhooks, which some send under a prefix of their own.
    fn is_of_standard_webhooks(&self, part: &str) -> bool {
        ["webhook", "svix"].iter().any(|prefix| self.name.eq_ignore_ascii_case(&format!("{prefix}-{part}")))
    }

    /// Returns true if the name says that the header names the event.
    pub(super) fn is_event(&self) -> bool {
        let words = self.words();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        matches!(words.as_slice(), [.., "event" | "topic"] | [.., "event" | "webhook", "type" | "name"])
    }

    /// Returns the only value of the header for each of the events, if they all differ.
    pub(super) fn names(&self, events: usize) -> Option<Vec<String>> {
        let single = |index: usize| self.values.get(&index)?.iter().next().filter(|_| self.values[&index].len() == 1);
        let names: Vec<String> =
            (0..events).map(|index| single(index).map(|name| (*name).to_owned())).collect::<Option<_>>()?;
        let distinct: BTreeSet<&String> = names.iter().collect();
        (distinct.len() == names.len()).then_some(names)
    }
}
