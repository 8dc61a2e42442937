//! Tables of contents in plain text, whose lines look like headings of events.

use std::collections::{BTreeMap, BTreeSet};

use crate::page::block::{Block, Kind};
use crate::page::heading::event_heading;

/// Returns the indices of the lines: names stand in a row, no code is behind them, and a later line starts with one of them.
pub(super) fn lines(blocks: &[Block]) -> BTreeSet<usize> {
    let name = |block: &Block| {
        let heading = match &block.kind {
            Kind::Heading { code, .. } => event_heading(block.text.text(), code.clone(), false),
            _ => None,
        };
        heading.filter(|heading| heading.is_certain).map(|heading| heading.name)
    };
    let names: Vec<Option<String>> = blocks.iter().map(name).collect();
    // The last line that starts with each word.
    let starts: BTreeMap<&str, usize> =
        blocks.iter().enumerate().filter(|(_, block)| !block.is_json()).map(|(at, it)| (first_word(it), at)).collect();
    let mut found = BTreeSet::new();
    let mut first = 0;
    for row in names.chunk_by(|one, next| one.is_some() && next.is_some()) {
        let end = first + row.len();
        // Fields of several events are repeated, too.
        let next = blocks[end..].iter().find(|block| block.is_json());
        let is_field = |name: &&String| next.is_some_and(|next| next.has_member(name));
        let mut row_names = row.iter().flatten().filter(|name| !is_field(name));
        let is_repeated = row_names.any(|name| starts.get(name.as_str()).is_some_and(|at| *at >= end));
        let is_before_text = blocks.get(end).is_some_and(|next| !next.is_json());
        if row.len() > 1 && is_before_text && is_repeated {
            found.extend(first..end);
        }
        first = end;
    }
    found
}

fn first_word(block: &Block) -> &str {
    let text = block.text.text();
    let is_part = |found: char| found.is_alphanumeric() || matches!(found, '.' | ':' | '/' | '_' | '-');
    text.split(|found| !is_part(found)).next().unwrap_or_default().trim_end_matches(['.', ':', '-'])
}
