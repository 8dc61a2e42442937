//! The syntax tree of a pattern → instructions with their successors. Each look-around is a program of its own.

use std::collections::HashMap;

use crate::pattern::alphabet::{ANY, WORD};
use crate::pattern::syntax::{Look, Node, Repeat};

/// The maximum number of instructions; repetitions are expanded.
const INSTRUCTIONS: usize = 6000;

/// Smaller counts are expanded.
const COUNTED: u32 = 16;

/// An instruction.
#[derive(Debug)]
pub(super) enum Instruction {
    /// Matches one code point of a class, then the next instruction.
    Class { class: usize, next: usize },
    /// Matches one of these instructions.
    Split(Vec<usize>),
    /// Matches the next instruction if the assertion holds.
    Assert { assertion: Assertion, next: usize },
    /// Begins counting at zero.
    Count(Count),
    /// Continues counting; at least one was counted.
    Counting(Count),
    /// Ends the program with a match.
    Match,
}

/// A condition on a place in the text that consumes nothing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Assertion {
    Start,
    End,
    WordBoundary {
        is_negated: bool,
    },
    /// A look-around program.
    Look {
        program: usize,
        is_negated: bool,
    },
}

/// A counted class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Count {
    pub(super) class: usize,
    pub(super) next: usize,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

/// A program.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) is_ahead: bool,
    pub(super) entry: usize,
    /// Its instructions, successors first unless there is a loop.
    pub(super) instructions: Vec<usize>,
}

/// The programs of a whole pattern; a program's look-arounds come before it, and the last one is the pattern itself.
#[derive(Debug)]
pub(super) struct Programs {
    pub(super) classes: Vec<String>,
    pub(super) instructions: Vec<Instruction>,
    pub(super) all: Vec<Program>,
    /// The [`Instruction::Counting`] of the class that is counted rather than expanded, if there is one.
    pub(super) counting: Option<usize>,
}

/// The error of a pattern with too many instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong;

/// Returns the repetition with a count too large to expand.
pub(super) fn counted(node: &Node) -> Option<&Repeat> {
    match node {
        Node::Look(Look { is_ahead: false, .. })
        | Node::Class(_)
        | Node::Start
        | Node::End
        | Node::WordBoundary { .. } => None,
        Node::Look(Look { body, .. }) | Node::Group(body) => counted(body),
        Node::Sequence(parts) | Node::Alternatives(parts) => {
            parts.iter().filter_map(counted).max_by_key(|repeat| bound(repeat))
        }
        Node::Repeat(repeat) if bound(repeat) >= COUNTED && repeat.body.class().is_some() => Some(repeat),
        // Its content would be duplicated.
        Node::Repeat(repeat) if bound(repeat) > 1 => None,
        Node::Repeat(repeat) => counted(&repeat.body),
    }
}

/// Returns the repetition with the largest count.
pub(super) fn largest(node: &Node) -> Option<&Repeat> {
    let mut largest: Option<&Repeat> = None;
    for part in node.all() {
        if let Node::Repeat(repeat) = part
            && bound(repeat) > largest.map_or(1, bound)
        {
            largest = Some(repeat);
        }
    }
    largest
}

/// Returns the number of copies of an expanded repetition.
pub(super) fn bound(repeat: &Repeat) -> u32 {
    repeat.most.unwrap_or_default().max(repeat.least)
}

impl Programs {
    /// Compiles a pattern; `counted` is not expanded.
    pub(super) fn new(node: &Node, counted: Option<&Repeat>) -> Result<Self, TooLong> {
        let programs =
            Self { classes: vec![WORD.to_owned()], instructions: Vec::new(), all: Vec::new(), counting: None };
        let mut compiler = Compiler { programs, own: vec![Vec::new()], looks: HashMap::new(), counted };
        let matches = compiler.push(Instruction::Match)?;
        let entry = compiler.node(node, matches)?;
        // It may match anywhere.
        let any = compiler.class(ANY);
        let entry = if is_anchored(node) {
            entry
        } else {
            let again = compiler.push(Instruction::Split(Vec::new()))?;
            let skip = compiler.push(Instruction::Class { class: any, next: again })?;
            compiler.programs.instructions[again] = Instruction::Split(vec![entry, skip]);
            again
        };
        compiler.end(true, entry);
        Ok(compiler.programs)
    }
}

/// Returns true if it matches only at the start of a text.
fn is_anchored(node: &Node) -> bool {
    match node {
        Node::Start => true,
        Node::Group(inner) => is_anchored(inner),
        Node::Sequence(parts) => parts.first().is_some_and(is_anchored),
        Node::Alternatives(branches) => branches.iter().all(is_anchored),
        _ => false,
    }
}

