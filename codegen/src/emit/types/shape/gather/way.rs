//! The branches and conditions of a site: facts about each, and those of the ways that it takes.

use crate::emit::types::shape::facts::{Choice, Facts, Mention};
use crate::emit::types::shape::gather::{Gathering, gather_below};
use crate::emit::types::shape::site::{Site, Way};
use crate::emit::types::shape::{accepting, in_place};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::plan::effort::Effort;

impl<'m> Gathering<'_, 'm> {
    pub(super) fn choice(&mut self, schema: SchemaId, branches: &'m [SchemaId], is_exclusive: bool, is_sure: bool) {
        if is_sure {
            if let Some(branch) = branches.iter().find(|branch| self.site.taken.contains(&Way::Branch(**branch))) {
                // If several branches accept, the members of the others have no field here: see `Kept::beside`.
                self.has_skipped |= !is_exclusive;
                return self.visit(*branch, true);
            }
            let ways: Vec<Way> = branches.iter().copied().map(Way::Branch).collect();
            let mut choice = Choice { is_exclusive, branches: self.ways(schema, &ways) };
            if is_exclusive {
                self.exclude(branches, &mut choice);
            }
            self.exclude_contradictions(&mut choice);
            self.facts.choices.push(choice);
        }
        for branch in branches {
            self.visit(*branch, false);
        }
    }

    /// Removes the types that two branches of a `oneOf` accept without exception, because the `oneOf` rejects all their instances. Keeps
    /// all types if no type would be left.
    fn exclude(&self, branches: &[SchemaId], choice: &mut Choice<'m>) {
        let (mut once, mut twice) = (TypeSet::NONE, TypeSet::NONE);
        for types in branches.iter().map(|branch| accepting::accepted(self.model, *branch)) {
            twice = twice.union(once.intersection(types));
            once = once.union(types);
        }
        if !twice.contains(TypeSet::NUMBER) {
            // A set of types cannot hold numbers without the integers.
            twice = twice.without(TypeSet::INTEGER);
        }
        if choice.branches.iter().any(|(_, branch)| !branch.types.without(twice).is_empty()) {
            choice.branches.iter_mut().for_each(|(_, branch)| branch.types = branch.types.without(twice));
        }
    }

    /// Removes objects from the types of branches that require a member without a possible value. Keeps all if no branch would be left.
    fn exclude_contradictions(&self, choice: &mut Choice<'m>) {
        let has_no_value = |member: &Mention| {
            let site = Site { always: member.always.clone(), ..Site::default() };
            let types = || gather_below(self.model, self.settings, &site, self.above, Effort::NONE).types;
            member.always.len() > 1 && (member.is_required || self.requires(&member.wire_name)) && types().is_empty()
        };
        let is_contradiction = |branch: &Facts<'_>| branch.members.iter().any(has_no_value);
        if choice.branches.iter().all(|(_, branch)| is_contradiction(branch)) {
            return;
        }
        for (_, branch) in &mut choice.branches {
            if is_contradiction(branch) {
                branch.types = branch.types.without(TypeSet::OBJECT);
            }
        }
    }

    pub(super) fn condition(
        &mut self,
        schema: SchemaId,
        condition: SchemaId,
        then: Option<SchemaId>,
        else_: Option<SchemaId>,
        is_sure: bool,
    ) {
        let ways = [Way::Then(condition, then), Way::Else(condition, else_)];
        let taken = if is_sure { ways.iter().find(|way| self.site.taken.contains(way)) } else { None };
        if let Some(way) = taken {
            if let Way::Then(..) = way {
                // What else the condition asks for narrows no type: its members have one type in all ways.
                self.visit(condition, false);
                self.require(condition);
            }
            way.applied().into_iter().for_each(|applied| self.visit(applied, true));
            return;
        }
        if is_sure {
            let choice = Choice { is_exclusive: true, branches: self.ways(schema, &ways) };
            self.facts.conditions.push(choice);
        }
        self.visit(condition, false);
        then.into_iter().chain(else_).for_each(|applied| self.visit(applied, false));
    }

    /// Marks the members that a schema requires, which accepts the instance.
    fn require(&mut self, id: SchemaId) {
        for wire_name in in_place::required(self.model, id) {
            self.member(wire_name).is_required = true;
        }
    }

    /// Collects the facts about the schemas of some ways.
    fn ways(&self, schema: SchemaId, ways: &[Way]) -> Vec<(Way, Facts<'m>)> {
        let mut above = self.above.clone();
        above.extend(self.seen.iter().filter(|(_, is_sure)| *is_sure).map(|(id, _)| *id));
        above.insert(schema);
        let below = self.effort.among(ways.len());
        // A way without facts has any type, which is always sound.
        let facts = |way: &Way| match way.applied() {
            Some(applied) if !self.effort.is_spent() => {
                gather_below(self.model, self.settings, &Site::of(applied), &above, below)
            }
            _ => Facts::unknown(),
        };
        let told = |way: &Way| match way {
            Way::Then(condition, _) if !self.effort.is_spent() => {
                gather_below(self.model, self.settings, &Site::of(*condition), &above, below).types
            }
            Way::Branch(_) | Way::Then(..) | Way::Else(..) => TypeSet::ALL,
        };
        let facts = |way: &Way| {
            let facts = facts(way);
            Facts { types: facts.types.intersection(told(way)), ..facts }
        };
        ways.iter().map(|way| (*way, facts(way))).collect()
    }
}
