//! `Cargo.toml` of the generated crate, which works in this workspace and on its own.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::catalog::{Catalog, licence};
use crate::render::{self, Comment};
use crate::source::visible;

use crate::emit::event_features;
use crate::emit::package::dependency::Dependency;
use crate::emit::package::example::{self, Example};
use crate::emit::package::feature::{self, Feature};
use crate::emit::package::input::Input;

/// Returns the minimum supported version of Rust.
pub fn rust_version(dependencies: &[Dependency]) -> &'static str {
    // The arithmetic of `p256` needs a later one than all others.
    if dependencies.iter().any(|needed| needed.package == "p256") { "1.87" } else { "1.85" }
}

/// The lints of the crate, and the exceptions with their reasons.
const LINTS: &str = r#"
[lints.clippy]
pedantic = { level = "warn", priority = -1 }
collapsible_match = "allow" # a validator has one arm for each member, whatever it asks
doc_markdown = "allow" # the vendor's words are not marked up
large_enum_variant = "allow" # an event is as large as its payload
missing_panics_doc = "allow" # an `expect` says why it cannot be
module_inception = "allow" # an event may be called `events`
module_name_repetitions = "allow"
must_use_candidate = "allow"
struct_excessive_bools = "allow" # the vendor's members
too_many_lines = "allow" # a type has as many members as the schema
unicode_not_nfc = "allow" # the vendor's names are spelled as they are sent
zero_sized_map_values = "allow" # a vendor's object may have `null` alone in all of its members
"#;

/// The additional needs of the emitted code.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// The packages that the copied modules of the runtime import.
    pub packages: BTreeSet<&'static str>,
    /// True if a payload may contain a number with a fraction.
    pub fractions: bool,
}

/// The packages that emitted code or the copied modules of the runtime may import, beside `serde` and `serde_json`.
const OF_MODULES: [Dependency; 6] = [
    Dependency::new("regex", "1.9.0", "patterns of the schemas, matched in linear time"),
    Dependency::new("ed25519-dalek", "3.0.0", "signatures by Ed25519").only(&[]),
    Dependency::new("hmac", "0.13.0", "signatures, compared in constant time").only(&[]),
    Dependency::new("p256", "0.14.0", "signatures by ECDSA on P-256").only(&["ecdsa"]),
    Dependency::new("sha1", "0.11.0", "SHA-1 by the processor's instructions, for signatures").only(&[]),
    Dependency::new("sha2", "0.11.0", "SHA-2 by the processor's instructions, for signatures and digests of bodies")
        .only(&[]),
];

/// Returns the unconditional dependencies in the order of the manifest; those of features are in [`feature::FEATURES`].
pub fn dependencies(needs: &Needs) -> Vec<Dependency> {
    let of_modules = OF_MODULES.into_iter().filter(|package| needs.packages.contains(package.package));
    always(needs.fractions).into_iter().chain(of_modules).collect()
}

/// Returns the dependencies of each crate.
fn always(fractions: bool) -> [Dependency; 2] {
    let serde = Dependency::new("serde", "1.0.203", "reading and writing the types").with(&["derive"]);
    let (features, reason): (&[&str], _) = if fractions {
        (&["float_roundtrip"], "JSON; `float_roundtrip` keeps the last digit of a fraction")
    } else {
        (&[], "JSON")
    };
    [serde, Dependency::new("serde_json", "1.0.143", reason).with(features)]
}

/// Returns all packages that a manifest may name.
pub fn packages() -> impl Iterator<Item = &'static str> {
    let of_features = feature::FEATURES.iter().flat_map(|feature| feature.dependencies).copied();
    let all = always(false).into_iter().chain(OF_MODULES).chain(of_features).chain(example::DEPENDENCIES);
    all.map(|dependency| dependency.package)
}

/// Returns the crate's description in one sentence.
pub fn description(catalog: &Catalog) -> String {
    let vendor = &catalog.crate_.vendor.value;
    let made = || {
        if catalog.has_receiver() {
            format!("Types, validators and a receiver for the webhooks of {vendor}")
        } else if catalog.events.is_empty() {
            format!("Types and validators for the JSON documents of {vendor}")
        } else {
            format!("Types and validators for the webhooks of {vendor}")
        }
    };
    catalog.crate_.description.as_ref().map_or_else(made, |description| description.value.clone())
}

/// Returns the licence as an SPDX expression.
pub fn license(catalog: &Catalog) -> &str {
    catalog.crate_.license.as_ref().map_or(licence::DEFAULT, |license| license.value.as_str())
}

