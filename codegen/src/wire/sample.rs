//! Small instances of schemas: the minimal ones, one for each branch, and those at both sides of a constraint.

use std::collections::BTreeMap;

use crate::containment::{self, node_of};
use crate::interpret;
use crate::json::{Member, Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::pattern::language::{self, Language, Word};
use crate::plan::{Literal, NodeId, Plan};
use crate::wire::view::{View, views};

/// The maximum number of instances of a schema, by its level: the part that is aimed at, its parts, and everything below.
const SAMPLES: [usize; 3] = [16, 6, 2];

/// The level at which optional members are left out.
const LEAST: usize = SAMPLES.len() - 1;

/// The maximum number of elements or members that are made because a schema wants that many, and of scalars in them.
const MOST: usize = 1_000;
const SCALARS: usize = 5_000;

/// The maximum number of steps for one aim.
const STEPS: usize = 2_000;

/// The maximum number of steps in total.
const ALL_STEPS: usize = 20_000;

/// The maximum depth of made instances.
const DEPTH: usize = 24;

/// Makes instances of the nodes of a plan.
pub(super) struct Sampler<'p> {
    plan: &'p Plan,
    known: BTreeMap<(usize, Vec<NodeId>), Vec<Node>>,
    /// The keys whose instances are being made.
    open: Vec<(usize, Vec<NodeId>)>,
    /// The first of them that was asked for again.
    asked_again: usize,
    /// The remaining steps for this aim, and in total.
    left: [usize; 2],
}

