//! The validator on bytes against that on values and the interpreter.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| stress::body::validator::faces(input));
