//! The README as a file, and as documentation whose samples of Rust are tests.

use syn::{Attribute, parse_quote};

use crate::emit::wording::code;

/// The text of the README with everything for its two forms.
///
/// The fence of a sample names the feature that it needs, such as `rust,axum-0_8`. As in rustdoc, the lines of a sample that begin with `# ` are
/// not shown.
pub struct Page(pub(super) String);

impl Page {
    /// Returns the text of the file.
    pub fn to_text(&self) -> String {
        let mut is_rust = false;
        let mut text = String::new();
        for line in self.0.lines() {
            is_rust = line.starts_with("```rust") || (is_rust && line != "```");
            let shown = if is_rust && line.starts_with("```") { "```rust" } else { line };
            if !is_rust || !is_hidden(line) {
                text.extend([shown, "\n"]);
            }
        }
        text
    }

    /// Returns the front page of the documentation: the same, with each sample as a test in crates with its feature, and links to items if
    /// the crate has a receiver.
    pub fn to_docs(&self, has_receiver: bool) -> Vec<Attribute> {
        let mut docs = Vec::new();
        let mut is_rust = false;
        let text =
            PATHS.iter().fold(self.0.clone(), |text, path| text.replace(&format!("[{path}]({path})"), &code(path)));
        // The file's header and title are excluded.
        for line in text.lines().skip_while(|line| !line.starts_with("# ")).skip(2) {
            is_rust = line.starts_with("```rust") || (is_rust && line != "```");
            match line.strip_prefix("```rust") {
                Some("") => docs.push(documentation("```")),
                // Without its feature, a sample is shown but not tested.
                Some(feature) => {
                    let feature = feature.trim_start_matches(',');
                    docs.push(parse_quote!(#![cfg_attr(feature = #feature, doc = "```")]));
                    docs.push(parse_quote!(#![cfg_attr(not(feature = #feature), doc = "```ignore")]));
                }
                // A test inside a test would not run.
                None if is_rust && line == "#[test]" => {}
                None if has_receiver && !is_rust => docs.push(documentation(&linked(line))),
                None => docs.push(documentation(line)),
            }
        }
        docs
    }
}

/// Returns true for a line of the test alone.
fn is_hidden(line: &str) -> bool {
    line == "#" || line.starts_with("# ")
}

/// Links the items that a line names.
fn linked(line: &str) -> String {
    ITEMS.split(' ').map(code).fold(line.to_owned(), |line, item| line.replace(&item, &format!("[{item}]")))
}

fn documentation(line: &str) -> Attribute {
    let line = format!(" {line}");
    parse_quote!(#![doc = #line])
}

/// The items of every crate with a receiver that the README names.
const ITEMS: &str = "\
    Contract::Open Contract::Strict Delivery Event Event::Unknown EventName ReceiveError Receiver Receiver::builder \
    Receiver::parse_unverified SigningSecret Verified::decode";

/// The links of the README to files in the package, which the published documentation lacks.
const PATHS: [&str; 4] = ["docs/schemas.md", "docs/webhooks.md", "examples/", "openapi.json"];
