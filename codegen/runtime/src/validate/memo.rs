//! Memoization for schemas that apply to the same value in several ways.
//!
//! Each of these ways applies the same schemas to everything inside the value, so the work could double with every level of an instance, or
//! of a chain of schemas. Memoization bounds it: once a budget proportional to the instance is spent, verdicts are memoized and no schema is
//! applied to the same value twice. Ordinary instances never spend the budget; they pay for a counter only.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::super::value::instance::{Instance, Kind, Members};

/// The applications of schemas per value of the instance before memoization starts.
const APPLICATIONS_PER_VALUE: usize = 8;

/// The number of applications of schemas before the values of the instance are counted. Also the number of collections, and of violations
/// found, before collections are memoized.
pub const FREE_APPLICATIONS: usize = 1024;

/// The verdicts on the values of one instance.
#[derive(Debug)]
pub struct Memo<'i, I> {
    instance: &'i I,
    /// The remaining applications before memoization starts.
    budget: Cell<usize>,
    is_extended: Cell<bool>,
    /// The memoized results by value and schema.
    entries: RefCell<BTreeMap<Key, Entry>>,
    /// The remaining collections before they are memoized.
    collections: Cell<usize>,
}

/// The memoized results of a schema on a value.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    verdict: Option<bool>,
    is_collected: bool,
}

/// The address of a value, which is stable during validation, and the number of a schema.
type Key = (usize, u32);

impl<'i, I: Instance> Memo<'i, I> {
    /// Creates an empty memo.
    pub fn new(instance: &'i I) -> Self {
        Self {
            instance,
            budget: Cell::new(FREE_APPLICATIONS),
            is_extended: Cell::new(false),
            entries: RefCell::default(),
            collections: Cell::new(FREE_APPLICATIONS),
        }
    }

    /// Applies a schema unless its verdict is memoized.
    pub(super) fn memoize(&self, schema: u32, value: &I, apply: impl FnOnce() -> bool) -> bool {
        if self.has_budget() {
            return apply();
        }
        let key = key(schema, value);
        let memoized = self.entries.borrow().get(&key).and_then(|entry| entry.verdict);
        memoized.unwrap_or_else(|| {
            let accepts = apply();
            self.entries.borrow_mut().entry(key).or_default().verdict = Some(accepts);
            accepts
        })
    }

    /// Returns true if the violations of a schema in a value are not collected yet, and marks them as collected. So each is reported once,
    /// by the first path to it. `found` is the number of violations so far.
    pub(super) fn is_new(&self, schema: u32, value: &I, found: usize) -> bool {
        let remaining = self.collections.get();
        self.collections.set(remaining.saturating_sub(1));
        remaining > 0 && found < FREE_APPLICATIONS || {
            let mut entries = self.entries.borrow_mut();
            let entry = entries.entry(key(schema, value)).or_default();
            !std::mem::replace(&mut entry.is_collected, true)
        }
    }

    /// Forgets the results for earlier values at the same address: the copy of a member's name is temporary.
    pub(super) fn forget(&self, value: &I) {
        let all = key(0, value)..=key(u32::MAX, value);
        let mut entries = self.entries.borrow_mut();
        while let Some(key) = entries.range(all.clone()).next().map(|(key, _)| *key) {
            entries.remove(&key);
        }
    }

    #[inline]
    fn has_budget(&self) -> bool {
        match self.budget.get() {
            0 => self.extend_budget(),
            budget => {
                self.budget.set(budget - 1);
                true
            }
        }
    }

    #[cold]
    fn extend_budget(&self) -> bool {
        if self.is_extended.replace(true) {
            return false;
        }
        self.budget.set(APPLICATIONS_PER_VALUE * count(self.instance));
        true
    }
}

fn key<I>(schema: u32, value: &I) -> Key {
    let place: *const I = value;
    (place as usize, schema)
}

/// Counts the values in an instance, itself included.
fn count<I: Instance>(instance: &I) -> usize {
    let mut open = vec![instance];
    let mut count = 0;
    while let Some(value) = open.pop() {
        count += 1;
        match value.kind() {
            Kind::Array(elements) => open.extend(elements),
            Kind::Object(members) => open.extend(members.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    count
}
