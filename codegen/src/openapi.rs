//! An OpenAPI document → the documentation of its webhooks.
//!
//! Schemas become files of draft 2020-12. A referenced schema has a file under its own name. The spans of schemas and examples lead to the
//! document.

mod accepted;
mod api;
mod base;
mod batch;
mod chosen;
mod evidence;
mod extension;
mod header;
mod nullable;
mod oddity;
mod owned;
mod proposal;
mod prose;
mod reference;
mod schema;
mod section;
mod shared;
mod split;
mod summary;
mod tag;
mod title;
mod unread;
mod webhook;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Map;

pub(crate) use self::accepted::Accepted;
pub(crate) use self::api::{Api, At, CATALOG};
use self::batch::Batch;
pub(crate) use self::evidence::refuses_null;
use self::extension::Extension;
pub(crate) use self::extension::PAYLOAD;
use self::oddity::{Oddities, Oddity};
pub(crate) use self::owned::fixed_members as fixed;
pub(crate) use self::proposal::{Proposal, propose};
use self::reference::References;
use self::schema::Rewriting;
use self::shared::Shared;
pub(crate) use self::shared::{FOLDER, plain_name};
pub(crate) use self::split::{branches_of as branches, lists_of, lone_union};
pub(crate) use self::summary::summary;
use self::webhook::NamedBy;
pub(crate) use self::webhook::Webhook;
use self::written::{member, string};
use crate::documentation::{self, About, Documentation, DocumentedEnvelope, DocumentedEvent, Roles, Unread, derive};
use crate::json::{self, Document, Member, Node, Value};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Pointer, Source};
use crate::source::visible;

/// The decisions of a person about the meaning of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// True if `nullable` has an effect also without `type` beside it.
    pub(crate) nullable_everywhere: bool,
    /// True if schemas that the document lacks are derived from its examples.
    pub(crate) derives: bool,
    /// The names of the events in a catalogue; `None` if the parts of a request are to be proposed.
    pub(crate) accepted: Option<Accepted>,
    /// The pointer to the deliveries of a body, if a person has said that it has several.
    pub(crate) each: Option<Pointer>,
}

/// Returns true if a text is an OpenAPI document, by its extension or its first lines.
pub(crate) fn is_document(source: &Source) -> bool {
    matches!(source.extension().as_str(), "json" | "yaml" | "yml") || begins_as_document(source)
}

/// Returns true if the first lines of a text have the version of OpenAPI.
pub(crate) fn begins_as_document(source: &Source) -> bool {
    let is_version = |line: &str| {
        let line = line.trim_start_matches(['{', ' ', '"', '\'', '\t']);
        line.starts_with("openapi") || line.starts_with("swagger")
    };
    let mut lines = source.text().lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.by_ref().take(4).any(is_version)
}

/// Reads a document in JSON or YAML.
///
/// # Errors
///
/// All findings in the document with their places.
pub(crate) fn read(source: &Arc<Source>, options: &Options) -> Result<(Documentation, Diagnostics), Diagnostics> {
    let document = Arc::new(parsed(source)?);
    let api = Api::new(&document)?;
    let mut diagnostics = Diagnostics::new();
    let mut oddities = Oddities::default();
    if let Some(dialect) = api.root().get("jsonSchemaDialect") {
        schema::check_dialect(api, &dialect, &mut diagnostics);
    }
    let extension = Extension::find(api, &mut diagnostics);
    let mut unread = Vec::new();
    let mut batch = deliveries(api, (extension.as_ref(), options), &mut unread, &mut oddities, &mut diagnostics);
    let webhooks = std::mem::take(&mut batch.deliveries);
    let accepted = options.accepted.as_ref();
    let Proposal { names, mut parts, signature_headers, headers, warnings, is_named } = match &extension {
        Some(_) => Proposal::of_keys(&webhooks),
        None => propose(&webhooks, accepted),
    };
    // A name that two webhooks list does name their events.
    let is_false = |it: &Diagnostic| it.code == "no-event-name" && oddities.has(Oddity::SharedName);
    let may_be_batch = !is_named && options.each.is_none() && accepted.is_none_or(|accepted| !accepted.is_same_source);
    let batches = may_be_batch.then(|| Batch::not_read(api, &webhooks, accepted.and_then(Accepted::member))).flatten();
    let vendor = (accepted.is_none() && extension.is_none()).then(|| assumed_vendor(api)).flatten();
    for warning in warnings.into_iter().filter(|it| !is_false(it)).chain(vendor).chain(batches) {
        diagnostics.push(warning);
    }
    batch.complete(&mut parts);
    refuse_names(&webhooks, &names, &mut diagnostics);
    let references = extension.is_some().then(|| References::follow(api));
    let payloads = references.as_ref().map(|it| extension::shared(&webhooks, it)).unwrap_or_default();
    let mut shared = Shared::default();
    let mut rewriting = Rewriting {
        api,
        shared: &mut shared,
        oddities: &mut oddities,
        diagnostics: &mut diagnostics,
        nullable_everywhere: options.nullable_everywhere,
        to_shared: "../components/",
        kept: references,
        chosen: None,
        root: Pointer::root(),
    };
    let mut events = events(&mut rewriting, &webhooks, names, &payloads);
    let beside = extension.map(|extension| beside(&mut rewriting, &extension)).unwrap_or_default();
    let Beside { vendor, envelope, sections, mut files } = beside;
    rewriting.to_shared = "";
    while let Some((pointer, path)) = rewriting.shared.next() {
        let Some(node) = document.get(&pointer) else { continue };
        let schema = rewriting.file(&At { node, pointer });
        files.insert(path, rewriting.document(schema));
    }
    for event in &mut events {
        if let Some(written) = event.path.as_ref().and_then(|path| files.get(path)) {
            event.schema = Arc::clone(written);
        }
    }
    diagnostics.extend(oddities.into_warnings());
    diagnostics.sort();
    let prose = prose::texts(api);
    let about = About { vendor: vendor.or(about(api).vendor), ..about(api) };
    diagnostics.gate(Documentation {
        about,
        events,
        envelope,
        shared: files,
        parts,
        sections,
        signature_headers,
        headers,
        prose,
        unread,
    })
}

