//! Compares the schemas of one value, before and after.

use crate::diff::applied::Applied;
use crate::diff::change::{self, Anchor, Reading};
use crate::diff::local::{Child, Local, Sides, Step, reading};
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::{annotation, object, tuple, union, words};
use crate::json::Node;
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::model::{Assertion, Model, SchemaId};
use crate::source::location::Place;
use crate::wire::Part;

/// A number with a fraction.
const FRACTION: TypeSet = TypeSet::NUMBER.without(TypeSet::INTEGER);

/// Compares a pair of sets of schemas.
pub(super) fn compare<'c>(sides: Sides<'c>, pair: &'c Child) -> Local<'c> {
    let mut local = Local::new(sides, pair);
    annotation::compare(&mut local);
    if union::wrapped(&mut local) {
        return local;
    }
    if !types(&mut local) {
        return local;
    }
    listed(&mut local);
    leaves(&mut local);
    object::compare(&mut local);
    applicators(&mut local);
    plain(&mut local);
    union::compare(&mut local);
    local
}

/// Compares types; returns false if both sides accept nothing in common, so that their parts have no relation.
fn types<'c>(local: &mut Local<'c>) -> bool {
    let (mut old, mut new) = (local.old.types_of_values(), local.new.types_of_values());
    if are_comparable(local, old, new) {
        // Other values than null are compared as such.
        let types = old.union(new).without(TypeSet::NULL);
        (old, new) = (old.intersection(TypeSet::NULL).union(types), new.intersection(TypeSet::NULL).union(types));
    }
    if old == new {
        return true;
    }
    let (added, removed) = (new.without(old), old.without(new));
    let null_place =
        |side: &Applied<'c>, changed: TypeSet| side.null_place.filter(|_| changed.intersects(TypeSet::NULL));
    let readings = |local: &Local<'c>, was: Option<&'c Place>, is: Option<&'c Place>, old, new| {
        let before = was.cloned().unwrap_or_else(|| local.old_place(is));
        let after = is.cloned().unwrap_or_else(|| local.new_place(was));
        (Some(reading(&before, words::types(old))), Some(reading(&after, words::types(new))))
    };
    let of_types = (local.old.type_place(), local.new.type_place());
    if matches!(local.step, Step::Element(_)) && (old.is_empty() || new.is_empty()) {
        let (rule, words) = if old.is_empty() {
            (Rule::ConstraintLoosened, format!("accepts more elements: {}", words::types(new)))
        } else {
            (Rule::ConstraintTightened, "accepts no more elements".to_owned())
        };
        let (was, is) = readings(local, of_types.0, of_types.1, old, new);
        local.push(rule, words, was, is);
        return false;
    }
    let is_declared = old != TypeSet::ALL && new != TypeSet::ALL;
    if is_declared && (added.union(removed)).intersects(TypeSet::NULL) {
        // The change of a null branch is placed at its union.
        let (was, is) = match (null_place(&local.old, removed), null_place(&local.new, added)) {
            (None, None) => of_types,
            places => places,
        };
        let (was, is) = readings(local, was, is, old, new);
        if added.intersects(TypeSet::NULL) {
            local.push(Rule::NullAllowed, "allows null", was, is);
        } else {
            local.push(Rule::NullForbidden, "forbids null", was, is);
        }
    }
    let (kept, now) = (old.without(TypeSet::NULL), new.without(TypeSet::NULL));
    if kept != now || !is_declared {
        let (was, is) = readings(local, of_types.0, of_types.1, old, new);
        if now.without(kept) == FRACTION && kept.without(now).is_empty() && kept.contains(TypeSet::INTEGER) {
            local.push(Rule::IntegerMadeNumber, "allows fractions: integer → number", was, is);
        } else {
            // Null is a change of its own, unless a side has any type.
            let is_null_alone = kept.is_empty() || now.is_empty();
            let (kept, now) = if is_declared && !is_null_alone { (kept, now) } else { (old, new) };
            let words = format!("changes the type: {} → {}", words::types(kept), words::types(now));
            local.push(Rule::TypeChanged, words, was, is);
        }
    }
    kept.intersects(now)
}

/// Returns true if both sides list values that have a type in common. Two constants are one constant that changes.
fn are_comparable(local: &Local<'_>, old: TypeSet, new: TypeSet) -> bool {
    let (Some(was), Some(is)) = (local.old.listed(), local.new.listed()) else { return false };
    let kinds = |types: TypeSet| {
        let types = types.without(TypeSet::NULL);
        if types.intersects(TypeSet::NUMBER) { types.union(TypeSet::NUMBER) } else { types }
    };
    was.len() == 1 && is.len() == 1 || kinds(old).intersects(kinds(new)) || was.is_empty() || is.is_empty()
}

