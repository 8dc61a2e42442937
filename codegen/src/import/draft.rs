//! Documentation and existing catalogue → new catalogue and files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{self, Catalog, EnvelopeFacts, Facts, PartFacts, RefinementFacts};
use crate::documentation::{self, About, Documentation, DocumentedEnvelope, Roles};
use crate::documentation::{naming, parts};
use crate::ident;
use crate::import::behind::{self, Derived};
use crate::import::doubt::Doubt;
use crate::import::{header, path, prose, signature};
use crate::json::{self, Document, Node};
use crate::load;
use crate::openapi;
use crate::page::{self, Page};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Pointer, Source};

/// The planned content of the folder.
pub(super) struct Draft<'d> {
    pub(super) documentation: &'d Documentation,
    /// True if the source is a page, whose author corrects it.
    pub(super) is_page: bool,
    /// The paths of examples that no delivery is made from.
    pub(super) left_out: BTreeSet<String>,
    pub(super) existing: &'d Files,
    pub(super) known: Option<&'d Catalog>,
    pub(super) facts: Facts,
    pub(super) doubts: Vec<Doubt>,
}

impl<'d> Draft<'d> {
    pub(super) fn new(
        source: &Arc<Source>,
        documentation: &'d Documentation,
        page: Option<&Page>,
        existing: &'d Files,
        known: Option<&'d Catalog>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let Documentation { about, envelope, .. } = documentation;
        let facts = Facts {
            title: about.title.clone(),
            updated: about.updated.clone(),
            sha256: page::fingerprint(source),
            envelope: envelope.as_ref().map(|envelope| envelope_facts(envelope, existing, known)),
            parts: parts(documentation, known),
            sections: sections(documentation, known),
            signature: match page {
                Some(page) => signature::signature(source, &page.signing, known, diagnostics),
                None => None,
            },
            event_header: about.event_header.clone(),
            events: path::events(documentation, known, existing),
            refinements: Vec::new(),
            unrefined: Vec::new(),
        };
        let (is_page, left_out) = (page.is_some(), BTreeSet::new());
        let mut draft = Self { documentation, is_page, left_out, existing, known, facts, doubts: Vec::new() };
        if page.is_none() && documentation.sections.is_empty() {
            let lines = prose::unsaid(source, documentation, known, diagnostics);
            draft.facts.parts.iter_mut().for_each(|parts| parts.suggested.extend(lines.iter().cloned()));
        }
        draft.facts.refinements = draft.proposed_refinements();
        draft.drop_refinements_of_gone(diagnostics);
        match known {
            Some(known) if page.is_some() => compare(known, documentation, diagnostics),
            None if about.vendor.is_none() => diagnostics.push(unknown_vendor(source)),
            None => {
                if let Some(warning) = assumed_vendor(source, about) {
                    diagnostics.push(warning);
                }
            }
            Some(known) => draft.doubts = header::compare(known, documentation, diagnostics),
        }
        if let Some(warning) = known.and_then(|known| known.unknown_vendor(Diagnostic::warning)) {
            diagnostics.push(warning);
        }
        for warning in draft.envelope_behind().into_iter().chain(draft.events_behind()) {
            diagnostics.push(warning);
        }
        for warning in draft.batches(page).into_iter().chain(page.into_iter().flat_map(|page| draft.unread(page))) {
            diagnostics.push(warning);
        }
        if page.is_some() && draft.is_unnamed() {
            diagnostics.push(naming::unnamed().at(Place::new(source, 0..0)));
        }
        draft
    }

    /// Warns of new members of the envelope that its schema lacks, if the schema was derived by an earlier import.
    fn envelope_behind(&self) -> Option<Diagnostic> {
        let envelope = self.documentation.envelope.as_ref().filter(|it| self.is_page && it.schema.is_none())?;
        let facts = self.facts.envelope.as_ref()?;
        let (schema, last) = (self.before(&facts.schema)?, vec![self.before(&facts.example)?]);
        behind::of_envelope(envelope, &Derived { path: &facts.schema, schema: &schema, last })
    }

    /// Warns of new members of events that their schemas lack, if an earlier import derived them.
    fn events_behind(&self) -> Vec<Diagnostic> {
        let events = self.documentation.events.iter().zip(&self.facts.events).filter(|(event, _)| event.is_derived);
        let behind = events.filter_map(|(event, facts)| {
            let entry = self.known?.event(&event.wire_name)?;
            let schema = self.before(&facts.schema)?;
            let last = entry.examples.iter().filter_map(|path| self.before(&path.value)).collect();
            let derived = Derived { path: &facts.schema, schema: &schema, last };
            behind::of_event(&event.wire_name, &event.examples, &derived)
        });
        behind.collect()
    }

