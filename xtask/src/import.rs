//! `cargo xtask import PAGE`: a vendor's page becomes the folder of schemas.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use codegen::diagnostic::{Diagnostic, Diagnostics};
use codegen::import::Change;
use codegen::location::{Place, Source};
use codegen::page;

use crate::folder::{self, Step};
use crate::report::{self, Outcome};

/// Read a documented page and bring the folder of schemas in step with it.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The page: plain text as copied from a browser, Markdown, or HTML.
    page: PathBuf,
    /// The folder of the catalogue.
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    schemas: PathBuf,
    /// How the page is written; found by its extension and content unless said.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Write nothing: list every difference, and fail if there is one.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Html,
}

impl From<Format> for page::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Markdown => Self::Markdown,
            Format::Html => Self::Html,
        }
    }
}

impl Import {
    pub(crate) fn run(&self) -> anyhow::Result<Outcome> {
        let source = match read_page(&self.page)? {
            Ok(source) => source,
            Err(findings) => return Ok(refused(&findings)),
        };
        let before = folder::read(&self.schemas)?;
        let import = match codegen::import::import(&source, self.format.map(Into::into), &before) {
            Ok(import) => import,
            Err(findings) => return Ok(refused(&findings)),
        };
        report::diagnostics(&import.warnings);
        let steps = folder::plan(&before, &import.files);
        if steps.is_empty() {
            println!("nothing to do: {} is in step with {}", self.schemas.display(), self.page.display());
            return Ok(Outcome::Done);
        }
        print!("{}", aligned(&import.changes));
        if !self.check {
            folder::apply(&self.schemas, &steps, &import.files)?;
            let removed = steps.values().filter(|step| **step == Step::Remove).count();
            let written = steps.len() - removed;
            println!("{}: {written} files written, {removed} removed", self.schemas.display());
            return Ok(Outcome::Done);
        }
        for (path, step) in &steps {
            let text = |files: &codegen::Files| files.get(path).cloned().unwrap_or_default();
            println!("\n{}: {}", self.schemas.join(path).display(), what(*step));
            print!("{}", report::short_diff(&text(&before), &text(&import.files)));
        }
        println!("\n{} files differ. To bring them in step, run:\n\n    {}", steps.len(), self.command());
        Ok(Outcome::Stale)
    }

    /// The command that mends what `--check` finds.
    fn command(&self) -> String {
        let mut words = vec!["cargo xtask import".to_owned(), self.page.display().to_string()];
        if self.schemas != Path::new("schemas") {
            words.extend(["--schemas".to_owned(), self.schemas.display().to_string()]);
        }
        if let Some(format) = self.format.and_then(|format| format.to_possible_value()) {
            words.extend(["--format".to_owned(), format.get_name().to_owned()]);
        }
        words.join(" ")
    }
}

fn refused(findings: &Diagnostics) -> Outcome {
    report::diagnostics(findings);
    eprintln!("nothing was written");
    Outcome::Refused
}

/// The page's text; a finding where it is not UTF-8.
fn read_page(path: &Path) -> anyhow::Result<Result<Arc<Source>, Diagnostics>> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let name = path.display().to_string().replace('\\', "/");
    Ok(match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            Err(Diagnostic::error("not-utf8", "the page is not UTF-8 text")
                .at(Place::new(&source, valid..valid))
                .help("save it as UTF-8")
                .into())
        }
    })
}

fn what(step: Step) -> &'static str {
    match step {
        Step::Add => "missing",
        Step::Change => "differs",
        Step::Remove => "no longer documented",
    }
}

/// A line for each change, its details below each other in one column.
fn aligned(changes: &[Change]) -> String {
    let width = changes.iter().map(|change| change.subject.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for change in changes {
        let mut start = format!("{:<7}  {:<width$}", change.kind, change.subject);
        let lines = if change.details.is_empty() { vec![String::new()] } else { change.details.clone() };
        for line in lines {
            text.push_str(format!("{start}  {line}").trim_end());
            text.push('\n');
            start = " ".repeat(9 + width);
        }
    }
    text
}
