//! Statements about the members of bodies: the values that schemas fix and examples show.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{Node, Value};
use crate::source::location::Pointer;

/// Statements about a member of a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Claim {
    /// The strings that the schema allows, if it lists them.
    pub(crate) listed: Vec<String>,
    /// The strings in the examples.
    pub(crate) shown: BTreeSet<String>,
    /// The format that the schema states.
    pub(crate) format: Option<String>,
    /// True for an object.
    pub(crate) is_object: bool,
}

impl Claim {
    /// Returns the only string that the schema allows.
    pub(crate) fn fixed(&self) -> Option<&str> {
        match self.listed.as_slice() {
            [single] => Some(single),
            _ => None,
        }
    }

    /// Adds a list of the allowed strings: those of all lists are allowed.
    pub(crate) fn list(&mut self, listed: &[&str]) {
        if self.listed.is_empty() {
            self.listed = listed.iter().map(|text| (*text).to_owned()).collect();
        } else if !listed.is_empty() {
            self.listed.retain(|text| listed.contains(&text.as_str()));
        }
    }

    /// Returns the only value of the member.
    pub(crate) fn value(&self) -> Option<&str> {
        match (self.fixed(), self.shown.iter().next()) {
            (Some(fixed), _) => Some(fixed),
            (None, Some(shown)) if self.shown.len() == 1 => Some(shown),
            (None, _) => None,
        }
    }
}

/// The statements about the strings and objects of a body, by pointer.
pub(crate) type Claims = BTreeMap<Pointer, Claim>;

/// The levels of objects that are searched: a name of an event is near the top.
pub(crate) const DEPTH: usize = 3;

/// Adds the statements of an example.
pub(crate) fn add_example(claims: &mut Claims, example: &Node) {
    walk_example(claims, example, &Pointer::root(), 0);
}

/// Adds the required members whose only value in a schema is one string. References are not followed.
pub(crate) fn add_constants(claims: &mut Claims, schema: &Node) {
    walk_constants(claims, schema, &Pointer::root(), 0);
}

fn walk_constants(claims: &mut Claims, schema: &Node, at: &Pointer, depth: usize) {
    let required: Vec<&str> = match schema.get("required").map(|required| &required.value) {
        Some(Value::Array(names)) => names.iter().filter_map(Node::as_str).collect(),
        _ => Vec::new(),
    };
    let Some(Value::Object(properties)) = schema.get("properties").map(|properties| &properties.value) else {
        return;
    };
    for member in properties.iter().filter(|member| required.contains(&member.name.as_str())) {
        let at = at.join(&member.name);
        let listed = match member.node.get("enum").map(|list| &list.value) {
            Some(Value::Array(values)) if values.len() == 1 => values[0].as_str(),
            _ => None,
        };
        if let Some(fixed) = member.node.get("const").and_then(Node::as_str).or(listed) {
            claims.entry(at.clone()).or_default().list(&[fixed]);
        }
        if depth + 1 < DEPTH {
            walk_constants(claims, &member.node, &at, depth + 1);
        }
    }
}

fn walk_example(claims: &mut Claims, example: &Node, at: &Pointer, depth: usize) {
    for member in example.as_object().unwrap_or_default() {
        let pointer = at.join(&member.name);
        match &member.node.value {
            Value::String(text) => {
                claims.entry(pointer).or_default().shown.insert(text.clone());
            }
            Value::Object(_) => {
                claims.entry(pointer.clone()).or_default().is_object = true;
                if depth + 1 < DEPTH {
                    walk_example(claims, &member.node, &pointer, depth + 1);
                }
            }
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Array(_) => {}
        }
    }
}
