//! A schema → the module of its validators alone: `Root` with all faces.

use std::collections::BTreeSet;

use codegen::emit::{Paths, validators};
use codegen::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// The text of the module, or why the generator refuses the schema.
pub(crate) fn emit(name: &str, schema: String) -> Result<String, String> {
    let source = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&source, &SchemaOptions::new("Root")).map_err(|findings| findings.to_string())?;
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None, library: None, has_receiver: false };
    let emitted = validators::emit(&model, &plan, &paths);
    let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
    Ok(prettyplease::unparse(&syn::parse_quote!(pub struct Root; #(#items)*)))
}
