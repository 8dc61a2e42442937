//! `README.md` of the generated crate and the front page of its documentation: the template `codegen/runtime/crate/README.md`, filled.

mod page;

use crate::catalog::{Unlisted, licence};
use crate::json::Value;
use crate::model::{Role, Root};
use crate::render::{self, Comment};
use crate::source::visible::Visible;

use crate::emit::layout;
use crate::emit::package::dependency::Dependency;
use crate::emit::package::feature::{self, Feature};
use crate::emit::package::input::Input;
use crate::emit::package::{example, manifest};
use crate::emit::receiver::{adapter, error};
use crate::emit::template::{Values, fill, flag};
use crate::emit::wording::{self, code, code_in_table, for_markdown, shell_word};

pub use page::Page;

const TEMPLATE: &str = include_str!("../../../runtime/crate/README.md");

/// About ten lines of integrator's code.
const HANDLER: &str = include_str!("../../../runtime/crate/samples/handler.rs");

/// Writes the text for readers of the package.
pub fn page(input: Input<'_>, dependencies: &[Dependency], features: &[&'static Feature]) -> Page {
    let Input { model, catalog, figures, .. } = input;
    let mut values = example::values(model, catalog, input.shapes);
    let first = |role: Role| model.roots.iter().find(|root| root.role == role);
    let licence = match manifest::license(catalog) {
        licence::DEFAULT => "MIT or Apache-2.0, at your option".to_owned(),
        other => format!("`{other}`"),
    };
    values.extend([
        ("description", wording::line(manifest::description(catalog).trim_end_matches('.'))),
        ("receiver", flag(catalog.has_receiver() && first(Role::Event).is_some())),
        ("schema", first(Role::Plain).map(|root| root.ident.clone()).unwrap_or_default()),
        ("events", table(input, Role::Event)),
        ("event_summaries", flag(has_summaries(input, Role::Event))),
        ("event_module", input.model.shown_event().map(|index| module(&input.model.roots[index])).unwrap_or_default()),
        ("shared", flag(!layout::documents(model).is_empty())),
        ("schemas", table(input, Role::Plain)),
        ("schema_summaries", flag(has_summaries(input, Role::Plain))),
        ("errors", error::table(model, catalog, input.shapes).trim_end().to_owned()),
        ("statements", example::statements(&values)),
        ("axum_sample", adapter::axum_sample(catalog).trim_end().to_owned()),
        ("actix_sample", adapter::actix_sample(catalog).trim_end().to_owned()),
        ("features", rows(features, |feature| format!("| `{}` | {} |", feature.name, feature.adds))),
        ("packages", packages(dependencies, features)),
        ("event_feature", event_feature(input)),
        ("rust_version", manifest::rust_version(dependencies).to_owned()),
        ("licence", licence),
        ("figures", figures.unwrap_or_default().to_owned()),
    ]);
    let adds_to = |module: &str| flag(features.iter().any(|feature| feature.to == Some(module)));
    values.extend([("timestamp", adds_to(feature::TIMESTAMP)), ("decimal", adds_to(feature::DECIMAL))]);
    session(input, &mut values);
    unlisted(input, &mut values);
    let handler = fill(HANDLER, &values).trim_end().to_owned();
    values.insert("hidden_handler", rows(handler.lines(), |line| format!("# {line}").trim_end().to_owned()));
    values.insert("handler", handler);
    let header = render::header(Comment::Markdown, &layout::origin(crate::catalog::FILE_NAME));
    Page(header + &fill(TEMPLATE, &values))
}

/// Returns the feature of the first event that has one, as an example.
fn event_feature(input: Input<'_>) -> String {
    let mut events = 0..input.model.roots.len();
    events.find_map(|root| input.event_features.feature(root)).unwrap_or_default().to_owned()
}

/// Returns one line for each item, without the last line end.
fn rows<T>(items: impl IntoIterator<Item = T>, row: impl FnMut(T) -> String) -> String {
    items.into_iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Adds the texts of the example session in two terminals.
fn session(input: Input<'_>, values: &mut Values) {
    let wire_name = input.model.shown_event().map_or("", |index| &input.model.roots[index].wire_name);
    let of_header = Some(ID_IN_HEADER.to_owned()).filter(|_| !values["chosen_id"].is_empty());
    let id = of_header.or_else(|| sent_id(input)).filter(|_| values["no_id"].is_empty());
    let shown_id = id.as_ref().map_or_else(String::new, |id| format!(" {}", Visible(id)));
    let again = id.map(|id| code(&format!("--id {}", shell_word(&id))));
    values.extend([
        ("send_event", shell_word(wire_name)),
        ("send_url", shell_word(&values["url"])),
        ("sent", format!("{}{shown_id}", Visible(wire_name))),
        ("send_again", again.unwrap_or_default()),
    ]);
}

/// An id of a header like the one that the sender prints.
const ID_IN_HEADER: &str = "msg_4829136517482913";

/// Returns an id in a body like the one that the sender prints.
fn sent_id(input: Input<'_>) -> Option<String> {
    let member = input.catalog.delivery.id.as_ref()?;
    let envelope = || input.model.roots.iter().position(|root| root.role == Role::Envelope);
    let body = &input.model.roots[envelope().or_else(|| input.model.shown_event())?];
    match &body.examples.first()?.get(&member.pointer)?.value {
        Value::String(id) | Value::Number(id) => Some(id.clone()),
        _ => None,
    }
}

/// Adds which types drop and which keep members that no schema names.
fn unlisted(input: Input<'_>, values: &mut Values) {
    let unlisted = input.catalog.settings.unlisted;
    let has = |role: Role| input.model.roots.iter().any(|root| root.role == role);
    let drops = unlisted != Some(Unlisted::Keep) && (has(Role::Event) || has(Role::Envelope) || unlisted.is_some());
    let keeps = unlisted == Some(Unlisted::Keep) || (unlisted.is_none() && has(Role::Plain));
    values.extend([("drops", flag(drops)), ("keeps", flag(keeps))]);
}

fn table(input: Input<'_>, role: Role) -> String {
    let has_summaries = has_summaries(input, role);
    rows(input.model.roots.iter().filter(|root| root.role == role), |root: &Root| {
        let summary = root.summary.as_deref().map(for_markdown).unwrap_or_default();
        let summary = if has_summaries { format!(" {summary} |") } else { String::new() };
        format!("| {} | `{}` |{summary}", code_in_table(&root.wire_name), root.ident)
    })
}

/// Returns true if a documented schema of a role has a summary.
fn has_summaries(input: Input<'_>, role: Role) -> bool {
    input.model.roots.iter().any(|root| root.role == role && root.summary.is_some())
}

/// Returns the public module of a documented schema: `events::ticket_sold`.
fn module(root: &Root) -> String {
    layout::module(root).replacen("crate::", "", 1)
}

/// Lists the packages that the crate depends on, each with its reason.
fn packages(dependencies: &[Dependency], features: &[&'static Feature]) -> String {
    let always = dependencies.iter().map(|dependency| (dependency, "always".to_owned()));
    let optional = features
        .iter()
        .flat_map(|feature| feature.dependencies.iter().map(|dependency| (dependency, format!("`{}`", feature.name))));
    rows(always.chain(optional), |(Dependency { package, version, reason, .. }, with)| {
        format!("| `{package}` {version} | {with} | {reason} |")
    })
}
