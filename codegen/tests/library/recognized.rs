//! Changes that are recognized as what a vendor did: as one change with its cause, not as several without relation.

use std::path::Path;

use codegen::Files;
use codegen::diff::{Judged, Report, compare};
use serde_json::{Value, json};

use support::contract::edit::{Edition, MONEY, PAID, SHIPPED};
use support::folder;

const RETURNED: &str = "events/order.returned.schema.json";

fn report(old: &Edition, new: &Edition) -> Report {
    compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{found}"))
}

type Said<'r> = (&'r str, &'r str, &'r str, &'r str);

/// Returns rule, member, wire and source of each change.
fn said(report: &Report) -> Vec<Said<'_>> {
    let said = |it: &'_ Judged| (it.change.rule.id(), it.wire.effect.code(), it.source.name());
    let members = report.changes.iter().map(|it| it.change.member.as_str());
    let said = report.changes.iter().map(said).zip(members);
    said.map(|((rule, wire, source), member)| (rule, member, wire, source)).collect()
}

/// Returns the catalogue with one shared schema that no event refers to.
fn unshared() -> Edition {
    let edition = Edition::base().remove(SHIPPED, "/properties/fee").remove(SHIPPED, "/properties/carrier");
    let edition = edition.set(SHIPPED, "/required", json!(["orderId"])).set(PAID, "", json!({ "type": "object" }));
    without_examples(&edition)
}

fn without_examples(edition: &Edition) -> Edition {
    let lines = edition.0["catalog.toml"].lines();
    let lines: Vec<&str> = lines.filter(|line| !line.starts_with("examples")).collect();
    edition.clone().file("catalog.toml", &lines.join("\n"))
}

/// The module of shared types comes and goes with the member that is the first or last to refer to one.
#[test]
fn shared_modules_have_a_cause() {
    let reference = json!({ "$ref": "../shared/money.schema.json" });
    let one = unshared();
    let other = unshared().set(SHIPPED, "/properties/fee", reference).set(
        RETURNED,
        "/properties/why",
        json!({ "type": "integer" }),
    );
    for (old, new) in [(&one, &other), (&other, &one)] {
        let report = report(old, new);
        assert!(report.unexplained.is_empty(), "{}", report.human());
        let of_module = |it: &&Judged| it.api.iter().any(|difference| difference.path == "shared");
        let causes: Vec<&Judged> = report.changes.iter().filter(of_module).collect();
        assert_eq!(causes.len(), 1, "{}", report.human());
        assert_eq!(causes[0].change.member, "fee", "{}", report.human());
    }
}

/// The first integer brings the error of its type.
#[test]
fn types_without_a_schema_have_a_cause() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/catalog/vendors/nested-names");
    let files = Edition(codegen::load::unreleased(&folder::read(&folder)));
    let old = without_examples(&files);
    let new = old.clone().set("moved.schema.json", "/properties/parcel", json!({ "type": "integer" }));
    let new = new.set("dropped.schema.json", "/properties/seat", json!({ "type": "string" }));
    let report = report(&old, &new);
    assert!(report.unexplained.is_empty(), "{}", report.human());
    let of_error = |it: &&Judged| it.api.iter().any(|difference| difference.path == "InvalidInteger");
    let causes: Vec<&str> = report.changes.iter().filter(of_error).map(|it| it.change.member.as_str()).collect();
    assert_eq!(causes, ["parcel"], "{}", report.human());
}

#[test]
fn both_formats_are_named() {
    let with =
        |format: &str| Edition::base().set(PAID, "/properties/key", json!({ "type": "string", "format": format }));
    let change = |old: &str, new: &str| {
        let report = report(&with(old), &with(new));
        let [Judged { change, wire, .. }] = report.changes.as_slice() else { panic!("{}", report.human()) };
        (change.rule.id(), change.words.clone(), wire.effect.code())
    };
    let words = |words: &str| words.to_owned();
    assert_eq!(
        change("uuid", "ulid"),
        ("format-changed", words("changes `format`: `uuid` → `ulid`, which is not validated"), "degrades")
    );
    assert_eq!(
        change("ulid", "uuid"),
        ("format-changed", words("changes `format`: `ulid`, which is not validated → `uuid`"), "ok")
    );
    assert_eq!(change("ulid", "cuid"), ("words-changed", words("changes `format`"), "ok"));
}

