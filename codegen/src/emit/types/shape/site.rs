//! Sites: the schemas that apply at one place of an instance.

use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

/// The schemas that speak of one place in an instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// Those that accept every instance there.
    pub always: Vec<SchemaId>,
    /// Those that are applied under a condition: they may name members, but promise nothing.
    pub perhaps: Vec<SchemaId>,
    /// The types that are looked at: a part of a union has fewer than all.
    pub types: Types,
}

/// A [`TypeSet`] that is full unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Types(pub TypeSet);

impl Default for Types {
    fn default() -> Self {
        Self(TypeSet::ALL)
    }
}

impl Site {
    /// The place of a single schema's instances.
    pub fn of(schema: SchemaId) -> Self {
        Self { always: vec![schema], ..Self::default() }
    }

    /// The same place, for instances of some types only.
    #[must_use]
    pub fn restricted(&self, types: TypeSet) -> Self {
        Self { types: Types(self.types.0.intersection(types)), ..self.clone() }
    }
}
