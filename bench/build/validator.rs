//! A schema → the module of its validators alone, with `Root` and the runtime modules that it names.

use std::collections::BTreeSet;

use codegen::emit::package::module::{self, RuntimePlace};
use codegen::emit::package::selection;
use codegen::render::RustFile;
use codegen::render::fragment::Fragment;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// The validators of a schema.
pub(crate) struct Validators {
    /// The text of the module.
    pub(crate) text: String,
    /// The runtime modules that it names.
    pub(crate) runtime: BTreeSet<&'static str>,
}

/// Returns the validators of a schema, or the reason why the generator refuses it.
pub(crate) fn emit(name: &str, schema: String) -> Result<Validators, String> {
    let source = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&source, &SchemaOptions::new("Root")).map_err(|findings| findings.to_string())?;
    let plan = plan::plan(&model, &BTreeSet::new());
    let place = RuntimePlace::At("codegen_runtime".to_owned());
    let items = module::validators(&model, &plan, &place);
    let root = syn::parse_quote!(
        #[derive(serde::Deserialize)]
        pub struct Root(pub serde_json::Value);
    );
    let mut fragment = Fragment { items, ..Fragment::default() };
    let runtime = selection::used_by([&fragment], &place.paths().runtime);
    fragment.items.splice(0..0, [root]);
    Ok(Validators { text: RustFile { fragment, ..RustFile::default() }.into_body(), runtime })
}
