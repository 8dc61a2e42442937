//! Any edition of the vendor's page passes `import`, `gen` and all tests without another edit by hand.
//!
//! `EDITIONS=all cargo test -p packages editions -- --nocapture` also builds and tests a clone of the last commit after each edit;
//! `EDITIONS="event-added nullable"` after these.

mod clone;
mod edit;
mod page;

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;
use support::folder;

use crate::source::project;
use clone::Clone;
use edit::Edit;
use page::Page;

/// Returns the committed schemas.
fn schemas() -> Files {
    folder::read(&project().join("schemas"))
}

/// Returns the edited page, and the committed schemas as a person leaves them before the import.
fn edition((name, edit): &Edit) -> Option<(String, Files)> {
    let mut schemas = schemas();
    let mut page = Page::of(&schemas);
    edit(&mut page)?;
    if *name == edit::CONFIRMED {
        edit::confirm(&mut schemas);
    }
    Some((page.text(), schemas))
}

#[test]
fn editions_import_and_generate_without_edits() {
    let mut made = 0;
    for edit in edit::ALL {
        let Some((page, before)) = edition(edit) else { continue };
        let name = edit.0;
        let imported = import(&Source::new("page.md", page), None, &before);
        let imported = imported.unwrap_or_else(|found| panic!("{name}: {found}"));
        assert!(imported.files != schemas(), "{name} changes nothing");
        codegen::generate(&imported.files).unwrap_or_else(|found| panic!("{name}: {found}"));
        made += 1;
    }
    assert!(made >= 12, "only {made} edits fit the page");
}

/// The page alone does not decide how deliveries are verified.
#[test]
fn another_signature_header_needs_a_person() {
    let edit = edit::ALL.iter().find(|(name, _)| *name == edit::CONFIRMED).expect("it is in the list");
    let (page, _) = edition(edit).expect("deliveries are signed");
    let found = import(&Source::new("page.md", page), None, &schemas()).expect_err("nobody has confirmed it");
    assert!(found.to_string().contains("signature"), "{found}");
}

#[test]
fn chosen_editions_pass_all_tests() {
    let chosen = std::env::var("EDITIONS").unwrap_or_default();
    let is_chosen = |name: &str| chosen == "all" || chosen.split(' ').any(|it| it == name);
    let edits: Vec<&Edit> = edit::ALL.iter().filter(|(name, _)| is_chosen(name)).collect();
    if edits.is_empty() {
        return;
    }
    let clone = Clone::new();
    let failed = edits.into_iter().filter(|edit| {
        let Some((page, schemas)) = edition(edit) else { return false };
        let seconds = clone.run(&page, &schemas);
        println!("{}: {seconds:?}", edit.0);
        seconds.is_err()
    });
    let failed: Vec<&str> = failed.map(|(name, _)| *name).collect();
    assert!(failed.is_empty(), "{failed:?}");
}
