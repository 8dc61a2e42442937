//! `examples/` of the generated crate: a sender and a server, for trials and for copying.
//!
//! They are written once, for a vendor named `Vendor`; `replacements` adapts them.

use crate::catalog::Catalog;
use crate::model::{Model, Role, Root};
use crate::render::{Comment, header};
use crate::source::files::Files;
use crate::source::visible;

use crate::emit::package::dependency::Dependency;
use crate::emit::receiver::{self, Key};
use crate::emit::types::Shapes;

/// An example.
#[derive(Debug)]
pub struct Example {
    /// Its name.
    pub name: &'static str,
    /// The features that it needs.
    pub features: &'static [&'static str],
}

macro_rules! source {
    ($path:literal) => {
        ($path, include_str!(concat!("../../../runtime/crate/", $path)))
    };
}

/// The mark of the statement that creates the table of deliveries, in the inbox.
pub const TABLE_MARK: &str = "const DELIVERIES: &str =";

/// The mark of the statement that inserts a delivery.
pub const INSERT_MARK: &str = "const INSERT: &str =";

/// The mark of the statement that recognizes a known delivery.
pub const SAME_MARK: &str = "const SAME: &str =";

const SOURCES: [(&str, &str); 8] = [
    source!("examples/serve/inbox.rs"),
    source!("examples/serve/answer.rs"),
    source!("examples/send.rs"),
    source!("examples/serve/log.rs"),
    source!("examples/serve/main.rs"),
    source!("examples/serve/receive.rs"),
    source!("examples/serve/room.rs"),
    source!("examples/serve/server.rs"),
];

/// `receive.rs` for requests that do not name their event, so that there is no extractor.
const RECEIVE_BY_NAME: (&str, &str) = source!("examples/serve/receive_by_name.rs");

/// Returns the source of the inbox, whose statements the README shows.
pub fn inbox() -> &'static str {
    SOURCES[0].1
}

/// The dependencies of the examples; users of the crate do not get them.
pub const DEPENDENCIES: [Dependency; 8] = [
    Dependency {
        package: "axum",
        version: "0.8.0",
        default_features: false,
        features: &[],
        reason: "routes and answers of `serve`, addresses of `send`",
    },
    Dependency {
        package: "httparse",
        version: "1.5.0",
        default_features: true,
        features: &[],
        reason: "answers to `send`; hyper depends on it",
    },
    Dependency {
        package: "hyper",
        version: "1.0.0",
        default_features: false,
        features: &["http1", "server"],
        reason: "connections, and the deadline of a head, which `axum::serve` has not",
    },
    Dependency {
        package: "hyper-util",
        version: "0.1.3",
        default_features: false,
        features: &["service", "tokio"],
        reason: "hyper on tokio",
    },
    Dependency {
        package: "lexopt",
        version: "0.3.0",
        default_features: true,
        features: &[],
        reason: "the command lines; it depends on nothing",
    },
    Dependency {
        package: "rusqlite",
        version: "0.40",
        default_features: false,
        features: &["bundled"],
        reason: "where `serve` keeps what arrives; newer versions need a newer Rust than this crate",
    },
    Dependency {
        package: "strsim",
        version: "0.11",
        default_features: true,
        features: &[],
        reason: "the event that was meant; it depends on nothing",
    },
    Dependency {
        package: "tokio",
        version: "1",
        default_features: false,
        features: &["macros", "net", "rt", "signal", "sync", "time"],
        reason: "the runtime",
    },
];

/// Returns the examples of a catalogue; none without a receiver.
pub fn of(catalog: &Catalog) -> Vec<Example> {
    if !catalog.has_receiver() {
        return Vec::new();
    }
    let extractor: &[&str] = if catalog.is_nameless() { &[] } else { &["axum-0_8"] };
    vec![Example { name: "send", features: &["testing"] }, Example { name: "serve", features: extractor }]
}

