//! Named types, and the set of them in a model.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::types::shape::rust_type::{DefinitionId, Type};
use crate::emit::types::shape::site::Site;
use crate::json::{Node, Value};
use crate::keyword::bound;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::render::fragment::Owner;

/// The types of a model: the named ones, and the type of each root.
#[derive(Clone, Debug)]
pub struct Shapes {
    /// The named types, each root's before those that only it uses.
    pub definitions: Vec<Definition>,
    /// The type of each root of the model.
    pub roots: Vec<DefinitionId>,
    /// The schemas whose refinement has determined a type.
    pub refined: BTreeSet<SchemaId>,
    /// The first schema whose type is any JSON value because there would be too many types.
    pub widened: Option<SchemaId>,
    /// The schemas without a name that are equal to a named one, including annotations, with the named one.
    pub twins: BTreeMap<SchemaId, SchemaId>,
}

impl Shapes {
    /// Returns the definition with that id.
    pub fn definition(&self, id: DefinitionId) -> &Definition {
        &self.definitions[id.0]
    }

    /// Returns the schemas whose validators select a union's variant.
    pub fn dispatched(&self) -> BTreeSet<SchemaId> {
        self.definitions.iter().flat_map(|definition| definition.kind.dispatched()).collect()
    }
}

/// A named type.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The name in the module of its home.
    pub ident: String,
    /// The name for imports: its own, unless another definition of the crate has that too.
    pub alias: String,
    /// The file of the document that contains its schema.
    pub home: Owner,
    /// The module and name of the definition while its document is not an entry of the catalogue: the index of that module. An entry that
    /// is added later removes nothing there.
    pub shared: Option<(usize, String)>,
    /// The schemas that it is the type of.
    pub site: Site,
    /// The form of the type.
    pub kind: Kind,
    /// The place of its schema in words.
    pub origin: Origin,
}

impl Definition {
    /// Creates the definition of a site before its type is decided; its name is decided when all definitions are known.
    pub(super) fn undecided(site: Site) -> Self {
        let origin = Origin::Part(Part::default());
        let (ident, alias) = (String::new(), String::new());
        Self { ident, alias, home: Owner::Shared, shared: None, site, kind: Kind::Newtype(Type::Value), origin }
    }
}

/// The origin of a definition, for its documentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A documented schema: the index into [`crate::model::Model::roots`].
    Root(usize),
    /// A part of another type.
    Part(Part),
}

/// The place of a part in another type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The name of the other type, if there is one.
    pub parent: Option<String>,
    /// The member or key.
    pub wire_name: String,
    /// The place in it in words, such as `an element of a variant`.
    pub place: String,
}

/// The form of a named type.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with named members.
    Struct(Struct),
    /// An array whose first elements have types of their own.
    Sequence(Sequence),
    /// An enumeration of strings, open for others.
    Enum(Vec<Symbol>),
    /// A union of types, open for other values.
    Union(Vec<Variant>),
    /// Another type under a name of its own.
    Newtype(Type),
}

impl Kind {
    /// Returns the types of its parts.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        let parts: Vec<&Type> = match self {
            Self::Struct(it) => {
                it.members.iter().map(|member| &member.ty).chain(it.rest.iter().map(|(_, ty)| ty)).collect()
            }
            Self::Sequence(it) => it.elements.iter().map(|element| &element.ty).chain(&it.rest).collect(),
            Self::Union(variants) => variants.iter().map(|variant| &variant.ty).collect(),
            Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        };
        parts.into_iter()
    }

    /// Returns the schemas whose validators select its variant.
    pub fn dispatched(&self) -> impl Iterator<Item = SchemaId> {
        let variants = if let Self::Union(variants) = self { variants.as_slice() } else { &[] };
        let schemas =
            |it: &Variant| if let Test::Validators(schemas) = &it.test { schemas.clone() } else { Vec::new() };
        variants.iter().flat_map(schemas)
    }
}

/// An object with named members.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The members in documented order.
    pub members: Vec<Member>,
    /// The field for other members, if the schema describes them or they are kept: its name, and the type of a member.
    pub rest: Option<(String, Type)>,
    /// True if the schema rejects other members.
    pub is_closed: bool,
}

/// An array whose first elements have types of their own.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// The first elements, each with its index as the name on the wire: those that every array has, then those that may be absent.
    pub elements: Vec<Member>,
    /// The type of the elements behind them, if there may be any.
    pub rest: Option<Type>,
}

