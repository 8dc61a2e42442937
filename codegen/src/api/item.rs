//! The public API of a crate as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The public API of a crate: what a program that depends on it can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// The name of the package.
    pub package: String,
    /// The minimum supported version of Rust.
    pub rust_version: String,
    /// The features. Only features of events enable other features.
    pub features: BTreeSet<String>,
    /// The packages whose items occur in the API, by name.
    pub dependencies: BTreeMap<String, Dependency>,
    /// The items, sorted as in the text: by owner, kind and path.
    pub items: Vec<Item>,
}

/// A package whose types or traits occur in the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The version requirement: `1.0.203`.
    pub version: String,
    /// The enabled features of the package.
    pub features: BTreeSet<String>,
    /// The conditions of the items that name it, if all have one in common.
    pub conditions: Conditions,
}

/// The features that an item needs, all of them. Another condition than a feature is spelled as in `cfg`. The items of a module share them.
pub type Conditions = Arc<BTreeSet<String>>;

/// A schema that an item was made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The path of the document in the folder of schemas.
    pub document: String,
    /// The JSON Pointer to the schema.
    pub pointer: String,
    /// The documented schema that the item was made for, by its name; `None` if it is shared. Several may have one document.
    pub root: Option<String>,
}

/// One item of the API: a line of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The shortest path of the module, type or trait that the item belongs to. A module, type or trait is its own owner. Empty for the
    /// crate's root.
    pub owner: Arc<str>,
    /// The shortest path from the crate's root: `TicketSold::order_id`. For an implementation: `Clone for TicketSold`.
    pub path: String,
    /// The form of the item.
    pub kind: Kind,
    /// The features that it needs.
    pub conditions: Conditions,
    /// True if it is `#[deprecated]`.
    pub is_deprecated: bool,
    /// The schemas that it was made from, the principal one first. Empty for an item that is the same in every crate.
    pub origins: Arc<[Origin]>,
}

/// The form of an item. Types are spelled by the shortest path of each name, `std` without its prelude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A public module.
    Module,
    /// A further path of an item, or a path of an item of another package: the item's shortest path.
    Reexport(String),
    /// A struct.
    Struct(Struct),
    /// An enum.
    Enum(Enum),
    /// A variant of an enum.
    Variant(Fields),
    /// A public field with a name, of a struct or variant: its type.
    Field(String),
    /// A type alias: its generics and its type.
    Alias(Generics, String),
    /// A constant: its type.
    Constant(Constant),
    /// A static: its type.
    Static(String),
    /// A function or method.
    Function(Function),
    /// A trait.
    Trait(Trait),
    /// An associated type of a trait: its bounds, and true if it has a default.
    AssociatedType(BTreeSet<String>, bool),
    /// An implementation of a trait.
    Implementation(Implementation),
    /// An exported macro.
    Macro,
}

/// A struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// Its generic parameters.
    pub generics: Generics,
    /// Its fields.
    pub fields: Fields,
}

/// An enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// Its generic parameters.
    pub generics: Generics,
    /// True if it is `#[non_exhaustive]`.
    pub is_non_exhaustive: bool,
}

/// The fields of a struct or variant as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fields {
    /// The way in which they are written; `Named` if all are private, because then no program depends on it.
    pub form: Form,
    /// True if there are private ones.
    pub has_private: bool,
    /// True if the struct or variant is `#[non_exhaustive]`.
    pub is_non_exhaustive: bool,
}

/// The way in which fields are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// `{ a: A }`; each public field is an item.
    Named,
    /// `(A, B)`: the types, `_` for a private field.
    Tuple(Vec<String>),
    /// Nothing.
    Unit,
}

/// Generic parameters with their bounds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Generics {
    /// The parameters in order.
    pub parameters: Vec<GenericParameter>,
    /// The bounds, one each: `T: Clone`, `'a: 'b`.
    pub bounds: BTreeSet<String>,
}

/// A generic parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenericParameter {
    /// Its name: `'a`, `T`, `const N: usize`.
    pub name: String,
    /// Its default, if it has one.
    pub default: Option<String>,
}

/// A constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constant {
    /// Its type.
    pub ty: String,
    /// True for a constant of a trait with a default.
    pub has_default: bool,
}

/// The signature of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its generic parameters, with the bounds of the implementation that contains it.
    pub generics: Generics,
    /// `self`, `&self`, `&mut self` or another receiver of a method.
    pub receiver: Option<String>,
    /// The parameters in order: name and type.
    pub parameters: Vec<(String, String)>,
    /// The type of the result; `None` for `()`.
    pub output: Option<String>,
    /// The keywords before `fn`: `const`, `async`, `unsafe`, `extern`.
    pub qualifiers: BTreeSet<String>,
    /// True for a method of a trait with a default.
    pub has_default: bool,
}

/// A trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trait {
    /// Its generic parameters.
    pub generics: Generics,
    /// Its supertraits that can be named.
    pub supertraits: BTreeSet<String>,
    /// True if it has a supertrait that cannot be named, so that no other package can implement it.
    pub is_sealed: bool,
    /// True if it is `unsafe`.
    pub is_unsafe: bool,
}