/// Returns the files.
pub fn emit(model: &Model, catalog: &Catalog, shapes: &Shapes) -> Files {
    let first = model.roots.iter().find(|root| root.role == Role::Event);
    let Some(first) = first.filter(|_| catalog.has_receiver()) else { return Files::new() };
    let replacements = replacements(first, catalog, receiver::key(model, catalog, shapes));
    let file = |(path, source): (&str, &str)| {
        let origin = format!("codegen/runtime/crate/{path}");
        let source =
            MARKS.iter().zip(&replacements).fold(source.to_owned(), |text, (mark, own)| text.replace(mark, own));
        (path.replace("_by_name", ""), format!("{}\n{source}", header(Comment::Rust, &origin)))
    };
    let by_name = catalog.is_nameless().then_some(RECEIVE_BY_NAME);
    // The later file with a path wins.
    SOURCES.into_iter().chain(by_name).map(file).collect()
}

/// The placeholders for a vendor in the sources.
const MARKS: [&str; 8] = [
    "vendor_webhooks",
    "vendor-webhooks",
    "VENDOR_SIGNING_SECRET",
    "Event::Documented",
    "\"documented.event\"",
    "\"http://127.0.0.1:3000/webhooks\"",
    "Some(\"id\")",
    "(delivery: &Delivery) -> Option<&str> {\n    Some(delivery.id())",
];

/// Returns the vendor's replacement for each placeholder. Vendor text is in string literals only.
fn replacements(first: &Root, catalog: &Catalog, key: Key) -> [String; MARKS.len()] {
    let package = &catalog.crate_.name.value;
    let member = catalog.envelope.as_ref().and_then(|envelope| envelope.id.as_ref());
    let member =
        member.map_or_else(|| "None".to_owned(), |member| format!("Some({})", visible::in_rust(&member.value, false)));
    let url = format!("http://127.0.0.1:3000{}", path(first, catalog));
    let id = match key {
        Key::Id => "(delivery: &Delivery) -> Option<&str> {\n    Some(delivery.id())",
        Key::PerhapsId => "(delivery: &Delivery) -> Option<&str> {\n    delivery.id()",
        Key::None => "(_: &Delivery) -> Option<&str> {\n    None",
    };
    [
        package.replace('-', "_"),
        package.clone(),
        receiver::secret_variable(catalog),
        format!("Event::{}", first.ident),
        visible::in_rust(&first.wire_name, false),
        visible::in_rust(&url, false),
        member,
        id.to_owned(),
    ]
}

/// Returns the path at which the example server receives an event.
pub fn path(event: &Root, catalog: &Catalog) -> String {
    if catalog.is_nameless() { format!("/webhooks/{}", event.wire_name) } else { "/webhooks".to_owned() }
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

    /// Every placeholder must occur; otherwise vendors would share a text.
    #[test]
    fn every_mark_is_in_a_source() {
        for mark in MARKS {
            assert!(SOURCES.iter().any(|(_, source)| source.contains(mark)), "{mark}");
        }
        for mark in [TABLE_MARK, INSERT_MARK, SAME_MARK] {
            assert!(inbox().contains(mark), "{mark}");
        }
    }

    /// The project's tests build the examples with the versions in the generated manifests.
    #[test]
    fn the_workspace_has_the_same_versions() {
        let workspace: DocumentMut = include_str!("../../../../Cargo.toml").parse().expect("a manifest is TOML");
        for dependency in DEPENDENCIES {
            let shared = &workspace["workspace"]["dependencies"][dependency.package];
            let table = shared.as_inline_table();
            let version = shared.as_str().or_else(|| table?.get("version")?.as_str());
            let default_features = table.and_then(|table| table.get("default-features")?.as_bool()).unwrap_or(true);
            assert_eq!(version, Some(dependency.version), "{}", dependency.package);
            assert_eq!(default_features, dependency.default_features, "{}", dependency.package);
        }
    }
}
