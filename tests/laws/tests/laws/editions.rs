//! Hand-written files that use the published crate name nothing that the next edition of the page may change.

use std::fs;

use crate::links::{root, tracked};

include!(concat!(env!("OUT_DIR"), "/documented.rs"));

macro_rules! names {
    ($($ident:ident $wire_name:literal,)*) => { vec![$($wire_name, stringify!($ident)),*] };
}

/// Returns the events, their types and the headers, except for single words, which any text may have.
fn names() -> Vec<String> {
    let catalogue = fs::read_to_string(root().join("schemas/catalog.toml")).expect("there is a catalogue");
    let headers = catalogue.lines().filter(|line| line.starts_with("header = ") || line.starts_with("name = \"X-"));
    let headers = headers.filter_map(|line| line.split('"').nth(1));
    let is_one_word =
        |name: &str| name.chars().all(char::is_alphanumeric) && name.chars().skip(1).all(char::is_lowercase);
    let names = for_each_payload!(names).into_iter().chain(headers);
    names.filter(|name| !is_one_word(name)).map(str::to_owned).collect()
}

#[test]
fn no_user_of_the_crate_names_events() {
    let names = names();
    let written = tracked(&["*.rs", "*.md", ".ci/run", ".github"]).into_iter();
    let written = written.filter(|path| !path.starts_with("generated/") && path != "CHANGELOG.md");
    let mut users = 0;
    for path in written {
        let text = fs::read_to_string(root().join(&path)).expect("git lists it");
        if !text.contains("cleartix_webhooks") {
            continue;
        }
        users += 1;
        for name in &names {
            assert!(!text.contains(name.as_str()), "{path} names {name}; see `No event by name` in CONTRIBUTING.md");
        }
    }
    assert!(users > 2, "{users} files use the crate");
}
