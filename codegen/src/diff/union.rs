//! Compares the branches of `anyOf` and `oneOf`.

use std::collections::{BTreeMap, BTreeSet};

use crate::diff::applied::{Applied, Union};
use crate::diff::change::Anchor;
use crate::diff::local::{Local, Sides, Step, reading};
use crate::diff::matched::Matched;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::words;
use crate::model::SchemaId;
use crate::source::location::Place;
use crate::wire::Part;

/// Compares the unions in their order.
pub(super) fn compare(local: &mut Local<'_>) {
    let old = std::mem::take(&mut local.old.unions);
    let new = std::mem::take(&mut local.new.unions);
    for (was, is) in old.iter().zip(&new) {
        nullability(local, was, is);
        branches(local, was, is);
    }
    for gone in old.iter().skip(new.len()) {
        let was = reading(gone.place, words::branches(gone.branches.len()));
        local.push(Rule::ConstraintLoosened, format!("removes `{}`", gone.keyword), Some(was), None);
    }
    for added in new.iter().skip(old.len()) {
        let is = reading(added.place, words::branches(added.branches.len()));
        local.push(Rule::ConstraintTightened, format!("adds `{}`", added.keyword), None, Some(is));
    }
}

fn nullability<'c>(local: &mut Local<'c>, old: &Union<'c>, new: &Union<'c>) {
    // The branch for null may be one of a union around this one.
    let around = |place: Option<&'c Place>, union: &Union<'c>| place.filter(|place| !std::ptr::eq(*place, union.place));
    match (old.or_null, new.or_null) {
        (false, true) => {
            let is = around(local.new.null_place, new);
            let was = is.map_or_else(|| old.place.clone(), |is| local.old_place(Some(is)));
            let (before, after) = (reading(&was, "without null"), reading(is.unwrap_or(new.place), "with null"));
            local.push(Rule::NullAllowed, "allows null", Some(before), Some(after));
        }
        (true, false) => {
            let was = around(local.old.null_place, old);
            let is = was.map_or_else(|| new.place.clone(), |was| local.new_place(Some(was)));
            let (before, after) = (reading(was.unwrap_or(old.place), "with null"), reading(&is, "without null"));
            local.push(Rule::NullForbidden, "forbids null", Some(before), Some(after));
        }
        (true, true) | (false, false) => {}
    }
    if old.keyword != new.keyword {
        let words = format!("changes `{}` to `{}`", old.keyword, new.keyword);
        let (before, after) = (reading(old.place, old.keyword), reading(new.place, new.keyword));
        local.push(Rule::ConstraintChanged, words, Some(before), Some(after));
    }
}

fn branches(local: &mut Local<'_>, was: &Union<'_>, is: &Union<'_>) {
    let (matched, renamed) = matched(local.sides, &was.branches, &is.branches);
    for (before, after) in &matched.pairs {
        let tag = renamed.get(&(*before, *after)).cloned();
        let step = tag.map_or(Step::InPlace, Step::Renamed);
        local.descend(step, vec![*before], vec![*after]);
        let child = local.children.last_mut().expect("it was pushed");
        child.selects = is.keyword == "anyOf"
            && (is_before_others(local.sides.old, was, *before) || is_before_others(local.sides.new, is, *after));
    }
    rest(local, &matched, (was.place, was.branches.len()), (is.place, is.branches.len()));
    if is.keyword == "anyOf" && !local.is_negated {
        order(local, &matched, was, is);
    }
}

/// Returns true for a branch whose validator selects the variant of values that a branch behind it accepts, too.
fn is_before_others(side: &Side<'_>, union: &Union<'_>, branch: SchemaId) -> bool {
    let behind = union.branches.iter().skip_while(|it| **it != branch).skip(1);
    side.is_dispatched(branch) && behind.filter(|it| side.is_dispatched(**it)).count() > 0
}

/// Compares the order of the branches that select a Rust type by their validators: a value that several accept is of the type of the first.
/// In a `oneOf` no value is accepted by several.
fn order(local: &mut Local<'_>, matched: &Matched<SchemaId>, old: &Union<'_>, new: &Union<'_>) {
    let Sides { old: old_side, new: new_side } = local.sides;
    let index = |branches: &[SchemaId], branch: SchemaId| branches.iter().position(|it| *it == branch);
    let both = matched.pairs.iter().filter(|(was, is)| old_side.is_dispatched(*was) && new_side.is_dispatched(*is));
    let mut both: Vec<_> =
        both.map(|(was, is)| (index(&old.branches, *was), index(&new.branches, *is), *was, *is)).collect();
    both.sort();
    if !both.is_sorted_by_key(|(_, after, ..)| *after) {
        let labels = |side: &Side<'_>, branches: Vec<SchemaId>| {
            let labels: Vec<String> = branches.into_iter().map(|branch| told(side, branch)).collect();
            words::cut(&labels.join("; "))
        };
        let before = labels(old_side, both.iter().map(|(.., was, _)| *was).collect());
        both.sort_by_key(|(_, after, ..)| *after);
        let after = labels(new_side, both.iter().map(|(.., is)| *is).collect());
        let (before, after) = (reading(old.place, before), reading(new.place, after));
        local.push(Rule::BranchesReordered, "changes the order of branches", Some(before), Some(after));
    }
    for found in &mut local.found {
        let Part::AddedBranch(added) = found.part else { continue };
        let at = index(&new.branches, added).filter(|_| new_side.is_dispatched(added));
        found.takes_values |= at.is_some_and(|at| both.iter().any(|(_, after, ..)| *after > Some(at)));
    }
}

