//! The schemas of the corpus, where it is there: one generated module for each.

/// What the build script wrote.
// Their authors' words are documentation there.
#[allow(clippy::all, clippy::pedantic)]
pub mod generated {
    #[allow(unused_imports)] // where it is not there
    use tests::Fixture;

    include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
}

pub use generated::ALL;
