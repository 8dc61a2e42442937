//! The plan of what a receiver delivers: valid instances, and those whose violations are all drift.
//!
//! Drift is decided on violations (`codegen/runtime/src/validate/drift.rs`). A violation is reported where a validator collects: at members,
//! elements, and nodes in place except for conditions, negations, and branches that no tag selects. There, a member that a closed object
//! does not list and a string that an enumeration does not list are drift. Elsewhere only the verdict counts.

use std::collections::{BTreeMap, VecDeque};

use codegen_runtime::validate::drift::addition;

use crate::keyword::types::TypeSet;
use crate::plan::{Check, Checks, Choice, Edge, InPlace, Literal, Node, NodeId, Plan, Switch, Tag, Trail, Unevaluated};

/// The use of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mode {
    /// Only its verdict counts.
    Exact,
    /// Its violations are reported; `is_added` is true if the keyword that applies it reports additions.
    Reported { is_added: bool },
}

/// Returns the plan of what a receiver delivers, with the node for `entry`. `asserts_formats` is false if `format` is an annotation.
pub fn tolerated(plan: &Plan, entry: NodeId, asserts_formats: bool) -> (Plan, NodeId) {
    let mut builder =
        Builder { plan, asserts_formats, known: BTreeMap::new(), open: VecDeque::new(), nodes: Vec::new() };
    let entry = builder.id(entry, Mode::Reported { is_added: false });
    while let Some((id, node, mode)) = builder.open.pop_front() {
        let checks = builder.checks(node, mode);
        builder.nodes[id.0].checks = checks;
    }
    (Plan { nodes: builder.nodes, entries: BTreeMap::new() }, entry)
}

struct Builder<'p> {
    plan: &'p Plan,
    asserts_formats: bool,
    known: BTreeMap<(NodeId, Mode), NodeId>,
    open: VecDeque<(NodeId, NodeId, Mode)>,
    nodes: Vec<Node>,
}

