//! The printed tables.

use std::fmt::Write as _;
use std::time::Duration;

use crate::contender::{Kind, Name};
use crate::picture::Bar;

/// The measurements of a dataset.
pub(crate) struct Row {
    pub(crate) dataset: &'static str,
    pub(crate) kind: Kind,
    pub(crate) instances: usize,
    pub(crate) bytes: usize,
    /// The time of the first contender for all of them.
    pub(crate) baseline: Duration,
    /// Relative to it, in the order of [`Name::ALL`].
    pub(crate) ratios: [Option<f64>; Name::ALL.len()],
    /// Ours from bytes, relative to `IgnoredAny`.
    pub(crate) over_ignored: Option<f64>,
    /// Ours on a value, relative to the macro.
    pub(crate) on_value: Option<f64>,
    pub(crate) notes: Vec<String>,
}

impl Row {
    fn ratio(&self, name: Name) -> Option<f64> {
        let index = Name::ALL.iter().position(|known| *known == name)?;
        self.ratios[index]
    }
}

/// The columns relative to the baseline.
const COLUMNS: [Name; 7] =
    [Name::OursBytes, Name::OursValue, Name::IgnoredAny, Name::Parse, Name::Sonic, Name::Runtime, Name::Boon];

/// Renders all rows, their means, and the notes.
pub(crate) fn render(rows: &[Row]) -> String {
    let heads = COLUMNS.map(Name::label);
    let mut text = format!(
        "| dataset | instances | bytes | baseline | {} | ours, bytes ÷ `IgnoredAny` | on `Value`: ours ÷ macro |\n|{}\n",
        heads.join(" | "),
        " --- |".repeat(COLUMNS.len() + 6)
    );
    for row in rows {
        let each = row.baseline.as_secs_f64() * 1e6 / count(row.instances.max(1));
        let cells = COLUMNS.map(|name| cell(row.ratio(name)));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {each:.2} µs | {} | {} | {} |",
            row.dataset,
            row.instances,
            row.bytes,
            cells.join(" | "),
            cell(row.over_ignored),
            cell(row.on_value)
        );
    }
    let counted = || rows.iter().filter(|row| row.kind != Kind::Beside);
    let means = COLUMNS.map(|name| cell(mean(counted().filter_map(|row| row.ratio(name)))));
    let _ = writeln!(
        text,
        "| geometric mean | | | | {} | {} | {} |",
        means.join(" | "),
        cell(mean(counted().filter_map(|row| row.over_ignored))),
        cell(mean(counted().filter_map(|row| row.on_value)))
    );
    for row in rows {
        for note in &row.notes {
            let _ = write!(text, "\n- {}: {note}", row.dataset);
        }
    }
    text.push('\n');
    text
}

/// Returns the geometric means as bars.
pub(crate) fn bars(rows: &[Row]) -> Vec<Bar> {
    let counted = || rows.iter().filter(|row| row.kind != Kind::Beside);
    let names = [Name::OursBytes, Name::OursValue, Name::Macro, Name::Runtime, Name::Boon];
    let bars = names.into_iter().filter_map(|name| {
        let value = mean(counted().filter_map(|row| row.ratio(name)))?;
        let is_ours = matches!(name, Name::OursBytes | Name::OursValue);
        Some(Bar { name: name.label().replace('`', ""), value, text: format!("{value:.3}"), is_ours })
    });
    bars.collect()
}

fn cell(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.3}"))
}

fn mean(ratios: impl Iterator<Item = f64>) -> Option<f64> {
    let logarithms: Vec<f64> = ratios.map(f64::ln).collect();
    (!logarithms.is_empty()).then(|| (logarithms.iter().sum::<f64>() / count(logarithms.len())).exp())
}

fn count(items: usize) -> f64 {
    u32::try_from(items).map_or(f64::INFINITY, f64::from)
}

/// Lists the targets met on valid instances.
pub(crate) fn targets(rows: &[Row]) -> String {
    let bytes = |row: &Row| row.ratio(Name::OursBytes);
    let rows: Vec<&Row> = rows.iter().filter(|row| row.kind != Kind::Beside).collect();
    let deliveries: Vec<&Row> = rows.iter().copied().filter(|row| row.kind == Kind::Delivery).collect();
    let lines = [
        of_mean("from bytes", mean(rows.iter().copied().filter_map(bytes)), 0.25),
        of_each("from bytes", rows.iter().map(|row| (row.dataset, bytes(row))), 0.7),
        of_each(
            "deliveries from bytes, relative to `IgnoredAny`",
            deliveries.iter().map(|row| (row.dataset, row.over_ignored)),
            1.2,
        ),
        of_mean("on `Value`", mean(rows.iter().filter_map(|row| row.on_value)), 0.9),
        of_each("on `Value`", rows.iter().map(|row| (row.dataset, row.on_value)), 1.3),
    ];
    format!("Targets:\n\n{}\n", lines.join("\n"))
}

fn of_mean(what: &str, measured: Option<f64>, target: f64) -> String {
    let is_met = measured.is_some_and(|measured| measured <= target);
    let word = if is_met { "met" } else { "MISSED" };
    format!("- {word}: {what}, geometric mean at most {target}: {}", cell(measured))
}

fn of_each<'a>(what: &str, measured: impl Iterator<Item = (&'a str, Option<f64>)>, target: f64) -> String {
    let missed = measured.filter(|(_, ratio)| ratio.is_none_or(|ratio| ratio > target));
    let missed: Vec<String> = missed.map(|(dataset, ratio)| format!("{dataset} {}", cell(ratio))).collect();
    if missed.is_empty() {
        return format!("- met: {what}, none above {target}");
    }
    format!("- MISSED: {what}, none above {target}: {}", missed.join(", "))
}
