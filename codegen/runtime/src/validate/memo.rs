//! Schemas that refer to themselves, and ask for the same value in more than one way.
//!
//! Each way asks the same of everything that is inside of the value, in as many ways again, so that the work could double with every level of
//! an instance. It is bounded here: when much more was done than the instance has values, verdicts are kept, and no schema is applied to
//! the same value once more. Ordinary instances never come to that, and pay for no more than a counter.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::super::value::instance::{Instance, Kind, Members};

/// So often a schema may be applied for each value of an instance, before verdicts are kept.
const OFTEN: usize = 8;

/// So often schemas may be applied before the values of the instance are counted, or before it is kept what was collected.
pub const SELDOM: usize = 1024;

/// What is known of the values of one instance.
#[derive(Debug)]
pub struct Verdicts<'i, I> {
    instance: &'i I,
    /// How often a schema may be applied until verdicts are kept.
    patience: Cell<usize>,
    is_counted: Cell<bool>,
    /// By schema and value: whether it is accepted.
    known: RefCell<BTreeMap<(u32, usize), bool>>,
    /// How often it may be collected what is wrong, before it is kept.
    collections: Cell<usize>,
    /// By schema and value: what is wrong there was collected.
    collected: RefCell<BTreeSet<(u32, usize)>>,
}

impl<'i, I: Instance> Verdicts<'i, I> {
    /// Nothing is known yet.
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

    /// Applies a schema, unless its verdict is known.
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

    /// Notes that the violations of a schema in a value are collected; whether they were not yet. Each is reported once then, by the first
    /// way that leads there.
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

/// Only what has parts is asked for over and over. A string may be the name of a member, which is held for as long as it is looked at.
fn has_parts(value: &impl Instance) -> bool {
    matches!(value.kind(), Kind::Array(_) | Kind::Object(_))
}

/// A value has one place in memory as long as it is validated.
fn key<I>(schema: u32, value: &I) -> (u32, usize) {
    let place: *const I = value;
    (schema, place as usize)
}

/// How many values there are in one, itself included.
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
