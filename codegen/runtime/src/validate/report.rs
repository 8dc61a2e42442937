//! Reports: a validator's reaction to a violation, which is to stop at the first or to collect all.
//!
//! Each validator is written once, generic over [`Report`]. [`Quick`] has no size, and everything about locations is compiled away.
//! [`Collect`] keeps the location as a linked list on the stack and writes it out only for a violation. A rejected instance is validated
//! again as a [`Tree`], whatever its representation was. So a text and a value that was read from it have the same violations in the same
//! order.

use std::cell::RefCell;

use serde_json::Value;

use super::super::text::pointer::escaped;
use super::super::text::tree::Tree;
use super::super::text::visible::Visible;
use super::super::value::instance::{Instance, Kind, Number};
use super::memo::Memo;
use super::violation::{Violation, Violations};

/// The current location and the reaction to a violation.
///
/// `keywords` is always a JSON Pointer from the current schema to the keyword. The methods that report a violation return an error to stop
/// validation.
#[allow(clippy::missing_errors_doc)] // said once, above
pub trait Report: Copy {
    /// The representation of instances.
    type Instance: Instance;
    /// The report for a deeper location.
    type Inner<'a>: Report<Instance = Self::Instance>
    where
        Self: 'a;

    /// Returns a report that stops at the first violation and keeps nothing, for schemas whose violations are not reported.
    #[must_use]
    fn probe(self) -> Self;

    /// Applies the schema number `schema`, which may apply to the same value repeatedly.
    fn memoize(
        self,
        schema: u32,
        value: &Self::Instance,
        apply: impl FnOnce(Self) -> Result<(), Stop>,
    ) -> Result<(), Stop>;

    /// Applies a subschema to the name of a member, as a string.
    #[inline]
    fn name(self, name: &str, apply: impl FnOnce(&Self::Instance, Self) -> Result<(), Stop>) -> Result<(), Stop> {
        apply(&Self::Instance::of_name(name), self)
    }

    /// Descends by a step; `keywords` applies a subschema there, that of a reference to the schema with URI `target`.
    #[must_use]
    fn inner<'a>(&'a self, step: Step<'a>, keywords: &'static str, target: Option<&'static str>) -> Self::Inner<'a>;

    /// Reports that the keyword rejects the instance.
    fn reject(self, keywords: &'static str, reason: Reason<'_, Self::Instance>) -> Result<(), Stop>;

    /// Descends to a member, to which the keyword applies a subschema.
    #[inline]
    fn member<'a>(&'a self, name: &'a str, keywords: &'static str) -> Self::Inner<'a> {
        self.inner(Step::Member(name), keywords, None)
    }

    /// Descends to an element, to which the keyword applies a subschema.
    #[inline]
    fn element<'a>(&'a self, index: usize, keywords: &'static str) -> Self::Inner<'a> {
        self.inner(Step::Element(index), keywords, None)
    }

    /// Descends to a subschema that the keyword applies to the same instance.
    #[inline]
    fn schema<'a>(&'a self, keywords: &'static str) -> Self::Inner<'a> {
        self.inner(Step::Here, keywords, None)
    }

    /// Descends to the schema with URI `target`, which a reference applies to the same instance.
    #[inline]
    fn reference<'a>(&'a self, keywords: &'static str, target: &'static str) -> Self::Inner<'a> {
        self.inner(Step::Here, keywords, Some(target))
    }

    /// Reports that the keyword rejects the instance.
    #[inline]
    fn violation(self, keywords: &'static str, message: &'static str) -> Result<(), Stop> {
        self.reject(keywords, Reason::Message(message))
    }

    /// Reports an instance of the schema `false`.
    #[inline]
    fn never(self, keywords: &'static str) -> Result<(), Stop> {
        self.reject(keywords, Reason::Never)
    }

    /// Reports an instance of another type than `type` allows.
    #[inline]
    fn wrong_type(self, keywords: &'static str, expected: &'static str, found: &Self::Instance) -> Result<(), Stop> {
        self.reject(keywords, Reason::WrongType { expected, found })
    }

    /// Reports an instance of another type than `type` allows, if it is one.
    #[inline]
    fn expect_type(
        self,
        keywords: &'static str,
        is_allowed: bool,
        expected: &'static str,
        found: &Self::Instance,
    ) -> Result<(), Stop> {
        if is_allowed {
            Ok(())
        } else {
            self.wrong_type(keywords, expected, found)
        }
    }

    /// Reports missing members: those of `names` whose bit in `seen` is not set.
    #[inline]
    fn missing(self, keywords: &'static str, names: &[&'static str], seen: u64) -> Result<(), Stop> {
        self.reject(keywords, Reason::Missing { names, seen })
    }
}

/// A step from one location to the next.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// To the same instance.
    Here,
    /// To a member.
    Member(&'a str),
    /// To an element.
    Element(usize),
}

