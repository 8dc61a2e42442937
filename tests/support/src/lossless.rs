//! The judge of the law of lossless types: a decoded and encoded value is equal, except for members that its schema does not name.
//!
//! It reads the schema as written, without the generator.

use codegen_runtime::value::exact::Exact;
use serde_json::Value;

use crate::fixture::Fixture;
use crate::judge;

/// Returns the first difference between an instance and its result, as a JSON Pointer and a few words.
pub fn difference(fixture: &Fixture, schema: &Value, before: &Value, after: &Value) -> Option<String> {
    Comparison { fixture, document: schema }.compare(&[String::new()], before, after, "")
}

struct Comparison<'a> {
    fixture: &'a Fixture,
    document: &'a Value,
}

impl Comparison<'_> {
    /// Compares the parts that the schemas at some JSON Pointers describe.
    fn compare(&self, schemas: &[String], before: &Value, after: &Value, at: &str) -> Option<String> {
        let mut applied = Vec::new();
        for schema in schemas {
            self.apply(schema, before, &mut applied);
        }
        match (before, after) {
            (Value::Object(before), Value::Object(after)) => {
                for (name, value) in before {
                    let at = format!("{at}/{name}");
                    let described = self.members(&applied, name);
                    match after.get(name) {
                        Some(after) => {
                            if let Some(found) = self.compare(&described, value, after, &at) {
                                return Some(found);
                            }
                        }
                        None if described.is_empty() => {}
                        None => return Some(format!("{at} is lost")),
                    }
                }
                let added = after.keys().find(|name| !before.contains_key(*name));
                added.map(|name| format!("{at}/{name} was added"))
            }
            (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
                before.iter().zip(after).enumerate().find_map(|(index, (before, after))| {
                    self.compare(&self.elements(&applied, index), before, after, &format!("{at}/{index}"))
                })
            }
            (Value::Number(left), Value::Number(right)) => {
                let (left, right) = (left.to_string(), right.to_string());
                (Exact::parse(&left) != Exact::parse(&right)).then(|| format!("{at} is another number"))
            }
            _ => (before != after).then(|| format!("{at} is another value: {before} became {after}")),
        }
    }

    fn get(&self, pointer: &str) -> &Value {
        self.document.pointer(pointer).unwrap_or_else(|| panic!("{}: nothing at {pointer}", self.fixture.rule))
    }

    /// Collects the schemas that apply to an instance and accept it, starting at a pointer.
    fn apply(&self, schema: &str, instance: &Value, applied: &mut Vec<String>) {
        if applied.iter().any(|known| known == schema) {
            return;
        }
        let Some(keywords) = self.get(schema).as_object() else {
            return;
        };
        applied.push(schema.to_owned());
        let is_old = self.document["$schema"].as_str().is_some_and(|uri| uri.contains("/draft-"));
        for reference in ["$ref", "$dynamicRef"] {
            if let Some(target) = keywords.get(reference).and_then(Value::as_str)
                && let Some(target) = self.target(target)
            {
                if is_old {
                    // Its siblings are ignored.
                    applied.pop();
                }
                self.apply(&target, instance, applied);
                if is_old {
                    return;
                }
            }
        }
        let accepts = |schema: &str| judge::accepts(self.fixture, schema, instance);
        for list in ["allOf", "anyOf", "oneOf"] {
            for index in 0..keywords.get(list).and_then(Value::as_array).map_or(0, Vec::len) {
                let branch = format!("{schema}/{list}/{index}");
                if accepts(&branch) {
                    self.apply(&branch, instance, applied);
                }
            }
        }
        for beside in ["if", "then", "else"].into_iter().filter(|keyword| keywords.contains_key(*keyword)) {
            let branch = format!("{schema}/{beside}");
            let condition = accepts(&format!("{schema}/if"));
            if (beside == "else") != condition {
                self.apply(&branch, instance, applied);
            }
        }
        for list in ["dependentSchemas", "dependencies"] {
            for (name, dependency) in keywords.get(list).and_then(Value::as_object).into_iter().flatten() {
                if instance.get(name).is_some() && !dependency.is_array() {
                    self.apply(&format!("{schema}/{list}/{}", escaped(name)), instance, applied);
                }
            }
        }
    }

    /// Returns the JSON Pointer of an internal reference's target.
    fn target(&self, reference: &str) -> Option<String> {
        let fragment = reference.strip_prefix('#')?;
        if fragment.is_empty() || fragment.starts_with('/') {
            return Some(fragment.replace("%3A", ":").replace("%24", "$").replace("%25", "%"));
        }
        (self.document.get("$dynamicAnchor")?.as_str()? == fragment).then(String::new)
    }

    /// Returns the schemas that describe a member.
    fn members(&self, applied: &[String], name: &str) -> Vec<String> {
        let mut described = Vec::new();
        for schema in applied {
            let keywords = self.get(schema);
            let mut found = Vec::new();
            if keywords["properties"].get(name).is_some() {
                found.push(format!("{schema}/properties/{}", escaped(name)));
            }
            for (pattern, _) in keywords["patternProperties"].as_object().into_iter().flatten() {
                if judge::matches(pattern, name) {
                    found.push(format!("{schema}/patternProperties/{}", escaped(pattern)));
                }
            }
            // A schema without constraints does not describe unlisted members.
            let says_something = keywords
                .get("additionalProperties")
                .is_some_and(|additional| additional.as_object().is_some_and(|keywords| !keywords.is_empty()));
            if found.is_empty() && says_something {
                found.push(format!("{schema}/additionalProperties"));
            }
            described.extend(found);
        }
        described
    }

    /// Returns the schemas that describe an element.
    fn elements(&self, applied: &[String], index: usize) -> Vec<String> {
        let mut described = Vec::new();
        for schema in applied {
            let keywords = self.get(schema);
            let lists = ["prefixItems", "items"].into_iter().filter(|list| keywords[*list].is_array());
            let prefix = lists.clone().find(|list| keywords[*list].get(index).is_some());
            if let Some(list) = prefix {
                described.push(format!("{schema}/{list}/{index}"));
            } else if keywords["items"].is_object() {
                described.push(format!("{schema}/items"));
            }
        }
        described
    }
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}
