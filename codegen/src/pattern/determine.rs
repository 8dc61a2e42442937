//! Programs → a deterministic automaton, whose states are formulas over instructions.
//!
//! An instruction matches at a place if a formula over the instructions that match at the next place holds, given the letter between them.
//! So a pattern is a formula over one instruction at first. Each letter replaces all instructions in it, and the end of the text makes each
//! true or false. A lookahead is a conjunct, negated or not. A lookbehind is tracked from each place on: each instruction that it reaches
//! carries the formula that must hold, which collects the lookaheads on its path. Equal formulas are shared (see [`Formulas`]), so the
//! number of states is finite.
//!
//! An automaton has at most one counter beside the state: the next step depends on whether the count is below the minimum or below the
//! maximum. A pattern that would need to count twice at the same time has no such automaton.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use crate::pattern::alphabet::Alphabet;
use crate::pattern::formula::{Exhausted, Formula, Formulas};
use crate::pattern::program::{Assertion, Count, Instruction, Program, Programs};

/// The reason why there is no automaton.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// It would exceed the limit of states or work.
    TooLarge,
    /// It would need more than one counter.
    Counts,
}

impl From<Exhausted> for Failure {
    fn from(_: Exhausted) -> Self {
        Self::TooLarge
    }
}

/// The maximum number of states before minimization.
pub(super) const STATES: usize = 8192;

/// The maximum number of steps to build it.
const STEPS: usize = 500_000;

/// The phase of a counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Phase {
    /// Below the minimum.
    Below,
    /// The count may end or continue.
    Between,
    /// The count must end.
    Full,
}

/// All phases in the order of an automaton's rows.
pub(super) const PHASES: [Phase; 3] = [Phase::Below, Phase::Between, Phase::Full];

/// An automaton before minimization.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) start: usize,
    /// The number of rows per state: one per phase if it counts.
    pub(super) phases: usize,
    /// By state and row: the steps, one per letter.
    pub(super) steps: Vec<Vec<Step>>,
    /// By state and row: true if a text that ends there matches.
    pub(super) accepts: Vec<Vec<bool>>,
}

/// A step of an automaton.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Step {
    pub(super) state: usize,
    /// True if counting begins.
    pub(super) restarts: bool,
}

/// The state that rejects every continuation.
pub(super) const REFUSES: usize = 0;
/// The state that accepts every continuation.
pub(super) const ACCEPTS: usize = 1;

/// Builds the automaton of some programs.
pub(super) fn determine(programs: &Programs, alphabet: &Alphabet) -> Result<Machine, Failure> {
    let is_boundary =
        |it: &Instruction| matches!(it, Instruction::Assert { assertion: Assertion::WordBoundary { .. }, .. });
    let mut makes = Determine {
        programs,
        alphabet,
        uses_words: programs.instructions.iter().any(is_boundary),
        formulas: Formulas::new(STEPS),
        contexts: Vec::new(),
        known_contexts: HashMap::new(),
        expansions: HashMap::new(),
    };
    makes.run()
}

/// The text before a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
struct Context {
    is_start: bool,
    /// True if the previous letter is a word character.
    is_word: bool,
    /// For each lookbehind program: the instructions reached, each with the formula that must hold from here on.
    behind: Vec<BTreeMap<usize, Formula>>,
}

/// The next letter, or the end of the text.
type Next = Option<usize>;

/// The formulas of all instructions for the next letter.
struct Expansion {
    /// The formula of each instruction, if it matches from this place on.
    values: Vec<Formula>,
    behind: Vec<BTreeMap<usize, Formula>>,
}

struct Determine<'p> {
    programs: &'p Programs,
    alphabet: &'p Alphabet,
    /// True if word boundaries depend on the previous letter.
    uses_words: bool,
    formulas: Formulas,
    contexts: Vec<Context>,
    known_contexts: HashMap<Context, usize>,
    expansions: HashMap<(usize, Next, Phase), Rc<Expansion>>,
}

/// The states found so far.
struct States {
    known: HashMap<(usize, Formula), usize>,
    open: Vec<(usize, Formula)>,
}

impl States {
    fn place(&mut self, context: usize, formula: Formula) -> Result<usize, Failure> {
        match formula {
            Formula::FALSE => return Ok(REFUSES),
            Formula::TRUE => return Ok(ACCEPTS),
            _ => {}
        }
        let next = self.open.len() + 2;
        let position = *self.known.entry((context, formula)).or_insert(next);
        if position == next {
            self.open.push((context, formula));
        }
        if next >= STATES { Err(Failure::TooLarge) } else { Ok(position) }
    }
}