/// Compares the values of `enum` and `const`.
fn listed(local: &mut Local<'_>) {
    let (old, new) = (local.old.listed(), local.new.listed());
    match (old, new) {
        (None, None) => {}
        (Some(old), None) => {
            let was = old.first().map(|(_, place)| *place);
            let before = was.cloned().unwrap_or_else(|| local.old_place(None));
            let any = any(local.new.types());
            let words = match old.as_slice() {
                [_] => format!("accepts {any} instead of {} alone", values(&old)),
                _ => format!("accepts {any} instead of a list"),
            };
            let (before, after) = (reading(&before, values(&old)), reading(&local.new_place(was), any));
            local.push(Rule::ValuesOpened, words, Some(before), Some(after));
        }
        (None, Some(new)) => {
            let is = new.first().map(|(_, place)| *place);
            let after = is.cloned().unwrap_or_else(|| local.new_place(None));
            let words = format!("lists the values: {}", values(&new));
            let any = any(local.old.types());
            let (before, after) = (reading(&local.old_place(is), any), reading(&after, values(&new)));
            local.push(Rule::ValuesListed, words, Some(before), Some(after));
        }
        (Some(old), Some(new)) => listed_values(local, &old, &new),
    }
}

/// Describes all values of some types: "any string".
fn any(types: TypeSet) -> String {
    if types == TypeSet::ALL { "any value".to_owned() } else { format!("any {}", words::types(types)) }
}

type Listed<'m> = [(&'m Node, &'m Place)];

fn listed_values<'m>(local: &mut Local<'m>, old: &Listed<'m>, new: &Listed<'m>) {
    let is_in = |list: &Listed<'_>, value: &Node| list.iter().any(|(known, _)| *known == value);
    // A value that a crate keeps is not documented.
    let documented = |list: &Listed<'m>, side: &Side<'_>, applied: &Applied<'_>| -> Vec<_> {
        let kept = |value: &Node| {
            let text = value.as_str().map(str::to_owned);
            text.is_some() && applied.schemas.iter().any(|id| side.model.kept.contains_key(&(*id, text.clone())))
        };
        list.iter().copied().filter(|(value, _)| !kept(value)).collect()
    };
    let was = documented(old, local.sides.old, &local.old);
    let is = documented(new, local.sides.new, &local.new);
    let added: Vec<_> = is.iter().filter(|(value, _)| !is_in(&was, value)).collect();
    let is_removed = |value: &Node| !is_in(new, value) || is_in(&was, value) && !is_in(&is, value);
    let removed: Vec<_> = old.iter().filter(|(value, _)| is_removed(value)).collect();
    if let ([(before, was)], [(after, is)]) = (old, new)
        && !added.is_empty()
    {
        constant(local, (before, was), (after, is));
        return;
    }
    for (value, place) in added {
        let shown = words::values(&[value]);
        let before = old.first().map(|(_, place)| reading(place, values(old)));
        let after = reading(place, shown.clone());
        let found = local.push(Rule::ValueAdded, format!("adds the value {shown}"), before, Some(after));
        found.part = Part::AddedValue((*value).clone());
    }
    for (value, place) in removed {
        let kept = if is_in(new, value) { "; the crate keeps it, deprecated" } else { "" };
        let shown = words::values(&[value]);
        let after = is.first().map(|(_, place)| reading(place, values(&is)));
        let words = format!("removes the value {shown}{kept}");
        let found = local.push(Rule::ValueRemoved, words, Some(reading(place, shown)), after);
        found.part = Part::RemovedValue((*value).clone());
    }
}

/// Adds the change of a constant. That of a tag concerns its branch.
fn constant(local: &mut Local<'_>, (before, was): (&Node, &Place), (after, is): (&Node, &Place)) {
    let (before, after) = (words::values(&[before]), words::values(&[after]));
    let is_tag = matches!(local.step, Step::Tag(_));
    let words = if is_tag {
        format!("renames the tag {before} to {after}, or removes the one branch and adds the other")
    } else {
        format!("changes the constant {before} to {after}")
    };
    let found = local.push(Rule::ConstantChanged, words, Some(reading(was, before)), Some(reading(is, after)));
    if is_tag {
        // The constant is at `properties`, the name and the keyword below the branch.
        let branch = |place: &Place| {
            let pointer = place.pointer.as_ref()?.parent()?.parent()?.parent()?;
            Some(Anchor { pointer, ..Anchor::of(place) })
        };
        found.anchors.extend([was, is].into_iter().filter_map(branch));
    }
}

