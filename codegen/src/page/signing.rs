//! How a page says that deliveries are signed, read as a whole.
//!
//! **Rule.** Each sentence that speaks of signing is accounted for, or the import ends with an error at the sentence. A sentence speaks
//! of signing if it has a word of signing (`word`), or if it stands beside one that does and has a word that could change how deliveries are
//! signed: another thing that is signed, another spelling, another key. It is accounted for if it matches the positive grammar
//! (`grammar`), which knows one scheme (a MAC of the raw body, keyed with a secret, in one header), or if it consists only of words that
//! can say nothing about a scheme (`general`). All other sentences are a person's to read.
//!
//! **Border.** Read are headings, paragraphs, items, rows of tables, and code that is no JSON; text inside of JSON documents the payload,
//! and the heading of an event documents the event. Code in a programming language is never accounted for. Words are known in English, and
//! those for a signature in a few other languages; a page that speaks of signing in none of them says nothing.

mod general;
mod grammar;
mod header;
mod normal;
mod reading;
mod sentence;
mod word;

use std::collections::BTreeSet;
use std::ops::Range;

use codegen_runtime::receive::mac_encoding::to_hex;
use sha2::{Digest as _, Sha256};

pub(crate) use self::reading::{Fact, FactKind, Reading};
use self::sentence::{Kind, Passage};
use self::word::Distance;
use crate::page::block::{Block, one_line};

/// The sentences of a page that speak of signing, in the order of the page.
#[derive(Debug, Default)]
pub(crate) struct Signing {
    pub(crate) sentences: Vec<Sentence>,
}

/// A sentence that speaks of signing.
#[derive(Debug)]
pub(crate) struct Sentence {
    /// Its text on one line.
    pub(crate) text: String,
    /// Where it stands in the page.
    pub(crate) span: Range<usize>,
    pub(crate) reading: Reading,
}

impl Signing {
    /// The sentences that are not accounted for.
    pub(crate) fn unread(&self) -> impl Iterator<Item = &Sentence> {
        self.sentences.iter().filter(|sentence| matches!(sentence.reading, Reading::Unread))
    }

    /// The first sentence that says that deliveries are not signed.
    pub(crate) fn unsigned(&self) -> Option<&Sentence> {
        self.sentences.iter().find(|sentence| matches!(sentence.reading, Reading::Unsigned))
    }

    /// Whether no sentence says anything else.
    pub(crate) fn is_unsigned_throughout(&self) -> bool {
        self.sentences.iter().all(|sentence| matches!(sentence.reading, Reading::Unsigned))
    }

    /// Everything that the sentences say of one kind, in the order of the page.
    pub(crate) fn facts(&self, kind: FactKind) -> impl Iterator<Item = &Fact> {
        let facts = self.sentences.iter().filter_map(|sentence| match &sentence.reading {
            Reading::Scheme(facts) => Some(facts),
            _ => None,
        });
        facts.flatten().filter(move |fact| fact.kind == kind)
    }

    /// SHA-256 over all the sentences, in hex: it changes with any of them, and with nothing else of the page. `None` without a sentence.
    pub(crate) fn hash(&self) -> Option<String> {
        let texts: Vec<&str> = self.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
        (!texts.is_empty()).then(|| to_hex(&Sha256::digest(texts.join("\n").as_bytes())))
    }
}

/// Finds and reads the sentences that speak of signing. Paragraphs of plain text are lines (`are_lines`). `events` are the names of the
/// page's events; `is_event` says which blocks are their headings.
pub(super) fn read(blocks: &[Block], are_lines: bool, events: &[&str], is_event: &dyn Fn(&Block) -> bool) -> Signing {
    let passages = sentence::passages(blocks, are_lines, is_event);
    let names = normal::names(&passages);
    let context = normal::Context { names: &names, events };
    let mut found: Vec<(usize, Range<usize>, Option<Reading>)> = Vec::new();
    for (index, passage) in passages.iter().enumerate().filter(|(_, passage)| passage.kind != Kind::Event) {
        for span in passage.sentences() {
            let is_signing = word::is_signing(&normal::masked(&passage.text.text()[span.clone()], events));
            let reading = is_signing.then(|| read_sentence(passage, span.clone(), &context));
            found.push((index, span, reading));
        }
    }
    read_beside(&passages, &mut found, &context);
    let sentences = found.into_iter().filter_map(|(index, span, reading)| {
        let text = &passages[index].text;
        let span_in_page = text.span(span.clone());
        Some(Sentence { text: one_line(&text.text()[span]), span: span_in_page, reading: reading? })
    });
    Signing { sentences: sentences.collect() }
}

fn read_sentence(passage: &Passage, span: Range<usize>, context: &normal::Context<'_>) -> Reading {
    match passage.kind {
        Kind::Code => Reading::Unread,
        Kind::Sample => grammar::sample(&passage.text, span).map_or(Reading::Unread, Reading::Scheme),
        _ => {
            let normal = normal::normal(&passage.text, span, passage.kind == Kind::Heading, context);
            grammar::read(normal)
        }
    }
}

/// Reads what stands beside a sentence about signing, where it has a word that could change how deliveries are signed. What is further away
/// matters to a sentence that says how.
fn read_beside(
    passages: &[Passage],
    found: &mut [(usize, Range<usize>, Option<Reading>)],
    context: &normal::Context<'_>,
) {
    let says_how = |reading: &Reading| matches!(reading, Reading::Scheme(_) | Reading::Unread);
    let signing: BTreeSet<(usize, bool)> = found
        .iter()
        .filter_map(|(index, _, reading)| reading.as_ref().map(|reading| (*index, says_how(reading))))
        .collect();
    for (index, span, reading) in found.iter_mut().filter(|(_, _, reading)| reading.is_none()) {
        let passage = &passages[*index];
        let distances = signing.iter().filter_map(|(other, says_how)| {
            distance(passages, *index, *other).filter(|distance| *says_how || *distance == Distance::Close)
        });
        let text = &passage.text.text()[span.clone()];
        if distances.min().is_some_and(|nearest| word::matters(&normal::masked(text, context.events), nearest)) {
            *reading = Some(read_sentence(passage, span.clone(), context));
        }
    }
}

/// How far two passages are from each other; `None` where one has nothing to do with the other.
fn distance(passages: &[Passage], one: usize, other: usize) -> Option<Distance> {
    let (from, to) = (one.min(other), one.max(other));
    if passages[from..=to].iter().any(|passage| passage.kind == Kind::Event) {
        return None;
    }
    let same_section = passages[from].section == passages[to].section && passages[from].section > 0;
    match to - from {
        0 => Some(Distance::Same),
        1 | 2 => Some(Distance::Close),
        3..=8 => Some(Distance::Near),
        _ if same_section => Some(Distance::Near),
        _ => None,
    }
}
