//! `cargo xtask diff` and `cargo xtask release` as maintainers run them: exit codes, output, and what is written.

use std::fs;

use crate::project::Project;

const SHIPPED: &str = "schemas/events/order.shipped.schema.json";
const CATALOG: &str = "schemas/catalog.toml";
const CARRIER: &str = "    \"carrier\": { \"type\": \"string\" },\n";

/// Removes a required member.
fn remove_carrier(project: &Project) {
    project.edit(SHIPPED, CARRIER, "");
    project.edit(SHIPPED, "[\"orderId\", \"carrier\"]", "[\"orderId\"]");
    project.edit("schemas/events/order.shipped.example.json", "\"carrier\": \"post\", ", "");
}

#[test]
fn nothing_is_compared_before_a_release() {
    let project = Project::new();
    let printed = project.run(&["diff"]).exits(0);
    assert_eq!(printed, "nothing is released yet: there is no schemas/released, so there is nothing to compare\n");
    project.run(&["gen"]).exits(0);
    project.run(&["gen", "--check"]).exits(0);
}

/// A folder that is no catalogue is refused before the first release, too.
#[test]
fn an_unreleased_folder_must_be_a_catalogue() {
    let project = Project::new();
    for options in [&[][..], &["--check"], &["--format", "json"], &["--format", "markdown"]] {
        let printed = project.plain(&[&["diff", "--schemas", "schmas"], options].concat()).exits(2);
        assert!(printed.contains("error[missing-file]") && printed.contains("finding in schmas"), "{printed}");
        project.plain(&[&["diff", "--schemas", "schemas"], options].concat()).exits(0);
    }
    for (path, text, code) in [
        (CATALOG, "x = [", "error[malformed-toml]"),
        (SHIPPED, "{ \"type\": }", "error[malformed-json]"),
        ("schemas/events/order.shipped.example.json", "[]", "error[invalid-example]"),
    ] {
        let project = Project::new();
        project.write(path, text);
        let printed = project.run(&["diff", "--check"]).exits(2);
        assert!(printed.contains(code) && printed.contains("nothing was compared"), "{printed}");
    }
}

/// The copy of a faulty contract would block every later comparison.
#[test]
fn a_faulty_contract_is_not_released() {
    let project = Project::new();
    project.write("schemas/events/order.shipped.example.json", "[]");
    let printed = project.run(&["release"]).exits(2);
    assert!(printed.contains("error[invalid-example]") && printed.contains("nothing was written"), "{printed}");
    assert!(!project.path("schemas/released").exists(), "{printed}");
}

#[test]
fn the_first_release_keeps_its_input() {
    let project = Project::new();
    let printed = project.run(&["release", "--date", "2026-06-12"]).exits(0);
    assert!(printed.contains("released 0.1.0"), "{printed}");
    for path in ["catalog.toml", "envelope.schema.json", "events/order.paid.example.json", "shared/money.schema.json"] {
        assert_eq!(project.read(&format!("schemas/released/{path}")), project.read(&format!("schemas/{path}")));
    }
    assert!(project.read("CHANGELOG.md").contains("\n## 0.1.0 (2026-06-12)\n\nWritten by hand.\n"));
    assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.1.0\n");
    project.run(&["gen", "--check"]).exits(0);
}

#[test]
fn unchanged_contracts_are_released_by_name_alone() {
    let project = Project::released();
    let printed = project.run(&["release"]).exits(2);
    assert!(printed.contains("error[nothing-to-release]"), "{printed}");
    let printed = project.run(&["release", "0.1.0"]).exits(2);
    assert!(printed.contains("error[version-too-small]"), "{printed}");
    project.run(&["release", "0.1.1"]).exits(0);
    assert!(project.read(CATALOG).contains("version = \"0.1.1\""));
}