/// Reports the branches of one side alone.
fn rest(local: &mut Local<'_>, matched: &Matched<SchemaId>, old: (&Place, usize), new: (&Place, usize)) {
    for branch in &matched.come {
        let after = local.sides.new.reading(*branch, label(local.sides.new, *branch));
        let words = format!("adds a branch: {}", after.words);
        let anchor = target(local.sides.new, *branch);
        let before = reading(old.0, words::branches(old.1));
        let found = local.push(Rule::BranchAdded, words, Some(before), Some(after));
        found.anchors.push(anchor);
        found.part = Part::AddedBranch(*branch);
    }
    for branch in &matched.gone {
        let before = local.sides.old.reading(*branch, label(local.sides.old, *branch));
        let words = format!("removes a branch: {}", before.words);
        let anchor = target(local.sides.old, *branch);
        let after = reading(new.0, words::branches(new.1));
        let found = local.push(Rule::BranchRemoved, words, Some(before), Some(after));
        found.anchors.push(anchor);
        found.part = Part::RemovedBranch(*branch);
    }
}

/// Returns the schema that a branch refers to, which its type and variant are made of.
fn target(side: &Side<'_>, branch: SchemaId) -> Anchor {
    Anchor::of(&side.model.schema(side.model.target(branch)).place)
}

/// Compares a schema with a union that has taken its place, or the other way round. Returns false if neither is the case.
pub(super) fn wrapped(local: &mut Local<'_>) -> bool {
    let is_wrapped = |union: &Applied<'_>, other: &Applied<'_>| {
        union.unions.len() == 1 && union.is_union_alone() && other.unions.is_empty() && !other.is_idle()
    };
    let (was, is) = (local.old_place(None), local.new_place(None));
    if is_wrapped(&local.new, &local.old) {
        let (old, new) = (vec![local.old.schemas[0]], local.new.unions[0].branches.clone());
        let (matched, _) = matched(local.sides, &old, &new);
        let Some((_, branch)) = matched.pairs.first() else { return false };
        local.descend(Step::InPlace, local.old.schemas.clone(), vec![*branch]);
        rest(local, &matched, (&was, 1), (&is, new.len()));
        return true;
    }
    if is_wrapped(&local.old, &local.new) {
        let (old, new) = (local.old.unions[0].branches.clone(), vec![local.new.schemas[0]]);
        let (matched, _) = matched(local.sides, &old, &new);
        let Some((branch, _)) = matched.pairs.first() else { return false };
        local.descend(Step::InPlace, vec![*branch], local.new.schemas.clone());
        rest(local, &matched, (&was, old.len()), (&is, 1));
        return true;
    }
    false
}

/// Matches branches: equal ones first, then those with one tag, also in a renamed member, then those that differ in the tag alone, then
/// those with one place or type, then by position.
fn matched(sides: Sides<'_>, old: &[SchemaId], new: &[SchemaId]) -> (Matched<SchemaId>, Renamed) {
    let Sides { old: old_side, new: new_side } = sides;
    let mut matched = Matched::new(old.to_vec(), new.to_vec());
    matched.take(|was, is| old_side.fingerprint(*was) == new_side.fingerprint(*is));
    let (old_tags, new_tags) = (tags(old_side, old), tags(new_side, new));
    let tag = |tags: &[(SchemaId, BTreeSet<String>)], id: SchemaId| {
        tags.iter().find(|(known, _)| *known == id).map(|(_, tags)| tags.clone()).unwrap_or_default()
    };
    matched.take(|&was, &is| !tag(&old_tags, was).is_disjoint(&tag(&new_tags, is)));
    matched.take(|&was, &is| have_one_value(&tag(&old_tags, was), &tag(&new_tags, is)));
    let renamed = renamed_tags(sides, &matched);
    matched.take(|was, is| renamed.contains_key(&(*was, *is)));
    // Other branches with different tags are different branches, wherever they are.
    let may_match = |was: SchemaId, is: SchemaId| tag(&old_tags, was).is_empty() || tag(&new_tags, is).is_empty();
    let key = |side: &Side<'_>, id: SchemaId| {
        let schema = side.model.schema(side.model.target(id));
        (schema.place.source.path().to_owned(), schema.pointer().clone())
    };
    let is_referenced = |side: &Side<'_>, id: SchemaId| side.model.target(id) != id;
    matched.take(|&was, &is| {
        may_match(was, is)
            && is_referenced(old_side, was)
            && is_referenced(new_side, is)
            && key(old_side, was) == key(new_side, is)
    });
    let types = |side: &Side<'_>, id: SchemaId| Applied::new(side.model, &[id]).types();
    matched.take(|&was, &is| may_match(was, is) && types(old_side, was) == types(new_side, is));
    if matched.gone.len() == matched.come.len() {
        matched.take(|&was, &is| may_match(was, is));
    }
    (matched, renamed)
}

