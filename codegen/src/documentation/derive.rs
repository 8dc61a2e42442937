//! Instances → a schema that accepts them: open, and with the members that all of them have as required ones.

use std::collections::BTreeSet;

use codegen_runtime::format::date_time;

use crate::json::construct::{array, member, object, string};
use crate::json::{Member, Node, Value};
use crate::keyword::dialect::Draft;

/// Derives the document of an event whose source has examples and no schema, and says so in it.
pub(crate) fn document(examples: &[&Node]) -> Node {
    let Value::Object(members) = schema(examples).value else { return object(Vec::new()) };
    let count = if examples.len() == 1 { "an example".to_owned() } else { format!("{} examples", examples.len()) };
    let comment = format!("Derived from {count}: the source documents no schema. Later imports keep it.");
    let head = [("$schema", Draft::Draft2020.meta_schema()), ("$comment", &comment)];
    let head = head.into_iter().map(|(name, text)| member(name, string(text)));
    object(head.chain(members.iter().cloned()).collect())
}

/// Returns a schema that is a reference.
pub(crate) fn reference(to: &str) -> Node {
    object(vec![member("$schema", string(Draft::Draft2020.meta_schema())), member("$ref", string(to))])
}

/// Derives a schema. Null in some of the instances makes a value nullable; null in all of them says nothing about its type.
pub(crate) fn schema(instances: &[&Node]) -> Node {
    let mut types: Vec<&str> = Vec::new();
    for instance in instances {
        let name = type_name(instance);
        if !types.contains(&name) {
            types.push(name);
        }
    }
    if types.contains(&"number") {
        types.retain(|name| *name != "integer");
    }
    // Nothing but null, or nothing at all.
    if types.iter().all(|name| *name == "null") {
        return object(Vec::new());
    }
    types.sort_by_key(|name| *name == "null");
    let mut members = vec![match types.as_slice() {
        [single] => member("type", string(single)),
        several => member("type", array(several.iter().map(|name| string(name)).collect())),
    }];
    let mut texts = instances.iter().filter_map(|instance| instance.as_str()).peekable();
    if texts.peek().is_some() && texts.all(date_time::is_valid) {
        members.push(member("format", string("date-time")));
    }
    let elements: Vec<&Node> = instances.iter().filter_map(|instance| instance.as_array()).flatten().collect();
    if !elements.is_empty() {
        members.push(member("items", schema(&elements)));
    }
    members.extend(of_members(instances));
    object(members)
}

/// Derives the keywords for the members of objects, in the order of their first mention.
fn of_members(instances: &[&Node]) -> Vec<Member> {
    let objects: Vec<&[Member]> = instances.iter().filter_map(|instance| instance.as_object()).collect();
    let mut names: Vec<&str> = Vec::new();
    let mut seen = BTreeSet::new();
    for known in objects.iter().flat_map(|members| members.iter()) {
        if seen.insert(known.name.as_str()) {
            names.push(&known.name);
        }
    }
    if names.is_empty() {
        return Vec::new();
    }
    let values = |name: &str| -> Vec<&Node> { instances.iter().filter_map(|instance| instance.get(name)).collect() };
    let required = names.iter().filter(|name| values(name).len() == objects.len());
    let required: Vec<Node> = required.map(|name| string(name)).collect();
    let properties = names.iter().map(|name| member(name, schema(&values(name)))).collect();
    let required = (!required.is_empty()).then(|| member("required", array(required)));
    required.into_iter().chain([member("properties", object(properties))]).collect()
}

/// Returns the type, with integers told from other numbers by their text.
fn type_name(instance: &Node) -> &'static str {
    match &instance.value {
        Value::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => "integer",
        _ => instance.type_name(),
    }
}

/// Creates a schema with this type alone.
pub(crate) fn typed(type_name: &str) -> Node {
    object(vec![member("type", string(type_name))])
}
