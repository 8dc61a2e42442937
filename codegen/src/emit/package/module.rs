//! One documented schema as one self-contained module: its type, its validator, and the runtime inside of it.

use quote::quote;

use crate::model::Model;
use crate::render::{self, RustFile};

use crate::emit::package::selection;
use crate::emit::payload::{self, Texts};
use crate::emit::runtime;
use crate::render::fragment::{Fragment, Fragments, Paths};

/// Where the runtime of a single module stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimePlace {
    /// In the module itself, as `mod runtime`.
    Inlined,
    /// Elsewhere, by its path: `crate::runtime`.
    At(String),
}

impl RuntimePlace {
    /// How the emitters name what stands elsewhere.
    pub fn paths(&self) -> Paths {
        let runtime = match self {
            Self::Inlined => "self::runtime".to_owned(),
            Self::At(path) => path.clone(),
        };
        Paths { runtime, shared: None, library: None, has_receiver: false }
    }
}

/// The module's text.
pub fn emit(model: &Model, types: &Fragments, validators: &Fragments, place: &RuntimePlace) -> String {
    let mut fragment = Fragment::default();
    for part in types.values() {
        fragment.add(part.clone());
    }
    for root in &model.roots {
        fragment.items.extend(payload::emit(root, Texts::Literal));
    }
    for part in validators.values() {
        fragment.add(part.clone());
    }
    let origin = model.roots.first().map_or("schemas", |root| root.document.source.path());
    let mut file = RustFile { fragment, ..RustFile::new(origin) };
    if *place == RuntimePlace::Inlined {
        let modules = runtime::inline(&selection::used_by([&file.fragment], "runtime"));
        if !modules.is_empty() {
            file.fragment.items.extend(render::items(&quote! {
                #[allow(dead_code, missing_docs, unreachable_pub)]
                mod runtime { #(#modules)* }
            }));
        }
    }
    file.to_text()
}
