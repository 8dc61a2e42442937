//! Drift: differences between a delivery and the documentation that a receiver tolerates. The delivery adds something, violates only a
//! `format`, or has another event header or version.

use std::collections::BTreeSet;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::super::text::pointer::unescaped;
use super::super::text::tree::Tree;
use super::super::text::visible::{Excerpt, Visible};
use super::super::value::instance::Members as _;
use super::violation::{list, Violation, Violations, MAX_LISTED};

/// A difference between a delivery and the documentation that the delivery's types can hold.
///
/// It names places, never a value, and is safe to log. It serializes as `{"kind": "new-member", "instanceLocation": "…"}`, with
/// `schemaLocation` if there is one.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Drift {
    /// The kind of difference.
    pub kind: DriftKind,
    /// The JSON Pointer to the difference in the body. For an event header: to the member of the body that names the event.
    pub instance_location: String,
    /// The violated keyword: `orders/paid.schema.json#/additionalProperties`. `None` for an undocumented event and for a header.
    pub schema_location: Option<String>,
}

/// The kind of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member that its closed object does not list.
    NewMember,
    /// A string that its enumeration does not list.
    NewEnumValue,
    /// An undocumented event.
    NewEvent,
    /// A value that is valid except for `format`: a timestamp in another notation, for example.
    FormatMismatch,
    /// An event header that differs from the event's name in the body. Without a name in the body: a header that spells a documented name
    /// in another case.
    EventHeaderMismatch,
    /// An undocumented version of the vendor's contract.
    NewVersion,
}

impl DriftKind {
    /// Returns a code for logs and metrics: `new-member`, `new-enum-value`, `new-event`, `format-mismatch`,
    /// `event-header-mismatch` or `new-version`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NewMember => "new-member",
            Self::NewEnumValue => "new-enum-value",
            Self::NewEvent => "new-event",
            Self::FormatMismatch => "format-mismatch",
            Self::EventHeaderMismatch => "event-header-mismatch",
            Self::NewVersion => "new-version",
        }
    }
}

/// Shows the place in the body as `Display` does: a sender chooses its length.
impl fmt::Debug for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drift")
            .field("kind", &self.kind)
            .field("instance_location", &format_args!("\"{}\"", Excerpt(&self.instance_location)))
            .field("schema_location", &self.schema_location)
            .finish()
    }
}

/// Writes kind and places on one line, with invisible characters escaped. A place of more than 256 characters is cut.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.code())?;
        if !self.instance_location.is_empty() {
            write!(f, " at {}", Excerpt(&self.instance_location))?;
        }
        match &self.schema_location {
            Some(schema) => write!(f, " ({})", Visible(schema)),
            None => Ok(()),
        }
    }
}

impl Serialize for Drift {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = 2 + usize::from(self.schema_location.is_some());
        let mut drift = serializer.serialize_struct("Drift", length)?;
        drift.serialize_field("kind", &self.kind)?;
        drift.serialize_field("instanceLocation", &self.instance_location)?;
        if let Some(schema) = &self.schema_location {
            drift.serialize_field("schemaLocation", schema)?;
        }
        drift.end()
    }
}

/// It serializes as its code.
impl Serialize for DriftKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// Differences as the source of an error, which shows the first of them.
#[derive(Clone, Debug)]
pub struct Drifts {
    first: Vec<Drift>,
    count: usize,
}

impl Drifts {
    /// Keeps the differences that a message shows, and the number of all.
    #[must_use]
    pub fn of(drift: &[Drift]) -> Self {
        Self { first: drift.iter().take(MAX_LISTED).cloned().collect(), count: drift.len() }
    }

    /// Returns the number of all differences.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }
}

impl fmt::Display for Drifts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, &self.first, self.count)
    }
}

impl std::error::Error for Drifts {}

/// Returns the drift of an undocumented event, named at a pointer of the body or, without one, elsewhere.
#[must_use]
pub fn new_event(pointer: Option<&str>) -> Drift {
    at(DriftKind::NewEvent, pointer)
}

/// Returns the drift of an event header that differs from the name at a pointer of the body or, without one, from the documented name.
#[must_use]
pub fn event_header(pointer: Option<&str>) -> Drift {
    at(DriftKind::EventHeaderMismatch, pointer)
}

/// Returns the drift of an undocumented version, named at a pointer of the body.
#[must_use]
pub fn new_version(pointer: &str) -> Drift {
    at(DriftKind::NewVersion, Some(pointer))
}

fn at(kind: DriftKind, pointer: Option<&str>) -> Drift {
    Drift { kind, instance_location: pointer.unwrap_or_default().to_owned(), schema_location: None }
}

/// The locations of a violation, by which drift is decided.
pub trait Located: Clone {
    /// Returns the JSON Pointer to the rejected part of the instance.
    fn instance_location(&self) -> &str;

