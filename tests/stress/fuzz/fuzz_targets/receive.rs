//! Signed bodies with any content.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::receiver::receive(input));
