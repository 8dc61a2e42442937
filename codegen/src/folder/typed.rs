//! The type of a schema of the folder, which other files may state.

use crate::folder::schema::Schema;
use crate::json::Node;
use crate::openapi::{self, Api, At};
use crate::schema::registry::{Location, Registry};
use crate::source::diagnostic::Diagnostics;
use crate::source::location::Pointer;

/// The maximum number of schemas that are looked at.
const STEPS: usize = 1000;

/// Returns true if a schema refuses null for certain: by itself, or by what it refers to in any file.
pub(super) fn is_object(schemas: &[Schema], registry: &mut Registry, index: usize) -> bool {
    let mut search = Search { schemas, registry, steps: 0 };
    search.refuses_null(&Location { document: index, pointer: Pointer::root() })
}

struct Search<'s> {
    schemas: &'s [Schema],
    registry: &'s mut Registry,
    steps: usize,
}

impl Search<'_> {
    fn refuses_null(&mut self, location: &Location) -> bool {
        self.steps += 1;
        // The documents behind the schemas are meta-schemas.
        let Some(schema) = self.schemas.get(location.document).filter(|_| self.steps <= STEPS) else { return false };
        let Some(node) = schema.document.get(&location.pointer) else { return false };
        let at = At { node, pointer: location.pointer.clone() };
        if openapi::refuses_null(Api::of_schema(&schema.document), &at) {
            return true;
        }
        if let Some(reference) = at.text("$ref")
            && self.registry.scope_at(location).is_some()
            && let Ok(target) = self.registry.resolve(location, reference, &mut Diagnostics::new())
            && self.refuses_null(&target.location)
        {
            return true;
        }
        let count = |name: &str| node.get(name).and_then(Node::as_array).map_or(0, <[Node]>::len);
        let part = |name: &str, index: usize| Location {
            document: location.document,
            pointer: location.pointer.join(name).join(index),
        };
        (0..count("allOf")).any(|index| self.refuses_null(&part("allOf", index)))
            || ["anyOf", "oneOf"]
                .iter()
                .any(|name| count(name) > 0 && (0..count(name)).all(|index| self.refuses_null(&part(name, index))))
    }
}
