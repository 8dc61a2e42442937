//! Walks over a schema and the schemas that it applies in place.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

/// Returns the members that a schema itself describes by name.
pub(super) fn names(model: &Model, id: SchemaId) -> BTreeSet<&str> {
    model.schema(id).properties().iter().map(|(wire_name, _)| wire_name.as_str()).collect()
}

/// Returns the members that a schema itself requires.
pub(in crate::emit::types) fn required(model: &Model, id: SchemaId) -> &[String] {
    let required = model.schema(id).find(|kind| {
        let AssertionKind::Object(ObjectKeyword::Required(wire_names)) = kind else { return None };
        Some(wire_names.as_slice())
    });
    required.unwrap_or_default()
}

/// Returns the member that an object must not have, if a schema says nothing else.
pub(super) fn refused(model: &Model, id: SchemaId) -> Option<&str> {
    let [assertion] = model.schema(id).assertions.as_slice() else { return None };
    let AssertionKind::InPlace(InPlaceKeyword::Not(schema)) = &assertion.kind else { return None };
    let mut members = required_alone(model, *schema).into_iter();
    members.next().filter(|_| members.next().is_none())
}

/// If a schema only lists the values of one member, returns the member with its schema, and true if it requires the member.
pub(in crate::emit::types) fn asked(model: &Model, id: SchemaId) -> Option<(&str, SchemaId, bool)> {
    let [(wire_name, asked)] = model.schema(id).properties() else { return None };
    let says_more = |kind: &AssertionKind| {
        if let AssertionKind::Object(ObjectKeyword::Required(names)) = kind {
            return names.iter().any(|name| name != wire_name);
        }
        let is_object = matches!(kind, AssertionKind::Type(types) if types.contains(TypeSet::OBJECT));
        !is_object && !matches!(kind, AssertionKind::Object(ObjectKeyword::Properties(_)))
    };
    if model.schema(id).assertions.iter().any(|it| says_more(&it.kind)) {
        return None;
    }
    let is_plain = |kind: &AssertionKind| {
        matches!(kind, AssertionKind::Type(_) | AssertionKind::Enum(_) | AssertionKind::Const(_))
    };
    let is_exact = model.schema(*asked).assertions.iter().all(|it| is_plain(&it.kind));
    is_exact.then(|| (wire_name.as_str(), *asked, required(model, id).contains(wire_name)))
}

/// Returns true if a schema accepts nothing: it is `false`, or refuses what any value is.
pub(super) fn refuses_all(model: &Model, id: SchemaId) -> bool {
    let is_any = |schema: &SchemaId| model.schema(model.target(*schema)).assertions.is_empty();
    let refuses = |kind: &AssertionKind| {
        let refused = if let AssertionKind::InPlace(InPlaceKeyword::Not(schema)) = kind { Some(schema) } else { None };
        matches!(kind, AssertionKind::Never) || refused.is_some_and(is_any)
    };
    let mut assertions = model.certain(id).into_iter().flat_map(|schema| &model.schema(schema).assertions);
    assertions.any(|assertion| refuses(&assertion.kind))
}

/// Returns the members that a schema describes by name and accepts no value for.
pub(in crate::emit::types) fn forbidden(model: &Model, id: SchemaId) -> BTreeSet<&str> {
    let members = model.certain(id).into_iter().flat_map(|schema| model.schema(schema).properties());
    members.filter(|(_, schema)| refuses_all(model, *schema)).map(|(wire_name, _)| wire_name.as_str()).collect()
}

/// Returns members whose presence alone makes a schema accept an object. An object that the schema must reject lacks them all.
pub(super) fn required_alone(model: &Model, id: SchemaId) -> BTreeSet<&str> {
    let is_any = |schema: SchemaId| model.schema(model.target(schema)).assertions.is_empty();
    let is_named = |kind: &AssertionKind| {
        let AssertionKind::Object(ObjectKeyword::Properties(members)) = kind else { return false };
        members.iter().all(|(_, schema)| is_any(*schema))
    };
    let is_object =
        |kind: &AssertionKind| matches!(kind, AssertionKind::Type(types) if types.contains(TypeSet::OBJECT));
    let is_wide = |kind: &AssertionKind| is_object(kind) || is_named(kind);
    let mut assertions = model.schema(model.target(id)).assertions.iter().filter(|assertion| !is_wide(&assertion.kind));
    let Some(assertion) = assertions.next().filter(|_| assertions.next().is_none()) else { return BTreeSet::new() };
    if let AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches)) = &assertion.kind {
        return branches.iter().flat_map(|branch| required_alone(model, *branch)).collect();
    }
    let AssertionKind::Object(ObjectKeyword::Required(wire_names)) = &assertion.kind else { return BTreeSet::new() };
    wire_names.iter().map(String::as_str).filter(|_| wire_names.len() == 1).collect()
}

