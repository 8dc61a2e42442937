//! The old edition with one change, for the verdict on that change alone.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::OnceLock;

use crate::json::Node;
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId};
use crate::reach::reached;
use crate::source::location::Pointer;
use crate::wire::admitted::{admitted, is_nothing, types};
use crate::wire::contract::{Inside, Part};

/// Returns the schemas that a root of the old model reaches, with a change of the new model, and the id of the root among them; `None` if
/// the root does not reach the changed schema.
pub(super) fn hybrid(older: &Older<'_>, root: SchemaId, new: &Model, inside: &Inside) -> Option<(Model, SchemaId)> {
    let old = older.model;
    let inside = &Inside { old: old.target(inside.old), new: new.target(inside.new), part: inside.part.clone() };
    let mut graft = Graft {
        old,
        new,
        inside,
        is_grafted: false,
        is_within: false,
        known: BTreeMap::new(),
        open: VecDeque::new(),
        older,
        above: older.above(inside.old),
        count: 0,
    };
    let root = graft.id(Side::Old, root, false);
    let mut schemas = Vec::new();
    while let Some((side, id, is_within)) = graft.open.pop_front() {
        graft.is_within = is_within;
        schemas.push(graft.schema(side, id));
    }
    graft.is_grafted.then(|| (Model { schemas, ..Model::default() }, root))
}

/// The old model with indexes that all changes share.
#[derive(Debug)]
pub(super) struct Older<'m> {
    model: &'m Model,
    /// The schemas by file and place.
    places: OnceLock<HashMap<(&'m str, &'m str), SchemaId>>,
    /// For each schema those that apply it to their own instance.
    callers: OnceLock<HashMap<SchemaId, Vec<SchemaId>>>,
}

impl<'m> Older<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, places: OnceLock::new(), callers: OnceLock::new() }
    }

    /// Returns the schema at a place.
    fn at(&self, path: &str, pointer: &str) -> Option<SchemaId> {
        let place = |id: SchemaId| {
            let schema = self.model.schema(id);
            (schema.place.source.path(), schema.pointer().as_str())
        };
        // The first of several schemas at one place counts.
        let places = || (0..self.model.schemas.len()).rev().map(SchemaId).map(|id| (place(id), id)).collect();
        self.places.get_or_init(places).get(&(path, pointer)).copied()
    }

    /// Returns a schema with those that apply it to their own instance.
    fn above(&self, schema: SchemaId) -> BTreeSet<SchemaId> {
        let callers = self.callers.get_or_init(|| {
            let mut callers: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
            for caller in self.model.ids() {
                for assertion in &self.model.schema(caller).assertions {
                    for applied in assertion.kind.applied_in_place() {
                        callers.entry(applied).or_default().push(caller);
                    }
                }
            }
            callers
        });
        reached([schema], |applied| callers.get(&applied).into_iter().flatten().copied())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Old,
    New,
}

struct Graft<'m, 'o> {
    old: &'m Model,
    new: &'m Model,
    inside: &'m Inside,
    /// True if the change is part of the schemas.
    is_grafted: bool,
    /// True below the changed schema, at the same value: a reference back to it means the schema before the change, or the change would
    /// apply itself: `{ "$ref": "#/$defs/list" }` that becomes `{ "oneOf": [{ "type": "null" }, { "$ref": "#/$defs/list" }] }`.
    is_within: bool,
    known: BTreeMap<Key, SchemaId>,
    open: VecDeque<Key>,
    older: &'m Older<'o>,
    /// The old schemas that apply the changed one to their own instance, with it.
    above: BTreeSet<SchemaId>,
    count: usize,
}

/// The keywords that decide together which values a schema lists.
pub(crate) const LISTS: [&str; 3] = ["type", "enum", "const"];

/// A schema of one side, and true if the changed schema applies it to its own instance.
type Key = (Side, SchemaId, bool);

impl Graft<'_, '_> {
    fn id(&mut self, side: Side, id: SchemaId, is_within: bool) -> SchemaId {
        let key = (side, id, is_within && (side == Side::New || self.above.contains(&id)));
        let next = SchemaId(self.count);
        let found = *self.known.entry(key).or_insert(next);
        if found == next {
            self.count += 1;
            self.open.push_back(key);
        }
        found
    }

