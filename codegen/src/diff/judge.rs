//! Changes → changes with their verdicts: wire, source, and what persons have recorded.

use std::cmp::Reverse;

use crate::api::{Cost, Difference};
use crate::catalog::Recorded;
use crate::deep;
use crate::diff::attribution;
use crate::diff::change::Change;
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::verdict::{Basis, Effect, Judged, Verdict};
use crate::diff::{behaviour, reference, residue, reverted, setting, wire_verdict};
use crate::model::{Role, Root};
use crate::pipeline::Edition;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::nearest::nearest;

/// The changes with their verdicts.
pub(super) struct Verdicts {
    pub(super) changes: Vec<Judged>,
    /// The differences of the public API that no change explains.
    pub(super) unexplained: Vec<Difference>,
    pub(super) warnings: Diagnostics,
}

/// Judges all changes.
///
/// # Errors
///
/// `unknown-rule` for a recorded verdict.
pub(super) fn judge(
    old: &Edition,
    new: &Edition,
    mut changes: Vec<Change>,
    differences: Vec<Difference>,
) -> Result<Verdicts, Diagnostics> {
    let (mut attributed, mut unexplained) = attribution::attribute(&changes, differences);
    unexplained = reverted::explain((old, new), &changes, &mut attributed, unexplained);
    if !unexplained.is_empty() {
        let [old, new] = [old, new].map(|it| Side::new(&it.loaded, &it.verified.model));
        let (references, of_references, rest) =
            reference::explain(Sides { old: &old, new: &new }, &changes, unexplained);
        changes.extend(references);
        attributed.extend(of_references);
        unexplained = rest;
    }
    let recorded = &new.loaded.catalog.verdicts;
    let mut diagnostics = Diagnostics::new();
    let mut used = vec![false; recorded.len()];
    let mut judged = Vec::new();
    let reserved = wire_verdict::Reserved::of(old, new, &changes);
    let judge = wire_verdict::WireJudge::new(old, new, &reserved, &changes);
    let wires = deep::map(&changes, |change| judge.verdict(change));
    for ((change, mut api), wire) in changes.into_iter().zip(attributed).zip(wires) {
        // The first line is the reason of the cost.
        api.sort_by_key(|difference| Reverse(difference.cost()));
        let cost = api.iter().map(Difference::cost).max().unwrap_or(Cost::Patch);
        let least = behaviour::least_cost(&change, &old.loaded.catalog, &new.loaded.catalog);
        let mut it = Judged { source: cost.max(least), change, wire, api };
        if it.wire.effect != Effect::Ok && it.change.words == residue::RESTRUCTURED {
            residue::CHANGED.clone_into(&mut it.change.words);
        }
        if it.waits()
            && let Some(index) = recorded.iter().position(|recorded| is_for(recorded, &it.change))
        {
            used[index] = true;
            apply(&recorded[index], &mut it);
        }
        judged.push(it);
    }
    judged.extend(together(old, new, &judge, &judged));
    for (recorded, is_used) in recorded.iter().zip(used) {
        if !is_used {
            diagnostics.push(unused(recorded));
        }
    }
    let (changes, warnings) = diagnostics.gate(setting::join(old, new, judged))?;
    Ok(Verdicts { changes, unexplained, warnings })
}

/// Judges all changes of each documented schema together: what no change alone explains is a change of its own.
fn together(old: &Edition, new: &Edition, judge: &wire_verdict::WireJudge<'_>, judged: &[Judged]) -> Vec<Judged> {
    let mut found = Vec::new();
    let is_role = |it: &Judged| matches!(it.change.rule, Rule::EventMemberChanged | Rule::PayloadMoved);
    let has_other_roles = judged.iter().any(is_role);
    for (new_root, root) in new.verified.model.roots.iter().enumerate() {
        let is_same = |other: &&Root| other.role == root.role && other.wire_name == root.wire_name;
        let Some(old_root) = old.verified.model.roots.iter().position(|other| is_same(&other)) else { continue };
        let own = judged.iter().filter(|it| it.change.is_inside() && it.change.users.contains(&root.wire_name));
        let effects: Vec<Effect> = own.map(|it| it.wire.effect).collect();
        // What an older crate reads elsewhere has its own verdict.
        let reads_elsewhere = root.role == Role::Envelope && has_other_roles;
        if effects.is_empty() || effects.contains(&Effect::Fails) || reads_elsewhere {
            continue;
        }
        let wire = judge.together((old_root, new_root));
        // An unclassified change may hide a failing one.
        let is_more = match wire.effect {
            Effect::Fails => true,
            Effect::Degrades => effects.iter().all(|effect| *effect == Effect::Ok),
            // Each change alone has a proof, but not all of them together.
            Effect::Unclassified => !effects.contains(&Effect::Unclassified),
            Effect::Ok => false,
        };
        if is_more {
            let words = match effects.as_slice() {
                [_] => "something else in it changes, which no rule describes",
                _ => "its changes together do more than each alone",
            };
            let change = Change::of_root(root, old_root, new_root, words);
            found.push(Judged { change, wire, api: Vec::new(), source: Cost::Patch });
        }
    }
    found
}

fn is_for(recorded: &Recorded, change: &Change) -> bool {
    recorded.rule.value == change.rule.id() && recorded.place.value == change.key()
}

fn apply(recorded: &Recorded, judged: &mut Judged) {
    let effect = Effect::from_code(&recorded.wire.value).unwrap_or(judged.wire.effect);
    judged.wire = Verdict { effect, basis: Basis::Recorded(recorded.reason.value.clone()) };
}

/// Reports a recorded verdict that no change needs.
fn unused(recorded: &Recorded) -> Diagnostic {
    let rule = &recorded.rule.value;
    if Rule::from_id(rule).is_none() {
        let help = match nearest(rule, Rule::ALL.iter().map(|rule| rule.id())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use the id that `diff` shows beside the change".to_owned(),
        };
        let unknown = Diagnostic::error("unknown-rule", format!("there is no rule `{rule}`"));
        return unknown.at(recorded.rule.place.clone()).help(help);
    }
    Diagnostic::warning("unused-verdict", "no change since the last release needs this verdict")
        .at(recorded.place.place.clone())
        .help("remove it, or correct `rule` and `place`: `diff` shows both for each change")
}
