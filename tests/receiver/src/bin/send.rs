//! The example `send` of the crate.

include!(concat!(env!("CRATE"), "/examples/send.rs"));
