//! Elements that one side describes by their position, and the other side by the keyword for all others.

use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::model::SchemaId;
use crate::source::location::Place;
use crate::wire::is_never;

/// Keywords with subschemas, each with its tokens relative to the schema.
type Applicators<'m> = [(String, SchemaId, &'m Place)];

/// The keywords for the elements without a position.
const OTHERS: [&str; 2] = ["/items", "/additionalItems"];

/// Returns the rule for a position that only the older side has; `None` if the newer side describes the element equally.
pub(super) fn removed(sides: Sides<'_>, (at, before): (&str, SchemaId), new: &Applicators<'_>) -> Option<Rule> {
    match others(at, new) {
        None => Some(Rule::ConstraintLoosened),
        Some(after) if sides.old.fingerprint(before) == sides.new.fingerprint(after) => None,
        Some(after) if is_never(sides.new.model, after) => Some(Rule::ConstraintTightened),
        Some(_) => Some(Rule::ConstraintChanged),
    }
}

/// Returns the rule for a position that only the newer side has; `None` if the older side describes the element equally.
pub(super) fn added(sides: Sides<'_>, (at, after): (&str, SchemaId), old: &Applicators<'_>) -> Option<Rule> {
    match others(at, old) {
        None => Some(Rule::ConstraintTightened),
        Some(before) if sides.old.fingerprint(before) == sides.new.fingerprint(after) => None,
        Some(before) if is_never(sides.old.model, before) => Some(Rule::ConstraintLoosened),
        Some(_) => Some(Rule::ConstraintChanged),
    }
}

/// Returns the schema of a position that has none of its own. For any other keyword, there is none.
fn others(at: &str, applicators: &Applicators<'_>) -> Option<SchemaId> {
    let is_others = |(known, ..): &&(String, SchemaId, &Place)| OTHERS.contains(&known.as_str());
    at.starts_with("/prefixItems/").then(|| applicators.iter().find(is_others).map(|(_, schema, _)| *schema)).flatten()
}