/// If nothing has changed, the version is the released one or a later one, and each remedy works.
#[test]
fn a_version_below_the_released_one() {
    for version in ["0.0.9", "0.1.0-rc.1", "0.1.0+build"] {
        let project = Project::released();
        project.edit(CATALOG, "version = \"0.1.0\"", &format!("version = \"{version}\""));
        let unchanged = format!("nothing has changed since 0.1.0, and the version {version} does not follow it");
        let printed = project.run(&["diff"]).exits(1);
        assert_eq!(printed, format!("{unchanged} · next: set `version = \"0.1.0\"`\n"));
        project.run(&["gen"]).exits(0);
        for check in [&["diff", "--check"], &["gen", "--check"]] {
            let printed = project.run(check).exits(1);
            let objection =
                format!("the version {version} does not follow 0.1.0, since which nothing has changed: set");
            assert!(printed.contains(&objection) && !printed.contains("xtask release"), "{printed}");
        }
        let printed = project.run(&["release"]).exits(2);
        assert!(printed.contains("help: set `version = \"0.1.0\"`; to release it all the same"), "{printed}");
        let printed = project.run(&["release", "0.1.0"]).exits(2);
        assert!(printed.contains("help: to release it all the same"), "{printed}");
        project.edit(CATALOG, version, "0.1.0");
        assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.1.0\n");
    }
    for version in ["0.0.9", "0.1.0", "0.2.0"] {
        let project = Project::released();
        project.edit(CATALOG, "version = \"0.1.0\"", &format!("version = \"{version}\""));
        let printed = project.run(&["release"]).exits(2);
        assert!(printed.contains("`cargo xtask release --schemas schemas --out out 0.1.1`"), "{printed}");
        assert_eq!(printed.contains("set `version"), version == "0.0.9", "{printed}");
        project.run(&["release", "0.1.1"]).exits(0);
        project.run(&["gen", "--check"]).exits(0);
    }
}

#[test]
fn a_wrong_option_has_no_place() {
    let [new, same, changed] = [Project::new(), Project::released(), Project::released()];
    remove_carrier(&changed);
    for (project, options, message) in [
        (&new, &["0.1.0", "--date", "tomorrow"][..], "error[invalid-date]: `tomorrow` is not a date"),
        (&new, &["0.1"], "error[invalid-version]: `0.1` is not a semantic version"),
        (
            &same,
            &["0.0.9"],
            "0.0.9 does not follow 0.1.0, since which nothing has changed\n  |\n  = help: to release it all",
        ),
        (&changed, &["0.1.1"], "error[version-too-small]: 0.1.1 is too small for what changed since 0.1.0"),
        (&new, &["--keep", "order.nope"], "= help: nothing was removed, so nothing can be kept"),
        (&changed, &["--keep", "order.nope"], "= help: removed were order.shipped.carrier"),
    ] {
        let printed = project.run(&[&["release"], options].concat()).exits(2);
        assert!(printed.contains(message) && !printed.contains("catalog.toml"), "{printed}");
    }
}

#[test]
fn a_small_version_fails_every_check() {
    let project = Project::released();
    remove_carrier(&project);
    let printed = project.run(&["diff"]).exits(1);
    assert!(printed.contains("the crate needs 0.2.0"), "{printed}");
    insta::assert_snapshot!("removed_member_check", project.run(&["diff", "--check"]).exits(1));
    let printed = project.run(&["diff", "--check", "--format", "json"]).exits(2);
    assert!(printed.contains("cannot be used with"), "{printed}");
    project.run(&["gen"]).exits(0);
    let printed = project.run(&["gen", "--check"]).exits(1);
    assert!(printed.contains("R4 required-member-removed") && printed.contains("it needs 0.2.0"), "{printed}");
    let before = project.read(CATALOG);
    let printed = project.run(&["release", "0.1.1"]).exits(2);
    assert!(printed.contains("error[version-too-small]") && printed.contains("release 0.2.0"), "{printed}");
    assert_eq!(project.read(CATALOG), before);
}