impl Builder<'_> {
    fn id(&mut self, node: NodeId, mode: Mode) -> NodeId {
        if let Some(known) = self.known.get(&(node, mode)) {
            return *known;
        }
        let id = self.made(node, Checks::default());
        self.known.insert((node, mode), id);
        self.open.push_back((id, node, mode));
        id
    }

    /// Adds a node that stands for the schema of another one.
    fn made(&mut self, of: NodeId, checks: Checks) -> NodeId {
        self.nodes.push(Node { schema: self.plan.node(of).schema, checks });
        NodeId(self.nodes.len() - 1)
    }

    fn exact(&mut self, edge: &mut Edge) {
        edge.node = self.id(edge.node, Mode::Exact);
    }

    fn reported(&mut self, edge: &mut Edge) {
        let is_added = addition(&edge.trail.keyword_location(), || false).is_some();
        edge.node = self.id(edge.node, Mode::Reported { is_added });
    }

    fn checks(&mut self, node: NodeId, mode: Mode) -> Checks {
        let mut checks = self.plan.node(node).checks.clone();
        if !self.asserts_formats {
            checks.leaves.retain(|check| check.asks.format().is_none());
        }
        let Mode::Reported { is_added } = mode else {
            for edge in checks.edges_mut() {
                self.exact(edge);
            }
            return checks;
        };
        checks.never.retain(|trail| {
            let location = trail.keyword_location();
            !(if location.is_empty() { is_added } else { addition(&location, || false).is_some() })
        });
        let in_place = std::mem::take(&mut checks.in_place);
        self.parts(&mut checks);
        checks.in_place = in_place.into_iter().map(|check| self.in_place(node, check)).collect();
        let values = std::mem::take(&mut checks.values);
        for check in values {
            if addition(&check.trail.keyword_location(), || true).is_some() {
                let open = self.open_enumeration(node, check);
                checks.in_place.push(open);
            } else {
                checks.values.push(check);
            }
        }
        checks
    }

    fn parts(&mut self, checks: &mut Checks) {
        let (array, object) = (&mut checks.array, &mut checks.object);
        for edge in array.prefix.iter_mut().flatten().chain(&mut array.rest) {
            self.reported(edge);
        }
        for contains in &mut array.contains {
            self.exact(&mut contains.edge);
        }
        for edge in object.members.iter_mut().flat_map(|member| &mut member.edges) {
            self.reported(edge);
        }
        for rest in &mut object.rest {
            let patterns = rest.patterns.iter_mut().filter_map(|(_, edge)| edge.as_mut());
            for edge in patterns.chain(&mut rest.additional) {
                self.reported(edge);
            }
        }
        // A violation of a name has the location of the object.
        for edge in &mut object.names {
            self.exact(edge);
        }
        for (_, edge) in &mut object.dependent_schemas {
            self.reported(edge);
        }
    }

    fn in_place(&mut self, node: NodeId, check: InPlace) -> InPlace {
        match check {
            InPlace::All(mut edge) => {
                self.reported(&mut edge);
                InPlace::All(edge)
            }
            InPlace::Not(mut edge) => {
                self.exact(&mut edge);
                InPlace::Not(edge)
            }
            InPlace::If { mut condition, mut then, mut otherwise } => {
                self.exact(&mut condition);
                for edge in then.iter_mut().chain(&mut otherwise) {
                    self.reported(edge);
                }
                InPlace::If { condition, then, otherwise }
            }
            InPlace::Choice(choice) => self.choice(node, &choice),
            InPlace::Unevaluated(mut unevaluated) => {
                let Unevaluated { edge, .. } = &mut unevaluated;
                self.reported(edge);
                for edge in unevaluated.edges_mut().into_iter().skip(1) {
                    self.exact(edge);
                }
                InPlace::Unevaluated(unevaluated)
            }
            // Only a plan for verdicts has switches.
            InPlace::Switch(mut switch) => {
                for edge in switch.edges_mut() {
                    self.exact(edge);
                }
                InPlace::Switch(switch)
            }
        }
    }

    /// A branch that a tag selects alone is reported; of several branches only the verdicts count.
    fn choice(&mut self, node: NodeId, choice: &Choice) -> InPlace {
        let all: Vec<usize> = (0..choice.branches.len()).collect();
        let Some(tag) = &choice.tag else {
            let chosen = self.chosen(node, choice, &all);
            return InPlace::All(chosen);
        };
        let Tag { wire_name, cases, other, absent, no_object } = tag;
        let cases = cases
            .iter()
            .map(|(text, left)| (Literal::String(text.clone()), self.chosen(node, choice, left)))
            .collect::<Vec<_>>();
        let (other, absent) = (self.chosen(node, choice, other), self.chosen(node, choice, absent));
        let by_member = Switch::Member { wire_name: wire_name.clone(), cases, other, absent, expects_absence: false };
        let object = self.made(node, Checks { in_place: vec![InPlace::Switch(by_member)], ..Checks::default() });
        let object = Edge { trail: Trail::default(), node: object };
        let others = self.chosen(node, choice, no_object);
        InPlace::Switch(Switch::Type(vec![(TypeSet::OBJECT, object), (TypeSet::ALL.without(TypeSet::OBJECT), others)]))
    }

    /// Returns an edge to a node for everything that some branches of a choice deliver.
    fn chosen(&mut self, node: NodeId, choice: &Choice, left: &[usize]) -> Edge {
        match left {
            [] => {
                let never = self.made(node, Checks { never: vec![choice.trail.clone()], ..Checks::default() });
                Edge { trail: Trail::default(), node: never }
            }
            [only] => {
                let mut edge = choice.branches[*only].clone();
                self.reported(&mut edge);
                edge
            }
            many => {
                let mut branches: Vec<Edge> = many.iter().map(|index| choice.branches[*index].clone()).collect();
                for edge in &mut branches {
                    self.exact(edge);
                }
                let choice = Choice { branches, tag: None, ..choice.clone() };
                let chosen = self.made(node, Checks { in_place: vec![InPlace::Choice(choice)], ..Checks::default() });
                Edge { trail: Trail::default(), node: chosen }
            }
        }
    }

    /// Returns the check of an enumeration that may get new strings.
    fn open_enumeration(&mut self, node: NodeId, check: Check<Vec<Literal>>) -> InPlace {
        let trail = check.trail.clone();
        let strings = Check { trail: trail.clone(), asks: TypeSet::STRING };
        let listed = self.made(node, Checks { values: vec![check], ..Checks::default() });
        let strings = self.made(node, Checks { types: vec![strings], ..Checks::default() });
        let branches = [listed, strings].map(|node| Edge { trail: Trail::default(), node }).to_vec();
        InPlace::Choice(Choice { trail, branches, only_one: false, tag: None, required: Vec::new() })
    }
}
