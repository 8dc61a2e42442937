//! The changes between two catalogues: every row of the checklist is found as one change, at its place, with its verdicts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use codegen::diff::{Judged, Report, Status, changes, compare, compare_editions};
use codegen::source::location::{Place, Source};
use codegen::source::visible::is_visible;
use codegen::{Files, SchemaOptions, interpret, json, model_of, plan};
use serde_json::json;

use support::contract::edit::{ENVELOPE, Edition, MONEY, PAID};
use support::contract::rows;

/// The edition before each row.
static BASE: LazyLock<codegen::Edition> = LazyLock::new(|| read(&Edition::base().0));

fn read(files: &Files) -> codegen::Edition {
    codegen::Edition::read(files).unwrap_or_else(|found| panic!("{found}"))
}

/// Compares an edition with the base.
fn since_base(new: &Edition) -> Report {
    compare_editions(&BASE, &read(&new.0)).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns rule, member, wire and source of each change.
fn rows_of(report: &Report) -> Vec<rows::Expected<'_>> {
    let row = |judged: &'_ Judged| (judged.change.rule.id(), judged.wire.effect.code(), judged.source.name());
    let members = report.changes.iter().map(|judged| judged.change.member.as_str());
    let rows = report.changes.iter().map(row).zip(members);
    rows.map(|((rule, wire, source), member)| (rule, member, wire, source)).collect()
}