#[test]
fn a_release_is_written_as_by_hand() {
    let project = Project::released();
    let before = project.read(CATALOG);
    remove_carrier(&project);
    project.edit("schemas/events/order.paid.schema.json", "\"shop\", \"phone\"]", "\"shop\", \"phone\", \"fax\"]");
    project.edit("schemas/events/order.paid.example.json", "\"web\"", "\"fax\"");
    project.run(&["release", "--date", "2026-07-01"]).exits(0);
    let catalog = project.read(CATALOG);
    let diff = similar::TextDiff::from_lines(&before, &catalog).unified_diff().context_radius(1).to_string();
    insta::assert_snapshot!("release_catalogue", diff);
    insta::assert_snapshot!("release_changelog", project.read("CHANGELOG.md"));
    insta::assert_snapshot!("release_meaning", project.read("schemas/reserved/order.shipped/carrier.schema.json"));
    project.run(&["gen", "--check"]).exits(0);
    assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.2.0\n");
}

/// The place of a changed title or date is its line.
#[test]
fn changes_of_the_page_have_their_lines() {
    let project = Project::new();
    let catalog = project.read(CATALOG);
    project.write(CATALOG, &format!("{catalog}\n[source]\ntitle = \"Orders\"\nupdated = \"2026-06-12\"\n"));
    project.run(&["release"]).exits(0);
    let line = |key: &str| project.read(CATALOG).lines().position(|line| line.starts_with(key)).expect("a line") + 1;
    for (key, before, after) in [("title", "Orders", "Webhooks"), ("updated", "06-12", "06-13")] {
        project.edit(CATALOG, before, after);
        let printed = project.run(&["diff"]).stdout;
        let place = format!("schemas/catalog.toml:{}:{}", line(&format!("{key} = ")), key.len() + 4);
        assert!(printed.contains(&place) && !printed.contains("catalog.toml:1:1"), "{place}: {printed}");
    }
}

#[test]
fn check_knows_whose_copy_is_stale() {
    for (path, text, cause) in [
        ("CHANGELOG.md", "# Changelog\n", "CHANGELOG.md changed since the last gen, or this copy was edited by hand"),
        (
            "out/CHANGELOG.md",
            "# Changelog\n",
            "CHANGELOG.md changed since the last gen, or this copy was edited by hand",
        ),
        ("out/LICENSE-MIT", "MIT\n", "its text beside the catalogue or in codegen changed, or it was edited by hand"),
        ("out/src/lib.rs", "//! By hand.\n", "edited by hand, its header is gone"),
    ] {
        let project = Project::released();
        project.write(path, text);
        let printed = project.run(&["gen", "--check"]).exits(1);
        let stale: Vec<&str> = printed.lines().filter(|line| line.starts_with("stale")).collect();
        assert!(stale.len() == 1 && stale[0].contains(cause), "{path}: {printed}");
    }
}

#[test]
fn reports_have_three_forms() {
    let project = Project::released();
    remove_carrier(&project);
    project.edit("schemas/shared/money.schema.json", "\"USD\"]", "\"USD\", \"GBP\"]");
    project.edit("schemas/events/order.paid.example.json", "\"EUR\" },\n", "\"GBP\" },\n");
    project.edit("schemas/events/order.paid.schema.json", "Free words of the customer.", "<b>Words</b>\u{202e}`x`");
    insta::assert_snapshot!("report_human", project.run(&["diff"]).stdout);
    insta::assert_snapshot!("report_json", project.run(&["diff", "--format", "json"]).stdout);
    insta::assert_snapshot!("report_markdown", project.run(&["diff", "--format", "markdown"]).stdout);
}

