//! The value of the header with the event's name: sentences, rows and samples may show, or say, that it is another text.

use std::ops::Range;

use regex::Match;

use crate::page::block::{Block, Kind};
use crate::page::fact;
use crate::page::outline::Outline;
use crate::page::pattern::regex;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// The characters that join the words of a name.
const JOINTS: [char; 5] = ['.', ':', '/', '_', '-'];

/// A value that the page shows for a header.
struct Shown<'b> {
    text: &'b str,
    place: Place,
    /// True if nothing but the value is shown: in a sample, as a cell, or as code behind words such as `for example`.
    is_whole: bool,
}

/// Warns of a value of the header with the event's name that is only a part of documented names, or has one in it: every delivery would be
/// unknown.
pub(super) fn unlike_names(blocks: &[Block], outline: &Outline, header: &str) -> Option<Diagnostic> {
    let names: Vec<&str> = outline.sections.iter().map(|section| section.wire_name.as_str()).collect();
    let of_prose = about(blocks, header).flat_map(|block| of_block(block, header, &names, outline));
    let of_samples = in_samples(blocks, header, outline).into_iter();
    let shown = of_prose.chain(of_samples.map(|(text, place)| Shown { text, place, is_whole: true }));
    let mut shown = shown.filter(|shown| !shown.text.is_empty() && !names.contains(&shown.text));
    shown.find_map(|shown| {
        let Shown { text, place, is_whole } = &shown;
        let rest = |name: &&str| name.strip_prefix(text)?.strip_prefix(JOINTS).map(str::to_owned);
        let is_end = |name: &&str| name.strip_suffix(text).is_some_and(|before| before.ends_with(JOINTS));
        let beginning = names.iter().find_map(rest).filter(|_| *is_whole);
        let mut inner = names.iter().filter(|name| holds(text, name));
        let around = inner.next().filter(|_| inner.next().is_none());
        let (what, help) = if let Some(rest) = beginning {
            let help = format!(
                "if a member of the body has the rest, such as `{rest}`, write `suffix = \"/…\"` with its place in `[event]`"
            );
            ("only the beginning of an event's name", help)
        } else if let Some(name) = around {
            ("more than an event's name", format!("if deliveries have `{text}`, write it so in the heading, instead of `{name}`"))
        } else if *is_whole && names.iter().any(is_end) {
            ("only the end of an event's name", format!("if deliveries have `{text}`, write it so in the heading"))
        } else {
            return None;
        };
        let found = Diagnostic::warning("name-spelled-otherwise", format!("`{header}` may have {what}"));
        let found = found.labelled(place.clone(), format!("`{text}`, and no event has this name"));
        Some(found.help(format!("the receiver compares whole names. {}{}", help[..1].to_uppercase(), &help[1..])))
    })
}

/// Returns true if a text has a name in it, joined to something else: `acme.order.paid`, `order.paid@2`.
fn holds(text: &str, name: &str) -> bool {
    let is_certain = name.contains(['.', ':', '/', '_']);
    let is_other = text.contains("://")
        || text.contains(char::is_whitespace)
        || text.starts_with(['/', '#', '?'])
        || fact::is_header(text);
    let around = text.match_indices(name).map(|(at, _)| (&text[..at], &text[at + name.len()..]));
    // Where a browser copied items into one line, words and the next header stand right beside the name.
    let is_copied = |before: &str, behind: &str| {
        ["e.g.", "i.e."].iter().any(|word| before.to_ascii_lowercase().ends_with(word))
            || behind.strip_prefix('.').is_some_and(fact::is_header)
    };
    let is_apart = |(before, behind): (&str, &str)| {
        !is_copied(before, behind)
            && !before.ends_with(char::is_alphanumeric)
            && !behind.starts_with(char::is_alphanumeric)
            && (before.contains(char::is_alphanumeric) || behind.contains(char::is_alphanumeric))
            && [".json", ".md", ".html"].iter().all(|ending| !behind.ends_with(ending))
    };
    is_certain && !is_other && around.into_iter().any(is_apart)
}

/// Returns the paragraphs and rows about a header.
fn about<'b>(blocks: &'b [Block], header: &str) -> impl Iterator<Item = &'b Block> {
    let header = header.to_ascii_lowercase();
    let is_about = move |text: &str| text.to_ascii_lowercase().contains(&header);
    let texts = blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph { .. }));
    texts.filter(move |block| is_about(block.text.text()))
}

