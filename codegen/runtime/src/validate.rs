//! Validation: reports, violations and shared checks.

pub mod additions;
pub mod alternatives;
pub mod check;
pub mod content;
pub mod documented;
pub mod drift;
pub mod equal;
pub mod invalid;
pub mod length;
pub mod literal;
pub mod members;
pub mod memo;
pub mod recursive;
pub mod report;
pub mod unique;
pub mod violation;
