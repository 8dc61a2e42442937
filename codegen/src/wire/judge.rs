//! The verdict on a change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::catalog::BodyMember;
use crate::containment::{self, Gap, Joint};
use crate::interpret::Finding;
use crate::json::{Member, Node};
use crate::model::{Model, Role, SchemaId};
use crate::source::location::Pointer;
use crate::wire::contract::{Contract, Part, Site};
use crate::wire::delivered::{instance_of, payload};
use crate::wire::entry::Entry;
use crate::wire::handshake;
use crate::wire::hybrid::{Older, hybrid};
use crate::wire::outcome::{Outcome, Wire, Witness};
use crate::wire::receive::{outcome_of, receive, receive_envelope, receive_part};
use crate::wire::search::{Search, with_member};
use crate::wire::sent::{body, documented_payload, is_sent, name_of, named, place, sent, with_name, with_nested};
use crate::wire::shrink::shrink;
use crate::wire::tolerated::tolerated;

/// Returns the effect of a change on receivers of the old contract.
pub fn judge(old: Contract<'_>, new: Contract<'_>, site: &Site) -> Wire {
    Judge::new(old, new).judge(site)
}

/// The judge of several changes between the same two contracts.
#[derive(Debug)]
pub struct Judge<'m> {
    old: Contract<'m>,
    new: Contract<'m>,
    older: Older<'m>,
    /// The instances by the indexes of both roots.
    wholes: Mutex<BTreeMap<(usize, usize), Instances>>,
}

/// The instances of a new root that the old edition does not handle.
type Instances = Arc<OnceLock<Vec<Node>>>;

/// The maximum number of such instances.
const MOST: usize = 4_000;

impl<'m> Judge<'m> {
    /// Returns the judge of the changes from an old contract to a new one.
    pub fn new(old: Contract<'m>, new: Contract<'m>) -> Self {
        Self { old, new, older: Older::new(old.model), wholes: Mutex::default() }
    }

    /// Returns the effect of a change on receivers of the old contract.
    pub fn judge(&self, site: &Site) -> Wire {
        let Self { old, new, .. } = *self;
        crate::deep::with_stack(|| match (site.old_root, site.new_root) {
            (Some(old_root), Some(new_root)) => {
                let root = old.model.roots[old_root].schema;
                let changed = site.inside.as_ref().and_then(|inside| hybrid(&self.older, root, new.model, inside));
                let roots = (old_root, new_root);
                let is_apart =
                    changed.is_some() && site.inside.as_ref().is_some_and(|inside| is_apart(old, &inside.part));
                match self.changed_root(roots, changed.as_ref(), is_apart) {
                    // An edition with this change alone may not exist. If all changes together have no effect, this one has no effect
                    // either.
                    Wire::Unclassified { reason } if changed.is_some() => match self.changed_root(roots, None, false) {
                        Wire::Ok { proof } => Wire::Ok { proof },
                        Wire::Degrades { .. } | Wire::Fails { .. } | Wire::Unclassified { .. } => {
                            Wire::Unclassified { reason }
                        }
                    },
                    verdict => verdict,
                }
            }
            (None, Some(new_root)) => added(old, new, new_root),
            (Some(old_root), None) => Wire::Ok {
                proof: match old.model.roots[old_root].role {
                    Role::Event | Role::Envelope => "it is not sent any more".to_owned(),
                    Role::Plain => "no receiver reads it; what contains it is judged by itself".to_owned(),
                },
            },
            (None, None) => Wire::Ok { proof: "nothing changes".to_owned() },
        })
    }

    /// Returns true if the old edition with the change alone is proven to be the old edition: the change is not among its keywords.
    pub fn is_idle(&self, site: &Site) -> bool {
        let Self { old, new, .. } = *self;
        crate::deep::with_stack(|| {
            let (Some(old_root), Some(inside)) = (site.old_root, &site.inside) else { return false };
            let root = old.model.roots[old_root].schema;
            let Some((model, schema)) = hybrid(&self.older, root, new.model, inside) else { return false };
            let (changed, before) = (Entry::new(&model, schema), Entry::new(old.model, root));
            let is_within = |one: &Entry, other: &Entry| containment::prove(one.pair(), other.pair()).is_ok();
            is_within(&before, &changed) && is_within(&changed, &before)
        })
    }

