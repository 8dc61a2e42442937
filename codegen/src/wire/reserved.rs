//! Removed members are reserved: the new producer sends them with their old meaning, or not at all.

use std::collections::BTreeSet;

use crate::json::Node;
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId};
use crate::pattern::is_match;
use crate::reach::reached;
use crate::wire::meeting::Meetings;

/// A member that an open object of the new edition no longer names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// The object's schema in the new model.
    pub object: SchemaId,
    /// The member.
    pub wire_name: String,
    /// The member's schema in the old model.
    pub meaning: SchemaId,
}

/// Returns a schema and those that it applies to the same value by `$ref` and `allOf`.
pub fn merged(model: &Model, object: SchemaId) -> BTreeSet<SchemaId> {
    reached([object], |id| {
        let mut merged = Vec::new();
        for assertion in &model.schema(id).assertions {
            if let AssertionKind::InPlace(InPlaceKeyword::Ref(id)) = &assertion.kind {
                merged.push(*id);
            } else if let AssertionKind::InPlace(InPlaceKeyword::AllOf(ids)) = &assertion.kind {
                merged.extend(ids);
            }
        }
        merged
    })
}

/// Returns true if a schema, with those that it merges, accepts members that it does not name. If a schema of the model speaks of
/// unevaluated members, none counts as open: a name more may mean another thing there.
pub fn is_open(model: &Model, object: SchemaId) -> bool {
    let any = |schema: &Schema, is_it: fn(&AssertionKind) -> bool| schema.assertions.iter().any(|it| is_it(&it.kind));
    let closes = |assertion: &Assertion| {
        let AssertionKind::Object(ObjectKeyword::AdditionalProperties(others)) = &assertion.kind else { return false };
        !model.schema(model.target(*others)).assertions.is_empty()
    };
    let is_closed = merged(model, object).into_iter().any(|id| model.schema(id).assertions.iter().any(closes));
    let speaks = |kind: &AssertionKind| matches!(kind, AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(_)));
    !is_closed && !model.schemas.iter().any(|schema| any(schema, speaks))
}

/// Returns true if a schema speaks of a member of an object: the schema of the object itself, or one that may apply to the same object.
pub fn still_names(model: &Model, meetings: &mut Meetings<'_>, object: SchemaId, wire_name: &str) -> bool {
    !namings(model, meetings, object, wire_name).is_empty()
}

/// Returns the schemas that give a member of an object its meaning, each with true if it is the member's schema; otherwise it is one that
/// requires or lists the member. Where the member has no value, it has no meaning.
pub fn meanings(
    model: &Model,
    meetings: &mut Meetings<'_>,
    object: SchemaId,
    wire_name: &str,
) -> Vec<(SchemaId, bool)> {
    let meaning = |(speaking, naming)| match naming {
        Naming::Described(member) => (!is_never(model, member)).then_some((member, true)),
        Naming::Listed => Some((speaking, false)),
        Naming::Allowed => None,
    };
    namings(model, meetings, object, wire_name).into_iter().filter_map(meaning).collect()
}

/// The statement of a keyword about a member of an object.
#[derive(Clone, Copy)]
enum Naming {
    /// It has a schema for the member.
    Described(SchemaId),
    /// It requires the member, or lists its name.
    Listed,
    /// It constrains the names of members.
    Allowed,
}

/// Returns the schemas that speak of a member of an object, by its name, by a pattern, or as one that they do not list.
fn namings(model: &Model, meetings: &mut Meetings<'_>, object: SchemaId, wire_name: &str) -> Vec<(SchemaId, Naming)> {
    let of_schema = |id: &SchemaId| {
        let kinds = model.schema(*id).assertions.iter().map(|assertion| &assertion.kind);
        kinds.flat_map(|kind| naming(model, kind, wire_name)).map(|naming| (*id, naming)).collect::<Vec<_>>()
    };
    meetings.with(object).iter().flat_map(of_schema).collect()
}

