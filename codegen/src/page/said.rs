//! Sentences outside of events that change what a receiver has to do. They are not read: a person decides.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::page::block::{Block, Kind};
use crate::page::pattern::pattern;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Source};

/// The place of the first sentence of each kind.
#[derive(Debug)]
pub(crate) struct Said {
    /// A request may have several events.
    pub(crate) batch: Option<Place>,
    /// A body may not be JSON.
    pub(crate) form: Option<Place>,
    /// The vendor may send a request that expects an answer.
    pub(crate) handshake: Option<Place>,
}

/// Finds the sentences. Those below the heading of an event, for which `is_event` is true, are about its payload, which may well have a list
/// of messages.
pub(super) fn read(source: &Arc<Source>, blocks: &[Block], is_event: &dyn Fn(&Block) -> bool) -> Said {
    let outside = outside(blocks, is_event);
    let first = |pattern: &Regex| {
        let mut found = outside.iter().filter_map(|block| {
            let text = block.text.text();
            let found = pattern.find_iter(text).find(|found| !is_denied(&text[..found.start()], found.as_str()))?;
            Some(Place::new(source, block.text.span(found.range())))
        });
        found.next()
    };
    Said { batch: first(&BATCH), form: first(&FORM), handshake: first(&HANDSHAKE) }
}

/// Returns the paragraphs outside of events.
pub(super) fn outside<'b>(blocks: &'b [Block], is_event: &dyn Fn(&Block) -> bool) -> Vec<&'b Block> {
    // The level of the event's heading; a bold line is below all headings.
    let mut open: Option<u8> = None;
    let is_outside = |block: &&Block| {
        let level = if let Kind::Heading { level, .. } = block.kind { Some(level) } else { None };
        if is_event(block) {
            open = Some(level.unwrap_or(u8::MAX));
        } else if level.is_some_and(|level| open.is_some_and(|open| level <= open)) {
            open = None;
        }
        matches!(block.kind, Kind::Paragraph { .. }) && open.is_none() && !block.text.text().contains(" | ")
    };
    blocks.iter().filter(is_outside).collect()
}

/// Returns true if a sentence says that something is not so.
fn is_denied(before: &str, found: &str) -> bool {
    static DENIAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:not|never|no|without|cannot|rather than|unlike|instead of|until|was|were)\b|n['’]t\b")
    });
    let sentence = before.rsplit(['.', '!', '?']).next().unwrap_or_default();
    let last: Vec<&str> = sentence.split_whitespace().rev().take(4).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    DENIAL.is_match(&last.join(" ")) || DENIAL.is_match(found)
}

static BATCH: LazyLock<Regex> = LazyLock::new(|| {
    let events = r"(?:(?:event|notification) objects|events|deliveries|notifications|messages|webhooks)";
    let some = r"(?:[\w-]+\s){0,4}";
    let number = r"(?:\d+|ten|fifty|(?:one|two|a|several|many|five|ten) hundred|one or more|several|multiple|many)";
    let body = "(?:request|body|post|payload|delivery|array|batch|call)";
    pattern(
        &[
            format!(r"(?i)\b(?:array|batch|batches)\s(?:of|with|containing)\s{some}{events}\b"),
            format!(r"\b(?:array|batch)\b[^.!?]{{0,40}}\b(?:up\sto|at\smost|as\smany\sas)\s{number}\s{some}{events}\b"),
            format!(r"\b{events}\s(?:are|may\sbe|can\sbe|might\sbe)\s{some}(?:batched|(?:grouped\s)?in\s(?:batches|groups|an?\sarray))\b"),
            format!(r"\b{number}\s{events}\s{some}(?:in|per|with)\s(?:the\s)?(?:one|an?|each|same)\s{some}{body}\b"),
            format!(r"\b(?:(?:one|an?|each|every|the)\s)+{body}\s(?:has|have|holds|contains|carries|includes|may\s\w+|can\s\w+)\s{some}{number}\s{events}\b"),
        ]
        .join("|"),
    )
});

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"(?:xml|soap|gzip(?:ped)?|deflated?|brotli|compressed|ndjson|json lines|msgpack|messagepack|protobuf|protocol buffers|avro|cbor)";
    let body = r"(?:bod(?:y|ies)|payloads?|deliver(?:y|ies)|requests?|webhooks?|events?|notifications?|callbacks?)";
    pattern(
        &[
            r"(?i)x-www-form-urlencoded|multipart/form-data|\bform[- ](?:url[- ]?)?encoded\b|\bnewline[- ]delimited\b"
                .to_owned(),
            format!(r"\b{body}\b[^.!?]{{0,60}}\b{form}\b|\b{form}\b[^.!?]{{0,20}}\b{body}\b"),
        ]
        .join("|"),
    )
});

