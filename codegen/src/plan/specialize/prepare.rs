//! The plan from which specialization starts: without keyword locations, so that more nodes are equal.

use crate::plan::effort::Effort;
use crate::plan::specialize::additions::noted;
use crate::plan::specialize::presence_formula::of_node;
use crate::plan::{Check, Checks, InPlace, Literal, Node, NodeId, Plan, Presence, Trail, equal_nodes, share};

/// Returns the plan without keyword locations. The closed objects whose unlisted members may be noted are marked, and schemas that depend on
/// a member and ask only for the presence of others are formulas.
pub(super) fn prepare(plan: &Plan) -> Plan {
    let noted = noted(plan);
    let prepared = |id: NodeId| {
        let Node { schema, mut checks } = plan.node(id).clone();
        checks.object.notes_additions = noted.contains(&id);
        checks.forget_locations();
        checks.spell_integers_alike();
        checks.turn_into_formulas(plan);
        for edge in checks.edges_mut() {
            edge.node = target(plan, edge.node);
        }
        Node { schema, checks }
    };
    let nodes = plan.ids().map(prepared).collect();
    share::share(&Plan { nodes, entries: plan.entries.clone() })
}

/// Returns the class of each node: those of one class accept the same values, whether or not their unlisted members are noted.
pub(super) fn classes(plan: &Plan) -> Vec<usize> {
    let mut nodes = plan.nodes.clone();
    for node in &mut nodes {
        node.checks.object.notes_additions = false;
    }
    equal_nodes(&nodes)
}

/// Returns the node that is applied in place of a node which does nothing but apply it.
fn target(plan: &Plan, id: NodeId) -> NodeId {
    let mut at = id;
    for _ in &plan.nodes {
        match plan.node(at).checks.only_applied() {
            Some(next) => at = next,
            None => return at,
        }
    }
    id
}

impl Checks {
    /// Returns the only applied node, if nothing else is checked.
    fn only_applied(&self) -> Option<NodeId> {
        let [InPlace::All(edge)] = self.in_place.as_slice() else { return None };
        let others = Self { in_place: Vec::new(), ..self.clone() };
        others.is_empty().then_some(edge.node)
    }

    /// Clears all keyword locations.
    fn forget_locations(&mut self) {
        fn forget<T>(checks: &mut [Check<T>]) {
            for check in checks {
                check.trail = Trail::default();
            }
        }
        self.never.truncate(1);
        self.never.fill(Trail::default());
        forget(&mut self.types);
        forget(&mut self.values);
        forget(&mut self.leaves);
        forget(&mut self.object.required);
        forget(&mut self.object.dependent_required);
        for contains in &mut self.array.contains {
            contains.min_trail = Trail::default();
            contains.max = contains.max.take().map(|(max, _)| (max, Trail::default()));
        }
        for check in &mut self.in_place {
            if let InPlace::Choice(choice) = check {
                choice.trail = Trail::default();
            }
        }
        for edge in self.edges_mut() {
            edge.trail = Trail::default();
        }
    }

    /// Gives equal integers one spelling: a lookahead compares values, and facts compare texts.
    fn spell_integers_alike(&mut self) {
        for literal in self.values.iter_mut().flat_map(|check| &mut check.asks) {
            if let Some(integer) = literal.as_integer() {
                *literal = Literal::Number(integer.to_string());
            }
        }
    }

    /// Turns the schemas that depend on a member into formulas, if they ask only for the presence of members.
    fn turn_into_formulas(&mut self, plan: &Plan) {
        let object = &mut self.object;
        let schemas = std::mem::take(&mut object.dependent_schemas);
        for (wire_name, edge) in schemas {
            match of_node(plan, edge.node, Effort::REPEATED) {
                Some(applied) => {
                    let without = Presence::Has(wire_name).negated();
                    object.presence.push(Presence::any(vec![without, applied]));
                }
                None => object.dependent_schemas.push((wire_name, edge)),
            }
        }
    }
}
