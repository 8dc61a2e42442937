//! `format`: the format of a string, where it is an assertion [JSON Schema 2020-12 Validation §7].

use codegen_runtime::format;

use crate::catalog::FormatMeaning;
use crate::keyword::prelude::*;
use crate::source::visible::Visible;

pub(super) const ROWS: &[Keyword] = &[keyword("format", Vocabulary::Format, Draft4, Draft2020, Form::String, Typed)];

/// The formats whose functions take bytes as well as text, which then need not be known to be UTF-8.
const OF_BYTES: [&str; 4] = ["date", "date-time", "time", "uuid"];

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

    fn accepts(&self, instance: &Value) -> bool {
        let Value::String(text) = instance else { return true };
        format::find(&self.0).is_none_or(|format| (format.is_valid)(text))
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("format");
        let module = format_ident!("{}", self.0.replace('-', "_"));
        quote!(!format::#module::is_valid(#content))
    }

    fn on_bytes(&self, code: &mut dyn Code) -> OnBytes {
        code.import("format");
        let module = format_ident!("{}", self.0.replace('-', "_"));
        OnBytes::Accepts(if OF_BYTES.contains(&self.0.as_str()) {
            quote!(format::#module::is_valid(text.bytes()))
        } else {
            quote!(format::#module::is_valid(&text.decode()))
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
