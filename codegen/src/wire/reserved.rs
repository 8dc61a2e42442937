//! Removed members are reserved: the new producer sends them with their old meaning, or not at all.

use crate::json::Node;
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId};
use crate::pattern::is_match;
use crate::reach::reached;
use crate::wire::meeting::Meetings;
use crate::wire::merged::merged;

/// A member that an open object lists in the old edition and not in the new one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Removed {
    /// The object's schema in the new model.
    pub object: SchemaId,
    /// The member.
    pub wire_name: String,
    /// The member's schema in the old model.
    pub meaning: SchemaId,
}

/// Returns true if a schema, with those that it merges, accepts members that it does not name. If a schema that may apply to the same object
/// has `unevaluatedProperties`, it does not count as open: one more name could change which members are evaluated.
pub fn is_open(model: &Model, meetings: &mut Meetings<'_>, object: SchemaId) -> bool {
    let any = |schema: &Schema, is_it: fn(&AssertionKind) -> bool| schema.assertions.iter().any(|it| is_it(&it.kind));
    let closes = |assertion: &Assertion| {
        let AssertionKind::Object(ObjectKeyword::AdditionalProperties(others)) = &assertion.kind else { return false };
        !model.schema(model.target(*others)).assertions.is_empty()
    };
    let is_closed = merged(model, object).into_iter().any(|id| model.schema(id).assertions.iter().any(closes));
    let speaks = |kind: &AssertionKind| matches!(kind, AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(_)));
    !is_closed && !meetings.with(object).iter().any(|id| any(model.schema(*id), speaks))
}

/// Returns true if a schema names a member of an object: the schema of the object itself, or one that may apply to the same object.
pub fn still_names(model: &Model, meetings: &mut Meetings<'_>, object: SchemaId, wire_name: &str) -> bool {
    meetings.with(object).iter().any(|id| {
        let mut kinds = model.schema(*id).assertions.iter().map(|assertion| &assertion.kind);
        kinds.any(|kind| !described(model, kind, wire_name).is_empty() || lists(model, kind, wire_name))
    })
}

/// A schema that gives a member of an object a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// The schema of the object.
    pub object: SchemaId,
    /// The schema of the member; `None` if the object's schema only requires or lists it.
    pub member: Option<SchemaId>,
    /// True if it is for every value of the object, not only for those of a branch.
    pub is_certain: bool,
}

/// Returns the schemas that give a member of an object a meaning: of the object itself, and of schemas that may apply to the same object.
/// Schemas of conditions are left out, as are schemas that forbid the member.
pub fn uses(model: &Model, meetings: &mut Meetings<'_>, object: SchemaId, wire_name: &str) -> Vec<Use> {
    let certain = merged(model, object);
    let meeting = meetings.with(object);
    let conditions = reached(meeting.iter().flat_map(|id| conditions(model, *id)), |id| {
        model.schema(id).assertions.iter().flat_map(|it| it.kind.applied_in_place()).collect::<Vec<_>>()
    });
    let mut uses = Vec::new();
    for id in meeting.difference(&conditions) {
        let add = |member: Option<SchemaId>| Use { object: *id, member, is_certain: certain.contains(id) };
        for kind in model.schema(*id).assertions.iter().map(|assertion| &assertion.kind) {
            let members = described(model, kind, wire_name).into_iter().filter(|member| !is_never(model, *member));
            uses.extend(members.map(Some).map(add));
            if requires(kind, wire_name) {
                uses.push(add(None));
            }
        }
    }
    uses
}

/// Returns the conditions of a schema: what it applies to a value without demanding that the value satisfies it.
fn conditions(model: &Model, schema: SchemaId) -> Vec<SchemaId> {
    let condition = |assertion: &Assertion| {
        let AssertionKind::InPlace(InPlaceKeyword::Not(id) | InPlaceKeyword::If { condition: id, .. }) =
            &assertion.kind
        else {
            return None;
        };
        Some(*id)
    };
    model.schema(schema).assertions.iter().filter_map(condition).collect()
}

/// Returns the schemas that a keyword has for a member: by its name, by a pattern, or as one that it does not list.
fn described(model: &Model, kind: &AssertionKind, wire_name: &str) -> Vec<SchemaId> {
    let AssertionKind::Object(keyword) = kind else { return Vec::new() };
    let constrains = |id: &SchemaId| !model.schema(model.target(*id)).assertions.is_empty();
    match keyword {
        ObjectKeyword::Properties(members) => {
            members.iter().filter(|(name, _)| name == wire_name).map(|(_, id)| *id).collect()
        }
        ObjectKeyword::PatternProperties(patterns) => {
            patterns.iter().filter(|(pattern, _)| is_match(pattern, wire_name)).map(|(_, id)| *id).collect()
        }
        ObjectKeyword::AdditionalProperties(others) | ObjectKeyword::UnevaluatedProperties(others) => {
            Some(*others).filter(constrains).into_iter().collect()
        }
        ObjectKeyword::PropertyNames(_)
        | ObjectKeyword::Required(_)
        | ObjectKeyword::DependentRequired(_)
        | ObjectKeyword::DependentSchemas(_) => Vec::new(),
    }
}

/// Returns true if a keyword requires a member, or has a value with it.
fn requires(kind: &AssertionKind, wire_name: &str) -> bool {
    let has_name = |value: &Node| value.get(wire_name).is_some();
    if kind.values().is_some_and(|values| values.iter().any(has_name)) {
        return true;
    }
    let AssertionKind::Object(keyword) = kind else { return false };
    let is_it = |name: &String| name == wire_name;
    match keyword {
        ObjectKeyword::Required(names) => names.iter().any(is_it),
        ObjectKeyword::DependentRequired(members) => members.iter().any(|(_, names)| names.iter().any(is_it)),
        ObjectKeyword::Properties(_)
        | ObjectKeyword::PatternProperties(_)
        | ObjectKeyword::AdditionalProperties(_)
        | ObjectKeyword::UnevaluatedProperties(_)
        | ObjectKeyword::PropertyNames(_)
        | ObjectKeyword::DependentSchemas(_) => false,
    }
}

/// Returns true if a keyword requires or lists a member, or constrains the names of members.
fn lists(model: &Model, kind: &AssertionKind, wire_name: &str) -> bool {
    if requires(kind, wire_name) {
        return true;
    }
    let AssertionKind::Object(keyword) = kind else { return false };
    match keyword {
        ObjectKeyword::PropertyNames(names) => !model.schema(model.target(*names)).assertions.is_empty(),
        ObjectKeyword::DependentRequired(members) => members.iter().any(|(name, _)| name == wire_name),
        ObjectKeyword::DependentSchemas(members) => members.iter().any(|(name, _)| name == wire_name),
        ObjectKeyword::Properties(_)
        | ObjectKeyword::PatternProperties(_)
        | ObjectKeyword::AdditionalProperties(_)
        | ObjectKeyword::UnevaluatedProperties(_)
        | ObjectKeyword::Required(_) => false,
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
    let offset = model.append(old);
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
