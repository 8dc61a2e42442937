//! The input of the package.

use crate::catalog::Catalog;
use crate::emit::event_features::EventFeatures;
use crate::emit::types::Shapes;
use crate::model::Model;
use crate::source::files::Files;

/// The input of the package emitter.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The schemas.
    pub model: &'a Model,
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// The texts of the folder of schemas by path; the crate contains them.
    pub texts: &'a Files,
    /// The measurements as Markdown.
    pub figures: Option<&'a str>,
    /// The hand-written files of the package by path.
    pub beside: &'a Files,
    /// The decided types.
    pub shapes: &'a Shapes,
    /// The features of events.
    pub event_features: &'a EventFeatures,
}
