//! The receiver's promises, without a connection.

mod bodies;
mod delivery;
mod held;
mod opening;
mod promises;
mod properties;
mod redaction;
mod spoiled;
mod vectors;
mod verification;
