//! The grammar of a signature, in each encoding and behind each kind of prefix.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::receiver::signature(input));