impl Determine<'_> {
    fn run(&mut self) -> Result<Machine, Failure> {
        let phases = if self.programs.counting.is_some() { PHASES.len() } else { 1 };
        let row = |state| vec![Step { state, restarts: false }; phases * self.alphabet.len()];
        let mut machine = Machine {
            start: 0,
            phases,
            steps: vec![row(REFUSES), row(ACCEPTS)],
            accepts: vec![vec![false; phases], vec![true; phases]],
        };
        let mut states = States { known: HashMap::new(), open: Vec::new() };
        let entry = self.programs.all.last().map_or(0, |program| program.entry);
        let behind = vec![BTreeMap::new(); self.programs.all.len()];
        let start = self.context(Context { is_start: true, is_word: false, behind });
        let formula = self.formulas.variable(entry);
        machine.start = states.place(start, formula)?;
        let mut at = 0;
        while let Some((context, formula)) = states.open.get(at).copied() {
            let (mut steps, mut accepts) = (Vec::new(), Vec::new());
            for phase in &PHASES[..phases] {
                for letter in 0..self.alphabet.len() {
                    steps.push(self.step((context, formula), letter, *phase, &mut states)?);
                }
                let end = self.expansion(context, None, *phase)?;
                let accepted = self.formulas.replace(formula, &mut |_, variable| end.values[variable])?;
                accepts.push(accepted == Formula::TRUE);
            }
            machine.steps.push(steps);
            machine.accepts.push(accepts);
            at += 1;
        }
        Ok(machine)
    }

    fn step(
        &mut self,
        (context, formula): (usize, Formula),
        letter: usize,
        phase: Phase,
        states: &mut States,
    ) -> Result<Step, Failure> {
        let expansion = self.expansion(context, Some(letter), phase)?;
        let mut next = self.formulas.replace(formula, &mut |_, variable| expansion.values[variable])?;
        let restarts = self.formulas.depends(next, self.fresh());
        if restarts {
            let counting = self.programs.counting.unwrap_or_default();
            if self.formulas.depends(next, counting) {
                return Err(Failure::Counts);
            }
            let fresh = self.fresh();
            let mut rename = |formulas: &mut Formulas, variable| {
                formulas.variable(if variable == fresh { counting } else { variable })
            };
            next = self.formulas.replace(next, &mut rename)?;
        }
        let context = Context {
            is_start: false,
            is_word: self.uses_words && self.alphabet.contains(0, letter),
            behind: expansion.behind.clone(),
        };
        let context = self.context(context);
        Ok(Step { state: states.place(context, next)?, restarts })
    }

    /// Returns the variable of a counter at one.
    fn fresh(&self) -> usize {
        self.programs.instructions.len()
    }

    fn context(&mut self, context: Context) -> usize {
        *self.known_contexts.entry(context).or_insert_with_key(|context| {
            self.contexts.push(context.clone());
            self.contexts.len() - 1
        })
    }

    fn expansion(&mut self, context: usize, next: Next, phase: Phase) -> Result<Rc<Expansion>, Failure> {
        if let Some(known) = self.expansions.get(&(context, next, phase)) {
            return Ok(Rc::clone(known));
        }
        let programs = self.programs;
        let mut expansion = Expansion {
            values: vec![Formula::FALSE; programs.instructions.len()],
            behind: vec![BTreeMap::new(); programs.all.len()],
        };
        let behind = self.contexts[context].behind.clone();
        // True if a look-around program matches here; the programs that it uses come before it.
        let mut looks: Vec<Formula> = Vec::new();
        for (position, program) in programs.all.iter().enumerate() {
            let place = Place { context, next, phase };
            looks.push(if program.is_ahead {
                self.ahead(program, place, &looks, &mut expansion.values)?;
                expansion.values[program.entry]
            } else {
                let (matched, reached) = self.behind(program, place, &looks, &expansion.values, &behind[position])?;
                expansion.behind[position] = reached;
                matched
            });
        }
        let expansion = Rc::new(expansion);
        self.expansions.insert((context, next, phase), Rc::clone(&expansion));
        Ok(expansion)
    }

    /// Computes the formulas of a lookahead program's instructions.
    fn ahead(
        &mut self,
        program: &Program,
        place: Place,
        looks: &[Formula],
        values: &mut [Formula],
    ) -> Result<(), Failure> {
        let programs = self.programs;
        loop {
            let mut is_stable = true;
            self.formulas.spend(program.instructions.len())?;
            for position in &program.instructions {
                let value = match &programs.instructions[*position] {
                    Instruction::Class { class, next } if self.takes(*class, place) => self.formulas.variable(*next),
                    Instruction::Class { .. } => Formula::FALSE,
                    Instruction::Split(branches) => {
                        self.formulas.spend(branches.len())?;
                        let mut any = Formula::FALSE;
                        for branch in branches {
                            any = self.formulas.or(any, values[*branch])?;
                        }
                        any
                    }
                    Instruction::Assert { assertion, next } => {
                        let holds = self.holds(*assertion, place, looks)?;
                        self.formulas.and(holds, values[*next])?
                    }
                    Instruction::Count(count) => {
                        let more = count.most != Some(0) && self.takes(count.class, place);
                        let fresh = self.fresh();
                        self.counted(*count, count.least == 0, more.then_some(fresh), values)?
                    }
                    Instruction::Counting(count) => {
                        let may_end = place.phase != Phase::Below;
                        let may_go_on = place.phase != Phase::Full || count.most.is_none();
                        let more = may_go_on && self.takes(count.class, place);
                        self.counted(*count, may_end, more.then_some(*position), values)?
                    }
                    Instruction::Match => Formula::TRUE,
                };
                is_stable &= values[*position] == value;
                values[*position] = value;
            }
            if is_stable {
                return Ok(());
            }
        }
    }

    fn counted(
        &mut self,
        count: Count,
        may_end: bool,
        more: Option<usize>,
        values: &[Formula],
    ) -> Result<Formula, Failure> {
        let ends = if may_end { values[count.next] } else { Formula::FALSE };
        let more = more.map_or(Formula::FALSE, |variable| self.formulas.variable(variable));
        Ok(self.formulas.or(ends, more)?)
    }

    /// Computes the formula under which a lookbehind program matches up to here, and the instructions that the next letter reaches.
    fn behind(
        &mut self,
        program: &Program,
        place: Place,
        looks: &[Formula],
        values: &[Formula],
        reached: &BTreeMap<usize, Formula>,
    ) -> Result<(Formula, BTreeMap<usize, Formula>), Failure> {
        let programs = self.programs;
        // It may begin at every place.
        let mut here: BTreeMap<usize, Formula> = BTreeMap::from([(program.entry, Formula::TRUE)]);
        for (position, under) in reached {
            let under = self.formulas.replace(*under, &mut |_, variable| values[variable])?;
            self.add(&mut here, *position, under)?;
        }
        let mut open: Vec<usize> = here.keys().copied().collect();
        while let Some(position) = open.pop() {
            self.formulas.spend(1)?;
            let under = here[&position];
            let (under, followers) = match &programs.instructions[position] {
                Instruction::Split(branches) => (under, branches.as_slice()),
                Instruction::Assert { assertion, next } => {
                    let holds = self.holds(*assertion, place, looks)?;
                    (self.formulas.and(under, holds)?, std::slice::from_ref(next))
                }
                _ => continue,
            };
            for follower in followers {
                if self.add(&mut here, *follower, under)? {
                    open.push(*follower);
                }
            }
        }
        let (mut matched, mut behind) = (Formula::FALSE, BTreeMap::new());
        for (position, under) in here {
            match &programs.instructions[position] {
                Instruction::Class { class, next } if self.takes(*class, place) => {
                    self.add(&mut behind, *next, under)?;
                }
                Instruction::Match => matched = under,
                _ => {}
            }
        }
        Ok((matched, behind))
    }

    /// Adds an alternative path to an instruction; returns true if it is new.
    fn add(
        &mut self,
        reached: &mut BTreeMap<usize, Formula>,
        position: usize,
        under: Formula,
    ) -> Result<bool, Failure> {
        if under == Formula::FALSE {
            return Ok(false);
        }
        let known = reached.get(&position).copied().unwrap_or(Formula::FALSE);
        let both = self.formulas.or(known, under)?;
        reached.insert(position, both);
        Ok(both != known)
    }

    fn takes(&self, class: usize, place: Place) -> bool {
        place.next.is_some_and(|letter| self.alphabet.contains(class, letter))
    }

    fn holds(&mut self, assertion: Assertion, place: Place, looks: &[Formula]) -> Result<Formula, Failure> {
        let context = &self.contexts[place.context];
        Ok(match assertion {
            Assertion::Start => context.is_start.into(),
            Assertion::End => place.next.is_none().into(),
            Assertion::WordBoundary { is_negated } => {
                let is_boundary = context.is_word != self.takes(0, place);
                (is_boundary != is_negated).into()
            }
            Assertion::Look { program, is_negated: false } => looks[program],
            Assertion::Look { program, is_negated: true } => self.formulas.not(looks[program])?,
        })
    }
}

/// A place between two letters.
#[derive(Clone, Copy)]
struct Place {
    context: usize,
    next: Next,
    phase: Phase,
}
