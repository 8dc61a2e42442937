//! Compares two APIs: each difference with its rule and the version that it needs.

mod difference;
mod generic;
mod item;
mod naming;
mod package;
#[cfg(test)]
mod pairs;
mod rule;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use difference::Difference;
pub use rule::{Cost, Rule};

use crate::api::item::{Api, Item, Kind};
use crate::api::text;
use naming::Naming;

/// Returns the differences in the order of the text. Items of a removed or added type, trait or module are not listed beside it.
pub fn compare(old: &Api, new: &Api) -> Vec<Difference> {
    let mut found = package::compare(old, new);
    let naming = Naming::of(old, new);
    let renamed = naming.all_renamed(&old.items);
    let parents = item::Parents::of(&renamed, &new.items);
    // The lines of the old API are shown as they were.
    let mut shown = old.items.as_slice();
    let mut owners: BTreeMap<&str, Namesakes<'_>> = BTreeMap::new();
    for items in renamed.chunk_by(|one, other| one.owner == other.owner) {
        let (these, rest) = shown.split_at(items.len());
        shown = rest;
        owners.entry(&items[0].owner).or_default().0.extend(items.iter().zip(these));
    }
    for items in new.items.chunk_by(|one, other| one.owner == other.owner) {
        owners.entry(&items[0].owner).or_default().1.extend(items);
    }
    for items in owners.into_values() {
        found.extend(of_owner(items, &parents, &naming));
    }
    add_parts(&mut found, &old.items, &new.items);
    found
}

/// Returns the differences of the items of one owner.
fn of_owner((old, new): Namesakes<'_>, parents: &item::Parents<'_>, naming: &Naming<'_>) -> Vec<Difference> {
    // Most owners are equal in both editions.
    if old.len() == new.len() && old.iter().zip(&new).all(|(old, new)| is_same(*old, new)) {
        return Vec::new();
    }
    let mut pairs: BTreeMap<Key<'_>, Namesakes<'_>> = BTreeMap::new();
    for old in old {
        pairs.entry(Key::of(old.0)).or_default().0.push(old);
    }
    for item in new {
        pairs.entry(Key::of(item)).or_default().1.push(item);
    }
    let of_key = |(old, new): Namesakes<'_>| -> Vec<Difference> {
        let longest = 0..old.len().max(new.len());
        longest.filter_map(|index| pair(old.get(index).copied(), new.get(index).copied(), parents, naming)).collect()
    };
    pairs.into_values().flat_map(of_key).collect()
}

/// Returns true if an item is unchanged under the path by which it is shown.
fn is_same((old, shown): (&Item, &Item), new: &Item) -> bool {
    shown.path == new.path
        && old.path == new.path
        && old.kind == new.kind
        && old.conditions == new.conditions
        && old.is_deprecated == new.is_deprecated
}

/// Returns the difference between an old and a new item, if there is one.
fn pair(
    old: Option<(&Item, &Item)>,
    new: Option<&Item>,
    parents: &item::Parents<'_>,
    naming: &Naming<'_>,
) -> Option<Difference> {
    let rule = match (old, new) {
        (Some((old, shown)), Some(new)) => {
            let rules = item::changed(old, new, parents).into_iter().chain(naming.moved(shown, new));
            rules.max_by_key(|rule| rule.cost())?
        }
        (Some((old, _)), None) if parents.removes(old) || naming.keeps(old) => return None,
        (Some(_), None) => Rule::ItemRemove,
        (None, Some(new)) if parents.adds(new) || naming.had(new) => return None,
        (None, Some(new)) => item::added(new, parents),
        (None, None) => return None,
    };
    // If a path was lost, the difference names that path, not the remaining one.
    let is_lost = |shown: &&Item| new.is_none_or(|new| naming.moved(shown, new) == Some(Rule::ItemRemove));
    let path = old.map(|(_, shown)| shown).filter(is_lost).or(new).map(|item| item.path.clone()).unwrap_or_default();
    Some(Difference {
        path,
        before: old.map(|(_, shown)| text::line(shown)),
        after: new.map(text::line),
        rule,
        old_origins: old.map(|(_, shown)| Arc::clone(&shown.origins)).unwrap_or_default(),
        new_origins: new.map(|item| Arc::clone(&item.origins)).unwrap_or_default(),
        parts: Vec::new(),
    })
}

/// Adds to each added or removed type the lines of its fields and variants.
fn add_parts(found: &mut [Difference], old: &[Item], new: &[Item]) {
    for (items, is_old) in [(old, true), (new, false)] {
        let is_alone = |it: &Difference| it.before.is_some() == is_old && it.after.is_some() != is_old;
        let alone = found.iter().enumerate().filter(|(_, it)| is_alone(it));
        let types: BTreeMap<String, usize> = alone.map(|(index, it)| (it.path.clone(), index)).collect();
        for item in items.iter().filter(|item| matches!(item.kind, Kind::Field(_) | Kind::Variant(_))) {
            let mut outer = item.path.match_indices("::").map(|(end, _)| &item.path[..end]);
            if let Some(index) = outer.find_map(|path| types.get(path)) {
                found[*index].parts.push(text::line(item));
            }
        }
    }
}

/// The items of one owner or with one key: the old ones, each with the item that is shown, and the new ones.
type Namesakes<'i> = (Vec<(&'i Item, &'i Item)>, Vec<&'i Item>);

/// The identity of an item among those of its owner: its group, because items of different groups may have equal names, and its path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key<'i>(u8, Cow<'i, str>);

impl<'i> Key<'i> {
    fn of(item: &'i Item) -> Self {
        Self(item.group(), generic::identity(item))
    }
}
