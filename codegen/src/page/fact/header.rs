//! The headers of a delivery that have the event's name and the delivery's id, as prose and sample requests name them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use crate::documentation::parts::OF_ANOTHER;
use crate::page::abbreviation;
use crate::page::block::trimmed;
use crate::page::fact::sent::{is_gone, is_not_sent};
use crate::page::mention::is_host_or_id;
use crate::page::note;
use crate::page::pattern::pattern;
use crate::page::role;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;
use crate::source::visible::in_toml;

/// A mention of a header.
#[derive(Clone, Copy)]
pub(super) struct Mention<'t> {
    pub(super) header: &'t str,
    /// The index of its text, or of its sample request.
    pub(super) block: usize,
    /// The offset of the header there.
    pub(super) at: usize,
    pub(super) context: Context<'t>,
}

/// The text around a mention.
#[derive(Clone, Copy)]
pub(super) enum Context<'t> {
    /// In a sentence, or a row of a table.
    Sentence(&'t str),
    /// In a sample request, with this value.
    Sample(&'t str),
}

/// A name that may be that of a header.
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+"));

/// Returns the headers in a text.
fn headers(text: &str) -> impl Iterator<Item = Match<'_>> {
    NAME.find_iter(text).filter(|found| is_header(found.as_str()))
}

/// Returns the header names in a text.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    headers(text).map(|found| found.as_str())
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

/// Returns the mentions in sentences, and then those in sample requests.
pub(super) fn mentioned<'t>(prose: &'t [String], samples: &[&'t str]) -> Vec<Mention<'t>> {
    let of_sentence = |block: usize, start: usize, text: &'t str| {
        let context = Context::Sentence(text);
        headers(text).map(move |found| Mention { header: found.as_str(), block, at: start + found.start(), context })
    };
    let of_text = |(block, text): (usize, &'t String)| {
        sentences(text).into_iter().flat_map(move |span| of_sentence(block, span.start, &text[span]))
    };
    let of_sample = |(block, code): (usize, &&'t str)| {
        let code = *code;
        let of_field = move |(name, value): (Range<usize>, Range<usize>)| {
            let (at, context) = (name.start, Context::Sample(&code[value]));
            Mention { header: &code[name], block, at, context }
        };
        fields(code).map(of_field)
    };
    prose.iter().enumerate().flat_map(of_text).chain(samples.iter().enumerate().flat_map(of_sample)).collect()
}

/// Returns the spans of the sentences of a text. The name of an event may have a dot, and so has `e.g.`.
fn sentences(text: &str) -> Vec<Range<usize>> {
    static END: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.;!?](?:\s+|$)"));
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in END.find_iter(text).filter(|end| !abbreviation::is_last(&text[..end.start()])) {
        sentences.push(start..end.start());
        start = end.end();
    }
    sentences.push(start..text.len());
    sentences
}

/// Returns the spans of the header names of a sample, and of their values: `X-Acme-Event: order.paid` in a line of its own.
pub(in crate::page) fn fields(code: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let lines = code.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some(trimmed(code, *end - line.len()..*end))
    });
    let is_name = |name: &str| is_header(name) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    lines.filter_map(move |line| {
        let (name, _) = code[line.clone()].split_once(':').filter(|(name, _)| is_name(name))?;
        let end = line.start + name.len();
        Some((line.start..end, trimmed(code, end + 1..line.end)))
    })
}

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
        let is_of_another = segments.iter().any(|word| OF_ANOTHER.split(' ').any(|other| other == word));
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let belongs = segments[0] == "x" || family.as_ref().is_some_and(|family| segments.starts_with(family));
        let is_named = matches!(names.as_slice(), [.., "event" | "topic"] | [.., "event", "type" | "name" | "key"]);
        let evidence = evidence(mention, events).filter(|_| mention.is_sent())?;
        (!is_of_another && is_named && (belongs || evidence > Evidence::Name)).then_some(evidence)
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

impl Mention<'_> {
    /// Returns the name of the header in lower case.
    fn key(&self) -> String {
        self.header.to_ascii_lowercase()
    }

    /// Returns true if it says that the header is sent today.
    fn is_sent(&self) -> bool {
        match self.context {
            Context::Sentence(text) => !is_not_sent(text),
            Context::Sample(_) => true,
        }
    }

    /// Returns true if it says of this header alone that it is not sent.
    fn is_gone(&self) -> bool {
        match self.context {
            Context::Sentence(text) => mentions(text).count() == 1 && is_gone(text),
            Context::Sample(_) => false,
        }
    }
}

/// Returns true for a mention which shows that the header has no name of an event: its value is an id, or not a name.
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
            let is_known = events.iter().any(|event| value.contains(*event) || plain(value) == plain(event));
            let is_name = !value.contains(char::is_whitespace) && !is_host_or_id(value);
            !value.is_empty() && !is_placeholder && !is_known && !is_name
        }
        Context::Sentence(text) => {
            let is_alone = mentions(text).count() == 1;
            let others = without_headers(text);
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
            if events.iter().any(|event| text.contains(event)) {
                Some(Evidence::Value)
            } else if WORDS.is_match(&without_headers(text)) {
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
    let named: Vec<Mention<'t>> = mentions.iter().filter(|mention| is_id(mention.header)).copied().collect();
    let denials = denials(&named, &is_no_id);
    let sent = named.iter().filter(|mention| mention.is_sent() && !denials.contains_key(&mention.key()));
    let is_claim = |mention: &Mention<'t>| mention.is_sent() && is_called_id(mention) && !is_no_id(mention);
    Found::first_of(&sent.copied().collect::<Vec<_>>(), || contradiction(&named, &is_claim, &denials))
}

/// Returns true for a sentence that says that the header has an id.
fn is_called_id(mention: &Mention<'_>) -> bool {
    static ID: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:ids?|uuid|guid|unique|identif\w+|idempoten\w+|duplicates?|dedup\w*|twice)\b")
    });
    match mention.context {
        Context::Sentence(text) => ID.is_match(&without_headers(text)),
        Context::Sample(_) => false,
    }
}

/// Returns true for a sentence about this header alone that says that it has something else: the id of another thing, one that changes with
/// each attempt, or no id at all.
fn is_no_id(mention: &Mention<'_>) -> bool {
    static CHANGES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:new|different|another|changes|differs|unique|own)\b[^.]*\b(?:each|every|per|any|of the|between|with an?)\b[^.]*\b(?:attempts?|retry|retries)\b",
        )
    });
    let Context::Sentence(text) = mention.context else { return false };
    let others = without_headers(text);
    let is_other = CHANGES.is_match(&others) || role::is_id_of_other(&others);
    let is_defined = || definition(text, mention.header).is_some() && !is_called_id(mention);
    mentions(text).count() == 1 && (is_other || is_defined())
}

/// Returns a text without names of headers.
fn without_headers(text: &str) -> String {
    let kept = |found: &Captures<'_>| if is_header(&found[0]) { String::new() } else { found[0].to_owned() };
    NAME.replace_all(text, kept).into_owned()
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
            ("X-Acme-Delivery: the time of the delivery.", None),
            ("X-Acme-Delivery: the id of the shop.", None),
            ("X-Acme-Delivery is a new id in each attempt.", None),
            ("X-Acme-Delivery | Unique for each delivery", Some("X-Acme-Delivery")),
            ("X-Acme-Delivery is no longer sent.", None),
            ("X-Acme-Delivery and X-Acme-Event-Id: the time, and the id.", Some("X-Acme-Delivery")),
        ] {
            assert_eq!(read(prose, "").1.as_deref(), header, "{prose}");
        }
    }
}
