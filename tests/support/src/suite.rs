//! The groups of the official suite: a schema each, with instances and verdicts; and, as groups without verdicts, the documented schemas,
//! the corpus, and random schemas. For build scripts and tests.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use codegen::SchemaOptions;
use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::json;
use codegen::json::Node;
use codegen::keyword::dialect::{Dialect, Draft};
use codegen::model::Model;
use codegen::plan;
use codegen::plan::Plan;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

use crate::random_schema::{Syntax, random_schema};

/// The environment variable with the range of seeds of random schemas: `1000..3000`.
pub const SCHEMAS: &str = "SCHEMAS";

/// The default seeds.
const SEEDS: Range<u64> = 0..80;

const DRAFTS: [(&str, Draft); 5] = [
    ("draft2020-12", Draft::Draft2020),
    ("draft2019-09", Draft::Draft2019),
    ("draft7", Draft::Draft7),
    ("draft6", Draft::Draft6),
    ("draft4", Draft::Draft4),
];

/// The place of the documents that the suite's schemas refer to.
const REMOTE: &str = "http://localhost:1234";

/// Documents that schemas may refer to, by URI.
pub type Remotes = Vec<(String, Arc<Source>)>;

/// A schema with instances.
#[derive(Clone)]
pub struct Group {
    /// `draft7/allOf.json: allOf with base schema`
    pub name: String,
    /// The schema.
    pub schema: Node,
    /// The `tests` of the group: objects with `data` and, in the suite, `description` and `valid`.
    pub tests: Node,
    /// True if every implementation must pass them.
    pub is_required: bool,
    /// The folder of the draft: `draft7`.
    pub draft_name: &'static str,
    /// The draft of a schema without `$schema`.
    pub draft: Draft,
    /// The meaning of `format`.
    pub format: FormatMeaning,
    /// The meaning of `contentEncoding` and `contentMediaType`.
    pub content: ContentMeaning,
}

/// Returns the folder of the suite, if it is present.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/json-schema-test-suite");
    folder.exists().then_some(folder)
}

/// Returns all groups to compile: the suite, the documented schemas and the corpus.
pub fn all() -> Vec<Group> {
    groups()
        .into_iter()
        .chain(outputs())
        .chain(own())
        .chain(meta_schemas())
        .chain(documented())
        .chain(corpus())
        .chain(random())
        .collect()
}

/// Returns random schemas. `SCHEMAS=1000..3000` selects others, in build scripts and tests.
pub fn random() -> Vec<Group> {
    let range = std::env::var(SCHEMAS).ok().map(|range| {
        let ends = range.split_once("..").and_then(|(first, end)| Some(first.parse().ok()?..end.parse().ok()?));
        ends.unwrap_or_else(|| panic!("{SCHEMAS}={range} is no range of seeds"))
    });
    let group = |seed: u64| {
        let (draft_name, draft, syntax) = match seed % 4 {
            0 => ("draft7", Draft::Draft7, Syntax::Draft7),
            1 => ("draft2019-09", Draft::Draft2019, Syntax::Draft2019),
            _ => ("draft2020-12", Draft::Draft2020, Syntax::Draft2020),
        };
        let (schema, instances) = random_schema(seed, syntax);
        let instances = instances.iter().map(ToString::to_string);
        let group = unjudged(format!("random/{seed}"), &schema.to_string(), instances);
        Group { draft_name, draft, format: FormatMeaning::Annotation, ..group }
    };
    range.unwrap_or(SEEDS).map(group).collect()
}

