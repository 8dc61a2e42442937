//! `cargo xtask diff`: what has changed since the last release, and what it means for receivers and for programs.

use std::mem;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::diff::{Commands, Folders, Report, Status, compare_editions};
use codegen::load::{self, RELEASED};
use codegen::source::diagnostic::Diagnostics;
use codegen::{Edition, Files};

use crate::command;
use crate::crate_name;
use crate::folder;
use crate::progress::Progress;
use crate::report::{self, Outcome};
use crate::workspace::{self, shown};

/// Compare the schemas with those of the last release: each change, its effect on receivers, and the version that it needs.
///
/// Exit code 0: nothing has changed, or the version allows every change. 1: the version is too small, or a reserved name has returned. 2: a
/// change waits for a verdict in the catalogue, or the input is refused.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The folder of the catalogue [default: `schemas` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// The folder of the older edition [default: `released` in the folder of the catalogue].
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    /// Print what stands against a release, and nothing else.
    #[arg(long, conflicts_with = "format")]
    check: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Human,
    Json,
    Markdown,
}

impl Diff {
    pub(crate) fn run(&self) -> Outcome {
        let schemas = self.schemas.clone().unwrap_or_else(|| workspace::root().join("schemas"));
        let new = match read(&schemas, "") {
            Ok(new) => new,
            Err(findings) => return report::refused_in(&findings, &schemas, "compared"),
        };
        let commands = self.commands(crate_name::of_catalogue(&new).as_deref());
        let (old, old_folder) = match &self.against {
            Some(against) => match read(against, &slashed(against)) {
                Ok(old) => (old, against.clone()),
                Err(findings) => return report::refused_in(&findings, against, "compared"),
            },
            None => match load::released(&new) {
                Some(files) => (files, released(&schemas)),
                None => return unreleased(&new, &schemas, self.format),
            },
        };
        let progress = Progress::start("comparing the editions");
        let (old, new) = codegen::diff::read(&old, &new, &slashed(&old_folder));
        let old = match old {
            Ok(old) => old,
            Err(findings) => return report::refused_in(&findings, &old_folder, "compared"),
        };
        let compared = new.and_then(|new| {
            let compared = compare_editions(&old, &new);
            // The command ends here: to free two large catalogues piece by piece takes a tenth of its time.
            mem::forget((old, new));
            compared
        });
        drop(progress);
        let report = match compared {
            Ok(report) => Report { folders: folders(&old_folder, &schemas), commands, ..report },
            Err(findings) => return report::refused_in(&findings, &schemas, "compared"),
        };
        report::diagnostics(&report.warnings);
        report::print(&self.text(&report));
        outcome(report.status())
    }

    /// Returns the commands for the same folders; `name` is that of the crate.
    fn commands(&self, name: Option<&str>) -> Commands {
        let [schemas, against] = [("--schemas", &self.schemas), ("--against", &self.against)]
            .map(|(name, it)| command::option(name, it.as_deref()));
        command::following(&format!("{schemas}{against}"), &command::folders(self.schemas.as_deref(), name))
    }

    fn text(&self, report: &Report) -> String {
        match self.format {
            Format::Human if self.check => {
                let objections = report.objections();
                if objections.is_empty() { format!("{}\n", report.summary()) } else { objections }
            }
            Format::Human => report.human(),
            Format::Json => report.json(),
            Format::Markdown => report.markdown(),
        }
    }
}

/// Reads a folder of schemas with the line ends of Unix; findings have `shown` before the path of a file.
fn read(folder: &Path, shown: &str) -> Result<Files, Diagnostics> {
    let mut files = folder::read_as(folder, shown)?;
    for text in files.values_mut() {
        *text = text.replace("\r\n", "\n");
    }
    Ok(files)
}

/// Returns a folder for messages, before the path of a file in it.
fn slashed(folder: &Path) -> String {
    format!("{}/", shown(folder))
}

/// Returns the folders of two editions.
pub(crate) fn folders(old: &Path, new: &Path) -> Folders {
    Folders { old: slashed(old), new: slashed(new) }
}

/// Returns the folders of the last release and of the catalogue.
pub(crate) fn released_folders(schemas: &Path) -> Folders {
    folders(&released(schemas), schemas)
}

/// Returns the folder of the last release.
fn released(schemas: &Path) -> PathBuf {
    schemas.join(RELEASED.trim_end_matches('/'))
}

/// Returns the outcome of a command for the result of a comparison.
pub(crate) fn outcome(status: Status) -> Outcome {
    match status {
        Status::Same | Status::Allowed => Outcome::Done,
        Status::TooSmall | Status::Reserved => Outcome::Stale,
        Status::Unclassified => Outcome::Refused,
    }
}

/// Reports that nothing is released yet, if the folder is a catalogue at all.
fn unreleased(files: &Files, schemas: &Path, format: Format) -> Outcome {
    if let Err(findings) = Edition::read(files) {
        return report::refused_in(&findings, schemas, "compared");
    }
    match format {
        Format::Json => report::print(&Report::json_unreleased()),
        Format::Human | Format::Markdown => report::print(&format!(
            "nothing is released yet: there is no {}, so there is nothing to compare\n",
            shown(&released(schemas))
        )),
    }
    Outcome::Done
}
