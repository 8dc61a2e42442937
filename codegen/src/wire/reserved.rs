//! Removed members are reserved: the new producer sends them with their old meaning, or not at all.

use crate::model::{Assertion, AssertionKind, Model, ObjectKeyword, Schema, SchemaId};

/// A member that an open object of the new edition no longer names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The object's schema in the new model.
    pub object: SchemaId,
    /// The member.
    pub wire_name: String,
    /// The member's schema in the old model.
    pub meaning: SchemaId,
}

/// Returns true if a schema accepts members that it does not name. If a schema of the model speaks of unevaluated members, none counts as
/// open: a name more may mean another thing there.
pub fn is_open(model: &Model, object: SchemaId) -> bool {
    let any = |schema: &Schema, is_it: fn(&AssertionKind) -> bool| schema.assertions.iter().any(|it| is_it(&it.kind));
    let is_closed =
        any(model.schema(object), |kind| matches!(kind, AssertionKind::Object(ObjectKeyword::AdditionalProperties(_))));
    let speaks = |kind: &AssertionKind| matches!(kind, AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(_)));
    !is_closed && !model.schemas.iter().any(|schema| any(schema, speaks))
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
