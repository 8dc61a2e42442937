//! The texts that a pattern lists, and the literal text at the start of its matches.

use crate::pattern::syntax::{self, Node};

/// The maximum number of listed texts.
const TEXTS: usize = 256;

/// Returns the texts that a pattern matches, if it lists them: `^a$`, `^(a|b)$`.
pub(crate) fn listed(source: &str) -> Option<Vec<String>> {
    let text = |items: Vec<Item>| match items.as_slice() {
        [Item::Start, inner @ .., Item::End] => inner.iter().map(|item| item.letter()).collect(),
        _ => None,
    };
    expand(&syntax::parse(source).ok()?)?.into_iter().map(text).collect()
}

/// Returns the literal text at the start of every match of a pattern: `x-` for `^x-[a-z]+$`. It may be the whole match.
pub(crate) fn beginning(source: &str) -> Option<String> {
    let Node::Sequence(parts) = syntax::parse(source).ok()? else { return None };
    let is_anchored = parts.first() == Some(&Node::Start);
    let letter = |part: &Node| if let Node::Class(class) = part { single(class) } else { None };
    let letters: String = parts.iter().skip(usize::from(is_anchored)).map_while(letter).collect();
    (is_anchored || letters.chars().count() == parts.len()).then_some(letters)
}

/// A part of a listed text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Start,
    Letter(char),
    End,
}

impl Item {
    fn letter(self) -> Option<char> {
        if let Self::Letter(letter) = self { Some(letter) } else { None }
    }
}

/// Writes out all alternatives of a pattern; `None` if it has other parts, or too many.
fn expand(node: &Node) -> Option<Vec<Vec<Item>>> {
    let all = match node {
        Node::Start => vec![vec![Item::Start]],
        Node::End => vec![vec![Item::End]],
        Node::Class(class) => vec![vec![Item::Letter(single(class)?)]],
        Node::Group(inner) => expand(inner)?,
        Node::Alternatives(branches) => {
            let branches: Option<Vec<_>> = branches.iter().map(expand).collect();
            branches?.concat()
        }
        Node::Sequence(parts) => parts.iter().try_fold(vec![Vec::new()], |known, part| {
            let next = expand(part)?;
            let both =
                |known: &Vec<Item>| next.iter().map(|next| [known.as_slice(), next].concat()).collect::<Vec<_>>();
            (known.len() * next.len() <= TEXTS).then(|| known.iter().flat_map(both).collect())
        })?,
        Node::WordBoundary { .. } | Node::Look(_) | Node::Repeat(_) => return None,
    };
    (all.len() <= TEXTS).then_some(all)
}

/// Returns the only code point of a class.
fn single(class: &str) -> Option<char> {
    let mut letters = class.chars();
    match (letters.next()?, letters.next(), letters.next()) {
        (letter, None, None) => Some(letter),
        ('\\', Some(letter), None) if !letter.is_alphanumeric() => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchored_alternatives_are_listed() {
        for (pattern, texts) in [
            ("^created$", &["created"][..]),
            ("^(a|b\\.c)$", &["a", "b.c"]),
            ("^a$|^b$", &["a", "b"]),
            ("^(?:order|item)_(?:made|sent)$", &["order_made", "order_sent", "item_made", "item_sent"]),
            ("^$", &[""]),
        ] {
            assert_eq!(listed(pattern).unwrap_or_default(), texts, "{pattern}");
        }
        for pattern in ["created", "^created", "^a|b$", "^a.$", "^[ab]$", "^ab?$", "^(a$|b)$", r"^\d$"] {
            assert_eq!(listed(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn literal_beginnings_are_found() {
        for (pattern, text) in [
            ("^x-", Some("x-")),
            ("^x-[a-z]+$", Some("x-")),
            (r"^data\.", Some("data.")),
            ("^S_?", Some("S")),
            ("^[a-z]", Some("")),
            ("name", Some("name")),
            ("name.", None),
            ("^a|^b", None),
        ] {
            assert_eq!(beginning(pattern).as_deref(), text, "{pattern}");
        }
    }
}
