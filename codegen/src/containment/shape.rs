//! The normal form of a node's checks. It drops everything that does not affect the verdict: keyword locations, order, repetitions,
//! redundant bounds, and keywords for types that the node rejects.

use crate::keyword::types::TypeSet;
use crate::keyword::{self, Leaf};
use crate::plan::effort::Effort;
use crate::plan::{ArrayPart, Check, Checks, Contains, InPlace, NodeId, ObjectPart, Plan, Trail, tag};

/// Returns the checks of a node in a form that equal nodes share, without keywords for types that it rejects.
pub(super) fn shape_of(plan: &Plan, node: NodeId) -> Checks {
    let types = types(plan, node);
    let mut shape = shape(&plan.node(node).checks);
    shape.types = if types == TypeSet::ALL { Vec::new() } else { vec![Check::plain(types)] };
    shape.values.iter_mut().for_each(|check| check.asks.retain(|value| value.types().intersects(types)));
    let required = shape.object.required.iter().map(|check| check.asks.len() as u64).sum();
    shape.leaves.retain(|check| check.asks.types().intersects(types) && !is_of_required(&check.asks, required));
    if !types.intersects(TypeSet::ARRAY) {
        shape.array = ArrayPart::default();
    }
    if !types.intersects(TypeSet::OBJECT) {
        shape.object = ObjectPart::default();
    }
    shape.in_place.retain(|check| match check {
        InPlace::Not(edge) => self::types(plan, edge.node).intersects(types),
        InPlace::All(_) | InPlace::If { .. } | InPlace::Choice(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => {
            true
        }
    });
    shape
}

fn types(plan: &Plan, node: NodeId) -> TypeSet {
    tag::types(plan, node, Effort::FULL)
}

/// Returns true for a `minProperties` that the required members already satisfy.
fn is_of_required(leaf: &Leaf, required: u64) -> bool {
    matches!(leaf, Leaf::Size(size) if leaf.types() == TypeSet::OBJECT && size.range().1.is_none() && size.range().0 <= required)
}

/// Returns the checks in a form that equal nodes share.
pub(super) fn shape(checks: &Checks) -> Checks {
    let mut shape = checks.clone();
    for edge in shape.edges_mut() {
        edge.trail = Trail::default();
    }
    shape.never = if shape.never.is_empty() { Vec::new() } else { vec![Trail::default()] };
    let types = shape.allowed_types();
    shape.types = if shape.types.is_empty() { Vec::new() } else { vec![Check::plain(types)] };
    for check in &mut shape.values {
        check.trail = Trail::default();
        check.asks.sort();
        check.asks.dedup();
    }
    shape.values.sort();
    shape.values.dedup();
    shape.leaves = leaves(&shape.leaves);
    for contains in &mut shape.array.contains {
        let Contains { min_trail, max, .. } = contains;
        *min_trail = Trail::default();
        if let Some((_, trail)) = max {
            *trail = Trail::default();
        }
    }
    object(&mut shape.object);
    for check in &mut shape.in_place {
        if let InPlace::Choice(choice) = check {
            choice.trail = Trail::default();
            choice.tag = None;
        }
    }
    shape
}

/// Merges constraints that one constraint can express.
fn leaves(checks: &[Check<Leaf>]) -> Vec<Check<Leaf>> {
    let mut merged = keyword::merged(checks.iter().map(|check| &check.asks));
    merged.sort();
    merged.dedup();
    merged.into_iter().map(Check::plain).collect()
}

fn object(part: &mut ObjectPart) {
    part.members.sort_by(|left, right| left.wire_name.cmp(&right.wire_name));
    for rest in &mut part.rest {
        rest.patterns.sort_by(|(left, _), (right, _)| left.source.cmp(&right.source));
    }
    let mut required: Vec<String> = part.required.iter().flat_map(|check| check.asks.iter().cloned()).collect();
    required.sort();
    required.dedup();
    part.required = if required.is_empty() { Vec::new() } else { vec![Check::plain(required)] };
    for check in &mut part.dependent_required {
        check.trail = Trail::default();
        check.asks.1.sort();
        check.asks.1.dedup();
    }
    part.dependent_required.sort();
    part.dependent_required.dedup();
    part.dependent_schemas.sort_by(|(left, _), (right, _)| left.cmp(right));
}
