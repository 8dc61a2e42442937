//! The generator as a library: from pages and schemas to the files of a crate.

mod api;
mod changes;
mod containment;
mod contract;
mod diagnostics;
mod dialect;
mod faulty;
mod import;
mod kept;
mod lossless;
mod lower;
mod matches;
mod names;
mod openapi;
mod package;
mod page;
mod patterns;
mod public_types;
mod signing;
mod stale;
mod suite;
mod validators;
mod vendor_text;
mod wire;
mod words;
mod yaml;