/// A branch: its tags, and a member with its type.
type Branch<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

/// Returns the union of branches.
fn union(branches: &[Branch<'_>]) -> Value {
    let branch = |(tags, member, ty): &Branch<'_>| {
        let tags = tags.iter().map(|(tag, value)| ((*tag).to_owned(), json!({ "const": value })));
        let mut properties: serde_json::Map<String, Value> = tags.collect();
        properties.insert((*member).to_owned(), json!({ "type": ty }));
        json!({ "type": "object", "required": properties.keys().collect::<Vec<_>>(), "properties": properties })
    };
    json!({ "oneOf": branches.iter().map(branch).collect::<Vec<_>>() })
}

#[test]
fn a_renamed_tag_is_one_change() {
    let with = |schema: Value| Edition::base().set(PAID, "/properties/by", schema);
    let transfer: Branch<'_> = (&[("type", "transfer")], "iban", "string");
    let card = |name| union(&[transfer, (&[("type", name)], "last4", "string")]);
    let renamed = report(&with(card("card")), &with(card("credit_card")));
    let expected = ("constant-changed", "by.type", "fails", "major");
    assert_eq!(said(&renamed), [expected], "{}", renamed.human());
    let words = "renames the tag `\"card\"` to `\"credit_card\"`, or removes the one branch and adds the other";
    assert_eq!(renamed.changes[0].change.words, words);
    assert!(renamed.unexplained.is_empty(), "{}", renamed.human());
    // Another branch comes with its own types.
    let cash: Branch<'_> = (&[("type", "cash")], "till", "string");
    let more = union(&[transfer, (&[("type", "credit_card")], "last4", "string"), cash]);
    let both = report(&with(card("card")), &with(more));
    let changes = [("branch-added", "by", "fails", "minor"), expected];
    assert_eq!(said(&both), changes, "{}", both.human());
    assert_eq!(both.changes[0].change.words, "adds a branch: `type` = `\"cash\"`, object, 2 members");
    // A version that all branches have is no tag.
    let card = |name| {
        union(&[
            (&[("type", "transfer"), ("v", "1")], "iban", "string"),
            (&[("type", name), ("v", "1")], "last4", "string"),
        ])
    };
    let renamed = report(&with(card("card")), &with(card("credit_card")));
    assert_eq!(said(&renamed), [expected], "{}", renamed.human());
    assert_eq!(renamed.changes[0].change.words, words);
}

