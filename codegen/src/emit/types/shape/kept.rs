//! The structs that keep members without a field, in a map: those of plain schemas, unless the catalogue says `unlisted = "drop"`, and those
//! of a branch if other schemas of the same value name more members.
//!
//! A delivery keeps its raw body, so the types of payloads and envelopes drop unlisted members. Members that a schema names are always
//! kept: if an instance has the type of one branch, members that only another branch or a condition names go into the map. A type shared by
//! a plain schema and a payload keeps them: one more user adds a field, and removes none.

use std::collections::BTreeSet;

use crate::emit::types::name;
use crate::emit::types::shape::definition::{Definition, Kind};
use crate::emit::types::shape::facts::{Facts, Mention};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::rust_type::{DefinitionId, Type};
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::Site;
use crate::model::{Model, SchemaId};

/// The definitions that keep members because of schemas beside them.
#[derive(Debug, Default)]
pub(super) struct Kept {
    own: BTreeSet<DefinitionId>,
    with_parts: BTreeSet<DefinitionId>,
}

impl Kept {
    /// Records that the instances of a site have the type of one branch, and may have other members named at the site.
    pub(super) fn beside(&mut self, model: &Model, settings: &Settings, site: &Facts<'_>, branch: &Site, ty: &Type) {
        let ids = ty.definitions();
        if ids.is_empty() {
            return;
        }
        let branch = gather::gather(model, settings, branch);
        let own = |mention: &Mention| branch.member(&mention.wire_name);
        let is_other = |mention: &Mention| own(mention).is_none() && !branch.absent.contains(&mention.wire_name);
        if site.has_loose_rest || site.members.iter().any(is_other) {
            self.own.extend(&ids);
        }
        let schemas = |mention: &Mention| -> BTreeSet<SchemaId> {
            mention.always.iter().chain(&mention.perhaps).map(|schema| model.typed_target(*schema)).collect()
        };
        let says_more = |mention: &Mention| {
            mention.is_listed || own(mention).is_some_and(|own| !schemas(own).is_superset(&schemas(mention)))
        };
        if site.members.iter().any(says_more) {
            self.with_parts.extend(&ids);
        }
    }

    /// Gives the structs their maps.
    pub(super) fn apply(&self, definitions: &mut [Definition], roots: &[DefinitionId], settings: &Settings) {
        let keeping = roots.iter().enumerate().filter(|(index, _)| !settings.dropping.contains(index));
        let all = reached(definitions, keeping.map(|(_, root)| *root).chain(self.with_parts.iter().copied()), |_| true);
        let own = reached(definitions, self.own.iter().copied(), |kind| !matches!(kind, Kind::Struct(_)));
        for id in all.union(&own) {
            if let Kind::Struct(it) = &mut definitions[id.0].kind
                && it.rest.is_none()
                && !it.is_closed
            {
                it.rest = Some((name::REST.to_owned(), Type::Value));
            }
        }
    }
}

/// Returns the definitions reachable from some, through those of some kinds.
fn reached(
    definitions: &[Definition],
    from: impl Iterator<Item = DefinitionId>,
    is_way: impl Fn(&Kind) -> bool,
) -> BTreeSet<DefinitionId> {
    crate::reach::reached(from, |id| {
        let kind = &definitions[id.0].kind;
        kind.types().flat_map(Type::definitions).filter(|_| is_way(kind)).collect::<Vec<_>>()
    })
}
