//! The interpreter of plans: verdicts and findings on documents, without compiling anything.

pub mod annotated;
pub mod example;
pub(crate) mod finding;
pub(crate) mod scalar;
pub(crate) mod unevaluated;

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use codegen_runtime::validate::memo;

use crate::json::{Member, Node, Value};
use crate::keyword::leaf::WALK;
use crate::keyword::types::TypeSet;
use crate::plan::{ArrayPart, Checks, Choice, Edge, InPlace, NodeId, ObjectPart, Plan, Switch, Tag, Trail, message};

use finding::{At, Cause, Token};

pub use finding::Finding;

/// Returns all violations of a node by an instance.
pub fn validate(plan: &Plan, node: NodeId, instance: &Node) -> Vec<Finding> {
    collect(plan, node, instance, true)
}

/// Returns the violations that remain if `format` is an annotation.
pub(crate) fn validate_without_formats(plan: &Plan, node: NodeId, instance: &Node) -> Vec<Finding> {
    collect(plan, node, instance, false)
}

fn collect(plan: &Plan, node: NodeId, instance: &Node, asserts_formats: bool) -> Vec<Finding> {
    let mut run = Run { plan, asserts_formats, found: Some(Vec::new()), memo: &Memo::default() };
    run.node(node, instance, &At::default());
    run.found.unwrap_or_default()
}

/// Returns true if a node accepts an instance.
pub fn is_valid(plan: &Plan, node: NodeId, instance: &Node) -> bool {
    Run { plan, asserts_formats: true, found: None, memo: &Memo::default() }.node(node, instance, &At::default())
}

/// An evaluation. Without `found`, it stops at the first violation.
struct Run<'p> {
    plan: &'p Plan,
    /// True if `format` is an assertion, false if it is an annotation.
    asserts_formats: bool,
    found: Option<Vec<Finding>>,
    memo: &'p Memo,
}

/// The memo of an evaluation: a schema may apply to the same value repeatedly.
#[derive(Default)]
struct Memo {
    verdicts: RefCell<BTreeMap<Key, bool>>,
    /// The number of nodes applied for their verdict.
    count: Cell<usize>,
    /// The first nodes whose findings were collected.
    first: RefCell<Vec<NodeId>>,
    /// The nodes with repeated collections, computed once `first` is full.
    repeated: OnceCell<BTreeSet<NodeId>>,
    collections: Cell<usize>,
    #[expect(clippy::zero_sized_map_values)] // one function forgets the values of both memos
    collected: RefCell<BTreeMap<Key, ()>>,
}

/// The address of a value, and a node.
type Key = (*const Node, NodeId);

/// The applications of nodes before memoization starts.
const FREE_NODES: usize = 4096;

impl Memo {
    /// Returns true if a node's findings about a value were collected before. Collections are memoized from the same number on as in
    /// generated validators. `found` is the number of findings so far.
    fn is_collected(&self, plan: &Plan, key: Key, found: usize) -> bool {
        let mut first = self.first.borrow_mut();
        let is_seldom = found < memo::FREE_APPLICATIONS;
        if is_seldom && first.len() < memo::FREE_APPLICATIONS {
            first.push(key.1);
            return false;
        }
        let repeated = self.repeated.get_or_init(|| {
            let repeated: BTreeSet<NodeId> = crate::plan::recursion::repeated(plan).into_keys().collect();
            self.collections.set(first.iter().filter(|node| repeated.contains(node)).count());
            repeated
        });
        if !repeated.contains(&key.1) {
            return false;
        }
        let count = self.collections.replace(self.collections.get() + 1);
        (count >= memo::FREE_APPLICATIONS || !is_seldom) && self.collected.borrow_mut().insert(key, ()).is_some()
    }

    /// Forgets the results for earlier values at the same address: the copy of a member's name is temporary.
    fn forget(&self, value: &Node) {
        forget(&mut self.verdicts.borrow_mut(), value);
        forget(&mut self.collected.borrow_mut(), value);
    }
}

fn forget<T>(kept: &mut BTreeMap<Key, T>, value: &Node) {
    let all = (std::ptr::from_ref(value), NodeId(0))..=(std::ptr::from_ref(value), NodeId(usize::MAX));
    while let Some(known) = kept.range(all.clone()).next().map(|(known, _)| *known) {
        kept.remove(&known);
    }
}

