//! A newer page makes entries of the catalogue stale: `import` and `gen` pass without another edit.

use std::sync::Arc;

use codegen::import::{Import, import};
use codegen::source::location::Source;
use codegen::{Files, generate};

const PRICE: &str = r#""price": { "type": "string", "description": "A decimal, in euros" }"#;
const WEIGHT: &str = r#""weight": { "type": "integer" }"#;

/// Returns a page with one event of three members, as edited.
fn page(edits: &[(&str, &str)]) -> Arc<Source> {
    let schema = format!(
        r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["parcelId"],
  "properties": {{ "parcelId": {{ "type": "string" }}, {WEIGHT}, {PRICE} }},
  "$defs": {{ "Euros": {{ "type": "string" }} }}
}}"#
    );
    let example = r#"{ "parcelId": "p_1", "weight": 3, "price": "12.50" }"#;
    let mut text = format!(
        "# Acme\n\n## `parcel.sent` — it left\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n\n\
         ## `parcel.lost` — it did not\n\n```json\n{{}}\n```\n\n```json\n{{ \"type\": \"object\" }}\n```\n"
    );
    for (old, new) in edits {
        assert!(text.contains(old), "no {old} in {text}");
        text = text.replace(old, new);
    }
    Source::new("page.md", text)
}

fn imported(page: &Arc<Source>, existing: &Files) -> Import {
    import(page, None, existing).unwrap_or_else(|found| panic!("{}\n{found}", page.text()))
}

/// Returns the folder of the page with a proposed and a hand-written refinement.
fn before() -> Files {
    let mut files = imported(&page(&[]), &Files::new()).files;
    let catalog = files.get_mut("catalog.toml").expect("it was written");
    assert!(catalog.contains("type = \"decimal\""), "{catalog}");
    catalog.push_str(
        "\n# Nobody lifts more.\n[[refinements]]\nschema = \"events/parcel.sent.schema.json\"\n\
         pointer = \"/properties/weight\"\ntype = \"u32\"\n",
    );
    files
}

/// Returns the codes of the warnings about the catalogue.
fn codes(import: &Import) -> Vec<&'static str> {
    let is_of_catalogue = |code: &&'static str| !matches!(*code, "no-signature" | "unknown-vendor");
    import.warnings.iter().map(|warning| warning.code).filter(is_of_catalogue).collect()
}

