//! `nullable`: adds null to the type beside it [OpenAPI 3.0.3 §4.7.24.1].

use crate::json::{Member, Node, Value};
use crate::openapi::api::{Api, At, Version};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::written::{member, string};

/// The keywords that stay beside a union with null, because they say nothing about its branches.
const ANNOTATIONS: [&str; 6] = ["title", "description", "default", "examples", "deprecated", "readOnly"];

/// Applies `nullable` of a schema to its written members.
pub(super) fn apply(
    api: Api<'_>,
    oddities: &mut Oddities,
    is_everywhere: bool,
    schema: &At<'_>,
    members: &mut Vec<Member>,
) {
    let own = schema.get("x-nullable").filter(|own| matches!(own.node.value, Value::Boolean(true)));
    let Some(flag) = schema.get("nullable") else {
        if let Some(own) = own.filter(|_| !evidence::states_null(schema)) {
            oddities.note(Oddity::OwnNullable, api.place(&own));
        }
        return;
    };
    let place = api.place(&flag);
    match flag.node.value {
        Value::Boolean(true) => {}
        Value::Boolean(false) => return,
        _ => return oddities.note(Oddity::NoFlag, place),
    }
    if api.version == Version::V31 {
        oddities.note(Oddity::NullableSince31, place.clone());
    }
    let in_place = |member: &Member| matches!(member.name.as_str(), "$ref" | "allOf" | "anyOf" | "oneOf");
    let has_type = members.iter().any(|member| member.name == "type");
    if is_everywhere && members.iter().any(in_place) {
        return unite_with_null(members, flag.node);
    }
    if evidence::refuses_null(api, schema) && !is_everywhere {
        oddities.note(Oddity::NullableBeside, place);
    }
    if has_type || is_everywhere {
        for member in members.iter_mut() {
            admit_null(member, flag.node);
        }
    }
}

/// Adds null to the types and values that a keyword lists.
fn admit_null(keyword: &mut Member, flag: &Node) {
    let value = std::mem::replace(&mut keyword.node.value, Value::Null);
    let null = Node { span: flag.span.clone(), value: Value::Null };
    let scalar = |value| Node { span: keyword.node.span.clone(), value };
    keyword.node.value = match (keyword.name.as_str(), value) {
        ("type", Value::String(text)) if text != "null" => {
            Value::Array(vec![scalar(Value::String(text)), string("null", flag)])
        }
        ("type", Value::Array(mut types)) => {
            if !types.iter().any(|known| known.as_str() == Some("null")) {
                types.push(string("null", flag));
            }
            Value::Array(types)
        }
        // A list of values without null leaves no effect to the word, so null was meant.
        ("enum", Value::Array(mut values)) => {
            if !values.contains(&null) {
                values.push(null);
            }
            Value::Array(values)
        }
        ("const", value) if value != Value::Null => {
            "enum".clone_into(&mut keyword.name);
            Value::Array(vec![scalar(value), null])
        }
        (_, value) => value,
    };
}

/// Replaces the constraints by a union of them and null.
fn unite_with_null(members: &mut Vec<Member>, flag: &Node) {
    let object = |members: Vec<Member>| Node { span: flag.span.clone(), value: Value::Object(members.into()) };
    let is_annotation = |member: &Member| ANNOTATIONS.contains(&member.name.as_str()) || member.name.starts_with("x-");
    let (annotations, constraints): (Vec<Member>, Vec<Member>) = members.drain(..).partition(is_annotation);
    let null = object(vec![member("type", string("null", flag))]);
    let branches = Value::Array(vec![object(constraints), null]);
    members.extend(annotations);
    members.push(member("anyOf", Node { span: flag.span.clone(), value: branches }));
}
