//! Crates of unpublished catalogues compile without a warning.

use support::adversarial;
use support::cargo::{EQUAL_ADAPTERS, EQUAL_FEATURES, EQUAL_MACROS};

use crate::build::{CORPUS, SELECTIVE, alone, built, cargo, cargo_with_clippy, has_corpus, path, without};
use crate::source;

#[test]
fn twenty_events_compile_and_read_their_examples() {
    let package = built("twenty");
    package.assert_no_warning();
    package.assert_tests_pass("twenty");
}

/// Without an envelope `Event` is its payload; without dates and amounts, no feature adds a conversion.
#[test]
fn events_without_envelope_compile_without_warning() {
    let package = built("bodies");
    package.assert_no_warning();
    package.assert_tests_pass("bodies");
}

#[test]
fn imported_documents_compile_and_receive_examples() {
    for (name, ..) in source::DOCUMENTS {
        let package = built(name);
        package.assert_no_warning();
        package.assert_tests_pass(name);
    }
}

/// Vendor text causes no warning, and never runs.
#[test]
fn adversarial_texts_compile_without_a_warning() {
    let package = built("hostile");
    package.assert_no_warning();
    package.assert_tests_pass("hostile");
    assert!(!path("hostile").join(adversarial::EXECUTED).exists());
}

/// For build scripts: a module that needs only the packages.
#[test]
fn a_single_module_has_its_runtime_inside() {
    let package = built("modules");
    package.assert_no_warning();
    package.assert_tests_pass("modules");
}

#[test]
fn selected_events_alone_are_typed() {
    let package = built(SELECTIVE);
    package.assert_no_warning();
    package.assert_tests_pass(SELECTIVE);
}

/// All that calls cargo again, in one test, because two calls would wait for each other: the documentation of vendor text, a crate with some
/// of its features, and crates with none but those of one event.
#[test]
fn documentation_and_single_features_bring_no_warning() {
    documentation_of_adversarial_texts();
    let some = ["--no-default-features", "--features", "order_placed,testing", "--test", "selected"];
    built(SELECTIVE).assert_no_warning();
    cargo_with_clippy(&[&["test"], alone("selective-hooks").as_slice(), some.as_slice()].concat());
    without_features();
}

/// Rustdoc takes no vendor text for a test, and nothing runs it.
fn documentation_of_adversarial_texts() {
    built("hostile").assert_no_warning();
    cargo_with_clippy(&[&["test", "--all-features", "--doc"], alone("hostile-hooks").as_slice()].concat());
    // No vendor text is behind a feature with dependencies.
    cargo(&["doc", "--features", "testing", "--no-deps", "--package", "hostile-hooks", "--package", EQUAL_MACROS]);
    assert!(!path("hostile").join(adversarial::EXECUTED).exists());
}

/// Items for a feature alone cause no warning without it; an event is compiled with its feature, and with what that enables.
fn without_features() {
    let mut features = source::features_of_one_event();
    // The corpus is large, so it is checked here, with all features: its documents share functions for equal schemas.
    if has_corpus() {
        let manifest = std::fs::read_to_string(path(CORPUS).join("Cargo.toml")).expect("it has a manifest");
        features.extend(source::features(&manifest).map(|feature| format!("{CORPUS}/{feature}")));
    } else {
        eprintln!("skipped: ../shared/corpus is not there");
    }
    let features = features.join(",");
    let arguments = ["check", "--no-default-features", "--features", features.as_str()];
    cargo(&[arguments.as_slice(), &without(&[EQUAL_FEATURES, EQUAL_ADAPTERS])].concat());
}
