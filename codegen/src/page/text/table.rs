//! Tables in plain text: cells between tabs or aligned spaces, or a line for each cell, as browsers copy them.

use std::ops::Range;

use crate::page::heading::event_heading;
use crate::page::mapped::Mapped;
use crate::page::pattern::regex;

/// A table: its rows with ` | ` between cells, as in other formats, and the end of its last line.
pub(super) struct Table {
    pub(super) rows: Vec<Mapped>,
    pub(super) end: usize,
}

/// Reads the table that starts with the first of these lines. A line is a span of the page that is not blank.
pub(super) fn table(page: &str, lines: impl Iterator<Item = Range<usize>> + Clone) -> Option<Table> {
    separated(page, lines.clone()).or_else(|| stacked(page, lines))
}

/// Reads lines whose cells stand side by side: at least two of them, with equally many cells.
fn separated(page: &str, lines: impl Iterator<Item = Range<usize>>) -> Option<Table> {
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    for line in lines {
        let is_next = rows.last().and_then(|row| row.last()).is_none_or(|last| {
            let between = &page[last.end..line.start];
            between.matches('\n').count() <= 1 && between.matches('\r').count() <= 1
        });
        let cells = cells(page, line);
        if !is_next || cells.len() < 2 || rows.first().is_some_and(|first| first.len() != cells.len()) {
            break;
        }
        rows.push(cells);
    }
    of_rows(page, &rows, 2)
}

/// Returns the cells of a line: between tabs, or between several spaces that do not end a sentence.
fn cells(page: &str, line: Range<usize>) -> Vec<Range<usize>> {
    let text = &page[line.clone()];
    if text.starts_with(['{', '[', '"', '}', ']']) {
        return Vec::new();
    }
    let mut cells = Vec::new();
    let mut start = 0;
    for mark in regex!(r" *\t[ \t]*| {2,}").find_iter(text) {
        let before = &text[start..mark.start()];
        let is_sentence = !mark.as_str().contains('\t') && before.ends_with(['.', '!', '?', ':', ',', ';']);
        // The mark of a list is no cell.
        if !is_sentence && before.contains(char::is_alphanumeric) {
            cells.push(line.start + start..line.start + mark.start());
            start = mark.end();
        }
    }
    cells.push(line.start + start..line.end);
    cells
}

/// Reads the table of an event's members, or of headers, with a line for each cell: the titles of the columns, then a name in each first cell.
fn stacked(page: &str, lines: impl Iterator<Item = Range<usize>>) -> Option<Table> {
    let first_title = regex!(
        r"(?i)^(?:(?:field|member|property|attribute|parameter|key|(?<header>(?:http |request )?header))(?: name)?|name)$"
    );
    let other_title = regex!(
        r"(?i)^(?:(?:data |json )?types?|required\??|optional\??|nullable\??|descriptions?|details|meaning|notes?|default|examples?|values?|format)$"
    );
    let member_name = regex!(r"^[A-Za-z_$][\w$.\[\]-]*[*?]?$");
    let mut lines = lines.peekable();
    let first = lines.next()?;
    let of_headers = first_title.captures(&page[first.clone()])?.name("header").is_some();
    let mut rows = vec![vec![first]];
    while let Some(title) = lines.next_if(|line| other_title.is_match(&page[line.clone()])) {
        rows[0].push(title);
    }
    let width = rows[0].len();
    if width < 2 {
        return None;
    }
    let is_text = |line: &Range<usize>| !page[line.clone()].starts_with(['{', '[', '}', ']']);
    loop {
        let row: Vec<Range<usize>> = lines.by_ref().take(width).collect();
        let is_name = |line: &Range<usize>| {
            let text = &page[line.clone()];
            let is_name = member_name.is_match(text) && (!of_headers || text.contains('-'));
            is_name && event_heading(text, None, false).is_none_or(|heading| !heading.is_certain)
        };
        if row.len() < width || !row.first().is_some_and(is_name) || !row.iter().all(is_text) {
            return of_rows(page, &rows, 2);
        }
        rows.push(row);
    }
}

fn of_rows(page: &str, rows: &[Vec<Range<usize>>], least: usize) -> Option<Table> {
    let end = rows.last().filter(|_| rows.len() >= least)?.last()?.end;
    let joined = |row: &Vec<Range<usize>>| {
        let mut text = Mapped::default();
        for (index, cell) in row.iter().enumerate() {
            if let Some(before) = index.checked_sub(1).map(|index| &row[index]) {
                text.push(page, " | ", before.end..cell.start);
            }
            text.push(page, &page[cell.clone()], cell.clone());
        }
        text
    };
    Some(Table { rows: rows.iter().map(joined).collect(), end })
}
