//! Commands act on the folders that a person has named, and so do those that they propose.

use std::fs;

use crate::project::{Project, copy};

const CATALOG: &str = "acme/schemas/catalog.toml";

/// Creates a project with the crates of two vendors: `generated` from `schemas`, `acme/acme-webhooks` from `acme/schemas`.
fn two_vendors() -> Project {
    let project = Project::new();
    copy(&project.path("schemas"), &project.path("acme/schemas"));
    project.edit(CATALOG, "name = \"acme-hooks\"", "name = \"acme-webhooks\"");
    project.plain(&["release", "--schemas", "schemas"]).exits(0);
    project.plain(&["release", "--schemas", "acme/schemas", "--out", "acme/acme-webhooks"]).exits(0);
    project
}

/// Returns the command behind a mark in a message, without the program.
fn proposed<'p>(printed: &'p str, mark: &str) -> Vec<&'p str> {
    let (_, behind) = printed.split_once(mark).unwrap_or_else(|| panic!("no `{mark}` in {printed}"));
    let command = behind.split(['`', '\n']).next().unwrap_or_default();
    command.strip_prefix("cargo xtask ").unwrap_or_else(|| panic!("{command}")).split(' ').collect()
}

/// A crate is replaced by an edition of itself only; a folder without a readable name of a crate is judged by its mark alone.
#[test]
fn another_vendors_crate_is_refused() {
    let project = two_vendors();
    let manifest = project.read("generated/Cargo.toml");
    let catalogue = project.read(CATALOG);
    for arguments in [
        &["gen", "--schemas", "acme/schemas"][..],
        &["gen", "--schemas", "acme/schemas", "--check"],
        &["gen", "--schemas", "acme/schemas", "--out", "generated"],
        &["gen", "--schemas", "schemas", "--out", "acme/acme-webhooks"],
        &["release", "0.9.0", "--schemas", "acme/schemas"],
    ] {
        let printed = project.plain(arguments).exits(2);
        assert!(printed.contains(" has the crate `") && printed.contains("with `--out`"), "{arguments:?}: {printed}");
    }
    assert_eq!((project.read("generated/Cargo.toml"), project.read(CATALOG)), (manifest.clone(), catalogue));
    for manifest in [manifest.replace("\"acme-hooks\"", "\"other\""), manifest.replace("\nname = ", "\nname = <<<<")] {
        let is_other = manifest.contains("name = \"other\"");
        project.write("generated/Cargo.toml", &manifest);
        project.plain(&["gen", "--schemas", "schemas"]).exits(if is_other { 2 } else { 0 });
    }
    fs::remove_dir_all(project.path("generated")).expect("it was generated");
    project.plain(&["gen", "--schemas", "acme/schemas"]).exits(0);
}

/// A proposed command, copied as it stands, does what the message says, and nothing to the other vendor's files.
#[test]
fn proposed_commands_keep_their_folders() {
    let shipped = "acme/schemas/events/order.shipped.schema.json";
    let of_acme = ["--schemas", "acme/schemas"];
    let with_crate = ["--schemas", "acme/schemas", "--out", "acme/acme-webhooks"];
    let both = |start: &[&'static str], options: &[&'static str]| [start, options].concat();
    for (before, after, command, mark, expected) in [
        ("", "", both(&["release"], &with_crate), "name the next version: `", both(&["release"], &with_crate)),
        ("\"weight\"", "\"mass\"", both(&["diff"], &of_acme), "next: ", both(&["release"], &with_crate)),
        ("\"weight\"", "\"mass\"", both(&["diff", "--check"], &of_acme), "; run `", both(&["release"], &with_crate)),
        (
            "\"weight\"",
            "\"mass\"",
            both(&["gen", "--check"], &with_crate),
            "0.2.0; run `",
            both(&["release"], &with_crate),
        ),
        ("X-Acme-Signature", "X-Sign", both(&["diff"], &of_acme), "next: ", both(&["diff"], &of_acme)),
        ("X-Acme-Signature", "X-Sign", both(&["release"], &with_crate), "help: run `", both(&["diff"], &of_acme)),
    ] {
        let project = two_vendors();
        let path = if before.starts_with('X') { CATALOG } else { shipped };
        project.edit(path, before, after);
        let others = project.read("schemas/catalog.toml");
        let printed = project.plain(&command);
        let printed = format!("{}{}", printed.stdout, printed.stderr);
        let proposed = proposed(&printed, mark);
        assert_eq!(proposed[..expected.len()], expected, "{command:?}: {printed}");
        let run = project.plain(&proposed);
        let is_done = if proposed[0] == "diff" { run.stdout.contains("[[verdicts]]") } else { run.code == 0 };
        assert!(is_done, "{proposed:?}: {run:?}");
        assert_eq!(project.read("schemas/catalog.toml"), others, "{proposed:?}");
    }
    // The default folders need no options.
    let project = two_vendors();
    project.edit("schemas/events/order.shipped.schema.json", "\"weight\"", "\"mass\"");
    assert!(project.plain(&["diff"]).exits(1).ends_with(" · next: cargo xtask release\n"));
}

/// The crate of a named catalogue is written beside it, unless the default folder has this crate.
#[test]
fn the_proposed_crate_is_beside_its_catalogue() {
    for (schemas, options) in [
        ("acme/schemas", "--schemas acme/schemas --out acme/acme-webhooks\n"),
        ("acme/schemas/", "--out acme/acme-webhooks\n"),
        ("acme", "--schemas acme --out acme-webhooks\n"),
        ("a b/schemas", "--schemas 'a b/schemas' --out 'a b/acme-webhooks'\n"),
        ("acme/a/..", "--schemas acme/a/.. --out acme/a/../../acme-webhooks\n"),
    ] {
        let project = Project::new();
        let printed = project.plain(&["new", schemas, "--vendor", "Acme"]).exits(0);
        assert!(printed.contains(options), "{schemas}: {printed}");
    }
    let project = two_vendors();
    project.edit("schemas/events/order.shipped.schema.json", "\"weight\"", "\"mass\"");
    let printed = project.plain(&["diff", "--schemas", "schemas"]).exits(1);
    assert!(printed.ends_with(" · next: cargo xtask release --schemas schemas\n"), "{printed}");
}

/// A changelog has one entry for each version: that of a catalogue which was released, and alone in its folder.
#[test]
fn a_version_is_released_once() {
    let release = ["release", "--schemas", "acme", "--out", "acme-webhooks", "--date", "2026-07-01"];
    for (heading, is_released) in [
        ("## 0.1.0 (2026-06-12)", true),
        ("## 0.1.0", true),
        ("## [0.1.0] - 2026-06-12", true),
        ("## v0.1.0", true),
        ("## 0.1.0 (unreleased)", false),
        ("## 0.1.0-rc.1", false),
        ("## 0.0.9", false),
        ("### 0.1.0", false),
        ("```\n## 0.1.0\n```", false),
    ] {
        let project = Project::new();
        project.write("CHANGELOG.md", &format!("# Changelog\n\n{heading}\n\n- `order.sent`: new.\n"));
        copy(&project.path("schemas"), &project.path("acme"));
        let before = project.read("acme/catalog.toml");
        let printed = project.plain(&release).exits(if is_released { 2 } else { 0 });
        assert_eq!(printed.contains("error[released-version]"), is_released, "{heading}: {printed}");
        assert_eq!(printed.contains("--> CHANGELOG.md:3:1"), is_released, "{heading}: {printed}");
        assert!(!is_released || project.read("acme/catalog.toml") == before, "{heading}");
        assert_eq!(project.path("acme/released").exists(), !is_released, "{heading}");
    }
}
