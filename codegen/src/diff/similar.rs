//! Recognizes renamed events whose payloads changed in the same edition: by their members, where only one event is like the other.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::applied::Applied;
use crate::diff::local::Sides;
use crate::diff::side::Side;

/// The members of a payload: of each the fingerprints of its schemas, and true if it is required.
type Members<'c> = BTreeMap<&'c str, (Vec<u64>, bool)>;

/// The maximum number of events among which similar ones are searched.
const MOST: usize = 50;

/// The minimum number of equal members of two similar payloads.
const LEAST: usize = 2;

/// Returns the events before and after with similar payloads, by their positions in the lists of roots. Known pairs are left out.
pub(super) fn pairs(
    sides: Sides<'_>,
    (old, new): (&[usize], &[usize]),
    known: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let gone = alone(sides.old, old, sides.new, new, |position| known.iter().any(|(before, _)| *before == position));
    let come = alone(sides.new, new, sides.old, old, |position| known.iter().any(|(_, after)| *after == position));
    if gone.len().max(come.len()) > MOST {
        return Vec::new();
    }
    if gone.is_empty() || come.is_empty() {
        return Vec::new();
    }
    let stay = new.iter().enumerate().filter(|(position, _)| come.iter().all(|(other, _)| other != position));
    let stay: Vec<Members<'_>> = stay.map(|(_, root)| members(sides.new, *root)).collect();
    let all = gone.iter().flat_map(|was| come.iter().map(move |is| (was, is)));
    let similar: Vec<(usize, usize)> =
        all.filter(|(was, is)| is_similar(&was.1, &is.1, &stay)).map(|(was, is)| (was.0, is.0)).collect();
    // If several events are alike, it is unknown which one was renamed.
    let is_only = |(was, is): &&(usize, usize)| {
        similar.iter().filter(|(before, after)| before == was || after == is).count() == 1
    };
    similar.iter().filter(is_only).copied().collect()
}

/// Returns the events that the other side lacks, by position, with their members.
fn alone<'c>(
    side: &'c Side<'c>,
    roots: &[usize],
    other: &Side<'_>,
    others: &[usize],
    is_known: impl Fn(usize) -> bool,
) -> Vec<(usize, Members<'c>)> {
    let names: BTreeSet<&str> = others.iter().map(|root| other.model.roots[*root].wire_name.as_str()).collect();
    let is_alone = |(position, root): &(usize, &usize)| {
        let root = &side.model.roots[**root];
        !names.contains(root.wire_name.as_str()) && root.kept_since.is_none() && !is_known(*position)
    };
    roots.iter().enumerate().filter(is_alone).map(|(position, root)| (position, members(side, *root))).collect()
}

fn members<'c>(side: &'c Side<'c>, root: usize) -> Members<'c> {
    let applied = Applied::new(side.model, &[side.model.roots[root].schema]);
    let required: BTreeSet<&str> = applied.required().into_iter().map(|(wire_name, _)| wire_name).collect();
    let members = applied.members().into_iter().map(|member| {
        let shape = member.schemas.iter().map(|id| side.fingerprint(*id)).collect();
        (member.wire_name, (shape, required.contains(member.wire_name)))
    });
    members.collect()
}

/// Returns true if most members of two payloads are equal, and one of the equal members is in no payload of the events that stay.
fn is_similar(old: &Members<'_>, new: &Members<'_>, stay: &[Members<'_>]) -> bool {
    let equal: Vec<_> = old.iter().filter(|(wire_name, member)| new.get(*wire_name) == Some(member)).collect();
    let has_own = equal.iter().any(|(wire_name, member)| {
        stay.iter().all(|others| others.get(*wire_name).is_none_or(|(shape, _)| *shape != member.0))
    });
    has_own && equal.len() >= LEAST && equal.len() * 3 >= old.len().max(new.len()) * 2
}
