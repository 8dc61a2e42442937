//! Unions of events in a schema: those that are all of it, and those beside members that the events share.

use std::collections::BTreeSet;

use crate::openapi::api::{Api, At};
use crate::source::location::Pointer;

/// Members of a schema beside a union that say nothing about instances.
const SILENT: [&str; 6] = ["discriminator", "title", "description", "example", "examples", "$schema"];

/// A union in a schema: every instance has one of its branches.
#[derive(Clone, Debug)]
pub(super) struct Found<'d> {
    /// The schema with the union.
    pub(super) schema: At<'d>,
    /// The list of branches.
    pub(super) union: At<'d>,
    /// True if the whole schema is nothing but the union.
    pub(super) is_alone: bool,
    references: Vec<(Pointer, At<'d>)>,
}

/// The branch of a union that an event has beside what it shares with others.
#[derive(Clone, Debug)]
pub(crate) struct Chosen<'d> {
    /// The schemas on the way to the union that are references, each with its target.
    pub(super) references: Vec<(Pointer, At<'d>)>,
    /// The pointer to the list of branches.
    pub(super) union: Pointer,
    pub(super) index: usize,
    /// The branch, behind its references.
    branch: At<'d>,
    /// True if the branch allows no other name of an event.
    pub(super) is_fixed: bool,
}

impl<'d> Found<'d> {
    /// Returns the branch at a position, with the schema at the end of its references.
    pub(super) fn chosen(&self, index: usize, branch: At<'d>, is_fixed: bool) -> Chosen<'d> {
        Chosen { references: self.references.clone(), union: self.union.pointer.clone(), index, branch, is_fixed }
    }
}

impl<'d> Chosen<'d> {
    /// Returns the target of a schema that is a reference on the way to the union.
    pub(super) fn target(&self, at: &At<'_>) -> Option<At<'d>> {
        let known = self.references.iter().find(|(pointer, _)| *pointer == at.pointer);
        known.map(|(_, target)| target.clone())
    }

    /// Returns true for a member of a schema with the union inside that an event does not have: a title or an example is about other events,
    /// too, and a text or an extension gives way to that of the branch.
    pub(super) fn drops(&self, name: &str) -> bool {
        let is_for_all = name == "description" || name.starts_with("x-");
        is_silent(name) && (!is_for_all || self.branch.get(name).is_some())
    }

    /// Returns true for a schema with the union inside.
    pub(super) fn is_within(&self, at: &At<'_>) -> bool {
        let is_around = |pointer: &Pointer| {
            let rest = pointer.as_str().strip_prefix(at.pointer.as_str());
            rest.is_some_and(|rest| rest.starts_with('/'))
        };
        is_around(&self.union) || self.references.iter().any(|(pointer, _)| is_around(pointer))
    }
}

/// Returns true for a member of a schema that says nothing about instances.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name) || name.starts_with("x-")
}

/// Returns the unions that apply to every instance of a schema, the outermost first.
pub(super) fn unions<'d>(api: Api<'d>, schema: &At<'d>) -> Vec<Found<'d>> {
    let mut search = Search { api, seen: BTreeSet::new(), found: Vec::new() };
    search.schema(schema.clone(), true, Vec::new());
    search.found
}

struct Search<'d> {
    api: Api<'d>,
    seen: BTreeSet<Pointer>,
    found: Vec<Found<'d>>,
}

impl<'d> Search<'d> {
    fn schema(&mut self, at: At<'d>, is_whole: bool, mut references: Vec<(Pointer, At<'d>)>) {
        if !self.seen.insert(at.pointer.clone()) {
            return;
        }
        if let Some(reference) = at.get("$ref") {
            let is_alone = at.members().all(|(name, _)| name == "$ref" || is_silent(name));
            if is_alone || self.api.hides_beside_ref(&at) {
                if let Ok(target) = self.api.target(&reference) {
                    references.push((at.pointer, target.clone()));
                    self.schema(target, is_whole, references);
                }
                return;
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(union) = at.get(keyword).filter(|union| union.elements().nth(1).is_some()) else { continue };
            let is_alone = |(name, at): (&str, At<'_>)| match name {
                // Other values than objects have no name.
                "type" => at.node.as_str() == Some("object"),
                "$id" | "$defs" | "definitions" | "$comment" => true,
                _ => name == keyword || is_silent(name),
            };
            let is_alone = is_whole && at.members().all(is_alone);
            self.found.push(Found { schema: at.clone(), union, is_alone, references: references.clone() });
        }
        for part in at.get("allOf").iter().flat_map(At::elements) {
            self.schema(part, false, references.clone());
        }
    }
}