#[test]
fn refinements_that_no_longer_fit_are_dropped() {
    let value = r#""price": "12.50""#;
    for (what, edits, dropped) in [
        ("type", vec![(PRICE, r#""price": { "type": "number" }"#), (value, r#""price": 12.5"#)], 1),
        ("object", vec![(PRICE, r#""price": { "type": "object" }"#), (value, r#""price": {}"#)], 1),
        ("removed", vec![(&format!(", {PRICE}"), ""), (&format!(", {value}"), "")], 1),
        ("renamed", vec![("\"price\"", "\"fee\"")], 1),
        ("reference", vec![(PRICE, r##""price": { "$ref": "#/$defs/Euros" }"##)], 1),
        ("enum", vec![(PRICE, r#""price": { "enum": ["12.50"] }"#)], 1),
        ("format", vec![(PRICE, r#""price": { "type": "string", "format": "date" }"#), ("12.50", "2026-01-02")], 0),
        ("nullable", vec![(PRICE, r#""price": { "type": ["string", "null"] }"#), ("\"12.50\"", "null")], 0),
        (
            "nested",
            vec![(PRICE, &format!(r#""price": {{ "properties": {{ {PRICE} }} }}"#)), (value, r#""price": {}"#)],
            1,
        ),
        ("moved", vec![(PRICE, &format!(r#""x": {{ "properties": {{ {PRICE} }} }}"#)), (&format!(", {value}"), "")], 1),
        ("of a person: type", vec![(WEIGHT, r#""weight": { "type": "number" }"#)], 1),
        ("of a person: null", vec![(WEIGHT, r#""weight": { "type": ["integer", "null"] }"#)], 0),
        ("of a person: renamed", vec![("\"weight\"", "\"mass\"")], 1),
        ("of a person: large", vec![("\"weight\": 3", "\"weight\": 5000000000")], 1),
        ("both", vec![("\"properties\"", "\"patternProperties\"")], 2),
        ("none", vec![("it left", "it went")], 0),
    ] {
        let newer = page(&edits);
        let after = imported(&newer, &before());
        let expected = vec!["refinement-dropped"; dropped];
        assert_eq!(codes(&after), expected, "{what}: {}", after.warnings);
        generate(&after.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        assert_eq!(imported(&newer, &after.files).files, after.files, "{what}");
        for warning in after.warnings.iter().filter(|warning| warning.code == "refinement-dropped") {
            let place = warning.place.as_ref().expect("it is in the catalogue");
            assert_eq!(place.source.text(), before()["catalog.toml"], "{what}");
        }
    }
}

/// A page may describe its envelope, too.
#[test]
fn refinements_of_envelopes_are_dropped() {
    let page = |attempt: &str, value: &str| {
        let example = format!(r#"{{ "event": "parcel.sent", "attempt": {value}, "data": {{}} }}"#);
        let schema = format!(
            r#"{{ "type": "object", "required": ["event", "data"], "properties": {{
  "event": {{ "type": "string" }}, "attempt": {attempt}, "data": {{ "type": "object" }} }} }}"#
        );
        let intro = format!("# Acme\n\n```json\n{example}\n```\n\n```json\n{schema}\n```\n");
        Source::new("page.md", page(&[]).text().replacen("# Acme\n", &intro, 1))
    };
    let refinement =
        "\n[[refinements]]\nschema = \"envelope.schema.json\"\npointer = \"/properties/attempt\"\ntype = \"u32\"\n";
    let mut before = imported(&page(r#"{ "type": "integer" }"#, "1"), &Files::new()).files;
    before.get_mut("catalog.toml").expect("it was written").push_str(refinement);
    generate(&before).unwrap_or_else(|found| panic!("{found}"));
    let after = imported(&page(r#"{ "type": "string" }"#, "\"1\""), &before);
    assert_eq!(codes(&after), ["refinement-dropped"], "{}", after.warnings);
    generate(&after.files).unwrap_or_else(|found| panic!("{found}"));
}

/// Refinements of schemas that events share, and of events that are gone, are dropped like those of other events.
#[test]
fn refinements_of_shared_schemas_are_dropped() {
    const TICKET: &str =
        r#"{ "type": "object", "properties": { "id": { "type": "integer" }, "k": { "type": "string" } } }"#;
    let document = |name: &str, ticket: &str, webhooks: &str| {
        Source::new(
            "openapi.json",
            format!(
                r#"{{ "openapi": "3.1.0", "info": {{ "title": "Acme" }}, "webhooks": {{ {webhooks} }},
                    "components": {{ "schemas": {{ "{name}": {ticket} }} }} }}"#
            ),
        )
    };
    let webhook = |event: &str, properties: &str| {
        let schema = format!(
            r#"{{ "type": "object", "required": ["event"], "properties": {{ "event": {{ "const": "{event}" }}, {properties} }} }}"#
        );
        format!(
            r#""{event}": {{ "post": {{ "requestBody": {{ "content": {{ "application/json": {{ "schema": {schema} }} }} }} }} }}"#
        )
    };
    let of = |name: &str| webhook("a.made", &format!(r##""t": {{ "$ref": "#/components/schemas/{name}" }}"##));
    let gone = webhook("a.gone", r#""n": { "type": "integer" }"#);
    let both = |name: &str| format!("{}, {gone}", of(name));
    let first = document("Ticket", TICKET, &both("Ticket"));
    let mut before = imported(&first, &Files::new()).files;
    let refinement = |schema: &str, pointer: &str| {
        format!("\n[[refinements]]\nschema = \"{schema}\"\npointer = \"{pointer}\"\ntype = \"u64\"\n")
    };
    let catalog = before.get_mut("catalog.toml").expect("it was written");
    catalog.push_str(&refinement("components/Ticket.schema.json", "/properties/id"));
    catalog.push_str(&refinement("events/a.gone.schema.json", "/properties/n"));
    generate(&before).unwrap_or_else(|found| panic!("{found}"));
    let inline = webhook("a.made", r#""t": { "type": "object" }"#);
    for (what, newer, dropped) in [
        ("the same", first.clone(), 0),
        ("another member", document("Ticket", &TICKET.replace("\"k\"", "\"l\""), &both("Ticket")), 0),
        ("a renamed schema", document("Pass", TICKET, &both("Pass")), 1),
        ("no reference", document("Ticket", TICKET, &format!("{inline}, {gone}")), 1),
        ("a removed member", document("Ticket", &TICKET.replace("\"id\"", "\"no\""), &both("Ticket")), 1),
        ("another type", document("Ticket", &TICKET.replace("integer", "boolean"), &both("Ticket")), 1),
        ("a removed event", document("Ticket", TICKET, &of("Ticket")), 1),
        ("both", document("Ticket", TICKET, &inline), 2),
    ] {
        let after = imported(&newer, &before);
        let codes: Vec<&str> = codes(&after).into_iter().filter(|code| *code == "refinement-dropped").collect();
        assert_eq!(codes.len(), dropped, "{what}: {}", after.warnings);
        assert_eq!(after.files["catalog.toml"].matches("\n[[refinements]]\n").count(), 2 - dropped, "{what}");
        let names_new = |help: &str| help.starts_with("`components/Pass.schema.json` is new");
        let is_named = after.warnings.iter().filter_map(|it| it.help.as_deref()).any(names_new);
        assert_eq!(is_named, what == "a renamed schema", "{what}: {}", after.warnings);
        generate(&after.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        assert_eq!(imported(&newer, &after.files).files, after.files, "{what}");
    }
    let mistaken = before["catalog.toml"].replace("components/Ticket", "components/Tikcet");
    before.insert("catalog.toml".to_owned(), mistaken);
    let found = import(&document("Pass", TICKET, &both("Pass")), None, &before).expect_err("there was no such file");
    assert!(found.iter().any(|finding| finding.code == "missing-file"), "{found}");
}

/// A page that changes no document makes nothing stale.
#[test]
fn mistakes_of_a_person_stay_errors() {
    let mut files = before();
    let catalog = files["catalog.toml"].replace("/properties/weight", "/properties/wieght");
    files.insert("catalog.toml".to_owned(), catalog);
    let found = import(&page(&[]), None, &files).expect_err("the pointer leads nowhere");
    assert!(found.iter().any(|finding| finding.code == "unknown-pointer"), "{found}");
}

#[test]
fn unfit_proposals_are_not_written() {
    let shared = r##""price": { "$ref": "#/$defs/Euros" }"##;
    let unused =
        r#""Euros": { "type": "object", "properties": { "fee": { "type": "string", "description": "A decimal" } } }"#;
    let newer = page(&[(PRICE, shared), (r#""Euros": { "type": "string" }"#, unused), ("\"12.50\"", "{}")]);
    generate(&imported(&newer, &Files::new()).files).unwrap_or_else(|found| panic!("{found}"));
}

/// A verdict and a reserved member of an event that is gone.
#[test]
fn decisions_about_former_editions_stop_nothing() {
    let mut files = before();
    files.insert("reserved/crate.schema.json".to_owned(), "{ \"type\": \"string\" }".to_owned());
    let catalog = files.get_mut("catalog.toml").expect("it was written");
    catalog.push_str(
        "\n[[reserved]]\nschema = \"events/parcel.sent.schema.json\"\npointer = \"/properties/crate\"\nsince = \"0.1.0\"\n\
         meaning = \"reserved/crate.schema.json\"\n\n[[verdicts]]\nrule = \"type-changed\"\nplace = \"parcel.sent: weight\"\n\
         wire = \"ok\"\nreason = \"they agreed\"\n",
    );
    let text = page(&[]).text().to_owned();
    let start = text.find("## `parcel.lost`").expect("there are two events");
    let newer = Source::new("page.md", format!("# Acme\n\n{}", &text[start..]));
    let after = imported(&newer, &files);
    generate(&after.files).unwrap_or_else(|found| panic!("{found}"));
    after.compare().unwrap_or_else(|found| panic!("{found}"));
    let back = imported(&page(&[("it left", "it left again")]), &after.files);
    generate(&back.files).unwrap_or_else(|found| panic!("{found}"));
}

/// A kept member is written into a document of the page, and into none that the page no longer has.
#[test]
fn imports_leave_kept_members_alone() {
    let mut files = before();
    files.insert("reserved/crate.schema.json".to_owned(), "{ \"type\": \"string\" }".to_owned());
    files.get_mut("catalog.toml").expect("it was written").push_str(
        "\n[[reserved]]\nschema = \"events/parcel.sent.schema.json\"\npointer = \"/properties/crate\"\nsince = \"0.1.0\"\n\
         meaning = \"reserved/crate.schema.json\"\nkeep = true\n",
    );
    let after = imported(&page(&[("it left", "it left again")]), &files);
    assert!(!after.files["events/parcel.sent.schema.json"].contains("crate"), "the page does not document it");
    let made = generate(&after.files).unwrap_or_else(|found| panic!("{found}")).files;
    assert!(made["src/events/parcel_sent.rs"].contains("#[deprecated"), "{}", made["src/events/parcel_sent.rs"]);
    let text = page(&[]).text().to_owned();
    let start = text.find("## `parcel.lost`").expect("there are two events");
    let newer = Source::new("page.md", format!("# Acme\n\n{}", &text[start..]));
    let after = imported(&newer, &after.files);
    assert!(codes(&after).contains(&"nothing-to-keep"), "{}", after.warnings);
    generate(&after.files).unwrap_or_else(|found| panic!("{found}"));
}
