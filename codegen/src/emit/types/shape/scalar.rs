//! The types of strings and numbers, with the branches of choices combined.

use std::collections::BTreeSet;

use crate::catalog::RefinedType;
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::rust_type::{Native, Type};
use crate::json::Node;
use crate::keyword::bound;
use crate::keyword::types::TypeSet;

/// The facts about the strings at a site.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Strings {
    /// Any string; some are documented.
    Any(Vec<String>),
    /// One of these.
    Listed(Vec<String>),
    /// Text of a refined type.
    Refined(RefinedType),
}

impl Strings {
    /// Collects the facts about a site whose instances can be strings.
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        if let Some(values) = &facts.values {
            let values = values.iter().copied().filter_map(Node::as_str);
            return Self::Listed(values.map(str::to_owned).collect());
        }
        if let Some(refined) = facts.refined {
            return Self::Refined(refined);
        }
        if let Some(texts) = &facts.matching {
            return Self::Listed(texts.clone());
        }
        let branches = facts.choices.iter().map(|choice| {
            let branches = choice.branches.iter().filter(|(_, branch)| branch.types.intersects(TypeSet::STRING));
            branches.map(|(_, branch)| Self::of(branch)).reduce(Self::or).unwrap_or(Self::Any(Vec::new()))
        });
        branches.fold(Self::Any(Vec::new()), Self::and)
    }

    fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Refined(left), Self::Refined(right)) if left == right => Self::Refined(left),
            (Self::Listed(left), Self::Listed(right)) => Self::Listed(joined(left, right)),
            (Self::Any(left), Self::Any(right) | Self::Listed(right)) | (Self::Listed(left), Self::Any(right)) => {
                Self::Any(joined(left, right))
            }
            _ => Self::Any(Vec::new()),
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Listed(left), Self::Listed(right)) => {
                let right: BTreeSet<String> = right.into_iter().collect();
                Self::Listed(left.into_iter().filter(|value| right.contains(value)).collect())
            }
            (Self::Listed(values), _) | (_, Self::Listed(values)) => Self::Listed(values),
            (Self::Refined(refined), _) | (_, Self::Refined(refined)) => Self::Refined(refined),
            (Self::Any(left), Self::Any(right)) => Self::Any(if left.is_empty() { right } else { left }),
        }
    }
}

fn joined(left: Vec<String>, right: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    left.into_iter().chain(right).filter(|value| seen.insert(value.clone())).collect()
}

/// Decides the type of the numbers at a site.
pub(super) fn number(facts: &Facts<'_>) -> Type {
    if facts.types.contains(TypeSet::NUMBER) {
        return Type::Number;
    }
    if let Some(native) = facts.native {
        return Type::Native(native);
    }
    match bounds(facts) {
        (Some(least), Some(greatest)) => Native::between(least, greatest).map_or(Type::Integer, Type::Native),
        _ => Type::Integer,
    }
}

fn bounds(facts: &Facts<'_>) -> (Option<i128>, Option<i128>) {
    let (mut least, mut greatest) = facts.bounds;
    if let Some(values) = &facts.values {
        let whole = |node: &Node| match &node.value {
            // Rounded inward, as no number with a fraction is an integer.
            crate::json::Value::Number(text) => Some((bound::ceiling(text), bound::floor(text))),
            _ => None,
        };
        let numbers: Vec<_> = values.iter().filter_map(|node| whole(node)).collect();
        let listed_least = numbers.iter().map(|(least, _)| *least).min().flatten();
        let listed_greatest: Option<Option<i128>> = numbers
            .iter()
            .map(|(_, greatest)| *greatest)
            .reduce(|left, right| left.zip(right).map(|(left, right)| left.max(right)));
        least = least.max(listed_least);
        greatest = greatest.or(listed_greatest.flatten());
    }
    for choice in &facts.choices {
        let branches = choice.branches.iter().filter(|(_, branch)| branch.types.intersects(TypeSet::INTEGER));
        let all: Vec<_> = branches.map(|(_, branch)| bounds(branch)).collect();
        least = least.or_else(|| all.iter().map(|(least, _)| *least).min().flatten());
        let known: Option<Vec<i128>> = all.iter().map(|(_, greatest)| *greatest).collect();
        greatest = greatest.or_else(|| known?.into_iter().max());
    }
    (least, greatest)
}
