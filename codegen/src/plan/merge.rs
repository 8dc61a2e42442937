//! Merges a schema, its `allOf` branches and the targets of its references into one set of checks.

use std::collections::BTreeSet;

use crate::model::{ArrayKeyword, Assertion, AssertionKind, InPlaceKeyword, ObjectKeyword, SchemaId};
use crate::plan::build::{Builder, Keyword};
use crate::plan::checks::{Checks, Choice, InPlace};
use crate::plan::edge::Check;
use crate::plan::evaluated::{Evaluated, Parts, Unevaluated};
use crate::plan::keyword_location::Trail;
use crate::plan::literal::Literal;
use crate::plan::part::{ArrayScope, ObjectScope};
use crate::source::location::Pointer;

/// The number of a node's assertions beyond which references are called instead of merged.
const LARGE: usize = 512;
/// The maximum depth of merged references.
const DEEP: usize = 32;

/// The checks under construction.
#[derive(Default)]
pub(super) struct Merged {
    checks: Checks,
    arrays: Vec<ArrayScope>,
    objects: Vec<ObjectScope>,
    /// The merged schemas: one that applies to the same instance in several ways is merged and reported once.
    schemas: BTreeSet<SchemaId>,
    /// The number of references on the way to the current schema.
    depth: usize,
    size: usize,
}

impl Merged {
    /// Merges the schema at the end of the trail.
    pub(super) fn add(&mut self, builder: &mut Builder<'_>, schema: SchemaId, trail: &Trail) {
        if !self.schemas.insert(schema) {
            return;
        }
        let assertions = &builder.model.schema(schema).assertions;
        self.size += assertions.len();
        self.arrays.extend(ArrayScope::new(builder, schema, trail));
        self.objects.extend(ObjectScope::new(builder, schema, trail));
        for assertion in assertions {
            let at = Pointer::root().join(assertion.keyword);
            self.add_assertion(builder, Keyword { schema, trail, at: &at }, assertion);
        }
    }

    fn add_assertion(&mut self, builder: &mut Builder<'_>, keyword: Keyword<'_>, assertion: &Assertion) {
        let checks = &mut self.checks;
        let trail = keyword.own_trail();
        match &assertion.kind {
            AssertionKind::Never => checks.never.push(keyword.trail.clone()),
            AssertionKind::Type(types) => checks.types.push(Check { trail, asks: *types }),
            AssertionKind::Enum(values) => {
                checks.values.push(Check { trail, asks: values.iter().map(Literal::from).collect() });
            }
            AssertionKind::Const(value) => {
                checks.values.push(Check { trail, asks: vec![Literal::from(value)] });
            }
            AssertionKind::Leaf(leaf) if leaf.is_idle() => {}
            AssertionKind::Leaf(leaf) => checks.leaves.push(Check { trail, asks: leaf.clone() }),
            // The other keywords of arrays and of objects are read together.
            AssertionKind::Array(kind) => {
                if let ArrayKeyword::UnevaluatedItems(applied) = kind {
                    self.add_unevaluated(builder, keyword, Parts::Elements, *applied);
                }
            }
            AssertionKind::Object(kind) => {
                if let ObjectKeyword::UnevaluatedProperties(applied) = kind {
                    self.add_unevaluated(builder, keyword, Parts::Members, *applied);
                }
            }
            AssertionKind::InPlace(kind) => self.add_in_place(builder, keyword, kind),
        }
    }

    fn add_in_place(&mut self, builder: &mut Builder<'_>, keyword: Keyword<'_>, kind: &InPlaceKeyword) {
        let at = keyword.at;
        let check = match kind {
            InPlaceKeyword::Ref(target) => return self.add_reference(builder, keyword, *target),
            InPlaceKeyword::AllOf(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    let trail = builder.trail(keyword.with(&at.join(index)), *branch, false);
                    self.add(builder, *branch, &trail);
                }
                return;
            }
            InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches) => {
                let only_one = matches!(kind, InPlaceKeyword::OneOf(_));
                let branches = branches.iter().enumerate();
                let edges = branches.map(|(index, branch)| builder.edge(keyword.with(&at.join(index)), *branch));
                InPlace::Choice(Choice {
                    trail: keyword.own_trail(),
                    branches: edges.collect(),
                    only_one,
                    tag: None,
                    required: Vec::new(),
                })
            }
            InPlaceKeyword::Not(refused) => InPlace::Not(builder.edge(keyword, *refused)),
            InPlaceKeyword::If { condition, then, else_ } => {
                let mut beside = |name: &str, branch: Option<SchemaId>| {
                    builder.edge_unless_true(keyword.with(&Pointer::root().join(name)), branch?)
                };
                let (then, otherwise) = (beside("then", *then), beside("else", *else_));
                if then.is_none() && otherwise.is_none() {
                    return;
                }
                InPlace::If { condition: builder.edge(keyword, *condition), then, otherwise }
            }
        };
        self.checks.in_place.push(check);
    }

    /// Applies a schema to unevaluated parts as to unnamed ones, if they are known statically.
    fn add_unevaluated(&mut self, builder: &mut Builder<'_>, keyword: Keyword<'_>, parts: Parts, applied: SchemaId) {
        let Some(edge) = builder.edge_unless_true(keyword, applied) else { return };
        let evaluated = Evaluated::beside(builder, parts, keyword.schema);
        if evaluated.all {
            return;
        }
        if !evaluated.is_static() {
            self.checks.in_place.push(InPlace::Unevaluated(Unevaluated { parts, edge, evaluated }));
            return;
        }
        match parts {
            Parts::Members => self.objects.push(ObjectScope::of_rest(evaluated.names, evaluated.patterns, edge)),
            Parts::Elements => self.arrays.push(ArrayScope::of_rest(evaluated.first, edge)),
        }
    }

    fn add_reference(&mut self, builder: &mut Builder<'_>, keyword: Keyword<'_>, target: SchemaId) {
        let trail = builder.trail(keyword, target, true);
        let has_room = self.size < LARGE && self.depth < DEEP;
        if self.schemas.contains(&target) || has_room && builder.is_worth_merging(target) {
            self.depth += 1;
            self.add(builder, target, &trail);
            self.depth -= 1;
        } else {
            let edge = builder.edge_to(trail, target);
            let is_applied = |check: &InPlace| matches!(check, InPlace::All(known) if known.node == edge.node);
            if !self.checks.in_place.iter().any(is_applied) {
                self.checks.in_place.push(InPlace::All(edge));
            }
        }
    }

    /// Returns all checks, cheapest first.
    pub(super) fn finish(self) -> Checks {
        let mut checks = self.checks;
        checks.sort_leaves();
        checks.in_place.sort_by_key(in_place_cost);
        checks.array = crate::plan::part::array(self.arrays);
        checks.object = crate::plan::part::object(self.objects);
        checks
    }
}

fn in_place_cost(check: &InPlace) -> usize {
    match check {
        InPlace::All(_) => 0,
        InPlace::Not(_) => 1,
        InPlace::If { .. } => 2,
        InPlace::Choice(_) => 3,
        InPlace::Unevaluated(_) | InPlace::Switch(_) => 4,
    }
}
