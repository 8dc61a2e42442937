//! Cargo for crates outside of the workspace.

use std::path::Path;
use std::process::Command;

use codegen::Files;

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

/// The packages of [`equal_features`]: one for what is compiled into crates, one for macros and build scripts.
pub const EQUAL_FEATURES: [&str; 2] = ["equal-features", "equal-macros"];

/// Returns packages that give the dependencies of a written workspace the features that they have in this one. In the same target folder,
/// cargo then reuses what it has built. `others` are the lines for adapters and examples.
///
/// A crate that forgets a feature compiles beside the first package, and is to be checked without it. The second hides nothing: what is
/// compiled for macros has features of its own.
#[must_use]
pub fn equal_features(others: &str) -> Files {
    let [features, macros] = EQUAL_FEATURES;
    let package = |name: &str, dependencies: &str| {
        let head = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        let files = [
            ("Cargo.toml", format!("{head}{dependencies}")),
            ("build.rs", "fn main() {}\n".to_owned()),
            ("src/lib.rs", String::new()),
        ];
        files.map(|(path, text)| (format!("{name}/{path}"), text))
    };
    package(features, &format!("{DEPENDENCIES}{others}")).into_iter().chain(package(macros, OF_MACROS)).collect()
}

const OF_MACROS: &str = r#"
[build-dependencies]
memchr = "2"
proc-macro2 = { version = "1", features = ["span-locations"] }
quote = "1"
serde = { version = "1", features = ["alloc", "derive"] }
serde_core = "1"
serde_json = { version = "1", features = ["alloc", "float_roundtrip", "raw_value"] }
syn = { version = "3", features = ["extra-traits", "fold", "full", "visit", "visit-mut"] }
"#;

const DEPENDENCIES: &str = r#"
[dependencies]
bitflags = { version = "2", features = ["std"] }
crypto-common = { version = "0.2", features = ["rand_core"] }
ctutils = { version = "0.4", features = ["subtle"] }
digest = { version = "0.11", features = ["oid"] }
hybrid-array = { version = "0.4", features = ["subtle", "zeroize"] }
memchr = "2"
num-traits = { version = "0.2", features = ["i128"] }
regex-automata = { version = "0.4", default-features = false, features = ["dfa-build", "nfa", "perf"] }
serde = { version = "1", features = ["alloc", "derive"] }
serde_core = "1"
serde_json = { version = "1", features = ["alloc", "float_roundtrip", "raw_value"] }
subtle = { version = "2", default-features = false, features = ["i128"] }
"#;
