//! Any edition of the vendor's page passes `import`, `gen`, `release` and all tests without another edit by hand.
//!
//! `EDITIONS=all cargo test -p packages editions -- --nocapture` also releases a clone of the last commit, and builds and tests it after each
//! edit, which takes as long as `cargo test` each time; `EDITIONS="event-added nullable"` after these.

mod clone;

use codegen::Files;
use codegen::import::import;
use codegen::load::{self, RELEASED};
use codegen::source::location::Source;
use support::edition::{self, Edition};
use support::folder;

use crate::source::project;
use clone::Clone;

/// Returns the committed schemas.
fn schemas() -> Files {
    folder::read(&project().join("schemas"))
}

/// Returns the committed schemas behind their release, if they are not released.
fn released() -> Files {
    let mut files = schemas();
    if load::released(&files).is_none() {
        let input: Vec<(String, String)> =
            files.iter().map(|(path, text)| (format!("{RELEASED}{path}"), text.clone())).collect();
        files.extend(input);
    }
    files
}

#[test]
fn editions_import_and_generate_without_edits() {
    let editions = edition::all(&schemas());
    assert!(editions.len() >= 12, "only {} edits fit the page", editions.len());
    for Edition { name, page, before, .. } in editions {
        let imported = import(&Source::new("page.md", page), None, &before);
        let imported = imported.unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(imported.files != schemas(), "{name} changes nothing");
        codegen::generate(&imported.files).unwrap_or_else(|found| panic!("{name}: {found}"));
    }
}

/// The page alone does not decide how deliveries are verified.
#[test]
fn another_signature_header_needs_a_person() {
    let edition = edition::all(&schemas()).into_iter().find(|edition| edition.is_confirmed).expect("it is in the list");
    let found = import(&Source::new("page.md", edition.page), None, &schemas()).expect_err("nobody has confirmed it");
    assert!(found.to_string().contains("signature"), "{found}");
}

#[test]
fn chosen_editions_pass_all_tests() {
    let chosen = std::env::var("EDITIONS").unwrap_or_default();
    let is_chosen = |edition: &Edition| chosen == "all" || chosen.split(' ').any(|it| it == edition.name);
    let editions: Vec<Edition> = edition::all(&released()).into_iter().filter(is_chosen).collect();
    if editions.is_empty() {
        return;
    }
    let clone = Clone::new();
    let failed = editions.iter().filter(|Edition { name, page, before, .. }| {
        let run = clone.run(page, &before["catalog.toml"]);
        match &run {
            Ok(times) => println!("{name}: {times:.0?}"),
            Err(why) => println!("{name}: {why}"),
        }
        run.is_err()
    });
    let failed: Vec<&str> = failed.map(|edition| edition.name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}
