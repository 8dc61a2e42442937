//! Words of ASCII names in the cases of Rust: as `heck` writes them, but faster, because only ASCII occurs. Every type, field and variant
//! is named several times before its name is final.

use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// Writes words in upper camel case: `TicketSold`.
pub(crate) fn upper_camel(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_upper_camel_case();
    }
    let mut written = String::with_capacity(text.len());
    each_word(text, |word| {
        let mut letters = word.chars();
        written.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        written.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    });
    written
}

/// Writes words in snake case: `ticket_sold`.
pub(crate) fn snake(text: &str) -> String {
    if !text.is_ascii() {
        return text.to_snake_case();
    }
    let mut written = String::with_capacity(text.len() + 4);
    each_word(text, |word| {
        if !written.is_empty() {
            written.push('_');
        }
        written.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
    });
    written
}

/// Calls `each` with the words of an ASCII text: a word ends before anything but letters and digits, before an upper letter behind a lower
/// one, and before the last of several upper letters if a lower one follows.
fn each_word(text: &str, mut each: impl FnMut(&str)) {
    for part in text.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let letters = part.as_bytes();
        let (mut start, mut is_lower, mut is_upper) = (0, false, false);
        for (at, letter) in letters.iter().enumerate() {
            let Some(next) = letters.get(at + 1) else { break };
            let now_lower = letter.is_ascii_lowercase() || is_lower && !letter.is_ascii_uppercase();
            if now_lower && next.is_ascii_uppercase() {
                each(&part[start..=at]);
                (start, is_lower, is_upper) = (at + 1, false, false);
            } else if is_upper && letter.is_ascii_uppercase() && next.is_ascii_lowercase() {
                each(&part[start..at]);
                (start, is_lower, is_upper) = (at, false, false);
            } else {
                is_upper = letter.is_ascii_uppercase() || is_upper && !letter.is_ascii_lowercase();
                is_lower = now_lower;
            }
        }
        if start < part.len() {
            each(&part[start..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_heck() {
        let mut rng = fastrand::Rng::with_seed(7);
        let letters = ["a", "b", "A", "B", "1", "_", " ", "-", "é"];
        for _ in 0..200_000 {
            let text: String = (0..rng.usize(..9)).map(|_| letters[rng.usize(..letters.len())]).collect();
            assert_eq!(upper_camel(&text), text.to_upper_camel_case(), "{text}");
            assert_eq!(snake(&text), text.to_snake_case(), "{text}");
        }
    }
}
