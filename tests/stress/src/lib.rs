//! Validators under stress, and the bodies of the fuzz targets.

use support::compiled::{self, Compiled};
use support::interpreter::Interpreter;

pub mod body;
pub mod kept;
pub mod schema;

pub use generated::COMPILED;

/// The modules of the build script, which are for the compiler alone.
#[allow(clippy::all, clippy::pedantic)]
#[allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
}

/// Returns the validators of a schema.
///
/// # Panics
///
/// If there is no such schema.
pub fn compiled(name: &str) -> &'static Compiled {
    compiled::named(COMPILED, name)
}

/// Returns the interpreter of a schema.
///
/// # Panics
///
/// If there is no such schema.
pub fn interpreter(name: &str) -> Interpreter {
    let known = schema::all().into_iter().find(|(known, _)| known == name);
    let (_, text) = known.unwrap_or_else(|| panic!("there is no schema {name}"));
    Interpreter::of(name, &text)
}
