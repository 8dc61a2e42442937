//! Modules of generated code, for build scripts.

pub mod module;
pub mod validator;
