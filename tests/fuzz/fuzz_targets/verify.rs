//! Requests against a plain reading of the grammar.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| receiver::target::verify(input));
