//! The checks of a node without what does not affect its verdict: keyword locations, order, repetitions, redundant bounds.

use crate::keyword::Leaf;
use crate::plan::{Check, Checks, Contains, InPlace, ObjectPart, Trail};

/// Returns the checks in a form that equal nodes share.
pub(super) fn shape(checks: &Checks) -> Checks {
    let mut shape = checks.clone();
    for edge in shape.edges_mut() {
        edge.trail = Trail::default();
    }
    shape.never = if shape.never.is_empty() { Vec::new() } else { vec![Trail::default()] };
    let types = shape.allowed_types();
    shape.types = if shape.types.is_empty() { Vec::new() } else { vec![plain(types)] };
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

fn plain<T>(asks: T) -> Check<T> {
    Check { trail: Trail::default(), asks }
}

/// Merges constraints that one constraint can express.
fn leaves(checks: &[Check<Leaf>]) -> Vec<Check<Leaf>> {
    let mut merged: Vec<Leaf> = Vec::new();
    for check in checks {
        match merged.iter().position(|known| known.merge(&check.asks).is_some()) {
            Some(index) => merged[index] = merged[index].merge(&check.asks).unwrap_or_else(|| check.asks.clone()),
            None => merged.push(check.asks.clone()),
        }
    }
    merged.sort();
    merged.dedup();
    merged.into_iter().map(plain).collect()
}

fn object(part: &mut ObjectPart) {
    part.members.sort_by(|left, right| left.wire_name.cmp(&right.wire_name));
    for rest in &mut part.rest {
        rest.patterns.sort_by(|(left, _), (right, _)| left.source.cmp(&right.source));
    }
    let mut required: Vec<String> = part.required.iter().flat_map(|check| check.asks.iter().cloned()).collect();
    required.sort();
    required.dedup();
    part.required = if required.is_empty() { Vec::new() } else { vec![plain(required)] };
    for check in &mut part.dependent_required {
        check.trail = Trail::default();
        check.asks.1.sort();
        check.asks.1.dedup();
    }
    part.dependent_required.sort();
    part.dependent_required.dedup();
    part.dependent_schemas.sort_by(|(left, _), (right, _)| left.cmp(right));
}
