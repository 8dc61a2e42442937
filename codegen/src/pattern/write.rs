//! The syntax tree of a pattern without look-around → text for the `regex` crate.

use crate::pattern::syntax::{Node, Repeat};

/// Writes a part of a pattern; returns `None` if it has look-around.
pub(super) fn write(node: &Node) -> Option<String> {
    let mut text = String::new();
    push(&mut text, node).then_some(text)
}

fn push(text: &mut String, node: &Node) -> bool {
    match node {
        Node::Class(class) => text.push_str(class),
        Node::Start => text.push_str(r"\A"),
        Node::End => text.push_str(r"\z"),
        Node::WordBoundary { is_negated: false } => text.push_str(r"(?-u:\b)"),
        Node::WordBoundary { is_negated: true } => text.push_str(r"(?-u:\B)"),
        Node::Look(_) => return false,
        Node::Group(inner) => {
            text.push_str("(?:");
            if !push(text, inner) {
                return false;
            }
            text.push(')');
        }
        Node::Sequence(parts) => return parts.iter().all(|part| push(text, part)),
        Node::Alternatives(branches) => {
            return branches.iter().enumerate().all(|(index, branch)| {
                text.push_str(if index == 0 { "" } else { "|" });
                push(text, branch)
            });
        }
        Node::Repeat(Repeat { body, quantifier, .. }) => {
            if !push(text, body) {
                return false;
            }
            text.push_str(quantifier);
        }
    }
    true
}