    /// Returns true if there are several events, no part of a request names them, and no earlier import has said so.
    fn is_unnamed(&self) -> bool {
        let is_decided = self.known.is_some_and(|known| known.was_imported() || !known.is_nameless());
        let is_named =
            self.facts.event_header.is_some() || self.facts.parts.iter().any(|parts| !parts.event.is_empty());
        !is_decided && !is_named && self.documentation.events.len() > 1
    }

    /// Warns of what may be a body with several deliveries, unless a person has said what it is.
    fn batches(&self, page: Option<&Page>) -> Option<Diagnostic> {
        let envelope = self.documentation.envelope.as_ref();
        if let Some((envelope, each)) = envelope.and_then(|envelope| Some((envelope, envelope.each.as_ref()?))) {
            let has_envelope = self.known.is_some_and(|known| known.envelope.is_some());
            return (!has_envelope).then(|| page::assumed_batch(&envelope.place, each));
        }
        let place = page?.said.batch.as_ref()?;
        let is_said = self.known.is_some_and(|known| known.payload.each.is_some());
        (!is_said).then(|| page::unread_batch(place))
    }

    /// Warns of what the page says about other requests and bodies, and, unless an earlier import did, of what was assumed.
    fn unread(&self, page: &Page) -> Vec<Diagnostic> {
        let was_imported = self.known.is_some_and(Catalog::was_imported);
        let has_handshakes = self.known.is_some_and(|known| !known.handshakes.is_empty());
        let form = page.said.form.as_ref().map(page::other_form);
        let handshake = page.said.handshake.as_ref().filter(|_| !has_handshakes).map(page::unread_handshake);
        let assumed = page.assumptions.iter().filter(|_| !was_imported).cloned();
        let answer = page.said.answer.as_ref().map(page::other_answer);
        assumed.chain(form).chain(handshake).chain(answer).collect()
    }

    /// Returns the files of the folder, and the documents that come from the source: those of files, and the examples that are left out.
    pub(super) fn files(&self) -> (Files, BTreeMap<String, Arc<Document>>) {
        let mut files = self.existing.clone();
        let mut documents = BTreeMap::new();
        for gone in self.removed_files() {
            files.remove(&gone);
        }
        for (event, facts) in self.documentation.events.iter().zip(&self.facts.events) {
            if !event.is_derived || !files.contains_key(&facts.schema) {
                documents.insert(facts.schema.clone(), Arc::clone(&event.schema));
            }
            documents.extend(facts.published.iter().cloned().zip(event.examples.iter().cloned()));
        }
        if let (Some(envelope), Some(facts)) = (&self.documentation.envelope, &self.facts.envelope) {
            documents.insert(facts.example.clone(), Arc::clone(&envelope.example));
            if let Some(schema) = &envelope.schema {
                documents.insert(facts.schema.clone(), Arc::clone(schema));
            } else if !files.contains_key(&facts.schema) {
                let derived = page::derive_schema(envelope, &self.documentation.events);
                files.insert(facts.schema.clone(), derived.to_pretty());
            }
        }
        documents.extend(self.documentation.shared.clone());
        if !self.is_page {
            files.retain(|path, _| !path.starts_with(openapi::FOLDER) || documents.contains_key(path));
            files.retain(|path, _| !self.left_out.contains(path));
        }
        let written = documents.iter().filter(|(path, _)| !self.left_out.contains(*path));
        files.extend(written.map(|(path, document)| (path.clone(), document.root.to_pretty())));
        files.insert(catalog::FILE_NAME.to_owned(), self.catalog());
        (files, documents)
    }

    fn catalog(&self) -> String {
        if let Some(text) = self.existing.get(catalog::FILE_NAME) {
            return catalog::update(text, &self.facts);
        }
        let vendor = self.documentation.about.vendor.as_deref().unwrap_or(catalog::UNKNOWN_VENDOR);
        catalog::create(&ident::of_crate(vendor), vendor, &self.facts)
    }

