//! Memoization for recursive schemas that apply to the same value in several ways.
//!
//! Each of these ways applies the same schemas to everything inside the value, so the work could double with every level of an instance.
//! Memoization bounds it: once a budget proportional to the instance is spent, verdicts are memoized and no schema is applied to the same
//! value twice. Ordinary instances never spend the budget; they pay for a counter only.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::super::value::instance::{Instance, Kind, Members};

/// The applications of schemas per value of the instance before memoization starts.
const OFTEN: usize = 8;

/// The applications of schemas before the instance is counted, and the collections before they are memoized.
pub const SELDOM: usize = 1024;

/// The verdicts on the values of one instance.
#[derive(Debug)]
pub struct Verdicts<'i, I> {
    instance: &'i I,
    /// The remaining applications before memoization starts.
    patience: Cell<usize>,
    is_counted: Cell<bool>,
    /// The memoized verdict by schema and value.
    known: RefCell<BTreeMap<(u32, usize), bool>>,
    /// The remaining collections before they are memoized.
    collections: Cell<usize>,
    /// The schemas and values whose violations were collected.
    collected: RefCell<BTreeSet<(u32, usize)>>,
}

impl<'i, I: Instance> Verdicts<'i, I> {
    /// Creates an empty memo.
    pub fn new(instance: &'i I) -> Self {
        Self {
            instance,
            patience: Cell::new(SELDOM),
            is_counted: Cell::new(false),
            known: RefCell::default(),
            collections: Cell::new(SELDOM),
            collected: RefCell::default(),
        }
    }

    /// Applies a schema unless its verdict is memoized.
    pub(super) fn recall(&self, schema: u32, value: &I, apply: impl FnOnce() -> bool) -> bool {
        if self.is_patient() || !has_parts(value) {
            return apply();
        }
        let key = key(schema, value);
        let known = self.known.borrow().get(&key).copied();
        known.unwrap_or_else(|| {
            let accepts = apply();
            self.known.borrow_mut().insert(key, accepts);
            accepts
        })
    }

    /// Returns true if the violations of a schema in a value are not collected yet, and marks them as collected. So each is reported once,
    /// by the first path to it.
    pub(super) fn is_new(&self, schema: u32, value: &I) -> bool {
        let left = self.collections.get();
        self.collections.set(left.saturating_sub(usize::from(has_parts(value))));
        left > 0 || !has_parts(value) || self.collected.borrow_mut().insert(key(schema, value))
    }

    #[inline]
    fn is_patient(&self) -> bool {
        match self.patience.get() {
            0 => self.counts_to_patience(),
            patience => {
                self.patience.set(patience - 1);
                true
            }
        }
    }

    #[cold]
    fn counts_to_patience(&self) -> bool {
        if self.is_counted.replace(true) {
            return false;
        }
        self.patience.set(OFTEN * count(self.instance));
        true
    }
}

/// Only arrays and objects are worth memoizing. A string may be a temporary copy of a member's name without a stable address.
fn has_parts(value: &impl Instance) -> bool {
    matches!(value.kind(), Kind::Array(_) | Kind::Object(_))
}

/// Identifies a value by its address, which is stable during validation.
fn key<I>(schema: u32, value: &I) -> (u32, usize) {
    let place: *const I = value;
    (schema, place as usize)
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