/// Returns the words behind the header in a paragraph or a row that may be its value.
fn of_block<'b>(block: &'b Block, header: &str, names: &[&str], outline: &Outline) -> Vec<Shown<'b>> {
    let word = regex!(r#"[^\s`"'“”‘’<>()|,;*]+"#);
    let introduces =
        regex!(r"(?i)(?:\b(?:e\.g\.|for (?:example|instance)|examples?|such as|like|i\.e\.)|[:=—–|])[\s,:`]*$");
    let text = block.text.text();
    let start = text.to_ascii_lowercase().find(&header.to_ascii_lowercase()).map_or(0, |at| at + header.len());
    let is_alone = !fact::mentions(&text[start..]).any(|other| !other.eq_ignore_ascii_case(header));
    // A name that is shown whole as well explains its parts.
    let is_exact =
        names.iter().any(|name| text[start..].split(is_border).any(|word| word.trim_end_matches('.') == *name));
    let page = outline.source().text();
    let shown = |word: Match<'b>| {
        let word_text = word.as_str().trim_end_matches(['.', ':', '!', '?']);
        let span = block.text.span(word.start()..word.start() + word_text.len());
        let (before, behind) = (&text[..word.start()], &text[word.start() + word_text.len()..]);
        let is_code = page[..span.start].ends_with(['`', '>']) && page[span.end..].starts_with(['`', '<']);
        let is_cell = before.ends_with("| ") && (behind.is_empty() || behind.starts_with(" |"));
        let is_whole = is_alone && !is_exact && (is_cell || (is_code && introduces.is_match(before)));
        Shown { text: word_text, place: Place::new(outline.source(), span), is_whole }
    };
    word.find_iter(text).filter(|word| word.start() >= start).map(shown).collect()
}

fn is_border(found: char) -> bool {
    found.is_whitespace() || "`\"'“”‘’<>()|,;*".contains(found)
}

/// Returns the values of a header in sample requests.
pub(super) fn in_samples<'b>(blocks: &'b [Block], header: &str, outline: &Outline) -> Vec<(&'b str, Place)> {
    let samples = blocks.iter().filter(|block| matches!(block.kind, Kind::Code { .. }) && !block.is_json());
    let of_block = |block: &'b Block| {
        let text = block.text.text();
        let fields = fact::fields(text).filter(|(name, _)| text[name.clone()].eq_ignore_ascii_case(header));
        let place = |value| Place::new(outline.source(), block.text.span(value));
        fields.map(|(_, value)| (&text[value.clone()], place(value))).collect::<Vec<_>>()
    };
    samples.flat_map(of_block).collect()
}

/// Warns of the first sentence that says of the header that it has another text than the names of the events: in upper case, with a prefix,
/// or the category of the event alone.
pub(super) fn said_otherwise(blocks: &[Block], outline: &Outline, header: &str) -> Option<Diagnostic> {
    let names: Vec<&str> = outline.sections.iter().map(|section| section.wire_name.as_str()).collect();
    let mut texts = about(blocks, header).map(|block| (block, block.text.text()));
    let (block, words) = texts.find_map(|(block, text)| {
        let start = text.to_ascii_lowercase().find(&header.to_ascii_lowercase())? + header.len();
        // Behind the name of another header, the text is about that one.
        let end = fact::mentions(&text[start..]).map(|other| text[start..].find(other).unwrap_or_default()).min();
        let end = end.map_or(text.len(), |end| start + end);
        Some((block, transformed(&text[start..end], &names)?))
            .map(|(block, at)| (block, start + at.start..start + at.end))
    })?;
    let message = format!("this may say that `{header}` has another text than the event's name");
    let said = Diagnostic::warning("name-spelled-otherwise", message);
    let said = said.at(Place::new(outline.source(), block.text.span(words)));
    Some(said.help(
        "the receiver compares whole names letter by letter: write them in the headings as the header has them; if a member of the body has \
         the rest of the name, write its place as `suffix` in `[event]`",
    ))
}

