//! The id and the time of a delivery: a member has this role by its name, unless the page says that it belongs to something else.

use std::sync::LazyLock;

use codegen_runtime::format::date_time;
use regex::Regex;

use crate::documentation::{DocumentedEnvelope, DocumentedEvent};
use crate::json::{Node, Value};
use crate::page::block::Block;
use crate::page::fact::is_id_of_delivery;
use crate::page::outline::Outline;
use crate::page::pattern::pattern;
use crate::page::said;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};

/// Drops the id and the time of a delivery if the page shows that they are those of something else; returns warnings.
pub(super) fn dropped(envelope: &mut DocumentedEnvelope, outline: &Outline, blocks: &[Block]) -> Vec<Diagnostic> {
    [id(envelope, outline, blocks), time(envelope, outline, blocks)].into_iter().flatten().collect()
}

const SAID: &str = "this says that it is something else's";

fn id(envelope: &mut DocumentedEnvelope, outline: &Outline, blocks: &[Block]) -> Option<Diagnostic> {
    let id = envelope.roles.id.clone()?;
    let value = envelope.example.root.at(&id).and_then(Node::as_str);
    let in_payload = envelope.example.root.at(&envelope.roles.data).zip(value);
    let in_payload = in_payload.filter(|(data, value)| holds(data, value)).map(|_| envelope.place.clone());
    let (place, why) = described(&name_of(&id), outline, blocks, is_id_of_other)
        .map(|place| (place, SAID))
        .or_else(|| in_payload.map(|place| (place, "a member of the payload has the same value")))?;
    let found =
        Diagnostic::warning("id-not-taken", format!("`{}` is not taken for the id of a delivery", name_of(&id)));
    envelope.roles.id = None;
    Some(found.labelled(place, why).help(format!(
        "if it is a different one for each event, and the same in each attempt to deliver it, write `id = {{ member = \"{id}\" }}` in `[delivery]`"
    )))
}

fn time(envelope: &mut DocumentedEnvelope, outline: &Outline, blocks: &[Block]) -> Option<Diagnostic> {
    let time = envelope.roles.created_at.clone()?;
    let place = described(&name_of(&time), outline, blocks, is_time_of_other)?;
    let found =
        Diagnostic::warning("time-not-taken", format!("`{}` is not taken for the time of a delivery", name_of(&time)));
    envelope.roles.created_at = None;
    Some(found.labelled(place, SAID).help(format!(
        "if it is the time at which the event happened, write `sent_at = {{ member = \"{time}\" }}` in `[delivery]`"
    )))
}

/// Returns the members of bodies without an envelope that the page describes as the id and the time of a delivery.
pub(super) fn said(events: &[DocumentedEvent], outline: &Outline, blocks: &[Block]) -> [Option<Pointer>; 2] {
    let examples = || events.iter().flat_map(|event| &event.examples);
    let first = examples().next().and_then(|example| example.root.as_object()).unwrap_or_default();
    let is_text = |node: &Node| matches!(node.value, Value::String(_) | Value::Number(_));
    let is_common = |name: &str, is_it: &dyn Fn(&Node) -> bool| {
        let has = |event: &DocumentedEvent| !event.examples.is_empty();
        events.iter().all(has) && examples().all(|example| example.root.get(name).is_some_and(is_it))
    };
    let says = |name: &str, is_it: fn(&str) -> bool| described(name, outline, blocks, is_it).is_some();
    let is_id = |name: &str| {
        (says(name, is_id_of_delivery) || is_same_in_retries(name, outline, blocks)) && !says(name, is_id_of_other)
    };
    let is_date = |node: &Node| node.as_str().is_some_and(date_time::is_valid);
    let find = |is_it: &dyn Fn(&str) -> bool| {
        let member = first.iter().map(|member| member.name.as_str()).find(|name| is_it(name));
        member.map(|name| Pointer::root().join(name))
    };
    let id = find(&|name| is_common(name, &is_text) && is_id(name));
    [id, find(&|name| is_common(name, &is_date) && says(name, is_time_of_delivery))]
}

/// Returns true if a sentence outside of events says that attempts to deliver an event have the same value of a member.
fn is_same_in_retries(member: &str, outline: &Outline, blocks: &[Block]) -> bool {
    let same = pattern(&format!(
        r#"(?i)\b(?:retry|retries|retried|attempts?|redeliver\w+)\b[^.]*\bthe same (?-i:["'“‘]?{}["'”’]?)(?:[^\w.]|\.?$|\.\s)"#,
        regex::escape(member)
    ));
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    outside.into_iter().any(|block| same.is_match(block.text.text()))
}

/// Returns the name of a member.
fn name_of(pointer: &Pointer) -> String {
    pointer.tokens().last().unwrap_or_default()
}

