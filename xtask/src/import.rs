//! `cargo xtask import SOURCE`: updates the folder of schemas from a vendor's page, OpenAPI document or folder of schemas.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use codegen::diff::Report;
use codegen::import::{self, Comparison};
use codegen::page;
use codegen::source::diagnostic::{Diagnostic, Diagnostics};
use codegen::source::visible::Visible;
use codegen::source::words::counted;

use crate::command;
use crate::crate_name;
use crate::file::{self, Links};
use crate::folder::{self, Step};
use crate::progress::Progress;
use crate::report::{self, Outcome};
use crate::workspace::{self, is_inside, shown};

/// Read a page, an OpenAPI document or a folder of JSON Schemas and bring the folder of the catalogue in step with it.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The source: a page as plain text copied from a browser, as Markdown or as HTML, an OpenAPI document in JSON or YAML, or a folder of
    /// JSON Schemas. A symbolic link is followed; nothing is fetched from an address.
    source: PathBuf,
    /// The folder of the catalogue [default: `schemas` of the workspace or of the current folder].
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,
    /// The format of the source [default: detected by extension and content].
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Derive the schemas that the source lacks from its examples. They are open and marked as derived; later imports keep them.
    #[arg(long)]
    derive: bool,
    /// Write nothing: list every difference, and fail if there is one.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
    Openapi,
}

impl From<Format> for import::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Page(page::Format::Text),
            Format::Markdown => Self::Page(page::Format::Markdown),
            Format::Html => Self::Page(page::Format::Html),
            Format::Openapi => Self::OpenApi,
        }
    }
}

impl Import {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let schemas = self.schemas.clone().unwrap_or_else(|| workspace::root().join("schemas"));
        let path = self.source.display().to_string().replace('\\', "/");
        if let Some(nested) = self.nested(&schemas) {
            return Ok(report::refused(&nested.into()));
        }
        let before = match folder::read(&schemas) {
            Ok(before) => before,
            Err(findings) => return Ok(report::refused_in(&findings, &schemas, "written")),
        };
        let progress = Progress::start(&format!("import: reading and checking {path}"));
        let import = self.read(&path, &before);
        drop(progress);
        let mut import = match import {
            Ok(import) => import,
            Err(findings) => return Ok(report::refused(&findings)),
        };
        report::diagnostics(&import.warnings);
        folder::name_program(&before, &mut import.files);
        let steps = folder::plan(&before, &import.files);
        if steps.is_empty() {
            report::print(&format!("nothing to do: {} is in step with {}\n", shown(&schemas), self.source.display()));
            return Ok(Outcome::Done);
        }
        let comparison = match import.compare() {
            Ok(comparison) => located(comparison, &schemas),
            Err(findings) => return Ok(report::refused(&findings)),
        };
        report::print(&changes(&comparison));
        if !self.check {
            folder::apply(&schemas, &steps, &import.files, &[])?;
            let removed = steps.values().filter(|step| **step == Step::Remove).count();
            let written = steps.len() - removed;
            report::print(&format!("{}: {} written, {removed} removed\n", shown(&schemas), counted(written, "file")));
            let mut since_release = codegen::diff::since_release(&import.files).unwrap_or_default();
            if let Some(report) = &mut since_release {
                import.doubt(report);
            }
            let next = summary(since_release.as_ref(), &comparison);
            let name = crate_name::of_catalogue(&import.files);
            let folders = command::folders(self.schemas.as_deref(), name.as_deref());
            report::print(&format!("{next} · next: cargo xtask gen{folders}\n"));
            return Ok(Outcome::Done);
        }
        for (path, step) in &steps {
            let text = |files: &codegen::Files| files.get(path).cloned().unwrap_or_default();
            report::print(&format!("\n{}: {}\n", shown(&schemas.join(path)), verb(*step)));
            report::print(&report::short_diff(&text(&before), &text(&import.files)));
        }
        let differ = if steps.len() == 1 { "differs" } else { "differ" };
        let files = counted(steps.len(), "file");
        report::print(&format!("\n{files} {differ}; run `{}` to update\n", self.command()));
        Ok(Outcome::Stale)
    }

    /// Refuses a folder of schemas that shares files with the catalogue: the next import would read what this one writes.
    fn nested(&self, schemas: &Path) -> Option<Diagnostic> {
        if !self.source.is_dir() {
            return None;
        }
        let relation = match [(&*self.source, schemas), (schemas, &self.source)].map(|it| is_inside(it.0, it.1)) {
            [true, true] => "is also",
            [true, false] => "is inside",
            [false, true] => "contains",
            [false, false] => return None,
        };
        let message =
            format!("the source {} {relation} the folder of the catalogue, {}", shown(&self.source), shown(schemas));
        let help = "keep the vendor's files apart, or name another folder for the catalogue with `--schemas DIR`";
        Some(Diagnostic::error("nested-folders", message).help(help))
    }

    fn read(&self, path: &str, before: &codegen::Files) -> Result<codegen::import::Import, Diagnostics> {
        if self.source.is_dir() {
            let (files, warning) = folder::read_source(&self.source, &format!("{}/", path.trim_end_matches('/')))?;
            let mut import = import::import_folder(path, &files, before)?;
            if let Some(warning) = warning {
                import.warnings.push(warning);
            }
            return Ok(import);
        }
        if ["http://", "https://"].iter().any(|scheme| path.starts_with(scheme)) && !self.source.exists() {
            let message = format!("`{path}` is an address, and nothing is fetched");
            let help = "save the page or the document to a file, and import that";
            return Err(Diagnostic::error("not-a-file", message).help(help).into());
        }
        let source = file::read(&self.source, path, Links::Follow)?;
        let options = import::Options { format: self.format.map(Into::into), derives: self.derive };
        import::import_with(&source, options, before)
    }

    /// Returns the command that updates the folder.
    fn command(&self) -> String {
        let schemas = command::option("--schemas", self.schemas.as_deref());
        let mut words = vec![format!("cargo xtask import {}{schemas}", command::word(&self.source))];
        if let Some(format) = self.format.and_then(|format| format.to_possible_value()) {
            words.extend(["--format".to_owned(), format.get_name().to_owned()]);
        }
        words.extend(self.derive.then(|| "--derive".to_owned()));
        words.join(" ")
    }
}

