//! The places at which two plans differ by themselves, with a way from the whole to each.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use crate::containment::claim::{Gap, Step};
use crate::containment::joint::Joint;
use crate::containment::shape::shape;
use crate::pattern::matching::Pattern;
use crate::plan::{Checks, InPlace, NodeId};

/// A node with the way to it.
#[derive(Clone)]
struct Way {
    node: NodeId,
    path: Vec<Step>,
    wholes: Vec<Rc<Vec<NodeId>>>,
    /// The nodes that accept the same value.
    here: Vec<NodeId>,
}

impl Joint {
    /// Returns the places at which schemas with one place in their documents differ by their own keywords: what an edit has changed. The
    /// schemas have their places from [`Joint::align`].
    pub fn sites(&self) -> Vec<Gap> {
        let olds = (0..self.checks.len()).map(NodeId).filter(|node| self.is_old(*node));
        let older: BTreeMap<&str, NodeId> = olds.filter_map(|node| Some((self.place(node)?, node))).collect();
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([self.new]);
        let mut open =
            VecDeque::from([Way { node: self.new, path: Vec::new(), wholes: Vec::new(), here: vec![self.new] }]);
        while let Some(way) = open.pop_front() {
            if let Some(old) = self.place(way.node).and_then(|place| older.get(place)).copied()
                && self.class[old.0] != self.class[way.node.0]
                && own(&self.checks[old.0]) != own(&self.checks[way.node.0])
            {
                found.push(self.site(&way, old));
            }
            for next in ways(&self.checks[way.node.0], &way) {
                if seen.insert(next.node) {
                    open.push_back(next);
                }
            }
        }
        found
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

/// Returns the ways to the nodes that a node applies and that must accept the value or a part of it.
fn ways(checks: &Checks, way: &Way) -> Vec<Way> {
    let mut found = Vec::new();
    let mut part = |node: NodeId, step: Step| {
        let mut next = way.clone();
        next.path.push(step);
        next.wholes.push(Rc::new(way.here.clone()));
        (next.node, next.here) = (node, vec![node]);
        found.push(next);
    };
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
    let mut here = |nodes: &[NodeId]| {
        let mut next = way.clone();
        next.here.extend(nodes);
        if let Some(node) = nodes.first() {
            next.node = *node;
            found.push(next);
        }
    };
    for (_, edge) in &checks.object.dependent_schemas {
        here(&[edge.node]);
    }
    for check in &checks.in_place {
        match check {
            InPlace::All(edge) => here(&[edge.node]),
            InPlace::Choice(choice) => choice.branches.iter().for_each(|edge| here(&[edge.node])),
            InPlace::If { condition, then, otherwise } => {
                if let Some(edge) = then {
                    here(&[edge.node, condition.node]);
                }
                if let Some(edge) = otherwise {
                    here(&[edge.node]);
                }
            }
            InPlace::Not(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => {}
        }
    }
    found
}
