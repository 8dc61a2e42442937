//! Code points that no class of a pattern tells apart, as one letter.

use std::collections::{BTreeMap, BTreeSet};

use regex_syntax::hir::{Class, HirKind};

/// The word characters of `\b`, as a class.
pub(super) const WORD: &str = "[0-9A-Za-z_]";

/// All code points, as a class.
pub(super) const ANY: &str = r"[\x00-\x{10FFFF}]";

/// The classes of a pattern, and the letters that they make.
#[derive(Debug)]
pub(super) struct Alphabet {
    /// The code points from which on code points are another letter than those before, in ascending order from zero on.
    pub(super) firsts: Vec<u32>,
    /// Their letters.
    pub(super) letters: Vec<usize>,
    /// For each letter, whether it is in each class.
    members: Vec<Vec<bool>>,
}

impl Alphabet {
    /// The letters of some classes.
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

    /// How many letters there are.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether a letter is in a class.
    pub(super) fn contains(&self, class: usize, letter: usize) -> bool {
        self.members[letter][class]
    }
}

/// The code points of a class, as it is written, in ascending order.
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

/// The code point behind another one, in texts, which have no surrogates.
fn after(last: u32) -> u32 {
    if last == 0xd7ff { 0xe000 } else { last + 1 }
}

fn contains(ranges: &[(u32, u32)], code_point: u32) -> bool {
    let behind = ranges.partition_point(|(first, _)| *first <= code_point);
    behind > 0 && code_point <= ranges[behind - 1].1
}
