//! Removed names and their meanings, as files of their own.

use std::collections::BTreeSet;

use crate::catalog::{ReservedFacts, ReservedName};
use crate::deep;
use crate::diff::{Report, Rule};
use crate::emit::types;
use crate::load::{self, Loaded};
use crate::model::{Model, Role, Root, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Pointer, Source};
use crate::{json, pipeline};

/// A name to reserve.
pub(super) struct Meaning {
    /// The name for people.
    pub(super) name: String,
    /// The path of its meaning.
    pub(super) path: String,
    /// The schema that it had.
    pub(super) text: String,
    pub(super) facts: ReservedFacts,
    /// The documented payloads of an event.
    examples: Vec<String>,
}

impl Meaning {
    /// Returns the files to write: the meaning, and the examples of an event that the crate keeps.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, String)> {
        let examples = self.facts.examples.iter().cloned().zip(self.examples.iter().cloned());
        std::iter::once((self.path.clone(), self.text.clone())).chain(examples)
    }
}

/// Returns the names that the changes have removed.
pub(super) fn facts(files: &Files, current: &Loaded, report: Option<&Report>) -> Result<Vec<Meaning>, Diagnostics> {
    let (Some(report), Some(released)) = (report, load::released(files)) else { return Ok(Vec::new()) };
    let (loaded, _) = load::load(&released)?;
    let (model, _) = deep::with_stack(|| pipeline::model(&loaded))?;
    let mut meanings: Vec<Meaning> = Vec::new();
    for change in report.changes.iter().map(|judged| &judged.change) {
        let Some(before) = &change.before else { continue };
        let (document, pointer) = (before.place.source.path(), before.place.pointer.clone().unwrap_or_default());
        let Some(schema) = find(&model, document, &pointer) else { continue };
        let is_gone = change.after.is_none();
        let (name, event, member) = match change.rule {
            Rule::EventRemoved | Rule::EventRenamed => {
                let root = model.roots.iter().find(|root| root.role == Role::Event && root.schema == schema);
                let Some(root) = root else { continue };
                (root.wire_name.clone(), Some(root.wire_name.clone()), None)
            }
            Rule::OptionalMemberRemoved | Rule::RequiredMemberRemoved | Rule::MemberRenamed => {
                (member_name(&pointer), None, Some((document.to_owned(), pointer.to_string())))
            }
            Rule::EnvelopeMemberChanged if is_gone => {
                (member_name(&pointer), None, Some((document.to_owned(), pointer.to_string())))
            }
            _ => continue,
        };
        let path = path(event.as_deref(), document, &name, |path| {
            current.schemas.contains_key(path) || meanings.iter().any(|known| known.path == path)
        });
        // A document of its own stays as the vendor wrote it.
        let is_whole = event.is_some() && is_alone(&model, schema);
        let text = if is_whole { released[document].clone() } else { written(&model, schema, &path)? };
        let root = model.roots.iter().find(|root| event.is_some() && root.schema == schema);
        let examples = root.iter().flat_map(|root| &root.examples).map(|it| it.source.text().to_owned()).collect();
        let facts = ReservedFacts { event, member, meaning: path.clone(), keep: false, examples: Vec::new() };
        meanings.push(Meaning { name, path, text, facts, examples });
    }
    Ok(meanings)
}

/// Returns true if a schema refers to no other document.
fn is_alone(model: &Model, schema: SchemaId) -> bool {
    let document = |id: SchemaId| model.schema(id).place.source.path();
    let (mut seen, mut open) = (BTreeSet::from([schema]), vec![schema]);
    while let Some(id) = open.pop() {
        if document(id) != document(schema) {
            return false;
        }
        let below = model.schema(id).assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword));
        open.extend(below.map(|(_, below)| below).filter(|below| seen.insert(*below)));
    }
    true
}

/// Writes a schema as a document of its own.
fn written(model: &Model, schema: SchemaId, path: &str) -> Result<String, Diagnostics> {
    let text = deep::with_stack(|| types::standalone(model, schema));
    Ok(json::parse(&Source::new(path, text))?.root.to_pretty())
}

/// Marks the removed events that the crate keeps.
///
/// # Errors
///
/// `unknown-name` for a name that no change has removed, or that is not an event.
pub(super) fn keep(meanings: &mut [Meaning], names: &[String], place: &Place) -> Result<(), Diagnostics> {
    for name in names {
        let is_it = |meaning: &&mut Meaning| meaning.facts.event.as_ref() == Some(name);
        let Some(meaning) = meanings.iter_mut().find(is_it) else {
            let message = format!("no event `{name}` was removed since the last release");
            let events: Vec<&str> = meanings.iter().filter_map(|meaning| meaning.facts.event.as_deref()).collect();
            let help = match events.as_slice() {
                [] => "leave `--keep` out: only removed events can be kept".to_owned(),
                events => format!("removed were {}", events.join(", ")),
            };
            return Err(Diagnostic::error("unknown-name", message).at(place.clone()).help(help).into());
        };
        meaning.facts.keep = true;
        let stem = meaning.path.trim_end_matches(".schema.json");
        let nth = |number: usize| if number == 0 { String::new() } else { format!("-{}", number + 1) };
        meaning.facts.examples =
            (0..meaning.examples.len()).map(|number| format!("{stem}.example{}.json", nth(number))).collect();
    }
    Ok(())
}

/// Returns the paths of the meanings whose names are used again, which the comparison has found to be with the same meaning.
pub(super) fn returned(loaded: &Loaded, model: &Model) -> Vec<String> {
    let is_back = |name: &ReservedName| match name {
        ReservedName::Event(name) => {
            let is_it = |root: &Root| root.wire_name == name.value && root.kept_since.is_none();
            model.roots.iter().any(|root| root.role == Role::Event && is_it(root))
        }
        ReservedName::Member { schema, pointer } => {
            let pointer = Pointer::parse(&pointer.value).unwrap_or_default();
            find(model, &schema.value, &pointer).is_some()
        }
    };
    let reserved = loaded.catalog.reserved.iter().filter(|reserved| is_back(&reserved.name));
    reserved.map(|reserved| reserved.meaning.value.clone()).collect()
}

fn find(model: &Model, document: &str, pointer: &Pointer) -> Option<SchemaId> {
    model.ids().find(|id| {
        let schema = model.schema(*id);
        schema.pointer() == pointer && schema.place.source.path() == document
    })
}

fn member_name(pointer: &Pointer) -> String {
    pointer.tokens().last().unwrap_or_default()
}

/// Returns a free path for a meaning: `reserved/order.paid/seat.schema.json`.
fn path(event: Option<&str>, document: &str, name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let part = |name: &str| {
        let is_plain = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '_' | '-');
        let plain: String = name.chars().take(60).map(|found| if is_plain(found) { found } else { '-' }).collect();
        let plain = plain.trim_start_matches('.').to_owned();
        if plain.is_empty() { "name".to_owned() } else { plain }
    };
    let file = document.rsplit('/').next().unwrap_or(document);
    let file = file.strip_suffix(".json").unwrap_or(file);
    let base = match event {
        Some(event) => format!("reserved/{}", part(event)),
        None => format!("reserved/{}/{}", part(file.strip_suffix(".schema").unwrap_or(file)), part(name)),
    };
    let numbered = (2_usize..).map(|number| format!("{base}-{number}.schema.json"));
    std::iter::once(format!("{base}.schema.json")).chain(numbered).find(|path| !is_taken(path)).unwrap_or(base)
}