/// Parses JSON or YAML. YAML may begin like JSON.
fn parsed(source: &Arc<Source>) -> Result<Document, Diagnostics> {
    if !source.text().trim_start().starts_with('{') {
        return json::yaml::parse(source);
    }
    let extension = source.path().rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_yaml = matches!(extension.as_deref(), Some("yaml" | "yml"));
    match json::parse(source) {
        Err(_) if is_yaml => json::yaml::parse(source),
        parsed => parsed,
    }
}

/// Reads the webhooks, each for a single delivery of a single event.
fn deliveries<'d>(
    api: Api<'d>,
    (extension, options): (Option<&Extension<'d>>, &Options),
    unread: &mut Vec<Unread>,
    oddities: &mut Oddities,
    diagnostics: &mut Diagnostics,
) -> Batch<'d> {
    let is_read = |webhook: &Webhook<'_>| webhook.schema.is_some() || options.derives && !webhook.examples.is_empty();
    let described = |webhooks: Vec<Webhook<'d>>, unread: &mut Vec<Unread>, oddities: &mut Oddities| {
        let (webhooks, without): (Vec<_>, Vec<_>) = webhooks.into_iter().partition(is_read);
        for webhook in without {
            unread.push(unread::of_webhook(&webhook));
            oddities.note(Oddity::NoSchema, webhook.place);
        }
        webhooks
    };
    let mut webhooks = section::webhooks(api, unread, oddities, diagnostics);
    if let Some(extension) = extension {
        let opened = webhooks.iter_mut().filter_map(|webhook| extension.open(webhook).err());
        opened.for_each(|finding| diagnostics.push(*finding));
        return Batch::closed(described(webhooks, unread, oddities));
    }
    let webhooks = described(webhooks, unread, oddities);
    let mut batch = Batch::of(api, webhooks, options.each.as_ref(), options.accepted.is_none(), diagnostics);
    let events = split::split_all(api, std::mem::take(&mut batch.deliveries), oddities);
    // Of several events without a schema, some may have no example.
    batch.deliveries = described(events, unread, oddities);
    batch
}

/// Reports names that a catalogue cannot have, at the place of the webhook.
fn refuse_names(webhooks: &[Webhook<'_>], names: &[String], diagnostics: &mut Diagnostics) {
    let is_invalid = |name: &str| name.trim().is_empty() || name.contains(char::is_control);
    for (webhook, _) in webhooks.iter().zip(names).filter(|(_, name)| is_invalid(name)) {
        let message = "the name of this event is blank or has a control character";
        let finding = Diagnostic::error("invalid-event-name", message).at(webhook.place.clone());
        diagnostics.push(finding.help("correct the key of the webhook, or the value that names the event"));
    }
}

/// Writes the schemas and examples of events; `payloads` are the schemas that others refer to, too.
fn events<'d>(
    rewriting: &mut Rewriting<'d, '_>,
    webhooks: &[Webhook<'d>],
    names: Vec<String>,
    payloads: &BTreeSet<Pointer>,
) -> Vec<DocumentedEvent> {
    let api = rewriting.api;
    let mut event = |webhook: &Webhook<'d>, wire_name| {
        let shared = webhook.schema.as_ref().filter(|schema| payloads.contains(&schema.pointer));
        let path = shared.map(|schema| format!("{FOLDER}{}", rewriting.shared.name(api, &schema.pointer)));
        let schema = match &webhook.schema {
            Some(schema) if rewriting.kept.is_some() => rewriting.file(schema),
            Some(schema) => described(tagged(rewriting.event(schema, webhook.chosen.as_ref()), webhook), webhook),
            None => derive::document(&webhook.examples.iter().collect::<Vec<_>>()),
        };
        DocumentedEvent {
            wire_name,
            key: Some(webhook.key.clone()),
            path,
            summary: summary(webhook),
            schema: rewriting.document(schema),
            is_derived: webhook.schema.is_none(),
            examples: webhook.examples.iter().map(|example| rewriting.document(example.clone())).collect(),
        }
    };
    webhooks.iter().zip(names).map(|(webhook, wire_name)| event(webhook, wire_name)).collect()
}

