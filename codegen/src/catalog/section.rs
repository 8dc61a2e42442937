//! Sections of the catalogue as JSON, and back. An OpenAPI document contains them as an extension.

use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::source::visible;

/// The sections about requests and the meaning of schemas, other than `[envelope]`, which names files.
pub(crate) const SHARED: [&str; 6] = ["settings", "event", "payload", "delivery", "signature", "handshakes"];

/// Returns these sections of a catalogue that was read before.
pub(crate) fn shared_sections(text: &str) -> Json {
    let document = toml_edit::Document::parse(text).ok();
    let sections = SHARED.iter().filter_map(|name| Some(((*name).to_owned(), json(document.as_ref()?.get(name)?)?)));
    let mut sections: Map<String, Json> = sections.collect();
    // `reviewed` is the hash of a page's sentences, which the document does not contain.
    if let Some(signature) = sections.get_mut("signature").and_then(Json::as_object_mut) {
        signature.remove("reviewed");
    }
    sections.retain(|_, section| section.as_object().is_none_or(|section| !section.is_empty()));
    Json::Object(sections)
}

fn json(item: &Item) -> Option<Json> {
    if let Some(table) = item.as_table_like() {
        let members = table.iter().map(|(key, item)| Some((key.to_owned(), json(item)?)));
        return Some(Json::Object(members.collect::<Option<_>>()?));
    }
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| json(&Item::Table(table.clone()))).collect();
    }
    if let Some(elements) = item.as_array() {
        return elements.iter().map(|element| json(&Item::Value(element.clone()))).collect();
    }
    item.as_str()
        .map(Json::from)
        .or_else(|| item.as_integer().map(Json::from))
        .or_else(|| item.as_bool().map(Json::from))
        .or_else(|| item.as_float().map(Json::from))
        .or_else(|| item.as_datetime().map(|time| time.to_string().into()))
}

/// Returns true if a section can be written in a catalogue: TOML has no null, and its integers have 64 bits.
pub(crate) fn is_section(section: &Json) -> bool {
    match section {
        Json::Object(_) => value(section).is_some(),
        Json::Array(entries) => entries.iter().all(|entry| entry.is_object() && value(entry).is_some()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
    }
}

/// Adds the sections that a catalogue lacks.
pub(super) fn add_sections(document: &mut DocumentMut, sections: &Map<String, Json>) {
    for (name, found) in sections.iter().filter(|(_, found)| is_section(found)) {
        if !document.contains_key(name) {
            document.insert(
                name,
                match found.as_array() {
                    Some(entries) => Item::ArrayOfTables(entries.iter().map(table).collect::<ArrayOfTables>()),
                    None => Item::Table(table(found)),
                },
            );
        }
    }
}

fn table(found: &Json) -> Table {
    let mut table = Table::new();
    table.decor_mut().set_prefix("\n");
    let members = found.as_object().into_iter().flatten();
    let members = members.filter_map(|(key, found)| Some((key.as_str(), Item::Value(value(found)?))));
    table.extend(members);
    table
}

fn value(found: &Json) -> Option<Value> {
    Some(match found {
        Json::Null => return None,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(number) => number.as_i64().map(Value::from).or_else(|| {
            let is_float = number.is_f64();
            number.as_f64().filter(|_| is_float).map(Value::from)
        })?,
        Json::String(text) => string(text),
        Json::Array(elements) => Value::Array(elements.iter().map(value).collect::<Option<Array>>()?),
        Json::Object(members) => {
            let members = members.iter().map(|(key, found)| Some((key.as_str(), value(found)?)));
            Value::InlineTable(members.collect::<Option<InlineTable>>()?)
        }
    })
}

/// Returns a TOML string with invisible characters escaped.
pub(super) fn string(value: &str) -> Value {
    let plain = || if visible::is_visible(value) { None } else { visible::in_toml(value).parse().ok() };
    plain().unwrap_or_else(|| value.into())
}
