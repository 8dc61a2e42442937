//! Source: programs of the old crate beside the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::api::Cost;
use codegen::diff::Rule;
use codegen::{Files, generate};

use crate::cargo::{BUILT, FOLDER, package, write};
use crate::edit::{EDITS, Edit, FIXTURES, Fixture, in_parallel};
use crate::program::program;

/// The default run compiles one edit in this many; `VERDICTS=all` compiles all of them.
const SAMPLE: usize = 5;

/// A program that uses everything compiles with the new crate if patch or minor was said, and with no other.
#[test]
fn programs_compile_unless_it_is_major() {
    let is_all = std::env::var("VERDICTS").is_ok_and(|chosen| chosen == "all");
    let programs: BTreeMap<&str, PathBuf> =
        FIXTURES.iter().map(|fixture| (fixture.name, program_of(fixture))).collect();
    let own = in_parallel(FIXTURES.iter().collect(), |fixture| {
        let broken = compile(&format!("{}-old", fixture.name), &fixture.files, &programs[fixture.name]);
        broken.map(|why| format!("{} with its own crate:\n{why}", fixture.name))
    });
    let edits: Vec<&Edit> = EDITS.iter().step_by(if is_all { 1 } else { SAMPLE }).collect();
    let count = edits.len();
    let of_edits = in_parallel(edits, |edit| {
        let broken = compile(&folder_name(edit), &edit.new, &programs[edit.fixture.name]);
        false_verdict(edit, broken)
    });
    println!("{count} of {} edits", EDITS.len());
    let wrong: Vec<String> = own.into_iter().chain(of_edits).flatten().collect();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

fn false_verdict(edit: &Edit, broken: Option<String>) -> Option<String> {
    let cost = edit.report.cost();
    // No program names a header: the rule itself is major.
    let is_unseen = edit.report.changes.iter().any(|judged| judged.change.rule == Rule::SignatureChanged);
    match (cost, broken) {
        (Cost::Major, None) if !is_unseen => {
            Some(format!("{}: the program compiles, but major was said", edit.shown()))
        }
        (Cost::Patch | Cost::Minor, Some(why)) => Some(format!("{}: {cost:?} was said:\n{why}", edit.shown())),
        _ => None,
    }
}

pub(crate) fn folder_name(edit: &Edit) -> String {
    let plain = |found: char| if found.is_ascii_alphanumeric() { found } else { '-' };
    edit.shown().chars().map(plain).collect()
}

/// Writes the program of an old crate.
fn program_of(fixture: &Fixture) -> PathBuf {
    let file = format!("{}.rs", fixture.name);
    write(&FOLDER.join("programs"), &Files::from([(file.clone(), program(fixture.edition.api()))]));
    FOLDER.join("programs").join(file)
}

/// The types of a crate without its features.
pub(crate) struct Sources {
    pub(crate) folder: PathBuf,
    /// The name of the crate in code.
    pub(crate) name: String,
    dependencies: Vec<String>,
}

impl Sources {
    /// Writes the crate that is generated from schemas.
    pub(crate) fn write(folder: &str, schemas: &Files) -> Self {
        let generated = generate(schemas).unwrap_or_else(|found| panic!("{folder}: {found}")).files;
        let manifest = generated["Cargo.toml"].lines().skip_while(|line| *line != "[dependencies]").skip(1);
        let manifest = manifest.take_while(|line| !line.starts_with('['));
        let dependencies = manifest.filter_map(|line| Some(line.split_once(" = ")?.0.replace('-', "_"))).collect();
        let is_source = |path: &str| path.starts_with("src/") || path.starts_with("schemas/");
        let folder = FOLDER.join("new").join(folder);
        let _ = fs::remove_dir_all(&folder);
        write(&folder, &generated.into_iter().filter(|(path, _)| is_source(path)).collect());
        Self { folder, name: package(schemas).replace('-', "_"), dependencies }
    }

    /// Returns the call of a program of the compiler beside the packages that crates depend on.
    pub(crate) fn call(&self, program: &str) -> Command {
        let mut command = Command::new(Path::new(env!("CARGO")).with_file_name(program));
        command.args(["--edition", "2021", "--cap-lints", "allow", "-L"]).arg(&self.folder);
        command.arg("-L").arg(format!("dependency={}", BUILT.target.join("debug/deps").display()));
        for name in &self.dependencies {
            if let Some(metadata) = BUILT.packages.get(name) {
                command.arg("--extern").arg(format!("{name}={}", metadata.display()));
            }
        }
        command
    }

    /// Returns the call of the compiler for a library.
    fn library(&self, name: &str, root: &Path) -> Command {
        let mut command = self.call("rustc");
        command.args(["--crate-type", "lib", "--emit", "metadata", "--crate-name", name, "--out-dir"]);
        command.arg(&self.folder).arg(root);
        command
    }
}

/// Compiles a crate, and a program with it; returns the errors of the program.
fn compile(name: &str, schemas: &Files, program: &Path) -> Option<String> {
    let sources = Sources::write(name, schemas);
    let output = sources.library(&sources.name, &sources.folder.join("src/lib.rs")).output().expect("rustc starts");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    let metadata = sources.folder.join(format!("lib{}.rmeta", sources.name));
    let mut user = sources.library("user", program);
    user.arg("--extern").arg(format!("{}={}", sources.name, metadata.display()));
    let output = user.output().expect("rustc starts");
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}
