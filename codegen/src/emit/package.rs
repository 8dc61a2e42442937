//! The files of the generated crate, from the output of the emitters.

pub mod dependency;
pub mod example;
pub mod feature;
mod input;
pub mod manifest;
pub mod module;
pub mod name;
mod openapi;
mod path;
pub mod readme;
pub mod reference;
pub mod selection;
mod sources;

use std::collections::BTreeSet;

use crate::catalog::{Catalog, licence};
use crate::load;
use crate::model::Role;
use crate::render::{Comment, header};
use crate::source::files::Files;

use crate::emit::{layout, runtime};

pub use input::Input;
pub use openapi::emit as openapi;
pub use sources::{Sources, Written, check_file, event_features, sources};

/// Returns all files of the crate by path, for its Rust and [`documents`].
pub fn emit(input: Input<'_>, sources: Sources, documents: Files) -> Files {
    let Sources { files: mut rust, checks, runtime, features, dependencies, .. } = sources;
    let page = readme::page(input, &dependencies, &features);
    let has_receiver = rust.contains_key("src/receiver.rs");
    if let Some(library) = rust.get_mut("src/lib.rs") {
        library.front = page.to_docs(has_receiver);
    }
    let mut files = documents;
    files.extend(rust.into_iter().map(|(path, file)| (path, file.into_text())));
    files.extend(checks.into_iter().map(Written::into_file));
    files.extend(runtime_files(&runtime, input.catalog));
    if let Some(vendor) = crate::emit::receiver::vendor(input.catalog) {
        files.insert("src/runtime/receive/vendor.rs".to_owned(), vendor.into_text());
    }
    files.insert("Cargo.toml".to_owned(), manifest::emit(input, &dependencies, &features, &example::of(input.catalog)));
    files.insert("README.md".to_owned(), page.to_text());
    files
}

/// Returns the files that do not depend on the crate's Rust: schemas, examples, reference pages, licences.
pub fn documents(input: Input<'_>) -> Files {
    let mut files: Files = input.texts.iter().map(|(path, text)| (layout::origin(path), text.clone())).collect();
    files.extend(example::emit(input.model, input.catalog, input.shapes));
    let has = |role: Role| input.model.roots.iter().any(|root| root.role == role);
    if has(Role::Event) {
        files.insert("docs/webhooks.md".to_owned(), reference::events(input.model, input.catalog));
    }
    if has(Role::Plain) {
        files.insert("docs/schemas.md".to_owned(), reference::schemas(input.model, input.catalog));
    }
    files.extend(openapi::emit(input).map(|text| (openapi::FILE_NAME.to_owned(), text)));
    files.extend(written_by_people(input));
    files.insert(
        "rustfmt.toml".to_owned(),
        format!("{}\ndisable_all_formatting = true\n", header(Comment::Toml, "codegen")),
    );
    files
}

/// Returns the hand-written files: the changelog, and the licence texts, which are embedded unless the folder of schemas has others.
fn written_by_people(input: Input<'_>) -> Files {
    let (changelog, mut licences): (Files, Files) =
        input.beside.clone().into_iter().partition(|(path, _)| path == load::CHANGELOG);
    let mut embedded = licence::texts(manifest::license(input.catalog));
    embedded.retain(|(embedded, _)| !licences.keys().any(|path| licence::replaces(path, embedded)));
    licences.extend(embedded.into_iter().map(|(path, text)| (path.to_owned(), text.to_owned())));
    let changelog = changelog.into_iter().map(|(path, text)| {
        let marked = format!("{}\n{text}", header(Comment::Markdown, &path));
        (path, marked)
    });
    licences.into_iter().chain(changelog).collect()
}

/// Returns the copied modules of the runtime, each after the header. Examples in their documentation name the crate, so that an integrator
/// can copy them and tests run them.
fn runtime_files(used: &BTreeSet<&'static str>, catalog: &Catalog) -> Files {
    let library = format!("{}::", catalog.crate_.name.value.replace('-', "_"));
    let file = |(path, text): (String, String)| {
        let origin = format!("codegen/runtime/src/{path}");
        let text = text.replace("codegen_runtime::", &library);
        (format!("src/runtime/{path}"), format!("{}\n{text}", header(Comment::Rust, &origin)))
    };
    runtime::files(used).into_iter().map(file).collect()
}
