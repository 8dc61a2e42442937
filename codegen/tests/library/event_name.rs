//! The part of a request that names the event, as a page without an envelope shows it.

use codegen::Files;
use codegen::import::{Import, Options, import_with};
use codegen::source::location::Source;

/// Imports a page with two events, whose blocks are made from their names.
fn imported(blocks: impl Fn(&str) -> Vec<String>, derives: bool, existing: &Files) -> Import {
    let section = |name: &str| {
        let blocks = blocks(name).into_iter().map(|block| format!("```json\n{block}\n```\n\n"));
        format!("## {name}\n\n{}", blocks.collect::<String>())
    };
    let page = format!("# Acme webhooks\n\n{}{}", section("order.paid"), section("order.sent"));
    let options = Options { format: None, derives };
    import_with(&Source::new("page.md", page), options, existing).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns true if an import says that nothing names the event.
fn warns(import: &Import) -> bool {
    import.warnings.iter().any(|found| found.code == "no-event-name")
}

type Blocks<'b> = Box<dyn Fn(&str) -> Vec<String> + 'b>;

fn schema(member: &str) -> String {
    format!(
        r#"{{"type": "object", "required": ["type", "id"], "properties": {{"type": {member}, "id": {{"type": "integer"}}}}}}"#
    )
}

fn catalog(lines: &str) -> Files {
    let text = format!("[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n{lines}");
    [("catalog.toml".to_owned(), text)].into()
}

#[test]
fn the_naming_member_is_read() {
    let example = |name: &str| format!(r#"{{"type": "{name}", "id": 1}}"#);
    let constant = |name: &str| schema(&format!(r#"{{"const": "{name}"}}"#));
    let one_value = |name: &str| schema(&format!(r#"{{"enum": ["{name}"]}}"#));
    let free = |_: &str| schema(r#"{"type": "string"}"#);
    let cases: [(&str, bool, Blocks<'_>); 5] = [
        ("examples alone", true, Box::new(|name| vec![example(name)])),
        ("a constant and an example", false, Box::new(|name| vec![example(name), constant(name)])),
        ("a constant alone", false, Box::new(|name| vec![constant(name)])),
        ("one value alone", false, Box::new(|name| vec![one_value(name)])),
        ("an example and a free member", false, Box::new(|name| vec![example(name), free(name)])),
    ];
    for (what, derives, blocks) in cases {
        let import = imported(blocks, derives, &Files::new());
        assert!(import.files["catalog.toml"].contains("[event]\nmember = \"/type\"\n"), "{what}");
        assert!(!warns(&import), "{what}");
    }
}

#[test]
fn a_missing_name_is_not_assumed() {
    let free = || schema(r#"{"type": "string"}"#);
    let cases: [(&str, bool, Blocks<'_>); 4] = [
        ("a free member", false, Box::new(|_| vec![free()])),
        ("no member", true, Box::new(|_| vec![r#"{"id": 1}"#.to_owned()])),
        ("a list", true, Box::new(|name| vec![format!(r#"[{{"type": "{name}"}}]"#)])),
        ("a list in a member", true, Box::new(|name| vec![format!(r#"{{"all": [{{"type": "{name}"}}]}}"#)])),
    ];
    for (what, derives, blocks) in cases {
        let import = imported(&blocks, derives, &Files::new());
        assert!(!import.files["catalog.toml"].contains("\n[event]"), "{what}");
        assert!(warns(&import), "{what}");
        // It is said once.
        assert!(!warns(&imported(blocks, derives, &import.files)), "{what}");
    }
}

#[test]
fn a_persons_word_counts() {
    let blocks = |name: &str| vec![format!(r#"{{"type": "{name}", "id": 1}}"#), schema(r#"{"type": "string"}"#)];
    let said = imported(blocks, false, &catalog("\n[event]\nheader = \"X-Acme-Topic\"\n"));
    assert!(
        said.files["catalog.toml"].contains("[event]\nheader = \"X-Acme-Topic\"\n"),
        "{}",
        said.files["catalog.toml"]
    );
    assert!(!said.files["catalog.toml"].contains("member = \"/type\"") && !warns(&said));
    let begun = imported(blocks, false, &catalog(""));
    assert!(begun.files["catalog.toml"].contains("member = \"/type\""));
    // A person may remove it: each event has an endpoint of its own.
    let removed = begun.files["catalog.toml"].replace("\n[event]\nmember = \"/type\"\n", "");
    let mut files = begun.files;
    files.insert("catalog.toml".to_owned(), removed);
    let again = imported(blocks, false, &files);
    assert!(!again.files["catalog.toml"].contains("\n[event]") && !warns(&again));
}
