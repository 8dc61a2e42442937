//! The verdicts on changes are true: for wire, the compiled old crate receives what the new edition may send; for source, a program that
//! names everything in the old crate is compiled with the new one.

mod cargo;
mod delivery;
mod edit;
mod program;
mod source;
mod wire;
