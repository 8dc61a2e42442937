//! Entries of the catalogue that a newer page contradicts: import gives them up, each with a warning at its place.
//!
//! The findings of the gate name them. The catalogue does not say who has written a refinement, so those of a person are treated like
//! proposals of an earlier import.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::catalog::{self, BodyMember, Catalog, EventFacts, Refinement, RefinementFacts, Text};
use crate::import::draft::Draft;
use crate::source::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::source::files::Files;
use crate::source::location::Source;

impl Draft<'_> {
    /// Gives up the entries that the findings about the drafted files blame; returns true if there were any.
    ///
    /// A page that changes nothing makes nothing stale: then the entry is the mistake of a person, and stays an error.
    pub(super) fn give_up(&mut self, files: &Files, findings: &Diagnostics, warnings: &mut Diagnostics) -> bool {
        let text = files[catalog::FILE_NAME].as_str();
        let Ok((drafted, _)) = catalog::parse(&Source::new(catalog::FILE_NAME, text)) else { return false };
        let is_changed = self.changes_documents(files);
        let mut is_given_up = false;
        let mut set_aside = BTreeMap::new();
        // A faulty example refutes no part of a request: what it seems to refute is looked at without it.
        let is_faulty = |finding: &&Diagnostic| finding.code == "invalid-example";
        let has_faulty = !self.is_page && findings.iter().any(|finding| is_faulty(&finding));
        for finding in findings.iter().filter(|finding| !has_faulty || is_faulty(finding)) {
            let span = drafted_span(finding).unwrap_or_default();
            is_given_up |= match finding.code {
                "unknown-pointer" | "unfit-refinement" | "unused-refinement" => {
                    let found = drafted.refinements.iter().find(|it| it.pointer.place.span == span);
                    found.is_some_and(|refinement| self.drop_refinement(refinement, is_changed, finding, warnings))
                }
                "invalid-example" | "misnamed-example" | "missing-in-example" if !self.is_page => {
                    self.set_aside(finding, &mut set_aside)
                }
                "unfit-member" | "unknown-member" => self.withdraw(&drafted, &span, finding, warnings),
                "accepted-example" if is_changed || !self.is_page => {
                    let mut faulty = drafted.events.iter().flat_map(|event| &event.faulty);
                    faulty.find(|path| path.place.span == span).is_some_and(|path| self.accept(path, warnings))
                }
                _ => false,
            };
        }
        for (message, (count, mut warning)) in set_aside {
            let [one, several] = message;
            warning.message = if count == 1 { one.to_owned() } else { format!("{count} {several}") };
            warnings.push(warning);
        }
        is_given_up
    }

    /// Lists an example that breaks its schema as faulty, and leaves out one that does not name its event: the vendor publishes it like this.
    fn set_aside(
        &mut self,
        finding: &Diagnostic,
        set_aside: &mut BTreeMap<[&'static str; 2], (usize, Diagnostic)>,
    ) -> bool {
        let places = finding.place.iter().chain(finding.related.iter().map(|(place, _)| place));
        let examples = |event: &EventFacts, path: &str| event.examples.iter().any(|it| it == path);
        let is_example = |path: &&str| self.facts.events.iter().any(|event| examples(event, path));
        let Some(place) = places.into_iter().find(|place| is_example(&place.source.path())) else { return false };
        let path = place.source.path().to_owned();
        let is_faulty = finding.code == "invalid-example";
        for event in self.facts.events.iter_mut().filter(|event| examples(event, &path)) {
            event.examples.retain(|it| *it != path);
            if is_faulty {
                event.faulty.push(path.clone());
            }
        }
        let (code, message, help) = if is_faulty {
            (
                "faulty-example",
                [
                    "an example breaks its schema, and is listed as `faulty`",
                    "examples break their schemas, and are listed as `faulty`",
                ],
                "correct them or their schemas",
            )
        } else {
            self.left_out.insert(path.clone());
            (
                "nameless-example",
                [
                    "an example does not name its event, and is left out",
                    "examples do not name their events, and are left out",
                ],
                "correct them, or `[event]`",
            )
        };
        let mut warning =
            Diagnostic { code, severity: Severity::Warning, ..finding.clone() }.at(place.clone()).help(help);
        // The catalogue is not written yet, and a second mention of the example says no more.
        warning.related.retain(|(place, _)| ![catalog::FILE_NAME, &path].contains(&place.source.path()));
        set_aside.entry(message).or_insert((0, warning)).0 += 1;
        true
    }

    /// Takes back a proposed part of a request that a schema or an example refutes, with a warning there.
    fn withdraw(
        &mut self,
        drafted: &Catalog,
        span: &Range<usize>,
        finding: &Diagnostic,
        warnings: &mut Diagnostics,
    ) -> bool {
        let Some(parts) = &mut self.facts.parts else { return false };
        let is_it = |member: &Option<BodyMember>| member.as_ref().is_some_and(|member| member.place.span == *span);
        let taken = if is_it(&drafted.delivery.id) {
            parts.id.take().map(|id| ("`id` of `[delivery]`", id))
        } else if is_it(&drafted.delivery.sent_at) {
            parts.sent_at.take().map(|time| ("`sent_at` of `[delivery]`", time))
        } else {
            let is_naming = drafted.naming.members.iter().any(|member| member.place.span == *span);
            let taken = (!self.is_page && is_naming).then(|| std::mem::take(&mut parts.event).join("` and `"));
            taken.filter(|members| !members.is_empty()).map(|members| ("`[event]`", members))
        };
        let Some((part, member)) = taken else { return false };
        let message = format!("`{member}` is not written as {part}: {}", finding.message);
        let mut warning = Diagnostic::warning("part-not-written", message);
        let mut places = finding.related.iter().filter(|(place, _)| place.source.path() != catalog::FILE_NAME);
        if let Some((place, label)) = places.next() {
            warning = warning.labelled(place.clone(), label.clone());
        }
        warnings.push(warning.help("correct the source, or write it in the catalogue"));
        true
    }

    /// Drops the refinements of schemas that the source has no more, each with a warning.
    pub(super) fn drop_refinements_of_gone(&mut self, warnings: &mut Diagnostics) {
        let removed = self.removed_files();
        let known = self.known.into_iter().flat_map(|known| &known.refinements);
        let is_gone = |schema: &String| removed.contains(schema) || self.has_lost(schema);
        let gone: Vec<&Refinement> = known.filter(|refinement| is_gone(&refinement.schema.value)).collect();
        for refinement in gone {
            let source = self.source_word();
            let message = format!("this refinement is removed: the {source} no longer has its schema");
            let warning = Diagnostic::warning("refinement-dropped", message).at(refinement.schema.place.clone());
            warnings.push(warning.help(match self.renamed(&refinement.schema.value) {
                Some(other) => format!("`{other}` is new and has the same content: write the refinement for it if the schema has another name now"),
                None => "if you wrote this refinement, check whether it belongs to another schema".to_owned(),
            }));
            self.facts.unrefined.push(RefinementFacts::of(refinement));
        }
    }

    /// Returns the only new schema of `components/` with the content of a schema that is gone.
    fn renamed(&self, gone: &str) -> Option<&String> {
        let text = self.existing.get(gone)?;
        let new = self.documentation.shared.iter().filter(|(path, _)| !self.existing.contains_key(*path));
        let mut same = new.filter(|(_, document)| document.root.to_pretty() == *text).map(|(path, _)| path);
        same.next().filter(|_| same.next().is_none())
    }

    fn source_word(&self) -> &'static str {
        if self.is_page { "page" } else { "source" }
    }

    fn drop_refinement(
        &mut self,
        drafted: &Refinement,
        is_changed: bool,
        finding: &Diagnostic,
        warnings: &mut Diagnostics,
    ) -> bool {
        let is_it = |facts: &RefinementFacts| facts.is_for(&drafted.schema.value, &drafted.pointer.value);
        // A proposal was never written, so dropping it needs no warning.
        let proposed = self.facts.refinements.len();
        self.facts.refinements.retain(|proposal| !is_it(proposal));
        if self.facts.refinements.len() < proposed {
            return true;
        }
        let is_of_page = self.is_of_page(&drafted.schema.value);
        let Some(known) = self.known.and_then(|known| in_catalog(known, drafted)).filter(|_| is_changed && is_of_page)
        else {
            return false;
        };
        let source = self.source_word();
        let message = format!("this refinement no longer fits the {source} and is removed: {}", finding.message);
        let mut warning = Diagnostic::warning("refinement-dropped", message).at(known.pointer.place.clone());
        warning.related.clone_from(&finding.related);
        let help = "the member gets the type of its schema; if you wrote this refinement, check whether it belongs to another pointer";
        warnings.push(warning.help(help));
        self.facts.unrefined.push(RefinementFacts::of(known));
        true
    }

    /// Lists an example that was faulty among the valid ones.
    fn accept(&mut self, drafted: &Text, warnings: &mut Diagnostics) -> bool {
        let path = &drafted.value;
        for event in self.facts.events.iter_mut().filter(|event| event.faulty.contains(path)) {
            event.faulty.retain(|faulty| faulty != path);
            event.examples = event.published.iter().filter(|it| !event.faulty.contains(it)).cloned().collect();
        }
        let listed = self.known.into_iter().flat_map(|known| known.events.iter().flat_map(|event| &event.faulty));
        let place = listed.filter(|listed| listed.value == *path).map(|listed| listed.place.clone()).next();
        let message = format!("`{path}` was faulty and is valid now: it moves to `examples`");
        let mut warning = Diagnostic::warning("example-mended", message);
        warning.place = place;
        warnings.push(warning);
        true
    }
}

/// Returns the span of a finding in the drafted catalogue.
fn drafted_span(finding: &Diagnostic) -> Option<Range<usize>> {
    let place = finding.place.as_ref().filter(|place| place.source.path() == catalog::FILE_NAME)?;
    Some(place.span.clone())
}

fn in_catalog<'k>(known: &'k Catalog, drafted: &Refinement) -> Option<&'k Refinement> {
    let is_it = |it: &&Refinement| RefinementFacts::of(it).is_for(&drafted.schema.value, &drafted.pointer.value);
    known.refinements.iter().find(is_it)
}
