//! The headers of a delivery that have the event's name and the delivery's id, as prose and sample requests name them.

use std::collections::BTreeMap;

use crate::documentation::parts::OF_ANOTHER;
use crate::page::event_mention::is_host_or_id;
use crate::page::fact::header_mention::{
    Context, Mention, headers, mentions, segments, signature_segment, without_headers,
};
use crate::page::fact::purpose::{is_id_of_delivery, is_name_of_event};
use crate::page::note;
use crate::page::pattern::regex;
use crate::page::role;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;
use crate::source::visible::in_toml;

/// The evidence that a header has the name of the event; more is greater.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Name,
    Sentence,
    Value,
}

/// The header with a part of a delivery, and what else the page says about it.
pub(super) struct Found<'t> {
    pub(super) header: Option<String>,
    pub(super) contradicted: Option<Contradiction<'t>>,
    /// The mention of the header, and that of another one that may have the part as well.
    ambiguous: Option<(Mention<'t>, Mention<'t>)>,
}

/// Two statements about a header that contradict each other.
pub(super) struct Contradiction<'t> {
    pub(super) header: &'t str,
    /// The mention with the part of the delivery.
    one: Mention<'t>,
    other: Mention<'t>,
}

impl<'t> Found<'t> {
    /// Takes the first of the mentions with equal evidence.
    fn first_of(likely: &[Mention<'t>], contradicted: impl FnOnce() -> Option<Contradiction<'t>>) -> Self {
        let Some(first) = likely.first() else {
            return Self { header: None, contradicted: contradicted(), ambiguous: None };
        };
        let other = likely.iter().find(|mention| mention.key() != first.key());
        let ambiguous = other.map(|other| (*first, *other));
        Self { header: Some(first.header.to_owned()), contradicted: None, ambiguous }
    }

    /// Returns warnings about the header of a part; `place` returns the place of a mention.
    pub(super) fn warnings(&self, part: Part, place: &dyn Fn(&Mention<'_>) -> Place) -> Vec<Diagnostic> {
        let contradicted = self.contradicted.as_ref().map(|found| contradicted(found, part, place));
        let ambiguous = self.ambiguous.as_ref().map(|(taken, other)| ambiguous(taken, other, part, place));
        contradicted.into_iter().chain(ambiguous).collect()
    }
}

/// A part of a delivery that a header may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Event,
    Id,
}

/// Returns the header with the name of the event: the one with the best evidence, or the first of several such headers. `events` are the
/// documented names.
pub(super) fn event<'t>(mentions: &[Mention<'t>], signature: Option<&str>, events: &[&str]) -> Found<'t> {
    let family = signature.and_then(|header| Some(segments(header)[..signature_segment(header)?].to_vec()));
    let claimed = |mention: &Mention<'t>| {
        let segments = segments(mention.header);
        // A sentence says it of a header with any name, and then `X-Acme-Trigger` is not of another event.
        let is_said = is_said_alone(mention, is_name_of_event);
        let is_said =
            is_said && !segments.iter().any(|word| matches!(word.as_str(), "signature" | "sig" | "timestamp"));
        let others = &segments[..segments.len() - usize::from(is_said)];
        let is_of_another = others.iter().any(|word| OF_ANOTHER.split(' ').any(|other| other == word));
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let belongs = segments[0] == "x" || family.as_ref().is_some_and(|family| segments.starts_with(family));
        let is_named = matches!(names.as_slice(), [.., "event" | "topic"] | [.., "event", "type" | "name" | "key"]);
        let evidence = evidence(mention, events).filter(|_| mention.is_sent())?;
        (!is_of_another && (is_named || is_said) && (belongs || evidence > Evidence::Name)).then_some(evidence)
    };
    let denials = denials(mentions, &|mention| refutes(mention, events));
    let candidates = mentions.iter().filter(|mention| !denials.contains_key(&mention.key()));
    let candidates = candidates.filter_map(|mention| Some((claimed(mention)?, *mention)));
    let candidates: Vec<(Evidence, Mention<'t>)> = candidates.collect();
    let best = candidates.iter().map(|(evidence, _)| evidence).max();
    let likely = candidates.iter().filter(|(evidence, _)| Some(evidence) == best).map(|(_, mention)| *mention);
    let is_claim = |mention: &Mention<'t>| claimed(mention) > Some(Evidence::Name);
    Found::first_of(&likely.collect::<Vec<_>>(), || contradiction(mentions, &is_claim, &denials))
}

