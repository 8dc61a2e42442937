//! Reserved names that return: with the same meaning they may, with another one never. And reservations that the newer catalogue lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::builder::{self, SchemaOptions};
use crate::catalog::{Reserved, ReservedName, Text};
use crate::containment::{self, Containment};
use crate::diff::applied::Applied;
use crate::diff::change::{Change, Reading};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::walk::Aligned;
use crate::diff::words;
use crate::model::{Model, Role, Root, SchemaId};
use crate::source::location::Pointer;
use crate::wire::{self, Meetings};

/// Returns a change for each reserved name that the newer catalogue uses with another meaning, and for each that is reserved no longer.
pub(super) fn changes(sides: Sides<'_>, aligned: &[Aligned]) -> Vec<Change> {
    let [old, new] = [sides.old, sides.new].map(|side| side.loaded.catalog.reserved.as_slice());
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let mut names = Names {
        sides,
        aligned: aligned.iter().map(|(old, new)| (Applied::new(sides.old.model, old).schemas, new)).collect(),
        old: Meetings::new(sides.old.model),
        new: Meetings::new(sides.new.model),
    };
    let mut changes: Vec<Change> = new.iter().filter_map(|reserved| names.returned(reserved)).collect();
    // A part that the crate keeps no longer is a change of its schema.
    let is_gone = |it: &&Reserved| !it.keep && !new.iter().any(|other| key(other) == key(it));
    changes.extend(old.iter().filter(is_gone).filter_map(|reserved| names.removed(reserved)));
    changes
}

/// Returns what a reservation is for: an event, or a member or value of a document.
fn key(reserved: &Reserved) -> [&str; 3] {
    match &reserved.name {
        ReservedName::Event(name) => [&name.value, "", ""],
        ReservedName::Member { schema, pointer } => [&schema.value, &pointer.value, ""],
        ReservedName::Value { schema, pointer, value } => [&schema.value, &pointer.value, &value.value],
    }
}

/// Returns the place of the object that had a reserved member, and the member's name.
fn object(pointer: &Text) -> (Pointer, String) {
    let pointer = Pointer::parse(&pointer.value).unwrap_or_default();
    let object = pointer.parent().and_then(|properties| properties.parent()).unwrap_or_default();
    (object, pointer.tokens().last().unwrap_or_default())
}

/// The reserved names of two sides.
struct Names<'c> {
    sides: Sides<'c>,
    /// The schemas of each compared value, before and after.
    aligned: Vec<(Vec<SchemaId>, &'c Vec<SchemaId>)>,
    old: Meetings<'c>,
    new: Meetings<'c>,
}

/// The uses of a name in the newer model.
enum Use {
    /// A schema with this meaning.
    Meaning(SchemaId),
    /// A schema that requires or lists a member without a meaning.
    Mention(SchemaId),
}

