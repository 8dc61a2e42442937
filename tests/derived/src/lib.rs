//! The schemas that schemars derives from generated types: the build script generates the types of each schema.
#![allow(mixed_script_confusables)] // names of vendors, in generated code

#[allow(unreachable_pub)] // build scripts use it, too
#[path = "../../suite/src/group.rs"]
pub mod group;

/// What the build script wrote.
#[allow(warnings, clippy::all, clippy::pedantic)] // only what derives a schema is left of it
mod generated {
    include!(concat!(env!("OUT_DIR"), "/derived.rs"));
}

pub use generated::DERIVED;
