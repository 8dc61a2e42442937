//! Fifteen vendors: the vectors of their ways to sign hold through generated crates, a spoiled request is refused, and each receives its
//! own examples.

use std::fmt::Write as _;
use std::fs;

use codegen::{Files, generate};
use support::folder;

use crate::build::{cargo_in, write_workspace};
use crate::source::project;

/// Returns the crates by scheme, and a package whose tests use all of them.
fn packages() -> (Vec<String>, Files) {
    let fixtures = project().join("tests/fixtures/catalog/signing");
    let entries = fs::read_dir(&fixtures).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    let mut files = Files::new();
    let mut members = Vec::new();
    let mut dependencies = String::new();
    for path in folders {
        let scheme = path.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let generated = generate(&folder::read(&path)).unwrap_or_else(|found| panic!("{scheme}: {found}"));
        files.extend(generated.files.into_iter().map(|(path, text)| (format!("{scheme}/{path}"), text)));
        writeln!(dependencies, "{scheme}-hooks = {{ path = \"../{scheme}\", features = [\"testing\"] }}")
            .expect("a String");
        members.push(scheme);
    }
    let manifest = format!(
        "[package]\nname = \"vectors\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dev-dependencies]\n{dependencies}serde_json = \"1\"\n"
    );
    files.insert("vectors/Cargo.toml".to_owned(), manifest);
    files.insert("vectors/src/lib.rs".to_owned(), String::new());
    for (name, path) in [
        ("vectors.rs", "vectors/tests/vectors.rs"),
        ("base64.rs", "vectors/tests/base64/mod.rs"),
        ("spoiled.rs", "vectors/tests/spoiled/mod.rs"),
    ] {
        files.insert(path.to_owned(), fs::read_to_string(fixtures.join(name)).expect("a fixture"));
    }
    (members, files)
}

#[test]
fn fifteen_vendors_receive_vectors_and_examples() {
    let vectors = project().join("../shared/signature-schemes/vectors.json");
    let (mut members, files) = packages();
    assert_eq!(members.len(), 15);
    members.push("vectors".to_owned());
    let place = write_workspace("signing", &members, files);
    let tests = if vectors.exists() { "" } else { "examples" };
    if !tests.is_empty() {
        eprintln!("skipped: {} is not there", vectors.display());
    }
    let path = vectors.to_str().expect("a path of UTF-8").to_owned();
    cargo_in(&place, &["test", "-p", "vectors", tests], &[("VECTORS", &path)]);
}

#[test]
fn manifests_name_the_packages_of_the_algorithm() {
    let (_, files) = packages();
    let has = |scheme: &str, package: &str| files[&format!("{scheme}/Cargo.toml")].contains(&format!("\n{package} = "));
    for (scheme, expected) in [
        ("github", ["hmac", "sha2"].as_slice()),
        ("vercel", &["hmac", "sha1", "sha2"]),
        ("authorize-net", &["hmac", "sha2"]),
        ("discord", &["ed25519-dalek", "sha2"]),
        ("sendgrid", &["p256", "sha2"]),
        ("gitlab-token", &["hmac", "sha2"]),
    ] {
        for package in ["ed25519-dalek", "hmac", "p256", "sha1", "sha2"] {
            assert_eq!(has(scheme, package), expected.contains(&package), "{scheme}: {package}");
        }
        let modules = ["hmac_sha1", "hmac_sha256", "hmac_sha512", "ed25519", "ecdsa_p256", "shared_secret"];
        let copied = |module: &&&str| files.contains_key(&format!("{scheme}/src/runtime/receive/{module}.rs"));
        // A shared secret is compared by its HMAC.
        assert_eq!(modules.iter().filter(copied).count(), if scheme == "gitlab-token" { 2 } else { 1 }, "{scheme}");
    }
}
