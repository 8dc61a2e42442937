//! What has to happen to the output folder: the one place that decides it, for writing and for checking.

use codegen::Files;

use super::output::{Found, FoundFile};

/// All that differs, by path, and how many files do not.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// What is to be done.
    pub(super) changes: Vec<Change<'a>>,
    /// The number of files that are as they should be, and stay untouched.
    pub(super) same: usize,
}

/// A file that is not as it should be.
#[derive(Debug)]
pub(super) struct Change<'a> {
    /// Its path below the output folder, with `/`.
    pub(super) path: &'a str,
    /// In what way, and what to do.
    pub(super) kind: ChangeKind<'a>,
}

/// In what way a file is not as it should be.
#[derive(Debug)]
pub(super) enum ChangeKind<'a> {
    /// It holds something else: write it.
    Stale { found: &'a [u8], wanted: &'a str },
    /// It is not there: write it.
    Missing { wanted: &'a str },
    /// Nothing makes it: delete it.
    Orphan { found: &'a FoundFile },
}

impl Plan<'_> {
    /// Whether nothing has to be done.
    pub(super) fn is_fresh(&self) -> bool {
        self.changes.is_empty()
    }

    /// The files to write, with their texts.
    pub(super) fn writes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.changes.iter().filter_map(|change| match change.kind {
            ChangeKind::Stale { wanted, .. } | ChangeKind::Missing { wanted } => Some((change.path, wanted)),
            ChangeKind::Orphan { .. } => None,
        })
    }

    /// The files to delete.
    pub(super) fn deletions(&self) -> impl Iterator<Item = &FoundFile> {
        self.changes.iter().filter_map(|change| match change.kind {
            ChangeKind::Orphan { found } => Some(found),
            _ => None,
        })
    }
}

/// Compares what is wanted with what was found, byte by byte.
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
