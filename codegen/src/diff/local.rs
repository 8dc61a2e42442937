//! The changes between two sets of schemas for one value, and the pairs of subschemas to compare next.

use crate::diff::applied::Applied;
use crate::diff::change::{Anchor, Reading};
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::model::SchemaId;
use crate::source::location::{Place, Pointer};
use crate::wire::Part;

/// Both sides of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Sides<'c> {
    pub(super) old: &'c Side<'c>,
    pub(super) new: &'c Side<'c>,
}

/// A change inside of a pair.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) rule: Rule,
    /// The member of the pair's value that changes; `None` for the value itself.
    pub(super) member: Option<String>,
    pub(super) words: String,
    pub(super) before: Option<Reading>,
    pub(super) after: Option<Reading>,
    pub(super) anchors: Vec<Anchor>,
    /// The changed part of the pair's schemas.
    pub(super) part: Part,
    /// True for an added branch whose variant takes values from the variants behind it.
    pub(super) takes_values: bool,
}

/// The way from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value itself, in a branch or another schema.
    InPlace,
    /// The value itself, in a branch whose tag has another value: the name of the tag's member.
    Renamed(String),
    /// A member.
    Member(String),
    /// The member with the tag of a renamed branch.
    Tag(String),
    /// An element of an array: that at a position, or one of those without a schema of their own.
    Element(Option<usize>),
    /// A member that no schema names.
    Unnamed,
}

/// Schemas that apply to one value, before and after.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) step: Step,
    pub(super) old: Vec<SchemaId>,
    pub(super) new: Vec<SchemaId>,
    /// True below `not` and `if`, where a looser schema makes the outer schema tighter.
    pub(super) is_negated: bool,
    /// True if the schemas select the variant of values that others accept, too.
    pub(super) selects: bool,
    /// The keyword of the schemas, if they apply to some values only, or say what a value must not be.
    pub(super) condition: Option<&'static str>,
}

/// The comparison of a pair.
pub(super) struct Local<'c> {
    pub(super) sides: Sides<'c>,
    pub(super) old: Applied<'c>,
    pub(super) new: Applied<'c>,
    pub(super) is_negated: bool,
    /// The way to the pair's value.
    pub(super) step: &'c Step,
    pub(super) found: Vec<Found>,
    pub(super) children: Vec<Child>,
}

impl<'c> Local<'c> {
    pub(super) fn new(sides: Sides<'c>, pair: &'c Child) -> Self {
        let (old, new) = (Applied::new(sides.old.model, &pair.old), Applied::new(sides.new.model, &pair.new));
        let (is_negated, step) = (pair.is_negated, &pair.step);
        Self { sides, old, new, is_negated, step, found: Vec::new(), children: Vec::new() }
    }

    /// Adds a change of the value itself, and returns it for more details.
    pub(super) fn push(
        &mut self,
        rule: Rule,
        words: impl Into<String>,
        before: Option<Reading>,
        after: Option<Reading>,
    ) -> &mut Found {
        let is_words = matches!(rule, Rule::WordsChanged | Rule::ExampleChanged);
        let rule = if self.is_negated && !is_words { Rule::ConstraintChanged } else { rule };
        let own = |applied: &Applied<'_>, side: &Side<'_>| {
            applied.schemas.first().map(|id| Anchor::of(&side.model.schema(*id).place))
        };
        let readings = before.iter().chain(&after).map(|reading| Anchor::of(&reading.place));
        let mut anchors: Vec<Anchor> = readings.collect();
        anchors.extend(own(&self.old, self.sides.old));
        anchors.extend(own(&self.new, self.sides.new));
        self.found.push(Found {
            rule,
            member: None,
            words: words.into(),
            before,
            after,
            anchors,
            part: Part::Keywords,
            takes_values: false,
        });
        self.found.last_mut().expect("it was pushed")
    }

    /// Adds a pair of subschemas.
    pub(super) fn descend(&mut self, step: Step, old: Vec<SchemaId>, new: Vec<SchemaId>) {
        let is_negated = self.is_negated;
        self.children.push(Child { step, old, new, is_negated, selects: false, condition: None });
    }

    /// Returns a place for the older value. `keyword` is a place of the newer side; if the schema around it existed before, its older place
    /// is returned.
    pub(super) fn old_place(&self, keyword: Option<&Place>) -> Place {
        place(self.sides.old, &self.old, keyword)
    }

    /// Returns a place for the newer value. `keyword` is a place of the older side; if the schema around it still exists, its newer place
    /// is returned.
    pub(super) fn new_place(&self, keyword: Option<&Place>) -> Place {
        place(self.sides.new, &self.new, keyword)
    }
}

fn place(side: &Side<'_>, applied: &Applied<'_>, keyword: Option<&Place>) -> Place {
    let places = || applied.schemas.iter().map(|id| &side.model.schema(*id).place);
    let is_same = |place: &&Place| {
        keyword.is_some_and(|keyword| {
            let parent = keyword.pointer.as_ref().and_then(Pointer::parent);
            place.source.path() == keyword.source.path() && place.pointer == parent
        })
    };
    let found = places().find(is_same).or_else(|| places().next());
    found.expect("a pair has schemas on both sides").clone()
}

impl Found {
    /// Sets the changed member, and the schemas that describe it.
    pub(super) fn of_member(&mut self, wire_name: &str, anchors: Vec<Anchor>) {
        self.of_members(&[wire_name], anchors);
    }

    /// Sets the changed member, its other name, and the schemas that describe it.
    pub(super) fn of_members(&mut self, wire_names: &[&str], anchors: Vec<Anchor>) {
        self.member = wire_names.first().map(|wire_name| (*wire_name).to_owned());
        self.part = Part::Members(wire_names.iter().map(|wire_name| (*wire_name).to_owned()).collect());
        self.anchors = anchors;
    }
}

/// Returns a reading.
pub(super) fn reading(place: &Place, words: impl Into<String>) -> Reading {
    Reading::new(place.clone(), words)
}
