//! Removed names and their meanings, as files of their own.

use crate::catalog::{Reserved, ReservedFacts, ReservedName};
use crate::deep;
use crate::diff::{Change, Report, Rule};
use crate::emit::types;
use crate::load::{self, Loaded};
use crate::model::{Model, Role, Root, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Pointer, Source, file_name};
use crate::source::uri;
use crate::{json, pipeline};

/// A name to reserve, or a value that may be kept.
pub(super) struct Meaning {
    /// The name for people.
    pub(super) name: String,
    /// The name for `--keep`: `order.paid`, `order.paid.seat`, `order.paid.channel=fax`.
    full_name: String,
    /// The schema that it had.
    text: String,
    pub(super) facts: ReservedFacts,
    /// The documented payloads of an event.
    examples: Vec<String>,
}

impl Meaning {
    /// Returns true for a name that is reserved already, because the crate kept it until now.
    pub(super) fn is_reserved(&self, reserved: &[Reserved]) -> bool {
        let is_there = |schema: &str, pointer: &str| {
            let place = self.facts.place.as_ref();
            place.is_some_and(|(document, place)| schema == document && pointer == place)
        };
        let is_it = |name: &ReservedName| match name {
            ReservedName::Event(name) => self.facts.event.as_ref() == Some(&name.value),
            ReservedName::Member { schema, pointer } => {
                self.facts.value.is_none() && is_there(&schema.value, &pointer.value)
            }
            ReservedName::Value { schema, pointer, value } => {
                self.facts.value.as_ref() == Some(&value.value) && is_there(&schema.value, &pointer.value)
            }
        };
        reserved.iter().any(|entry| is_it(&entry.name))
    }

    /// Returns the files to write: the meaning, and the examples of an event that the crate keeps.
    pub(super) fn files(&self) -> impl Iterator<Item = (String, String)> {
        let examples = self.facts.examples.iter().cloned().zip(self.examples.iter().cloned());
        self.facts.meaning.iter().map(|path| (path.clone(), self.text.clone())).chain(examples)
    }
}

/// Returns the names and values that the changes have removed.
pub(super) fn facts(files: &Files, current: &Loaded, report: Option<&Report>) -> Result<Vec<Meaning>, Diagnostics> {
    let (Some(report), Some(released)) = (report, load::released(files)) else { return Ok(Vec::new()) };
    let (loaded, _) = load::load(&released)?;
    let (model, _) = deep::with_stack(|| pipeline::model(&loaded))?;
    let mut meanings: Vec<Meaning> = Vec::new();
    for change in report.changes.iter().map(|judged| &judged.change) {
        if change.rule == Rule::ValueRemoved {
            meanings.extend(value(change));
        } else if let Some(removed) = removed(&model, change) {
            let is_taken = |path: &str| {
                let is_it = |known: &Meaning| known.facts.meaning.as_deref() == Some(path);
                current.schemas.contains_key(path) || meanings.iter().any(is_it)
            };
            let entry = removed.event.and_then(|root| loaded.catalog.event(&root.wire_name));
            let rust_name = entry.and_then(|entry| entry.rust_name.as_ref()).map(|name| name.value.clone());
            let mut meaning = meaning(&model, current, &released, change, removed, is_taken)?;
            meaning.facts.rust_name = rust_name;
            meanings.push(meaning);
        }
    }
    Ok(meanings)
}

/// A removed event or member in the older model.
struct Removed<'m> {
    schema: SchemaId,
    event: Option<&'m Root>,
    document: String,
    pointer: Pointer,
}

/// Returns the event or the member that a change removes.
fn removed<'m>(model: &'m Model, change: &Change) -> Option<Removed<'m>> {
    let place = &change.before.as_ref()?.place;
    let (document, pointer) = (place.source.path(), place.pointer.clone().unwrap_or_default());
    let schema = find(model, document, &pointer)?;
    let event = match change.rule {
        Rule::EventRemoved | Rule::EventRenamed => {
            Some(model.roots.iter().find(|root| root.role == Role::Event && root.schema == schema)?)
        }
        Rule::OptionalMemberRemoved | Rule::RequiredMemberRemoved | Rule::MemberRenamed => None,
        Rule::EnvelopeMemberChanged if change.after.is_none() => None,
        _ => return None,
    };
    Some(Removed { schema, event, document: document.to_owned(), pointer })
}

fn meaning(
    model: &Model,
    current: &Loaded,
    released: &Files,
    change: &Change,
    removed: Removed<'_>,
    is_taken: impl Fn(&str) -> bool,
) -> Result<Meaning, Diagnostics> {
    let Removed { schema, event, document, pointer } = removed;
    let event_name = event.map(|root| root.wire_name.clone());
    let name = event_name.clone().unwrap_or_else(|| member_name(&pointer));
    let path = path(event_name.as_deref(), &document, &name, is_taken);
    // A document of its own stays as the vendor wrote it, unless it is still in the folder: no two documents have one URI.
    let is_whole = event.is_some() && is_alone(model, schema) && !current.schemas.contains_key(&document);
    let text = if is_whole { released[&document].clone() } else { written(model, current, schema, &path)? };
    let examples = event.iter().flat_map(|root| &root.examples).map(|it| it.source.text().to_owned()).collect();
    let (parent, _) = change.member.rsplit_once('.').unwrap_or_default();
    let parts = [change.subject.as_str(), parent, &name];
    let full_name = match &event_name {
        Some(name) => name.clone(),
        None => parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."),
    };
    let place = event.is_none().then(|| (document, pointer.to_string()));
    let facts = ReservedFacts { event: event_name, place, meaning: Some(path), ..ReservedFacts::default() };
    Ok(Meaning { name, full_name, text, facts, examples })
}

