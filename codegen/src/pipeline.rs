//! The pipeline: load → resolve → lower → check → plan → verify → emit → render, each behind the gate of the previous phase.

use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use semver::Version;

use crate::api::{self, Api};
use crate::builder::{self, SchemaOptions};
use crate::clock::Clock;
use crate::deep;
use crate::emit::event_features::EventFeatures;
use crate::emit::package::module::RuntimePlace;
use crate::emit::package::{Written, module, selection};
use crate::emit::types::Shapes;
use crate::emit::validate::checks::{self, Validators};
use crate::emit::{layout, package, types};
use crate::interpret::{annotated, example};
use crate::json::Document;
use crate::load::{self, Loaded};
use crate::model::Model;
use crate::plan;
use crate::render::fragment::Paths;
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::source::location::Source;
use crate::verify::{self, Verified};
use crate::wire::Contract;

/// The result of [`generate`].
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files of the crate by path.
    pub files: Files,
    /// Warnings for the author.
    pub warnings: Diagnostics,
    /// The duration of each phase.
    pub phases: Vec<(&'static str, Duration)>,
}

/// Generates the whole crate of a catalogue; `files` are those of its folder.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub fn generate(files: &Files) -> Result<Generated, Diagnostics> {
    generate_watched(files, &|_| {})
}

/// Generates the crate, and calls `watch` with the name of each phase when it begins.
///
/// # Errors
///
/// The errors of [`generate`].
pub fn generate_watched(files: &Files, watch: &(dyn Fn(&'static str) + Sync)) -> Result<Generated, Diagnostics> {
    deep::with_stack(|| generate_here(files, watch))
}

fn generate_here(files: &Files, watch: &dyn Fn(&'static str)) -> Result<Generated, Diagnostics> {
    let mut clock = Clock::new(watch);
    clock.begin("load");
    let (loaded, mut warnings) = load::load(files)?;
    let Verified { model, shapes, plan, warnings: found } = verify::verify(&loaded, false, &mut clock)?;
    warnings.extend(found);
    clock.begin("emit");
    let paths = layout::paths(&loaded.catalog);
    let validators = Validators::new(&model, &plan, &paths);
    let event_features = package::event_features(&model, &loaded.catalog, &shapes);
    let texts = loaded.texts();
    let input = input(&loaded, &texts, &model, &shapes, &event_features);
    let (api, sources, documents) = thread::scope(|scope| {
        let checks = deep::spawn(scope, || written(&model, &paths, &event_features, &validators));
        let documents = deep::spawn(scope, || package::documents(input));
        let types = types::emit(&model, &shapes, &validators.entries(), &paths);
        let mut sources = package::sources(input, types);
        // A program cannot name the validators, which another thread is still writing.
        let api = api::of(input, &sources);
        sources.add_checks(input, deep::join(checks));
        (api, sources, deep::join(documents))
    });
    // Neither is needed to render.
    drop(validators);
    drop(plan);
    clock.begin("render");
    let files = thread::scope(|scope| {
        let text = deep::spawn(scope, || api.to_text());
        let mut files = package::emit(input, sources, documents);
        files.insert(api::FILE_NAME.to_owned(), deep::join(text));
        files
    });
    Ok(Generated { files, warnings, phases: clock.laps() })
}

/// Writes the files of validators.
fn written(model: &Model, paths: &Paths, event_features: &EventFeatures, validators: &Validators<'_>) -> Vec<Written> {
    let write = |owner, file| package::check_file(model, paths, event_features, owner, file);
    validators.each(write).into_values().collect()
}

/// Returns `openapi.json` of the crate of a catalogue; `None` without events. Nothing else is emitted.
///
/// # Errors
///
/// The errors of [`generate`].
pub fn openapi_of(files: &Files) -> Result<Option<String>, Diagnostics> {
    deep::with_stack(|| {
        let (loaded, _) = load::load(files)?;
        let Verified { model, shapes, .. } = verify::verify(&loaded, false, &mut Clock::new(&|_| {}))?;
        let event_features = package::event_features(&model, &loaded.catalog, &shapes);
        Ok(package::openapi(input(&loaded, &Files::new(), &model, &shapes, &event_features)))
    })
}

/// Returns the public API of a crate with these types. It needs no validators: a program cannot name them.
fn api(loaded: &Loaded, model: &Model, shapes: &Shapes) -> Api {
    let entries = checks::unwritten(shapes.dispatched());
    let types = types::emit(model, shapes, &entries, &layout::paths(&loaded.catalog));
    let texts = Files::new();
    let event_features = package::event_features(model, &loaded.catalog, shapes);
    let input = input(loaded, &texts, model, shapes, &event_features);
    api::of(input, &package::sources(input, types))
}

/// Checks a catalogue as [`generate`] does, without generating anything. `is_new` is true if the catalogue is not on the disk yet;
/// `deliveries` are the whole deliveries that the source shows.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub(crate) fn check_all(
    loaded: &Loaded,
    is_new: bool,
    deliveries: &[Arc<Document>],
) -> Result<Diagnostics, Diagnostics> {
    deep::with_stack(|| {
        let Verified { model, plan, warnings, .. } = verify::verify(loaded, is_new, &mut Clock::new(&|_| {}))?;
        let refused = example::deliveries(&model, &plan, deliveries);
        if refused.is_empty() { Ok(warnings) } else { Err(refused) }
    })
}

/// Generates a self-contained module for a single schema: its type, its validator, and the runtime, inside the module or elsewhere. For
/// build scripts.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub fn generate_module(
    schema: &Arc<Source>,
    options: &SchemaOptions,
    runtime: &RuntimePlace,
) -> Result<(String, Diagnostics), Diagnostics> {
    deep::with_stack(|| {
        let (model, mut warnings) = builder::model_of(schema, options)?;
        warnings.extend(annotated::check(&model));
        let shapes = types::shape(&model, &types::Settings::default());
        warnings.extend(verify::widened(&model, &shapes));
        let plan = plan::plan(&model, &shapes.dispatched());
        let paths = runtime.paths();
        let validators = Validators::new(&model, &plan, &paths);
        let types = types::emit(&model, &shapes, &validators.entries(), &paths);
        Ok((module::emit(&model, types, &validators, runtime), warnings))
    })
}

fn input<'a>(
    loaded: &'a Loaded,
    texts: &'a Files,
    model: &'a Model,
    shapes: &'a Shapes,
    event_features: &'a EventFeatures,
) -> package::Input<'a> {
    let (catalog, figures, beside) = (&loaded.catalog, loaded.figures.as_deref(), &loaded.beside);
    package::Input { model, catalog, texts, schemas: &loaded.schemas, figures, beside, shapes, event_features }
}

