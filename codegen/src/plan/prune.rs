//! Removes checks that never reject an instance.
//!
//! Many are recognized only when all nodes exist: a branch of `if` whose members accept everything, a schema that only refers to itself.

use crate::plan::checks::{ArrayPart, Checks, InPlace, ObjectPart, Plan, Rest};
use crate::plan::edge::{Edge, NodeId};

/// Removes every check that never rejects an instance; unreachable nodes remain.
pub(super) fn drop_idle(plan: &mut Plan) {
    // Greatest fixed point: assume that every node accepts everything; unmark a node once it constrains something, and revisit the nodes
    // that apply it.
    let mut idle = Idle(vec![true; plan.nodes.len()]);
    let mut callers: Vec<Vec<NodeId>> = vec![Vec::new(); plan.nodes.len()];
    for id in plan.ids() {
        for edge in plan.node(id).checks.edges() {
            callers[edge.node.0].push(id);
        }
    }
    let mut open: Vec<NodeId> = plan.ids().collect();
    while let Some(id) = open.pop() {
        if !idle.0[id.0] {
            continue;
        }
        let mut checks = plan.node(id).checks.clone();
        checks.drop_idle(&idle);
        if !checks.is_empty() {
            idle.0[id.0] = false;
            open.extend(&callers[id.0]);
        }
    }
    for node in &mut plan.nodes {
        node.checks.drop_idle(&idle);
    }
}

/// The nodes assumed to accept every instance.
struct Idle(Vec<bool>);

impl Idle {
    fn has(&self, edge: &Edge) -> bool {
        self.0[edge.node.0]
    }

    fn leave(&self, edges: &mut Vec<Edge>) {
        edges.retain(|edge| !self.has(edge));
    }

    fn leave_one(&self, edge: &mut Option<Edge>) {
        *edge = edge.take().filter(|edge| !self.has(edge));
    }
}

impl Checks {
    fn drop_idle(&mut self, idle: &Idle) {
        self.array.drop_idle(idle);
        self.object.drop_idle(idle);
        for check in &mut self.in_place {
            if let InPlace::If { then, otherwise, .. } = check {
                idle.leave_one(then);
                idle.leave_one(otherwise);
            }
        }
        self.in_place.retain(|check| !check.is_idle(idle));
    }
}

impl ArrayPart {
    fn drop_idle(&mut self, idle: &Idle) {
        self.prefix.iter_mut().for_each(|edges| idle.leave(edges));
        idle.leave(&mut self.rest);
        self.shorten_prefix();
    }
}

impl ObjectPart {
    fn drop_idle(&mut self, idle: &Idle) {
        self.members.iter_mut().for_each(|member| idle.leave(&mut member.edges));
        for rest in &mut self.rest {
            rest.patterns.iter_mut().for_each(|(_, edge)| idle.leave_one(edge));
            idle.leave_one(&mut rest.additional);
        }
        self.rest.retain(Rest::is_needed);
        idle.leave(&mut self.names);
        self.dependent_schemas.retain(|(_, edge)| !idle.has(edge));
        self.drop_idle_members();
    }
}

impl InPlace {
    fn is_idle(&self, idle: &Idle) -> bool {
        match self {
            Self::All(edge) => idle.has(edge),
            Self::Choice(choice) => {
                let is_any = !choice.only_one || choice.branches.len() == 1;
                is_any && choice.branches.iter().any(|branch| idle.has(branch))
            }
            Self::If { then, otherwise, .. } => then.is_none() && otherwise.is_none(),
            Self::Unevaluated(unevaluated) => idle.has(&unevaluated.edge),
            Self::Not(_) | Self::Switch(_) => false,
        }
    }
}