impl<'p> Sampler<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let left = [STEPS, ALL_STEPS];
        Self { plan, known: BTreeMap::new(), open: Vec::new(), asked_again: usize::MAX, left }
    }

    /// Begins another aim.
    pub(super) fn refill(&mut self) {
        self.left[0] = STEPS.min(self.left[1]);
    }

    /// Takes a step; returns false once the limit is reached.
    fn step(&mut self) -> bool {
        let has_more = self.left[0] > 0;
        self.left = self.left.map(|left| left.saturating_sub(1));
        has_more
    }

    /// Returns true if all nodes accept a value; false once the limit of work is reached.
    pub(super) fn accept(&mut self, nodes: &[NodeId], value: &Node) -> bool {
        self.step() && nodes.iter().all(|node| interpret::is_valid(self.plan, *node, value))
    }

    /// Returns instances that all nodes accept, the smallest of each kind first.
    pub(super) fn samples(&mut self, nodes: &[NodeId]) -> Vec<Node> {
        self.at(0, nodes)
    }

    /// Returns a few of the smallest.
    pub(super) fn least(&mut self, nodes: &[NodeId]) -> Vec<Node> {
        self.at(LEAST, nodes)
    }

    fn at(&mut self, level: usize, nodes: &[NodeId]) -> Vec<Node> {
        let mut nodes = nodes.to_vec();
        nodes.sort_unstable();
        nodes.dedup();
        let key = (level, nodes);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        // A schema inside of itself has no smaller instance.
        if let Some(index) = self.open.iter().position(|open| *open == key) {
            self.asked_again = self.asked_again.min(index);
            return Vec::new();
        }
        if self.open.len() == DEPTH || !self.step() {
            self.asked_again = 0;
            return Vec::new();
        }
        let before = std::mem::replace(&mut self.asked_again, usize::MAX);
        self.open.push(key.clone());
        let found = self.made(level, &key.1);
        self.open.pop();
        // Inside of a schema that has none yet, there may be more than was found.
        if !found.is_empty() || self.asked_again >= self.open.len() {
            self.known.insert(key, found.clone());
        }
        self.asked_again = self.asked_again.min(before);
        found
    }

    fn made(&mut self, level: usize, nodes: &[NodeId]) -> Vec<Node> {
        let mut found: Vec<Node> = Vec::new();
        for view in views(self.plan, nodes) {
            // A schema that names no type has values of each.
            let mut of_type: BTreeMap<TypeSet, usize> = BTreeMap::new();
            for value in self.of_view(level, &view) {
                let known = of_type.entry(TypeSet::of(&value)).or_default();
                if *known < SAMPLES[level] && !found.contains(&value) && self.accept(nodes, &value) {
                    found.push(value);
                    *known += 1;
                }
            }
        }
        found.sort_by_key(size);
        varied(found, SAMPLES[level].max(4))
    }

    /// Returns instances of a part.
    fn part(&mut self, level: usize, nodes: &[NodeId]) -> Vec<Node> {
        self.at((level + 1).min(LEAST), nodes)
    }

    fn of_view(&mut self, level: usize, view: &View<'_>) -> Vec<Node> {
        if let Some(values) = view.values() {
            return values.iter().take(SAMPLES[0]).map(node_of).collect();
        }
        let types = view.types();
        let mut found = Vec::new();
        if types.intersects(TypeSet::NULL) {
            found.push(node_of(&Literal::Null));
        }
        if types.intersects(TypeSet::BOOLEAN) {
            found.extend([true, false].map(|value| node_of(&Literal::Boolean(value))));
        }
        if types.intersects(TypeSet::NUMBER) {
            found.extend(Self::numbers(view));
        }
        if types.intersects(TypeSet::STRING) {
            found.extend(strings(&view.leaves(TypeSet::STRING)));
        }
        if types.intersects(TypeSet::ARRAY) {
            found.extend(self.arrays(level, view));
        }
        if types.intersects(TypeSet::OBJECT) {
            found.extend(self.objects(level, view));
        }
        found
    }

    fn numbers(view: &View<'_>) -> Vec<Node> {
        let leaves = view.leaves(TypeSet::NUMBER);
        let own = ["1", "0", "2", "10", "100", "-1", "1.5", "0.5"].map(|text| Value::Number(text.to_owned()));
        let divisor = |leaf: &&Leaf| if let Leaf::MultipleOf(it) = leaf { it.integer() } else { None };
        let divisors: Vec<i128> = leaves.iter().filter_map(divisor).collect();
        let bounds = leaves.iter().filter_map(|leaf| if let Leaf::Bound(it) = leaf { Some(it) } else { None });
        let multiples = bounds.flat_map(|bound| divisors.iter().flat_map(|divisor| bound.multiples_near(*divisor)));
        leaves.iter().flat_map(|leaf| leaf.samples()).chain(multiples).chain(own).map(plain).collect()
    }

    fn arrays(&mut self, level: usize, view: &View<'_>) -> Vec<Node> {
        let (least, most) = view.size(TypeSet::ARRAY);
        let contains: Vec<(NodeId, u64)> = view
            .nodes
            .iter()
            .flat_map(|node| &self.plan.node(*node).checks.array.contains)
            .map(|contains| (contains.edge.node, contains.min))
            .collect();
        let mut wanted: Vec<Option<NodeId>> = Vec::new();
        for (node, min) in contains {
            wanted.extend((0..min.min(8)).map(|_| Some(node)));
        }
        let least = usize::try_from(least).unwrap_or(usize::MAX).max(wanted.len()).min(MOST);
        wanted.resize(least, None);
        let mut arrays = Vec::new();
        for more in 0..=2 {
            let length = least + more;
            if most.is_some_and(|most| length as u64 > most) {
                break;
            }
            let mut elements: Vec<Node> = Vec::new();
            let mut scalars = 0;
            for index in 0..length {
                let mut nodes = view.element(index);
                nodes.extend(wanted.get(index).copied().flatten());
                let samples = self.part(level, &nodes);
                // Different elements, if there are any, for `uniqueItems`.
                let other = samples.iter().find(|value| !elements.contains(value)).or(samples.first());
                scalars += other.map_or(0, weight);
                match other.filter(|_| scalars <= SCALARS) {
                    Some(element) => elements.push(element.clone()),
                    None => return arrays,
                }
            }
            arrays.push(plain(Value::Array(elements)));
        }
        let variants = self.part(level, &view.element(0));
        if least <= 1 && most.is_none_or(|most| most >= 1) {
            arrays.extend(variants.into_iter().skip(1).map(|element| plain(Value::Array(vec![element]))));
        }
        arrays
    }

    fn objects(&mut self, level: usize, view: &View<'_>) -> Vec<Node> {
        let required = view.required();
        let mut members: Vec<(String, Node)> = Vec::new();
        let mut others: Vec<(String, Vec<Node>)> = Vec::new();
        for name in &required {
            let samples = self.part(level, &view.member(name));
            let Some((first, more)) = samples.split_first() else { return Vec::new() };
            members.push((name.clone(), first.clone()));
            others.push((name.clone(), more.to_vec()));
        }
        let (least, _) = view.size(TypeSet::OBJECT);
        // Without them as long as the object is large enough.
        let is_least = level == LEAST && least <= required.len() as u64;
        let optional = if is_least { Vec::new() } else { view.names() };
        let mut made = vec![object(&members)];
        let mut full = members.clone();
        for name in optional.iter().filter(|name| !required.contains(name)) {
            let samples = self.part(level, &view.member(name));
            if let Some(first) = samples.first() {
                full.push((name.clone(), first.clone()));
                others.push((name.clone(), samples));
            }
        }
        // Members without documented names.
        let names = if is_least { Vec::new() } else { self.other_names(view) };
        for name in &names {
            let samples = self.part(level, &view.member(name));
            others.push((name.clone(), samples.into_iter().take(3).collect()));
        }
        if members.len() < usize::try_from(least).unwrap_or(usize::MAX) {
            let missing = usize::try_from(least).unwrap_or(MOST).min(MOST).saturating_sub(members.len());
            let documented = full.iter().skip(members.len()).take(missing).cloned().collect::<Vec<_>>();
            let others = (documented.len()..missing).map(|index| format!("m{index}"));
            let mut scalars = 0;
            members.extend(documented);
            for name in others.collect::<Vec<_>>() {
                let nodes = view.member(&name);
                let value = if nodes.is_empty() { None } else { self.part(level, &nodes).into_iter().next() };
                scalars += value.as_ref().map_or(1, weight);
                if scalars > SCALARS {
                    return Vec::new();
                }
                members.push((name, value.unwrap_or(node_of(&Literal::Null))));
            }
            made.push(object(&members));
        }
        let beside: Vec<Vec<(String, Node)>> = others
            .iter()
            .map(|(name, _)| {
                let dependents = view.with_dependents(vec![name.clone()]);
                self.members(level, view, dependents.iter().filter(|other| *other != name))
            })
            .collect();
        // One value of each member before the second of any: the number of instances is limited.
        for round in 0..others.iter().map(|(_, values)| values.len()).max().unwrap_or(0) {
            for ((name, values), beside) in others.iter().zip(&beside) {
                let Some(value) = values.get(round) else { continue };
                let mut members = members.clone();
                for (name, value) in beside.iter().chain([&(name.clone(), value.clone())]) {
                    match members.iter_mut().find(|(known, _)| known == name) {
                        Some((_, known)) => *known = value.clone(),
                        None => members.push((name.clone(), value.clone())),
                    }
                }
                made.push(object(&members));
            }
        }
        made.push(object(&full));
        made
    }

    /// Returns the smallest member of each name that can have one.
    fn members<'n>(
        &mut self,
        level: usize,
        view: &View<'_>,
        names: impl Iterator<Item = &'n String>,
    ) -> Vec<(String, Node)> {
        let member = |name: &String| {
            let first = self.part(level, &view.member(name)).into_iter().next()?;
            Some((name.clone(), first))
        };
        names.filter_map(member).collect()
    }

    /// Returns names that match the patterns of a view, and one that no keyword lists.
    pub(super) fn other_names(&self, view: &View<'_>) -> Vec<String> {
        let rests = view.nodes.iter().flat_map(|node| &self.plan.node(*node).checks.object.rest);
        let patterns = rests.flat_map(|rest| rest.patterns.iter().map(|(pattern, _)| pattern.source.clone()));
        let words = patterns.filter_map(|source| match language::word(&[Language::of(&source)?], &[]) {
            Word::Found(word) => Some(word),
            Word::Missing | Word::Unknown => None,
        });
        words.chain(["added".to_owned()]).collect()
    }
}