#[test]
fn every_row_is_found_and_judged() {
    let mut wrong = Vec::new();
    for row in rows::all() {
        let report = since_base(&row.edited);
        if rows_of(&report) != row.changes {
            wrong.push(format!("{}: {:?}\n{}", row.name, rows_of(&report), report.human()));
        }
        // The version follows from all differences of the public API, and the smallest one is enough.
        let costs = report
            .changes
            .iter()
            .map(|it| it.source)
            .chain(report.unexplained.iter().map(codegen::api::Difference::cost));
        assert_eq!(Some(report.cost()), costs.max(), "{}", row.name);
        assert!(!report.is_sufficient() && report.is_enough(&report.needed()), "{}", row.name);
        // The module of an event comes and goes with it.
        let is_module = |path: &str| path.starts_with("events::") && path.matches("::").count() == 1;
        assert!(!report.unexplained.iter().any(|it| is_module(&it.path)), "{}: {}", row.name, report.human());
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn equal_editions_have_no_changes() {
    let report = since_base(&Edition::base());
    assert!(report.is_same() && report.status() == Status::Same, "{}", report.human());
}

#[test]
fn shared_changes_name_all_users() {
    let report = since_base(&Edition::base().set(MONEY, "/properties/currency/enum/-", json!("GBP")));
    let users: Vec<&[String]> = report.changes.iter().map(|judged| judged.change.users.as_slice()).collect();
    assert_eq!(users, [["order.paid", "order.shipped"]]);
}

/// Returns the only change between two editions.
fn only_change(old: &Edition, new: &Edition) -> Judged {
    let report = compare_editions(&read(&old.0), &read(&new.0)).unwrap_or_else(|found| panic!("{found}"));
    assert_eq!(report.changes.len(), 1, "{}", report.human());
    report.changes.into_iter().next().expect("there is one")
}

#[test]
fn a_setting_is_one_change() {
    let time = json!("date-time");
    let until = json!({ "type": "string", "format": "date-time" });
    let old = Edition::base().set(PAID, "/properties/paidAt/format", time).set(MONEY, "/properties/until", until);
    let annotation = "[settings]\nformat = \"annotation\"\n\n[envelope]";
    let new = old.clone().catalog("[envelope]", annotation);
    let Judged { change, wire, .. } = only_change(&old, &new);
    assert_eq!(change.words, "changes `format`: `assertion` → `annotation`, in 2 places of the schemas");
    assert_eq!(change.users, ["order.paid", "order.shipped"]);
    assert_eq!(wire.effect.code(), "degrades");
    // A format that the schema loses is another change.
    let new = new.remove(PAID, "/properties/paidAt/format");
    let report = compare_editions(&read(&old.0), &read(&new.0)).unwrap_or_else(|found| panic!("{found}"));
    let rules = report.changes.iter().map(|it| it.change.rule.id()).collect::<Vec<_>>();
    assert_eq!(rules, ["setting-changed", "format-changed"], "{}", report.human());
}

#[test]
fn checksums_count_where_nothing_else_changed() {
    let page = |sha256: &str, updated: &str| {
        let section = format!("[source]\nupdated = \"{updated}\"\nsha256 = \"{sha256}\"\n\n[envelope]");
        Edition::base().catalog("[envelope]", &section)
    };
    let (one, other) = ("a".repeat(64), "b".repeat(64));
    let said = |new: &Edition| only_change(&page(&one, "2026-06-12"), new).change.to_string();
    assert_eq!(said(&page(&other, "2026-06-12")), "source: changes its text, but nothing else in the catalogue");
    assert_eq!(said(&page(&other, "2026-07-01")), "source: changes `updated`: `2026-06-12` → `2026-07-01`");
}

#[test]
fn types_explain_refinements_that_they_remove() {
    let count = |ty: &str| Edition::base().set(PAID, "/properties/count", json!({ "type": ty }));
    let refined =
        format!("[[refinements]]\nschema = \"{PAID}\"\npointer = \"/properties/count\"\ntype = \"i64\"\n\n[envelope]");
    let old = count("integer").catalog("[envelope]", &refined);
    let report = compare_editions(&read(&old.0), &read(&count("number").0)).unwrap_or_else(|found| panic!("{found}"));
    let rows = rows_of(&report);
    let expected = [("refinement-changed", "count", "ok", "patch"), ("integer-made-number", "count", "fails", "major")];
    assert_eq!(rows, expected, "{}", report.human());
    // A bound alone keeps the type.
    let tightened = count("integer").set(PAID, "/properties/count/minimum", json!(0));
    let report = compare_editions(&read(&old.0), &read(&tightened.0)).unwrap_or_else(|found| panic!("{found}"));
    let sources = report.changes.iter().map(|it| it.source.name()).collect::<Vec<_>>();
    assert_eq!(sources, ["major", "patch"], "{}", report.human());
}

#[test]
fn changed_examples_show_what_differs() {
    let example = "events/order.paid.example.json";
    let said = |new: &Edition| {
        let change = only_change(&Edition::base(), new).change;
        let words = |it: &Option<codegen::diff::Reading>| it.as_ref().map(|it| it.words.clone());
        (change.words.clone(), words(&change.before), words(&change.after))
    };
    let text = |text: &str| Some(text.to_owned());
    let added = Edition::base().set(example, "/payment/added", json!(1));
    assert_eq!(said(&added), ("adds `/payment/added` to an example".to_owned(), None, text("1")));
    let both = added.set(example, "/payment/more", json!(2));
    let changed = "changes an example at `/payment`".to_owned();
    let sku = Edition::base().set(example, "/lines/0/sku", json!("b"));
    assert_eq!(said(&sku).0, "changes an example at `/lines/0/sku`");
    assert_eq!(said(&both), (changed, text("{…}"), text("{\"added\":1,\"more\":2,…}")));
}

#[test]
fn the_opposite_edit_is_found_too() {
    for row in rows::all().iter().step_by(4) {
        let back = compare_editions(&read(&row.edited.0), &BASE).unwrap_or_else(|found| panic!("{found}"));
        assert!(!back.changes.is_empty(), "{}", row.name);
    }
}

#[test]
fn reports_are_the_same_every_time() {
    let rows = rows::all();
    let edited = rows.iter().find(|row| row.name == "R5").map(|row| &row.edited).expect("the row");
    assert_eq!(since_base(edited).json(), since_base(edited).json());
}

#[test]
fn json_reports_match_their_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diff-report.schema.json");
    let schema = Source::new("diff-report.schema.json", fs::read_to_string(path).expect("the schema is documented"));
    let (model, _) = model_of(&schema, &SchemaOptions::new("Report")).unwrap_or_else(|found| panic!("{found}"));
    let root = model.roots[0].schema;
    let plan = plan::plan(&model, &BTreeSet::new());
    for row in rows::all().iter().filter(|row| ["R2", "R5", "R19", "R27", "crate"].contains(&row.name)) {
        let text = since_base(&row.edited).json();
        let document = json::parse(&Source::new("report.json", text)).unwrap_or_else(|found| panic!("{found}"));
        let found = interpret::validate(&plan, plan.entries[&root], &document.root);
        assert!(found.is_empty(), "{}: {found:?}", row.name);
    }
}

/// Returns the text of a report without colours and without the marks of code.
fn plain(report: &str) -> String {
    let mut parts = report.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    let rest = parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest));
    rest.fold(first, |text, part| text + part).replace(['`', '\\'], "")
}

