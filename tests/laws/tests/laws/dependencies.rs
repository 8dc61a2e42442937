//! The dependencies of the published crate.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::emit::package::feature::FEATURES;

/// The maximum number of packages without any feature.
const MOST: usize = 24;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn cargo(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO"));
    // What cargo prints is compared: no colour, whatever the environment asks for.
    let asked = ["--locked", "--offline", "--color", "never"];
    let output = command.current_dir(workspace()).args(arguments).args(asked).output();
    let output = output.expect("cargo starts");
    assert!(output.status.success(), "cargo {arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}

/// Returns the packages that the crate depends on with these features, if it is built on and for this machine.
fn packages(edges: &str, features: &str) -> BTreeSet<String> {
    let asked = ["tree", "--package", "cleartix-webhooks", "--prefix", "none", "--format", "{p}"];
    let tree = cargo(&[&asked[..], &["--edges", edges, "--features", features]].concat());
    let lines = tree.lines().skip(1).map(|line| line.trim_end_matches(" (*)").trim_end_matches(" (proc-macro)"));
    lines.filter(|line| !line.is_empty() && !line.starts_with('[')).map(str::to_owned).collect()
}

/// Returns the names of the packages in the crate's own manifest that these features use.
fn direct(features: &str) -> BTreeSet<String> {
    let asked = ["tree", "--package", "cleartix-webhooks", "--prefix", "none", "--format", "{p}", "--depth", "1"];
    let tree = cargo(&[&asked[..], &["--edges", "normal", "--features", features]].concat());
    tree.lines().skip(1).filter_map(|line| line.split(' ').next().map(str::to_owned)).collect()
}

/// Returns the features in the manifest of the published crate.
fn features() -> Vec<String> {
    let metadata: serde_json::Value =
        serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version", "1"])).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let package = packages.iter().find(|package| package["name"] == "cleartix-webhooks").expect("a member");
    let features = package["features"].as_object().expect("an object");
    features.keys().filter(|name| *name != "default").cloned().collect()
}

#[test]
fn the_default_features_pull_in_few_packages() {
    let (normal, all) = (packages("normal", ""), packages("normal,build", ""));
    println!("{} packages, {} with those of build scripts: {all:?}", normal.len(), all.len());
    assert!(normal.iter().any(|package| package.starts_with("serde_json ")), "the tree was not read: {normal:?}");
    assert!(normal.len() <= MOST, "{} packages: {normal:#?}", normal.len());
}

/// A feature that is off costs nothing. Each adds the packages of the generator's list, and what those depend on.
#[test]
fn features_add_only_their_own_packages() {
    let (normal, direct) = (packages("normal", ""), direct(""));
    let features = features();
    assert!(!features.is_empty());
    for name in &features {
        println!("{name}: {:?}", packages("normal", name).difference(&normal).collect::<Vec<_>>());
        let feature = FEATURES.iter().find(|feature| feature.name == *name).expect("the manifest has no other");
        let listed: BTreeSet<String> = feature.dependencies.iter().map(|it| it.package.to_owned()).collect();
        let with = self::direct(name);
        assert!(direct.is_subset(&with), "{name}");
        assert_eq!(with.difference(&direct).cloned().collect::<BTreeSet<String>>(), listed, "{name}");
    }
}
