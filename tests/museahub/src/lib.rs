//! The crate of a made-up vendor, generated from `schemas/` beside it.

// `tests/packages` holds that generated crates have no warnings.
#![allow(warnings, clippy::all, clippy::pedantic)]

include!(concat!(env!("OUT_DIR"), "/crate/src/lib.rs"));
