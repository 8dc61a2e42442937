//! Generated crates as packages of their own, in one workspace that is built by one call of cargo.

mod build;
mod crates;
mod editions;
mod receiver;
mod session;
mod signing;
mod source;
