//! A webhook that sends several events: its schema is a union whose branches fix a member to different names.

use std::collections::BTreeSet;

use crate::documentation::claim::Claims;
use crate::json::Node;
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::tag::{self, Tag};
use crate::openapi::webhook::Webhook;
use crate::source::location::{Place, Pointer};

/// Members of a schema beside a union that say nothing about instances.
const SILENT: [&str; 6] = ["discriminator", "title", "description", "example", "examples", "$schema"];

/// The branches of a union, and how each names its event.
struct Split<'d> {
    branches: Vec<At<'d>>,
    /// The member that names the event.
    pointer: Pointer,
    names: Vec<String>,
    /// The values that only `discriminator` gives to the member.
    tag: Option<Tag<'d>>,
}

/// Splits a schema that is nothing but a union of events.
fn split_schema<'d>(api: Api<'d>, schema: At<'d>) -> Option<Split<'d>> {
    let mut schema = schema;
    // References without an end are refused here, so the loop below ends.
    api.follow(schema.clone()).ok()?;
    while let Some(reference) = schema.get("$ref") {
        let is_alone = schema.members().all(|(name, _)| name == "$ref" || is_silent(name));
        if !is_alone && !api.hides_beside_ref(&schema) {
            return None;
        }
        schema = api.target(&reference).ok()?;
    }
    let (keyword, union) = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, schema.get(keyword)?)))?;
    let is_alone = |(name, at): (&str, At<'_>)| match name {
        // Other values than objects have no name.
        "type" => at.node.as_str() == Some("object"),
        _ => name == keyword || is_silent(name),
    };
    if !schema.members().all(is_alone) || union.elements().nth(1).is_none() {
        return None;
    }
    let branches: Vec<At<'d>> = union.elements().collect();
    let claims: Vec<Claims> = branches.iter().map(|branch| evidence::of_schema(api, branch)).collect();
    let names = |pointer: &Pointer, tag: Option<&Tag<'d>>| -> Option<Vec<String>> {
        let of_branch = |(index, claims): (usize, &Claims)| match tag.map(|tag| tag.values[index].as_slice()) {
            Some([single]) => single.as_str().map(str::to_owned),
            Some([_, _, ..]) => None,
            Some([]) | None => claims.get(pointer)?.fixed.clone(),
        };
        let names: Vec<String> = claims.iter().enumerate().map(of_branch).collect::<Option<_>>()?;
        (names.iter().collect::<BTreeSet<_>>().len() == names.len()).then_some(names)
    };
    if let Some(discriminator) = schema.get("discriminator") {
        // It says which member tells the branches apart.
        let pointer = Pointer::root().join(discriminator.text("propertyName")?);
        let tag = tag::find(api, &discriminator, &union);
        let names = names(&pointer, tag.as_ref())?;
        return Some(Split { branches, pointer, names, tag });
    }
    let candidates =
        claims.first()?.keys().filter_map(|pointer| Some((pointer.tokens().count(), pointer, names(pointer, None)?)));
    let (_, pointer, names) = candidates.min()?;
    Some(Split { pointer: pointer.clone(), branches, names, tag: None })
}

fn is_silent(name: &str) -> bool {
    SILENT.contains(&name) || name.starts_with("x-")
}

/// Returns a webhook for each branch of the union; `None` if the schema is not such a union.
fn split<'d>(api: Api<'d>, webhook: &Webhook<'d>, oddities: &mut Oddities) -> Option<Vec<Webhook<'d>>> {
    let Split { branches, pointer, names, tag } = split_schema(api, webhook.schema.clone()?)?;
    for example in &webhook.examples {
        let name = example.at(&pointer).and_then(Node::as_str);
        if !names.iter().any(|known| Some(known.as_str()) == name) {
            oddities.note(Oddity::StrayExample, Place::new(&api.document.source, example.span.clone()));
        }
    }
    let part = |(index, (schema, key)): (usize, (&At<'d>, String))| {
        let is_its = |example: &&Node| example.at(&pointer).and_then(Node::as_str) == Some(&key);
        let examples = webhook.examples.iter().filter(is_its).cloned().collect();
        // The branch describes its event, and the operation all of them.
        let operation = api.follow(schema.clone()).unwrap_or_else(|_| schema.clone());
        let tag = tag.as_ref().map(|tag| Tag { values: vec![tag.values[index].clone()], ..tag.clone() });
        Webhook {
            key,
            place: api.place(schema),
            operation,
            schema: Some(schema.clone()),
            tag,
            examples,
            ..webhook.clone()
        }
    };
    Some(branches.iter().zip(names).enumerate().map(part).collect())
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
