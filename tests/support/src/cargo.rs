//! Cargo for crates outside of the workspace.

use std::path::Path;
use std::process::Command;

/// The variables of the environment that are about the build of this workspace, and not about that of another.
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
