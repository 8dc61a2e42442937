//! Types with a name, and the set of them that a model has.

use std::collections::BTreeSet;

use crate::emit::types::shape::rust_type::{DefinitionId, Type};
use crate::emit::types::shape::site::Site;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::render::fragment::Owner;

/// The types of a model: those that have a name, and for each root which of them is its own.
#[derive(Clone, Debug)]
pub struct Shapes {
    /// The types that have a name, each root's before those that only it uses.
    pub definitions: Vec<Definition>,
    /// For each root of the model, its type.
    pub roots: Vec<DefinitionId>,
    /// The schemas by whose refinement a type was decided.
    pub refined: BTreeSet<SchemaId>,
    /// The first schema whose type is any JSON value only because the types would be too many.
    pub widened: Option<SchemaId>,
}

impl Shapes {
    /// The definition of an id of these shapes.
    pub fn definition(&self, id: DefinitionId) -> &Definition {
        &self.definitions[id.0]
    }

    /// The schemas whose validator decides which variant of a union an instance is.
    pub fn dispatched(&self) -> BTreeSet<SchemaId> {
        let unions = self.definitions.iter().filter_map(|definition| match &definition.kind {
            Kind::Union(variants) => Some(variants),
            _ => None,
        });
        let tests = unions.flatten().map(|variant| &variant.test);
        tests.filter_map(|test| if let Test::Validator(schema) = test { Some(*schema) } else { None }).collect()
    }
}

/// A type that has a name.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name, in the module of its home.
    pub ident: String,
    /// The name that it has wherever it is used: its own, unless another definition of the crate has that too.
    pub alias: String,
    /// The file that it stands in: that of the document which its schema is part of.
    pub home: Owner,
    /// Where it stands, under which name, as long as its document is no entry of the catalogue: the index of that module. An entry that is
    /// added later takes nothing away there.
    pub shared: Option<(usize, String)>,
    /// The schemas that it is the type of.
    pub site: Site,
    /// What it is.
    pub kind: Kind,
    /// Where its schema stands, in words.
    pub origin: Origin,
}

/// Where a definition comes from, for its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is a documented schema: the index into [`crate::model::Model::roots`].
    Root(usize),
    /// It stands in another type: that one's name, and the part of it.
    Part(String, String),
}

/// What a type with a name is.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with named members.
    Struct(Struct),
    /// One of some strings, or another one.
    Enum(Vec<Symbol>),
    /// One of some types, or another value.
    Union(Vec<Variant>),
    /// Another type under a name of its own.
    Newtype(Type),
}

impl Kind {
    /// The types of its parts.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parts: Vec<&Type> = match self {
            Self::Struct(it) => {
                it.members.iter().map(|member| &member.ty).chain(it.rest.iter().map(|(_, ty)| ty)).collect()
            }
            Self::Union(variants) => variants.iter().map(|variant| &variant.ty).collect(),
            Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        };
        parts.into_iter()
    }
}

/// An object with named members.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The members, in documented order.
    pub members: Vec<Member>,
    /// What the other members are, when the schema describes them or they are kept: the name of the field, and the type of one.
    pub rest: Option<(String, Type)>,
    /// Whether the schema refuses other members.
    pub is_closed: bool,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name on the wire.
    pub wire_name: String,
    /// The field's name.
    pub ident: String,
    /// The type of its value.
    pub ty: Type,
    /// Whether it is always there.
    pub is_required: bool,
    /// Whether its value may be `null`.
    pub is_nullable: bool,
    /// The schemas of its value, as they are written.
    pub site: Site,
    /// How many of the schemas that always hold stand in all branches of a choice, and not beside it: the last ones.
    pub agreed: usize,
    /// Whether it is required beside the choice.
    pub is_required_itself: bool,
}

/// A documented string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The string.
    pub wire_name: String,
    /// The variant's name.
    pub ident: String,
}

/// One of the types of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// The JSON type of its instances: one of the single ones, where `NUMBER` stands for `INTEGER` too.
    pub json_type: TypeSet,
    /// How its instances differ from those of other variants with the same JSON type.
    pub test: Test,
    /// The schemas of its instances.
    pub site: Site,
}

/// How a variant is told from others with the same JSON type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// There is no other.
    JsonType,
    /// A member has one of some values.
    Tag(String, Vec<String>),
    /// The validator of this schema accepts the instance.
    Validator(SchemaId),
}
