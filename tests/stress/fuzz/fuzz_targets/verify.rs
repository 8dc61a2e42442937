//! Requests against a plain reading of the grammar.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::receiver::verify(input));
