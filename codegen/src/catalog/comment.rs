//! Comments above the entries of a list whose entries change, such as `[[events]]`.
//!
//! A comment directly above an entry belongs to it, moves with it, and is removed with it. A blank line below a comment sets it apart: above
//! the first entry it is about the whole list, and stays above it; above a removed entry it goes to the next one that is kept.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

/// Takes the comments above an entry that a blank line sets apart.
pub(super) fn take_apart(table: &mut Table) -> Option<String> {
    let text = prefix(table);
    let mut end = 0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        start += line.len();
        if line.trim().is_empty() && line.ends_with('\n') {
            end = start;
        }
    }
    let (apart, own) = text.split_at(end);
    if !apart.contains('#') {
        return None;
    }
    let (apart, own) = (apart.to_owned(), format!("\n{own}"));
    table.decor_mut().set_prefix(own);
    Some(apart)
}

/// Writes comments above an entry, and above its own.
pub(super) fn write_above(table: &mut Table, text: &str) {
    let own = prefix(table);
    let own = own.strip_prefix("\r\n").or_else(|| own.strip_prefix('\n')).unwrap_or(&own);
    let text = format!("{text}{own}");
    table.decor_mut().set_prefix(text);
}

/// Replaces the entries of a list. `next` takes the entries that it keeps, and returns a new list, in which each entry has its former position.
/// The comments that a blank line sets apart are returned if no entry is left to stand below them.
pub(super) fn replaced(
    known: ArrayOfTables,
    next: impl FnOnce(&mut [Option<Table>]) -> Vec<(Option<usize>, Table)>,
) -> (ArrayOfTables, Option<String>) {
    let mut known: Vec<Option<Table>> = known.into_iter().map(Some).collect();
    let above_all = known.first_mut().and_then(Option::as_mut).and_then(take_apart);
    let mut list = next(&mut known);
    let removed = known.into_iter().enumerate().filter_map(|(index, table)| Some((index, take_apart(&mut table?)?)));
    let removed: Vec<(usize, String)> = removed.collect();
    if list.is_empty() {
        let left: Vec<String> = above_all.into_iter().chain(removed.into_iter().map(|(_, text)| text)).collect();
        return (ArrayOfTables::new(), (!left.is_empty()).then(|| left.concat()));
    }
    // From the last one, because each is written above those behind it.
    for (index, text) in removed.iter().rev() {
        let later = list.iter_mut().filter(|(from, _)| from.is_some_and(|from| from > *index));
        let next = match later.min_by_key(|(from, _)| *from) {
            Some(next) => Some(next),
            None => list.last_mut(),
        };
        if let Some((_, table)) = next {
            write_above(table, text);
        }
    }
    if let (Some(text), Some((_, first))) = (above_all, list.first_mut()) {
        write_above(first, &text);
    }
    (list.into_iter().map(|(_, table)| table).collect(), None)
}

/// Writes the comments that no entry of a list is left for above the section behind the list, whose first entry had this position, or at the
/// end of the document.
pub(super) fn leave(document: &mut DocumentMut, position: Option<isize>, text: &str) {
    let sections = document.iter_mut().filter_map(|(_, item)| match item {
        Item::Table(table) if !table.is_implicit() => Some(table),
        Item::ArrayOfTables(tables) => tables.get_mut(0),
        _ => None,
    });
    let behind = sections.filter(|table| position.is_some() && table.position() > position);
    if let Some(next) = behind.min_by_key(|table| table.position()) {
        write_above(next, text);
    } else {
        let trailing = document.trailing().as_str().unwrap_or_default();
        let text = format!("{}\n{}", text.trim_end(), trailing);
        document.set_trailing(text);
    }
}

fn prefix(table: &Table) -> String {
    table.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned()
}