impl Names<'_> {
    /// Returns the change of a name that returns with another meaning.
    fn returned(&mut self, reserved: &Reserved) -> Option<Change> {
        let (place, meaning, after) = self.other_use(self.sides.new, reserved)?;
        let name = reserved.name.text();
        let since = &reserved.since.value;
        let said = format!("brings `{}`, reserved since {since}, back with another meaning", words::cut(&name.value));
        let before = Reading::new(name.place.clone(), meaning);
        Some(Change::outside(Rule::ReservedNameReturned, &place, said, Some(before), Some(after)))
    }

    /// Returns the change of a name that the newer catalogue does not reserve, unless it is documented again with its meaning.
    fn removed(&mut self, reserved: &Reserved) -> Option<Change> {
        let other = self.other_use(self.sides.old, reserved);
        if other.is_none() && self.is_documented(reserved) {
            return None;
        }
        let name = reserved.name.text();
        let [document, ..] = key(reserved);
        let (subject, meaning) = match &reserved.name {
            ReservedName::Event(_) => (name.value.clone(), "event".to_owned()),
            _ => (format!("{document}#{}", name.value), "name of a member".to_owned()),
        };
        let verb = if other.is_some() { "which returns with another meaning" } else { "which has not returned" };
        let said = format!("no longer reserves `{}`, {verb}", words::cut(&name.value));
        let before = Reading::new(name.place.clone(), meaning);
        let after = other.map(|(_, _, reading)| reading);
        Some(Change::outside(Rule::ReservationRemoved, &subject, said, Some(before), after))
    }

    /// Returns the first use of a name with another meaning than the reserved one: the subject, the reserved meaning in words, and the use.
    /// `holder` has the document of the meaning.
    fn other_use(&mut self, holder: &Side<'_>, reserved: &Reserved) -> Option<(String, String, Reading)> {
        let document = holder.loaded.schemas.get(&reserved.meaning.as_ref()?.value)?;
        let settings = &holder.loaded.catalog.settings;
        let (format, content) = (settings.format, settings.content);
        let options = SchemaOptions { format, content, ..SchemaOptions::new("Meaning") };
        let (model, _) = builder::model_of(&Arc::clone(&document.source), &options).ok()?;
        let root = model.roots.first()?.schema;
        let side = self.sides.new;
        let is_within = |new: (&Model, SchemaId), old: (&Model, SchemaId)| {
            matches!(containment::contained(new, old), Containment::Proven)
        };
        let is_same = |schema: SchemaId| {
            Side::new(holder.loaded, &model).fingerprint(root) == side.fingerprint(schema)
                || is_within((side.model, schema), (&model, root)) && is_within((&model, root), (side.model, schema))
        };
        let uses = self.uses(reserved);
        let meaning = |it: &Use| if let Use::Meaning(schema) = it { Some(*schema) } else { None };
        if uses.iter().filter_map(meaning).any(is_same) {
            return None;
        }
        let [subject, ..] = key(reserved);
        let after = match uses.first()? {
            Use::Meaning(schema) => side.reading(*schema, words::schema(side.model, &[*schema])),
            Use::Mention(schema) => side.reading(*schema, "its name, without a schema"),
        };
        Some((subject.to_owned(), words::schema(&model, &[root]), after))
    }

    /// Returns true if the newer model has a reserved name.
    fn is_documented(&mut self, reserved: &Reserved) -> bool {
        let ReservedName::Member { schema, pointer } = &reserved.name else { return !self.uses(reserved).is_empty() };
        let (object, wire_name) = object(pointer);
        let (_, after) = self.objects(&schema.value, &object);
        after.into_iter().any(|id| !wire::meanings(self.sides.new.model, &mut self.new, id, &wire_name).is_empty())
    }

    /// Returns the uses of a reserved name in the newer model that the older one does not have.
    fn uses(&mut self, reserved: &Reserved) -> Vec<Use> {
        let Sides { old, new } = self.sides;
        match &reserved.name {
            ReservedName::Event(name) => {
                let is_named = |root: &&Root| {
                    root.role == Role::Event && root.wire_name == name.value && root.kept_since.is_none()
                };
                new.model.roots.iter().filter(is_named).map(|root| Use::Meaning(root.schema)).collect()
            }
            ReservedName::Member { schema, pointer } => {
                let (object, wire_name) = object(pointer);
                let (before, after) = self.objects(&schema.value, &object);
                let known: BTreeSet<(u64, bool)> = before
                    .into_iter()
                    .flat_map(|id| wire::meanings(old.model, &mut self.old, id, &wire_name))
                    .map(|(id, is_schema)| (old.fingerprint(id), is_schema))
                    .collect();
                let mut found: BTreeMap<bool, Vec<SchemaId>> = BTreeMap::new();
                for id in after {
                    for (id, is_schema) in wire::meanings(new.model, &mut self.new, id, &wire_name) {
                        let is_kept = new.model.kept.contains_key(&(id, None));
                        if !is_kept && !known.contains(&(new.fingerprint(id), is_schema)) {
                            found.entry(is_schema).or_default().push(id);
                        }
                    }
                }
                let meanings = found.remove(&true).unwrap_or_default().into_iter().map(Use::Meaning);
                meanings.chain(found.remove(&false).unwrap_or_default().into_iter().map(Use::Mention)).collect()
            }
            ReservedName::Value { .. } => Vec::new(),
        }
    }

    /// Returns the schemas of the object that had a reserved member, before and after: those at its place, and those of the same values.
    fn objects(&self, document: &str, pointer: &Pointer) -> (BTreeSet<SchemaId>, BTreeSet<SchemaId>) {
        let at = |side: &Side<'_>| -> BTreeSet<SchemaId> {
            let is_it = |id: &SchemaId| {
                let schema = side.model.schema(*id);
                schema.pointer() == pointer && schema.place.source.path() == document
            };
            side.model.ids().filter(is_it).collect()
        };
        let (before, mut after) = (at(self.sides.old), at(self.sides.new));
        let of_it = self.aligned.iter().filter(|(old, _)| old.iter().any(|id| before.contains(id)));
        after.extend(of_it.flat_map(|(_, new)| new.iter().copied()));
        (before, after)
    }
}
