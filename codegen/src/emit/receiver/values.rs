//! The values of a catalogue for templates.

use crate::catalog::Catalog;
use crate::emit::template::{Values, flag};
use crate::emit::wording::{code, for_markdown};

/// Returns the environment variable of the secret in examples: `ACME_SIGNING_SECRET`. Shell variables cannot start with a digit.
pub(super) fn secret_variable(catalog: &Catalog) -> String {
    let mut words = crate::ident::words(&catalog.crate_.vendor.value);
    if words.first().is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit())) {
        words.insert(0, "vendor".to_owned());
    }
    words.extend(["signing", "secret"].map(str::to_owned));
    words.join("_").to_ascii_uppercase()
}

/// Returns the names and conditions of a catalogue. Vendor text is Markdown, or a literal where the name says so.
pub(in crate::emit) fn values(catalog: &Catalog) -> Values {
    let package = &catalog.crate_.name.value;
    let signature_header = catalog.signature.as_ref().map_or("", |signature| &signature.header.value);
    let has_time = catalog.envelope.as_ref().is_some_and(|envelope| envelope.created_at.is_some());
    Values::from([
        ("package", package.clone()),
        ("library", package.replace('-', "_")),
        ("vendor", for_markdown(&catalog.crate_.vendor.value)),
        ("secret", secret_variable(catalog)),
        ("nameless", flag(catalog.is_nameless())),
        ("envelope", flag(catalog.envelope.is_some())),
        ("created_at", flag(has_time)),
        ("event_header", catalog.event_header.as_ref().map(|header| code(&header.value)).unwrap_or_default()),
        ("signature_header", code(signature_header)),
        ("signature_header_literal", format!("{signature_header:?}")),
    ])
}
