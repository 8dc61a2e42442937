//! Invalid published examples: an error with both places, until a person lists them as faulty; refused from then on.

use std::sync::Arc;

use codegen::import::{Comparison, Import, import};
use codegen::source::diagnostic::{Diagnostic, Diagnostics, Severity};
use codegen::source::location::Source;
use codegen::{Files, generate};

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["parcel"],
  "properties": { "parcel": { "$ref": "#/$defs/Id" }, "weight": { "type": "integer" } },
  "$defs": { "Id": { "type": "string" } }
}"##;

const RIGHT: &str = r#"{ "parcel": "p_1", "weight": 3 }"#;
const WRONG: &str = r#"{ "parcel": 17 }"#;

fn blocks(examples: &[&str]) -> String {
    examples.iter().flat_map(|example| ["```json\n", example, "\n```\n\n"]).collect()
}

/// Returns a page with one event and these examples.
fn page(examples: &[&str]) -> Arc<Source> {
    let examples = blocks(examples);
    let text = format!("# Acme webhooks\n\n## `parcel.sent` — a parcel left\n\n{examples}```json\n{SCHEMA}\n```\n");
    Source::new("page.md", text)
}

fn refused(page: &Arc<Source>, existing: &Files) -> Diagnostics {
    import(page, None, existing).expect_err("the page is refused")
}