impl Run<'_> {
    fn accepts(&self, edge: &Edge, instance: &Node) -> bool {
        let mut run = Run { plan: self.plan, asserts_formats: self.asserts_formats, found: None, memo: self.memo };
        run.node(edge.node, instance, &At::default())
    }

    /// Reports a violation and returns `false`.
    fn fail(&mut self, at: &At<'_>, trail: &Trail, instance: &Node, message: impl FnOnce() -> String) -> bool {
        self.report(at, trail, instance, || Cause::Keyword(message()))
    }

    fn report(&mut self, at: &At<'_>, trail: &Trail, instance: &Node, cause: impl FnOnce() -> Cause) -> bool {
        if let Some(found) = &mut self.found {
            found.push(Finding::new(at, trail, instance, cause()));
        }
        false
    }

    fn is_done(&self, verdict: bool) -> bool {
        !verdict && self.found.is_none()
    }

    fn edge(&mut self, edge: &Edge, instance: &Node, at: &At<'_>, token: Token<'_>) -> bool {
        self.node(edge.node, instance, &at.inner(token, &edge.trail))
    }

    fn node(&mut self, id: NodeId, instance: &Node, at: &At<'_>) -> bool {
        let (memo, key) = (self.memo, (std::ptr::from_ref(instance), id));
        if let Some(found) = &self.found {
            return memo.is_collected(self.plan, key, found.len()) || self.apply(id, instance, at);
        }
        let count = memo.count.replace(memo.count.get() + 1);
        if count < FREE_NODES {
            return self.apply(id, instance, at);
        }
        let verdict = memo.verdicts.borrow().get(&key).copied();
        verdict.unwrap_or_else(|| {
            let verdict = self.apply(id, instance, at);
            memo.verdicts.borrow_mut().insert(key, verdict);
            verdict
        })
    }

    fn apply(&mut self, id: NodeId, instance: &Node, at: &At<'_>) -> bool {
        let plan = self.plan;
        let checks = &plan.node(id).checks;
        let mut verdict = true;
        for trail in &checks.never {
            verdict &= self.report(at, trail, instance, || Cause::False);
        }
        for check in &checks.types {
            if !scalar::has_type(instance, check.asks) {
                let found = message::found(scalar::type_name(instance));
                let expected = || format!("expected {}, found {found}", message::types(check.asks));
                verdict &= self.fail(at, &check.trail, instance, expected);
            }
        }
        for check in &checks.values {
            if !check.asks.iter().any(|literal| scalar::equals(literal, instance)) {
                verdict &= self.fail(at, &check.trail, instance, || message::values(&check.asks));
            }
        }
        if self.is_done(verdict) {
            return false;
        }
        verdict &= self.leaves(checks, instance, at, |cost| cost < WALK);
        if self.is_done(verdict) {
            return false;
        }
        verdict &= match &instance.value {
            Value::Array(elements) => self.array(&checks.array, instance, elements, at),
            Value::Object(members) => self.object(&checks.object, instance, members, at),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => true,
        };
        if self.is_done(verdict) {
            return false;
        }
        verdict &= self.leaves(checks, instance, at, |cost| cost > WALK);
        for check in &checks.in_place {
            if self.is_done(verdict) {
                return false;
            }
            verdict &= self.in_place(check, instance, at);
        }
        verdict
    }

    /// Checks the leaf keywords whose cost `has_cost` selects.
    fn leaves(&mut self, checks: &Checks, instance: &Node, at: &At<'_>, has_cost: impl Fn(u8) -> bool) -> bool {
        let mut verdict = true;
        for check in checks.leaves.iter().filter(|check| has_cost(check.asks.cost())) {
            let is_asserted = self.asserts_formats || check.asks.format().is_none();
            if is_asserted && !check.asks.accepts(&instance.value) {
                verdict &= self.fail(at, &check.trail, instance, || check.asks.message());
            }
        }
        verdict
    }

    fn array(&mut self, part: &ArrayPart, instance: &Node, elements: &[Node], at: &At<'_>) -> bool {
        let mut verdict = true;
        for (index, element) in elements.iter().enumerate() {
            for edge in part.prefix.get(index).unwrap_or(&part.rest) {
                if self.is_done(verdict) {
                    return false;
                }
                verdict &= self.edge(edge, element, at, Token::Element(index));
            }
        }
        for contains in &part.contains {
            let accepted = elements.iter().filter(|element| self.accepts(&contains.edge, element)).count() as u64;
            if accepted < contains.min {
                let too_few = || message::contains_too_few(contains.min);
                verdict &= self.fail(at, &contains.min_trail, instance, too_few);
            }
            if let Some((max, trail)) = &contains.max
                && accepted > *max
            {
                verdict &= self.fail(at, trail, instance, || message::contains_too_many(*max));
            }
        }
        verdict
    }

    fn object(&mut self, part: &ObjectPart, instance: &Node, members: &[Member], at: &At<'_>) -> bool {
        let (mut verdict, mut expected) = (true, 0);
        for member in members {
            if self.is_done(verdict) {
                return false;
            }
            verdict &= self.member(part, &mut expected, member, at);
        }
        let has = |name: &str| instance.get(name).is_some();
        for check in &part.required {
            for name in check.asks.iter().filter(|name| !has(name)) {
                verdict &= self.fail(at, &check.trail, instance, || message::missing(name));
            }
        }
        for check in &part.dependent_required {
            let (name, others) = &check.asks;
            for other in others.iter().filter(|other| has(name) && !has(other)) {
                verdict &= self.fail(at, &check.trail, instance, || message::missing_beside(other, name));
            }
        }
        for (_, edge) in part.dependent_schemas.iter().filter(|(name, _)| has(name)) {
            verdict &= self.edge(edge, instance, at, Token::Here);
        }
        let mut holds = |name: &str, edge: Option<&Edge>| {
            instance.get(name).is_some_and(|node| edge.is_none_or(|edge| self.accepts(edge, node)))
        };
        if !part.presence.iter().all(|formula| formula.holds(&mut holds)) {
            verdict &= self.fail(at, &Trail::default(), instance, || message::NO_BRANCH.to_owned());
        }
        verdict
    }

    fn member(&mut self, part: &ObjectPart, expected: &mut usize, member: &Member, at: &At<'_>) -> bool {
        let mut verdict = true;
        for edge in &part.names {
            let name = Node { span: member.name_span.clone(), value: Value::String(member.name.clone()) };
            self.memo.forget(&name);
            verdict &= self.edge(edge, &name, at, Token::Here);
        }
        for edge in part.edges_from(expected, &member.name) {
            verdict &= self.edge(edge, &member.node, at, Token::Member(&member.name));
        }
        verdict
    }

    fn in_place(&mut self, check: &InPlace, instance: &Node, at: &At<'_>) -> bool {
        match check {
            InPlace::All(edge) => self.edge(edge, instance, at, Token::Here),
            InPlace::Not(edge) => {
                let is_accepted = self.accepts(edge, instance);
                !is_accepted || self.fail(at, &edge.trail, instance, || message::NOT.to_owned())
            }
            InPlace::If { condition, then, otherwise } => {
                let branch = if self.accepts(condition, instance) { then } else { otherwise };
                branch.as_ref().is_none_or(|edge| self.edge(edge, instance, at, Token::Here))
            }
            InPlace::Choice(choice) => self.choice(choice, instance, at),
            InPlace::Unevaluated(unevaluated) => self.unevaluated(unevaluated, instance, at),
            InPlace::Switch(switch) => match switched(switch, instance) {
                Some(edge) => self.edge(edge, instance, at, Token::Here),
                None => self.fail(at, &Trail::default(), instance, || message::NO_BRANCH.to_owned()),
            },
        }
    }

    fn choice(&mut self, choice: &Choice, instance: &Node, at: &At<'_>) -> bool {
        let all: Vec<usize> = (0..choice.branches.len()).collect();
        let left = choice.tag.as_ref().map_or(all.as_slice(), |tag| branches_left(tag, instance));
        match left {
            [] => self.fail(at, &choice.trail, instance, || match &choice.tag {
                Some(tag) if scalar::has_type(instance, TypeSet::OBJECT) => message::no_such_tag(&tag.wire_name),
                _ => message::NO_BRANCH.to_owned(),
            }),
            [only] => self.edge(&choice.branches[*only], instance, at, Token::Here),
            many => {
                let accepted = many.iter().filter(|index| self.accepts(&choice.branches[**index], instance)).count();
                match accepted {
                    0 => {
                        self.fail(at, &choice.trail, instance, || message::NO_BRANCH.to_owned());
                        // The verdict is known already: no branch accepts.
                        for index in many.iter().filter(|_| self.found.is_some()).copied().collect::<Vec<_>>() {
                            self.edge(&choice.branches[index], instance, at, Token::Here);
                        }
                        false
                    }
                    1 => true,
                    _ if !choice.only_one => true,
                    _ => self.fail(at, &choice.trail, instance, || message::MANY_BRANCHES.to_owned()),
                }
            }
        }
    }
}

