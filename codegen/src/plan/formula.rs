//! Formulas over the members of an object.

use crate::plan::edge::Edge;

/// A formula over the members that are present, and over their values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// The member is present.
    Has(String),
    /// The member is present, and a node accepts its value.
    Accepted(String, Edge),
    /// The formula is false.
    Not(Box<Presence>),
    /// All are true.
    All(Vec<Presence>),
    /// At least one is true.
    Any(Vec<Presence>),
    /// Exactly one is true.
    One(Vec<Presence>),
}

impl Presence {
    /// Returns true if the formula is true of an object that has some members. `has` takes the node that accepts the member's value, too.
    pub fn holds(&self, has: &mut dyn FnMut(&str, Option<&Edge>) -> bool) -> bool {
        match self {
            Self::Has(wire_name) => has(wire_name, None),
            Self::Accepted(wire_name, edge) => has(wire_name, Some(edge)),
            Self::Not(formula) => !formula.holds(has),
            Self::All(formulas) => formulas.iter().all(|formula| formula.holds(has)),
            Self::Any(formulas) => formulas.iter().any(|formula| formula.holds(has)),
            Self::One(formulas) => formulas.iter().filter(|formula| formula.holds(has)).count() == 1,
        }
    }

    /// Returns the members whose values it has verdicts on, with repetitions.
    pub fn asked(&self) -> Vec<(&String, &Edge)> {
        match self {
            Self::Has(_) => Vec::new(),
            Self::Accepted(wire_name, edge) => vec![(wire_name, edge)],
            Self::Not(formula) => formula.asked(),
            Self::All(formulas) | Self::Any(formulas) | Self::One(formulas) => {
                formulas.iter().flat_map(Self::asked).collect()
            }
        }
    }

    /// Returns the names of its members, with repetitions.
    pub fn names(&self) -> Vec<&String> {
        match self {
            Self::Has(wire_name) | Self::Accepted(wire_name, _) => vec![wire_name],
            Self::Not(formula) => formula.names(),
            Self::All(formulas) | Self::Any(formulas) | Self::One(formulas) => {
                formulas.iter().flat_map(Self::names).collect()
            }
        }
    }

    /// Returns the formula that is always true.
    pub(super) fn always() -> Self {
        Self::All(Vec::new())
    }

    /// Returns the formula that is never true.
    pub(super) fn never() -> Self {
        Self::Any(Vec::new())
    }

    /// Returns the conjunction of formulas in its shortest form.
    pub(super) fn all(formulas: Vec<Self>) -> Self {
        if formulas.contains(&Self::never()) {
            return Self::never();
        }
        let each = formulas.into_iter().flat_map(|formula| match formula {
            Self::All(inner) => inner,
            Self::Has(_) | Self::Accepted(..) | Self::Not(_) | Self::Any(_) | Self::One(_) => vec![formula],
        });
        only(each.collect()).unwrap_or_else(Self::All)
    }

    /// Returns the disjunction of formulas in its shortest form.
    pub(super) fn any(formulas: Vec<Self>) -> Self {
        if formulas.contains(&Self::always()) {
            return Self::always();
        }
        let each = formulas.into_iter().flat_map(|formula| match formula {
            Self::Any(inner) => inner,
            Self::Has(_) | Self::Accepted(..) | Self::Not(_) | Self::All(_) | Self::One(_) => vec![formula],
        });
        only(each.collect()).unwrap_or_else(Self::Any)
    }

    /// Returns the negation of the formula.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Not(formula) => *formula,
            Self::All(none) if none.is_empty() => Self::never(),
            Self::Any(none) if none.is_empty() => Self::always(),
            Self::Has(_) | Self::Accepted(..) | Self::All(_) | Self::Any(_) | Self::One(_) => Self::Not(Box::new(self)),
        }
    }

    /// Returns the number of its parts.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Has(_) | Self::Accepted(..) => 1,
            Self::Not(formula) => formula.size(),
            Self::All(formulas) | Self::Any(formulas) | Self::One(formulas) => formulas.iter().map(Self::size).sum(),
        }
    }
}

/// Returns the only formula, or else all.
fn only(mut formulas: Vec<Presence>) -> Result<Presence, Vec<Presence>> {
    match formulas.pop() {
        Some(only) if formulas.is_empty() => Ok(only),
        last => {
            formulas.extend(last);
            Err(formulas)
        }
    }
}
