//! The laws of compiled validators and types. Each test program has the modules that the build script generates for it, and calls them here:
//! hand-written code has clippy's lints, and generated code, which is for the compiler alone, has none.

pub mod chains;
pub mod corpus;
pub mod derived;
pub mod suite;
