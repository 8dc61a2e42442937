//! The objections to a release, each with a way that ends it.

use codegen::Files;
use codegen::diff::{Report, Status, compare};
use codegen::release::{Options, release};
use codegen::source::location::Source;
use serde_json::json;
use support::contract::edit::{Edition, PAID};

fn report(old: &Files, new: &Files) -> Report {
    compare(old, new).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the tables that a report proposes for the catalogue, as they are printed.
fn proposed(report: &Report) -> String {
    let lines = report.objections();
    let is_table = |line: &&str| line.starts_with("            ");
    let lines: Vec<&str> = lines.lines().filter(is_table).map(str::trim_start).collect();
    format!("\n{}\n", lines.join("\n"))
}

/// Returns an edition with more at the end of its catalogue.
fn with(edition: &Edition, more: &str) -> Edition {
    let catalog = format!("{}{more}", edition.0["catalog.toml"]);
    edition.clone().file("catalog.toml", &catalog)
}

/// A person confirms the effect that was found; one that nothing shows is left open.
#[test]
fn proposed_verdicts_say_what_was_found() {
    let base = Edition::base();
    let reserved =
        "\n[[reserved]]\nevent = \"order.lost\"\nsince = \"0.1.0\"\nmeaning = \"shared/money.schema.json\"\n";
    let id = "\n[delivery]\nid = { member = \"/id\" }\n";
    for (old, new, expected) in [
        (base.clone(), base.clone().catalog("X-Acme-Signature", "X-Signature"), Some("fails")),
        (base.clone(), base.clone().catalog(id, ""), Some("fails")),
        (with(&base, reserved), base.clone(), None),
    ] {
        let found = report(&old.0, &new.0);
        assert_eq!(found.status(), Status::Unclassified, "{}", found.human());
        let lines = proposed(&found);
        let wire = expected.map_or("wire = \"…\" # ".to_owned(), |effect| format!("wire = \"{effect}\"\n"));
        assert!(lines.contains(&wire), "{lines}");
        // As it is printed, it decides nothing.
        let refused = compare(&old.0, &with(&new, &lines).0).err().unwrap_or_else(|| panic!("{lines}"));
        assert!(refused.to_string().contains("this value says nothing"), "{refused}");
        let decided = lines.replace("wire = \"…\"", "wire = \"ok\"").replace("reason = \"…\"", "reason = \"agreed\"");
        let found = report(&old.0, &with(&new, &decided).0);
        assert_ne!(found.status(), Status::Unclassified, "{}", found.human());
        let effects: Vec<&str> = found.changes.iter().map(|it| it.wire.effect.code()).collect();
        assert!(effects.contains(&expected.unwrap_or("ok")), "{effects:?}");
    }
}

/// The printed way leads to a release: without its entry, the name is for a person to decide.
#[test]
fn a_returned_name_has_a_way_out() {
    let base = Edition::base();
    for (pointer, other) in [
        ("/properties/note", json!({ "type": "integer" })),
        ("/properties/paidAt", json!({ "type": "boolean" })),
        ("/properties/payment", json!({ "type": "string" })),
    ] {
        let next = |edition: &Edition, first: &Files| {
            let mut files = edition.0.clone();
            let is_kept =
                |path: &str| path.starts_with("released/") || path.starts_with("reserved/") || path == "catalog.toml";
            files.extend(
                first.iter().filter(|(path, _)| is_kept(path)).map(|(path, text)| (path.clone(), text.clone())),
            );
            files
        };
        let released =
            |files: &Files| release(files, &Options::default()).unwrap_or_else(|found| panic!("{found}")).files;
        let example = format!("/{}", pointer.rsplit('/').next().unwrap_or_default());
        let has_example = base.document("events/order.paid.example.json").pointer(&example).is_some();
        let without = |edition: Edition| {
            if has_example { edition.remove("events/order.paid.example.json", &example) } else { edition }
        };
        let gone = released(&next(&without(base.clone().remove(PAID, pointer)), &released(&base.0)));
        let back = next(&without(base.clone().set(PAID, pointer, other)), &gone);
        let since = |files: &Files| codegen::diff::since_release(files).ok().flatten().expect("a release");
        let found = since(&back);
        assert_eq!(found.status(), Status::Reserved, "{pointer}: {}", found.human());
        let returned = found.changes.iter().find(|it| it.change.rule.id() == "reserved-name-returned");
        assert_eq!(returned.map(|it| it.wire.effect.code()), Some("fails"), "{pointer}: {}", found.human());
        assert!(found.objections().contains("remove its `[[reserved]]` entry"), "{}", found.objections());
        let mut edition = back.clone();
        let catalog = &back["catalog.toml"];
        let entry = catalog.find("[[reserved]]").expect("an entry");
        edition.insert("catalog.toml".to_owned(), catalog[..entry].to_owned());
        edition.retain(|path, _| !path.starts_with("reserved/"));
        let found = since(&edition);
        assert_eq!(found.status(), Status::Unclassified, "{pointer}: {}", found.human());
        let lines = proposed(&found).replace("wire = \"…\"", "wire = \"fails\"").replace("\"…\"", "\"announced\"");
        let edition = with(&Edition(edition), &lines);
        assert!(release(&edition.0, &Options::default()).is_ok(), "{lines}");
    }
}

/// A name that stands for the unknown vendor is said at each import, and is not released. One that a person has chosen is.
#[test]
fn an_unknown_vendor_is_not_released() {
    let page = "## order.paid\n\n```json\n{ \"total\": 1 }\n```\n\n```json\n{ \"type\": \"object\" }\n```\n";
    let import = |files: &Files| {
        let imported = codegen::import::import(&Source::new("page.md", page), None, files);
        let imported = imported.unwrap_or_else(|found| panic!("{found}"));
        let says = imported.warnings.iter().any(|found| found.code == "unknown-vendor");
        (imported.files, says)
    };
    let (mut files, says) = import(&Files::new());
    assert!(says && import(&files).1, "{}", files["catalog.toml"]);
    for (before, after, is_unknown) in [
        ("", "", true),
        ("vendor = \"Vendor\"", "vendor = \"Acme\"", false),
        ("name = \"vendor-webhooks\"", "name = \"acme-webhooks\"", false),
    ] {
        files.entry("catalog.toml".to_owned()).and_modify(|text| *text = text.replacen(before, after, 1));
        assert_eq!(import(&files).1, is_unknown, "{after}");
        let found = release(&files, &Options::default()).err().map(|found| found.to_string()).unwrap_or_default();
        assert_eq!(found.contains("error[unknown-vendor]"), is_unknown, "{after}: {found}");
        assert_eq!(found.contains("help: set `name` and `vendor` in `[crate]`"), is_unknown, "{after}: {found}");
    }
}
