//! Validators under stress, and the bodies of the fuzz targets.

use codegen::interpret;
use codegen::json;
use codegen::plan::{NodeId, Plan};
use codegen::source::location::Source;
use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violations;
use serde_json::Value;

pub mod body;
pub mod chain;
pub mod clock;
pub mod kept;
pub mod schema;

/// A generated validator.
#[derive(Debug)]
pub struct Compiled {
    /// The name of the schema.
    pub name: &'static str,
    /// The validator that stops at the first violation.
    pub is_valid: fn(&Value) -> bool,
    /// The validator that collects all violations.
    pub validate: fn(&Value) -> Result<(), Violations>,
    /// The validator on bytes.
    pub is_valid_slice: fn(&[u8]) -> bool,
    /// The validator on bytes that collects all violations.
    pub validate_slice: fn(&[u8]) -> Result<(), Invalid>,
    /// The reader of valid bytes.
    pub from_slice: fn(&[u8]) -> Result<Value, Invalid>,
}

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));

/// Returns the validators of a schema.
///
/// # Panics
///
/// If there is no such schema.
pub fn compiled(name: &str) -> &'static Compiled {
    COMPILED.iter().find(|compiled| compiled.name == name).unwrap_or_else(|| panic!("there is no schema {name}"))
}

/// The interpreter, which needs no compiled code.
#[derive(Debug)]
pub struct Interpreter {
    plan: Plan,
    root: NodeId,
}

impl Interpreter {
    /// Returns the interpreter of a schema.
    pub fn of(name: &str) -> Self {
        let text = schema::all().into_iter().find(|(known, _)| known == name).map(|(_, text)| text).unwrap_or_default();
        let (model, plan) = schema::plan(name, &text);
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