/// Returns the members that a schema, or one that it applies in place, describes by name.
pub(super) fn names_in_place(model: &Model, id: SchemaId) -> BTreeSet<&str> {
    model.in_place(id).into_iter().flat_map(|schema| names(model, schema)).collect()
}

/// Returns true if a schema that is applied in place may evaluate unnamed members.
pub(super) fn evaluates_all(model: &Model, id: SchemaId) -> bool {
    let assertions = model.in_place(id).into_iter().flat_map(|schema| &model.schema(schema).assertions);
    let mut unnamed = assertions.filter_map(|assertion| {
        let AssertionKind::Object(
            ObjectKeyword::AdditionalProperties(schema) | ObjectKeyword::UnevaluatedProperties(schema),
        ) = &assertion.kind
        else {
            return None;
        };
        Some(*schema)
    });
    unnamed.any(|schema| !is_never(model, schema))
}

/// Returns the members that a schema accepts only if a certain schema accepts them: `unevaluatedProperties` rejects what nothing in place
/// evaluates, and only that schema can evaluate the member.
pub(super) fn evaluated_by_one(model: &Model, id: SchemaId) -> BTreeMap<&str, SchemaId> {
    let is_closed = model.schema(id).assertions.iter().any(|assertion| {
        let AssertionKind::Object(ObjectKeyword::UnevaluatedProperties(schema)) = &assertion.kind else { return false };
        is_never(model, *schema)
    });
    if !is_closed || evaluates_all(model, id) {
        return BTreeMap::new();
    }
    let schemas = model.in_place(id);
    let mut assertions = schemas.iter().flat_map(|schema| &model.schema(*schema).assertions);
    if assertions.any(|it| matches!(it.kind, AssertionKind::Object(ObjectKeyword::PatternProperties(_)))) {
        return BTreeMap::new();
    }
    let mut found: BTreeMap<&str, BTreeSet<SchemaId>> = BTreeMap::new();
    for (wire_name, schema) in schemas.iter().flat_map(|schema| model.schema(*schema).properties()) {
        found.entry(wire_name).or_default().insert(*schema);
    }
    let one = |(wire_name, schemas): (_, BTreeSet<SchemaId>)| {
        let only = schemas.first().copied().filter(|_| schemas.len() == 1)?;
        Some((wire_name, only))
    };
    found.into_iter().filter_map(one).collect()
}

/// Returns the one branch of an `anyOf` or `oneOf` that is not `null`.
pub(in crate::emit) fn beside_null(model: &Model, id: SchemaId) -> Option<SchemaId> {
    let branches = model.schema(id).find(|kind| {
        let AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) = kind else {
            return None;
        };
        Some(branches)
    })?;
    let is_null = |schema: SchemaId| {
        let assertions = model.schema(model.target(schema)).assertions.iter();
        assertions.map(|it| &it.kind).any(|kind| matches!(kind, AssertionKind::Type(types) if *types == TypeSet::NULL))
    };
    let mut others = branches.iter().copied().filter(|branch| !is_null(*branch));
    others.next().filter(|_| others.next().is_none() && branches.len() == 2)
}

/// Returns true if a schema is `false`.
pub(super) fn is_never(model: &Model, id: SchemaId) -> bool {
    model.schema(id).is_never()
}

/// Returns true if a schema is more than `true` or `false`.
pub(super) fn describes(model: &Model, id: SchemaId) -> bool {
    let assertions = &model.schema(id).assertions;
    !assertions.is_empty() && !assertions.iter().any(|assertion| matches!(assertion.kind, AssertionKind::Never))
}
