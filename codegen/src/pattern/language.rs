//! Patterns as languages: inclusion, and the shortest words.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use crate::pattern::automaton;
use crate::pattern::matching::Automaton;
use crate::pattern::syntax;

/// The maximum number of state combinations that a search visits.
const STATES: usize = 20_000;

/// The set of texts that a pattern matches.
#[derive(Debug)]
pub(crate) struct Language {
    automaton: Automaton,
    /// The number of letter classes.
    width: usize,
}

/// The result of a search for a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// The shortest text.
    Found(String),
    /// There is no such text.
    Missing,
    /// The search was given up, or the only texts have lone surrogates, which Rust's strings cannot hold.
    Unknown,
}

thread_local! {
    /// Proofs ask for the same patterns repeatedly.
    static KNOWN: RefCell<HashMap<String, Option<Rc<Language>>>> = RefCell::default();
}

impl Language {
    /// Returns the language of a pattern, unless its automaton is too large.
    pub(crate) fn of(source: &str) -> Option<Rc<Self>> {
        if let Some(known) = KNOWN.with_borrow(|known| known.get(source).cloned()) {
            return known;
        }
        let language = Self::new(source).map(Rc::new);
        KNOWN.with_borrow_mut(|known| known.insert(source.to_owned(), language.clone()));
        language
    }

    fn new(source: &str) -> Option<Self> {
        let node = syntax::parse(source).ok()?;
        if automaton::repeated(&node) > automaton::WRITTEN_OUT {
            return None;
        }
        let automaton = automaton::expanded(&node).ok()?;
        let width = automaton.classes.iter().max().map_or(1, |last| usize::from(*last) + 1);
        Some(Self { automaton, width })
    }

    fn step(&self, state: u16, class: u8) -> u16 {
        let entry = usize::from(state) * self.width + usize::from(class);
        self.automaton.next.get(entry).copied().unwrap_or_default()
    }

    fn accepts(&self, state: u16) -> bool {
        self.automaton.accepts.get(usize::from(state)).is_some_and(|accepts| accepts & 1 == 1)
    }

    /// Returns the class of a code point.
    fn class(&self, code_point: u32) -> u8 {
        let range = self.automaton.firsts.partition_point(|first| *first <= code_point);
        self.automaton.classes.get(range.saturating_sub(1)).copied().unwrap_or_default()
    }
}

/// Searches for the shortest text that is in every language of `all` and in no language of `none`.
pub(crate) fn word(all: &[Rc<Language>], none: &[Rc<Language>]) -> Word {
    let languages: Vec<&Language> = all.iter().chain(none).map(Rc::as_ref).collect();
    let letters = letters(&languages);
    let is_hopeless = |states: &[u16]| states[..all.len()].contains(&REFUSES) || states[all.len()..].contains(&ACCEPTS);
    let is_word = |states: &[u16]| {
        let mut verdicts = languages.iter().zip(states).map(|(language, state)| language.accepts(*state));
        (&mut verdicts).take(all.len()).all(|accepts| accepts) && verdicts.all(|accepts| !accepts)
    };
    let start: Vec<u16> = languages.iter().map(|language| language.automaton.start).collect();
    let mut known = BTreeSet::from([start.clone()]);
    // Each combination of states with its predecessor and the letter between them.
    let mut visited: Vec<(Vec<u16>, usize, u32)> = vec![(start, 0, 0)];
    let mut open = VecDeque::from([0]);
    while let Some(at) = open.pop_front() {
        let states = visited[at].0.clone();
        if is_word(&states) {
            return spell(&visited, at);
        }
        for (code_point, classes) in &letters {
            let steps = languages.iter().zip(&states).zip(classes);
            let next: Vec<u16> = steps.map(|((language, state), class)| language.step(*state, *class)).collect();
            if !is_hopeless(&next) && known.insert(next.clone()) {
                if visited.len() == STATES {
                    return Word::Unknown;
                }
                visited.push((next, at, *code_point));
                open.push_back(visited.len() - 1);
            }
        }
    }
    Word::Missing
}

