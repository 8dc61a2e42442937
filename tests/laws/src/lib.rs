//! The modules under test: one for each schema of the fixtures.

/// The project's own schemas, one for each rule.
#[deny(warnings, clippy::pedantic)]
#[allow(clippy::doc_markdown)] // the vendor's words are not marked up
#[allow(clippy::match_wildcard_for_single_variants)] // the other types of JSON, however many are left
#[allow(dead_code)] // entries of validators that no union asks for
pub mod fixtures {
    use support::fixture::Fixture;

    include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
}

/// The samples of the project's README are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
