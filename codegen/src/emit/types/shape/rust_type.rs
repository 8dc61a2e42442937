//! Rust types without the definitions behind their names.

use crate::catalog::RefinedType;

/// The identity of a definition inside its [`Shapes`](super::definition::Shapes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefinitionId(pub usize);

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// `serde_json::Value`
    Value,
    /// `()`, for `null`.
    Null,
    /// `bool`
    Boolean,
    /// `String`
    String,
    /// The runtime's `Timestamp`.
    Timestamp,
    /// The runtime's `Decimal`.
    Decimal,
    /// The runtime's `Integer`, of any size.
    Integer,
    /// A native integer. Only a member has this type, or an `Option` of it: the function that reads `2.0` is set at the member.
    Native(Native),
    /// `serde_json::Number`
    Number,
    /// `Vec<…>`
    Array(Box<Type>),
    /// `(…, …)`
    Tuple(Vec<Type>),
    /// `BTreeMap<String, …>`
    Map(Box<Type>),
    /// `Option<…>`, with `None` for `null`.
    Nullable(Box<Type>),
    /// A named type.
    Named(DefinitionId),
}

impl Type {
    /// Returns the type inside another one.
    #[must_use]
    pub(super) fn contained(self) -> Self {
        match self {
            Self::Native(_) => Self::Integer,
            Self::Nullable(inner) => Self::Nullable(Box::new(inner.contained())),
            other => other,
        }
    }

    /// Returns the native integer of a member that has one, or `null`.
    pub(in crate::emit::types) fn native(&self) -> Option<Native> {
        match self {
            Self::Native(native) => Some(*native),
            Self::Nullable(inner) => inner.native(),
            _ => None,
        }
    }

    /// Returns the definitions of the type, directly or inside a list, a tuple, a map or an option.
    pub fn definitions(&self) -> Vec<DefinitionId> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.definitions(),
            Self::Tuple(elements) => elements.iter().flat_map(Self::definitions).collect(),
            Self::Named(id) => vec![*id],
            _ => Vec::new(),
        }
    }

    pub(super) fn array_of(element: Self) -> Self {
        Self::Array(Box::new(element.contained()))
    }

    pub(super) fn map_of(member: Self) -> Self {
        Self::Map(Box::new(member.contained()))
    }
}

/// A native integer type.
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

    /// Returns the smallest type that holds both, if there is one.
    pub fn between(least: i128, greatest: i128) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, _, low, high)| *low <= least && greatest <= *high);
        found.map(|(native, ..)| *native)
    }

    /// Returns the type that the catalogue requests, if it is native.
    pub fn refined(refined: RefinedType) -> Option<Self> {
        match refined {
            RefinedType::Decimal | RefinedType::Timestamp => None,
            RefinedType::U32 => Some(Self::U32),
            RefinedType::U64 => Some(Self::U64),
            RefinedType::I32 => Some(Self::I32),
            RefinedType::I64 => Some(Self::I64),
        }
    }

    /// Returns the name as `format` in typify and schemars.
    pub fn format(self) -> String {
        let (sign, bits) = self.ident().split_at(1);
        format!("{}{bits}", if sign == "u" { "uint" } else { "int" })
    }

    /// Returns the name in Rust.
    pub fn ident(self) -> &'static str {
        let found = Self::ALL.iter().find(|(native, ..)| *native == self);
        found.expect("all are listed").1
    }
}
