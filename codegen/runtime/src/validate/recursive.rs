//! Verdicts by recursive schemas.

use serde_json::Value;

use super::super::value::instance::Instance;
use super::memo::Memo;
use super::report::{Quick, Reason, Report, Step, Stop};

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
    fn inner<'b>(&'b self, _: Step<'b>, _: &'static str, _: Option<&'static str>) -> Self {
        *self
    }

    #[inline]
    fn reject(self, keywords: &'static str, reason: Reason<'_, Value>) -> Result<(), Stop> {
        Quick.reject(keywords, reason)
    }
}
