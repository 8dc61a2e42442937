//! A schema → the module of our validators: `is_valid` of a value, `is_valid_slice` of bytes.

use std::collections::{BTreeMap, BTreeSet};

use codegen::emit::{Paths, slice, validators};
use codegen::location::Source;
use codegen::plan::{self, fuse};
use codegen::{SchemaOptions, model_of};
use quote::format_ident;

/// The text of the module, or why the generator refuses the schema.
pub(crate) fn emit(name: &str, schema: String) -> Result<String, String> {
    let source = Source::new(format!("{name}.schema.json"), schema);
    let (model, _) = model_of(&source, &SchemaOptions::new("Root")).map_err(|findings| findings.to_string())?;
    let plan = plan::plan(&model, &BTreeSet::new());
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None };
    let emitted = validators::emit(&model, &plan, &paths);
    let of_values = emitted.fragments.values().flat_map(|fragment| &fragment.items);

    let fused = fuse::fuse(&plan);
    let idents: BTreeMap<_, _> = fused.ids().map(|id| (id, format_ident!("read_{}", id.0))).collect();
    let of_bytes = slice::emit(&fused, &idents).into_values();
    let read = slice::entry(&fused, &idents, fused.entries[&model.roots[0].schema]);
    let file = syn::parse_quote! {
        pub struct Root;
        #(#of_values)*
        pub fn is_valid(value: &serde_json::Value) -> bool {
            Root::is_valid(value)
        }
        mod bytes {
            use codegen_runtime::{
                content, format, members::{Known, Member, Members}, pattern::Pattern, look::Looked, scan::Scanner, tree,
            };
            pub(super) fn read(scanner: &mut Scanner<'_>) -> Option<()> { #read }
            #(#of_bytes)*
        }
        pub fn is_valid_slice(input: &[u8]) -> bool {
            let read = |mut scanner| bytes::read(&mut scanner).and_then(|()| scanner.end());
            codegen_runtime::scan::Scanner::new(input).and_then(read).is_some()
        }
    };
    Ok(prettyplease::unparse(&file))
}
