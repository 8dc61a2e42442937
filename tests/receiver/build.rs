//! Sets `has_promises` if the contract of the receiver is present: without it, the test that compares counts as ignored, not as passed.
//! `CRATE` is the folder of the generated crate.

use std::env;
use std::path::PathBuf;

fn main() {
    let folder = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let promises = folder.join("../../../shared/RECEIVER.md");
    println!("cargo::rustc-check-cfg=cfg(has_promises)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", promises.display());
    let files = env::var("DEP_MUSEAHUB_FILES").expect("the build script of the crate says it");
    println!("cargo::rustc-env=CRATE={files}");
    if promises.is_file() {
        println!("cargo::rustc-cfg=has_promises");
    }
}
