//! Transitive closure: everything that is reached in any number of steps.

use std::collections::BTreeSet;

/// Returns the given items and all items that `next` leads to, directly or not. `next` is called once for each item.
pub(crate) fn reached<T: Copy + Ord, N: IntoIterator<Item = T>>(
    from: impl IntoIterator<Item = T>,
    next: impl Fn(T) -> N,
) -> BTreeSet<T> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<T> = from.into_iter().collect();
    while let Some(found) = open.pop() {
        if reached.insert(found) {
            open.extend(next(found));
        }
    }
    reached
}
