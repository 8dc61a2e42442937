//! What a delivery says beyond the documentation, in a way that breaks no receiver.

use std::fmt;

use super::instance::Members as _;
use super::tree::Tree;
use super::violation::Violation;

/// One way in which a delivery says more than is documented.
///
/// It names places and never a value, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Drift {
    /// What is new.
    pub kind: DriftKind,
    /// Where it stands in the body: a JSON Pointer.
    pub instance_location: String,
    /// The keyword of the schema that does not know it, as `orders/paid.schema.json#/additionalProperties`; none for an event that has no
    /// schema.
    pub schema_location: Option<String>,
}

/// What is new in a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A member of an object that should have no others than the documented ones.
    NewMember,
    /// A string that an enumeration does not list.
    NewEnumValue,
    /// An event that is not documented.
    NewEvent,
}

impl DriftKind {
    /// The kind for logs and metrics: `new-member`, `new-enum-value` or `new-event`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NewMember => "new-member",
            Self::NewEnumValue => "new-enum-value",
            Self::NewEvent => "new-event",
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind.code(), self.instance_location)?;
        match &self.schema_location {
            Some(schema) => write!(f, " ({schema})"),
            None => Ok(()),
        }
    }
}

impl Drift {
    /// An event that is not documented, named by that member of the body; by a header when there is no such member.
    #[must_use]
    pub fn new_event(wire_name: Option<&str>) -> Self {
        let instance_location = wire_name.map_or_else(String::new, pointer_to);
        Self { kind: DriftKind::NewEvent, instance_location, schema_location: None }
    }

    /// What a violation is, if it only adds: a part at `base` of the body breaks the schema at `path`.
    pub(super) fn of(violation: &Violation, instance: &Tree<'_>, base: &str, path: &str) -> Option<Self> {
        let kind = match last_keyword(&violation.keyword_location)? {
            "additionalProperties" | "unevaluatedProperties" => DriftKind::NewMember,
            "enum" if is_string(instance, &violation.instance_location) => DriftKind::NewEnumValue,
            _ => return None,
        };
        let schema_location = match &violation.absolute_keyword_location {
            Some(absolute) => absolute.clone(),
            None => format!("{path}#{}", violation.keyword_location),
        };
        Some(Self {
            kind,
            instance_location: format!("{base}{}", violation.instance_location),
            schema_location: Some(schema_location),
        })
    }
}

/// The JSON Pointer to a member of the body.
pub(super) fn pointer_to(wire_name: &str) -> String {
    format!("/{}", wire_name.replace('~', "~0").replace('/', "~1"))
}

/// The keyword at which a location ends. A name is none, even if it reads like one: `/properties/additionalProperties`.
fn last_keyword(location: &str) -> Option<&str> {
    let mut tokens = location.split('/').skip(1).peekable();
    let mut last = None;
    while let Some(keyword) = tokens.next() {
        last = Some(keyword);
        match keyword {
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" | "dependencies" => {
                tokens.next();
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" | "items" => {
                tokens.next_if(|token| token.bytes().all(|byte| byte.is_ascii_digit()));
            }
            _ => {}
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
