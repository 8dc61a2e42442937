//! The search for instances that show a gap of a proof: values for the part that it is about, set into documented examples and made instances.

use std::collections::BTreeSet;

use crate::containment::{Gap, Joint, Step};
use crate::json::{Member, Node, Value};
use crate::pattern::is_match;
use crate::pattern::language::{self, Language, Word};
use crate::pattern::matching::Pattern;
use crate::plan::{Literal, NodeId};
use crate::wire::sample::{Sampler, plain};
use crate::wire::sized;
use crate::wire::view::{View, views};

/// The maximum number of gaps that are aimed at.
const GAPS: usize = 40;

/// The maximum number of values for a part.
const VALUES: usize = 24;

/// The maximum number of instances for one value.
const PLACES: usize = 8;

/// The search for instances.
pub(super) struct Search<'j> {
    joint: &'j Joint,
    sampler: Sampler<'j>,
    examples: Vec<Node>,
}

impl<'j> Search<'j> {
    /// Starts a search with documented instances.
    pub(super) fn new(joint: &'j Joint, examples: Vec<Node>) -> Self {
        Self { joint, sampler: Sampler::new(joint.plan()), examples }
    }

    /// Calls `judge` with instances, most promising first, until it returns true.
    pub(super) fn run(&mut self, gaps: &[Gap], mut judge: impl FnMut(Node) -> bool) {
        let examples = self.examples.clone();
        let mut any = |instances: Vec<Node>| instances.into_iter().any(&mut judge);
        if any(examples.clone()) {
            return;
        }
        for gap in gaps.iter().take(GAPS) {
            self.sampler.refill();
            for example in &examples {
                if any(self.reduced(gap, example)) {
                    return;
                }
            }
            let values = self.values(gap);
            for example in &examples {
                if any(self.extended(gap, example, &values)) {
                    return;
                }
            }
            for value in values {
                for example in &examples {
                    if !gap.path.is_empty() && any(self.set(Some(example), gap, 0, &value)) {
                        return;
                    }
                }
                if any(self.set(None, gap, 0, &value)) {
                    return;
                }
            }
        }
        self.sampler.refill();
        any(self.sampler.samples(&[self.joint.new]));
    }

    /// Returns an example with one member of made values for the part of a gap, which may already have others.
    fn extended(&mut self, gap: &Gap, example: &Node, values: &[Node]) -> Vec<Node> {
        let Some(part) = part(&gap.path, example) else { return Vec::new() };
        let mut extended: Vec<Node> = Vec::new();
        for member in values.iter().filter_map(Node::as_object).flatten() {
            let value = with_member(&part, &member.name, member.node.clone());
            if part.as_object().is_some() && value != part && !extended.contains(&value) && extended.len() < VALUES {
                extended.push(value);
            }
        }
        extended.into_iter().flat_map(|value| self.set(Some(example), gap, 0, &value)).collect()
    }

    /// Returns an example without a member that the goal of a gap requires.
    fn reduced(&mut self, gap: &Gap, example: &Node) -> Vec<Node> {
        let Some(part) = part(&gap.path, example) else { return Vec::new() };
        let required = self.required(gap.goal);
        let values = required.iter().filter_map(|name| without(&part, name)).collect::<Vec<_>>();
        values.into_iter().flat_map(|value| self.set(Some(example), gap, 0, &value)).collect()
    }

    /// Returns the members that a node requires, alone or beside others.
    fn required(&self, node: NodeId) -> Vec<String> {
        let object = &self.joint.plan().node(node).checks.object;
        let dependents = object.dependent_required.iter().flat_map(|check| &check.asks.1);
        object.required.iter().flat_map(|check| &check.asks).chain(dependents).cloned().collect()
    }

    /// Returns true if a schema requires a member of every object.
    fn requires(&self, node: NodeId, name: &String) -> bool {
        let checks = &self.joint.plan().node(node).checks.object.required;
        checks.iter().any(|check| check.asks.contains(name))
    }

