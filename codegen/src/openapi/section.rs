//! The sections of a document: its webhooks, and what else may describe some.

use std::collections::BTreeSet;

use crate::documentation::{Unread, likeness};
use crate::openapi::api::{Api, At};
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::unread;
use crate::openapi::webhook::{METHODS, Webhook, chain, has_paths, webhook};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};

/// The members of a document with webhooks. The second is an extension of documents of 3.0, and stays in use in 3.1.
pub(super) const SECTIONS: [&str; 2] = ["webhooks", "x-webhooks"];

/// Reads all webhooks in the order of the document.
pub(super) fn webhooks<'d>(
    api: Api<'d>,
    unread: &mut Vec<Unread>,
    oddities: &mut Oddities,
    diagnostics: &mut Diagnostics,
) -> Vec<Webhook<'d>> {
    let mut found: Vec<Webhook<'d>> = Vec::new();
    for section in SECTIONS.iter().filter_map(|name| api.root().get(name)) {
        if section.node.as_object().is_none() {
            diagnostics.push(api.unexpected(&section, "an object of webhooks by their names"));
            continue;
        }
        for member in section.node.as_object().unwrap_or_default() {
            let item = At { node: &member.node, pointer: section.pointer.join(&member.name) };
            let place = Place::new(&api.document.source, member.name_span.clone()).at(item.pointer.clone());
            let key = member.name.as_str();
            if is_extension(&item, key) {
                oddities.note(Oddity::Extension, place);
                continue;
            }
            if item.node.as_object().is_none() && section.pointer == Pointer::root().join(SECTIONS[1]) {
                oddities.note(Oddity::NoWebhook, place);
                continue;
            }
            let within = path_items_within(api, &item);
            if within.len() > 1 {
                unread.extend(within.into_iter().map(|item| unread::of_item(api, key, place.clone(), item)));
                oddities.note(Oddity::SeveralCallbacks, place);
                continue;
            }
            if !within.is_empty() {
                oddities.note(Oddity::CallbackObject, place.clone());
            }
            let item = within.into_iter().next().unwrap_or(item);
            match webhook(api, key, place.clone(), item.clone(), oddities) {
                Ok(Some(webhook)) => match found.iter().find(|known| known.key == key) {
                    Some(known) if known.operation.node == webhook.operation.node => {}
                    Some(known) => {
                        let twice =
                            Diagnostic::error("duplicate-event", format!("the webhook `{key}` is documented twice"));
                        diagnostics
                            .push(twice.repeating(place, known.place.clone()).help("remove or rename one of the two"));
                    }
                    None => found.push(webhook),
                },
                Ok(None) => unread.push(unread::of_item(api, key, place, item)),
                Err(finding) => diagnostics.push(*finding),
            }
        }
    }
    let callback = callbacks(api, unread, oddities);
    let path = of_paths(api, unread);
    if let Some(security) = security_of_calls(api, &found) {
        oddities.note(Oddity::SecurityOfCalls, api.place(&security));
    }
    if found.is_empty() && !diagnostics.has_errors() {
        let none = Diagnostic::error("no-event", "the document describes no webhook that can be imported")
            .at(api.place(&api.root()))
            .help("describe them in `webhooks`, or `x-webhooks` in 3.0: each with a `post` whose `requestBody` has a JSON schema");
        let other = callback.or(path);
        diagnostics.push(other.into_iter().fold(none, |none, other| none.related(other, "perhaps move this there")));
    }
    found
}

/// Returns true for an extension of a section: a member `x-…` without operations.
fn is_extension(at: &At<'_>, key: &str) -> bool {
    let has_operations = METHODS.iter().any(|method| at.node.get(method).is_some());
    let may_have = at.node.get("$ref").is_some() || at.members().any(|(name, _)| is_expression(name));
    key.starts_with("x-") && !has_operations && !may_have
}

/// Returns true for the name of a path item in a callback object: an address, perhaps with parts of a request [OpenAPI 3.1.0 §4.8.20.4].
fn is_expression(name: &str) -> bool {
    name.contains("{$") || name.starts_with("$request") || name.starts_with('/') || name.contains("://")
}

/// Returns the path items of a callback object in place of one; none for any other value.
pub(super) fn path_items_within<'d>(api: Api<'d>, item: &At<'d>) -> Vec<At<'d>> {
    let Ok(item) = api.follow(item.clone()) else { return Vec::new() };
    let (items, others): (Vec<_>, Vec<_>) = item.members().partition(|(name, _)| is_expression(name));
    let is_other = |name: &str| !name.starts_with("x-") && name != "description" && name != "summary";
    if others.iter().any(|(name, _)| is_other(name)) {
        return Vec::new();
    }
    items.into_iter().map(|(_, item)| item).filter(|item| item.node.as_object().is_some()).collect()
}

/// The first words of operations by which a caller manages webhooks.
const MANAGING: &str = "\
    activate add archive change configure create deactivate delete disable edit enable fetch find get list manage modify patch ping put \
    read redeliver register remove replace replay resend retrieve retry rotate save set setup show simulate subscribe test trigger \
    unregister unsubscribe update upsert validate verify view";

