//! A pattern and its matcher as plain data.

use std::sync::Arc;

use codegen_runtime::text::code_point_automaton::CodePointAutomaton;

/// A regular expression [ECMA-262], and how to match exactly what it says, with the `u` flag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// As the schema has it.
    pub source: String,
    /// What matches it.
    pub matching: Matching,
}

/// What matches a pattern in linear time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matching {
    /// The pattern in the syntax of the `regex` crate.
    Regex(String),
    /// A machine.
    Automaton(Arc<Automaton>),
    /// All of these; none of them is a `Regex`.
    All(Vec<Self>),
    /// One of these; none of them is a `Regex`.
    Any(Vec<Self>),
    /// What this does not match; it is no `Regex`.
    Not(Box<Self>),
}

/// The parts of a [`CodePointAutomaton`], which says what they are.
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
    /// The machine that a crate carries along.
    pub fn machine(&self) -> CodePointAutomaton<'_> {
        let Self { firsts, classes, next, accepts, start, limits } = self;
        let machine = CodePointAutomaton::new(firsts, classes, next, accepts, *start);
        match limits {
            Some((least, most)) => machine.counting(*least, *most),
            None => machine,
        }
    }
}
