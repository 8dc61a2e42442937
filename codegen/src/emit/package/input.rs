//! The input of the package.

use crate::catalog::Catalog;
use crate::emit::types::Shapes;
use crate::emit::validate::checks::Validators;
use crate::model::Model;
use crate::render::fragment::Fragments;
use crate::source::files::Files;

/// What the crate is made from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The schemas.
    pub model: &'a Model,
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The texts of the folder of schemas that were read, by their paths in it; the crate carries them along.
    pub texts: &'a Files,
    /// What was measured of it, as Markdown.
    pub figures: Option<&'a str>,
    /// What the package has beside its code, written by people, by their paths.
    pub beside: &'a Files,
    /// The types, as they were decided.
    pub shapes: &'a Shapes,
    /// The types of each file.
    pub types: &'a Fragments,
    /// The validators.
    pub validators: &'a Validators,
}
