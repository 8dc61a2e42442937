//! A contract as the receiver of its crate knows it, and the place of a change between two of them.

use crate::catalog::Catalog;
use crate::emit::types::Shapes;
use crate::json::Node;
use crate::model::{Model, Role, Root, SchemaId};
use crate::plan::Plan;

/// A verified contract: the catalogue with its model, types and plan.
#[derive(Clone, Copy, Debug)]
pub struct Contract<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The schemas.
    pub model: &'a Model,
    /// The types of the schemas.
    pub shapes: &'a Shapes,
    /// The plan of all roots.
    pub plan: &'a Plan,
}

impl<'a> Contract<'a> {
    /// Returns the envelope's schema with its index, if the catalogue names one.
    pub(super) fn envelope(self) -> Option<(usize, &'a Root)> {
        self.model.roots.iter().enumerate().find(|(_, root)| root.role == Role::Envelope)
    }

    /// Returns the event with that name and its index.
    pub(super) fn event(self, name: &str) -> Option<(usize, &'a Root)> {
        let is_named = |root: &Root| root.role == Role::Event && root.wire_name == name;
        self.model.roots.iter().enumerate().find(|(_, root)| is_named(root))
    }
}

/// The place of a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The index of the documented schema among the old model's roots; `None` for an added event.
    pub old_root: Option<usize>,
    /// The index of the documented schema among the new model's roots; `None` for a removed event.
    pub new_root: Option<usize>,
    /// The place inside of a documented schema that both editions have; `None` for the whole.
    pub inside: Option<Inside>,
}

/// The place of a change inside of a documented schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Inside {
    /// The changed schema in the old model.
    pub old: SchemaId,
    /// The changed schema in the new model.
    pub new: SchemaId,
    /// The changed part of the schema.
    pub part: Part,
}

/// The changed part of a schema. A verdict is about this part alone: everything else is as in the old edition.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// The keywords of the schema itself: neither its members (`properties` and `required`), nor the subschemas that both editions have.
    Keywords,
    /// These keywords, which have no subschemas: `type`, `enum`, `const` and leaf keywords.
    Constraints(Vec<String>),
    /// A value that only the new schema lists.
    AddedValue(Node),
    /// A value that only the old schema lists.
    RemovedValue(Node),
    /// A branch of `anyOf` or `oneOf` that only the new model has, with everything below it.
    AddedBranch(SchemaId),
    /// A branch of `anyOf` or `oneOf` that only the old model has.
    RemovedBranch(SchemaId),
    /// Members of an object, given by the schemas whose `properties` or `required` names them: added or removed, or with another presence. A
    /// renamed member is two of them. The schema of a member that both editions have is another part.
    Members(Vec<String>),
}

impl Site {
    /// Returns the place of a change inside of a documented schema.
    pub fn inside(old_root: usize, new_root: usize, old: SchemaId, new: SchemaId, part: Part) -> Self {
        Self { old_root: Some(old_root), new_root: Some(new_root), inside: Some(Inside { old, new, part }) }
    }

    /// Returns the place of all changes of a documented schema.
    pub fn root(old_root: usize, new_root: usize) -> Self {
        Self { old_root: Some(old_root), new_root: Some(new_root), inside: None }
    }

    /// Returns the place of an added event.
    pub fn added(new_root: usize) -> Self {
        Self { old_root: None, new_root: Some(new_root), inside: None }
    }

    /// Returns the place of a removed event.
    pub fn removed(old_root: usize) -> Self {
        Self { old_root: Some(old_root), new_root: None, inside: None }
    }
}