#[test]
fn reports_say_the_same() {
    for row in rows::all() {
        let mut report = since_base(&row.edited);
        report.locate(|_| Some(Place::new(&Source::new("page.md", "page"), 1..2)));
        let json: serde_json::Value = serde_json::from_str(&report.json()).expect("the report is JSON");
        let (human, markdown) = (plain(&report.human().replacen(&report.summary(), "", 1)), plain(&report.markdown()));
        let human: Vec<&str> = human.split("\n\n").collect();
        let markdown: Vec<&str> = markdown.split("\n### ").skip(1).collect();
        let changes = json["changes"].as_array().expect("there are changes");
        let others = usize::from(!report.unexplained.is_empty());
        assert_eq!(markdown.len(), changes.len() + others, "{}", row.name);
        assert_eq!(human.len(), markdown.len() + 1, "{}", row.name);
        for (change, (human, markdown)) in changes.iter().zip(human.iter().zip(&markdown)) {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().replace(['`', '\\'], "");
            let (wire, source) = (text(&change["wire"]["verdict"]), text(&change["source"]["verdict"]));
            let mut parts = vec![text(&change["subject"]), text(&change["words"]), text(&change["rule"])];
            parts.extend([text(&change["wire"]["proof"]), text(&change["wire"]["reason"])]);
            for part in [&change["before"], &change["after"]].into_iter().filter(|part| !part.is_null()) {
                parts.extend([
                    text(&part["words"]),
                    format!("{}:{}:{}", text(&part["path"]), part["line"], part["column"]),
                ]);
            }
            if !change["after"].is_null() {
                parts.push("page.md:1:2".to_owned());
            }
            for part in parts {
                assert!(human.contains(&part) && markdown.contains(&part), "{}: {part}\n{human}\n{markdown}", row.name);
            }
            let said = |text: &str| text.contains(&wire) && text.contains(&source);
            assert!(said(human) && said(markdown), "{}: {wire} {source}\n{human}\n{markdown}", row.name);
        }
    }
}

#[test]
fn removed_parts_take_what_is_gone() {
    let report = since_base(&Edition::base().set(MONEY, "/properties/currency/enum/1", json!("USS")));
    let expected =
        [("value-added", "total.currency", "degrades", "minor"), ("value-removed", "total.currency", "ok", "major")];
    assert_eq!(rows_of(&report), expected, "{}", report.human());
}

#[test]
fn a_signed_time_explains_the_receiver() {
    let time = "signed = \"{time}.{body}\"\ntime = { header = \"X-Time\", unit = \"s\", tolerance = 300 }\n";
    let report = since_base(&Edition::base().catalog("[signature]\n", &format!("[signature]\n{time}")));
    let rows = report.changes.iter().map(|judged| (judged.change.rule.id(), judged.api.is_empty()));
    let expected = [("signature-changed", false), ("tolerance-changed", true)];
    assert_eq!(rows.collect::<Vec<_>>(), expected, "{}", report.human());
    assert!(report.unexplained.is_empty(), "{}", report.human());
}

#[test]
fn a_renamed_tag_keeps_the_branches() {
    let union = |tag: &str| {
        let branch = |name: &str, member: &str| {
            json!({ "type": "object", "required": [tag, member],
                "properties": { tag: { "const": name }, member: { "type": "string" } } })
        };
        let branches = [branch("card", "last4"), branch("transfer", "iban")];
        json!({ "type": "object", "required": ["by"], "properties": { "by": { "oneOf": branches } } })
    };
    let report = compare(&alone(&union("type").to_string()), &alone(&union("method").to_string()));
    let report = report.unwrap_or_else(|found| panic!("{found}"));
    let renamed = ("member-renamed", "by.method", "fails", "major");
    assert_eq!(rows_of(&report), [renamed, renamed], "{}", report.human());
    assert!(report.unexplained.is_empty(), "{}", report.human());
}

/// A witness is a delivery that the newer contract allows as a whole.
#[test]
fn an_envelope_limits_its_payloads() {
    let effects = |edition: Edition| {
        let report = since_base(&edition);
        report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect::<Vec<_>>()
    };
    let nullable = Edition::base().set(PAID, "/type", json!(["object", "null"]));
    assert_eq!(effects(nullable.clone()), [("null-allowed", "ok")]);
    let open = Edition::base().set(ENVELOPE, "/properties/payload", json!({}));
    assert_eq!(effects(open), [("envelope-member-changed", "ok")]);
    let both = nullable.set(ENVELOPE, "/properties/payload", json!({}));
    assert!(effects(both).iter().any(|(_, effect)| *effect == "fails"), "now null can be sent");
    assert_eq!(effects(Edition::base().event("order.made", &json!(true))), [("event-added", "degrades")]);
}