fn imported(page: &Arc<Source>, existing: &Files) -> Import {
    import(page, None, existing).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the only error.
fn only(found: &Diagnostics) -> &Diagnostic {
    let mut errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let first = errors.next().expect("there is one");
    assert_eq!(errors.count(), 0, "{found}");
    first
}

/// Returns the catalogue in the help of a finding.
fn recipe(finding: &Diagnostic) -> String {
    let help = finding.help.as_deref().expect("there is help");
    let start = help.find("\n\n[").expect("the help shows lines of the catalogue");
    help[start..].to_owned()
}

fn with_catalogue(files: &Files, change: impl Fn(&str) -> String) -> Files {
    let mut files = files.clone();
    let text = change(&files["catalog.toml"]);
    files.insert("catalog.toml".to_owned(), text);
    files
}

#[test]
fn an_invalid_example_shows_its_keyword() {
    let found = refused(&page(&[WRONG]), &Files::new());
    let finding = only(&found);
    assert_eq!(finding.code, "invalid-example");
    let line = |place: &codegen::source::location::Place| {
        let (line, _) = place.source.line_column(place.span.start);
        place.source.text().lines().nth(line - 1).map(str::to_owned)
    };
    let place = finding.place.as_ref().expect("it has a place");
    assert_eq!(line(place).as_deref(), Some(WRONG));
    assert_eq!(place.pointer.as_ref().map(codegen::source::location::Pointer::as_str), Some("/parcel"));
    let (keyword, label) = &finding.related[0];
    assert_eq!(line(keyword).as_deref(), Some(r#"  "$defs": { "Id": { "type": "string" } }"#));
    assert_eq!(label, "required by `#/properties/parcel/$ref/type` of `parcel.sent`");
}

#[test]
fn the_help_is_a_valid_catalogue() {
    let page = page(&[RIGHT, WRONG]);
    let lines = recipe(only(&refused(&page, &Files::new())));
    let files = imported(&page, &Files::from([("catalog.toml".to_owned(), lines)])).files;
    let catalogue = &files["catalog.toml"];
    assert!(catalogue.contains("examples = [\"events/parcel.sent.example.json\"]\n"), "{catalogue}");
    assert!(catalogue.contains("faulty = [\"events/parcel.sent.example-2.json\"]\n"), "{catalogue}");
    assert!(files["events/parcel.sent.example-2.json"].contains("17"), "{files:?}");
    let again = imported(&page, &files);
    assert_eq!(again.files, files);
    let comparison = again.compare().unwrap_or_else(|found| panic!("{found}"));
    assert!(matches!(&comparison, Comparison::Report(report) if report.is_same()), "{comparison:?}");
}

#[test]
fn a_newly_invalid_example_is_moved() {
    let before = imported(&page(&[RIGHT, r#"{ "parcel": "p_2" }"#]), &Files::new()).files;
    let newer = page(&[RIGHT, WRONG]);
    let lines = recipe(only(&refused(&newer, &before)));
    let files = with_catalogue(&before, |catalogue| {
        let start = catalogue.find("\n[[events]]").expect("there is an event");
        format!("{}{lines}\n", &catalogue[..start])
    });
    let after = imported(&newer, &files).files;
    assert!(
        after["catalog.toml"].contains("faulty = [\"events/parcel.sent.example-2.json\"]"),
        "{}",
        after["catalog.toml"]
    );
}

#[test]
fn the_crate_refuses_a_faulty_example() {
    let page = page(&[WRONG, RIGHT]);
    let lines = recipe(only(&refused(&page, &Files::new())));
    let files = imported(&page, &Files::from([("catalog.toml".to_owned(), lines)])).files;
    let made = generate(&files).unwrap_or_else(|found| panic!("{found}")).files;
    let source = &made["src/events/parcel_sent.rs"];
    let (faulty, right) = ("parcel.sent.example.json", "parcel.sent.example-2.json");
    let examples =
        source.split("examples = ").nth(1).and_then(|rest| rest.split(';').next()).expect("there are examples");
    assert!(examples.contains(right) && !examples.contains(faulty), "{source}");
    let tests = source.split("mod tests").nth(1).expect("there is a test");
    assert!(tests.contains(faulty) && tests.contains("is_valid_slice"), "{source}");
    assert!(made[&format!("schemas/events/{faulty}")].contains("17"));
    assert!(!made["docs/webhooks.md"].contains("17"), "{}", made["docs/webhooks.md"]);
}

#[test]
fn a_mended_example_is_no_longer_faulty() {
    let page_ = page(&[RIGHT, WRONG]);
    let lines = recipe(only(&refused(&page_, &Files::new())));
    let files = imported(&page_, &Files::from([("catalog.toml".to_owned(), lines)])).files;
    let mended = page(&[RIGHT, r#"{ "parcel": "p_17" }"#]);
    let after = imported(&mended, &files);
    assert!(after.warnings.iter().any(|warning| warning.code == "example-mended"), "{}", after.warnings);
    assert!(!after.files["catalog.toml"].contains("faulty"), "{}", after.files["catalog.toml"]);
    generate(&after.files).unwrap_or_else(|found| panic!("{found}"));
    let mut by_hand = files.clone();
    by_hand.insert("events/parcel.sent.example-2.json".to_owned(), RIGHT.to_owned());
    let found = generate(&by_hand).expect_err("the exception is no longer needed");
    let place = only(&found).place.as_ref().expect("it has a place").to_string();
    assert!(place.starts_with("catalog.toml:"), "{place}");
}

/// The list is hand-written: it follows an example that moves on the page, and shrinks with it.
#[test]
fn imports_keep_the_faulty_list() {
    let page_ = page(&[RIGHT, WRONG]);
    let lines = recipe(only(&refused(&page_, &Files::new()))).replace("faulty =", "# Ticket 7.\nfaulty =");
    let files = imported(&page_, &Files::from([("catalog.toml".to_owned(), lines)])).files;
    for examples in [&[WRONG, RIGHT][..], &[r#"{ "parcel": "p_0" }"#, RIGHT, WRONG], &[WRONG]] {
        let after = imported(&page(examples), &files).files;
        let catalogue = &after["catalog.toml"];
        assert!(catalogue.contains("# Ticket 7.\nfaulty = [\"events/parcel.sent.example-2.json\"]"), "{catalogue}");
        assert!(after["events/parcel.sent.example-2.json"].contains("17"), "{after:?}");
        generate(&after).unwrap_or_else(|found| panic!("{found}"));
    }
    let after = imported(&page(&[RIGHT]), &files).files;
    assert!(!after["catalog.toml"].contains("faulty"), "{}", after["catalog.toml"]);
    assert!(!after.contains_key("events/parcel.sent.example-2.json"));
}

#[test]
fn an_example_is_listed_once() {
    let files = imported(&page(&[RIGHT]), &Files::new()).files;
    let both = with_catalogue(&files, |catalogue| {
        catalogue.replace("examples =", "faulty = [\"events/parcel.sent.example.json\"]\nexamples =")
    });
    assert_eq!(only(&generate(&both).expect_err("it is listed twice")).code, "duplicate-example");
    let missing =
        with_catalogue(&files, |catalogue| format!("{catalogue}faulty = [\"events/parcel.sent.exmaple.json\"]\n"));
    let found = generate(&missing).expect_err("there is no such file");
    assert_eq!(only(&found).code, "missing-file");
    assert!(found.to_string().contains("did you mean `events/parcel.sent.example.json`?"), "{found}");
}

/// Plain schemas have examples as events do.
#[test]
fn a_plain_schema_may_have_faulty_examples() {
    let catalogue = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[schemas]]\nname = \"parcel\"\n\
                     schema = \"parcel.schema.json\"\nfaulty = [\"parcel.example.json\"]\n";
    let mut files = Files::from([
        ("catalog.toml".to_owned(), catalogue.to_owned()),
        ("parcel.schema.json".to_owned(), SCHEMA.to_owned()),
        ("parcel.example.json".to_owned(), WRONG.to_owned()),
    ]);
    let made = generate(&files).unwrap_or_else(|found| panic!("{found}")).files;
    assert!(made["src/schemas/parcel.rs"].contains("faulty_examples_are_refused"));
    files.insert("parcel.example.json".to_owned(), RIGHT.to_owned());
    assert_eq!(only(&generate(&files).expect_err("it is accepted")).code, "accepted-example");
}

/// The lines to write occur once for any number of invalid examples, and suffice.
#[test]
fn one_help_covers_all_invalid_examples() {
    let event = |name: &str, examples: &[&str]| {
        let examples = blocks(examples);
        format!("## `{name}` — something\n\n{examples}```json\n{SCHEMA}\n```\n\n")
    };
    let events = [event("a.b", &[WRONG, RIGHT, "{}"]), event("a.c", &[RIGHT]), event("a.d", &["[]", WRONG])].concat();
    let page = Source::new("page.md", format!("# Acme webhooks\n\n{events}"));
    let found = refused(&page, &Files::new());
    assert!(found.iter().all(|finding| finding.code == "invalid-example"), "{found}");
    let helps = found.iter().filter(|finding| finding.help.as_ref().is_some_and(|help| help.contains("[[events]]")));
    let helps: Vec<&Diagnostic> = helps.collect();
    assert_eq!(helps.len(), 1, "{found}");
    let files = imported(&page, &Files::from([("catalog.toml".to_owned(), recipe(helps[0]))])).files;
    assert_eq!(imported(&page, &files).files, files);
    generate(&files).unwrap_or_else(|found| panic!("{found}"));
}
