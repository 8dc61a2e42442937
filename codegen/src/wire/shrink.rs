//! Smaller instances: members and elements are removed as long as what an instance shows stays.

use std::cmp::Reverse;

use crate::json::{Node, Value};
use crate::wire::sample::{plain, size};
use crate::wire::search::{with_member, without};

/// The maximum number of attempts to make an instance smaller.
const ATTEMPTS: usize = 400;

/// Removes members and elements as long as `is_kept` holds: the largest first, and the outer before the inner.
pub(super) fn shrink(instance: &Node, is_kept: impl FnMut(&Node) -> bool) -> Node {
    let mut shrinking = Shrinking { whole: instance.clone(), left: ATTEMPTS, is_kept };
    // A part may become removable once another part is gone.
    while shrinking.reduce(&mut Vec::new()) {}
    shrinking.whole
}

/// A step to a part of a value.
#[derive(Clone)]
enum Key {
    Member(String),
    Element(usize),
}

struct Shrinking<F> {
    whole: Node,
    /// The remaining attempts.
    left: usize,
    is_kept: F,
}

impl<F: FnMut(&Node) -> bool> Shrinking<F> {
    /// Removes what it can from the part at a path; returns true if something was removed.
    fn reduce(&mut self, path: &mut Vec<Key>) -> bool {
        let mut is_smaller = false;
        for key in keys(&self.whole, path) {
            if self.left == 0 {
                return false;
            }
            self.left -= 1;
            path.push(key);
            let candidate = removed(&self.whole, path);
            path.pop();
            if let Some(candidate) = candidate.filter(&mut self.is_kept) {
                self.whole = candidate;
                is_smaller = true;
            }
        }
        for key in keys(&self.whole, path) {
            path.push(key);
            is_smaller |= self.reduce(path);
            path.pop();
        }
        is_smaller
    }
}

/// Returns the keys of a part: the largest member first, the last element first.
fn keys(whole: &Node, path: &[Key]) -> Vec<Key> {
    match path.iter().try_fold(whole, step).map(|part| &part.value) {
        Some(Value::Object(members)) => {
            let mut names: Vec<(Reverse<usize>, &String)> =
                members.iter().map(|member| (Reverse(size(&member.node).0), &member.name)).collect();
            names.sort();
            names.into_iter().map(|(_, name)| Key::Member(name.clone())).collect()
        }
        Some(Value::Array(elements)) => (0..elements.len()).rev().map(Key::Element).collect(),
        Some(Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_)) | None => Vec::new(),
    }
}

fn step<'n>(node: &'n Node, key: &Key) -> Option<&'n Node> {
    match key {
        Key::Member(name) => node.get(name),
        Key::Element(index) => node.as_array()?.get(*index),
    }
}

/// Returns a value without the part at the end of a path.
fn removed(value: &Node, path: &[Key]) -> Option<Node> {
    let (key, rest) = path.split_first()?;
    let inner = if rest.is_empty() { None } else { Some(removed(step(value, key)?, rest)?) };
    match key {
        Key::Member(name) => match inner {
            Some(inner) => Some(with_member(value, name, inner)),
            None => without(value, name),
        },
        Key::Element(index) => {
            let mut elements = value.as_array()?.to_vec();
            match inner {
                Some(inner) => *elements.get_mut(*index)? = inner,
                None => drop(elements.remove(*index)),
            }
            Some(plain(Value::Array(elements)))
        }
    }
}
