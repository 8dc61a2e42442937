//! The runtime as a library, before it is copied into generated crates.

mod address;
mod age;
mod arithmetic;
mod chrono;
mod compression;
mod content;
mod decimal;
mod distinct;
mod drift;
mod equality;
mod event_header;
mod format;
mod hmac_sha256;
mod integer;
mod jiff;
mod number_text;
mod parse;
mod report;
mod rust_decimal;
mod scan;
mod signature;
mod signing_secret;
mod string;
mod time;
mod timestamp;
mod visible;
