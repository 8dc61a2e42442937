//! The headers of a delivery that have the event's name and the delivery's id, as prose and sample requests name them.

use std::sync::LazyLock;

use regex::Regex;

use crate::documentation::parts::OF_ANOTHER;
use crate::page::abbreviation;
use crate::page::mention::is_host_or_id;
use crate::page::note;
use crate::page::pattern::pattern;

/// A mention of a header.
pub(super) struct Mention<'t> {
    pub(super) header: &'t str,
    pub(super) context: Context<'t>,
}

/// The text around a mention.
pub(super) enum Context<'t> {
    /// In a sentence, or a row of a table.
    Sentence(&'t str),
    /// In a sample request, with this value.
    Sample(&'t str),
}

/// Returns the header names in a text.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+"));
    NAME.find_iter(text).map(|found| found.as_str()).filter(|name| is_header(name))
}

/// Returns true for names spelled like headers: `X-Acme-Event`, `x-acme-event`; not `HMAC-SHA256` or `raw-body`.
pub(in crate::page) fn is_header(name: &str) -> bool {
    let capital = |segment: &str| segment.starts_with(|first: char| !first.is_ascii_lowercase());
    let is_spelled = name.split('-').all(capital) || name.starts_with("x-");
    is_spelled && !name.to_ascii_lowercase().starts_with("hmac") && !name.to_ascii_lowercase().starts_with("sha")
}

fn segments(header: &str) -> Vec<String> {
    header.split('-').map(str::to_ascii_lowercase).collect()
}

/// Returns the index of the segment that means signature in a header's name.
pub(super) fn signature_segment(header: &str) -> Option<usize> {
    segments(header).iter().position(|segment| matches!(segment.as_str(), "signature" | "sig" | "hmac"))
}

/// Returns the mentions in sentences of today, and then those in sample requests.
pub(super) fn mentioned<'t>(prose: &'t [String], samples: &[&'t str]) -> Vec<Mention<'t>> {
    let sentences = prose.iter().flat_map(|text| sentences(text)).filter(|text| !is_not_sent(text));
    let of_sentence =
        |text: &'t str| mentions(text).map(move |header| Mention { header, context: Context::Sentence(text) });
    let of_samples = samples.iter().flat_map(|code| fields(code));
    let of_samples = of_samples.map(|(header, value)| Mention { header, context: Context::Sample(value) });
    sentences.flat_map(of_sentence).chain(of_samples).collect()
}

/// Returns the sentences of a text. The name of an event may have a dot, and so has `e.g.`.
fn sentences(text: &str) -> Vec<&str> {
    static END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.;!?](?:\s+|$)"));
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in END.find_iter(text).filter(|end| !abbreviation::is_last(&text[..end.start()])) {
        sentences.push(&text[start..end.start()]);
        start = end.end();
    }
    sentences.push(&text[start..]);
    sentences
}

/// Returns true for a sentence about what is sent no longer, or not at all, or by a receiver.
fn is_not_sent(sentence: &str) -> bool {
    static NOT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)\b(?:no longer|not sent|gone|removed|dropped|retired|deprecated|obsolete|instead of|replaces)\b|\b(?:we|it|they|headers?) used to\b",
            r"|(?:\b(?:do|does|did|will) not|n['’]t|\bnever) (?:yet |currently )?(?:send|sends|set|sets|include|includes|add|adds|use|uses|(?:have|has) (?:a|an|the|any)) ",
            r"|\bno (?:such )?headers?\b",
            r"|\b(?:call|calls|calling|requests?|request) (?:to |of )?(?:our|the|\w+['’]s) (?:\w+ )?api\b|\bapi (?:requests?|calls?)\b",
        ))
    });
    NOT.is_match(sentence)
}

/// Returns the header names of a sample with their values: `X-Acme-Event: order.paid` in a line of its own.
pub(in crate::page) fn fields(code: &str) -> impl Iterator<Item = (&str, &str)> {
    let fields = code.lines().filter_map(|line| line.trim().split_once(':'));
    let is_name = |name: &str| is_header(name) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    fields.filter(move |(name, _)| is_name(name)).map(|(name, value)| (name, value.trim()))
}

/// The evidence that a header has the name of the event; more is greater.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    Name,
    Sentence,
    Value,
}

