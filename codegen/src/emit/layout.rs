//! Where things stand in the generated crate: files, modules, the copies of what it is made from.

use crate::catalog::Catalog;
use crate::model::{Model, Role, Root};

use super::{Owner, Paths};

/// Where the generated crate keeps a copy of the catalogue and all that it names.
pub const SCHEMAS: &str = "schemas";

/// How the code of a generated crate names what stands in its other files.
pub fn paths(catalog: &Catalog) -> Paths {
    Paths {
        runtime: "crate::runtime".to_owned(),
        shared: Some("crate::shared".to_owned()),
        library: Some(catalog.crate_.name.value.replace('-', "_")),
        has_receiver: super::receiver::is_wanted(catalog),
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

/// The file that an owner's items stand in: `src/events/ticket_sold.rs`.
pub fn file(model: &Model, owner: Owner) -> String {
    match owner {
        Owner::Shared => "src/shared.rs".to_owned(),
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
