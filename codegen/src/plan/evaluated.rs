//! Evaluated parts of an instance, which `unevaluatedProperties` and `unevaluatedItems` skip.
//!
//! A part is evaluated if a keyword beside it describes it, or a schema that is applied in place and accepts the instance [JSON Schema
//! 2020-12 Core §11]. This is expressed as a decision on the part's name or index, with the verdicts of other schemas as conditions. So no
//! validator collects annotations, and without conditions the set is known statically.

use crate::pattern;
use crate::pattern::matching::Pattern;
use crate::plan::edge::Edge;

/// `unevaluatedProperties` or `unevaluatedItems`, if the instance decides which parts are evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unevaluated {
    /// The kind of parts.
    pub parts: Parts,
    /// The schema for each part that is not evaluated.
    pub edge: Edge,
    /// The evaluated parts.
    pub evaluated: Evaluated,
}

/// The kind of an instance's parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parts {
    /// The members of an object.
    Members,
    /// The elements of an array.
    Elements,
}

/// The evaluated parts: the union of all fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evaluated {
    /// True for all parts; the other fields are empty then.
    pub all: bool,
    /// Members with these names.
    pub names: Vec<String>,
    /// Members with matching names.
    pub patterns: Vec<Pattern>,
    /// The number of first elements.
    pub first: usize,
    /// Elements that a schema accepts.
    pub contained: Vec<Edge>,
    /// Further parts, depending on the instance.
    pub when: Vec<When>,
}

/// Parts that are evaluated under a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// The condition.
    pub condition: Condition,
    /// The parts if it holds.
    pub then: Evaluated,
    /// The parts if it does not hold.
    pub otherwise: Evaluated,
}

/// A condition on the whole instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// The node accepts the instance.
    Accepts(Edge),
    /// The object has a member with that name.
    Has(String),
}

impl When {
    /// Returns true if nothing is evaluated either way.
    fn is_idle(&self) -> bool {
        self.then == Evaluated::default() && self.otherwise == Evaluated::default()
    }
}

impl Unevaluated {
    /// Returns all edges.
    pub fn edges(&self) -> Vec<&Edge> {
        let mut edges = vec![&self.edge];
        self.evaluated.collect(&mut edges);
        edges
    }

    pub(crate) fn edges_mut(&mut self) -> Vec<&mut Edge> {
        let mut edges = vec![&mut self.edge];
        self.evaluated.collect_mut(&mut edges);
        edges
    }
}

impl Evaluated {
    /// Returns true if the set does not depend on the instance.
    pub fn is_static(&self) -> bool {
        self.when.is_empty() && self.contained.is_empty()
    }

    /// Resolves the conditions that are known to hold or not.
    pub(super) fn decided(&self, holds: &impl Fn(&Condition) -> Option<bool>) -> Self {
        let mut found = Self { when: Vec::new(), ..self.clone() };
        for When { condition, then, otherwise } in &self.when {
            let (then, otherwise) = (then.decided(holds), otherwise.decided(holds));
            match holds(condition) {
                Some(true) => found.join(then),
                Some(false) => found.join(otherwise),
                None => found.when.push(When { condition: condition.clone(), then, otherwise }),
            }
        }
        found.settle();
        found
    }

    /// Returns the conditions, including nested ones.
    pub(super) fn conditions(&self) -> Vec<&Condition> {
        let mut found = Vec::new();
        for when in &self.when {
            found.push(&when.condition);
            found.extend(when.then.conditions());
            found.extend(when.otherwise.conditions());
        }
        found
    }

    pub(super) fn join(&mut self, other: Self) {
        self.all |= other.all;
        add_new(&mut self.names, other.names);
        add_new(&mut self.patterns, other.patterns);
        self.first = self.first.max(other.first);
        add_new(&mut self.contained, other.contained);
        add_new(&mut self.when, other.when);
    }

    /// Returns a subset of the intersection that is easy to compute.
    pub(super) fn intersection(&self, other: &Self) -> Self {
        if self.all {
            return other.clone();
        }
        if other.all {
            return self.clone();
        }
        Self {
            all: false,
            names: self.names.iter().filter(|wire_name| other.has(wire_name)).cloned().collect(),
            patterns: self.patterns.iter().filter(|pattern| other.patterns.contains(pattern)).cloned().collect(),
            first: self.first.min(other.first),
            contained: self.contained.iter().filter(|edge| other.contained.contains(edge)).cloned().collect(),
            when: self.when.iter().filter(|when| other.when.contains(when)).cloned().collect(),
        }
    }

    /// Removes duplicates.
    pub(super) fn settle(&mut self) {
        let when = std::mem::take(&mut self.when);
        for mut when in when {
            when.then.subtract(self);
            when.otherwise.subtract(self);
            if !when.is_idle() {
                add_new(&mut self.when, [when]);
            }
        }
        if self.all {
            *self = Self { all: true, ..Self::default() };
        }
    }

    /// Removes parts that are evaluated anyway.
    fn subtract(&mut self, known: &Self) {
        if known.all {
            *self = Self::default();
        }
        self.names.retain(|wire_name| !known.has(wire_name));
        self.patterns.retain(|pattern| !known.patterns.contains(pattern));
        self.contained.retain(|edge| !known.contained.contains(edge));
        if self.first <= known.first {
            self.first = 0;
        }
        for when in &mut self.when {
            when.then.subtract(known);
            when.otherwise.subtract(known);
        }
        self.when.retain(|when| !when.is_idle());
    }

    fn has(&self, wire_name: &str) -> bool {
        let is_match = |regex: &Pattern| pattern::is_match(regex, wire_name);
        self.names.iter().any(|known| known == wire_name) || self.patterns.iter().any(is_match)
    }

    fn collect<'e>(&'e self, edges: &mut Vec<&'e Edge>) {
        edges.extend(&self.contained);
        for when in &self.when {
            if let Condition::Accepts(edge) = &when.condition {
                edges.push(edge);
            }
            when.then.collect(edges);
            when.otherwise.collect(edges);
        }
    }

    fn collect_mut<'e>(&'e mut self, edges: &mut Vec<&'e mut Edge>) {
        edges.extend(&mut self.contained);
        for when in &mut self.when {
            if let Condition::Accepts(edge) = &mut when.condition {
                edges.push(edge);
            }
            when.then.collect_mut(edges);
            when.otherwise.collect_mut(edges);
        }
    }
}

pub(super) fn add_new<T: PartialEq>(known: &mut Vec<T>, found: impl IntoIterator<Item = T>) {
    for found in found {
        if !known.contains(&found) {
            known.push(found);
        }
    }
}
