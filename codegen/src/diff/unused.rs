//! Listed values that every user of the document excludes.

use crate::diff::local::{Child, Found, Local, Sides, Step};
use crate::diff::rule::Rule;
use crate::diff::schema;

/// Returns the values that a document lists in one edition only, if nothing else in it has changed but words.
pub(super) fn values(sides: Sides<'_>, path: &str) -> Option<Vec<Found>> {
    let (old, new) = (sides.old.structure(path), sides.new.structure(path));
    if old.len() != new.len() {
        return None;
    }
    let mut values = Vec::new();
    for ((pointer, own, applied), is) in old.iter().zip(&new) {
        if (pointer, applied) != (&is.0, &is.2) {
            return None;
        }
        if *own == is.1 {
            continue;
        }
        let (old, new) = (sides.old.schema_at(path, pointer)?, sides.new.schema_at(path, pointer)?);
        let pair = Child {
            step: Step::InPlace,
            old: vec![old],
            new: vec![new],
            is_negated: false,
            selects: false,
            condition: None,
        };
        let Local { found, .. } = schema::compare(sides, &pair);
        let constraints: Vec<Found> = found.into_iter().filter(|it| it.rule != Rule::WordsChanged).collect();
        let is_value = |it: &Found| matches!(it.rule, Rule::ValueAdded | Rule::ValueRemoved);
        if constraints.is_empty() || !constraints.iter().all(is_value) {
            return None;
        }
        values.extend(constraints);
    }
    (!values.is_empty()).then_some(values)
}
