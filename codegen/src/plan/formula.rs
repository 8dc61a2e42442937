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
    /// Returns true if the formula holds for an object. `has` returns true for a member of it, if a node that is given accepts
    /// the value.
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
        if formulas.contains(&Self::never()) || has_opposites(&formulas) {
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
        if formulas.contains(&Self::always()) || has_opposites(&formulas) {
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

    /// Returns the formula that is true if exactly one of some formulas is, in its shortest form.
    fn one(formulas: Vec<Self>) -> Self {
        let (always, others): (Vec<_>, Vec<_>) =
            formulas.into_iter().filter(|formula| *formula != Self::never()).partition(|it| *it == Self::always());
        match always.len() {
            0 => only(others)
                .unwrap_or_else(|several| if several.is_empty() { Self::never() } else { Self::One(several) }),
            1 => Self::all(others.into_iter().map(Self::negated).collect()),
            _ => Self::never(),
        }
    }

    /// Returns the formula with some members replaced, in its shortest form. `replace` gets formulas about one member each.
    pub(super) fn replaced(&self, replace: &dyn Fn(&Self) -> Option<Self>) -> Self {
        let each = |formulas: &[Self]| formulas.iter().map(|formula| formula.replaced(replace)).collect();
        match self {
            Self::Has(_) | Self::Accepted(..) => replace(self).unwrap_or_else(|| self.clone()),
            Self::Not(formula) => formula.replaced(replace).negated(),
            Self::All(formulas) => Self::all(each(formulas)),
            Self::Any(formulas) => Self::any(each(formulas)),
            Self::One(formulas) => Self::one(each(formulas)),
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

/// Returns true if a formula is the negation of another.
fn has_opposites(formulas: &[Presence]) -> bool {
    formulas.iter().any(|formula| matches!(formula, Presence::Not(inner) if formulas.contains(inner)))
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

#[cfg(test)]
mod tests {
    use super::Presence;

    fn formulas() -> Vec<Presence> {
        let has = |name: &str| Presence::Has(name.to_owned());
        let (a, b, c) = (has("a"), has("b"), has("c"));
        let some = [a.clone(), b.clone(), c.clone(), a.clone().negated(), Presence::always(), Presence::never()];
        let pairs = some.iter().flat_map(|one| some.iter().map(move |other| vec![one.clone(), other.clone()]));
        let lists = pairs.chain([vec![a.clone(), b.clone(), c.clone()], vec![a.clone(), a, b], Vec::new()]);
        let each =
            |list: Vec<Presence>| [Presence::All(list.clone()), Presence::Any(list.clone()), Presence::One(list)];
        let flat: Vec<Presence> = lists.flat_map(each).collect();
        let nested = flat.iter().map(|inner| Presence::One(vec![Presence::Not(Box::new(inner.clone())), c.clone()]));
        flat.iter().cloned().chain(nested).collect()
    }

    #[test]
    fn replaced_members_keep_the_meaning() {
        for formula in formulas() {
            for (is_present, known) in [(true, Presence::always()), (false, Presence::never())] {
                let replace = |part: &Presence| (*part == Presence::Has("a".to_owned())).then(|| known.clone());
                let replaced = formula.replaced(&replace);
                assert!(!replaced.names().contains(&&"a".to_owned()), "{formula:?}: {replaced:?}");
                for others in [["", ""], ["b", ""], ["c", ""], ["b", "c"]] {
                    let of_others = |name: &str| others.contains(&name);
                    let whole = formula.holds(&mut |name, _| if name == "a" { is_present } else { of_others(name) });
                    assert_eq!(replaced.holds(&mut |name, _| of_others(name)), whole, "{formula:?}: {replaced:?}");
                }
            }
        }
    }
}
