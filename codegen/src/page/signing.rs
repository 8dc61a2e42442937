//! The page's sentences about signing, read as a whole.
//!
//! **Rule.** Each sentence about signing is accounted for, or the import ends with an error at the sentence. A sentence is about signing if
//! it has a word of signing (`word`), or a word that could change how deliveries are signed: another signed item, another encoding, another
//! key. Beside a sentence about signing more of these words count than far from it; in the paragraph of one that says how deliveries are
//! signed, every sentence counts. It is accounted for if it matches the positive grammar (`grammar`), which knows one scheme (a MAC of the raw
//! body, keyed with a secret, in one header), or if it consists only of words that say nothing about a scheme (`general`). A person has to
//! read all other sentences.
//!
//! **Border.** Headings, paragraphs, list items, table rows, code other than JSON, and texts beside them are read: attributes, titles of
//! links, front matter, drawings. Text inside JSON documents the payload, and the heading of an event documents the event. Code in a
//! programming language is never accounted for. Words are known in English; the words for signature are known in a few other languages. A
//! page without a known word for signing counts as silent.

mod exception;
mod general;
mod grammar;
mod header;
mod normal;
mod reading;
mod sentence;
mod shown_value;
mod verification;
mod word;

use std::collections::BTreeSet;
use std::ops::Range;

use codegen_runtime::receive::mac_encoding::to_hex;
use sha2::{Digest as _, Sha256};

pub(crate) use self::reading::{Fact, FactKind, Reading};
use self::sentence::{Kind, Passage};
use self::word::Distance;
use crate::page::block::{Block, one_line};

/// The sentences about signing, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Signing {
    pub(crate) sentences: Vec<Sentence>,
}

/// A sentence about signing.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// The text on one line.
    pub(crate) text: String,
    /// The span in the page.
    pub(crate) span: Range<usize>,
    pub(crate) reading: Reading,
}

impl Signing {
    /// Returns the sentences that are not accounted for.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|sentence| matches!(sentence.reading, Reading::Unread))
    }

    /// Returns the first sentence that says that deliveries are not signed.
    pub(crate) fn unsigned(&self) -> Option<&Sentence> {
        self.sentences.iter().find(|sentence| matches!(sentence.reading, Reading::Unsigned))
    }

    /// Returns true if every sentence says that deliveries are not signed.
    pub(crate) fn is_unsigned_throughout(&self) -> bool {
        self.sentences.iter().all(|sentence| matches!(sentence.reading, Reading::Unsigned))
    }

    /// Returns all facts of one kind, in the order of the page.
    pub(crate) fn facts(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        let facts = self.sentences.iter().filter_map(|sentence| match &sentence.reading {
            Reading::Scheme(facts) => Some(facts),
            _ => None,
        });
        facts.flatten().filter(move |fact| fact.kind == kind)
    }

    /// Computes the SHA-256 of all sentences in hex: it changes with any of them, and with nothing else on the page. `None` without a
    /// sentence.
    pub(crate) fn hash(&self) -> Option<String> {
        let texts: Vec<&str> = self.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        (!texts.is_empty()).then(|| to_hex(&Sha256::digest(texts.join("\n").as_bytes())))
    }
}

/// Names whose words say nothing about signing.
#[derive(Clone, Copy)]
pub(super) struct Names<'n> {
    pub(super) events: &'n [&'n str],
    pub(super) vendor: Option<&'n str>,
}

impl Names<'_> {
    /// Returns a text without them. The name of a vendor may be a part of that of a header.
    fn masked(&self, text: &str) -> String {
        let text = normal::masked(text, self.events);
        let Some(vendor) = self.vendor.filter(|vendor| vendor.starts_with(char::is_uppercase)) else { return text };
        let mut masked = String::new();
        let mut end = 0;
        for (at, _) in text.match_indices(vendor) {
            let (before, behind) = (&text[..at], &text[at + vendor.len()..]);
            let is_word = !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric);
            if is_word {
                masked.extend([&text[end..at], "Vendor"]);
                end = at + vendor.len();
            }
        }
        masked + &text[end..]
    }
}

