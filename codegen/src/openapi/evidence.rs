//! The statements of a schema about the members of its instances.

use crate::documentation::claim::{Claims, DEPTH};
use crate::openapi::api::{Api, At};
use crate::source::location::Pointer;

/// The limit of schemas that are looked at for one body.
const STEPS: usize = 4000;

/// Collects the statements of a schema about members that every instance may have.
pub(super) fn of_schema(api: Api<'_>, at: &At<'_>) -> Claims {
    let mut collecting = Collecting { api, claims: Claims::new(), steps: 0 };
    collecting.schema(at, &Pointer::root(), 0);
    collecting.claims
}

struct Collecting<'d> {
    api: Api<'d>,
    claims: Claims,
    steps: usize,
}

impl Collecting<'_> {
    /// Collects the statements of a schema about the members of the value at a pointer.
    fn schema(&mut self, at: &At<'_>, value: &Pointer, depth: usize) {
        self.steps += 1;
        if self.steps > STEPS {
            return;
        }
        if let Some(target) = at.get("$ref").and_then(|reference| self.api.target(&reference).ok()) {
            self.schema(&target, value, depth);
        }
        for part in at.get("allOf").iter().flat_map(At::elements) {
            self.schema(&part, value, depth);
        }
        if !value.as_str().is_empty() {
            self.claim(at, value);
        }
        if depth < DEPTH {
            for (name, member) in at.get("properties").iter().flat_map(At::members) {
                self.schema(&member, &value.join(name), depth + 1);
            }
        }
    }

    fn claim(&mut self, at: &At<'_>, value: &Pointer) {
        let values = at.get("enum").map(|values| values.elements().map(|it| it.node).collect::<Vec<_>>());
        let fixed = match (at.node.get("const"), values.as_deref()) {
            (Some(fixed), _) => fixed.as_str(),
            (None, Some([single])) => single.as_str(),
            _ => None,
        };
        let is_object = at.node.get("properties").is_some() || at.text("type") == Some("object");
        let is_string = at.text("type") == Some("string");
        if fixed.is_none() && !is_object && !is_string {
            return;
        }
        let claim = self.claims.entry(value.clone()).or_default();
        claim.is_object |= is_object;
        claim.fixed = claim.fixed.take().or(fixed.map(str::to_owned));
        claim.format = claim.format.take().or(at.text("format").map(str::to_owned));
    }
}
