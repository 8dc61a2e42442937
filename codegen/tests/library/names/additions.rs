//! Additions that a vendor may make to a schema: members, definitions, values and branches, at the beginning, in the middle and at the end.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

/// Returns the positions in a list for an addition.
pub(crate) fn insertions(length: usize) -> Vec<usize> {
    let mut places = vec![0, length / 2, length];
    places.dedup();
    places
}

/// The additions to a schema.
pub(crate) struct Additions<'s> {
    schema: &'s Value,
    all: Vec<Addition<'s>>,
}

/// An addition, without the schema: there are thousands, and few are made.
struct Addition<'s> {
    /// The pointer to the list.
    at: String,
    added: Added<'s>,
}

enum Added<'s> {
    /// A member of `properties`, with its name and its schema.
    Member(&'static str, Cow<'s, Value>),
    /// A definition with its name, and a member of the root that uses it.
    Definition(&'static str),
    /// An element, with its position.
    Element(usize, Value),
}

impl Addition<'_> {
    /// Returns a description, and the schema with the addition.
    fn make(self, schema: &Value) -> (String, Value) {
        let (at, mut changed) = (self.at, schema.clone());
        let list = changed.pointer_mut(&at).expect("it was met");
        let what = match self.added {
            Added::Member(name, member) => {
                let what = format!("{name} at {at}: {member}");
                list[name] = member.into_owned();
                what
            }
            Added::Definition(name) => {
                list[name] = json!({ "type": "object", "properties": { "added": { "enum": ["x", "y"] } } });
                if let Some(Value::Object(members)) = changed.get_mut("properties") {
                    members.insert(format!("uses_{name}"), json!({ "$ref": format!("#{at}/{name}") }));
                }
                format!("the definition {name} at {at}")
            }
            Added::Element(index, element) => {
                let what = format!("{element} at {at}, {index}");
                list.as_array_mut().expect("a list").insert(index, element);
                what
            }
        };
        (what, changed)
    }
}

impl<'s> Additions<'s> {
    /// Finds all additions to a schema.
    pub(crate) fn of(schema: &'s Value) -> Self {
        let mut additions = Self { schema, all: Vec::new() };
        additions.below(schema, "");
        additions
    }

    /// Makes at most `most` additions, evenly distributed.
    pub(crate) fn take_evenly(self, most: usize) -> impl Iterator<Item = (String, Value)> {
        let step = self.all.len().div_ceil(most).max(1);
        self.all.into_iter().step_by(step).map(|addition| addition.make(self.schema))
    }

    fn below(&mut self, value: &'s Value, at: &str) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    let at = format!("{at}/{escaped}");
                    match (name.as_str(), value) {
                        ("properties", Value::Object(listed)) => self.members(listed, &at),
                        ("$defs" | "definitions", Value::Object(listed)) => self.definitions(listed, &at),
                        ("enum", Value::Array(listed)) if listed.iter().all(Value::is_string) && listed.len() > 1 => {
                            self.elements(listed, &at, &json!("a new value"));
                        }
                        ("oneOf" | "anyOf", Value::Array(listed)) if is_choice(listed) => {
                            self.elements(listed, &at, &branch());
                        }
                        _ => {}
                    }
                    self.below(value, &at);
                }
            }
            Value::Array(elements) => {
                elements.iter().enumerate().for_each(|(index, value)| self.below(value, &format!("{at}/{index}")));
            }
            _ => {}
        }
    }

    fn members(&mut self, listed: &'s Map<String, Value>, at: &str) {
        let member = json!({
            "title": "Address", "type": "object", "properties": { "street": { "enum": ["a", "b"] }, "object": { "type": "object", "properties": { "x": { "type": "string" } } } }
        });
        // A copy of any other member's schema, under another name; a forbidden member is no addition.
        let same = listed
            .values()
            .find(|member| **member != Value::Bool(false))
            .map_or(Cow::Owned(Value::Null), Cow::Borrowed);
        for schema in [Cow::Owned(member.clone()), Cow::Owned(json!({ "type": "string" })), same] {
            // Members are read in the order of their names: these come first, in the middle and last.
            for name in ["AAA_added", "mmm_added", "zzz_added"] {
                self.push(at, Added::Member(name, schema.clone()));
            }
        }
        if !listed.contains_key("other") {
            self.push(at, Added::Member("other", Cow::Owned(member)));
        }
    }

    fn definitions(&mut self, listed: &Map<String, Value>, at: &str) {
        for name in ["AAA_definition", "Address", "zzz"].into_iter().filter(|name| !listed.contains_key(*name)) {
            self.push(at, Added::Definition(name));
        }
    }

    fn elements(&mut self, listed: &[Value], at: &str, added: &Value) {
        for index in insertions(listed.len()) {
            self.push(at, Added::Element(index, added.clone()));
        }
    }

    fn push(&mut self, at: &str, added: Added<'s>) {
        self.all.push(Addition { at: at.to_owned(), added });
    }
}

/// Returns true if branches are already a choice of objects: a second branch would turn a single one into a union.
fn is_choice(branches: &[Value]) -> bool {
    branches.iter().filter(|branch| branch["properties"].is_object() || branch["$ref"].is_string()).count() > 1
}

fn branch() -> Value {
    json!({ "type": "object", "title": "An added branch", "required": ["an_added_tag"], "properties": { "an_added_tag": { "const": "added" } } })
}
