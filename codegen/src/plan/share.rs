//! Shares equal nodes, including recursive ones.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::plan::checks::{Checks, InPlace, Node, Plan, Switch};
use crate::plan::edge::{Edge, NodeId};
use crate::plan::formula::Presence;

/// Keeps one node of each class of equal nodes, and only nodes that an entry reaches.
pub(super) fn share(plan: &Plan) -> Plan {
    let classes = equal_nodes(&plan.nodes);
    // The first node of a class represents it.
    let mut first: BTreeMap<usize, usize> = BTreeMap::new();
    for (node, class) in classes.iter().enumerate() {
        first.entry(*class).or_insert(node);
    }
    let representative = |id: NodeId| first[&classes[id.0]];
    let mut renumbered = Renumbered::default();
    let entries = plan.entries.iter().map(|(schema, id)| (*schema, renumbered.id(representative(*id)))).collect();
    let mut nodes = Vec::new();
    while let Some(old) = renumbered.open.pop_front() {
        let mut node: Node = plan.nodes[old].clone();
        for edge in node.checks.edges_mut() {
            edge.node = renumbered.id(representative(edge.node));
        }
        nodes.push(node);
    }
    Plan { nodes, entries }
}

#[derive(Default)]
struct Renumbered {
    known: BTreeMap<usize, NodeId>,
    open: VecDeque<usize>,
}

impl Renumbered {
    fn id(&mut self, old: usize) -> NodeId {
        let next = NodeId(self.known.len());
        let id = *self.known.entry(old).or_insert(next);
        if id == next {
            self.open.push_back(old);
        }
        id
    }
}

/// Returns the class of each node: nodes of the same shape start as equal, and are split by the classes of their targets until no class
/// splits.
///
/// The largest part of a split class keeps its number, and only the callers of the others are visited again. So a node is renumbered, and
/// visited for each of its edges, as often as a class can be halved.
pub(crate) fn equal_nodes(nodes: &[Node]) -> Vec<usize> {
    let shapes: Vec<(Checks, Vec<NodeId>)> = nodes.iter().map(shape).collect();
    let mut callers: Vec<Vec<usize>> = vec![Vec::new(); nodes.len()];
    for (caller, (_, targets)) in shapes.iter().enumerate() {
        for target in targets {
            callers[target.0].push(caller);
        }
    }
    let mut partition = Partition::of(shapes.iter().map(|(shape, _)| shape));
    let mut changed: BTreeSet<usize> = (0..nodes.len()).collect();
    while !changed.is_empty() {
        let renumbered =
            partition.refine(&changed, |node, classes| shapes[node].1.iter().map(|target| classes[target.0]).collect());
        changed = renumbered.into_iter().flat_map(|node| callers[node].iter().copied()).collect();
    }
    partition.classes
}

/// A partition of nodes into classes.
struct Partition {
    /// The class of each node.
    classes: Vec<usize>,
    /// The nodes of each class.
    members: Vec<BTreeSet<usize>>,
}

impl Partition {
    /// Puts all nodes of one shape into one class.
    fn of<'c>(shapes: impl Iterator<Item = &'c Checks>) -> Self {
        let mut by_shape: BTreeMap<&Checks, usize> = BTreeMap::new();
        let (mut classes, mut members) = (Vec::new(), Vec::new());
        for (node, shape) in shapes.enumerate() {
            let class = *by_shape.entry(shape).or_insert(members.len());
            if class == members.len() {
                members.push(BTreeSet::new());
            }
            members[class].insert(node);
            classes.push(class);
        }
        Self { classes, members }
    }

    /// Splits changed nodes by their keys and returns the nodes that have another class now. The unchanged nodes of a class are equal to
    /// each other and differ from the changed ones.
    fn refine(&mut self, changed: &BTreeSet<usize>, key: impl Fn(usize, &[usize]) -> Vec<usize>) -> Vec<usize> {
        let mut parts: BTreeMap<usize, BTreeMap<Vec<usize>, Vec<usize>>> = BTreeMap::new();
        for node in changed {
            let parts = parts.entry(self.classes[*node]).or_default();
            parts.entry(key(*node, &self.classes)).or_default().push(*node);
        }
        let mut renumbered = Vec::new();
        for (class, parts) in parts {
            let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
            let changed: BTreeSet<usize> = parts.iter().flatten().copied().collect();
            let unchanged = self.members[class].len() - changed.len();
            parts.sort_by_key(Vec::len);
            // The unchanged nodes keep the number, unless another part is larger.
            if parts.pop_if(|largest| largest.len() > unchanged).is_some() && unchanged > 0 {
                parts.push(self.members[class].difference(&changed).copied().collect());
            }
            for part in parts {
                for node in &part {
                    self.members[class].remove(node);
                    self.classes[*node] = self.members.len();
                }
                self.members.push(part.iter().copied().collect());
                renumbered.extend(part);
            }
        }
        renumbered
    }
}

