//! `discriminator`: gives the branches of a union the values that tell them apart, if they do not fix them themselves.

use std::collections::BTreeMap;

use crate::json::{self, Member, Node, Value};
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::written::{member, string};
use crate::source::location::{Pointer, Source};

/// The values of the member that tells the branches of a union apart.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'d> {
    /// The name of the member.
    pub(super) name: &'d str,
    /// The values of each branch, in the order of the union; none for one that fixes the member itself.
    pub(super) values: Vec<Vec<Node>>,
}

/// Adds the values of `mapping` to the branches of a schema. They say the same as `discriminator`: which branch an instance is meant for.
pub(super) fn fix<'d>(api: Api<'d>, oddities: &mut Oddities, at: &At<'d>, members: &mut [Member]) {
    let Some(discriminator) = at.get("discriminator") else { return };
    let union = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, at.get(keyword)?)));
    let tag = union.as_ref().and_then(|(_, union)| find(api, &discriminator, union));
    let list = union.as_ref().and_then(|(keyword, _)| members.iter_mut().find(|member| member.name == *keyword));
    let list = list.map(|member| &mut member.node.value);
    let (Some(tag), Some((_, union)), Some(Value::Array(branches))) = (tag, union, list) else {
        return oddities.note(Oddity::Untagged, api.place(&discriminator));
    };
    note_strays(api, oddities, &discriminator, &union);
    let at = Pointer::root().join(tag.name);
    for (branch, values) in branches.iter_mut().zip(&tag.values) {
        *branch = tagged(branch, &at, values);
    }
}

/// Returns the values that tell the branches of a union apart; `None` if a branch has none, or cannot have those of `mapping`.
pub(super) fn find<'d>(api: Api<'d>, discriminator: &At<'d>, union: &At<'d>) -> Option<Tag<'d>> {
    let name = discriminator.text("propertyName")?;
    let member = Pointer::root().join(name);
    let mapped = mapping(api, discriminator);
    let of_branch = |branch: At<'d>| -> Option<Vec<Node>> {
        let target = api.target(&branch.get("$ref")?).ok()?;
        let is_fixed = |at: &At<'d>| evidence::of_schema(api, at).get(&member).is_some_and(|it| it.fixed().is_some());
        if is_fixed(&target) {
            return Some(Vec::new());
        }
        let names = mapped.get(&target.pointer)?;
        names
            .iter()
            .map(|name| value(name).into_iter().find(|it| evidence::admits(api, &branch, &member, it)))
            .collect()
    };
    let values = union.elements().map(of_branch).collect::<Option<_>>()?;
    Some(Tag { name, values })
}

/// Returns what a name in `mapping` can stand for, the string first: names are strings, but the member may be a number.
fn value(at: &At<'_>) -> Vec<Node> {
    let text = at.pointer.tokens().last().unwrap_or_default();
    let scalar = json::parse(&Source::new("", text.as_str())).ok().map(|document| document.root.value);
    let scalar = scalar.filter(|value| matches!(value, Value::Number(_) | Value::Boolean(_)));
    let scalar = scalar.map(|value| Node { span: at.node.span.clone(), value });
    std::iter::once(string(&text, at.node)).chain(scalar).collect()
}

/// Returns the names that `mapping` gives to each schema.
fn mapping<'d>(api: Api<'d>, discriminator: &At<'d>) -> BTreeMap<Pointer, Vec<At<'d>>> {
    let mut mapped: BTreeMap<Pointer, Vec<At<'d>>> = BTreeMap::new();
    for (_, name) in discriminator.get("mapping").iter().flat_map(At::members) {
        if let Some(target) = target(api, &name) {
            mapped.entry(target).or_default().push(name);
        }
    }
    mapped
}

/// Returns the schema that a name in `mapping` leads to, by a reference or by the name of a component.
fn target(api: Api<'_>, name: &At<'_>) -> Option<Pointer> {
    let component = || Some(Pointer::root().join("components").join("schemas").join(name.node.as_str()?));
    api.target(name).ok().map(|target| target.pointer).or_else(component)
}

/// Notes the names in `mapping` that lead to none of the branches.
fn note_strays<'d>(api: Api<'d>, oddities: &mut Oddities, discriminator: &At<'d>, union: &At<'d>) {
    let branches = union.elements().filter_map(|branch| api.target(&branch.get("$ref")?).ok());
    let branches: Vec<Pointer> = branches.map(|target| target.pointer).collect();
    for (_, name) in discriminator.get("mapping").iter().flat_map(At::members) {
        if target(api, &name).is_none_or(|target| !branches.contains(&target)) {
            oddities.note(Oddity::StrayMapping, api.place(&name));
        }
    }
}

/// Adds the values of a member to a schema, if there are any.
pub(super) fn tagged(schema: &Node, at: &Pointer, values: &[Node]) -> Node {
    let object = |members: Vec<Member>| Node { span: schema.span.clone(), value: Value::Object(members.into()) };
    let list = |values: Vec<Node>| Node { span: schema.span.clone(), value: Value::Array(values) };
    let fixed = match values {
        [] => return schema.clone(),
        [single] => member("const", single.clone()),
        several => member("enum", list(several.to_vec())),
    };
    let tokens: Vec<_> = at.tokens().collect();
    let properties = |inner: Member, name: &str| member("properties", object(vec![member(name, object(vec![inner]))]));
    let properties = tokens.iter().rev().fold(fixed, |inner, name| properties(inner, name));
    let mut members = schema.as_object().unwrap_or_default().to_vec();
    if schema.get("properties").is_none() {
        members.push(properties);
        return object(members);
    }
    // Its own properties stay as they are.
    match members.iter_mut().find(|member| member.name == "allOf") {
        Some(Member { node: Node { value: Value::Array(parts), .. }, .. }) => parts.push(object(vec![properties])),
        _ => members.push(member("allOf", list(vec![object(vec![properties])]))),
    }
    object(members)
}
