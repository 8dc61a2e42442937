//! Patterns as several automata: each look-around at the start or the end of a text has its own.

use super::code_point_automaton::CodePointAutomaton;

/// A boolean combination of automata.
#[derive(Debug)]
pub enum Joined<'t> {
    /// One automaton.
    One {
        /// The automaton.
        machine: CodePointAutomaton<'t>,
    },
    /// Matches if all parts match.
    All {
        /// The parts; at least one.
        parts: &'t [Joined<'t>],
    },
    /// Matches if any part matches.
    Any {
        /// The parts; at least one.
        parts: &'t [Joined<'t>],
    },
    /// Matches if the part does not.
    Not {
        /// The part.
        part: &'t Joined<'t>,
    },
}

impl Joined<'_> {
    /// Returns true if the pattern matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::One { machine } => machine.is_match(text),
            Self::All { parts } => parts.iter().all(|part| part.is_match(text)),
            Self::Any { parts } => parts.iter().any(|part| part.is_match(text)),
            Self::Not { part } => !part.is_match(text),
        }
    }
}
