//! `README.md` of the generated crate and the front page of its documentation, for those who receive the events.

mod integration;
mod page;
pub(crate) mod receiving;

use std::fmt::Write as _;

use crate::catalog::{Catalog, Unlisted, licence};
use crate::model::{Model, Role, Root};
use crate::render::{self, Comment};

use crate::emit::package::dependency::Dependency;
use crate::emit::package::feature::{self, Feature};
use crate::emit::package::input::Input;
use crate::emit::package::manifest;
use crate::emit::receiver;
use crate::emit::wording::{self, code_in_table, for_markdown};

use page::{Page, Sample};
use receiving::Receiving;

/// Writes the text for readers of the package.
pub fn page(input: Input<'_>, dependencies: &[Dependency], features: &[&'static Feature]) -> Page {
    let Input { model, catalog, shapes, figures, .. } = input;
    let key = receiver::key(model, catalog, shapes);
    let text = render::header(Comment::Markdown, &crate::emit::layout::origin(crate::catalog::FILE_NAME));
    let mut page = Page::new(text);
    let text = &mut page.text;
    let package = &catalog.crate_.name.value;
    let _ = write!(text, "\n# {package}\n\n{}.\n", wording::line(manifest::description(catalog).trim_end_matches('.')));
    let first = model.roots.iter().find(|root| root.role == Role::Event);
    let receiving = first.filter(|_| catalog.has_receiver()).map(|first| Receiving { model, catalog, first, key });
    if let Some(receiving) = &receiving {
        receiving.session(text);
        text.push_str("\n## Receive\n");
    }
    let _ = write!(text, "\n```sh\ncargo add {package}\n```\n");
    page.sample(Sample::new(integration::example(model, catalog)));
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
    let licence = match manifest::license(catalog) {
        licence::DEFAULT => "MIT or Apache-2.0, at your option".to_owned(),
        other => format!("`{other}`"),
    };
    let _ = write!(text, "\n## Licence\n\n{licence}.\n");
    if let Some(figures) = figures {
        let _ = write!(text, "\n## Figures\n\n{figures}\n");
    }
    page
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

/// Explains the choices of conversions where dates or decimals of other packages differ.
fn conversions(text: &mut String, features: &[&'static Feature]) {
    let adds_to = |module: &str| features.iter().any(|feature| feature.to == Some(module));
    if adds_to(feature::TIMESTAMP) {
        text.push_str(
            "\nA timestamp is converted to the same moment, or not at all. All conversions are `TryFrom`:\n\n\
             | The text has | `jiff-0_2` | `chrono-0_4` | `time-0_3` |\n\
             | --- | --- | --- | --- |\n\
             | an offset | kept by `Zoned`, dropped by `jiff::Timestamp` | kept, dropped by `DateTime<Utc>` | kept |\n\
             | `-00:00`, an unknown offset | UTC | the offset 0 | UTC |\n\
             | a leap second | `LeapSecond` | kept | `LeapSecond` |\n\
             | digits beyond the nanosecond, unless 0 | `Inexact` | `Inexact` | `Inexact` |\n\
             | a moment at the end of the year 9999 | `OutOfRange` after 9999-12-30T22:00:00.999999999Z | kept | `OutOfRange` in 10000 of UTC |\n\n\
             In the other direction, years outside of 0 to 9999 and offsets of a day or more are `OutOfRange`, offsets with seconds are \
             `Inexact`. If the nearest nanosecond is enough, and a leap second may count as the second after it, convert `unix_nanoseconds()`.\n",
        );
    }
    if adds_to(feature::DECIMAL) {
        text.push_str(
            "\nA decimal is converted digit for digit and never rounded. Digits beyond 96 bits, or beyond 28 places after the point, are an error \
             unless they are trailing zeros.\n",
        );
    }
}

/// Lists the packages that the crate depends on, each with its reason.
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
        "\nRust {} or later. The newest versions of the packages behind features may need a later one.\n",
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
            "Payloads drop members that no schema names, because the delivery keeps the raw body. Other types keep them in `other`."
        }
        (true, false) => "Members that no schema names are dropped, because the delivery keeps the raw body.",
        (false, _) => "Members that no schema names are kept in `other`.",
    };
    text.push_str(
        "\n## Guarantees\n\n\
         - Every value that a schema accepts can be read, and is written as an equal JSON value: dates and decimals keep their digits, \
         numbers their spelling, and absent members stay absent. The exception is a number that its type or `serde_json` cannot hold. It is \
         an error, `unrepresentable` for a delivery, and never rounded. ",
    );
    text.push_str(others);
    text.push_str(
        "\n- `validate` and `is_valid` accept exactly what the documented schema accepts. A violation names its place in the value and in the \
         schema, never the value.\n\
         - `validate_slice` and `is_valid_slice` decide from bytes, in one pass and without a tree. They compare every digit of a number. They \
         refuse malformed JSON, an object with two members of one name, and more than 128 levels, each with its position.\n\
         - Additions by the vendor break nothing: unknown members are ignored, string enumerations keep unknown values, and structs and \
         enumerations are `#[non_exhaustive]`.\n",
    );
    if model.roots.iter().any(|root| root.role == Role::Event) {
        text.push_str("- An event that this version does not know is `Event::Unknown`, with its name and payload.\n");
    }
    text.push_str("- No `unsafe` code. Errors and their messages contain no values, so they may be logged.\n");
}
