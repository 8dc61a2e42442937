//! The bodies of the fuzz targets. The targets call them, and tests replay them on the kept inputs.

pub mod receiver;
pub mod validator;

/// A target's name and body.
pub type Target = (&'static str, fn(&[u8]));
