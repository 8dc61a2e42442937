//! Each malformed input has a finding with place and help: a fixture and a snapshot for every rule.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use codegen::import::import;
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, SchemaOptions, catalog, generate, json, model_of};

/// Passes each fixture of a folder to `find`, and compares the findings with the snapshot beside it.
fn each_fixture(what: &str, at_least: usize, find: impl Fn(&Arc<Source>) -> Diagnostics) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/malformed").join(what);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "snap" && extension != "new"));
    paths.sort();
    assert!(paths.len() >= at_least);
    for path in paths {
        let file_name = path.file_name().unwrap().to_str().unwrap();
        let found = find(&Source::new(file_name, fs::read_to_string(&path).unwrap()));
        assert!(!found.is_empty(), "{file_name} is accepted without a word");
        assert!(found.iter().all(|found| found.place.is_some() && found.help.is_some()), "{found}");
        insta::with_settings!({ snapshot_path => &folder, prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(file_name, found.to_string());
        });
    }
}

#[test]
fn every_malformed_schema_has_its_diagnostic() {
    each_fixture("schema", 40, |schema| match model_of(schema, &SchemaOptions::new("Root")) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    });
}

#[test]
fn every_malformed_yaml_has_its_diagnostic() {
    each_fixture("yaml", 20, |text| json::yaml::parse(text).expect_err("it is not YAML that JSON can say"));
}

#[test]
fn every_malformed_openapi_document_has_its_diagnostic() {
    each_fixture("openapi", 25, |document| match import(document, None, &Files::new()) {
        Ok(imported) => imported.warnings,
        Err(found) => found,
    });
}

#[test]
fn every_malformed_catalogue_has_its_diagnostic() {
    each_fixture("catalog", 20, |text| match catalog::parse(text) {
        Ok((_, warnings)) => warnings,
        Err(found) => found,
    });
}

/// A fixture has the files of a folder, each behind a line `=== PATH`.
#[test]
fn every_malformed_folder_has_its_diagnostic() {
    each_fixture("folder", 6, |fixture| {
        let files = fixture.text().split("=== ").skip(1).map(|file| {
            let (path, text) = file.split_once('\n').expect("a path stands on a line of its own");
            (path.to_owned(), text.to_owned())
        });
        match generate(&files.collect::<Files>()) {
            Ok(generated) => generated.warnings,
            Err(found) => found,
        }
    });
}

#[test]
fn every_malformed_page_has_its_diagnostic() {
    each_fixture("page", 25, |page| match import(page, None, &Files::new()) {
        Ok(imported) => imported.warnings,
        Err(found) => found,
    });
}

/// A minified document is one line; its excerpt has the width of the terminal, around the place.
#[test]
fn excerpts_are_as_wide_as_the_terminal() {
    use codegen::source::diagnostic::Style;
    let members: Vec<String> = (0..300).map(|number| format!("\"m{number}\": {{ \"type\": \"string\" }}")).collect();
    let text = format!("{{ \"properties\": {{ {}, \"last\": {{ \"type\": \"strnig\" }} }} }}", members.join(", "));
    let found =
        model_of(&Source::new("one-line.schema.json", text), &SchemaOptions::new("Root")).expect_err("it is wrong");
    for width in [60, 80, 120] {
        let shown = found.render(Style { color: false, width: Some(width) });
        let excerpt = shown.lines().find(|line| line.contains("strnig")).unwrap_or_else(|| panic!("{shown}"));
        assert!(excerpt.chars().count() <= width, "{width}: {excerpt}");
    }
}