    /// Returns values for the part of a gap: first those that its premises and its goal judge differently, those near a border of the goal
    /// among them.
    fn values(&mut self, gap: &Gap) -> Vec<Node> {
        let checks = &self.joint.plan().node(gap.goal).checks;
        let mut values: Vec<Node> = gap.value.iter().cloned().collect();
        values.extend(self.with_unnamed(gap));
        values.extend(self.with_other_name(gap));
        values.extend(checks.leaves.iter().flat_map(|check| check.asks.samples()).map(plain));
        values.extend(sized::at_limits(self.joint.plan(), &mut self.sampler, &gap.nodes, checks));
        // The older edition of the part: what the goal accepts, and all but the goal's newer edition.
        let is_beside = |node: &&NodeId| !self.joint.is_aligned(**node, gap.goal);
        let older: Vec<NodeId> = gap.nodes.iter().filter(is_beside).copied().chain([gap.goal]).collect();
        let mut samples = self.sampler.samples(&gap.nodes);
        if gap.is_aligned {
            samples.extend(self.sampler.samples(&older));
        }
        // A member that the goal requires may be absent, if nothing else requires it.
        let is_free = |name: &String| !gap.nodes.iter().any(|node| self.requires(*node, name));
        let required: Vec<String> = self.required(gap.goal).into_iter().filter(is_free).collect();
        values.extend(samples.iter().flat_map(|value| required.iter().filter_map(|name| without(value, name))));
        values.extend(samples);
        values.extend(odd());
        let (mut different, mut others): (Vec<Node>, Vec<Node>) = (Vec::new(), Vec::new());
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for value in values {
            if !seen.insert(value.to_canonical()) {
                continue;
            }
            let is_new = self.sampler.accept(&gap.nodes, &value);
            if is_new != self.sampler.accept(&older, &value) && (is_new || gap.is_aligned) {
                different.push(value);
            } else if is_new {
                others.push(value);
            }
        }
        different.into_iter().chain(others.into_iter().take(4)).take(VALUES).collect()
    }

    /// Returns objects with one member each that the goal of a gap does not name.
    fn with_unnamed(&mut self, gap: &Gap) -> Vec<Node> {
        let plan = self.joint.plan();
        let named: BTreeSet<String> = views(plan, &[gap.goal]).iter().flat_map(View::names).collect();
        let Some(base) = self.sampler.least(&gap.nodes).into_iter().find(|base| base.as_object().is_some()) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for view in views(plan, &gap.nodes) {
            for name in view.names().into_iter().filter(|name| !named.contains(name)).take(VALUES) {
                let value = self.sampler.least(&view.member(&name)).into_iter().next();
                found.extend(value.map(|value| with_member(&base, &name, value)));
            }
        }
        found
    }

    /// Returns objects with one member each, whose listed name the goal of a gap may refuse.
    fn with_other_name(&mut self, gap: &Gap) -> Vec<Node> {
        let plan = self.joint.plan();
        let names = |node: &NodeId| plan.node(*node).checks.object.names.iter().map(|edge| edge.node);
        let allowed: Vec<NodeId> = gap.nodes.iter().flat_map(names).collect();
        if allowed.is_empty() || names(&gap.goal).next().is_none() {
            return Vec::new();
        }
        let Some(base) = self.sampler.least(&gap.nodes).into_iter().find(|base| base.as_object().is_some()) else {
            return Vec::new();
        };
        let known = self.sampler.samples(&allowed);
        let mut found = Vec::new();
        for name in known.iter().filter_map(Node::as_str).take(VALUES) {
            for view in views(plan, &gap.nodes) {
                let value = self.sampler.least(&view.member(name)).into_iter().next();
                found.extend(value.map(|value| with_member(&base, name, value)));
            }
        }
        found
    }

    /// Returns instances with a value at the end of a gap's path, from its step with index `at` on. `base` is the instance to change, if
    /// there is one.
    fn set(&mut self, base: Option<&Node>, gap: &Gap, at: usize, value: &Node) -> Vec<Node> {
        let Some(step) = gap.path.get(at) else { return vec![value.clone()] };
        let nodes = &gap.wholes[at];
        let bases = match base {
            // An instance of another branch has no such part, unless the part alone makes it invalid.
            Some(base) if part(&gap.path[at..], base).is_some() || self.sampler.accept(nodes, base) => {
                vec![base.clone()]
            }
            Some(_) => Vec::new(),
            None => self.sampler.least(nodes),
        };
        let mut found = Vec::new();
        for base in bases {
            match (&base.value, step) {
                (Value::Object(_), Step::Member(_) | Step::OtherMember(..)) => {
                    for name in self.member_names(step, &base, nodes) {
                        let known = base.get(&name).cloned();
                        let values = self.set_part(known.as_ref(), gap, at + 1, value);
                        found.extend(values.into_iter().map(|value| with_member(&base, &name, value)));
                    }
                }
                (Value::Object(_), Step::Name) => {
                    let Some(name) = value.as_str() else { continue };
                    let plan = self.joint.plan();
                    for view in views(plan, nodes) {
                        let member = self.sampler.least(&view.member(name)).into_iter().next();
                        found.extend(member.map(|member| with_member(&base, name, member)));
                    }
                }
                (Value::Array(elements), Step::Element(index) | Step::Elements(index)) => {
                    let elements = self.filled(elements.clone(), *index, nodes);
                    if elements.len() < *index {
                        continue;
                    }
                    let is_rest = matches!(step, Step::Elements(_));
                    let index = if is_rest { (*index).max(elements.len().saturating_sub(1)) } else { *index };
                    let known = elements.get(index).cloned();
                    for value in self.set_part(known.as_ref(), gap, at + 1, value) {
                        let mut elements = elements.clone();
                        match elements.get_mut(index) {
                            Some(element) => *element = value,
                            None => elements.push(value),
                        }
                        found.push(plain(Value::Array(elements)));
                    }
                }
                _ => {}
            }
            if found.len() >= PLACES {
                break;
            }
        }
        found.truncate(PLACES);
        found
    }

