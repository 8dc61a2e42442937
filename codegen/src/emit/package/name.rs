//! The name of the crate beside those of its dependencies.

use crate::catalog::Catalog;
use crate::emit::package::manifest;
use crate::source::diagnostic::Diagnostic;

/// Reports a crate with the name of a package that its manifest may name, with this or another catalogue. Cargo and Rust code could not
/// distinguish the two. Case and the difference between `-` and `_` do not count, as at crates.io.
pub fn check(catalog: &Catalog) -> Option<Diagnostic> {
    let name = &catalog.crate_.name;
    let plain = |name: &str| name.to_ascii_lowercase().replace('-', "_");
    let package = manifest::packages().find(|package| plain(package) == plain(&name.value))?;
    let message = format!("`{}` is the name of a package that the crate may depend on: `{package}`", name.value);
    let finding = Diagnostic::error("name-of-a-dependency", message)
        .at(name.place.clone())
        .help(format!("choose another `name`, as in `{}-webhooks`", name.value));
    Some(finding)
}
