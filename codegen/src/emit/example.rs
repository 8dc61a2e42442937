//! `examples/` of the generated crate: a sender and servers, to try an endpoint with nothing else installed.
//!
//! They are written once, for a vendor that is called `Vendor`; what is another one's here is replaced.

use crate::Files;
use crate::catalog::Catalog;
use crate::model::{Model, Role, Root};
use crate::render::{Comment, header};

use super::Fragments;
use super::manifest::Dependency;
use super::receiver::{self, Key};

/// An example.
#[derive(Debug)]
pub struct Example {
    /// Its name.
    pub name: &'static str,
    /// The features that it needs.
    pub features: &'static [&'static str],
}

/// The examples; `serve_actix` and `serve_axum` only where there are extractors.
const EXAMPLES: [Example; 4] = [
    Example { name: "send", features: &["testing"] },
    Example { name: "serve", features: &[] },
    Example { name: "serve_actix", features: &["actix-web-4"] },
    Example { name: "serve_axum", features: &["axum-0_8"] },
];

macro_rules! source {
    ($path:literal) => {
        ($path, include_str!(concat!("../../runtime/crate/", $path)))
    };
}

/// Where the inbox has the statement that takes a delivery in.
pub const INSERT_MARK: &str = "const INSERT: &str =";

/// Where it has the one that knows a delivery again.
pub const SAME_MARK: &str = "const SAME: &str =";

const SOURCES: [(&str, &str); 7] = [
    source!("examples/endpoint/inbox.rs"),
    source!("examples/endpoint/mod.rs"),
    source!("examples/request/mod.rs"),
    source!("examples/send.rs"),
    source!("examples/serve.rs"),
    source!("examples/serve_actix.rs"),
    source!("examples/serve_axum.rs"),
];

/// The source of the inbox, whose statements the README shows.
pub fn inbox() -> &'static str {
    SOURCES[0].1
}

/// What the examples are built with; none of it is there for those who depend on the crate.
const DEPENDENCIES: [Dependency; 4] = [
    Dependency {
        package: "actix-web",
        version: "4.9.0",
        default_features: false,
        features: &["macros"],
        reason: "the example `serve_actix`",
    },
    Dependency {
        package: "axum",
        version: "0.8.0",
        default_features: false,
        features: &["http1", "tokio"],
        reason: "the example `serve_axum`",
    },
    Dependency {
        package: "rusqlite",
        version: "0.40",
        default_features: false,
        features: &["bundled"],
        reason: "where the servers keep what arrives; newer versions need a newer Rust than this crate",
    },
    Dependency {
        package: "tokio",
        version: "1",
        default_features: false,
        features: &["macros", "net", "rt-multi-thread", "signal"],
        reason: "the example `serve_axum`",
    },
];

/// The examples of a catalogue: none without a receiver.
pub fn of(catalog: &Catalog) -> Vec<&'static Example> {
    let is_there = |example: &&Example| {
        let needs_extractor = example.features.iter().any(|feature| *feature != receiver::TESTING);
        !(needs_extractor && receiver::is_nameless(catalog))
    };
    if receiver::is_wanted(catalog) { EXAMPLES.iter().filter(is_there).collect() } else { Vec::new() }
}

/// The packages that the examples are built with.
pub fn dependencies(examples: &[&Example]) -> Vec<Dependency> {
    let frameworks: Vec<&str> = examples.iter().flat_map(|example| example.features).copied().collect();
    let is_needed = |dependency: &Dependency| match dependency.package {
        "actix-web" => frameworks.contains(&"actix-web-4"),
        "axum" | "tokio" => frameworks.contains(&"axum-0_8"),
        _ => !examples.is_empty(),
    };
    DEPENDENCIES.into_iter().filter(is_needed).collect()
}

