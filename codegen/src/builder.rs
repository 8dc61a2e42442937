//! Documents → model: resolve, lower and check.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{Catalog, ContentMeaning, Entry, FormatMeaning, ReservedName, Text};
use crate::check;
use crate::ident;
use crate::json::{self, Document};
use crate::keyword::dialect::{self, Dialect};
use crate::load::{self, Loaded};
use crate::lower::{self, Options};
use crate::model::{Model, Role, Root, Schema, SchemaId};
use crate::schema::registry::{Location, Registry};
use crate::source::diagnostic::Diagnostics;
use crate::source::location::Source;
use crate::source::uri;

/// The interpretation of a single schema.
#[derive(Clone, Debug)]
pub struct SchemaOptions {
    /// The name of its type: `Order`.
    pub ident: String,
    /// The meaning of `format`.
    pub format: FormatMeaning,
    /// The meaning of `contentEncoding` and `contentMediaType`.
    pub content: ContentMeaning,
    /// The dialect of documents without `$schema`.
    pub dialect: Dialect,
    /// The documents that it may refer to, by URI.
    pub others: Vec<(String, Arc<Source>)>,
}

impl SchemaOptions {
    /// Creates options with asserted formats, unasserted content and no other documents.
    pub fn new(ident: impl Into<String>) -> Self {
        Self {
            ident: ident.into(),
            format: FormatMeaning::default(),
            content: ContentMeaning::default(),
            dialect: dialect::DEFAULT,
            others: Vec::new(),
        }
    }
}

/// Builds the model of a single schema.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub fn model_of(schema: &Arc<Source>, options: &SchemaOptions) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut parse = |source: &Source| json::parse(&load::source(source.path(), source.text(), &mut diagnostics));
    let document = Arc::new(parse(schema)?);
    let mut registry = Registry::default();
    for (uri, source) in &options.others {
        registry.offer(uri, &Arc::new(parse(source)?), options.dialect);
    }
    let location = registry.add(&uri::of_path(schema.path()), &document, options.dialect, &mut diagnostics);
    let root = Undefined {
        wire_name: options.ident.clone(),
        ident: ident::of_type(&options.ident, Role::Plain, &BTreeSet::new()),
        module: ident::of_module(&options.ident),
        summary: None,
        role: Role::Plain,
        kept_since: None,
        document,
        examples: Vec::new(),
        faulty: Vec::new(),
        location,
    };
    let meaning = Options { format: options.format, content: options.content };
    define(registry, vec![root], meaning, diagnostics)
}

/// Builds the model of a catalogue; `reserved` are the type names of the crate itself.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub(crate) fn model(loaded: &Loaded, reserved: &BTreeSet<String>) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut registry = Registry::default();
    let mut locations: BTreeMap<&str, Location> = BTreeMap::new();
    for (path, document) in &loaded.schemas {
        let uri = uri::of_path(path);
        if loaded.catalog.is_memory(path) {
            registry.offer(&uri, document, dialect::DEFAULT);
        } else {
            locations.insert(path, registry.add(&uri, document, dialect::DEFAULT, &mut diagnostics));
        }
    }
    let documents =
        |paths: &[Text]| paths.iter().map(|path| Arc::clone(&loaded.examples[&path.value])).collect::<Vec<_>>();
    let roots = entries(&loaded.catalog).map(|Listed { entry, role, kept_since }| Undefined {
        wire_name: entry.wire_name.value.clone(),
        ident: ident::of_type(&entry.rust_name().value, role, reserved),
        module: ident::of_module(&entry.rust_name().value),
        summary: entry.summary.as_ref().map(|summary| summary.value.clone()),
        role,
        kept_since,
        document: Arc::clone(&loaded.schemas[&entry.schema.value]),
        examples: documents(&entry.examples),
        faulty: documents(&entry.faulty),
        location: locations[entry.schema.value.as_str()].clone(),
    });
    let roots = roots.collect();
    let settings = &loaded.catalog.settings;
    let meaning = Options { format: settings.format, content: settings.content };
    let (mut model, warnings) = define(registry, roots, meaning, diagnostics)?;
    model.kept = kept(&loaded.catalog, &model);
    Ok((model, warnings))
}

