//! The official test suite, the documented schemas, the corpus and random schemas, through compiled validators.
#![allow(clippy::all, clippy::pedantic)] // most of it is generated, for the compiler alone
#![allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public

include!(concat!(env!("OUT_DIR"), "/suite.rs"));

use conformance::suite;

#[test]
fn compiled_validators_agree_with_the_suite() {
    suite::verdicts::agree_with_the_suite(COMPILED);
}

#[test]
fn violations_are_the_basic_output() {
    suite::output::is_basic(COMPILED);
}

mod differential {
    use conformance::suite::differential;

    use crate::COMPILED;

    #[test]
    fn faces_and_judges_agree_on_mutants() {
        differential::agree_on_mutants(COMPILED);
    }

    #[test]
    fn every_exception_is_still_needed() {
        differential::every_exception_is_needed();
    }
}
