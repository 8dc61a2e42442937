//! Compares the annotations of a value: words, defaults and examples, which no validator sees.

use std::collections::BTreeMap;

use crate::diff::applied::Applied;
use crate::diff::change::{self, Reading};
use crate::diff::local::{Local, Sides};
use crate::diff::rule::Rule;
use crate::diff::side::{self, Side};
use crate::diff::words;
use crate::json::Node;

/// Adds a change for each annotation that differs.
pub(super) fn compare(local: &mut Local<'_>) {
    let (mut old, mut new) = (collected(local.sides.old, &local.old), collected(local.sides.new, &local.new));
    let keywords: Vec<String> = new.keys().chain(old.keys()).cloned().collect();
    let mut seen = Vec::new();
    for keyword in keywords {
        // An annotation that the other side asserts is a change of that assertion.
        let is_asserted = local.old.asserts(&keyword) || local.new.asserts(&keyword);
        if seen.contains(&keyword) || is_asserted {
            continue;
        }
        let (mut before, mut after) =
            (old.remove(&keyword).unwrap_or_default(), new.remove(&keyword).unwrap_or_default());
        before.retain(|it| match after.iter().position(|other| other.0 == it.0) {
            Some(same) => {
                after.remove(same);
                false
            }
            None => true,
        });
        // An annotation that stays at its place is that of a schema which is no longer referred to, or was not before.
        let Sides { old: old_side, new: new_side } = local.sides;
        before.retain(|(_, reading)| !is_in_both(old_side, new_side, reading));
        after.retain(|(_, reading)| !is_in_both(old_side, new_side, reading));
        let rule = if keyword == "examples" { Rule::ExampleChanged } else { Rule::WordsChanged };
        for index in 0..before.len().max(after.len()) {
            let reading = |side: &[(String, Reading)]| side.get(index).map(|(_, reading)| reading.clone());
            let (before, after) = (reading(&before), reading(&after));
            let verb = change::verb(before.as_ref(), after.as_ref());
            local.push(rule, format!("{verb} `{keyword}`"), before, after);
        }
        seen.push(keyword);
    }
}

/// Returns true if both sides have the same value at a place.
fn is_in_both(old: &Side<'_>, new: &Side<'_>, reading: &Reading) -> bool {
    let Some(pointer) = &reading.place.pointer else { return false };
    let value =
        |side: &Side<'_>| side.loaded.schemas.get(reading.place.source.path())?.get(pointer).map(Node::to_compact);
    value(old).is_some() && value(old) == value(new)
}

/// Returns the first format that asserts nothing.
pub(super) fn format(side: &Side<'_>, applied: &Applied<'_>) -> Option<Reading> {
    applied.schemas.iter().find_map(|id| {
        let written = side.model.schema(*id).annotations.other.iter().find(|(keyword, _)| keyword == "format");
        let (keyword, value) = written?;
        Some(Reading::new(side.keyword_place(*id, keyword), format!("`{}`", words::cut(value.as_str()?))))
    })
}

/// Returns the annotations by keyword: the whole value, and the reading.
fn collected(side: &Side<'_>, applied: &Applied<'_>) -> BTreeMap<String, Vec<(String, Reading)>> {
    let mut found: BTreeMap<String, Vec<(String, Reading)>> = BTreeMap::new();
    for id in &applied.schemas {
        for (keyword, value) in side::annotations(&side.model.schema(*id).annotations) {
            let place = side.keyword_place(*id, &keyword);
            let reading = Reading::new(place, words::cut(&value));
            found.entry(keyword).or_default().push((value, reading));
        }
    }
    found
}
