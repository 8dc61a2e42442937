//! The old crates with the program that receives for them, written once and built by one call of cargo.
//!
//! They are built in the project's target folder, so that dependencies are reused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use codegen::{Files, generate};
use serde_json::Value;
use support::cargo::{EQUAL_FEATURES, EQUAL_MACROS};

use crate::edit::{FIXTURES, Fixture, project};

/// The result of the build.
pub(crate) struct Built {
    /// The program that receives.
    receiver: PathBuf,
    /// The metadata of the packages, by name in code.
    pub(crate) packages: BTreeMap<String, PathBuf>,
    /// The folder of all that is built.
    pub(crate) target: PathBuf,
}

/// The packages with the features of what is built: a receiver without adapters.
const EQUAL: [&str; 2] = [EQUAL_FEATURES, EQUAL_MACROS];

/// The folder for the sources.
pub(crate) static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).canonicalize().expect("cargo made it").join("evolution");
    fs::create_dir_all(&folder).expect("a new folder");
    folder
});

/// Builds everything once.
pub(crate) static BUILT: LazyLock<Built> = LazyLock::new(|| {
    let mut files = Files::new();
    let mut members = vec!["receive".to_owned()];
    members.extend(EQUAL.map(str::to_owned));
    let (mut dependencies, mut arms) = (String::new(), String::new());
    files.extend(support::cargo::equal(&EQUAL));
    for Fixture { name, files: schemas, .. } in FIXTURES.iter() {
        let generated = generate(schemas).unwrap_or_else(|found| panic!("{name}: {found}")).files;
        files.extend(generated.into_iter().map(|(path, text)| (format!("{name}/{path}"), text)));
        members.push((*name).to_owned());
        let package = package(schemas);
        let _ = writeln!(dependencies, "{package} = {{ path = \"../{name}\", features = [\"testing\"] }}");
        let _ = writeln!(arms, "        {name:?} => received!({}),", package.replace('-', "_"));
    }
    let manifest =
        "[package]\nname = \"receive\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nregex = \"1\"\n";
    files.insert("receive/Cargo.toml".to_owned(), format!("{manifest}{dependencies}"));
    files.insert("receive/src/main.rs".to_owned(), include_str!("receive.rs.txt").replace("        // arms\n", &arms));
    files.insert("Cargo.toml".to_owned(), format!("[workspace]\nresolver = \"2\"\nmembers = {members:?}\n"));
    let lock = fs::read_to_string(project().join("Cargo.lock")).expect("the project is locked");
    files.insert("Cargo.lock".to_owned(), lock);
    write(&FOLDER.join("old"), &files);
    build()
});

/// Returns the name of a contract's package.
pub(crate) fn package(schemas: &Files) -> String {
    let (loaded, _) = codegen::load::load(schemas).unwrap_or_else(|found| panic!("{found}"));
    loaded.catalog.crate_.name.value
}

fn build() -> Built {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it is below").to_owned();
    let [features, macros] = EQUAL;
    let packages = ["--package", "receive", "--package", features, "--package", macros];
    let arguments = [["build", "--message-format", "json"].as_slice(), &packages].concat();
    let mut command = support::cargo::cargo(&FOLDER.join("old"), &arguments);
    let output = command.env("CARGO_TARGET_DIR", &target).output().expect("cargo starts");
    assert_success("cargo build", &output);
    let (mut packages, mut receiver) = (BTreeMap::new(), None);
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let name = message["target"]["name"].as_str().unwrap_or_default().replace('-', "_");
        if let Some(program) = message["executable"].as_str() {
            receiver = Some(program.into());
        }
        let metadata = message["filenames"].as_array().into_iter().flatten().filter_map(Value::as_str);
        packages.extend(
            metadata
                .filter(|path| Path::new(path).extension().is_some_and(|it| it == "rmeta"))
                .map(|path| (name.clone(), path.into())),
        );
    }
    Built { receiver: receiver.expect("the program was built"), packages, target }
}

/// Runs the program that receives, with a line for each request; returns a line for each.
pub(crate) fn receive(requests: &str) -> Vec<String> {
    let mut command = Command::new(&BUILT.receiver);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("it is piped");
    let requests = requests.to_owned();
    let writer = std::thread::spawn(move || input.write_all(requests.as_bytes()));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the thread ends").expect("the program reads all");
    assert_success("the receiver", &output);
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

fn assert_success(what: &str, output: &Output) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}\n{said}\n{}", String::from_utf8_lossy(&output.stdout));
}

/// Writes changed files, so that nothing is built again without a reason.
pub(crate) fn write(folder: &Path, files: &Files) {
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_ref() != Some(text) {
            fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
            fs::write(path, text).expect("a new file");
        }
    }
}
