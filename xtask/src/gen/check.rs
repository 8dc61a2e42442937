//! The plan, told to a person: every file, why it differs where that is known, the difference, and the command that mends it.

use std::fmt::Write as _;

use codegen::render::MARK;
use codegen::source::visible::Visible;

use super::plan::{Change, ChangeKind, Plan};
use crate::report::{counted, short_diff};

/// The answer of `gen --check`. `out` is how the folder is named, `command` what mends it.
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
        let _ = writeln!(text, "{kind:<8} {out}/{}{}", Visible(change.path), Visible(&cause(change, plan)));
        if let ChangeKind::Stale { found, wanted } = change.kind {
            text.push_str(&short_diff(&String::from_utf8_lossy(found), wanted));
        }
    }
    let difference = if plan.changes.len() == 1 { "differs" } else { "differ" };
    let _ = writeln!(
        text,
        "\n{} {difference} from what gen makes; to mend it, run: {command}",
        counted(plan.changes.len(), "file")
    );
    text
}

/// Why a file is not as it should be, behind a colon; empty when nothing is known.
fn cause(change: &Change<'_>, plan: &Plan<'_>) -> String {
    match &change.kind {
        ChangeKind::Missing { .. } => String::new(),
        ChangeKind::Orphan { found } if found.is_marked => {
            ": what it was made from is gone, or codegen makes it no more".to_owned()
        }
        ChangeKind::Orphan { .. } => ": not made by gen".to_owned(),
        ChangeKind::Stale { found, wanted: text } => stale_cause(change.path, found, text, plan),
    }
}

/// The crate carries a copy of all schemas, so a copy that differs tells which of them changed after the last run.
fn stale_cause(path: &str, found: &[u8], text: &str, plan: &Plan<'_>) -> String {
    if is_copy(path) {
        return format!(": {path} changed after the last gen, or this copy was edited by hand");
    }
    let changed: Vec<&str> = plan.changes.iter().map(|change| change.path).filter(|path| is_copy(path)).collect();
    let origin =
        text.lines().next().and_then(|line| line.split_once(MARK)?.1.strip_prefix(" from ")).unwrap_or_default();
    let origin = origin.trim_end_matches(" -->");
    if changed.contains(&origin) {
        return format!(": {origin} changed after the last gen");
    }
    // These show something of every schema.
    let shows_all = path.starts_with("docs/") || path == "src/shared.rs";
    if shows_all && !changed.is_empty() {
        return format!(": {} changed after the last gen", changed.join(", "));
    }
    let had_mark = text.contains(MARK) && !String::from_utf8_lossy(found).contains(MARK);
    if had_mark {
        ": edited by hand, its header is gone".to_owned()
    } else {
        ": edited by hand, or codegen changed".to_owned()
    }
}

fn is_copy(path: &str) -> bool {
    path.starts_with("schemas/")
}
