//! A webhook that sends several events: each becomes a webhook of its own.
//!
//! Three forms are recognized: a union whose branches fix a member to different names, a member whose schema lists the names, and a header
//! whose schema lists them.

use std::collections::BTreeSet;

use crate::documentation::claim::Claims;
use crate::documentation::naming;
use crate::json::Node;
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::header;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::tag;
use crate::openapi::webhook::{NamedBy, Webhook};
use crate::openapi::written::string;
use crate::source::location::{Place, Pointer};

/// Members of a schema beside a union that say nothing about instances.
const SILENT: [&str; 6] = ["discriminator", "title", "description", "example", "examples", "$schema"];

/// The schemas of a webhook's events, and the member that names the events in each.
struct Union<'d> {
    member: Pointer,
    branches: Vec<Branch<'d>>,
}

/// A schema with the events that have it.
struct Branch<'d> {
    schema: At<'d>,
    names: Vec<String>,
    /// True if the schema itself allows no other name.
    is_fixed: bool,
}

/// Replaces each webhook that sends several events, unless two events would have one name.
pub(super) fn split_all<'d>(api: Api<'d>, webhooks: Vec<Webhook<'d>>, oddities: &mut Oddities) -> Vec<Webhook<'d>> {
    let known: BTreeSet<&str> = webhooks.iter().map(|webhook| webhook.key.as_str()).collect();
    let parts: Vec<Option<(Oddity, Vec<Webhook<'d>>)>> = webhooks
        .iter()
        .map(|webhook| {
            let by_union = union(api, webhook).map(|union| (Oddity::SeveralEvents, by_member(&union, webhook)));
            let by_list = || list(api, webhook, &known).map(|list| by_member(&list, webhook));
            let listed = || by_list().or_else(|| by_header(webhook, &known));
            by_union.or_else(|| listed().map(|parts| (Oddity::ListOfEvents, parts)))
        })
        .collect();
    let keys = webhooks.iter().zip(&parts).flat_map(|(webhook, parts)| match parts {
        Some((_, parts)) => parts.iter().map(|part| &part.key).collect(),
        None => vec![&webhook.key],
    });
    let keys: Vec<&String> = keys.collect();
    if keys.iter().collect::<BTreeSet<_>>().len() < keys.len() {
        return webhooks;
    }
    for (webhook, parts) in webhooks.iter().zip(&parts) {
        let Some((oddity, parts)) = parts else { continue };
        oddities.note(*oddity, webhook.place.clone());
        for example in webhook.examples.iter().filter(|it| !parts.iter().any(|part| part.examples.contains(it))) {
            oddities.note(Oddity::StrayExample, Place::new(&api.document.source, example.span.clone()));
        }
    }
    webhooks
        .into_iter()
        .zip(parts)
        .flat_map(|(webhook, parts)| parts.map_or_else(|| vec![webhook], |it| it.1))
        .collect()
}

/// Returns the branches of a schema that is nothing but a union of events.
fn union<'d>(api: Api<'d>, webhook: &Webhook<'d>) -> Option<Union<'d>> {
    let mut schema = webhook.schema.clone()?;
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
    let claims: Vec<Claims> = union.elements().map(|branch| evidence::of_schema(api, &branch)).collect();
    let discriminator = schema.get("discriminator");
    if let Some(discriminator) = &discriminator {
        // It says which member tells the branches apart.
        let member = Pointer::root().join(discriminator.text("propertyName")?);
        let mapped = tag::find(api, discriminator, &union).map(|tag| tag.values);
        let of_branch = |(index, claims): (usize, &Claims)| match mapped.as_ref().map(|values| values[index].as_slice())
        {
            Some([]) | None => Some(claims.get(&member)?.listed.clone()),
            Some(values) => values.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        };
        let names = claims.iter().enumerate().map(of_branch).collect::<Option<Vec<_>>>()?;
        return branches(&union, &claims, member, names);
    }
    let candidates = claims.first()?.keys().filter_map(|member| {
        let names: Vec<Vec<String>> =
            claims.iter().map(|claims| Some(claims.get(member)?.listed.clone())).collect::<Option<_>>()?;
        let is_fixed = names.iter().all(|names| names.len() == 1);
        let is_evident = is_fixed || names.iter().all(|names| naming::is_list_of_events(member, names));
        let union = is_evident.then(|| branches(&union, &claims, member.clone(), names)).flatten()?;
        Some((!is_fixed, member.tokens().count(), union))
    });
    candidates
        .min_by_key(|(is_listed, depth, union)| (*is_listed, *depth, union.member.clone()))
        .map(|(.., union)| union)
}

/// Returns the branches of a union with their names, if each has names of its own.
fn branches<'d>(union: &At<'d>, claims: &[Claims], member: Pointer, names: Vec<Vec<String>>) -> Option<Union<'d>> {
    let all: Vec<&String> = names.iter().flatten().collect();
    if names.iter().any(Vec::is_empty) || all.iter().collect::<BTreeSet<_>>().len() < all.len() {
        return None;
    }
    let branch = |((schema, claims), names): ((At<'d>, &Claims), Vec<String>)| {
        let is_fixed = claims.get(&member).is_some_and(|claim| claim.fixed().is_some());
        Branch { schema, names, is_fixed }
    };
    let branches = union.elements().zip(claims).zip(names).map(branch).collect();
    Some(Union { member, branches })
}

