//! Reserved names that are used again, which is allowed with the same meaning only, and reservations that the newer catalogue drops.
//!
//! A reserved member is looked up in its object: at its place, and at the place that the object has in the newer edition. If the older
//! edition describes the member of an object, the object is left out, because a change of it is a change of its schema.

use std::collections::BTreeSet;
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
use crate::wire::{self, Meetings, Use};

/// Returns a change for each reserved name that the newer catalogue uses with another meaning, and for each reservation that it drops.
pub(super) fn changes(sides: Sides<'_>, aligned: &[Aligned]) -> Vec<Change> {
    let [old, new] = [sides.old, sides.new].map(|side| side.loaded.catalog.reserved.as_slice());
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    let [before, after] = [sides.old, sides.new].map(|side| side.loaded.catalog.payload.names());
    let mut names = Names {
        sides,
        aligned: aligned.iter().map(|(old, new)| (Applied::new(sides.old.model, old).schemas, new)).collect(),
        known: known(sides),
        old: Meetings::new(sides.old.model, &before),
        new: Meetings::new(sides.new.model, &after),
    };
    let mut changes: Vec<Change> = Vec::new();
    for reserved in new {
        changes.extend(names.returned(reserved));
        changes.extend(names.moved(reserved));
    }
    // A part that the crate stops keeping is reported as a change of the part's schema.
    let is_gone = |it: &&Reserved| !it.keep && !new.iter().any(|other| key(other) == key(it));
    changes.extend(old.iter().filter(is_gone).filter_map(|reserved| names.removed(reserved, new)));
    changes
}

/// Returns the newer schemas below events, schemas and the envelope of both editions. New events are left out, because no older crate
/// decodes a new event as another event.
fn known(sides: Sides<'_>) -> BTreeSet<SchemaId> {
    let is_known = |root: &&Root| {
        let is_same = |other: &Root| other.role == root.role && other.wire_name == root.wire_name;
        sides.old.model.roots.iter().any(is_same)
    };
    let roots = sides.new.model.roots.iter().filter(is_known);
    roots.flat_map(|root| sides.new.model.reached(root.schema)).collect()
}

/// Returns the reserved part: an event, or a member or value of a document.
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
    /// The newer schemas of what both editions have.
    known: BTreeSet<SchemaId>,
    old: Meetings<'c>,
    new: Meetings<'c>,
}

