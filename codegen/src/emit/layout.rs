//! Where things stand in the generated crate: files, modules, the copies of what it is made from.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::ident;
use crate::model::{Model, Role, Root};

use crate::render::fragment::{Owner, Paths};

/// Where the generated crate keeps a copy of the catalogue and all that it names.
pub const SCHEMAS: &str = "schemas";

/// How the code of a generated crate names what stands in its other files.
pub fn paths(catalog: &Catalog) -> Paths {
    Paths {
        runtime: "crate::runtime".to_owned(),
        shared: Some("crate::shared".to_owned()),
        library: Some(catalog.crate_.name.value.replace('-', "_")),
    }
}

/// The folder of a documented schema's module below `src`, which is a public module as well; empty for the crate's root.
pub fn group(role: Role) -> &'static str {
    match role {
        Role::Event => "events",
        Role::Envelope => "",
        Role::Plain => "schemas",
    }
}

/// The module of a documented schema, from the crate: `crate::events::ticket_sold`.
pub fn module(root: &Root) -> String {
    match group(root.role) {
        "" => format!("crate::{}", root.module),
        group => format!("crate::{group}::{}", root.module),
    }
}

/// The module of the types of a document that is no root, below `shared`: `common_geo` for `common/geo.schema.json`.
pub fn document_module(path: &str) -> String {
    let path = path.strip_suffix(".json").unwrap_or(path);
    let module = ident::of_module(path.strip_suffix(".schema").unwrap_or(path));
    // What is emitted beside the types has modules of these names.
    if matches!(module.as_str(), "validator" | "reader" | "json_schema") { format!("{module}_schema") } else { module }
}

/// The modules of all documents to which another one refers, and of those that are no roots, in order.
pub fn documents(model: &Model) -> Vec<String> {
    let roots = model.documents_of_roots();
    let paths: BTreeSet<&str> = model.schemas.iter().map(|schema| schema.place.source.path()).collect();
    let referred = referred(model);
    let modules = paths.into_iter().filter(|path| !roots.contains_key(path) || referred.contains(path));
    modules.map(document_module).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The documents to which another one refers.
pub fn referred(model: &Model) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for schema in &model.schemas {
        for (_, other) in schema.assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword)) {
            let other = model.schema(other).place.source.path();
            if other != schema.place.source.path() {
                found.insert(other);
            }
        }
    }
    found
}

/// The file that an owner's items stand in: `src/events/ticket_sold.rs`.
pub fn file(model: &Model, owner: Owner) -> String {
    match owner {
        Owner::Shared => "src/shared.rs".to_owned(),
        Owner::Document(index) => format!("src/shared/{}.rs", documents(model)[index].replace("r#", "")),
        Owner::Root(index) => {
            let path = module(&model.roots[index]).replace("crate::", "src/").replace("::", "/");
            format!("{}.rs", path.replace("r#", ""))
        }
    }
}

/// The path of a file of the project, of which the folder of schemas is a part, by its path in that folder.
pub fn origin(path: &str) -> String {
    format!("{SCHEMAS}/{path}")
}

/// From a file below `src`, the way to the copy of a file of the folder of schemas.
pub fn copy_from(file: &str, path: &str) -> String {
    format!("{}{}", "../".repeat(file.matches('/').count()), origin(path))
}