/// Returns a removed string of an enumeration.
fn value(change: &Change) -> Option<Meaning> {
    let before = change.before.as_ref()?;
    // The report quotes it; a long one is cut, and cannot be named.
    let quoted = before.words.strip_prefix('`')?.strip_suffix('`')?;
    let value: String = serde_json::from_str(quoted).ok()?;
    let (document, pointer) = (before.place.source.path().to_owned(), before.place.pointer.as_ref()?);
    let place = pointer.as_str().ends_with("/enum").then(|| pointer.parent()).flatten()?;
    let parts = [change.subject.as_str(), &change.member];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let full_name = format!("{}={value}", parts.join("."));
    let place = Some((document, place.to_string()));
    let facts = ReservedFacts { place, value: Some(value.clone()), ..ReservedFacts::default() };
    Some(Meaning { name: value, full_name, text: String::new(), facts, examples: Vec::new() })
}

/// Returns true if a schema refers to no other document.
fn is_alone(model: &Model, schema: SchemaId) -> bool {
    let document = |id: SchemaId| model.schema(id).place.source.path();
    model.reached(schema).into_iter().all(|id| document(id) == document(schema))
}

/// Writes a schema as a document of its own. References to schemas that are still documented stay references, so that a kept member keeps
/// their types.
fn written(model: &Model, current: &Loaded, schema: SchemaId, path: &str) -> Result<String, Diagnostics> {
    let up = "../".repeat(path.matches('/').count());
    let reference = |id: SchemaId| {
        let (document, pointer) = (model.schema(id).place.source.path(), model.schema(id).pointer());
        current.schemas.get(document)?.get(pointer)?;
        let fragment = Some(pointer.as_str()).filter(|pointer| !pointer.is_empty());
        let fragment = fragment.map(|pointer| format!("#{}", uri::encode_fragment(pointer))).unwrap_or_default();
        Some(format!("{up}{}{fragment}", uri::encode_path(document)))
    };
    let text = deep::with_stack(|| types::standalone(model, schema, "#", reference));
    Ok(json::parse(&Source::new(path, text))?.root.to_pretty())
}

/// Marks the removed parts that the crate keeps. Values are reserved only if the crate keeps them, because a receiver does not mistake one
/// value for another.
///
/// # Errors
///
/// `unknown-name` for a name that no change has removed, `already-reserved` for one that the crate kept before.
pub(super) fn keep(meanings: &mut Vec<Meaning>, names: &[String], reserved: &[Reserved]) -> Result<(), Diagnostics> {
    for name in names {
        let Some(meaning) = meanings.iter_mut().find(|meaning| meaning.full_name == *name) else {
            let message = format!("no `{name}` was removed since the last release");
            let known: Vec<&str> = meanings.iter().map(|meaning| meaning.full_name.as_str()).collect();
            let help = match known.as_slice() {
                [] => "nothing was removed, so nothing can be kept".to_owned(),
                known => format!("removed were {}", known.join(", ")),
            };
            return Err(Diagnostic::error("unknown-name", message).help(help).into());
        };
        if meaning.is_reserved(reserved) {
            let help = "write `keep = true` in its entry of `[[reserved]]`";
            let finding = Diagnostic::error("already-reserved", format!("`{name}` is reserved already"));
            return Err(finding.help(help).into());
        }
        meaning.facts.keep = true;
        let stem = meaning.facts.meaning.as_deref().unwrap_or_default().trim_end_matches(".schema.json");
        let nth = |number: usize| if number == 0 { String::new() } else { format!("-{}", number + 1) };
        meaning.facts.examples =
            (0..meaning.examples.len()).map(|number| format!("{stem}.example{}.json", nth(number))).collect();
    }
    meanings.retain(|meaning| meaning.facts.keep || meaning.facts.value.is_none());
    Ok(())
}

/// Returns the indexes of the reserved parts that are documented again, which the comparison has found to be with the same meaning.
pub(super) fn returned(loaded: &Loaded, model: &Model) -> Vec<usize> {
    let is_back = |reserved: &Reserved| match &reserved.name {
        ReservedName::Event(name) => {
            let is_it = |root: &Root| root.wire_name == name.value && root.kept_since.is_none();
            model.roots.iter().any(|root| root.role == Role::Event && is_it(root))
        }
        ReservedName::Member { schema, pointer } => {
            let pointer = Pointer::parse(&pointer.value).unwrap_or_default();
            find(model, &schema.value, &pointer).is_some_and(|found| !model.kept.contains_key(&(found, None)))
        }
        // Only kept values are reserved, and `load` keeps none that is documented.
        ReservedName::Value { .. } => !reserved.keep,
    };
    let reserved = loaded.catalog.reserved.iter().enumerate();
    reserved.filter(|(_, reserved)| is_back(reserved)).map(|(index, _)| index).collect()
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
    let file = file_name(document);
    let file = file.strip_suffix(".json").unwrap_or(file);
    let base = match event {
        Some(event) => format!("reserved/{}", part(event)),
        None => format!("reserved/{}/{}", part(file.strip_suffix(".schema").unwrap_or(file)), part(name)),
    };
    let numbered = (2_usize..).map(|number| format!("{base}-{number}.schema.json"));
    std::iter::once(format!("{base}.schema.json")).chain(numbered).find(|path| !is_taken(path)).unwrap_or(base)
}
