//! Which Rust type each schema gets, before there is any Rust: what the laws of sound and lossless types are decided on.
//!
//! A type may be wider than its schema, never narrower. Every member that a schema names anywhere has a place in its type, also when
//! it is named only under a condition; where nothing better is sure to hold all instances, the type is any JSON value.

mod branch;
mod decide;
mod facts;
mod kept;
mod naming;
mod scalar;
mod step;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::model::{Model, SchemaId, TypeSet};
use crate::render::fragment::Owner;

/// What the catalogue and the crate have to say about the types.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether each document has a module of its own, as in a crate; otherwise all types stand in one module.
    pub is_crate: bool,
    /// Names that types must not have, because the crate has them already.
    pub reserved: BTreeSet<String>,
    /// The roots whose types drop members that no schema names.
    pub dropping: BTreeSet<usize>,
    /// What the strings and integers of some schemas are.
    pub refinements: BTreeMap<SchemaId, RefinedType>,
}

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

/// Decides the types of a model.
pub fn shape(model: &Model, settings: &Settings) -> Shapes {
    decide::shape(model, settings)
}

/// The name of a definition inside its [`Shapes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionId(pub usize);

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `serde_json::Value`
    Value,
    /// `()`, which is `null`
    Null,
    /// `bool`
    Boolean,
    /// `String`
    String,
    /// The runtime's `Timestamp`.
    Timestamp,
    /// The runtime's `Decimal`.
    Decimal,
    /// The runtime's `Integer`: of any size.
    Integer,
    /// An integer of Rust. Only a member has this type itself: what reads `2.0` stands at the member.
    Native(Native),
    /// `serde_json::Number`
    Number,
    /// `Vec<…>`
    Array(Box<Type>),
    /// `BTreeMap<String, …>`
    Map(Box<Type>),
    /// `Option<…>`, where `None` is `null`.
    Nullable(Box<Type>),
    /// A type with a name.
    Named(DefinitionId),
}

impl Type {
    /// The type as it stands inside of another one.
    #[must_use]
    fn contained(self) -> Self {
        if let Self::Native(_) = self { Self::Integer } else { self }
    }

    /// The definition that it leads to, itself or inside of a list, a map or an option.
    pub fn definition(&self) -> Option<DefinitionId> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.definition(),
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }

    fn array_of(element: Self) -> Self {
        Self::Array(Box::new(element.contained()))
    }

    fn map_of(member: Self) -> Self {
        Self::Map(Box::new(member.contained()))
    }
}

/// An integer type of Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Native {
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
}

impl Native {
    const ALL: [(Self, &'static str, i128, i128); 8] = [
        (Self::U8, "u8", 0, u8::MAX as i128),
        (Self::U16, "u16", 0, u16::MAX as i128),
        (Self::U32, "u32", 0, u32::MAX as i128),
        (Self::U64, "u64", 0, u64::MAX as i128),
        (Self::I8, "i8", i8::MIN as i128, i8::MAX as i128),
        (Self::I16, "i16", i16::MIN as i128, i16::MAX as i128),
        (Self::I32, "i32", i32::MIN as i128, i32::MAX as i128),
        (Self::I64, "i64", i64::MIN as i128, i64::MAX as i128),
    ];

    /// The smallest type that holds both, if one does.
    pub fn between(least: i128, greatest: i128) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, _, low, high)| *low <= least && greatest <= *high);
        found.map(|(native, ..)| *native)
    }

    /// The one that the catalogue asks for, if it is one.
    pub fn refined(refined: RefinedType) -> Option<Self> {
        match refined {
            RefinedType::Decimal | RefinedType::Timestamp => None,
            RefinedType::U32 => Some(Self::U32),
            RefinedType::U64 => Some(Self::U64),
            RefinedType::I32 => Some(Self::I32),
            RefinedType::I64 => Some(Self::I64),
        }
    }

    /// The name that typify and schemars know as its `format`.
    pub fn format(self) -> String {
        let (sign, bits) = self.ident().split_at(1);
        format!("{}{bits}", if sign == "u" { "uint" } else { "int" })
    }

    /// The name in Rust.
    pub fn ident(self) -> &'static str {
        let found = Self::ALL.iter().find(|(native, ..)| *native == self);
        found.expect("all are listed").1
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
    /// It is a documented schema: the index into [`Model::roots`].
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
