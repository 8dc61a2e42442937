//! The ways of a site's instances through branches and conditions, and their types.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::emit::types::shape::branch;
use crate::emit::types::shape::decide::{Deciding, TAKEN};
use crate::emit::types::shape::definition::{Test, Variant};
use crate::emit::types::shape::facts::{Choice, Facts, Mention, Rest};
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::scalar::{self, Strings};
use crate::emit::types::shape::site::{Site, Types, Way};
use crate::emit::types::shape::{gather, in_place, step};
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;

impl<'m> Deciding<'m> {
    /// Returns the ways to treat one by one, if there are any.
    pub(super) fn ways(&self, site: &Site, facts: &Facts<'m>, json_type: TypeSet) -> Option<Vec<(Way, Test)>> {
        let changes = |choice: &Choice<'_>| self.changes(site, facts, choice);
        let ways = branch::divide(self.model, self.settings, &self.naming, (site, facts), json_type, &changes)?;
        let is_new = |way: &Way| !matches!(way, Way::Branch(branch) if site.always.contains(branch));
        let ways = ways.iter().all(|(way, _)| is_new(way)).then_some(ways)?;
        let depth = site.taken.iter().filter(|way| !matches!(way, Way::Else(..))).count();
        let is_plain = || ways.iter().all(|(way, _)| self.alone(site, facts, *way).is_some());
        let is_small = depth < TAKEN && self.combined * 8 <= self.limit();
        (is_small || is_plain()).then_some(ways)
    }

    /// Returns the schema whose type the instances of a way have, if neither the site nor a condition constrains them further.
    fn alone(&self, site: &Site, facts: &Facts<'m>, way: Way) -> Option<SchemaId> {
        let applied = way.applied()?;
        let target = self.model.typed_target(applied);
        let is_own = target != applied && step::is_own(self.model.schema(target).pointer());
        let is_told = match way {
            Way::Branch(_) => true,
            Way::Then(condition, _) => is_own && self.narrowed(&Site::of(target), condition).is_some(),
            Way::Else(..) => is_own,
        };
        // An `else` says nothing about its instances.
        if !is_told || site.taken.iter().any(|way| !matches!(way, Way::Else(..))) {
            return None;
        }
        let of_way = LazyCell::new(|| gather::gather(self.model, self.settings, &Site::of(applied)));
        let adds = |member: &Mention| {
            let known = || of_way.member(&member.wire_name).is_some_and(|known| known.is_required);
            !member.always.is_empty() || (member.is_required && !is_own && !known())
        };
        (facts.rests.is_empty() && !facts.members.iter().any(adds)).then_some(applied)
    }

    /// Returns the site of the instances that take one way.
    fn way_site(&self, site: &Site, facts: &Facts<'m>, way: Way, json_type: TypeSet) -> Site {
        let types = Types(site.types.0.intersection(json_type));
        let site = match self.alone(site, facts, way) {
            Some(schema) => Site { always: vec![schema], perhaps: site.perhaps.clone(), taken: Vec::new(), types },
            None => {
                let taken = site.taken.iter().copied().chain(branch::beside(facts, way)).chain([way]);
                Site { taken: taken.collect(), types, ..site.clone() }
            }
        };
        self.normal(&site)
    }

    /// Decides the type of a site with instances of one JSON type, in ways.
    pub(super) fn apart(&mut self, site: &Site, facts: &Facts<'m>, ways: Vec<(Way, Test)>, json_type: TypeSet) -> Type {
        let mut parts = ways.iter().map(|(way, _)| self.way_site(site, facts, *way, json_type));
        let is_condition = ways.iter().any(|(way, _)| way.condition().is_some());
        let first = parts.next().filter(|first| ways.len() == 1 || is_condition && parts.all(|part| part == *first));
        if let Some(part) = first {
            let ty = self.type_of(&part);
            self.kept.beside(self.model, self.settings, facts, &part, &ty);
            return ty;
        }
        let id = self.define(site);
        let mut variants = Vec::new();
        self.variants(&mut variants, site, facts, ways, json_type);
        self.union(id, variants)
    }

