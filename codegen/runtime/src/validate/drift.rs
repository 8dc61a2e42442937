//! In what a delivery differs from the documentation without breaking a receiver: it adds something, breaks only a `format`, or comes with another
//! event header.

use std::collections::BTreeSet;
use std::fmt;

use super::super::text::tree::Tree;
use super::super::text::visible::Visible;
use super::super::value::instance::Members as _;
use super::violation::{Violation, Violations};

/// One difference between a delivery and the documentation, which the delivery's types can hold.
///
/// It names places and never a value, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Drift {
    /// The difference.
    pub kind: DriftKind,
    /// Where it stands in the body: a JSON Pointer. For a header, the member of the body that decides.
    pub instance_location: String,
    /// The keyword of the schema that does not accept it, as `orders/paid.schema.json#/additionalProperties`; none for an event that has no
    /// schema, and for a header.
    pub schema_location: Option<String>,
}

/// In what a delivery differs from the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member of an object that should have no others than the documented ones.
    NewMember,
    /// A string that an enumeration does not list.
    NewEnumValue,
    /// An event that is not documented.
    NewEvent,
    /// A value that is valid only without the assertions of `format`, as a date and time that is written in another way.
    FormatMismatch,
    /// A header, which is not signed, that does not name the event as the body does. Without a name in the body: that does not write a documented
    /// name as it is documented.
    EventHeaderMismatch,
}

impl DriftKind {
    /// The kind for logs and metrics: `new-member`, `new-enum-value`, `new-event`, `format-mismatch` or `event-header-mismatch`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NewMember => "new-member",
            Self::NewEnumValue => "new-enum-value",
            Self::NewEvent => "new-event",
            Self::FormatMismatch => "format-mismatch",
            Self::EventHeaderMismatch => "event-header-mismatch",
        }
    }
}

/// Kind and places on one line: characters of names that nobody would see are spelled.
impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.code())?;
        if !self.instance_location.is_empty() {
            write!(f, " at {}", Visible(&self.instance_location))?;
        }
        match &self.schema_location {
            Some(schema) => write!(f, " ({})", Visible(schema)),
            None => Ok(()),
        }
    }
}

impl Drift {
    /// An event that is not documented, named by that member of the body; by a header when there is no such member.
    #[must_use]
    pub fn new_event(wire_name: Option<&str>) -> Self {
        Self::of_event(DriftKind::NewEvent, wire_name)
    }

    /// A header that names the event in another way than that member of the body; than the documentation when there is no such member.
    #[must_use]
    pub fn event_header(wire_name: Option<&str>) -> Self {
        Self::of_event(DriftKind::EventHeaderMismatch, wire_name)
    }

    fn of_event(kind: DriftKind, wire_name: Option<&str>) -> Self {
        let instance_location = wire_name.map_or_else(String::new, pointer_to);
        Self { kind, instance_location, schema_location: None }
    }
}

/// Returns the drift of a part at `base` of the body that violates the schema at `path`, or nothing if it breaks the schema.
///
/// A part only drifts if it is valid, or merely adds, when `format` is an annotation, as the specification has it unless it is told otherwise
/// [JSON Schema 2020-12 Validation §7.2.1]: `without_formats` collects the violations that are left then. So a `format` inside of `anyOf` and `oneOf`
/// drifts as well.
pub(crate) fn of(
    violations: &Violations,
    without_formats: impl FnOnce() -> Vec<Violation>,
    instance: &Tree<'_>,
    base: &str,
    path: &str,
) -> Option<Vec<Drift>> {
    let drift = |kind: DriftKind, violation: &Violation| Drift {
        kind,
        instance_location: format!("{base}{}", violation.instance_location),
        schema_location: Some(match &violation.absolute_keyword_location {
            Some(absolute) => absolute.clone(),
            None => format!("{path}#{}", violation.keyword_location),
        }),
    };
    let added = |violation: &Violation| addition(violation, instance).map(|kind| drift(kind, violation));
    if let Some(all) = violations.iter().map(added).collect() {
        return Some(all);
    }
    let left = without_formats();
    let mut found: Vec<Drift> = left.iter().map(added).collect::<Option<_>>()?;
    let left: BTreeSet<_> = left.iter().map(place).collect();
    let gone: Vec<&Violation> = violations.iter().filter(|violation| !left.contains(&place(violation))).collect();
    let mut places = BTreeSet::new();
    for violation in causes(gone) {
        if places.insert(&violation.instance_location) {
            found.push(drift(DriftKind::FormatMismatch, violation));
        }
    }
    Some(found)
}

/// Of the violations that are gone without formats, those of a `format`: what else a choice has found is a consequence. All, if none is.
fn causes(gone: Vec<&Violation>) -> Vec<&Violation> {
    let is_format = |violation: &&Violation| last_keyword(&violation.keyword_location) == Some("format");
    if gone.iter().any(is_format) {
        gone.into_iter().filter(is_format).collect()
    } else {
        gone
    }
}

/// Where a violation stands, in the instance and in the schema.
fn place(violation: &Violation) -> (&str, &str) {
    (&violation.instance_location, &violation.keyword_location)
}

/// The kind of addition that a violation is, if it is one.
fn addition(violation: &Violation, instance: &Tree<'_>) -> Option<DriftKind> {
    match last_keyword(&violation.keyword_location)? {
        "additionalProperties" | "unevaluatedProperties" => Some(DriftKind::NewMember),
        "enum" if is_string(instance, &violation.instance_location) => Some(DriftKind::NewEnumValue),
        _ => None,
    }
}

/// The JSON Pointer to a member of the body.
pub(crate) fn pointer_to(wire_name: &str) -> String {
    format!("/{}", wire_name.replace('~', "~0").replace('/', "~1"))
}

/// The keyword at which a location ends. A name is none, even if it reads like one: `/properties/additionalProperties`.
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

/// Whether a string stands at a place of the instance.
fn is_string(instance: &Tree<'_>, location: &str) -> bool {
    let found = location.split('/').skip(1).try_fold(instance, |at, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match at {
            Tree::Object(members) => members.get(&token),
            Tree::Array(elements) => elements.get(token.parse::<usize>().ok()?),
            _ => None,
        }
    });
    matches!(found, Some(Tree::String(_)))
}
