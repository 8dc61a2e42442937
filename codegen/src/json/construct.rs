//! Values without a text.

use crate::json::node::{Member, Node, Value};

pub(crate) fn string(text: &str) -> Node {
    node(Value::String(text.to_owned()))
}

pub(crate) fn boolean(value: bool) -> Node {
    node(Value::Boolean(value))
}

pub(crate) fn array(elements: Vec<Node>) -> Node {
    node(Value::Array(elements))
}

pub(crate) fn object(members: Vec<Member>) -> Node {
    node(Value::Object(members.into()))
}

pub(crate) fn member(name: &str, node: Node) -> Member {
    Member { name: name.to_owned(), name_span: 0..0, node }
}

fn node(value: Value) -> Node {
    Node { span: 0..0, value }
}