/// Emits the manifest.
pub fn emit(
    input: Input<'_>,
    dependencies: &[Dependency],
    features: &[&'static Feature],
    examples: &[Example],
) -> String {
    let catalog = input.catalog;
    let mut text = render::header(Comment::Toml, &crate::emit::layout::origin(crate::catalog::FILE_NAME));
    let package = &catalog.crate_;
    let _ = writeln!(text, "\n[package]");
    entry(&mut text, "name", &package.name.value);
    entry(&mut text, "version", &package.version.value);
    entry(&mut text, "edition", "2021");
    entry(&mut text, "rust-version", rust_version(dependencies));
    entry(&mut text, "description", &description(catalog));
    if !package.authors.is_empty() {
        let authors: Vec<&str> = package.authors.iter().map(|author| author.value.as_str()).collect();
        let _ = writeln!(text, "authors = {}", list(&authors));
    }
    let addresses = [
        ("repository", &package.repository),
        ("homepage", &package.homepage),
        ("documentation", &package.documentation),
    ];
    for (key, address) in addresses {
        if let Some(address) = address {
            entry(&mut text, key, &address.value);
        }
    }
    entry(&mut text, "license", license(catalog));
    entry(&mut text, "readme", "README.md");
    let _ = writeln!(text, "keywords = {}", list(&keywords(catalog)));
    let _ = writeln!(text, "categories = {}", list(&["api-bindings".to_owned(), "encoding".to_owned()]));
    let _ = writeln!(text, "exclude = {}", list(&["api.txt", "rustfmt.toml"]));

    // Cargo loads a workspace only if each member has a library. An explicit path lets gen run without the sources.
    let _ = writeln!(text, "\n[lib]\npath = \"src/lib.rs\"");

    let events = input.event_features.manifest();
    let default: &[&str] = if events.is_empty() { &[] } else { &[event_features::ALL] };
    let _ = writeln!(text, "\n[features]\ndefault = {}", list(default));
    for feature in features {
        let _ = writeln!(text, "# {}.\n{} = {}", feature.adds, feature.name, list(&feature.turns_on()));
    }
    if !events.is_empty() {
        let _ = writeln!(text, "# The events. Without its feature, an event is received as `Event::Unknown`.");
    }
    for (name, enabled) in &events {
        let _ = writeln!(text, "{name} = {}", list(enabled));
    }

    let mut lines: Vec<(&str, String)> =
        dependencies.iter().map(|needed| (needed.package, line(needed, false))).collect();
    lines.extend(feature::dependencies(features).map(|optional| (optional.package, line(optional, true))));
    lines.sort();
    let _ = writeln!(text, "\n[dependencies]");
    for (_, line) in lines {
        text.push_str(&line);
    }
    development(&mut text, input, examples);
    let _ = writeln!(text, "\n[package.metadata.docs.rs]\nall-features = true");
    text.push_str(LINTS);
    text
}

/// Writes the examples with their dependencies: the crate itself with their features, so that nobody has to name them.
fn development(text: &mut String, input: Input<'_>, examples: &[Example]) {
    let Input { model, catalog, event_features, .. } = input;
    if examples.is_empty() {
        return;
    }
    let mut needed = BTreeSet::new();
    for Example { name, features } in examples {
        let _ = writeln!(text, "\n[[example]]\nname = \"{name}\"");
        let shown = model.shown_event().and_then(|shown| event_features.feature(shown));
        let features: Vec<&str> = features.iter().copied().chain(shown).collect();
        if !features.is_empty() {
            let _ = writeln!(text, "required-features = {}", list(&features));
        }
        needed.extend(features);
    }
    let package = &catalog.crate_.name.value;
    let features: Vec<&str> = needed.into_iter().collect();
    let without = if event_features.are_used() { "default-features = false, " } else { "" };
    let mut lines: Vec<(String, String)> =
        example::DEPENDENCIES.iter().map(|needed| (needed.package.to_owned(), line(needed, false))).collect();
    lines.push((package.clone(), format!("{package} = {{ path = \".\", {without}features = {} }}\n", list(&features))));
    lines.sort();
    let _ = writeln!(text, "\n# For the examples alone.\n[dev-dependencies]");
    for (_, line) in lines {
        text.push_str(&line);
    }
}

fn line(dependency: &Dependency, is_optional: bool) -> String {
    let Dependency { package, version, default_features, features, .. } = dependency;
    let mut parts = vec![format!("version = \"{version}\"")];
    if !default_features {
        parts.push("default-features = false".to_owned());
    }
    if !features.is_empty() {
        parts.push(format!("features = {}", list(features)));
    }
    if is_optional {
        parts.push("optional = true".to_owned());
    }
    match parts.as_slice() {
        [_] => format!("{package} = \"{version}\"\n"),
        parts => format!("{package} = {{ {} }}\n", parts.join(", ")),
    }
}

fn entry(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {}", string(value));
}

fn string(value: &str) -> String {
    visible::in_toml(value)
}

fn list(values: &[impl AsRef<str>]) -> String {
    let values: Vec<String> = values.iter().map(|value| string(value.as_ref())).collect();
    format!("[{}]", values.join(", "))
}

/// Returns at most five keywords of at most twenty letters, digits, `-` and `_`, starting with a letter or digit, as the registry requires.
fn keywords(catalog: &Catalog) -> Vec<String> {
    let is_allowed = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    let vendor = catalog.crate_.vendor.value.to_lowercase().replace(' ', "-");
    let vendor: String =
        vendor.chars().filter(is_allowed).skip_while(|letter| !letter.is_ascii_alphanumeric()).take(20).collect();
    let subject = if catalog.events.is_empty() { "json" } else { "webhook" };
    [vendor.as_str(), subject, "json-schema"]
        .iter()
        .filter(|word| !word.is_empty())
        .map(|word| (*word).to_owned())
        .collect()
}