/// Returns the first mention of each header that says that it is not sent, or refutes that it has a part of a delivery.
fn denials<'t>(mentions: &[Mention<'t>], refutes: &dyn Fn(&Mention<'t>) -> bool) -> BTreeMap<String, Mention<'t>> {
    let denies = |mention: &&Mention<'t>| mention.is_gone() || (mention.is_sent() && refutes(mention));
    mentions.iter().rev().filter(denies).map(|mention| (mention.key(), *mention)).collect()
}

/// Finds the first header with a part of a delivery about which another mention says something else.
fn contradiction<'t>(
    mentions: &[Mention<'t>],
    is_claim: &dyn Fn(&Mention<'t>) -> bool,
    denials: &BTreeMap<String, Mention<'t>>,
) -> Option<Contradiction<'t>> {
    let mut claims = mentions.iter().filter(|mention| denials.contains_key(&mention.key()) && is_claim(mention));
    let one = *claims.next()?;
    Some(Contradiction { header: one.header, one, other: denials[&one.key()] })
}

/// Warns of a contradiction.
fn contradicted(found: &Contradiction<'_>, part: Part, place: &dyn Fn(&Mention<'_>) -> Place) -> Diagnostic {
    let (what, section, line) = part.of(found.header);
    let message = format!("the page contradicts itself about the header `{}`", found.header);
    let label = if found.other.is_gone() { "this may say that it is not sent" } else { "this says something else" };
    let warning = Diagnostic::warning("header-contradicted", message).labelled(place(&found.other), label);
    let warning = warning.related(place(&found.one), format!("here it has {what}"));
    warning.help(format!("it is not read: if it has {what}, write `{line}` in `[{section}]` of the catalogue"))
}

/// Warns of another header that may have the same part.
fn ambiguous(
    taken: &Mention<'_>,
    other: &Mention<'_>,
    part: Part,
    place: &dyn Fn(&Mention<'_>) -> Place,
) -> Diagnostic {
    let (what, section, line) = part.of(other.header);
    let message = format!("two headers may have {what}: `{}` and `{}`", taken.header, other.header);
    let warning = Diagnostic::warning("several-headers", message).labelled(place(other), "this one is not read");
    let warning = warning.related(place(taken), "this one is read");
    warning.help(format!("if it is the other one, write `{line}` in `[{section}]` of the catalogue"))
}

impl Part {
    /// Returns its words, the section of the catalogue, and the line there that names a header.
    fn of(self, header: &str) -> (&'static str, &'static str, String) {
        let header = in_toml(header);
        match self {
            Self::Event => ("the name of the event", "event", format!("header = {header}")),
            Self::Id => ("the id of the delivery", "delivery", format!("id = {{ header = {header} }}")),
        }
    }
}

/// Returns true for a mention that shows that the header's value is not the name of an event: an id, or another text.
fn refutes(mention: &Mention<'_>, events: &[&str]) -> bool {
    let id = regex!(
        r"(?i)\b(?:unique|id|identifier|uuid|guid)\b.*\b(?:event|delivery|message|notification|request)\b|\b(?:event|delivery|message|notification|request)(?:['’]s)? (?:unique )?(?:id|identifier|uuid|guid)\b"
    );
    let kind = regex!(r"(?i)\b(?:types?|names?|topics?|kinds?|which)\b");
    let plain = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    match mention.context {
        Context::Sample(value) => {
            let is_placeholder = value.starts_with(['<', '{', '[', '$', '(']) || kind.is_match(value);
            let is_known = events.iter().any(|event| value.contains(*event) || plain(value) == plain(event));
            let is_name = !value.contains(char::is_whitespace) && !is_host_or_id(value);
            !value.is_empty() && !is_placeholder && !is_known && !is_name
        }
        Context::Sentence(text) => {
            let is_alone = mentions(text).count() == 1;
            let others = without_headers(text);
            let is_named = events.iter().any(|event| text.contains(event));
            is_alone && !is_named && id.is_match(&others) && !kind.is_match(&others)
        }
    }
}

/// Returns the evidence of a mention; `None` if it says that the header has something else.
fn evidence(mention: &Mention<'_>, events: &[&str]) -> Option<Evidence> {
    match mention.context {
        Context::Sample(value) => Some(if events.contains(&value) { Evidence::Value } else { Evidence::Name }),
        Context::Sentence(text) => {
            if events.iter().any(|event| text.contains(event)) {
                Some(Evidence::Value)
            } else if regex!(r"(?i)\b(?:events?|topics?|types?|kinds?|names?)\b").is_match(&without_headers(text)) {
                Some(Evidence::Sentence)
            } else if definition(text, mention.header).is_some() {
                None
            } else {
                Some(Evidence::Name)
            }
        }
    }
}

/// Returns the first header whose name says that it has the id of a delivery, unless the page says something else.
pub(super) fn id<'t>(mentions: &[Mention<'t>]) -> Found<'t> {
    let is_id = |header: &str| {
        let segments = segments(header);
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let is_own =
            names.iter().all(|name| *name != "subscription" && !OF_ANOTHER.split(' ').any(|word| word == *name));
        is_own
            && matches!(
                names.as_slice(),
                ["x", .., "delivery"]
                    | [.., "delivery" | "event" | "message" | "notification" | "webhook", "id" | "uuid"]
            )
    };
    let of = |is_it: &dyn Fn(&Mention<'t>) -> bool| mentions.iter().filter(|it| is_it(it)).copied().collect::<Vec<_>>();
    let mut named: Vec<Mention<'t>> = of(&|mention| is_id(mention.header));
    if named.is_empty() {
        named = of(&|mention| is_said_id(mention));
    }
    let denials = denials(&named, &is_no_id);
    let sent = named.iter().filter(|mention| mention.is_sent() && !denials.contains_key(&mention.key()));
    let is_claim = |mention: &Mention<'t>| mention.is_sent() && is_called_id(mention) && !is_no_id(mention);
    Found::first_of(&sent.copied().collect::<Vec<_>>(), || contradiction(&named, &is_claim, &denials))
}

