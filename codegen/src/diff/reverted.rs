//! Keys of the catalogue → the differences of the public API that they cause: a crate with the older keys does not have them, or, where the
//! newer schemas have no place for these keys, an older crate with the newer keys has them.

use std::cell::OnceCell;

use crate::api::{self, Difference};
use crate::catalog::Catalog;
use crate::diff::change::Change;
use crate::diff::rule::Rule;
use crate::load::Loaded;
use crate::pipeline::Edition;

/// Adds to the differences of each change those that it causes, and returns the others.
pub(super) fn explain(
    (old, new): (&Edition, &Edition),
    changes: &[Change],
    attributed: &mut [Vec<Difference>],
    differences: Vec<Difference>,
) -> Vec<Difference> {
    let mut rest = differences;
    let (mut tried, small, older) = (Vec::new(), OnceCell::new(), OnceCell::new());
    for (change, of_change) in changes.iter().zip(attributed) {
        let Some((table, revert)) = table(change.rule) else { continue };
        if rest.is_empty() || tried.contains(&table) {
            continue;
        }
        tried.push(table);
        let is_of_schema = rest.iter().any(|it| !(it.old_origins.is_empty() && it.new_origins.is_empty()));
        let is_of_all = is_of_schema || matches!(table, "settings" | "crate");
        let with = if is_of_all { None } else { small.get_or_init(|| Edition::of(with_one_event(new))).as_ref().ok() };
        let caused = with_keys_of(with.unwrap_or(new), old, revert)
            .map(|(with, without)| api::compare(without.api(), with.api()))
            .or_else(|| {
                let with =
                    if is_of_all { None } else { older.get_or_init(|| Edition::of(with_one_event(old))).as_ref().ok() };
                let (without, with) = with_keys_of(with.unwrap_or(old), new, revert)?;
                Some(api::compare(without.api(), with.api()))
            })
            .unwrap_or_default();
        let is_same = |one: &Difference, other: &Difference| {
            one.path == other.path && one.before == other.before && one.after == other.after
        };
        let (of_table, others) = rest.into_iter().partition(|it| caused.iter().any(|other| is_same(it, other)));
        of_change.extend::<Vec<_>>(of_table);
        rest = others;
    }
    rest
}

/// Returns an edition, and the same with some keys of the other one; `None` if its schemas have no place for them.
fn with_keys_of<'e>(edition: &'e Edition, other: &Edition, revert: Revert) -> Option<(&'e Edition, Edition)> {
    let mut loaded = edition.loaded.clone();
    revert(&mut loaded.catalog, &other.loaded.catalog);
    Some((edition, Edition::of(loaded).ok()?))
}

/// Returns the files of an edition with its first event alone: a receiver has the same items for any number of them.
fn with_one_event(edition: &Edition) -> Loaded {
    let mut loaded = edition.loaded.clone();
    let catalog = &mut loaded.catalog;
    catalog.events.truncate(1);
    catalog.schemas.clear();
    catalog.refinements.clear();
    catalog.reserved.clear();
    loaded
}

/// Gives a catalogue some keys of another one.
type Revert = fn(&mut Catalog, &Catalog);

/// Returns the part of the catalogue that a rule is about, and the function that gives it the keys of another one.
fn table(rule: Rule) -> Option<(&'static str, Revert)> {
    match rule {
        Rule::SignatureChanged | Rule::SignatureAdded | Rule::ToleranceChanged => {
            Some(("signature", |it, other| it.signature.clone_from(&other.signature)))
        }
        Rule::HandshakesChanged => Some(("handshakes", |it, other| it.handshakes.clone_from(&other.handshakes))),
        Rule::EventMemberChanged => Some(("event", |it, other| {
            it.naming.members.clone_from(&other.naming.members);
            it.naming.suffix.clone_from(&other.naming.suffix);
        })),
        Rule::EventHeaderChanged => {
            Some(("event header", |it, other| it.naming.header.clone_from(&other.naming.header)))
        }
        Rule::PayloadMoved => Some(("payload", |it, other| it.payload.clone_from(&other.payload))),
        Rule::IdMoved => Some(("id", |it, other| {
            it.delivery.id.clone_from(&other.delivery.id);
            it.delivery.id_header.clone_from(&other.delivery.id_header);
        })),
        Rule::SentAtMoved => Some(("sent_at", |it, other| it.delivery.sent_at.clone_from(&other.delivery.sent_at))),
        Rule::VersionsChanged => Some(("version", |it, other| it.delivery.version.clone_from(&other.delivery.version))),
        Rule::SettingChanged => Some(("settings", |it, other| it.settings.clone_from(&other.settings))),
        Rule::CrateChanged | Rule::CrateRenamed => Some(("crate", |it, other| it.crate_.clone_from(&other.crate_))),
        _ => None,
    }
}