#[test]
fn other_branches_are_not_renamed() {
    let with = |branches: &[Branch<'_>]| Edition::base().set(PAID, "/properties/by", union(branches));
    let rules = |old: &Edition, new: &Edition| {
        let report = report(old, new);
        report.changes.iter().map(|it| it.change.rule.id()).collect::<Vec<_>>()
    };
    let transfer: Branch<'_> = (&[("type", "transfer")], "iban", "string");
    let old = with(&[transfer, (&[("type", "card")], "last4", "string")]);
    // Another member, and another type.
    let both = ["branch-added", "branch-removed"];
    assert_eq!(rules(&old, &with(&[transfer, (&[("type", "cash")], "till", "string")])), both);
    assert_eq!(rules(&old, &with(&[transfer, (&[("type", "cash")], "last4", "integer")])), both);
    // Two with one shape.
    let old = with(&[transfer, (&[("type", "a")], "x", "string"), (&[("type", "b")], "x", "string")]);
    let new = with(&[transfer, (&[("type", "c")], "x", "string"), (&[("type", "d")], "x", "string")]);
    assert_eq!(rules(&old, &new), [both[0], both[0], both[1], both[1]]);
}

/// Every use narrows the shared list.
#[test]
fn values_that_nothing_admits_are_named() {
    let narrowed = json!({
        "allOf": [{ "$ref": "../shared/money.schema.json" }, { "properties": { "currency": { "enum": ["EUR", "USD"] } } }]
    });
    let old = Edition::base()
        .set(PAID, "/properties/total", narrowed.clone())
        .set(PAID, "/properties/lines/items/properties/price", narrowed.clone())
        .set(SHIPPED, "/properties/fee", narrowed);
    let new = old.clone().set(MONEY, "/properties/currency/enum/-", json!("GBP"));
    let words = |old: &Edition, new: &Edition| {
        let report = report(old, new);
        let [Judged { change, wire, .. }] = report.changes.as_slice() else { panic!("{}", report.human()) };
        (change.rule.id(), change.to_string(), wire.effect.code(), change.users.clone())
    };
    let users = || ["order.paid", "order.shipped"].map(str::to_owned).to_vec();
    let added = format!("{MONEY}: adds the value `\"GBP\"`, which no use of the document admits");
    assert_eq!(words(&old, &new), ("value-added", added, "ok", users()));
    let removed = format!("{MONEY}: removes the value `\"GBP\"`, which no use of the document admitted");
    assert_eq!(words(&new, &old), ("value-removed", removed, "ok", users()));
    // Beside a change of one of its users, it has the same effect.
    let more = new.set(PAID, "/properties/seat", json!({ "type": "string" }));
    let report = report(&old, &more);
    let expected = [("optional-member-added", "seat", "degrades", "minor"), ("value-added", "", "ok", "minor")];
    assert_eq!(said(&report), expected, "{}", report.human());
}

/// Returns the catalogue whose last event has this name and these members beside `orderId`.
fn last(name: &str, members: &[(&str, &str)]) -> Edition {
    let members = members.iter().map(|(member, ty)| ((*member).to_owned(), json!({ "type": ty })));
    let mut properties: serde_json::Map<String, Value> = members.collect();
    properties.insert("orderId".to_owned(), json!({ "type": "string" }));
    let schema = json!({ "type": "object", "required": ["orderId"], "properties": properties });
    Edition::base().without_returned().event(name, &schema)
}

#[test]
fn a_renamed_event_may_change_a_member() {
    let was = [("reason", "string"), ("count", "integer"), ("parcel", "string")];
    let is = [("reason", "string"), ("count", "string"), ("parcel", "string")];
    let renamed = report(&last("order.returned", &was), &last("order.sent_back", &is));
    let expected = [("event-renamed", "", "degrades", "major"), ("type-changed", "count", "ok", "patch")];
    assert_eq!(said(&renamed), expected, "{}", renamed.human());
    let words = "order.sent_back: renames `order.returned` to `order.sent_back`, or removes the one and adds the other";
    assert_eq!(renamed.changes[0].change.to_string(), words);
    assert!(renamed.unexplained.is_empty(), "{}", renamed.human());
    // A schema that other events refer to changes for them as before.
    let money = |edition: Edition, path: &str| {
        edition.set(path, "/properties/refund", json!({ "$ref": "../shared/money.schema.json" }))
    };
    let old = money(last("order.returned", &was), RETURNED);
    let new = money(last("order.sent_back", &was), "events/order.sent_back.schema.json");
    let new = new.set(MONEY, "/properties/exact", json!({ "type": "string" }));
    let renamed = report(&old, &new);
    let expected =
        [("event-renamed", "", "degrades", "major"), ("optional-member-added", "total.exact", "degrades", "minor")];
    assert_eq!(said(&renamed), expected, "{}", renamed.human());
    assert_eq!(renamed.changes[1].change.users, ["order.paid", "order.shipped", "order.sent_back"]);
}

#[test]
fn unlike_events_are_not_renamed() {
    let old = last("order.returned", &[("reason", "string"), ("count", "integer"), ("parcel", "string")]);
    let rules = |new: &Edition| {
        let report = self::report(&old, new);
        report.changes.iter().map(|it| it.change.rule.id()).collect::<Vec<_>>()
    };
    let both = ["event-added", "event-removed"];
    // The items of the removed one are gone with it, though both have one document.
    let mut other = old.clone().catalog("name = \"order.returned\"", "name = \"order.lost\"");
    other = other.file(RETURNED, r#"{ "type": "object", "properties": { "lost": { "type": "boolean" } } }"#);
    let report = report(&old, &other);
    let expected = [("event-added", "", "degrades", "minor"), ("event-removed", "", "ok", "major")];
    assert_eq!(said(&report), expected, "{}", report.human());
    // Other members.
    assert_eq!(rules(&last("order.lost", &[("reason", "string"), ("since", "string"), ("by", "string")])), both);
    // Another name at another place.
    let catalog = old.0["catalog.toml"].replace("order.returned", "parcel.back");
    let (rest, last_event) = catalog.rsplit_once("\n[[events]]").expect("there are events");
    let (head, others) = rest.split_once("[[events]]").expect("there are more");
    let text = old.0[RETURNED].replace("integer", "string");
    let mut moved = Edition(old.0.clone())
        .file("catalog.toml", &format!("{head}[[events]]{last_event}\n[[events]]{others}"))
        .file("events/parcel.back.schema.json", &text);
    moved.0.remove(RETURNED);
    assert_eq!(rules(&moved), both);
    // Two that are alike.
    let members =
        json!({ "reason": { "type": "string" }, "count": { "type": "integer" }, "orderId": { "type": "string" } });
    let schema = json!({ "type": "object", "required": ["orderId"], "properties": members });
    let new = last("order.lost", &[("reason", "string"), ("parcel", "string")]).event("order.found", &schema);
    assert_eq!(rules(&new), ["event-added", "event-added", "event-removed"]);
}

/// The constant of the event's name in its payload is renamed with the event.
#[test]
fn a_name_in_the_payload_is_renamed() {
    let files = |events: &[(&str, &str)]| {
        let mut files = Files::new();
        let mut catalog =
            "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[event]\nmember = \"/kind\"\n\n\
            [signature]\nheader = \"X-A\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n"
                .to_owned();
        for (name, file) in events {
            let members =
                json!({ "kind": { "const": name }, "fare": { "type": "integer" }, "by": { "type": "string" } });
            let schema = json!({ "type": "object", "properties": members, "required": ["kind", "fare"] });
            catalog = format!("{catalog}\n[[events]]\nname = \"{name}\"\nschema = \"{file}.schema.json\"\n");
            files.insert(format!("{file}.schema.json"), schema.to_string());
        }
        files.insert("catalog.toml".to_owned(), catalog);
        files
    };
    let old = files(&[("ride.ended", "b")]);
    for (events, rules, renamed) in [
        (&[("ride.finished", "b")][..], &["event-renamed"][..], "ride.finished"),
        (&[("ride.finished", "c")], &["event-renamed"], "ride.finished"),
        // The one that is written where the other was.
        (&[("ride.finished", "b"), ("ride.stopped", "c")], &["event-renamed", "event-added"], "ride.finished"),
        (&[("ride.stopped", "c"), ("ride.finished", "b")], &["event-added", "event-renamed"], "ride.finished"),
        (&[("ride.billed", "c"), ("trip.over", "b")], &["event-added", "event-renamed"], "trip.over"),
    ] {
        let report = codegen::diff::compare(&old, &files(events)).unwrap_or_else(|found| panic!("{found}"));
        let found: Vec<&str> = report.changes.iter().map(|it| it.change.rule.id()).collect();
        assert_eq!(found[..rules.len().min(found.len())], *rules, "{events:?}: {}", report.human());
        let subject =
            report.changes.iter().find(|it| it.change.rule.id() == "event-renamed").map(|it| &it.change.subject);
        assert_eq!(subject.map(String::as_str), Some(renamed), "{}", report.human());
        assert!(report.unexplained.is_empty(), "{}", report.human());
    }
}

/// A schema that is no event is renamed and removed as a schema.
#[test]
fn schemas_are_no_events() {
    let schemas = |names: &[&str]| {
        let mut edition = Edition::base();
        for name in names {
            let entry = format!("\n[[schemas]]\nname = \"{name}\"\nschema = \"shared/money.schema.json\"\n");
            let catalog = format!("{}{entry}", edition.0["catalog.toml"]);
            edition = edition.file("catalog.toml", &catalog);
        }
        edition
    };
    for (old, new, rule) in [
        (&["Money"][..], &["Price"][..], "schema-renamed"),
        (&["Money"], &[], "schema-removed"),
        (&[], &["Money"], "schema-added"),
    ] {
        let report = report(&schemas(old), &schemas(new));
        let change = &report.changes[0];
        assert_eq!((change.change.rule.id(), change.wire.effect.code()), (rule, "ok"), "{}", report.human());
        let words = change.wire.basis.words("0.1.0");
        assert!(!words.contains("sent"), "{words}");
    }
}
