//! A single documented schema as a self-contained module: its type, its validators, and the runtime.

use std::collections::BTreeMap;

use quote::quote;
use syn::{Item, parse_quote};

use crate::model::Model;
use crate::plan::Plan;
use crate::render::{self, RustFile};

use crate::emit::macros::DOCUMENTED;
use crate::emit::package::selection;
use crate::emit::payload::{self, Texts};
use crate::emit::runtime;
use crate::emit::validate::checks::{self, CHECKS, Calls, Validators};
use crate::render::fragment::{Fragment, Fragments, Owner, Paths, from_inside};

/// The place of the runtime for a single module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimePlace {
    /// Inside the module, as `mod runtime`.
    Inlined,
    /// Elsewhere, at a path: `crate::runtime`.
    At(String),
}

impl RuntimePlace {
    /// Returns the paths in emitted code.
    pub fn paths(&self) -> Paths {
        let runtime = match self {
            Self::Inlined => "self::runtime".to_owned(),
            Self::At(path) => path.clone(),
        };
        Paths { runtime, shared: None, library: None }
    }
}

/// Emits the text of the module.
pub fn emit(model: &Model, types: Fragments, validators: &Validators<'_>, place: &RuntimePlace) -> String {
    let is_deprecated = model.deprecates();
    let mut fragment = Fragment::default();
    for mut part in types.into_values() {
        for item in &mut part.items {
            allow_large_variants(item);
            if is_deprecated {
                allow_deprecated(item);
            }
        }
        fragment.add(part);
    }
    let documented = place.paths().macro_of(DOCUMENTED);
    fragment.add(checked(model, validators, place, Texts::Literal, documented));
    let origin = model.roots.first().map_or("schemas", |root| root.document.source.path());
    let mut file = RustFile { fragment, ..RustFile::new(origin) };
    if *place == RuntimePlace::Inlined {
        // Modules are copied as a whole, and a validator seldom uses all of their items.
        let modules = runtime::inline(&selection::used_by([&file.fragment], "runtime"));
        file.fragment.items.extend(render::items(&quote! {
            #[allow(dead_code, missing_docs, unreachable_pub)] // copied modules are whole
            mod runtime { #(#modules)* }
        }));
    }
    file.into_text()
}

/// Allows variants of any size in a union: a module has no manifest with the lints of a crate. A `Box` by size would break law 6: an added
/// member could change the type of its variant.
fn allow_large_variants(item: &mut Item) {
    if let Item::Enum(it) = item
        && it.variants.iter().filter(|variant| !variant.fields.is_empty()).count() > 1
    {
        it.attrs.push(parse_quote!(#[allow(clippy::large_enum_variant)])); // a module has no manifest with lints
    }
}

/// Allows an implementation to use what the schema deprecates: a module that is included has no attributes of its own.
fn allow_deprecated(item: &mut Item) {
    if let Item::Impl(it) = item {
        it.attrs.push(parse_quote!(#[allow(deprecated)])); // it uses every member
    }
}

/// Emits the validators of a model's documented schema, for a type with its name beside them.
pub fn validators(model: &Model, plan: &Plan, place: &RuntimePlace) -> Vec<Item> {
    let paths = place.paths();
    let documented = paths.macro_of(DOCUMENTED);
    let fragment = checked(model, &Validators::new(model, plan, &paths), place, Texts::Omitted, documented);
    let uses = render::imports(&fragment.uses, &BTreeMap::new()).into_iter().flatten();
    uses.chain(fragment.items).collect()
}

/// Emits the items of a documented type: its texts, its methods and the module of its validators. `documented` is the path of the macro.
fn checked(
    model: &Model,
    validators: &Validators<'_>,
    place: &RuntimePlace,
    texts: Texts<'_>,
    documented: String,
) -> Fragment {
    let runtime = place.paths().runtime;
    let mut fragment = Fragment::default();
    fragment.uses.extend([payload::module(&runtime), documented]);
    let checks: syn::Path = syn::parse_str(CHECKS).expect("it is a name");
    for (index, root) in model.roots.iter().enumerate() {
        fragment.items.push(payload::emit(root, texts, None, &checks));
        let (file, _) = validators.file(Owner::Root(index), &Calls::default());
        let uses = file.uses.iter().map(|path| from_inside(path)).collect();
        let uses = render::imports(&uses, &BTreeMap::new()).into_iter().flatten();
        let (allowed, items) = (checks::allowed(), &file.items);
        fragment.items.push(parse_quote! {
            #[#allowed]
            mod checks {
                #(#uses)*
                #(#items)*
            }
        });
    }
    fragment
}
