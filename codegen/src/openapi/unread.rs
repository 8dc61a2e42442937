//! Requests that a document has and that are not imported: a later import recognizes the events of a catalogue in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::Unread;
use crate::openapi::api::{Api, At};
use crate::openapi::webhook::{METHODS, Webhook, chain};
use crate::openapi::{evidence, header};
use crate::source::location::Place;

/// Returns a request from its path item, which may be a reference.
pub(super) fn of_item(api: Api<'_>, key: &str, place: Place, item: At<'_>) -> Unread {
    of_parts(api, key, place, &chain(api, item))
}

/// Returns the request of a webhook without a schema.
pub(super) fn of_webhook(webhook: &Webhook<'_>) -> Unread {
    let parts: Vec<At<'_>> = webhook.around.iter().cloned().chain([webhook.operation.clone()]).collect();
    of_parts(webhook.api, &webhook.key, webhook.place.clone(), &parts)
}

fn of_parts(api: Api<'_>, key: &str, place: Place, parts: &[At<'_>]) -> Unread {
    let operations = parts.iter().flat_map(|part| METHODS.into_iter().filter_map(|method| part.get(method)));
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in parts.iter().cloned().chain(operations) {
        for parameter in part.get("parameters").iter().flat_map(At::elements) {
            let Ok(parameter) = api.follow(parameter) else { continue };
            let Some(name) = parameter.text("name") else { continue };
            let values = header::values(api, &parameter).into_iter().map(str::to_owned);
            names.entry(name.to_ascii_lowercase()).or_default().extend(values);
        }
        let body = part.get("requestBody").and_then(|body| api.follow(body).ok());
        let content = body.and_then(|body| body.get("content"));
        for (_, media) in content.iter().flat_map(At::members) {
            let schema = api.follow(media).ok().and_then(|media| media.get("schema"));
            for (member, claim) in schema.map(|schema| evidence::of_schema(api, &schema)).unwrap_or_default() {
                names.entry(member.to_string()).or_default().extend(claim.listed);
            }
        }
    }
    Unread { key: key.to_owned(), place, names }
}
