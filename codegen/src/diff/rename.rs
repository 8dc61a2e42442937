//! Recognizes renamed parts: pairs of a removed and an added part with the same shape, and with the same position, related names or a
//! single value.

use std::collections::BTreeSet;

use heck::ToSnakeCase as _;

/// A named part of one side, in documented order.
pub(super) struct Part<'a> {
    pub(super) wire_name: &'a str,
    /// The fingerprints of its schemas.
    pub(super) shape: Vec<u64>,
    pub(super) is_required: bool,
    /// True if it has a single value: the same value below another name is evidence enough.
    pub(super) is_constant: bool,
    /// The document of an event or schema, and its summary.
    pub(super) written: Option<(&'a str, Option<&'a str>)>,
}

/// Returns the indexes of renamed parts, before and after. Each part is in one pair at most.
pub(super) fn pairs(old: &[Part<'_>], new: &[Part<'_>]) -> Vec<(usize, usize)> {
    let gone = missing(old, new);
    let come = missing(new, old);
    let mut scored: Vec<(u32, usize, usize)> = Vec::new();
    for before in &gone {
        for after in &come {
            let score = score(old, new, *before, *after);
            if score > 0 {
                scored.push((score, *before, *after));
            }
        }
    }
    // The best first, then in documented order.
    scored.sort_by_key(|(score, before, after)| (std::cmp::Reverse(*score), *before, *after));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, before, after) in scored {
        if pairs.iter().all(|(known, other)| *known != before && *other != after) {
            pairs.push((before, after));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The maximum number of parts among which renamed ones are searched. More parts are hardly renamed one by one.
const MOST: usize = 200;

/// Returns the indexes of parts that the other side lacks.
fn missing(parts: &[Part<'_>], others: &[Part<'_>]) -> Vec<usize> {
    let known: BTreeSet<&str> = others.iter().map(|part| part.wire_name).collect();
    let missing = parts.iter().enumerate().filter(|(_, part)| !known.contains(part.wire_name));
    missing.map(|(index, _)| index).take(MOST).collect()
}

/// Rates a pair; 0 if the parts do not belong together. Without the same shape, a related name alone is no evidence.
fn score(old: &[Part<'_>], new: &[Part<'_>], before: usize, after: usize) -> u32 {
    let (was, is) = (&old[before], &new[after]);
    if was.shape != is.shape {
        return 0;
    }
    let (is_same_place, related) = nearness(old, new, before, after);
    if !is_same_place && related == 0 && !was.is_constant {
        return 0;
    }
    let same = |one: Option<&str>, other: Option<&str>| u32::from(one.is_some() && one == other);
    let [before, after] = [was, is].map(|part| part.written.unzip());
    // Of several events with one shape, the one that is still written at the same place was renamed.
    let written = 8 * same(before.0, after.0) + 2 * same(before.1.flatten(), after.1.flatten());
    related + 4 * u32::from(is_same_place) + u32::from(was.is_required == is.is_required) + written
}

/// Returns true if two parts have the same place, or related names.
pub(super) fn are_near(old: &[Part<'_>], new: &[Part<'_>], before: usize, after: usize) -> bool {
    let (is_same_place, related) = nearness(old, new, before, after);
    is_same_place || related > 0
}

/// Returns true for two parts with the same place, and the rate of their names' relation.
fn nearness(old: &[Part<'_>], new: &[Part<'_>], before: usize, after: usize) -> (bool, u32) {
    let is_same_place = neighbours(old, new, before) == neighbours(new, old, after);
    (is_same_place, relation(old[before].wire_name, new[after].wire_name))
}

/// Returns the nearest parts before and after that both sides have.
fn neighbours<'a>(parts: &[Part<'a>], others: &[Part<'_>], index: usize) -> (Option<&'a str>, Option<&'a str>) {
    let is_shared = |part: &&Part<'a>| others.iter().any(|other| other.wire_name == part.wire_name);
    let name = |part: &Part<'a>| part.wire_name;
    (parts[..index].iter().rev().find(is_shared).map(name), parts[index + 1..].iter().find(is_shared).map(name))
}

/// Rates the relation of two names: 8 for two spellings of one name, less for names with common words, 0 for unrelated ones.
fn relation(before: &str, after: &str) -> u32 {
    let words = |name: &str| name.to_snake_case().split('_').map(str::to_owned).collect::<Vec<_>>();
    let (was, is) = (words(before), words(after));
    if was == is {
        return 8;
    }
    let common = was.iter().filter(|word| is.contains(word)).count();
    if common * 2 >= was.len().max(is.len()) && common > 0 {
        return 4;
    }
    u32::from(strsim::normalized_damerau_levenshtein(before, after) > 0.7) * 4
}
