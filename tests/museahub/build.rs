//! Generates the crate of the made-up vendor.

use std::path::{Path, PathBuf};
use std::{env, fs};

use support::folder;

/// Roots of crates. They are included, where neither inner attributes nor inner documentation can stand.
const ROOTS: [&str; 3] = ["src/lib.rs", "examples/send.rs", "examples/serve/main.rs"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=schemas");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("crate");
    let schemas = folder::read(Path::new("schemas"));
    let generated = codegen::generate(&schemas).unwrap_or_else(|found| panic!("{found}"));
    for (path, text) in generated.files {
        let text = if ROOTS.contains(&path.as_str()) { without_inner(&text) } else { text };
        let path = out.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }
    println!("cargo::metadata=files={}", out.display());
}

fn without_inner(text: &str) -> String {
    let is_inner = |line: &str| line.starts_with("//!") || line.starts_with("#![");
    text.split_inclusive('\n').filter(|line| !is_inner(line)).collect()
}
