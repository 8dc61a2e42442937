//! Bodies with several deliveries: each webhook gets the schema and the examples of a single delivery.

use crate::catalog::PartFacts;
use crate::documentation::claim::Claim;
use crate::documentation::likeness;
use crate::documentation::word;
use crate::json::Node;
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::Oddities;
use crate::openapi::proposal::propose;
use crate::openapi::split;
use crate::openapi::webhook::Webhook;
use crate::source::diagnostic::{Diagnostic, Diagnostics, listed};
use crate::source::location::{Place, Pointer};

/// The webhooks of a document, each for a single delivery.
#[derive(Default)]
pub(super) struct Batch<'d> {
    pub(super) deliveries: Vec<Webhook<'d>>,
    /// True if a body has several deliveries.
    is_open: bool,
    /// True if this is assumed: the catalogue does not say it.
    is_assumed: bool,
}

impl<'d> Batch<'d> {
    /// Reads each body as one delivery.
    pub(super) fn closed(deliveries: Vec<Webhook<'d>>) -> Self {
        Self { deliveries, is_open: false, is_assumed: false }
    }

    /// Opens the bodies at the pointer `each`, if a person has said so and a body has a list there; or else, at the first import, if all
    /// bodies are lists whose elements name their events. Each webhook has a schema or examples.
    pub(super) fn of(
        api: Api<'d>,
        webhooks: Vec<Webhook<'d>>,
        each: Option<&Pointer>,
        is_first: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        if let Some(each) = each {
            let opened: Vec<Option<Webhook<'d>>> = webhooks.iter().map(|webhook| opened(api, webhook, each)).collect();
            let other = opened.iter().position(Option::is_none).map(|index| &webhooks[index]);
            let deliveries: Vec<Webhook<'d>> = opened.iter().flatten().cloned().collect();
            return match other {
                _ if deliveries.is_empty() => Self::closed(webhooks),
                Some(other) => {
                    diagnostics.push(without_list(api, other, each));
                    Self::closed(webhooks)
                }
                None => Self { deliveries, is_open: true, is_assumed: false },
            };
        }
        match is_first.then(|| found(api, &webhooks)).flatten() {
            Some(deliveries) => {
                if let Some(warning) = assumed(api, &webhooks) {
                    diagnostics.push(warning);
                }
                Self { deliveries, is_open: true, is_assumed: true }
            }
            None => Self::closed(webhooks),
        }
    }

    /// Completes the parts of a request. A header is the same for all deliveries of a request, so it cannot have the id of one.
    pub(super) fn complete(&self, parts: &mut PartFacts) {
        parts.each = self.is_assumed.then(|| "/*".to_owned());
        parts.id_header = parts.id_header.take().filter(|_| !self.is_open);
    }

    /// Warns of a list whose elements name events, in a body that was read as one event; `named` is the member of the catalogue with the name.
    pub(super) fn not_read(api: Api<'_>, webhooks: &[Webhook<'_>], named: Option<&Pointer>) -> Option<Diagnostic> {
        let of_webhook = |webhook: &Webhook<'_>| {
            let body = api.follow(webhook.schema.clone()?).ok()?;
            let unread = |each: &Pointer, body: &At<'_>| Some((each.clone(), name_in(webhooks, body, each, named)?));
            let properties = body.get("properties");
            let members = properties.iter().flat_map(At::members).map(|(name, at)| (Pointer::root().join(name), at));
            let in_member = members.into_iter().find_map(|(each, at)| Some((unread(&each, &body)?, at)));
            let branches = ["oneOf", "anyOf"].iter().filter_map(|name| body.get(name));
            let branches = branches.flat_map(|union| union.elements().collect::<Vec<_>>());
            let mut bodies = std::iter::once(body.clone()).chain(branches);
            let ((each, member), at) =
                in_member.or_else(|| bodies.find_map(|at| Some((unread(&Pointer::root(), &at)?, at))))?;
            let message = "this may say that a request has several events";
            let warning = Diagnostic::warning("batch-not-read", message)
                .labelled(api.place(&at), "one event for each request was imported");
            let without = webhooks.iter().filter(|it| opened(api, it, &each).is_none()).map(|it| it.key.as_str());
            let without: Vec<&str> = without.collect();
            // A catalogue has one form of bodies.
            let removed = if without.is_empty() {
                String::new()
            } else {
                format!(" remove the webhooks without such a list from the document ({}),", listed(without.into_iter()))
            };
            Some(warning.help(if each.as_str().is_empty() {
                format!("if it has, describe the bodies of all webhooks as lists, whose elements have the name in `{member}`")
            } else {
                format!("if it has, write `each = \"{each}/*\"` in `[payload]` and `member = \"{member}\"` in `[event]`,{removed} and import again")
            }))
        };
        webhooks.iter().find_map(of_webhook)
    }
}

