//! `cargo xtask release`: sets the version, writes the changelog, reserves removed names, and keeps the input for the next comparison.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use codegen::release::{Options, Release as Prepared};
use codegen::source::visible::Visible;

use crate::folder;
use crate::r#gen::{Gen, changelog_path};
use crate::progress::Progress;
use crate::report::{self, Outcome};
use crate::workspace::{self, shown};

/// Release the schemas: version, changelog, reserved names, `released`, and the crate.
///
/// Publishing is another step: see CONTRIBUTING.md.
#[derive(Debug, Args)]
pub(crate) struct Release {
    /// The version [default: the smallest that allows every change, or the catalogue's if it does].
    version: Option<String>,
    /// A removed event, member or value that the crate keeps, deprecated: `order.paid`, `order.paid.seat`, `order.paid.channel=fax`; may be
    /// repeated.
    #[arg(long, value_name = "NAME")]
    keep: Vec<String>,
    /// The date for the changelog, `YYYY-MM-DD` [default: the heading has none].
    #[arg(long)]
    date: Option<String>,
    /// The folder of the catalogue [default: `schemas` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// The folder of the generated crate [default: `generated` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Release {
    pub(crate) fn run(&self) -> Result<Outcome> {
        let schemas = self.schemas.clone().unwrap_or_else(|| workspace::root().join("schemas"));
        let crate_ = Gen { schemas: self.schemas.clone(), out: self.out.clone(), check: false };
        crate_.refuse_foreign()?;
        let before = match folder::read(&schemas) {
            Ok(before) => before,
            Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
        };
        crate_.refuse_other(&before)?;
        let mut input = before.clone();
        match crate::r#gen::changelog(&schemas) {
            Ok(changelog) => input.extend(changelog),
            Err(findings) => return Ok(report::refused(&findings)),
        }
        let commands = crate_.commands();
        let options =
            Options { version: self.version.clone(), keep: self.keep.clone(), date: self.date.clone(), commands };
        let progress = Progress::start("comparing with the last release");
        let prepared = codegen::release::release(&input, &options);
        drop(progress);
        let mut prepared = match prepared {
            Ok(prepared) => prepared,
            Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
        };
        folder::name_program(&before, &mut prepared.files);
        let steps = folder::plan(&before, &prepared.files);
        let changelog = changelog_path(&schemas);
        folder::apply(&schemas, &steps, &prepared.files, &[(&changelog, &prepared.changelog)])?;
        report::print(&self::summary(&prepared, &schemas, &changelog));
        crate_.run()
    }
}

fn summary(prepared: &Prepared, schemas: &Path, changelog: &Path) -> String {
    let mut text = match &prepared.report {
        Some(report) => format!("{}\n", report.summary()),
        None => "the first release: there is nothing to compare\n".to_owned(),
    };
    for name in &prepared.reserved {
        let _ = writeln!(text, "reserved  {}", Visible(name));
    }
    let (schemas, changelog) = (shown(schemas), shown(changelog));
    // `git diff` shows no new files, and those of a first release are new.
    let read = if prepared.report.is_some() { "`git diff`" } else { "`git status` and `git diff`" };
    let _ = writeln!(text, "released {}: wrote {schemas} and {changelog}; read {read}, then commit", prepared.version);
    text
}
