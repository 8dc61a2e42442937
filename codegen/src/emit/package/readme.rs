//! `README.md` of the generated crate and the front page of its documentation: for those who receive the events.

pub(crate) mod receiving;

use std::fmt::Write as _;

use syn::parse_quote;

use crate::catalog::{Catalog, Unlisted, licence};
use crate::model::{Model, Role, Root};
use crate::render::{self, Comment};

use crate::emit::package::Input;
use crate::emit::package::feature::Feature;
use crate::emit::package::manifest::{self, Dependency};
use crate::emit::receiver;
use crate::emit::wording::{self, code, code_in_table, for_markdown};

use receiving::Receiving;

/// The README, as text with samples of Rust in it.
pub struct Page {
    text: String,
    samples: Vec<Sample>,
}

/// A sample of Rust, which the crate's own tests compile and run.
struct Sample {
    /// What is shown.
    code: String,
    /// The feature that it needs.
    feature: Option<&'static str>,
    /// What stands around it in the test alone.
    hidden: (String, &'static str),
}

impl Sample {
    fn new(code: String) -> Self {
        Self { code, feature: None, hidden: (String::new(), "") }
    }

    /// The fence, and what the test has before what is shown. Without its feature a sample is shown and is no test.
    fn opening(&self) -> Vec<syn::Attribute> {
        let mut docs: Vec<syn::Attribute> = match self.feature {
            None => vec![line("```")],
            Some(feature) => vec![
                parse_quote!(#![cfg_attr(feature = #feature, doc = "```")]),
                parse_quote!(#![cfg_attr(not(feature = #feature), doc = "```ignore")]),
            ],
        };
        docs.extend(self.hidden.0.lines().map(hidden));
        docs
    }
}

/// A line of documentation.
fn line(text: &str) -> syn::Attribute {
    let text = format!(" {text}");
    parse_quote!(#![doc = #text])
}

/// A line that only the test has.
fn hidden(text: &str) -> syn::Attribute {
    line(format!("# {text}").trim_end())
}

impl Page {
    fn sample(&mut self, sample: Sample) {
        let _ = write!(self.text, "\n```rust\n{}```\n", sample.code);
        self.samples.push(sample);
    }

    /// The file.
    pub fn to_text(&self) -> String {
        self.text.clone()
    }

    /// The front page of the documentation: the same, where each sample is a test in the crate that has its feature.
    pub fn to_docs(&self) -> Vec<syn::Attribute> {
        let mut docs = Vec::new();
        let mut samples = self.samples.iter();
        let mut shown: Option<&Sample> = None;
        let text =
            PATHS.iter().fold(self.text.clone(), |text, path| text.replace(&format!("[{path}]({path})"), &code(path)));
        // The file's own two lines and its title are not part of it.
        for text in text.lines().skip_while(|text| !text.starts_with("# ")).skip(2) {
            match (text, shown) {
                ("```rust", _) => {
                    shown = samples.next();
                    docs.extend(shown.into_iter().flat_map(Sample::opening));
                }
                ("```", Some(sample)) => {
                    docs.extend(sample.hidden.1.lines().map(hidden));
                    docs.push(line(text));
                    shown = None;
                }
                // A test inside of a test would not run.
                ("#[test]", Some(_)) => {}
                _ => docs.push(line(text)),
            }
        }
        docs
    }
}

/// The text for people who look at the package.
pub fn page(input: Input<'_>, dependencies: &[Dependency], features: &[&'static Feature]) -> Page {
    let Input { model, catalog, types, figures, .. } = input;
    let key = receiver::key(model, catalog, types);
    let text = render::header(Comment::Markdown, &crate::emit::layout::origin(crate::catalog::FILE_NAME));
    let mut page = Page { text, samples: Vec::new() };
    let text = &mut page.text;
    let package = &catalog.crate_.name.value;
    let _ = write!(text, "\n# {package}\n\n{}.\n", wording::line(manifest::description(catalog).trim_end_matches('.')));
    let first = model.roots.iter().find(|root| root.role == Role::Event);
    let receiving =
        first.filter(|_| receiver::is_wanted(catalog)).map(|first| Receiving { model, catalog, first, key });
    if let Some(receiving) = &receiving {
        receiving.session(text);
        text.push_str("\n## Receive\n");
    }
    let _ = write!(text, "\n```sh\ncargo add {package}\n```\n");
    page.sample(Sample::new(example(model, catalog)));
    if let Some(receiving) = &receiving {
        receiving.sections(&mut page);
    }
    let text = &mut page.text;
    table(text, model, Role::Event, "Events", "Sent when");
    table(text, model, Role::Plain, "Schemas", "About");
    guarantees(text, model, input.catalog);
    let _ = write!(text, "\n## Features\n\nNone is on by default.\n\n| Feature | What it adds |\n| --- | --- |\n");
    for feature in features {
        let _ = writeln!(text, "| `{}` | {} |", feature.name, feature.adds);
    }
    conversions(text, features);
    packages(text, dependencies, features);
    if let Some(figures) = figures {
        let _ = write!(text, "\n## Figures\n\n{figures}\n");
    }
    let licence = match manifest::license(catalog) {
        licence::DEFAULT => "MIT or Apache-2.0, as you like".to_owned(),
        other => format!("`{other}`"),
    };
    let _ = write!(text, "\n## Licence\n\n{licence}.\n");
    page
}

/// What the README links to in the package; the published documentation has no such files.
const PATHS: [&str; 3] = ["docs/schemas.md", "docs/webhooks.md", "examples/"];

/// About ten lines of an integrator's code, which the crate's own tests compile.
fn example(model: &Model, catalog: &Catalog) -> String {
    let library = catalog.crate_.name.value.replace('-', "_");
    let first = |role: Role| model.roots.iter().find(|root| root.role == role);
    match (first(Role::Event), first(Role::Plain)) {
        (Some(event), _) => of_events(&library, event, catalog),
        (None, Some(schema)) => of_schemas(&library, schema),
        (None, None) => format!("use {library} as _;\n"),
    }
}

fn of_events(library: &str, first: &Root, catalog: &Catalog) -> String {
    let variant = &first.ident;
    let arms = format!(
        "Event::{variant}(payload) => println!(\"{{payload:?}}\"),\n        \
             Event::Unknown(event) => println!(\"{{}} is newer than this crate\", event.name),\n        \
             other => println!(\"{{}} needs no action\", other.name()),\n    \
         }}\n    \
         Ok(())\n\
         }}\n"
    );
    if receiver::is_wanted(catalog) {
        let (parameter, argument) = match (&catalog.envelope, &catalog.event_header) {
            (None, None) => (", event: &str", ", event"),
            _ => ("", ""),
        };
        let variable = receiver::secret_variable(catalog);
        return format!(
            "use {library}::{{ConfigurationError, Event, ReceiveError, Receiver, SigningSecret}};\n\n\
             fn receiver() -> Result<Receiver, ConfigurationError> {{\n    \
                 Ok(Receiver::new(SigningSecret::from_env(\"{variable}\")?))\n\
             }}\n\n\
             // All headers of the request, and the bytes of its body exactly as they arrived.\n\
             fn handle(receiver: &Receiver, headers: &[(String, String)], body: &[u8]{parameter}) -> Result<(), ReceiveError> {{\n    \
                 let delivery = receiver.receive(headers, body{argument})?;\n    \
                 match delivery.event() {{\n        {arms}"
        );
    }
    let (parameters, read) = if catalog.envelope.is_some() {
        ("body: &[u8]", "from_slice(body)")
    } else {
        ("name: &str, body: &[u8]", "from_slice(name, body)")
    };
    format!(
        "use {library}::{{DecodeError, Event}};\n\n\
         fn receive({parameters}) -> Result<(), DecodeError> {{\n    \
             match Event::{read}? {{\n        {arms}"
    )
}

fn of_schemas(library: &str, root: &Root) -> String {
    let ident = &root.ident;
    format!(
        "use {library}::{ident};\n\n\
         fn read(text: &str) -> Result<{ident}, Box<dyn std::error::Error>> {{\n    \
             {ident}::validate_slice(text.as_bytes())?;\n    \
             Ok(serde_json::from_str(text)?)\n\
         }}\n"
    )
}

fn table(text: &mut String, model: &Model, role: Role, title: &str, about: &str) {
    let roots: Vec<&Root> = model.roots.iter().filter(|root| root.role == role).collect();
    if roots.is_empty() {
        return;
    }
    let _ = write!(text, "\n## {title}\n\n| Name | Type | {about} |\n| --- | --- | --- |\n");
    for root in roots {
        let summary = root.summary.as_deref().map(for_markdown).unwrap_or_default();
        let _ = writeln!(text, "| {} | `{}` | {summary} |", code_in_table(&root.wire_name), root.ident);
    }
    let page = if role == Role::Event { "webhooks" } else { "schemas" };
    let _ = write!(text, "\nMembers, examples and JSON Schemas: [docs/{page}.md](docs/{page}.md).\n");
}

/// What is decided where a date or a decimal is not the same in another package.
fn conversions(text: &mut String, features: &[&'static Feature]) {
    let adds_to = |module: &str| features.iter().any(|feature| feature.to == Some(module));
    if adds_to("timestamp") {
        text.push_str(
            "\nA timestamp is converted as the moment that it says, or not at all; all conversions are `TryFrom`:\n\n\
             | What the text has | `jiff-0_2` | `chrono-0_4` | `time-0_3` |\n\
             | --- | --- | --- | --- |\n\
             | an offset | kept by `Zoned`, no part of a `jiff::Timestamp` | kept, no part of a `DateTime<Utc>` | kept |\n\
             | `-00:00`, an unknown offset | UTC | the offset 0 | UTC |\n\
             | a leap second | `LeapSecond` | kept | `LeapSecond` |\n\
             | digits beyond the nanosecond, unless 0 | `Inexact` | `Inexact` | `Inexact` |\n\
             | a moment at the end of the year 9999 | `OutOfRange` after 9999-12-30T22:00:00.999999999Z | kept | `OutOfRange` in 10000 of UTC |\n\n\
             The other way, years that are not 0 to 9999 and offsets of a day or more are `OutOfRange`, offsets that are no whole minutes \
             `Inexact`. Where the nearest nanosecond and the second after a leap second will do, convert `unix_nanoseconds()`.\n",
        );
    }
    if adds_to("decimal") {
        text.push_str(
            "\nA decimal is converted digit for digit, never rounded: what has no room in 96 bits and 28 digits behind the point is an error, \
             unless it is a zero at the end of the fraction.\n",
        );
    }
}

/// The packages that the crate brings, with a reason for each.
fn packages(text: &mut String, dependencies: &[Dependency], features: &[&'static Feature]) {
    let _ = write!(text, "\n## Dependencies\n\n| Package, from version | With | Why |\n| --- | --- | --- |\n");
    for Dependency { package, version, reason, .. } in dependencies {
        let _ = writeln!(text, "| `{package}` {version} | always | {reason} |");
    }
    for feature in features {
        for Dependency { package, version, reason, .. } in feature.dependencies {
            let _ = writeln!(text, "| `{package}` {version} | `{}` | {reason} |", feature.name);
        }
    }
    let _ = write!(
        text,
        "\nRust {} or later; the newest versions of the packages of features may need a newer one.\n",
        manifest::RUST_VERSION
    );
}

fn guarantees(text: &mut String, model: &Model, catalog: &Catalog) {
    let unlisted = catalog.settings.unlisted;
    let has = |role: Role| model.roots.iter().any(|root| root.role == role);
    let drops = unlisted != Some(Unlisted::Keep) && (has(Role::Event) || has(Role::Envelope) || unlisted.is_some());
    let keeps = unlisted == Some(Unlisted::Keep) || (unlisted.is_none() && has(Role::Plain));
    let others = match (drops, keeps) {
        (true, true) => {
            "Members that no schema names are dropped by payloads, whose raw body the delivery keeps; other types have them in `other`."
        }
        (true, false) => "Members that no schema names are dropped; the delivery keeps the raw body.",
        (false, _) => "Members that no schema names are in `other`.",
    };
    text.push_str(
        "\n## What holds\n\n\
         - Whatever a schema accepts can be read, and is written again as an equal JSON value: dates and decimals keep their digits, \
         numbers their spelling, absent members stay absent. The exception is a number that its type or `serde_json` does not hold: \
         it is an error, `unrepresentable` where a delivery is received, and never rounded to what fits. ",
    );
    text.push_str(others);
    text.push_str(
        "\n- `validate` and `is_valid` accept exactly what the documented schema accepts; a violation names its place in the value and in \
         the schema, never the value.\n\
         - `validate_slice` and `is_valid_slice` decide from bytes, in one pass and without a tree, and accept the same; numbers of any size \
         are taken as they are written, and a text that is no JSON or has a member twice is refused with its place.\n\
         - Additions by the vendor break nothing: unknown members are passed over, string enumerations keep unknown values, and structs \
         and enumerations are `#[non_exhaustive]`.\n",
    );
    if model.roots.iter().any(|root| root.role == Role::Event) {
        text.push_str(
            "- An event that this version does not know is `Event::Unknown`, with its name and its payload.\n",
        );
    }
    text.push_str("- No `unsafe` code. Errors and their messages hold no values, so they may be logged.\n");
}
