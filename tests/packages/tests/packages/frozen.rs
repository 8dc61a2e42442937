//! A crate beside another dependency.

use crate::build::{FROZEN, cargo};

/// `events.rs` of the laws holds a crate's promises on bodies, and the receiver's tests its promises on requests; here they run with
/// features that change numbers and objects.
#[test]
fn a_crate_allows_all_serde_json_features() {
    let output = cargo(&["test", "--package", FROZEN, "--all-features"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("test result: ok"), "{shown}");
}
