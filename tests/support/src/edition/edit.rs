//! Edits of a page, as a vendor makes them. They are found in the page by their form, so that each fits any edition.

use serde_json::{Map, Value, json};

use super::page::{Event, Page};

/// An edit: its name and its function, which returns `None` if the page has nothing to change.
pub(super) type Edit = (&'static str, fn(&mut Page) -> Option<()>);

/// All edits.
pub(super) const ALL: &[Edit] = &[
    ("optional-member-added", |page| add_member(page.events.first_mut()?, false)),
    ("required-member-added", |page| add_member(page.events.first_mut()?, true)),
    ("member-removed", |page| first(page, |name, event| change(event, name, None))),
    ("member-renamed", |page| first(page, |name, event| change(event, name, Some(&format!("{name}Renamed"))))),
    ("type-changed", |page| first_string(page, &json!({ "type": "integer" }), &json!(7))),
    ("format-added", |page| {
        first_string(page, &json!({ "type": "string", "format": "date-time" }), &json!("2026-07-01T09:00:00Z"))
    }),
    ("nullable", |page| first_string(page, &json!({ "type": ["string", "null"] }), &json!(null))),
    ("object-nested", |page| {
        let schema = json!({ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } });
        first_string(page, &schema, &json!({ "name": "a" }))
    }),
    ("enum-widened", widen),
    ("event-added", |page| {
        let mut added = page.events.last()?.clone();
        added.name = unused("added.later", |name| page.events.iter().any(|event| event.name == name));
        page.events.push(added);
        Some(())
    }),
    ("event-removed", |page| (page.events.len() > 1).then(|| drop(page.events.remove(0)))),
    ("event-renamed", |page| {
        let name = unused("renamed.later", |name| page.events.iter().any(|event| event.name == name));
        page.events.first_mut()?.name = name;
        Some(())
    }),
    ("events-reordered", |page| {
        page.events.reverse();
        Some(())
    }),
    ("payload-opened", |page| {
        let (schema, _) = page.events.first_mut()?.parts();
        schema.as_object_mut()?.remove("additionalProperties").map(drop)
    }),
    ("envelope-member-added", |page| {
        let name = unused("addedLater", |name| page.envelope().get(name).is_some());
        page.envelope()[name] = json!("eu-1");
        Some(())
    }),
    ("words-changed", |page| {
        for event in &mut page.events {
            event.set_summary("in other words");
            let (schema, _) = event.parts();
            schema["title"] = json!("Another title");
            schema["description"] = json!("Another *description*.");
        }
        Some(())
    }),
    ("examples-changed", |page| {
        for event in &mut page.events {
            let (schema, examples) = event.parts();
            let plain: Vec<String> = members(schema).filter(|(_, it)| is_plain(it)).map(|(name, _)| name).collect();
            for members in examples.into_iter().filter_map(Value::as_object_mut) {
                let plain = members.iter_mut().filter(|(name, _)| plain.contains(name));
                plain.for_each(|(_, value)| *value = json!("10.50"));
            }
        }
        Some(())
    }),
    ("event-header-changed", |page| header(page, "event", "header")),
    ("signature-header-changed", |page| header(page, "signature", "header")),
];

/// The edit that a person has to confirm in the catalogue: with the wrong header no delivery is verified.
pub(super) const CONFIRMED: &str = "signature-header-changed";

/// Renames the header in a table of the catalogue.
fn header(page: &mut Page, table: &str, key: &str) -> Option<()> {
    let header = name_in(&page.catalogue, table, key)?;
    page.replace_in_intro(&header, &format!("{header}-2"));
    Some(())
}

/// Returns the catalogue after the confirmation of a person, who also decides on the change since the last release.
pub(super) fn confirmed(catalogue: &str, is_released: bool) -> Option<String> {
    let header = name_in(catalogue, "signature", "header")?;
    let verdict = "\n[[verdicts]]\nrule = \"signature-changed\"\nplace = \"signature.header\"\nwire = \"fails\"\nreason = \"announced\"\n";
    let verdict = if is_released { verdict } else { "" };
    Some(catalogue.replace(&header, &format!("{header}-2")) + verdict)
}

fn name_in(catalogue: &str, table: &str, key: &str) -> Option<String> {
    let (_, below) = catalogue.split_once(&format!("\n[{table}]\n"))?;
    let line = below.lines().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with(key))?;
    line.split('"').nth(1).map(str::to_owned)
}

/// Returns a name that the page does not have yet: it may be an edition with the same edit.
fn unused(name: &str, mut is_used: impl FnMut(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while is_used(&name) {
        name.push_str("Again");
    }
    name
}

/// Returns the members of a schema.
fn members(schema: &Value) -> impl Iterator<Item = (String, Value)> {
    let members = schema["properties"].as_object().cloned().unwrap_or_else(Map::new);
    members.into_iter()
}

/// Returns true for a string without further constraints.
fn is_plain(schema: &Value) -> bool {
    schema["type"] == "string"
        && ["enum", "const", "format", "pattern", "minLength"].iter().all(|it| schema[it].is_null())
}

/// Edits the first member of the first event that has several.
fn first(page: &mut Page, edit: impl Fn(&str, &mut Event) -> Option<()>) -> Option<()> {
    page.events.iter_mut().find_map(|event| {
        let names: Vec<String> = members(event.parts().0).map(|(name, _)| name).collect();
        (names.len() > 1).then(|| edit(&names[0], event))?
    })
}

fn add_member(event: &mut Event, is_required: bool) -> Option<()> {
    let (schema, examples) = event.parts();
    let name = unused("addedLater", |name| schema["properties"].get(name).is_some());
    schema["properties"][&name] = json!({ "type": "string", "description": "Where it was made" });
    if is_required {
        schema.as_object_mut()?.entry("required").or_insert(json!([])).as_array_mut()?.push(json!(name));
        for example in examples {
            example[&name] = json!("eu-1");
        }
    }
    Some(())
}

/// Renames a member, or removes it.
fn change(event: &mut Event, name: &str, new: Option<&str>) -> Option<()> {
    let (schema, examples) = event.parts();
    let required = schema["required"].as_array_mut().into_iter();
    for required in required {
        let was_required = required.contains(&json!(name));
        required.retain(|it| it != name);
        required.extend(new.filter(|_| was_required).map(|new| json!(new)));
    }
    for object in examples.into_iter().chain([&mut schema["properties"]]) {
        let value = object.as_object_mut()?.remove(name);
        if let Some((new, value)) = new.zip(value) {
            object[new] = value;
        }
    }
    Some(())
}

/// Replaces the schema of the first plain string, and its values in examples.
fn first_string(page: &mut Page, schema_of_member: &Value, value: &Value) -> Option<()> {
    page.events.iter_mut().find_map(|event| {
        let (schema, examples) = event.parts();
        let (name, _) = members(schema).find(|(_, member)| is_plain(member))?;
        schema["properties"][&name] = schema_of_member.clone();
        for example in examples.into_iter().filter(|example| example.get(&name).is_some()) {
            example[&name] = value.clone();
        }
        Some(())
    })
}

fn widen(page: &mut Page) -> Option<()> {
    page.events.iter_mut().find_map(|event| {
        let (schema, _) = event.parts();
        let mut members = schema["properties"].as_object_mut()?.values_mut();
        members.find_map(|member| member.get_mut("enum")?.as_array_mut()).map(|values| {
            let name = unused("widened", |name| values.contains(&json!(name)));
            values.push(json!(name));
        })
    })
}
