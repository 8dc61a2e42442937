//! Keywords that apply subschemas, and keywords that constrain the same parts: of arrays, of objects, and of the instance itself.

use std::collections::BTreeSet;

use crate::pattern::matching::Pattern;
use crate::source::location::Pointer;

/// The name of a schema inside its [`Model`](super::Model).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// A keyword of arrays.
#[derive(Clone, Debug)]
pub enum ArrayKeyword {
    /// Applies a schema to each of the first elements.
    PrefixItems(Vec<SchemaId>),
    /// Applies a schema to all elements after those of `PrefixItems` in the same schema, or to all if there is none.
    Items(SchemaId),
    /// Requires at least `min` (1 by default) and at most `max` elements that `schema` accepts. `minContains` and `maxContains` are
    /// separate keywords beside `contains`: their presence decides which of them a violation names.
    Contains {
        /// The schema of the counted elements.
        schema: SchemaId,
        /// `minContains`
        min: Option<u64>,
        /// `maxContains`
        max: Option<u64>,
        /// True if the accepted elements count as evaluated, as since draft 2020-12.
        evaluates: bool,
    },
    /// Applies a schema to elements that no other keyword of the same schema evaluates, nor a schema that it applies in place.
    UnevaluatedItems(SchemaId),
}

/// A keyword of objects.
#[derive(Clone, Debug)]
pub enum ObjectKeyword {
    /// Applies a schema to each member with one of these names.
    Properties(Vec<(String, SchemaId)>),
    /// Applies the schemas of all matching patterns to each member.
    PatternProperties(Vec<(Pattern, SchemaId)>),
    /// Applies a schema to members that neither `Properties` nor `PatternProperties` of the same schema names.
    AdditionalProperties(SchemaId),
    /// Applies a schema to members that no other keyword of the same schema evaluates, nor a schema that it applies in place.
    UnevaluatedProperties(SchemaId),
    /// Applies a schema to each member's name.
    PropertyNames(SchemaId),
    /// Requires members with these names.
    Required(Vec<String>),
    /// Requires further members if a member is present.
    DependentRequired(Vec<(String, Vec<String>)>),
    /// Applies a schema to the whole object if a member is present.
    DependentSchemas(Vec<(String, SchemaId)>),
}

/// A keyword that applies schemas to the instance itself; `dependentSchemas`, which does so too, is an [`ObjectKeyword`].
#[derive(Clone, Debug)]
pub enum InPlaceKeyword {
    /// Applies the target of a reference.
    Ref(SchemaId),
    /// Requires all to accept the instance.
    AllOf(Vec<SchemaId>),
    /// Requires at least one to accept the instance.
    AnyOf(Vec<SchemaId>),
    /// Requires exactly one to accept the instance.
    OneOf(Vec<SchemaId>),
    /// Requires the schema to reject the instance.
    Not(SchemaId),
    /// Applies `then` if the condition accepts the instance, and `else_` if not.
    If {
        /// `if`
        condition: SchemaId,
        /// `then`
        then: Option<SchemaId>,
        /// `else`
        else_: Option<SchemaId>,
    },
}

