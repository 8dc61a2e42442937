//! The tests' own tools.

pub mod adversarial;
#[cfg(feature = "judge")]
pub mod canonical;
pub mod cargo;
pub mod contract;
pub mod edit;
pub mod edition;
#[cfg(feature = "judge")]
pub mod exact;
#[cfg(feature = "judge")]
pub mod fixture;
pub mod folder;
pub mod generate;
#[cfg(feature = "judge")]
pub mod judge;
#[cfg(feature = "judge")]
pub mod law;
#[cfg(feature = "judge")]
pub mod lossless;
pub mod mutation;
pub mod random_schema;
pub mod spelling;
pub mod suite;
