//! Reads the items of a crate.

use std::collections::BTreeSet;

use crate::api::declared::{self, Context};
use crate::api::implemented;
use crate::api::item::Item;
use crate::api::origin::Origins;
use crate::api::reach::Reach;
use crate::api::tree::Tree;
use crate::emit::package::Sources;

/// Returns the items that a program can name; `packages` are the names of other packages in code.
pub(super) fn items(sources: &Sources, packages: &BTreeSet<String>, origins: &Origins) -> Vec<Item> {
    let tree = Tree::of(sources);
    let reach = Reach::of(&tree);
    let context = Context { tree: &tree, reach: &reach, packages, origins };
    let mut items = declared::items(context);
    items.extend(implemented::items(context));
    items.sort_by(|one, other| one.order().cmp(&other.order()));
    items.dedup();
    items
}