/// Finds the paths that seem to be webhooks, and returns the place of the first: some documents describe them like calls to the vendor's own
/// interface. Paths by which a caller manages webhooks are calls.
fn of_paths(api: Api<'_>, unread: &mut Vec<Unread>) -> Option<Place> {
    let paths = api.root().get("paths")?;
    let says = |text: &str| text.to_ascii_lowercase().contains("webhook");
    let is_said =
        |it: &At<'_>| ["operationId", "summary", "description"].iter().any(|name| it.text(name).is_some_and(says));
    let is_webhook = |(name, item): &(&str, At<'_>)| {
        let operation = |method: &&str| item.get(method);
        let with_body = ["post", "put", "patch"].iter().filter_map(operation);
        let mut with_body = with_body.filter(|it| it.node.get("requestBody").is_some() && !is_managing(api, it));
        // A resource that a caller can read or delete is one of the vendor's own.
        let is_resource = ["get", "delete"].iter().any(|method| item.node.get(method).is_some());
        !is_resource && with_body.any(|it| says(name) || is_said(&it))
    };
    let mut first = None;
    for member in paths.node.as_object()? {
        let item = At { node: &member.node, pointer: paths.pointer.join(&member.name) };
        if is_webhook(&(&member.name, item.clone())) {
            let place = Place::new(&api.document.source, member.name_span.clone()).at(item.pointer.clone());
            first.get_or_insert_with(|| place.clone());
            let key = member.name.rsplit('/').next().unwrap_or_default();
            unread.push(unread::of_item(api, key, place, item));
        }
    }
    first
}

/// Returns true for a call that registers or changes webhooks: its name says so, it creates something, or its body has an address.
fn is_managing(api: Api<'_>, operation: &At<'_>) -> bool {
    let names = ["operationId", "summary"].into_iter().filter_map(|name| operation.text(name));
    let mut first = names.filter_map(|text| likeness::all_words(text).into_iter().next());
    // In the third person, too: `Registers a webhook`.
    let is_verb = |word: &str| MANAGING.split_whitespace().any(|verb| verb == word);
    let is_managed = first.any(|word| {
        is_verb(&word) || word.strip_suffix('s').is_some_and(is_verb) || word.strip_suffix("es").is_some_and(is_verb)
    });
    let creates = operation.get("responses").is_some_and(|responses| responses.node.get("201").is_some());
    is_managed || creates || has_address(api, operation).unwrap_or(false)
}

/// Returns true if a body has a member for the address of a receiver.
fn has_address(api: Api<'_>, operation: &At<'_>) -> Option<bool> {
    let body = api.follow(operation.get("requestBody")?).ok()?;
    let (_, media) = body.get("content")?.members().next()?;
    let schema = api.follow(media.get("schema")?).ok()?;
    let is_address = |name: &str| {
        let words = likeness::all_words(name);
        matches!(words.last().map(String::as_str), Some("url" | "uri" | "endpoint"))
            && (words.len() == 1
                || words
                    .iter()
                    .any(|word| matches!(word.as_str(), "callback" | "webhook" | "target" | "hook" | "endpoint")))
    };
    let has_address = schema.get("properties")?.members().any(|(name, _)| is_address(name));
    Some(has_address)
}

/// Notes the callbacks of operations, requests that a caller of the vendor's interface asks for, and returns the place of the first.
fn callbacks(api: Api<'_>, unread: &mut Vec<Unread>, oddities: &mut Oddities) -> Option<Place> {
    let components = api.root().get("components");
    let of_components = components.iter().filter_map(|components| components.get("pathItems"));
    let sections = ["paths"].iter().chain(&SECTIONS).filter_map(|name| api.root().get(name)).chain(of_components);
    let mut noted = BTreeSet::new();
    let mut first = None;
    for (_, item) in sections.flat_map(|section| section.members().collect::<Vec<_>>()) {
        let operations = chain(api, item).into_iter().flat_map(|item| METHODS.map(|method| item.get(method)));
        for callbacks in operations.flatten().filter_map(|operation| operation.get("callbacks")) {
            for callback in api.follow(callbacks).iter().filter_map(|it| it.node.as_object()).flatten() {
                // A path item may be referred to from several places.
                if noted.insert(callback.name_span.start) {
                    let place = Place::new(&api.document.source, callback.name_span.clone());
                    first.get_or_insert_with(|| place.clone());
                    let items = At { node: &callback.node, pointer: Pointer::root() };
                    let items = items.members().map(|(_, item)| item);
                    unread.extend(items.map(|item| unread::of_item(api, &callback.name, place.clone(), item)));
                    oddities.note(Oddity::Callback, place);
                }
            }
        }
    }
    first
}

/// Returns the security requirements of a document, which apply to its paths, if it has paths and a webhook has no requirements of its own.
fn security_of_calls<'d>(api: Api<'d>, webhooks: &[Webhook<'d>]) -> Option<At<'d>> {
    let required = api.root().get("security").filter(|_| has_paths(api))?;
    let is_empty = required.elements().all(|it| it.members().next().is_none());
    let is_open = webhooks.iter().any(|webhook| webhook.operation.get("security").is_none());
    Some(required).filter(|_| is_open && !is_empty)
}