    fn schema(&mut self, side: Side, id: SchemaId) -> Schema {
        if side != Side::Old || id != self.inside.old || self.is_within {
            return self.copy(side, id);
        }
        self.is_within = true;
        match &self.inside.part {
            Part::Keywords => self.with_keywords(),
            // The types of a schema may be those of one that it applies in place, which must not stay beside the new ones.
            Part::Constraints(keywords) if self.are_in_place(keywords) => self.with_keywords(),
            Part::Constraints(keywords) => self.with_constraints(keywords),
            Part::AddedValue(value) => self.with_value(value, true),
            Part::RemovedValue(value) => self.with_value(value, false),
            Part::AddedBranch(branch) => self.with_branch(*branch).unwrap_or_else(|| self.with_keywords()),
            Part::RemovedBranch(branch) => self.without_branch(*branch).unwrap_or_else(|| self.with_keywords()),
            Part::Members(names) => self.with_members(names),
        }
    }

    /// Copies a schema. A reference of the new edition leads to the old schema at the same place, if there is one.
    fn copy(&mut self, side: Side, id: SchemaId) -> Schema {
        let model = match side {
            Side::Old => self.old,
            Side::New => self.new,
        };
        let mut schema = model.schema(id).clone();
        for assertion in &mut schema.assertions {
            self.renumber(side, assertion);
        }
        schema
    }

    fn renumber(&mut self, side: Side, assertion: &mut Assertion) {
        let is_reference = matches!(assertion.kind, AssertionKind::InPlace(InPlaceKeyword::Ref(_)));
        let is_within = self.is_within && assertion.kind.is_in_place();
        for inner in assertion.kind.subschemas_mut() {
            let counterpart = if is_reference && side == Side::New { self.counterpart(*inner) } else { None };
            *inner = match counterpart {
                Some(old) => self.id(Side::Old, old, is_within),
                None => self.id(side, *inner, is_within),
            };
        }
    }

    /// Returns the old schema at the place of a new one.
    fn counterpart(&self, new: SchemaId) -> Option<SchemaId> {
        let schema = self.new.schema(new);
        self.older.at(schema.place.source.path(), schema.pointer().as_str())
    }

    /// Returns the schema with the new keywords, but with the old members, and with the old subschemas where both editions have one.
    fn with_keywords(&mut self) -> Schema {
        self.is_grafted = true;
        let (old, new) = (self.old.schema(self.inside.old), self.new.schema(self.inside.new));
        let mut schema = new.clone();
        let is_member = |it: &Assertion| {
            matches!(it.kind, AssertionKind::Object(ObjectKeyword::Properties(_) | ObjectKeyword::Required(_)))
        };
        schema.assertions.retain(|assertion| !is_member(assertion));
        for assertion in &mut schema.assertions {
            let pointers: Vec<Pointer> =
                assertion.kind.subschemas(assertion.keyword).into_iter().map(|(pointer, _)| pointer).collect();
            let before = old.assertions.iter().find(|it| it.keyword == assertion.keyword);
            let before = before.map(|it| it.kind.subschemas(it.keyword)).unwrap_or_default();
            let aligned = self.align(assertion, &pointers, before);
            let is_within = assertion.kind.is_in_place();
            for (inner, counterpart) in assertion.kind.subschemas_mut().into_iter().zip(aligned) {
                *inner = match counterpart {
                    Some(old) => self.id(Side::Old, old, is_within),
                    None => self.id(Side::New, *inner, is_within),
                };
            }
        }
        let members: Vec<Assertion> = old.assertions.iter().filter(|it| is_member(it)).cloned().collect();
        for mut assertion in members {
            self.renumber(Side::Old, &mut assertion);
            schema.assertions.push(assertion);
        }
        schema
    }

    /// Returns true if the schema of one edition lacks the keywords that list values, and may have them in a schema that it applies in
    /// place.
    fn are_in_place(&self, keywords: &[String]) -> bool {
        let lists: Vec<&String> = keywords.iter().filter(|keyword| LISTS.contains(&keyword.as_str())).collect();
        let is_missing = |schema: &Schema| {
            let own = |it: &Assertion| lists.iter().any(|keyword| *keyword == it.keyword);
            schema.assertions.iter().any(|it| it.kind.is_in_place()) && !schema.assertions.iter().any(own)
        };
        !lists.is_empty()
            && [(self.old, self.inside.old), (self.new, self.inside.new)]
                .iter()
                .any(|(model, id)| is_missing(model.schema(*id)))
    }

