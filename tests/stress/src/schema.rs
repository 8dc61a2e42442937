//! The schemas: a file each, and chains. For the build script and the tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::model::Model;
use codegen::plan;
use codegen::plan::Plan;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};

use super::chain::{FAMILIES, LEVELS};

/// Returns the names and the texts of all schemas.
pub fn all() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let entries = fs::read_dir(folder).expect("the schemas are there").filter_map(Result::ok);
    let mut schemas: Vec<(String, String)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().to_str()?.strip_suffix(".json")?.to_owned();
            Some((name, fs::read_to_string(entry.path()).ok()?))
        })
        .collect();
    for levels in LEVELS {
        schemas.extend(FAMILIES.iter().map(|family| (family.schema_name(levels), family.schema(levels))));
    }
    schemas.sort();
    schemas
}

/// Returns the model and the plan of a schema.
///
/// # Panics
///
/// If the generator refuses it, which no schema here causes.
pub fn plan(name: &str, text: &str) -> (Model, Plan) {
    let source = Source::new(format!("{name}.json"), text.to_owned());
    let model = model_of(&source, &SchemaOptions::new("Root"));
    let (model, _) = model.unwrap_or_else(|why| panic!("{name} is refused: {why}"));
    let plan = plan::plan(&model, &BTreeSet::new());
    (model, plan)
}