    /// Returns the files used only by events that are gone from the page.
    pub(super) fn removed_files(&self) -> Vec<String> {
        let Some(known) = self.known else {
            return Vec::new();
        };
        let kept_events = self.facts.events.iter().flat_map(|event| event.published.iter().chain([&event.schema]));
        let paths = |entry: &'d catalog::Entry| {
            entry.examples.iter().chain(&entry.faulty).chain([&entry.schema]).map(|path| &path.value)
        };
        let kept_schemas = known.schemas.iter().flat_map(paths);
        let kept_envelope = known.envelope.iter().flat_map(|it| [&it.schema.value, &it.example.value]);
        let kept: Vec<&String> = kept_events.chain(kept_schemas).chain(kept_envelope).collect();
        known.events.iter().flat_map(paths).filter(|path| !kept.contains(path)).cloned().collect()
    }

    /// Proposes refinements for new members that the page describes as decimals or counts. A proposal that a person has removed is not
    /// repeated.
    fn proposed_refinements(&self) -> Vec<RefinementFacts> {
        let mut proposed = Vec::new();
        for (event, facts) in self.documentation.events.iter().zip(&self.facts.events) {
            let before = self.known.and_then(|_| self.before(&facts.schema));
            let examples: Vec<&Node> = event.examples.iter().map(|example| &example.root).collect();
            let is_new = |pointer: &Pointer| before.as_ref().is_none_or(|before| before.get(pointer).is_none());
            let proposals = page::proposals(&event.schema.root, &examples);
            for (pointer, kind) in proposals.into_iter().filter(|(pointer, _)| is_new(pointer)) {
                let refinement =
                    RefinementFacts { schema: facts.schema.clone(), pointer: pointer.to_string(), kind: Some(kind) };
                if !self.known_refinements().iter().any(|known| known.is_for(&refinement.schema, &refinement.pointer)) {
                    proposed.push(refinement);
                }
            }
        }
        proposed
    }

    /// Returns true if the source once had this schema of `components/`, and has it no more.
    pub(super) fn has_lost(&self, schema: &str) -> bool {
        let is_shared = !self.is_page && schema.starts_with(openapi::FOLDER);
        is_shared && self.existing.contains_key(schema) && !self.documentation.shared.contains_key(schema)
    }

    fn known_refinements(&self) -> Vec<RefinementFacts> {
        let known = self.known.into_iter().flat_map(|known| &known.refinements);
        known.map(RefinementFacts::of).collect()
    }

    /// Returns true if the page changes the schema or an example of an event or of the envelope, or a schema of `components/`.
    pub(super) fn changes_documents(&self, files: &Files) -> bool {
        let of_events = self.facts.events.iter().flat_map(|event| event.published.iter().chain([&event.schema]));
        let of_envelope = self.facts.envelope.iter().flat_map(|envelope| [&envelope.example, &envelope.schema]);
        let of_components = files.keys().chain(self.existing.keys()).filter(|path| path.starts_with(openapi::FOLDER));
        of_events.chain(of_envelope).chain(of_components).any(|path| files.get(path) != self.existing.get(path))
    }

    /// Returns true if a schema is described by the page: that of an event, that of an envelope with a documented schema, or one of
    /// `components/`.
    pub(super) fn is_of_page(&self, schema: &str) -> bool {
        let has_schema = self.documentation.envelope.as_ref().is_some_and(|envelope| envelope.schema.is_some());
        let envelope = self.facts.envelope.iter().filter(|_| has_schema).map(|envelope| &envelope.schema);
        let of_events = self.facts.events.iter().map(|event| &event.schema);
        of_events.chain(envelope).chain(self.documentation.shared.keys()).any(|known| known == schema)
    }

    fn before(&self, path: &str) -> Option<Document> {
        json::parse(&load::source(path, self.existing.get(path)?, &mut Diagnostics::new())).ok()
    }
}

fn envelope_facts(envelope: &DocumentedEnvelope, existing: &Files, known: Option<&Catalog>) -> EnvelopeFacts {
    let known = known.and_then(|known| known.envelope.as_ref());
    let path = |known: Option<&catalog::Text>, new: &str| known.map_or(new, |known| known.value.as_str()).to_owned();
    let schema = path(known.map(|known| &known.schema), "envelope.schema.json");
    let is_known = |documented: &Arc<Document>| existing.get(&schema) == Some(&documented.root.to_pretty());
    EnvelopeFacts {
        is_newly_documented: envelope.schema.as_ref().is_some_and(|documented| !is_known(documented)),
        provenance: if envelope.schema.is_some() { "documented" } else { "derived" },
        schema,
        example: path(known.map(|known| &known.example), "envelope.example.json"),
    }
}

/// Returns the sections that the source has in the catalogue's words, for a catalogue without events.
fn sections(documentation: &Documentation, known: Option<&Catalog>) -> serde_json::Map<String, serde_json::Value> {
    if known.is_some_and(Catalog::has_events) { serde_json::Map::new() } else { documentation.sections.clone() }
}

