//! `contentEncoding` and `contentMediaType`: the content of a string, where they are assertions [JSON Schema 2020-12 Validation §8].

use codegen_runtime::validate::content;

use crate::catalog::ContentMeaning;
use crate::json::Node;
use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] = &[
    keyword("contentEncoding", Vocabulary::Content, Draft7, Draft2020, Form::String, Annotation),
    keyword("contentMediaType", Vocabulary::Content, Draft7, Draft2020, Form::String, Annotation),
];

/// The content of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Content {
    /// Bytes in base64 [RFC 4648 §4].
    Base64,
    /// A JSON text.
    Json,
    /// A JSON text in base64; `contentEncoding` beside it asserts that it is base64.
    JsonInBase64,
}

/// Content that cannot be checked is an annotation.
pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Content> {
    if written.options.content != ContentMeaning::Assertion {
        return None;
    }
    let encoding = written.schema.get("contentEncoding").and_then(Node::as_str).map(str::to_ascii_lowercase);
    if written.spelling == "contentEncoding" {
        return (encoding.as_deref() == Some("base64")).then_some(Content::Base64);
    }
    let (media_type, _parameters) = written.node.as_str().map(|text| text.split_once(';').unwrap_or((text, "")))?;
    if !media_type.trim().eq_ignore_ascii_case("application/json") {
        return None;
    }
    match encoding.as_deref() {
        Some("base64") => Some(Content::JsonInBase64),
        // These encodings leave the bytes as they are.
        None | Some("7bit" | "8bit" | "binary") => Some(Content::Json),
        Some(_) => None,
    }
}

impl Content {
    /// Returns the name of the function of the runtime that checks it.
    fn function(self) -> &'static str {
        match self {
            Self::Base64 => "is_base64",
            Self::Json => "is_json",
            Self::JsonInBase64 => "is_json_in_base64",
        }
    }
}

impl Constraint for Content {
    fn types(&self) -> TypeSet {
        TypeSet::STRING
    }

    fn cost(&self) -> u8 {
        3
    }

    fn samples(&self) -> Vec<Value> {
        ["", "a", "{}", "e30="].map(|text| Value::String(text.to_owned())).to_vec()
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::String(text) = instance else { return true };
        match self {
            Self::Base64 => content::is_base64(text),
            Self::Json => content::is_json(text),
            Self::JsonInBase64 => content::is_json_in_base64(text),
        }
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("validate::content");
        let function = format_ident!("{}", self.function());
        quote!(!content::#function(#content))
    }

    fn on_bytes(&self, code: &mut dyn Code, content: &TokenStream) -> OnBytes {
        code.import("validate::content");
        let function = format_ident!("{}", self.function());
        OnBytes::Accepts(quote!(content::#function(&#content.decode())))
    }

    fn words(&self) -> Words {
        match self {
            Self::Base64 => "bytes in base64",
            Self::Json => "a JSON text",
            Self::JsonInBase64 => "a JSON text in base64",
        }
        .into()
    }

    fn to_json(&self, _: Numbers) -> Json {
        match self {
            Self::Base64 => only("contentEncoding", "base64"),
            Self::Json | Self::JsonInBase64 => only("contentMediaType", "application/json"),
        }
    }
}