/// Returns the deciding node, unless the value's type is rejected.
fn switched<'s>(switch: &'s Switch, instance: &Node) -> Option<&'s Edge> {
    match switch {
        Switch::Type(cases) => cases.iter().find(|(types, _)| scalar::has_type(instance, *types)).map(|(_, edge)| edge),
        Switch::Member { wire_name, cases, other, absent, .. } => Some(match instance.get(wire_name) {
            None => absent,
            Some(value) => {
                cases.iter().find(|(literal, _)| scalar::equals(literal, value)).map_or(other, |(_, edge)| edge)
            }
        }),
        Switch::Absence { names, absent, otherwise } => {
            let has_one = names.iter().any(|wire_name| instance.get(wire_name).is_some());
            Some(if has_one { otherwise } else { absent })
        }
    }
}

/// Returns the branches that the tag selects.
fn branches_left<'t>(tag: &'t Tag, instance: &Node) -> &'t [usize] {
    if !scalar::has_type(instance, TypeSet::OBJECT) {
        return &tag.no_object;
    }
    match instance.get(&tag.wire_name) {
        None => &tag.absent,
        Some(value) => {
            let case = tag.cases.iter().find(|(text, _)| value.as_str() == Some(text));
            case.map_or(&tag.other, |(_, left)| left)
        }
    }
}
