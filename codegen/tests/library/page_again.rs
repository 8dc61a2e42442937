//! Later imports of a page: what a person has corrected counts, and what an import keeps is compared with the page.

use std::time::{Duration, Instant};

use codegen::import::{Options, import_with};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, generate};

const SIGNED: &str =
    "The header `Acme-Signature` is the hex HMAC-SHA256 of the raw request body, keyed with your signing secret.";

fn import(page: &str, existing: &Files) -> Result<(Files, Diagnostics), Diagnostics> {
    let options = Options { derives: true, ..Options::default() };
    import_with(&Source::new("page.md", page), options, existing).map(|read| (read.files, read.warnings))
}

fn imported(page: &str, existing: &Files) -> (Files, Diagnostics) {
    import(page, existing).unwrap_or_else(|found| panic!("{page}: {found}"))
}

/// Returns a page with headings, each with an example below it.
fn page(sections: &[(&str, &str)]) -> String {
    let sections: Vec<String> =
        sections.iter().map(|(heading, example)| format!("## {heading}\n\n```json\n{example}\n```\n")).collect();
    format!("# Acme webhooks\n\n{SIGNED}\n\n{}", sections.join("\n"))
}

/// Returns a folder with another catalogue, and without the files of events.
fn with_catalog(files: &Files, catalog: &str) -> Files {
    let mut files = files.clone();
    files.retain(|path, _| !path.starts_with("events/"));
    files.insert("catalog.toml".to_owned(), catalog.to_owned());
    files
}

