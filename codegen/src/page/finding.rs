//! Findings about headings.

use std::sync::LazyLock;

use regex::Regex;

use crate::page::heading::{event_heading, is_hidden};
use crate::page::pattern::pattern;
use crate::source::diagnostic::{Diagnostic, disguises};
use crate::source::location::Place;

/// Reports a heading above JSON that names no event.
/// `leave_out` says how to keep it out of the documentation.
/// `name` is the one that the JSON below it seems to have.
pub(super) fn not_understood(text: &str, name: Option<&str>, place: &Place, leave_out: &str) -> Diagnostic {
    if event_heading(text, None, true).is_some_and(|heading| heading.is_certain) {
        let unmarked = Diagnostic::error("heading-not-understood", "this names an event, but is not a heading");
        let help = "make it a heading, as in `## order.paid` in Markdown and `<h2>order.paid</h2>` in HTML";
        return unmarked.at(place.clone()).help(format!("{help}; {leave_out} if it documents something else"));
    }
    let hidden = disguises(text);
    let form = match name {
        Some(name) => format!("start the heading with the name of one event, as in `{name} — {}`", text.trim()),
        None => "start the heading with the name of one event, as in `order.paid — an order was paid`".to_owned(),
    };
    let help = match hidden.as_slice() {
        [] => format!("{form}; {leave_out} if it documents something else"),
        names => format!("remove {}: {form}", names.join(" and ")),
    };
    Diagnostic::error("heading-not-understood", "this heading does not name an event").at(place.clone()).help(help)
}

/// Warns of the heading of an event without JSON.
pub(super) fn without_blocks(wire_name: &str, place: &Place) -> Diagnostic {
    Diagnostic::warning("event-without-blocks", format!("`{wire_name}` has neither example nor schema"))
        .at(place.clone())
        .help("it is not imported; add a schema below its heading")
}

/// Returns true if a text without an event's name looks as if it had one: a word with a dot or an underscore, or an invisible character.
pub(super) fn looks_like_name(text: &str) -> bool {
    static NAME: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"\p{Alphabetic}[\p{Alphabetic}\p{Nd}]*[._\x{2024}\x{ff0e}]\p{Alphabetic}"));
    NAME.is_match(text) || text.chars().any(is_hidden)
}
