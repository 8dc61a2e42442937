//! A pattern and its matcher as plain data.

use std::sync::Arc;

use codegen_runtime::text::code_point_automaton::CodePointAutomaton;

/// A regular expression [ECMA-262] with an exact matcher for the `u` flag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// The pattern as in the schema.
    pub source: String,
    /// The matcher.
    pub matching: Matching,
}

/// A matcher that runs in linear time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matching {
    /// The pattern in the syntax of the `regex` crate.
    Regex(String),
    /// An automaton over code points.
    Automaton(Arc<Automaton>),
    /// Matches if all of these do. None is a `Regex`.
    All(Vec<Self>),
    /// Matches if any of these does. None is a `Regex`.
    Any(Vec<Self>),
    /// Matches if this does not, which is not a `Regex`.
    Not(Box<Self>),
}

/// The parts of a [`CodePointAutomaton`], documented there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "said there")]
pub struct Automaton {
    pub firsts: Vec<u32>,
    pub classes: Vec<u8>,
    pub next: Vec<u16>,
    pub accepts: Vec<u8>,
    pub start: u16,
    pub limits: Option<(u32, u32)>,
}

impl Automaton {
    /// Returns the automaton for the generated crate.
    pub fn machine(&self) -> CodePointAutomaton<'_> {
        let Self { firsts, classes, next, accepts, start, limits } = self;
        let machine = CodePointAutomaton::new(firsts, classes, next, accepts, *start);
        match limits {
            Some((least, most)) => machine.counting(*least, *most),
            None => machine,
        }
    }
}
