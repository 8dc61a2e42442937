//! The schemas that may apply to one value.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Role, SchemaId};
use crate::pattern::is_match;
use crate::pattern::matching::Pattern;
use crate::reach::reached;
use crate::wire::merged::member;

/// The schemas of a model that may apply to the same value as another one.
pub struct Meetings<'m> {
    model: &'m Model,
    /// For each schema those that apply it to the instance itself.
    around: Vec<Vec<SchemaId>>,
    /// For each schema those that apply it to members or elements.
    holders: Vec<Vec<(SchemaId, Within<'m>)>>,
    /// For each schema those that it applies to members or elements.
    steps: Vec<Vec<(Within<'m>, SchemaId)>>,
    known: BTreeMap<SchemaId, BTreeSet<SchemaId>>,
}

/// The members or elements that a schema is for.
#[derive(Clone, Copy)]
enum Within<'m> {
    Member(&'m str),
    Matching(&'m Pattern),
    AnyMember,
    AnyElement,
}

impl<'m> Meetings<'m> {
    /// Indexes a model. `payload` are the names that lead to the payload in the envelope: there, the schemas of envelope and event meet.
    pub fn new(model: &'m Model, payload: &'m [String]) -> Self {
        let steps = |id| model.schema(id).assertions.iter().flat_map(|it| steps(&it.kind)).collect();
        let steps: Vec<Vec<_>> = model.ids().map(steps).collect();
        let (mut around, mut holders) = (vec![Vec::new(); model.schemas.len()], vec![Vec::new(); model.schemas.len()]);
        for (id, steps) in model.ids().zip(&steps) {
            for assertion in &model.schema(id).assertions {
                for inner in assertion.kind.applied_in_place() {
                    around[inner.0].push(id);
                }
            }
            for (within, inner) in steps {
                holders[inner.0].push((id, *within));
            }
        }
        let envelope = model.roots.iter().find(|root| root.role == Role::Envelope);
        if let (Some((name, outer)), Some(envelope)) = (payload.split_last(), envelope)
            && let Some(holder) = member(model, envelope.schema, outer)
        {
            for event in model.roots.iter().filter(|root| root.role == Role::Event) {
                holders[event.schema.0].push((holder, Within::Member(name)));
            }
        }
        Self { model, around, holders, steps, known: BTreeMap::new() }
    }

    /// Returns the schemas that may apply to the same value as one does: by references and unions, and by other ways through the schemas around
    /// it. Branches of a union inside of these count, too; other branches of a union around the schema do not.
    pub fn with(&mut self, schema: SchemaId) -> &BTreeSet<SchemaId> {
        // What applies to a value depends on what applies to the values around it, and a recursive schema is around itself.
        let outer = reached([schema], |id| {
            let holders = self.holders[id.0].iter().map(|(holder, _)| *holder);
            self.around[id.0].iter().copied().chain(holders).collect::<Vec<_>>()
        });
        let open: Vec<SchemaId> = outer.into_iter().filter(|id| !self.known.contains_key(id)).collect();
        self.known.extend(open.iter().map(|id| (*id, BTreeSet::new())));
        let mut is_growing = true;
        while is_growing {
            is_growing = false;
            for id in &open {
                let found = self.found(*id);
                is_growing |= found.len() > self.known[id].len();
                self.known.insert(*id, found);
            }
        }
        &self.known[&schema]
    }

    /// Returns the schemas that meet one, as far as those that meet the schemas around it are known.
    fn found(&self, schema: SchemaId) -> BTreeSet<SchemaId> {
        let around = reached([schema], |id| self.around[id.0].iter().copied());
        let mut found = around.clone();
        for (holder, within) in around.iter().flat_map(|id| &self.holders[id.0]) {
            let steps = self.known[holder].iter().flat_map(|beside| &self.steps[beside.0]);
            found.extend(steps.filter(|(other, _)| may_meet(*within, *other)).map(|it| it.1));
        }
        let is_union_around = |kind: &AssertionKind| in_union(kind).iter().any(|id| around.contains(id));
        reached(found, |id| {
            let kinds = self.model.schema(id).assertions.iter().map(|it| &it.kind);
            kinds.filter(|kind| !is_union_around(kind)).flat_map(AssertionKind::applied_in_place).collect::<Vec<_>>()
        })
    }
}

/// Returns the schemas that a keyword applies to members and elements.
fn steps(kind: &AssertionKind) -> Vec<(Within<'_>, SchemaId)> {
    if matches!(kind, AssertionKind::Array(_)) {
        return kind.applied().ids().into_iter().map(|id| (Within::AnyElement, id)).collect();
    }
    let AssertionKind::Object(keyword) = kind else { return Vec::new() };
    match keyword {
        ObjectKeyword::Properties(members) => {
            members.iter().map(|(name, id)| (Within::Member(name.as_str()), *id)).collect()
        }
        ObjectKeyword::PatternProperties(patterns) => {
            patterns.iter().map(|(pattern, id)| (Within::Matching(pattern), *id)).collect()
        }
        ObjectKeyword::AdditionalProperties(id) | ObjectKeyword::UnevaluatedProperties(id) => {
            vec![(Within::AnyMember, *id)]
        }
        ObjectKeyword::PropertyNames(_)
        | ObjectKeyword::Required(_)
        | ObjectKeyword::DependentRequired(_)
        | ObjectKeyword::DependentSchemas(_) => Vec::new(),
    }
}

/// Returns true if both may be for the same value.
fn may_meet(one: Within<'_>, other: Within<'_>) -> bool {
    match (one, other) {
        (Within::AnyElement, Within::AnyElement) => true,
        (Within::AnyElement, _) | (_, Within::AnyElement) => false,
        (Within::Member(name), Within::Member(other)) => name == other,
        (Within::Member(name), Within::Matching(pattern)) | (Within::Matching(pattern), Within::Member(name)) => {
            is_match(pattern, name)
        }
        (Within::Matching(_), Within::Matching(_)) | (Within::AnyMember, _) | (_, Within::AnyMember) => true,
    }
}

/// Returns the branches of a union.
fn in_union(kind: &AssertionKind) -> &[SchemaId] {
    if let AssertionKind::InPlace(InPlaceKeyword::AnyOf(ids) | InPlaceKeyword::OneOf(ids)) = kind { ids } else { &[] }
}
