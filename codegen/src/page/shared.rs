//! Schemas on a page that belong to no event, because the schemas of events refer to them.

use crate::json::{Node, Value};
use crate::page::outline::{Json, Outline};

/// Returns how to bring a schema outside of events into the catalogue, if another schema of the page refers to it.
pub(super) fn help(block: &Json, outline: &Outline) -> Option<String> {
    let root = &block.document.root;
    let id = root.get("$id").or_else(|| root.get("id")).and_then(Node::as_str).unwrap_or_default();
    let title = block.above.as_ref().map_or("", |(_, text)| text.as_str());
    let others = outline.sections.iter().flat_map(|section| &section.blocks).chain(&outline.loose);
    let mut references = Vec::new();
    for other in others.filter(|other| !std::ptr::eq(*other, block)) {
        collect(&other.document.root, &mut references);
    }
    let reference = references.into_iter().find(|reference| leads_to(reference, id, title))?;
    let name = letters(if title.is_empty() { last(id) } else { title });
    let file = reference.split('#').next().unwrap_or_default();
    let path = if file.contains(':') || file.starts_with('/') {
        format!("components/{name}.schema.json")
    } else {
        format!("events/{}", file.trim_start_matches("./"))
    };
    Some(format!(
        "if it is the schema that `{reference}` leads to, save it as `{path}` in the folder of the catalogue, {}, and add to catalog.toml (a new one begins with \
         `[crate]`, `name`, `version` and `vendor`):\n\n\
         [[schemas]]\nname = \"{name}\"\nschema = \"{path}\"",
        outline.leave_out("the block")
    ))
}

/// Collects the references of a schema to other documents.
fn collect<'n>(node: &'n Node, found: &mut Vec<&'n str>) {
    match &node.value {
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, found)),
        Value::Object(members) => {
            for member in members.iter() {
                let reference = member.node.as_str().filter(|text| member.name == "$ref" && !text.starts_with('#'));
                found.extend(reference);
                collect(&member.node, found);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => {}
    }
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
