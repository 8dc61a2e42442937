//! Compares the members of an object: named, required, unnamed.

use std::collections::BTreeMap;

use crate::diff::applied::{Applied, Named, Unnamed};
use crate::diff::change::Anchor;
use crate::diff::local::{Local, Step, reading};
use crate::diff::rename::{self, Part};
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::words;
use crate::model::SchemaId;
use crate::source::location::Place;

/// Adds the changes of members.
pub(super) fn compare(local: &mut Local<'_>) {
    let (old, new) = (Members::old(local), Members::new(local));
    let renamed = rename::pairs(&old.parts(local.sides.old), &new.parts(local.sides.new));
    for (index, member) in new.named.iter().enumerate() {
        if let Some(before) = old.find(member.wire_name) {
            presence(local, &old, &new, member.wire_name);
            descend(local, member.wire_name, &old.named[before], member);
        } else if let Some((before, _)) = renamed.iter().find(|(_, after)| *after == index) {
            rename_member(local, (&old, *before), (&new, index));
        } else {
            add(local, &new, member);
        }
    }
    for (index, member) in old.named.iter().enumerate() {
        let is_renamed = renamed.iter().any(|(before, _)| *before == index);
        if new.find(member.wire_name).is_none() && !is_renamed {
            remove(local, &old, member);
        }
    }
    unlisted(local, &old, &new);
    unnamed(local);
}

/// The members of one side.
struct Members<'c> {
    named: Vec<Named<'c>>,
    index: BTreeMap<&'c str, usize>,
    required: BTreeMap<&'c str, &'c Place>,
}

impl<'c> Members<'c> {
    /// Returns the older members. A member that the older crate kept is left out, unless the newer edition lacks it.
    fn old(local: &Local<'c>) -> Self {
        let mut named = local.old.members();
        let newer = local.new.members();
        let is_gone = |member: &Named<'_>| newer.iter().all(|other| other.wire_name != member.wire_name);
        named.retain(|member| !is_kept(local.sides.old, member) || is_gone(member));
        Self::of(named, local.old.required())
    }

    /// Returns the newer members without those that the crate keeps.
    fn new(local: &Local<'c>) -> Self {
        let mut named = local.new.members();
        named.retain(|member| !is_kept(local.sides.new, member));
        Self::of(named, local.new.required())
    }

    fn of(named: Vec<Named<'c>>, required: Vec<(&'c str, &'c Place)>) -> Self {
        let index = named.iter().enumerate().map(|(index, member)| (member.wire_name, index)).collect();
        Self { named, index, required: required.into_iter().collect() }
    }

    fn find(&self, wire_name: &str) -> Option<usize> {
        self.index.get(wire_name).copied()
    }

    fn is_required(&self, wire_name: &str) -> bool {
        self.required.contains_key(wire_name)
    }

    fn presence(&self, wire_name: &str) -> &'static str {
        if self.is_required(wire_name) { "required" } else { "optional" }
    }

    fn parts(&self, side: &Side<'_>) -> Vec<Part<'c>> {
        let part = |member: &Named<'c>| Part {
            wire_name: member.wire_name,
            shape: member.schemas.iter().map(|id| side.fingerprint(*id)).collect(),
            is_required: self.is_required(member.wire_name),
            is_constant: Applied::new(side.model, &member.schemas).listed().is_some_and(|listed| listed.len() == 1),
            written: None,
        };
        self.named.iter().map(part).collect()
    }
}

fn is_kept(side: &Side<'_>, member: &Named<'_>) -> bool {
    member.schemas.iter().any(|id| side.model.kept.contains_key(&(*id, None)))
}

fn anchors(side: &Side<'_>, member: &Named<'_>) -> Vec<Anchor> {
    member.schemas.iter().map(|id| Anchor::of(&side.model.schema(*id).place)).collect()
}

fn form(side: &Side<'_>, schemas: &[SchemaId], presence: &str) -> String {
    format!("{}, {presence}", words::schema(side.model, schemas))
}

fn add(local: &mut Local<'_>, new: &Members<'_>, member: &Named<'_>) {
    let (side, presence) = (local.sides.new, new.presence(member.wire_name));
    let rule = if presence == "required" { Rule::RequiredMemberAdded } else { Rule::OptionalMemberAdded };
    let after = side.reading(member.schemas[0], form(side, &member.schemas, presence));
    let words = format!("adds the {presence} member `{}`", member.wire_name);
    local.push(rule, words, None, Some(after)).of_member(member.wire_name, anchors(side, member));
}

fn remove(local: &mut Local<'_>, old: &Members<'_>, member: &Named<'_>) {
    let (side, presence) = (local.sides.old, old.presence(member.wire_name));
    let rule = if presence == "required" { Rule::RequiredMemberRemoved } else { Rule::OptionalMemberRemoved };
    let before = side.reading(member.schemas[0], form(side, &member.schemas, presence));
    let is_kept = local.new.members().iter().any(|other| other.wire_name == member.wire_name);
    let kept = if is_kept { "; the crate keeps it, deprecated" } else { "" };
    let words = format!("removes the {presence} member `{}`{kept}", member.wire_name);
    local.push(rule, words, Some(before), None).of_member(member.wire_name, anchors(side, member));
}