#[test]
fn a_changed_signature_waits_for_a_person() {
    let project = Project::released();
    project.edit(CATALOG, "X-Acme-Signature", "X-Signature");
    let printed = project.run(&["diff", "--check"]).exits(2);
    assert!(printed.contains("R27 signature-changed") && printed.contains("place = \"signature.header\""), "{printed}");
    let printed = project.run(&["release"]).exits(2);
    assert!(printed.contains("error[undecided-change]"), "{printed}");
    let verdict = "\n[[verdicts]]\nrule = \"signature-changed\"\nplace = \"signature.header\"\nwire = \"fails\"\nreason = \"announced for July\"\n";
    project.write(CATALOG, &(project.read(CATALOG) + verdict));
    project.run(&["diff"]).exits(1);
    project.run(&["release"]).exits(0);
    let catalog = project.read(CATALOG);
    assert!(catalog.contains("version = \"0.2.0\"") && !catalog.contains("[[verdicts]]"), "{catalog}");
    project.run(&["gen", "--check"]).exits(0);
    let changelog = project.read("CHANGELOG.md");
    assert!(changelog.contains("\n\n### All events\n\n- `signature`: "), "{changelog}");
    assert_eq!(changelog.matches("### Events").count(), 1, "{changelog}");
}

/// The changelog says what changed below the heading that it concerns.
#[test]
fn a_changelog_separates_events_from_package() {
    let project = Project::released();
    project.edit(CATALOG, "vendor = \"Acme\"", "vendor = \"Acme\"\nhomepage = \"https://acme.example\"");
    project.edit("schemas/events/order.paid.schema.json", "Free words of the customer.", "Words of the customer.");
    project.run(&["release"]).exits(0);
    let changelog = project.read("CHANGELOG.md");
    let events = "### Events\n\n- Documentation and examples change.\n\n### Package\n\n- `crate`: ";
    assert!(changelog.contains(events), "{changelog}");
}

#[test]
fn a_needless_verdict_is_reported() {
    let project = Project::released();
    let verdict = |rule: &str| {
        format!("\n[[verdicts]]\nrule = \"{rule}\"\nplace = \"signature.header\"\nwire = \"ok\"\nreason = \"none\"\n")
    };
    let before = project.read(CATALOG);
    project.write(CATALOG, &(before.clone() + &verdict("signature-changed")));
    let printed = project.run(&["diff"]).exits(0);
    assert!(printed.contains("warning[unused-verdict]"), "{printed}");
    project.write(CATALOG, &(before + &verdict("signatur-changed")));
    let printed = project.run(&["diff"]).exits(2);
    assert!(printed.contains("error[unknown-rule]") && printed.contains("did you mean"), "{printed}");
}

#[test]
fn reserved_names_keep_their_meaning() {
    let project = Project::released();
    remove_carrier(&project);
    project.run(&["release"]).exits(0);
    let schema = project.read(SHIPPED);
    let order = "    \"orderId\": { \"type\": \"string\" },\n";
    project.write(SHIPPED, &schema.replace(order, &format!("{order}    \"carrier\": {{ \"type\": \"integer\" }},\n")));
    let printed = project.run(&["diff", "--check"]).exits(1);
    assert!(printed.contains("R28 reserved-name-returned"), "{printed}");
    let printed = project.run(&["release"]).exits(2);
    assert!(printed.contains("error[reserved-name]"), "{printed}");
    project.write(SHIPPED, &schema.replace(order, &format!("{order}{CARRIER}")));
    project.edit("schemas/events/order.shipped.example.json", "\"fee\"", "\"carrier\": \"post\", \"fee\"");
    project.run(&["release"]).exits(0);
    assert!(!project.read(CATALOG).contains("[[reserved]]"));
    project.run(&["gen", "--check"]).exits(0);
}

#[test]
fn any_folder_can_be_compared_with() {
    let project = Project::new();
    let printed = project.run(&["diff", "--against", "schemas"]).exits(0);
    assert_eq!(printed, "nothing has changed since 0.1.0\n");
    let printed = project.run(&["diff", "--against", "nowhere"]).exits(2);
    assert!(printed.contains("error[missing-file]"), "{printed}");
}