/// Returns the checks without their targets, and the targets.
fn shape(node: &Node) -> (Checks, Vec<NodeId>) {
    let mut checks = node.checks.clone();
    let edges = checks.edges_mut();
    let targets = edges.into_iter().map(|edge| std::mem::replace(&mut edge.node, NodeId(0))).collect();
    (checks, targets)
}

/// Writes the functions that return all edges, to be read or to be changed.
macro_rules! edges {
    ($edges:ident, $iter:ident, $as_option:ident, $visibility:vis $(, $mutable:tt)?) => {
        impl Checks {
            /// Returns all edges.
            $visibility fn $edges(&$($mutable)? self) -> Vec<&$($mutable)? Edge> {
                let (array, object) = (&$($mutable)? self.array, &$($mutable)? self.object);
                let mut edges: Vec<&$($mutable)? Edge> = Vec::new();
                edges.extend(array.prefix.$iter().flatten());
                edges.extend(&$($mutable)? array.rest);
                edges.extend(array.contains.$iter().map(|contains| &$($mutable)? contains.edge));
                edges.extend(object.members.$iter().flat_map(|member| &$($mutable)? member.edges));
                for rest in &$($mutable)? object.rest {
                    edges.extend(rest.patterns.$iter().filter_map(|(_, edge)| edge.$as_option()));
                    edges.extend(&$($mutable)? rest.additional);
                }
                edges.extend(&$($mutable)? object.names);
                edges.extend(object.dependent_schemas.$iter().map(|(_, edge)| edge));
                edges.extend(object.presence.$iter().flat_map(Presence::$edges));
                edges.extend(self.in_place.$iter().flat_map(InPlace::$edges));
                edges
            }
        }

        impl Presence {
            /// Returns all edges.
            pub fn $edges(&$($mutable)? self) -> Vec<&$($mutable)? Edge> {
                match self {
                    Self::Has(_) => Vec::new(),
                    Self::Accepted(_, edge) => vec![edge],
                    Self::Not(formula) => formula.$edges(),
                    Self::All(formulas) | Self::Any(formulas) | Self::One(formulas) => {
                        formulas.$iter().flat_map(Self::$edges).collect()
                    }
                }
            }
        }

        impl InPlace {
            /// Returns all edges.
            pub fn $edges(&$($mutable)? self) -> Vec<&$($mutable)? Edge> {
                match self {
                    Self::All(edge) | Self::Not(edge) => vec![edge],
                    Self::Choice(choice) => choice.branches.$iter().collect(),
                    Self::Unevaluated(unevaluated) => unevaluated.$edges(),
                    Self::Switch(switch) => switch.$edges(),
                    Self::If { condition, then, otherwise } => {
                        [Some(condition), then.$as_option(), otherwise.$as_option()].into_iter().flatten().collect()
                    }
                }
            }
        }

        impl Switch {
            /// Returns all edges.
            pub fn $edges(&$($mutable)? self) -> Vec<&$($mutable)? Edge> {
                match self {
                    Self::Type(cases) => cases.$iter().map(|(_, edge)| edge).collect(),
                    Self::Member { cases, other, absent, .. } => {
                        cases.$iter().map(|(_, edge)| edge).chain([other, absent]).collect()
                    }
                    Self::Absence { absent, otherwise, .. } => vec![absent, otherwise],
                }
            }
        }
    };
}

edges!(edges, iter, as_ref, pub);
edges!(edges_mut, iter_mut, as_mut, pub(crate), mut);
