//! A schema → the module of its validators alone, `Root` with all faces, and what of the runtime it names.

use std::collections::BTreeSet;

use codegen::emit::package::selection;
use codegen::emit::validate::on_value;
use codegen::render::fragment::Paths;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// The validators of a schema.
pub(crate) struct Validators {
    /// The text of the module.
    pub(crate) text: String,
    /// The modules of the runtime that it names.
    pub(crate) runtime: BTreeSet<&'static str>,
}

/// The validators of a schema, or why the generator refuses it.
pub(crate) fn emit(name: &str, schema: String) -> Result<Validators, String> {
    let source = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&source, &SchemaOptions::new("Root")).map_err(|findings| findings.to_string())?;
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None, library: None, has_receiver: false };
    let emitted = on_value::emit(&model, &plan, &paths);
    let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
    let text = prettyplease::unparse(&syn::parse_quote!(pub struct Root; #(#items)*));
    Ok(Validators { text, runtime: selection::used_by(emitted.fragments.values(), &paths.runtime) })
}