/// A member of an object, or an element of an array.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name on the wire.
    pub wire_name: String,
    /// The name of the field.
    pub ident: String,
    /// The type of the value.
    pub ty: Type,
    /// True if it is always present.
    pub is_required: bool,
    /// True if its value may be `null`.
    pub is_nullable: bool,
    /// The schemas of its value as written.
    pub site: Site,
    /// The number of certain schemas, the last ones, that occur in all branches of a choice rather than beside it.
    pub agreed: usize,
    /// True if it is required beside the choice.
    pub is_required_itself: bool,
}

/// A documented string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// The string.
    pub wire_name: String,
    /// The name of the variant.
    pub ident: String,
    /// The branch that accepts this string and no other.
    pub branch: Option<SchemaId>,
}

/// A type of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The name.
    pub ident: String,
    /// The type of the content.
    pub ty: Type,
    /// The JSON type of its instances: a single one, with `NUMBER` including `INTEGER`.
    pub json_type: TypeSet,
    /// The test that distinguishes it from variants with the same JSON type.
    pub test: Test,
    /// The schemas of its instances.
    pub site: Site,
    /// The schema that describes its instances and no instances of other variants.
    pub branch: Option<SchemaId>,
}

/// The test that distinguishes a variant from others with the same JSON type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// None: there is no other.
    JsonType,
    /// A member has one of some values.
    Tag(String, Tags),
    /// The validator of one of these schemas accepts the instance.
    Validators(Vec<SchemaId>),
}

impl Test {
    /// Returns true if one variant can have both tests: what either accepts.
    pub(super) fn takes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Validators(_), Self::Validators(_) | Self::JsonType) | (Self::Tag(..), Self::JsonType) => true,
            (Self::Tag(member, tags), Self::Tag(other, others)) => {
                member == other && std::mem::discriminant(tags) == std::mem::discriminant(others)
            }
            (Self::JsonType, _) | (Self::Validators(_), Self::Tag(..)) | (Self::Tag(..), Self::Validators(_)) => false,
        }
    }
}

/// The values of a member that distinguish a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tags {
    /// Strings.
    Texts(Vec<String>),
    /// `true` and `false`.
    Booleans(Vec<bool>),
    /// Integers that a float holds exactly.
    Integers(Vec<i64>),
}

impl Tags {
    /// Returns listed values, if they are of one form.
    pub(in crate::emit::types) fn of(values: &[&Node]) -> Option<Self> {
        let texts = || values.iter().map(|value| value.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
        let booleans = || {
            values
                .iter()
                .map(|value| if let Value::Boolean(it) = value.value { Some(it) } else { None })
                .collect::<Option<_>>()
        };
        let integer = |value: &&Node| match &value.value {
            Value::Number(text) => {
                let (low, high) = (bound::floor(text)?, bound::ceiling(text)?);
                i64::try_from(low).ok().filter(|it| low == high && it.unsigned_abs() < 1 << 53)
            }
            _ => None,
        };
        let integers = || values.iter().map(integer).collect::<Option<_>>();
        texts().map(Self::Texts).or_else(|| booleans().map(Self::Booleans)).or_else(|| integers().map(Self::Integers))
    }

    /// Adds other values of the same form.
    pub(super) fn extend(&mut self, others: Self) {
        match (self, others) {
            (Self::Texts(known), Self::Texts(others)) => known.extend(others),
            (Self::Booleans(known), Self::Booleans(others)) => known.extend(others),
            (Self::Integers(known), Self::Integers(others)) => known.extend(others),
            (Self::Texts(_) | Self::Booleans(_) | Self::Integers(_), _) => {}
        }
    }

    /// Returns true if no value is in two of them.
    pub(super) fn are_disjoint(all: &[Self]) -> bool {
        let mut seen = BTreeSet::new();
        all.iter().flat_map(Self::words).all(|word| seen.insert(word))
    }

    pub(super) fn words(&self) -> Vec<(u8, String)> {
        match self {
            Self::Texts(texts) => texts.iter().map(|text| (0, text.clone())).collect(),
            Self::Booleans(values) => values.iter().map(|value| (1, value.to_string())).collect(),
            Self::Integers(values) => values.iter().map(|value| (2, value.to_string())).collect(),
        }
    }
}
