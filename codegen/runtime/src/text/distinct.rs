//! `uniqueItems` on the text of an array: compares few strings and integers as written, anything else as a tree.

use super::scanner::Scanner;
use super::tree::Tree;

/// The maximum number of elements that are compared pairwise.
const FEW: usize = 48;

/// Returns true if no two elements of a checked array are equal.
pub fn has_unique_elements(text: &str) -> bool {
    few_plain(text).unwrap_or_else(|| Tree::parse(text).is_none_or(Tree::has_unique_elements))
}

/// Decides it for few elements with a single spelling each: strings without escapes, and integers.
fn few_plain(text: &str) -> Option<bool> {
    let mut scanner = Scanner::new(text.as_bytes());
    let (mut elements, mut hashes, mut count) = ([""; FEW], [0; FEW], 0);
    let mut more = scanner.open_array()?;
    while more {
        let first = scanner.peek();
        let start = scanner.offset();
        let is_plain = match first {
            b'"' => scanner.string()?.plain().is_some(),
            b'0'..=b'9' => scanner.number()?.is_plain_integer(),
            // `-0` equals `0`; the others are rare.
            _ => false,
        };
        if !is_plain || count == FEW {
            return None;
        }
        let element = text.get(start..scanner.offset())?;
        let hash = scanner.hash(start);
        if hashes[..count].contains(&hash) && elements[..count].contains(&element) {
            return Some(false);
        }
        (elements[count], hashes[count]) = (element, hash);
        count += 1;
        more = scanner.next_element()?;
    }
    Some(true)
}