/// A finding shows the folder that has the file: that of the catalogue, of the older edition, or the one around both.
#[test]
fn findings_show_their_folder() {
    let (faulty, of_catalogue) = ("[crate]\nnam = 1\n", ["--> catalog.toml:2:1", "in schemas; nothing"]);
    let of_release = ["--> schemas/released/catalog.toml:2:1", "in schemas/released; nothing was compared"];
    for (path, text, arguments, parts) in [
        (CATALOG, faulty, &["diff"][..], &of_catalogue[..]),
        (CATALOG, faulty, &["gen", "--check"], &of_catalogue),
        ("schemas/released/catalog.toml", faulty, &["diff"], &of_release),
        ("schemas/released/catalog.toml", faulty, &["diff", "--check"], &of_release),
        ("schemas/released/catalog.toml", faulty, &["gen", "--check"], &["--> released/catalog.toml:2:1"]),
        ("schemas/released/catalog.toml", faulty, &["release"], &["--> released/catalog.toml:2:1"]),
        ("old/catalog.toml", faulty, &["diff", "--against", "old"], &["--> old/catalog.toml:2:1", "in old; nothing"]),
        ("old/a.json", "{}", &["diff", "--against", "old"], &["no `old/catalog.toml`", "--against DIR"]),
        ("old/a.json", "{}", &["diff", "--against", "nothere"], &["no `nothere/catalog.toml`", "in nothere; nothing"]),
    ] {
        let project = Project::released();
        project.run(&["gen"]).exits(0);
        fs::create_dir_all(project.path("old")).expect("a new folder");
        project.write(path, text);
        let printed = project.run(arguments).exits(2);
        assert!(parts.iter().all(|part| printed.contains(part)), "{path}: {arguments:?}: {printed}");
    }
    let project = Project::released();
    fs::write(project.path("CHANGELOG.md"), b"# Changelog \xff").expect("a new file");
    for command in ["gen", "release"] {
        let printed = project.run(&[command]).exits(2);
        assert!(printed.contains("--> CHANGELOG.md:1:13") && !printed.contains("in schemas"), "{command}: {printed}");
    }
}

#[cfg(unix)]
#[test]
fn links_among_released_files_are_refused() {
    let project = Project::released();
    let path = project.path("schemas/released/catalog.toml");
    fs::remove_file(&path).expect("it was released");
    std::os::unix::fs::symlink(project.path(CATALOG), path).expect("a link");
    for command in ["diff", "gen", "release"] {
        let printed = project.run(&[command]).exits(2);
        assert!(printed.contains("error[linked-file]"), "{command}: {printed}");
    }
}

#[test]
fn a_kept_event_stays_in_the_crate() {
    let project = Project::new();
    project.edit(CATALOG, "name = \"order.returned\"", "name = \"order.returned\"\ntype = \"SentBack\"");
    project.run(&["release"]).exits(0);
    let catalog = project.read(CATALOG);
    let start = catalog.rfind("\n[[events]]").expect("there are events");
    project.write(CATALOG, &catalog[..start]);
    for file in ["schema", "example"] {
        fs::remove_file(project.path(&format!("schemas/events/order.returned.{file}.json"))).expect("it is ours");
    }
    let printed = project.run(&["diff"]).exits(1);
    assert!(printed.contains("R19 event-removed") && printed.contains("the crate needs 0.2.0"), "{printed}");
    let printed = project.run(&["release", "--keep", "order.paid"]).exits(2);
    assert!(printed.contains("error[unknown-name]") && printed.contains("removed were order.returned"), "{printed}");
    project.run(&["release", "--keep", "order.returned"]).exits(0);
    let catalog = project.read(CATALOG);
    assert!(catalog.contains("version = \"0.1.1\"") && catalog.contains("keep = true"), "{catalog}");
    let events = project.read("out/src/event.rs");
    let deprecated = "#[deprecated(note = \"the vendor no longer documents this event since 0.1.1\")]\n    SentBack";
    assert_eq!(events.matches(deprecated).count(), 2, "{events}");
    project.run(&["gen", "--check"]).exits(0);
    assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.1.1\n");
    project.edit(CATALOG, "keep = true", "keep = false");
    let printed = project.run(&["diff"]).exits(1);
    assert!(printed.contains("R19 event-removed") && printed.contains("the crate needs 0.2.0"), "{printed}");
}

