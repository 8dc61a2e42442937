//! Fifteen vendors: the vectors of their ways to sign hold through generated crates, a spoiled request is refused, and each receives its
//! own examples.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use codegen::{Files, generate};
use support::folder;

use crate::build::built;
use crate::source::project;

/// The folder of the crates in the workspace.
pub(crate) const FOLDER: &str = "signing";

/// The package whose tests use all of them.
pub(crate) const VECTORS: &str = "vectors";

/// Returns the names of the schemes: a folder each.
fn schemes() -> Vec<String> {
    let entries = fs::read_dir(fixtures()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let folders = entries.filter(|path| path.is_dir());
    let mut names: Vec<String> =
        folders.map(|path| path.file_name().expect("a folder has a name").to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn fixtures() -> PathBuf {
    project().join("tests/fixtures/catalog/signing")
}

/// The crates, in a folder each.
pub(crate) static PACKAGES: LazyLock<Files> = LazyLock::new(|| {
    let mut files = Files::new();
    for scheme in schemes() {
        let schemas = folder::read(&fixtures().join(&scheme));
        let generated = generate(&schemas).unwrap_or_else(|found| panic!("{scheme}: {found}"));
        files.extend(generated.files.into_iter().map(|(path, text)| (format!("{FOLDER}/{scheme}/{path}"), text)));
    }
    files
});

/// Returns the package whose tests use all crates.
pub(crate) fn vectors() -> Files {
    let mut manifest =
        "[package]\nname = \"vectors\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dev-dependencies]\n".to_owned();
    for scheme in schemes() {
        writeln!(manifest, "{scheme}-hooks = {{ path = \"../{FOLDER}/{scheme}\", features = [\"testing\"] }}")
            .expect("a String takes everything");
    }
    manifest.push_str("serde_json = \"1\"\n");
    let test = |path: &str| fs::read_to_string(fixtures().join(path)).expect("a fixture");
    Files::from([
        ("Cargo.toml".to_owned(), manifest),
        ("src/lib.rs".to_owned(), "//! Nothing: see the tests.\n".to_owned()),
        ("tests/vectors.rs".to_owned(), test("vectors.rs")),
        ("tests/base64/mod.rs".to_owned(), test("base64.rs")),
        ("tests/spoiled/mod.rs".to_owned(), test("spoiled.rs")),
    ])
}

#[test]
fn fifteen_vendors_receive_vectors_and_examples() {
    let schemes = schemes();
    assert_eq!(schemes.len(), 15);
    for scheme in schemes {
        built(&format!("{FOLDER}/{scheme}")).assert_no_warning();
    }
    let package = built(VECTORS);
    package.assert_no_warning();
    let vectors = project().join("../shared/signature-schemes/vectors.json");
    if !vectors.exists() {
        eprintln!("skipped: {} is not there", vectors.display());
    }
    let tests = if vectors.exists() { "" } else { "examples" };
    package.assert_chosen_tests_pass(VECTORS, |test| test.arg(tests).env("VECTORS", &vectors));
}

#[test]
fn manifests_name_the_packages_of_the_algorithm() {
    let has = |scheme: &str, package: &str| {
        PACKAGES[&format!("{FOLDER}/{scheme}/Cargo.toml")].contains(&format!("\n{package} = "))
    };
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
        let copied =
            |module: &&&str| PACKAGES.contains_key(&format!("{FOLDER}/{scheme}/src/runtime/receive/{module}.rs"));
        // A shared secret is compared by its HMAC.
        assert_eq!(modules.iter().filter(copied).count(), if scheme == "gitlab-token" { 2 } else { 1 }, "{scheme}");
    }
}

/// Nobody but the vendor signs what a public key verifies: there is nothing to send, and no other text is such a key.
#[test]
fn a_public_key_is_no_trial_secret() {
    for scheme in schemes() {
        let read = |file: &str| &PACKAGES[&format!("{FOLDER}/{scheme}/{file}")];
        let is_public = ["discord", "sendgrid"].contains(&scheme.as_str());
        for text in [read("README.md"), read("examples/serve/main.rs")] {
            assert_eq!(text.contains("the public key of the endpoint"), is_public, "{scheme}: {text}");
        }
        assert_eq!(read("README.md").contains("Run both commands"), !is_public, "{scheme}");
        assert_eq!(PACKAGES.contains_key(&format!("{FOLDER}/{scheme}/examples/send.rs")), !is_public, "{scheme}");
    }
}