    /// Sets a value inside of a part: the known one, or else made ones.
    fn set_part(&mut self, known: Option<&Node>, gap: &Gap, at: usize, value: &Node) -> Vec<Node> {
        let mut found = known.map(|known| self.set(Some(known), gap, at, value)).unwrap_or_default();
        if found.is_empty() || at < gap.path.len() {
            found.extend(self.set(None, gap, at, value));
        }
        found.truncate(PLACES);
        found
    }

    /// Adds elements up to an index.
    fn filled(&mut self, mut elements: Vec<Node>, index: usize, nodes: &[NodeId]) -> Vec<Node> {
        let plan = self.joint.plan();
        while elements.len() < index {
            let of_index = views(plan, nodes).into_iter().map(|view| view.element(elements.len()));
            let of_index: Vec<Vec<NodeId>> = of_index.collect();
            let filler = of_index.iter().find_map(|nodes| self.sampler.least(nodes).into_iter().next());
            match filler {
                Some(filler) => elements.push(filler),
                None => break,
            }
        }
        elements
    }

    /// Returns the names of members that a step may mean.
    fn member_names(&self, step: &Step, base: &Node, nodes: &[NodeId]) -> Vec<String> {
        match step {
            Step::Member(name) => vec![name.clone()],
            Step::OtherMember(matching, others) => {
                let listed: Vec<String> = views(self.joint.plan(), nodes).iter().flat_map(View::names).collect();
                let is_meant = |name: &String| {
                    !listed.contains(name)
                        && matching.iter().all(|pattern| is_match(pattern, name))
                        && !others.iter().any(|pattern| is_match(pattern, name))
                };
                let members = base.as_object().unwrap_or_default().iter().map(|member| member.name.clone());
                let made = word_of(matching, others).into_iter().chain(["added".to_owned(), "x".to_owned()]);
                let mut names: Vec<String> = members.chain(made).filter(is_meant).collect();
                names.truncate(3);
                names
            }
            Step::Name | Step::Element(_) | Step::Elements(_) => Vec::new(),
        }
    }
}

/// Returns the part of an instance at the end of a path, if it has one.
fn part(path: &[Step], instance: &Node) -> Option<Node> {
    let part = path.iter().try_fold(instance, |node, step| match step {
        Step::Member(name) => node.get(name),
        Step::Element(index) => node.as_array()?.get(*index),
        Step::Elements(index) => node.as_array()?.get(*index..)?.first(),
        Step::OtherMember(..) | Step::Name => None,
    });
    part.cloned()
}

/// Returns the shortest name that matches some patterns and no others.
fn word_of(matching: &[Pattern], others: &[Pattern]) -> Option<String> {
    let of = |patterns: &[Pattern]| patterns.iter().filter_map(|it| Language::of(&it.source)).collect::<Vec<_>>();
    match language::word(&of(matching), &of(others)) {
        Word::Found(word) => Some(word),
        Word::Missing | Word::Unknown => None,
    }
}

/// Returns a value of each type.
fn odd() -> Vec<Node> {
    let numbers = ["0", "1", "-1", "1.5", "256", "4294967296"].map(|text| Value::Number(text.to_owned()));
    let texts = ["", "a", "added", "0"].map(|text| Value::String(text.to_owned()));
    let others = [
        Value::Null,
        Value::Boolean(true),
        Value::Boolean(false),
        Value::Array(Vec::new()),
        Value::Array(vec![crate::containment::node_of(&Literal::Null)]),
        Value::Object(Vec::new().into()),
    ];
    others.into_iter().chain(texts).chain(numbers).map(plain).collect()
}

/// Returns an object with another value for a member.
pub(super) fn with_member(object: &Node, name: &str, node: Node) -> Node {
    let mut members: Vec<Member> = object.as_object().unwrap_or_default().to_vec();
    match members.iter_mut().find(|member| member.name == name) {
        Some(member) => member.node = node,
        None => members.push(Member { name: name.to_owned(), name_span: 0..0, node }),
    }
    plain(Value::Object(members.into()))
}

/// Returns an object without a member, if it has that.
pub(super) fn without(object: &Node, name: &str) -> Option<Node> {
    object.get(name)?;
    let members: Vec<Member> =
        object.as_object().unwrap_or_default().iter().filter(|member| member.name != name).cloned().collect();
    Some(plain(Value::Object(members.into())))
}
