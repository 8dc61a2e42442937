//! The paths of the same items in two APIs: an item whose shortest path changes is the same item as long as the old path leads to it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::api::compare::rule::Rule;
use crate::api::item::{Api, Item, Kind};

/// The start of a path whose first segment would mean something else.
const CRATE: &str = "crate::";

/// The paths of both APIs, each with the shortest path of its item.
pub(super) struct Naming<'a> {
    old: BTreeMap<&'a str, BTreeSet<&'a str>>,
    new: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The shortest old paths of items with another shortest path now, and that path.
    renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Naming<'a> {
    pub(super) fn of(old: &'a Api, new: &'a Api) -> Self {
        let (old, new) = (paths(&old.items), paths(&new.items));
        // Every path of an item counts, the shortest first.
        let mut further: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (path, targets) in &old {
            for target in targets {
                further.entry(target).or_default().push(path);
            }
        }
        let mut renamed = BTreeMap::new();
        for (shortest, paths) in &further {
            let target = [shortest].into_iter().chain(paths).find_map(|path| new.get(path));
            if let Some(target) = target.filter(|targets| !targets.contains(shortest)).and_then(BTreeSet::first) {
                renamed.insert(*shortest, *target);
            }
        }
        Self { old, new, renamed }
    }

    /// Returns old items as the new API would spell them.
    pub(super) fn all_renamed<'i>(&self, items: &'i [Item]) -> Cow<'i, [Item]> {
        if self.renamed.is_empty() { items.into() } else { items.iter().map(|item| self.renamed(item)).collect() }
    }

    fn renamed(&self, item: &Item) -> Item {
        let mut item = item.clone();
        item.owner = self.spelled(&item.owner).into();
        // Only the target of a further path is renamed.
        if !matches!(item.kind, Kind::Reexport(_)) {
            item.path = self.spelled(&item.path);
        }
        item.kind.map_texts(&|text| self.spelled(text));
        if let Kind::Alias(..) | Kind::Constant(_) | Kind::Static(_) | Kind::Function(_) | Kind::Macro = item.kind {
            item.owner = item.path.rsplit_once("::").map_or("", |(owner, _)| owner).into();
        }
        item
    }

    /// Returns true if a removed line is a further path that the new API still has for the same item.
    pub(super) fn keeps(&self, old: &Item) -> bool {
        matches!(old.kind, Kind::Reexport(_)) && leads(&self.new, &old.path, &target(old))
    }

    /// Returns true if an added line is a further path that the old API already had for the same item.
    pub(super) fn had(&self, new: &Item) -> bool {
        if !matches!(new.kind, Kind::Reexport(_)) {
            return false;
        }
        let target = target(new);
        let before =
            self.renamed.iter().find(|(_, renamed)| **renamed == target).map_or(target.as_str(), |(old, _)| old);
        leads(&self.old, &new.path, before)
    }

    /// Returns the rule for the paths of an item whose shortest path has changed.
    pub(super) fn moved(&self, old: &Item, new: &Item) -> Option<Rule> {
        let target = self.renamed.get(old.path.as_str()).filter(|target| **target == new.path)?;
        if !leads(&self.new, &old.path, target) {
            Some(Rule::ItemRemove)
        } else if !leads(&self.old, target, &old.path) {
            Some(Rule::ItemNew)
        } else {
            None
        }
    }

    /// Replaces the paths in a text.
    fn spelled(&self, text: &str) -> String {
        let mut spelled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = rest.find(|it: char| !is_of_path(it)).unwrap_or(rest.len());
            // A colon may end a path: `T: Clone`.
            let path = rest[..length].trim_end_matches(':');
            if path.is_empty() {
                spelled.push(first);
                rest = &rest[first.len_utf8()..];
            } else {
                spelled.push_str(&self.path(path));
                rest = &rest[path.len()..];
            }
        }
        spelled
    }

    /// Replaces the longest start of a path that is renamed.
    fn path(&self, path: &str) -> String {
        let (prefix, path) = path.strip_prefix(CRATE).map_or(("", path), |path| (CRATE, path));
        let ends = path.match_indices("::").map(|(at, _)| at).chain([path.len()]);
        let start = ends.filter(|end| self.renamed.contains_key(&path[..*end])).max();
        let (renamed, rest) = start.map_or(("", path), |end| (self.renamed[&path[..end]], &path[end..]));
        format!("{prefix}{renamed}{rest}")
    }
}

fn is_of_path(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | ':' | '#')
}

fn leads(paths: &BTreeMap<&str, BTreeSet<&str>>, path: &str, target: &str) -> bool {
    paths.get(path).is_some_and(|targets| targets.contains(target))
}

/// Returns the shortest path of the item that a line names.
fn target(item: &Item) -> String {
    match &item.kind {
        Kind::Reexport(target) => target.clone(),
        _ => item.path.clone(),
    }
}

/// Returns every path with the shortest paths of the items that it names.
fn paths(items: &[Item]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut paths: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for item in items {
        let target = match &item.kind {
            Kind::Reexport(target) => target,
            Kind::Module | Kind::Struct(_) | Kind::Enum(_) | Kind::Trait(_) | Kind::Alias(..) | Kind::Macro => {
                &item.path
            }
            Kind::Constant(_) | Kind::Static(_) | Kind::Function(_) => &item.path,
            Kind::Variant(_) | Kind::Field(_) | Kind::AssociatedType(..) | Kind::Implementation(_) => continue,
        };
        paths.entry(item.path.as_str()).or_default().insert(target);
    }
    paths
}
