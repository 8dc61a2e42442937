//! `discriminator`: gives the branches of a union the values that tell them apart, if they do not fix them themselves.

use std::collections::BTreeMap;

use crate::json::{Member, Node, Value};
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::written::{member, string};
use crate::source::location::Pointer;

/// Adds the values of `mapping` to the branches of a schema. They say the same as `discriminator`: which branch an instance is meant for.
pub(super) fn fix<'d>(api: Api<'d>, oddities: &mut Oddities, at: &At<'d>, members: &mut [Member]) {
    let Some(discriminator) = at.get("discriminator") else { return };
    let name = discriminator.text("propertyName");
    let union = ["oneOf", "anyOf"].iter().find_map(|keyword| Some((*keyword, at.get(keyword)?)));
    let Some((name, (keyword, union))) = name.zip(union) else {
        return oddities.note(Oddity::Untagged, api.place(&discriminator));
    };
    let targets: Vec<Option<At<'d>>> = union.elements().map(|branch| api.target(&branch.get("$ref")?).ok()).collect();
    let tag = Pointer::root().join(name);
    let claims = |target: &Option<At<'d>>| target.as_ref().map(|target| evidence::of_schema(api, target));
    let fixes = |target: &Option<At<'d>>| {
        claims(target).is_some_and(|claims| claims.get(&tag).is_some_and(|claim| claim.fixed.is_some()))
    };
    if targets.iter().all(fixes) {
        return;
    }
    let mapped = mapping(api, &discriminator);
    let is_mapped =
        |target: &Option<At<'d>>| target.as_ref().is_some_and(|target| mapped.contains_key(&target.pointer));
    let list = members.iter_mut().find(|member| member.name == keyword).map(|member| &mut member.node.value);
    let (true, Some(Value::Array(branches))) = (targets.iter().all(is_mapped), list) else {
        return oddities.note(Oddity::Untagged, api.place(&discriminator));
    };
    for (branch, target) in branches.iter_mut().zip(&targets) {
        if let (Some(target), false) = (target, fixes(target)) {
            *branch = tagged(branch, name, &mapped[&target.pointer]);
        }
    }
}

/// Returns the names that `mapping` gives to each schema.
fn mapping<'d>(api: Api<'d>, discriminator: &At<'d>) -> BTreeMap<Pointer, Vec<At<'d>>> {
    let mut mapped: BTreeMap<Pointer, Vec<At<'d>>> = BTreeMap::new();
    for (_, target) in discriminator.get("mapping").iter().flat_map(At::members) {
        // The value is a reference, or the name of a component.
        let named = || Some(Pointer::root().join("components").join("schemas").join(target.node.as_str()?));
        let pointer = api.target(&target).ok().map(|target| target.pointer).or_else(named);
        if let Some(pointer) = pointer {
            mapped.entry(pointer).or_default().push(target);
        }
    }
    mapped
}

/// Adds the values of the tag to a branch. Each is the last token of its pointer, the name in `mapping`.
fn tagged(branch: &Node, name: &str, values: &[At<'_>]) -> Node {
    let object = |members: Vec<Member>| Node { span: branch.span.clone(), value: Value::Object(members.into()) };
    let value = |at: &At<'_>| string(&at.pointer.tokens().last().unwrap_or_default(), at.node);
    let fixed = match values {
        [single] => member("const", value(single)),
        several => {
            let list = Value::Array(several.iter().map(value).collect());
            member("enum", Node { span: branch.span.clone(), value: list })
        }
    };
    let properties = member("properties", object(vec![member(name, object(vec![fixed]))]));
    object(branch.as_object().unwrap_or_default().iter().cloned().chain([properties]).collect())
}
