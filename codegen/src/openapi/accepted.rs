//! The names of events in a catalogue: a later import keeps the part of requests that names them, and what it does not prove again.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{BodyMember, Catalog, Naming, Objects};
use crate::documentation::claim::Claims;
use crate::documentation::naming::{self, Evidence, Said};
use crate::documentation::{likeness, word};
use crate::openapi::header::Header;
use crate::openapi::webhook::Webhook;
use crate::source::diagnostic::{Diagnostic, listed};
use crate::source::location::{Place, Pointer};

/// The names of events in a catalogue, with the parts of requests that have them.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    /// `[event]`
    naming: Naming,
    names: Vec<String>,
    /// The names of the schema files without their endings. If a person has corrected the name of an event, its file still has the old one.
    stems: BTreeSet<String>,
    /// True if the settings say that payloads without `type` are objects.
    pub(super) are_objects: bool,
    /// True if the source has not changed since the last import.
    pub(super) is_same_source: bool,
}

/// The names that a document gives to events.
pub(super) struct Named {
    pub(super) names: Vec<String>,
    /// The parts of a request that have them, for a message.
    pub(super) by: String,
    /// The line that names the parts in the catalogue.
    pub(super) line: String,
}

/// The names of events by an accepted catalogue.
pub(super) struct Decision {
    pub(super) names: Vec<String>,
    /// The parts of a request that have them; nothing if the catalogue alone does.
    pub(super) by: Option<String>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl Accepted {
    /// Returns the names in a catalogue that has events.
    pub(crate) fn of(catalog: &Catalog, fingerprint: &str) -> Option<Self> {
        let stem = |path: &str| Some(path.strip_prefix("events/")?.strip_suffix(".schema.json")?.to_owned());
        catalog.has_events().then(|| Self {
            naming: catalog.naming.clone(),
            names: catalog.events.iter().map(|event| event.wire_name.value.clone()).collect(),
            stems: catalog.events.iter().filter_map(|event| stem(&event.schema.value)).collect(),
            are_objects: catalog.settings.objects != Objects::Typed,
            is_same_source: catalog.is_of_source(fingerprint),
        })
    }

    /// Returns true if an event has the name, or had it before a person corrected it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name) || self.stems.contains(name)
    }