    /// Returns the old schema with some keywords as in the new edition.
    fn with_constraints(&mut self, keywords: &[String]) -> Schema {
        self.is_grafted = true;
        let is_one = |assertion: &Assertion| keywords.iter().any(|keyword| keyword == assertion.keyword);
        let mut schema = self.copy(Side::Old, self.inside.old);
        schema.assertions.retain(|assertion| !is_one(assertion));
        let of_new = self.new.schema(self.inside.new).assertions.iter().filter(|assertion| is_one(assertion));
        for mut assertion in of_new.cloned() {
            self.renumber(Side::New, &mut assertion);
            schema.assertions.push(assertion);
        }
        schema
    }

    /// Returns the old schema with a value added to or removed from its list, which a constant is, too. Without a list, all keywords that
    /// decide on values are as in the new edition.
    fn with_value(&mut self, value: &Node, is_added: bool) -> Schema {
        let keywords = LISTS.map(str::to_owned);
        let is_list = |it: &Assertion| matches!(it.kind, AssertionKind::Enum(_) | AssertionKind::Const(_));
        if !self.old.schema(self.inside.old).assertions.iter().any(is_list) {
            return self.with_constraints(&keywords);
        }
        // A value of another type comes with its type.
        let mut schema =
            if is_added { self.with_constraints(&keywords[..1]) } else { self.copy(Side::Old, self.inside.old) };
        for assertion in &mut schema.assertions {
            if let AssertionKind::Const(constant) = &assertion.kind {
                assertion.kind = AssertionKind::Enum(vec![constant.clone()]);
            }
            if let AssertionKind::Enum(values) = &mut assertion.kind {
                values.retain(|known| known != value);
                values.extend(is_added.then(|| value.clone()));
            }
        }
        self.is_grafted = true;
        schema
    }

    /// Returns the old schema with a branch of the new one: in its union, or beside it in a new union.
    fn with_branch(&mut self, branch: SchemaId) -> Option<Schema> {
        let (old, new) = (self.old.schema(self.inside.old), self.new.schema(self.inside.new));
        let union = &new.assertions[union_of(new, branch)?];
        // What the branch refers to is part of it.
        let added = self.new.target(branch);
        self.is_grafted = true;
        let Some(known) = old.assertions.iter().position(|assertion| assertion.keyword == union.keyword) else {
            let mut union = union.clone();
            *branches_mut(&mut union.kind)? =
                vec![self.id(Side::Old, self.inside.old, true), self.id(Side::New, added, true)];
            return Some(Schema { assertions: vec![union], ..old.clone() });
        };
        let mut schema = self.copy(Side::Old, self.inside.old);
        branches_mut(&mut schema.assertions[known].kind)?.push(self.id(Side::New, added, true));
        Some(schema)
    }

    /// Returns the old schema without one of its branches.
    fn without_branch(&mut self, branch: SchemaId) -> Option<Schema> {
        let mut schema = self.old.schema(self.inside.old).clone();
        let union = union_of(&schema, branch)?;
        branches_mut(&mut schema.assertions[union].kind)?.retain(|known| *known != branch);
        for assertion in &mut schema.assertions {
            self.renumber(Side::Old, assertion);
        }
        self.is_grafted = true;
        Some(schema)
    }

    /// Returns the old subschema for each new one: with the same text, or else at the same place and with a type in common, in place with
    /// the same types. The types of branches are a change of the schema that has the branches. A schema that accepts nothing is not
    /// aligned. The treatment of other members is a change of the object itself, so their schemas are not aligned if they accept nothing or
    /// everything.
    fn align(
        &self,
        assertion: &Assertion,
        pointers: &[Pointer],
        before: Vec<(Pointer, SchemaId)>,
    ) -> Vec<Option<SchemaId>> {
        let text = |model: &Model, id: SchemaId| {
            let place = &model.schema(id).place;
            place.source.text().get(place.span.clone()).unwrap_or_default().to_owned()
        };
        let after = assertion.kind.applied().ids();
        let mut left: Vec<Option<(Pointer, SchemaId)>> = before.into_iter().map(Some).collect();
        let mut aligned: Vec<Option<SchemaId>> = vec![None; after.len()];
        for (index, schema) in after.iter().enumerate() {
            let written = text(self.new, *schema);
            let same = left.iter_mut().find(|it| it.as_ref().is_some_and(|(_, old)| text(self.old, *old) == written));
            aligned[index] = same.and_then(Option::take).map(|(_, old)| old);
        }
        let is_about_others = matches!(
            assertion.kind,
            AssertionKind::Object(ObjectKeyword::AdditionalProperties(_) | ObjectKeyword::UnevaluatedProperties(_))
        );
        for (index, pointer) in pointers.iter().enumerate().filter(|(index, _)| *index < after.len()) {
            if aligned[index].is_none() {
                let is_edition = |(known, old): &(Pointer, SchemaId)| {
                    known == pointer
                        && self.have_common_types(*old, after[index], assertion.kind.is_in_place())
                        && !(is_about_others && admitted(self.old, *old) != admitted(self.new, after[index]))
                        && is_nothing(self.old, *old) == is_nothing(self.new, after[index])
                };
                let same = left.iter_mut().find(|it| it.as_ref().is_some_and(is_edition));
                aligned[index] = same.and_then(Option::take).map(|(_, old)| old);
            }
        }
        aligned
    }

