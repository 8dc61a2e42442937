//! The statements of a schema about members of its instances, through references and branches.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

/// A schema that applies to a member's value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// The schema of the value.
    pub(super) schema: SchemaId,
    /// True if it applies to every instance, false if only in a branch.
    pub(super) is_sure: bool,
}

/// Returns the members that a schema names, each with its schemas, in the order of the first mention.
pub(super) fn mentions(model: &Model, schema: SchemaId) -> Vec<(&str, Vec<Mention>)> {
    let mut mentions: Vec<(&str, Vec<Mention>)> = Vec::new();
    for (schema, is_sure) in in_place(model, schema) {
        for assertion in &model.schema(schema).assertions {
            let AssertionKind::Object(ObjectKeyword::Properties(members)) = &assertion.kind else { continue };
            for (wire_name, schema) in members {
                let mention = Mention { schema: *schema, is_sure };
                match mentions.iter_mut().find(|(known, _)| known == wire_name) {
                    Some((_, known)) => known.push(mention),
                    None => mentions.push((wire_name, vec![mention])),
                }
            }
        }
    }
    mentions
}

/// Returns the formats that a schema names, asserted or not.
pub(super) fn formats(model: &Model, schema: SchemaId) -> Vec<&str> {
    let mut formats = Vec::new();
    for (schema, _) in in_place(model, schema) {
        let schema = model.schema(schema);
        let annotations = schema.annotations.other.iter().filter(|(keyword, _)| keyword == "format");
        formats.extend(annotations.filter_map(|(_, format)| format.as_str()));
        formats.extend(schema.leaves().filter_map(|leaf| leaf.format()));
    }
    formats
}

/// Returns the schemas applied to a schema's own instances, itself first, and true for those applied to all of them. Schemas below `not`
/// are excluded.
fn in_place(model: &Model, schema: SchemaId) -> Vec<(SchemaId, bool)> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = vec![(schema, true)];
    while let Some((schema, is_sure)) = open.pop() {
        if !seen.insert((schema, is_sure)) {
            continue;
        }
        found.push((schema, is_sure));
        for assertion in model.schema(schema).assertions.iter().rev() {
            let kind = &assertion.kind;
            if !kind.is_in_place() || matches!(kind, AssertionKind::InPlace(InPlaceKeyword::Not(_))) {
                continue;
            }
            let stays_sure =
                is_sure && matches!(kind, AssertionKind::InPlace(InPlaceKeyword::Ref(_) | InPlaceKeyword::AllOf(_)));
            open.extend(kind.applied().ids().into_iter().rev().map(|schema| (schema, stays_sure)));
        }
    }
    found
}

/// Returns false if `const` or `enum` forbids this text in the member at a path, through references and branches.
pub(super) fn allows_text(model: &Model, schema: SchemaId, path: &[String], text: &str) -> bool {
    Texts { model, text, known: BTreeMap::new() }.allows(schema, path)
}

struct Texts<'a> {
    model: &'a Model,
    text: &'a str,
    /// The results so far, by schema and length of the path; true for schemas in progress.
    known: BTreeMap<(SchemaId, usize), bool>,
}

impl Texts<'_> {
    fn allows(&mut self, schema: SchemaId, path: &[String]) -> bool {
        if let Some(known) = self.known.get(&(schema, path.len())) {
            return *known;
        }
        self.known.insert((schema, path.len()), true);
        let model = self.model;
        let allows = model.schema(schema).assertions.iter().all(|assertion| self.satisfies(&assertion.kind, path));
        self.known.insert((schema, path.len()), allows);
        allows
    }

    fn satisfies(&mut self, kind: &AssertionKind, path: &[String]) -> bool {
        if let (AssertionKind::Object(ObjectKeyword::Properties(members)), Some((name, inner))) =
            (kind, path.split_first())
        {
            return members.iter().filter(|(known, _)| known == name).all(|(_, schema)| self.allows(*schema, inner));
        }
        match kind {
            AssertionKind::Never => false,
            AssertionKind::Const(value) => self.is_in(value, path),
            AssertionKind::Enum(values) => values.iter().any(|value| self.is_in(value, path)),
            AssertionKind::InPlace(InPlaceKeyword::Ref(target)) => self.allows(*target, path),
            AssertionKind::InPlace(InPlaceKeyword::AllOf(schemas)) => schemas.iter().all(|it| self.allows(*it, path)),
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(schemas) | InPlaceKeyword::OneOf(schemas)) => {
                schemas.iter().any(|it| self.allows(*it, path))
            }
            AssertionKind::InPlace(InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. })
            | AssertionKind::Type(_)
            | AssertionKind::Leaf(_)
            | AssertionKind::Array(_)
            | AssertionKind::Object(_) => true,
        }
    }

    fn is_in(&self, value: &Node, path: &[String]) -> bool {
        let inner = path.iter().try_fold(value, |value, name| value.get(name));
        inner.and_then(Node::as_str) == Some(self.text)
    }
}

/// Returns the text that a schema fixes in the member at a path of every instance.
pub(super) fn constant<'m>(model: &'m Model, schema: SchemaId, path: &[String]) -> Option<&'m str> {
    let sure = in_place(model, schema).into_iter().filter(|(_, is_sure)| *is_sure).map(|(schema, _)| schema);
    let Some((name, inner)) = path.split_first() else {
        let fixed = |kind: &'m AssertionKind| match kind {
            AssertionKind::Const(value) => value.as_str(),
            AssertionKind::Enum(values) => values.first().filter(|_| values.len() == 1)?.as_str(),
            AssertionKind::Never
            | AssertionKind::Type(_)
            | AssertionKind::InPlace(_)
            | AssertionKind::Leaf(_)
            | AssertionKind::Array(_)
            | AssertionKind::Object(_) => None,
        };
        return sure.into_iter().find_map(|schema| model.schema(schema).find(fixed));
    };
    let members = sure.flat_map(|schema| model.schema(schema).properties());
    members.filter(|(known, _)| known == name).find_map(|(_, schema)| constant(model, *schema, inner))
}

/// Returns the possible types of a member's value: the intersection of all certain schemas, or without any, the union of the branches.
pub(super) fn types(model: &Model, mentions: &[Mention]) -> TypeSet {
    let of = |mention: &Mention| model.types_in_place(mention.schema);
    let sure = mentions.iter().filter(|mention| mention.is_sure);
    if sure.clone().next().is_some() {
        return sure.map(of).fold(TypeSet::ALL, TypeSet::intersection);
    }
    if mentions.is_empty() { TypeSet::ALL } else { mentions.iter().map(of).fold(TypeSet::NONE, TypeSet::union) }
}