fn values(listed: &Listed<'_>) -> String {
    words::cut(&words::values(&listed.iter().map(|(value, _)| *value).collect::<Vec<_>>()))
}

/// Compares leaf keywords of types that both sides accept.
fn leaves(local: &mut Local<'_>) {
    let (mut old, mut new) = (local.old.leaves(), local.new.leaves());
    let types = local.old.types().intersection(local.new.types());
    old.retain(|(_, leaf)| leaf.types().intersects(types));
    new.retain(|(_, leaf)| leaf.types().intersects(types));
    let of_integers = of_integers(local);
    let mut unmatched = Vec::new();
    for it in old {
        match new.iter().position(|(_, leaf)| *leaf == it.1) {
            Some(same) => drop(new.remove(same)),
            None => unmatched.push(it),
        }
    }
    for (assertion, leaf) in unmatched {
        let same = new.iter().position(|(other, _)| other.keyword == assertion.keyword);
        let related = same.or_else(|| {
            new.iter().position(|(_, other)| leaf.implies(other, of_integers) || other.implies(leaf, of_integers))
        });
        let other = related.map(|index| new.remove(index));
        self::leaf(local, Some((assertion, leaf)), other);
    }
    for it in new {
        leaf(local, None, Some(it));
    }
}

/// Returns true if all numbers that either side accepts have no fraction.
fn of_integers(local: &Local<'_>) -> bool {
    !local.old.types().union(local.new.types()).intersects(FRACTION)
}

fn leaf(local: &mut Local<'_>, old: Option<(&Assertion, &Leaf)>, new: Option<(&Assertion, &Leaf)>) {
    let place =
        |it: Option<(&Assertion, &Leaf)>| it.map(|(assertion, leaf)| reading(&assertion.place, words::leaf(leaf)));
    let Some((assertion, _)) = new.or(old) else { return };
    let (mut before, mut after) = (place(old), place(new));
    let keyword = assertion.keyword;
    if keyword == "format" {
        // On the other side: a format of another name that is not asserted.
        let other = |side, applied, known: Option<&Reading>| {
            annotation::format(side, applied).filter(|it| known.is_some_and(|known| known.words != it.words))
        };
        let was = other(local.sides.old, &local.old, after.as_ref());
        let is = other(local.sides.new, &local.new, before.as_ref());
        before = before.or(was.map(unvalidated));
        after = after.or(is.map(unvalidated));
    }
    let words = change::of_keyword(keyword, before.as_ref(), after.as_ref());
    let rule = if keyword == "format" {
        if before.is_none() { Rule::FormatAdded } else { Rule::FormatChanged }
    } else if keyword == "pattern" {
        Rule::PatternChanged
    } else {
        direction(old.map(|(_, leaf)| leaf), new.map(|(_, leaf)| leaf), of_integers(local))
    };
    local.push(rule, words, before, after);
}

fn unvalidated(format: Reading) -> Reading {
    Reading { words: format!("{}, which is not validated", format.words), ..format }
}

/// Decides the direction of a change.
fn direction(old: Option<&Leaf>, new: Option<&Leaf>, of_integers: bool) -> Rule {
    let (old, new) = match (old, new) {
        (None, Some(leaf)) | (Some(leaf), None) if leaf.is_idle() => return Rule::Restructured,
        (None, _) => return Rule::ConstraintTightened,
        (_, None) => return Rule::ConstraintLoosened,
        (Some(old), Some(new)) => (old, new),
    };
    match (new.implies(old, of_integers), old.implies(new, of_integers)) {
        (true, true) => Rule::Restructured,
        (true, false) => Rule::ConstraintTightened,
        (false, true) => Rule::ConstraintLoosened,
        (false, false) => Rule::ConstraintChanged,
    }
}

