//! `cargo xtask new`: a catalogue that `gen` accepts as it is, and with the examples in its comments.

use std::fs;

use crate::project::Project;

#[test]
fn a_new_catalogue_becomes_a_crate() {
    let project = Project::new();
    let folder = project.path("acme");
    let acme = folder.display().to_string();
    let printed = project.plain(&["new", &acme, "--vendor", "Acme \"Box\" & Co"]).exits(0);
    assert!(printed.contains("3 files written") && printed.contains("--out acme-box-co-webhooks"), "{printed}");
    let out = project.path("acme-crate").display().to_string();
    project.plain(&["gen", "--schemas", &acme, "--out", &out]).exits(0);
    assert!(!project.path("acme-crate/src/receiver.rs").exists());
    let catalog = project.read("acme/catalog.toml");
    let (before, behind) = catalog.split_once("# [signature]").expect("it is an example");
    let (section, behind) = behind.split_once("\n\n").expect("an empty line ends it");
    project.write("acme/catalog.toml", &format!("{before}[signature]{}\n\n{behind}", section.replace("\n# ", "\n")));
    project.plain(&["gen", "--schemas", &acme, "--out", &out]).exits(0);
    assert!(project.path("acme-crate/src/receiver.rs").exists());
}

#[test]
fn the_next_command_quotes_the_folder() {
    let project = Project::new();
    let printed = project.plain(&["new", "a b", "--vendor", "Acme"]).exits(0);
    assert!(
        printed.contains("a b/catalog.toml") && printed.contains(" --schemas 'a b' --out acme-webhooks\n"),
        "{printed}"
    );
    assert!(project.path("a b/catalog.toml").exists());
}

#[test]
fn a_name_is_written_in_ascii() {
    for (vendor, name) in [("Ünïcode Größe", "unicode-grosse-webhooks"), ("9 Lives", "vendor-webhooks")] {
        let project = Project::new();
        let folder = project.path("new").display().to_string();
        let printed = project.plain(&["new", &folder, "--vendor", vendor]).exits(0);
        assert!(printed.contains(&format!("--out {name}\n")), "{printed}");
        let catalog = project.read("new/catalog.toml");
        assert!(catalog.contains(&format!("name = \"{name}\"")) && catalog.contains(vendor), "{catalog}");
    }
}

#[test]
fn a_folder_in_use_stays_unchanged() {
    let project = Project::new();
    let schemas = project.path("schemas");
    let before = fs::read_to_string(schemas.join("catalog.toml")).expect("it has one");
    let printed = project.plain(&["new", &schemas.display().to_string(), "--vendor", "Acme"]).exits(2);
    assert!(printed.contains("error[folder-in-use]"), "{printed}");
    assert_eq!(fs::read_to_string(schemas.join("catalog.toml")).expect("it is there"), before);
}

/// An error in the command line has no place in a catalogue that is not written.
#[test]
fn a_wrong_name_names_its_option() {
    for (vendor, name, message) in [
        ("Acme", Some("9"), "error[invalid-crate-name]: `--name`: `9` is not a valid package name"),
        ("Acme", Some("Bad Name"), "error[invalid-crate-name]: `--name`: `Bad Name` is not"),
        ("Acme", Some("std"), "error[invalid-crate-name]: `--name`: `std` is the name of a crate"),
        ("Acme", Some(""), "error[invalid-crate-name]: `--name`: "),
        ("", None, "error[empty-value]: `--vendor`: this value is empty"),
        (" ", Some("acme"), "error[empty-value]: `--vendor`: this value is empty"),
        ("Ac\tme", None, "error[control-character]: `--vendor`: "),
    ] {
        let project = Project::new();
        let folder = project.path("new").display().to_string();
        let option = name.map_or_else(Vec::new, |name| vec!["--name", name]);
        let printed = project.plain(&[&["new", &folder, "--vendor", vendor], &*option].concat()).exits(2);
        assert!(printed.contains(message) && !printed.contains("catalog.toml"), "{printed}");
        assert!(!project.path("new").exists());
    }
}
