//! A body with several deliveries is read as such, or the page's sentence about it has a warning.

use codegen::import::import;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, generate};

const SCHEMA: &str =
    r#"{ "type": "object", "required": ["parcelId"], "properties": { "parcelId": { "type": "string" } } }"#;

const EXAMPLE: &str = r#"{ "parcelId": "p_1" }"#;

fn delivery(id: &str, event: &str) -> String {
    format!(r#"{{ "id": "{id}", "type": "{event}", "data": {{ "parcelId": "p_1" }} }}"#)
}

/// Returns a page with a sentence and a block above its only event, which has this example.
fn page(sentence: &str, body: &str, example: &str) -> String {
    format!(
        "# Acme webhooks\n\n{sentence}\n\n```json\n{body}\n```\n\n## parcel.sent\n\n```json\n{example}\n```\n\n```json\n{SCHEMA}\n```\n"
    )
}

/// Imports a page and returns the new files with the codes of its warnings about lists.
fn imported(page: &str, existing: &Files) -> Result<(Files, Vec<&'static str>), Diagnostics> {
    let import = import(&Source::new("page.md", page), None, existing)?;
    let codes =
        import.warnings.iter().map(|it| it.code).filter(|code| code.ends_with("-batch") || *code == "batch-not-read");
    let codes = codes.collect();
    Ok((import.files, codes))
}

fn first(page: &str) -> (Files, Vec<&'static str>) {
    imported(page, &Files::new()).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn a_list_of_deliveries_is_read() {
    let (one, other) = (delivery("e_1", "parcel.sent"), delivery("e_2", "parcel.sent"));
    for (body, each) in [
        (format!("[{one}]"), "/*"),
        (format!("[{one}, {other}]"), "/*"),
        (format!(r#"{{ "events": [{one}, {other}] }}"#), "/events/*"),
        (format!(r#"{{ "account": "a_1", "a/b": [{one}] }}"#), "/a~1b/*"),
    ] {
        // An example of an event may be its payload, a delivery, or a body with one.
        let whole = body.replace(&format!(", {other}"), "");
        for example in [EXAMPLE, &one, &whole] {
            let page = page("Acme sends this:", &body, example);
            let (files, codes) = first(&page);
            assert_eq!(codes, ["assumed-batch"], "{body}");
            let catalog = &files["catalog.toml"];
            assert!(catalog.contains(&format!("each = \"{each}\"")) && catalog.contains("at = \"/data\""), "{catalog}");
            assert!(files["envelope.example.json"].contains("e_1"), "the example is one delivery");
            assert_eq!(files["events/parcel.sent.example.json"], "{\n  \"parcelId\": \"p_1\"\n}\n", "{example}");
            generate(&files).unwrap_or_else(|found| panic!("{found}"));
            // Later, the catalogue says it.
            let (again, codes) = imported(&page, &files).unwrap_or_else(|found| panic!("{found}"));
            assert!(codes.is_empty() && again == files, "{codes:?}");
        }
    }
}

#[test]
fn other_lists_are_not_assumed() {
    let one = delivery("e_1", "parcel.sent");
    for body in [
        "[]".to_owned(),
        r#"[{ "id": "e_1" }]"#.to_owned(),
        format!("[{one}, 1]"),
        format!(r#"[{one}, {{ "id": "e_2", "type": "parcel.lost", "payload": {{}} }}]"#),
        format!(r#"{{ "old": [{one}], "new": [{one}] }}"#),
    ] {
        let found = imported(&page("Acme sends this:", &body, EXAMPLE), &Files::new()).expect_err("it is no envelope");
        assert!(found.iter().any(|it| it.code == "heading-not-understood"), "{body}: {found}");
    }
}

#[test]
fn a_catalogue_without_the_list_is_refused() {
    let one = delivery("e_1", "parcel.sent");
    let (files, _) = first(&page("Acme sends this:", &one, EXAMPLE));
    for (body, each) in [(format!("[{one}]"), "/*"), (format!(r#"{{ "events": [{one}] }}"#), "/events/*")] {
        let changed = page("Acme sends this:", &body, EXAMPLE);
        let found = imported(&changed, &files).expect_err("bodies are lists now");
        assert!(found.iter().any(|it| it.code == "changed-batch"), "{found}");
        let mut said = files.clone();
        let catalog = files["catalog.toml"].replace("at = \"/data\"", &format!("at = \"/data\"\neach = \"{each}\""));
        said.insert("catalog.toml".to_owned(), catalog);
        imported(&changed, &said).unwrap_or_else(|found| panic!("{found}"));
    }
}

/// A sentence about several events has a warning as long as nobody has said where they are.
#[test]
fn sentences_about_lists_are_reported() {
    let one = delivery("e_1", "parcel.sent");
    for sentence in [
        "The body is a JSON array of events.",
        "Each POST has an array of up to 100 events:",
        "The payload contains a batch of deliveries, as in:",
        "Several events may be sent in one request.",
        "Events are sent in batches, each of them as follows:",
        "Events may be grouped together in batches.",
        "Notifications are batched, so look at all of them.",
        "Webhook messages can be grouped in an array:",
        "Multiple notifications can be delivered in a single request:",
    ] {
        let page = page(sentence, &one, EXAMPLE);
        let (mut files, codes) = first(&page);
        assert_eq!(codes, ["batch-not-read"], "{sentence}");
        let catalog = files["catalog.toml"].replace("at = \"/data\"", "at = \"/data\"\neach = \"/*\"");
        files.insert("catalog.toml".to_owned(), catalog);
        let (_, codes) = imported(&page, &files).unwrap_or_else(|found| panic!("{found}"));
        assert!(codes.is_empty(), "a person has said it: {codes:?}");
    }
    for sentence in [
        "Acme sends each event in a request of its own.",
        "Choose the events that your endpoint receives.",
        "The member `items` is an array of strings.",
        "Pick from the list of events below.",
        "An event may be sent several times.",
    ] {
        assert_eq!(first(&page(sentence, &one, EXAMPLE)).1, [""; 0], "{sentence}");
    }
    // A payload may have lists of its own; behind the events, a sentence is about requests again.
    let page = page("Acme sends this:", &one, EXAMPLE);
    let inside =
        page.replace("## parcel.sent\n", "## parcel.sent\n\nIt has an array of messages, and a batch of events:\n");
    assert_eq!(first(&inside).1, [""; 0]);
    let behind = format!("{page}\n## Delivery\n\nA request has a batch of events.\n");
    assert_eq!(first(&behind).1, ["batch-not-read"]);
    let row = format!("| Body | Meaning |\n| --- | --- |\n| `items` | an array of messages |\n\n{page}");
    assert_eq!(first(&row).1, [""; 0]);
}
