//! Law 1 on the official suite: the plan's verdicts are the suite's, for all required tests of all drafts, and for all optional ones except
//! those with a reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codegen::catalog::{ContentMeaning, FormatMeaning};
use codegen::keyword::dialect::{Dialect, Draft};
use codegen::source::location::Source;
use codegen::{SchemaOptions, json, model_of};
use codegen::{interpret, plan};
use codegen_runtime::format;

const DRAFTS: [(&str, Draft); 5] = [
    ("draft2020-12", Draft::Draft2020),
    ("draft2019-09", Draft::Draft2019),
    ("draft7", Draft::Draft7),
    ("draft6", Draft::Draft6),
    ("draft4", Draft::Draft4),
];

fn suite() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/json-schema-test-suite")
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let files = paths.into_iter().flat_map(|path| if path.is_dir() { json_files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
}

fn remotes() -> Vec<(String, Arc<Source>)> {
    let folder = suite().join("remotes");
    let remote = |path: PathBuf| {
        let relative = path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
        let uri = format!("http://localhost:1234/{relative}");
        Some((uri.clone(), Source::new(uri, fs::read_to_string(path).ok()?)))
    };
    json_files(&folder).into_iter().filter_map(remote).collect()
}

/// Returns the options for a file of the suite.
fn options(file: &str, draft: Draft, remotes: &[(String, Arc<Source>)]) -> SchemaOptions {
    let is_format = file.starts_with("optional/format/");
    SchemaOptions {
        dialect: Dialect::of(draft),
        others: remotes.to_vec(),
        format: if is_format { FormatMeaning::Assertion } else { FormatMeaning::Annotation },
        content: if file == "optional/content.json" { ContentMeaning::Assertion } else { ContentMeaning::Annotation },
        ..SchemaOptions::new("Root")
    }
}

/// Runs the tests in the files of a draft that `is_meant` selects; returns the number of passed tests, and the failures with their names.
fn run(draft_name: &str, draft: Draft, is_meant: impl Fn(&str) -> bool) -> (usize, Vec<(String, String)>) {
    let folder = suite().join("tests").join(draft_name);
    let (remotes, mut right, mut wrong) = (remotes(), 0, Vec::new());
    for path in json_files(&folder) {
        let file = path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
        if is_meant(&file) {
            right += run_file(&path, &file, &options(&file, draft, &remotes), &mut wrong);
        }
    }
    println!("{draft_name}: {right} right, {} wrong", wrong.len());
    (right, wrong)
}

fn run_file(path: &Path, file: &str, options: &SchemaOptions, wrong: &mut Vec<(String, String)>) -> usize {
    // The text itself, because serde_json would round its numbers.
    let groups = json::parse(&Source::new(file, fs::read_to_string(path).unwrap())).unwrap();
    let text = |node: &json::Node, name: &str| node.get(name).unwrap().as_str().unwrap().to_owned();
    let mut right = 0;
    for group in groups.root.as_array().unwrap() {
        let schema = Source::new("schema.json", group.get("schema").unwrap().to_compact());
        let name = format!("{file}: {}", text(group, "description"));
        let model = match model_of(&schema, options) {
            Ok((model, _)) => model,
            Err(why) => {
                wrong.push((name, format!("refused: {why}")));
                continue;
            }
        };
        let plan = plan::plan(&model, &BTreeSet::new());
        let root = plan.entries[&model.roots[0].schema];
        for test in group.get("tests").unwrap().as_array().unwrap() {
            let data = test.get("data").unwrap();
            let expected = matches!(test.get("valid").unwrap().value, json::Value::Boolean(true));
            let found = interpret::validate(&plan, root, data);
            let name = format!("{name}: {}", text(test, "description"));
            if found.is_empty() != interpret::is_valid(&plan, root, data) {
                wrong.push((name, "the faces disagree".to_owned()));
            } else if found.is_empty() == expected {
                right += 1;
            } else {
                wrong.push((name, format!("expected {expected}, found {found:?}")));
            }
        }
    }
    right
}

fn is_missing() -> bool {
    let is_missing = !suite().exists();
    if is_missing {
        println!("skipped: the official suite is not at {}", suite().display());
    }
    is_missing
}

#[test]
fn required_suite_tests_pass() {
    if is_missing() {
        return;
    }
    for (name, draft) in DRAFTS {
        let (right, wrong) = run(name, draft, |file| !file.starts_with("optional/"));
        assert!(wrong.is_empty(), "{name}: {wrong:#?}");
        assert!(right > 600, "{name}: {right}");
    }
}

/// The failing optional tests, by the beginning of their name, with the reason.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "optional/zeroTerminatedFloats.json: some languages do not distinguish between different types of numeric value",
    "1.0 is an integer in every draft here, as all later drafts ask",
)];

/// Formats that are not asserted are annotations; the suite's format tests do not expect that.
fn is_asserted(file: &str) -> bool {
    let format = file.strip_prefix("optional/format/").and_then(|file| file.strip_suffix(".json"));
    format.is_none_or(|name| match name {
        "unknown" => true,
        "ecmascript-regex" => format::find("regex").is_some(),
        name => format::find(name).is_some(),
    })
}

#[test]
fn optional_suite_tests_pass() {
    if is_missing() {
        return;
    }
    let (mut unexpected, mut needed) = (Vec::new(), BTreeSet::new());
    for (name, draft) in DRAFTS {
        let (_, wrong) = run(name, draft, |file| file.starts_with("optional/") && is_asserted(file));
        for (test, why) in wrong {
            match EXCEPTIONS.iter().find(|(exception, _)| test.starts_with(exception)) {
                Some((exception, _)) => _ = needed.insert(*exception),
                None => unexpected.push(format!("{name}/{test}: {why}")),
            }
        }
    }
    assert!(unexpected.is_empty(), "{}", unexpected.join("\n"));
    for (exception, reason) in EXCEPTIONS {
        assert!(needed.contains(exception), "{exception} passes: remove it from the exceptions ({reason})");
    }
}

/// The parts of a published meta-schema refer to the document with its URI, not to the built-in one.
#[test]
fn a_document_may_replace_a_meta_schema() {
    for (draft, base, anchor) in [
        (Draft::Draft2019, "https://json-schema.org/draft/2019-09", r#""$recursiveAnchor": true"#),
        (Draft::Draft2020, "https://json-schema.org/draft/2020-12", r#""$dynamicAnchor": "meta""#),
    ] {
        let text = format!(
            r#"{{ "$schema": "{base}/schema", "$id": "{base}/schema", {anchor}, "allOf": [{{ "$ref": "meta/applicator" }}], "properties": {{ "zz": {{ "type": "string" }} }} }}"#
        );
        let schema = Source::new("schema.json", text);
        let (model, _) = model_of(&schema, &options("", draft, &[])).unwrap();
        let plan = plan::plan(&model, &BTreeSet::new());
        let root = plan.entries[&model.roots[0].schema];
        for (instance, expected) in [
            (r#"{ "zz": "" }"#, true),
            (r#"{ "zz": 1 }"#, false),
            (r#"{ "not": { "zz": "" } }"#, true),
            (r#"{ "not": { "zz": 1 } }"#, false),
            (r#"{ "not": 1 }"#, false),
        ] {
            let instance = json::parse(&Source::new("instance.json", instance)).unwrap().root;
            assert_eq!(interpret::is_valid(&plan, root, &instance), expected, "{base}: {}", instance.to_compact());
        }
    }
}
