//! Headers of the catalogue that a document lacks: they are kept, with a warning in each import until both agree.

use crate::catalog::Catalog;
use crate::documentation::{Documentation, DocumentedHeader, HeaderPart};
use crate::import::doubt::Doubt;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// A header of the catalogue that the document lacks.
struct Lacking<'c> {
    part: HeaderPart,
    /// The name; none for one in a signature, which a document need not have.
    name: Option<&'c str>,
    place: &'c Place,
}

/// Warns of the catalogue's headers that a document with headers lacks, and returns the doubts about those in whose place it
/// has others.
pub(super) fn compare(known: &Catalog, documentation: &Documentation, diagnostics: &mut Diagnostics) -> Vec<Doubt> {
    let headers = &documentation.headers;
    let is_named = diagnostics.iter().any(|known| known.code == "named-elsewhere");
    let mut doubts = Vec::new();
    for Lacking { part, name, place } in lacking(known, headers) {
        let other = headers.iter().find(|header| header.part == Some(part));
        doubts.extend(other.map(|other| Doubt::of_header(part, place, &other.name)));
        let warning = match (other, name) {
            // The other warning has the line for the catalogue.
            (Some(_), _) if part == HeaderPart::Event && is_named => continue,
            (Some(other), _) => {
                let message = format!("the source has another header for {}: `{}`", part.what(), other.name);
                let warning = Diagnostic::warning("other-header", message).at(other.place.clone());
                let warning = warning.related(place.clone(), "the catalogue has this one");
                warning.help("the catalogue keeps it; correct it there if the vendor has changed it")
            }
            (None, Some(name)) if !headers.is_empty() && !is_named => {
                let message = format!("the source has headers, but not the one for {}: `{name}`", part.what());
                let warning = Diagnostic::warning("undocumented-header", message).at(place.clone());
                warning.help("the catalogue keeps it; remove it there if the vendor has removed it")
            }
            (None, _) => continue,
        };
        diagnostics.push(warning);
    }
    doubts
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