/// Returns true for a sentence about this header alone that says something of it.
fn is_said_alone(mention: &Mention<'_>, is_it: fn(&str) -> bool) -> bool {
    match mention.context {
        Context::Sentence(text) => mentions(text).count() == 1 && is_it(&without_headers(text)),
        Context::Sample(_) => false,
    }
}

/// Returns true for a sentence that says of a header with any name that it identifies the delivery.
fn is_said_id(mention: &Mention<'_>) -> bool {
    const OTHERS: &str = "sig signature hmac timestamp time event topic attempt retry nonce";
    let segments = segments(mention.header);
    let is_other = |word: &String| OTHERS.split(' ').chain(OF_ANOTHER.split(' ')).any(|other| other == word);
    let is_last = segments.last().is_some_and(is_other);
    !is_last && mention.is_sent() && is_said_alone(mention, is_id_of_delivery) && !is_no_id(mention)
}

/// Returns true for a sentence that says that the header has an id.
fn is_called_id(mention: &Mention<'_>) -> bool {
    let id = regex!(r"(?i)\b(?:ids?|uuid|guid|unique|identif\w+|idempoten\w+|duplicates?|dedup\w*|twice)\b");
    match mention.context {
        Context::Sentence(text) => id.is_match(&without_headers(text)),
        Context::Sample(_) => false,
    }
}

/// Returns true for a sentence about this header alone that says that it has something else: the id of another thing, one that changes with
/// each attempt, or no id at all.
fn is_no_id(mention: &Mention<'_>) -> bool {
    let varies = regex!(
        r"(?i)\b(?:new|different|another|changes|differs|unique|own)\b[^.]*\b(?:each|every|per|any|of the|between|with an?)\b[^.]*\b(?:attempts?|retry|retries)\b"
    );
    // `Unique for each delivery, the same for retries`.
    let stays = regex!(
        r"(?i)\b(?:unique|own)\b.*\b(?:same|identical|unchanged|constant|stable|stays|kept|keeps|persists|reused?)\b"
    );
    let denied = regex!(r"(?i)\b(?:not|never) (?:the )?(?:same|identical|kept|reused?)\b");
    // `A unique id for each attempt, while the body stays the same`.
    let of_attempt = regex!(concat!(
        r"(?i)\b(?:new|different|another|changes|differs|unique|own)",
        r"(?: (?:ids?|identifiers?|uuid|guid|key|value|string|number|a|an|the|for|of|in|on|at|to|with)){0,5}",
        r" (?:each|every|per|any)(?: single| individual| new)?(?: delivery| request)? (?:attempts?|retry|retries)\b",
    ));
    let Context::Sentence(text) = mention.context else { return false };
    let others = without_headers(text);
    let changes = varies.is_match(&others)
        && (!stays.is_match(&others) || denied.is_match(&others) || of_attempt.is_match(&others));
    let is_other = changes || role::is_id_of_other(&others);
    let is_defined = || definition(text, mention.header).is_some_and(|text| !is_value(text)) && !is_called_id(mention);
    mentions(text).count() == 1 && (is_other || is_defined())
}

