//! The Rust of the generated crate before rendering: every file, the copied modules of the runtime, features and dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use quote::{ToTokens as _, quote};
use syn::{Item, Visibility, parse_quote};

use crate::catalog;
use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, Role, Root};
use crate::render::RustFile;

use crate::emit::event_features::{self, EventFeatures};
use crate::emit::package::dependency::Dependency;
use crate::emit::package::feature::{self, Feature};
use crate::emit::package::input::Input;
use crate::emit::package::{manifest, selection};
use crate::emit::payload::{self, Texts, ident};
use crate::emit::types::Shapes;
use crate::emit::validate::checks::{self, CHECKS};
use crate::emit::wording::code;
use crate::emit::{events, layout, receiver, runtime};
use crate::render::fragment::{Fragment, Fragments, Owner, Paths};

/// The Rust of a crate before rendering.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The emitted files by path: `src/lib.rs`.
    pub files: BTreeMap<String, RustFile>,
    /// The files of validators, which are written already.
    pub checks: Vec<Written>,
    /// The copied modules of the runtime: `value/decimal`.
    pub runtime: BTreeSet<&'static str>,
    /// The features in the order of the manifest.
    pub features: Vec<&'static Feature>,
    /// The features of events.
    pub event_features: Vec<String>,
    /// The unconditional dependencies in the order of the manifest.
    pub dependencies: Vec<Dependency>,
    /// The modules of the runtime that the emitted files name.
    pub used: BTreeSet<&'static str>,
    /// True if the receiver reads a smaller envelope than the documented one.
    pub has_lean_envelope: bool,
    /// True if there are files of documents that others refer to.
    pub has_documents: bool,
}

/// A file of validators.
#[derive(Clone, Debug)]
pub struct Written {
    path: String,
    text: String,
    /// The modules of the runtime that it names.
    runtime: BTreeSet<&'static str>,
}

/// Puts the crate together from the output of the emitters, without validators. The front page is not part of it.
pub fn sources(input: Input<'_>, types: Fragments) -> Sources {
    let (receiver, beside) = receiver::emit(input.model, input.catalog, input.shapes, &types, input.event_features);
    let has_lean_envelope = !beside.is_empty();
    let has_documents = types.keys().any(|owner| matches!(owner, Owner::Document(_)));
    let mut files = schema_files(input, types, beside);
    files.extend(receiver);
    let event = events::emit(input.model, input.catalog, input.event_features);
    files.extend(event.map(|file| ("src/event.rs".to_owned(), file)));
    let paths = layout::paths(input.catalog);
    let used = selection::used_by(files.values().map(|file| &file.fragment), &paths.runtime);
    let event_features = input.event_features.manifest().into_iter().map(|(name, _)| name).collect();
    let mut sources = Sources { files, event_features, used, has_lean_envelope, has_documents, ..Sources::default() };
    sources.complete(input);
    sources
}

impl Sources {
    /// Adds the validators, and what they need of the runtime.
    pub fn add_checks(&mut self, input: Input<'_>, checks: Vec<Written>) {
        self.checks = checks;
        self.complete(input);
    }

    /// Decides what follows from the files: the copied modules, features and dependencies, and the files that list modules.
    fn complete(&mut self, input: Input<'_>) {
        let mut used = self.used.clone();
        used.extend(self.checks.iter().flat_map(|file| &file.runtime));
        self.features = feature::of(&runtime::modules(&used));
        used.extend(self.features.iter().flat_map(|feature| feature.modules));
        let packages = runtime::packages(&used);
        self.dependencies =
            manifest::dependencies(&manifest::Needs { packages, fractions: has_fractions(input.model) });
        self.runtime = runtime::modules(&used);
        let library = library(input, &self.runtime, self.has_lean_envelope, self.has_documents);
        self.files.insert("src/lib.rs".to_owned(), library);
        if !self.runtime.is_empty() {
            self.files.insert("src/runtime.rs".to_owned(), runtime_root(&self.runtime));
        }
        let conditional = Rc::new(input.event_features.modules());
        for file in self.files.values_mut() {
            file.conditional = Rc::clone(&conditional);
        }
    }
}

