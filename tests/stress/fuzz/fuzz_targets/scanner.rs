//! The scanner and the parser against serde_json.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::validator::scanner(input));
