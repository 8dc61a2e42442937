//! The bodies of the fuzz targets. The targets call them, and tests replay them on the inputs that are kept.

pub mod receiver;
pub mod validator;

/// A target: its name, and its body.
pub type Target = (&'static str, fn(&[u8]));
