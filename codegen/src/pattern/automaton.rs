//! The syntax tree of a pattern → an automaton over code points for the generated crate.

use std::collections::BTreeMap;

use codegen_runtime::text::code_point_automaton::CodePointAutomaton;

use crate::pattern::alphabet::{self, Alphabet};
use crate::pattern::determine::{Failure, Machine, Step, determine};
use crate::pattern::matching::Automaton;
use crate::pattern::minimize::equal_states;
use crate::pattern::program::{Instruction, Programs, bound, counted};
use crate::pattern::syntax::{Node, Repeat};

/// The maximum number of steps of an automaton, of two bytes each.
pub(super) const ENTRIES: usize = 1 << 15;

/// The number of repeated ranges beyond which neither a small table nor a quick translation is likely.
pub(super) const WRITTEN_OUT: usize = 255;

/// Returns the automaton of a pattern, unless it is too large.
pub(super) fn automaton(node: &Node) -> Result<Automaton, Failure> {
    let counted = counted(node);
    match counted.map(|counted| with(node, Some(counted))) {
        Some(Ok(automaton)) => Ok(automaton),
        Some(Err(_)) | None => with(node, None),
    }
}

/// Returns the largest number of code point ranges that expanding a repetition creates.
pub(super) fn repeated(node: &Node) -> usize {
    let Some(counted) = counted(node) else { return 0 };
    let class = counted.body.class().unwrap_or_default();
    (bound(counted) as usize).saturating_mul(alphabet::ranges(&class).len())
}

/// Returns the automaton of a pattern that a single counter can express.
pub(super) fn counting(node: &Node) -> Option<Automaton> {
    with(node, Some(counted(node)?)).ok()
}

/// Returns the automaton of a pattern with every count expanded, unless it is too large.
pub(super) fn expanded(node: &Node) -> Result<Automaton, Failure> {
    with(node, None)
}

fn with(node: &Node, counted: Option<&Repeat>) -> Result<Automaton, Failure> {
    let programs = Programs::new(node, counted).map_err(|_| Failure::TooLarge)?;
    let alphabet = Alphabet::new(&programs.classes);
    let machine = smallest(&determine(&programs, &alphabet)?, alphabet.len());
    let (letters, steps) = by_letter(&machine, alphabet.len());
    let width = letters.iter().max().map_or(1, |last| last + 1);
    if steps.len() > ENTRIES || width > 256 {
        return Err(Failure::TooLarge);
    }
    let limits = programs.counting.and_then(|counting| match &programs.instructions[counting] {
        Instruction::Counting(count) => Some((count.least, count.most.unwrap_or(u32::MAX))),
        _ => None,
    });
    let bits = |accepts: &Vec<bool>| accepts.iter().enumerate().map(|(row, accepts)| u8::from(*accepts) << row).sum();
    let (firsts, classes) = runs(&alphabet, &letters);
    Ok(Automaton {
        firsts,
        classes,
        next: steps.into_iter().map(entry).collect(),
        accepts: machine.accepts.iter().map(bits).collect(),
        start: u16::try_from(machine.start).map_err(|_| Failure::TooLarge)?,
        limits,
    })
}

fn entry(step: Step) -> u16 {
    let state = u16::try_from(step.state).expect("there are fewer states than steps");
    if step.restarts { state | CodePointAutomaton::RESTARTS } else { state }
}

/// Minimizes an automaton.
fn smallest(machine: &Machine, letters: usize) -> Machine {
    let mut known: BTreeMap<(&Vec<bool>, Vec<bool>), usize> = BTreeMap::new();
    let kinds = machine.accepts.iter().zip(&machine.steps).map(|(accepts, steps)| {
        let next = known.len();
        *known.entry((accepts, steps.iter().map(|step| step.restarts).collect())).or_insert(next)
    });
    let kinds: Vec<usize> = kinds.collect();
    let next: Vec<Vec<usize>> =
        machine.steps.iter().map(|steps| steps.iter().map(|step| step.state).collect()).collect();
    let numbers = equal_states(&kinds, &next);
    let mut smallest =
        Machine { start: numbers[machine.start], phases: machine.phases, steps: Vec::new(), accepts: Vec::new() };
    for (state, number) in numbers.iter().enumerate() {
        if *number == smallest.steps.len() {
            let steps = machine.steps[state].iter();
            smallest.steps.push(steps.map(|step| Step { state: numbers[step.state], ..*step }).collect());
            smallest.accepts.push(machine.accepts[state].clone());
        }
    }
    assert!(smallest.steps.iter().all(|steps| steps.len() == letters * machine.phases));
    smallest
}

/// Returns the class of each letter, equal for letters that no state distinguishes, and the steps by state, row and class.
fn by_letter(machine: &Machine, letters: usize) -> (Vec<usize>, Vec<Step>) {
    let rows: Vec<&[Step]> = machine.steps.iter().flat_map(|steps| steps.chunks(letters)).collect();
    let mut columns: BTreeMap<Vec<Step>, usize> = BTreeMap::new();
    let mut chosen = Vec::new();
    let classes = (0..letters).map(|letter| {
        let next = columns.len();
        let class = *columns.entry(rows.iter().map(|row| row[letter]).collect()).or_insert(next);
        if class == next {
            chosen.push(letter);
        }
        class
    });
    let classes = classes.collect();
    let steps = rows.iter().flat_map(|row| chosen.iter().map(|letter| row[*letter])).collect();
    (classes, steps)
}

/// Returns the first code points of the ranges of equal class, and the classes.
fn runs(alphabet: &Alphabet, classes: &[usize]) -> (Vec<u32>, Vec<u8>) {
    let (mut firsts, mut of): (Vec<u32>, Vec<u8>) = (Vec::new(), Vec::new());
    for (first, letter) in alphabet.firsts.iter().zip(&alphabet.letters) {
        let class = u8::try_from(classes[*letter]).expect("there are at most 256");
        if of.last() != Some(&class) {
            firsts.push(*first);
            of.push(class);
        }
    }
    (firsts, of)
}
