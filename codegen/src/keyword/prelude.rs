//! The imports of a leaf keyword's file.

pub(super) use proc_macro2::{Literal, TokenStream};
pub(super) use quote::{format_ident, quote};

pub(super) use crate::json::Value;
pub(super) use crate::json::held::{Nearest, Numbers};
pub(super) use crate::keyword::dialect::Draft::{Draft4, Draft6, Draft7, Draft2020};
pub(super) use crate::keyword::dialect::Vocabulary::{self, Validation};
pub(super) use crate::keyword::form::{self, Form};
pub(super) use crate::keyword::leaf::{
    Code, Constraint, Json, LARGEST, OnBytes, WALK, Words, Written, integer, limit, only,
};
pub(super) use crate::keyword::row::Treatment::{Annotation, Typed, Validated};
pub(super) use crate::keyword::row::{Keyword, keyword};
pub(super) use crate::keyword::types::TypeSet;
pub(super) use crate::source::diagnostic::{Diagnostic, Diagnostics};
pub(super) use crate::source::words::counted;