/// No documented payload has the member that the envelope requires in it.
#[test]
fn an_envelope_completes_its_payloads() {
    let catalog = r#"
[crate]
name = "acme"
version = "0.1.0"
vendor = "Acme"

[envelope]
schema = "envelope.schema.json"
example = "envelope.example.json"

[event]
member = "/kind"

[payload]
at = "/data"

[[events]]
name = "order.made"
schema = "made.schema.json"
"#;
    let edition = |kind: &str| {
        let data = json!({ "type": "object", "required": ["region"] });
        let envelope = json!({ "type": "object", "required": ["kind", "data"], "properties": { "kind": { "type": "string" }, "data": data } });
        let files = [
            ("catalog.toml", catalog.to_owned()),
            ("envelope.schema.json", envelope.to_string()),
            ("envelope.example.json", json!({ "kind": "order.made", "data": { "region": "eu" } }).to_string()),
            ("made.schema.json", json!({ "type": "object", "properties": { "n": { "type": kind } } }).to_string()),
        ];
        read(&files.map(|(path, text)| (path.to_owned(), text)).into())
    };
    let report = compare_editions(&edition("integer"), &edition("string")).expect("both editions are sound");
    assert_eq!(report.changes.iter().map(|it| it.wire.effect.code()).collect::<Vec<_>>(), ["fails"]);
}

#[test]
fn a_vendors_words_are_data() {
    let words = "<b>&`x`**\u{202e}\n# heading";
    let report = since_base(&Edition::base().set(PAID, "/properties/note/description", json!(words)));
    let (markdown, json) = (report.markdown(), report.json());
    assert!(is_visible(&markdown) && is_visible(&json) && !markdown.contains("\n# heading"), "{markdown}");
    let shown: String = report.human().split('\u{1b}').collect();
    assert!(is_visible(&shown), "{shown}");
}

/// Returns a catalogue with one event, whose payload has that schema.
fn alone(schema: &str) -> Files {
    let catalog = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[events]]\nname = \"it\"\nschema = \"it.schema.json\"\n";
    Files::from([("catalog.toml".to_owned(), catalog.to_owned()), ("it.schema.json".to_owned(), schema.to_owned())])
}

#[test]
fn unrelated_schemas_are_compared_without_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/schema");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let is_schema = |path: &&PathBuf| path.to_string_lossy().ends_with(".schema.json");
    let texts = paths.iter().filter(is_schema).map(|path| fs::read_to_string(path).expect("a text"));
    let editions: Vec<Files> = texts.map(|text| alone(&text)).collect();
    let mut compared = 0;
    for (old, new) in editions.iter().zip(editions.iter().skip(1)) {
        // Some refer to other files.
        if let Ok(changes) = changes(old, new) {
            assert!(!changes.is_empty(), "{}", new["it.schema.json"]);
            compared += 1;
        }
        assert!(changes(new, new).is_ok_and(|changes| changes.is_empty()), "{}", new["it.schema.json"]);
    }
    assert!(compared > 40, "{compared}");
}

#[test]
fn five_hundred_events_are_compared_soon() {
    let schema = |index: usize, more: &str| {
        json!({ "type": "object", "required": ["id", "sum"], "properties": {
            "id": { "type": "string" }, "sum": { "$ref": "../shared/money.schema.json" },
            format!("count{index}{more}"): { "type": "integer", "minimum": 0 }
        } })
    };
    let edition = |more: &str| {
        (0..500).fold(Edition::base(), |edition, index| {
            edition.event(&format!("thing.number_{index}"), &schema(index, if index % 10 == 0 { more } else { "" }))
        })
    };
    let (old, new) = (edition(""), edition("x").set(MONEY, "/properties/currency/enum/-", json!("GBP")));
    let start = Instant::now();
    let report = compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{found}"));
    println!("{:?}", start.elapsed());
    // A debug build on a busy machine.
    assert!(start.elapsed() < Duration::from_mins(3), "{:?}", start.elapsed());
    assert_eq!(report.changes.len(), 51);
}
