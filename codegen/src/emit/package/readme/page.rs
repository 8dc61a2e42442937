//! A Markdown page with samples of Rust.

use std::fmt::Write as _;

use syn::parse_quote;

use crate::emit::wording::code;

/// The README: text with samples of Rust.
pub struct Page {
    pub(super) text: String,
    samples: Vec<Sample>,
}

/// A sample of Rust that the crate's own tests compile and run.
pub(super) struct Sample {
    /// The visible code.
    pub(super) code: String,
    /// The feature that it needs.
    pub(super) feature: Option<&'static str>,
    /// The code around it in the test alone.
    pub(super) hidden: (String, &'static str),
}

impl Sample {
    pub(super) fn new(code: String) -> Self {
        Self { code, feature: None, hidden: (String::new(), "") }
    }

    /// Returns the fence and the hidden code before the sample. Without its feature, a sample is shown but not tested.
    fn opening(&self) -> Vec<syn::Attribute> {
        let mut docs: Vec<syn::Attribute> = match self.feature {
            None => vec![line("```")],
            Some(feature) => vec![
                parse_quote!(#![cfg_attr(feature = #feature, doc = "```")]),
                parse_quote!(#![cfg_attr(not(feature = #feature), doc = "```ignore")]),
            ],
        };
        docs.extend(self.hidden.0.lines().map(hidden));
        docs
    }
}

/// Returns a line of documentation.
fn line(text: &str) -> syn::Attribute {
    let text = format!(" {text}");
    parse_quote!(#![doc = #text])
}

/// Returns a line of the test alone.
fn hidden(text: &str) -> syn::Attribute {
    line(format!("# {text}").trim_end())
}

impl Page {
    pub(super) fn new(text: String) -> Self {
        Self { text, samples: Vec::new() }
    }

    pub(super) fn sample(&mut self, sample: Sample) {
        let _ = write!(self.text, "\n```rust\n{}```\n", sample.code);
        self.samples.push(sample);
    }

    /// Returns the text of the file.
    pub fn to_text(&self) -> String {
        self.text.clone()
    }

    /// Returns the front page of the documentation: the same, with each sample as a test in crates with its feature.
    pub fn to_docs(&self) -> Vec<syn::Attribute> {
        let mut docs = Vec::new();
        let mut samples = self.samples.iter();
        let mut shown: Option<&Sample> = None;
        let text =
            PATHS.iter().fold(self.text.clone(), |text, path| text.replace(&format!("[{path}]({path})"), &code(path)));
        // The file's header and title are excluded.
        for text in text.lines().skip_while(|text| !text.starts_with("# ")).skip(2) {
            match (text, shown) {
                ("```rust", _) => {
                    shown = samples.next();
                    docs.extend(shown.into_iter().flat_map(Sample::opening));
                }
                ("```", Some(sample)) => {
                    docs.extend(sample.hidden.1.lines().map(hidden));
                    docs.push(line(text));
                    shown = None;
                }
                // A test inside a test would not run.
                ("#[test]", Some(_)) => {}
                _ => docs.push(line(text)),
            }
        }
        docs
    }
}

/// The links of the README to files in the package, which the published documentation lacks.
const PATHS: [&str; 3] = ["docs/schemas.md", "docs/webhooks.md", "examples/"];
