//! The grammar of a signature, with each encoding and prefix.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::receiver::signature(input));
