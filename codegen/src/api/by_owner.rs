//! The items that have been read, by their owners, and their order in the text.

use std::collections::HashMap;
use std::sync::Arc;

use crate::api::item::Item;

/// Items by their owners. They are sorted owner by owner, because comparing all of them would mostly compare the common prefixes of owners.
#[derive(Debug, Default)]
pub(super) struct ByOwner(HashMap<Arc<str>, Vec<Item>>);

impl ByOwner {
    /// Adds an item.
    pub(super) fn push(&mut self, item: Item) {
        match self.0.get_mut(&item.owner) {
            Some(known) => known.push(item),
            None => _ = self.0.insert(Arc::clone(&item.owner), vec![item]),
        }
    }

    /// Returns the items in the order of the text, each once.
    pub(super) fn sorted(self) -> Vec<Item> {
        let mut sorted = Vec::with_capacity(self.0.values().map(Vec::len).sum());
        let mut by_owner: Vec<(Arc<str>, Vec<Item>)> = self.0.into_iter().collect();
        by_owner.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (_, mut items) in by_owner {
            items.sort_by(|one, other| one.order().cmp(&other.order()));
            items.dedup();
            sorted.append(&mut items);
        }
        sorted
    }
}

impl Extend<Item> for ByOwner {
    fn extend<T: IntoIterator<Item = Item>>(&mut self, items: T) {
        items.into_iter().for_each(|item| self.push(item));
    }
}
