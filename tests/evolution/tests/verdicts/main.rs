//! The verdicts on changes are true: for wire, the compiled old crate receives what the new edition may send; for source, a program that
//! names everything in the old crate is compiled with the new one, and cargo-semver-checks compares both.

mod cargo;
mod delivery;
mod edit;
mod program;
mod semver;
mod source;
mod wire;
