//! The wire verdict on a change, with its proof or its witness.

use crate::diff::change::{Change, Part, Site};
use crate::diff::edition::Edition;
use crate::diff::rule::Rule;
use crate::diff::verdict::{Basis, Effect, Verdict};
use crate::source::location::Pointer;
use crate::wire::{self, Contract, Outcome, Wire, Witness};

/// Decides what receivers of the older edition do when the newer producer sends.
pub(super) fn verdict(old: &Edition, new: &Edition, change: &Change) -> Verdict {
    let site = match (&change.site, change.rule) {
        (Site::Outside, rule) => return outside(old, new, rule),
        // The payload stays, and the older crate does not know the new name.
        (Site::Root { new: Some(new), .. }, Rule::EventRenamed) => wire::Site::added(*new),
        (Site::Root { old, new }, _) => wire::Site { old_root: *old, new_root: *new, inside: None },
        (Site::Inside { roots, schemas, part }, _) => {
            let part = match part {
                Part::Keywords => wire::Part::Keywords,
                Part::Members(wire_names) => wire::Part::Members(wire_names.clone()),
            };
            wire::Site::inside(roots.0, roots.1, schemas.0, schemas.1, part)
        }
    };
    of(wire::judge(contract(old), contract(new), &site))
}

/// Decides what all changes of a documented schema do together.
pub(super) fn together(old: &Edition, new: &Edition, (old_root, new_root): (usize, usize)) -> Verdict {
    of(wire::judge_root(contract(old), contract(new), old_root, new_root))
}

fn contract(edition: &Edition) -> Contract<'_> {
    let Edition { loaded, verified } = edition;
    Contract { catalog: &loaded.catalog, model: &verified.model, shapes: &verified.shapes, plan: &verified.plan }
}

/// Decides on changes outside of the documented schemas.
fn outside(old: &Edition, new: &Edition, rule: Rule) -> Verdict {
    let has_envelope = |edition: &Edition| edition.loaded.catalog.envelope.is_some();
    let fails = |basis| Verdict { effect: Effect::Fails, basis };
    match rule {
        Rule::SignatureChanged => fails(Basis::Unknown("no delivery is verified; a person must confirm it".to_owned())),
        Rule::EnvelopeChanged if has_envelope(old) != has_envelope(new) => {
            fails(Basis::Proof("every body has another form".to_owned()))
        }
        Rule::EventHeaderChanged if !has_envelope(old) => {
            fails(Basis::Proof("the older crate reads the event's name from that header alone".to_owned()))
        }
        Rule::EventHeaderChanged => Verdict::proven("the body names the event, and a missing header is no difference"),
        _ => Verdict::proven("no delivery changes"),
    }
}

fn of(wire: Wire) -> Verdict {
    match wire {
        Wire::Ok { proof } => Verdict::proven(proof),
        Wire::Degrades { witness } => shown(Effect::Degrades, &witness),
        Wire::Fails { witness } => shown(Effect::Fails, &witness),
        Wire::Unclassified { reason } => Verdict::unknown(reason),
    }
}

fn shown(effect: Effect, witness: &Witness) -> Verdict {
    let (outcome, detail) = match &witness.outcome {
        Outcome::Handled => ("accepts", String::new()),
        Outcome::Drift(differences) => {
            let places: Vec<String> =
                differences.iter().map(|it| format!("{} at {}", it.kind.code(), at(&it.instance))).collect();
            ("delivers as drift", places.join(", "))
        }
        Outcome::Fails(failure) => ("rejects", format!("{}: {}", at(&failure.instance), failure.message)),
    };
    let instance = witness.instance.to_compact();
    Verdict { effect, basis: Basis::Witness { instance, outcome, detail } }
}

fn at(instance: &Pointer) -> String {
    if instance.as_str().is_empty() { "the whole".to_owned() } else { format!("`{instance}`") }
}
