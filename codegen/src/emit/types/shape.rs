//! The Rust type of each schema, before there is any Rust: the laws of sound and lossless types are decided here.
//!
//! A type may be wider than its schema, never narrower. Every member that a schema names anywhere has a place in its type, even if it is
//! named only under a condition. If no better type certainly holds all instances, the type is any JSON value.

mod accepting;
mod branch;
mod content;
mod decide;
mod definition;
mod facts;
mod gather;
pub(in crate::emit) mod in_place;
mod kept;
mod member_schemas;
mod naming;
mod narrowing;
mod rust_type;
mod scalar;
mod settings;
mod site;
mod step;
mod twins;

pub use decide::shape;
pub use definition::{Definition, Kind, Member, Origin, Sequence, Shapes, Struct, Symbol, Tags, Test, Variant};
pub use rust_type::{DefinitionId, Native, Type};
pub use settings::Settings;
pub use site::{Site, Types, Way};
