//! Tags of `anyOf` and `oneOf`: exclusive branches, and the member of an object that distinguishes them.

use std::collections::BTreeMap;

use crate::keyword::types::TypeSet;
use crate::plan::checks::{Checks, Choice, InPlace, Plan, Switch, Tag};
use crate::plan::edge::NodeId;
use crate::plan::effort::Effort;
use crate::plan::literal::Literal;

/// Analyzes every choice of a plan.
pub(super) fn analyze(plan: &mut Plan) {
    for index in 0..plan.nodes.len() {
        let mut in_place = std::mem::take(&mut plan.nodes[index].checks.in_place);
        for check in &mut in_place {
            if let InPlace::Choice(choice) = check {
                analyze_choice(plan, choice);
            }
        }
        plan.nodes[index].checks.in_place = in_place;
    }
}

fn analyze_choice(plan: &Plan, choice: &mut Choice) {
    let types: Vec<TypeSet> = choice.branches.iter().map(|branch| types(plan, branch.node, Effort::FULL)).collect();
    let excludes = |index: usize| types[..index].iter().all(|earlier| !earlier.intersects(types[index]));
    if (0..types.len()).all(excludes) {
        choice.only_one = false;
        return;
    }
    choice.tag = tag(plan, choice, &types);
}

/// Returns an upper bound of the types that a node accepts.
pub(crate) fn types(plan: &Plan, id: NodeId, effort: Effort) -> TypeSet {
    let checks = &plan.node(id).checks;
    if !checks.never.is_empty() {
        return TypeSet::NONE;
    }
    let of_values = checks.values.iter().map(|check| union(check.asks.iter().map(Literal::types)));
    let below = effort.below(checks);
    let in_place = checks.in_place.iter().filter(|_| !effort.is_spent()).map(|check| match check {
        InPlace::All(edge) => types(plan, edge.node, below),
        InPlace::Choice(choice) => union(choice.branches.iter().map(|branch| types(plan, branch.node, below))),
        InPlace::Switch(Switch::Type(cases)) => union(cases.iter().map(|(types, _)| *types)),
        InPlace::Switch(Switch::Member { .. } | Switch::Absence { .. }) => TypeSet::OBJECT,
        InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) => TypeSet::ALL,
    });
    of_values.chain(in_place).fold(checks.allowed_types(), TypeSet::intersection)
}

fn union(types: impl Iterator<Item = TypeSet>) -> TypeSet {
    types.fold(TypeSet::NONE, TypeSet::union)
}

/// The constraint of a branch on one member.
struct Constraint {
    values: Option<Vec<String>>,
    is_required: bool,
}

/// Returns a member for which the branches for objects require different strings.
fn tag(plan: &Plan, choice: &Choice, types: &[TypeSet]) -> Option<Tag> {
    let objects: Vec<usize> = (0..types.len()).filter(|index| types[*index].intersects(TypeSet::OBJECT)).collect();
    let first = plan.node(choice.branches[*objects.first()?].node);
    let names = members_of(plan, &first.checks, Effort::FULL);
    let no_object = types.iter().enumerate().filter(|(_, types)| **types != types.intersection(TypeSet::OBJECT));
    let no_object: Vec<usize> = no_object.map(|(index, _)| index).collect();
    names.into_iter().find_map(|wire_name| {
        let constraint = |index: &usize| (*index, constraint_of(plan, choice.branches[*index].node, wire_name));
        let constraint: Vec<(usize, Constraint)> = objects.iter().map(constraint).collect();
        tag_of(wire_name, &constraint, &no_object)
    })
}

fn tag_of(wire_name: &str, constraint: &[(usize, Constraint)], no_object: &[usize]) -> Option<Tag> {
    let mut cases: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for value in constraint.iter().filter_map(|(_, constraint)| constraint.values.as_ref()).flatten() {
        if !cases.contains_key(value.as_str()) {
            order.push(value);
            let can = |constraint: &Constraint| constraint.values.as_ref().is_none_or(|values| values.contains(value));
            cases.insert(
                value,
                constraint.iter().filter(|(_, constraint)| can(constraint)).map(|(index, _)| *index).collect(),
            );
        }
    }
    // Useful if the values leave less than half of the branches on average.
    let left: usize = cases.values().map(Vec::len).sum();
    let helps = cases.len() > 1 && 2 * left <= cases.len() * constraint.len();
    let indexes = |pick: &dyn Fn(&Constraint) -> bool| {
        constraint.iter().filter(|(_, constraint)| pick(constraint)).map(|(index, _)| *index).collect::<Vec<_>>()
    };
    helps.then(|| Tag {
        wire_name: wire_name.to_owned(),
        cases: order.iter().map(|value| ((*value).to_owned(), cases[value].clone())).collect(),
        other: indexes(&|constraint| constraint.values.is_none()),
        absent: indexes(&|constraint| !constraint.is_required),
        no_object: no_object.to_vec(),
    })
}

fn constraint_of(plan: &Plan, branch: NodeId, wire_name: &str) -> Constraint {
    constraint_by(plan, &plan.node(branch).checks, wire_name, Effort::FULL)
}

fn constraint_by(plan: &Plan, checks: &Checks, wire_name: &str, effort: Effort) -> Constraint {
    let required = checks.object.required.iter().flat_map(|check| &check.asks);
    let members = checks.object.members.iter().filter(|member| member.wire_name == wire_name);
    let edges = members.flat_map(|member| &member.edges);
    let mut constraint = Constraint {
        is_required: required.into_iter().any(|name| name == wire_name),
        values: edges.flat_map(|edge| &plan.node(edge.node).checks.values).find_map(|check| strings(&check.asks)),
    };
    let below = effort.below(checks);
    for check in checks.in_place.iter().filter(|_| !effort.is_spent()) {
        let inner = match check {
            InPlace::All(edge) => constraint_by(plan, &plan.node(edge.node).checks, wire_name, below),
            InPlace::Choice(choice) => {
                let branches = choice.branches.iter();
                either(branches.map(|branch| constraint_by(plan, &plan.node(branch.node).checks, wire_name, below)))
            }
            InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) | InPlace::Switch(_) => continue,
        };
        constraint.is_required |= inner.is_required;
        constraint.values = constraint.values.or(inner.values);
    }
    constraint
}

/// Returns the constraint of a disjunction.
fn either(branches: impl Iterator<Item = Constraint>) -> Constraint {
    let all = Constraint { values: Some(Vec::new()), is_required: true };
    branches.fold(all, |all, branch| Constraint {
        is_required: all.is_required && branch.is_required,
        values: all.values.zip(branch.values).map(|(mut values, others)| {
            values.extend(others);
            values
        }),
    })
}

fn strings(values: &[Literal]) -> Option<Vec<String>> {
    values.iter().map(|literal| literal.as_str().map(str::to_owned)).collect()
}

/// Returns the names of the members that a node describes, including checks in place.
fn members_of<'p>(plan: &'p Plan, checks: &'p Checks, effort: Effort) -> Vec<&'p str> {
    let mut found: Vec<&str> = checks.object.members.iter().map(|member| member.wire_name.as_str()).collect();
    let below = effort.below(checks);
    for check in checks.in_place.iter().filter(|_| !effort.is_spent()) {
        let edges = match check {
            InPlace::All(edge) => std::slice::from_ref(edge),
            InPlace::Choice(choice) => &choice.branches,
            InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) | InPlace::Switch(_) => &[],
        };
        for edge in edges {
            let inner = members_of(plan, &plan.node(edge.node).checks, below);
            found.extend(inner);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|wire_name| seen.insert(*wire_name));
    found
}
