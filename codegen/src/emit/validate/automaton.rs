//! Pattern → its matcher in the generated crate.
//!
//! Most patterns of real schemas describe sequences of characters, and an automaton of few states reads their UTF-8 bytes in one loop. A
//! pattern that needs a large table, as Unicode properties do, is left to the `regex` crate. A pattern with look-around or large counts
//! already is an automaton over code points, or several of them.

use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use regex_automata::dfa::{Automaton as _, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::{Input, MatchKind};

use crate::pattern::matching::{Automaton, Matching, Pattern};
use crate::pattern::minimize::equal_states;

/// The maximum size of an emitted table in bytes.
const TABLE: usize = 1024;

/// The maximum number of states before minimization.
const STATES: usize = 512;

/// The maximum memory for building.
const MEMORY: usize = 4 << 20;

/// The matcher of a pattern.
pub(super) struct Matcher {
    /// True for an `Automaton` of the runtime, which reads bytes; the others read strings.
    pub(super) reads_bytes: bool,
    /// The path of its type.
    pub(super) import: &'static str,
    /// The type.
    pub(super) of: TokenStream,
    /// The expression that creates it.
    pub(super) new: TokenStream,
}

/// Returns the matcher of a pattern.
pub(super) fn matcher(pattern: &Pattern) -> Matcher {
    let of_strings = |import, of, new| Matcher { reads_bytes: false, import, of, new };
    match &pattern.matching {
        Matching::Regex(translated) => match Machine::new(translated) {
            Some(machine) => {
                let entries = Literal::usize_unsuffixed(machine.next.iter().map(Vec::len).sum());
                let (of, new) = (quote!(Automaton<#entries>), machine.tokens());
                Matcher { reads_bytes: true, import: "text::automaton::Automaton", of, new }
            }
            None => of_strings("text::pattern::Pattern", quote!(Pattern), quote!(Pattern::new(#translated))),
        },
        Matching::Automaton(automaton) => {
            let import = "text::code_point_automaton::CodePointAutomaton";
            of_strings(import, quote!(CodePointAutomaton<'static>), code_points(automaton))
        }
        joined @ (Matching::All(_) | Matching::Any(_) | Matching::Not(_)) => {
            of_strings("text::joined::Joined", quote!(Joined<'static>), join(joined))
        }
    }
}

/// Emits an expression of several automata.
fn join(matching: &Matching) -> TokenStream {
    let each = |parts: &[Matching]| parts.iter().map(join).collect::<Vec<_>>();
    match matching {
        Matching::Regex(_) => unreachable!("only what is not split is left to the `regex` crate"),
        Matching::Automaton(automaton) => {
            let machine = code_points(automaton);
            quote!(Joined::One { machine: #machine })
        }
        Matching::All(parts) => {
            let parts = each(parts);
            quote!(Joined::All { parts: &[#(#parts),*] })
        }
        Matching::Any(parts) => {
            let parts = each(parts);
            quote!(Joined::Any { parts: &[#(#parts),*] })
        }
        Matching::Not(part) => {
            let part = join(part);
            quote!(Joined::Not { part: &#part })
        }
    }
}

/// Emits an expression that creates an automaton over code points.
fn code_points(automaton: &Automaton) -> TokenStream {
    let Automaton { firsts, classes, next, accepts, start, limits } = automaton;
    let firsts = firsts.iter().map(|first| Literal::u32_unsuffixed(*first));
    let next = next.iter().map(|next| Literal::u16_unsuffixed(*next));
    let [classes, accepts] = [classes, accepts].map(|bytes| Literal::byte_string(bytes));
    let start = Literal::u16_unsuffixed(*start);
    let counting = limits.map(|(least, most)| {
        let [least, most] = [least, most].map(Literal::u32_unsuffixed);
        quote!(.counting(#least, #most))
    });
    quote!(CodePointAutomaton::new(&[#(#firsts),*], #classes, &[#(#next),*], #accepts, #start)#counting)
}

/// A minimal automaton, in the order that the runtime requires.
#[derive(Debug)]
struct Machine {
    /// The class of each byte.
    classes: Vec<usize>,
    /// The next state by state and class.
    next: Vec<Vec<usize>>,
    start: usize,
    /// The first state that accepts at the end of the text.
    accepting: usize,
}

impl Machine {
    /// Returns the automaton of a translated pattern, if it is small.
    fn new(translated: &str) -> Option<Self> {
        let raw = Raw::new(translated)?;
        let kinds: Vec<usize> = raw.accepts.iter().map(|accepts| usize::from(*accepts)).collect();
        let blocks = equal_states(&kinds, &raw.next);
        // In order: the rejecting state, those that do not accept yet, those that do, and the final accepting one.
        let rank = |state: usize| match blocks[state] {
            block if block == blocks[Raw::REFUSES] => 0,
            block if block == blocks[Raw::ACCEPTS] => 3,
            _ => 1 + usize::from(raw.accepts[state]),
        };
        let states: BTreeMap<(usize, usize), usize> =
            (0..blocks.len()).map(|state| ((rank(state), blocks[state]), state)).collect();
        let position: BTreeMap<usize, usize> =
            states.keys().enumerate().map(|(position, (_, block))| (*block, position)).collect();
        let row = |state: &usize| raw.next[*state].iter().map(|next| position[&blocks[*next]]).collect();
        let rows: Vec<Vec<usize>> = states.values().map(row).collect();
        let (classes, next) = by_class(&rows);
        let classes = raw.classes.iter().map(|class| classes[*class]).collect();
        let is_small = next.len() <= 256 && next.iter().map(Vec::len).sum::<usize>() <= TABLE;
        let accepting = states.values().filter(|state| !raw.accepts[**state]).count();
        is_small.then(|| Self { classes, next, start: position[&blocks[raw.start]], accepting })
    }

    fn tokens(&self) -> TokenStream {
        let Written { firsts, classes, next, start, accepting } = self.written();
        let [firsts, classes, next] = [firsts, classes, next].map(|bytes| Literal::byte_string(&bytes));
        let [start, accepting] = [start, accepting].map(Literal::u8_unsuffixed);
        quote!(Automaton::new(#firsts, #classes, #next, #start, #accepting))
    }

    fn written(&self) -> Written {
        let byte = |number: usize| u8::try_from(number).expect("there are at most 256 of them");
        let differs = |at: &usize| *at == 0 || self.classes[*at] != self.classes[at - 1];
        let firsts: Vec<usize> = (0..self.classes.len()).filter(differs).collect();
        Written {
            classes: firsts.iter().map(|first| byte(self.classes[*first])).collect(),
            firsts: firsts.into_iter().map(byte).collect(),
            next: self.next.iter().flatten().map(|state| byte(*state)).collect(),
            start: byte(self.start),
            accepting: byte(self.accepting),
        }
    }
}

/// The arguments for the runtime's automaton.
struct Written {
    firsts: Vec<u8>,
    classes: Vec<u8>,
    next: Vec<u8>,
    start: u8,
    accepting: u8,
}

/// Removes duplicate columns of a table; returns the rows, and the new column of each old one.
fn by_class(rows: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut columns: Vec<Vec<usize>> = Vec::new();
    let class_of = |old: usize| {
        let column: Vec<usize> = rows.iter().map(|row| row[old]).collect();
        columns.iter().position(|known| *known == column).unwrap_or_else(|| {
            columns.push(column);
            columns.len() - 1
        })
    };
    let classes = (0..rows[0].len()).map(class_of).collect();
    let next = (0..rows.len()).map(|state| columns.iter().map(|column| column[state]).collect()).collect();
    (classes, next)
}

/// An automaton as it is built: a text matches once a match is found.
struct Raw {
    start: usize,
    /// The class of each byte.
    classes: Vec<usize>,
    /// The next state by state and class.
    next: Vec<Vec<usize>>,
    /// True if a text that ends in the state matches.
    accepts: Vec<bool>,
}

impl Raw {
    /// The state that rejects every continuation.
    const REFUSES: usize = 0;
    /// The state that accepts every continuation.
    const ACCEPTS: usize = 1;

    fn new(translated: &str) -> Option<Self> {
        let config = dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .match_kind(MatchKind::All)
            .dfa_size_limit(Some(MEMORY))
            .determinize_size_limit(Some(MEMORY));
        let nfa = thompson::Config::new().which_captures(thompson::WhichCaptures::None);
        let dfa = dense::Builder::new().configure(config).thompson(nfa).build(translated).ok()?;
        let start = dfa.start_state_forward(&Input::new("")).ok()?;
        let classes: Vec<usize> = (0..=u8::MAX).map(|byte| usize::from(dfa.byte_classes().get(byte))).collect();
        // One byte of each class, in the order of classes.
        let bytes: BTreeMap<usize, u8> = classes.iter().copied().zip(0..=u8::MAX).collect();
        let mut raw = Self {
            start: 0,
            next: vec![vec![Self::REFUSES; bytes.len()], vec![Self::ACCEPTS; bytes.len()]],
            accepts: vec![false, true],
            classes,
        };
        let mut known: BTreeMap<StateID, usize> = BTreeMap::new();
        let mut open: Vec<StateID> = Vec::new();
        let mut place = |state: StateID, open: &mut Vec<StateID>| {
            if dfa.is_dead_state(state) {
                return Some(Self::REFUSES);
            }
            if dfa.is_match_state(state) {
                return Some(Self::ACCEPTS);
            }
            let next = known.len() + 2;
            let position = *known.entry(state).or_insert(next);
            if position == next {
                open.push(state);
            }
            // An automaton that gives up cannot be emitted.
            (position < STATES && !dfa.is_quit_state(state)).then_some(position)
        };
        raw.start = place(start, &mut open)?;
        let mut at = 0;
        while let Some(state) = open.get(at).copied() {
            let row = bytes.values().map(|byte| place(dfa.next_state(state, *byte), &mut open));
            raw.next.push(row.collect::<Option<_>>()?);
            raw.accepts.push(dfa.is_match_state(dfa.next_eoi_state(state)));
            at += 1;
        }
        Some(raw)
    }
}

#[cfg(test)]
mod tests {
    use codegen_runtime::text::automaton::Automaton;
    use regex::Regex;

    use super::{Machine, TABLE, Written};
    use crate::pattern::matching;
    use crate::pattern::matching::Matching;

    fn translate(source: &str) -> String {
        let Ok(Matching::Regex(translated)) = matching(source) else { panic!("{source} has an automaton") };
        translated
    }

    fn machine(source: &str) -> Option<Machine> {
        Machine::new(&translate(source))
    }

    /// Patterns of every kind: anchored or not, counted, alternatives, classes within and beyond ASCII, word boundaries, empty ones.
    const PATTERNS: &[&str] = &[
        "",
        "^",
        "$",
        "^$",
        "a",
        "^a",
        "a$",
        "^a$",
        "aa*b?",
        "^(?:a|b)*$",
        "a|^b|c$",
        "^(?:ab|ba){2}$",
        "^[ab]{2,4}$",
        "^.$",
        "^.*$",
        ".+",
        "^[^a]$",
        "^[^a]*b$",
        "a.b",
        "^é+$",
        "[é-ü]",
        "^[^é]$",
        "\\bab\\b",
        "a\\Bb",
        "^\\s*a\\s*$",
        "^\\S+$",
        "\\d{2}",
        "^\\w+-\\w+$",
        "^(?:a(?:b(?:c)?)?)?$",
        "^\\u{1f432}?a",
        "[^]b",
        "[]",
        "^(?:[ab]*a[ab]{3})$",
        "(?:^|-)b(?:$|-)",
        "^[0-9]+(?:ns|ms|us|µs|s|m|h)$",
        "^[a-z][a-z0-9-_]{1,63}$",
        "^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)$",
        "(ab|a|bcdef)://(.*)",
    ];

    /// Pieces of texts that such patterns distinguish.
    const PIECES: &[&str] = &[
        "a",
        "b",
        "c",
        "-",
        "_",
        "0",
        "9",
        "1",
        ".",
        "s",
        "µs",
        "é",
        "ü",
        "\u{1f432}",
        " ",
        "\n",
        "\u{2028}",
        "ab",
        "://",
        "\0",
    ];

    #[test]
    fn automata_agree_with_the_regex_crate() {
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            usize::try_from(state % below as u64).expect("it is below a usize")
        };
        for source in PATTERNS {
            let translated = translate(source);
            let regex = Regex::new(&translated).expect("it is translated");
            let machine = Machine::new(&translated).unwrap_or_else(|| panic!("{source} needs a large table"));
            let Written { firsts, classes, next, start, accepting } = machine.written();
            // The entries behind the table are never read.
            let mut states = [0; TABLE];
            states[..next.len()].copy_from_slice(&next);
            let automaton = Automaton::new(&firsts, &classes, &states, start, accepting);
            for round in 0..3000 {
                let text: String = (0..round % 9).map(|_| PIECES[random(PIECES.len())]).collect();
                let expected = regex.is_match(&text);
                assert_eq!(automaton.is_match(&text), expected, "{source} on {text:?}");
            }
        }
    }

    #[test]
    fn automata_are_minimal() {
        let sizes = |source: &str| machine(source).map(|machine| (machine.next.len(), machine.next[0].len()));
        // Rejecting, at the start, behind a letter, and accepting; letters and other bytes.
        assert_eq!(sizes("^[a-z]+$"), Some((4, 2)));
        assert_eq!(sizes("^(?:a|b|c)+$"), Some((4, 2)));
        assert_eq!(sizes("x"), Some((3, 2)));
        assert_eq!(sizes(".*"), Some((2, 1)));
        assert_eq!(sizes("^[a-z][a-z0-9-_]{1,63}$"), Some((67, 3)));
    }

    #[test]
    fn large_tables_use_the_regex_crate() {
        for source in [r"^\p{Letter}+$", "^[a-z]?[a-z]{0,1000}$", "^(?:[ab]*a[ab]{12})$", "^.{3}.{25}[^a]{4}$"] {
            assert!(machine(source).is_none(), "{source}");
        }
    }
}
