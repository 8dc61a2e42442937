//! The validators that collect violations against those that do not.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::validator::values(input));
