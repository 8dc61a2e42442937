//! Crates of unpublished catalogues compile without a warning.

use support::adversarial;

use crate::build::{FROZEN, SELECTIVE, built, cargo, path};
use crate::source;

#[test]
fn twenty_events_compile_and_read_their_examples() {
    let package = built("twenty");
    package.assert_no_warning();
    package.assert_tests_pass("twenty");
}

/// Equal schemas share a function in a crate, in any of its documents; the corpus is expected beside the project.
#[test]
fn the_whole_corpus_compiles_without_a_warning() {
    if path("corpus").exists() {
        cargo(&["check", "--package", "corpus", "--all-features"]);
    } else {
        eprintln!("skipped: ../shared/corpus is not there");
    }
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

/// Vendor text causes no warning, is no test of the documentation, and never runs.
#[test]
fn adversarial_texts_compile_without_a_warning() {
    let package = built("hostile");
    package.assert_no_warning();
    package.assert_tests_pass("hostile");
    cargo(&["test", "--package", "hostile-hooks", "--all-features", "--doc"]);
    cargo(&["doc", "--package", "hostile-hooks", "--all-features", "--no-deps"]);
    assert!(!path("hostile").join(adversarial::EXECUTED).exists());
}

/// For build scripts: a module that needs only the packages.
#[test]
fn a_single_module_has_its_runtime_inside() {
    let package = built("modules");
    package.assert_no_warning();
    package.assert_tests_pass("modules");
}

/// An event is compiled with its feature and what that enables; without it, it is received as one that the crate does not know.
#[test]
fn each_event_compiles_by_itself() {
    let package = built(SELECTIVE);
    package.assert_no_warning();
    package.assert_tests_pass(SELECTIVE);
    let manifest = std::fs::read_to_string(path(SELECTIVE).join("Cargo.toml")).expect("it has a manifest");
    let (_, events) = manifest.split_once("all-events = ").expect("it has features");
    let events: Vec<&str> =
        events.lines().next().into_iter().flat_map(|line| line.split('"')).skip(1).step_by(2).collect();
    assert_eq!(events.len(), 7);
    for event in events {
        let features = format!("{event},schemars,testing");
        cargo(&["check", "--package", "selective-hooks", "--no-default-features", "--features", &features]);
    }
    let some = ["--no-default-features", "--features", "order_placed,testing", "--test", "selected"];
    cargo(&[&["test", "--package", "selective-hooks"], some.as_slice()].concat());
}

/// The examples of every vendor compile; those without a session are not linked.
#[test]
fn examples_compile_without_a_warning() {
    let mut arguments = vec!["check", "--workspace", "--exclude", FROZEN, "--all-features", "--examples"];
    if path("corpus").exists() {
        arguments.extend(["--exclude", "corpus"]);
    }
    cargo(&arguments);
}

/// Items for a feature alone cause no warning without it.
#[test]
fn without_features_nothing_brings_a_warning() {
    cargo(&["check", "--workspace", "--exclude", FROZEN, "--no-default-features"]);
}
