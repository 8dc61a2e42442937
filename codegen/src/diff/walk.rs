//! Walks two models side by side: every pair of schemas once, however many events contain it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::applied::Applied;
use crate::diff::change::{Anchor, Change, Reading, Site};
use crate::diff::local::{Child, Found, Local, Sides, Step};
use crate::diff::path;
use crate::diff::roots;
use crate::diff::rule::Rule;
use crate::diff::schema;
use crate::diff::side::Side;
use crate::diff::union;
use crate::model::{
    ArrayKeyword, Assertion, AssertionKind, InPlaceKeyword, ObjectKeyword, Role, Root, Schema, SchemaId,
};
use crate::source::location::{Place, Pointer};
use crate::wire::{self, Part};

/// The schemas that apply to one value, before and after.
pub(super) type Aligned = (Vec<SchemaId>, Vec<SchemaId>);

/// Returns the changes of all documented schemas; those of a shared schema are one change, with its users. Also returns the compared pairs.
pub(super) fn changes(sides: Sides<'_>) -> (Vec<Change>, Vec<Aligned>) {
    let matched = roots::matched(sides);
    // An older crate does not decode the payload of an event with a new name, so its changes are kept apart from those of the same schemas
    // elsewhere.
    let is_renamed = |(before, after): &(usize, usize)| {
        sides.old.model.roots[*before].wire_name != sides.new.model.roots[*after].wire_name
    };
    let (renamed, same): (Vec<_>, Vec<_>) = matched.pairs.into_iter().partition(is_renamed);
    let mut changes = matched.changes;
    let start = changes.len();
    let (found, mut aligned) = between(sides, same);
    changes.extend(found);
    let place = |reading: &Option<Reading>| reading.as_ref().map(|reading| Anchor::of(&reading.place));
    let key = |it: &Change| (it.rule, it.words.clone(), place(&it.before), place(&it.after));
    let known: BTreeMap<_, usize> =
        changes.iter().enumerate().skip(start).rev().map(|(at, it)| (key(it), at)).collect();
    let said = |wire_name: &str| format!("`\"{wire_name}\"`");
    let names: Vec<(String, String)> = renamed
        .iter()
        .map(|(was, is)| (said(&sides.old.model.roots[*was].wire_name), said(&sides.new.model.roots[*is].wire_name)))
        .collect();
    // The name in the payload is renamed with the event.
    let is_name = |change: &Change| {
        let readings = change.before.as_ref().zip(change.after.as_ref());
        let is_said = |(before, after): (&Reading, &Reading)| {
            names.iter().any(|(was, is)| before.words == *was && after.words == *is)
        };
        change.rule == Rule::ConstantChanged && readings.is_some_and(is_said)
    };
    let (found, pairs) = between(sides, renamed);
    aligned.extend(pairs);
    for change in found.into_iter().filter(|change| !is_name(change)) {
        match known.get(&key(&change)) {
            Some(at) => changes[*at].users.extend(change.users),
            None => changes.push(change),
        }
    }
    (changes, aligned)
}

/// Returns the changes between pairs of roots, with the compared pairs of schemas.
fn between(sides: Sides<'_>, pairs: Vec<(usize, usize)>) -> (Vec<Change>, Vec<Aligned>) {
    let names: Vec<&Root> = pairs.iter().map(|(_, after)| &sides.new.model.roots[*after]).collect();
    let mut walk = Walk { sides, roots: pairs, tops: Vec::new(), pairs: Vec::new(), index: BTreeMap::new() };
    for (user, (before, after)) in walk.roots.clone().into_iter().enumerate() {
        let (old, new) = (&sides.old.model.roots[before], &sides.new.model.roots[after]);
        let (old, new) = (vec![old.schema], vec![new.schema]);
        let child = Child { step: Step::InPlace, old, new, is_negated: false, selects: false, condition: None };
        let pair = walk.pair(child, None, user);
        walk.pairs[pair].users.insert(user);
        walk.tops.push(pair);
    }
    walk.run();
    let changes = walk.changes(&names);
    (changes, walk.pairs.into_iter().map(|pair| (pair.child.old, pair.child.new)).collect())
}

/// Two sets of schemas for one value.
struct Pair {
    child: Child,
    /// The pair that this one was found in first, and the user whose root leads here.
    parent: Option<usize>,
    first_user: usize,
    found: Vec<Found>,
    /// The pairs of its parts, each with the step to it.
    children: Vec<(usize, Step)>,
    users: BTreeSet<usize>,
}

type Key = (Vec<SchemaId>, Vec<SchemaId>, bool);

