//! `cargo xtask new DIR`: starts a catalogue.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use codegen::Files;
use codegen::source::diagnostic::Diagnostic;
use codegen::source::words::counted;

use crate::command;
use crate::folder;
use crate::report::{self, Outcome};
use crate::workspace::shown;

/// Start a catalogue: a folder with `catalog.toml`, commented, and an event to replace.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// The folder, which must be empty or missing.
    dir: PathBuf,
    /// The vendor's name, for documentation.
    #[arg(long, value_name = "TEXT")]
    vendor: String,
    /// The name of the package [default: of the vendor's name, in lower case, with `-webhooks`].
    #[arg(long, value_name = "PACKAGE")]
    name: Option<String>,
}

impl New {
    pub(crate) fn run(&self) -> Result<Outcome> {
        let before = match folder::read(&self.dir) {
            Ok(before) => before,
            Err(findings) => return Ok(report::refused(&findings)),
        };
        if !before.is_empty() {
            let message = format!("{} is not empty", shown(&self.dir));
            let help = "name a new folder; `cargo xtask import` updates a folder that has a catalogue";
            return Ok(report::refused(&Diagnostic::error("folder-in-use", message).help(help).into()));
        }
        let name = self.name.clone().unwrap_or_else(|| codegen::ident::of_crate(&self.vendor));
        let mut files = match codegen::catalog::start(&name, &self.vendor) {
            Ok(files) => files,
            Err(findings) => return Ok(report::refused(&findings)),
        };
        folder::name_program(&before, &mut files);
        folder::apply(&self.dir, &folder::plan(&Files::new(), &files), &files, &[])?;
        let dir = shown(&self.dir);
        report::print(&format!(
            "{dir}: {} written; edit {dir}/catalog.toml, then run\n\n    cargo xtask gen{}\n",
            counted(files.len(), "file"),
            command::folders(Some(Path::new(&dir)), Some(&name))
        ));
        Ok(Outcome::Done)
    }
}
