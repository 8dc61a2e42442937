//! Verdicts by recursive schemas.

use serde_json::Value;

use super::super::value::instance::Instance;
use super::memo::Memo;
use super::report::{Quick, Report, Stop};

/// [`Quick`] for schemas that may apply to the same value repeatedly.
#[derive(Clone, Copy, Debug)]
pub struct Recursive<'a>(&'a Memo<'a, Value>);

impl<'a> Recursive<'a> {
    /// Creates a report that memoizes verdicts.
    #[inline]
    pub fn new(memo: &'a Memo<'a, Value>) -> Self {
        Self(memo)
    }
}

impl Report for Recursive<'_> {
    type Instance = Value;
    type Inner<'b>
        = Self
    where
        Self: 'b;

    #[inline]
    fn probe(self) -> Self {
        self
    }

    #[inline]
    fn memoize(self, schema: u32, value: &Value, apply: impl FnOnce(Self) -> Result<(), Stop>) -> Result<(), Stop> {
        self.0.memoize(schema, value, || apply(self).is_ok()).then_some(()).ok_or(Stop)
    }

    #[inline]
    fn name(self, name: &str, apply: impl FnOnce(&Value, Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let name = Value::of_name(name);
        self.0.forget(&name);
        apply(&name, self)
    }

    #[inline]
    fn member<'b>(&'b self, _: &'b str, _: &'static str) -> Self {
        *self
    }

    #[inline]
    fn element(&self, _: usize, _: &'static str) -> Self {
        *self
    }

    #[inline]
    fn schema(&self, _: &'static str) -> Self {
        *self
    }

    #[inline]
    fn reference(&self, _: &'static str, _: &'static str) -> Self {
        *self
    }

    #[inline]
    fn violation(self, keywords: &'static str, message: &'static str) -> Result<(), Stop> {
        Quick.violation(keywords, message)
    }

    #[inline]
    fn never(self, keywords: &'static str) -> Result<(), Stop> {
        Quick.never(keywords)
    }

    #[inline]
    fn wrong_type(self, keywords: &'static str, expected: &'static str, found: &Value) -> Result<(), Stop> {
        Quick.wrong_type(keywords, expected, found)
    }

    #[inline]
    fn missing(self, keywords: &'static str, names: &[&'static str], seen: u64) -> Result<(), Stop> {
        Quick.missing(keywords, names, seen)
    }
}
