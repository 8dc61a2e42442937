//! The schemas of the corpus, if it is present: the laws of types, and the agreement of validators.
#![allow(clippy::all, clippy::pedantic)] // most of it is generated, for the compiler alone
#![allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
#![allow(unused_imports)] // where there is no corpus

use support::fixture::Fixture;

include!(concat!(env!("OUT_DIR"), "/corpus.rs"));

#[test]
fn validators_agree_on_the_corpus() {
    conformance::corpus::faces::agree(ALL);
}

#[test]
fn corpus_types_are_sound_and_lossless() {
    conformance::corpus::types::are_sound_and_lossless(ALL);
}

#[test]
fn types_are_truthful_for_the_corpus() {
    conformance::corpus::types::are_truthful(ALL);
}
