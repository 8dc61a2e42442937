//! The wire verdict on a change outside of the documented schemas: an older crate reads each part of a request where the older catalogue says.

use crate::catalog::{BodyMember, Catalog, Delivery, Naming, Text, Version};
use crate::diff::handshake::written;
use crate::diff::rule::Rule;
use crate::diff::signature;
use crate::diff::verdict::{Basis, Effect, Verdict};

/// Decides what receivers of the older edition do when deliveries have their parts where the newer catalogue says.
pub(super) fn verdict(old: &Catalog, new: &Catalog, rule: Rule) -> Verdict {
    match rule {
        Rule::SignatureAdded
        | Rule::ToleranceChanged
        | Rule::EventHeaderChanged
        | Rule::IdMoved
        | Rule::SentAtMoved
        | Rule::VersionsChanged
        | Rule::HandshakesChanged
            if !old.has_receiver() =>
        {
            Verdict::proven("the older crate has no receiver")
        }
        // Without an envelope, a program gives the name and the payload. With one, the types read both from the body.
        Rule::EventMemberChanged if !old.has_receiver() && old.envelope.is_none() => {
            Verdict::proven("the older crate has no receiver, and its types read no name")
        }
        Rule::SignatureChanged => signature::verdict(old, new),
        Rule::ToleranceChanged => tolerance(old, new),
        Rule::EventMemberChanged => event_member(&old.naming, &new.naming),
        Rule::EventHeaderChanged => event_header(old),
        Rule::PayloadMoved => {
            let each = old.payload.each.as_ref().map(|list| format!("{}/*", list.pointer));
            let at = each.or_else(|| old.payload.at.as_ref().map(|member| member.pointer.to_string()));
            fails(match at {
                Some(at) => format!("the older crate reads `{at}`, where no payload is promised"),
                None => "the older crate reads the whole body as one payload".to_owned(),
            })
        }
        Rule::IdMoved => id(&old.delivery),
        Rule::SentAtMoved => match &old.delivery.sent_at {
            None => Verdict::proven("the older crate reads no time"),
            Some(BodyMember { pointer, .. }) => {
                fails(format!("a receiver with `max_age` takes `{pointer}` for the time of sending"))
            }
        },
        Rule::VersionsChanged => versions(old.delivery.version.as_ref(), new.delivery.version.as_ref()),
        Rule::HandshakesChanged => {
            let known: Vec<String> = old.handshakes.iter().map(written).collect();
            match new.handshakes.iter().map(written).find(|handshake| !known.contains(handshake)) {
                None => Verdict::proven("the older crate answers every handshake as documented"),
                Some(other) => fails(format!("the older crate does not give this answer: {other}")),
            }
        }
        Rule::ReservationRemoved => Verdict::unknown(
            "an older crate may read the name with its old meaning; a person must confirm that none does",
        ),
        Rule::ReservedNameReturned => {
            fails("a crate that knows the name reads it with its old meaning, so the edition is refused".to_owned())
        }
        Rule::WordsChanged
        | Rule::LayoutChanged
        | Rule::BranchesReordered
        | Rule::ExampleChanged
        | Rule::Restructured
        | Rule::TypeRenamed
        | Rule::RefinementChanged
        | Rule::SettingChanged
        | Rule::CrateChanged
        | Rule::CrateRenamed => Verdict::proven("no delivery changes"),
        // The other rules are for changes inside of schemas.
        _ => Verdict::unknown("it is a change of the catalogue without a rule for receivers"),
    }
}

fn tolerance(old: &Catalog, new: &Catalog) -> Verdict {
    let seconds = |catalog: &Catalog| catalog.signature.as_ref()?.words.time.as_ref()?.tolerance;
    match (seconds(old), seconds(new)) {
        (None, _) => Verdict::proven("the older crate does not compare the time with its clock"),
        (Some(old), Some(new)) if new <= old => Verdict::proven("the older crate tolerates a larger difference"),
        (Some(old), _) => {
            fails(format!("the older crate refuses a delivery whose time is more than {old} seconds from its clock"))
        }
    }
}

fn event_member(old: &Naming, new: &Naming) -> Verdict {
    let members = old.members.iter().chain(&old.suffix);
    let pointers: Vec<String> = members.map(|member| format!("`{}`", member.pointer)).collect();
    if pointers.is_empty() {
        return match (&old.header, &new.suffix) {
            (Some(_), Some(_)) => fails("the older crate takes the header's text for the whole name".to_owned()),
            _ => Verdict::proven("the older crate reads no member for the name"),
        };
    }
    fails(format!("the older crate reads the event's name at {}, where it is not promised", pointers.join(" and ")))
}

fn event_header(old: &Catalog) -> Verdict {
    match &old.naming.header {
        None => Verdict::proven("the older crate reads no header for the name"),
        Some(_) if !old.naming.members.is_empty() => Verdict::proven(
            "the body names the event, and a missing header is no difference, except with `require_event_header(true)`",
        ),
        Some(_) => fails("the older crate reads the event's name from that header alone".to_owned()),
    }
}

fn id(old: &Delivery) -> Verdict {
    match old {
        Delivery { id: Some(BodyMember { pointer, .. }), .. } => confirmed(&format!(
            "the older crate takes two deliveries with one value at `{pointer}` for the same; a person must confirm it"
        )),
        Delivery { id_header: Some(Text { value, .. }), .. } => {
            degrades(format!("without the header `{value}` the older crate does not see that a delivery is repeated"))
        }
        Delivery { id: None, id_header: None, .. } => Verdict::proven("the older crate reads no id"),
    }
}

fn versions(old: Option<&Version>, new: Option<&Version>) -> Verdict {
    let Some(old) = old else { return Verdict::proven("the older crate reads no version") };
    let Some(new) = new.filter(|new| new.member.pointer == old.member.pointer) else {
        return degrades(format!(
            "the older crate reads a version at `{}`, where none is promised",
            old.member.pointer
        ));
    };
    let is_known = |version: &&Text| old.known.iter().any(|known| known.value == version.value);
    match new.known.iter().find(|version| !is_known(version)) {
        None => Verdict::proven("the older crate knows all versions"),
        Some(added) => degrades(format!("the older crate does not know the version `{}`", added.value)),
    }
}

fn fails(proof: String) -> Verdict {
    Verdict { effect: Effect::Fails, basis: Basis::Proof(proof) }
}

fn degrades(proof: String) -> Verdict {
    Verdict { effect: Effect::Degrades, basis: Basis::Proof(proof) }
}

/// Returns the verdict on a change that loses deliveries in silence unless vendor and receivers have agreed on it.
fn confirmed(reason: &str) -> Verdict {
    Verdict { effect: Effect::Fails, basis: Basis::Unknown(reason.to_owned()) }
}
