//! Events that the text names, and no section documents: rows of an overview, items of a list, words in a sentence.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::Regex;

use crate::documentation::DocumentedEnvelope;
use crate::json::Node;
use crate::page::attribution::{is_event, is_member, is_of_the_past, is_styled};
use crate::page::block::{Block, Kind};
use crate::page::event_mention::{is_host_or_id, is_said_to_be_event, mentions};
use crate::page::fact;
use crate::page::heading::{event_heading, is_media_type};
use crate::page::note;
use crate::page::outline::Outline;
use crate::page::pattern::regex;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// The number of further places in a warning.
const SHOWN: usize = 8;

/// Warns of names of events that no section documents.
pub(super) fn undocumented(blocks: &[Block], outline: &Outline) -> Option<Diagnostic> {
    if outline.sections.is_empty() {
        return None;
    }
    let mut known: BTreeSet<String> = outline.sections.iter().map(|section| section.wire_name.clone()).collect();
    known.extend(blocks.iter().filter_map(named_by_heading));
    let mut found: Vec<(Place, String)> = Vec::new();
    let mut title = "";
    for group in blocks.chunk_by(|one, next| is_paragraph(one) && is_paragraph(next)) {
        if let Kind::Heading { .. } = group[0].kind {
            title = group[0].text.text();
        }
        let is_code = matches!(group[0].kind, Kind::Code { .. }) && !group[0].is_json();
        let listed = if is_code { in_code(&group[0], outline) } else { Vec::new() };
        let group = group.iter().filter(|block| is_paragraph(block)).collect::<Vec<_>>();
        for (block, span) in named(&group, title, outline).into_iter().chain(listed) {
            let name = block.text.text()[span.clone()].to_owned();
            if known.insert(name.clone()) {
                found.push((Place::new(outline.source(), block.text.span(span)), name));
            }
        }
    }
    let ((place, name), others) = found.split_first()?;
    let rest = match others.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("{more} more names are not shown. "),
    };
    let warning = Diagnostic::warning("event-not-documented", format!("no section documents the event `{name}`"));
    let warning = warning.labelled(place.clone(), "it is named here");
    let warning = others.iter().take(SHOWN).fold(warning, |it, (place, _)| it.related(place.clone(), "and this"));
    Some(warning.help(format!(
        "{rest}it is not imported; if it is an event, add a heading with its name, and below it an example and a schema"
    )))
}

fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph { .. })
}

/// Returns the names of events in paragraphs below a title, with their blocks.
fn named<'b>(group: &[&'b Block], title: &str, outline: &Outline) -> Vec<(&'b Block, Range<usize>)> {
    let mut is_list = lists_events(title);
    let mut found = Vec::new();
    let tables = group.chunk_by(|one, next| is_row(one) == is_row(next));
    let rows = tables.flat_map(|table| {
        let columns = columns(table, outline);
        table.iter().map(move |row| (*row, columns.clone()))
    });
    for (block, Columns { columns, are_titled }) in rows.filter(|(block, _)| !is_of_the_past(block.text.text())) {
        let text = block.text.text();
        let is_styled = |span: &Range<usize>| is_styled(&text[span.clone()], outline);
        let lead = cells(text).next().and_then(|(_, cell)| name_of(text, cell));
        let item =
            lead.filter(|span| is_styled(span) || (has_parts(&text[span.clone()]) && has_form(text, span, outline)));
        let item = item.filter(|_| is_list);
        is_list = lists_events(title) || is_lead(text) || (is_list && item.is_some());
        let is_of_header = is_row(block) && cells(text).next().is_some_and(|(_, first)| is_header(&text[first]));
        let of_column = cells(text).filter(|(column, _)| columns.contains(column) && !is_of_header);
        let of_column = of_column.filter_map(|(_, cell)| Some((cell.clone(), name_of(text, cell)?)));
        let of_column = of_column.filter(|(cell, span)| {
            if are_titled {
                is_name(text, cell, span, outline)
            } else {
                is_styled(span) || has_form(text, span, outline)
            }
        });
        let of_column = of_column.map(|(_, span)| span);
        let is_other = |name: &str| is_host_or_id(name) || is_media_type(&name.to_ascii_lowercase());
        let of_column = of_column.filter(|span| !is_other(&text[span.clone()]));
        let alike = mentions(text).filter(|span| text[span.clone()].contains(['.', ':', '/']));
        let is_beside = |span: &Range<usize>| {
            let mut others = cells(text).filter(|(column, _)| are_titled && !columns.contains(column));
            others.any(|(_, cell)| cell.contains(&span.start))
        };
        let listed = listed_beside(text, outline);
        let is_said = |span: &Range<usize>| is_styled(span) && is_said_to_be_event(text, span);
        let alike = alike.filter(|span| !is_beside(span));
        let alike =
            alike.filter(|span| is_event(&text[span.clone()], outline) || listed.contains(span) || is_said(span));
        // The other names are mentions.
        let words = words(text).filter(|span| !text[span.clone()].contains(['.', ':', '/']));
        let words = words.filter(|span| has_parts(&text[span.clone()]) && has_form(text, span, outline));
        let words = words.filter(|span| is_said_to_be_event(text, span));
        let named =
            of_column.chain(item).chain(alike).chain(words).filter(|span| !is_member(&text[span.clone()], outline));
        found.extend(named.map(|span| (block, span)));
    }
    found
}