/// Returns the member that names events in the elements that a body has at a pointer: that of the catalogue, or the outermost one whose values
/// have the form of names of events, or are like the keys of webhooks.
fn name_in(webhooks: &[Webhook<'_>], body: &At<'_>, each: &Pointer, named: Option<&Pointer>) -> Option<Pointer> {
    let api = webhooks.first()?.api;
    let claims = evidence::of_schema(api, &elements_at(api, body.clone(), each)?);
    let is_key = |name: &String| webhooks.iter().any(|webhook| likeness::resembles(&webhook.key, name));
    let are_names = |member: &Pointer, names: &[String]| {
        word::is_list_of_events(member, names) || word::is_word(member) && names.iter().any(is_key)
    };
    let is_name = |(member, claim): &(&Pointer, &Claim)| {
        named == Some(*member) || !claim.listed.is_empty() && are_names(member, &claim.listed)
    };
    let members = claims.iter().filter(is_name).map(|(member, _)| member);
    members.min_by_key(|member| (named != Some(*member), member.tokens().count(), word::usual(member))).cloned()
}

/// Returns the webhook of a single delivery, if the body has a list of them at a pointer.
fn opened<'d>(api: Api<'d>, webhook: &Webhook<'d>, each: &Pointer) -> Option<Webhook<'d>> {
    let elements = |body: &Node| body.at(each).and_then(Node::as_array).map(<[Node]>::to_vec);
    let lists: Vec<Option<Vec<Node>>> = webhook.examples.iter().map(elements).collect();
    let schema = match &webhook.schema {
        Some(schema) => Some(elements_at(api, schema.clone(), each)?),
        // Only the examples show the body.
        None if lists.iter().all(Option::is_some) => None,
        None => return None,
    };
    // An example that is not a list is faulty.
    let examples = webhook.examples.iter().zip(lists);
    let examples = examples.flat_map(|(body, list)| list.unwrap_or_else(|| vec![body.clone()])).collect();
    Some(Webhook { schema, examples, ..webhook.clone() })
}

/// Returns the webhooks of single deliveries, if all bodies are lists whose elements name their events.
fn found<'d>(api: Api<'d>, webhooks: &[Webhook<'d>]) -> Option<Vec<Webhook<'d>>> {
    let opened: Option<Vec<Webhook<'d>>> =
        webhooks.iter().map(|webhook| opened(api, webhook, &Pointer::root())).collect();
    let names_events = |opened: &Vec<Webhook<'d>>| {
        let events = split::split_all(api, opened.clone(), &mut Oddities::default());
        !propose(&events, None).parts.event.is_empty()
    };
    opened.filter(names_events)
}

/// Returns the schema of the elements that a body has at a pointer.
fn elements_at<'d>(api: Api<'d>, body: At<'d>, each: &Pointer) -> Option<At<'d>> {
    let follow = |at: At<'d>| api.follow(at).ok();
    let list = each.tokens().try_fold(follow(body)?, |at, name| follow(at.get("properties")?.get(&name)?))?;
    let is_alone = list.node.get("prefixItems").is_none();
    list.get("items").filter(|items| is_list(&list) && is_alone && items.node.as_object().is_some())
}

/// Returns true if a schema with `items` is one of arrays: by its type, or because it says nothing about objects.
fn is_list(schema: &At<'_>) -> bool {
    let is_array = |types: &Node| types.as_str() == Some("array");
    match schema.node.get("type") {
        Some(types) => is_array(types) || types.as_array().is_some_and(|types| types.len() == 1 && is_array(&types[0])),
        None => schema.node.get("properties").is_none(),
    }
}

/// Returns the place of a body.
fn place(api: Api<'_>, webhook: &Webhook<'_>) -> Place {
    let schema = webhook.schema.clone().map(|schema| api.follow(schema.clone()).unwrap_or(schema));
    schema.map_or_else(|| webhook.place.clone(), |schema| api.place(&schema))
}

/// Refuses a body without the deliveries that other bodies have.
fn without_list(api: Api<'_>, webhook: &Webhook<'_>, each: &Pointer) -> Diagnostic {
    let error = Diagnostic::error("body-without-list", format!("the body has no list at `{each}/*`"));
    error.labelled(place(api, webhook), "other bodies have one").help(
        "correct `each` in `[payload]`, or remove this webhook from the document: a catalogue has one form of bodies",
    )
}

/// Warns that bodies are assumed to be lists of deliveries.
fn assumed(api: Api<'_>, webhooks: &[Webhook<'_>]) -> Option<Diagnostic> {
    let message = "assumed: a request has several deliveries, at `/*` of its body";
    let place = place(api, webhooks.first()?);
    let warning = Diagnostic::warning("assumed-batch", message).labelled(place, "because this is a list of them");
    Some(warning.help("if the list is the payload of one event, remove `[payload]` and `[event]`, and import again"))
}