    /// Returns the JSON Pointer from the root of the schema to the keyword.
    fn keyword_location(&self) -> &str;
}

impl Located for Violation {
    fn instance_location(&self) -> &str {
        &self.instance_location
    }

    fn keyword_location(&self) -> &str {
        &self.keyword_location
    }
}

/// Returns the drift of a part at `base` of the body that violates the schema at `path`, or `None` if the violation is more than drift.
///
/// `without_formats` collects the violations that remain if `format` is an annotation.
#[must_use]
pub fn of(
    violations: &Violations,
    without_formats: impl FnOnce() -> Vec<Violation>,
    instance: &Tree<'_>,
    base: &str,
    path: &str,
) -> Option<Vec<Drift>> {
    let violations: Vec<Violation> = violations.iter().cloned().collect();
    let found = drifting(&violations, without_formats, |location| is_string(instance, location))?;
    let drift = |(kind, violation): (DriftKind, Violation)| {
        located(kind, format!("{base}{}", violation.instance_location), &violation, path)
    };
    Some(found.into_iter().map(drift).collect())
}

/// Returns the drift at a place of the body by the violation of a keyword of the schema at `path`.
pub(super) fn located(kind: DriftKind, instance_location: String, violation: &Violation, path: &str) -> Drift {
    let schema_location = match &violation.absolute_keyword_location {
        Some(absolute) => absolute.clone(),
        None => [path, "#", &violation.keyword_location].concat(),
    };
    Drift { kind, instance_location, schema_location: Some(schema_location) }
}

/// Returns the violations that are drift with their kinds, or `None` if one is more than drift.
///
/// A part drifts if it is valid, or has only additions, once `format` is an annotation, which is the specification's default [JSON Schema
/// 2020-12 Validation §7.2.1]. `without_formats` collects the violations that remain then. So a violated `format` inside `anyOf` or `oneOf`
/// is drift as well. `is_string` returns true if the instance has a string at a location.
pub fn drifting<V: Located>(
    violations: &[V],
    without_formats: impl FnOnce() -> Vec<V>,
    is_string: impl Fn(&str) -> bool,
) -> Option<Vec<(DriftKind, V)>> {
    let added = |violation: &V| {
        let kind = addition(violation.keyword_location(), || is_string(violation.instance_location()))?;
        Some((kind, violation.clone()))
    };
    if let Some(all) = violations.iter().map(added).collect() {
        return Some(all);
    }
    let left = without_formats();
    let mut found: Vec<(DriftKind, V)> = left.iter().map(added).collect::<Option<_>>()?;
    let left: BTreeSet<_> = left.iter().map(place).collect();
    let gone: Vec<&V> = violations.iter().filter(|violation| !left.contains(&place(*violation))).collect();
    let mut places = BTreeSet::new();
    for violation in causes(gone) {
        if places.insert(violation.instance_location()) {
            found.push((DriftKind::FormatMismatch, violation.clone()));
        }
    }
    Some(found)
}

/// Of the violations that vanish once `format` is an annotation, returns those of `format`, which cause the others. Returns all if no
/// keyword is `format`.
fn causes<V: Located>(gone: Vec<&V>) -> Vec<&V> {
    let is_format = |violation: &&V| last_keyword(violation.keyword_location()) == Some("format");
    if gone.iter().any(is_format) {
        gone.into_iter().filter(is_format).collect()
    } else {
        gone
    }
}

/// Returns the locations of a violation in instance and schema.
fn place<V: Located>(violation: &V) -> (&str, &str) {
    (violation.instance_location(), violation.keyword_location())
}

/// Returns the kind of addition, if the violation of a keyword is one; `is_string` returns true if the rejected part is a string.
pub fn addition(keyword_location: &str, is_string: impl FnOnce() -> bool) -> Option<DriftKind> {
    match last_keyword(keyword_location)? {
        "additionalProperties" | "unevaluatedProperties" => Some(DriftKind::NewMember),
        "enum" if is_string() => Some(DriftKind::NewEnumValue),
        _ => None,
    }
}

/// Returns the keyword at the end of a location. A member name is not one: `/properties/additionalProperties`.
fn last_keyword(location: &str) -> Option<&str> {
    let mut tokens = location.split('/').skip(1);
    let mut last = None;
    while let Some(keyword) = tokens.next() {
        last = Some(keyword);
        let has_names = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];
        if has_names.contains(&keyword) {
            tokens.next();
        }
    }
    last
}

/// Returns true if the instance has a string at that location.
fn is_string(instance: &Tree<'_>, location: &str) -> bool {
    let found = location.split('/').skip(1).try_fold(instance, |at, token| {
        let token = unescaped(token);
        match at {
            Tree::Object(members) => members.get(&token),
            Tree::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    });
    matches!(found, Some(Tree::String(_)))
}
