//! The changelog: an entry for each event from the same changes that decide the version. Hand-written text stays.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use semver::Version;

use crate::api::Difference;
use crate::catalog::{Catalog, Entry};
use crate::diff::{Basis, Change, Effect, Judged, Reader, Report, Rule};
use crate::emit::wording::{code, for_markdown, long_date};
use crate::model::{Model, Role, Root};
use crate::release::told;

/// The published content of a release.
pub(super) struct Edition<'r> {
    pub(super) catalog: &'r Catalog,
    pub(super) model: &'r Model,
    pub(super) report: Option<&'r Report>,
}

/// The headings of a section, in order.
const HEADINGS: [&str; 4] = [EVENTS, ALL_EVENTS, SCHEMAS, PACKAGE];
const EVENTS: &str = "### Events";
const ALL_EVENTS: &str = "### All events";
const SCHEMAS: &str = "### Schemas";
const PACKAGE: &str = "### Package";

/// The start of a changelog.
const HEAD: &str =
    "# Changelog\n\nChanges for those who receive the events, event by event. Versions follow semantic versioning.\n";

/// Returns the changelog with the entry of a version. The text below a heading with `(unreleased)`, or below `[Unreleased]`,
/// belongs to it.
pub(super) fn write(known: Option<&str>, edition: &Edition<'_>, version: &Version, date: Option<&str>) -> String {
    let known = known.map_or_else(|| HEAD.to_owned(), |text| text.replace("\r\n", "\n"));
    let mut lines: Vec<String> = known.trim_end().lines().map(str::to_owned).collect();
    let heading = match date {
        Some(date) => format!("## {version} ({date})"),
        None => format!("## {version}"),
    };
    let headings: Vec<usize> = sections(&lines);
    let is_open = |index: &usize| is_unreleased(&lines[*index]);
    let start = match headings.iter().copied().find(is_open) {
        Some(index) => {
            lines[index] = heading;
            index
        }
        None => {
            let index = headings.first().copied().unwrap_or(lines.len());
            lines.splice(index..index, opening(heading, edition, index < lines.len()));
            if lines[index].is_empty() { index + 1 } else { index }
        }
    };
    let end = |lines: &[String]| sections(lines).into_iter().find(|index| *index > start).unwrap_or(lines.len());
    let section = lines[start..end(&lines)].join("\n");
    let mut bullets = bullets(edition, section.lines().count() < 4);
    bullets.retain(|bullet| !bullet.is_in(&section));
    for heading in HEADINGS {
        let below = bullets.iter().filter(|bullet| bullet.heading == heading);
        let below: Vec<String> = below.map(|bullet| wrapped(&bullet.text)).collect();
        let end = end(&lines);
        insert(&mut lines, start..end, heading, &below);
    }
    format!("{}\n", lines.join("\n").trim_end())
}

/// Returns true for the heading of the section for the next version: `## 1.2.0 (unreleased)`, `## [Unreleased]`.
fn is_unreleased(heading: &str) -> bool {
    let name = heading.trim_start_matches('#').trim().to_lowercase();
    name.ends_with("(unreleased)") || name == "unreleased" || name.starts_with("[unreleased]")
}

/// Returns the offset of the heading of a version that has an entry already.
pub(super) fn entry(text: &str, version: &Version) -> Option<usize> {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let is_it = |index: &usize| {
        let heading = lines[*index].trim_end();
        let name = heading[3..].trim_start_matches(['[', ' ']).split([' ', ']']).next().unwrap_or_default();
        !is_unreleased(heading) && Version::parse(name.trim_start_matches('v')).is_ok_and(|it| it == *version)
    };
    let index = sections(&lines).into_iter().find(is_it)?;
    Some(text.split_inclusive('\n').take(index).map(str::len).sum())
}

/// Returns the lines of the headings of versions, outside of code blocks.
fn sections(lines: &[String]) -> Vec<usize> {
    let mut is_code = false;
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if line.starts_with("## ") && !is_code {
            found.push(index);
        }
    }
    found
}

/// Returns the first lines of a new section.
fn opening(heading: String, edition: &Edition<'_>, has_more: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if !has_more {
        lines.push(String::new());
    }
    lines.extend([heading, String::new()]);
    let updated = edition.catalog.provenance.as_ref().and_then(|page| page.updated.as_ref());
    if let Some(updated) = updated {
        lines.extend([format!("From the page of {}.", long_date(&updated.value)), String::new()]);
    }
    lines
}

