//! The wire verdict on a change, with its proof or its witness.

use codegen_runtime::validate::drift::DriftKind;

use crate::catalog::{RefinedType, Refinement};
use crate::diff::change::{Change, Site};
use crate::diff::handshake::written;
use crate::diff::rule::Rule;
use crate::diff::verdict::{Basis, Effect, Reader, Verdict};
use crate::diff::{naming, role};
use crate::json;
use crate::model::{Model, Role, Root, SchemaId};
use crate::pipeline::Edition;
use crate::source::location::{Pointer, Source};
use crate::wire::{self, Contract, Difference, Meetings, Outcome, Part, Removed, Wire, Witness};

/// The members that open objects have lost. `[[reserved]]` prevents them from getting another meaning.
pub(super) struct Reserved {
    removed: Vec<Removed>,
    /// The newer model, in which they have the older meaning.
    model: Option<Model>,
}

impl Reserved {
    /// Returns the members that some changes remove.
    pub(super) fn of(old: &Edition, new_edition: &Edition, changes: &[Change]) -> Self {
        let payload = new_edition.loaded.catalog.payload.names();
        let (old, new) = (&old.verified.model, &new_edition.verified.model);
        let mut meetings = Meetings::new(new, &payload);
        let mut removed: Vec<Removed> =
            changes.iter().flat_map(|change| removed(old, (new, &mut meetings), change)).collect();
        removed.sort();
        removed.dedup();
        let model = (!removed.is_empty()).then(|| wire::reserving(old, new, &removed));
        Self { removed, model }
    }
}

/// The judge of all changes between two editions.
pub(super) struct WireJudge<'e> {
    old: &'e Edition,
    new: &'e Edition,
    removed: &'e [Removed],
    /// For each newer root the number of changes inside of it.
    counts: Vec<usize>,
    wires: wire::Judge<'e>,
}

impl<'e> WireJudge<'e> {
    pub(super) fn new(old: &'e Edition, new: &'e Edition, reserved: &'e Reserved, changes: &[Change]) -> Self {
        let is_of = |change: &Change, root: &Root| change.is_inside() && change.users.contains(&root.wire_name);
        let count = |root: &Root| changes.iter().filter(|change| is_of(change, root)).count();
        let counts = new.verified.model.roots.iter().map(count).collect();
        let contract = new.contract();
        let newer = Contract { model: reserved.model.as_ref().unwrap_or(contract.model), ..contract };
        Self { old, new, removed: &reserved.removed, counts, wires: wire::Judge::new(old.contract(), newer) }
    }

    /// Decides what receivers of the older edition do when the newer producer sends.
    pub(super) fn verdict(&self, change: &Change) -> Verdict {
        let site = match (&change.site, change.rule) {
            (Site::Outside, Rule::LayoutChanged) => {
                return Verdict::proven("the order of events, and of headers with a signature, constrains nothing");
            }
            (_, Rule::LayoutChanged) => {
                return Verdict::proven("the order of members, branches and listed values constrains nothing");
            }
            (Site::Outside, rule) => {
                let verdict = role::verdict(&self.old.loaded.catalog, &self.new.loaded.catalog, rule);
                return match (rule, verdict.effect) {
                    (Rule::HandshakesChanged, Effect::Ok) => self.handshakes().unwrap_or(verdict),
                    (Rule::EventMemberChanged, Effect::Fails) if naming::is_still_there(self.old, self.new) => {
                        Verdict::proven("every payload still has the event's name where the older crate reads it")
                    }
                    _ => verdict,
                };
            }
            (Site::Root { old: Some(old), new: Some(new) }, rule)
                if rule != Rule::EventRenamed && self.counts[*new] > 0 =>
            {
                // The root may fail by its other changes.
                let whole = self.together((*old, *new));
                let said = "no constraint in it changes; the other changes are judged by themselves";
                return if whole.effect == Effect::Ok { whole } else { Verdict::proven(said) };
            }
            // The payload stays, and the older crate does not know the new name.
            (Site::Root { new: Some(new), .. }, Rule::EventRenamed) => wire::Site::added(*new),
            (Site::Root { old, new }, _) => wire::Site { old_root: *old, new_root: *new, inside: None },
            (Site::Inside { schemas, part: Part::Members(names), .. }, Rule::OptionalMemberRemoved)
                if names.iter().all(|name| self.is_reserved(self.new.verified.model.target(schemas.1), name)) =>
            {
                return Verdict::proven(
                    "an open object may leave it out, and its name does not return with another meaning",
                );
            }
            (Site::Inside { schemas, part: Part::Members(names), .. }, Rule::OptionalMemberRemoved)
                if names.iter().all(|name| self.is_kept(schemas.1, name)) =>
            {
                return Verdict::proven("the crate keeps it, and an older crate knows it");
            }
            (Site::Inside { roots, .. }, _) if self.is_unknown(*roots) => {
                return Verdict::proven(
                    "an older crate does not know the event's new name, and decodes no payload of it",
                );
            }
            (Site::Inside { roots, schemas, part }, _) => {
                wire::Site::inside(roots.0, roots.1, schemas.0, schemas.1, part.clone())
            }
        };
        match self.again(change, self.judged(change, &site)) {
            verdict if verdict.effect == Effect::Ok && self.reserves(change) => Verdict::proven(
                "every instance of the new schema is valid under the old one, because the name does not return with another meaning",
            ),
            verdict => verdict,
        }
    }