/// Returns true for a definition that is nothing but an example of an id.
fn is_value(definition: &str) -> bool {
    let is_mark = |found: char| found.is_whitespace() || "`*:|—–-=\"".contains(found);
    let value = definition.trim_matches(is_mark);
    let has = |is_it: fn(&char) -> bool| value.chars().any(|found| is_it(&found));
    !value.contains(char::is_whitespace)
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !regex!(r"^\d{4}-\d\d-\d\d").is_match(value)
}

/// Returns the definition of a header that a text is: `X-Acme-Event: the event type`.
fn definition<'t>(text: &'t str, header: &str) -> Option<&'t str> {
    let found = headers(text).find(|found| found.as_str() == header)?;
    let (before, behind) = (&text[..found.start()], &text[found.end()..]);
    let behind = &behind[note::length(behind)..];
    let is_definition = !before.contains(char::is_alphanumeric)
        && behind.trim_start_matches(['`', '*', ' ']).starts_with([':', '|', '—', '–', '-', '=']);
    (is_definition && behind.contains(char::is_alphanumeric)).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::fact::header_mention::mentioned;

    fn read(prose: &str, sample: &str) -> (Option<String>, Option<String>) {
        let (prose, samples) = ([prose.to_owned()], [sample]);
        let found = mentioned(&prose, &samples);
        (event(&found, Some("X-Acme-Signature"), &["order.paid"]).header, id(&found).header)
    }

    #[test]
    fn the_best_evidence_decides() {
        for (prose, sample, header) in [
            ("X-Acme-Event names it.", "", Some("X-Acme-Event")),
            ("X-Acme-Topic: the account. X-Acme-Event: the event type.", "", Some("X-Acme-Event")),
            ("X-Acme-Topic and X-Acme-Event are sent.", "X-Acme-Event: order.paid", Some("X-Acme-Event")),
            ("X-Acme-Topic: the account.", "", None),
            ("`X-Acme-Topic` | The account", "", None),
            ("We do not send a header such as X-GitHub-Event.", "", None),
            ("X-Acme-Event is no longer sent.", "", None),
            ("X-Acme-Event is used to identify the event type.", "", Some("X-Acme-Event")),
            ("X-Acme-Event names the event, you don't have to parse the body.", "", Some("X-Acme-Event")),
            ("`X-Acme-Event`: `order.paid`, for example.", "", Some("X-Acme-Event")),
            ("Acme-Event: the event type.", "", Some("Acme-Event")),
            ("Acme-Event is there, too.", "", None),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: Order Hook", None),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: b54557e4-bdd9-4b37", None),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: Order.Paid", Some("X-Acme-Event")),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: <event type>", Some("X-Acme-Event")),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: the name of the event", Some("X-Acme-Event")),
            ("X-Acme-Event is sent, too.", "X-Acme-Event: order.lost", Some("X-Acme-Event")),
            ("X-Acme-Parent-Event names the event that caused this one.", "", None),
            ("`X-Acme-Event` | A unique identifier of the event", "", None),
            ("`X-Acme-Event`: the event's id", "", None),
            ("X-Acme-Event identifies which event it is.", "", Some("X-Acme-Event")),
            ("X-Acme-Event | Name of the event that triggered the delivery", "", Some("X-Acme-Event")),
            ("In API requests, X-Acme-Event names the event.", "", None),
            ("Send X-Acme-Event with each call to our API.", "", None),
            ("`X-Acme-Topic`: e.g. `order.paid`.", "", Some("X-Acme-Topic")),
            ("X-Acme-Event: the event type, such as `order.removed`.", "", Some("X-Acme-Event")),
            ("X-Acme-Event: the event type. X-Acme-Event: a unique id of the event.", "", None),
            ("X-Acme-Event: the event type. X-Acme-Event is no longer sent.", "", None),
            ("X-Acme-Event and X-Acme-Event-Type are there. X-Acme-Topic: the topic.", "", Some("X-Acme-Topic")),
            ("X-Acme-Event-Id: sent beside X-Acme-Event.", "", Some("X-Acme-Event")),
            ("The header X-Acme-Action has the name of the event.", "", Some("X-Acme-Action")),
            ("The header `acme-event` has the name of the event.", "", Some("acme-event")),
            ("`X-Acme-Trigger` | The name of the event", "", Some("X-Acme-Trigger")),
            ("X-Acme-Trigger: the name of the event that caused this one.", "", None),
            ("X-Acme-Shop: the name of the event's shop.", "", None),
            ("X-Acme-Signature signs the name of the event.", "", None),
            ("Renamed `X-Acme-Topic` to `X-Acme-Event`.", "", Some("X-Acme-Event")),
            ("We renamed the header X-Acme-Event to X-Acme-Topic.", "", Some("X-Acme-Topic")),
            ("`X-Acme-Topic` was renamed to `X-Acme-Event`.", "", Some("X-Acme-Event")),
            ("`X-Acme-Event` (formerly `X-Acme-Topic`): the event type.", "", Some("X-Acme-Event")),
            ("`X-Acme-Topic` → `X-Acme-Event`", "", Some("X-Acme-Event")),
            ("X-Acme-Topic: the event type. Renamed `X-Acme-Topic` to `X-Acme-Kind`.", "", None),
            ("The name of the event is not in X-Acme-Action and X-Acme-Shop.", "", None),
        ] {
            assert_eq!(read(prose, sample).0.as_deref(), header, "{prose}");
        }
    }

    #[test]
    fn headers_of_ids_are_found() {
        for (prose, header) in [
            ("X-Acme-Delivery: the unique id of the delivery.", Some("X-Acme-Delivery")),
            ("X-Acme-Webhook-Id is the same in each attempt.", Some("X-Acme-Webhook-Id")),
            ("webhook-id identifies the message.", None),
            ("The header `webhook-id` identifies the message.", Some("webhook-id")),
            ("The idempotency-key header is the same for retries.", Some("idempotency-key")),
            ("The header X-Acme-Uuid identifies the delivery; retries have the same value.", Some("X-Acme-Uuid")),
            ("X-Acme-Guid | A unique id", Some("X-Acme-Guid")),
            ("Idempotency-Key: unique for each delivery.", Some("Idempotency-Key")),
            ("X-Request-Id: the id of the request.", Some("X-Request-Id")),
            ("X-Acme-Shop: identifies the shop.", None),
            ("X-Acme-Timestamp is the same for retries.", None),
            ("X-Acme-Attempt: a new id for each retry of the delivery.", None),
            ("X-Acme-Subscription-Event-Id: another one.", None),
            ("X-Acme-Event: the event type.", None),
            ("X-Acme-Delivery: the time of the delivery.", None),
            ("X-Acme-Delivery: the id of the shop.", None),
            ("X-Acme-Delivery is a new id in each attempt.", None),
            ("X-Acme-Delivery | Unique for each delivery", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | A unique id of the delivery, the same for retries", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | Unique for each delivery and identical across retries", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | Unique for each delivery, kept for every retry", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | A unique id for each attempt", None),
            (
                "`X-Acme-Delivery` | A unique id for each attempt, while the `event_id` in the body stays the same.",
                None,
            ),
            ("`X-Acme-Delivery` | Unique per delivery attempt; the body stays the same.", None),
            (
                "`X-Acme-Delivery` | A unique id for each delivery that is the same in every attempt",
                Some("X-Acme-Delivery"),
            ),
            ("`X-Acme-Delivery` | Unique per delivery, and each attempt has the same one", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | A unique id of the delivery, not the same for retries", None),
            ("`X-Acme-Delivery` | `72d3162e-cc78-11e3-81ab-4c9367dc0958`", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery`: `dlv_1a2b`", Some("X-Acme-Delivery")),
            ("`X-Acme-Delivery` | `2025-05-05T10:00:00Z`", None),
            ("`X-Acme-Delivery` | `1746439200`", None),
            ("`X-Acme-Delivery` | timestamp", None),
            ("X-Acme-Delivery is no longer sent.", None),
            ("X-Acme-Delivery and X-Acme-Event-Id: the time, and the id.", Some("X-Acme-Delivery")),
        ] {
            assert_eq!(read(prose, "").1.as_deref(), header, "{prose}");
        }
    }
}
