//! The plan of changes to the output folder, for writing and for checking.

use codegen::Files;

use super::output::{Found, FoundFile};

/// The changes by path, and the number of unchanged files.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// The changes.
    pub(super) changes: Vec<Change<'a>>,
    /// The number of unchanged files.
    pub(super) same: usize,
}

/// A change to a file.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// Its path below the output folder, with `/`.
    pub(super) path: &'a str,
    /// The kind of change.
    pub(super) kind: ChangeKind<'a>,
}

/// The kind of a change.
#[derive(Debug)]
pub(super) enum ChangeKind<'a> {
    /// Writes a file that differs.
    Stale { found: &'a [u8], wanted: &'a str },
    /// Writes a missing file.
    Missing { wanted: &'a str },
    /// Deletes a file that nothing generates.
    Orphan { found: &'a FoundFile },
}

impl Plan<'_> {
    /// Returns true if there are no changes.
    pub(super) fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the files to write with their texts.
    pub(super) fn writes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.changes.iter().filter_map(|change| match change.kind {
            ChangeKind::Stale { wanted, .. } | ChangeKind::Missing { wanted } => Some((change.path, wanted)),
            ChangeKind::Orphan { .. } => None,
        })
    }

    /// Returns the files to delete.
    pub(super) fn deletions(&self) -> impl Iterator<Item = &FoundFile> {
        self.changes.iter().filter_map(|change| match change.kind {
            ChangeKind::Orphan { found } => Some(found),
            _ => None,
        })
    }
}

/// Compares the wanted files with the found ones, byte by byte.
pub(super) fn plan<'a>(wanted: &'a Files, found: &'a Found) -> Plan<'a> {
    let mut plan = Plan::default();
    for (path, text) in wanted {
        let kind = match found.get(path).map(|file| file.content.as_deref()) {
            Some(Some(content)) if content == text.as_bytes() => {
                plan.same += 1;
                continue;
            }
            Some(Some(content)) => ChangeKind::Stale { found: content, wanted: text },
            // A link has the name of a file, but not its content: it is replaced.
            Some(None) => ChangeKind::Stale { found: &[], wanted: text },
            None => ChangeKind::Missing { wanted: text },
        };
        plan.changes.push(Change { path, kind });
    }
    let orphans = found.iter().filter(|(path, _)| !wanted.contains_key(*path));
    plan.changes.extend(orphans.map(|(path, found)| Change { path, kind: ChangeKind::Orphan { found } }));
    plan.changes.sort_by_key(|change| change.path);
    plan
}
