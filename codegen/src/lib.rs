//! From documented JSON Schemas to a Rust crate: files in, files out.

pub mod api;
mod builder;
pub mod catalog;
mod check;
mod clock;
pub mod containment;
mod contract;
mod deep;
pub mod diff;
mod documentation;
pub mod emit;
mod folder;
pub mod ident;
pub mod import;
pub mod interpret;
pub mod json;
pub mod keyword;
#[cfg(test)]
#[path = "../tests/leaf/walk.rs"]
mod leaf_walk;
pub mod load;
mod lower;
pub mod model;
mod openapi;
pub mod page;
pub mod pattern;
mod pipeline;
pub mod plan;
mod reach;
pub mod release;
pub mod render;
pub mod schema;
pub mod source;
mod verify;
pub mod wire;

pub use builder::{SchemaOptions, model_of};
pub use pipeline::{Edition, Generated, generate, generate_module, generate_watched, model, openapi_of};
pub use source::files::Files;

/// The floors of the modules, from the top. A module imports only from the floors below its own, and files form no circle:
/// `cargo test -p codegen floors`.
pub const FLOORS: &[(&str, &[&str])] = &[
    ("pages to schemas", &["import"]),
    ("releases", &["release"]),
    ("changes between catalogues", &["diff"]),
    ("schemas to a crate", &["pipeline"]),
    ("verification", &["verify"]),
    ("receivers of two editions", &["wire"]),
    ("the public API", &["api"]),
    ("the package", &["emit", "emit/package"]),
    ("events and the receiver", &["emit/events", "emit/receiver"]),
    ("features by event", &["emit/event_features"]),
    ("types", &["emit/types"]),
    ("validators", &["emit/validate"]),
    ("schemas and examples of a type", &["emit/payload"]),
    ("macros of the runtime", &["emit/macros"]),
    ("paths, words, runtime", &["emit/layout", "emit/runtime", "emit/template", "emit/wording"]),
    ("names of the catalogue", &["contract"]),
    ("proofs about schemas", &["containment"]),
    ("verdicts on documents", &["interpret"]),
    ("constraints by JSON type", &["plan"]),
    ("models", &["builder"]),
    ("lowering", &["lower", "check", "ident"]),
    ("schemas as plain data", &["model"]),
    ("folders of schemas", &["folder"]),
    ("reading and rendering", &["load", "openapi", "page", "render"]),
    ("references between schemas", &["schema"]),
    ("documentation in any source", &["documentation"]),
    ("keywords", &["keyword"]),
    ("documents and patterns", &["catalog", "json", "pattern"]),
    ("positions, diagnostics, texts", &["clock", "deep", "reach", "source"]),
];
