//! Findings about headings and blocks.

use crate::page::block::COMMENT;
use crate::page::heading::{self, event_heading, is_hidden, is_label};
use crate::page::outline::Outline;
use crate::page::pattern::regex;
use crate::source::diagnostic::{Diagnostic, disguises};
use crate::source::location::Place;

/// Reports a heading, or a line that may be one (`is_heading`), above JSON that names no event.
/// `name` is the one that the JSON below it seems to have.
pub(super) fn not_understood(
    text: &str,
    is_heading: bool,
    name: Option<&str>,
    place: &Place,
    outline: &Outline,
) -> Diagnostic {
    let leave_out = outline.leave_out("the block below");
    if outline.are_lines
        && let Some(found) = not_first(text)
    {
        let help = found.help.clone().unwrap_or_default();
        return found.at(place.clone()).help(format!("{help}; {leave_out} if it documents something else"));
    }
    if !is_heading && event_heading(text, None, true).is_some_and(|heading| heading.is_certain) {
        return unmarked_heading(place, &leave_out);
    }
    let hidden = disguises(text);
    let certain = event_heading(text, None, true).filter(|heading| heading.is_certain).map(|heading| heading.name);
    let name = name.or(certain.as_deref());
    let word = word(text);
    let form = match (name, &word) {
        (_, Some(word)) if is_label(word) => format!(
            "if it is an envelope, show one object with the name of the event, and with the payload as an object in it; if it is of an \
             event, start the heading with its name, as in `{}`",
            named(name)
        ),
        _ if is_list(text.trim()) => {
            format!("if these are several events, separate their names by commas: `{}`", text.trim().replace('/', ", "))
        }
        (Some(name), Some(_)) if name == text.trim() && outline.are_lines => {
            format!("write what the event is behind its name, as in `{}`", named(Some(name)))
        }
        (Some(name), Some(_)) if name == text.trim() => {
            format!("write the name of the event as code: `{name}` between backticks, or in `<code>`")
        }
        (Some(name), _) if name == text.trim() || text.trim().ends_with(name) => {
            format!("write the name of the event in one piece, as in `{}`", named(Some(name)))
        }
        (Some(name), _) => format!("start the heading with the name of one event, as in `{name} — {}`", text.trim()),
        (None, Some(word)) if outline.are_lines => {
            let named = named(Some(word));
            format!("if `{word}` is the name of an event, write what it is behind the name, as in `{named}`")
        }
        (None, Some(word)) => {
            format!("if `{word}` is the name of an event, write it as code: `{word}` between backticks, or in `<code>`")
        }
        (None, None) => {
            "start the heading with the name of one event, as in `order.paid — an order was paid`: a letter, and behind it letters, digits and \
             `.`, `_`, `-`, `/` or `:` between them, but no white space"
                .to_owned()
        }
    };
    let help = match hidden.as_slice() {
        [] => format!("{form}; {leave_out} if it documents something else"),
        names => format!("remove {}: {form}", names.join(" and ")),
    };
    Diagnostic::error("heading-not-understood", "this heading does not name an event").at(place.clone()).help(help)
}

/// Reports a line above JSON that names its event.
pub(super) fn unmarked_heading(place: &Place, leave_out: &str) -> Diagnostic {
    let unmarked = Diagnostic::error("heading-not-understood", "this names an event, but is not a heading");
    let help = "make it a heading, as in `## order.paid` in Markdown and `<h2>order.paid</h2>` in HTML";
    unmarked.at(place.clone()).help(format!("{help}; {leave_out} if it documents something else"))
}

/// Reports a line of plain text with a title before the name: `Order paid (order.paid)`.
fn not_first(text: &str) -> Option<Diagnostic> {
    let heading = event_heading(text, None, true).filter(|heading| heading.is_certain)?;
    let title = heading.summary.map(|title| text[title].trim().to_owned());
    let line = title.map_or_else(|| named(Some(&heading.name)), |title| format!("{} — {title}", heading.name));
    let found = Diagnostic::error("heading-not-understood", "this names an event, but does not start with its name");
    Some(found.help(format!("start the line with the name: `{line}`")))
}

/// Returns a heading as it should be. The page's name has no summary that is made up.
fn named(name: Option<&str>) -> String {
    name.map_or_else(|| "order.paid — an order was paid".to_owned(), |name| format!("{name} — …"))
}

/// Adds the help for a second schema below a heading of its own, which has a place and a text.
pub(super) fn second_schema(twice: Diagnostic, wire_name: &str, place: &Place, text: &str) -> Diagnostic {
    let last_word = regex!(r"(?<word>\w+)\W*$");
    let last = last_word.captures(text).and_then(|found| Some(found.name("word")?.as_str().to_ascii_lowercase()));
    let is_part = |word: &String| word.is_ascii() && word.starts_with(|first: char| first.is_ascii_alphabetic());
    let word = last.filter(is_part).unwrap_or_else(|| "…".to_owned());
    let twice = twice.related(place.clone(), "this names no event");
    twice.help(format!(
        "if each is an event, start its heading with the whole name, as in `{wire_name}.{word}`; if a member of the body has the last part of \
         the name, write its place as `suffix` in `[event]`"
    ))
}

