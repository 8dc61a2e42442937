//! The workspace of the packages, written once and built by one call of cargo.
//!
//! The packages are built in the project's target folder, and with the features of the project's tests, so that dependencies are reused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::thread;

use codegen::Files;
use serde_json::Value;
use support::cargo::{self, EQUAL_ADAPTERS, EQUAL_FEATURES, EQUAL_MACROS};
use support::folder;

use crate::{signing, source};

/// The package whose events have features.
pub(crate) const SELECTIVE: &str = "selective";

/// The package of the corpus, if it is present: large, and only checked.
pub(crate) const CORPUS: &str = "corpus";

/// The packages that give all others the features of the project's build.
const EQUAL: [&str; 3] = [EQUAL_FEATURES, EQUAL_ADAPTERS, EQUAL_MACROS];

/// The examples of a package.
const EXAMPLES: [(&str, &str); 2] = [("send", "send.rs"), ("serve", "serve/main.rs")];

/// A built package.
#[derive(Default)]
pub(crate) struct Package {
    /// The warnings of the compiler, and those of clippy about the library.
    warnings: Vec<String>,
    /// The programs of its tests.
    tests: Vec<PathBuf>,
    /// The programs of its examples, by name.
    examples: BTreeMap<String, PathBuf>,
}

/// Returns the package in the folder with that name, with all its features, as built with all others.
pub(crate) fn built(name: &str) -> &'static Package {
    static BUILT: LazyLock<BTreeMap<String, Package>> = LazyLock::new(build);
    BUILT.get(name).unwrap_or_else(|| panic!("nothing was built of {name}"))
}

impl Package {
    /// Asserts that neither compiler nor clippy has warned.
    pub(crate) fn assert_no_warning(&self) {
        assert!(self.warnings.is_empty(), "{}", self.warnings.join("\n"));
    }

    /// Runs the tests, in the folder of the package.
    pub(crate) fn assert_tests_pass(&self, name: &str) {
        self.assert_chosen_tests_pass(name, |test| test);
    }

    /// Runs the tests that a call of their program chooses, in the folder of the package.
    pub(crate) fn assert_chosen_tests_pass(&self, name: &str, choose: impl Fn(&mut Command) -> &mut Command) {
        assert!(!self.tests.is_empty(), "{name} has no tests");
        for test in &self.tests {
            let output = choose(Command::new(test).current_dir(path(name))).output().expect("a test is a program");
            assert_success(&format!("{name}: {}", test.display()), &output);
        }
    }

    /// Returns the program of an example.
    pub(crate) fn example(&self, name: &str) -> &Path {
        self.examples.get(name).unwrap_or_else(|| panic!("there is no example {name}: {:?}", self.examples))
    }
}