static HANDSHAKE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:send|sends|return|returns|respond|responds|reply|answer|echo|contains?|has) [^.!?]{0,40}\bchallenge\b|\bchallenge (?:request|response|value|parameter|token)s?\b|\burl[_ ]v(?:erific|alid)ation\b|\bvalidation[_ ]?tokens?\b|\bhub\.(?:challenge|mode)|\bverification (?:request|ping)s?\b|\bwebhook handshake\b",
    )
});

/// Warns of a sentence about bodies that are not JSON.
pub(crate) fn other_form(place: &Place) -> Diagnostic {
    Diagnostic::warning("body-not-json", "this may say that bodies are not JSON")
        .labelled(place.clone(), "the receiver reads JSON")
        .help("if it is about deliveries, the crate cannot read them; otherwise leave it as it is")
}

/// Warns of a sentence about a handshake.
pub(crate) fn unread_handshake(place: &Place) -> Diagnostic {
    Diagnostic::warning("handshake-not-read", "this may describe a request that the receiver has to answer")
        .labelled(place.clone(), "no handshake was imported")
        .help("if the vendor sends one, describe it in `[[handshakes]]` of the catalogue")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::mapped::Mapped;

    fn found(sentence: &str) -> Vec<&'static str> {
        let source = Source::new("page.md", sentence);
        let block = Block::new(Kind::PLAIN, Mapped::verbatim(sentence, 0..sentence.len()));
        let Said { batch, form, handshake } = read(&source, &[block], &|_| false);
        let kinds = [("batch", batch), ("form", form), ("handshake", handshake)];
        kinds.into_iter().filter_map(|(kind, place)| place.map(|_| kind)).collect()
    }

    #[test]
    fn sentences_about_the_body_are_found() {
        for (sentence, kinds) in [
            ("The body is a JSON array: up to 100 events per request.", vec!["batch"]),
            ("A request has one or more events.", vec!["batch"]),
            ("Webhooks are batched every second.", vec!["batch"]),
            ("It is an array of event objects, with at most 100 notifications.", vec!["batch"]),
            ("An array, with at most 100 notifications.", vec!["batch"]),
            ("A request has one event.", vec![]),
            ("All events are listed below.", vec![]),
            ("Events are never batched.", vec![]),
            ("We send the parameter `payload` as application/x-www-form-urlencoded.", vec!["form"]),
            ("The body is XML.", vec!["form"]),
            ("Bodies are compressed with gzip.", vec!["form"]),
            ("Bodies are not compressed.", vec![]),
            ("The body is JSON.", vec![]),
            ("We send a challenge, which you return as plain text.", vec!["handshake"]),
            ("The first request has the type `url_verification`.", vec!["handshake"]),
            ("We do not send a challenge.", vec![]),
            ("The biggest challenge is that deliveries may arrive twice.", vec![]),
            ("The TLS handshake must not fail.", vec![]),
            ("Each endpoint receives up to 100 events per second.", vec![]),
            ("Events are grouped by resource.", vec![]),
            ("We send JSON rather than XML payloads.", vec![]),
            ("The payload was XML until 2019.", vec![]),
        ] {
            assert_eq!(found(sentence), kinds, "{sentence}");
        }
    }
}
