//! Schemas that only narrow others: they name no part of an instance that the others do not describe.
//!
//! A type may be wider than its schema, so `allOf: [{$ref: Issue}, {narrowing}]` has the type `Issue`.

use std::collections::BTreeSet;

use crate::emit::types::shape::facts::{Choice, Elements, Facts, Mention};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::in_place;
use crate::emit::types::shape::scalar::Strings;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::{Site, Way};
use crate::keyword::types::TypeSet;
use crate::model::{Model, SchemaId};

/// The limit of compared parts: beyond, a schema counts as one that adds something.
const COMPARED: usize = 512;

/// Returns the types of the instances of a schema that only narrows those of a site; `None` if the type of the site would say less than the
/// type of both.
pub(super) fn narrowed(model: &Model, settings: &Settings, wide: &Site, narrow: SchemaId) -> Option<TypeSet> {
    let mut comparing = Comparing { model, settings, assumed: BTreeSet::new() };
    let own = comparing.beside(narrow, &wide.always);
    let facts = gather::gather(model, settings, wide);
    let is_numeric = facts.types.intersects(TypeSet::NUMBER) && (own.bounds != (None, None) || own.native.is_some());
    let is_text = facts.types.intersects(TypeSet::STRING)
        && matches!(Strings::of(&facts), Strings::Any(_))
        && Strings::of(&own) != Strings::Any(Vec::new());
    (!is_numeric && !is_text && comparing.adds_nothing(&wide.always, &facts, &own)).then_some(own.types)
}

/// The comparison of two schemas, part by part.
struct Comparing<'m, 's> {
    model: &'m Model,
    settings: &'s Settings,
    /// The compared parts. Each is assumed to add nothing until one fails, which ends the comparison, so recursion is allowed.
    assumed: BTreeSet<(Vec<SchemaId>, SchemaId)>,
}

impl<'m> Comparing<'m, '_> {
    /// Collects the facts about a schema without those that others state.
    fn beside(&self, schema: SchemaId, others: &[SchemaId]) -> Facts<'m> {
        gather::gather_beside(self.model, self.settings, schema, &others.iter().copied().collect())
    }

    /// Returns true if a part of the narrow schema names nothing beyond the schemas of the same part in the wide one.
    fn is_known(&mut self, wide: &[SchemaId], narrow: SchemaId) -> bool {
        let target = |schema: &SchemaId| self.model.typed_target(*schema);
        let (wide, narrow): (Vec<SchemaId>, _) = (wide.iter().map(target).collect(), target(&narrow));
        if wide.contains(&narrow) || !self.assumed.insert((wide.clone(), narrow)) {
            return true;
        }
        if wide.is_empty() || self.assumed.len() > COMPARED {
            return !in_place::describes(self.model, narrow);
        }
        let own = self.beside(narrow, &wide);
        let facts = gather::gather(self.model, self.settings, &Site { always: wide.clone(), ..Site::default() });
        self.adds_nothing(&wide, &facts, &own)
    }

    /// Returns true if the instances of some schemas are in one branch of a choice alone: the choice `Issue` or `null`, beside `Issue`.
    fn is_decided(&self, choice: &Choice<'_>, schemas: &[SchemaId], types: TypeSet) -> bool {
        let certain = || schemas.iter().flat_map(|schema| self.model.certain(*schema));
        let is_taken = |way: &Way| {
            let target = way.applied().map(|applied| self.model.typed_target(applied));
            matches!(way, Way::Branch(_)) && certain().any(|schema| Some(self.model.typed_target(schema)) == target)
        };
        let (taken, others): (Vec<_>, Vec<_>) = choice.branches.iter().partition(|(way, _)| is_taken(way));
        taken.len() == 1 && others.iter().all(|(_, other)| !other.types.intersects(types))
    }

    fn adds_nothing(&mut self, schemas: &[SchemaId], wide: &Facts<'_>, narrow: &Facts<'_>) -> bool {
        let is_open = wide.types == TypeSet::ALL && narrow.types != TypeSet::ALL && !wide.describes_members();
        let is_applied = !narrow.rests.is_empty()
            || narrow.has_loose_rest
            || narrow.has_listed_elements
            || !narrow.loose_elements.is_empty()
            || !narrow.choices.iter().all(|choice| self.is_decided(choice, schemas, wide.types))
            || !narrow.conditions.is_empty()
            || !narrow.refining.is_empty();
        !is_open
            && !is_applied
            && narrow.members.iter().all(|member| self.is_member_known(wide.member(&member.wire_name), member))
            && narrow.elements.iter().all(|elements| self.are_elements_known(&wide.elements, elements))
    }

    fn is_member_known(&mut self, wide: Option<&Mention>, narrow: &Mention) -> bool {
        let Some(wide) = wide.filter(|wide| !wide.is_weak && !narrow.is_listed) else { return false };
        narrow.always.iter().chain(&narrow.perhaps).all(|schema| self.is_known(&wide.always, *schema))
    }

    fn are_elements_known(&mut self, wide: &[Elements], narrow: &Elements) -> bool {
        let is_plain = |elements: &Elements| elements.prefix.is_empty();
        let items: Vec<SchemaId> = wide.iter().filter(|it| is_plain(it)).filter_map(|it| it.items).collect();
        is_plain(narrow) && !items.is_empty() && narrow.items.is_none_or(|schema| self.is_known(&items, schema))
    }
}
