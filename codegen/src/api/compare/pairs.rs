//! Pairs of small crates, from a file: each with the differences of their APIs.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::compare::{Difference, compare};
use crate::api::content::Files;
use crate::api::item::Api;
use crate::api::{read, text};
use crate::emit::package::Sources;
use crate::render::RustFile;

const PAIRS: &str = include_str!("../../../tests/fixtures/api/pairs.txt");

/// Returns the API of a crate of one file.
fn api(library: &str) -> Api {
    let file = syn::parse_file(library).unwrap_or_else(|error| panic!("{error}: {library}"));
    let mut root = RustFile::new("lib.rs");
    root.fragment.items = file.items;
    let files = BTreeMap::from([("src/lib.rs".to_owned(), root)]);
    let sources = Sources { files, ..Sources::default() };
    Api {
        package: "pair".to_owned(),
        rust_version: "1.74".to_owned(),
        features: BTreeSet::new(),
        dependencies: BTreeMap::new(),
        items: read::items(&Files::of(&sources), &BTreeSet::new(), &crate::api::origin::Origins::default()),
    }
}

/// Returns each pair: title, before, after, expected differences.
fn pairs() -> Vec<(&'static str, &'static str, &'static str, Vec<&'static str>)> {
    let pair = |text: &'static str| {
        let (title, rest) = text.split_once('\n').expect("a pair has a title");
        let (before, rest) = rest.split_once("--- after\n").expect("a pair has two crates");
        let (after, expected) = rest.split_once("--- differences\n").expect("a pair has differences");
        let mut expected: Vec<&str> = expected.trim().lines().filter(|line| *line != "no difference").collect();
        expected.sort_unstable();
        (title, before, after, expected)
    };
    PAIRS.split("\n# ").skip(1).map(pair).collect()
}

#[test]
fn each_difference_has_its_rule() {
    let mut failed = Vec::new();
    for (title, before, after, expected) in pairs() {
        let found = compare(&api(before), &api(after));
        let mut shown: Vec<String> = found.iter().map(|it| format!("{} {}", it.rule.name(), it.path)).collect();
        shown.sort();
        if shown != expected {
            failed.push(format!("{title}\n  found    {shown:?}\n  expected {expected:?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// An added item is removed in the other direction.
#[test]
fn equal_texts_are_equal_apis() {
    for (title, before, after, _) in pairs() {
        let (before, after) = (api(before), api(after));
        let is_equal = text::text(&before) == text::text(&after);
        assert_eq!(compare(&before, &after).is_empty(), is_equal, "{title}");
        assert_eq!(compare(&after, &before).is_empty(), is_equal, "{title}, backwards");
        assert_eq!(compare(&before, &before), Vec::<Difference>::new(), "{title}");
    }
}

/// The rules of the reference that are used have a pair.
#[test]
fn every_rule_about_items_has_a_pair() {
    let about_the_package = ["cargo-", "env-", "package-", "public-dependency-", "struct-private-fields-with-private"];
    let rules = crate::api::compare::Rule::ALL.iter().map(|rule| rule.name());
    let missing: Vec<&str> = rules
        .filter(|rule| !about_the_package.iter().any(|start| rule.starts_with(start)))
        .filter(|rule| !PAIRS.contains(&format!("\n{rule} ")))
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}