    /// Adds the variants of a site's instances of one JSON type.
    pub(super) fn variants(
        &mut self,
        variants: &mut Vec<Variant>,
        site: &Site,
        facts: &Facts<'m>,
        ways: Vec<(Way, Test)>,
        json_type: TypeSet,
    ) {
        for (way, test) in ways {
            let site = self.way_site(site, facts, way, json_type);
            let first = variants.len();
            if let Way::Else(..) = way
                && let below = gather::gather(self.model, self.settings, &site)
                && let Some(ways) = self.ways(&site, &below, json_type)
            {
                // The ways behind `else` are further ways of the same value.
                self.variants(variants, &site, &below, ways, json_type);
            } else if let Some(same) = self.same_way(variants, &site, (way, &test), json_type) {
                self.kept.beside(self.model, self.settings, facts, &site, &variants[same].ty);
                match (&mut variants[same].test, test) {
                    (Test::Validators(known), Test::Validators(schemas)) => known.extend(schemas),
                    (Test::Tag(_, known), Test::Tag(_, tags)) => known.extend(tags),
                    (known, test) => *known = test,
                }
            } else if !branch::is_impossible(self.model, self.settings, facts, &site) {
                let ty = self.type_of(&site).contained();
                variants.push(Variant { ident: String::new(), ty, json_type, test, site, branch: way.applied() });
            }
            for variant in &variants[first..] {
                self.kept.beside(self.model, self.settings, facts, &variant.site, &variant.ty);
            }
        }
    }

    /// Returns the index of the variant for a way through another condition that applies the same schema, if the type of both is equal.
    fn same_way(
        &self,
        variants: &[Variant],
        site: &Site,
        (way, test): (Way, &Test),
        json_type: TypeSet,
    ) -> Option<usize> {
        let target = |schema: SchemaId| self.model.typed_target(schema);
        let (condition, applied) = (way.condition()?, target(way.applied()?));
        // The first way whose test accepts counts, unless at most one of those between accepts.
        let is_else = |way: &&Way| matches!(way, Way::Else(..));
        let is_exclusive = site.taken.iter().filter(is_else).all(|way| way.applied().is_none());
        let own = gather::gather(self.model, self.settings, site);
        let is_apart = |variant: &Variant| {
            variant.json_type != json_type
                || branch::are_apart(self.model, self.settings, &own, &variant.test, condition)
        };
        let is_candidate = |index: &usize| {
            let variant = &variants[*index];
            variant.json_type == json_type
                && variant.test.takes(test)
                && variant.branch.is_some_and(|branch| target(branch) == applied)
                && (is_exclusive || variants[*index + 1..].iter().all(is_apart))
        };
        let is_same = |index: &usize| {
            let known = &variants[*index].site;
            let of_known = gather::gather(self.model, self.settings, known);
            // What only this condition requires may be absent in the type of both.
            let is_open = |name: &&String| of_known.member(name).is_some_and(|member| !member.is_required);
            let open: Vec<String> = in_place::required(self.model, condition).iter().filter(is_open).cloned().collect();
            known == site || self.form(&of_known, &[]) == self.form(&own, &open)
        };
        (0..variants.len()).filter(is_candidate).find(is_same)
    }

    /// Returns true if the ways of objects through a keyword have other types than the site as a whole. A member that an `if` requires does
    /// not count, because the `if` says nothing about the other way.
    fn changes(&self, site: &Site, facts: &Facts<'m>, choice: &Choice<'_>) -> bool {
        let ways = choice.branches.iter().map(|(way, _)| *way);
        let Some(condition) = ways.clone().find_map(Way::condition) else { return true };
        let known = |member: &Mention| facts.member(&member.wire_name);
        let says_more = |member: &Mention| {
            known(member).is_none_or(|known| {
                !member.always.is_empty() && known.always.is_empty() || member.is_required && !known.is_required
            })
        };
        if choice.branches.iter().any(|(_, of_way)| of_way.members.iter().any(says_more)) {
            return true;
        }
        // Ways that were taken before hardly matter, and there may be many of them.
        let start = Site { taken: Vec::new(), ..site.clone() };
        let keys = [&start, site].map(|site| (site.clone(), condition));
        if let Some(known) = keys.iter().find_map(|key| self.changing.borrow().get(key).copied()) {
            return known;
        }
        let of_start = gather::gather(self.model, self.settings, &start);
        let is_there = conditions(&of_start).any(|other| other == condition);
        let (site, facts) = if is_there { (&start, &of_start) } else { (site, facts) };
        let key = (site.clone(), condition);
        let changes = self.has_other_types(site, facts, condition, ways);
        self.changing.borrow_mut().insert(key, changes);
        changes
    }

