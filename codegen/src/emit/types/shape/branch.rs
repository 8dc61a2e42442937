//! The branches of a choice that an instance can be in, and the tests that distinguish them.

use std::collections::BTreeSet;

use crate::emit::types::shape::definition::{Tags, Test};
use crate::emit::types::shape::facts::{Choice, Facts, Mention, Rest};
use crate::emit::types::shape::scalar::Strings;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::{Site, Way};
use crate::emit::types::shape::{gather, in_place, step};
use crate::keyword::types::TypeSet;
use crate::model::{Model, SchemaId};

/// Divides a site's instances of a JSON type by the ways through one of its keywords, each with its test; `None` if the site is treated as a
/// whole.
pub(super) fn divide(
    model: &Model,
    settings: &Settings,
    naming: &BTreeSet<SchemaId>,
    (site, facts): (&Site, &Facts<'_>),
    json_type: TypeSet,
    changes: &dyn Fn(&Choice<'_>) -> bool,
) -> Option<Vec<(Way, Test)>> {
    let is_open = match json_type {
        TypeSet::OBJECT => !facts.describes_members(),
        TypeSet::ARRAY => facts.elements.is_empty() && says_of_arrays(facts),
        TypeSet::STRING => facts.choices.iter().any(|choice| is_named_string(model, settings, facts, choice)),
        _ => false,
    };
    let is_object = json_type == TypeSet::OBJECT;
    let alone = || if let [choice] = facts.choices.as_slice() { Some(choice) } else { None };
    if let Some(choice) = alone().filter(|_| is_open)
        && let candidates = candidates(choice, json_type)
        && (candidates.len() == 1
            || choice.is_exclusive
            || (json_type == TypeSet::ARRAY && is_told_by_one(model, naming, &candidates))
            || (is_object && are_maps(model, settings, &candidates))
            || tag(model, settings, facts, &candidates).is_some_and(|_| is_object))
    {
        return Some(tests(model, settings, facts, choice, json_type));
    }
    let all = facts.choices.iter().chain(&facts.conditions).filter(|_| is_object);
    let deciding: Vec<&Choice<'_>> = all.filter(|choice| is_deciding(choice) && changes(choice)).collect();
    let Some(choice) = deciding.first() else {
        // Choices in the only branch for objects are not choices of the site.
        let only = facts.choices.iter().filter(|_| is_object).find_map(|choice| match *candidates(choice, json_type) {
            [(way, _)] => Some(*way),
            _ => None,
        });
        return only.map(|way| vec![(way, Test::JsonType)]);
    };
    let is_one_of_all = deciding.len() == 1 || are_exclusive(model, settings, &deciding);
    let tests = is_one_of_all.then(|| tests(model, settings, facts, choice, json_type))?;
    Some(tests.into_iter().map(|(way, test)| (way, present(model, settings, (site, facts), way, test))).collect())
}

/// Returns the test of a `then` whose `if` lists values of an optional member, beside other such conditions on the member. An object
/// without the member takes all of these ways at once, and gets the type of the ways behind them.
fn present(model: &Model, settings: &Settings, (site, facts): (&Site, &Facts<'_>), way: Way, test: Test) -> Test {
    let Way::Then(condition, _) = way else { return test };
    let Some((wire_name, schema, false)) = in_place::asked(model, condition) else { return test };
    if facts.member(wire_name).is_some_and(|member| member.is_required) {
        return test;
    }
    let ways = site.taken.iter().chain(facts.conditions.iter().flat_map(|choice| &choice.branches).map(|(way, _)| way));
    let mut others = ways.filter_map(|way| way.condition()).filter(|other| *other != condition);
    if !others.any(|other| in_place::asked(model, other).is_some_and(|(other, ..)| other == wire_name)) {
        return test;
    }
    let asked = Mention { always: vec![schema], ..Mention::default() };
    symbols(model, settings, &asked).map_or(test, |tags| Test::Tag(wire_name.to_owned(), tags))
}

/// Returns true if the ways of objects through a keyword describe members.
fn is_deciding(choice: &Choice<'_>) -> bool {
    let candidates = candidates(choice, TypeSet::OBJECT);
    candidates.len() > 1 && candidates.iter().any(|(_, way)| tells(way))
}

/// Returns the ways that the instances of one condition take through the other conditions, if each `if` requires another value of the same
/// member.
pub(super) fn beside(facts: &Facts<'_>, way: Way) -> Vec<Way> {
    let Way::Then(..) = way else { return Vec::new() };
    let others = facts.conditions.iter().filter(|choice| is_deciding(choice)).flat_map(|choice| &choice.branches);
    let others = others.map(|(way, _)| *way).filter(|other| matches!(other, Way::Else(..)));
    others.filter(|other| other.condition() != way.condition()).collect()
}

/// Returns true if no condition has an `else`, and at most one of them accepts an instance with a certain member, because each requires
/// other values of it.
fn are_exclusive(model: &Model, settings: &Settings, all: &[&Choice<'_>]) -> bool {
    let condition = |choice: &&Choice<'_>| match choice.branches.as_slice() {
        [(Way::Then(condition, _), _), (Way::Else(_, None), _)] => Some(*condition),
        _ => None,
    };
    let Some(conditions) = all.iter().map(condition).collect::<Option<Vec<SchemaId>>>() else { return false };
    let asked: Vec<(Option<&str>, Facts<'_>)> = conditions
        .iter()
        .map(|condition| (in_place::refused(model, *condition), gather::gather(model, settings, &Site::of(*condition))))
        .collect();
    let is_told_by = |wire_name: &str| {
        let mut present = asked.iter().filter(|(absent, _)| *absent != Some(wire_name));
        let values: Option<Vec<Tags>> =
            present.by_ref().map(|(_, facts)| symbols(model, settings, facts.member(wire_name)?)).collect();
        let absent = asked.iter().filter(|(absent, _)| *absent == Some(wire_name)).count();
        absent < 2 && values.is_some_and(|values| Tags::are_disjoint(&values))
    };
    asked.iter().flat_map(|(_, facts)| &facts.members).any(|member| is_told_by(&member.wire_name))
}

/// Returns true if no valid instance takes the last of a site's ways: each `else` on the way excludes values of one member, and together
/// these are all of its values.
pub(super) fn is_impossible(model: &Model, settings: &Settings, facts: &Facts<'_>, site: &Site) -> bool {
    let Some(Way::Else(..)) = site.taken.last() else { return false };
    let conditions = || site.taken.iter().filter(|way| matches!(way, Way::Else(..))).filter_map(|way| way.condition());
    let is_told_by = |member: &Mention| {
        let Some(mut open) = symbols(model, settings, member).map(|symbols| symbols.words()) else { return false };
        let mut is_present = member.is_required;
        let asks = |condition: SchemaId| in_place::asked(model, condition).map(|(wire_name, ..)| wire_name);
        let is_alone = conditions().filter(|condition| asks(*condition) == Some(&member.wire_name)).count() < 2;
        for condition in conditions() {
            if in_place::refused(model, condition) == Some(member.wire_name.as_str()) {
                is_present = true;
            } else if let Some((wire_name, schema, is_required)) = in_place::asked(model, condition)
                && wire_name == member.wire_name
            {
                // See `present`.
                is_present |= !is_required && is_alone;
                let asked = Mention { always: vec![schema], ..Mention::default() };
                let known = symbols(model, settings, &asked).map(|symbols| symbols.words()).unwrap_or_default();
                open.retain(|word| !known.contains(word));
            }
        }
        is_present && open.is_empty()
    };
    facts.members.iter().any(is_told_by)
}

/// Returns true if no object with a certain member passes both the test of a variant and a condition, because each requires other values of
/// that member.
pub(super) fn are_apart(
    model: &Model,
    settings: &Settings,
    facts: &Facts<'_>,
    test: &Test,
    condition: SchemaId,
) -> bool {
    let asked = |condition: SchemaId| {
        let (wire_name, schema, _) = in_place::asked(model, condition)?;
        let asked = Mention { always: vec![schema], ..Mention::default() };
        Some((wire_name, symbols(model, settings, &asked)?))
    };
    let Some((wire_name, values)) = asked(condition) else { return false };
    if !facts.member(wire_name).is_some_and(|member| member.is_required) {
        return false;
    }
    let is_other =
        |member: &str, others: &Tags| member == wire_name && Tags::are_disjoint(&[values.clone(), others.clone()]);
    match test {
        Test::JsonType => false,
        Test::Tag(member, tags) => is_other(member, tags),
        Test::Validators(conditions) => {
            conditions.iter().all(|other| asked(*other).is_some_and(|(member, tags)| is_other(member, &tags)))
        }
    }
}

/// Returns true if the only branch for strings applies a named schema that lists exactly the strings of the choice.
fn is_named_string(model: &Model, settings: &Settings, facts: &Facts<'_>, choice: &Choice<'_>) -> bool {
    let candidates = candidates(choice, TypeSet::STRING);
    let [(Way::Branch(branch), _)] = candidates.as_slice() else { return false };
    let strings = Strings::of(facts);
    if !matches!(strings, Strings::Listed(_)) {
        return false;
    }
    model.certain(*branch).into_iter().any(|applied| {
        let is_same = || Strings::of(&gather::gather(model, settings, &Site::of(applied))) == strings;
        step::is_own(model.schema(applied).pointer()) && is_same()
    })
}

/// Returns true if a branch describes elements, or accepts arrays alone. Other branches say nothing about arrays.
fn says_of_arrays(facts: &Facts<'_>) -> bool {
    let branches = facts.choices.iter().flat_map(|choice| &choice.branches).map(|(_, branch)| branch);
    branches.filter(|branch| branch.types.intersects(TypeSet::ARRAY)).any(Facts::describes_arrays)
}

/// Returns true if the branches for objects are maps, and a map that several of them accept loses nothing in the type of one. This holds if
/// the values of at most one branch can have members or elements, or if the values of each branch have another type.
fn are_maps(model: &Model, settings: &Settings, candidates: &Candidates<'_, '_>) -> bool {
    let is_map = |branch: &Facts<'_>| branch.members.is_empty() && branch.choices.is_empty() && !branch.has_loose_rest;
    if candidates.iter().any(|(_, branch)| !is_map(branch)) || candidates.iter().all(|(_, it)| it.rests.is_empty()) {
        return false;
    }
    let of_rest = |rest: &Rest<'_>| {
        let schemas = rest.additional.into_iter().chain(rest.patterns.iter().map(|(_, schema)| *schema));
        let types = schemas.map(|schema| gather::gather(model, settings, &Site::of(schema)).types);
        if rest.additional.is_none() { TypeSet::ALL } else { types.fold(TypeSet::NONE, TypeSet::union) }
    };
    let of_branch = |branch: &Facts<'_>| branch.rests.iter().map(of_rest).fold(TypeSet::ALL, TypeSet::intersection);
    let values: Vec<TypeSet> = candidates.iter().map(|(_, branch)| of_branch(branch)).collect();
    let with_parts = values.iter().filter(|types| types.intersects(TypeSet::OBJECT.union(TypeSet::ARRAY))).count();
    let are_disjoint = || values.iter().enumerate().all(|(i, one)| !values[..i].iter().any(|it| it.intersects(*one)));
    with_parts < 2 || are_disjoint()
}

/// Returns true if at most one branch names members of elements, so that an array which several accept loses no member in the type of that
/// branch.
fn is_told_by_one(model: &Model, naming: &BTreeSet<SchemaId>, candidates: &Candidates<'_, '_>) -> bool {
    let names = |way: &Way| way.applied().is_some_and(|schema| naming.contains(&model.typed_target(schema)));
    candidates.iter().filter(|(way, _)| names(way)).count() < 2
}

type Candidates<'a, 'm> = Vec<&'a (Way, Facts<'m>)>;

fn candidates<'a, 'm>(choice: &'a Choice<'m>, json_type: TypeSet) -> Candidates<'a, 'm> {
    choice.branches.iter().filter(|(_, branch)| branch.types.intersects(json_type)).collect()
}

/// Returns true if the schema of a way describes or forbids members. Members that the site names count, too, so that an added one does not change the
/// form of the type.
fn tells(facts: &Facts<'_>) -> bool {
    !facts.absent.is_empty()
        || facts.members.iter().any(|member| !(member.always.is_empty() && member.perhaps.is_empty()))
}

/// Returns the ways of instances of a JSON type, each with the test that distinguishes it from those behind it.
fn tests(
    model: &Model,
    settings: &Settings,
    facts: &Facts<'_>,
    choice: &Choice<'_>,
    json_type: TypeSet,
) -> Vec<(Way, Test)> {
    let candidates = candidates(choice, json_type);
    let is_object = json_type == TypeSet::OBJECT;
    if let Some((member, values)) =
        tag(model, settings, facts, &candidates).filter(|_| is_object && candidates.len() > 1)
    {
        let tests = values.into_iter().map(|values| Test::Tag(member.clone(), values));
        return candidates.iter().map(|(way, _)| *way).zip(tests).collect();
    }
    let test = |way| match way {
        _ if candidates.len() == 1 => Test::JsonType,
        Way::Branch(schema) | Way::Then(schema, _) => Test::Validators(vec![schema]),
        Way::Else(..) => Test::JsonType,
    };
    candidates.iter().map(|(way, _)| (*way, test(*way))).collect()
}

/// Returns a member that all branches require, with disjoint values.
fn tag(
    model: &Model,
    settings: &Settings,
    facts: &Facts<'_>,
    candidates: &Candidates<'_, '_>,
) -> Option<(String, Vec<Tags>)> {
    let (_, first) = candidates.first()?;
    if candidates.iter().any(|(way, _)| !matches!(way, Way::Branch(_))) {
        return None;
    }
    let is_required = |wire_name: &str| facts.member(wire_name).is_some_and(|member| member.is_required);
    first.members.iter().find_map(|mention| {
        let values: Option<Vec<Tags>> = candidates
            .iter()
            .map(|(_, branch)| {
                let member = branch.member(&mention.wire_name)?;
                let beside = || symbols_beside(model, settings, member, facts.member(&member.wire_name)?);
                let symbols = symbols(model, settings, member).or_else(beside);
                symbols.filter(|_| member.is_required || is_required(&member.wire_name))
            })
            .collect();
        let values = values?;
        Tags::are_disjoint(&values).then(|| (mention.wire_name.clone(), values))
    })
}

/// Returns the values of a member, if they are listed, of one form, and it can be nothing else.
fn symbols(model: &Model, settings: &Settings, member: &Mention) -> Option<Tags> {
    if member.always.is_empty() {
        return None;
    }
    let site = Site { always: member.always.clone(), ..Site::default() };
    let facts = gather::gather(model, settings, &site);
    let texts = || facts.texts().map(Tags::Texts);
    facts.values.as_deref().and_then(Tags::of).or_else(texts)
}

/// Returns the strings of a member that a pattern lists, if what the site says of it excludes other types.
fn symbols_beside(model: &Model, settings: &Settings, member: &Mention, beside: &Mention) -> Option<Tags> {
    let told = |mention: &Mention| {
        let site = Site { always: mention.always.clone(), ..Site::default() };
        (!mention.always.is_empty()).then(|| gather::gather(model, settings, &site))
    };
    let (own, beside) = (told(member)?, told(beside)?);
    let is_string = own.types.intersection(beside.types) == TypeSet::STRING;
    own.told().filter(|_| is_string).map(Tags::Texts)
}

/// Returns the branch that has all of a site's instances of a JSON type, if it is the only one that accepts any.
pub(super) fn only(facts: &Facts<'_>, json_type: TypeSet) -> Option<SchemaId> {
    facts.choices.iter().find_map(|choice| match candidates(choice, json_type).as_slice() {
        [(way, _)] if choice.branches.len() > 1 => way.applied(),
        _ => None,
    })
}

/// Returns the branch that accepts a string and nothing else, if there is a single one: it describes that string.
pub(super) fn of_string(facts: &Facts<'_>, text: &str) -> Option<SchemaId> {
    let is_meant = |branch: &Facts<'_>| match branch.values.as_deref() {
        Some([value]) => value.as_str() == Some(text),
        Some(_) => false,
        None => branch.texts().is_some_and(|texts| texts == [text]),
    };
    let branches = || facts.choices.iter().flat_map(|choice| &choice.branches);
    let mut found = branches()
        .filter(|(_, branch)| is_meant(branch))
        .filter_map(|(way, _)| way.applied())
        .chain(branches().filter_map(|(_, branch)| of_string(branch, text)));
    found.next().filter(|_| found.next().is_none())
}

/// Returns the members that every branch of a choice names with the same schemas: they hold for the choice as a whole.
pub(super) fn agreed(model: &Model, choice: &Choice<'_>) -> Vec<Mention> {
    let branches =
        || choice.branches.iter().map(|(_, branch)| branch).filter(|branch| branch.types.intersects(TypeSet::OBJECT));
    let Some(first) = branches().next() else {
        return Vec::new();
    };
    let in_all = first.members.iter().filter(|mention| !mention.always.is_empty()).filter_map(|mention| {
        let same = |branch: &Facts<'_>| {
            let found = branch.member(&mention.wire_name);
            found.filter(|member| targets(model, member) == targets(model, mention)).map(|member| member.is_required)
        };
        let required: Option<Vec<bool>> = branches().map(same).collect();
        let is_required = required?.into_iter().all(|is_required| is_required);
        Some(Mention { is_required, perhaps: Vec::new(), ..mention.clone() })
    });
    in_all.collect()
}

/// Returns the schemas of a member, with references followed.
fn targets(model: &Model, mention: &Mention) -> Vec<SchemaId> {
    mention.always.iter().map(|schema| model.typed_target(*schema)).collect()
}
