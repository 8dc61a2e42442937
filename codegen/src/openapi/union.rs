//! A webhook that sends several events: its schema is a union whose branches fix a member to different names.

use std::collections::BTreeSet;

use crate::documentation::claim::Claims;
use crate::json::Node;
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::webhook::Webhook;
use crate::source::location::{Place, Pointer};

/// Members of a schema beside a union that say nothing about instances.
const SILENT: [&str; 6] = ["discriminator", "title", "description", "example", "examples", "$schema"];

/// Returns a webhook for each branch of the union; `None` if the schema is not such a union.
fn split<'d>(api: Api<'d>, webhook: &Webhook<'d>, oddities: &mut Oddities) -> Option<Vec<Webhook<'d>>> {
    let schema = api.follow(webhook.schema.clone()?).ok()?;
    let (keyword, union) = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, schema.get(keyword)?)))?;
    let is_silent = |name: &str, at: &At<'_>| match name {
        // Other values than objects have no name.
        "type" => at.node.as_str() == Some("object"),
        _ => name == keyword || SILENT.contains(&name) || name.starts_with("x-"),
    };
    if !schema.members().all(|(name, at)| is_silent(name, &at)) {
        return None;
    }
    let branches: Vec<(At<'d>, Claims)> =
        union.elements().map(|branch| (branch.clone(), evidence::of_schema(api, &branch))).collect();
    let (_, first) = branches.first().filter(|_| branches.len() > 1)?;
    let names = |pointer: &Pointer| -> Option<Vec<String>> {
        let fixed = |(_, claims): &(At<'_>, Claims)| claims.get(pointer)?.fixed.clone();
        let names: Vec<String> = branches.iter().map(fixed).collect::<Option<_>>()?;
        (names.iter().collect::<BTreeSet<_>>().len() == names.len()).then_some(names)
    };
    let candidates = first.keys().filter_map(|pointer| Some((pointer.tokens().count(), pointer, names(pointer)?)));
    let (_, pointer, names) = candidates.min()?;
    for example in &webhook.examples {
        let name = example.at(pointer).and_then(Node::as_str);
        if !names.iter().any(|known| Some(known.as_str()) == name) {
            oddities.note(Oddity::StrayExample, Place::new(&api.document.source, example.span.clone()));
        }
    }
    let part = |((schema, _), key): (&(At<'d>, Claims), String)| {
        let is_its = |example: &&Node| example.at(pointer).and_then(Node::as_str) == Some(&key);
        let examples = webhook.examples.iter().filter(is_its).cloned().collect();
        // The branch describes its event, and the operation all of them.
        let operation = api.follow(schema.clone()).unwrap_or_else(|_| schema.clone());
        let place = api.place(schema);
        Webhook { api, key, place, operation, schema: Some(schema.clone()), examples, headers: webhook.headers.clone() }
    };
    Some(branches.iter().zip(names).map(part).collect())
}

/// Replaces each webhook that sends several events, unless two events would have one name.
pub(super) fn split_all<'d>(api: Api<'d>, webhooks: Vec<Webhook<'d>>, oddities: &mut Oddities) -> Vec<Webhook<'d>> {
    let parts: Vec<Option<Vec<Webhook<'d>>>> = webhooks.iter().map(|webhook| split(api, webhook, oddities)).collect();
    let keys = webhooks.iter().zip(&parts).flat_map(|(webhook, parts)| match parts {
        Some(parts) => parts.iter().map(|part| &part.key).collect(),
        None => vec![&webhook.key],
    });
    let keys: Vec<&String> = keys.collect();
    if keys.iter().collect::<BTreeSet<_>>().len() < keys.len() {
        return webhooks;
    }
    for (webhook, _) in webhooks.iter().zip(&parts).filter(|(_, parts)| parts.is_some()) {
        oddities.note(Oddity::SeveralEvents, webhook.place.clone());
    }
    webhooks.into_iter().zip(parts).flat_map(|(webhook, parts)| parts.unwrap_or_else(|| vec![webhook])).collect()
}
