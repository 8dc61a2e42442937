//! Fifteen vendors' ways to sign: their vectors hold through generated crates, and a spoiled request is refused.

use std::fmt::Write as _;
use std::path::Path;

use codegen::{Files, generate};
use support::folder;

use crate::build::{cargo_in, write_workspace};
use crate::source::project;

/// Returns the crates by scheme, and a package whose tests use all of them.
fn packages() -> (Vec<String>, Files) {
    let fixtures = folder::read(&project().join("tests/fixtures/catalog/signing"));
    let catalogs: Vec<(&str, &String)> =
        fixtures.iter().filter_map(|(path, text)| Some((path.strip_suffix(".toml")?, text))).collect();
    let is_json = |(path, _): &(String, String)| Path::new(path).extension().is_some_and(|it| it == "json");
    let mut files = Files::new();
    let mut members = Vec::new();
    let mut dependencies = String::new();
    for (scheme, catalog) in catalogs {
        let mut schemas: Files = fixtures.clone().into_iter().filter(is_json).collect();
        schemas.insert("catalog.toml".to_owned(), catalog.clone());
        let generated = generate(&schemas).unwrap_or_else(|found| panic!("{scheme}: {found}"));
        files.extend(generated.files.into_iter().map(|(path, text)| (format!("{scheme}/{path}"), text)));
        let features = if ["discord", "sendgrid"].contains(&scheme) { "" } else { "\"testing\"" };
        writeln!(dependencies, "{scheme}-hooks = {{ path = \"../{scheme}\", features = [{features}] }}")
            .expect("a String");
        members.push(scheme.to_owned());
    }
    let manifest = format!(
        "[package]\nname = \"vectors\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dev-dependencies]\n{dependencies}serde_json = \"1\"\n"
    );
    files.insert("vectors/Cargo.toml".to_owned(), manifest);
    files.insert("vectors/src/lib.rs".to_owned(), String::new());
    for name in ["vectors.rs", "base64.rs"] {
        let path = if name == "vectors.rs" { "vectors/tests/vectors.rs" } else { "vectors/tests/base64/mod.rs" };
        files.insert(path.to_owned(), fixtures[name].clone());
    }
    (members, files)
}

#[test]
fn vectors_of_fifteen_schemes_hold() {
    let vectors = project().join("../shared/signature-schemes/vectors.json");
    let (mut members, files) = packages();
    assert_eq!(members.len(), 15);
    members.push("vectors".to_owned());
    let place = write_workspace("signing", &members, files);
    if !vectors.exists() {
        eprintln!("skipped: {} is not there", vectors.display());
        return;
    }
    let path = vectors.to_str().expect("a path of UTF-8").to_owned();
    cargo_in(&place, &["test", "-p", "vectors"], &[("VECTORS", &path)]);
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