/// Returns the span of words that make another text of a name. Those of a form that the documented names have are none.
fn transformed(text: &str, names: &[&str]) -> Option<Range<usize>> {
    let upper =
        regex!(r"(?i)\b(?:in (?:all )?)?(?:upper|capital)[- ]?(?:case[ds]?|letters)\b|\bin (?:all )?capitals\b");
    let lower = regex!(r"(?i)\b(?:in (?:all )?)?(?:lower|small)[- ]?(?:case[ds]?|letters)\b");
    let camel = regex!(r"(?i)\b(?:camel|pascal)[- ]?case\b");
    let snake = regex!(r"(?i)\bsnake[- ]?case\b|\bunderscores?\b");
    let hyphen = regex!(r"(?i)\bkebab[- ]?case\b|\b(?:dashes|dash|hyphens?)\b");
    // Whatever the form of the names is.
    let other = regex!(concat!(
        r"(?i)\bwithout (?:(?:the|its|any|a) )?(?:dots?|periods?|underscores?|hyphens?|dashes|colons?|slash(?:es)?|spaces|separators?|prefix|suffix|namespace|version|leading|trailing|(?:first|last|leading) (?:part|word|segment)|part)\b",
        r"|\b(?:with|behind|after|under|has|have|by) (?:the |a |an |our |your )?(?:prefix|suffix)\b|\b(?:prefix|suffix)ed\b|\bpre(?:ceded|pended)\b|\bappended\b|\bfollowed by\b",
        r"|\bbase-?64\b|\b(?:hex|hexadecimal)\b|\b(?:url|percent)[- ]?encoded\b|\bhashed\b|\bhash of\b|\babbreviat\w+|\bshortened\b|\btruncated\b",
        r"|\b(?:and|plus|with|behind|after) (?:the |its |an? )?(?:api |schema )?version\b|\bversion (?:and|plus) (?:the )?(?:name|type|event)\b",
        r"|\b(?:the|only) (?:(?:first|last|second) )?(?:part|word|segment|half) (?:before|after|behind|of)\b",
    ));
    let names_part = regex!(
        r"(?i)(?:\b(?:has|have|holds|contains?|names|is|carries|gives|shows|says)|[:—–|=])[\s`]*(?:only )?(?:(?:the|its|an?) )?(?:(?:name|kind|type) of (?:the )?)?(?:event(?:['’]s)? )?(?:category|group|family|resource|entity|namespace|action|verb|operation)\b",
    );
    // A resource and an action are a whole name.
    let composed = regex!(
        r"(?i)^[\s`]*(?:and|plus|with|[.,/:+_-]|followed by)[\s`]*(?:(?:the|its|an?) )?(?:event|action|verb|operation|type|name|what|resource|entity)\b",
    );
    let any = |is_it: fn(char) -> bool| names.iter().any(|name| name.contains(is_it));
    let in_form = [
        (upper, any(char::is_lowercase)),
        (lower, any(char::is_uppercase)),
        (camel, !any(char::is_uppercase)),
        (snake, !any(|found| found == '_')),
        (hyphen, !any(|found| found == '-')),
        (other, true),
    ];
    let form = in_form.into_iter().filter(|(_, counts)| *counts).find_map(|(words, _)| words.find(text));
    let part = || names_part.find_iter(text).find(|found| !composed.is_match(&text[found.end()..]));
    let is_exact = || names.iter().any(|name| text.split(is_border).any(|word| word.trim_end_matches('.') == *name));
    form.map(|found| found.range()).or_else(|| Some(part().filter(|_| !is_exact())?.range()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_hold_names() {
        for (text, is_it) in [
            ("acme.order.paid", true),
            ("order.paid@2", true),
            ("v2/order.paid", true),
            ("e.g.order.paid", false),
            ("order.paid.X-Acme-Delivery", false),
            ("order.paid", false),
            ("order.paid.json", false),
            ("https://acme.example/order.paid", false),
        ] {
            assert_eq!(holds(text, "order.paid"), is_it, "{text}");
        }
    }

    #[test]
    fn words_of_another_text_are_found() {
        let lower = ["order.paid", "order.lost"];
        for text in [
            "holds the event's name in capital letters.",
            "is the event type, upper-cased",
            "| The name of the event, in uppercase",
            "has the event type in camel case",
            "is the name with underscores in place of dots",
            "names the event without its prefix",
            "names the event, with the suffix `.v1`",
            "is the type of the event followed by a colon and its number",
            "is the base64 of the event's name",
            "| Event type and API version",
            "| Event type, percent-encoded",
            "has the part before the dot of the event's name",
            ": the resource of the event",
            "| Event category",
            "contains the action.",
            "names the group of the event, and the",
        ] {
            assert!(transformed(text, &lower).is_some(), "{text}");
        }
        for text in [
            "names the event, so that you can route without parsing the body",
            "is the event type.",
            "is the event type in lower case",
            "| Name of the event that triggered the delivery",
            "| The resource and the action, as in `order.paid`",
            "| The resource and the action, separated by a dot",
            "consists of the resource and the action",
            "| The event type, such as `order.paid`: the resource is in front",
            "is the action: `order.paid`, for example",
            "repeats the member `type` of the body",
            "has the event type, and the body is JSON encoded as UTF-8",
            "tells what happened to the resource",
            "is the name of the event; it is also in the version 2 payload",
            "says which event it is, also without the body",
        ] {
            assert_eq!(transformed(text, &lower), None, "{text}");
        }
        let other = ["ORDER_PAID"];
        assert_eq!(transformed("is the event type in upper case, with underscores", &other), None);
        assert!(transformed("is the event type in lower case", &other).is_some());
    }
}