/// Finds and reads the sentences about signing. Paragraphs of plain text are lines (`are_lines`). `is_event` recognizes the blocks that are
/// the headings of events.
pub(super) fn read(blocks: &[Block], are_lines: bool, known: Names<'_>, is_event: &dyn Fn(&Block) -> bool) -> Signing {
    let passages = sentence::passages(blocks, are_lines, is_event);
    let names = normal::names(&passages);
    let context = normal::Context { names: &names, events: known.events };
    let mut found: Vec<(usize, Range<usize>, Option<Reading>)> = Vec::new();
    for (index, passage) in passages.iter().enumerate().filter(|(_, passage)| passage.kind != Kind::Event) {
        for span in passage.sentences() {
            let is_signing = word::is_signing(&known.masked(&passage.text.text()[span.clone()]));
            let reading = is_signing.then(|| read_sentence(passage, span.clone(), &context));
            found.push((index, span, reading));
        }
    }
    read_beside(&passages, &mut found, known, &context);
    let sentences = found.into_iter().filter_map(|(index, span, reading)| {
        let text = &passages[index].text;
        let span_in_page = text.span(span.clone());
        Some(Sentence { text: one_line(&text.text()[span]), span: span_in_page, reading: reading? })
    });
    Signing { sentences: sentences.collect() }
}

fn read_sentence(passage: &Passage, span: Range<usize>, context: &normal::Context<'_>) -> Reading {
    if let Some(facts) = shown_value::read(&passage.text, span.clone()) {
        return Reading::Scheme(facts);
    }
    match passage.kind {
        Kind::Code | Kind::Sample => Reading::Unread,
        _ => {
            let normal = normal::normal(&passage.text, span, passage.kind == Kind::Heading, context);
            grammar::read(normal)
        }
    }
}

/// Reads the other sentences, if they have a word that could change how deliveries are signed. The nearer the sentences about signing are,
/// the more words count.
fn read_beside(
    passages: &[Passage],
    found: &mut [(usize, Range<usize>, Option<Reading>)],
    known: Names<'_>,
    context: &normal::Context<'_>,
) {
    let says_how = |reading: &Reading| matches!(reading, Reading::Scheme(_) | Reading::Unread);
    let signing = found.iter().filter_map(|(index, _, reading)| Some((*index, says_how(reading.as_ref()?))));
    let surroundings = Surroundings::new(passages, signing.collect());
    let headers = signature_headers(found);
    for (index, span, reading) in found.iter_mut().filter(|(_, _, reading)| reading.is_none()) {
        let passage = &passages[*index];
        let text = &passage.text.text()[span.clone()];
        let matters = |nearest| match nearest {
            _ if surroundings.is_shown(*index) => true,
            Distance::Same | Distance::Close
                if shown_value::is_example(&passage.text, span.clone(), surroundings.introduction(*index)) =>
            {
                true
            }
            // A header of any request.
            _ if passage.kind == Kind::Sample && sentence::is_of_any_request(text) => false,
            // In the paragraph of a scheme, a sentence without any such word may say anything about it.
            _ if surroundings.is_step(*index) => true,
            Distance::Same if matches!(passage.kind, Kind::Prose | Kind::Aside) => true,
            _ => {
                let before = &passage.text.text()[..span.start];
                word::matters(&known.masked(text), nearest)
                    || exception::renames(text, &headers)
                    || exception::lacks(text, before)
            }
        };
        if surroundings.nearest(*index).is_some_and(matters) {
            *reading = Some(read_sentence(passage, span.clone(), context));
        }
    }
}

/// Returns the headers that carry the signature.
fn signature_headers(found: &[(usize, Range<usize>, Option<Reading>)]) -> Vec<String> {
    let facts = found.iter().filter_map(|(.., reading)| match reading {
        Some(Reading::Scheme(facts)) => Some(facts),
        _ => None,
    });
    let headers = facts.flatten().filter(|fact| fact.kind == FactKind::Header);
    headers.map(|fact| fact.value.clone()).collect()
}

