//! The id of a delivery: a member of the body or a header, so two keys of the catalogue are one fact.

use crate::diff::change::{Change, Reading};
use crate::diff::rule::Rule;

/// Joins the change of a key that goes and of one that comes: the id moves from a member to a header, or from a header to a member.
pub(super) fn joined(mut changes: Vec<Change>) -> Vec<Change> {
    let find = |is_it: fn(&Change) -> bool| changes.iter().position(|it| it.rule == Rule::IdMoved && is_it(it));
    let (gone, come) = (find(|it| it.after.is_none()), find(|it| it.before.is_none()));
    let Some((gone, come)) = gone.zip(come) else { return changes };
    let before = reading(&changes[gone], changes[gone].before.clone());
    let after = reading(&changes[come], changes[come].after.clone());
    let said = |reading: &Option<Reading>| reading.as_ref().map_or_else(String::new, |reading| reading.words.clone());
    let words = format!("changes `id`: {} → {}", said(&before), said(&after));
    let moved = Change::outside(Rule::IdMoved, &changes[gone].subject, words, before, after);
    changes[gone.min(come)] = Change { section_key: Some("id"), ..moved };
    changes.remove(gone.max(come));
    changes
}

/// Says that a header is a header.
fn reading(change: &Change, reading: Option<Reading>) -> Option<Reading> {
    let is_header = change.section_key == Some("id header");
    reading.map(|it| if is_header { Reading { words: format!("header {}", it.words), ..it } } else { it })
}