/// A line of the changelog, with what shows that a person has written it already.
struct Bullet<'r> {
    heading: &'static str,
    text: String,
    known: Known<'r>,
}

/// The ways to find a line that a person has written.
enum Known<'r> {
    /// It tells this change.
    Change(&'r Change),
    /// It has all these words.
    Words(Vec<String>),
}

impl Bullet<'_> {
    fn is_in(&self, section: &str) -> bool {
        let lines = section.split("\n- ").skip(1).map(|line| line.split("\n#").next().unwrap_or(line));
        let mut lines = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        match &self.known {
            Known::Change(change) => lines.any(|line| told::tells(&line, change)),
            Known::Words(words) => lines.any(|line| words.iter().all(|word| line.contains(word))),
        }
    }
}

/// Returns the bullets of a release; the first release lists the events if nobody has.
fn bullets<'r>(edition: &Edition<'r>, is_empty: bool) -> Vec<Bullet<'r>> {
    let Some(report) = edition.report else {
        let events = edition.model.roots.iter().filter(|root| root.role == Role::Event);
        let bullet = |root: &Root| Bullet {
            heading: EVENTS,
            text: format!("{}: new, as {}.", code(&root.wire_name), code(&root.ident)),
            known: Known::Words(vec![code(&root.wire_name)]),
        };
        return if is_empty { events.map(bullet).collect() } else { Vec::new() };
    };
    let (words, others): (Vec<&Judged>, Vec<&Judged>) =
        report.changes.iter().partition(|judged| is_documentation(&judged.change) && judged.api.is_empty());
    let mut found: Vec<Bullet> = others.into_iter().map(|judged| bullet(judged, report, edition.catalog)).collect();
    found.extend(beside(report, edition.catalog));
    let is_alone = found.is_empty();
    let mut say = |heading, text: &str| {
        let known = Known::Words(vec![text.to_owned()]);
        found.push(Bullet { heading, text: text.to_owned(), known });
    };
    let is_below = |wanted: &str| words.iter().any(|judged| heading(&judged.change, edition.catalog) == wanted);
    let documented = match edition.catalog.provenance {
        Some(_) => "Documentation and examples follow the vendor's.",
        None => "Documentation and examples change.",
    };
    let headings: Vec<&'static str> =
        [EVENTS, ALL_EVENTS, SCHEMAS].into_iter().filter(|heading| is_below(heading)).collect();
    for heading in &headings {
        say(*heading, documented);
    }
    if headings.is_empty() && is_alone && !words.is_empty() {
        say(PACKAGE, "The page is another one, and documents the same.");
    }
    found
}

fn is_documentation(change: &Change) -> bool {
    // What is deprecated goes one day.
    let is_told = change.subject == "signature" || change.subject == "events" || change.words.contains("`deprecated`");
    !is_told
        && matches!(change.rule, Rule::WordsChanged | Rule::ExampleChanged | Rule::LayoutChanged | Rule::Restructured)
}

/// Returns the heading of a change: the sections of the catalogue concern all events, or the package.
fn heading(change: &Change, catalog: &Catalog) -> &'static str {
    match change.rule {
        Rule::SchemaAdded | Rule::SchemaRemoved | Rule::SchemaRenamed => SCHEMAS,
        _ => subject_heading(&change.subject, catalog),
    }
}

fn subject_heading(subject: &str, catalog: &Catalog) -> &'static str {
    let is_listed = |entries: &[Entry]| entries.iter().any(|entry| entry.wire_name.value == subject);
    if is_listed(&catalog.events) {
        return EVENTS;
    }
    // A document has no name but its path.
    let path = subject.split('#').next().unwrap_or_default();
    let is_document = Path::new(path).extension().is_some_and(|it| it == "json");
    match subject {
        "envelope" | "delivery" | "signature" | "event header" | "handshakes" => ALL_EVENTS,
        "source" | "crate" | "settings" => PACKAGE,
        _ if is_document || is_listed(&catalog.schemas) => SCHEMAS,
        _ => EVENTS,
    }
}