/// The passages with sentences about signing.
struct Surroundings<'p> {
    passages: &'p [Passage],
    /// The number of headings of events before each passage.
    events: Vec<usize>,
    /// The passages, each with true if it says how deliveries are signed.
    signing: BTreeSet<(usize, bool)>,
    /// The sections that say how deliveries are signed.
    sections: BTreeSet<usize>,
    /// The first passage of the list of each passage.
    lists: Vec<usize>,
}

/// The number of passages that are near.
const NEAR: usize = 8;

impl<'p> Surroundings<'p> {
    fn new(passages: &'p [Passage], signing: BTreeSet<(usize, bool)>) -> Self {
        let is_event = |passage: &Passage| usize::from(passage.kind == Kind::Event);
        let events = passages.iter().scan(0, |before, passage| {
            *before += is_event(passage);
            Some(*before)
        });
        let saying = signing.iter().filter(|(_, says_how)| *says_how);
        let sections = saying.map(|(index, _)| passages[*index].section).collect();
        let lists = (0..passages.len()).scan(0, |first, index| {
            let goes_on = index > 0 && passages[index - 1].is_step && passages[index].is_step;
            *first = if goes_on { *first } else { index };
            Some(*first)
        });
        Self { passages, events: events.collect(), lists: lists.collect(), signing, sections }
    }

    /// Returns true for a step of a list that begins close to a sentence about the scheme, or behind `To verify a signature:`. It belongs to
    /// the paragraph of that sentence.
    fn is_step(&self, index: usize) -> bool {
        let first = self.lists[index];
        let is_introduction = |other: usize, says_how: bool| {
            says_how || (other + 1 == first && self.passages[other].text.text().trim_end().ends_with(':'))
        };
        let before = self.signing.range((first.saturating_sub(2), false)..(first, false));
        let mut before = before.filter(|(other, _)| self.events[*other] == self.events[index]);
        self.passages[index].is_step && before.any(|(other, says_how)| is_introduction(*other, *says_how))
    }

    /// Returns true for code that the sentence before it announces with a colon, if that sentence says how deliveries are signed.
    fn is_shown(&self, index: usize) -> bool {
        let announces = |before: usize| {
            self.signing.contains(&(before, true)) && self.passages[before].text.text().trim_end().ends_with(':')
        };
        self.passages[index].kind == Kind::Code && index.checked_sub(1).is_some_and(announces)
    }

    /// Returns the sentence before a passage that says more than `For example`.
    fn introduction(&self, index: usize) -> &'p str {
        let before = self.passages[..index].iter().rev().filter(|passage| passage.kind != Kind::Code);
        let last = before.filter_map(|passage| {
            let span = passage.sentences().pop()?;
            Some(&passage.text.text()[span])
        });
        last.take(2).find(|text| !general::is_introduction(text)).unwrap_or_default()
    }

    /// Returns the distance of a passage from the nearest one about signing. One about the scheme reaches further than others.
    fn nearest(&self, index: usize) -> Option<Distance> {
        let around = self.signing.range((index.saturating_sub(NEAR), false)..=(index + NEAR, true));
        let near =
            around.filter(|(other, _)| self.events[*other] == self.events[index]).filter_map(|(other, says_how)| {
                let distance = match other.abs_diff(index) {
                    0 => Distance::Same,
                    1 | 2 => Distance::Close,
                    _ => Distance::Near,
                };
                (*says_how || distance == Distance::Close).then_some(distance)
            });
        let section = self.passages[index].section;
        let is_in_section = section > 0 && self.sections.contains(&section);
        let farther = is_in_section.then_some(Distance::Near).or((!self.sections.is_empty()).then_some(Distance::Far));
        near.min().or(farther)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_vendors_are_masked() {
        for (vendor, text, masked) in [
            ("Forge", "Forge sends X-Forge-Event.", "Vendor sends X-Vendor-Event."),
            ("Digestly", "Digestly's digest", "Vendor's digest"),
            ("Forge", "They forge it, in a Forgery.", "They forge it, in a Forgery."),
            ("secret", "A secret", "A secret"),
        ] {
            assert_eq!(Names { events: &[], vendor: Some(vendor) }.masked(text), masked);
        }
    }
}
