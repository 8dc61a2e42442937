//! Leaf keywords: implied by others, or by what is known about the size of the value.

use std::rc::Rc;

use crate::containment::claim::Premises;
use crate::containment::close::Facts;
use crate::containment::prover::{FRACTION, Prover};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::pattern::language::{Language, Word, word};

/// The verdict on a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Implied {
    /// Every value satisfies it.
    Yes,
    /// This text does not satisfy it, although it satisfies the known patterns and lengths.
    No(String),
    /// It is unknown.
    Unknown,
}

impl From<bool> for Implied {
    fn from(is_implied: bool) -> Self {
        if is_implied { Self::Yes } else { Self::Unknown }
    }
}

/// The maximum length that is expressed as a language.
const LENGTH: u64 = 200;

/// Decides a constraint by the facts.
pub(super) fn implied(prover: &mut Prover<'_>, facts: &Facts, goal: &Leaf) -> Implied {
    if !facts.types.intersects(goal.types()) {
        return Implied::Yes;
    }
    let of_integers = !facts.types.intersects(FRACTION);
    let known = leaves(prover, facts, goal.types());
    if known.iter().any(|leaf| leaf.implies(goal, of_integers)) {
        return Implied::Yes;
    }
    if let Leaf::MultipleOf(_) = goal {
        // Without a `multipleOf`, integers are multiples of every divisor of 1.
        return Implied::from(of_integers && is_divisor_of_integers(goal));
    }
    if let Leaf::Bound(goal) = goal {
        let divisor = |leaf: &Leaf| if let Leaf::MultipleOf(it) = leaf { it.integer() } else { None };
        let divisors: Vec<i128> = known.iter().filter_map(divisor).collect();
        let mut bounds = known.iter().filter_map(|leaf| if let Leaf::Bound(it) = leaf { Some(it) } else { None });
        return Implied::from(bounds.any(|bound| divisors.iter().any(|it| bound.implies_of_multiples(goal, *it))));
    }
    if let Leaf::Length(_) | Leaf::Pattern(_) = goal {
        return strings(&known, goal);
    }
    if let Leaf::Size(size) = goal {
        let (least, most) = prover.size(facts, goal.types());
        let (goal_least, goal_most) = size.range();
        let is_small = goal_most.is_none_or(|limit| most.is_some_and(|most| most <= limit));
        return Implied::from(least >= goal_least && is_small);
    }
    if let Leaf::UniqueItems(_) = goal {
        let (_, most) = prover.size(facts, TypeSet::ARRAY);
        return Implied::from(most.is_some_and(|most| most <= 1));
    }
    Implied::Unknown
}

/// Returns true if every integer is a multiple.
fn is_divisor_of_integers(goal: &Leaf) -> bool {
    goal.accepts(&crate::json::Value::Number("1".to_owned()))
}

/// Returns the constraints on values of one type.
fn leaves(prover: &Prover<'_>, facts: &Facts, types: TypeSet) -> Vec<Leaf> {
    let checks = facts.parts.iter().map(|node| prover.checks(*node));
    checks.flat_map(|checks| checks.leaves_for(types).map(|check| check.asks.clone()).collect::<Vec<_>>()).collect()
}

/// Compares patterns and lengths as languages.
fn strings(known: &[Leaf], goal: &Leaf) -> Implied {
    let known: Vec<Rc<Language>> = known.iter().filter_map(language).collect();
    let Some(goal) = language(goal).filter(|_| !known.is_empty()) else { return Implied::Unknown };
    match word(&known, &[goal]) {
        Word::Missing => Implied::Yes,
        Word::Found(text) => Implied::No(text),
        Word::Unknown => Implied::Unknown,
    }
}

/// Returns the texts that a constraint accepts, if an automaton can tell.
pub(crate) fn language(leaf: &Leaf) -> Option<Rc<Language>> {
    if let Leaf::Pattern(pattern) = leaf {
        return Language::of(pattern.source());
    }
    let Leaf::Length(length) = leaf else { return None };
    let (least, most) = length.range();
    let is_small = least <= LENGTH && most.is_none_or(|most| most <= LENGTH);
    let most = most.map_or_else(String::new, |most| most.to_string());
    if is_small { Language::of(&format!("^[^]{{{least},{most}}}$")) } else { None }
}

impl Prover<'_> {
    /// Derives that no value satisfies the facts.
    pub(super) fn is_absurd(&mut self, facts: &Facts) -> bool {
        let kinds = TypeSet::KINDS.into_iter().filter(|kind| facts.types.intersects(*kind)).collect::<Vec<_>>();
        let is_absurd = kinds.into_iter().all(|kind| match kind {
            TypeSet::ARRAY => self.has_no_array(facts),
            TypeSet::OBJECT => self.has_no_object(facts),
            _ => has_contradiction(&leaves(self, facts, kind)),
        });
        if is_absurd {
            return true;
        }
        for rejecting in facts.not.clone() {
            let premises = Premises {
                not: facts.not.iter().copied().filter(|node| *node != rejecting).collect(),
                ..facts.premises()
            };
            if self.attempt(|prover| prover.decide(premises, Some(rejecting))) {
                return true;
            }
        }
        false
    }

    /// Returns true if the sizes of arrays or objects contradict each other.
    pub(super) fn has_no_size(&mut self, facts: &Facts, types: TypeSet) -> bool {
        let (least, most) = self.size(facts, types);
        most.is_some_and(|most| most < least)
    }
}

fn has_contradiction(leaves: &[Leaf]) -> bool {
    let mut pairs =
        leaves.iter().enumerate().flat_map(|(index, left)| leaves[index + 1..].iter().map(move |right| (left, right)));
    if pairs.any(|(left, right)| left.excludes(right)) {
        return true;
    }
    let languages: Vec<Rc<Language>> = leaves.iter().filter_map(language).collect();
    languages.len() > 1 && word(&languages, &[]) == Word::Missing
}
