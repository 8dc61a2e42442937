//! The input of the package.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::emit::event_features::EventFeatures;
use crate::emit::types::Shapes;
use crate::json::Document;
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
    /// The schemas of the folder by path.
    pub schemas: &'a BTreeMap<String, Arc<Document>>,
    /// The measurements as Markdown.
    pub figures: Option<&'a str>,
    /// The hand-written files of the package by path.
    pub beside: &'a Files,
    /// The decided types.
    pub shapes: &'a Shapes,
    /// The features of events.
    pub event_features: &'a EventFeatures,
}
