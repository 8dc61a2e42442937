//! The ways in which a value can satisfy schemas: one branch of each choice, one side of each condition.

use std::collections::BTreeSet;

use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::{InPlace, Literal, NodeId, ObjectPart, Plan};

/// The maximum number of ways that are followed.
const VIEWS: usize = 64;

/// Nodes that all accept a value if one way is taken.
#[derive(Clone, Debug)]
pub(super) struct View<'p> {
    pub(super) plan: &'p Plan,
    /// The nodes.
    pub(super) nodes: BTreeSet<NodeId>,
}

/// Returns the ways in which a value can satisfy some nodes.
pub(super) fn views<'p>(plan: &'p Plan, nodes: &[NodeId]) -> Vec<View<'p>> {
    let mut done = Vec::new();
    let empty = View { plan, nodes: BTreeSet::new() };
    let mut open: Vec<(View<'_>, Vec<NodeId>)> = vec![(empty, nodes.iter().rev().copied().collect())];
    while let Some((mut view, mut rest)) = open.pop() {
        let Some(node) = rest.pop() else {
            done.push(view);
            if done.len() == VIEWS {
                break;
            }
            continue;
        };
        if !view.nodes.insert(node) {
            open.push((view, rest));
            continue;
        }
        let mut ways: Vec<Vec<NodeId>> = vec![Vec::new()];
        for check in &plan.node(node).checks.in_place {
            let choices: Vec<Vec<NodeId>> = match check {
                InPlace::All(edge) => vec![vec![edge.node]],
                InPlace::Choice(choice) => choice.branches.iter().map(|edge| vec![edge.node]).collect(),
                InPlace::If { condition, then, otherwise } => {
                    let then = then.iter().map(|edge| edge.node).chain([condition.node]).collect();
                    vec![otherwise.iter().map(|edge| edge.node).collect(), then]
                }
                InPlace::Not(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => continue,
            };
            let mut product = Vec::new();
            for way in &ways {
                for choice in &choices {
                    if product.len() < VIEWS {
                        product.push(way.iter().chain(choice).copied().collect());
                    }
                }
            }
            ways = product;
        }
        for way in ways.into_iter().rev() {
            if open.len() < 2 * VIEWS {
                open.push((view.clone(), rest.iter().copied().chain(way).collect()));
            }
        }
    }
    done
}

impl<'p> View<'p> {
    /// Returns the types that all nodes allow.
    pub(super) fn types(&self) -> TypeSet {
        let types = self.nodes.iter().map(|node| self.plan.node(*node).checks.allowed_types());
        types.fold(TypeSet::ALL, TypeSet::intersection)
    }

    /// Returns the shortest list of values.
    pub(super) fn values(&self) -> Option<&'p [Literal]> {
        let lists = self.nodes.iter().flat_map(|node| &self.plan.node(*node).checks.values);
        lists.map(|check| check.asks.as_slice()).min_by_key(|values| values.len())
    }

    /// Returns the leaf keywords for one type.
    pub(super) fn leaves(&self, types: TypeSet) -> Vec<&'p Leaf> {
        let checks = self.nodes.iter().map(|node| &self.plan.node(*node).checks);
        checks.flat_map(|checks| checks.leaves_for(types).map(|check| &check.asks)).collect()
    }

    /// Returns bounds of the number of elements or members.
    pub(super) fn size(&self, types: TypeSet) -> (u64, Option<u64>) {
        let range = |leaf: &Leaf| if let Leaf::Size(size) = leaf { Some(size.range()) } else { None };
        let sizes = self.leaves(types).into_iter().filter_map(range);
        sizes.fold((0, None), |(least, most), (at_least, at_most)| {
            (least.max(at_least), most.into_iter().chain(at_most).min())
        })
    }

    /// Returns the required members.
    pub(super) fn required(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for object in self.objects() {
            object.required.iter().flat_map(|check| &check.asks).for_each(|name| add(name, &mut names));
        }
        self.with_dependents(names)
    }

    /// Returns members with all that must be beside them.
    pub(super) fn with_dependents(&self, mut names: Vec<String>) -> Vec<String> {
        let mut at = 0;
        while at < names.len() {
            let name = names[at].clone();
            let dependents = self.objects().flat_map(|object| &object.dependent_required);
            let others = dependents.filter(|check| check.asks.0 == name).flat_map(|check| &check.asks.1);
            others.for_each(|other| add(other, &mut names));
            at += 1;
        }
        names
    }

    /// Returns the names of documented members, and of those that others depend on.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for object in self.objects() {
            object.members.iter().for_each(|member| add(&member.wire_name, &mut names));
        }
        for object in self.objects() {
            object.dependent_required.iter().for_each(|check| add(&check.asks.0, &mut names));
            object.dependent_schemas.iter().for_each(|(name, _)| add(name, &mut names));
        }
        names
    }

    fn objects(&self) -> impl Iterator<Item = &'p ObjectPart> + use<'p, '_> {
        self.nodes.iter().map(|node| &self.plan.node(*node).checks.object)
    }

    /// Returns the nodes that apply to a member.
    pub(super) fn member(&self, name: &str) -> Vec<NodeId> {
        let objects = self.nodes.iter().map(|node| &self.plan.node(*node).checks.object);
        objects.flat_map(|object| object.edges_of(name)).map(|edge| edge.node).collect()
    }

    /// Returns the nodes that apply to an element.
    pub(super) fn element(&self, index: usize) -> Vec<NodeId> {
        let arrays = self.nodes.iter().map(|node| &self.plan.node(*node).checks.array);
        arrays.flat_map(|array| array.prefix.get(index).unwrap_or(&array.rest)).map(|edge| edge.node).collect()
    }
}

fn add(name: &String, names: &mut Vec<String>) {
    if !names.contains(name) {
        names.push(name.clone());
    }
}