fn bullet<'r>(judged: &'r Judged, report: &Report, catalog: &Catalog) -> Bullet<'r> {
    let change = &judged.change;
    let mut text = format!("{}: ", code(&change.subject));
    if change.member.is_empty() {
        text.push_str(&for_words(&change.words));
    } else {
        let _ = write!(text, "{}: {}", code(&change.member), for_words(&change.words));
    }
    text.push('.');
    if !change.also.is_empty() {
        let others: Vec<String> = change.also.iter().map(|member| code(member)).collect();
        let _ = write!(text, " Also at {}.", others.join(", "));
    }
    if change.users.len() > 1 {
        let others: Vec<String> =
            change.users.iter().filter(|user| **user != change.subject).map(|user| code(user)).collect();
        let _ = write!(text, " Also in {}.", others.join(", "));
    }
    if !judged.api.is_empty() {
        let _ = write!(text, " In Rust: {}.", in_rust(&judged.api.iter().collect::<Vec<_>>()));
    }
    if let Some(note) = judged.note() {
        let (first, rest) = note.split_at(note.chars().next().map_or(0, char::len_utf8));
        let _ = write!(text, " {}{rest}.", first.to_uppercase());
    }
    text.push_str(&for_receivers(judged, &report.old_version));
    Bullet { heading: heading(change, catalog), text, known: Known::Change(change) }
}

/// Says what the older crate does, in a sentence; nothing if it does as before.
fn for_receivers(judged: &Judged, old: &Version) -> String {
    let reader = if let Basis::Witness { reader, .. } = &judged.wire.basis { *reader } else { Reader::Receiver };
    if let Basis::Witness { again: Some(why), .. } = &judged.wire.basis {
        let (why, _) = why.split_once(';').unwrap_or((why, ""));
        return format!(" {old} refuses such deliveries, and so does this version: {}.", for_words(why));
    }
    match (judged.wire.effect, judged.change.rule, reader) {
        (Effect::Ok | Effect::Unclassified, ..) => String::new(),
        (Effect::Degrades, Rule::IdMoved, _) => format!(" {old} does not see that a delivery is repeated."),
        (Effect::Degrades, _, Reader::Event) => format!(" {old} has no variant for it."),
        (Effect::Degrades, ..) => format!(" {old} receives it as drift."),
        (Effect::Fails, Rule::SentAtMoved, _) => {
            format!(" {old} with `max_age` reads another time: update before they are sent.")
        }
        (Effect::Fails, Rule::HandshakesChanged, _) if matches!(judged.wire.basis, Basis::Proof(_)) => {
            format!(" {old} gives another answer: update before it is asked for.")
        }
        (Effect::Fails, Rule::IdMoved, _) => {
            format!(" {old} may take deliveries for repeated ones: update before they are sent.")
        }
        (Effect::Fails, _, Reader::Types) => {
            format!(" `from_slice` of {old} refuses such values: update before they are sent.")
        }
        (Effect::Fails, ..) => format!(" {old} refuses such deliveries: update before they are sent."),
    }
}

