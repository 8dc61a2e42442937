//! Reserved names that return: with the same meaning they may, with another one never.

use std::sync::Arc;

use crate::builder::{self, SchemaOptions};
use crate::catalog::{Reserved, ReservedName};
use crate::containment::{self, Containment};
use crate::diff::change::{Change, Reading};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::words;
use crate::model::{Model, Role, Root, SchemaId};

/// Returns a change for each reserved name that the newer catalogue uses with another meaning.
pub(super) fn changes(sides: Sides<'_>) -> Vec<Change> {
    let reserved = &sides.new.loaded.catalog.reserved;
    reserved.iter().filter_map(|reserved| returned(sides, reserved)).collect()
}

fn returned(sides: Sides<'_>, reserved: &Reserved) -> Option<Change> {
    let (side, catalog) = (sides.new, &sides.new.loaded.catalog);
    let (subject, schema) = match &reserved.name {
        ReservedName::Event(name) => {
            let is_named =
                |root: &&Root| root.role == Role::Event && root.wire_name == name.value && root.kept_since.is_none();
            (name.value.clone(), side.model.roots.iter().find(is_named)?.schema)
        }
        ReservedName::Member { schema, pointer } => {
            let found = find(side, &schema.value, &pointer.value)?;
            if side.model.kept.contains_key(&(found, None)) {
                return None;
            }
            (schema.value.clone(), found)
        }
        ReservedName::Value { .. } => return None,
    };
    let document = sides.new.loaded.schemas.get(&reserved.meaning.as_ref()?.value)?;
    let options = SchemaOptions {
        format: catalog.settings.format,
        content: catalog.settings.content,
        ..SchemaOptions::new("Meaning")
    };
    let (model, _) = builder::model_of(&Arc::clone(&document.source), &options).ok()?;
    let root = model.roots.first()?.schema;
    let loaded = side.loaded;
    let is_within = |new: (&Model, SchemaId), old: (&Model, SchemaId)| {
        matches!(containment::contained(new, old), Containment::Proven)
    };
    let is_same = Side::new(loaded, &model).fingerprint(root) == side.fingerprint(schema)
        || is_within((side.model, schema), (&model, root)) && is_within((&model, root), (side.model, schema));
    if is_same {
        return None;
    }
    let name = reserved.name.text();
    let since = &reserved.since.value;
    let said = format!("brings `{}`, reserved since {since}, back with another meaning", words::cut(&name.value));
    let before = Reading::new(name.place.clone(), words::schema(&model, &[root]));
    let after = side.reading(schema, words::schema(side.model, &[schema]));
    Some(Change::outside(Rule::ReservedNameReturned, &subject, said, Some(before), Some(after)))
}

/// Returns the schema with that place.
fn find(side: &Side<'_>, document: &str, pointer: &str) -> Option<SchemaId> {
    side.model.ids().find(|id| {
        let schema = side.model.schema(*id);
        schema.pointer().as_str() == pointer && schema.place.source.path() == document
    })
}
