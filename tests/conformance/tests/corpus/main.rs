//! The schemas of the corpus, where it is there: the laws of types, and the faces of the validators.

mod faces;
mod types;

use generated::ALL;

/// The modules that the build script wrote, which are only compiled: clippy is for code that people write.
#[cfg(not(clippy))]
#[deny(warnings)]
#[allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    #[allow(unused_imports)] // where there is no corpus
    use support::fixture::Fixture;

    include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
}

#[cfg(clippy)]
mod generated {
    pub(crate) static ALL: &[support::fixture::Fixture] = &[];
}
