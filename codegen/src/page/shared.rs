//! Schemas on a page that belong to no event, because the schemas of events refer to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::json::{Document, Node};
use crate::page::classify;
use crate::page::outline::{Json, Outline};
use crate::source::diagnostic::Diagnostic;
use crate::source::visible::in_toml;

/// The folder of schemas whose references are absolute; the others are beside those of the events.
const FOLDER: &str = "components";

/// The schemas that others refer to, by the path of their files, and the other blocks outside of events.
pub(super) struct Shared<'o> {
    pub(super) documents: BTreeMap<String, Arc<Document>>,
    pub(super) others: Vec<&'o Json>,
    /// The warnings of examples, which are not imported.
    pub(super) examples: Vec<Diagnostic>,
}

/// Finds the shared schemas among the blocks outside of events.
pub(super) fn find(outline: &Outline) -> Shared<'_> {
    let mut shared = Shared { documents: BTreeMap::new(), others: Vec::new(), examples: Vec::new() };
    let mut found: Vec<(&Json, String)> = Vec::new();
    let is_event =
        |path: &str| outline.sections.iter().any(|it| path == format!("events/{}.schema.json", it.wire_name));
    for block in &outline.loose {
        let path = Some(block).filter(|block| classify::is_schema(&block.document.root));
        let is_free = |path: &String| !is_event(path) && !shared.documents.contains_key(path);
        match path.and_then(|block| path_of(block, outline)).filter(is_free) {
            Some(path) => {
                shared.documents.insert(path.clone(), Arc::clone(&block.document));
                found.push((block, path));
            }
            None => shared.others.push(block),
        }
    }
    let heading = |block: &Json| block.above.as_ref().map(|(place, _)| place.span.start);
    shared.others.retain(|block| {
        let is_its = |schema: &Json| {
            let (root, schema) = (&block.document.root, &schema.document.root);
            !classify::is_schema(root) && classify::describes(schema, root)
        };
        let schema = found.iter().find(|(schema, _)| heading(schema) == heading(block) && is_its(schema));
        shared.examples.extend(schema.map(|(_, path)| unread(block, path)));
        schema.is_none()
    });
    shared
}

/// Warns of an example of a shared schema.
fn unread(example: &Json, path: &str) -> Diagnostic {
    let name = last(path);
    let warning = Diagnostic::warning("example-not-read", "this example of a shared schema is not imported");
    warning.at(example.place.clone()).help(format!(
        "to have it checked, save it as `components/{name}.example.json` in the folder of the catalogue, and add to catalog.toml:\n\n\
         [[schemas]]\nname = {}\nschema = {}\nexamples = [{}]",
        in_toml(name),
        in_toml(path),
        in_toml(&format!("components/{name}.example.json")),
    ))
}

/// Returns the path of a schema's file, if another schema of the page refers to it.
fn path_of(block: &Json, outline: &Outline) -> Option<String> {
    let root = &block.document.root;
    let id = root.get("$id").or_else(|| root.get("id")).and_then(Node::as_str).unwrap_or_default();
    let title = block.above.as_ref().map_or("", |(_, text)| text.as_str());
    let others = outline.sections.iter().flat_map(|section| &section.blocks).chain(&outline.loose);
    let others = others.filter(|other| !std::ptr::eq(*other, block));
    let mut references = others.flat_map(|other| other.document.root.outer_references());
    let reference = references.find(|reference| leads_to(reference, id, title))?;
    let file = reference.split('#').next().unwrap_or_default();
    let is_absolute = |text: &str| text.contains(':') || text.starts_with('/');
    let beside_events = || beside_events(file).filter(|_| !is_absolute(file));
    let name = letters(if title.is_empty() { last(id) } else { title });
    // References by identifier find the schema in any file.
    let by_id = || (is_absolute(id) && !name.is_empty()).then(|| format!("{FOLDER}/{name}.schema.json"));
    beside_events().or_else(by_id)
}

/// Returns the path in the folder of the catalogue where a relative reference of an event leads; `None` if the vendor must not choose it: a
/// place outside of the folder, or one of another file than a schema.
fn beside_events(file: &str) -> Option<String> {
    let is_plain = |segment: &str| {
        !segment.starts_with('.') && segment.bytes().all(|it| it.is_ascii_alphanumeric() || b"._-".contains(&it))
    };
    let mut segments = vec!["events"];
    for segment in file.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
        match segment {
            ".." => drop(segments.pop()?),
            segment if is_plain(segment) => segments.push(segment),
            _ => return None,
        }
    }
    let is_taken = matches!(segments.as_slice(), ["released", ..] | ["envelope.schema.json"]);
    let is_json = file.rsplit_once('.').is_some_and(|(_, extension)| extension == "json");
    let is_schema = is_json && !file.contains(".example");
    (is_schema && !is_taken).then(|| segments.join("/"))
}

/// Returns true if a reference leads to the schema with an id, or has the title of one without.
fn leads_to(reference: &str, id: &str, title: &str) -> bool {
    let file = reference.split('#').next().unwrap_or_default();
    let is_id = !id.is_empty() && (file == id.trim_end_matches('#') || last(file) == last(id));
    is_id || (id.is_empty() && !title.is_empty() && letters(last(file)) == letters(title))
}

/// Returns the last segment of an address, without extensions.
fn last(address: &str) -> &str {
    let segment = address.trim_end_matches(['#', '/']).rsplit(['/', ':']).next().unwrap_or_default();
    segment.split('.').next().unwrap_or_default()
}

/// Returns the letters and digits of a text in lower case, with `-` between words.
fn letters(text: &str) -> String {
    let words = text.split(|found: char| !found.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).filter(|word| word != "schema").collect::<Vec<_>>().join("-")
}
