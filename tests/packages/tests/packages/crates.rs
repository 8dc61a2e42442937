//! Crates of catalogues that nobody publishes compile without a warning.

use support::adversarial;

use crate::build::{built, cargo, path};

#[test]
fn twenty_events_compile_and_read_their_examples() {
    let package = built("twenty");
    package.assert_no_warning();
    package.assert_tests_pass("twenty");
}

/// Equal schemas are one function in a crate, whichever of its documents they stand in; the corpus is looked for beside the project.
#[test]
fn the_whole_corpus_compiles_without_a_warning() {
    if path("corpus").exists() {
        cargo(&["check", "--package", "corpus", "--all-features"]);
    } else {
        eprintln!("skipped: ../shared/corpus is not there");
    }
}

/// Where the name of an event comes another way, `Event` is its payload; and where no member is a date or an amount, no feature brings one.
#[test]
fn events_without_an_envelope_compile_without_a_warning() {
    let package = built("bodies");
    package.assert_no_warning();
    package.assert_tests_pass("bodies");
}

/// What a vendor writes is text: it brings no warning, it is no test of the documentation, and it never runs.
#[test]
fn adversarial_texts_compile_without_a_warning() {
    let package = built("hostile");
    package.assert_no_warning();
    package.assert_tests_pass("hostile");
    cargo(&["test", "--package", "hostile-hooks", "--all-features", "--doc"]);
    cargo(&["doc", "--package", "hostile-hooks", "--all-features", "--no-deps"]);
    assert!(!path("hostile").join(adversarial::EXECUTED).exists());
}

/// For build scripts: a module that needs nothing beside it but the packages.
#[test]
fn a_single_module_has_its_runtime_inside() {
    let package = built("modules");
    package.assert_no_warning();
    package.assert_tests_pass("modules");
}

/// What only a feature uses is no warning without it.
#[test]
fn without_features_nothing_brings_a_warning() {
    cargo(&["check", "--workspace", "--exclude", "cleartix-webhooks", "--no-default-features"]);
}
