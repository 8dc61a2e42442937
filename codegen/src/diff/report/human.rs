//! The report for a terminal: one paragraph for each change.

use std::fmt::Write as _;

use crate::api::{Cost, Difference};
use crate::diff::change::Reading;
use crate::diff::report::{Report, Status};
use crate::diff::verdict::{Effect, Judged};
use crate::source::visible::Visible;
use crate::source::words::counted;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[31m";
const GREEN: &str = "\u{1b}[32m";
const YELLOW: &str = "\u{1b}[33m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

impl Report {
    /// Returns the report for people, with the colours of a terminal, which the caller may strip. Invisible characters are escaped.
    pub fn human(&self) -> String {
        let paragraphs = self.paragraphs();
        let gap = if paragraphs.is_empty() { "" } else { "\n" };
        format!("{paragraphs}{gap}{}{}\n", self.summary(), self.next())
    }

    /// Returns the next step of the maintainer.
    fn next(&self) -> String {
        let next = match self.status() {
            Status::Same => return String::new(),
            Status::TooSmall if self.is_same() => return format!(" · next: set `version = \"{}\"`", self.old_version),
            Status::Allowed | Status::TooSmall => self.commands.release.clone(),
            Status::Reserved | Status::Unclassified => format!("{} --check", self.commands.diff),
        };
        format!(" · next: {next}")
    }

    /// Returns the changes, one paragraph each, in the same form.
    pub fn paragraphs(&self) -> String {
        let mut paragraphs: Vec<String> = self.changes.iter().map(|judged| paragraph(judged, self)).collect();
        if !self.unexplained.is_empty() {
            let mut text = format!("{BOLD}beside these changes{PLAIN}\n");
            for difference in &self.unexplained {
                row(&mut text, "source", &format!("{}: {}", difference.cost().name(), source_line(difference)));
            }
            paragraphs.push(text);
        }
        paragraphs.join("\n")
    }
}

fn paragraph(judged: &Judged, report: &Report) -> String {
    let change = &judged.change;
    let number = change.rule.number().map_or_else(String::new, |number| format!("R{number} "));
    let mut text = String::new();
    let _ = writeln!(text, "{BOLD}{}{PLAIN} {DIM}{number}{}{PLAIN}", Visible(&change.to_string()), change.rule.id());
    if let Some(before) = &change.before {
        row(&mut text, "before", &reading(before, &report.folders.old));
    }
    if let Some(after) = &change.after {
        row(&mut text, "after", &reading(after, &report.folders.new));
    }
    if !change.also.is_empty() {
        row(&mut text, "also", &users(&change.also));
    }
    if change.users.len() > 1 {
        row(&mut text, "users", &users(&change.users));
    }
    let effect = judged.wire.effect;
    let color = match effect {
        Effect::Ok => GREEN,
        Effect::Degrades => YELLOW,
        Effect::Fails | Effect::Unclassified => RED,
    };
    let basis = judged.wire.basis.words(&report.old_version.to_string());
    row(&mut text, "wire", &format!("{color}{}{PLAIN}: {}", effect.code(), Visible(&basis)));
    let color = match judged.source {
        Cost::Patch => GREEN,
        Cost::Minor => YELLOW,
        Cost::Major => RED,
    };
    let mut lines = source_lines(judged, source_line).into_iter();
    let first = lines.next().unwrap_or_default();
    row(&mut text, "source", &format!("{color}{}{PLAIN}: {first}", judged.source.name()));
    for line in lines {
        row(&mut text, "", &line);
    }
    text
}

/// Describes the effect of a change on programs: differences of the public API, the costliest first, and a note.
pub(super) fn source_lines(judged: &Judged, written: impl Fn(&Difference) -> String) -> Vec<String> {
    const SHOWN: usize = 10;
    let (of_features, mut others): (Vec<&Difference>, Vec<&Difference>) =
        judged.api.iter().partition(|it| it.is_of_features());
    let mut lines = Vec::new();
    if of_features.len() > SHOWN {
        lines.push(features(&of_features));
    } else {
        // The costliest stay first.
        others = judged.api.iter().collect();
    }
    lines.extend(others.iter().take(SHOWN).map(|it| written(it)));
    if lines.is_empty() {
        lines.push(unseen(judged.source).to_owned());
    }
    if others.len() > SHOWN {
        let rest = counted(others.len() - SHOWN, "other item");
        lines.push(format!("and {rest}, which `--format json` lists"));
    }
    lines.extend(judged.note().map(str::to_owned));
    lines
}

/// Says in one sentence that many items need other features.
fn features(differences: &[&Difference]) -> String {
    let count = differences.len();
    if differences.iter().all(|it| it.needs_fewer_features()) {
        return format!("{count} items are no longer behind a feature of their event");
    }
    format!(
        "{count} items are behind a feature of their event, which a program with `default-features = false` has to name; \
         `event_features = false` in `[settings]` prevents it"
    )
}

/// Describes the effect on programs of a change that the public API does not show.
fn unseen(source: Cost) -> &'static str {
    match source {
        Cost::Patch => "the public API stays",
        Cost::Minor | Cost::Major => "the public API stays; what it does changes",
    }
}

fn row(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "  {key:<6}  {value}");
}

fn reading(reading: &Reading, folder: &str) -> String {
    format!("{}  {DIM}{}{PLAIN}", Visible(&reading.words), Visible(&place(reading, folder)))
}

/// Returns the place of a part below its folder, and its place on the page.
pub(super) fn place(reading: &Reading, folder: &str) -> String {
    let page = reading.on_page.as_ref().map_or_else(String::new, |place| {
        let (line, column) = place.source.line_column(place.span.start);
        format!(", {}:{line}:{column}", place.source.path())
    });
    format!("{folder}{}{page}", reading.place)
}

/// Lists users: the first few by name.
pub(super) fn users(users: &[String]) -> String {
    const SHOWN: usize = 5;
    let mut listed: Vec<String> = users.iter().take(SHOWN).map(|user| Visible(user).to_string()).collect();
    if users.len() > SHOWN {
        listed.push(format!("{} more", users.len() - SHOWN));
    }
    listed.join(", ")
}

/// Describes a difference of the public API.
pub(super) fn source_line(difference: &Difference) -> String {
    let Difference { path, before, after, rule, .. } = difference;
    match (before, after) {
        (Some(before), Some(after)) => format!("`{path}`: `{before}` → `{after}` ({})", rule.name()),
        (None, Some(after)) => format!("`{path}` is new: `{after}` ({})", rule.name()),
        (Some(before), None) => format!("`{path}` is gone: `{before}` ({})", rule.name()),
        (None, None) => format!("`{path}` ({})", rule.name()),
    }
}