/// The files.
pub fn emit(model: &Model, catalog: &Catalog, types: &Fragments) -> Files {
    let examples = of(catalog);
    let Some(first) = model.roots.iter().find(|root| root.role == Role::Event).filter(|_| !examples.is_empty()) else {
        return Files::new();
    };
    let key = receiver::key(model, catalog, types);
    let names: Vec<&str> = examples.iter().map(|example| example.name).collect();
    let is_there = |path: &str| {
        let name = path.strip_prefix("examples/").and_then(|path| path.strip_suffix(".rs")).unwrap_or_default();
        name.contains('/') || names.contains(&name)
    };
    let wanted = SOURCES.into_iter().filter(|(path, _)| is_there(path));
    wanted
        .map(|(path, source)| {
            let origin = format!("codegen/runtime/crate/{path}");
            (path.to_owned(), format!("{}\n{}", header(Comment::Rust, &origin), of_vendor(source, first, catalog, key)))
        })
        .collect()
}

/// A source as that vendor's.
fn of_vendor(source: &str, first: &Root, catalog: &Catalog, key: Key) -> String {
    let package = &catalog.crate_.name.value;
    let member = catalog.envelope.as_ref().and_then(|envelope| envelope.id.as_ref());
    let member = member.map_or_else(|| "None".to_owned(), |member| format!("Some({:?})", member.value));
    let name = format!("{:?}", first.wire_name);
    // What stands in a text may be anything; what stands in a comment or between spaces is a word.
    let bare = name.trim_matches('"').replace('{', "{{").replace('}', "}}");
    let mut text = source
        .replace("vendor_webhooks", &package.replace('-', "_"))
        .replace("vendor-webhooks", package)
        .replace("VENDOR_SIGNING_SECRET", &receiver::secret_variable(catalog))
        .replace("Event::Documented", &format!("Event::{}", first.ident))
        .replace("\"documented.event\"", &name)
        .replace("documented.event", &bare)
        .replace("ID: Option<&str> = Some(\"id\")", &format!("ID: Option<&str> = {member}"));
    text = match key {
        Key::Id => text,
        Key::PerhapsId => text.replace(
            "delivery.id().to_owned()",
            "delivery.id().map_or_else(|| delivery.body_digest().to_string(), str::to_owned)",
        ),
        Key::Digest => text.replace("delivery.id().to_owned()", "delivery.body_digest().to_string()"),
    };
    if receiver::is_nameless(catalog) {
        // Nothing in a request says which event it is, so the address does.
        text = text
            .replace(
                "request.path != endpoint::PATH",
                "!request.path.starts_with(endpoint::PATH)",
            )
            .replace(
                "receiver.receive(&request.headers, &request.body)",
                "receiver.receive(&request.headers, &request.body, request.path.rsplit('/').next().unwrap_or_default())",
            )
            .replace("3000/webhooks", &format!("3000/webhooks/{bare}"))
            .replace("http://{address}{PATH}", "http://{address}{PATH}/EVENT");
    }
    text
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

    /// What stands for a vendor in the sources. What is replaced must be there, or a vendor would get another one's.
    #[test]
    fn the_sources_have_what_is_replaced_in_them() {
        let marks = [
            "vendor_webhooks",
            "vendor-webhooks",
            "VENDOR_SIGNING_SECRET",
            "Event::Documented",
            "\"documented.event\"",
            "send -- documented.event",
            "ID: Option<&str> = Some(\"id\")",
            "delivery.id().to_owned()",
            "request.path != endpoint::PATH",
            "receiver.receive(&request.headers, &request.body)",
            "3000/webhooks",
            "http://{address}{PATH}",
        ];
        for mark in marks {
            assert!(SOURCES.iter().any(|(_, source)| source.contains(mark)), "{mark}");
        }
        assert!(inbox().contains(INSERT_MARK) && inbox().contains(SAME_MARK));
    }

    /// The project's tests build the examples with the versions that the generated crates ask for.
    #[test]
    fn the_workspace_has_the_same_versions() {
        let workspace: DocumentMut = include_str!("../../../Cargo.toml").parse().expect("a manifest is TOML");
        for dependency in DEPENDENCIES {
            let shared = &workspace["workspace"]["dependencies"][dependency.package];
            assert_eq!(shared["version"].as_str(), Some(dependency.version), "{}", dependency.package);
            assert_eq!(
                shared["default-features"].as_bool(),
                Some(dependency.default_features),
                "{}",
                dependency.package
            );
        }
    }
}