/// Returns the header with the name of the event: that with the best evidence, of several the first. `events` are the documented names.
pub(super) fn event(mentions: &[Mention<'_>], signature: Option<&str>, events: &[&str]) -> Option<String> {
    let family = signature.and_then(|header| Some(segments(header)[..signature_segment(header)?].to_vec()));
    let refuted: Vec<&str> = mentions.iter().filter(|it| refutes(it, events)).map(|mention| mention.header).collect();
    let evidence = |mention: &Mention<'_>| {
        let segments = segments(mention.header);
        let is_of_another = segments.iter().any(|word| OF_ANOTHER.split(' ').any(|other| other == word));
        if is_of_another || refuted.iter().any(|header| header.eq_ignore_ascii_case(mention.header)) {
            return None;
        }
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let belongs = segments[0] == "x" || family.as_ref().is_some_and(|family| segments.starts_with(family));
        let is_named = matches!(names.as_slice(), [.., "event" | "topic"] | [.., "event", "type" | "name" | "key"]);
        let evidence = evidence(mention, events)?;
        (is_named && (belongs || evidence > Evidence::Name)).then_some(evidence)
    };
    let ranked = mentions.iter().rev().filter_map(|mention| Some((evidence(mention)?, mention.header)));
    // Of several, this returns the last, which is the first mention.
    ranked.max_by(|(one, _), (other, _)| one.cmp(other)).map(|(_, header)| header.to_owned())
}

/// Returns true for a mention that shows that the header has no name of an event: an id, or a text that is none.
fn refutes(mention: &Mention<'_>, events: &[&str]) -> bool {
    static ID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:unique|id|identifier|uuid|guid)\b.*\b(?:event|delivery|message|notification|request)\b|\b(?:event|delivery|message|notification|request)(?:['’]s)? (?:unique )?(?:id|identifier|uuid|guid)\b",
        )
    });
    static KIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:types?|names?|topics?|kinds?|which)\b"));
    let plain = |text: &str| text.chars().filter(|it| it.is_alphanumeric()).collect::<String>().to_lowercase();
    match mention.context {
        Context::Sample(value) => {
            let is_placeholder = value.starts_with(['<', '{', '[', '$', '(']) || KIND.is_match(value);
            let is_known = events.iter().any(|event| plain(value).contains(&plain(event)) && value.contains(*event))
                || events.iter().any(|event| plain(value) == plain(event));
            let is_name = !value.contains(char::is_whitespace) && !is_host_or_id(value);
            !value.is_empty() && !is_placeholder && !is_known && !is_name
        }
        Context::Sentence(text) => {
            let is_alone = mentions(text).count() == 1;
            let others = text.replace(mention.header, "");
            let is_named = events.iter().any(|event| text.contains(event));
            is_alone && !is_named && ID.is_match(&others) && !KIND.is_match(&others)
        }
    }
}

/// Returns the evidence of a mention; `None` if it says that the header has something else.
fn evidence(mention: &Mention<'_>, events: &[&str]) -> Option<Evidence> {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\b(?:events?|topics?|types?|kinds?|names?)\b"));
    match mention.context {
        Context::Sample(value) => Some(if events.contains(&value) { Evidence::Value } else { Evidence::Name }),
        Context::Sentence(text) => {
            let (before, behind) = text.split_once(mention.header)?;
            let behind = &behind[note::length(behind)..];
            let others = mentions(text).fold(text.to_owned(), |rest, header| rest.replace(header, ""));
            let is_definition = !before.contains(char::is_alphanumeric)
                && behind.trim_start_matches(['`', '*', ' ']).starts_with([':', '|', '—', '–', '-', '=']);
            if events.iter().any(|event| text.contains(event)) {
                Some(Evidence::Value)
            } else if WORDS.is_match(&others) {
                Some(Evidence::Sentence)
            } else if is_definition && behind.contains(char::is_alphanumeric) {
                None
            } else {
                Some(Evidence::Name)
            }
        }
    }
}

/// Returns the first header whose name says that it has the id of a delivery.
pub(super) fn id(mentions: &[Mention<'_>]) -> Option<String> {
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
    mentions.iter().find(|mention| is_id(mention.header)).map(|mention| mention.header.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(prose: &str, sample: &str) -> (Option<String>, Option<String>) {
        let (prose, samples) = ([prose.to_owned()], [sample]);
        let found = mentioned(&prose, &samples);
        (event(&found, Some("X-Acme-Signature"), &["order.paid"]), id(&found))
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
            ("X-Acme-Subscription-Event-Id: another one.", None),
            ("X-Acme-Event: the event type.", None),
        ] {
            assert_eq!(read(prose, "").1.as_deref(), header, "{prose}");
        }
    }
}