/// The subschemas of a keyword, by the form of its value.
#[derive(Clone, Debug)]
pub enum Subschemas<'k> {
    /// None.
    None,
    /// A schema.
    One(SchemaId),
    /// A list of schemas.
    List(&'k [SchemaId]),
    /// Schemas by name.
    Map(Vec<(&'k str, SchemaId)>),
    /// Schemas of several keywords: `if`, `then` and `else`.
    Branches(Vec<(&'static str, SchemaId)>),
}

impl Subschemas<'_> {
    /// Returns the subschemas in document order.
    pub fn ids(self) -> Vec<SchemaId> {
        match self {
            Self::None => Vec::new(),
            Self::One(schema) => vec![schema],
            Self::List(schemas) => schemas.to_vec(),
            Self::Map(members) => members.into_iter().map(|(_, schema)| schema).collect(),
            Self::Branches(branches) => branches.into_iter().map(|(_, schema)| schema).collect(),
        }
    }

    /// Returns the subschemas, each with its place; `at` is that of the keyword.
    pub fn placed(self, at: Pointer) -> Vec<(Pointer, SchemaId)> {
        match self {
            Self::None => Vec::new(),
            Self::One(schema) => vec![(at, schema)],
            Self::List(schemas) => {
                schemas.iter().enumerate().map(|(index, schema)| (at.join(index), *schema)).collect()
            }
            Self::Map(members) => members.into_iter().map(|(name, schema)| (at.join(name), schema)).collect(),
            Self::Branches(branches) => {
                branches.into_iter().map(|(keyword, schema)| (Pointer::root().join(keyword), schema)).collect()
            }
        }
    }
}

impl ArrayKeyword {
    pub(super) fn stated(&self) -> Option<String> {
        match self {
            Self::Contains { min, max, evaluates, .. } => Some(format!("contains {min:?} {max:?} {evaluates}")),
            Self::PrefixItems(_) | Self::Items(_) | Self::UnevaluatedItems(_) => None,
        }
    }

    pub(super) fn subschemas(&self) -> Subschemas<'_> {
        match self {
            Self::Items(schema) | Self::Contains { schema, .. } | Self::UnevaluatedItems(schema) => {
                Subschemas::One(*schema)
            }
            Self::PrefixItems(schemas) => Subschemas::List(schemas),
        }
    }

    pub(super) fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        match self {
            Self::Items(schema) | Self::Contains { schema, .. } | Self::UnevaluatedItems(schema) => vec![schema],
            Self::PrefixItems(schemas) => schemas.iter_mut().collect(),
        }
    }
}

impl ObjectKeyword {
    pub(super) fn stated(&self) -> Option<String> {
        match self {
            Self::Required(wire_names) => Some(format!("required {:?}", wire_names.iter().collect::<BTreeSet<_>>())),
            Self::DependentRequired(members) => Some(format!("dependent {members:?}")),
            Self::Properties(_)
            | Self::PatternProperties(_)
            | Self::AdditionalProperties(_)
            | Self::UnevaluatedProperties(_)
            | Self::PropertyNames(_)
            | Self::DependentSchemas(_) => None,
        }
    }

    pub(super) fn subschemas(&self) -> Subschemas<'_> {
        match self {
            Self::AdditionalProperties(schema) | Self::UnevaluatedProperties(schema) | Self::PropertyNames(schema) => {
                Subschemas::One(*schema)
            }
            Self::Properties(members) | Self::DependentSchemas(members) => {
                Subschemas::Map(members.iter().map(|(wire_name, schema)| (wire_name.as_str(), *schema)).collect())
            }
            Self::PatternProperties(members) => {
                Subschemas::Map(members.iter().map(|(pattern, schema)| (pattern.source.as_str(), *schema)).collect())
            }
            Self::Required(_) | Self::DependentRequired(_) => Subschemas::None,
        }
    }

    pub(super) fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        match self {
            Self::AdditionalProperties(schema) | Self::UnevaluatedProperties(schema) | Self::PropertyNames(schema) => {
                vec![schema]
            }
            Self::Properties(members) | Self::DependentSchemas(members) => {
                members.iter_mut().map(|(_, schema)| schema).collect()
            }
            Self::PatternProperties(members) => members.iter_mut().map(|(_, schema)| schema).collect(),
            Self::Required(_) | Self::DependentRequired(_) => Vec::new(),
        }
    }
}

impl InPlaceKeyword {
    pub(super) fn subschemas(&self) -> Subschemas<'_> {
        match self {
            Self::Ref(schema) | Self::Not(schema) => Subschemas::One(*schema),
            Self::AllOf(schemas) | Self::AnyOf(schemas) | Self::OneOf(schemas) => Subschemas::List(schemas),
            Self::If { condition, then, else_ } => {
                let branches = [("if", Some(*condition)), ("then", *then), ("else", *else_)];
                Subschemas::Branches(branches.into_iter().filter_map(|(keyword, it)| Some((keyword, it?))).collect())
            }
        }
    }

    pub(super) fn subschemas_mut(&mut self) -> Vec<&mut SchemaId> {
        match self {
            Self::Ref(schema) | Self::Not(schema) => vec![schema],
            Self::AllOf(schemas) | Self::AnyOf(schemas) | Self::OneOf(schemas) => schemas.iter_mut().collect(),
            Self::If { condition, then, else_ } => {
                std::iter::once(condition).chain(then.as_mut()).chain(else_.as_mut()).collect()
            }
        }
    }
}