/// Returns true if the word that a cell begins with is a name, and no title such as `Paid`.
fn is_name(text: &str, cell: &Range<usize>, span: &Range<usize>, outline: &Outline) -> bool {
    let is_mark = |found: char| found.is_whitespace() || "`*".contains(found);
    let is_alone = text[cell.clone()].trim_matches(is_mark).len() == span.len();
    let name = &text[span.clone()];
    let is_word = name.starts_with(|first: char| first.is_ascii_lowercase()) || has_parts(name);
    (is_alone && is_word) || is_styled(name, outline) || has_form(text, span, outline)
}

/// The form of a name: its joints, and the case of its letters.
#[derive(PartialEq, Eq)]
struct Form {
    joints: BTreeSet<char>,
    /// True if it starts with a capital letter; `None` without small letters.
    has_capital: Option<bool>,
    /// True if a capital letter follows a small one.
    is_camel: bool,
}

impl Form {
    fn of(name: &str) -> Self {
        let is_small = |found: char| found.is_ascii_lowercase();
        let pairs = name.chars().zip(name.chars().skip(1));
        Self {
            joints: name.chars().filter(|found| !found.is_ascii_alphanumeric()).collect(),
            has_capital: name.contains(is_small).then(|| name.starts_with(|first: char| first.is_ascii_uppercase())),
            is_camel: pairs.into_iter().any(|(one, next)| is_small(one) && next.is_ascii_uppercase()),
        }
    }
}

/// Returns true for a name in the form of a documented one. A word with one capital letter may begin any sentence.
fn has_form(text: &str, span: &Range<usize>, outline: &Outline) -> bool {
    let form = Form::of(&text[span.clone()]);
    let is_title = form.joints.is_empty() && !form.is_camel && form.has_capital == Some(true);
    !is_title && outline.sections.iter().any(|section| Form::of(&section.wire_name) == form)
}

/// Returns true for a word with several parts: `order_paid`, `order-paid`, `OrderPaid`.
fn has_parts(name: &str) -> bool {
    let form = Form::of(name);
    form.is_camel || !form.joints.is_empty()
}

/// Returns the spans of words that may be names, alone or with joints.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    regex!(r"\b[A-Za-z][A-Za-z0-9]*(?:[._:/-][A-Za-z0-9]+)*\b").find_iter(text).map(|found| found.range())
}