/// An edition of a contract: a catalogue with its model, types and plan, checked as [`generate`] does.
pub struct Edition {
    pub(crate) loaded: Loaded,
    pub(crate) verified: Verified,
    api: OnceLock<Api>,
}

impl Edition {
    /// Reads and checks the files of a catalogue's folder.
    ///
    /// # Errors
    ///
    /// All findings of the first phase that reports an error.
    pub fn read(files: &Files) -> Result<Self, Diagnostics> {
        deep::with_stack(|| {
            let (loaded, _) = load::load(files)?;
            Self::of(loaded)
        })
    }

    /// Checks loaded files.
    ///
    /// # Errors
    ///
    /// All findings of the first phase that reports an error.
    pub(crate) fn of(loaded: Loaded) -> Result<Self, Diagnostics> {
        deep::with_stack(|| {
            let verified = verify::verify(&loaded, false, &mut Clock::new(&|_| {}))?;
            Ok(Self { loaded, verified, api: OnceLock::new() })
        })
    }

    /// Returns the contract of its receivers.
    pub fn contract(&self) -> Contract<'_> {
        let Verified { model, shapes, plan, .. } = &self.verified;
        Contract { catalog: &self.loaded.catalog, model, shapes, plan }
    }

    /// Returns the public API of its crate, which is read once. Nothing is rendered.
    pub fn api(&self) -> &Api {
        self.api.get_or_init(|| deep::with_stack(|| api(&self.loaded, &self.verified.model, &self.verified.shapes)))
    }

    /// Returns the version of its crate.
    pub(crate) fn version(&self) -> Version {
        let version = Version::parse(&self.loaded.catalog.crate_.version.value);
        version.expect("the catalogue accepts semantic versions alone")
    }
}

/// Builds the model of a catalogue.
///
/// # Errors
///
/// All findings of the first phase that reports an error.
pub fn model(loaded: &Loaded) -> Result<(Model, Diagnostics), Diagnostics> {
    builder::model(loaded, &selection::reserved(&loaded.catalog))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The API is read while the validators are still written, and without most of the runtime.
    #[test]
    fn parts_left_out_change_no_api() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let vendors = fs::read_dir(workspace.join("tests/fixtures/catalog/vendors")).expect("the fixtures are there");
        let folders = vendors.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
        let mut needed = 0;
        for folder in folders.chain([workspace.join("schemas")]) {
            let mut files = support::folder::read(&folder);
            files.retain(|path, _| !path.starts_with(load::RELEASED));
            deep::with_stack(|| {
                let (loaded, _) = load::load(&files).expect("the fixtures are catalogues");
                let verified =
                    verify::verify(&loaded, false, &mut Clock::new(&|_| {})).expect("the fixtures are valid");
                let Verified { model, shapes, plan, .. } = &verified;
                let paths = layout::paths(&loaded.catalog);
                let validators = Validators::new(model, plan, &paths);
                let event_features = package::event_features(model, &loaded.catalog, shapes);
                let texts = loaded.texts();
                let input = input(&loaded, &texts, model, shapes, &event_features);
                let mut sources = package::sources(input, types::emit(model, shapes, &validators.entries(), &paths));
                let api = api::of(input, &sources);
                assert_eq!(api, api::of_whole_runtime(input, &sources), "{}", folder.display());
                let before = sources.runtime.len();
                sources.add_checks(input, written(model, &paths, &event_features, &validators));
                needed += sources.runtime.len() - before;
                assert_eq!(api, api::of(input, &sources), "{}", folder.display());
            });
        }
        assert!(needed > 0, "some validators need modules of the runtime that no type does");
    }
}
