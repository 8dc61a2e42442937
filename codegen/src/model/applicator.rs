//! Keywords that apply subschemas, and those that constrain the same parts, by what they speak of.

use crate::pattern::matching::Pattern;
use crate::source::location::Pointer;

/// The name of a schema inside its [`Model`](super::Model).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// A keyword of arrays.
#[derive(Clone, Debug)]
pub enum ArrayKeyword {
    /// The array's first elements, each against its own schema.
    PrefixItems(Vec<SchemaId>),
    /// All elements behind those that `PrefixItems` of the same schema names (all, when it has none).
    Items(SchemaId),
    /// At least `min` (1 unless said) and at most `max` elements are accepted by `schema`. `minContains` and `maxContains` are separate
    /// keywords beside `contains`: their presence says which of them a violation names.
    Contains {
        /// What is counted.
        schema: SchemaId,
        /// `minContains`
        min: Option<u64>,
        /// `maxContains`
        max: Option<u64>,
        /// Whether the elements that it accepts count as evaluated, as they do since draft 2020-12.
        evaluates: bool,
    },
    /// Elements that neither another keyword of the same schema nor a schema that it applies in place evaluates.
    UnevaluatedItems(SchemaId),
}

/// A keyword of objects.
#[derive(Clone, Debug)]
pub enum ObjectKeyword {
    /// Members of these names, each against its schema.
    Properties(Vec<(String, SchemaId)>),
    /// Members whose name matches, each against the schema of every pattern that does.
    PatternProperties(Vec<(Pattern, SchemaId)>),
    /// Members that neither `Properties` nor `PatternProperties` of the same schema names.
    AdditionalProperties(SchemaId),
    /// Members that neither another keyword of the same schema nor a schema that it applies in place evaluates.
    UnevaluatedProperties(SchemaId),
    /// Each member's name, taken as an instance.
    PropertyNames(SchemaId),
    /// Members of these names are there.
    Required(Vec<String>),
    /// When a member of the name is there, so are the others.
    DependentRequired(Vec<(String, Vec<String>)>),
    /// When a member of the name is there, the schema accepts the whole object.
    DependentSchemas(Vec<(String, SchemaId)>),
}

/// A keyword that applies schemas to the instance itself; `dependentSchemas`, which does so too, is an [`ObjectKeyword`].
#[derive(Clone, Debug)]
pub enum InPlaceKeyword {
    /// The schema that a reference leads to accepts the instance.
    Ref(SchemaId),
    /// All accept the instance.
    AllOf(Vec<SchemaId>),
    /// At least one accepts the instance.
    AnyOf(Vec<SchemaId>),
    /// Exactly one accepts the instance.
    OneOf(Vec<SchemaId>),
    /// It does not accept the instance.
    Not(SchemaId),
    /// If the first accepts the instance, `then` does; otherwise `else_` does.
    If {
        /// `if`
        condition: SchemaId,
        /// `then`
        then: Option<SchemaId>,
        /// `else`
        else_: Option<SchemaId>,
    },
}

impl ArrayKeyword {
    pub(super) fn subschemas(&self, at: Pointer) -> Vec<(Pointer, SchemaId)> {
        match self {
            Self::Items(schema) | Self::Contains { schema, .. } | Self::UnevaluatedItems(schema) => vec![(at, *schema)],
            Self::PrefixItems(schemas) => indexed(schemas, &at),
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
    pub(super) fn subschemas(&self, at: Pointer) -> Vec<(Pointer, SchemaId)> {
        match self {
            Self::AdditionalProperties(schema) | Self::UnevaluatedProperties(schema) | Self::PropertyNames(schema) => {
                vec![(at, *schema)]
            }
            Self::Properties(members) | Self::DependentSchemas(members) => {
                members.iter().map(|(wire_name, schema)| (at.join(wire_name), *schema)).collect()
            }
            Self::PatternProperties(members) => {
                members.iter().map(|(pattern, schema)| (at.join(&pattern.source), *schema)).collect()
            }
            Self::Required(_) | Self::DependentRequired(_) => Vec::new(),
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
    pub(super) fn subschemas(&self, at: Pointer) -> Vec<(Pointer, SchemaId)> {
        match self {
            Self::Ref(schema) | Self::Not(schema) => vec![(at, *schema)],
            Self::AllOf(schemas) | Self::AnyOf(schemas) | Self::OneOf(schemas) => indexed(schemas, &at),
            Self::If { condition, then, else_ } => {
                let beside = |keyword: &str, schema: &Option<SchemaId>| {
                    schema.map(|schema| (Pointer::root().join(keyword), schema))
                };
                [Some((at, *condition)), beside("then", then), beside("else", else_)].into_iter().flatten().collect()
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

fn indexed(schemas: &[SchemaId], at: &Pointer) -> Vec<(Pointer, SchemaId)> {
    schemas.iter().enumerate().map(|(index, schema)| (at.join(index), *schema)).collect()
}
