//! Sites: the schemas that apply to one place of an instance.

use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The schemas that describe one place of an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Those that accept every instance there.
    pub always: Vec<SchemaId>,
    /// Those that apply under a condition: they may name members, but guarantee nothing.
    pub perhaps: Vec<SchemaId>,
    /// The ways of its instances, outermost first: schemas above apply others to a part of their instances only.
    pub taken: Vec<Way>,
    /// The types considered: a part of a union has fewer than all.
    pub types: Types,
}

/// A way through a keyword that applies schemas to some of its instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A branch of `anyOf` or `oneOf` accepts.
    Branch(SchemaId),
    /// The condition of an `if` accepts, so that its `then` applies.
    Then(SchemaId, Option<SchemaId>),
    /// The condition of an `if` rejects, so that its `else` applies.
    Else(SchemaId, Option<SchemaId>),
}

impl Way {
    /// Returns the schema of an `if`.
    pub fn condition(self) -> Option<SchemaId> {
        match self {
            Self::Branch(_) => None,
            Self::Then(condition, _) | Self::Else(condition, _) => Some(condition),
        }
    }

    /// Returns the schema that applies.
    pub fn applied(self) -> Option<SchemaId> {
        match self {
            Self::Branch(schema) => Some(schema),
            Self::Then(_, schema) | Self::Else(_, schema) => schema,
        }
    }
}

/// A [`TypeSet`] whose default is all types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Types(pub TypeSet);

impl Default for Types {
    fn default() -> Self {
        Self(TypeSet::ALL)
    }
}

impl Site {
    /// Returns the site of a single schema's instances.
    pub fn of(schema: SchemaId) -> Self {
        Self { always: vec![schema], ..Self::default() }
    }

    /// Returns true if it has all instances of its schemas.
    pub fn is_whole(&self) -> bool {
        self.taken.is_empty() && self.types == Types::default()
    }

    /// Returns its schemas, those of its ways included.
    pub fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        let taken = self.taken.iter().filter_map(|way| way.applied());
        self.always.iter().chain(&self.perhaps).copied().chain(taken)
    }

    /// Returns the same site for instances of some types only.
    #[must_use]
    pub fn restricted(&self, types: TypeSet) -> Self {
        Self { types: Types(self.types.0.intersection(types)), ..self.clone() }
    }
}