/// The states that reject and accept every continuation.
const REFUSES: u16 = 0;
const ACCEPTS: u16 = 1;

/// Returns one code point for each combination of classes, with these classes.
fn letters(languages: &[&Language]) -> Vec<(u32, Vec<u8>)> {
    let firsts: BTreeSet<u32> = languages.iter().flat_map(|language| &language.automaton.firsts).copied().collect();
    let firsts: Vec<u32> = firsts.into_iter().chain([0x11_0000]).collect();
    let mut seen: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut letters: Vec<(u32, Vec<u8>)> = Vec::new();
    for range in firsts.windows(2) {
        let classes: Vec<u8> = languages.iter().map(|language| language.class(range[0])).collect();
        let letter = plain(range[0], range[1] - 1);
        let known = *seen.entry(classes.clone()).or_insert(letters.len());
        if known == letters.len() {
            letters.push((letter, classes));
        } else if rank(letter) < rank(letters[known].0) {
            letters[known].0 = letter;
        }
    }
    letters.sort_by_key(|(letter, _)| rank(*letter));
    letters
}

/// Returns the code point of a range that reads best.
fn plain(first: u32, last: u32) -> u32 {
    let preferred = [u32::from('a'), u32::from('0'), u32::from('A'), u32::from('!')];
    preferred.into_iter().find(|letter| (first..=last).contains(letter)).unwrap_or(first)
}

/// Returns the place of a code point in the order of preference.
fn rank(letter: u32) -> (u8, u32) {
    let kind = match char::from_u32(letter) {
        Some('a'..='z') => 0,
        Some('0'..='9') => 1,
        Some('A'..='Z') => 2,
        Some('!'..='~') => 3,
        Some(' ') => 4,
        Some('\u{a1}'..) => 5,
        Some(_) => 6,
        None => 7,
    };
    (kind, letter)
}

/// Returns the text that leads to a combination of states.
fn spell(visited: &[(Vec<u16>, usize, u32)], mut at: usize) -> Word {
    let mut letters = Vec::new();
    while at > 0 {
        letters.push(visited[at].2);
        at = visited[at].1;
    }
    // Half of a surrogate pair is a letter of an automaton, but never occurs in a text.
    let text: Option<String> = letters.into_iter().rev().map(char::from_u32).collect();
    text.map_or(Word::Unknown, Word::Found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortest(all: &[&str], none: &[&str]) -> Word {
        let languages =
            |sources: &[&str]| sources.iter().map(|source| Language::of(source).unwrap()).collect::<Vec<_>>();
        word(&languages(all), &languages(none))
    }

    fn found(text: &str) -> Word {
        Word::Found(text.to_owned())
    }

    #[test]
    fn a_language_has_a_shortest_word() {
        assert_eq!(shortest(&["^[a-z]{3}-\\d+$"], &[]), found("aaa-0"));
        assert_eq!(shortest(&["x"], &[]), found("x"));
        assert_eq!(shortest(&["^a"], &["b$"]), found("a"));
        assert_eq!(shortest(&["^ab*$", "b{2}"], &[]), found("abb"));
        assert_eq!(shortest(&["^a$"], &["a"]), Word::Missing);
        assert_eq!(shortest(&["[]"], &[]), Word::Missing);
    }

    #[test]
    fn inclusion_is_decided_by_words() {
        for (narrow, wide) in [
            ("^[a-f]+$", "^[a-z]+$"),
            ("^ord_[0-9a-f]{8}$", "^ord_"),
            ("^(?:a|b)$", "^[ab]$"),
            ("^a+$", "^a*$"),
            ("^(?=a)ab$", "^a"),
            ("^.{2,4}$", "^[^]{1,5}$"),
        ] {
            assert_eq!(shortest(&[narrow], &[wide]), Word::Missing, "{narrow} in {wide}");
            assert!(matches!(shortest(&[wide], &[narrow]), Word::Found(_)) || narrow == "^(?:a|b)$", "{wide}");
        }
    }
}
