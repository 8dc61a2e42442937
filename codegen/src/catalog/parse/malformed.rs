//! Findings about texts that are not TOML.

use std::ops::Range;
use std::sync::Arc;

use toml_edit::{Item, Key, TableLike};

use crate::catalog::table::SECTIONS;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// Returns the finding about a text that is not TOML.
pub(super) fn finding(source: &Arc<Source>, error: &toml_edit::TomlError) -> Diagnostics {
    let (text, end) = (source.text(), source.text().len());
    let span = error.span().unwrap_or(0..0);
    // A span behind the last character, or inside one, would have no excerpt.
    let start = text.floor_char_boundary(span.start.min(end));
    let place = Place::new(source, start..text.ceil_char_boundary(span.end.min(end)).max(start));
    let message = error.message().lines().next().unwrap_or("it cannot be read").to_owned();
    let finding = Diagnostic::error("malformed-toml", format!("this is not TOML: {message}"));
    if !message.contains("duplicate key") {
        let help = "write strings in double quotes, and begin a table with its name in brackets";
        return finding.at(place).help(help).into();
    }
    let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
    let finding = match first(&text[..line], &text[line..]) {
        Some(first) => finding.repeating(place, Place::new(source, first)),
        None => finding.at(place),
    };
    finding.help(help_of_duplicate(&text[line..])).into()
}

/// Returns the help for a key that repeats, given the text from its line on.
fn help_of_duplicate(text: &str) -> String {
    let Some(path) = header(text) else { return "remove one of the two lines".to_owned() };
    let name = path.join(".");
    if SECTIONS.iter().any(|section| section.is_list && section.name == name) {
        format!("write `[[{name}]]` above each of them: there may be several")
    } else {
        format!("write one `[{name}]` with the keys of both")
    }
}

/// Finds the first occurrence of the key that the text after `before` repeats.
fn first(before: &str, text: &str) -> Option<Range<usize>> {
    let document = toml_edit::Document::parse(before).ok()?;
    let root: &dyn TableLike = document.as_table();
    if let Some(path) = header(text) {
        let (name, outer) = path.split_last()?;
        return outer.iter().try_fold(root, |table, name| inner(table, name))?.key(name).and_then(Key::span);
    }
    let path = before.lines().rev().find_map(header).unwrap_or_default();
    let key = text.split(['=', '.']).next()?.trim().trim_matches(['"', '\'']);
    path.iter().try_fold(root, |table, name| inner(table, name))?.key(key).and_then(Key::span)
}

/// Returns a table inside of another, or the last one of a list.
fn inner<'a>(table: &'a dyn TableLike, name: &str) -> Option<&'a dyn TableLike> {
    match table.get(name)? {
        Item::ArrayOfTables(tables) => tables.iter().last().map(|table| table as &dyn TableLike),
        item => item.as_table_like(),
    }
}

/// Returns the path in the header at the start of a text.
fn header(text: &str) -> Option<Vec<String>> {
    let inside = text.lines().next()?.trim().strip_prefix('[')?.split(']').next()?;
    let name = |name: &str| name.trim().trim_matches(['"', '\'']).to_owned();
    Some(inside.trim_start_matches('[').split('.').map(name).collect())
}