/// Returns the names in lists of strings that have a documented name, in code that is not read: `"events": ["order.paid", …]`.
fn in_code<'b>(block: &'b Block, outline: &Outline) -> Vec<(&'b Block, Range<usize>)> {
    let array = regex!(r#"[\[(]\s*(?:["'][\w.:/-]+["']\s*,\s*)+["'][\w.:/-]+["']\s*,?\s*[\])]"#);
    let quoted = regex!(r#"["'](?<name>[\w.:/-]+)["']"#);
    let text = block.text.text();
    let is_documented = |span: &Range<usize>| outline.sections.iter().any(|it| it.wire_name == text[span.clone()]);
    let lists = array.find_iter(text).map(|list| {
        let names = quoted.captures_iter(list.as_str()).filter_map(|found| found.name("name"));
        names.map(|name| list.start() + name.start()..list.start() + name.end()).collect::<Vec<_>>()
    });
    lists.filter(|names| names.iter().any(is_documented)).flatten().map(|span| (block, span)).collect()
}

/// Returns true for the title of a list of events.
fn lists_events(title: &str) -> bool {
    let lists = regex!(concat!(
        r"(?i)^\W*(?:[\w-]+ ){0,4}(?:events|event (?:types|names|list)|topics|webhooks|hooks)",
        r"(?: (?:types|names|list|overview|without|with|that|we|for|about|by|of)\b.*)?\W*$",
    ));
    let advises = regex!(
        r"(?i)^\W*(?:how |why |about |debug|filter|handl|process|receiv|retr|secur|sign|stor|subscri|test|us[ei]|verif)"
    );
    lists.is_match(title) && !advises.is_match(title)
}

/// Returns true for a sentence before a list of events: `These events have no payload:`.
fn is_lead(text: &str) -> bool {
    regex!(r"(?i)\b(?:events|topics|webhooks|hooks)\b[^.]*:$").is_match(text)
}

/// Returns the names in a list of words that has a documented name: `order.paid`, `payout.sent` and `customer.created`.
fn listed_beside(text: &str, outline: &Outline) -> Vec<Range<usize>> {
    let joint = regex!(r#"^[`*"'”’]*\s*(?:,|/|\||,?\s*\b(?:and|or)\b)\s*(?:(?:and|or)\s+)?[`*"'“‘]*$"#);
    let is_documented = |span: &Range<usize>| {
        outline.sections.iter().any(|section| section.wire_name == text[span.clone()])
            && !is_member(&text[span.clone()], outline)
    };
    let spans: Vec<Range<usize>> = mentions(text).collect();
    let lists = spans.chunk_by(|one, next| joint.is_match(&text[one.end..next.start]));
    lists.filter(|list| list.iter().any(is_documented)).flatten().cloned().collect()
}

/// Warns of names in the envelope's schema that no section documents.
pub(super) fn listed(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let document = envelope.schema.as_ref()?;
    let mut tokens = envelope.roles.event.tokens();
    let member = tokens.try_fold(&document.root, |schema, name| schema.get("properties")?.get(&name))?;
    let is_documented = |name: &str| outline.sections.iter().any(|section| section.wire_name == name);
    let names = member.get("enum")?.as_array()?.iter();
    let mut unknown = names.filter_map(|node| Some((node.as_str().filter(|name| !is_documented(name))?, node)));
    let (name, first) = unknown.next()?;
    let place = |node: &Node| outline.relocated(Place::new(&document.source, node.span.clone()));
    let warning = Diagnostic::warning("event-not-documented", format!("no section documents the event `{name}`"));
    let warning = warning.labelled(place(first), "the envelope may have it");
    let warning = unknown.take(SHOWN).fold(warning, |it, (_, node)| it.related(place(node), "and this"));
    Some(warning.help(
        "it is not imported; if the vendor sends it, add a heading with its name, and below it an example and a schema",
    ))
}

/// Returns the name in a heading, about which there is another finding if it has no blocks.
fn named_by_heading(block: &Block) -> Option<String> {
    let Kind::Heading { code, .. } = &block.kind else { return None };
    event_heading(block.text.text(), code.clone(), true).map(|heading| heading.name)
}

/// The columns of a table, or of a list, that hold names of events.
#[derive(Clone)]
struct Columns {
    columns: BTreeSet<usize>,
    /// True if their titles say so: then the names in other columns are those of something else.
    are_titled: bool,
}

/// Finds the columns with names of events: by the title of the column if it has a name, or by a documented name in it.
fn columns(group: &[&Block], outline: &Outline) -> Columns {
    let event_title =
        regex!(r"(?i)^(?:webhook |hook )?(?:events?|topics?|webhooks?|hooks?)(?:[ _-](?:types?|names?|ids?|keys?))?$");
    // Columns of a table of headers, or beside the names of settings.
    let header_title = regex!(r"(?i)^(?:http |request )?headers?(?: name)?$");
    let key_title = regex!(r"(?i)^(?:attribute|field|key|member|name|parameter|property|setting|variable)s?$");
    let value_title = regex!(r"(?i)^(?:default|example|sample|value)s?(?: values?)?$");
    let is_documented =
        |name: &str| outline.sections.iter().any(|section| section.wire_name == name) && !is_member(name, outline);
    let titles: Vec<&str> = match group.first().filter(|first| is_row(first)) {
        Some(first) => {
            let text = first.text.text();
            cells(text).map(|(_, cell)| text[cell].trim_matches(['*', ' ', '`'])).collect()
        }
        None => Vec::new(),
    };
    let columns_with = |title: &Regex| -> BTreeSet<usize> {
        titles.iter().enumerate().filter(|(_, text)| title.is_match(text)).map(|(column, _)| column).collect()
    };
    let has_name = |column: &usize| {
        group.iter().skip(1).any(|row| {
            let text = row.text.text();
            let cell = cells(text).find(|(it, _)| it == column).map(|(_, cell)| cell);
            cell.is_some_and(|cell| {
                name_of(text, cell.clone()).is_some_and(|span| is_name(text, &cell, &span, outline))
            })
        })
    };
    let of_events: BTreeSet<usize> = columns_with(event_title).into_iter().filter(has_name).collect();
    if !of_events.is_empty() {
        return Columns { columns: of_events, are_titled: true };
    }
    let lists_headers = !columns_with(header_title).is_empty();
    let values = if columns_with(key_title).is_empty() { BTreeSet::new() } else { columns_with(value_title) };
    let mut columns = BTreeSet::new();
    for block in group.iter().filter(|_| !lists_headers) {
        let text = block.text.text();
        let is_of_header = cells(text).next().is_some_and(|(_, first)| is_header(&text[first]));
        for (column, cell) in cells(text).filter(|(column, _)| !is_of_header && !values.contains(column)) {
            if name_of(text, cell).is_some_and(|span| is_documented(&text[span])) {
                columns.insert(column);
            }
        }
    }
    Columns { columns, are_titled: false }
}

fn is_row(block: &Block) -> bool {
    block.text.text().contains(" | ")
}

/// Returns true for the name of a header in a cell.
fn is_header(cell: &str) -> bool {
    let name = cell.trim_matches(['*', ' ', '`']);
    name.contains('-') && !name.contains(char::is_whitespace) && fact::is_header(name)
}

/// Returns the cells of a row with their columns; other text is one cell.
fn cells(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> {
    let starts = std::iter::once(0).chain(text.match_indices(" | ").map(|(at, mark)| at + mark.len()));
    let ends = text.match_indices(" | ").map(|(at, _)| at).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| start..end).enumerate()
}

/// Returns the name that a cell consists of, or begins with.
fn name_of(text: &str, cell: Range<usize>) -> Option<Range<usize>> {
    let word = regex!(r"^[`*\s•-]*(?<name>[A-Za-z][A-Za-z0-9]*(?:[._:/-][A-Za-z0-9]+)*)[`*\s]*$");
    // An item of a list may explain it.
    let explained = regex!(
        r"^[`*\s•-]*(?<name>[A-Za-z][A-Za-z0-9]*(?:[._:/-][A-Za-z0-9]+)*)[`*]*(?::|\s*[—–]|\s+(?:-|=>|->|→|\())\s*\S"
    );
    let shown = note::removed(&text[cell.clone()]);
    let found = word.captures(shown).or_else(|| explained.captures(shown));
    if let Some(word) = found.and_then(|found| found.name("name")) {
        return Some(cell.start + word.start()..cell.start + word.end());
    }
    let start = regex!(r"^[`*\s•-]*[A-Za-z]").find(shown)?.end() - 1;
    let lead = mentions(shown).next().filter(|span| span.start == start)?;
    Some(cell.start + lead.start..cell.start + lead.end)
}