impl Names<'_> {
    /// Returns the change of a name that returns with another meaning.
    fn returned(&mut self, reserved: &Reserved) -> Option<Change> {
        let (meaning, after) = self.other_use(self.sides.new, reserved)?;
        let [subject, ..] = key(reserved);
        let name = reserved.name.text();
        let since = &reserved.since.value;
        let said = format!("brings `{}`, reserved since {since}, back with another meaning", words::cut(&name.value));
        let before = Reading::new(name.place.clone(), meaning);
        Some(Change::outside(Rule::ReservedNameReturned, subject, said, Some(before), Some(after)))
    }

    /// Returns the change of a reservation whose object has another place in the newer edition: the next comparison would not find it.
    fn moved(&self, reserved: &Reserved) -> Option<Change> {
        let ReservedName::Member { schema, pointer } = &reserved.name else { return None };
        let (place, wire_name) = object(pointer);
        if reserved.keep || self.sides.new.schema_at(&schema.value, &place).is_some() {
            return None;
        }
        let objects = self.objects(&schema.value, &place);
        let to = objects.iter().find_map(|(_, after)| after.first())?;
        let said = format!(
            "no longer finds the object of `{wire_name}`, which has another place: correct `schema` and `pointer`"
        );
        let before = Reading::new(pointer.place.clone(), "name of a member");
        let after = self.sides.new.reading(*to, words::schema(self.sides.new.model, &[*to]));
        let subject = format!("{}#{}", schema.value, pointer.value);
        Some(Change::outside(Rule::ReservationRemoved, &subject, said, Some(before), Some(after)))
    }

    /// Returns the change of a name that the newer catalogue does not reserve, unless it is documented again with its meaning, or reserved at
    /// the new place of its object.
    fn removed(&mut self, reserved: &Reserved, others: &[Reserved]) -> Option<Change> {
        let other = self.other_use(self.sides.old, reserved);
        if other.is_none() && self.is_documented(reserved) || self.is_reserved(reserved, others) {
            return None;
        }
        let name = reserved.name.text();
        let [document, ..] = key(reserved);
        let (subject, meaning) = match &reserved.name {
            ReservedName::Event(_) => (name.value.clone(), "event".to_owned()),
            ReservedName::Member { .. } | ReservedName::Value { .. } => {
                (format!("{document}#{}", name.value), "name of a member".to_owned())
            }
        };
        let verb = if other.is_some() { "which returns with another meaning" } else { "which has not returned" };
        let said = format!("no longer reserves `{}`, {verb}", words::cut(&name.value));
        let before = Reading::new(name.place.clone(), meaning);
        Some(Change::outside(Rule::ReservationRemoved, &subject, said, Some(before), other.map(|(_, after)| after)))
    }

    /// Returns true if another entry reserves the name at the place that its object has now.
    fn is_reserved(&self, reserved: &Reserved, others: &[Reserved]) -> bool {
        let ReservedName::Member { schema, pointer } = &reserved.name else { return false };
        let (place, wire_name) = object(pointer);
        let after: BTreeSet<SchemaId> =
            self.objects(&schema.value, &place).into_iter().flat_map(|(_, after)| after).collect();
        others.iter().any(|other| {
            let ReservedName::Member { schema, pointer } = &other.name else { return false };
            let (place, other_name) = object(pointer);
            let mut there = self.sides.new.schemas_at(&schema.value, &place);
            other_name == wire_name && there.any(|id| after.contains(&id))
        })
    }

    /// Returns the reserved meaning in words with the first use of a name that has another one. `holder` has the document of the meaning.
    fn other_use(&mut self, holder: &Side<'_>, reserved: &Reserved) -> Option<(String, Reading)> {
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
        let fingerprint = Side::new(holder.loaded, &model).fingerprint(root);
        let is_same = |schema: SchemaId| {
            fingerprint == side.fingerprint(schema) || is_within((side.model, schema), (&model, root))
        };
        let after = match &reserved.name {
            ReservedName::Event(name) => {
                let schema = self.event(&name.value).filter(|schema| {
                    !is_same(*schema)
                        || fingerprint != side.fingerprint(*schema) && !is_within((&model, root), (side.model, *schema))
                })?;
                side.reading(schema, words::schema(side.model, &[schema]))
            }
            ReservedName::Member { schema, pointer } => {
                let (place, wire_name) = object(pointer);
                let objects = self.objects(&schema.value, &place);
                let other =
                    objects.into_iter().find_map(|objects| self.other_member(&objects, &wire_name, &is_same))?;
                match other.member {
                    Some(member) => side.reading(member, words::schema(side.model, &[member])),
                    None => side.reading(other.object, "its name, without a schema"),
                }
            }
            ReservedName::Value { .. } => return None,
        };
        Some((words::schema(&model, &[root]), after))
    }

    /// Returns the first use of a member in an object that the older edition does not describe, and that may have another meaning. The
    /// schemas that apply to every value of the object decide, or else the branches.
    fn other_member(
        &mut self,
        (before, after): &(Vec<SchemaId>, Vec<SchemaId>),
        wire_name: &str,
        is_same: &dyn Fn(SchemaId) -> bool,
    ) -> Option<Use> {
        let Sides { old, new } = self.sides;
        let is_kept = |model: &Model, it: &Use| it.member.is_some_and(|id| model.kept.contains_key(&(id, None)));
        let mut known = before.iter().flat_map(|id| wire::uses(old.model, &mut self.old, *id, wire_name));
        if known.any(|it| !is_kept(old.model, &it)) {
            return None;
        }
        let found = after.iter().flat_map(|id| wire::uses(new.model, &mut self.new, *id, wire_name));
        let found: Vec<Use> = found.filter(|it| !is_kept(new.model, it) && self.known.contains(&it.object)).collect();
        let described = || found.iter().filter_map(|it| Some((it, it.member?)));
        if described().any(|(it, member)| it.is_certain && is_same(member)) {
            return None;
        }
        match described().next() {
            Some(_) => described().find(|(_, member)| !is_same(*member)).map(|(it, _)| *it),
            None => found.first().copied(),
        }
    }

    fn event(&self, name: &str) -> Option<SchemaId> {
        let is_named = |root: &&Root| root.role == Role::Event && root.wire_name == name && root.kept_since.is_none();
        self.sides.new.model.roots.iter().find(is_named).map(|root| root.schema)
    }

    /// Returns true if the newer model has a reserved name.
    fn is_documented(&mut self, reserved: &Reserved) -> bool {
        match &reserved.name {
            ReservedName::Event(name) => self.event(&name.value).is_some(),
            ReservedName::Member { schema, pointer } => {
                let (place, wire_name) = object(pointer);
                let after = self.objects(&schema.value, &place).into_iter().flat_map(|(_, after)| after);
                after.into_iter().any(|id| !wire::uses(self.sides.new.model, &mut self.new, id, &wire_name).is_empty())
            }
            ReservedName::Value { .. } => false,
        }
    }

    /// Returns the schemas of the objects that had a reserved member, before and after: those at its place, and those of the same values.
    fn objects(&self, document: &str, place: &Pointer) -> Vec<(Vec<SchemaId>, Vec<SchemaId>)> {
        let [before, after] =
            [self.sides.old, self.sides.new].map(|side| side.schemas_at(document, place).collect::<Vec<_>>());
        let of_it = self.aligned.iter().filter(|(old, _)| old.iter().any(|id| before.contains(id)));
        let aligned: Vec<_> = of_it.map(|(old, new)| (old.clone(), (*new).clone())).collect();
        aligned.into_iter().chain([(before, after)]).collect()
    }
}
