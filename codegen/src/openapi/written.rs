//! Made values: each has the span of the value that it replaces, because it has no text of its own.

use crate::json::{Member, Node, Value};

/// Creates a string in the place of another value.
pub(super) fn string(text: &str, place: &Node) -> Node {
    Node { span: place.span.clone(), value: Value::String(text.to_owned()) }
}

/// Creates a member in the place of its value.
pub(super) fn member(name: &str, node: Node) -> Member {
    Member { name: name.to_owned(), name_span: node.span.clone(), node }
}