    /// Returns true if the ways through a condition have other types than the site as a whole.
    fn has_other_types(
        &self,
        site: &Site,
        facts: &Facts<'m>,
        condition: SchemaId,
        mut ways: impl Iterator<Item = Way>,
    ) -> bool {
        let asked = in_place::required(self.model, condition);
        let whole = self.form(facts, asked);
        ways.any(|way| {
            let taken = site.taken.iter().copied().chain([way]).collect();
            let part = gather::gather(self.model, self.settings, &Site { taken, ..site.clone() });
            let others = conditions(facts).filter(|other| *other != condition);
            let is_alike = conditions(&part).eq(others);
            !is_alike || self.form(&part, asked) != whole
        })
    }

    /// Returns the facts that decide the type of objects; `optional` are members that count as optional.
    fn form<'f>(&self, facts: &'f Facts<'m>, optional: &[String]) -> Form<'f> {
        let member = |member: &'f Mention| {
            let site = Site { always: member.always.clone(), perhaps: member.perhaps.clone(), ..Site::default() };
            let part = self.normal(&site);
            let is_required = member.is_required && !optional.contains(&member.wire_name);
            let flags = [is_required, member.is_weak, member.is_listed];
            (member.wire_name.as_str(), (flags, self.scalar(&part), part))
        };
        let members = facts.members.iter().map(member).map(|(name, (flags, scalar, part))| {
            let part = if scalar.is_some() { Site::default() } else { part };
            (name, (flags, scalar, part))
        });
        let rest = |rest: &Rest<'m>| {
            rest.patterns.iter().map(|(_, schema)| *schema).chain(rest.additional).collect::<Vec<SchemaId>>()
        };
        Form {
            types: facts.types,
            members: members.collect(),
            rests: facts.rests.iter().map(rest).collect(),
            flags: [facts.has_loose_rest, facts.is_closed],
            choices: facts.choices.iter().flat_map(|choice| &choice.branches).map(|(way, _)| *way).collect(),
        }
    }

    /// Returns the type of a site whose instances are of one plain type.
    fn scalar(&self, site: &Site) -> Option<Scalar> {
        if site.always.is_empty() {
            return None;
        }
        let facts = gather::gather(self.model, self.settings, site);
        match facts.types {
            TypeSet::STRING if facts.refining.is_empty() => Some(Scalar::Text(Strings::of(&facts))),
            TypeSet::NUMBER | TypeSet::INTEGER if facts.refining.is_empty() => {
                Some(Scalar::Plain(scalar::number(&facts)))
            }
            TypeSet::BOOLEAN => Some(Scalar::Plain(Type::Boolean)),
            _ => None,
        }
    }
}

/// The type of a plain value.
#[derive(PartialEq)]
enum Scalar {
    Plain(Type),
    Text(Strings),
}

/// The facts that decide the type of objects.
#[derive(PartialEq)]
struct Form<'f> {
    types: TypeSet,
    members: BTreeMap<&'f str, ([bool; 3], Option<Scalar>, Site)>,
    rests: Vec<Vec<SchemaId>>,
    flags: [bool; 2],
    choices: Vec<Way>,
}

/// Returns the conditions of a site.
fn conditions(facts: &Facts<'_>) -> impl Iterator<Item = SchemaId> {
    facts.conditions.iter().filter_map(|choice| choice.branches.iter().find_map(|(way, _)| way.condition()))
}