    /// Judges a documented schema in which some or all changes were made; `is_apart` is true if none of them is of a member that the older
    /// receiver reads.
    fn changed_root(&self, roots: (usize, usize), hybrid: Option<&(Model, SchemaId)>, is_apart: bool) -> Wire {
        let Self { old, new, .. } = *self;
        let of = |model: &Model, schema: SchemaId| Entry::new(model, schema);
        let of_old = of(old.model, old.model.roots[roots.0].schema);
        let of_new = of(new.model, new.model.roots[roots.1].schema);
        let of_hybrid = hybrid.map(|(model, schema)| of(model, *schema));
        let changed = of_hybrid.as_ref().unwrap_or(&of_new);
        let mut joint = Joint::new(changed.pair(), of_old.pair());
        joint.align(hybrid.map_or(new.model, |(model, _)| model), old.model);
        // A receiver reads the event and the payload from the members that its own catalogue names. A change of the catalogue has its own
        // verdict.
        let is_read = is_apart || old.model.roots[roots.0].role != Role::Envelope || members_of(old) == members_of(new);
        let gaps = match containment::prove_joint(&mut joint) {
            Ok(()) if is_read => {
                return Wire::Ok { proof: "every instance of the new schema is valid under the old one".to_owned() };
            }
            Ok(()) => Vec::new(),
            Err(gaps) => joint.sites().into_iter().chain(gaps).collect(),
        };
        let is_delivered = is_read
            && [false, true].into_iter().any(|asserts_formats| {
                let (plan, node) = tolerated(&of_old.plan, of_old.node, asserts_formats);
                containment::prove(changed.pair(), (&plan, node)).is_ok()
            });
        let mut trial = Trial {
            old,
            new,
            roots,
            of_old: &of_old,
            of_new: &of_new,
            of_hybrid: of_hybrid.as_ref(),
            has_unsent: false,
        };
        let rank = if is_delivered { 1 } else { 2 };
        let mut found = trial.search(&joint, &gaps, rank);
        let rank_of = |found: &Option<Witness>| found.as_ref().map_or(0, |witness| witness.outcome.rank());
        if hybrid.is_some() && rank_of(&found) < rank {
            // If another change shows in every delivery, no instance of the edition with this change alone is valid in the new edition.
            let whole = self.whole(roots);
            let instances = whole.get_or_init(|| trial.all());
            let other =
                trial.best((rank, false), |is_best| _ = instances.iter().any(|instance| is_best(instance.clone())));
            if rank_of(&other) > rank_of(&found) {
                found = other;
            }
        }
        if trial.has_unsent && is_read && rank_of(&found) < rank {
            // The envelope may forbid what the payload's schema allows, and another name is that of another event.
            let (model, schema) =
                hybrid.map_or((new.model, new.model.roots[roots.1].schema), |(model, id)| (model, *id));
            let sent = sent(new, roots.1, model, schema).map(|(model, id)| Entry::new(&model, id));
            if sent.is_some_and(|sent| containment::prove(sent.pair(), of_old.pair()).is_ok()) {
                let proof = match new.catalog.payload.at {
                    Some(_) => "every payload that the envelope allows is valid under the old schema",
                    None => "every delivery with the event's name is valid under the old schema",
                };
                return Wire::Ok { proof: proof.to_owned() };
            }
        }
        match found {
            Some(witness) if witness.outcome.rank() == 2 => Wire::Fails { witness: Box::new(witness) },
            Some(witness) if is_delivered => Wire::Degrades { witness: Box::new(witness) },
            found => Wire::Unclassified { reason: reason(old.model, &gaps, is_delivered, found.is_some()) },
        }
    }

    /// Returns the instances of the new root that the old edition does not handle: once for all changes.
    fn whole(&self, roots: (usize, usize)) -> Instances {
        let mut wholes = self.wholes.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(wholes.entry(roots).or_default())
    }
}

/// Returns the members of the envelope that a receiver reads.
fn members_of(contract: Contract<'_>) -> Vec<&Pointer> {
    let catalog = contract.catalog;
    catalog.naming.members.iter().chain(&catalog.payload.at).map(|member| &member.pointer).collect()
}

/// Returns true for a change of other members than those that a receiver reads.
fn is_apart(old: Contract<'_>, part: &Part) -> bool {
    let Part::Members(names) = part else { return false };
    let is_read =
        |name: &String| members_of(old).into_iter().any(|pointer| pointer.tokens().any(|token| token == *name));
    !names.iter().any(is_read)
}

