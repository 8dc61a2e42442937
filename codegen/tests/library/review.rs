//! The help of findings about signing names a line; written in the catalogue, it ends that finding, and no other one.

use codegen::Files;
use codegen::import::{Comparison, import};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;

use crate::page::page_around;

const CRATE: &str = "[crate]\nname = \"acme-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n";
const PLAIN: &str = "X-Acme-Signature: the hex HMAC-SHA256 of the raw body, keyed with your secret.";
const OTHER: &str = "X-Acme-Sig: the hex HMAC-SHA256 of the raw body, keyed with your secret.";
const UNKNOWN: &str = "X-Acme-Signature: the hex HMAC-SHA256 of the time and the raw body.";
const UNSIGNED: &str = "Deliveries are not signed.";

/// Returns the files and the findings of an import of a page that says this, and contradicts itself about a header.
fn read(sentence: &str, existing: &Files) -> (Files, Diagnostics) {
    let lines = format!("X-Acme-Event: the event type.\n\nX-Acme-Event: a unique id of the event.\n\n{sentence}");
    match import(&Source::new("page.md", page_around(&lines, "")), None, existing) {
        Ok(read) => (read.files, read.warnings),
        Err(found) => (existing.clone(), found),
    }
}

/// Returns the code, and the line `reviewed` in the help, of the finding about signing.
fn review(found: &Diagnostics) -> Option<(&'static str, Option<String>)> {
    let found = found.iter().find(|found| found.code.contains("signature") || found.code == "contradicts-catalogue")?;
    let help = found.help.as_deref().unwrap_or_default();
    let line = help.find("reviewed = \"").map(|start| help[start..][..77].to_owned());
    Some((found.code, line))
}

/// Writes a line in `[signature]` of a catalogue, instead of the one that is there.
fn written(files: &Files, line: &str) -> Files {
    let mut files = files.clone();
    let catalog = files.entry("catalog.toml".to_owned()).or_insert_with(|| CRATE.to_owned());
    let others: Vec<&str> = catalog.lines().filter(|line| !line.starts_with("reviewed")).collect();
    let others = others.join("\n");
    *catalog = match others.split_once("[signature]\n") {
        Some((before, behind)) => format!("{before}[signature]\n{line}\n{behind}\n"),
        None => format!("{others}\n\n[signature]\n{line}\n"),
    };
    files
}

#[test]
fn the_line_ends_its_finding_alone() {
    for (before, after, code) in [
        (None, UNKNOWN, "signature-not-understood"),
        (Some(PLAIN), OTHER, "contradicts-catalogue"),
        (Some(PLAIN), UNKNOWN, "signature-not-understood"),
        (Some(PLAIN), UNSIGNED, "contradicts-catalogue"),
        (Some(UNKNOWN), OTHER, "signature-changed"),
        (Some(UNKNOWN), UNSIGNED, "signature-changed"),
    ] {
        let mut files = before.map_or_else(Files::new, |sentence| read(sentence, &Files::new()).0);
        if before == Some(UNKNOWN) {
            let (_, found) = read(UNKNOWN, &Files::new());
            let (_, line) = review(&found).expect("it is not understood");
            files = read(UNKNOWN, &written(&Files::new(), &line.expect("it names the line"))).0;
        }
        let (_, found) = read(after, &files);
        let (found_code, line) = review(&found).unwrap_or_else(|| panic!("{after}: {found}"));
        assert_eq!(found_code, code, "{before:?} {after}");
        let files = written(&files, &line.unwrap_or_else(|| panic!("{after}: {found}")));
        let (files, found) = read(after, &files);
        assert_eq!(review(&found), None, "{before:?} {after}: {found}");
        let is_first = before.is_none();
        assert_eq!(found.iter().any(|it| it.code == "header-contradicted"), is_first, "{before:?} {after}: {found}");
        // Another sentence is a finding again.
        let (_, found) = read(&format!("{after}\n\nThe signature is new."), &files);
        assert_eq!(review(&found).map(|(code, _)| code), Some("signature-changed"), "{before:?} {after}: {found}");
    }
}

#[test]
fn a_review_of_nothing_is_removed() {
    let (_, found) = read(UNKNOWN, &Files::new());
    let line = review(&found).and_then(|(_, line)| line).expect("it names the line");
    let files = read(UNKNOWN, &written(&Files::new(), &line)).0;
    let (_, found) = read("", &files);
    assert!(found.to_string().contains("remove `[signature]`, which has nothing but `reviewed`"), "{found}");
    let catalog = files["catalog.toml"].replace(&line, "").replace("[signature]\n", "");
    let (_, found) = read("", &[("catalog.toml".to_owned(), catalog)].into());
    assert!(!found.has_errors(), "{found}");
}

/// A catalogue that a person has begun by the help has no events to compare with.
#[test]
fn a_begun_catalogue_had_no_errors() {
    let (_, found) = read(UNKNOWN, &Files::new());
    let line = review(&found).and_then(|(_, line)| line).expect("it names the line");
    let page = Source::new("page.md", page_around(UNKNOWN, ""));
    let begun = written(&Files::new(), &line);
    let read = import(&page, None, &begun).unwrap_or_else(|found| panic!("{found}"));
    assert!(matches!(read.compare(), Ok(Comparison::First(_))));
}
