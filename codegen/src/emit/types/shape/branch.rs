//! The branches of a choice that an instance can be in, and the tests that distinguish them.

use std::collections::BTreeSet;

use crate::emit::types::shape::definition::Test;
use crate::emit::types::shape::facts::{Choice, Facts, Mention};
use crate::emit::types::shape::gather;
use crate::emit::types::shape::settings::Settings;
use crate::emit::types::shape::site::Site;
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::{Model, SchemaId};

/// The branches for instances of one JSON type, each with its test.
pub(super) enum Branches {
    /// There is no usable choice: the site is treated as a whole.
    Whole,
    /// Each branch on its own.
    Apart(Vec<(SchemaId, Test)>),
}

/// Divides a site's instances of a JSON type by its choice, given that its own schemas do not describe their parts.
pub(super) fn divide(model: &Model, settings: &Settings, facts: &Facts<'_>, json_type: TypeSet) -> Branches {
    let [choice] = facts.choices.as_slice() else {
        return Branches::Whole;
    };
    let candidates: Vec<&(SchemaId, Facts<'_>)> =
        choice.branches.iter().filter(|(_, branch)| branch.types.intersects(json_type)).collect();
    if let [(branch, _)] = candidates.as_slice() {
        return Branches::Apart(vec![(*branch, Test::JsonType)]);
    }
    if json_type == TypeSet::OBJECT
        && let Some((member, values)) = tag(model, settings, &candidates)
    {
        let tests = values.into_iter().map(|values| Test::Tag(member.clone(), values));
        return Branches::Apart(candidates.iter().map(|(branch, _)| *branch).zip(tests).collect());
    }
    if choice.is_exclusive {
        return Branches::Apart(candidates.iter().map(|(branch, _)| (*branch, Test::Validator(*branch))).collect());
    }
    Branches::Whole
}

/// Returns a member that all branches require, with disjoint strings.
fn tag(
    model: &Model,
    settings: &Settings,
    candidates: &[&(SchemaId, Facts<'_>)],
) -> Option<(String, Vec<Vec<String>>)> {
    let (_, first) = candidates.first()?;
    first.members.iter().find_map(|mention| {
        let values: Option<Vec<Vec<String>>> = candidates
            .iter()
            .map(|(_, branch)| {
                let member = branch.members.iter().find(|member| member.wire_name == mention.wire_name)?;
                symbols(model, settings, member).filter(|_| member.is_required)
            })
            .collect();
        let mut seen = BTreeSet::new();
        let values = values?;
        values.iter().flatten().all(|value| seen.insert(value.clone())).then(|| (mention.wire_name.clone(), values))
    })
}

/// Returns the strings of a member, if they are listed and it can be nothing else.
fn symbols(model: &Model, settings: &Settings, member: &Mention) -> Option<Vec<String>> {
    if member.always.is_empty() {
        return None;
    }
    let site = Site { always: member.always.clone(), ..Site::default() };
    let facts = gather::gather(model, settings, &site);
    let values: Vec<String> =
        facts.values?.into_iter().map(Node::as_str).map(|value| value.map(str::to_owned)).collect::<Option<_>>()?;
    Some(values)
}

/// Returns the members that every branch of a choice names with the same schemas: they hold for the choice as a whole.
pub(super) fn agreed(choice: &Choice<'_>) -> Vec<Mention> {
    let branches =
        || choice.branches.iter().map(|(_, branch)| branch).filter(|branch| branch.types.intersects(TypeSet::OBJECT));
    let Some(first) = branches().next() else {
        return Vec::new();
    };
    let in_all = first.members.iter().filter(|mention| !mention.always.is_empty()).filter_map(|mention| {
        let same = |branch: &Facts<'_>| {
            let found = branch.members.iter().find(|member| member.wire_name == mention.wire_name);
            found.filter(|member| member.always == mention.always).map(|member| member.is_required)
        };
        let required: Option<Vec<bool>> = branches().map(same).collect();
        let is_required = required?.into_iter().all(|is_required| is_required);
        Some(Mention { is_required, perhaps: Vec::new(), ..mention.clone() })
    });
    in_all.collect()
}
