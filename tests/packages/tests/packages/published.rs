//! The published crate beside another dependency.

use crate::build::cargo;

/// `events.rs` of the laws holds the crate's promises on bodies, and the receiver's tests its promises on requests; here they run with
/// features that change numbers and objects.
#[test]
fn the_published_crate_allows_serde_json_features() {
    let output = cargo(&["test", "--package", "cleartix-webhooks", "--all-features"]);
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("test result: ok"), "{shown}");
}
