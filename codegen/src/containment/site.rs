//! The places at which the own keywords of two plans differ, with a way from the root to each.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use crate::containment::claim::{Gap, Step};
use crate::containment::joint::Joint;
use crate::containment::prover::Prover;
use crate::containment::shape::shape;
use crate::pattern::matching::Pattern;
use crate::plan::{Checks, Edge, InPlace, NodeId};
use crate::reach::reached;

/// The maximum number of paths followed to one schema: through one accepting branch of each choice, and through two, where only an edit of
/// one of the branches can change the verdict.
const WAYS: [usize; 2] = [3, 6];

/// The maximum number of paths in total.
const ALL_WAYS: usize = 20_000;

/// A node with the way to it.
#[derive(Clone)]
struct Way {
    node: NodeId,
    path: Vec<Step>,
    wholes: Vec<Rc<Vec<NodeId>>>,
    /// The nodes that accept the same value.
    here: Vec<NodeId>,
    /// True if the way leads through two branches of a choice.
    is_overlap: bool,
}

/// A change of a node, or of a part of it.
struct Change {
    /// The step to the part.
    step: Option<Step>,
    new: NodeId,
    old: NodeId,
}

impl Joint {
    /// Returns the places at which schemas with one place in their documents differ by their own keywords: what an edit has changed. The
    /// schemas have their places from [`Joint::align`].
    pub fn sites(&mut self) -> Vec<Gap> {
        let changed = self.changed();
        let leading = self.leading_to(&changed);
        let mut found = Vec::new();
        let mut count: BTreeMap<(NodeId, bool), usize> = BTreeMap::new();
        let mut absurd: BTreeMap<Vec<NodeId>, bool> = BTreeMap::new();
        let (path, wholes) = (Vec::new(), Vec::new());
        let mut open = VecDeque::from([Way { node: self.new, path, wholes, here: vec![self.new], is_overlap: false }]);
        let mut left = ALL_WAYS;
        while let Some(way) = open.pop_front().filter(|_| left > 0) {
            left -= 1;
            for Change { step, new, old } in changed.get(&way.node).into_iter().flatten() {
                let way = step.as_ref().map_or_else(|| way.clone(), |step| part(&way, *new, step.clone()));
                found.push(self.site(&way, *old));
            }
            let checks = Rc::clone(&self.checks[way.node.0]);
            for next in ways(&checks, &way).into_iter().filter(|next| leading.contains(&next.node)) {
                let is_new_overlap = next.is_overlap && next.path.len() == way.path.len();
                if is_new_overlap
                    && !changed.contains_key(&next.node)
                    && *absurd.entry(next.here.clone()).or_insert_with(|| Prover::is_absurd_soon(self, &next.here))
                {
                    continue;
                }
                let count = count.entry((next.node, next.is_overlap)).or_default();
                *count += 1;
                if *count <= WAYS[usize::from(next.is_overlap)] {
                    open.push_back(next);
                }
            }
        }
        found
    }

    /// Returns the new nodes that differ from the old node at their place, by themselves or in a part that has no place of its own.
    fn changed(&self) -> BTreeMap<NodeId, Vec<Change>> {
        let olds = (0..self.checks.len()).map(NodeId).filter(|node| self.is_old(*node));
        let older: BTreeMap<&str, NodeId> = olds.filter_map(|node| Some((self.place(node)?, node))).collect();
        let news = (0..self.checks.len()).map(NodeId).filter(|node| self.is_new(*node));
        let mut changed = BTreeMap::new();
        for new in news {
            let Some(old) = self.place(new).and_then(|place| older.get(place)).copied() else { continue };
            if self.class[old.0] == self.class[new.0] {
                continue;
            }
            let mut found = self.changed_parts(new, old);
            if own(&self.checks[old.0]) != own(&self.checks[new.0]) {
                found.insert(0, Change { step: None, new, old });
            }
            if !found.is_empty() {
                changed.insert(new, found);
            }
        }
        changed
    }

    /// Returns the parts of two nodes that differ without a place in common: equal schemas are one node, which has the place of the first.
    fn changed_parts(&self, new: NodeId, old: NodeId) -> Vec<Change> {
        let (is, was) = (&self.checks[new.0], &self.checks[old.0]);
        let mut parts: Vec<(Step, &[Edge], &[Edge])> = Vec::new();
        for member in &is.object.members {
            let before = was.object.members.iter().find(|before| before.wire_name == member.wire_name);
            parts.extend(before.map(|before| (Step::Member(member.wire_name.clone()), &*member.edges, &*before.edges)));
        }
        if is.array.prefix.len() == was.array.prefix.len() {
            parts.push((Step::Elements(is.array.prefix.len()), &is.array.rest, &was.array.rest));
        }
        let is_changed =
            |new: NodeId, old: NodeId| self.class[new.0] != self.class[old.0] && !self.is_aligned(new, old);
        let of_part = |(step, is, was): (Step, &[Edge], &[Edge])| match (is, was) {
            ([new], [old]) if is_changed(new.node, old.node) => {
                Some(Change { step: Some(step), new: new.node, old: old.node })
            }
            _ => None,
        };
        parts.into_iter().filter_map(of_part).collect()
    }

