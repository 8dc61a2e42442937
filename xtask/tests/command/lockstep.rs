//! The committed schemas, generated crate and reference page are in step.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("a package is in its workspace")
}

fn xtask(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(workspace())
        .args(arguments)
        .output()
        .expect("the command starts");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).expect("messages are text"))
}

/// Asserts that two texts are equal; fails with the first different line and the command to update.
fn assert_same(path: &str, known: &str, made: &str) {
    let different = known.lines().zip(made.lines()).zip(1..).find(|((known, made), _)| known != made);
    if let Some(((known, made), line)) = different {
        panic!("{path}:{line} differs\n    - {known}\n    + {made}\nrun `cargo xtask gen` to update");
    }
    assert_eq!(known.len(), made.len(), "{path} is cut short; run `cargo xtask gen` to update");
}

/// Reads all files below a folder by path, without the parts of the catalogue that depend on the page.
fn schemas(folder: &Path) -> BTreeMap<String, String> {
    let without_page =
        |text: &String| text.split_inclusive('\n').filter(|line| !line.starts_with("sha256 = ")).collect();
    texts(folder).iter().map(|(path, text)| (path.clone(), without_page(text))).collect()
}

/// Reads all files below a folder by path.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            let relative = path.strip_prefix(folder).expect("below the folder").to_string_lossy().replace('\\', "/");
            found.insert(relative, text);
        }
    }
    found
}

#[test]
fn the_generated_crate_is_fresh() {
    let (code, text) = xtask(&["gen", "--check"]);
    assert_eq!(code, Some(0), "{text}");
}

/// Shows the failure of the test above after one edited character in a documented schema, on a contract that no page changes.
#[test]
fn one_edited_character_is_noticed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (edited, out) = (folder.path().join("schemas"), folder.path().join("generated"));
    copy(&workspace().join("tests/museahub/schemas"), &edited);
    let (schemas, out) = (edited.to_string_lossy(), out.to_string_lossy());
    let (code, text) = xtask(&["gen", "--schemas", &schemas, "--out", &out]);
    assert_eq!(code, Some(0), "{text}");
    let file = edited.join("events/pass.issued.schema.json");
    let text = fs::read_to_string(&file).expect("the schema is there");
    assert!(text.contains("\"minimum\": 0"), "{text}");
    fs::write(&file, text.replace("\"minimum\": 0", "\"minimum\": 1")).expect("the schema is written");
    let (code, text) = xtask(&["gen", "--check", "--schemas", &schemas, "--out", &out]);
    assert_eq!(code, Some(1), "{text}");
    let command = format!("run `cargo xtask gen --schemas {schemas} --out {out}` to update");
    for expected in [
        "src/events/pass_issued.rs",
        "docs/webhooks.md",
        "schemas/events/pass.issued.schema.json changed since the last gen",
        "-    \"guestsTotal\": { \"type\": \"integer\", \"minimum\": 0 },",
        "+    \"guestsTotal\": { \"type\": \"integer\", \"minimum\": 1 },",
        &command,
    ] {
        assert!(text.contains(expected), "no `{expected}` in:\n{text}");
    }
}

fn copy(from: &Path, to: &Path) {
    for (path, text) in texts(from) {
        let path = to.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a new folder");
        fs::write(path, text).expect("a new file");
    }
}

#[test]
fn an_empty_folder_gets_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("out");
    let (code, text) = xtask(&["gen", "--out", &out.to_string_lossy()]);
    assert_eq!(code, Some(0), "{text}");
    let committed = workspace().join("generated");
    for (path, text) in schemas(&out) {
        let known = fs::read_to_string(committed.join(&path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let known: String =
            known.lines().filter(|line| !line.starts_with("sha256 = ")).flat_map(|line| [line, "\n"]).collect();
        assert_same(&path, &known, &text);
    }
}

#[test]
fn the_reference_page_imports_back() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let imported = folder.path().join("schemas");
    let page = "generated/docs/webhooks.md";
    let (code, text) = xtask(&["import", page, "--schemas", &imported.to_string_lossy()]);
    assert_eq!(code, Some(0), "{text}");
    let (mut known, mut imported) = (schemas(&workspace().join("schemas")), schemas(&imported));
    // Measurements are on no page, and the envelope's schema is a person's.
    for files in [&mut known, &mut imported] {
        files.remove("figures.md");
        files.remove("envelope.schema.json");
    }
    // Nor is anything about earlier editions.
    known.retain(|path, _| !path.starts_with("released/") && !path.starts_with("reserved/"));
    let (known_catalogue, catalogue) = (known.remove("catalog.toml"), imported.remove("catalog.toml"));
    assert_eq!(known.keys().collect::<Vec<_>>(), imported.keys().collect::<Vec<_>>());
    for (path, text) in &known {
        assert_same(path, text, &imported[path]);
    }
    let events = |catalogue: Option<String>| {
        let text = catalogue.expect("there is a catalogue");
        let start = text.find("[[events]]").unwrap_or(text.len());
        let ends = ["[[refinements]]", "[[reserved]]", "[[verdicts]]"].iter().filter_map(|key| text.find(key));
        let end = ends.min().unwrap_or(text.len());
        text[start..end].to_owned()
    };
    assert_eq!(events(known_catalogue), events(catalogue));
}

/// On a fresh machine the first command builds for minutes.
#[test]
fn cargo_shows_its_progress_while_it_builds() {
    let config = fs::read_to_string(workspace().join(".cargo/config.toml")).expect("the alias is there");
    let alias = config.lines().find(|line| line.starts_with("xtask = ")).expect("the alias is there");
    assert!(alias.contains("run") && !alias.contains("quiet") && !alias.contains(" -q"), "{alias}");
}
