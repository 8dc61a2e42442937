//! Patterns that are several machines: what looks around at the start or at the end of a text is one by itself.

use super::code_point_automaton::CodePointAutomaton;

/// A pattern that the generator has split.
#[derive(Debug)]
pub enum Joined<'t> {
    /// One machine.
    One {
        /// It matches.
        machine: CodePointAutomaton<'t>,
    },
    /// All of these match.
    All {
        /// At least one.
        parts: &'t [Joined<'t>],
    },
    /// One of these matches.
    Any {
        /// At least one.
        parts: &'t [Joined<'t>],
    },
    /// This does not match.
    Not {
        /// What would match.
        part: &'t Joined<'t>,
    },
}

impl Joined<'_> {
    /// Whether it matches somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::One { machine } => machine.is_match(text),
            Self::All { parts } => parts.iter().all(|part| part.is_match(text)),
            Self::Any { parts } => parts.iter().any(|part| part.is_match(text)),
            Self::Not { part } => !part.is_match(text),
        }
    }
}
