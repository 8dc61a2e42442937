//! The official test suite, the documented schemas, the corpus and random schemas, through compiled validators.

pub mod differential;
pub mod output;
pub mod verdicts;