/// The reason of a violation.
#[derive(Debug)]
pub enum Reason<'a, I> {
    /// In words of the schema.
    Message(&'static str),
    /// The schema is `false`.
    Never,
    /// The instance has another type.
    WrongType {
        /// The types that the schema allows, in words.
        expected: &'static str,
        /// The instance.
        found: &'a I,
    },
    /// Members are missing.
    Missing {
        /// The required names.
        names: &'a [&'static str],
        /// A bit for each of them: set if the member is present.
        seen: u64,
    },
}

/// A report that stops at the first violation and keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct Quick;

/// The error that stops validation at a violation.
#[derive(Clone, Copy, Debug)]
pub struct Stop;

impl Report for Quick {
    type Instance = Value;
    type Inner<'a> = Self;

    #[inline]
    fn probe(self) -> Self {
        Self
    }

    #[inline]
    fn memoize(self, _: u32, _: &Value, apply: impl FnOnce(Self) -> Result<(), Stop>) -> Result<(), Stop> {
        apply(self)
    }

    #[inline]
    fn inner(&self, _: Step<'_>, _: &'static str, _: Option<&'static str>) -> Self {
        Self
    }

    #[inline]
    fn reject(self, _: &'static str, _: Reason<'_, Value>) -> Result<(), Stop> {
        Err(Stop)
    }
}

/// A report that collects all violations with their locations.
#[derive(Clone, Copy, Debug)]
pub struct Collect<'a, 't> {
    outer: Option<&'a Collect<'a, 't>>,
    step: Step<'a>,
    keywords: &'static str,
    target: Option<&'static str>,
    /// The collected violations; `None` if only the verdict counts.
    found: Option<&'a RefCell<Vec<Violation>>>,
    collected: Collected,
    verdicts: &'a Memo<'a, Tree<'t>>,
}

/// The keywords whose violations are collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Collected {
    All,
    /// All but `format`, which is an annotation.
    NoFormats,
    /// The schema `false` alone, which refuses a member or an element.
    Additions,
}

/// Validates a value: one validator decides, and the other collects violations only if it rejects the value.
///
/// # Errors
///
/// All violations, if there are any.
#[inline]
pub fn validate(
    value: &Value,
    is_valid: fn(&Value) -> bool,
    validator: impl for<'v, 't> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Result<(), Violations> {
    if is_valid(value) {
        return Ok(());
    }
    Err(violations(&Tree::from(value), validator))
}

/// Collects the violations of a rejected instance.
#[cold]
pub fn violations<'t>(
    instance: &Tree<'t>,
    validator: impl for<'v> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Violations {
    Violations::of_refused(collect(instance, Collected::All, validator))
}

/// Collects violations with `format` as an annotation throughout the schema [JSON Schema 2020-12 Validation §7.2.1].
#[cold]
#[must_use]
pub fn violations_without_formats<'t>(
    instance: &Tree<'t>,
    validator: impl for<'v> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Vec<Violation> {
    collect(instance, Collected::NoFormats, validator)
}

/// Collects the violations of the schema `false`, which refuses a member or an element, and ignores all others.
pub(crate) fn additions<'t>(
    instance: &Tree<'t>,
    validator: impl for<'v> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Vec<Violation> {
    collect(instance, Collected::Additions, validator)
}

fn collect<'t>(
    instance: &Tree<'t>,
    collected: Collected,
    validator: impl for<'v> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Vec<Violation> {
    let found = RefCell::new(Vec::new());
    let outermost = Collect {
        outer: None,
        step: Step::Here,
        keywords: "",
        target: None,
        found: Some(&found),
        collected,
        verdicts: &Memo::new(instance),
    };
    let ended = validator(instance, outermost);
    debug_assert!(ended.is_ok(), "collecting never stops early");
    found.into_inner()
}

impl Collect<'_, '_> {
    /// Keeps a violation, or stops if only the verdict counts.
    #[cold]
    fn push(self, keywords: &str, is_false_schema: bool, message: impl FnOnce() -> String) -> Result<(), Stop> {
        let mut found = self.found.ok_or(Stop)?.borrow_mut();
        let mut violation = Violation {
            instance_location: String::with_capacity(64),
            keyword_location: String::with_capacity(64),
            absolute_keyword_location: None,
            keyword: String::new(),
            message: String::new(),
        };
        self.locate(&mut violation);
        violation.keyword_location.push_str(keywords);
        if let Some(absolute) = &mut violation.absolute_keyword_location {
            absolute.push_str(&to_fragment(keywords));
        }
        // For additions, the locations are enough.
        if self.collected != Collected::Additions {
            violation.keyword.push_str(keyword_of(&violation.keyword_location, is_false_schema));
            violation.message = message();
        }
        found.push(violation);
        Ok(())
    }

    /// Appends the steps that lead to this location to the locations of a violation.
    fn locate(&self, violation: &mut Violation) {
        if let Some(outer) = self.outer {
            outer.locate(violation);
        }
        match self.step {
            Step::Here => {}
            Step::Member(name) => push_member(&mut violation.instance_location, name),
            Step::Element(index) => push_element(&mut violation.instance_location, index),
        }
        violation.keyword_location.push_str(self.keywords);
        match (self.target, &mut violation.absolute_keyword_location) {
            (Some(target), absolute) => *absolute = Some(target.to_owned()),
            (None, Some(absolute)) => absolute.push_str(&to_fragment(self.keywords)),
            (None, None) => {}
        }
    }
}

