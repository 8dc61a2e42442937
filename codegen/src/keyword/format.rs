//! `format`: the format of a string, where it is an assertion [JSON Schema 2020-12 Validation §7].

use codegen_runtime::format;

use crate::catalog::FormatMeaning;
use crate::keyword::prelude::*;
use crate::source::visible::Visible;

pub(super) const ROWS: &[Keyword] = &[keyword("format", Vocabulary::Format, Draft4, Draft2020, Form::String, Typed)];

/// The formats whose functions take bytes as well as text, which then need not be known to be UTF-8.
const OF_BYTES: [&str; 4] = ["date", "date-time", "time", "uuid"];

/// Formats whose strings all have a second format.
const NARROWER: [(&str, &str); 7] = [
    ("email", "idn-email"),
    ("hostname", "idn-hostname"),
    ("iri", "iri-reference"),
    ("uri", "iri"),
    ("uri", "iri-reference"),
    ("uri", "uri-reference"),
    ("uri-reference", "iri-reference"),
];

/// A string of each format.
const SAMPLES: [(&str, &str); 19] = [
    ("date", "2026-06-12"),
    ("date-time", "2026-06-12T14:05:00Z"),
    ("duration", "P1D"),
    ("email", "a@b.example"),
    ("hostname", "a.example"),
    ("idn-email", "ü@b.example"),
    ("idn-hostname", "ü.example"),
    ("ipv4", "127.0.0.1"),
    ("ipv6", "::1"),
    ("iri", "https://a.example/ü"),
    ("iri-reference", "ü"),
    ("json-pointer", "/a"),
    ("regex", "^a$"),
    ("relative-json-pointer", "0"),
    ("time", "14:05:00Z"),
    ("uri", "https://a.example"),
    ("uri-reference", "a"),
    ("uri-template", "{a}"),
    ("uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
];

/// The name of a format in the runtime.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Format(String);

/// Lowers `format`; an unknown one is an annotation.
pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Format> {
    let name = written.node.as_str()?;
    let is_asserted = written.options.format == FormatMeaning::Assertion && format::find(name).is_some();
    is_asserted.then(|| Format(name.to_owned()))
}

impl Constraint for Format {
    fn types(&self) -> TypeSet {
        TypeSet::STRING
    }

    fn cost(&self) -> u8 {
        2
    }

    fn implies(&self, other: &Self, _: bool) -> bool {
        self == other || NARROWER.contains(&(self.0.as_str(), other.0.as_str()))
    }

    fn samples(&self) -> Vec<Value> {
        let of_format = SAMPLES.iter().filter(|(name, _)| *name == self.0).map(|(_, text)| *text);
        of_format.chain(["", "a", "?"]).map(|text| Value::String(text.to_owned())).collect()
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::String(text) = instance else { return true };
        format::find(&self.0).is_none_or(|format| (format.is_valid)(text))
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("format");
        let module = format_ident!("{}", self.0.replace('-', "_"));
        quote!(!format::#module::is_valid(#content))
    }

    fn on_bytes(&self, code: &mut dyn Code, content: &TokenStream) -> OnBytes {
        code.import("format");
        let module = format_ident!("{}", self.0.replace('-', "_"));
        OnBytes::Accepts(if OF_BYTES.contains(&self.0.as_str()) {
            quote!(format::#module::is_valid(#content.bytes()))
        } else {
            quote!(format::#module::is_valid(&#content.decode()))
        })
    }

    fn words(&self) -> Words {
        Words { text: String::new(), code: Some(self.0.clone()) }
    }

    fn message(&self) -> String {
        format!("expected the format `{}`", Visible(&self.0))
    }

    fn to_json(&self, _: Numbers) -> Json {
        only("format", self.0.as_str())
    }

    fn format(&self) -> Option<&str> {
        Some(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_sample() {
        for format in format::FORMATS {
            let sample = SAMPLES.iter().find(|(name, _)| *name == format.wire_name);
            let (_, text) = sample.unwrap_or_else(|| panic!("`SAMPLES` has none for {}", format.wire_name));
            assert!((format.is_valid)(text), "{}: {text}", format.wire_name);
        }
        assert_eq!(SAMPLES.len(), format::FORMATS.len(), "a sample is for no format");
    }

    #[test]
    fn narrower_samples_have_the_wider_format() {
        for (narrower, wider) in NARROWER {
            let (_, text) = SAMPLES.iter().find(|(name, _)| *name == narrower).expect("every format has a sample");
            let format = format::find(wider).expect("it is a format");
            assert!((format.is_valid)(text), "{wider}: {text}");
        }
    }
}