/// Returns the meta-schema of each draft, with the schemas of the suite as its instances.
pub fn meta_schemas() -> Vec<Group> {
    let groups = groups();
    let of_draft = |(name, draft): &(&'static str, Draft)| {
        let uri = Dialect::of(*draft).draft.meta_schema();
        let schemas = groups.iter().filter(|group| group.draft_name == *name).map(|group| group.schema.to_compact());
        let group = unjudged(format!("meta/{name}"), &format!(r#"{{"$schema":"{uri}","$ref":"{uri}"}}"#), schemas);
        Group { draft_name: name, draft: *draft, format: FormatMeaning::Annotation, ..group }
    };
    DRAFTS.iter().filter(|_| !groups.is_empty()).map(of_draft).collect()
}

/// Returns the groups of the official output tests, for drafts with the format *basic*: `tests` has `output` instead of verdicts.
pub fn outputs() -> Vec<Group> {
    let Some(folder) = folder().map(|folder| folder.join("output-tests")) else { return Vec::new() };
    let drafts = DRAFTS.iter().map(|(name, draft)| (*name, folder.join(name).join("content"), *draft));
    let groups = drafts.flat_map(|(name, folder, draft)| groups_of(&folder, name, draft));
    groups.map(|group| Group { name: format!("output/{}", group.name), is_required: false, ..group }).collect()
}

/// Returns the project's own groups in the form of the suite, about differences between validators.
pub fn own() -> Vec<Group> {
    groups_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/fixtures"), "own", Draft::Draft2020)
}

/// Returns all groups of the suite.
pub fn groups() -> Vec<Group> {
    let Some(folder) = folder() else { return Vec::new() };
    DRAFTS.iter().flat_map(|(name, draft)| groups_of(&folder.join("tests").join(name), name, *draft)).collect()
}

fn groups_of(folder: &Path, draft_name: &'static str, draft: Draft) -> Vec<Group> {
    let mut groups = Vec::new();
    for path in json_files(folder) {
        let file = path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
        let format =
            if file.starts_with("optional/format/") { FormatMeaning::Assertion } else { FormatMeaning::Annotation };
        let content =
            if file == "optional/content.json" { ContentMeaning::Assertion } else { ContentMeaning::Annotation };
        // Read as text, because serde_json would round its numbers.
        let source = Source::new(file.clone(), fs::read_to_string(&path).expect("the suite is readable"));
        let document = json::parse(&source).expect("the suite is JSON");
        for group in document.root.as_array().unwrap_or_default() {
            let part = |name: &str| group.get(name).expect("a group of the suite has it").clone();
            let name = format!("{draft_name}/{file}: {}", part("description").as_str().unwrap_or_default());
            let is_required = !file.starts_with("optional/");
            let (schema, tests) = (part("schema"), part("tests"));
            groups.push(Group { name, schema, tests, is_required, draft_name, draft, format, content });
        }
    }
    groups
}

/// Returns the documented schemas with their examples; for the envelope, also with each event's example as payload.
pub fn documented() -> Vec<Group> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas");
    let ending = ".schema.json";
    let paths = json_files(&folder).into_iter().filter(|path| path.to_string_lossy().ends_with(ending));
    let group = |path: PathBuf| {
        let schema = fs::read_to_string(&path).expect("it was just listed");
        let example = path.to_string_lossy().replace(ending, ".example.json");
        let example = fs::read_to_string(example).ok();
        let name = path.strip_prefix(&folder).expect("it is below").to_string_lossy().replace('\\', "/");
        let is_envelope = name == format!("envelope{ending}");
        let envelope = example.as_ref().filter(|_| is_envelope);
        let deliveries = envelope.map(|envelope| deliveries(envelope, &folder.join("events"))).unwrap_or_default();
        unjudged(format!("schemas/{name}"), &schema, example.into_iter().chain(deliveries))
    };
    paths.map(group).collect()
}

/// Returns a body for each event: the envelope's example with the event's name and example.
fn deliveries(envelope: &str, events: &Path) -> Vec<String> {
    let envelope: serde_json::Value = serde_json::from_str(envelope).expect("an example is JSON");
    let delivery = |path: PathBuf| {
        let mut delivery = envelope.clone();
        delivery["event"] = path.file_name()?.to_str()?.strip_suffix(".example.json")?.into();
        delivery["data"] = serde_json::from_str(&fs::read_to_string(&path).ok()?).ok()?;
        Some(delivery.to_string())
    };
    json_files(events).into_iter().filter_map(delivery).collect()
}

/// Returns the folder of the corpus, if it is present.
pub fn corpus_folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    folder.exists().then_some(folder)
}

