//! The schemas of the corpus, if it is present: the laws of types, and the agreement of validators.

mod faces;
mod types;

use generated::ALL;

/// The modules of the build script, which are for the compiler alone: clippy is for hand-written code.
#[deny(warnings)]
#[allow(clippy::all, clippy::pedantic)]
#[allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    #[allow(unused_imports)] // where there is no corpus
    use support::fixture::Fixture;

    include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
}
