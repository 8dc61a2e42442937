//! The layout of the generated crate: files, modules, and the copies of its sources.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::ident;
use crate::model::{Model, Role, Root};

use crate::render::fragment::{Owner, Paths};

/// The folder with the copy of the catalogue and its files.
pub const SCHEMAS: &str = "schemas";

/// Returns the paths in the code of a generated crate.
pub fn paths(catalog: &Catalog) -> Paths {
    Paths {
        runtime: "crate::runtime".to_owned(),
        shared: Some("crate::shared".to_owned()),
        library: Some(catalog.crate_.name.value.replace('-', "_")),
    }
}

/// Returns the folder of a documented schema's module below `src`, which is also a public module; empty for the crate's root.
pub fn group(role: Role) -> &'static str {
    match role {
        Role::Event => "events",
        Role::Envelope => "",
        Role::Plain => "schemas",
    }
}

/// Returns the module of a documented schema, from the crate: `crate::events::ticket_sold`.
pub fn module(root: &Root) -> String {
    match group(root.role) {
        "" => format!("crate::{}", root.module),
        group => format!("crate::{group}::{}", root.module),
    }
}

/// Returns the module below `shared` with the types of a document other than a root: `common_geo` for `common/geo.schema.json`.
pub fn document_module(path: &str) -> String {
    let path = path.strip_suffix(".json").unwrap_or(path);
    let module = ident::of_module(path.strip_suffix(".schema").unwrap_or(path));
    // Emitted items beside the types have modules with these names.
    if matches!(module.as_str(), "validator" | "reader" | "json_schema") { format!("{module}_schema") } else { module }
}

/// Returns the sorted modules of the documents that others refer to, and of those that are not roots.
pub fn documents(model: &Model) -> Vec<String> {
    let roots = model.documents_of_roots();
    let paths: BTreeSet<&str> = model.schemas.iter().map(|schema| schema.place.source.path()).collect();
    let referred = referred(model);
    let modules = paths.into_iter().filter(|path| !roots.contains_key(path) || referred.contains(path));
    modules.map(document_module).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns the documents that others refer to.
pub fn referred(model: &Model) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for schema in &model.schemas {
        for other in schema.applied() {
            let other = model.schema(other).place.source.path();
            if other != schema.place.source.path() {
                found.insert(other);
            }
        }
    }
    found
}

/// Returns the file of an owner's items: `src/events/ticket_sold.rs`. `documents` are those of [`documents`].
pub fn file(model: &Model, documents: &[String], owner: Owner) -> String {
    match owner {
        Owner::Shared => "src/shared.rs".to_owned(),
        Owner::Document(index) => format!("src/shared/{}.rs", documents[index].replace("r#", "")),
        Owner::Root(index) => {
            let path = module(&model.roots[index]).replace("crate::", "src/").replace("::", "/");
            format!("{}.rs", path.replace("r#", ""))
        }
    }
}

/// Returns the path in the project for a path in the folder of schemas.
pub fn origin(path: &str) -> String {
    format!("{SCHEMAS}/{path}")
}

/// Returns the relative path from a file below `src` to the copy of a file of the folder of schemas.
pub fn copy_from(file: &str, path: &str) -> String {
    format!("{}{}", "../".repeat(file.matches('/').count()), origin(path))
}
