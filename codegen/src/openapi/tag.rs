//! `discriminator`: gives the branches of a union the values that tell them apart, if they do not fix them themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{self, Member, Node, Value};
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::written::{member, string};
use crate::source::location::{Pointer, Source};

/// The values of the member that distinguishes the branches of a union.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'d> {
    /// The name of the member.
    pub(super) name: &'d str,
    /// The values of each branch, in the order of the union; none for one that fixes the member itself.
    pub(super) values: Vec<Vec<Node>>,
}

/// Adds the values of `mapping` to the branches of a schema. Like `discriminator`, they say which branch an instance is meant for.
pub(super) fn fix<'d>(api: Api<'d>, oddities: &mut Oddities, at: &At<'d>, members: &mut [Member]) {
    let Some(discriminator) = at.get("discriminator") else { return };
    let union = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, at.get(keyword)?)));
    let Some((keyword, union)) = union else { return };
    let list = members.iter_mut().find(|member| member.name == keyword).map(|member| &mut member.node.value);
    let (Some(tag), Some(Value::Array(branches))) = (find(api, &discriminator, &union), list) else {
        let targets: Vec<Pointer> = union.elements().filter_map(|it| Some(branch_of(api, &it)?.pointer)).collect();
        let mapped = discriminator.get("mapping");
        let is_stray = |(_, at): &(&str, At<'d>)| target(api, at).is_none_or(|target| !targets.contains(&target));
        let strays: Vec<_> = mapped.iter().flat_map(At::members).filter(is_stray).collect();
        if strays.is_empty() {
            oddities.note(Oddity::Untagged, api.place(&discriminator));
        }
        return strays
            .iter()
            .for_each(|(name, at)| oddities.note_names(Oddity::BrokenMapping, api.place(at), &[*name]));
    };
    note_strays(api, oddities, &discriminator, &union, &tag);
    if tag.values.iter().any(|values| !values.is_empty()) {
        oddities.note(Oddity::MappedConst, api.place(&discriminator));
    }
    let at = Pointer::root().join(tag.name);
    for (branch, values) in branches.iter_mut().zip(&tag.values) {
        *branch = tagged(branch, &at, values);
    }
}

/// Returns the names in `mapping`.
pub(super) fn names<'d>(discriminator: &At<'d>) -> Vec<&'d str> {
    discriminator.get("mapping").iter().flat_map(At::members).map(|(name, _)| name).collect()
}

/// Returns the values that tell the branches of a union apart; `None` if a branch has none, or cannot have those of `mapping`.
pub(super) fn find<'d>(api: Api<'d>, discriminator: &At<'d>, union: &At<'d>) -> Option<Tag<'d>> {
    let name = discriminator.text("propertyName")?;
    let member = Pointer::root().join(name);
    let mapped = mapping(api, discriminator);
    let targets: Vec<At<'d>> = union.elements().map(|branch| branch_of(api, &branch)).collect::<Option<_>>()?;
    let own: Vec<Vec<String>> = targets.iter().map(|target| own_values(api, target, &member)).collect();
    let is_shared = |name: &String| own.iter().filter(|own| own.contains(name)).count() > 1;
    let of_branch = |((branch, target), own): ((At<'d>, &At<'d>), &Vec<String>)| -> Option<Vec<Node>> {
        // A branch with names of its own needs no others; `mapping` need not have all of them.
        let needs_names = own.len() != 1 && (own.is_empty() || own.iter().any(is_shared));
        if let Some(names) = mapped.get(&target.pointer).filter(|_| needs_names) {
            let of_name = |name| value(name).into_iter().find(|it| evidence::admits(api, &branch, &member, it));
            return names.iter().map(of_name).collect();
        }
        (!own.is_empty() || is_null(target)).then(Vec::new)
    };
    let values = union.elements().zip(&targets).zip(&own).map(of_branch).collect::<Option<Vec<_>>>()?;
    let mut listed = own.iter().zip(&values).filter(|(_, values)| values.is_empty()).flat_map(|(own, _)| own);
    let mut seen = BTreeSet::new();
    let are_distinct = listed.all(|name| seen.insert(name));
    (are_distinct || values.iter().any(|values| !values.is_empty())).then_some(Tag { name, values })
}