fn rename_member(local: &mut Local<'_>, (old, before): (&Members<'_>, usize), (new, after): (&Members<'_>, usize)) {
    let (was, is) = (&old.named[before], &new.named[after]);
    let (old_side, new_side) = (local.sides.old, local.sides.new);
    let words = format!(
        "renames the {} member `{}` to `{}`, or removes the one and adds the other",
        old.presence(was.wire_name),
        was.wire_name,
        is.wire_name
    );
    let before = old_side.reading(was.schemas[0], form(old_side, &was.schemas, old.presence(was.wire_name)));
    let after = new_side.reading(is.schemas[0], form(new_side, &is.schemas, new.presence(is.wire_name)));
    let mut anchors = anchors(old_side, was);
    anchors.extend(self::anchors(new_side, is));
    local
        .push(Rule::MemberRenamed, words, Some(before), Some(after))
        .of_members(&[is.wire_name, was.wire_name], anchors);
    descend(local, is.wire_name, was, is);
}

fn descend(local: &mut Local<'_>, wire_name: &str, old: &Named<'_>, new: &Named<'_>) {
    let is_tag = matches!(local.step, Step::Renamed(tag) if tag == wire_name);
    let step = if is_tag { Step::Tag } else { Step::Member };
    local.descend(step(wire_name.to_owned()), old.schemas.clone(), new.schemas.clone());
}

/// Compares the presence of a member that stays.
fn presence(local: &mut Local<'_>, old: &Members<'_>, new: &Members<'_>, wire_name: &str) {
    let (rule, words) = match (old.is_required(wire_name), new.is_required(wire_name)) {
        (true, false) => (Rule::MemberMadeOptional, "makes the member `NAME` optional"),
        (false, true) => (Rule::MemberMadeRequired, "makes the member `NAME` required"),
        (true, true) | (false, false) => return,
    };
    let (was, is) = (old.required.get(wire_name).copied(), new.required.get(wire_name).copied());
    let before = reading(&was.cloned().unwrap_or_else(|| local.old_place(is)), old.presence(wire_name));
    let after = reading(&is.cloned().unwrap_or_else(|| local.new_place(was)), new.presence(wire_name));
    let mut anchors = Vec::new();
    for (members, side) in [(old, local.sides.old), (new, local.sides.new)] {
        anchors.extend(members.find(wire_name).iter().flat_map(|index| self::anchors(side, &members.named[*index])));
    }
    let words = words.replace("NAME", wire_name);
    local.push(rule, words, Some(before), Some(after)).of_member(wire_name, anchors);
}

/// Compares the presence of members that no schema describes.
fn unlisted(local: &mut Local<'_>, old: &Members<'_>, new: &Members<'_>) {
    let names: Vec<&str> = old.required.keys().chain(new.required.keys()).copied().collect();
    let mut seen = Vec::new();
    for wire_name in names {
        let is_named = old.find(wire_name).is_some() || new.find(wire_name).is_some();
        if !is_named && !seen.contains(&wire_name) {
            presence(local, old, new, wire_name);
            seen.push(wire_name);
        }
    }
}

/// Compares the treatment of members that no schema names.
fn unnamed(local: &mut Local<'_>) {
    let ((old, was), (new, is)) = (local.old.unnamed(), local.new.unnamed());
    let before = was.cloned().unwrap_or_else(|| local.old_place(is));
    let after = is.cloned().unwrap_or_else(|| local.new_place(was));
    let words = |unnamed: &Unnamed, side: &Side<'_>| match unnamed {
        Unnamed::Open => "other members are accepted".to_owned(),
        Unnamed::Closed => "no other members".to_owned(),
        Unnamed::Schemas(schemas) => format!("other members: {}", words::schema(side.model, schemas)),
    };
    let (was, is) = (words(&old, local.sides.old), words(&new, local.sides.new));
    let rule = match (&old, &new) {
        (Unnamed::Schemas(before), Unnamed::Schemas(after)) => {
            return local.descend(Step::Unnamed, before.clone(), after.clone());
        }
        (Unnamed::Closed, Unnamed::Open | Unnamed::Schemas(_)) | (Unnamed::Schemas(_), Unnamed::Open) => {
            Rule::ObjectOpened
        }
        (Unnamed::Open, Unnamed::Closed | Unnamed::Schemas(_)) | (Unnamed::Schemas(_), Unnamed::Closed) => {
            Rule::ObjectClosed
        }
        (Unnamed::Open, Unnamed::Open) | (Unnamed::Closed, Unnamed::Closed) => return,
    };
    let verb = if rule == Rule::ObjectOpened { "opens" } else { "closes" };
    let words = format!("{verb} the object: {was} → {is}");
    local.push(rule, words, Some(reading(&before, was)), Some(reading(&after, is)));
}
