//! Vendors with other headers, encodings and envelopes get the receivers that they need.

use std::fs;

use crate::build::{built, path};
use crate::source;

/// Each catalogue's folder has the tests of its crate beside it.
#[test]
fn other_vendors_get_matching_receivers() {
    let vendors = source::vendors();
    assert_eq!(
        vendors,
        [
            "bare-body",
            "base64-envelope",
            "batches",
            "choices",
            "handshakes",
            "header-id",
            "header-suffix",
            "nameless",
            "nested-batches",
            "nested-names",
            "numeric-id",
            "two-names",
            "unsigned",
            "versions"
        ]
    );
    for vendor in &vendors {
        let package = built(vendor);
        package.assert_no_warning();
        package.assert_tests_pass(vendor);
        let is_signed = !vendor.starts_with("unsigned");
        assert_eq!(path(vendor).join("src/receiver.rs").exists(), is_signed, "{vendor}");
        let manifest = fs::read_to_string(path(vendor).join("Cargo.toml")).expect("a package has a manifest");
        assert_eq!(manifest.contains("\nhmac = "), is_signed, "{vendor}");
    }
}
