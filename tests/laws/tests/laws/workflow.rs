//! The workflow of the forge runs every step of `.ci/run`, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::links::root;

#[test]
fn every_step_has_a_job() {
    let list = Command::new("bash").args([".ci/run", "--list"]).current_dir(root()).output().expect("bash runs");
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    let steps = String::from_utf8(list.stdout).expect("the names are ASCII");
    let workflow = fs::read_to_string(root().join(".github/workflows/ci.yml")).expect("the workflow exists");
    let runs = workflow.lines().filter_map(|line| line.trim().strip_prefix("- run: .ci/run "));
    assert_eq!(runs.flat_map(str::split_whitespace).collect::<BTreeSet<_>>(), steps.lines().collect::<BTreeSet<_>>());
}
