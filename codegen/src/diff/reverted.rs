//! Keys of the catalogue → the differences of the public API that they cause: a crate with the older keys does not have them.

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
    let (mut tried, small) = (Vec::new(), OnceCell::new());
    for (change, of_change) in changes.iter().zip(attributed) {
        let Some((table, revert)) = table(change.rule) else { continue };
        if rest.is_empty() || tried.contains(&table) {
            continue;
        }
        tried.push(table);
        let is_of_schema = rest.iter().any(|it| !(it.old_origins.is_empty() && it.new_origins.is_empty()));
        let is_of_all = is_of_schema || matches!(table, "settings" | "crate");
        let with = if is_of_all { None } else { small.get_or_init(|| Edition::of(with_one_event(new))).as_ref().ok() };
        let caused = caused(with.unwrap_or(new), old, revert);
        let is_same = |one: &Difference, other: &Difference| {
            one.path == other.path && one.before == other.before && one.after == other.after
        };
        let (of_table, others) = rest.into_iter().partition(|it| caused.iter().any(|other| is_same(it, other)));
        of_change.extend::<Vec<_>>(of_table);
        rest = others;
    }
    rest
}

/// Returns the differences between an edition with some older keys and the edition itself; none if its schemas have no place for them.
fn caused(edition: &Edition, old: &Edition, revert: Revert) -> Vec<Difference> {
    let mut loaded = edition.loaded.clone();
    revert(&mut loaded.catalog, &old.loaded.catalog);
    Edition::of(loaded).map(|without| api::compare(without.api(), edition.api())).unwrap_or_default()
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

/// Gives a catalogue some keys of an older one.
type Revert = fn(&mut Catalog, &Catalog);

/// Returns the part of the catalogue that a rule is about, and the function that gives it the older keys.
fn table(rule: Rule) -> Option<(&'static str, Revert)> {
    match rule {
        Rule::SignatureChanged | Rule::SignatureAdded | Rule::ToleranceChanged => {
            Some(("signature", |new, old| new.signature.clone_from(&old.signature)))
        }
        Rule::HandshakesChanged => Some(("handshakes", |new, old| new.handshakes.clone_from(&old.handshakes))),
        Rule::EventMemberChanged => Some(("event", |new, old| {
            new.naming.members.clone_from(&old.naming.members);
            new.naming.suffix.clone_from(&old.naming.suffix);
        })),
        Rule::EventHeaderChanged => Some(("event header", |new, old| new.naming.header.clone_from(&old.naming.header))),
        Rule::PayloadMoved => Some(("payload", |new, old| new.payload.clone_from(&old.payload))),
        Rule::IdMoved => Some(("id", |new, old| {
            new.delivery.id.clone_from(&old.delivery.id);
            new.delivery.id_header.clone_from(&old.delivery.id_header);
        })),
        Rule::SentAtMoved => Some(("sent_at", |new, old| new.delivery.sent_at.clone_from(&old.delivery.sent_at))),
        Rule::VersionsChanged => Some(("version", |new, old| new.delivery.version.clone_from(&old.delivery.version))),
        Rule::SettingChanged => Some(("settings", |new, old| new.settings.clone_from(&old.settings))),
        Rule::CrateChanged | Rule::CrateRenamed => Some(("crate", |new, old| new.crate_.clone_from(&old.crate_))),
        _ => None,
    }
}