struct Walk<'c> {
    sides: Sides<'c>,
    /// The indexes of the roots of each user.
    roots: Vec<(usize, usize)>,
    /// The pair of each user's root.
    tops: Vec<usize>,
    pairs: Vec<Pair>,
    index: BTreeMap<Key, usize>,
}

impl Walk<'_> {
    /// Returns the index of a pair, and adds it if it is new.
    fn pair(&mut self, child: Child, parent: Option<usize>, first_user: usize) -> usize {
        let Sides { old, new } = self.sides;
        let sorted = |ids: &[SchemaId], original: &dyn Fn(SchemaId) -> SchemaId| {
            let mut ids: Vec<SchemaId> = ids.iter().map(|id| original(*id)).collect();
            ids.sort();
            ids.dedup();
            ids
        };
        let key =
            (sorted(&child.old, &|id| old.original(id)), sorted(&child.new, &|id| new.original(id)), child.is_negated);
        if let Some(known) = self.index.get(&key) {
            let pair = &mut self.pairs[*known].child;
            pair.selects |= child.selects;
            pair.condition = pair.condition.and(child.condition);
            return *known;
        }
        let pair = Pair { child, parent, first_user, found: Vec::new(), children: Vec::new(), users: BTreeSet::new() };
        self.pairs.push(pair);
        self.index.insert(key, self.pairs.len() - 1);
        self.pairs.len() - 1
    }

    /// Compares pairs until there are no more.
    fn run(&mut self) {
        let mut next = 0;
        while next < self.pairs.len() {
            let Local { found, children, .. } = schema::compare(self.sides, &self.pairs[next].child);
            let first_user = self.pairs[next].first_user;
            self.pairs[next].found = found;
            for child in children {
                let step = child.step.clone();
                let child = self.pair(child, Some(next), first_user);
                self.pairs[next].children.push((child, step));
            }
            next += 1;
        }
        self.spread_users();
    }

    /// Gives each pair the users of the pairs that lead to it, and makes it select what one of these selects.
    fn spread_users(&mut self) {
        let mut open: BTreeSet<usize> =
            (0..self.pairs.len()).filter(|pair| !self.pairs[*pair].users.is_empty()).collect();
        while let Some(pair) = open.pop_first() {
            let (users, selects) = (self.pairs[pair].users.clone(), self.pairs[pair].child.selects);
            for (child, _) in self.pairs[pair].children.clone() {
                let known = |pair: &Pair| (pair.users.len(), pair.child.selects);
                let before = known(&self.pairs[child]);
                self.pairs[child].users.extend(&users);
                self.pairs[child].child.selects |= selects;
                if known(&self.pairs[child]) != before {
                    open.insert(child);
                }
            }
        }
    }

    /// Returns the changes in the order of their first users; equal changes of several pairs are one.
    fn changes(&self, roots: &[&Root]) -> Vec<Change> {
        let mut merged: Vec<(Change, BTreeSet<usize>)> = Vec::new();
        let mut index: BTreeMap<ChangeKey, usize> = BTreeMap::new();
        for (number, pair) in self.pairs.iter().enumerate() {
            for found in &pair.found {
                let key = key(found);
                if let Some(known) = index.get(&key) {
                    let (change, users) = &mut merged[*known];
                    users.extend(&pair.users);
                    change.takes_values |= takes_values(pair, found);
                    continue;
                }
                index.insert(key, merged.len());
                // The path leads through the root where the pair was found first.
                merged.push((self.change(number, found, &roots[pair.first_user].wire_name), pair.users.clone()));
            }
        }
        self.tell_conditions(&mut merged, &index);
        self.tell_branches(&mut merged, &index);
        self.tell_places(&mut merged, &index);
        let envelope = |users: &BTreeSet<usize>| users.iter().all(|user| roots[*user].role == Role::Envelope);
        let mut ordered: Vec<(Change, BTreeSet<usize>)> = merged;
        ordered.sort_by_key(|(_, users)| users.first().copied());
        let finished = ordered.into_iter().map(|(mut change, users)| {
            if envelope(&users) {
                change.rule = change.rule.of_envelope();
            }
            change.users = users.iter().map(|user| roots[*user].wire_name.clone()).collect();
            change
        });
        finished.collect()
    }

    /// Adds the keyword to the words of changes that hold under a condition, wherever the changed schema is.
    fn tell_conditions(&self, merged: &mut [(Change, BTreeSet<usize>)], index: &BTreeMap<ChangeKey, usize>) {
        let mut is_certain = vec![false; self.pairs.len()];
        let mut open: Vec<usize> = (0..self.pairs.len()).filter(|pair| self.pairs[*pair].parent.is_none()).collect();
        while let Some(pair) = open.pop() {
            if self.pairs[pair].child.condition.is_none() && !is_certain[pair] {
                is_certain[pair] = true;
                open.extend(self.pairs[pair].children.iter().map(|(child, _)| child));
            }
        }
        let mut conditions: BTreeMap<usize, Option<&'static str>> = BTreeMap::new();
        for (pair, is_certain) in self.pairs.iter().zip(is_certain) {
            let around = || std::iter::successors(Some(pair), |pair| Some(&self.pairs[pair.parent?]));
            let condition = around().find_map(|pair| pair.child.condition).filter(|_| !is_certain);
            for at in pair.found.iter().filter_map(|found| index.get(&key(found))) {
                conditions.entry(*at).and_modify(|known| *known = known.and(condition)).or_insert(condition);
            }
        }
        for (at, condition) in conditions {
            if let Some(keyword) = condition {
                let change = &mut merged[at].0;
                change.words = format!("{}, in `{keyword}`", change.words);
            }
        }
    }

    /// Adds the branch to the words of changes that are told equally: the path of a member has no branches.
    fn tell_branches(&self, merged: &mut [(Change, BTreeSet<usize>)], index: &BTreeMap<ChangeKey, usize>) {
        let said = |change: &Change| (change.subject.clone(), change.member.clone(), change.words.clone());
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        for (change, _) in merged.iter() {
            *counts.entry(said(change)).or_default() += 1;
        }
        for pair in &self.pairs {
            for found in &pair.found {
                let Some((change, _)) = index.get(&key(found)).map(|at| &mut merged[*at]) else { continue };
                if counts.get(&said(change)).is_none_or(|count| *count < 2) {
                    continue;
                }
                if let Some(branch) = self.branch(pair) {
                    change.words = format!("{}, in the branch {branch}", change.words);
                }
            }
        }
    }

    /// Adds the other members of the subject that have the changed schema.
    fn tell_places(&self, merged: &mut [(Change, BTreeSet<usize>)], index: &BTreeMap<ChangeKey, usize>) {
        let mut holders = vec![Vec::new(); merged.len()];
        for (number, pair) in self.pairs.iter().enumerate() {
            for found in &pair.found {
                let at = index.get(&key(found)).into_iter();
                at.for_each(|at| holders[*at].push((number, found.member.as_deref())));
            }
        }
        let ways = self.ways();
        for ((change, _), holders) in merged.iter_mut().zip(holders) {
            let Some(user) = holders.first().map(|(first, _)| self.pairs[*first].first_user) else { continue };
            let of_user = holders.iter().filter(|(pair, _)| self.pairs[*pair].users.contains(&user));
            let mut places: BTreeSet<String> =
                of_user.flat_map(|(pair, member)| path::all(&ways, self.tops[user], *pair, *member)).collect();
            places.remove(&change.member);
            change.also = places.into_iter().collect();
        }
    }

    /// Returns the name of the nearest branch around a pair.
    fn branch(&self, pair: &Pair) -> Option<String> {
        let around = || std::iter::successors(Some(pair), |pair| Some(&self.pairs[pair.parent?]));
        around().find_map(|pair| {
            let is_branch = matches!(pair.child.step, Step::InPlace | Step::Renamed(_)) && pair.parent.is_some();
            let (old, new) = (pair.child.old.first(), pair.child.new.first().filter(|_| is_branch)?);
            // The tag that named the branch may be gone.
            union::name(self.sides.new, *new).or_else(|| union::name(self.sides.old, *old?))
        })
    }

    /// Returns the schemas that hold a changed keyword, if both sides have one at its place: the pair may apply them by `$ref` or `allOf`.
    fn holders(&self, child: &Child, found: &Found) -> Option<(SchemaId, SchemaId)> {
        if matches!(found.part, Part::Members(_)) {
            return None;
        }
        let holder = |side: &Side<'_>, schemas: &[SchemaId], keyword: &Place, pointer: &Pointer| {
            let applied = Applied::new(side.model, schemas).schemas;
            applied.into_iter().find(|id| {
                let place = &side.model.schema(*id).place;
                place.source.path() == keyword.source.path() && place.pointer.as_ref() == Some(pointer)
            })
        };
        // A side without the keyword has the place of a schema.
        found.after.iter().chain(&found.before).find_map(|Reading { place: keyword, .. }| {
            let pointer = keyword.pointer.as_ref()?.parent()?;
            let old = holder(self.sides.old, &child.old, keyword, &pointer)?;
            Some((old, holder(self.sides.new, &child.new, keyword, &pointer)?))
        })
    }

    /// Returns the changed keywords of two schemas, if these keywords have no subschemas, or are added or removed as a whole. The other
    /// keywords of the schemas are then unchanged.
    fn constraints(&self, (old, new): (SchemaId, SchemaId), found: &Found) -> Option<Part> {
        if found.part != Part::Keywords {
            return None;
        }
        let (old, new) = (self.sides.old.model.schema(old), self.sides.new.model.schema(new));
        let changed: Vec<&Assertion> = at(old, found.before.as_ref()).chain(at(new, found.after.as_ref())).collect();
        let is_of_values = |kind: &AssertionKind| {
            matches!(kind, AssertionKind::Type(_) | AssertionKind::Enum(_) | AssertionKind::Const(_))
        };
        let has = |schema: &Schema, keyword: &str| schema.assertions.iter().any(|it| it.keyword == keyword);
        let is_whole = |it: &Assertion| {
            let is_apart = matches!(
                it.kind,
                AssertionKind::InPlace(InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. })
                    | AssertionKind::Array(ArrayKeyword::Contains { .. })
                    | AssertionKind::Object(ObjectKeyword::PropertyNames(_))
            );
            is_apart && has(old, it.keyword) != has(new, it.keyword)
        };
        let has_none =
            |it: &&Assertion| is_of_values(&it.kind) || matches!(it.kind, AssertionKind::Leaf(_)) || is_whole(it);
        if changed.is_empty() || !changed.iter().all(has_none) || old.is_never() || new.is_never() {
            return None;
        }
        let mut keywords: Vec<String> = changed.iter().map(|it| it.keyword.to_owned()).collect();
        // What a list of values allows depends on the types beside it.
        if changed.iter().any(|it| is_of_values(&it.kind)) {
            keywords.extend(wire::LISTS.map(str::to_owned));
        }
        Some(Part::Constraints(keywords))
    }

    fn change(&self, pair: usize, found: &Found, subject: &str) -> Change {
        let Pair { child, first_user, .. } = &self.pairs[pair];
        let is_words = matches!(found.rule, Rule::WordsChanged | Rule::ExampleChanged | Rule::BranchesReordered);
        let site = match (child.old.first(), child.new.first()) {
            (Some(old), Some(new)) if !is_words => {
                let schemas = self.holders(child, found).unwrap_or((*old, *new));
                let part = self.constraints(schemas, found).unwrap_or_else(|| found.part.clone());
                Site::Inside { roots: self.roots[*first_user], schemas, part }
            }
            _ => Site::Outside,
        };
        Change {
            rule: found.rule,
            subject: subject.to_owned(),
            member: self.path(pair, found.member.as_deref()),
            also: Vec::new(),
            words: found.words.clone(),
            before: found.before.clone(),
            after: found.after.clone(),
            users: Vec::new(),
            anchors: found.anchors.clone(),
            site,
            section_key: None,
            takes_values: takes_values(&self.pairs[pair], found),
        }
    }

    /// Returns the path of a pair's value from the root where it was found first: `lines[].price`.
    fn path(&self, pair: usize, member: Option<&str>) -> String {
        let mut steps: Vec<Step> = member.iter().map(|member| Step::Member((*member).to_owned())).collect();
        let mut next = Some(pair);
        while let Some(pair) = next {
            steps.push(self.pairs[pair].child.step.clone());
            next = self.pairs[pair].parent;
        }
        path::text(steps.iter().rev())
    }

    /// Returns the ways that lead to each pair.
    fn ways(&self) -> path::Ways<'_> {
        let mut ways = vec![Vec::new(); self.pairs.len()];
        for (outer, pair) in self.pairs.iter().enumerate() {
            for (inner, step) in &pair.children {
                ways[*inner].push((outer, step));
            }
        }
        ways
    }
}

/// Returns true for a change that may give a value another variant of a union.
fn takes_values(pair: &Pair, found: &Found) -> bool {
    let constrains =
        !matches!(found.rule, Rule::WordsChanged | Rule::ExampleChanged | Rule::LayoutChanged | Rule::Restructured);
    found.takes_values || pair.child.selects && constrains
}

type ChangeKey = (Rule, String, Option<Anchor>, Option<Anchor>);

fn key(found: &Found) -> ChangeKey {
    let anchor = |reading: &Option<Reading>| reading.as_ref().map(|reading| Anchor::of(&reading.place));
    (found.rule, found.words.clone(), anchor(&found.before), anchor(&found.after))
}

/// Returns the assertions of a schema at a place.
fn at<'s>(schema: &'s Schema, reading: Option<&Reading>) -> impl Iterator<Item = &'s Assertion> {
    let place = reading.map(|reading| reading.place.clone());
    schema.assertions.iter().filter(move |assertion| {
        place.as_ref().is_some_and(|place| {
            assertion.place.source.path() == place.source.path() && assertion.place.pointer == place.pointer
        })
    })
}
