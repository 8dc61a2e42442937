//! The interpreter of a schema, which needs no compiled code.

use std::collections::BTreeSet;

use codegen::interpret;
use codegen::json;
use codegen::model::Model;
use codegen::plan::{self, NodeId, Plan};
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};

/// The interpreter of a schema, which needs no compiled code.
#[derive(Debug)]
pub struct Interpreter {
    plan: Plan,
    root: NodeId,
}

impl Interpreter {
    /// Returns the interpreter of a schema.
    ///
    /// # Panics
    ///
    /// If the generator refuses the schema.
    pub fn of(name: &str, schema: &str) -> Self {
        let (model, plan) = plan(name, schema);
        Self { root: plan.entries[&model.roots[0].schema], plan }
    }

    /// Returns its verdict on a JSON text; `None` for other texts.
    pub fn is_valid(&self, text: &str) -> Option<bool> {
        let document = json::parse(&Source::new("instance.json", text.to_owned())).ok()?;
        Some(interpret::is_valid(&self.plan, self.root, &document.root))
    }

    /// Returns the number of violations in a JSON text; `None` for other texts.
    pub fn violations(&self, text: &str) -> Option<usize> {
        let document = json::parse(&Source::new("instance.json", text.to_owned())).ok()?;
        Some(interpret::validate(&self.plan, self.root, &document.root).len())
    }
}

/// Returns the model and the plan of a schema.
///
/// # Panics
///
/// If the generator refuses it.
pub fn plan(name: &str, schema: &str) -> (Model, Plan) {
    let source = Source::new(format!("{name}.json"), schema.to_owned());
    let model = model_of(&source, &SchemaOptions::new("Root"));
    let (model, _) = model.unwrap_or_else(|why| panic!("{name} is refused: {why}"));
    let plan = plan::plan(&model, &BTreeSet::new());
    (model, plan)
}
