//! How commands end, and what they print on the way.

use std::io;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use codegen::source::diagnostic::{Diagnostics, Look};
use codegen::source::visible;
use similar::TextDiff;

/// How a command ended when nothing went wrong with the command itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what it was asked, or there was nothing to do: exit code 0.
    Done,
    /// `--check` found something that is not as it should be: exit code 1.
    Stale,
    /// The input is refused, and nothing was written: exit code 2.
    Refused,
}

/// The exit code of a command; what went wrong outside of the input, such as a folder that cannot be read, is printed and counts as refused.
pub(crate) fn exit_code(done: anyhow::Result<Outcome>) -> ExitCode {
    match done {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Stale) => ExitCode::from(1),
        Ok(Outcome::Refused) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {}", visible::in_lines(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

/// Prints findings to standard error, as wide as the terminal is and in colours where they are wanted: on a terminal, unless `NO_COLOR` or
/// `CLICOLOR=0` say otherwise, or where `CLICOLOR_FORCE` does.
pub(crate) fn diagnostics(diagnostics: &Diagnostics) {
    if !diagnostics.is_empty() {
        let color = AutoStream::choice(&io::stderr()) != ColorChoice::Never;
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        eprintln!("{}\n", diagnostics.render(Look { color, width }));
    }
}

/// `1 file` or `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Prints to standard output a text with the colours of [`short_diff`], which are left out where they are not wanted.
pub(crate) fn print(text: &str) {
    anstream::print!("{text}");
}

/// A line of a difference in the colour of its kind.
fn colored(line: &str) -> String {
    let color = match line.chars().next() {
        Some('+') => "\u{1b}[32m",
        Some('-') => "\u{1b}[31m",
        Some('@') => "\u{1b}[36m",
        _ => return line.to_owned(),
    };
    format!("{color}{line}\u{1b}[0m")
}

/// The lines in which two texts differ, a few of their neighbours around them, and no more than a reader takes in at once. Characters that nobody
/// would see are spelled.
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