/// Decides the features of a catalogue's events.
pub fn event_features(model: &Model, catalog: &catalog::Catalog, shapes: &Shapes) -> EventFeatures {
    let taken: Vec<&str> = feature::FEATURES.iter().map(|feature| feature.name).collect();
    EventFeatures::of(model, catalog, shapes, &taken)
}

/// Returns the file of each documented schema, and of shared items: types first, then their items, then validators.
fn schema_files(input: Input<'_>, mut types: Fragments, mut beside: Fragments) -> BTreeMap<String, RustFile> {
    let paths = layout::paths(input.catalog);
    let documents_modules = layout::documents(input.model);
    let documents: Vec<(usize, &String)> = documents_modules
        .iter()
        .enumerate()
        .filter(|(index, _)| types.contains_key(&Owner::Document(*index)))
        .collect();
    let paths_of_documents: BTreeSet<&str> = input.model.schemas.iter().map(|it| it.place.source.path()).collect();
    let mut paths_of_modules = BTreeMap::new();
    for path in paths_of_documents {
        paths_of_modules.entry(layout::document_module(path)).or_insert(path);
    }
    let of_documents = documents.iter().map(|(index, _)| Owner::Document(*index));
    let owners = (0..input.model.roots.len()).map(Owner::Root).chain(of_documents).chain([Owner::Shared]);
    let mut files = BTreeMap::new();
    for owner in owners {
        let path = layout::file(input.model, &documents_modules, owner);
        let mut file = match owner {
            Owner::Root(index) => {
                let root = &input.model.roots[index];
                RustFile {
                    docs: events::module_docs(root),
                    ..RustFile::new(layout::origin(root.document.source.path()))
                }
            }
            Owner::Document(index) => {
                let path = paths_of_modules.get(&documents_modules[index]).copied().unwrap_or_default();
                RustFile { docs: vec![format!("The types of `{path}`.")], ..RustFile::new(layout::origin(path)) }
            }
            Owner::Shared => {
                let modules = documents.iter().map(|(index, module)| {
                    let (module, condition) = (ident(module), input.event_features.condition(Owner::Document(*index)));
                    quote!(#condition pub mod #module;)
                });
                let mut file = RustFile::new(layout::origin(catalog::FILE_NAME));
                let docs = if documents.is_empty() {
                    "The items that several documented schemas share."
                } else {
                    "The types of documents that others refer to, and shared items."
                };
                file.docs = vec![docs.to_owned()];
                file.fragment.items = crate::render::items(&quote!(#(#modules)*));
                file
            }
        };
        for fragment in [&mut types, &mut beside].into_iter().filter_map(|fragments| fragments.remove(&owner)) {
            file.fragment.add(fragment);
        }
        input.event_features.limit(&mut file.fragment.items);
        if let Owner::Root(index) = owner {
            let root = &input.model.roots[index];
            let texts = Texts::Included { file: &path };
            let documented = payload::module(&paths.runtime);
            file.fragment.uses.extend([format!("{documented}::documented"), documented]);
            let checks: syn::Path = {
                let module = checks::module(root);
                parse_quote!(crate::#module)
            };
            file.fragment.items.push(payload::emit(root, texts, paths.library.as_deref(), &checks));
        }
        if let Owner::Root(index) = owner {
            file.fragment.items.extend(payload::tests(&input.model.roots[index], Texts::Included { file: &path }));
        }
        if !file.fragment.items.is_empty() {
            files.insert(path, file);
        }
    }
    files
}

/// Writes the file of a documented schema's validators, or that of the shared ones, which stands above them.
pub fn check_file(
    model: &Model,
    paths: &Paths,
    event_features: &EventFeatures,
    owner: Owner,
    fragment: Fragment,
) -> Written {
    let (path, mut file) = match owner {
        Owner::Root(index) => {
            let root = &model.roots[index];
            let origin = root.document.source.path();
            let mut file = RustFile::new(layout::origin(origin));
            file.docs = vec![format!("The validators of {}.", code(origin))];
            (format!("src/{CHECKS}/{}.rs", checks::module_name(root).replace("r#", "")), file)
        }
        Owner::Document(_) | Owner::Shared => {
            let modules = model.roots.iter().enumerate().map(|(index, root)| {
                let (module, condition) =
                    (ident(&checks::module_name(root)), event_features.condition_of_checks(index));
                quote!(#condition pub(crate) mod #module;)
            });
            let mut above = RustFile::new(layout::origin(catalog::FILE_NAME));
            above.docs = vec![
                "The validators of the documented schemas: on a value, keyword by keyword, and on bytes, in one pass."
                    .to_owned(),
            ];
            let allowed = checks::allowed();
            above.attributes.push(parse_quote!(#![#allowed]));
            above.fragment.items = crate::render::items(&quote!(#(#modules)*));
            (format!("src/{CHECKS}.rs"), above)
        }
    };
    file.fragment.add(fragment);
    let runtime = selection::used_by([&file.fragment], &paths.runtime);
    Written { path, text: file.into_text(), runtime }
}

impl Written {
    /// Returns its path in the crate, and its text.
    pub fn into_file(self) -> (String, String) {
        (self.path, self.text)
    }
}

/// Returns `src/runtime.rs` with its modules.
fn runtime_root(modules: &BTreeSet<&'static str>) -> RustFile {
    let folders: BTreeSet<&str> = modules.iter().filter_map(|module| Some(module.split_once('/')?.0)).collect();
    let modules = folders.into_iter().map(ident);
    let mut file = RustFile::new("codegen/runtime/src/lib.rs");
    file.docs =
        vec!["The hand-written foundation of the generated code, the same in every generated crate.".to_owned()];
    file.fragment.items = crate::render::items(&quote!(#(pub mod #modules;)*));
    file
}

/// Returns `src/lib.rs`: the modules, and the public items of the root.
fn library(
    input: Input<'_>,
    runtime: &BTreeSet<&'static str>,
    has_lean_envelope: bool,
    has_documents: bool,
) -> RustFile {
    let Input { model, catalog, .. } = input;
    let exports = selection::exports(runtime);
    let mut file = RustFile::new(layout::origin(catalog::FILE_NAME));
    file.attributes = vec![parse_quote!(#![forbid(unsafe_code)]), parse_quote!(#![deny(missing_docs)])];
    // On docs.rs, each item shows the feature that it needs.
    file.attributes.push(parse_quote!(#![cfg_attr(docsrs, feature(doc_cfg))]));
    if input.event_features.are_used() {
        let all = event_features::ALL;
        // Without the features of some events, items that only these events need are unused.
        file.attributes
            .push(parse_quote!(#![cfg_attr(not(feature = #all), allow(dead_code, unused_imports, unused_variables))]));
    }
    let is_kept = !model.kept.is_empty() || model.roots.iter().any(|root| root.kept_since.is_some());
    if is_kept || model.deprecates() {
        // The crate itself uses the deprecated items: those that it keeps, and those that the vendor deprecates.
        file.attributes.push(parse_quote!(#![allow(deprecated)]));
    }
    let has = |role: Role| model.roots.iter().any(|root| root.role == role);
    let groups = [Role::Envelope, Role::Event, Role::Plain].map(|role| modules(input, role));
    let event = has(Role::Event).then(|| {
        let message = catalog.envelope.is_some().then(|| quote!(Message,));
        quote!(mod event; pub use event::{Event, EventName, #message Payload, UnknownEventName};)
    });
    let receiver = catalog.has_receiver().then(|| receiver::modules(catalog, has_lean_envelope));
    let shared = has_documents.then(|| {
        quote!(
            #[doc = "The types of documents that others refer to."]
            pub mod shared;
        )
    });
    let checks = (!model.roots.is_empty()).then(|| {
        quote!(
            mod checks;
        )
    });
    let runtime_exports = exports.iter().map(|(module, names)| {
        let gate = feature::gate(module).map(|feature| quote!(#[cfg(feature = #feature)]));
        let module: syn::Path = syn::parse_str(&module.replace('/', "::")).expect("the runtime's modules are a path");
        let names = names.iter().map(|name| ident(name));
        quote!(#gate pub use runtime::#module::{#(#names),*};)
    });
    let types = model.roots.iter().enumerate().map(|(index, root)| {
        let condition = input.event_features.condition(Owner::Root(index));
        let module = layout::module(root);
        let module = module.trim_start_matches("crate::");
        let path: syn::Path =
            syn::parse_str(&format!("{module}::{}", root.ident)).expect("the model's names are identifiers");
        quote!(#condition pub use #path;)
    });
    // Modules are copied as a whole, and a crate seldom uses all of their items.
    let runtime = (!runtime.is_empty()).then(|| {
        quote!(
            #[allow(dead_code, unreachable_pub)]
            mod runtime;
        )
    });
    let sections = [
        quote!(#(#groups)* #shared #event #receiver #checks #runtime),
        quote!(#(#types)*),
        quote!(#(#runtime_exports)*),
    ];
    file.fragment.items = grouped(sections.map(|section| crate::render::items(&section)));
    file
}

/// Groups the items of the crate's root: public modules, private ones, those behind a feature, then public items by subject.
fn grouped(sections: [Vec<Item>; 3]) -> Vec<Item> {
    let [first, types, runtime] = sections;
    let (modules, receiver): (Vec<Item>, Vec<Item>) = first.into_iter().partition(|item| matches!(item, Item::Mod(_)));
    let rank = |item: &Item| match item {
        Item::Mod(module) if matches!(module.vis, Visibility::Public(_)) => (0, String::new()),
        Item::Mod(module) => (1 + usize::from(!module.attrs.is_empty()), module.ident.to_string()),
        _ => (3, String::new()),
    };
    let (mut items, mut receiver) = (modules, receiver);
    items.sort_by_key(rank);
    receiver.sort_by_key(|item| item.to_token_stream().to_string());
    for exports in [receiver, types, runtime].into_iter().filter(|exports| !exports.is_empty()) {
        items.push(crate::render::blank());
        items.extend(exports);
    }
    items
}

/// Returns the modules of the documented schemas with one role.
fn modules(input: Input<'_>, role: Role) -> Option<proc_macro2::TokenStream> {
    let roots: Vec<(usize, &Root)> =
        input.model.roots.iter().enumerate().filter(|(_, root)| root.role == role).collect();
    let modules = roots.iter().map(|(index, root)| {
        let (module, condition) = (ident(&root.module), input.event_features.condition(Owner::Root(*index)));
        quote!(#condition pub mod #module;)
    });
    let docs = match role {
        Role::Event => "The payload of each event.",
        Role::Plain => "The documented schemas.",
        Role::Envelope => return (!roots.is_empty()).then(|| quote!(#(#modules)*)),
    };
    let group = ident(layout::group(role));
    (!roots.is_empty()).then(|| quote!(#[doc = #docs] pub mod #group { #(#modules)* }))
}

/// Returns true if the types can hold a number with a fraction: in any undocumented event, or where a schema allows it.
fn has_fractions(model: &Model) -> bool {
    let leaves_room = |schema: &crate::model::Schema| {
        !schema.assertions.iter().map(|assertion| &assertion.kind).any(|kind| {
            matches!(kind, AssertionKind::Type(types) if !types.contains(TypeSet::NUMBER))
                || matches!(kind, AssertionKind::Never | AssertionKind::InPlace(InPlaceKeyword::Ref(_)))
                || kind.values().is_some()
        })
    };
    model.roots.iter().any(|root| root.role == Role::Event) || model.schemas.iter().any(leaves_room)
}
