//! The rows of EVOLUTION.md three levels deep, behind a reference, in a branch and in the envelope: one change, with its rule, its member
//! and its cost for programs.

use std::collections::BTreeMap;

use codegen::diff::{Report, compare_editions};
use codegen::{Edition, Files};

use super::place::{PLACES, Place, files};
use super::rows::{example, rows};

/// Returns the rule, the member inside of the object and the cost of a row; `None` for a row without one change of its own.
fn expected(row: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match row {
        "R1 closed" | "R1 open" => ("optional-member-added", "extra", "minor"),
        "R2 closed" | "R2 open" => ("required-member-added", "extra", "minor"),
        "R3" => ("optional-member-removed", "note", "major"),
        "R4" => ("required-member-removed", "id", "major"),
        "R5" => ("member-renamed", "key", "major"),
        "R6" => ("member-made-optional", "count", "major"),
        "R7" => ("member-made-required", "note", "major"),
        "R8" => ("null-allowed", "id", "major"),
        "R9" => ("value-added", "kind", "minor"),
        "R10" => ("value-removed", "kind", "major"),
        "R11" => ("values-listed", "note", "major"),
        // The native integer becomes a larger one.
        "R12" => ("constraint-loosened", "count", "major"),
        "R12 length" => ("constraint-loosened", "note", "patch"),
        "R13" => ("constraint-tightened", "count", "patch"),
        "R14" => ("format-added", "note", "patch"),
        "R15 wider" | "R15 narrower" => ("pattern-changed", "code", "patch"),
        "R16" => ("type-changed", "id", "major"),
        "R17" => ("integer-made-number", "count", "major"),
        "R21" => ("object-opened", "", "patch"),
        "R22" => ("object-closed", "", "patch"),
        "R24" => ("words-changed", "id", "patch"),
        "R29" => ("restructured", "", "patch"),
        "format" => ("format-changed", "note", "patch"),
        _ => return None,
    })
}

/// Returns the path from the root to a member of the object at a place.
fn path(place: Place, member: &str) -> String {
    let object = match place {
        Place::Payload | Place::Branch | Place::Envelope => "",
        Place::Deep => "one.two.three",
        Place::Referenced => "first",
    };
    [object, member].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
}

/// Returns the rule of a member of the envelope.
fn of_envelope(rule: &str) -> &str {
    match rule {
        "optional-member-added" | "required-member-added" => "envelope-member-added",
        "optional-member-removed"
        | "required-member-removed"
        | "member-renamed"
        | "member-made-optional"
        | "null-allowed"
        | "type-changed"
        | "integer-made-number" => "envelope-member-changed",
        other => other,
    }
}

/// Returns the cost of a row at a place: the types of an open and of a closed object differ in a union.
fn cost_at<'c>(row: &str, place: Place, cost: &'c str) -> &'c str {
    match (row, place) {
        ("R21", Place::Branch) => "minor",
        ("R22", Place::Branch) => "major",
        _ => cost,
    }
}

/// Returns rule, member and cost of the changes except for those of examples.
fn found(report: &Report) -> Vec<(&str, &str, &str)> {
    let changes = report.changes.iter().filter(|judged| judged.change.rule.id() != "example-changed");
    changes.map(|it| (it.change.rule.id(), it.change.member.as_str(), it.source.name())).collect()
}

#[test]
fn every_row_has_its_rule_everywhere() {
    let read = |files: &Files| Edition::read(files).unwrap_or_else(|found| panic!("{found}"));
    // Most rows change the same edition.
    let mut known: BTreeMap<Files, Edition> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (row, old, new, new_example, _, _) in rows() {
        let (rule, member, cost) = expected(row).unwrap_or_else(|| panic!("{row} has no rule"));
        for place in PLACES.into_iter().filter(|place| *place != Place::Payload) {
            let cost = cost_at(row, place, cost);
            let (before, after) = (files(place, &old, &example()), files(place, &new, &new_example));
            let before = known.entry(before).or_insert_with_key(read);
            let report = compare_editions(before, &read(&after));
            let report = report.unwrap_or_else(|found| panic!("{row} at {place:?}: {found}"));
            let rule = if place == Place::Envelope { of_envelope(rule) } else { rule };
            // A document that constrains the same has no part that changes.
            let member = if rule == "restructured" { String::new() } else { path(place, member) };
            let found = found(&report);
            if found != [(rule, member.as_str(), cost)] {
                wrong.push(format!("{row} at {place:?}: {found:?} instead of {:?}", (rule, member, cost)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