fn naming(model: &Model, kind: &AssertionKind, wire_name: &str) -> Vec<Naming> {
    let has_name = |value: &Node| value.get(wire_name).is_some();
    if kind.values().is_some_and(|values| values.iter().any(has_name)) {
        return vec![Naming::Listed];
    }
    let AssertionKind::Object(keyword) = kind else { return Vec::new() };
    let is_it = |name: &String| name == wire_name;
    let constrains = |id: &SchemaId| !model.schema(model.target(*id)).assertions.is_empty();
    let listed = |is_listed: bool| is_listed.then_some(Naming::Listed).into_iter().collect();
    match keyword {
        ObjectKeyword::Properties(members) => {
            members.iter().filter(|(name, _)| is_it(name)).map(|(_, id)| Naming::Described(*id)).collect()
        }
        ObjectKeyword::PatternProperties(patterns) => {
            let matching = patterns.iter().filter(|(pattern, _)| is_match(pattern, wire_name));
            matching.map(|(_, id)| Naming::Described(*id)).collect()
        }
        ObjectKeyword::AdditionalProperties(others) | ObjectKeyword::UnevaluatedProperties(others) => {
            constrains(others).then_some(Naming::Described(*others)).into_iter().collect()
        }
        ObjectKeyword::PropertyNames(others) => constrains(others).then_some(Naming::Allowed).into_iter().collect(),
        ObjectKeyword::Required(names) => listed(names.iter().any(is_it)),
        ObjectKeyword::DependentRequired(members) => {
            listed(members.iter().any(|(name, names)| is_it(name) || names.iter().any(is_it)))
        }
        ObjectKeyword::DependentSchemas(members) => listed(members.iter().any(|(name, _)| is_it(name))),
    }
}

/// Returns true if a schema is plainly one that accepts no value: `false`, `{ "not": {} }`, or one that applies such a schema. A member with it
/// is forbidden, and without it allowed.
pub fn is_never(model: &Model, schema: SchemaId) -> bool {
    let accepts_all = |id: &SchemaId| model.schema(*id).assertions.is_empty();
    // `check` refuses loops.
    model.schema(schema).assertions.iter().any(|assertion| match &assertion.kind {
        AssertionKind::Never => true,
        AssertionKind::Enum(values) => values.is_empty(),
        AssertionKind::InPlace(keyword) => match keyword {
            InPlaceKeyword::Ref(id) => is_never(model, *id),
            InPlaceKeyword::AllOf(ids) => ids.iter().any(|id| is_never(model, *id)),
            InPlaceKeyword::AnyOf(ids) | InPlaceKeyword::OneOf(ids) => ids.iter().all(|id| is_never(model, *id)),
            InPlaceKeyword::Not(id) => accepts_all(id),
            InPlaceKeyword::If { .. } => false,
        },
        AssertionKind::Type(_)
        | AssertionKind::Const(_)
        | AssertionKind::Leaf(_)
        | AssertionKind::Array(_)
        | AssertionKind::Object(_) => false,
    })
}

/// Returns the new model in which open objects give removed members their old schemas. The ids of the new model stay.
pub fn reserving(old: &Model, new: &Model, removed: &[Removed]) -> Model {
    let mut model = new.clone();
    let offset = model.schemas.len();
    model.schemas.extend(old.schemas.iter().cloned().map(|mut schema| {
        let ids = schema.assertions.iter_mut().flat_map(|assertion| assertion.kind.subschemas_mut());
        ids.for_each(|id| id.0 += offset);
        schema
    }));
    for Removed { object, wire_name, meaning } in removed {
        let schema = &mut model.schemas[object.0];
        let member = (wire_name.clone(), SchemaId(meaning.0 + offset));
        let mut keywords = schema.assertions.iter_mut().map(|assertion| &mut assertion.kind);
        let known = keywords.find_map(|kind| {
            if let AssertionKind::Object(ObjectKeyword::Properties(members)) = kind { Some(members) } else { None }
        });
        if let Some(members) = known {
            members.push(member);
        } else {
            let kind = AssertionKind::Object(ObjectKeyword::Properties(vec![member]));
            schema.assertions.push(Assertion { keyword: "properties", place: schema.place.clone(), kind });
        }
    }
    model
}
