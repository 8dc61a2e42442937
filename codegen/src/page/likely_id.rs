//! A member of an envelope that may well be the id of a delivery, although its name does not prove it: a person decides.

use crate::documentation::DocumentedEnvelope;
use crate::json::Value;
use crate::page::block::Block;
use crate::page::fact::is_id_of_delivery;
use crate::page::outline::Outline;
use crate::page::role::{described, is_id_of_other};
use crate::source::location::Pointer;

/// Names in lower case without joints, the likelier ones first.
const NAMES: &str = "\
    id uuid guid uid eventid eventuuid eventguid eventuid deliveryid deliveryuuid deliveryguid messageid messageuuid notificationid \
    notificationuuid webhookeventid webhookdeliveryid idempotencykey idempotencyid deduplicationid requestid requestuuid";

/// Finds the member if none was taken for the id: first one that the page describes so, or else one with a likely name.
pub(super) fn of(envelope: &DocumentedEnvelope, outline: &Outline, blocks: &[Block]) -> Option<Pointer> {
    let roles = &envelope.roles;
    if roles.id.is_some() {
        return None;
    }
    let mut beside: Vec<String> = roles.event.tokens().collect();
    beside.pop();
    let at = beside.into_iter().fold(Pointer::root(), |at, token| at.join(token));
    let others = [Some(&roles.event), Some(&roles.data), roles.created_at.as_ref()];
    let members = [at, Pointer::root()].into_iter().flat_map(|at| {
        let members = envelope.example.root.at(&at).and_then(|node| node.as_object()).unwrap_or_default();
        let texts = members.iter().filter(|it| matches!(it.node.value, Value::String(_) | Value::Number(_)));
        texts.map(|member| (at.join(&member.name), member.name.as_str())).collect::<Vec<_>>()
    });
    let members: Vec<(Pointer, &str)> = members.filter(|(at, _)| !others.contains(&Some(at))).collect();
    let says = |name: &str, is_it: fn(&str) -> bool| described(name, outline, blocks, is_it).is_some();
    let is_said = |(_, name): &&(Pointer, &str)| says(name, is_id_of_delivery) && !says(name, is_id_of_other);
    let plain = |name: &str| {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect::<String>()
    };
    let named = |wanted: &str| members.iter().find(|(_, name)| plain(name) == wanted && !says(name, is_id_of_other));
    let found = members.iter().find(is_said).or_else(|| NAMES.split(' ').find_map(named));
    found.map(|(pointer, _)| pointer.clone())
}
