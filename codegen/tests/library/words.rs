//! The words of the project's Rust sources: openings of doc comments, and names of tests.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Words with which no doc comment opens: it says what an item is or does.
const QUESTIONS: [&str; 9] = ["What", "Whether", "How", "Where", "Which", "Who", "When", "Why", "That"];

/// The maximum number of words in a test's name.
const NAME: usize = 7;

fn read(folder: &Path, sources: &mut Vec<(PathBuf, String)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                read(&path, sources)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path)?;
            sources.push((path, text));
        }
    }
    Ok(())
}

/// Reads the sources of all packages, the generated crate included.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    for folder in ["bench", "codegen", "generated", "tests", "xtask"] {
        read(&root.join(folder), &mut sources).expect("the sources are readable");
    }
    sources
}

/// Returns the letters and digits of all texts of the vendor: its words are in the generated crate as they are.
fn vendor() -> String {
    fn texts(folder: &Path) -> io::Result<String> {
        let mut found = String::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            found += &if path.is_dir() { texts(&path)? } else { fs::read_to_string(&path)? };
        }
        Ok(found)
    }
    letters(&texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas")).expect("the schemas are readable"))
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

/// Returns the text of a line of documentation.
fn documentation(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix("///").or_else(|| line.strip_prefix("//!")).filter(|text| !text.starts_with('/')).map(str::trim)
}

/// Returns the lines that open a paragraph of documentation with a question word, and are none of the vendor's.
fn questions(text: &str, vendor: &str) -> Vec<usize> {
    let mut opens = true;
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let words = documentation(line);
        let first = words.and_then(|words| words.split(|it: char| !it.is_alphanumeric()).next());
        let is_vendors = || vendor.contains(&letters(words.unwrap_or_default()));
        if opens && first.is_some_and(|first| QUESTIONS.contains(&first)) && !is_vendors() {
            found.push(index + 1);
        }
        opens = words.is_none_or(str::is_empty);
    }
    found
}

/// Returns the names of the tests with too many words.
fn long_names(text: &str) -> Vec<&str> {
    let mut is_test = false;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim_start) {
        is_test |= line.starts_with("#[test]");
        let signature = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
        if let Some(signature) = signature {
            let name = signature.split(['(', '<']).next().unwrap_or_default();
            if is_test && name.split('_').count() > NAME {
                found.push(name);
            }
            is_test = false;
        }
    }
    found
}

#[test]
fn no_doc_comment_opens_with_a_question() {
    let vendor = vendor();
    let found = |(path, text): &(PathBuf, String)| {
        let places = questions(text, &vendor).into_iter().map(|line| format!("{}:{line}", path.display()));
        places.collect::<Vec<_>>()
    };
    let found: Vec<String> = sources().iter().flat_map(found).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn tests_have_short_names() {
    let found = |(path, text): &(PathBuf, String)| {
        let names = long_names(text).into_iter().map(|name| format!("{}: {name}", path.display()));
        names.collect::<Vec<_>>()
    };
    let found: Vec<String> = sources().iter().flat_map(found).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn questions_and_long_names_are_found() {
    let (doc, attribute) = ("/".repeat(3), "#[test]");
    let documented =
        format!("{doc} The plan.\n{doc} Which nodes.\n{doc}\n{doc} What it is.\nstruct Plan;\n{doc} Where.\n");
    assert_eq!(questions(&documented, ""), [4, 6]);
    assert_eq!(questions(&documented, "TherewewereWhere"), [4]);
    let functions = format!(
        "    {attribute}\n    fn one_two_three_four_five_six_seven() {{}}\n{attribute}\nfn a_b_c_d_e_f_g_h() {{}}\n"
    );
    assert_eq!(long_names(&functions), ["a_b_c_d_e_f_g_h"]);
}