struct Compiler<'n> {
    programs: Programs,
    /// The instructions of the open programs.
    own: Vec<Vec<usize>>,
    /// The look-around programs by their place in the tree.
    looks: HashMap<*const Look, usize>,
    counted: Option<&'n Repeat>,
}

impl Compiler<'_> {
    fn push(&mut self, instruction: Instruction) -> Result<usize, TooLong> {
        let position = self.programs.instructions.len();
        if position == INSTRUCTIONS {
            return Err(TooLong);
        }
        self.programs.instructions.push(instruction);
        self.own.last_mut().expect("a program is open").push(position);
        Ok(position)
    }

    fn class(&mut self, class: &str) -> usize {
        let known = self.programs.classes.iter().position(|known| known == class);
        known.unwrap_or_else(|| {
            self.programs.classes.push(class.to_owned());
            self.programs.classes.len() - 1
        })
    }

    fn end(&mut self, is_ahead: bool, entry: usize) -> usize {
        let instructions = self.own.pop().expect("a program is open");
        self.programs.all.push(Program { is_ahead, entry, instructions });
        self.programs.all.len() - 1
    }

    /// Compiles a part followed by `next` and returns its first instruction.
    fn node(&mut self, node: &Node, next: usize) -> Result<usize, TooLong> {
        match node {
            Node::Class(class) => {
                let class = self.class(class);
                self.push(Instruction::Class { class, next })
            }
            Node::Start => self.push(Instruction::Assert { assertion: Assertion::Start, next }),
            Node::End => self.push(Instruction::Assert { assertion: Assertion::End, next }),
            Node::WordBoundary { is_negated } => {
                let assertion = Assertion::WordBoundary { is_negated: *is_negated };
                self.push(Instruction::Assert { assertion, next })
            }
            Node::Look(look) => {
                let program = self.look(look)?;
                let assertion = Assertion::Look { program, is_negated: look.is_negated };
                self.push(Instruction::Assert { assertion, next })
            }
            Node::Group(inner) => self.node(inner, next),
            Node::Sequence(parts) => parts.iter().rev().try_fold(next, |next, part| self.node(part, next)),
            Node::Alternatives(branches) => {
                let branches: Result<Vec<usize>, TooLong> =
                    branches.iter().map(|branch| self.node(branch, next)).collect();
                self.push(Instruction::Split(branches?))
            }
            Node::Repeat(repeat) if self.counted.is_some_and(|counted| std::ptr::eq(counted, repeat)) => {
                self.count(repeat, next)
            }
            Node::Repeat(repeat) => self.repeat(repeat, next),
        }
    }

    fn look(&mut self, look: &Look) -> Result<usize, TooLong> {
        if let Some(known) = self.looks.get(&std::ptr::from_ref(look)) {
            return Ok(*known);
        }
        self.own.push(Vec::new());
        let matches = self.push(Instruction::Match)?;
        let entry = self.node(&look.body, matches)?;
        let program = self.end(look.is_ahead, entry);
        self.looks.insert(std::ptr::from_ref(look), program);
        Ok(program)
    }

    fn count(&mut self, repeat: &Repeat, next: usize) -> Result<usize, TooLong> {
        let class = repeat.body.class().unwrap_or_default();
        let count = Count { class: self.class(&class), next, least: repeat.least, most: repeat.most };
        self.programs.counting = Some(self.push(Instruction::Counting(count))?);
        self.push(Instruction::Count(count))
    }

    fn repeat(&mut self, repeat: &Repeat, next: usize) -> Result<usize, TooLong> {
        let Repeat { body, least, most, .. } = repeat;
        let (mut entry, written) = match most {
            Some(most) => {
                let mut entry = next;
                for _ in *least..*most {
                    let once = self.node(body, entry)?;
                    entry = self.push(Instruction::Split(vec![once, next]))?;
                }
                (entry, 0)
            }
            None => {
                let again = self.push(Instruction::Split(Vec::new()))?;
                let once = self.node(body, again)?;
                self.programs.instructions[again] = Instruction::Split(vec![once, next]);
                if *least == 0 { (again, 0) } else { (once, 1) }
            }
        };
        for _ in written..*least {
            let behind = entry;
            entry = self.node(body, entry)?;
            // An empty part need not be repeated.
            if behind == entry {
                break;
            }
        }
        Ok(entry)
    }
}
