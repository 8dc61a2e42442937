//! Signed bodies, whatever they say.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| receiver::target::receive(input));
