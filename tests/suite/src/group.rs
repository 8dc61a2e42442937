//! The groups of the official suite: a schema each, with instances and verdicts. The build script and the tests read them alike.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::json::{self, Node};
use codegen::location::Source;
use codegen::model::Model;
use codegen::plan::{self, Plan};
use codegen::schema::dialect::{Dialect, Draft};
use codegen::{SchemaOptions, model_of};

const DRAFTS: [(&str, Draft); 5] = [
    ("draft2020-12", Draft::Draft2020),
    ("draft2019-09", Draft::Draft2019),
    ("draft7", Draft::Draft7),
    ("draft6", Draft::Draft6),
    ("draft4", Draft::Draft4),
];

/// A schema of the suite.
pub struct Group {
    /// `draft7/allOf.json: allOf with base schema`
    pub name: String,
    /// What the schema is.
    pub schema: Node,
    /// The `tests` of the group.
    pub tests: Node,
    /// Whether every implementation must pass them.
    pub is_required: bool,
    /// The folder of the draft: `draft7`.
    pub draft_name: &'static str,
    draft: Draft,
    format: FormatMeaning,
    content: ContentMeaning,
}

/// The folder of the suite, when it is there.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/json-schema-test-suite");
    folder.exists().then_some(folder)
}

/// All groups that validators are tested on.
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
        // Read as it stands, because serde_json would round its numbers.
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

impl Group {
    /// The model and the plan of the schema.
    ///
    /// # Panics
    ///
    /// When the generator refuses it: there is no such schema in the suite.
    pub fn plan(&self, remotes: &[(String, Arc<Source>)]) -> (Model, Plan) {
        let options = SchemaOptions {
            dialect: Dialect::of(self.draft),
            others: remotes.to_vec(),
            format: self.format,
            content: self.content,
            ..SchemaOptions::new("Root")
        };
        let schema = Source::new("schema.json", self.schema.to_compact());
        let (model, _) = model_of(&schema, &options).unwrap_or_else(|why| panic!("{} is refused: {why}", self.name));
        let plan = plan::plan(&model, &std::collections::BTreeSet::new());
        (model, plan)
    }
}

/// The documents that the suite's schemas refer to.
pub fn remotes() -> Vec<(String, Arc<Source>)> {
    let Some(folder) = folder().map(|folder| folder.join("remotes")) else { return Vec::new() };
    let remote = |path: PathBuf| {
        let relative = path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
        let uri = format!("http://localhost:1234/{relative}");
        Some((uri.clone(), Source::new(uri, fs::read_to_string(path).ok()?)))
    };
    json_files(&folder).into_iter().filter_map(remote).collect()
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| if path.is_dir() { json_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}
