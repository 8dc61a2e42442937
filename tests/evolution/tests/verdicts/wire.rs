//! Wire: compiled receivers of the old edition.

use std::collections::BTreeMap;

use codegen::diff::{Basis, Change, Effect};

use crate::cargo::receive;
use crate::delivery::{Request, Sender};
use crate::edit::{EDITS, Edit, in_parallel};

/// A request with the effect that it may have, and the one that it must have.
struct Sent<'e> {
    edit: &'e Edit,
    request: Request,
    at_most: Effect,
    at_least: Effect,
}

/// Nothing fails that a verdict says is delivered, nothing drifts that is `ok`, and each witness shows its verdict.
#[test]
fn old_receivers_do_as_the_verdicts_say() {
    let of_edits = in_parallel(EDITS.iter().collect(), sent_by);
    let (lines, sent): (Vec<String>, Vec<Sent<'_>>) = of_edits.into_iter().flatten().unzip();
    let outcomes = receive(&lines.concat());
    assert_eq!(outcomes.len(), sent.len());
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (sent, outcome) in sent.iter().zip(&outcomes) {
        if let Some(why) = false_verdict(sent, outcome) {
            wrong.entry(sent.edit.shown()).or_default().push(why);
        }
    }
    let changes = EDITS.iter().flat_map(|edit| &edit.report.changes);
    let undecided = changes.filter(|judged| judged.wire.effect == Effect::Unclassified).count();
    println!("{} requests of {} edits, {undecided} changes without a verdict", sent.len(), EDITS.len());
    assert!(undecided * 20 <= EDITS.len(), "{undecided} changes have no verdict");
    let shown: Vec<String> =
        wrong.into_iter().map(|(edit, why)| format!("{edit}: {}: {}", why.len(), why[0])).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

/// Returns the requests of an edit, with their lines.
fn sent_by(edit: &'static Edit) -> Vec<(String, Sent<'static>)> {
    let (old, new) = (&edit.fixture.edition, &edit.edition);
    let sender = Sender::new(old, new, edit);
    let always = always(edit);
    let mut sent: Vec<Sent<'_>> = Vec::new();
    for request in sender.requests() {
        sent.push(Sent { edit, at_most: worst(edit, &request), at_least: always, request });
    }
    for judged in &edit.report.changes {
        let Basis::Witness { instance, .. } = &judged.wire.basis else { continue };
        let instance = serde_json::from_str(instance).expect("a witness is JSON");
        let subject = &judged.change.subject;
        let request = sender.request(subject, subject == "envelope", instance).expect("it is an object");
        sent.push(Sent { edit, at_most: worst(edit, &request), at_least: judged.wire.effect.max(always), request });
    }
    let (old, new) = (old.contract().catalog, new.contract().catalog);
    sent.into_iter().map(|sent| (sent.request.line(edit, old, new), sent)).collect()
}

/// Returns the worst verdict on the changes that touch a request: those of its event, and of all events.
fn worst(edit: &Edit, request: &Request) -> Effect {
    let touches = |change: &Change| {
        let of_all = ["envelope", "delivery", "signature", "event_header", "crate"];
        let is_of = |user: &str| user == request.name || of_all.contains(&user);
        is_of(&change.subject) || change.users.iter().any(|user| is_of(user))
    };
    let judged = edit.report.changes.iter().filter(|judged| touches(&judged.change));
    judged.map(|judged| judged.wire.effect).max().unwrap_or(Effect::Ok)
}

/// Returns the effect on every delivery.
fn always(edit: &Edit) -> Effect {
    let is_for_all = |change: &Change| matches!(change.subject.as_str(), "signature");
    let judged = edit.report.changes.iter().filter(|judged| is_for_all(&judged.change));
    judged.map(|judged| judged.wire.effect).max().unwrap_or(Effect::Ok)
}

fn false_verdict(sent: &Sent<'_>, outcome: &str) -> Option<String> {
    let code = outcome.split(' ').next().unwrap_or_default();
    let effect = Effect::from_code(code).unwrap_or_else(|| panic!("{outcome}"));
    let is_true = (sent.at_least..=sent.at_most).contains(&effect);
    let promised = format!("{} to {}", sent.at_least.code(), sent.at_most.code());
    (!is_true).then(|| format!("{outcome} instead of {promised}: {}", sent.request.shown()))
}