/// Returns the members and values that the crate keeps, each with the version that removed it.
fn kept(catalog: &Catalog, model: &Model) -> BTreeMap<(SchemaId, Option<String>), String> {
    let mut found = BTreeMap::new();
    for reserved in catalog.reserved.iter().filter(|reserved| reserved.keep) {
        let (schema, pointer, value) = match &reserved.name {
            ReservedName::Event(_) => continue,
            ReservedName::Member { schema, pointer } => (schema, pointer, None),
            ReservedName::Value { schema, pointer, value } => (schema, pointer, Some(value.value.clone())),
        };
        let is_it = |id: &SchemaId| {
            let Schema { place, .. } = model.schema(*id);
            place.source.path() == schema.value && model.schema(*id).pointer().as_str() == pointer.value
        };
        let ids = model.ids().filter(is_it);
        found.extend(ids.map(|id| ((id, value.clone()), reserved.since.value.clone())));
    }
    found
}

/// A documented schema of a catalogue.
struct Listed {
    entry: Entry,
    role: Role,
    kept_since: Option<String>,
}

/// Returns the documented schemas: the envelope, the events, those that the crate keeps, the rest.
fn entries(catalog: &Catalog) -> impl Iterator<Item = Listed> {
    let listed = |entry: Entry, role| Listed { entry, role, kept_since: None };
    let envelope = catalog.envelope.iter().map(move |envelope| {
        let wire_name = Text { value: "envelope".to_owned(), place: envelope.schema.place.clone() };
        let (schema, examples) = (envelope.schema.clone(), vec![envelope.example.clone()]);
        listed(
            Entry { wire_name, rust_name: None, summary: None, schema, examples, faulty: Vec::new() },
            Role::Envelope,
        )
    });
    let events = catalog.events.iter().map(move |entry| listed(entry.clone(), Role::Event));
    let kept = catalog.kept_events().filter_map(|(wire_name, reserved)| {
        let (wire_name, schema) = (wire_name.clone(), reserved.meaning.clone()?);
        let examples = reserved.examples.clone();
        let rust_name = reserved.rust_name.clone();
        let entry = Entry { wire_name, rust_name, summary: None, schema, examples, faulty: Vec::new() };
        Some(Listed { entry, role: Role::Event, kept_since: Some(reserved.since.value.clone()) })
    });
    let schemas = catalog.schemas.iter().map(move |entry| listed(entry.clone(), Role::Plain));
    envelope.chain(events).chain(kept).chain(schemas)
}

/// A documented schema before lowering.
struct Undefined {
    wire_name: String,
    ident: String,
    module: String,
    summary: Option<String>,
    role: Role,
    kept_since: Option<String>,
    document: Arc<Document>,
    examples: Vec<Arc<Document>>,
    faulty: Vec<Arc<Document>>,
    location: Location,
}

/// Resolves every reference, lowers the schemas and checks the model.
fn define(
    mut registry: Registry,
    roots: Vec<Undefined>,
    meaning: Options,
    mut diagnostics: Diagnostics,
) -> Result<(Model, Diagnostics), Diagnostics> {
    let dangling = registry.follow_all(&mut diagnostics);
    if diagnostics.has_errors() {
        // Nothing is lowered, so it is unknown which of them are used. All are reported.
        for it in &dangling {
            diagnostics.push(it.finding.clone());
        }
    }
    let ((), mut warnings) = diagnostics.gate(())?;
    let locations: Vec<Location> = roots.iter().map(|root| root.location.clone()).collect();
    let (lowered, found) = lower::lower(&mut registry, &locations, meaning, dangling)?;
    warnings.extend(found);
    let roots = roots.into_iter().zip(lowered.roots).map(|(root, schema)| Root {
        module: root.module,
        wire_name: root.wire_name,
        ident: root.ident,
        summary: root.summary,
        role: root.role,
        kept_since: root.kept_since,
        schema,
        document: root.document,
        examples: root.examples,
        faulty: root.faulty,
        deliveries: Vec::new(),
    });
    let mut model = Model { schemas: lowered.schemas, roots: roots.collect(), ..Model::default() };
    warnings.extend(check::check(&model)?);
    lower::separate(&mut model);
    Ok((model, warnings))
}