/// An implementation of a trait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implementation {
    /// Its generic parameters.
    pub generics: Generics,
    /// The trait with its arguments: `From<TicketSold>`.
    pub of: String,
    /// The implementing type.
    pub by: String,
    /// The associated types, by name.
    pub types: BTreeMap<String, String>,
}

impl Item {
    /// Returns its group. The items of a group are listed together; items of different groups may have equal names.
    pub(super) fn group(&self) -> u8 {
        match &self.kind {
            Kind::Module | Kind::Struct(_) | Kind::Enum(_) | Kind::Trait(_) | Kind::Alias(..) => 0,
            Kind::Reexport(_) => 1,
            Kind::Variant(_) => 2,
            Kind::Field(_) => 3,
            Kind::AssociatedType(..) => 4,
            Kind::Constant(_) | Kind::Static(_) => 5,
            Kind::Function(_) => 6,
            Kind::Implementation(_) => 7,
            Kind::Macro => 8,
        }
    }

    /// Sorts items as the text lists them.
    pub(super) fn order(&self) -> (&str, u8, &str, &Conditions) {
        (&self.owner, self.group(), &self.path, &self.conditions)
    }
}

impl Kind {
    /// Returns the generic parameters of an item that may have some.
    pub(super) fn generics(&self) -> Option<&Generics> {
        match self {
            Self::Struct(it) => Some(&it.generics),
            Self::Enum(it) => Some(&it.generics),
            Self::Alias(generics, _) => Some(generics),
            Self::Function(it) => Some(&it.generics),
            Self::Trait(it) => Some(&it.generics),
            Self::Implementation(it) => Some(&it.generics),
            Self::Module
            | Self::Reexport(_)
            | Self::Variant(_)
            | Self::Field(_)
            | Self::Constant(_)
            | Self::Static(_)
            | Self::AssociatedType(..)
            | Self::Macro => None,
        }
    }

    /// Returns every type, bound and name of a generic parameter.
    pub(super) fn texts(&self) -> Vec<&str> {
        let mut found: Vec<&String> = Vec::new();
        if let Some(Generics { parameters, bounds }) = self.generics() {
            found
                .extend(parameters.iter().flat_map(|it| [Some(&it.name), it.default.as_ref()]).flatten().chain(bounds));
        }
        match self {
            Self::Reexport(text) | Self::Field(text) | Self::Static(text) | Self::Alias(_, text) => found.push(text),
            Self::Struct(Struct { fields, .. }) | Self::Variant(fields) => match &fields.form {
                Form::Tuple(types) => found.extend(types),
                Form::Named | Form::Unit => {}
            },
            Self::Constant(it) => found.push(&it.ty),
            Self::Function(it) => {
                found.extend(it.receiver.iter().chain(it.parameters.iter().map(|(_, ty)| ty)).chain(&it.output));
            }
            Self::Trait(it) => found.extend(&it.supertraits),
            Self::AssociatedType(bounds, _) => found.extend(bounds),
            Self::Implementation(it) => found.extend([&it.of, &it.by].into_iter().chain(it.types.values())),
            Self::Module | Self::Enum(_) | Self::Macro => {}
        }
        found.into_iter().map(String::as_str).collect()
    }

    /// Replaces every type, bound and name of a generic parameter.
    pub(super) fn map_texts(&mut self, map: &dyn Fn(&str) -> String) {
        let one = |text: &mut String| *text = map(text);
        let all = |texts: &mut BTreeSet<String>| *texts = texts.iter().map(|text| map(text)).collect();
        let of_generics = |generics: &mut Generics| {
            for parameter in &mut generics.parameters {
                one(&mut parameter.name);
                parameter.default.iter_mut().for_each(one);
            }
            all(&mut generics.bounds);
        };
        let of_form = |form: &mut Form| match form {
            Form::Tuple(types) => types.iter_mut().for_each(one),
            Form::Named | Form::Unit => {}
        };
        match self {
            Self::Module | Self::Macro => {}
            Self::Reexport(text) | Self::Field(text) | Self::Static(text) => one(text),
            Self::Struct(it) => {
                of_generics(&mut it.generics);
                of_form(&mut it.fields.form);
            }
            Self::Enum(it) => of_generics(&mut it.generics),
            Self::Variant(it) => of_form(&mut it.form),
            Self::Alias(generics, ty) => {
                of_generics(generics);
                one(ty);
            }
            Self::Constant(it) => one(&mut it.ty),
            Self::Function(it) => {
                of_generics(&mut it.generics);
                it.receiver.iter_mut().for_each(one);
                it.parameters.iter_mut().for_each(|(_, ty)| one(ty));
                it.output.iter_mut().for_each(one);
            }
            Self::Trait(it) => {
                of_generics(&mut it.generics);
                all(&mut it.supertraits);
            }
            Self::AssociatedType(bounds, _) => all(bounds),
            Self::Implementation(it) => {
                of_generics(&mut it.generics);
                one(&mut it.of);
                one(&mut it.by);
                it.types.values_mut().for_each(one);
            }
        }
    }
}
