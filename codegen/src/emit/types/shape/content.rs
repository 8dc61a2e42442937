//! The text of a schema without annotations, the same in any order of its keywords.

use std::fmt::Write as _;

use crate::json::Node;
use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

/// Returns all that a schema says, apart from annotations.
pub(super) fn content(model: &Model, schema: SchemaId) -> String {
    let mut parts: Vec<String> = Vec::new();
    for assertion in &model.schema(schema).assertions {
        let (keyword, kind) = (assertion.keyword, &assertion.kind);
        let mut text = format!("{keyword} {}", kind.stated().unwrap_or_default());
        if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = kind {
            let _ = write!(text, "{}", model.schema(*target).pointer());
        } else {
            let values = kind.values().unwrap_or_default().iter().map(Node::to_canonical);
            let schemas = kind.subschemas(keyword);
            let schemas = schemas.into_iter().map(|(place, part)| format!("{place} {}", content(model, part)));
            let mut all: Vec<String> = values.chain(schemas).collect();
            all.sort();
            text.push_str(&all.join(","));
        }
        parts.push(format!("{{{text}}}"));
    }
    parts.sort();
    parts.concat()
}
