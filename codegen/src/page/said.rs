//! Sentences outside of events that change what a receiver has to do. They are not read: a person decides.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::page::block::{Block, Kind};
use crate::page::outline::{Json, Outline, Section};
use crate::page::pattern::{pattern, regex};
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
    /// The answer to a delivery may need a body.
    pub(crate) answer: Option<Place>,
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
    Said { batch: first(&BATCH), form: first(&FORM), handshake: first(&HANDSHAKE), answer: first(&ANSWER) }
}

/// Returns true if JSON is the body of a handshake: its text, or the lines around it, have the words for one.
pub(super) fn shows_handshake(around: &str, block: &Json) -> bool {
    let handshake_word = regex!(r"(?i)challenge|verification|handshake|validation");
    let members = block.document.root.as_object().unwrap_or_default();
    let mut words = members.iter().flat_map(|member| [Some(member.name.as_str()), member.node.as_str()]);
    words.any(|word| word.is_some_and(|word| handshake_word.is_match(word))) || HANDSHAKE.is_match(around)
}

/// Finds the sentence about a handshake below the heading of an event, if the event's name or its JSON has the words for one, too.
pub(super) fn handshake_below(outline: &Outline) -> Option<Place> {
    let of_section = |section: &Section| {
        let (source, start) = (&section.place.source, section.place.span.start);
        let first = section.blocks.first().filter(|block| shows_handshake(&section.wire_name, block))?;
        let text = source.text().get(start..first.place.span.start)?;
        let found = HANDSHAKE.find_iter(text).find(|found| !is_denied(&text[..found.start()], found.as_str()))?;
        Some(Place::new(source, start + found.start()..start + found.end()))
    };
    outline.sections.iter().find_map(of_section)
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
pub(super) fn is_denied(before: &str, found: &str) -> bool {
    let denial =
        regex!(r"(?i)\b(?:not|never|no|without|cannot|rather than|unlike|instead of|until|was|were)\b|n['’]t\b");
    let nothing = regex!(r"(?i)\b(?:empty|ignored?|ignores|any) (?:\w+ )?(?:body|text|response)");
    let sentence = before.rsplit(['.', '!', '?']).next().unwrap_or_default();
    let last: Vec<&str> = sentence.split_whitespace().rev().take(4).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    denial.is_match(&last.join(" ")) || denial.is_match(found) || nothing.is_match(found)
}

static BATCH: LazyLock<Regex> = LazyLock::new(|| {
    let events = r"(?:(?:event|notification) objects|events|deliveries|notifications|messages|webhooks)";
    let some = r"(?:[\w-]+\s){0,4}";
    let number = r"(?:\d+|ten|fifty|(?:one|two|a|several|many|five|ten) hundred|one or more|several|multiple|many)";
    let body = "(?:request|body|post|payload|delivery|array|batch|call)";
    let has = r"(?:has|have|holds|contains|carries|includes|(?:may|can|might|will)\s(?:have|hold|contain|carry|include|bundle))";
    let joined = "(?:sent|delivered|posted|combined|bundled|grouped|aggregated|collected|coalesced)";
    pattern(
        &[
            format!(r"(?i)\b(?:array|batch|batches)\s(?:of|with|containing)\s{some}{events}\b"),
            format!(r"\b(?:array|batch)\b[^.!?]{{0,40}}\b(?:up\sto|at\smost|as\smany\sas)\s{number}\s{some}{events}\b"),
            format!(r"\b{events}\s(?:are|may\sbe|can\sbe|might\sbe)\s{some}(?:batched|(?:grouped\s)?in\s(?:batches|groups|an?\sarray))\b"),
            format!(r"\b{number}\s{events}\s{some}(?:in|per|with)\s(?:the\s)?(?:one|an?|each|same)\s{some}{body}\b"),
            format!(r"\b(?:one|an?|each|every|the|single)\s(?:webhook|notification|message|callback)\s{has}\s{some}{number}\s{events}\b"),
            format!(r"\b{events}\b[^.!?;]{{0,60}}\b{joined}\s(?:together|(?:in(?:to)?\s)(?:one|an?|the\ssame)\s(?:\w+\s)?{body})\b"),
            format!(r"\b(?:up\sto|at\smost|as\smany\sas)\s{number}\s{events}\sat\s(?:a\stime|once)\b"),
            r"\bmore\sthan\sone\s(?:event|notification|delivery|message)\s(?:in|per|with|at)\s(?:the\s)?(?:one|an?|each|same)\b".to_owned(),
            format!(r"\b(?:body|payload|request)\s(?:is|has|contains|holds)\s(?:an?|the)\s(?:\w+\s)?(?:list|array)\sof\s{some}{events}\b"),
            r"\b(?:body|payload|top[\s-]level|root)\s(?:of\s(?:\w+\s){1,3})?is\s(?:always\s)?(?:an?|the)\s(?:json\s)?(?:array|list)\b".to_owned(),
            r"\bone\s(?:element|entry|item|object)\s(?:per|for\s(?:each|every))\s(?:event|notification|delivery|message)\b".to_owned(),
            format!(r"\b(?:batch|batches|bundle|bundles)\s(?:(?:the|your|our|several|multiple|all|many)\s)*{events}\b"),
            format!(r"\b{events}\b[^.!?;]{{0,60}}\b(?:arrive|come|(?:are|is)\s(?:sent|delivered|posted))\s(?:as|in)\san?\s(?:\w+\s)?(?:list|array|batch)\b"),
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
            r"\b(?:in|inside|as|of|into) (?:an? |the |one )?(?:\w+ )?form (?:field|parameter|data|variable)s?\b"
                .to_owned(),
            r"\b(?:in|inside|as) (?:an? |the |one )?(?:post|url-?encoded) (?:field|parameter|data|variable)s?\b"
                .to_owned(),
            format!(r"\b{body}\b[^.!?]{{0,60}}\b{form}\b|\b{form}\b[^.!?]{{0,20}}\b{body}\b"),
        ]
        .join("|"),
    )
});

static HANDSHAKE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(?:send|sends|return|returns|respond|responds|reply|answer|echo|contains?|has) [^.!?]{0,40}\bchallenge\b|\bchallenge (?:request|response|value|parameter|token)s?\b",
        r"|\burl[_ ]v(?:erific|alid)ation\b|\bvalidation[_ ]?tokens?\b|\bhub\.(?:challenge|mode)|\bverification (?:request|ping)s?\b|\bwebhook handshake\b",
        // A code that is sent once, and a subscription that is confirmed.
        r"|\b(?:send|sends|post|posts)\b[^.!?]{0,40}\b(?:one-time|validation|verification|confirmation) (?:[\w-]+ ){0,2}(?:code|token|string|key)\b",
        r"|\b(?:one-time|validation|verification|confirmation) (?:[\w-]+ ){0,2}(?:code|token|string|key)\b[^.!?]{0,40}\b(?:posted|sent|delivered)\b",
        r"|\bsubscribe_?url\b|\b(?:subscription )?confirmation (?:request|message|url|link)s?\b|\bconfirm(?:s|ing)? (?:the|your|its) (?:subscription|endpoint|webhook)\b",
        r#"|\bpings?\b[`"'”]?[^.!?]{0,20}\b(?:is|are) (?:sent|posted|delivered) (?:on|when|after|once|as soon)\b|\b(?:answer|respond|reply)\b[^.!?]{0,30}\bpong\b"#,
        // A check of the endpoint when it is saved.
        r"|\b(?:we|it) (?:\w+ ){0,3}(?:send|sends|make|makes|issue|issues) (?:an? |the |one )?(?:[\w-]+ ){0,2}(?:head|get|options|validation|test|ping) (?:request|call|event|webhook|delivery)\b",
        r"|\b(?:when|once|after|before) (?:you |an? |the |your )?(?:\w+ ){0,3}(?:sav|creat|add|regist|updat|activat)\w+[^.!?]{0,30}\bwe (?:\w+ )?(?:check|test|ping|probe|validate|call)\b",
    ))
});

