//! Counts and lists in sentences.

use std::borrow::Borrow;

/// Returns `1 file` or `2 files`.
pub fn counted(count: impl Copy + ToString, noun: &str) -> String {
    let count = count.to_string();
    let end = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{end}")
}

/// Returns `a, b or c`, with the given word before the last.
pub(crate) fn joined(words: &[impl Borrow<str>], conjunction: &str) -> String {
    match words {
        [] => String::new(),
        [word] => word.borrow().to_owned(),
        [words @ .., last] => {
            let words: Vec<&str> = words.iter().map(Borrow::borrow).collect();
            format!("{} {conjunction} {}", words.join(", "), last.borrow())
        }
    }
}

/// Returns `a, b and 3 more`, with at most this many words.
pub fn abridged(words: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = words.len().saturating_sub(most);
    let words: Vec<String> = words.take(most).collect();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    words.join(", ") + &rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "file")), ["0 files", "1 file", "2 files"]);
    }

    #[test]
    fn lists_read_as_sentences_have_them() {
        let words = ["a", "b", "c", "d"];
        assert_eq!([0, 1, 2, 3].map(|count| joined(&words[..count], "or")), ["", "a", "a or b", "a, b or c"]);
        let abridged = |count: usize| abridged(words[..count].iter().map(|word| (*word).to_owned()), 2);
        assert_eq!([1, 2, 4].map(abridged), ["a", "a, b", "a, b and 2 more"]);
    }
}
