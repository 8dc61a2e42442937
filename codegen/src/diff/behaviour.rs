//! Changes in the behaviour of programs that compile as before: the least cost of each, and a note.

use crate::api::Cost;
use crate::catalog::Catalog;
use crate::diff::change::Change;
use crate::diff::rule::Rule;
use crate::diff::signature;
use crate::diff::verdict::{Basis, Effect, Judged, Reader};

/// Returns the least cost of a change, for what the public API does not show.
pub(super) fn least_cost(change: &Change, old: &Catalog, new: &Catalog) -> Cost {
    let is_receiver = old.has_receiver() && new.has_receiver();
    let is_moved = change.before.is_some() && change.after.is_some();
    match change.rule {
        Rule::SignatureChanged if signature::are_alike(old, new) => Cost::Patch,
        Rule::SignatureChanged | Rule::TypeRenamed | Rule::CrateRenamed | Rule::EventRenamed => Cost::Major,
        // Two spellings of a name may be one field, which is written in another way.
        Rule::MemberRenamed | Rule::EnvelopeMemberChanged if change.renames_member() => Cost::Major,
        // The types of an envelope read name and payload, too.
        Rule::EventMemberChanged | Rule::PayloadMoved if is_receiver || old.envelope.is_some() => Cost::Major,
        Rule::IdMoved if is_receiver && is_moved => Cost::Major,
        Rule::EventHeaderChanged if is_receiver && is_moved && old.naming.members.is_empty() => Cost::Major,
        Rule::HandshakesChanged | Rule::VersionsChanged if is_receiver => Cost::Minor,
        Rule::EventHeaderChanged | Rule::SentAtMoved if is_receiver && is_moved => Cost::Minor,
        Rule::BranchesReordered | Rule::ToleranceChanged => Cost::Minor,
        _ if change.takes_values => Cost::Minor,
        _ => Cost::Patch,
    }
}

impl Judged {
    /// Returns the change in the behaviour of programs that compile as before, if there is one.
    pub fn note(&self) -> Option<&'static str> {
        let is_moved = self.change.before.is_some() && self.change.after.is_some();
        match self.change.rule {
            // Where a receiver refuses the value, no older program has seen it; without a new variant, it has none.
            Rule::ValueAdded if self.api.iter().any(|it| it.before.is_none()) && self.may_be_seen() => {
                Some("a program that handles the value as `Unknown` gets the new variant instead")
            }
            Rule::BranchAdded if self.change.takes_values => {
                Some("a value that also fits a later branch now gets the new variant")
            }
            Rule::EventAdded
                if self.wire.effect == Effect::Degrades && self.api.iter().any(|it| it.before.is_none()) =>
            {
                Some("a program that handles the event as `Event::Unknown` gets the new variant instead")
            }
            _ if self.change.takes_values => Some("a value that also fits a later branch may get another variant"),
            Rule::BranchesReordered => {
                Some("a value that several branches accept gets the variant of the first, which may be another one now")
            }
            Rule::ToleranceChanged => Some(match (self.wire.effect, &self.change.after) {
                (_, None) => "by default, a recorded request is accepted again at any time",
                (Effect::Ok, Some(_)) => {
                    "by default, requests are refused that were accepted, if their time differs more"
                }
                (_, Some(_)) => "by default, a recorded request is accepted again for a longer time",
            }),
            // Without a receiver nothing is read from a request, and the cost says so.
            _ if self.source == Cost::Patch => None,
            Rule::EventMemberChanged => Some("the same delivery may be another event, or be refused"),
            Rule::PayloadMoved => Some("a delivery with its payload at the older place is refused"),
            Rule::HandshakesChanged => Some(match (&self.change.before, &self.change.after) {
                (None, _) => "a request that was a delivery may be a handshake",
                (_, None) => "a request that was a handshake is a delivery",
                (Some(_), Some(_)) => "a request that is a handshake may get another answer",
            }),
            Rule::VersionsChanged => Some("other versions than before arrive as drift"),
            _ if !is_moved => None,
            Rule::IdMoved => Some("a program that knows deliveries by their id takes a repeated one for a new one"),
            Rule::SentAtMoved => Some("`max_age` compares another time"),
            Rule::EventHeaderChanged if self.source == Cost::Major => {
                Some("the same delivery may be another event, or be refused")
            }
            Rule::EventHeaderChanged => Some("`require_event_header(true)` asks for another header"),
            _ => None,
        }
    }

    /// Returns true if programs of the older crate may see the instance, as drift or without its validators.
    fn may_be_seen(&self) -> bool {
        let is_unread = matches!(self.wire.basis, Basis::Witness { reader: Reader::Types, .. });
        self.wire.effect == Effect::Degrades || is_unread
    }
}