/// Returns the arguments that select all packages except for some.
pub(crate) fn without(packages: &[&'static str]) -> Vec<&'static str> {
    // Cargo warns of an excluded package that is not there.
    let excluded = packages.iter().filter(|name| **name != CORPUS || has_corpus());
    ["--workspace"].into_iter().chain(excluded.flat_map(|name| ["--exclude", *name])).collect()
}

/// Returns the arguments that select a package, with features in which its dependencies are built already.
pub(crate) fn alone(package: &'static str) -> Vec<&'static str> {
    [package].into_iter().chain(EQUAL).flat_map(|name| ["--package", name]).collect()
}

/// Returns true if the workspace has the corpus. A run without it may leave an empty folder of an earlier one.
pub(crate) fn has_corpus() -> bool {
    path(CORPUS).join("Cargo.toml").exists()
}

/// Returns the folder of a package.
pub(crate) fn path(name: &str) -> PathBuf {
    WORKSPACE.join(name)
}

/// Runs cargo on the workspace as its user would, with warnings as errors.
pub(crate) fn cargo(arguments: &[&str]) {
    succeed(command(arguments));
}

/// Runs cargo with clippy's driver as the compiler, which has [`built`] the packages.
pub(crate) fn cargo_with_clippy(arguments: &[&str]) {
    succeed(with_clippy(command(arguments)));
}

fn succeed(mut command: Command) {
    let output = command.output().expect("cargo starts");
    assert_success(&format!("{command:?}"), &output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("warning: "), "{command:?}\n{said}");
}

fn with_clippy(mut command: Command) -> Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", Path::new(env!("CARGO")).with_file_name("clippy-driver"));
    command
}

fn command(arguments: &[&str]) -> Command {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is in the folder of all that is built");
    let mut command = cargo::cargo(&WORKSPACE, arguments);
    command.env("CARGO_TARGET_DIR", target).env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn assert_success(what: &str, output: &Output) {
    let [said, shown] = [&output.stderr, &output.stdout].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{what}\n{said}\n{shown}");
}

/// Builds tests and examples of all packages (`cargo test` would build an example as a test), by clippy's driver: one build gives the
/// warnings of both and the programs.
fn build() -> BTreeMap<String, Package> {
    let own = ["build", "--all-features", "--examples", "--test", "*", "--message-format", "json"];
    let arguments = [own.as_slice(), &without(&[source::ONE_EVENT, CORPUS])].concat();
    let output = with_clippy(command(&arguments)).output().expect("cargo starts");
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let messages: Vec<Value> = messages.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let rendered: Vec<&str> = messages.iter().filter_map(|it| it["message"]["rendered"].as_str()).collect();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning: "), "{said}\n{}", rendered.join("\n"));
    let mut packages: BTreeMap<String, Package> = BTreeMap::new();
    for message in &messages {
        let Some(name) = package_of(message) else { continue };
        packages.entry(name).or_default().add(message);
    }
    packages
}

/// Returns the folder of the package that a message of cargo is about, if it is in the workspace.
fn package_of(message: &Value) -> Option<String> {
    let manifest = Path::new(message["manifest_path"].as_str()?).strip_prefix(&*WORKSPACE).ok()?;
    Some(manifest.parent()?.to_str()?.to_owned())
}

impl Package {
    fn add(&mut self, message: &Value) {
        let kind = message["target"]["kind"][0].as_str().unwrap_or_default();
        let name = message["target"]["name"].as_str().unwrap_or_default();
        if message["reason"] == "compiler-message" {
            let is_clippy =
                message["message"]["code"]["code"].as_str().is_some_and(|code| code.starts_with("clippy::"));
            // Tests and examples are for the compiler alone.
            if kind == "lib" || !is_clippy {
                self.warnings.push(message["message"]["rendered"].as_str().unwrap_or_default().to_owned());
            }
        } else if let Some(program) = message["executable"].as_str() {
            if kind == "test" {
                self.tests.push(program.into());
            } else {
                self.examples.insert(name.to_owned(), program.into());
            }
        }
    }
}

/// The folder of the workspace, which is kept: unchanged packages are not built again.
static WORKSPACE: LazyLock<PathBuf> = LazyLock::new(|| {
    let (corpus, vendors) = thread::scope(|scope| {
        let corpus = scope.spawn(source::corpus);
        scope.spawn(|| LazyLock::force(&signing::PACKAGES));
        let vendors = vendors();
        (corpus.join().expect("the corpus has a crate"), vendors)
    });
    let mut files = Files::new();
    let mut members = Vec::new();
    let mut add = |name: &str, package: Files| {
        members.push(name.to_owned());
        files.extend(package.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
    };
    add("twenty", source::twenty());
    add("bodies", source::without_an_envelope());
    add("hostile", source::hostile());
    add("modules", source::modules());
    add(SELECTIVE, source::selective());
    for (name, package) in source::one_event_each() {
        add(&name, package);
    }
    if let Some(corpus) = corpus {
        add(CORPUS, corpus);
    }
    add(signing::VECTORS, signing::vectors());
    for (mut package, name) in vendors {
        let manifest = package.get_mut("Cargo.toml").expect("a package has a manifest");
        *manifest = with_own_examples(manifest, &name);
        add(&name, package);
    }
    for name in ["twenty", "bodies", "hostile", SELECTIVE] {
        let manifest = files.get_mut(&format!("{name}/Cargo.toml")).expect("a package has a manifest");
        *manifest = with_own_examples(manifest, name);
    }
    members.extend(EQUAL.map(str::to_owned));
    files.extend(cargo::equal(&EQUAL));
    // The crates of the schemes are built for the package that uses them, with the features that it needs.
    files.extend(signing::PACKAGES.clone());
    let workspace =
        format!("[workspace]\nresolver = \"2\"\nmembers = {members:?}\nexclude = [{:?}]\n", signing::FOLDER);
    files.insert("Cargo.toml".to_owned(), workspace);
    let lock = fs::read_to_string(source::project().join("Cargo.lock")).expect("the project is locked");
    files.insert("Cargo.lock".to_owned(), lock);
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).canonicalize().expect("cargo made it").join("packages");
    write(&place, &files);
    place
});

/// Returns the crates of other vendors and of OpenAPI documents, with their names.
fn vendors() -> Vec<(Files, String)> {
    let vendors = source::vendors().into_iter().map(|vendor| (source::vendor(&vendor), vendor));
    let documents =
        source::DOCUMENTS.map(|(name, path, examples)| (source::document(name, path, examples), name.into()));
    vendors.chain(documents).collect()
}

/// Examples with the same name would overwrite each other, so each is prefixed with its package's name.
fn with_own_examples(manifest: &str, package: &str) -> String {
    let named = |manifest: String, (name, path): (&str, &str)| {
        let own = format!("[[example]]\nname = \"{package}-{name}\"\npath = \"examples/{path}\"");
        manifest.replace(&format!("[[example]]\nname = \"{name}\""), &own)
    };
    EXAMPLES.into_iter().fold(manifest.to_owned(), named)
}

/// Writes changed files, and removes obsolete ones.
fn write(folder: &Path, files: &Files) {
    fs::create_dir_all(folder).expect("a new folder");
    let there: BTreeSet<String> = folder::read(folder).into_keys().collect();
    for orphan in there.iter().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(folder.join(orphan)).expect("it was just listed");
    }
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
            fs::write(path, text).expect("a new file");
        }
    }
}
