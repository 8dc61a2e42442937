//! The id and the time of a delivery: a member has this role by its name, unless the page says that it belongs to something else.

use std::cell::LazyCell;

use crate::documentation::DocumentedEnvelope;
use crate::json::Node;
use crate::page::block::Block;
use crate::page::outline::Outline;
use crate::page::pattern::{pattern, regex};
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
    // Few texts have the name of a member, and a pattern is costly.
    let subject = LazyCell::new(|| {
        pattern(&format!(
            r#"(?:^|\(|\b(?i:the|that|its?|this|a|member|field|property|attribute|key|where) )["'“‘]?{}["'”’]? (?:only )?(?:{verbs})\b"#,
            regex::escape(member)
        ))
    });
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    let in_prose = outside.into_iter().find_map(|block| {
        let text = block.text.text();
        let start = text.contains(member).then(|| subject.find(text))??.start();
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
    let other = regex!(&format!(
        concat!(
            r"(?i)\bsame\b[^.]*\b(?:events|accounts?|customers?|orders?)\b|\bnot unique\b",
            r"|\b(?:(?:id|identifier|key) of|identif(?:y|ies)) (?:the|an?|its|your|our) (?P<what>[\w-]+)(?: (?P<part>{parts}|{yours})\b)?",
        ),
        parts = PARTS,
        yours = "(?:(?:that|which) )?you (?:have |had )?(?:added|configured|created|made|registered|set up|subscribed)",
    ));
    let mut found = other.captures_iter(text);
    found.any(|found| found.name("what").is_none_or(|what| is_thing(what.as_str(), found.name("part"))))
}

fn is_time_of_other(text: &str) -> bool {
    let other = regex!(&format!(
        r"(?i)\b(?:when|at which) (?:the|an?|its|your|our) (?P<what>[\w-]+)(?: (?P<part>{PARTS}))? (?:was|is|were|has been) (?:added|created|made|opened|placed|registered|set up)\b",
    ));
    // `The time at which the object was created` is about the delivery, too.
    let is_body = |what: &str| matches!(what.to_lowercase().as_str(), "body" | "envelope" | "object" | "payload");
    let mut found = other.captures_iter(text);
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
