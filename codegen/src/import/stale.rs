//! Entries of the catalogue that a newer page contradicts: import gives them up, each with a warning at its place.
//!
//! The findings of the gate name them. The catalogue does not say who has written a refinement, so those of a person are treated like
//! proposals of an earlier import.

use std::ops::Range;

use crate::catalog::{self, Catalog, Refinement, RefinementFacts, Text};
use crate::import::draft::Draft;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
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
        for finding in findings {
            let Some(span) = drafted_span(finding) else { continue };
            is_given_up |= match finding.code {
                "unknown-pointer" | "unfit-refinement" | "unused-refinement" => {
                    let found = drafted.refinements.iter().find(|it| it.pointer.place.span == span);
                    found.is_some_and(|refinement| self.drop_refinement(refinement, is_changed, finding, warnings))
                }
                "accepted-example" if is_changed => {
                    let mut faulty = drafted.events.iter().flat_map(|event| &event.faulty);
                    faulty.find(|path| path.place.span == span).is_some_and(|path| self.accept(path, warnings))
                }
                _ => false,
            };
        }
        is_given_up
    }

    fn drop_refinement(
        &mut self,
        drafted: &Refinement,
        is_changed: bool,
        finding: &Diagnostic,
        warnings: &mut Diagnostics,
    ) -> bool {
        let is_it = |facts: &RefinementFacts| facts.is_for(&drafted.schema.value, &drafted.pointer.value);
        // A proposal is not known to anybody yet.
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
        let message = format!("this refinement no longer fits the page and is removed: {}", finding.message);
        let mut warning = Diagnostic::warning("refinement-dropped", message).at(known.pointer.place.clone());
        warning.related.clone_from(&finding.related);
        let help =
            "the member gets the type of its schema; if a person chose this refinement, it may fit at another place";
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
