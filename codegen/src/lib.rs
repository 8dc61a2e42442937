//! From documented JSON Schemas to a Rust crate: files in, files out.
//!
//! The modules stand on floors, and import only from those below:
//!
//! | floor | modules |
//! | --- | --- |
//! | places and findings | [`visible`], [`location`], [`diagnostic`] |
//! | documents | [`json`], [`catalog`] |
//! | reading | [`page`], [`schema`], [`load`] |
//! | meaning | [`mod@model`], [`ident`], [`lower`], [`check`] |
//! | what to check, cheapest first | [`mod@plan`] |
//! | emitting | [`emit`], [`render`] |
//! | verdicts on documents | [`example`], [`annotated`], [`contract`] |
//! | ways through | `pipeline`, [`import`] |

pub mod annotated;
pub mod catalog;
pub mod check;
pub mod contract;
mod deep;
pub mod diagnostic;
pub mod emit;
pub mod example;
pub mod ident;
pub mod import;
pub mod json;
pub mod load;
pub mod location;
pub mod lower;
pub mod model;
pub mod page;
mod pipeline;
pub mod plan;
pub mod render;
pub mod schema;
pub mod visible;

use std::collections::BTreeMap;

pub use pipeline::{Generated, SchemaOptions, generate, generate_module, generate_watched, model, model_of};

/// Texts by their paths, which are relative and have `/` on every platform.
pub type Files = BTreeMap<String, String>;
