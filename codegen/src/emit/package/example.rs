//! `examples/` of the generated crate: a sender and a server, for trials and for copying.
//!
//! They are templates, filled with the names of a vendor.

use crate::catalog::Catalog;
use crate::model::{Model, Role};
use crate::render::{Comment, header};
use crate::source::files::Files;
use crate::source::{uri, visible};

use crate::emit::package::dependency::Dependency;
use crate::emit::receiver::{self, Key};
use crate::emit::template::{Values, fill, flag};
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

const INBOX: &str = include_str!("../../../runtime/crate/examples/serve/inbox.rs");

const SOURCES: [(&str, &str); 8] = [
    ("examples/serve/inbox.rs", INBOX),
    source!("examples/serve/answer.rs"),
    source!("examples/send.rs"),
    source!("examples/serve/log.rs"),
    source!("examples/serve/main.rs"),
    source!("examples/serve/receive.rs"),
    source!("examples/serve/room.rs"),
    source!("examples/serve/server.rs"),
];

/// The dependencies of the examples; users of the crate do not get them.
pub const DEPENDENCIES: [Dependency; 8] = [
    Dependency::new("axum", "0.8.0", "routes and answers of `serve`, addresses of `send`").only(&[]),
    Dependency::new("httparse", "1.5.0", "answers to `send`; hyper depends on it"),
    Dependency::new("hyper", "1.0.0", "connections, and the deadline of a head, which `axum::serve` has not")
        .only(&["http1", "server"]),
    Dependency::new("hyper-util", "0.1.3", "hyper on tokio").only(&["service", "tokio"]),
    Dependency::new("lexopt", "0.3.0", "the command lines; it depends on nothing"),
    Dependency::new("rusqlite", "0.40", "where `serve` keeps what arrives; newer versions need a newer Rust")
        .only(&["bundled"]),
    Dependency::new("strsim", "0.11", "the event that was meant; it depends on nothing"),
    Dependency::new("tokio", "1", "the runtime").only(&["macros", "net", "rt", "signal", "sync", "time"]),
];

/// Returns the examples of a catalogue; none without a receiver.
pub fn of(catalog: &Catalog) -> Vec<Example> {
    if !catalog.has_receiver() {
        return Vec::new();
    }
    let extractor: &[&str] = if catalog.is_nameless() { &[] } else { &["axum-0_8"] };
    let serve = Example { name: "serve", features: extractor };
    let send = signs(catalog).then_some(Example { name: "send", features: &["testing"] });
    send.into_iter().chain([serve]).collect()
}

/// Returns true if whoever knows the secret of an endpoint can sign.
fn signs(catalog: &Catalog) -> bool {
    catalog.signature.as_ref().is_some_and(|signature| !signature.scheme.algorithm.is_asymmetric())
}

/// Returns the files.
pub fn emit(model: &Model, catalog: &Catalog, shapes: &Shapes) -> Files {
    if !catalog.has_receiver() || !model.roots.iter().any(|root| root.role == Role::Event) {
        return Files::new();
    }
    let values = values(model, catalog, shapes);
    let file = |(path, source): (&str, &str)| {
        let header = header(Comment::Rust, &format!("codegen/runtime/crate/{path}"));
        (path.to_owned(), format!("{header}\n{}", fill(source, &values)))
    };
    SOURCES.into_iter().filter(|(path, _)| signs(catalog) || *path != "examples/send.rs").map(file).collect()
}

/// Returns the values of a vendor for the examples: those of its catalogue, an event, and the id of a delivery.
pub fn values(model: &Model, catalog: &Catalog, shapes: &Shapes) -> Values {
    let shown = model.shown_event().map(|index| &model.roots[index]);
    let (ident, wire_name) = shown.map_or(("", ""), |root| (&root.ident, &root.wire_name));
    let path = if catalog.is_nameless() { format!("/{}", uri::encode_path(wire_name)) } else { String::new() };
    let url = format!("http://127.0.0.1:3000/webhooks{path}");
    let member = catalog.delivery.id.as_ref().map(|id| id.pointer.as_str());
    let key = receiver::key(model, catalog, shapes);
    let mut values = receiver::values(catalog);
    let chosen_time = flag(!values["chosen_id"].is_empty() && !values["signed_time"].is_empty());
    values.extend([
        ("chosen_time", chosen_time),
        ("event", ident.to_owned()),
        ("event_literal", visible::in_rust(wire_name, false)),
        ("url_literal", visible::in_rust(&url, false)),
        ("url", url),
        ("id", flag(key == Key::Id)),
        ("optional_id", flag(key == Key::PerhapsId)),
        ("no_id", flag(key == Key::None)),
        ("id_member", member.map_or("None".to_owned(), |id| format!("Some({})", visible::in_rust(id, false)))),
    ]);
    values
}

/// Returns the statements of the example that recognize a repeated delivery.
pub fn statements(values: &Values) -> String {
    let inbox = fill(INBOX, values);
    let statement = |name: &str| {
        let (_, rest) = inbox.split_once(&format!("const {name}: &str ="))?;
        let statement = rest.split('"').nth(1)?;
        Some(format!("{};", statement.replace(" IF NOT EXISTS", "")))
    };
    let statements = ["DELIVERIES", "INSERT", "SAME"].map(|name| statement(name).expect("the inbox has it"));
    statements.join("\n")
}

#[cfg(test)]
mod tests {
    use toml_edit::DocumentMut;

    use super::*;

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