/// Returns the parts of a request for a catalogue that has none: those of the envelope, or the proposals of the source.
fn parts(documentation: &Documentation, known: Option<&Catalog>) -> Option<PartFacts> {
    if !documentation.sections.is_empty() {
        return None;
    }
    let Some(DocumentedEnvelope { roles: Roles { event, data, id, created_at }, each, .. }) = &documentation.envelope
    else {
        let is_later = known.is_some_and(|known| known.has_events() && known.was_imported());
        let is_named = known.is_some_and(|known| !known.is_nameless());
        let mut parts = documentation.parts.clone();
        // The catalogue already names the event.
        if is_named {
            parts.event.clear();
        }
        return (!is_later).then_some(parts);
    };
    let written = || PartFacts {
        event: vec![event.to_string()],
        payload: Some(data.to_string()),
        each: each.as_ref().map(|each| format!("{each}/*")),
        id: id.as_ref().map(Pointer::to_string),
        sent_at: created_at.as_ref().map(Pointer::to_string),
        ..PartFacts::default()
    };
    known.is_none_or(|known| known.envelope.is_none()).then(|| {
        let mut parts = written();
        let of_header = documentation.about.id_header.as_deref().map(parts::id_header);
        let line = of_header.or_else(|| documentation.about.likely_id.as_ref().map(parts::id_member));
        if let (None, Some(line)) = (id, line) {
            let section = if created_at.is_some() { "in [delivery] above:" } else { "[delivery]" };
            parts::suggest(&mut parts, section, vec![line]);
        }
        parts
    })
}

fn unknown_vendor(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::warning("unknown-vendor", "the source does not name the vendor")
        .at(Place::new(source, 0..0))
        .help("set `name` and `vendor` in `[crate]` of the new catalogue")
}

/// Warns of a vendor whom a header or the title alone names.
fn assumed_vendor(source: &Arc<Source>, about: &About) -> Option<Diagnostic> {
    let (vendor, from) = (about.vendor.as_ref()?, about.vendor_from.as_ref()?);
    // A title with emphasis or entities is not in the source as it reads.
    let span = source.text().find(from.as_str()).map_or(0..0, |start| start..start + from.len());
    let what = if from.contains(' ') { "the title" } else { "the name of a header" };
    Some(documentation::assumed_vendor(vendor, what).at(Place::new(source, span)))
}

/// Warns of an envelope that the catalogue lacks, although it was imported: a person may have removed it.
fn added_envelope(place: &Place) -> Diagnostic {
    let message = "the page shows an envelope, so `[envelope]` and `[payload]` are added to the catalogue";
    let added = Diagnostic::warning("envelope-added", message).at(place.clone());
    added.help("if bodies have no envelope, mark this block as `text`, or leave it out of a page in plain text")
}

/// Reports entries of the catalogue that the page lacks: they are kept, with a warning.
fn compare(known: &Catalog, page: &Documentation, diagnostics: &mut Diagnostics) {
    let mut missing = |place: &Place, what: &str| {
        let message = format!("the page no longer documents the {what}");
        let help = "the catalogue keeps it; remove it there if the vendor has removed it";
        diagnostics.push(Diagnostic::warning("no-longer-documented", message).at(place.clone()).help(help));
    };
    let is_contradicted =
        |header: &str| page.about.contradicted_header.as_ref().is_some_and(|known| known.eq_ignore_ascii_case(header));
    if let (Some(header), None) = (&known.naming.header, &page.about.event_header)
        && !is_contradicted(&header.value)
    {
        missing(&header.place, "event header");
    }
    let Some(envelope) = &known.envelope else {
        let added = page.envelope.as_ref().filter(|_| known.provenance.is_some());
        return added.into_iter().for_each(|envelope| diagnostics.push(added_envelope(&envelope.place)));
    };
    let Some(documented) = &page.envelope else {
        return missing(&envelope.example.place, "envelope");
    };
    if let Some(each) = &documented.each
        && known.payload.each.as_ref().is_none_or(|known| known.pointer != *each)
    {
        let message = format!("the page shows several deliveries in a body, at `{each}/*`");
        let other = Diagnostic::error("changed-batch", message).labelled(documented.place.clone(), "the list");
        let at = known.payload.each.as_ref().map_or(&envelope.example.place, |it| &it.place);
        let help = format!("set `each = \"{each}/*\"` in `[payload]` if bodies are such lists");
        diagnostics.push(other.related(at.clone(), "the catalogue reads another body").help(help));
    }
    let members = known.naming.members.iter().chain(&known.payload.at).chain(&known.delivery.id);
    let version = known.delivery.version.as_ref().map(|version| &version.member);
    for member in members.chain(&known.delivery.sent_at).chain(version) {
        if documented.example.get(&member.pointer).is_some() {
            continue;
        }
        let message = format!("the page's envelope has no member `{}`", member.title());
        let missing = Diagnostic::error("missing-envelope-member", message)
            .labelled(documented.place.clone(), "the envelope")
            .related(member.place.clone(), "named here")
            .help("correct the pointer if the vendor has renamed the member");
        diagnostics.push(missing);
    }
}