/// Returns the differences of the public API that no change explains, a bullet for each subject.
fn beside<'r>(report: &Report, catalog: &Catalog) -> Vec<Bullet<'r>> {
    let mut subjects: Vec<(&'static str, Option<&str>, Vec<&Difference>)> = Vec::new();
    for difference in &report.unexplained {
        let root = difference.new_origins.iter().chain(difference.old_origins.iter()).find_map(|it| it.root.as_deref());
        let heading = root.map_or(ALL_EVENTS, |root| subject_heading(root, catalog));
        match subjects.iter_mut().find(|(known, subject, _)| (*known, *subject) == (heading, root)) {
            Some((.., differences)) => differences.push(difference),
            None => subjects.push((heading, root, vec![difference])),
        }
    }
    let bullet = |(heading, root, differences): (&'static str, Option<&str>, Vec<&Difference>)| {
        let subject = root.map_or_else(|| "the crate ".to_owned(), |root| format!("{}: ", code(root)));
        let text = format!("{subject}also changes in Rust: {}.", in_rust(&differences));
        Bullet { heading, text, known: Known::Words(differences.iter().map(|it| code(&it.path)).collect()) }
    };
    subjects.into_iter().map(bullet).collect()
}

/// Words of a change already have code spans; everything else in them is text of the vendor.
fn for_words(words: &str) -> String {
    let mut text = String::new();
    for (index, part) in words.split('`').enumerate() {
        if index % 2 == 1 { text.push_str(&code(part)) } else { text.push_str(&inner(part)) }
    }
    text
}

fn inner(part: &str) -> String {
    let (before, after) = (part.len() - part.trim_start().len(), part.trim_end().len());
    if part.trim().is_empty() {
        return part.to_owned();
    }
    format!("{}{}{}", &part[..before], for_markdown(part.trim()), &part[after..])
}

/// Describes differences of the public API: each removed or changed item, because a program may name it, and the new items that may replace
/// it. Other new items are counted, and parts of a removed or replaced type are left out.
fn in_rust(differences: &[&Difference]) -> String {
    let (of_features, others): (Vec<&Difference>, Vec<&Difference>) =
        differences.iter().copied().partition(|it| it.is_of_features());
    if of_features.len() <= NAMED {
        return items(differences);
    }
    let count = of_features.len();
    let said = if of_features.iter().all(|it| it.needs_fewer_features()) {
        format!("{count} items are no longer behind a feature of their event")
    } else {
        format!(
            "{count} items are behind a feature of their event; all are on by default, and a program with `default-features = false` names \
             those of the events that it handles"
        )
    };
    let others = items(&others);
    if others.is_empty() { said } else { format!("{said}; {others}") }
}

/// The maximum number of items with other features that are named.
const NAMED: usize = 5;

/// Describes differences one by one.
fn items(differences: &[&Difference]) -> String {
    let is_new = |it: &Difference| it.before.is_none();
    let owner = |it: &Difference| it.path.rsplit_once("::").map_or("", |(owner, _)| owner).to_owned();
    let kind = |line: &Option<String>| line.as_deref().and_then(|line| line.split(' ').next()).map(str::to_owned);
    let outer: Vec<&str> = differences
        .iter()
        .filter(|it| it.after.is_none() || !is_new(it) && kind(&it.before) != kind(&it.after))
        .map(|it| it.path.as_str())
        .collect();
    let is_part = |it: &Difference| {
        let is_below = |owner: &&str| it.path.strip_prefix(*owner).is_some_and(|rest| rest.starts_with("::"));
        outer.iter().any(is_below)
    };
    let told: Vec<&Difference> = differences.iter().copied().filter(|it| !is_part(it)).collect();
    let lost: Vec<String> = told.iter().filter(|it| !is_new(it)).map(|it| owner(it)).collect();
    let replaces = |it: &Difference| lost.contains(&owner(it));
    let (mut shown, mut others): (Vec<&Difference>, Vec<&Difference>) =
        told.into_iter().partition(|it| !is_new(it) || replaces(it));
    if shown.is_empty() && !others.is_empty() {
        shown.push(others.remove(0));
    }
    let mut words: Vec<String> = shown.into_iter().map(api_words).collect();
    match others.len() {
        0 => {}
        1 => words.push("1 other item is new".to_owned()),
        many => words.push(format!("{many} other items are new")),
    }
    words.join("; ")
}

fn api_words(difference: &Difference) -> String {
    match (&difference.before, &difference.after) {
        (Some(before), Some(after)) => {
            format!("{}: {} becomes {}", code(&difference.path), code(before), code(after))
        }
        (None, Some(_)) => format!("{} is new", code(&difference.path)),
        (Some(_), None) => format!("{} is gone", code(&difference.path)),
        (None, None) => code(&difference.path),
    }
}

/// Inserts bullets after those of a heading, or below a new one at the end of the section.
fn insert(lines: &mut Vec<String>, section: Range<usize>, heading: &str, bullets: &[String]) {
    if bullets.is_empty() {
        return;
    }
    let Range { start, end } = section;
    let known = (start..end).find(|index| lines[*index].trim_end() == heading);
    let (from, is_new) = match known {
        Some(known) => ((known + 1..end).find(|index| lines[*index].starts_with("### ")).unwrap_or(end), false),
        None => (end, true),
    };
    let at = (start..from).rev().find(|index| !lines[*index].trim().is_empty()).map_or(from, |index| index + 1);
    let mut added = Vec::new();
    if is_new {
        added.extend([String::new(), heading.to_owned()]);
    }
    if is_new || lines[at - 1].starts_with('#') {
        added.push(String::new());
    }
    added.extend(bullets.iter().flat_map(|bullet| bullet.lines().map(str::to_owned)));
    lines.splice(at..at, added);
}

/// The width of a line.
const WIDTH: usize = 140;

/// Writes a bullet in lines of limited width.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::from("-")];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if line.chars().count() + 1 + word.chars().count() > WIDTH && line.len() > 2 {
            lines.push(format!("  {word}"));
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join("\n")
}
