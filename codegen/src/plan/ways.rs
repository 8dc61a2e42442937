//! Finds the nodes with so many paths to what they apply to one value that their verdicts have to be memoized.
//!
//! A non-recursive chain of schemas has exponentially many paths if each level applies the next one twice: the work of a verdict would
//! double with each level.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::{ArrayPart, Checks, Choice, Edge, InPlace, NodeId, ObjectPart, Plan, Presence, tag};

/// The maximum number of paths of a node to its leaves on one value without a memo of its own.
///
/// A node below the limit is not memoized: each path from the last memoizing node applies it again. So one application of a node costs at
/// most its edges times this limit for each value.
pub(super) const LIMIT: usize = 64;

/// Returns the nodes with more paths to their leaves than [`LIMIT`], where a node of `memoizing` counts as one path.
///
/// Counts the paths of the part of an instance that has most: paths of different members are not added up, those of one value are, unless a
/// type, a tag or a switch selects one of them.
pub(super) fn crowded(plan: &Plan, memoizing: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
    let order = callees_first(plan);
    let mut counter = Counter { plan, memoizing: memoizing.clone(), ways: BTreeMap::new() };
    let mut crowded = BTreeSet::new();
    // One pass is enough without recursion. A recursive node that does not memoize multiplies nothing, so the counts soon settle.
    loop {
        let mut is_changed = false;
        for node in &order {
            let ways = counter.of_checks(&plan.node(*node).checks);
            if ways > LIMIT && counter.memoizing.insert(*node) {
                crowded.insert(*node);
                is_changed = true;
            }
            is_changed |= counter.raise(*node, ways);
        }
        if !is_changed {
            return crowded;
        }
    }
}

/// Returns all nodes, each after those that it applies unless it is recursive.
fn callees_first(plan: &Plan) -> Vec<NodeId> {
    let callees = |node: NodeId| plan.applied(node).collect::<Vec<_>>();
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for entry in plan.ids() {
        if !seen.insert(entry) {
            continue;
        }
        let mut open = vec![(entry, callees(entry))];
        while let Some((node, left)) = open.last_mut() {
            let node = *node;
            match left.pop() {
                Some(callee) if seen.insert(callee) => open.push((callee, callees(callee))),
                Some(_) => {}
                None => {
                    order.push(node);
                    open.pop();
                }
            }
        }
    }
    order
}

struct Counter<'p> {
    plan: &'p Plan,
    memoizing: BTreeSet<NodeId>,
    /// The paths of each node, at most one more than the limit.
    ways: BTreeMap<NodeId, usize>,
}

impl Counter<'_> {
    /// Raises a count; returns true if it was smaller.
    fn raise(&mut self, node: NodeId, ways: usize) -> bool {
        let known = self.ways.entry(node).or_default();
        let is_larger = ways > *known;
        *known = ways.max(*known);
        is_larger
    }

    fn of(&self, edge: &Edge) -> usize {
        if self.memoizing.contains(&edge.node) {
            return 1;
        }
        self.ways.get(&edge.node).copied().unwrap_or(1)
    }

    fn sum<'e>(&self, edges: impl IntoIterator<Item = &'e Edge>) -> usize {
        edges.into_iter().map(|edge| self.of(edge)).fold(0, bounded_sum)
    }

    fn most<'e>(&self, edges: impl IntoIterator<Item = &'e Edge>) -> usize {
        edges.into_iter().map(|edge| self.of(edge)).max().unwrap_or(0)
    }

    fn of_checks(&self, checks: &Checks) -> usize {
        let parts = self.of_array(&checks.array).max(self.of_object(&checks.object));
        let dependent = self.sum(checks.object.dependent_schemas.iter().map(|(_, edge)| edge));
        let in_place = checks.in_place.iter().map(|check| self.in_place(check)).fold(dependent, bounded_sum);
        bounded_sum(parts, in_place).max(1)
    }

    /// Counts for the element with the most schemas.
    fn of_array(&self, array: &ArrayPart) -> usize {
        let positions = array.prefix.iter().chain([&array.rest]);
        let most = positions.map(|edges| self.sum(edges)).max().unwrap_or(0);
        bounded_sum(most, self.sum(array.contains.iter().map(|contains| &contains.edge)))
    }

    /// Counts for the member or the name with the most schemas.
    fn of_object(&self, object: &ObjectPart) -> usize {
        let asked: BTreeSet<(&String, &Edge)> = object.presence.iter().flat_map(Presence::asked).collect();
        let members = object.members.iter().map(|member| {
            let asked = asked.iter().filter(|(wire_name, _)| **wire_name == member.wire_name);
            self.sum(member.edges.iter().chain(asked.map(|(_, edge)| *edge)))
        });
        let members = members.max().unwrap_or(0);
        let of_rest = object.rest.iter().map(|rest| {
            let matching = self.sum(rest.patterns.iter().filter_map(|(_, edge)| edge.as_ref()));
            matching.max(self.sum(&rest.additional))
        });
        members.max(of_rest.fold(0, bounded_sum)).max(self.sum(&object.names))
    }

    fn in_place(&self, check: &InPlace) -> usize {
        match check {
            InPlace::All(edge) | InPlace::Not(edge) => self.of(edge),
            InPlace::If { condition, then, otherwise } => {
                bounded_sum(self.of(condition), self.most(then.iter().chain(otherwise)))
            }
            InPlace::Choice(choice) => self.of_choice(choice),
            InPlace::Unevaluated(unevaluated) => self.sum(unevaluated.edges()),
            // A failed assumption costs a second pass, but few may fail per text.
            InPlace::Switch(switch) => self.most(switch.edges()),
        }
    }

    /// Counts for the type or the tag that selects the most branches.
    fn of_choice(&self, choice: &Choice) -> usize {
        let of_branches = |left: &[usize]| self.sum(left.iter().map(|index| &choice.branches[*index]));
        // The types of a branch itself, before it applies anything.
        let types = choice.branches.iter().map(|branch| tag::types(self.plan, branch.node, Effort::NONE));
        let types: Vec<TypeSet> = types.collect();
        let of_type = |kind: &TypeSet| {
            let left: Vec<usize> = (0..types.len()).filter(|index| types[*index].intersects(*kind)).collect();
            of_branches(&left)
        };
        match &choice.tag {
            None => TypeSet::KINDS.iter().map(of_type).max().unwrap_or(0),
            Some(tag) => {
                let lists = tag.cases.iter().map(|(_, left)| left).chain([&tag.other, &tag.absent, &tag.no_object]);
                lists.map(|left| of_branches(left)).max().unwrap_or(0)
            }
        }
    }
}

fn bounded_sum(left: usize, right: usize) -> usize {
    (left + right).min(LIMIT + 1)
}
