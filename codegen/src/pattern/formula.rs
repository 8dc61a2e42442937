//! Formulas over places in a pattern. Equal ones are shared, so that they can be states of an automaton.
//!
//! They are reduced ordered decision diagrams, in which negation costs no more than conjunction.

use std::collections::HashMap;

/// The maximum nesting of formulas.
const DEPTH: usize = 400;

/// A formula by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Formula(u32);

impl Formula {
    pub(super) const FALSE: Self = Self(0);
    pub(super) const TRUE: Self = Self(1);

    pub(super) fn is_constant(self) -> bool {
        self <= Self::TRUE
    }
}

impl From<bool> for Formula {
    fn from(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }
}

/// The error of a formula that exceeds the limit of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

/// A decision: one formula if the variable holds, another one if not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Decision {
    variable: u32,
    high: Formula,
    low: Formula,
}

/// The table of all formulas.
#[derive(Debug)]
pub(super) struct Formulas {
    decisions: Vec<Decision>,
    known: HashMap<Decision, Formula>,
    chosen: HashMap<(Formula, Formula, Formula), Formula>,
    /// The number of steps left.
    left: usize,
}

impl Formulas {
    /// Creates a table of the constants with a limit of steps.
    pub(super) fn new(steps: usize) -> Self {
        let constant = |formula| Decision { variable: u32::MAX, high: formula, low: formula };
        Self {
            decisions: vec![constant(Formula::FALSE), constant(Formula::TRUE)],
            known: HashMap::new(),
            chosen: HashMap::new(),
            left: steps,
        }
    }

    /// Spends steps.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Exhausted> {
        self.left = self.left.checked_sub(steps).ok_or(Exhausted)?;
        Ok(())
    }

    pub(super) fn variable(&mut self, variable: usize) -> Formula {
        self.decision(Decision { variable: number(variable), high: Formula::TRUE, low: Formula::FALSE })
    }

    pub(super) fn and(&mut self, left: Formula, right: Formula) -> Result<Formula, Exhausted> {
        self.choose(left, right, Formula::FALSE, 0)
    }

    pub(super) fn or(&mut self, left: Formula, right: Formula) -> Result<Formula, Exhausted> {
        self.choose(left, Formula::TRUE, right, 0)
    }

    pub(super) fn not(&mut self, formula: Formula) -> Result<Formula, Exhausted> {
        self.choose(formula, Formula::FALSE, Formula::TRUE, 0)
    }

    /// Returns true if the formula's value can depend on a variable.
    pub(super) fn depends(&self, formula: Formula, variable: usize) -> bool {
        let variable = number(variable);
        let (mut open, mut seen) = (vec![formula], std::collections::HashSet::new());
        while let Some(formula) = open.pop() {
            let Decision { variable: own, high, low } = self.decisions[formula.0 as usize];
            if own == variable {
                return true;
            }
            if own < variable && seen.insert(formula) {
                open.extend([high, low]);
            }
        }
        false
    }

    /// Substitutes formulas for variables.
    pub(super) fn replace(
        &mut self,
        formula: Formula,
        value: &mut impl FnMut(&mut Self, usize) -> Formula,
    ) -> Result<Formula, Exhausted> {
        self.replaced(formula, value, &mut HashMap::new(), 0)
    }

    fn replaced(
        &mut self,
        formula: Formula,
        value: &mut impl FnMut(&mut Self, usize) -> Formula,
        known: &mut HashMap<Formula, Formula>,
        depth: usize,
    ) -> Result<Formula, Exhausted> {
        if formula.is_constant() {
            return Ok(formula);
        }
        if let Some(known) = known.get(&formula) {
            return Ok(*known);
        }
        if depth == DEPTH {
            return Err(Exhausted);
        }
        self.spend(1)?;
        let Decision { variable, high, low } = self.decisions[formula.0 as usize];
        let condition = value(self, variable as usize);
        let high = self.replaced(high, value, known, depth + 1)?;
        let low = self.replaced(low, value, known, depth + 1)?;
        let replaced = self.choose(condition, high, low, 0)?;
        known.insert(formula, replaced);
        Ok(replaced)
    }

    /// Returns `high` if the condition holds, and `low` if not.
    fn choose(&mut self, condition: Formula, high: Formula, low: Formula, depth: usize) -> Result<Formula, Exhausted> {
        match (condition, high, low) {
            (Formula::TRUE, chosen, _) | (Formula::FALSE, _, chosen) => return Ok(chosen),
            (_, high, low) if high == low => return Ok(high),
            (condition, Formula::TRUE, Formula::FALSE) => return Ok(condition),
            _ => {}
        }
        if let Some(chosen) = self.chosen.get(&(condition, high, low)) {
            return Ok(*chosen);
        }
        if depth == DEPTH {
            return Err(Exhausted);
        }
        self.spend(1)?;
        let all = [condition, high, low];
        let variable = all.map(|formula| self.decisions[formula.0 as usize].variable).into_iter().min().unwrap_or(0);
        let halves = all.map(|formula| match self.decisions[formula.0 as usize] {
            Decision { variable: own, high, low } if own == variable => (high, low),
            _ => (formula, formula),
        });
        let [(condition_high, condition_low), (high_high, high_low), (low_high, low_low)] = halves;
        let holds = self.choose(condition_high, high_high, low_high, depth + 1)?;
        let fails = self.choose(condition_low, high_low, low_low, depth + 1)?;
        let chosen = self.decision(Decision { variable, high: holds, low: fails });
        self.chosen.insert((condition, high, low), chosen);
        Ok(chosen)
    }

    fn decision(&mut self, decision: Decision) -> Formula {
        if decision.high == decision.low {
            return decision.high;
        }
        *self.known.entry(decision).or_insert_with(|| {
            self.decisions.push(decision);
            Formula(number(self.decisions.len() - 1))
        })
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).expect("instructions and steps are fewer")
}