/// Pairs the subschemas of arrays, patterns, conditions and negations by their keyword and position.
fn applicators(local: &mut Local<'_>) {
    let (old, mut new) = (local.old.applicators(), local.new.applicators());
    let (older, newer) = (old.clone(), new.clone());
    for (at, before, place) in old {
        let keyword = keyword(&at);
        match new.iter().position(|(other, ..)| *other == at) {
            Some(index) => {
                let (_, after, _) = new.remove(index);
                let is_negated = local.is_negated != matches!(keyword, "not" | "if");
                local.descend(step(&at), vec![before], vec![after]);
                let child = local.children.last_mut().expect("it was pushed");
                (child.is_negated, child.condition) = (is_negated, condition(keyword));
            }
            None if is_idle(local.sides.old.model, before) && is_neutral(local, keyword) => {}
            // It goes with its `if`.
            None if is_of_if(&at, &older) && !is_of_if(&at, &newer) => {}
            None => {
                let Some(rule) = tuple::removed(local.sides, (&at, before), &newer) else { continue };
                let was = reading(place, words::schema(local.sides.old.model, &[before]));
                let words = change::of_keyword(shown(&at), Some(&was), None);
                local.push(rule, words, Some(was), None);
            }
        }
    }
    for (at, after, place) in new {
        let comes_with_if = is_of_if(&at, &newer) && !is_of_if(&at, &older);
        if comes_with_if || is_idle(local.sides.new.model, after) && is_neutral(local, keyword(&at)) {
            continue;
        }
        let Some(rule) = tuple::added(local.sides, (&at, after), &older) else { continue };
        let is = reading(place, words::schema(local.sides.new.model, &[after]));
        local.push(rule, format!("adds `{}`: {}", shown(&at), is.words), None, Some(is));
    }
}

/// Returns true for a `then` or `else` whose `if` is among the keywords.
fn is_of_if(at: &str, applicators: &[(String, SchemaId, &Place)]) -> bool {
    let Some(order) = at.strip_prefix("/then").or_else(|| at.strip_prefix("/else")) else { return false };
    applicators.iter().any(|(other, ..)| other.strip_prefix("/if") == Some(order))
}

/// Returns the keyword whose schema applies to some values only, or says what a value must not be.
fn condition(keyword: &str) -> Option<&'static str> {
    const CONDITIONS: [&str; 8] =
        ["if", "then", "else", "not", "dependentSchemas", "dependencies", "contains", "propertyNames"];
    CONDITIONS.into_iter().find(|known| *known == keyword)
}

/// Returns true if a keyword with the schema `true` constrains nothing, alone or through the keywords beside it.
fn is_neutral(local: &Local<'_>, keyword: &str) -> bool {
    let asserts = |other: &&str| local.old.asserts(other) || local.new.asserts(other);
    let beside: &[&str] = match keyword {
        "contains" | "if" | "not" => return false,
        "patternProperties" => &["additionalProperties", "unevaluatedProperties"],
        "prefixItems" => &["items", "additionalItems", "unevaluatedItems"],
        "items" | "additionalItems" => &["unevaluatedItems"],
        _ => &[],
    };
    !beside.iter().any(asserts)
}

fn is_idle(model: &Model, schema: SchemaId) -> bool {
    model.schema(model.target(schema)).assertions.is_empty()
}

/// Returns the keyword that a location relative to a schema starts with.
fn keyword(at: &str) -> &str {
    at.split(['/', '\u{0}']).nth(1).unwrap_or_default()
}

fn shown(at: &str) -> &str {
    at.split('\u{0}').next().unwrap_or(at).trim_start_matches('/')
}

fn step(at: &str) -> Step {
    match keyword(at) {
        "prefixItems" => Step::Element(shown(at).rsplit('/').next().and_then(|position| position.parse().ok())),
        "items" | "additionalItems" | "unevaluatedItems" | "contains" => Step::Element(None),
        "patternProperties" => Step::Unnamed,
        _ => Step::InPlace,
    }
}

/// Compares keywords with plain values.
fn plain(local: &mut Local<'_>) {
    let (old, mut new) = (local.old.plain(), local.new.plain());
    for (keyword, was, place) in old {
        let before = reading(place, was.clone());
        let Some(index) = new.iter().position(|(other, ..)| *other == keyword) else {
            // An added or removed `contains` is found among the subschemas.
            if keyword == "contains" {
                continue;
            }
            let words = format!("removes `{keyword}`: {was}");
            local.push(Rule::ConstraintLoosened, words, Some(before), None);
            continue;
        };
        let (_, is, place) = new.remove(index);
        if is != was {
            let words = format!("changes `{keyword}`: {was} → {is}");
            local.push(Rule::ConstraintChanged, words, Some(before), Some(reading(place, is)));
        }
    }
    for (keyword, is, place) in new.into_iter().filter(|(keyword, ..)| *keyword != "contains") {
        let words = format!("adds `{keyword}`: {is}");
        local.push(Rule::ConstraintTightened, words, None, Some(reading(place, is)));
    }
}
