//! The schemas of the corpus, if it is present: the laws of types, and the agreement of validators.

pub mod faces;
pub mod types;
