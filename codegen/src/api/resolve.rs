//! Paths → items: names, imports and globs of modules.

use crate::api::tree::{ItemId, ModuleId, Name, ROOT, Tree};

/// The meaning of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    Module(ModuleId),
    Item(ItemId),
    /// An item of another package, or of the language.
    Foreign(Vec<String>),
}

/// The maximum number of imports that a name goes through.
const DEPTH: usize = 32;

/// Returns everything that a path means in a module: a module, a type and a macro may have one name.
pub(super) fn resolve(tree: &Tree<'_>, from: ModuleId, path: &[String]) -> Vec<Found> {
    follow(tree, from, path, DEPTH)
}

fn follow(tree: &Tree<'_>, from: ModuleId, path: &[String], depth: usize) -> Vec<Found> {
    let (Some((first, rest)), Some(depth)) = (path.split_first(), depth.checked_sub(1)) else {
        return Vec::new();
    };
    let starts = match first.as_str() {
        "crate" => vec![Found::Module(ROOT)],
        "self" => vec![Found::Module(from)],
        "super" => tree.module(from).parent.map(Found::Module).into_iter().collect(),
        name => {
            let found = named(tree, from, name, depth);
            if found.is_empty() { vec![Found::Foreign(vec![first.clone()])] } else { found }
        }
    };
    let mut found: Vec<Found> = starts.into_iter().flat_map(|start| below(tree, start, rest, depth)).collect();
    found.sort();
    found.dedup();
    found
}

/// Follows the rest of a path from its first segment.
fn below(tree: &Tree<'_>, start: Found, rest: &[String], depth: usize) -> Vec<Found> {
    match (start, rest.split_first()) {
        (start, None) => vec![start],
        (Found::Module(module), Some((next, _))) if next == "super" => {
            let parent = tree.module(module).parent.map(Found::Module);
            parent.into_iter().flat_map(|parent| below(tree, parent, &rest[1..], depth)).collect()
        }
        (Found::Module(module), Some((next, rest))) => {
            let found = named(tree, module, next, depth);
            found.into_iter().flat_map(|found| below(tree, found, rest, depth)).collect()
        }
        (Found::Foreign(path), Some(_)) => vec![Found::Foreign(path.into_iter().chain(rest.iter().cloned()).collect())],
        (Found::Item(_), Some(_)) => Vec::new(),
    }
}

/// Returns everything that a name means inside a module.
fn named(tree: &Tree<'_>, module: ModuleId, name: &str, depth: usize) -> Vec<Found> {
    let content = tree.module(module);
    let items = content.idents.get(name).into_iter().flatten().map(|index| Found::Item(ItemId(module, *index)));
    let mut found: Vec<Found> = items.collect();
    for meaning in content.names.get(name).into_iter().flatten() {
        match meaning {
            Name::Module { id, .. } => found.push(Found::Module(*id)),
            // An import may have the same name as its package: `use serde;`.
            Name::Import(import) if import.path == [name] => found.push(Found::Foreign(import.path.clone())),
            Name::Import(import) => found.extend(follow(tree, module, &import.path, depth)),
        }
    }
    if found.is_empty() && depth > 0 {
        for glob in &content.globs {
            for target in follow(tree, module, &glob.path, depth - 1) {
                if let Found::Module(target) = target {
                    found.extend(named(tree, target, name, depth - 1));
                }
            }
        }
    }
    found
}