    /// Decides how handshakes that only the older crate knows affect deliveries; `None` if they do not.
    fn handshakes(&self) -> Option<Verdict> {
        let [old, new] = [self.old, self.new].map(|it| &it.loaded.catalog.handshakes);
        let known: Vec<String> = new.iter().map(written).collect();
        let gone = old.iter().filter(|handshake| !known.contains(&written(handshake)));
        let verdicts = gone.map(|handshake| self.of(wire::removed_handshake(self.new.contract(), handshake)));
        verdicts.filter(|verdict| verdict.effect != Effect::Ok).max_by_key(|verdict| verdict.effect)
    }

    /// Decides about a site. If the change alone has no verdict or no effect, and it is the only change of its root, the effect of the
    /// whole edition counts.
    fn judged(&self, change: &Change, site: &wire::Site) -> Verdict {
        let verdict = self.of(self.wires.judge(site));
        let Site::Inside { roots, .. } = &change.site else { return verdict };
        if !self.is_alone(roots.1) || !matches!(verdict.effect, Effect::Ok | Effect::Unclassified) {
            return verdict;
        }
        let whole = self.together(*roots);
        let is_change = verdict.effect == Effect::Unclassified || self.wires.is_idle(site);
        if whole.effect != Effect::Ok && is_change { whole } else { verdict }
    }

    /// Adds to a failure that the newer crate refuses the instance as well, because its type does not hold it.
    fn again(&self, change: &Change, mut verdict: Verdict) -> Verdict {
        let Site::Inside { roots, schemas, .. } = &change.site else { return verdict };
        let Basis::Witness { instance, again, .. } = &mut verdict.basis else { return verdict };
        let Ok(document) = json::parse(&Source::new("witness", instance.as_str())) else { return verdict };
        if verdict.effect == Effect::Fails && wire::is_unrepresentable(self.new.contract(), roots.1, &document.root) {
            let place = &self.new.verified.model.schema(schemas.1).place;
            let refinements = &self.new.loaded.catalog.refinements;
            let is_there = |it: &&Refinement| {
                it.schema.value == place.source.path()
                    && place.pointer.as_ref().is_some_and(|pointer| pointer.as_str() == it.pointer.value)
            };
            let name = refinements.iter().find(is_there).and_then(|it| it.kind).map(RefinedType::name);
            *again = Some(match name {
                Some(name) => format!("the refinement `{name}` does not hold it; correct it"),
                None => "its type does not hold it".to_owned(),
            });
        }
        verdict
    }

    /// Returns true if a change removes a member whose name is reserved.
    fn reserves(&self, change: &Change) -> bool {
        let Site::Inside { schemas, part: Part::Members(names), .. } = &change.site else { return false };
        names.iter().any(|name| self.is_reserved(self.new.verified.model.target(schemas.1), name))
    }

    /// Returns true for an event whose new name the older crate does not decode.
    fn is_unknown(&self, (old_root, new_root): (usize, usize)) -> bool {
        let (was, is) = (&self.old.verified.model.roots[old_root], &self.new.verified.model.roots[new_root]);
        if was.wire_name == is.wire_name || is.role != Role::Event {
            return false;
        }
        let wire = self.wires.judge(&wire::Site::added(new_root));
        let Wire::Degrades { witness } = wire else { return false };
        let Outcome::Drift(differences) = &witness.outcome else { return false };
        differences.iter().any(|it| it.kind == DriftKind::NewEvent)
    }

    fn is_alone(&self, new_root: usize) -> bool {
        self.counts[new_root] == 1
    }

    /// Decides what all changes of a documented schema do together.
    pub(super) fn together(&self, (old_root, new_root): (usize, usize)) -> Verdict {
        self.of(self.wires.judge(&wire::Site::root(old_root, new_root)))
    }

    /// Returns an effect on the older crate as it is used. Only a receiver knows drift: without one, or for a schema that is no event, a
    /// program validates the instance itself.
    fn of(&self, wire: Wire) -> Verdict {
        match wire {
            Wire::Ok { proof } => Verdict::proven(proof),
            Wire::Degrades { witness } => match self.reader(&witness) {
                Reader::Types => shown(Effect::Fails, Reader::Types, &witness),
                reader => shown(Effect::Degrades, reader, &witness),
            },
            Wire::Fails { witness } => shown(Effect::Fails, self.reader(&witness), &witness),
            Wire::Unclassified { reason } => Verdict::unknown(reason),
        }
    }

