//! The builder of nodes: an id for each applied schema, and the edges to it.

use std::cell::OnceCell;
use std::collections::{BTreeMap, VecDeque};

use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, SchemaId};
use crate::plan::edge::{Edge, NodeId};
use crate::plan::evaluated::{Evaluated, Parts};
use crate::plan::keyword_location::Trail;
use crate::source::location::Pointer;

/// The maximum number of assertions of a schema that is merged although others refer to it, too.
const SMALL: usize = 24;

/// Counts the references to each schema.
fn referrers(model: &Model) -> BTreeMap<SchemaId, usize> {
    let mut referrers = BTreeMap::new();
    for assertion in model.schemas.iter().flat_map(|schema| &schema.assertions) {
        if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = &assertion.kind {
            *referrers.entry(*target).or_default() += 1;
        }
    }
    referrers
}

/// A keyword of a schema, or a part of its value, with the trail to the schema.
#[derive(Clone, Copy)]
pub(super) struct Keyword<'a> {
    pub(super) schema: SchemaId,
    pub(super) trail: &'a Trail,
    /// The place in the schema.
    pub(super) at: &'a Pointer,
}

impl<'a> Keyword<'a> {
    /// Returns the trail of the keyword itself.
    pub(super) fn own_trail(self) -> Trail {
        self.trail.join(self.at)
    }

    /// Returns another place of the same schema.
    pub(super) fn with(self, at: &'a Pointer) -> Self {
        Self { at, ..self }
    }
}

/// Gives each applied schema a node.
pub(super) struct Builder<'m> {
    pub(super) model: &'m Model,
    /// The number of references to each schema, counted when it is first asked for.
    referrers: OnceCell<BTreeMap<SchemaId, usize>>,
    known: BTreeMap<SchemaId, NodeId>,
    /// The parts that each schema evaluates, computed once per schema.
    pub(super) evaluated: BTreeMap<(Parts, SchemaId), Evaluated>,
    /// The schemas with an id and no node yet, in the order of ids.
    open: VecDeque<SchemaId>,
}

impl<'m> Builder<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            referrers: OnceCell::new(),
            known: BTreeMap::new(),
            evaluated: BTreeMap::new(),
            open: VecDeque::new(),
        }
    }

    /// Takes the next schema without a node.
    pub(super) fn next(&mut self) -> Option<SchemaId> {
        self.open.pop_front()
    }

    /// Returns the id of a schema's node.
    pub(super) fn node(&mut self, schema: SchemaId) -> NodeId {
        let next = NodeId(self.known.len());
        let id = *self.known.entry(schema).or_insert(next);
        if id == next {
            self.open.push_back(schema);
        }
        id
    }

    /// Returns the trail into the subschema `to`.
    pub(super) fn trail(&self, from: Keyword<'_>, to: SchemaId, is_reference: bool) -> Trail {
        from.trail.enter(from.at, self.model.schema(from.schema), self.model.schema(to), is_reference)
    }

    /// Returns the edge to the subschema `to`; a schema that consists of a reference only is skipped.
    pub(super) fn edge(&mut self, from: Keyword<'_>, to: SchemaId) -> Edge {
        let trail = self.trail(from, to, false);
        self.edge_to(trail, to)
    }

    /// Returns the edge of a known trail to a subschema.
    pub(super) fn edge_to(&mut self, mut trail: Trail, mut schema: SchemaId) -> Edge {
        let mut steps = 0;
        while let [Assertion { keyword, kind: AssertionKind::InPlace(InPlaceKeyword::Ref(target)), .. }] =
            self.model.schema(schema).assertions.as_slice()
        {
            // `check` has refused references that only lead to each other.
            steps += 1;
            if steps > self.model.schemas.len() {
                break;
            }
            let at = Pointer::root().join(keyword);
            trail = self.trail(Keyword { schema, trail: &trail, at: &at }, *target, true);
            schema = *target;
        }
        Edge { trail, node: self.node(schema) }
    }

    /// Returns the edge to a subschema unless that accepts every instance.
    pub(super) fn edge_unless_true(&mut self, from: Keyword<'_>, to: SchemaId) -> Option<Edge> {
        let is_true = self.model.schema(to).assertions.is_empty();
        (!is_true).then(|| self.edge(from, to))
    }

    /// Returns true if the target of a reference should be merged rather than called.
    pub(super) fn is_worth_merging(&self, target: SchemaId) -> bool {
        let weight = |assertion: &Assertion| 1 + assertion.kind.applied().ids().len();
        let weight: usize = self.model.schema(target).assertions.iter().map(weight).sum();
        weight <= SMALL || self.referrers.get_or_init(|| referrers(self.model)).get(&target) == Some(&1)
    }
}
