//! All that is reached from somewhere in any number of steps.

use std::collections::BTreeSet;

/// Returns some things and all that `next` leads to, directly or not; it is called once for each of them.
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
