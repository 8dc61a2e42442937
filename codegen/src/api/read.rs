//! Reads the items of a crate.

use std::collections::BTreeSet;

use crate::api::by_owner::ByOwner;
use crate::api::content::Files;
use crate::api::declared::{self, Context};
use crate::api::implemented;
use crate::api::item::Item;
use crate::api::origin::Origins;
use crate::api::reach::Reach;
use crate::api::tree::Tree;

/// Returns the items that a program can name; `packages` are the names of other packages in code.
pub(super) fn items(files: &Files<'_>, packages: &BTreeSet<String>, origins: &Origins) -> Vec<Item> {
    let tree = Tree::of(files);
    let reach = Reach::of(&tree);
    let context = Context { tree: &tree, reach: &reach, packages, origins };
    let mut found = ByOwner::default();
    declared::add_items(context, &mut found);
    implemented::add_items(context, &mut found);
    found.sorted()
}

#[cfg(test)]
mod tests {
    use syn::parse_quote;

    use super::*;
    use crate::api::content;
    use crate::emit::package::Sources;
    use crate::emit::runtime;
    use crate::render::RustFile;
    use crate::render::fragment::Fragment;

    /// Returns a crate that makes some imports of the runtime public.
    fn library(imports: &[String]) -> Sources {
        let uses =
            imports.iter().map(|path| syn::parse_str::<syn::Item>(&format!("pub use {path};")).expect("an import"));
        let library: Vec<syn::Item> = [parse_quote!(
            mod runtime;
        )]
        .into_iter()
        .chain(uses)
        .collect();
        let runtime: BTreeSet<&'static str> = runtime::RUNTIME.iter().map(|module| module.module).collect();
        let folders: BTreeSet<&str> = runtime.iter().filter_map(|module| Some(module.split_once('/')?.0)).collect();
        let folder = |name: &str| syn::parse_str(&format!("pub mod {name};")).expect("a module");
        let files = [("src/lib.rs", library), ("src/runtime.rs", folders.into_iter().map(folder).collect())];
        let file = |items| RustFile { fragment: Fragment { items, ..Fragment::default() }, ..RustFile::default() };
        Sources {
            files: files.into_iter().map(|(path, items)| (path.to_owned(), file(items))).collect(),
            runtime,
            ..Sources::default()
        }
    }

    /// Returns all names of the runtime.
    fn all() -> BTreeSet<&'static str> {
        content::names().collect()
    }

    #[test]
    fn an_import_of_all_needs_all() {
        assert_eq!(Files::of(&library(&["crate::runtime::value::decimal::*".to_owned()])).public, all());
    }

    #[test]
    fn other_declarations_add_no_item() {
        let all = all();
        let mut imports = Vec::new();
        for module in runtime::RUNTIME {
            let defined =
                module.declarations.iter().filter(|it| it.text.starts_with("pub ") && it.needed_by.len() == 1);
            let path = module.module.replace('/', "::");
            imports.extend(defined.map(|it| format!("crate::runtime::{path}::{}", it.needed_by[0])));
        }
        assert!(imports.len() > 100, "{imports:?}");
        for imports in imports.chunks(imports.len() / 20) {
            let sources = library(imports);
            let files = Files::of(&sources);
            assert!(files.public.len() < all.len() / 4, "{imports:?} need {}", files.public.len());
            let found = items(&files, &BTreeSet::new(), &Origins::default());
            let mut whole = Files::of(&sources);
            whole.public.clone_from(&all);
            assert_eq!(found, items(&whole, &BTreeSet::new(), &Origins::default()), "{imports:?}");
        }
    }
}
