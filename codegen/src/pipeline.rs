//! The way through: load → resolve → lower → check → plan → emit → render, each behind the gate of the one before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::catalog::{Catalog, ContentMeaning, Entry, FormatMeaning, Unlisted};
use crate::check;
use crate::contract;
use crate::deep;
use crate::emit::package::module::RuntimePlace;
use crate::emit::package::{module, selection};
use crate::emit::types::Shapes;
use crate::emit::validate::checks::{self, Validators};
use crate::emit::{layout, package, types};
use crate::ident;
use crate::interpret::annotated;
use crate::interpret::example;
use crate::json::{self, Document};
use crate::keyword::dialect::{self, Dialect};
use crate::load::{self, Loaded};
use crate::lower::{self, Options};
use crate::model::{Model, Role, Root};
use crate::plan::{self, Plan};
use crate::render::fragment::{Fragments, Paths};
use crate::schema::registry::{Location, Registry};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::Source;
use crate::source::uri;

/// What [`generate`] makes.
#[derive(Clone, Debug)]
pub struct Generated {
    /// All files of the crate, by their paths in it.
    pub files: Files,
    /// What the author probably meant otherwise.
    pub warnings: Diagnostics,
    /// How long each phase took.
    pub phases: Vec<(&'static str, Duration)>,
}

/// Generates the whole crate of a catalogue; `files` are those of its folder.
///
/// # Errors
///
/// All findings of the first phase that has an error among them.
pub fn generate(files: &Files) -> Result<Generated, Diagnostics> {
    generate_watched(files, &|_| {})
}

/// The same, for somebody who waits: `watch` is told the name of each phase when it begins.
///
/// # Errors
///
/// As those of [`generate`].
pub fn generate_watched(files: &Files, watch: &(dyn Fn(&'static str) + Sync)) -> Result<Generated, Diagnostics> {
    deep::with_stack(|| generate_here(files, watch))
}

fn generate_here(files: &Files, watch: &dyn Fn(&'static str)) -> Result<Generated, Diagnostics> {
    let mut clock = Clock::new(watch);
    clock.begin("load");
    let (loaded, mut warnings) = load::load(files)?;
    let Verified { model, shapes, plan, warnings: found } = verify(&loaded, false, &mut clock)?;
    warnings.extend(found);
    clock.begin("emit");
    let emitted = Emitted::of(&model, &shapes, &plan, &layout::paths(&loaded.catalog));
    clock.begin("render");
    let files = package::emit(package::Input {
        model: &model,
        catalog: &loaded.catalog,
        texts: &loaded.texts(),
        figures: loaded.figures.as_deref(),
        beside: &loaded.beside,
        shapes: &shapes,
        types: &emitted.types,
        validators: &emitted.validators,
    });
    Ok(Generated { files, warnings, phases: clock.laps() })
}

/// A catalogue of which every name and every example is what it should be.
struct Verified {
    model: Model,
    shapes: Shapes,
    plan: Plan,
    warnings: Diagnostics,
}

/// Takes a catalogue to where nothing can fail any more: to the model, its types and its plan, against which examples and names are checked.
fn verify(loaded: &Loaded, is_new: bool, clock: &mut Clock<'_>) -> Result<Verified, Diagnostics> {
    clock.begin("lower");
    let (mut model, mut warnings) = model(loaded)?;
    clock.begin("plan");
    let shapes = types::shape(&model, &type_settings(loaded, &model));
    let plan = plan::plan(&model, &shapes.dispatched());
    warnings.extend(widened(&model, &shapes));
    clock.begin("check");
    warnings.extend(annotated::check(&model));
    let examples = example::check(&model, &plan, &loaded.catalog, is_new);
    let names = contract::check(loaded, &model, &plan, &shapes.refined, examples.is_ok());
    let deliveries = match (examples, names) {
        (Ok(()), Ok((deliveries, found))) => {
            warnings.extend(found);
            deliveries
        }
        (examples, names) => {
            let mut found = examples.err().unwrap_or_default();
            found.extend(names.map_or_else(|found| found, |(_, found)| found));
            return Err(found);
        }
    };
    for (root, delivery) in model.roots.iter_mut().zip(deliveries) {
        root.delivery = delivery;
    }
    Ok(Verified { model, shapes, plan, warnings })
}

/// Checks a catalogue as [`generate`] does, without generating anything. `is_new` says that it was just made, and stands on no disk yet.
///
/// # Errors
///
/// All findings of the first phase that has an error among them.
pub(crate) fn check_all(loaded: &Loaded, is_new: bool) -> Result<Diagnostics, Diagnostics> {
    deep::with_stack(|| verify(loaded, is_new, &mut Clock::new(&|_| {})).map(|verified| verified.warnings))
}

/// Generates one self-contained module for a single schema: its type, its validator, and the runtime, inside of it or elsewhere. For build
/// scripts.
///
/// # Errors
///
/// All findings of the first phase that has an error among them.
pub fn generate_module(
    schema: &Arc<Source>,
    options: &SchemaOptions,
    runtime: &RuntimePlace,
) -> Result<(String, Diagnostics), Diagnostics> {
    deep::with_stack(|| {
        let (model, mut warnings) = model_of(schema, options)?;
        warnings.extend(annotated::check(&model));
        let shapes = types::shape(&model, &types::Settings::default());
        warnings.extend(widened(&model, &shapes));
        let plan = plan::plan(&model, &shapes.dispatched());
        let emitted = Emitted::of(&model, &shapes, &plan, &runtime.paths());
        Ok((module::emit(&model, &emitted.types, &emitted.validators, runtime), warnings))
    })
}

/// Warns where a type was given up because sets of schemas that meet in one value are too many.
fn widened(model: &Model, shapes: &Shapes) -> Diagnostics {
    let mut found = Diagnostics::new();
    if let Some(schema) = shapes.widened {
        let message = "the schemas that apply together to one value are too many to be types of their own";
        found.push(
            Diagnostic::warning("types-given-up", message)
                .labelled(model.schema(schema).place.clone(), "from here on such a value is a `serde_json::Value`")
                .help("state the combined schemas once, in `$defs`, and refer to them"),
        );
    }
    found
}

/// What the emitters make of a model.
struct Emitted {
    types: Fragments,
    validators: Validators,
}

impl Emitted {
    fn of(model: &Model, shapes: &Shapes, plan: &Plan, paths: &Paths) -> Self {
        let validators = checks::emit(model, plan, paths);
        let types = types::emit(model, shapes, &validators.entries, paths);
        Self { types, validators }
    }
}

/// What the catalogue and the rest of the crate say about types.
fn type_settings(loaded: &Loaded, model: &Model) -> types::Settings {
    let drops = |root: &Root| match loaded.catalog.settings.unlisted {
        Some(unlisted) => unlisted == Unlisted::Drop,
        None => root.role != Role::Plain,
    };
    let dropping = model.roots.iter().enumerate().filter(|(_, root)| drops(root));
    types::Settings {
        is_crate: true,
        reserved: selection::reserved(),
        dropping: dropping.map(|(index, _)| index).collect(),
        refinements: contract::refinements(loaded, model),
    }
}

/// Measures the phases, one behind the other.
struct Clock<'w> {
    watch: &'w dyn Fn(&'static str),
    begun: Vec<(&'static str, Instant)>,
}

impl<'w> Clock<'w> {
    fn new(watch: &'w dyn Fn(&'static str)) -> Self {
        Self { watch, begun: Vec::new() }
    }

    fn begin(&mut self, phase: &'static str) {
        (self.watch)(phase);
        self.begun.push((phase, Instant::now()));
    }

    fn laps(&self) -> Vec<(&'static str, Duration)> {
        let ends = self.begun.iter().skip(1).map(|(_, begin)| *begin).chain([Instant::now()]);
        self.begun.iter().zip(ends).map(|((phase, begin), end)| (*phase, end - *begin)).collect()
    }
}

/// A single schema, and how it is to be read.
#[derive(Clone, Debug)]
pub struct SchemaOptions {
    /// The name of its type: `Order`.
    pub ident: String,
    /// The meaning of `format`.
    pub format: FormatMeaning,
    /// The meaning of `contentEncoding` and `contentMediaType`.
    pub content: ContentMeaning,
    /// What it is written in, unless it has `$schema`.
    pub dialect: Dialect,
    /// Documents that it may refer to, each with the URI that names it.
    pub others: Vec<(String, Arc<Source>)>,
}

impl SchemaOptions {
    /// Formats asserted, content not, no other documents.
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

/// The model of a single schema.
///
/// # Errors
///
/// All findings of the first phase that has an error among them.
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
        summary: None,
        role: Role::Plain,
        document,
        examples: Vec::new(),
        faulty: Vec::new(),
        location,
    };
    let meaning = Options { format: options.format, content: options.content };
    define(registry, vec![root], meaning, diagnostics)
}

/// The model of a catalogue.
///
/// # Errors
///
/// All findings of the first phase that has an error among them.
pub fn model(loaded: &Loaded) -> Result<(Model, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut registry = Registry::default();
    let locations: std::collections::BTreeMap<&str, Location> = loaded
        .schemas
        .iter()
        .map(|(path, document)| {
            (path.as_str(), registry.add(&uri::of_path(path), document, dialect::DEFAULT, &mut diagnostics))
        })
        .collect();
    let reserved = selection::reserved();
    let documents = |paths: &[crate::catalog::Text]| {
        paths.iter().map(|path| Arc::clone(&loaded.examples[&path.value])).collect::<Vec<_>>()
    };
    let roots = entries(&loaded.catalog).map(|(entry, role)| Undefined {
        wire_name: entry.wire_name.value.clone(),
        ident: ident::of_type(&entry.wire_name.value, role, &reserved),
        summary: entry.summary.as_ref().map(|summary| summary.value.clone()),
        role,
        document: Arc::clone(&loaded.schemas[&entry.schema.value]),
        examples: documents(&entry.examples),
        faulty: documents(&entry.faulty),
        location: locations[entry.schema.value.as_str()].clone(),
    });
    let roots = roots.collect();
    let settings = &loaded.catalog.settings;
    let meaning = Options { format: settings.format, content: settings.content };
    define(registry, roots, meaning, diagnostics)
}

/// The documented schemas: the envelope, the events, the rest.
fn entries(catalog: &Catalog) -> impl Iterator<Item = (Entry, Role)> {
    let envelope = catalog.envelope.iter().map(|envelope| {
        let wire_name = crate::catalog::Text { value: "envelope".to_owned(), place: envelope.schema.place.clone() };
        let (schema, examples) = (envelope.schema.clone(), vec![envelope.example.clone()]);
        (Entry { wire_name, summary: None, schema, examples, faulty: Vec::new() }, Role::Envelope)
    });
    let events = catalog.events.iter().map(|entry| (entry.clone(), Role::Event));
    let schemas = catalog.schemas.iter().map(|entry| (entry.clone(), Role::Plain));
    envelope.chain(events).chain(schemas)
}

/// A documented schema that is not lowered yet.
struct Undefined {
    wire_name: String,
    ident: String,
    summary: Option<String>,
    role: Role,
    document: Arc<Document>,
    examples: Vec<Arc<Document>>,
    faulty: Vec<Arc<Document>>,
    location: Location,
}

fn define(
    mut registry: Registry,
    roots: Vec<Undefined>,
    meaning: Options,
    mut diagnostics: Diagnostics,
) -> Result<(Model, Diagnostics), Diagnostics> {
    let dangling = registry.follow_all(&mut diagnostics);
    if diagnostics.has_errors() {
        // What is used will not be found out: each may be the one that matters.
        for it in &dangling {
            diagnostics.push(it.finding.clone());
        }
    }
    let ((), mut warnings) = diagnostics.gate(())?;
    let locations: Vec<Location> = roots.iter().map(|root| root.location.clone()).collect();
    let (lowered, found) = lower::lower(&mut registry, &locations, meaning, dangling)?;
    warnings.extend(found);
    let roots = roots.into_iter().zip(lowered.roots).map(|(root, schema)| Root {
        module: ident::of_module(&root.wire_name),
        wire_name: root.wire_name,
        ident: root.ident,
        summary: root.summary,
        role: root.role,
        schema,
        document: root.document,
        examples: root.examples,
        faulty: root.faulty,
        delivery: None,
    });
    let mut model = Model { schemas: lowered.schemas, roots: roots.collect(), copies: BTreeMap::new() };
    warnings.extend(check::check(&model)?);
    lower::separate(&mut model);
    Ok((model, warnings))
}
