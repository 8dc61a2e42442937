//! The alphabet of a pattern: code points that no class distinguishes are one letter.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, HirKind};

/// The word characters of `\b`, as a class.
pub(super) const WORD: &str = "[0-9A-Za-z_]";

/// All code points, as a class.
pub(super) const ANY: &str = r"[\x00-\x{10FFFF}]";

/// The letters of a pattern with their classes.
#[derive(Debug)]
pub(super) struct Alphabet {
    /// The first code points of the ranges of equal letter, in ascending order from zero.
    pub(super) firsts: Vec<u32>,
    /// The letters of these ranges.
    pub(super) letters: Vec<usize>,
    /// By letter and class: true if the letter is in the class.
    members: Vec<Vec<bool>>,
}

impl Alphabet {
    /// Creates the alphabet of some classes.
    pub(super) fn new(classes: &[String]) -> Self {
        let classes: Vec<Vec<(u32, u32)>> = classes.iter().map(|class| ranges(class)).collect();
        let bounds = classes.iter().flatten().flat_map(|(first, last)| [*first, after(*last)]);
        let bounds: BTreeSet<u32> = bounds.chain([0]).filter(|bound| *bound <= u32::from(char::MAX)).collect();
        let mut known: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let mut alphabet = Self { firsts: Vec::new(), letters: Vec::new(), members: Vec::new() };
        for first in bounds {
            let member = classes.iter().map(|ranges| contains(ranges, first)).collect::<Vec<_>>();
            let letter = *known.entry(member).or_insert_with_key(|member| {
                alphabet.members.push(member.clone());
                alphabet.members.len() - 1
            });
            if alphabet.letters.last() != Some(&letter) {
                alphabet.firsts.push(first);
                alphabet.letters.push(letter);
            }
        }
        alphabet
    }

    /// Returns the number of letters.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// Returns true if a letter is in a class.
    pub(super) fn contains(&self, class: usize, letter: usize) -> bool {
        self.members[letter][class]
    }
}

/// Returns the code point ranges of a class in ascending order.
pub(super) fn ranges(class: &str) -> Vec<(u32, u32)> {
    let parsed = regex_syntax::parse(&format!("[{class}]"));
    match parsed.map(regex_syntax::hir::Hir::into_kind) {
        Ok(HirKind::Class(Class::Unicode(class))) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Ok(HirKind::Class(Class::Bytes(class))) => {
            class.ranges().iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect()
        }
        Ok(HirKind::Literal(literal)) => {
            let text = String::from_utf8_lossy(&literal.0).into_owned();
            text.chars().map(|only| (u32::from(only), u32::from(only))).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the next code point in texts, which have no surrogates.
fn after(last: u32) -> u32 {
    if last == 0xd7ff { 0xe000 } else { last + 1 }
}

fn contains(ranges: &[(u32, u32)], code_point: u32) -> bool {
    let behind = ranges.partition_point(|(first, _)| *first <= code_point);
    behind > 0 && code_point <= ranges[behind - 1].1
}
