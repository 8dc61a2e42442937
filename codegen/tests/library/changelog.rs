//! The changelog of a release says what programs need.

use codegen::Files;
use codegen::api::Difference;
use codegen::diff::{Report, Status};
use codegen::release::{Options, release};
use serde_json::json;
use support::contract::edit::{Edition, PAID};
use support::contract::rows;

/// Releases an edition after the base; returns its changelog in one line for each bullet, and the report.
fn released(old: &Edition, new: &Edition) -> Option<(String, Report)> {
    let files = |files: &Files| release(files, &Options::default());
    let first = files(&old.0).unwrap_or_else(|found| panic!("{found}")).files;
    let mut edition = new.0.clone();
    edition.extend(first.into_iter().filter(|(path, _)| path.starts_with("released/")));
    let status = codegen::diff::since_release(&edition).unwrap_or_else(|found| panic!("{found}"))?.status();
    if matches!(status, Status::Unclassified | Status::Reserved) {
        return None;
    }
    let release = files(&edition).unwrap_or_else(|found| panic!("{found}"));
    Some((release.changelog.replace("\n  ", " "), release.report?))
}

/// Returns true if a changelog names an item, or the module or type that it is a part of.
fn names(changelog: &str, path: &str) -> bool {
    let owners = path.match_indices("::").map(|(end, _)| &path[..end]);
    owners.chain([path]).any(|path| changelog.contains(&format!("`{path}`")))
}

/// A program may name what is gone or another one.
#[test]
fn changelogs_name_what_programs_lose() {
    let base = Edition::base();
    let nested = json!({ "type": "object", "properties": { "code": { "type": "string" } } });
    let mut count = 0;
    for row in rows::all() {
        for edited in [row.edited.clone(), row.edited.set(PAID, "/properties/nested", nested.clone())] {
            let Some((changelog, report)) = released(&base, &edited) else { continue };
            let differences = report.changes.iter().flat_map(|it| &it.api).chain(&report.unexplained);
            for Difference { path, .. } in differences.filter(|it| it.before.is_some()) {
                assert!(names(&changelog, path), "{}: {path}\n{changelog}", row.name);
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} differences");
}

#[test]
fn changelogs_name_what_replaces_an_item() {
    let base = Edition::base();
    let example = "events/order.paid.example.json";
    let renamed =
        base.clone().remove(PAID, "/properties/paidAt").set(PAID, "/properties/paidOn", json!({ "type": "string" }));
    let renamed =
        if base.document(example).get("paidAt").is_some() { renamed.remove(example, "/paidAt") } else { renamed };
    let (changelog, _) = released(&base, &renamed).expect("a release");
    let line = "In Rust: `OrderPaid::paid_at` is gone; `OrderPaid::paid_on` is new.";
    assert!(changelog.contains(line), "{changelog}");
    // What no change explains has a line, too.
    let conditional = base.clone().set(PAID, "/if", json!({ "properties": { "channel": { "const": "web" } } })).set(
        PAID,
        "/then",
        json!({ "properties": { "note": { "maxLength": 99 } } }),
    );
    let (changelog, report) = released(&base, &conditional).expect("a release");
    for Difference { path, .. } in &report.unexplained {
        assert!(changelog.contains(&format!("`{path}`")), "{path}: {changelog}");
    }
}
