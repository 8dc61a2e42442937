//! Splits a pattern with look-around into patterns with less look-around, combined by all, any or not.
//!
//! A lookahead at `^` and a lookbehind at `$` start from one place only, so each becomes a pattern of its own. Several small automata
//! replace a single one with the product of their states.

use crate::pattern::syntax::{Look, Node};

/// The maximum number of branches that are split: the text is read once for each.
const BRANCHES: usize = 16;

/// A boolean combination of patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// A pattern that is not split.
    One(Node),
    All(Vec<Split>),
    Any(Vec<Split>),
    Not(Box<Split>),
}

/// Splits a pattern.
pub(super) fn split(node: Node) -> Split {
    if node.look().is_none() {
        return Split::One(node);
    }
    match node {
        Node::Group(inner) => split(*inner),
        Node::Alternatives(branches) => any(&branches, |branch| branch),
        Node::Sequence(parts) => sequence(flat(parts)),
        node => Split::One(node),
    }
}

/// Flattens a sequence and its groups without alternatives.
fn flat(parts: Vec<Node>) -> Vec<Node> {
    let flatten = |part| match part {
        Node::Group(inner) => match *inner {
            Node::Sequence(parts) => flat(parts),
            inner => vec![Node::Group(Box::new(inner))],
        },
        part => vec![part],
    };
    parts.into_iter().flat_map(flatten).collect()
}

fn sequence(mut parts: Vec<Node>) -> Split {
    if let Some((at, branches)) = distributed(&parts) {
        return any(branches, |branch| {
            let between = [Node::Group(Box::new(branch))];
            Node::Sequence([&parts[..at], &between, &parts[at + 1..]].concat())
        });
    }
    let mut all = Vec::new();
    while let [Node::Start, Node::Look(look @ Look { is_ahead: true, .. }), ..] = parts.as_slice() {
        all.push(separate(look, |body| vec![Node::Start, body]));
        parts.remove(1);
    }
    while let [.., Node::Look(look @ Look { is_ahead: false, .. }), Node::End] = parts.as_slice() {
        all.push(separate(look, |body| vec![body, Node::End]));
        parts.remove(parts.len() - 2);
    }
    if all.is_empty() {
        return Split::One(Node::Sequence(parts));
    }
    // An anchor alone always matches.
    if !matches!(parts.as_slice(), [Node::Start | Node::End]) {
        all.push(split(Node::Sequence(parts)));
    }
    Split::All(all)
}

/// Splits branches with look-around from each other, and joins the others to one pattern; `whole` wraps a branch in the common context.
fn any(branches: &[Node], whole: impl Fn(Node) -> Node) -> Split {
    let (looking, plain): (Vec<Node>, Vec<Node>) = branches.iter().cloned().partition(|branch| branch.look().is_some());
    if looking.len() > BRANCHES {
        return Split::One(whole(Node::Alternatives(branches.to_vec())));
    }
    let mut parts: Vec<Split> = looking.into_iter().map(|branch| split(whole(branch))).collect();
    if !plain.is_empty() {
        parts.push(Split::One(whole(Node::Alternatives(plain))));
    }
    Split::Any(parts)
}

/// Returns the alternatives beside which there are only anchors, with their position.
fn distributed(parts: &[Node]) -> Option<(usize, &[Node])> {
    let (at, one) = match parts {
        [one] | [one, Node::End] => (0, one),
        [Node::Start, one] | [Node::Start, one, Node::End] => (1, one),
        _ => return None,
    };
    let Node::Group(inner) = one else { return None };
    let Node::Alternatives(branches) = inner.as_ref() else { return None };
    Some((at, branches))
}

/// Turns a look-around into a pattern of its own.
fn separate(look: &Look, anchored: impl Fn(Node) -> Vec<Node>) -> Split {
    let split = split(Node::Sequence(anchored(Node::Group(look.body.clone()))));
    if look.is_negated { Split::Not(Box::new(split)) } else { split }
}
