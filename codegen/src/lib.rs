//! From documented JSON Schemas to a Rust crate: files in, files out.
//!
//! The modules stand on floors, and import only from those below; from the top:
//!
//! | floor | modules |
//! | --- | --- |
//! | entry points | `pipeline`, [`import`] |
//! | emitting | [`emit`] |
//! | verdicts on documents | [`interpret`], [`contract`] |
//! | rendering | [`render`] |
//! | constraints by JSON type | [`mod@plan`] |
//! | lowering | [`lower`], [`check`], [`ident`] |
//! | the schemas as plain data | [`mod@model`] |
//! | reading | [`page`], [`schema`], [`load`] |
//! | keywords and patterns | [`keyword`], [`pattern`] |
//! | documents | [`json`], [`catalog`] |
//! | positions, findings, texts | [`source`] |

pub mod catalog;
pub mod check;
pub mod contract;
mod deep;
pub mod emit;
pub mod ident;
pub mod import;
pub mod interpret;
pub mod json;
pub mod keyword;
pub mod load;
pub mod lower;
pub mod model;
pub mod page;
pub mod pattern;
mod pipeline;
pub mod plan;
pub mod render;
pub mod schema;
pub mod source;

pub use pipeline::{Generated, SchemaOptions, generate, generate_module, generate_watched, model, model_of};
pub use source::files::Files;
