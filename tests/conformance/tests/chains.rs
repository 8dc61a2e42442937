//! Chains of schemas with twice as many paths per level: a verdict takes time proportional to their length.
#![allow(clippy::all, clippy::pedantic)] // most of it is generated, for the compiler alone
#![allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public

include!(concat!(env!("OUT_DIR"), "/chains.rs"));

use conformance::chains;

#[test]
fn verdicts_from_bytes_take_linear_time() {
    chains::verdicts_from_bytes_take_linear_time(COMPILED);
}

#[test]
fn verdicts_of_a_value_take_linear_time() {
    chains::verdicts_of_a_value_take_linear_time(COMPILED);
}

#[test]
fn interpreted_verdicts_take_linear_time() {
    chains::interpreted_verdicts_take_linear_time();
}

#[test]
fn faces_collect_as_many_violations_and_few() {
    chains::faces_collect_as_many_violations_and_few(COMPILED);
}

#[test]
fn kept_verdicts_change_no_verdict() {
    chains::kept_verdicts_change_no_verdict(COMPILED);
}

#[test]
fn other_texts_are_refused() {
    chains::other_texts_are_refused(COMPILED);
}
