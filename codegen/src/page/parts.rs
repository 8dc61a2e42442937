//! The parts of a request whose bodies have no envelope.

use std::cell::LazyCell;

use codegen_runtime::format::date_time;

use crate::catalog::PartFacts;
use crate::documentation::claim::{self, Claims};
use crate::documentation::naming::{self, Naming};
use crate::documentation::{DocumentedEvent, parts};
use crate::json::{Node, Value};
use crate::page::block::Block;
use crate::page::fact::is_id_of_delivery;
use crate::page::outline::Outline;
use crate::page::pattern::{pattern, regex};
use crate::page::role::{described, is_id_of_other};
use crate::page::said;
use crate::source::location::Pointer;
use crate::source::visible;

/// A member that the page describes as a part of a delivery.
pub(super) struct Described {
    pointer: Pointer,
    /// True if the description can be about nothing else.
    is_sure: bool,
}

/// Returns the parts of a request without an envelope, if the examples or the schema of every event have its name. `id_header` is a header
/// whose name says that it has the id of a delivery; the page describes the members with the id and the time as such.
pub(super) fn find(
    events: &[DocumentedEvent],
    id_header: Option<&str>,
    [id, sent_at]: [Option<Described>; 2],
) -> PartFacts {
    let claims: Vec<Claims> = events
        .iter()
        .map(|event| {
            let mut claims = Claims::new();
            event.examples.iter().for_each(|example| claim::add_example(&mut claims, &example.root));
            claim::add_constants(&mut claims, &event.schema.root);
            claims
        })
        .collect();
    let named: Vec<(&str, &Claims)> = events.iter().map(|event| event.wire_name.as_str()).zip(&claims).collect();
    let is_shared = |it: &Described| parts::is_shared(&named, &it.pointer.to_string());
    let id = id.map(|id| Described { is_sure: id.is_sure && !is_shared(&id), ..id });
    let sure = |part: &Option<Described>| part.as_ref().filter(|it| it.is_sure).map(|it| it.pointer.to_string());
    let mut parts = PartFacts { id: sure(&id), sent_at: sure(&sent_at), ..PartFacts::default() };
    if let Some(Naming { members, .. }) = naming::naming(&named).filter(|naming| {
        let has_name = |(name, claims): &(&str, &Claims)| {
            let values: Option<Vec<&str>> = naming.members.iter().map(|member| claims.get(member)?.value()).collect();
            values.is_some_and(|values| values.join(".") == *name)
        };
        named.iter().all(has_name)
    }) {
        parts.event = members.iter().map(Pointer::to_string).collect();
    }
    parts::propose_delivery(&named, id_header, &mut parts);
    for (key, is_written, part) in [("id", parts.id.is_some(), id), ("sent_at", parts.sent_at.is_some(), sent_at)] {
        let key = format!("{key} = ");
        let is_open = !is_written && !parts.suggested.iter().any(|line| line.starts_with(&key));
        if let Some(part) = part.filter(|_| is_open) {
            suggest(&mut parts, format!("{key}{{ member = {} }}", visible::in_toml(&part.pointer.to_string())));
        }
    }
    parts
}

/// Adds a line for a person to confirm to those of the delivery.
fn suggest(parts: &mut PartFacts, line: String) {
    if parts.suggested.last().is_some_and(|last| last.starts_with("id = ") || last.starts_with("sent_at = ")) {
        parts.suggested.push(line);
    } else {
        let is_written = parts.id.is_some() || parts.sent_at.is_some();
        parts::suggest(parts, if is_written { "in [delivery] above:" } else { "[delivery]" }, vec![line]);
    }
}

/// Returns the members of bodies without an envelope that the page describes as the id and the time of a delivery.
pub(super) fn described_parts(
    events: &[DocumentedEvent],
    outline: &Outline,
    blocks: &[Block],
) -> [Option<Described>; 2] {
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
    let described = |is_sure: bool| move |pointer: Pointer| Described { pointer, is_sure };
    let time = |is_it: fn(&str) -> bool| find(&|name| is_common(name, &is_date) && says(name, is_it));
    let id = find(&|name| is_common(name, &is_text) && is_id(name)).map(described(true));
    let sent_at = time(is_time_of_delivery).map(described(true));
    [id, sent_at.or_else(|| time(is_likely_time).map(described(false)))]
}

/// Returns true if a sentence outside of events says that attempts to deliver an event have the same value of a member.
fn is_same_in_retries(member: &str, outline: &Outline, blocks: &[Block]) -> bool {
    // Few texts have the name of a member, and a pattern is costly.
    let same = LazyCell::new(|| {
        pattern(&format!(
            r#"(?i)\b(?:retry|retries|retried|attempts?|redeliver\w+)\b[^.]*\bthe same (?-i:["'“‘]?{}["'”’]?)(?:[^\w.]|\.?$|\.\s)"#,
            regex::escape(member)
        ))
    });
    let outside = said::outside(blocks, &|block| outline.is_event(block));
    outside.into_iter().map(|block| block.text.text()).any(|text| text.contains(member) && same.is_match(text))
}

/// Returns true if a text says that something is the time at which an event happened, or was sent.
fn is_time_of_delivery(text: &str) -> bool {
    let time = regex!(concat!(
        r"(?i)\b(?:when|at which|time (?:of|that)) (?:the|each|this|an?) (?:(?:webhook )?(?:event|delivery|notification) (?:(?:was|is|has|itself|first) )*",
        r"(?:created|delivered|emitted|fired|generated|happen(?:s|ed)|occur(?:s|red)|published|sent|triggered|took place)\b",
        r"|webhook (?:was |is )(?:delivered|emitted|fired|sent|triggered)\b)",
    ));
    time.is_match(text)
}

/// Returns true for the time of an event without a verb: a concert is an event, too, and a parcel has a delivery.
fn is_likely_time(text: &str) -> bool {
    let time = regex!(r"(?i)\btime (?:of|that) (?:the|each|this|an?) (?:webhook )?(?:event|delivery|notification)\W*$");
    time.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_deliveries_are_found() {
        for (text, is_it) in [
            ("When the event was sent", (true, false)),
            ("Time at which the delivery was sent", (true, false)),
            ("The time of the event.", (false, true)),
            ("When the webhook was fired", (true, false)),
            ("When the webhook was created", (false, false)),
            ("When the event's order was paid", (false, false)),
            ("When the order was paid", (false, false)),
            ("The time of the event's order", (false, false)),
        ] {
            assert_eq!((is_time_of_delivery(text), is_likely_time(text)), is_it, "{text}");
        }
    }
}
