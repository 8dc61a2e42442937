//! The published crate beside another dependency.

use crate::build::cargo;

/// `events.rs` of the laws is what the crate promises on bodies, and the receiver's tests what it promises on requests; here they run with features that change what a number and an object are.
#[test]
fn the_published_crate_is_right_whatever_features_of_serde_json_are_on() {
    let output = cargo(&["test", "--package", "cleartix-webhooks", "--all-features"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("test result: ok"), "{shown}");
}