/// Returns the schemas of the corpus, if it is present, as the generator gets them, with their instances.
pub fn corpus() -> Vec<Group> {
    let schemas = corpus_folder()
        .map(|folder| json_files(&folder))
        .unwrap_or_default()
        .into_iter()
        .filter(|path| path.ends_with("schema.json"));
    let group = |path: PathBuf| {
        let schema = fs::read_to_string(&path).expect("it was just listed");
        let instances = fs::read_to_string(path.with_file_name("instances.jsonl")).expect("every schema has instances");
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        unjudged(format!("corpus/{name}"), &schema, instances.lines().map(str::to_owned))
    };
    schemas.map(group).collect()
}

/// Returns a schema with instances without a verdict.
fn unjudged(name: String, schema: &str, instances: impl Iterator<Item = String>) -> Group {
    let tests: Vec<String> = instances.map(|instance| format!("{{\"data\":{instance}}}")).collect();
    let parse =
        |text: String| json::parse(&Source::new(name.clone(), text)).unwrap_or_else(|why| panic!("{name}: {why}")).root;
    Group {
        schema: parse(schema.to_owned()),
        tests: parse(format!("[{}]", tests.join(","))),
        is_required: false,
        draft_name: "",
        draft: Draft::Draft2020,
        format: FormatMeaning::default(),
        content: ContentMeaning::default(),
        name,
    }
}

impl Group {
    /// Returns the instances.
    pub fn instances(&self) -> impl Iterator<Item = &Node> {
        self.tests.as_array().unwrap_or_default().iter().filter_map(|test| test.get("data"))
    }

    /// Returns the model and the plan of the schema.
    ///
    /// # Panics
    ///
    /// If the generator refuses it, which no schema of the suite causes.
    pub fn plan(&self) -> (Model, Plan) {
        let model = self.model();
        let plan = plan::plan(&model, &std::collections::BTreeSet::new());
        (model, plan)
    }

    /// Returns the model of the schema.
    ///
    /// # Panics
    ///
    /// As for [`Group::plan`].
    pub fn model(&self) -> Model {
        self.model_of(self.schema.to_compact()).unwrap_or_else(|why| panic!("{} is refused: {why}", self.name))
    }

    /// Returns the model of another schema under the options of this one.
    ///
    /// # Errors
    ///
    /// The findings of the generator, if it refuses the schema.
    pub fn model_of(&self, schema: String) -> Result<Model, Diagnostics> {
        // Every document that is offered is read: only those schemas get them that can refer to one.
        let others = if schema.contains(REMOTE) { REMOTES.clone() } else { Remotes::new() };
        let options = SchemaOptions {
            dialect: Dialect::of(self.draft),
            others,
            format: self.format,
            content: self.content,
            ..SchemaOptions::new("Root")
        };
        Ok(codegen::model_of(&Source::new("schema.json", schema), &options)?.0)
    }
}

static REMOTES: LazyLock<Remotes> = LazyLock::new(|| {
    let Some(folder) = folder().map(|folder| folder.join("remotes")) else { return Vec::new() };
    let remote = |path: PathBuf| {
        let relative = path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
        let uri = format!("{REMOTE}/{relative}");
        Some((uri.clone(), Source::new(uri, fs::read_to_string(path).ok()?)))
    };
    json_files(&folder).into_iter().filter_map(remote).collect()
});

/// Returns the documents that the suite's schemas refer to.
pub fn remotes() -> &'static Remotes {
    &REMOTES
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| if path.is_dir() { json_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