/// Examples of events that are whole deliveries have their payload where the catalogue says.
#[test]
fn a_corrected_payload_counts() {
    let head = r#""id": "e_1", "type": "order.paid""#;
    for (envelope, example, assumed, corrected, payload) in [
        (
            r#""data": { "v": 1 }, "resource": {}"#,
            r#""data": { "v": 1 }, "resource": { "n": 1 }"#,
            "/data",
            "/resource",
            "n",
        ),
        (r#""data": { "object": {} }"#, r#""data": { "object": { "n": 1 } }"#, "/data", "/data/object", "n"),
        (r#""data": { "object": {} }"#, r#""data": { "object": { "n": 1 } }"#, "/data", "/data", "object"),
    ] {
        let [envelope, example] = [envelope, example].map(|members| format!("{{ {head}, {members} }}"));
        let page = page(&[("Envelope", &envelope), ("order.paid", &example)]);
        let (files, _) = imported(&page, &Files::new());
        let (from, to) = (format!("at = \"{assumed}\""), format!("at = \"{corrected}\""));
        assert!(files["catalog.toml"].contains(&from), "{}", files["catalog.toml"]);
        let mut kept = files.clone();
        kept.insert("catalog.toml".to_owned(), files["catalog.toml"].replace(&from, &to));
        let found = import(&page, &kept).map_or_else(|found| found, |(_, found)| found);
        let is_said = found.iter().any(|found| found.code == "schema-of-another-payload");
        assert_eq!(is_said, from != to, "the derived schema is kept: {found}");
        let corrected = with_catalog(&files, &files["catalog.toml"].replace(&from, &to));
        let (files, _) = imported(&page, &corrected);
        let shown = &files["events/order.paid.example.json"];
        assert!(shown.starts_with(&format!("{{\n  \"{payload}\": ")), "{to}: {shown}");
        generate(&files).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(imported(&page, &files).0, files, "{to}");
    }
}

/// With `each` in the catalogue, an example of an event that is a list shows its deliveries.
#[test]
fn the_catalogue_splits_lists_of_events() {
    let one = r#"{ "event": "order.paid", "total": 1 }"#;
    let more = r#"{ "event": "order.paid", "total": 2, "note": "x" }"#;
    let other = r#"{ "event": "order.lost", "reason": "x" }"#;
    for (paid, each, count) in [
        (format!("[{one}]"), "/*", 1),
        (format!("[{one}, {more}]"), "/*", 2),
        (format!("[{one}, {other}]"), "/*", 1),
        (format!(r#"{{ "events": [{one}] }}"#), "/events/*", 1),
        (one.to_owned(), "/*", 1),
    ] {
        let lost = if each == "/*" { format!("[{other}]") } else { format!(r#"{{ "events": [{other}] }}"#) };
        let page = page(&[("order.paid", &paid), ("order.lost", &lost)]);
        let (files, _) = imported(&page, &Files::new());
        let said = format!("{}\n[event]\nmember = \"/event\"\n\n[payload]\neach = \"{each}\"\n", files["catalog.toml"]);
        let (files, warnings) = imported(&page, &with_catalog(&files, &said));
        assert!(warnings.iter().all(|found| found.code != "batch-not-read"), "{paid}: {warnings}");
        let examples = files.keys().filter(|path| path.starts_with("events/order.paid.") && path.contains("example"));
        assert_eq!(examples.count(), count, "{paid}: {:?}", files.keys());
        generate(&files).unwrap_or_else(|found| panic!("{paid}: {found}"));
    }
}

/// Deliveries have the corrected names, headings those of the page.
#[test]
fn lists_have_the_corrected_names() {
    for (paid, name) in [("order_paid", "order.paid"), ("orderPaid", "order.paid"), ("order_paid", "sale.done")] {
        let one = format!(r#"{{ "type": "{name}", "total": 1 }}"#);
        let other = r#"{ "type": "order.lost", "reason": "x" }"#;
        let page = page(&[
            (paid, &format!("{{ \"events\": [{one}, {other}] }}")),
            ("order_lost", &format!("{{ \"events\": [{other}] }}")),
        ]);
        let (files, _) = imported(&page, &Files::new());
        let corrected = files["catalog.toml"]
            .replace(&format!("name = \"{paid}\""), &format!("name = \"{name}\""))
            .replace("name = \"order_lost\"", "name = \"order.lost\"");
        let said = format!("{corrected}\n[event]\nmember = \"/type\"\n\n[payload]\neach = \"/events/*\"\n");
        let (files, _) = imported(&page, &with_catalog(&files, &said));
        generate(&files).unwrap_or_else(|found| panic!("{paid}, {name}: {found}\n{said}"));
    }
}

/// A person may have removed the envelope, so that it does not return without a word.
#[test]
fn an_added_envelope_is_said() {
    let page =
        page(&[("Envelope", r#"{ "id": "e_1", "type": "order.paid", "data": {} }"#), ("order.paid", r#"{ "n": 1 }"#)]);
    let (files, warnings) = imported(&page, &Files::new());
    let is_said = |found: &Diagnostics| found.iter().any(|found| found.code == "envelope-added");
    assert!(!is_said(&warnings) && !is_said(&imported(&page, &files).1), "{warnings}");
    let catalog = &files["catalog.toml"];
    let is_removed =
        |part: &str| part.lines().any(|line| ["[envelope]", "[payload]", "[delivery]", "[event]"].contains(&line));
    let without: Vec<&str> = catalog.split("\n\n").filter(|part| !is_removed(part)).collect();
    let without = without.join("\n\n");
    assert!(without.len() < catalog.len(), "{catalog}");
    let (_, warnings) = imported(&page, &with_catalog(&files, &without));
    assert!(is_said(&warnings), "{without}: {warnings}");
}

/// A later import keeps a derived schema, and says what it lacks: once, because the examples have it then.
#[test]
fn new_members_of_events_are_said() {
    let before = r#"{ "name": "a", "tags": [{ "id": 1 }], "at": { "x": 1 } }"#;
    let (files, _) = imported(&page(&[("user.added", before)]), &Files::new());
    for (example, lacks) in [
        (before, None),
        (r#"{ "name": "a" }"#, None),
        (r#"{ "name": "a", "tags": [], "at": { "x": 1 }, "team": 1, "role": 2 }"#, Some("`/team`, `/role`")),
        (
            r#"{ "name": "a", "tags": [{ "id": 1 }, { "id": 2, "key": 1 }, { "id": 1, "key": 1 }], "at": { "x": 1 } }"#,
            Some("`/tags/*/key`"),
        ),
        (r#"{ "name": "a", "tags": [], "at": { "x": 1, "y": { "z": 1 } } }"#, Some("`/at/y`")),
        (
            r#"{ "name": "a", "tags": [{ "id": 1, "note": "x" }], "at": { "x": 1, "note": "x" } }"#,
            Some("`/tags/*/note`, `/at/note`"),
        ),
        (r#"{ "name": "a", "tags": [], "at": { "x": 1, "note": "x" }, "note": "x" }"#, Some("`/at/note`, `/note`")),
    ] {
        let page = page(&[("user.added", example)]);
        let Ok((files, warnings)) = import(&page, &files) else {
            assert_eq!(lacks, None, "a member is missing: {example}");
            continue;
        };
        let found = warnings.iter().find(|found| found.code == "schema-behind").map(|found| found.message.as_str());
        let expected = lacks.map(|lacks| format!("the derived schema of `user.added` lacks {lacks}"));
        assert_eq!(found, expected.as_deref(), "{example}");
        let again = imported(&page, &files).1;
        assert!(again.iter().all(|found| found.code != "schema-behind"), "{again}");
    }
}

/// An event may have payloads without a common member. Only if all examples are apart from all last ones, the payload may be another value.
#[test]
fn examples_may_have_no_common_member() {
    let [one, two, three] =
        [r#"{ "order": "o", "total": 5 }"#, r#"{ "ticket": "t" }"#, r#"{ "order": "o", "total": 5, "note": "x" }"#];
    let [inner, other] = [r#"{ "node": { "node": { "id": 1 } } }"#, r#"{ "leaf": 1 }"#];
    for (before, after, expected) in [
        (vec![one, two], vec![one, two], None),
        (vec![one, two], vec![two, one], None),
        (vec![one, two], vec![two], None),
        (vec![inner], vec![inner], None),
        (vec![one], vec![one, two], Some("schema-behind")),
        (vec![one, two], vec![two, three], Some("schema-behind")),
        (vec![one, two], vec![one, two, other], Some("schema-behind")),
        (vec![inner], vec![r#"{ "node": { "id": 1 } }"#], Some("schema-of-another-payload")),
        (vec![one, two], vec![other], Some("schema-of-another-payload")),
    ] {
        let page = |examples: &[&str]| page(&[("order.paid", &examples.join("\n```\n\n```json\n"))]);
        let (files, _) = imported(&page(&before), &Files::new());
        let found = import(&page(&after), &files).map_or_else(|found| found, |(_, found)| found);
        let codes: Vec<&str> = found.iter().map(|it| it.code).filter(|code| code.starts_with("schema-")).collect();
        assert_eq!(codes, expected.into_iter().collect::<Vec<_>>(), "{before:?} {after:?}: {found}");
    }
}

/// Comparing examples with the last ones takes seconds, not minutes, whether they have changed or not.
#[test]
fn many_examples_are_compared_fast() {
    let example = |id: usize, note: &str| {
        let lines: Vec<String> =
            (0..20).map(|line| format!(r#"{{ "sku": "{id}-{line}", "price": {{ "v": 1 }} }}"#)).collect();
        format!(r#"{{ "id": {id}, "note": "{note}", "lines": [{}] }}"#, lines.join(", "))
    };
    let page = |note: &str| {
        let examples: Vec<String> = (0..150).map(|id| example(id, note)).collect();
        page(&[("order.paid", &examples.join("\n```\n\n```json\n"))])
    };
    let (files, _) = imported(&page("a"), &Files::new());
    for note in ["a", "b"] {
        let start = Instant::now();
        let (_, warnings) = imported(&page(note), &files);
        assert!(start.elapsed() < Duration::from_secs(20), "{note}: {:.1?}", start.elapsed());
        assert!(warnings.iter().all(|found| !found.code.starts_with("schema-")), "{note}: {warnings}");
    }
}

/// Each place is in the page, whether an import has errors or not.
#[test]
fn warnings_beside_errors_have_their_places() {
    let envelope = |members: &str| format!(r#"{{ "key": "e_1", "type": "order.paid", {members} "data": {{}} }}"#);
    let (files, _) = imported(&page(&[("Envelope", &envelope("")), ("order.paid", r#"{ "n": 1 }"#)]), &Files::new());
    let renamed = envelope("\"more\": 1,").replace("type", "kind");
    let page = page(&[("Envelope", &renamed), ("order.paid", r#"{ "n": 1 }"#)]);
    let found = import(&page, &files).expect_err("the envelope lacks `type`");
    assert!(found.iter().count() > 1, "{found}");
    for found in &found {
        let places = found.place.iter().chain(found.related.iter().map(|(place, _)| place));
        for place in places.filter(|place| place.source.path() == "page.md") {
            assert_eq!(place.source.text(), page, "{}", found.code);
        }
    }
}
