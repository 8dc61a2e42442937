//! The example `serve` of the crate.

include!(concat!(env!("CRATE"), "/examples/serve/main.rs"));
