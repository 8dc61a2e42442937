//! Links in committed Markdown lead to files and headings of the repository, and the paths named in it exist.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// A Markdown file with its links.
#[derive(Default)]
struct Document {
    links: Vec<String>,
    /// The anchors of its headings, as forges derive them.
    anchors: Vec<String>,
    code_spans: Vec<String>,
}

/// The folders from which documents name paths.
const BASES: [&str; 3] = ["", "codegen/src/", "codegen/runtime/src/"];

#[test]
fn relative_links_resolve() {
    let documents = documents();
    let mut broken = Vec::new();
    let mut checked = 0;
    for (path, document) in &documents {
        for link in document.links.iter().filter(|link| !is_absolute(link)) {
            checked += 1;
            if let Err(reason) = resolve(path, link, &documents) {
                broken.push(format!("{}: {link}: {reason}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(checked > 10, "only {checked} links were found");
}

#[test]
fn named_paths_exist() {
    let files = tracked(&["*"]);
    let mut missing = Vec::new();
    let mut checked = 0;
    for (path, document) in documents() {
        // A crate's own documents name the paths of the crate.
        if path.starts_with("generated") {
            continue;
        }
        for named in document.code_spans {
            let bases: Vec<&str> = BASES.into_iter().filter(|base| is_path_below(base, &named, &files)).collect();
            if bases.is_empty() && !is_source(&named) {
                continue;
            }
            checked += 1;
            let is_end = |file: &String| file.strip_suffix(&named).is_some_and(|folder| folder.ends_with('/'));
            if !bases.iter().any(|base| exists(&format!("{base}{named}"))) && !files.iter().any(is_end) {
                missing.push(format!("{}: {named}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(checked > 10, "only {checked} paths were found");
}

#[test]
fn anchors_are_derived_as_forges_do() {
    let document = read("# `cargo xtask import`: a page's words\n\nText\n\n## Äpfel & Öl_1\n\n## Same\n\n## Same\n");
    assert_eq!(document.anchors, ["cargo-xtask-import-a-pages-words", "äpfel--öl_1", "same", "same-1"]);
}

/// Finds the file, and the heading if the link names one. A published crate has no files but its own, so its links stay in its folder.
fn resolve(from: &Path, link: &str, documents: &BTreeMap<PathBuf, Document>) -> Result<(), String> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let target = if file.is_empty() {
        from.to_owned()
    } else {
        normalize(&from.parent().expect("a file is in a folder").join(file))?
    };
    if !root().join(&target).exists() {
        return Err("no such file".to_owned());
    }
    if from.starts_with("generated") && !target.starts_with("generated") {
        return Err("outside of the crate".to_owned());
    }
    match (anchor, documents.get(&target)) {
        (None, _) => Ok(()),
        (Some(_), None) => Err("an anchor in a file without headings".to_owned()),
        (Some(anchor), Some(document)) if document.anchors.iter().any(|known| known == anchor) => Ok(()),
        (Some(_), Some(document)) => Err(format!("no such heading; there are {}", document.anchors.join(", "))),
    }
}

/// Removes `.` and `..`.
fn normalize(path: &Path) -> Result<PathBuf, String> {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if normal.pop() => {}
            Component::Normal(name) => normal.push(name),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => {
                return Err("outside of the repository".to_owned());
            }
        }
    }
    Ok(normal)
}

fn is_absolute(link: &str) -> bool {
    ["https:", "http:", "mailto:"].iter().any(|scheme| link.starts_with(scheme))
}

/// Returns true if a code span starts with a folder of `base` and has no placeholder.
fn is_path_below(base: &str, span: &str, files: &[String]) -> bool {
    let folder = span.split_once('/').map(|(first, _)| format!("{base}{first}/"));
    is_plain(span) && folder.is_some_and(|folder| files.iter().any(|file| file.starts_with(&folder)))
}

/// Returns true if a code span is a Rust file with its folder, or the end of such a path.
fn is_source(span: &str) -> bool {
    is_plain(span) && span.contains('/') && Path::new(span).extension().is_some_and(|extension| extension == "rs")
}

/// Returns true if a code span has no placeholder.
fn is_plain(span: &str) -> bool {
    span.chars().all(|character| character.is_ascii_alphanumeric() || "/._-".contains(character))
}

/// Returns whether the repository has a file or folder of this path, or a module: `receive/verifier`.
fn exists(path: &str) -> bool {
    root().join(path).exists() || root().join(format!("{path}.rs")).exists()
}

/// Returns every committed Markdown file except fixtures, which are vendors' pages, and templates, whose links are those of the crate.
fn documents() -> BTreeMap<PathBuf, Document> {
    let is_document = |path: &String| !path.contains("/fixtures/") && !path.starts_with("codegen/runtime/crate/");
    let paths = tracked(&["*.md"]).into_iter().filter(is_document);
    paths
        .map(|path| (PathBuf::from(&path), read(&fs::read_to_string(root().join(&path)).expect("git lists it"))))
        .collect()
}

fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut heading: Option<String> = None;
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap_or_default());
                let earlier = uses.entry(anchor.clone()).or_insert(0);
                document.anchors.push(if *earlier == 0 { anchor } else { format!("{anchor}-{earlier}") });
                *earlier += 1;
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                document.links.push(dest_url.into_string());
            }
            Event::Code(code) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&code);
                }
                document.code_spans.push(code.into_string());
            }
            Event::Text(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    document
}

/// Converts a heading to lower case without punctuation, with hyphens for spaces.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|character| character.is_alphanumeric() || " -_".contains(*character));
    kept.flat_map(char::to_lowercase).map(|character| if character == ' ' { '-' } else { character }).collect()
}

/// Returns the committed files that match, relative to the repository.
pub(crate) fn tracked(patterns: &[&str]) -> Vec<String> {
    let output = Command::new("git").arg("ls-files").args(patterns).current_dir(root()).output().expect("git runs");
    assert!(output.status.success(), "git lists no files: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("paths are UTF-8").lines().map(str::to_owned).collect()
}

pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .find(|folder| folder.join("Cargo.lock").exists())
        .expect("the workspace has a lock file")
        .to_owned()
}