/// The branches that differ in the value of their tag alone, with the tag's member.
type Renamed = BTreeMap<(SchemaId, SchemaId), String>;

/// Returns the branches of one side alone that differ from one of the other side in the value of their tag. If several have the same shape,
/// it is unknown which one was renamed.
fn renamed_tags(sides: Sides<'_>, matched: &Matched<SchemaId>) -> Renamed {
    let Matched { gone, come, .. } = matched;
    let all = gone.iter().flat_map(|was| come.iter().map(move |is| (*was, *is)));
    let renamed: Renamed = all.filter_map(|(was, is)| Some(((was, is), renamed_tag(sides, was, is)?))).collect();
    let is_only = |(was, is): &(SchemaId, SchemaId)| {
        renamed.keys().filter(|(other, another)| other == was || another == is).count() == 1
    };
    renamed.iter().filter(|(pair, _)| is_only(pair)).map(|(pair, tag)| (*pair, tag.clone())).collect()
}

/// Returns true if the tags of two branches have a value in common and no member: the member is renamed.
fn have_one_value(old: &BTreeSet<String>, new: &BTreeSet<String>) -> bool {
    fn split(tags: &BTreeSet<String>) -> (BTreeSet<&str>, BTreeSet<&str>) {
        tags.iter().filter_map(|tag| tag.split_once('=')).unzip()
    }
    let ((old_members, old_values), (new_members, new_values)) = (split(old), split(new));
    old_members.is_disjoint(&new_members) && !old_values.is_disjoint(&new_values)
}

/// Returns the member with the tag of two branches that differ in its value alone.
fn renamed_tag(sides: Sides<'_>, old: SchemaId, new: SchemaId) -> Option<String> {
    let wire_name = sides.old.only_difference(old, (sides.new, new))?;
    let is_tag = |side: &Side<'_>, branch: SchemaId| {
        let mut tags = tags(side, &[branch]).into_iter().flat_map(|(_, tags)| tags);
        tags.any(|tag| tag.split_once('=').is_some_and(|(member, _)| member == wire_name))
    };
    // A tag without other members says too little.
    let has_more = Applied::new(sides.old.model, &[old]).members().len() > 1;
    (has_more && is_tag(sides.old, old) && is_tag(sides.new, new)).then_some(wire_name)
}

/// Returns the tags of each branch: its members with a single value, as `member=value`. A tag that all of several branches have is left
/// out, because it distinguishes no branch.
fn tags(side: &Side<'_>, branches: &[SchemaId]) -> Vec<(SchemaId, BTreeSet<String>)> {
    let tag = |id: &SchemaId| {
        let members = Applied::new(side.model, &[*id]).members().into_iter().filter_map(|member| {
            let listed = Applied::new(side.model, &member.schemas).listed()?;
            let [(value, _)] = listed.as_slice() else { return None };
            Some(format!("{}={}", member.wire_name, value.to_canonical()))
        });
        (*id, members.collect())
    };
    let mut found: Vec<(SchemaId, BTreeSet<String>)> = branches.iter().map(tag).collect();
    if let [(_, first), rest @ ..] = found.as_slice()
        && !rest.is_empty()
    {
        let is_common = |tag: &&String| rest.iter().all(|(_, tags)| tags.contains(*tag));
        let common: BTreeSet<String> = first.iter().filter(is_common).cloned().collect();
        for (_, tags) in &mut found {
            tags.retain(|tag| !common.contains(tag));
        }
    }
    found
}

/// Describes a branch among others: by its title or tag, or by its members.
fn told(side: &Side<'_>, branch: SchemaId) -> String {
    let members = || {
        let members = Applied::new(side.model, &[branch]).members();
        let names: Vec<String> = members.iter().map(|member| format!("`{}`", words::cut(member.wire_name))).collect();
        (!names.is_empty()).then(|| format!("with {}", names.join(", ")))
    };
    name(side, branch).or_else(members).unwrap_or_else(|| label(side, branch))
}

/// Describes a branch: by its title or tag, and by what it accepts.
fn label(side: &Side<'_>, branch: SchemaId) -> String {
    let form = words::schema(side.model, &[branch]);
    name(side, branch).map_or_else(|| form.clone(), |name| format!("{name}, {form}"))
}

/// Returns the title or the tag of a branch.
pub(super) fn name(side: &Side<'_>, branch: SchemaId) -> Option<String> {
    let applied = Applied::new(side.model, &[branch]);
    let title = applied.schemas.iter().find_map(|id| side.model.schema(*id).annotations.title.clone());
    let tag = || {
        applied.members().into_iter().find_map(|member| {
            let listed = Applied::new(side.model, &member.schemas).listed()?;
            let [(value, _)] = listed.as_slice() else { return None };
            Some(format!("`{}` = `{}`", words::cut(member.wire_name), words::cut(&value.to_compact())))
        })
    };
    title.map(|title| format!("`{}`", words::cut(&title))).or_else(tag)
}
