//! The first files of a catalogue, with an event to replace and comments about the rest.

use std::sync::Arc;

use crate::catalog::data::FILE_NAME;
use crate::catalog::parse;
use crate::catalog::rule::{self, Breach};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::Source;
use crate::source::visible::in_toml;

/// The vendor's name in a new catalogue if its source has none.
pub(crate) const UNKNOWN_VENDOR: &str = "Vendor";
/// The name of the crate of an unknown vendor.
pub(crate) const UNKNOWN_CRATE: &str = "vendor-webhooks";

const CATALOG: &str = include_str!("../../start/catalog.toml");
const SCHEMA: &str = include_str!("../../start/order.paid.schema.json");
const EXAMPLE: &str = include_str!("../../start/order.paid.example.json");

/// Returns the files of a new folder of schemas, from which `gen` makes a crate.
///
/// # Errors
///
/// If the package's or the vendor's name cannot be one: an error in the command line has no place in a file.
pub fn start(package: &str, vendor: &str) -> Result<Files, Diagnostics> {
    let options = [("--name", rule::crate_name(package)), ("--vendor", rule::filled(vendor))];
    let mut findings = Diagnostics::new();
    for (option, breach) in options {
        if let Some(Breach { code, message, help }) = breach {
            findings.push(Diagnostic::error(code, format!("`{option}`: {message}")).help(help));
        }
    }
    findings.gate(())?;
    let text = CATALOG.replacen("NAME", &in_toml(package), 1).replacen("VENDOR", &in_toml(vendor), 1);
    let source: Arc<Source> = Source::new(FILE_NAME, text.as_str());
    parse::parse(&source)?;
    let files = [
        (FILE_NAME, text.as_str()),
        ("events/order.paid.schema.json", SCHEMA),
        ("events/order.paid.example.json", EXAMPLE),
    ];
    Ok(files.map(|(path, text)| (path.to_owned(), text.to_owned())).into_iter().collect())
}