/// Returns the schema of a branch: what it refers to, or itself.
fn branch_of<'d>(api: Api<'d>, branch: &At<'d>) -> Option<At<'d>> {
    match branch.get("$ref") {
        Some(reference) => api.target(&reference).ok(),
        None => Some(branch.clone()),
    }
}

/// Returns the names that a branch itself allows in a member; none if it does not list them.
fn own_values(api: Api<'_>, branch: &At<'_>, member: &Pointer) -> Vec<String> {
    evidence::of_schema(api, branch).remove(member).map(|claim| claim.listed).unwrap_or_default()
}

/// Returns true for a branch that only null fits, which needs no name.
fn is_null(branch: &At<'_>) -> bool {
    let types = branch.node.get("type");
    types.is_some_and(|it| matches!(it.value, Value::Null) || it.as_str() == Some("null"))
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

/// Returns the schemas that the names in `mapping` lead to.
pub(super) fn mapped<'d>(api: Api<'d>, discriminator: &At<'d>) -> impl Iterator<Item = Pointer> {
    let names: Vec<At<'d>> = discriminator.get("mapping").iter().flat_map(At::members).map(|(_, name)| name).collect();
    names.into_iter().filter_map(move |name| target(api, &name))
}

/// Returns the schema that a name in `mapping` leads to, by a reference or by the name of a component.
fn target(api: Api<'_>, name: &At<'_>) -> Option<Pointer> {
    let component = || Some(Pointer::root().join("components").join("schemas").join(name.node.as_str()?));
    api.target(name).ok().map(|target| target.pointer).or_else(component)
}

/// Notes the names in `mapping` that lead to none of the branches, or to one that refuses them, and those of branches that `mapping` lacks.
fn note_strays<'d>(api: Api<'d>, oddities: &mut Oddities, discriminator: &At<'d>, union: &At<'d>, tag: &Tag<'d>) {
    let own = |branch: &At<'d>| {
        let target = branch_of(api, branch)?;
        let own = own_values(api, &target, &Pointer::root().join(tag.name));
        Some((target.pointer, own))
    };
    let mapped = names(discriminator);
    let mut branches: Vec<(Pointer, Vec<String>)> = Vec::new();
    for (branch, added) in union.elements().zip(&tag.values) {
        let Some((pointer, own)) = own(&branch) else { continue };
        let lost: Vec<&str> = own.iter().map(String::as_str).filter(|name| !mapped.contains(name)).collect();
        if !added.is_empty() && !lost.is_empty() {
            oddities.note_names(Oddity::UnmappedName, api.place(&branch), &lost);
        }
        branches.push((pointer, if added.is_empty() { own } else { Vec::new() }));
    }
    for (name, at) in discriminator.get("mapping").iter().flat_map(At::members) {
        let place = || api.place(&at);
        let target = target(api, &at);
        match branches.iter().find(|(branch, _)| Some(branch) == target.as_ref()) {
            None => oddities.note_names(Oddity::StrayMapping, place(), &[name]),
            Some((_, own)) if !own.is_empty() && !own.iter().any(|it| it == name) => {
                oddities.note_names(Oddity::RefusedMapping, place(), &[name]);
            }
            Some(_) => {}
        }
    }
}

/// Notes the names in `mapping` of a union that do not belong to its events.
pub(super) fn note_lost<'d>(api: Api<'d>, oddities: &mut Oddities, discriminator: &At<'d>, union: &At<'d>) {
    if let Some(tag) = find(api, discriminator, union) {
        note_strays(api, oddities, discriminator, union, &tag);
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
