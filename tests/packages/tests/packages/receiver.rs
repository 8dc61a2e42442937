//! Vendors of other headers, encodings and envelopes each get the receiver that they need.

use std::fs;

use crate::build::{built, path};
use crate::source;

/// Beside the folder of each catalogue stand the tests that its crate must pass.
#[test]
fn every_other_vendor_gets_a_receiver_of_its_own() {
    let vendors = source::vendors();
    assert_eq!(vendors, ["bare-body", "base64-envelope", "choices", "nameless", "numeric-id", "unsigned"]);
    for vendor in &vendors {
        let package = built(vendor);
        package.assert_no_warning();
        package.assert_tests_pass(vendor);
        let is_signed = !vendor.starts_with("unsigned");
        assert_eq!(path(vendor).join("src/receiver.rs").exists(), is_signed, "{vendor}");
        let manifest = fs::read_to_string(path(vendor).join("Cargo.toml")).expect("a package has a manifest");
        assert_eq!(manifest.contains("hmac-sha256"), is_signed, "{vendor}");
    }
}