#[test]
fn kept_members_and_values_stay() {
    let project = Project::released();
    project.edit(SHIPPED, ",\n    \"weight\": { \"type\": \"number\" }", "");
    project.edit("schemas/events/order.paid.schema.json", "\"shop\", \"phone\"]", "\"shop\"]");
    let printed = project.run(&["diff"]).exits(1);
    assert!(printed.contains("the crate needs 0.2.0"), "{printed}");
    let printed = project.run(&["release", "--keep", "order.shipped.wait"]).exits(2);
    assert!(printed.contains("removed were order.paid.channel=phone, order.shipped.weight"), "{printed}");
    project.run(&["release", "--keep", "order.shipped.weight", "--keep", "order.paid.channel=phone"]).exits(0);
    let catalog = project.read(CATALOG);
    assert!(catalog.contains("version = \"0.1.1\"") && catalog.contains("value = \"phone\""), "{catalog}");
    let api = project.read("out/api.txt");
    assert!(api.lines().filter(|line| line.contains("#[deprecated]")).count() == 2, "{api}");
    project.run(&["gen", "--check"]).exits(0);
    assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.1.1\n");
    project.edit(SHIPPED, "\"fee\":", "\"weight\": { \"type\": \"number\" },\n    \"fee\":");
    project.edit("schemas/events/order.paid.schema.json", "\"shop\"]", "\"shop\", \"phone\"]");
    project.run(&["release"]).exits(0);
    assert!(!project.read(CATALOG).contains("[[reserved]]"), "{}", project.read(CATALOG));
    assert!(!project.read("out/api.txt").contains("#[deprecated]"));
    project.run(&["gen", "--check"]).exits(0);
}

/// A member that refers to a shared schema keeps the type of that schema, and a nested one its own.
#[test]
fn kept_members_keep_their_types() {
    let project = Project::new();
    let size = "\"size\": { \"type\": \"object\", \"properties\": { \"price\": { \"$ref\": \"../shared/money.schema.json\" } } }";
    let cost = "\"cost\": { \"$ref\": \"../shared/money.schema.json\" }";
    let next = "\"next\": { \"type\": \"array\", \"items\": { \"$ref\": \"#\" } }";
    project.edit(SHIPPED, CARRIER, &format!("{CARRIER}    {size},\n    {cost},\n    {next},\n"));
    project.run(&["release", "--date", "2026-06-12"]).exits(0);
    let before = project.read("out/api.txt");
    for member in [size, cost, next] {
        project.edit(SHIPPED, &format!("    {member},\n"), "");
    }
    let printed = project.run(&["diff"]).exits(1);
    assert!(printed.contains("the crate needs 0.2.0"), "{printed}");
    let keep =
        ["release", "--keep", "order.shipped.size", "--keep", "order.shipped.cost", "--keep", "order.shipped.next"];
    project.run(&keep).exits(0);
    assert!(project.read(CATALOG).contains("version = \"0.1.1\""));
    let plain = project.read("out/api.txt").replace(" #[deprecated]", "");
    let differences = different_lines(&before, &plain);
    assert!(differences.is_empty(), "{differences:#?}");
    project.run(&["gen", "--check"]).exits(0);
    assert_eq!(project.run(&["diff"]).exits(0), "nothing has changed since 0.1.1\n");
}

/// Returns the lines that only one of two texts has.
fn different_lines(before: &str, after: &str) -> Vec<String> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
    lines(before).symmetric_difference(&lines(after)).cloned().collect()
}