/// Returns the reason why a change has no verdict.
fn reason(old: &Model, gaps: &[Gap], is_delivered: bool, is_drifting: bool) -> String {
    let place = gaps.iter().find(|gap| gap.is_old).map(|gap| {
        let place = old.keyword_place(gap.old, &gap.keyword_location);
        let pointer = place.pointer.clone().filter(|pointer| !pointer.as_str().is_empty());
        let at = pointer.map(|pointer| format!(" at `{pointer}`")).unwrap_or_default();
        format!("{at} of {}", place.source.path())
    });
    let place = place.unwrap_or_default();
    match (is_delivered, is_drifting) {
        (true, _) => format!("no delivery fails, but it is unknown whether one drifts{place}"),
        (false, true) => format!("some deliveries drift, and it is unknown whether one fails{place}"),
        (false, false) => format!("no proof and no delivery that differs was found{place}"),
    }
}

/// The trial of instances.
struct Trial<'a> {
    old: Contract<'a>,
    new: Contract<'a>,
    roots: (usize, usize),
    of_old: &'a Entry,
    of_new: &'a Entry,
    /// The old schema with the change alone, if there are others.
    of_hybrid: Option<&'a Entry>,
    /// True if an instance was left out that no producer sends.
    has_unsent: bool,
}

impl Trial<'_> {
    /// Searches for the best witness; stops at one whose outcome has `rank`.
    fn search(&mut self, joint: &Joint, gaps: &[Gap], rank: u8) -> Option<Witness> {
        let (completed, examples) = (self.completed(), self.examples());
        self.best((rank, true), |is_best| {
            let run = |candidate: Node| is_best(completed(&candidate)) || is_best(candidate);
            Search::new(joint, examples).run(gaps, run);
        })
    }

    /// Returns a function that adds to an instance what a producer sends with it: the event's name and the members of the payload that the
    /// envelope documents; to an envelope, a payload.
    fn completed(&self) -> impl Fn(&Node) -> Node + use<> {
        let root = &self.new.model.roots[self.roots.1];
        let names = self.new.catalog.payload.at.as_ref().map(BodyMember::names);
        let documented = names.as_ref().filter(|_| root.role == Role::Event).and_then(|_| documented_payload(self.new));
        let payload = names.filter(|_| root.role == Role::Envelope).zip(payload(self.new));
        let name = name_of(self.new, self.roots.1);
        move |instance| match &payload {
            Some((names, payload)) => with_nested(instance, names, payload.clone()),
            None if instance.as_object().is_some() => {
                let members = documented.iter().flatten().filter(|member| instance.get(&member.name).is_none());
                let add = |found: Node, member: &Member| with_member(&found, &member.name, member.node.clone());
                with_name(&name, members.fold(instance.clone(), add))
            }
            None => instance.clone(),
        }
    }

    /// Returns instances of the new edition that the old one does not handle.
    fn all(&self) -> Vec<Node> {
        let mut whole = Joint::new(self.of_new.pair(), self.of_old.pair());
        whole.align(self.new.model, self.old.model);
        let gaps = containment::prove_joint(&mut whole).err().unwrap_or_default();
        let gaps: Vec<Gap> = whole.sites().into_iter().chain(gaps).collect();
        let (mut found, mut seen): (Vec<Node>, BTreeSet<String>) = (Vec::new(), BTreeSet::new());
        let mut add = |candidate: Node| {
            let is_new = seen.insert(candidate.to_compact()) && self.of_new.accepts(&candidate);
            if is_new && self.outcome(&candidate).rank() > 0 && self.is_sent(&candidate) {
                found.push(candidate);
            }
            found.len() == MOST
        };
        let completed = self.completed();
        let run = |candidate: Node| add(completed(&candidate)) || add(candidate);
        Search::new(&whole, self.examples()).run(&gaps, run);
        found
    }

    /// Returns the best witness among the candidates that `each` passes on; one that is worth `enough` is the last.
    fn best(&mut self, enough: (u8, bool), each: impl FnOnce(&mut dyn FnMut(Node) -> bool)) -> Option<Witness> {
        // The best is the worst outcome; among equals, one that this change causes alone.
        let mut best: Option<((u8, bool), Node)> = None;
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut has_unsent = false;
        each(&mut |candidate: Node| {
            if !seen.insert(candidate.to_compact()) || !self.of_new.accepts(&candidate) {
                return false;
            }
            let found = self.worth(&candidate);
            if found.0 == 0 || best.as_ref().is_some_and(|(known, _)| found <= *known) {
                return false;
            }
            if !self.is_sent(&candidate) {
                has_unsent = true;
                return false;
            }
            best = Some((found, candidate));
            found >= enough
        });
        self.has_unsent |= has_unsent;
        let (found, candidate) = best?;
        let is_named = self.named(&candidate) == candidate;
        let is_as_good = |smaller: &Node| {
            (!is_named || self.named(smaller) == *smaller)
                && self.of_new.accepts(smaller)
                && self.worth(smaller) == found
                && self.is_sent(smaller)
        };
        // A documented instance means more to a person than a smaller one, so only what it does not need is removed.
        let instance = shrink(&candidate, is_as_good);
        let root = &self.new.model.roots[self.roots.1];
        let (outcome, _) = self.effect(&instance);
        let at = place(self.new, self.roots.1);
        Some(Witness {
            wire_name: root.wire_name.clone(),
            body: body(self.new, self.roots.1, &instance),
            is_hypothetical: self.outcome(&instance).rank() > outcome.rank(),
            outcome: outcome.below(&at),
            at,
            instance,
        })
    }

    /// Returns true if the newer contract allows a delivery with an instance.
    fn is_sent(&self, instance: &Node) -> bool {
        let root = self.roots.1;
        is_sent(self.new, &self.new.model.roots[root], instance, &body(self.new, root, instance))
    }

    /// Returns the rank of the outcome that the change causes, and true if no other change has a part in it.
    fn worth(&self, instance: &Node) -> (u8, bool) {
        let (outcome, is_alone) = self.effect(instance);
        (outcome.rank(), is_alone)
    }

    fn named(&self, instance: &Node) -> Node {
        named(self.new, self.roots.1, instance.clone())
    }

    /// Returns the documented instances of both editions.
    fn examples(&self) -> Vec<Node> {
        let of = |contract: Contract<'_>, root: usize| {
            contract.model.roots[root].examples.iter().map(|example| example.root.clone()).collect::<Vec<_>>()
        };
        let mut examples = of(self.new, self.roots.1);
        for example in of(self.old, self.roots.0) {
            if !examples.contains(&example) {
                examples.push(example);
            }
        }
        examples
    }

    /// Returns the outcome that the change causes, and true if no other change has a part in it.
    fn effect(&self, instance: &Node) -> (Outcome, bool) {
        let rest = self.of_hybrid.map(|hybrid| hybrid.findings(instance)).unwrap_or_default();
        if rest.is_empty() {
            let is_valid = self.of_old.accepts(instance);
            return match self.outcome(instance) {
                // The type holds as much as before.
                Outcome::Fails(failure) if is_valid && failure.code == "unrepresentable" => (Outcome::Handled, true),
                outcome => (outcome, true),
            };
        }
        // Other changes are to blame for what the edition with this change alone rejects, too.
        let place = |finding: &Finding| (finding.instance.clone(), finding.keyword.clone(), finding.message.clone());
        let rest: Vec<_> = rest.iter().map(place).collect();
        let all = self.of_old.findings(instance);
        let caused: Vec<Finding> = all.into_iter().filter(|finding| !rest.contains(&place(finding))).collect();
        (outcome_of(&self.of_old.plan, self.of_old.node, instance, caused), false)
    }

    fn outcome(&self, instance: &Node) -> Outcome {
        match self.new.model.roots[self.roots.1].role {
            Role::Envelope => receive_envelope(self.old, instance),
            Role::Event | Role::Plain => receive_part(self.old, self.roots.0, instance),
        }
    }
}

/// Returns the effect of an added event: it is unknown.
fn added(old: Contract<'_>, new: Contract<'_>, new_root: usize) -> Wire {
    let root = &new.model.roots[new_root];
    if root.role != Role::Event {
        return Wire::Ok { proof: "no receiver reads it".to_owned() };
    }
    let Some(instance) = instance_of(new, new_root).map(|instance| named(new, new_root, instance)) else {
        return Wire::Unclassified { reason: "no instance of the event was found".to_owned() };
    };
    let body = body(new, new_root, &instance);
    let outcome = match handshake::taking(old.catalog, &body) {
        Some(handshake) => Outcome::Fails(handshake::failure(handshake)),
        None => receive(old, &root.wire_name, &body),
    };
    let wire_name = root.wire_name.clone();
    let witness =
        Box::new(Witness { wire_name, instance, body, at: place(new, new_root), outcome, is_hypothetical: false });
    match witness.outcome {
        Outcome::Fails(_) => Wire::Fails { witness },
        Outcome::Drift(_) => Wire::Degrades { witness },
        Outcome::Handled => Wire::Ok { proof: "it is decoded as a documented event".to_owned() },
    }
}