fn verb(step: Step) -> &'static str {
    match step {
        Step::Add => "missing",
        Step::Change => "differs",
        Step::Remove => "no longer documented",
    }
}

/// Names the folders in the report.
fn located(mut comparison: Comparison, schemas: &Path) -> Comparison {
    if let Comparison::Report(report) = &mut comparison {
        report.folders = crate::diff::folders(schemas, schemas);
    }
    comparison
}

/// Returns the changes: the content of a new catalogue, or each change with its verdicts.
fn changes(comparison: &Comparison) -> String {
    match comparison {
        Comparison::First(read) => {
            let shown: Vec<String> = read.iter().map(|(subject, _)| Visible(subject).to_string()).collect();
            let width = shown.iter().map(|subject| subject.chars().count()).max().unwrap_or(0);
            let mut text = String::new();
            for (subject, (_, lines)) in shown.iter().zip(read) {
                let mut start = format!("added  {subject:<width$}");
                for line in lines.iter().map(String::as_str).chain(lines.is_empty().then_some("")) {
                    text.extend([format!("{start}  {}", Visible(line)).trim_end(), "\n"]);
                    start = " ".repeat(start.chars().count());
                }
            }
            text
        }
        Comparison::Broken(changes) => {
            let lines = changes.iter().map(|change| format!("{}\n", Visible(&change.to_string())));
            lines.chain(["the folder had errors before, so there are no verdicts\n".to_owned()]).collect()
        }
        Comparison::Report(report) => format!("{}\n", report.paragraphs()),
    }
}

/// Returns the effect on receivers and the version in a line: since the last release, if there is one.
fn summary(since_release: Option<&Report>, comparison: &Comparison) -> String {
    match (since_release, comparison) {
        (Some(report), _) => report.summary(),
        (None, Comparison::Report(report)) => {
            format!("receivers of the folder before: {} · nothing is released yet", report.effect_words())
        }
        (None, Comparison::First(_) | Comparison::Broken(_)) => "nothing is released yet".to_owned(),
    }
}
