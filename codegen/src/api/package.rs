//! The API of the package around its items: features, version of Rust, public dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::api::item::{Api, Conditions, Dependency, Item};
use crate::catalog::Catalog;
use crate::emit::package::manifest;
use crate::emit::package::{Sources, dependency, feature};

/// Returns the names of the packages in code.
pub(super) fn names(sources: &Sources) -> BTreeSet<String> {
    dependencies(sources).map(|dependency| in_code(dependency.package)).collect()
}

fn dependencies(sources: &Sources) -> impl Iterator<Item = dependency::Dependency> + '_ {
    sources.dependencies.iter().copied().chain(feature::dependencies(&sources.features).copied())
}

fn in_code(package: &str) -> String {
    package.replace('-', "_")
}

/// Returns the API with these items.
pub(super) fn api(catalog: &Catalog, sources: &Sources, items: Vec<Item>) -> Api {
    let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let features = sources.features.iter().map(|feature| feature.name.to_owned());
    let features = features.chain(sources.event_features.iter().cloned());
    let used = used(sources, &items);
    let dependencies = dependencies(sources).filter_map(|dependency| {
        let conditions = Arc::clone(used.get(&in_code(dependency.package))?);
        let (version, features) = (dependency.version.to_owned(), own(dependency.features));
        Some((dependency.package.to_owned(), Dependency { version, features, conditions }))
    });
    Api {
        package: catalog.crate_.name.value.clone(),
        rust_version: manifest::rust_version(&sources.dependencies).to_owned(),
        features: features.collect(),
        dependencies: dependencies.collect(),
        items,
    }
}

/// Returns the packages that the items name, each with the conditions that all these items share.
fn used(sources: &Sources, items: &[Item]) -> BTreeMap<String, Conditions> {
    let names = names(sources);
    let mut used: BTreeMap<String, Conditions> = BTreeMap::new();
    for item in items {
        let texts = item.kind.texts().into_iter().filter(|text| text.contains(':'));
        let texts = texts.flat_map(|text| text.match_indices("::").map(move |(at, _)| (text, at)));
        for (text, at) in texts {
            let is_outside = |it: char| !it.is_alphanumeric() && it != '_';
            let start = text[..at].rfind(is_outside).map_or(0, |before| before + 1);
            let is_first = !text[..start].ends_with("::");
            if let Some(name) = names.get(&text[start..at]).filter(|_| is_first) {
                match used.get_mut(name) {
                    Some(shared) if shared.is_subset(&item.conditions) => {}
                    Some(shared) => *shared = Arc::new(shared.intersection(&item.conditions).cloned().collect()),
                    None => _ = used.insert(name.clone(), Arc::clone(&item.conditions)),
                }
            }
        }
    }
    used
}
