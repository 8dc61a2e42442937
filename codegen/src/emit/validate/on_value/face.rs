//! The functions that integrators call: `is_valid` and `validate`, on a value and on bytes.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::wording::code;
use crate::model::{Role, Root};
use crate::render::fragment::Paths;

/// What the functions of one type call.
pub(super) struct Face<'e> {
    /// The module of the validator, its function, and the one that only answers yes or no.
    pub(super) validator: (TokenStream, &'e Ident, Ident),
    /// The reader.
    pub(super) reader: &'e TokenStream,
}

/// `impl TicketSold { is_valid, validate, is_valid_slice, validate_slice }`
pub(super) fn emit(root: &Root, face: &Face<'_>, paths: &Paths) -> TokenStream {
    let ident = format_ident!("{}", root.ident);
    let Face { validator: (module, function, entry), reader } = face;
    let runtime: TokenStream = paths.runtime.parse().expect("a path is tokens");
    let name = code(&root.wire_name);
    let is_valid = format!(" Whether a value is what the schema of {name} asks for.");
    let validate = format!(" Every way in which a value is not what the schema of {name} asks for.");
    let is_valid_slice = format!(" Whether bytes are a JSON text [RFC 8259], and what the schema of {name} asks for.");
    let validate_slice = format!(" Every way in which bytes are not a JSON text that the schema of {name} asks for.");
    let example = example(&root.ident, paths);
    quote! {
        impl #ident {
            #[doc = #is_valid]
            ///
            /// This stops at the first violation; [`validate`](Self::validate) names them all. The verdicts are the same.
            #[must_use]
            pub fn is_valid(value: &serde_json::Value) -> bool {
                #module::#entry(value)
            }

            #[doc = #validate]
            ///
            /// # Errors
            ///
            /// All violations, each with its place in the value and in the schema, and never a part of the value.
            pub fn validate(value: &serde_json::Value) -> Result<(), #runtime::validate::violation::Violations> {
                #runtime::validate::report::validate(value, #module::#entry, |tree, at| #module::#function(tree, at))
            }

            #[doc = #is_valid_slice]
            ///
            /// One pass decides, without a tree. Numbers are taken as they are written, whatever their size. A text is refused too when
            /// an object has two members of the same name, or when it nests to more than 128 levels.
            /// [`validate_slice`](Self::validate_slice) says why; the verdicts are the same.
            #[must_use]
            pub fn is_valid_slice(input: &[u8]) -> bool {
                #runtime::validate::invalid::is_valid(input, #reader)
            }

            #[doc = #validate_slice]
            ///
            /// # Errors
            ///
            /// The first place at which the bytes are no JSON text that is accepted, or else all violations, as
            /// [`validate`](Self::validate) gives them.
            #(#[doc = #example])*
            pub fn validate_slice(input: &[u8]) -> Result<(), #runtime::validate::invalid::Invalid> {
                #runtime::validate::invalid::validate(input, #reader, |tree, at| #module::#function(tree, at))
            }
        }
    }
}

/// How the receiver calls the validators of what is delivered.
pub(super) fn documented(root: &Root, face: &Face<'_>, paths: &Paths) -> Option<TokenStream> {
    let ident = format_ident!("{}", root.ident);
    let Face { validator: (module, function, _), reader } = face;
    let runtime: TokenStream = paths.runtime.parse().expect("a path is tokens");
    let path = root.document.source.path();
    let is_delivered = paths.has_receiver && matches!(root.role, Role::Event | Role::Envelope);
    is_delivered.then(|| {
        quote! {
            impl #runtime::validate::documented::Documented for #ident {
                const SCHEMA_PATH: &'static str = #path;
                const READER: #runtime::text::scanner::Reader = #reader;

                fn collect<'v, 't>(
                    instance: &'v #runtime::text::tree::Tree<'t>,
                    at: #runtime::validate::report::Collect<'v, 't>,
                ) -> Result<(), #runtime::validate::report::Stop> {
                    #module::#function(instance, at)
                }
            }
        }
    })
}

/// An example, where it is known what the crate is called.
fn example(ident: &str, paths: &Paths) -> Vec<String> {
    let Some(library) = &paths.library else { return Vec::new() };
    let text = format!(
        "
# Examples

```
use {library}::{{Invalid, {ident}}};

match {ident}::validate_slice(b\"[1, 2\") {{
    Ok(()) => println!(\"valid\"),
    Err(Invalid::NotJson(error)) => println!(\"no JSON at byte {{}}: {{error}}\", error.offset),
    Err(Invalid::Schema(violations)) => println!(\"{{violations}}\"),
    Err(other) => println!(\"{{other}}\"),
}}
```"
    );
    text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect()
}
