//! Bases: schemas with `discriminator` and without a union. Where one is expected, what the schemas of its names add is not checked.

use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::oddity::{Oddities, Oddity};
use crate::openapi::tag;
use crate::source::location::Pointer;

/// Notes a reference to a base, unless it only extends the base.
pub(super) fn note_reference(api: Api<'_>, oddities: &mut Oddities, schema: &At<'_>, target: &At<'_>) {
    let Some(discriminator) = target.get("discriminator").filter(|_| is_base(target)) else { return };
    let owner = extended(api, schema);
    if !owner.is_some_and(|owner| is_extension(api, &owner, target, &discriminator)) {
        oddities.note_names(Oddity::Subtypes, api.place(schema), &tag::names(&discriminator));
    }
}

/// Notes a base in the place where it is expected. A component is expected where a reference leads to it.
pub(super) fn note_inline(api: Api<'_>, oddities: &mut Oddities, at: &At<'_>) {
    let Some(discriminator) = at.get("discriminator").filter(|_| is_base(at) && !is_component(at)) else { return };
    let owner = extended(api, at);
    if !owner.is_some_and(|owner| is_extension(api, &owner, at, &discriminator)) {
        oddities.note_names(Oddity::Subtypes, api.place(&discriminator), &tag::names(&discriminator));
    }
}

fn is_base(at: &At<'_>) -> bool {
    ["oneOf", "anyOf"].iter().all(|union| at.node.get(union).is_none())
}

fn is_component(at: &At<'_>) -> bool {
    let tokens: Vec<String> = at.pointer.tokens().collect();
    matches!(tokens.as_slice(), [components, schemas, _] if components == "components" && schemas == "schemas")
}

/// Returns the schema that has another one in its `allOf`.
fn extended<'d>(api: Api<'d>, part: &At<'_>) -> Option<At<'d>> {
    let list = part.pointer.parent()?;
    let is_list = list.tokens().last().is_some_and(|keyword| keyword == "allOf");
    api.at(list.parent()?).filter(|_| is_list)
}

/// Returns true for a schema that is one of those a base stands for: it says which, `mapping` does, or it is a component that adds something.
fn is_extension(api: Api<'_>, owner: &At<'_>, base: &At<'_>, discriminator: &At<'_>) -> bool {
    const SILENT: [&str; 5] = ["title", "description", "example", "examples", "deprecated"];
    let adds = || {
        let parts = owner.get("allOf").map_or(0, |parts| parts.elements().count());
        parts > 1 || owner.members().any(|(name, _)| name != "allOf" && !SILENT.contains(&name))
    };
    let is_mapped = || tag::mapped(api, discriminator).any(|target| target == owner.pointer);
    let name = discriminator.text("propertyName").map(|name| Pointer::root().join(name));
    let listed = |schema: &At<'_>| {
        let claim = name.as_ref().and_then(|name| evidence::of_schema(api, schema).remove(name));
        claim.map(|claim| claim.listed).unwrap_or_default()
    };
    let names = || listed(owner);
    is_component(owner) && adds() || is_mapped() || !names().is_empty() && names() != listed(base)
}