    fn have_common_types(&self, old: SchemaId, new: SchemaId, in_place: bool) -> bool {
        if in_place {
            self.old.types_in_place(old) == self.new.types_in_place(new)
        } else {
            types(self.old, old).intersects(types(self.new, new))
        }
    }

    /// Returns the old schema with some members as in the new edition.
    fn with_members(&mut self, names: &[String]) -> Schema {
        let (old, new) = (self.old.schema(self.inside.old), self.new.schema(self.inside.new));
        let mut schema = old.clone();
        let mut properties = take(&mut schema.assertions, |kind| {
            if let AssertionKind::Object(ObjectKeyword::Properties(it)) = kind { Some(it.clone()) } else { None }
        });
        let mut required = take(&mut schema.assertions, |kind| {
            if let AssertionKind::Object(ObjectKeyword::Required(it)) = kind { Some(it.clone()) } else { None }
        });
        for assertion in &mut schema.assertions {
            self.renumber(Side::Old, assertion);
        }
        for (_, inner) in &mut properties {
            *inner = self.id(Side::Old, *inner, false);
        }
        let is_required = |schema: &Schema, name: &String| {
            schema.assertions.iter().any(|assertion| {
                matches!(&assertion.kind, AssertionKind::Object(ObjectKeyword::Required(it)) if it.contains(name))
            })
        };
        let names_of =
            |members: &[(String, SchemaId)]| members.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let before = (names_of(&properties), required.clone());
        for name in names {
            let of_new = new.properties().iter().find(|(known, _)| known == name);
            let is_old = properties.iter().any(|(known, _)| known == name);
            match of_new {
                Some((_, member)) if !is_old => properties.push((name.clone(), self.id(Side::New, *member, false))),
                None => properties.retain(|(known, _)| known != name),
                Some(_) => {}
            }
            required.retain(|known| known != name);
            required.extend(is_required(new, name).then(|| name.clone()));
        }
        self.is_grafted |= before != (names_of(&properties), required.clone());
        let mut add = |keyword: &'static str, kind: ObjectKeyword| {
            let place = schema.place.clone();
            schema.assertions.push(Assertion { keyword, place, kind: AssertionKind::Object(kind) });
        };
        if !properties.is_empty() {
            add("properties", ObjectKeyword::Properties(properties));
        }
        if !required.is_empty() {
            add("required", ObjectKeyword::Required(required));
        }
        schema
    }
}

/// Returns the index of the union that has a branch.
fn union_of(schema: &Schema, branch: SchemaId) -> Option<usize> {
    let has_it = |assertion: &Assertion| {
        matches!(
            &assertion.kind,
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches))
                if branches.contains(&branch)
        )
    };
    schema.assertions.iter().position(has_it)
}

fn branches_mut(kind: &mut AssertionKind) -> Option<&mut Vec<SchemaId>> {
    if let AssertionKind::InPlace(InPlaceKeyword::AnyOf(branches) | InPlaceKeyword::OneOf(branches)) = kind {
        Some(branches)
    } else {
        None
    }
}

/// Removes the assertions that `pick` selects and returns their contents.
fn take<T>(assertions: &mut Vec<Assertion>, pick: impl Fn(&AssertionKind) -> Option<Vec<T>>) -> Vec<T> {
    let mut found = Vec::new();
    assertions.retain(|assertion| match pick(&assertion.kind) {
        Some(contents) => {
            found.extend(contents);
            false
        }
        None => true,
    });
    found
}