/// The parts of a catalogue in a document other than its events.
#[derive(Default)]
struct Beside {
    vendor: Option<String>,
    envelope: Option<DocumentedEnvelope>,
    sections: Map<String, serde_json::Value>,
    /// The examples of other schemas.
    files: BTreeMap<String, Arc<Document>>,
}

fn beside<'d>(rewriting: &mut Rewriting<'d, '_>, extension: &Extension<'d>) -> Beside {
    rewriting.to_shared = FOLDER;
    let api = rewriting.api;
    let envelope = extension.envelope(rewriting.diagnostics).map(|(schema, example)| {
        let schema = rewriting.file(&schema);
        DocumentedEnvelope {
            deliveries: Vec::new(),
            place: api.place(&example),
            example: rewriting.document(example.node.clone()),
            schema: Some(rewriting.document(schema)),
            roles: Roles::default(),
            each: None,
        }
    });
    let mut sections = extension.sections(rewriting.diagnostics);
    let shared = &mut *rewriting.shared;
    let path_of = |pointer: &Pointer| format!("{FOLDER}{}", shared.name(api, pointer));
    let (schemas, examples) = extension.schemas(rewriting.diagnostics, path_of);
    sections.extend((!schemas.is_empty()).then(|| ("schemas".to_owned(), schemas.into())));
    let files = examples.into_iter().map(|(path, example)| (path, rewriting.document(example))).collect();
    Beside { vendor: extension.vendor(), envelope, sections, files }
}

fn about(api: Api<'_>) -> About {
    let info = api.root().get("info");
    let title =
        info.as_ref().and_then(|info| info.text("title")).map(visible::one_line).filter(|title| !title.is_empty());
    About { vendor: title.as_deref().and_then(title::vendor), title, ..About::default() }
}

/// Warns of a vendor who is named by the title alone.
fn assumed_vendor(api: Api<'_>) -> Option<Diagnostic> {
    let (vendor, title) = (about(api).vendor?, api.root().get("info")?.get("title")?);
    Some(documentation::assumed_vendor(&vendor, "the title").at(api.place(&title)))
}

/// Restricts the schema to the name of the event, if it allows other names, too.
pub(crate) fn tagged(schema: Node, webhook: &Webhook<'_>) -> Node {
    let is_fixed = webhook.chosen.as_ref().is_some_and(|chosen| chosen.is_fixed);
    match webhook.named_by.as_ref().filter(|_| !is_fixed) {
        Some(NamedBy::Member { member, name }) => tag::tagged(&schema, member, std::slice::from_ref(name)),
        Some(NamedBy::Header { .. }) | None => schema,
    }
}

/// Adds the description and the deprecation of an operation to its schema, unless that has its own.
fn described(schema: Node, webhook: &Webhook<'_>) -> Node {
    let Value::Object(members) = &schema.value else { return schema };
    let text = |name: &'static str| {
        let of_part = |part: &At<'_>| Some(member(name, string(part.text(name)?, part.node.get(name)?)));
        let mut parts = std::iter::once(&webhook.operation).chain(&webhook.around).filter(|_| !webhook.is_untold);
        parts.find_map(of_part)
    };
    let flag = Node { span: schema.span.clone(), value: Value::Boolean(true) };
    let deprecated = webhook.is_deprecated.then(|| member("deprecated", flag));
    let added = [text("description"), deprecated].into_iter().flatten();
    let added: Vec<Member> = added.filter(|member| schema.get(&member.name).is_none()).collect();
    let (first, rest) = members.split_at(members.len().min(1));
    let members: Vec<Member> = first.iter().cloned().chain(added).chain(rest.iter().cloned()).collect();
    Node { span: schema.span.clone(), value: Value::Object(members.into()) }
}