/// Returns the place of a row about a member outside of events, or of a sentence, that describes it so (`is_other`).
pub(super) fn described(
    member: &str,
    outline: &Outline,
    blocks: &[Block],
    is_other: fn(&str) -> bool,
) -> Option<Place> {
    let rows = outline.rows.iter().filter(|(_, subject)| subject == member).map(|(place, _)| place.clone());
    let of_row = rows.into_iter().find(|place| is_other(&place.source.text()[place.span.clone()]));
    let verbs = "is|are|identif(?:y|ies)|holds?|contains?|has|means?|refers?|belongs?|says?|shows?|tells?";
    let subject = pattern(&format!(
        r#"(?:^|\(|\b(?i:the|that|its?|this|a|member|field|property|attribute|key|where) )["'“‘]?{}["'”’]? (?:only )?(?:{verbs})\b"#,
        regex::escape(member)
    ));
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    let in_prose = outside.into_iter().find_map(|block| {
        let text = block.text.text();
        let start = subject.find(text)?.start();
        let end = text[start..].find(['.', ';']).map_or(text.len(), |end| start + end);
        is_other(&text[start..end]).then(|| Place::new(outline.source(), block.text.span(start..end)))
    });
    of_row.or(in_prose)
}

/// Things that a delivery is, or has.
const OWN: &str = "call callback deliveries delivery event events hook message notification request webhook";
/// Nouns behind such a word that make something else of it: the webhook endpoint.
const PARTS: &str =
    "account|app|application|config(?:uration)?|customer|endpoint|integration|registration|subscription|url|user";

/// Returns true if a thing is not a delivery: `order`, or `webhook` before `endpoint`.
fn is_thing(what: &str, part: Option<regex::Match<'_>>) -> bool {
    part.is_some() || !OWN.split(' ').any(|own| what.eq_ignore_ascii_case(own))
}

pub(super) fn is_id_of_other(text: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            concat!(
                r"(?i)\bsame\b[^.]*\b(?:events|accounts?|customers?|orders?)\b|\bnot unique\b",
                r"|\b(?:(?:id|identifier|key) of|identif(?:y|ies)) (?:the|an?|its|your|our) (?P<what>[\w-]+)(?: (?P<part>{parts}|{yours})\b)?",
            ),
            parts = PARTS,
            yours =
                "(?:(?:that|which) )?you (?:have |had )?(?:added|configured|created|made|registered|set up|subscribed)",
        ))
    });
    let mut found = OTHER.captures_iter(text);
    found.any(|found| found.name("what").is_none_or(|what| is_thing(what.as_str(), found.name("part"))))
}

/// Returns true if a text says that something is the time at which an event happened, or was sent.
fn is_time_of_delivery(text: &str) -> bool {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)\b(?:when|at which|time (?:of|that)) (?:the|each|this|an?) (?:(?:webhook )?(?:event|delivery|notification) (?:(?:was|is|has|itself|first) )*",
            r"(?:created|delivered|emitted|fired|generated|happen(?:s|ed)|occur(?:s|red)|published|sent|triggered|took place)\b",
            r"|webhook (?:was |is )(?:delivered|emitted|fired|sent|triggered)\b|(?:webhook )?(?:event|delivery|notification)\W*$)",
        ))
    });
    TIME.is_match(text)
}

fn is_time_of_other(text: &str) -> bool {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b(?:when|at which) (?:the|an?|its|your|our) (?P<what>[\w-]+)(?: (?P<part>{PARTS}))? (?:was|is|were|has been) (?:added|created|made|opened|placed|registered|set up)\b",
        ))
    });
    // `The time at which the object was created` is about the delivery, too.
    let is_body = |what: &str| matches!(what.to_lowercase().as_str(), "body" | "envelope" | "object" | "payload");
    let mut found = OTHER.captures_iter(text);
    found.any(|found| !is_body(&found["what"]) && is_thing(&found["what"], found.name("part")))
}

/// Returns true if a value, or one inside of it, is this text.
fn holds(node: &Node, text: &str) -> bool {
    let elements = node.as_array().unwrap_or_default().iter();
    let members = node.as_object().unwrap_or_default().iter().map(|member| &member.node);
    node.as_str() == Some(text) || elements.chain(members).any(|inner| holds(inner, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_deliveries_are_found() {
        for (text, is_it) in [
            ("When the event was sent", true),
            ("Time at which the delivery was sent", true),
            ("The time of the event.", true),
            ("When the webhook was fired", true),
            ("When the webhook was created", false),
            ("When the event's order was paid", false),
            ("When the order was paid", false),
            ("The time of the event's order", false),
        ] {
            assert_eq!(is_time_of_delivery(text), is_it, "{text}");
        }
    }

    #[test]
    fn descriptions_of_something_else_are_found() {
        for (text, of_id, of_time) in [
            ("The ID of the webhook endpoint", true, false),
            ("id identifies the order, not the event", true, false),
            ("The id of the order", true, false),
            ("The id of the event", false, false),
            ("The id of the webhook", false, false),
            ("The id of the webhook that you have registered", true, false),
            ("The id of the webhook you created", true, false),
            ("The id of the event you receive", false, false),
            ("It identifies the delivery", false, false),
            ("Identifies an event uniquely", false, false),
            ("When the endpoint was created", false, true),
            ("The time at which your webhook subscription was created", false, true),
            ("When the event was created", false, false),
            ("Time at which the object was created", false, false),
            ("When the order was paid", false, false),
        ] {
            assert_eq!((is_id_of_other(text), is_time_of_other(text)), (of_id, of_time), "{text}");
        }
    }
}