    /// Decides the names of all events. If the document proves names in the parts of `[event]`, these count. Otherwise the part counts that a
    /// first import would propose, if the catalogue has its names. Otherwise the names stay.
    pub(super) fn decide(
        &self,
        webhooks: &[Webhook<'_>],
        claims: &[(&str, &Claims)],
        headers: &[Header<'_>],
        fresh: Option<Named>,
    ) -> Decision {
        let keys: Vec<&str> = webhooks.iter().map(|webhook| webhook.key.as_str()).collect();
        let proven =
            claims.iter().enumerate().map(|(index, (key, claims))| self.proven(index, key, claims, headers)).collect();
        let proven = owned(&keys, proven);
        let is_proven = proven.iter().any(Option::is_some);
        let count = |names: &mut dyn Iterator<Item = &str>| names.filter(|name| self.has(name)).count();
        let by_keys = count(&mut keys.iter().copied());
        // One at least: otherwise nothing says that the part names the events of the catalogue.
        let is_known = |fresh: &Named| count(&mut fresh.names.iter().map(String::as_str)) >= by_keys.max(1);
        match fresh {
            Some(fresh) if !is_proven && is_known(&fresh) => {
                let warnings = self.named_elsewhere(webhooks, headers, &fresh).into_iter().collect();
                Decision { names: fresh.names, by: Some(fresh.by), warnings }
            }
            fresh => {
                let names = self.completed(&keys, &proven);
                let is_shown = |index: usize| proven[index].as_ref().is_some_and(|said| said.name == names[index]);
                let is_new = |index: &usize| !is_shown(*index) && !self.has(&names[*index]);
                let new: Vec<usize> = (0..names.len()).filter(is_new).filter(|_| !self.is_nameless()).collect();
                let unproven = self.unproven(webhooks, &names, &new);
                let refused =
                    fresh.filter(|_| !is_proven).and_then(|fresh| self.named_elsewhere(webhooks, headers, &fresh));
                let by = is_proven.then(|| self.by());
                Decision { names, by, warnings: unproven.into_iter().chain(refused).collect() }
            }
        }
    }

    /// Returns the pointer to the only member with the name.
    pub(super) fn member(&self) -> Option<&Pointer> {
        match self.naming.members.as_slice() {
            [member] => Some(&member.pointer),
            _ => None,
        }
    }

    fn is_nameless(&self) -> bool {
        self.naming.members.is_empty() && self.naming.header.is_none()
    }

    /// Returns the name that the document proves for an event in the parts of `[event]`. A schema proves any name, an example a name of the
    /// catalogue. If the catalogue does not have the key, an example also proves a name that is like the key or has the form of a name.
    fn proven(&self, index: usize, key: &str, claims: &Claims, headers: &[Header<'_>]) -> Option<Said> {
        let of_members = self.naming.members.iter().map(|member| {
            let said = naming::said(&member.pointer, key, claims.get(&member.pointer)?)?;
            Some((said.name, said.evidence))
        });
        let of_members: Option<Vec<(String, Evidence)>> = of_members.collect();
        let (name, evidence) = match of_members.filter(|parts| !parts.is_empty()) {
            Some(parts) => {
                let evidence = parts.iter().map(|(_, evidence)| *evidence).max()?;
                (parts.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join("."), evidence)
            }
            None => {
                let known = self.naming.header.as_ref()?;
                let header = headers.iter().find(|it| it.name.eq_ignore_ascii_case(&known.value))?;
                let said = header.said(index, key)?;
                let suffix = self.naming.suffix.as_ref().and_then(|it| claims.get(&it.pointer)?.value());
                (std::iter::once(said.name.as_str()).chain(suffix).collect::<Vec<_>>().join("."), said.evidence)
            }
        };
        let shows = || match self.naming.members.as_slice() {
            [member] => word::shows_name(&member.pointer, key, &name),
            _ => word::is_formed(&name) || likeness::resembles(key, &name),
        };
        (evidence == Evidence::Fixed || self.has(&name) || !self.has(key) && shows()).then_some(Said { name, evidence })
    }

    /// Returns the proven names, and names for the other events: the key if the catalogue has it, else the only unused name of the catalogue
    /// that is like the key, else the key. Events that would share a name get their keys, except for one whose schema fixes the name.
    fn completed(&self, keys: &[&str], proven: &[Option<Said>]) -> Vec<String> {
        let taken: BTreeSet<&str> = proven.iter().flatten().map(|said| said.name.as_str()).collect();
        let free: Vec<&str> = self.names.iter().map(String::as_str).filter(|name| !taken.contains(*name)).collect();
        let complete = |(key, said): (&&str, &Option<Said>)| {
            // Without `[event]`, the key is the name.
            let is_kept = !self.is_nameless() && !self.has(key);
            let kept = || naming::listed_name(key, &free).filter(|_| is_kept).unwrap_or(key);
            said.as_ref().map_or_else(kept, |said| &said.name).to_owned()
        };
        let mut names: Vec<String> = keys.iter().zip(proven).map(complete).collect();
        let is_fixed = |index: usize| proven[index].as_ref().is_some_and(|said| said.evidence == Evidence::Fixed);
        loop {
            let equal = equal(names.iter().map(String::as_str).enumerate());
            let several = equal.into_values().filter(|events| events.len() > 1).flatten();
            let fallen: Vec<usize> =
                several.filter(|index| !is_fixed(*index) && names[*index] != keys[*index]).collect();
            if fallen.is_empty() {
                return names;
            }
            for index in fallen {
                keys[index].clone_into(&mut names[index]);
            }
        }
    }

    /// Returns the parts of `[event]` for a message.
    fn by(&self) -> String {
        let members = self.naming.members.iter().map(|member| member.pointer.to_string());
        let header = self.naming.header.iter().map(|header| header.value.clone());
        let header = header.filter(|_| self.naming.members.is_empty());
        members.chain(header).collect::<Vec<_>>().join("` and `")
    }

    fn place(&self) -> Option<&Place> {
        let header = self.naming.header.as_ref().map(|header| &header.place);
        self.naming.members.first().map(|member: &BodyMember| &member.place).or(header)
    }

    /// Warns of new events whose name nothing in the document proves.
    fn unproven(&self, webhooks: &[Webhook<'_>], names: &[String], new: &[usize]) -> Option<Diagnostic> {
        let first = new.first()?;
        let unproven = listed(new.iter().map(|index| names[*index].as_str()));
        let message = format!("the source does not show the names of new events in requests: {unproven}");
        let warning = Diagnostic::warning("unproven-event-name", message)
            .labelled(webhooks[*first].place.clone(), format!("`{}` does not name it", self.by()))
            .help("correct `name` in the catalogue if requests have another one");
        Some(self.place().into_iter().fold(warning, |it, place| it.related(place.clone(), "it names the events")))
    }

    /// Warns of a part that names the events in a new edition, and is not that of the catalogue; of a header as long as the source lacks that
    /// of the catalogue.
    fn named_elsewhere(&self, webhooks: &[Webhook<'_>], headers: &[Header<'_>], fresh: &Named) -> Option<Diagnostic> {
        let has = |name: &str| headers.iter().any(|header| header.name.eq_ignore_ascii_case(name));
        let is_replaced = has(&fresh.by) && self.naming.header.as_ref().is_some_and(|header| !has(&header.value));
        if self.is_same_source && !is_replaced || fresh.by == self.by() {
            return None;
        }
        let first = webhooks.first()?;
        let renamed =
            webhooks.iter().zip(&fresh.names).filter(|(webhook, name)| self.has(&webhook.key) && !self.has(name));
        let renamed: Vec<String> = renamed.map(|(webhook, name)| format!("{} is {name}", webhook.key)).collect();
        let names = listed(renamed.iter().map(String::as_str));
        let names = if names.is_empty() { names } else { format!(" with the names ({names})") };
        let message = format!("the source names the events by `{}`, and the catalogue does not", fresh.by);
        let warning = Diagnostic::warning("named-elsewhere", message)
            .labelled(first.place.clone(), format!("`{}`", fresh.names.first()?))
            .help(format!(
                "if requests name them there, say so in the catalogue{names}, and import again:\n[event]\n{}",
                fresh.line
            ));
        Some(self.place().into_iter().fold(warning, |it, place| it.related(place.clone(), "it names them here")))
    }
}

/// Leaves each name to one event. Of several events with it, this is the one whose schema fixes it, or the only one whose key is like it: the
/// examples of the others are copies. If several schemas fix a name and no key is like it, it belongs to the first one.
fn owned(keys: &[&str], proven: Vec<Option<Said>>) -> Vec<Option<Said>> {
    let names = proven.iter().enumerate().filter_map(|(index, said)| Some((index, said.as_ref()?.name.as_str())));
    let is_fixed = |index: &usize| proven[*index].as_ref().is_some_and(|said| said.evidence == Evidence::Fixed);
    let owner = |(name, events): (&str, Vec<usize>)| {
        let fixed: Vec<usize> = events.iter().copied().filter(is_fixed).collect();
        let claimants = if fixed.is_empty() { events } else { fixed.clone() };
        let of_claimants: Vec<&str> = claimants.iter().map(|index| keys[*index]).collect();
        let own = naming::listed_name(name, &of_claimants)
            .and_then(|own| claimants.iter().find(|index| keys[**index] == own));
        match claimants.as_slice() {
            [single] => Some(*single),
            _ => own.or(fixed.first()).copied(),
        }
    };
    let owners: BTreeSet<usize> = equal(names).into_iter().filter_map(owner).collect();
    proven.into_iter().enumerate().map(|(index, said)| said.filter(|_| owners.contains(&index))).collect()
}

/// Returns the events of each name.
fn equal<'n>(names: impl Iterator<Item = (usize, &'n str)>) -> BTreeMap<&'n str, Vec<usize>> {
    let mut equal: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, name) in names {
        equal.entry(name).or_default().push(index);
    }
    equal
}
