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

#[test]
fn changelogs_name_what_no_change_explains() {
    let nested = json!({ "type": "object", "properties": { "code": { "type": "string" } } });
    let base = Edition::base();
    let mut count = 0;
    for row in rows::all() {
        let edited = row.edited.set(PAID, "/properties/nested", nested.clone());
        let Some((changelog, report)) = released(&base, &edited) else { continue };
        for Difference { path, .. } in &report.unexplained {
            assert!(names(&changelog, path), "{}: {path}\n{changelog}", row.name);
            count += 1;
        }
    }
    println!("{count} differences");
}
