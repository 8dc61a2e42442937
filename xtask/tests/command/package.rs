//! The files of a generated crate in `cargo package`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::copy;

#[test]
fn changelog_and_licences_are_in_the_package() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let schemas = folder.path().join("schemas");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gen"), &schemas);
    fs::write(folder.path().join("CHANGELOG.md"), "# Changelog\n").expect("a new file");
    let catalogue = fs::read_to_string(schemas.join("catalog.toml")).expect("it was copied");
    let catalogue = catalogue.replacen("[crate]", "[crate]\nrepository = \"https://example.com/acme\"", 1);
    fs::write(schemas.join("catalog.toml"), catalogue).expect("it is ours");
    let done = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(folder.path())
        .args(["gen", "--schemas", "schemas", "--out", "out"])
        .output()
        .expect("the command starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let list = Command::new(env!("CARGO"))
        .current_dir(folder.path().join("out"))
        .args(["package", "--list", "--allow-dirty", "--offline"])
        .output()
        .expect("cargo starts");
    let files = String::from_utf8_lossy(&list.stdout);
    let warnings = String::from_utf8_lossy(&list.stderr);
    assert!(list.status.success(), "{warnings}");
    for file in ["CHANGELOG.md", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"] {
        assert!(files.lines().any(|line| line == file), "no {file} in\n{files}");
    }
    let manifest = fs::read_to_string(folder.path().join("out/Cargo.toml")).expect("it was generated");
    assert!(manifest.contains("\nrepository = \"https://example.com/acme\"\n"), "{manifest}");
    assert!(!warnings.contains("manifest has no"), "{warnings}");
}
