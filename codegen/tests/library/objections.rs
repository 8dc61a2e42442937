//! The objections to a release, each with a way that ends it.

use codegen::Files;
use codegen::diff::{Report, Status, compare};
use codegen::release::{Options, release};
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

/// What was found is what a person confirms; what nothing shows is left open.
#[test]
fn proposed_verdicts_say_what_was_found() {
    let base = Edition::base();
    let reserved = "\n[[reserved]]\nevent = \"order.lost\"\nsince = \"0.1.0\"\nmeaning = \"shared/money.schema.json\"\n";
    let moved = "id = { member = \"/kind\" }";
    for (old, new, expected) in [
        (base.clone(), base.clone().catalog("X-Acme-Signature", "X-Signature"), Some("fails")),
        (base.clone(), base.clone().catalog("id = { member = \"/id\" }", moved), Some("fails")),
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
