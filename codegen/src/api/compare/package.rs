//! Differences of the package: its name, the version of Rust, features and public dependencies.

use std::collections::BTreeSet;
use std::sync::Arc;

use semver::Version;

use crate::api::compare::difference::Difference;
use crate::api::compare::rule::Rule;
use crate::api::item::{Api, Dependency, Item, Origin};
use crate::api::text;

/// Returns the differences of everything but items.
pub(super) fn compare(old: &Api, new: &Api) -> Vec<Difference> {
    let mut found = Vec::new();
    if old.package != new.package {
        found.push(changed("package", &old.package, &new.package, Rule::PackageRename));
    }
    if old.rust_version != new.rust_version {
        let is_newer = numbers(&new.rust_version) > numbers(&old.rust_version);
        let rule = if is_newer { Rule::EnvNewRust } else { Rule::EnvOlderRust };
        found.push(changed("rust-version", &old.rust_version, &new.rust_version, rule));
    }
    found.extend(features(old, new));
    found.extend(dependencies(old, new));
    found
}

fn changed(path: &str, before: &str, after: &str, rule: Rule) -> Difference {
    difference(path, Some(before.to_owned()), Some(after.to_owned()), rule)
}

fn difference(path: &str, before: Option<String>, after: Option<String>, rule: Rule) -> Difference {
    let (old_origins, new_origins) = (Arc::default(), Arc::default());
    Difference { path: path.to_owned(), before, after, rule, old_origins, new_origins, parts: Vec::new() }
}

/// Returns the numbers of a version of Rust: `1.74`.
fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|number| number.parse().unwrap_or_default()).collect()
}

fn features(old: &Api, new: &Api) -> Vec<Difference> {
    let feature = |name: &String| {
        let line = format!("feature {name}");
        if new.features.contains(name) {
            let new_origins = origins(new, name);
            Difference { new_origins, ..difference(&line, None, Some(line.clone()), Rule::CargoFeatureAdd) }
        } else {
            let old_origins = origins(old, name);
            Difference { old_origins, ..difference(&line, Some(line.clone()), None, Rule::CargoFeatureRemove) }
        }
    };
    old.features.symmetric_difference(&new.features).map(feature).collect()
}

/// Returns the origins of the first item that needs this feature alone: an event, if the feature is that of an event.
fn origins(api: &Api, feature: &str) -> Arc<[Origin]> {
    let is_of_it = |item: &&Item| item.conditions.iter().eq([feature]) && !item.origins.is_empty();
    api.items.iter().find(is_of_it).map(|item| Arc::clone(&item.origins)).unwrap_or_default()
}

fn dependencies(old: &Api, new: &Api) -> Vec<Difference> {
    let names: BTreeSet<&String> = old.dependencies.keys().chain(new.dependencies.keys()).collect();
    let dependency = |name: &String| {
        let (before, after) = (old.dependencies.get(name), new.dependencies.get(name));
        let rule = match (before, after) {
            (Some(before), Some(after)) if before == after => return None,
            (Some(before), Some(after)) => requirement(before, after),
            (Some(_), None) => Rule::PublicDependencyLoosen,
            (None, _) => Rule::CargoDepAdd,
        };
        let line = |dependency: Option<&Dependency>| dependency.map(|it| text::dependency_line(name, it));
        Some(difference(&format!("dependency {name}"), line(before), line(after), rule))
    };
    names.into_iter().filter_map(dependency).collect()
}

/// Compares two caret requirements of a package.
fn requirement(before: &Dependency, after: &Dependency) -> Rule {
    let parsed = [before, after].map(|dependency| Version::parse(&dependency.version).ok());
    let [Some(old), Some(new)] = parsed else { return Rule::PublicDependencyMajor };
    // The leftmost number that is not zero.
    let compatible = |version: &Version| match version {
        Version { major: 0, minor: 0, patch, .. } => (0, 0, *patch),
        Version { major: 0, minor, .. } => (0, *minor, 0),
        Version { major, .. } => (*major, 0, 0),
    };
    if compatible(&old) != compatible(&new) {
        Rule::PublicDependencyMajor
    } else if new > old {
        Rule::CargoDepAdd
    } else if before.features != after.features {
        Rule::CargoChangeDepFeature
    } else {
        Rule::PublicDependencyLoosen
    }
}
