//! Which parts of an instance are evaluated: what `unevaluatedProperties` and `unevaluatedItems` leave alone.
//!
//! A part is evaluated when a keyword beside, or a schema that is applied in place and accepts the instance, speaks of it [JSON Schema
//! 2020-12 Core §11]. That is said here as a decision over the part's name or index, with the acceptance of other schemas as
//! conditions: no face has to collect annotations, and where there are no conditions, it is a set of names that is known beforehand.

use crate::pattern;
use crate::pattern::matching::Pattern;
use crate::plan::edge::Edge;

/// What `unevaluatedProperties` or `unevaluatedItems` asks, where the instance decides which parts are evaluated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unevaluated {
    /// What it speaks of.
    pub parts: Parts,
    /// What is applied to each part that is not evaluated.
    pub edge: Edge,
    /// The parts that are.
    pub evaluated: Evaluated,
}

/// What an instance consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Parts {
    /// The members of an object.
    Members,
    /// The elements of an array.
    Elements,
}

/// The parts that are evaluated: those that one of the fields says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evaluated {
    /// All parts; then the other fields are empty.
    pub all: bool,
    /// Members of these names.
    pub names: Vec<String>,
    /// Members whose name matches.
    pub patterns: Vec<Pattern>,
    /// So many elements at the beginning.
    pub first: usize,
    /// Elements that are accepted.
    pub contained: Vec<Edge>,
    /// What else is evaluated, depending on the instance.
    pub when: Vec<When>,
}

/// What is evaluated depending on a condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// The condition.
    pub condition: Condition,
    /// If it holds.
    pub then: Evaluated,
    /// If it does not hold.
    pub otherwise: Evaluated,
}

/// A condition on the whole instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Condition {
    /// The node accepts the instance.
    Accepts(Edge),
    /// The object has a member of that name.
    Has(String),
}

impl When {
    /// Whether nothing is evaluated either way.
    fn is_idle(&self) -> bool {
        self.then == Evaluated::default() && self.otherwise == Evaluated::default()
    }
}

impl Unevaluated {
    /// All edges.
    pub fn edges(&self) -> Vec<&Edge> {
        let mut edges = vec![&self.edge];
        self.evaluated.collect(&mut edges);
        edges
    }

    pub(super) fn edges_mut(&mut self) -> Vec<&mut Edge> {
        let mut edges = vec![&mut self.edge];
        self.evaluated.collect_mut(&mut edges);
        edges
    }
}

impl Evaluated {
    /// Whether it is known for every name and index, whatever the instance is.
    pub fn is_static(&self) -> bool {
        self.when.is_empty() && self.contained.is_empty()
    }

    /// The same where some conditions are known to hold or not to hold.
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

    /// The conditions, also those of which only some cases ask.
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

    /// What both evaluate, so far as this is easily seen.
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

    /// Drops what is said twice.
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

    /// Drops what is evaluated anyway.
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
