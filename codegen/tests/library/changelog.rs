//! The changelog of a release says what programs need.

use codegen::Files;
use codegen::api::Difference;
use codegen::diff::{Report, Status};
use codegen::release::{Options, Release, release};
use serde_json::json;
use support::contract::edit::{Edition, PAID, SHIPPED};
use support::contract::rows;

const PAID_EXAMPLE: &str = "events/order.paid.example.json";

/// A released edition, without the files that its changelog is not made from.
struct Released(Files);

impl Released {
    fn of(edition: &Edition) -> Self {
        let mut files = complete(&edition.0).files;
        files.retain(|path, _| path.starts_with("released/"));
        Self(files)
    }

    /// Releases an edition after this one; returns its changelog in one line for each bullet, and the report.
    fn followed_by(&self, next: &Edition) -> Option<(String, Report)> {
        let mut edition = next.0.clone();
        edition.extend(self.0.clone());
        let status = codegen::diff::since_release(&edition).unwrap_or_else(|found| panic!("{found}"))?.status();
        if matches!(status, Status::Unclassified | Status::Reserved) {
            return None;
        }
        let release = complete(&edition);
        Some((release.changelog.replace("\n  ", " "), release.report?))
    }
}

fn complete(files: &Files) -> Release {
    release(files, &Options::default()).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns true if a changelog names an item, or the module or type that it is a part of.
fn names(changelog: &str, path: &str) -> bool {
    let owners = path.match_indices("::").map(|(end, _)| &path[..end]);
    owners.chain([path]).any(|path| changelog.contains(&format!("`{path}`")))
}

/// A program may name what is gone or another one.
#[test]
fn changelogs_name_what_programs_lose() {
    let base = Released::of(&Edition::base());
    let nested = json!({ "type": "object", "properties": { "code": { "type": "string" } } });
    let mut count = 0;
    for row in rows::all() {
        for edited in [row.edited.clone(), row.edited.set(PAID, "/properties/nested", nested.clone())] {
            let Some((changelog, report)) = base.followed_by(&edited) else { continue };
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
    let released = Released::of(&base);
    let renamed =
        base.clone().remove(PAID, "/properties/paidAt").set(PAID, "/properties/paidOn", json!({ "type": "string" }));
    let renamed = if base.document(PAID_EXAMPLE).get("paidAt").is_some() {
        renamed.remove(PAID_EXAMPLE, "/paidAt")
    } else {
        renamed
    };
    let (changelog, _) = released.followed_by(&renamed).expect("a release");
    let line = "In Rust: `OrderPaid::paid_at` is gone; `OrderPaid::paid_on` is new.";
    assert!(changelog.contains(line), "{changelog}");
    // What no change explains has a line, too.
    let conditional = base.clone().set(PAID, "/if", json!({ "properties": { "channel": { "const": "web" } } })).set(
        PAID,
        "/then",
        json!({ "properties": { "note": { "maxLength": 99 } } }),
    );
    let (changelog, report) = released.followed_by(&conditional).expect("a release");
    for Difference { path, .. } in &report.unexplained {
        assert!(changelog.contains(&format!("`{path}`")), "{path}: {changelog}");
    }
}

/// A line that a person has written stands for the change that it tells, and for no other.
#[test]
fn written_lines_hide_only_their_change() {
    let base = Released::of(&Edition::base());
    let string = || json!({ "type": "string" });
    let without_note = || Edition::base().remove(PAID, "/properties/note").remove(PAID_EXAMPLE, "/note");
    let channel = "/properties/channel/enum";
    let values = || Edition::base().set(PAID, channel, json!(["web", "shop", "fax"]));
    let optional = || Edition::base().set(SHIPPED, "/required", json!(["orderId"]));
    let null = || Edition::base().set(SHIPPED, "/properties/carrier/type", json!(["string", "null"]));
    let open = || Edition::base().remove(PAID, "/additionalProperties");
    let seat = || Edition::base().set(PAID, "/properties/seat", string());
    let gone = || Edition::base().without_returned();
    let bound = || Edition::base().set(PAID, "/properties/items/maximum", json!(50));
    for (edited, line, subject, said, is_told) in [
        (without_note(), "`order.paid`: `note` is gone.", "order.paid", "removes the optional member `note`", true),
        (without_note(), "`order.paid`: removes\n  `note`.", "order.paid", "removes the optional member `note`", true),
        (without_note(), "`order.paid`: `note` is longer.", "order.paid", "removes the optional member `note`", false),
        (without_note(), "`order.paid`: the note is gone.", "order.paid", "removes the optional member `note`", false),
        (
            without_note(),
            "`order.lost`: `note` is gone from `order.paid`.",
            "order.paid",
            "removes the optional",
            false,
        ),
        (seat(), "`order.paid`: the new member `seat`.", "order.paid", "adds the optional member `seat`", true),
        (seat(), "`order.paid`: `seats` are new.", "order.paid", "adds the optional member `seat`", false),
        (values(), "`order.paid`: `channel` can be `fax`.", "order.paid", "adds the value `\"fax\"`", true),
        (values(), "`order.paid`: `channel` can be `fax`.", "order.paid", "removes the value `\"phone\"`", false),
        (values(), "`order.paid`: `channel` is no longer `\"phone\"`.", "order.paid", "removes the value", true),
        (optional(), "`order.shipped`: `carrier` may be absent.", "order.shipped", "`carrier` optional", true),
        (optional(), "`order.shipped`: `carrier` names it.", "order.shipped", "`carrier` optional", false),
        (null(), "`order.shipped`: `carrier` may be `null`.", "order.shipped", "allows null", true),
        (null(), "`order.shipped`: `carrier` names it.", "order.shipped", "allows null", false),
        (open(), "`order.paid`: `note` is longer.", "order.paid", "opens the object", false),
        (gone(), "`order.returned`: removed.", "order.returned", "removes an event", true),
        (gone(), "`order.paid`: is also sent after an `order.returned`.", "order.returned", "removes an event", false),
        (bound(), "`order.paid`: changes `maximum` of `items`.", "order.paid", "changes `maximum`", true),
        (bound(), "`order.paid`: `maximum` of `items` is 50 now.", "order.paid", "changes `maximum`", true),
        (bound(), "`order.paid`: `maximum` of `items` is 49 now.", "order.paid", "changes `maximum`", false),
        (bound(), "`order.paid`: `maximum` of `items` will be 50.", "order.paid", "changes `maximum`", false),
        (bound(), "`order.paid`: `items`: `maximum` is too low.", "order.paid", "changes `maximum`", false),
        (values(), "`order.paid`: `channel`: `fax` is not sent.", "order.paid", "adds the value `\"fax\"`", false),
        (without_note(), "`order.paid`: `note` will be removed.", "order.paid", "removes the optional", false),
        (bound(), "`order.paid`: `items` is counted otherwise.", "order.paid", "changes `maximum`", false),
    ] {
        // Each usual heading has its turn.
        let heading = ["0.2.0 (unreleased)", "[Unreleased]", "Unreleased"][line.len() % 3];
        let text = format!("# Changelog\n\n## {heading}\n\n### Events\n\n- {line}\n");
        let edited = edited.file("CHANGELOG.md", &text);
        let (changelog, _) = base.followed_by(&edited).expect("a release");
        let lines = changelog.lines().filter(|it| it.starts_with(&format!("- `{subject}`: ")));
        let is_written = lines.filter(|it| !line.contains(&it[2..])).any(|it| it.contains(said));
        assert_ne!(is_written, is_told, "{line}: {changelog}");
        assert!(!changelog.to_lowercase().contains("unreleased"), "{changelog}");
        assert!(changelog.contains(&line.replace("\n  ", " ")), "{changelog}");
    }
}

/// A receiver finds in the changelog whatever it notices, below the heading that it concerns.
#[test]
fn changelogs_have_notes_and_headings() {
    let base = Edition::base();
    let entry = "\n[[schemas]]\nname = \"Money\"\nschema = \"shared/money.schema.json\"\n";
    let listed = |edition: Edition| {
        edition.catalog("\n[[events]]\nname = \"order.paid\"", &format!("{entry}\n[[events]]\nname = \"order.paid\""))
    };
    let lost = json!({ "type": "object", "properties": { "orderId": { "type": "string" } }, "required": ["orderId"] });
    let fax = "/properties/channel/enum/-";
    let note = "gets the new variant instead. 0.1.0 receives it as drift.";
    for (old, new, heading, line) in [
        (
            base.clone(),
            base.clone().set(PAID, fax, json!("fax")),
            "### Events",
            format!("A program that handles the value as `Unknown` {note}"),
        ),
        (
            base.clone(),
            base.clone().event("order.lost", &lost),
            "### Events",
            format!("A program that handles the event as `Event::Unknown` {note}"),
        ),
        (
            base.clone(),
            base.clone().catalog("X-Acme-Event", "X-Event"),
            "### All events",
            "`require_event_header(true)` asks for another header.".to_owned(),
        ),
        (listed(base.clone()), base.clone(), "### Schemas", "- `Money`: removes a schema.".to_owned()),
        (base.clone(), listed(base.clone()), "### Schemas", "- `Money`: adds a schema.".to_owned()),
        (
            base.clone(),
            base.clone().set(SHIPPED, "/properties/carrier/deprecated", json!(true)),
            "### Events",
            "- `order.shipped`: `carrier`: adds `deprecated`.".to_owned(),
        ),
    ] {
        let (changelog, _) = Released::of(&old).followed_by(&new).expect("a release");
        let section = changelog.split("\n## ").nth(1).expect("an entry");
        let below = section.split("\n### ").find(|below| below.starts_with(&heading[4..]));
        assert!(below.is_some_and(|below| below.contains(&line)), "{line}: {section}");
    }
}
