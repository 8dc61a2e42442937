//! The parts of a request that name the webhook itself. Other lists of names in that request are data.

use std::collections::{BTreeMap, BTreeSet};

use crate::documentation::claim::{self, Claims};
use crate::documentation::likeness;
use crate::documentation::word;
use crate::openapi::api::{Api, At};
use crate::openapi::evidence;
use crate::openapi::header;
use crate::openapi::webhook::Webhook;
use crate::source::location::Pointer;

/// The members that name the webhook itself rather than one of its several events.
pub(super) struct Owned {
    /// The members that every webhook fixes to a value of its own.
    members: Vec<Pointer>,
}

impl Owned {
    /// Finds the members that have a different value in each webhook.
    pub(super) fn new(webhooks: &[Webhook<'_>]) -> Self {
        let fixed: Vec<BTreeMap<Pointer, String>> = webhooks.iter().map(fixed).collect();
        let is_distinct = |member: &&Pointer| {
            let values: BTreeSet<&String> = fixed.iter().filter_map(|fixed| fixed.get(*member)).collect();
            values.len() == fixed.len()
        };
        let candidates = fixed.first().filter(|_| fixed.len() > 1).into_iter().flat_map(BTreeMap::keys);
        let members = candidates.filter(|member| word::is_usual(member)).filter(is_distinct).cloned().collect();
        Self { members }
    }

    /// Returns true if a request of a webhook names it, so that the values of another part are not events; `other` is the member of that
    /// part, or `None` for a header.
    pub(super) fn name(&self, webhook: &Webhook<'_>, other: Option<&Pointer>) -> bool {
        let likelihood = |member: &Pointer| (word::usual(member), member.tokens().count());
        // A header for events is as likely as the likeliest member.
        let likelihood_of_other = other.map_or((0, 0), likelihood);
        let is_other_word = other.is_none_or(word::is_word);
        let is_named = |(member, value): (&Pointer, &String)| {
            let is_key = likeness::resembles(&webhook.key, value);
            is_key && (word::is_word(member) || !is_other_word || likeness::has_words(value))
        };
        fixed(webhook).iter().any(is_named)
            || shows_key(webhook, other)
            || self.members.iter().any(|member| likelihood(member) <= likelihood_of_other)
            || other.is_some() && header::names_event(webhook)
    }
}

/// Returns true if the examples of a webhook show its key in a member for events other than `other`.
fn shows_key(webhook: &Webhook<'_>, other: Option<&Pointer>) -> bool {
    let mut claims = Claims::new();
    webhook.examples.iter().for_each(|example| claim::add_example(&mut claims, example));
    claims.iter().any(|(member, claim)| {
        let is_key = |name: &String| likeness::resembles(&webhook.key, name);
        word::is_word(member) && other != Some(member) && !claim.shown.is_empty() && claim.shown.iter().all(is_key)
    })
}

/// Returns the members that a schema fixes to one string.
pub(crate) fn fixed_members(api: Api<'_>, schema: &At<'_>) -> BTreeMap<Pointer, String> {
    let claims = evidence::of_schema(api, schema).into_iter();
    claims.filter_map(|(member, claim)| Some((member, claim.fixed()?.to_owned()))).collect()
}

/// Returns the members that the schema of a webhook fixes to one string.
pub(super) fn fixed(webhook: &Webhook<'_>) -> BTreeMap<Pointer, String> {
    webhook.schema.as_ref().map(|schema| fixed_members(webhook.api, schema)).unwrap_or_default()
}
