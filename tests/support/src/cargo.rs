//! Cargo for crates outside of the workspace.

use std::path::Path;
use std::process::Command;

use codegen::Files;

use crate::folder;

/// The environment variables that apply to the build of this workspace only.
const OF_THIS_WORKSPACE: [&str; 3] = ["CARGO_ENCODED_RUSTFLAGS", "CLIPPY_ARGS", "RUSTC_WORKSPACE_WRAPPER"];

/// Returns a call of cargo in a folder, with what was downloaded for this workspace.
#[must_use]
pub fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(folder).args(arguments).arg("--offline");
    for variable in OF_THIS_WORKSPACE {
        command.env_remove(variable);
    }
    command
}

/// A package with the features that the dependencies of generated crates have in this workspace.
pub const EQUAL_FEATURES: &str = "equal-features";
/// A package with the features that dependencies of conversions, adapters and examples have in this workspace.
pub const EQUAL_ADAPTERS: &str = "equal-adapters";
/// A package with the features that dependencies of macros and build scripts have in this workspace.
pub const EQUAL_MACROS: &str = "equal-macros";

/// Returns some of the three packages, for a written workspace: cargo then reuses the builds of this workspace in the same target folder.
///
/// A crate that forgets a feature compiles beside the first two, and is to be checked without them. The last one hides nothing: what is
/// compiled for macros has features of its own.
#[must_use]
pub fn equal(names: &[&str]) -> Files {
    let packages = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("equal"));
    packages.into_iter().filter(|(path, _)| path.split('/').next().is_some_and(|name| names.contains(&name))).collect()
}