/// Appends a member to a JSON Pointer.
pub(super) fn push_member(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&escaped(name));
}

/// Appends an element to a JSON Pointer.
pub(super) fn push_element(pointer: &mut String, index: usize) {
    pointer.extend(["/", index.to_string().as_str()]);
}

/// The message of the schema `false` for the whole instance.
pub const NOTHING: &str = "no value is allowed here";
/// The message of the schema `false` for a member.
pub const NO_MEMBER: &str = "this member is not allowed";
/// The message of the schema `false` for an element.
pub const NO_ELEMENT: &str = "this element is not allowed";

/// Returns the keyword at a location. For the schema `false` it is the applicator if that applies a single schema, and `false` if it
/// applies one of several.
pub fn keyword_of(keyword_location: &str, is_false_schema: bool) -> &str {
    let last = keyword_location.rsplit('/').next().unwrap_or_default();
    match last {
        "additionalProperties"
        | "additionalItems"
        | "items"
        | "propertyNames"
        | "then"
        | "else"
        | "unevaluatedItems"
        | "unevaluatedProperties" => last,
        _ if is_false_schema => "false",
        _ => last,
    }
}

/// Encodes a JSON Pointer as a URI fragment [RFC 6901 §6].
fn to_fragment(pointer: &str) -> String {
    let mut fragment = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => fragment.push(char::from(byte)),
            byte if b"-._~!$&'()*+,;=:@/?".contains(&byte) => fragment.push(char::from(byte)),
            byte => {
                let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
                fragment.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    fragment
}

impl<'t> Report for Collect<'_, 't> {
    type Instance = Tree<'t>;
    type Inner<'b>
        = Collect<'b, 't>
    where
        Self: 'b;

    fn probe(self) -> Self {
        Self { found: None, ..self }
    }

    fn memoize(self, schema: u32, value: &Tree<'t>, apply: impl FnOnce(Self) -> Result<(), Stop>) -> Result<(), Stop> {
        match self.found {
            None => self.verdicts.memoize(schema, value, || apply(self).is_ok()).then_some(()).ok_or(Stop),
            Some(found) if self.verdicts.is_new(schema, value, found.borrow().len()) => apply(self),
            Some(_) => Ok(()),
        }
    }

    fn name(self, name: &str, apply: impl FnOnce(&Tree<'t>, Self) -> Result<(), Stop>) -> Result<(), Stop> {
        let name = Tree::of_name(name);
        self.verdicts.forget(&name);
        apply(&name, self)
    }

    fn inner<'b>(&'b self, step: Step<'b>, keywords: &'static str, target: Option<&'static str>) -> Collect<'b, 't> {
        Collect { outer: Some(self), step, keywords, target, ..*self }
    }

    fn reject(self, keywords: &'static str, reason: Reason<'_, Tree<'t>>) -> Result<(), Stop> {
        match reason {
            Reason::Message(_) | Reason::WrongType { .. } | Reason::Missing { .. }
                if self.collected == Collected::Additions =>
            {
                Ok(())
            }
            // With a message, the last token is a keyword: a member called `format` is refused as missing, or by a keyword of its schema.
            Reason::Message(_) if self.collected == Collected::NoFormats && keywords.ends_with("/format") => Ok(()),
            Reason::Message(message) => self.push(keywords, false, || message.to_owned()),
            Reason::Never => {
                let chain = std::iter::successors(Some(self), |at| at.outer.copied());
                let message = match chain.map(|at| at.step).find(|step| !matches!(step, Step::Here)) {
                    Some(Step::Member(_)) => NO_MEMBER,
                    Some(Step::Element(_)) => NO_ELEMENT,
                    Some(Step::Here) | None => NOTHING,
                };
                self.push(keywords, true, || message.to_owned())
            }
            Reason::WrongType { expected, found } => {
                self.push(keywords, false, || format!("expected {expected}, found {}", type_name(found)))
            }
            Reason::Missing { names, seen } => {
                let mut missing = names.iter().enumerate().filter(|(bit, _)| seen >> bit & 1 == 0);
                missing.try_for_each(|(_, name)| {
                    self.push(keywords, false, || format!("the member `{}` is missing", Visible(name)))
                })
            }
        }
    }
}

/// Returns the type of a value with its article, in the words of the interpreter.
fn type_name(value: &impl Instance) -> &'static str {
    match value.kind() {
        Kind::Null => "null",
        Kind::Boolean(_) => "a boolean",
        Kind::Number(number) if number.is_integer() => "an integer",
        Kind::Number(_) => "a number with a fraction",
        Kind::String(_) => "a string",
        Kind::Array(_) => "an array",
        Kind::Object(_) => "an object",
    }
}