    /// Returns the given nodes and all nodes that lead to them.
    fn leading_to(&self, others: &BTreeMap<NodeId, Vec<Change>>) -> BTreeSet<NodeId> {
        let mut callers: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for (caller, checks) in self.checks.iter().enumerate() {
            for edge in checks.edges() {
                callers.entry(edge.node).or_default().push(NodeId(caller));
            }
        }
        reached(others.keys().copied(), |node| callers.get(&node).into_iter().flatten().copied())
    }

    fn site(&self, way: &Way, old: NodeId) -> Gap {
        Gap {
            path: way.path.clone(),
            wholes: way.wholes.clone(),
            nodes: way.here.clone(),
            goal: old,
            attempts: 0,
            new: Some(self.plan.node(way.node).schema),
            old: self.plan.node(old).schema,
            is_old: true,
            is_aligned: true,
            keyword_location: String::new(),
            value: None,
        }
    }
}

/// Returns the checks of a node without the nodes that it applies.
fn own(checks: &Checks) -> Checks {
    let mut own = shape(checks);
    for edge in own.edges_mut() {
        edge.node = NodeId(0);
    }
    own
}

/// Continues a way with a part of the value.
fn part(way: &Way, node: NodeId, step: Step) -> Way {
    let mut next = way.clone();
    next.path.push(step);
    next.wholes.push(Rc::new(way.here.clone()));
    (next.node, next.here) = (node, vec![node]);
    next
}

/// Returns the ways to the nodes that a node applies and that must accept the value or a part of it.
fn ways(checks: &Checks, way: &Way) -> Vec<Way> {
    let mut found = Vec::new();
    let mut part = |node: NodeId, step: Step| found.push(part(way, node, step));
    for (index, edge) in
        checks.array.prefix.iter().enumerate().flat_map(|(index, edges)| edges.iter().map(move |edge| (index, edge)))
    {
        part(edge.node, Step::Element(index));
    }
    let behind = checks.array.prefix.len();
    let rest = checks.array.rest.iter().chain(checks.array.contains.iter().map(|contains| &contains.edge));
    rest.for_each(|edge| part(edge.node, Step::Elements(behind)));
    for member in &checks.object.members {
        member.edges.iter().for_each(|edge| part(edge.node, Step::Member(member.wire_name.clone())));
    }
    for rest in &checks.object.rest {
        let patterns: Vec<Pattern> = rest.patterns.iter().map(|(pattern, _)| pattern.clone()).collect();
        for (pattern, edge) in &rest.patterns {
            if let Some(edge) = edge {
                let others = patterns.iter().filter(|other| *other != pattern).cloned().collect();
                part(edge.node, Step::OtherMember(vec![pattern.clone()], others));
            }
        }
        if let Some(edge) = &rest.additional {
            part(edge.node, Step::OtherMember(Vec::new(), patterns));
        }
    }
    found.extend(ways_in_place(checks, way));
    found
}

/// Returns the ways to the nodes that a node applies to the same value.
fn ways_in_place(checks: &Checks, way: &Way) -> Vec<Way> {
    let mut found = Vec::new();
    let mut here = |nodes: &[NodeId]| {
        let mut next = way.clone();
        next.here.extend(nodes);
        next.node = nodes[0];
        found.push(next);
    };
    // The value shows an edit if the nodes accept it without the one that applies them.
    let mut apart = Vec::new();
    let mut beside = |nodes: &[NodeId]| {
        let mut next = Way { is_overlap: true, node: nodes[0], ..way.clone() };
        next.here.retain(|node| *node != way.node);
        next.here.extend(nodes);
        apart.push(next);
    };
    for (_, edge) in &checks.object.dependent_schemas {
        here(&[edge.node]);
    }
    for check in &checks.in_place {
        match check {
            InPlace::All(edge) => here(&[edge.node]),
            InPlace::Choice(choice) => {
                for (index, edge) in choice.branches.iter().enumerate() {
                    here(&[edge.node]);
                    let others =
                        choice.branches.iter().enumerate().filter(|(other, _)| *other != index && choice.only_one);
                    others.for_each(|(_, other)| beside(&[edge.node, other.node]));
                }
            }
            InPlace::If { condition, then, otherwise } => {
                if let Some(edge) = then {
                    here(&[edge.node, condition.node]);
                    beside(&[condition.node, edge.node]);
                }
                if let Some(edge) = otherwise {
                    here(&[edge.node]);
                    beside(&[condition.node, edge.node]);
                }
            }
            InPlace::Not(edge) => beside(&[edge.node]),
            InPlace::Unevaluated(_) | InPlace::Switch(_) => {}
        }
    }
    found.extend(apart);
    found
}
