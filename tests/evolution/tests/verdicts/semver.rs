//! Source: cargo-semver-checks, an independent judge of the two public APIs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Files;
use codegen::api::Cost;

use crate::edit::{EDITS, Edit, FIXTURES, in_parallel};
use crate::source::{Sources, folder_name};

/// The rules of major changes that cargo-semver-checks does not see: it compares names, kinds and attributes of items, not the types that
/// they have; and no item says how requests are signed.
const UNSEEN: &[&str] = &["type-change", "signature-changed"];

/// `SEMVER_CHECKS=cargo-semver-checks cargo test -p evolution semver -- --nocapture`, with the path of the program, judges every edit.
#[test]
fn semver_checks_agrees_on_every_edit() {
    let Some(judge) = std::env::var_os("SEMVER_CHECKS").map(PathBuf::from) else { return };
    let old: BTreeMap<&str, PathBuf> = FIXTURES
        .iter()
        .map(|fixture| (fixture.name, described(&format!("{}-api", fixture.name), &fixture.files)))
        .collect();
    let judged = in_parallel(EDITS.iter().collect(), |edit: &Edit| {
        let new = described(&format!("{}-api", folder_name(edit)), &edit.new);
        let cost = edit.report.cost();
        Some((edit.shown(), cost, rules(edit), breaks(&judge, &old[edit.fixture.name], &new, cost)))
    });
    let (mut wrong, mut unseen) = (Vec::new(), BTreeMap::<String, usize>::new());
    for (edit, cost, rules, broken) in judged.into_iter().flatten() {
        match (cost, broken) {
            (Cost::Patch | Cost::Minor, Some(why)) => wrong.push(format!("{edit}: {cost:?} was said:\n{why}")),
            (Cost::Major, None) if rules.iter().all(|rule| UNSEEN.contains(&rule.as_str())) => {
                for rule in rules {
                    *unseen.entry(rule).or_default() += 1;
                }
            }
            (Cost::Major, None) => wrong.push(format!("{edit}: {rules:?} was said, and nothing found")),
            _ => {}
        }
    }
    println!("{} edits; not seen by cargo-semver-checks: {unseen:?}", EDITS.len());
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Returns the rules of an edit's major differences.
fn rules(edit: &Edit) -> BTreeSet<String> {
    let changes = edit.report.changes.iter();
    let of_api = changes.clone().flat_map(|judged| &judged.api).chain(&edit.report.unexplained);
    let of_api = of_api.filter(|difference| difference.cost() == Cost::Major).map(|it| it.rule.name().to_owned());
    let demanded = changes.filter(|judged| judged.source == Cost::Major && judged.api.is_empty());
    of_api.chain(demanded.map(|judged| judged.change.rule.id().to_owned())).collect()
}

/// Writes the description of a crate's public API.
fn described(folder: &str, schemas: &Files) -> PathBuf {
    let sources = Sources::write(folder, schemas);
    let mut rustdoc = sources.call("rustdoc");
    // The format is unstable, and the judge reads it for each stable compiler.
    rustdoc.env("RUSTC_BOOTSTRAP", "1").args([
        "--output-format",
        "json",
        "-Z",
        "unstable-options",
        "--document-hidden-items",
    ]);
    rustdoc
        .args(["--crate-name", &sources.name, "--out-dir"])
        .arg(&sources.folder)
        .arg(sources.folder.join("src/lib.rs"));
    let output = rustdoc.output().expect("rustdoc starts");
    assert!(output.status.success(), "{folder}: {}", String::from_utf8_lossy(&output.stderr));
    sources.folder.join(format!("{}.json", sources.name))
}

/// Returns what the judge has against a release that is not major.
fn breaks(judge: &Path, old: &Path, new: &Path, cost: Cost) -> Option<String> {
    let mut command = Command::new(judge);
    command.args([
        "semver-checks",
        "check-release",
        "--release-type",
        if cost == Cost::Patch { "patch" } else { "minor" },
    ]);
    let output = command.arg("--baseline-rustdoc").arg(old).arg("--current-rustdoc").arg(new).output();
    let output = output.expect("cargo-semver-checks starts");
    let text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    match output.status.code() {
        Some(0) => None,
        Some(_) if text.contains("semver requires new") => Some(text),
        _ => panic!("{text}"),
    }
}
