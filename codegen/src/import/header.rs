//! Headers of the catalogue that a document lacks: they are kept, with a warning in each import until both agree.

use crate::catalog::Catalog;
use crate::diff::{Report, Rule};
use crate::documentation::{Documentation, DocumentedHeader, HeaderPart};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// A header of the catalogue that the document lacks.
struct Lacking<'c> {
    part: HeaderPart,
    /// The name; none for one in a signature, which a document need not have.
    name: Option<&'c str>,
    place: &'c Place,
}

/// A header of the catalogue in whose place the document has another one.
#[derive(Clone, Debug)]
pub(super) struct Replaced {
    part: HeaderPart,
    /// The place in the catalogue.
    place: Place,
    other: String,
}

impl Replaced {
    /// Adds the difference to a report. The folder does not show it, because the catalogue keeps its header.
    pub(super) fn report(&self, report: &mut Report) {
        let (rule, subject) = match self.part {
            HeaderPart::Event => (Rule::EventHeaderChanged, "event header"),
            HeaderPart::Id => (Rule::IdMoved, "delivery"),
            HeaderPart::Signature => (Rule::SignatureChanged, "signature"),
        };
        let words = format!("stays, but the source has another header for {}: `{}`", what(self.part), self.other);
        report.doubt(rule, (subject, words), &self.place, "only the vendor knows which header deliveries have");
    }
}

fn what(part: HeaderPart) -> &'static str {
    match part {
        HeaderPart::Event => "the name of the event",
        HeaderPart::Id => "the id of deliveries",
        HeaderPart::Signature => "the signature",
    }
}

/// Warns of the catalogue's headers that a document with headers lacks, and returns those in whose place it has others.
pub(super) fn compare(known: &Catalog, documentation: &Documentation, diagnostics: &mut Diagnostics) -> Vec<Replaced> {
    let headers = &documentation.headers;
    let is_named = diagnostics.iter().any(|known| known.code == "named-elsewhere");
    let mut replaced = Vec::new();
    for Lacking { part, name, place } in lacking(known, headers) {
        let other = headers.iter().find(|header| header.part == Some(part));
        replaced.extend(other.map(|other| Replaced { part, place: place.clone(), other: other.name.clone() }));
        let warning = match (other, name) {
            // The other warning has the line for the catalogue.
            (Some(_), _) if part == HeaderPart::Event && is_named => continue,
            (Some(other), _) => {
                let message = format!("the source has another header for {}: `{}`", what(part), other.name);
                let warning = Diagnostic::warning("other-header", message).at(other.place.clone());
                let warning = warning.related(place.clone(), "the catalogue has this one");
                warning.help("the catalogue keeps it; correct it there if the vendor has changed it")
            }
            (None, Some(name)) if !headers.is_empty() && !is_named => {
                let message = format!("the source has headers, but not the one for {}: `{name}`", what(part));
                let warning = Diagnostic::warning("undocumented-header", message).at(place.clone());
                warning.help("the catalogue keeps it; remove it there if the vendor has removed it")
            }
            (None, _) => continue,
        };
        diagnostics.push(warning);
    }
    replaced
}

fn lacking<'c>(known: &'c Catalog, headers: &[DocumentedHeader]) -> Vec<Lacking<'c>> {
    let named = [(HeaderPart::Event, &known.naming.header), (HeaderPart::Id, &known.delivery.id_header)];
    let is_documented = |is_it: &dyn Fn(&str) -> bool| headers.iter().any(|header| is_it(&header.name));
    let named = named.into_iter().filter_map(|(part, name)| {
        let name = name.as_ref().filter(|name| !is_documented(&|it| it.eq_ignore_ascii_case(&name.value)))?;
        Some(Lacking { part, name: Some(&name.value), place: &name.place })
    });
    let signature = known.signature.as_ref().filter(|signature| !is_documented(&|it| signature.scheme.header.is(it)));
    let signature = signature.map(|signature| {
        let place = signature.words.header.first().map_or(&signature.words.place, |header| &header.place);
        Lacking { part: HeaderPart::Signature, name: None, place }
    });
    named.chain(signature).collect()
}
