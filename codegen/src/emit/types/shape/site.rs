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
    /// The types considered: a part of a union has fewer than all.
    pub types: Types,
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

    /// Returns the same site for instances of some types only.
    #[must_use]
    pub fn restricted(&self, types: TypeSet) -> Self {
        Self { types: Types(self.types.0.intersection(types)), ..self.clone() }
    }
}