static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    let verb = "(?:respond|reply|answer|return|acknowledge(?: (?:it|deliveries|events))?)";
    let content = r#"(?:text|string|word|body|json|xml|["'“`\[{])"#;
    let quoted = r#"(?:text|string|word|json|xml|[{\[]|["'“`][a-z{\[])"#;
    pattern(&format!(
        r"(?i)(?:^|[.!?,;:] |\b(?:then|please|and) ){verb} (?:to )?(?:(?:it|us|each|every|the|all|deliver(?:y|ies)|events?|requests?|webhooks?) )*(?:with|by)\b[^.!?;\d]{{0,20}}[\s(]{quoted}|\bexpects? (?:the|an?) (?:\w+ )?(?:text|string|word|body|json)\b[^.!?;]{{0,30}}\b(?:response|answer|reply)\b|\b(?:must|should|has to|have to|needs? to|is expected to) (?:\w+ )?{verb}\b[^.!?;]{{0,40}}[\s(]{content}|\b(?:response|answer|reply)(?:['’]s)? (?:body )?must (?:be|contain|have|include)[^.!?;]{{0,30}}[\s(]{content}"
    ))
});

/// Warns of a sentence about the body of an answer.
pub(crate) fn other_answer(place: &Place) -> Diagnostic {
    Diagnostic::warning("answer-not-read", "this may say that the answer to a delivery needs a body")
        .labelled(place.clone(), "it is not read")
        .help("if deliveries are sent again without it, write it in your handler: the crate's own answers have none")
}

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
        let Said { batch, form, handshake, answer } = read(&source, &[block], &|_| false);
        let kinds = [("batch", batch), ("form", form), ("handshake", handshake), ("answer", answer)];
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
            ("Each webhook can contain up to 50 events.", vec!["batch"]),
            ("Events are buffered for 30 seconds and sent together.", vec!["batch"]),
            ("We send up to 50 events at a time.", vec!["batch"]),
            ("Notifications may be combined into one request.", vec!["batch"]),
            ("The payload is a JSON array of events.", vec!["batch"]),
            ("There may be more than one event in a request.", vec!["batch"]),
            ("A webhook can subscribe to several events.", vec![]),
            ("Each webhook listens to multiple events.", vec![]),
            ("We keep up to 50 events.", vec![]),
            ("See the list of events.", vec![]),
            ("Events are sent within 30 seconds.", vec![]),
            ("Events are never sent together.", vec![]),
            ("The JSON is in the form field `payload`.", vec!["form"]),
            ("It is sent as form data.", vec!["form"]),
            ("A form field was filled in.", vec![]),
            ("Customers fill in the form.", vec![]),
            ("When you save an endpoint, we send a HEAD request to it.", vec!["handshake"]),
            ("Once an endpoint is created, we ping it.", vec!["handshake"]),
            ("Send a GET request to our API for all events.", vec![]),
            ("When an order is created, we send a delivery.", vec![]),
            ("Your server must answer with the text `[accepted]`.", vec!["answer"]),
            ("You must return a JSON body with `ok`.", vec!["answer"]),
            ("The response body must be the word OK.", vec!["answer"]),
            ("Your server must answer with a 2xx status within 5 seconds.", vec![]),
            ("You should return 200 OK.", vec![]),
            ("Your endpoint must respond with an empty body.", vec![]),
            ("You should respond quickly; the body is ignored.", vec![]),
            ("We return the text of the order.", vec![]),
            ("The body is a JSON array with one element per event.", vec!["batch"]),
            ("The top level is an array, even if there is only one event.", vec!["batch"]),
            ("The root of each body is a list.", vec!["batch"]),
            ("It has one entry for each event.", vec!["batch"]),
            ("We batch events.", vec!["batch"]),
            ("Acme bundles several notifications.", vec!["batch"]),
            ("Events are collected for a second and arrive as a list.", vec!["batch"]),
            ("The body is an object, and never an array.", vec![]),
            ("The top level is not an array.", vec![]),
            ("Events are sent in the order in which they arrive.", vec![]),
            ("A one-time validation code is posted to your URL first.", vec!["handshake"]),
            ("First we send a verification token.", vec!["handshake"]),
            ("Open the `SubscribeURL` in it.", vec!["handshake"]),
            ("Confirm the subscription within 3 days.", vec!["handshake"]),
            ("A `ping` event is sent on creation; answer with `pong`.", vec!["handshake", "answer"]),
            ("You can send a test event from the dashboard.", vec![]),
            ("We never send a validation code.", vec![]),
            ("Answer each delivery with `{\"received\": true}`.", vec!["answer"]),
            ("Then reply with the word OK.", vec!["answer"]),
            ("We expect the string `OK` in the response.", vec!["answer"]),
            ("Answer with a 2xx status.", vec![]),
            ("Respond with `200 OK`.", vec![]),
            ("Reply within 5 seconds.", vec![]),
            ("We expect a status of 200 in the response.", vec![]),
        ] {
            assert_eq!(found(sentence), kinds, "{sentence}");
        }
    }
}