/// Says in a finding about JSON without an event that it may be a request to answer.
pub(super) fn perhaps_handshake(found: Diagnostic, leave_out: &str) -> Diagnostic {
    let form = found.help.clone().unwrap_or_default();
    let form = form
        .split(leave_out)
        .next()
        .unwrap_or_default()
        .trim_end_matches(' ')
        .trim_end_matches(" or")
        .trim_end_matches([';', ',']);
    found.help(format!(
        "if the receiver has to answer this request, {leave_out}, and describe the request in `[[handshakes]]` of the catalogue; if it is an \
         event, {form}"
    ))
}

/// Returns true for a slash between names that have a dot each.
fn is_list(name: &str) -> bool {
    let mut parts = name.split('/');
    name.contains('/') && parts.all(|part| part.contains('.') && heading::is_certain(part))
}

/// Returns the word that a heading consists of, or has before an explanation: it may be a name or a title.
fn word(text: &str) -> Option<String> {
    let explained = event_heading(text, None, true).map(|heading| heading.name);
    explained.or_else(|| Some(regex!(r"^\W*(?<word>[A-Za-z][A-Za-z0-9_]*)\W*$").captures(text)?["word"].to_owned()))
}

/// Warns of the heading of an event without JSON.
pub(super) fn without_blocks(wire_name: &str, place: &Place) -> Diagnostic {
    Diagnostic::warning("event-without-blocks", format!("`{wire_name}` has neither example nor schema"))
        .at(place.clone())
        .help("it is not imported; add a schema below its heading")
}

/// Reports an event inside of another one, which has a name and a place.
pub(super) fn nested(name: &str, place: Place, (within, around): (&str, &Place), leave_out: &str) -> Diagnostic {
    let message = format!("`{name}` is below `{within}`, which has JSON of its own");
    let nested = Diagnostic::error("nested-event", message).at(place).related(around.clone(), "the event around it");
    nested.help(format!("give the headings of events one level; if this is a part of `{within}`, {leave_out}"))
}

/// Reports a word below a heading that may name the event itself.
pub(super) fn perhaps_nested(name: &str, place: Place, (within, around): (&str, &Place)) -> Diagnostic {
    let message = format!("`{name}` is below `{within}`, which may be the event");
    let nested = Diagnostic::error("nested-event", message).at(place).related(around.clone(), "the heading around it");
    nested.help(format!(
        "if `{name}` is a part of `{within}`, start its heading with `Example:`, as in `Example: {name}`; if it is an event, write its \
         whole name, or give both headings one level"
    ))
}

/// Warns of code that looks like JSON and is not read, because the page names another language.
pub(super) fn marked_otherwise(language: &str, place: Place) -> Diagnostic {
    if language == COMMENT {
        let commented = Diagnostic::warning("block-not-read", "this block is in a comment of MDX, and is not read");
        return commented.at(place).help("if the page shows it, remove the marks `{/*` and `*/}` around it");
    }
    let message = format!("this block is marked as `{language}`, so it is not read");
    Diagnostic::warning("block-not-read", message).at(place).help(
        "if it is an example or a schema, mark it as `json` and keep only JSON in it; otherwise mark it as `text`",
    )
}

/// Warns of code without a language that has JSON in it, and something else.
pub(super) fn not_alone(place: Place) -> Diagnostic {
    let message = "this block is not JSON alone, so it is not read";
    Diagnostic::warning("block-not-read", message)
        .at(place)
        .help("if it is an example or a schema, keep only the JSON in it; otherwise mark it as `text`")
}

/// Warns of JSON that no code block holds, and of fences that start none. In plain text, JSON starts a line.
pub(super) fn unmarked(place: Place, are_lines: bool) -> Diagnostic {
    if are_lines {
        return Diagnostic::warning("block-not-read", "this JSON does not start a line, and is not read")
            .at(place)
            .help("if it is an example or a schema, start a line with it, below the heading of its event");
    }
    Diagnostic::warning("block-not-read", "this JSON is not in a code block, and is not read")
        .at(place)
        .help("if it is an example or a schema, put it below the heading of its event: into `<pre>` in HTML, and in Markdown behind a blank line into a fence that starts as far left as the text around it")
}

/// Reports an element without an end: a browser may show what follows it.
pub(super) fn unclosed(tag: Place) -> Diagnostic {
    Diagnostic::error("unclosed-element", "this element has no end, and hides the rest of the page")
        .at(tag)
        .help("add its end tag, or remove it")
}

/// Returns true if a text without an event's name looks as if it had one: a word with a dot or an underscore, or an invisible character.
pub(super) fn looks_like_name(text: &str) -> bool {
    let name = regex!(r"\p{Alphabetic}[\p{Alphabetic}\p{Nd}]*[._\x{2024}\x{ff0e}]\p{Alphabetic}");
    name.is_match(text) || text.chars().any(is_hidden)
}
