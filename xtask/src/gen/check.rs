//! Reports a plan: every file, the cause if it is known, the difference, and the command to update.

use std::fmt::Write as _;

use codegen::Files;
use codegen::diff::{Commands, Folders, Report};
use codegen::load::CHANGELOG;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::visible::Visible;
use codegen::source::words::{abridged, counted};

use super::plan::{Change, ChangeKind, Plan};
use crate::program;
use crate::report::short_diff;

/// Returns the output of `gen --check`. `out` is the folder's name, `command` the command to update.
pub(super) fn answer(plan: &Plan<'_>, out: &str, command: &str) -> String {
    if plan.is_fresh() {
        return format!("{out} is fresh: {}\n", counted(plan.same, "file"));
    }
    let mut text = String::new();
    for change in &plan.changes {
        let kind = match change.kind {
            ChangeKind::Stale { .. } => "stale",
            ChangeKind::Missing { .. } => "missing",
            ChangeKind::Orphan { .. } => "orphan",
        };
        text.push_str(&line(kind, change, plan, out));
        if let ChangeKind::Stale { found, wanted } = change.kind {
            text.push_str(&short_diff(&String::from_utf8_lossy(found), wanted));
        }
    }
    let difference = if plan.changes.len() == 1 { "differs" } else { "differ" };
    let _ = writeln!(
        text,
        "\n{} {difference} from the output of gen; run `{command}` to update",
        counted(plan.changes.len(), "file")
    );
    text
}

/// Returns the lines about the files that `gen` has deleted.
pub(super) fn deletions(plan: &Plan<'_>, out: &str) -> String {
    let orphans = plan.changes.iter().filter(|change| matches!(change.kind, ChangeKind::Orphan { .. }));
    orphans.map(|change| line("deleted", change, plan, out)).collect()
}

/// Returns the line about a change, with its cause.
fn line(kind: &str, change: &Change<'_>, plan: &Plan<'_>, out: &str) -> String {
    format!("{kind:<8} {out}/{}{}\n", Visible(change.path), Visible(&cause(change, plan)))
}

/// Returns the objections to a release of the schemas: a version that is too small, or a change without a verdict. Before the first release
/// there are no objections.
pub(super) fn objections(
    schemas: &Files,
    folders: Folders,
    commands: Commands,
) -> Result<(String, Diagnostics), Diagnostics> {
    let Some(report) = codegen::diff::since_release(schemas)? else { return Ok(Default::default()) };
    let report = Report { folders, commands, ..report };
    Ok((report.objections(), report.warnings))
}

/// Returns the cause of a difference behind a colon; empty if it is unknown.
fn cause(change: &Change<'_>, plan: &Plan<'_>) -> String {
    match &change.kind {
        ChangeKind::Missing { .. } => String::new(),
        ChangeKind::Orphan { found } if found.is_marked => {
            ": its source is gone, or codegen no longer writes it".to_owned()
        }
        ChangeKind::Orphan { .. } => ": not written by gen".to_owned(),
        ChangeKind::Stale { found, wanted: text } => stale_cause(change.path, found, text, plan),
    }
}

/// Finds the schemas that have changed since the last run, by the copies in the crate.
fn stale_cause(path: &str, found: &[u8], text: &str, plan: &Plan<'_>) -> String {
    if is_copy(path) {
        return format!(": {path} changed since the last gen, or this copy was edited by hand");
    }
    let changed: Vec<&str> = plan.changes.iter().map(|change| change.path).filter(|path| is_copy(path)).collect();
    let origin =
        text.lines().next().and_then(|line| program::behind_mark(line)?.strip_prefix(" from ")).unwrap_or_default();
    let origin = origin.trim_end_matches(" -->");
    if origin == CHANGELOG {
        return format!(": {origin} changed since the last gen, or this copy was edited by hand");
    }
    if changed.contains(&origin) {
        return format!(": {origin} changed since the last gen");
    }
    let has_mark = |text: &str| program::behind_mark(text).is_some();
    if !has_mark(text) {
        return ": its text beside the catalogue or in codegen changed, or it was edited by hand".to_owned();
    }
    if !has_mark(&String::from_utf8_lossy(found)) {
        return ": edited by hand, its header is gone".to_owned();
    }
    if !changed.is_empty() {
        // A file without a schema of its own depends on every schema; any other file depends on the schemas that it refers to.
        let has_own = is_copy(origin) && origin != "schemas/catalog.toml";
        let or_edited = if has_own { ", or it was edited by hand" } else { "" };
        return format!(
            ": {} changed since the last gen{or_edited}",
            abridged(changed.iter().map(|path| (*path).to_owned()), 3)
        );
    }
    ": edited by hand, or codegen changed".to_owned()
}

fn is_copy(path: &str) -> bool {
    path.starts_with("schemas/")
}
