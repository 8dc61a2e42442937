//! The plan: the checks for each JSON type, cheapest first, from which all validators are made.
//!
//! A [`Node`] is a schema merged with its `allOf` branches and small `$ref` targets, so that an object is walked once, however many schemas
//! describe its members. Equal schemas share a node. Each check keeps the [`Trail`] of its keyword, so that a violation has the evaluation
//! path of the specification [JSON Schema 2020-12 Core §12.3].

mod build;
mod checks;
mod edge;
pub(crate) mod effort;
pub mod evaluated;
mod evaluation;
mod formula;
mod keyword_location;
mod literal;
mod merge;
pub mod message;
mod part;
mod prune;
pub mod recursion;
mod required;
mod share;
pub mod specialize;
pub(crate) mod tag;
mod ways;

use std::collections::BTreeSet;

use crate::model::{Model, SchemaId};

pub use checks::{ArrayPart, Checks, Choice, Contains, InPlace, Member, Node, ObjectPart, Plan, Rest, Switch, Tag};
pub use edge::{Check, Edge, NodeId};
pub use evaluated::Unevaluated;
pub use formula::Presence;
pub use keyword_location::Trail;
pub use literal::Literal;
pub(crate) use share::equal_nodes;

use build::Builder;
use merge::Merged;

/// Plans the validators of all roots and of the `wanted` schemas.
pub fn plan(model: &Model, wanted: &BTreeSet<SchemaId>) -> Plan {
    plan_of(model, model.roots.iter().map(|root| root.schema).chain(wanted.iter().copied()).collect())
}

/// Plans some schemas of a model and all that they reach.
pub fn plan_of(model: &Model, schemas: Vec<SchemaId>) -> Plan {
    let mut built = build(model, schemas);
    prune::drop_idle(&mut built);
    let mut plan = share::share(&built);
    tag::analyze(&mut plan);
    plan
}

/// Plans the schemas and all that they reach, without sharing equal nodes.
fn build(model: &Model, schemas: Vec<SchemaId>) -> Plan {
    let mut builder = Builder::new(model);
    let entries = schemas.into_iter().map(|schema| (schema, builder.node(schema))).collect();
    let mut nodes = Vec::new();
    while let Some(schema) = builder.next() {
        let mut merged = Merged::default();
        merged.add(&mut builder, schema, &Trail::default());
        nodes.push(Node { schema, checks: merged.finish() });
    }
    Plan { nodes, entries }
}
