//! `cargo xtask gen`: writes the generated crate from the schemas, or lists differences with `--check`.

mod apply;
mod check;
mod output;
mod plan;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use clap::Args;
use codegen::diff::Commands;
use codegen::load::{self, CHANGELOG};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::words::counted;
use codegen::{Files, Generated};

use self::plan::Plan;
use crate::command;
use crate::file::{self, Links};
use crate::folder;
use crate::program;
use crate::progress::Progress;
use crate::report::{self, Outcome};
use crate::workspace::{self, shown};

/// Write the generated crate from the folder of schemas.
#[derive(Debug, Args)]
pub(crate) struct Gen {
    /// The folder of the catalogue [default: `schemas` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) schemas: Option<PathBuf>,
    /// The folder of the generated crate, which belongs to gen as a whole [default: `generated` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write nothing: list what is stale, missing or orphaned, and what the version does not allow, and fail if there is anything.
    #[arg(long)]
    pub(crate) check: bool,
}

impl Gen {
    pub(crate) fn run(&self) -> Result<Outcome> {
        let (schemas, out) = self.folders();
        output::refuse_foreign(&schemas, &out)?;

        let start = Instant::now();
        let mut input = match folder::read(&schemas) {
            Ok(input) => input,
            Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
        };
        output::refuse_other(&input, &out)?;
        match changelog(&schemas) {
            Ok(changelog) => input.extend(changelog),
            // It is beside the folder, and the finding has its path.
            Err(findings) => return Ok(report::refused(&findings)),
        }
        // The crate contains the texts, which must be the same on every platform.
        for text in input.values_mut() {
            *text = text.replace("\r\n", "\n");
        }
        let current = load::unreleased(&input);
        let read = format!("{} in {}", counted(current.len(), "file"), shown(&schemas));
        let mut steps = vec![Timing { name: "read", what: read, time: start.elapsed() }];
        let progress = Progress::start("reading the schemas");
        let generated = codegen::generate_watched(&current, &|phase| progress.now(&format!("gen: {phase}")));
        drop(progress);
        let mut generated = match generated {
            Ok(generated) => generated,
            Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
        };
        // Copies of the input keep every byte.
        for (path, text) in generated.files.iter_mut().filter(|(path, _)| !path.starts_with("schemas/")) {
            *text = program::headed(path, text);
        }
        let Generated { files, warnings, phases } = &generated;
        report::diagnostics(warnings);
        steps.extend(phases.iter().map(|(name, time)| Timing { name, what: String::new(), time: *time }));

        let start = Instant::now();
        let found = output::read(&out, files)?;
        let plan = plan::plan(files, &found);
        if self.check {
            report::print(&check::answer(&plan, &shown(&out), &self.command()));
            let (objections, warnings) =
                match check::objections(&input, crate::diff::released_folders(&schemas), self.commands()) {
                    Ok(objections) => objections,
                    Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
                };
            report::diagnostics(&warnings);
            report::print(&objections);
            return Ok(if plan.is_fresh() && objections.is_empty() { Outcome::Done } else { Outcome::Stale });
        }
        apply::apply(&plan, &out).with_context(|| format!("{} cannot be written", out.display()))?;
        steps.push(Timing { name: "write", what: summary(&plan, &shown(&out)), time: start.elapsed() });
        report::print(&check::deletions(&plan, &shown(&out)));
        report::print(&aligned(&steps));
        Ok(Outcome::Done)
    }

    /// Returns the folders of the catalogue and of the crate.
    fn folders(&self) -> (PathBuf, PathBuf) {
        let root = workspace::root();
        let or = |folder: &Option<PathBuf>, name: &str| folder.clone().unwrap_or_else(|| root.join(name));
        (or(&self.schemas, "schemas"), or(&self.out, "generated"))
    }

    /// Refuses a folder of the crate that contains anything else.
    pub(crate) fn refuse_foreign(&self) -> Result<()> {
        let (schemas, out) = self.folders();
        output::refuse_foreign(&schemas, &out)
    }

    /// Refuses a folder with the crate of another catalogue.
    pub(crate) fn refuse_other(&self, files: &Files) -> Result<()> {
        output::refuse_other(files, &self.folders().1)
    }

    /// Returns the command that updates the crate.
    fn command(&self) -> String {
        let [schemas, out] = self.options();
        format!("cargo xtask gen{schemas}{out}")
    }

    /// Returns the commands for the same folders.
    pub(crate) fn commands(&self) -> Commands {
        let [schemas, out] = self.options();
        command::following(&schemas, &format!("{schemas}{out}"))
    }

    /// Returns the options that name the folders, if they were named.
    fn options(&self) -> [String; 2] {
        [("--schemas", &self.schemas), ("--out", &self.out)].map(|(name, it)| command::option(name, it.as_deref()))
    }
}

/// Reads the changelog beside the folder of schemas; returns its name and text.
pub(crate) fn changelog(schemas: &Path) -> Result<Option<(String, String)>, Diagnostics> {
    let path = changelog_path(schemas);
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let source = file::read(&path, &shown(&path), Links::Refuse)?;
    Ok(Some((CHANGELOG.to_owned(), source.text().to_owned())))
}

/// Returns the path of the changelog beside the folder of schemas.
pub(crate) fn changelog_path(schemas: &Path) -> PathBuf {
    schemas.parent().unwrap_or(Path::new("")).join(CHANGELOG)
}

/// An aligned line of the report: a step, its result and its time.
struct Timing {
    name: &'static str,
    what: String,
    time: Duration,
}

fn aligned(steps: &[Timing]) -> String {
    let names = steps.iter().map(|step| step.name.len()).max().unwrap_or_default();
    let whats = steps.iter().map(|step| step.what.len()).max().unwrap_or_default();
    let line = |Timing { name, what, time }: &Timing| {
        format!("{name:<names$}  {what:<whats$}  {:>8.1} ms\n", time.as_secs_f64() * 1e3)
    };
    steps.iter().map(line).collect()
}

fn summary(plan: &Plan, out: &str) -> String {
    let (written, deleted) = (plan.writes().count(), plan.deletions().count());
    let were = if plan.same == 1 { "as it was" } else { "as they were" };
    format!("{written} written, {deleted} deleted, {} {were} in {out}", plan.same)
}
