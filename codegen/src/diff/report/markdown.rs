//! The report as Markdown, for a pull request. A vendor's text is code there, never markup.

use std::fmt::Write as _;

use crate::diff::change::Reading;
use crate::diff::report::Report;
use crate::diff::report::human::{place, source_line, source_lines, users};
use crate::diff::verdict::Judged;
use crate::emit::wording::{code, for_markdown};

impl Report {
    /// Returns the report as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("**{}**\n", for_markdown(&self.summary()));
        for judged in &self.changes {
            text.push_str(&section(judged, self));
        }
        if !self.unexplained.is_empty() {
            text.push_str("\n### Beside these changes\n\n");
            for difference in &self.unexplained {
                let _ = writeln!(text, "- source: {}: {}", difference.cost().name(), code(&source_line(difference)));
            }
        }
        text
    }
}

fn section(judged: &Judged, report: &Report) -> String {
    let change = &judged.change;
    let number = change.rule.number().map_or_else(String::new, |number| format!("R{number}, "));
    let member = if change.member.is_empty() { String::new() } else { format!(" {}", code(&change.member)) };
    let mut text = format!(
        "\n### {}{member}: {} ({number}{})\n\n",
        for_markdown(&change.subject),
        for_markdown(&change.words),
        change.rule.id()
    );
    let mut row = |key: &str, value: String| {
        let _ = writeln!(text, "- {key}: {value}");
    };
    let reading =
        |reading: &Reading, folder: &str| format!("{}, at {}", code(&reading.words), code(&place(reading, folder)));
    if let Some(before) = &change.before {
        row("before", reading(before, &report.folders.old));
    }
    if let Some(after) = &change.after {
        row("after", reading(after, &report.folders.new));
    }
    if !change.also.is_empty() {
        row("also", code(&users(&change.also)));
    }
    if change.users.len() > 1 {
        row("users", code(&users(&change.users)));
    }
    let basis = judged.wire.basis.words(&report.old_version.to_string());
    row("wire", format!("**{}**: {}", judged.wire.effect.code(), code(&basis)));
    let lines = source_lines(judged, |difference| code(&source_line(difference)));
    row("source", format!("**{}**: {}", judged.source.name(), lines.join("; ")));
    text
}
