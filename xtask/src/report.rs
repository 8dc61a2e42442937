//! The outcome and output of commands.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use codegen::source::diagnostic::{Diagnostics, Style};
use codegen::source::visible;
use codegen::source::words::counted;
use similar::TextDiff;

use crate::program;
use crate::workspace::shown;

/// The outcome of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Success: exit code 0.
    Done,
    /// `--check` has found a difference: exit code 1.
    Stale,
    /// The input is refused, and nothing was written: exit code 2.
    Refused,
}

/// Returns the exit code of a command; a failure outside the input, such as an unreadable folder, is printed and counts as refused.
pub(crate) fn exit_code(done: anyhow::Result<Outcome>) -> ExitCode {
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stale) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            complain(&format!("error: {}", visible::in_lines(&format!("{error:#}"))));
            ExitCode::from(2)
        }
    }
}

/// Prints findings to standard error, in the width of the terminal. Colours are used on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is
/// set, or if `CLICOLOR_FORCE` is set.
pub(crate) fn diagnostics(diagnostics: &Diagnostics) {
    if !diagnostics.is_empty() {
        let color = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        complain(&format!("{}\n", diagnostics.render(Style { color, width })));
    }
}

/// Prints a line to standard error. A closed stream is not an error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{}", program::named(line));
}

/// Prints a text with its colours to standard output, without them if they are off. A closed stream does not stop the command.
pub(crate) fn print(text: &str) {
    let _ = write!(anstream::stdout(), "{}", program::named(text));
}

/// Colours a line of a difference by its kind.
fn colored(line: &str) -> String {
    let color = match line.chars().next() {
        Some('+') => "\u{1b}[32m",
        Some('-') => "\u{1b}[31m",
        Some('@') => "\u{1b}[36m",
        _ => return line.to_owned(),
    };
    format!("{color}{line}\u{1b}[0m")
}

/// Returns the different lines of two texts with some context, limited in number and length. Invisible characters are escaped.
pub(crate) fn short_diff(before: &str, after: &str) -> String {
    const LINES: usize = 24;
    const COLUMNS: usize = 160;
    let diff = TextDiff::from_lines(before, after);
    let unified = diff.unified_diff().context_radius(2).missing_newline_hint(false).to_string();
    let lines: Vec<&str> = unified.lines().collect();
    let mut text = String::new();
    for line in lines.iter().take(LINES) {
        let line = visible::in_lines(line);
        let shown: String = line.chars().take(COLUMNS).collect();
        let rest = if shown.len() < line.len() { "…" } else { "" };
        text.push_str(format!("    {}", colored(format!("{shown}{rest}").trim_end())).trim_end());
        text.push('\n');
    }
    if lines.len() > LINES {
        text.extend([format!("    … {} more\n", counted(lines.len() - LINES, "line"))]);
    }
    text
}

/// Reports the findings that prevent all output.
pub(crate) fn refused(findings: &Diagnostics) -> Outcome {
    diagnostics(findings);
    complain("nothing was written");
    Outcome::Refused
}

/// Reports the findings in a folder; `done` names the action that they have prevented: `written`.
pub(crate) fn refused_in(findings: &Diagnostics, folder: &Path, done: &str) -> Outcome {
    diagnostics(findings);
    let count = counted(findings.iter().len(), "finding");
    complain(&format!("{count} in {}; nothing was {done}", shown(folder)));
    Outcome::Refused
}
