//! Containment of schemas: a proof is never contradicted, and schemas contain themselves.

mod multiples;
mod reflexive;
mod sound;

use std::sync::Arc;

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::model::{Model, SchemaId};
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};
use support::suite::Group;

/// The environment variable with the number of edits of each schema. If it is set, all schemas are judged; otherwise one in eight.
const EDITS: &str = "EDITS";

/// Returns the number of edits of each schema.
pub(crate) fn edits(default: usize) -> usize {
    std::env::var(EDITS).ok().and_then(|count| count.parse().ok()).unwrap_or(default)
}

/// Returns the schemas that are judged.
pub(crate) fn sample(groups: impl IntoIterator<Item = Group>) -> impl Iterator<Item = Group> {
    let step = if std::env::var_os(EDITS).is_some() { 1 } else { 8 };
    groups.into_iter().step_by(step)
}

/// Returns the model of a text in the dialect of a group; `None` if the generator refuses it.
pub(crate) fn model(group: &Group, text: String) -> Option<(Model, SchemaId)> {
    let model = group.model_of(text).ok()?;
    let root = model.roots[0].schema;
    Some((model, root))
}

fn of(source: &Arc<Source>, options: &SchemaOptions) -> Option<(Model, SchemaId)> {
    let model = model_of(source, options).ok()?.0;
    let root = model.roots[0].schema;
    Some((model, root))
}

/// Returns the model of a schema in the default dialect.
fn plain(text: &str) -> (Model, SchemaId) {
    let options = SchemaOptions {
        format: FormatMeaning::Assertion,
        content: ContentMeaning::Assertion,
        ..SchemaOptions::new("Root")
    };
    of(&Source::new("schema.json", text), &options).unwrap_or_else(|| panic!("{text} is refused"))
}
