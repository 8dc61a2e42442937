//! Additions that a vendor may make to a schema: members, definitions, values and branches, at the beginning, in the middle and at the end.

use serde_json::{Map, Value, json};

/// Returns the positions in a list for an addition.
pub(crate) fn insertions(length: usize) -> Vec<usize> {
    let mut places = vec![0, length / 2, length];
    places.dedup();
    places
}

/// Schemas with one addition each, and a description of it.
pub(crate) struct Additions {
    all: Vec<(String, Value)>,
}

impl Additions {
    /// Makes all additions to a schema.
    pub(crate) fn of(schema: &Value) -> Self {
        let mut additions = Self { all: Vec::new() };
        additions.below(schema, schema, "");
        additions
    }

    /// Returns at most `most` additions, evenly distributed.
    pub(crate) fn take_evenly(self, most: usize) -> impl Iterator<Item = (String, Value)> {
        let step = self.all.len().div_ceil(most).max(1);
        self.all.into_iter().step_by(step)
    }

    fn below(&mut self, root: &Value, value: &Value, at: &str) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    let at = format!("{at}/{escaped}");
                    match (name.as_str(), value) {
                        ("properties", Value::Object(listed)) => self.members(root, listed, &at),
                        ("$defs" | "definitions", Value::Object(listed)) => self.definitions(root, listed, &at),
                        ("enum", Value::Array(listed)) if listed.iter().all(Value::is_string) && listed.len() > 1 => {
                            self.elements(root, listed, &at, &json!("a new value"));
                        }
                        ("oneOf" | "anyOf", Value::Array(listed)) if is_choice(listed) => {
                            self.elements(root, listed, &at, &branch());
                        }
                        _ => {}
                    }
                    self.below(root, value, &at);
                }
            }
            Value::Array(elements) => {
                elements
                    .iter()
                    .enumerate()
                    .for_each(|(index, value)| self.below(root, value, &format!("{at}/{index}")));
            }
            _ => {}
        }
    }

    fn members(&mut self, root: &Value, listed: &Map<String, Value>, at: &str) {
        let member = json!({
            "title": "Address", "type": "object", "properties": { "street": { "enum": ["a", "b"] }, "object": { "type": "object", "properties": { "x": { "type": "string" } } } }
        });
        // A copy of any other member's schema, under another name.
        let same = listed.values().next().cloned().unwrap_or_default();
        for schema in [&member, &json!({ "type": "string" }), &same] {
            // Members are read in the order of their names: these come first, in the middle and last.
            for name in ["AAA_added", "mmm_added", "zzz_added"] {
                self.member(root, listed, at, name, schema);
            }
        }
        if !listed.contains_key("other") {
            self.member(root, listed, at, "other", &member);
        }
    }

    fn member(&mut self, root: &Value, listed: &Map<String, Value>, at: &str, name: &str, schema: &Value) {
        let mut changed = listed.clone();
        changed.insert(name.to_owned(), schema.clone());
        self.push(root, at, Value::Object(changed), format!("{name} at {at}: {schema}"));
    }

    /// Adds a definition, and a member of the root that uses it.
    fn definitions(&mut self, root: &Value, listed: &Map<String, Value>, at: &str) {
        for name in ["AAA_definition", "Address", "zzz"].into_iter().filter(|name| !listed.contains_key(*name)) {
            let mut changed = listed.clone();
            let schema = json!({ "type": "object", "properties": { "added": { "enum": ["x", "y"] } } });
            changed.insert(name.to_owned(), schema);
            let mut root = root.clone();
            if let Some(Value::Object(members)) = root.get_mut("properties") {
                members.insert(format!("uses_{name}"), json!({ "$ref": format!("#{at}/{name}") }));
            }
            self.push(&root, at, Value::Object(changed), format!("the definition {name} at {at}"));
        }
    }

    fn elements(&mut self, root: &Value, listed: &[Value], at: &str, added: &Value) {
        for index in insertions(listed.len()) {
            let mut changed = listed.to_vec();
            changed.insert(index, added.clone());
            self.push(root, at, Value::Array(changed), format!("{added} at {at}, {index}"));
        }
    }

    fn push(&mut self, root: &Value, at: &str, changed: Value, what: String) {
        let mut root = root.clone();
        *root.pointer_mut(at).expect("it was just met") = changed;
        self.all.push((what, root));
    }
}

/// Returns true if branches are already a choice of objects: a second branch would turn a single one into a union.
fn is_choice(branches: &[Value]) -> bool {
    branches.iter().filter(|branch| branch["properties"].is_object() || branch["$ref"].is_string()).count() > 1
}

fn branch() -> Value {
    json!({ "type": "object", "title": "An added branch", "required": ["an_added_tag"], "properties": { "an_added_tag": { "const": "added" } } })
}