fn is_silent(name: &str) -> bool {
    SILENT.contains(&name) || name.starts_with("x-")
}

/// Returns the events that a member of the schema lists. A webhook whose name is in the list is one of them, and no other.
fn list<'d>(api: Api<'d>, webhook: &Webhook<'d>, known: &BTreeSet<&str>) -> Option<Union<'d>> {
    let schema = webhook.schema.clone()?;
    let claims = evidence::of_schema(api, &schema);
    let is_list = |names: &[String]| names.len() > 1 && !names.iter().any(|name| known.contains(name.as_str()));
    let lists = claims
        .into_iter()
        .filter(|(member, claim)| is_list(&claim.listed) && naming::is_list_of_events(member, &claim.listed));
    let (member, claim) = lists.min_by_key(|(member, _)| (member.tokens().count(), naming::usual(member)))?;
    Some(Union { member, branches: vec![Branch { schema, names: claim.listed, is_fixed: false }] })
}

/// Returns a webhook for each event that a member names.
fn by_member<'d>(union: &Union<'d>, webhook: &Webhook<'d>) -> Vec<Webhook<'d>> {
    let api = webhook.api;
    let part = |branch: &Branch<'d>, name: &String| {
        let is_its = |example: &&Node| example.at(&union.member).and_then(Node::as_str) == Some(name.as_str());
        // A branch of its own describes its event, and the operation all of them.
        let is_alone = branch.names.len() == 1;
        let operation = is_alone.then(|| api.follow(branch.schema.clone()).unwrap_or_else(|_| branch.schema.clone()));
        let name_node = string(name, branch.schema.node);
        Webhook {
            key: name.clone(),
            place: if is_alone { api.place(&branch.schema) } else { webhook.place.clone() },
            operation: operation.unwrap_or_else(|| webhook.operation.clone()),
            schema: Some(branch.schema.clone()),
            named_by: (!branch.is_fixed).then(|| NamedBy::Member { member: union.member.clone(), name: name_node }),
            examples: webhook.examples.iter().filter(is_its).cloned().collect(),
            ..webhook.clone()
        }
    };
    union.branches.iter().flat_map(|branch| branch.names.iter().map(move |name| part(branch, name))).collect()
}

/// Returns a webhook for each event that a header names. No example has a header, so each event has all of them.
fn by_header<'d>(webhook: &Webhook<'d>, known: &BTreeSet<&str>) -> Option<Vec<Webhook<'d>>> {
    let (header, names) = header::list_of_events(webhook)?;
    if names.len() < 2 || names.iter().any(|name| known.contains(name)) {
        return None;
    }
    let part = |name: &&'d str| Webhook {
        key: (*name).to_owned(),
        named_by: Some(NamedBy::Header { header, name }),
        ..webhook.clone()
    };
    Some(names.iter().map(part).collect())
}