    /// Returns the part of the older crate that reads an instance.
    fn reader(&self, witness: &Witness) -> Reader {
        let is_received = |root: &Root| root.role != Role::Plain && root.wire_name == witness.wire_name;
        let is_new = |it: &Difference| it.kind == DriftKind::NewEvent;
        if self.old.loaded.catalog.has_receiver() && self.new.verified.model.roots.iter().any(is_received) {
            Reader::Receiver
        } else if matches!(&witness.outcome, Outcome::Drift(differences) if differences.iter().any(is_new)) {
            Reader::Event
        } else {
            Reader::Types
        }
    }

    /// Returns true if the newer crate keeps a member of an object.
    fn is_kept(&self, object: SchemaId, wire_name: &str) -> bool {
        let model = &self.new.verified.model;
        let mut members = model.schema(model.target(object)).properties().iter();
        members.any(|(known, member)| known == wire_name && model.kept.contains_key(&(*member, None)))
    }

    fn is_reserved(&self, object: SchemaId, wire_name: &str) -> bool {
        let merged = wire::merged(&self.new.verified.model, object);
        self.removed.iter().any(|removed| merged.contains(&removed.object) && removed.wire_name == wire_name)
    }
}

/// Returns the members that a change removes from an open object.
fn removed(old: &Model, (new, meetings): (&Model, &mut Meetings<'_>), change: &Change) -> Vec<Removed> {
    let removes = matches!(
        change.rule,
        Rule::OptionalMemberRemoved | Rule::RequiredMemberRemoved | Rule::MemberRenamed | Rule::EnvelopeMemberChanged
    );
    let Site::Inside { schemas, part: Part::Members(names), .. } = &change.site else { return Vec::new() };
    let (before, after) = (old.target(schemas.0), new.target(schemas.1));
    if !removes || !wire::is_open(new, meetings, after) {
        return Vec::new();
    }
    // If a schema still names the member, that schema defines its meaning.
    let gone: Vec<&String> = names.iter().filter(|name| !wire::still_names(new, meetings, after, name)).collect();
    let meanings = gone.into_iter().filter_map(|name| {
        let holders = wire::merged(old, before).into_iter().filter_map(|id| {
            let (_, meaning) = old.schema(id).properties().iter().find(|(known, _)| known == name)?;
            Some((id, *meaning))
        });
        let [(holder, meaning)] = holders.collect::<Vec<_>>()[..] else { return None };
        // The member was forbidden, and now it may be anything.
        if wire::is_never(old, meaning) {
            return None;
        }
        // A schema that several objects merge gives the member its meaning in all of them.
        let place = &old.schema(holder).place;
        let is_there = |id: &SchemaId| {
            let other = &new.schema(*id).place;
            other.source.path() == place.source.path() && other.pointer == place.pointer
        };
        let shared = wire::merged(new, after).into_iter().find(is_there);
        let object = shared.filter(|id| !wire::still_names(new, meetings, *id, name)).unwrap_or(after);
        Some(Removed { object, wire_name: name.clone(), meaning })
    });
    meanings.collect()
}

fn shown(effect: Effect, reader: Reader, witness: &Witness) -> Verdict {
    // A receiver reads the whole body, and its places are in it; everything else reads the part.
    let is_received = reader == Reader::Receiver;
    let at = |place: &Pointer| {
        let inside = place.as_str().strip_prefix(witness.at.as_str()).and_then(Pointer::parse);
        at(inside.as_ref().filter(|_| !is_received).unwrap_or(place))
    };
    let (outcome, detail) = match &witness.outcome {
        Outcome::Handled => ("accepts", String::new()),
        Outcome::Drift(_) if reader == Reader::Event => ("has no variant for", String::new()),
        Outcome::Drift(differences) => {
            let places: Vec<String> =
                differences.iter().map(|it| format!("{} at {}", it.kind.code(), at(&it.instance))).collect();
            let outcome = if reader == Reader::Receiver { "delivers as drift" } else { "rejects" };
            (outcome, places.join(", "))
        }
        Outcome::Fails(failure) => ("rejects", format!("{}: {}", at(&failure.instance), failure.message)),
    };
    // Only the whole body shows that it is a handshake.
    let is_handshake = matches!(&witness.outcome, Outcome::Fails(failure) if failure.code == wire::HANDSHAKE);
    let instance = if is_handshake { &witness.body } else { &witness.instance }.to_compact();
    let body = (is_received && !witness.at.as_str().is_empty()).then(|| witness.body.to_compact());
    let is_hypothetical = witness.is_hypothetical;
    Verdict { effect, basis: Basis::Witness { instance, body, reader, outcome, detail, is_hypothetical, again: None } }
}

fn at(instance: &Pointer) -> String {
    if instance.as_str().is_empty() { "the whole".to_owned() } else { format!("`{instance}`") }
}
