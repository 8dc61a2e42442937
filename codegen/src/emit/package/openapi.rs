//! `openapi.json` of the generated crate: the webhooks for other languages, catalogues of events and services that send.
//!
//! Each webhook describes the requests as they are received. Facts that OpenAPI cannot express are in two extensions, from which `import`
//! reads the same schemas again: `docs/openapi.md` describes them.

mod component;
mod extension;
mod header;
mod webhook;

use self::component::Components;
use crate::catalog::{self, Catalog};
use crate::emit::layout;
use crate::emit::package::input::Input;
use crate::json::construct::{member, object, string};
use crate::json::{Member, Node};
use crate::keyword::dialect::Draft;
use crate::model::Role;
use crate::openapi;
use crate::render::{self, Comment};

/// The file in the crate.
pub(super) const FILE_NAME: &str = "openapi.json";

/// The version that the document is written in.
const VERSION: &str = "3.1.0";

/// Writes the document; `None` for a catalogue without events.
pub fn emit(input: Input<'_>) -> Option<String> {
    let Input { model, catalog, .. } = input;
    let events = || model.roots.iter().filter(|root| root.role == Role::Event);
    events().next()?;
    let mut components = Components::new(model, input.catalog, input.schemas);
    let webhooks: Vec<Member> =
        events().map(|root| member(&root.wire_name, webhook::webhook(model, catalog, root, &mut components))).collect();
    let extension = extension::catalog(input, &mut components);
    let security = header::security(catalog);
    let mut of_components = vec![member("schemas", object(components.into_schemas()))];
    of_components.extend(security.as_ref().map(|(schemes, _)| member("securitySchemes", schemes.clone())));
    let mut members = vec![
        member("openapi", string(VERSION)),
        member("info", info(catalog)),
        member("jsonSchemaDialect", string(Draft::Draft2020.meta_schema())),
        member(openapi::CATALOG, extension),
    ];
    members.extend(security.map(|(_, requirement)| member("security", requirement)));
    members.extend([member("webhooks", object(webhooks)), member("components", object(of_components))]);
    Some(object(members).to_pretty())
}

/// Writes the title, and the origin of the file, because JSON has no comments.
fn info(catalog: &Catalog) -> Node {
    let package = &catalog.crate_;
    let origin = render::header(Comment::Toml, &layout::origin(catalog::FILE_NAME));
    let origin: Vec<&str> = origin.lines().map(|line| line.trim_start_matches("# ")).collect();
    let members = [
        ("title", format!("{} webhooks", package.vendor.value)),
        ("version", package.version.value.clone()),
        ("description", origin.join(". ")),
    ];
    object(members.iter().map(|(name, text)| member(name, string(text))).collect())
}