/// Returns texts at both sides of some constraints, those that satisfy them first.
pub(super) fn strings(leaves: &[&Leaf]) -> Vec<Node> {
    let languages: Vec<_> = leaves.iter().filter_map(|leaf| containment::language(leaf)).collect();
    let mut found: Vec<Node> = Vec::new();
    if let Word::Found(word) = language::word(&languages, &[]) {
        found.push(plain(Value::String(word)));
    }
    found.extend(leaves.iter().flat_map(|leaf| leaf.samples()).map(plain));
    found.extend(["a", "", "added", "0", "A"].map(|text| plain(Value::String(text.to_owned()))));
    found
}

/// Returns a value without a place.
pub(super) fn plain(value: Value) -> Node {
    Node { span: 0..0, value }
}

fn object(members: &[(String, Node)]) -> Node {
    let member = |(name, node): &(String, Node)| Member { name: name.clone(), name_span: 0..0, node: node.clone() };
    plain(Value::Object(members.iter().map(member).collect::<Vec<_>>().into()))
}

/// Returns the number of scalars in a value.
pub(super) fn weight(value: &Node) -> usize {
    match &value.value {
        Value::Array(elements) => 1 + elements.iter().map(weight).sum::<usize>(),
        Value::Object(members) => 1 + members.iter().map(|member| weight(&member.node)).sum::<usize>(),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// Returns the size of a value in bytes, with its text for a fixed order.
pub(super) fn size(value: &Node) -> (usize, String) {
    let text = value.to_compact();
    (text.len(), text)
}

/// Keeps some values, of as many types as possible.
fn varied(values: Vec<Node>, most: usize) -> Vec<Node> {
    let mut kept: Vec<Node> = Vec::new();
    let mut seen = TypeSet::NONE;
    for value in &values {
        let kind = TypeSet::of(value);
        if !seen.contains(kind) {
            seen = seen.union(kind);
            kept.push(value.clone());
        }
    }
    for value in values {
        if kept.len() < most && !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
