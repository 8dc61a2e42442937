//! A schema → the module of our validators: `is_valid` of a value, `is_valid_slice` of bytes.

use std::collections::BTreeSet;

use codegen::emit::{Paths, validators};
use codegen::location::Source;
use codegen::{SchemaOptions, model_of, plan};

/// The text of the module, or why the generator refuses the schema.
pub(crate) fn emit(name: &str, schema: String) -> Result<String, String> {
    let source = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&source, &SchemaOptions::new("Root")).map_err(|findings| findings.to_string())?;
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None, library: None };
    let emitted = validators::emit(&model, &plan, &paths);
    let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
    let file = syn::parse_quote! {
        pub struct Root;
        #(#items)*
        pub fn is_valid(value: &serde_json::Value) -> bool {
            Root::is_valid(value)
        }
        pub fn is_valid_slice(input: &[u8]) -> bool {
            Root::is_valid_slice(input)
        }
    };
    Ok(prettyplease::unparse(&file))
}
