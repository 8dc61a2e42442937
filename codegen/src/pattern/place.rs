//! Places of a pattern's parts in its document.

use crate::source::location::Place;

/// Returns the place of the character at an offset of a string's content, or of the whole string if it is not found.
pub(crate) fn within(string: &Place, offset: usize) -> Place {
    let text = string.source.text().get(string.span.clone()).unwrap_or_default();
    let found = characters(text).find(|(decoded, _)| *decoded >= offset);
    let mut place = string.clone();
    if let Some((_, range)) = found {
        place.span = string.span.start + range.start..string.span.start + range.end;
    }
    place
}

/// Returns the characters of a JSON string: for each, its offset in the content and its range in the text.
fn characters(text: &str) -> impl Iterator<Item = (usize, std::ops::Range<usize>)> {
    let (mut at, mut decoded) = (1, 0);
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let length = match rest.chars().next()? {
            '"' => return None,
            '\\' if rest.starts_with("\\u") => {
                if is_surrogate(rest) {
                    12
                } else {
                    6
                }
            }
            '\\' => 2,
            plain => plain.len_utf8(),
        };
        let character = text.get(at..at + length)?;
        let said: String = serde_json::from_str(&format!("\"{character}\"")).ok()?;
        let found = (decoded, at..at + length);
        at += length;
        decoded += said.len();
        Some(found)
    })
}

/// Returns true if an escape is the first half of a surrogate pair.
fn is_surrogate(escape: &str) -> bool {
    let digits = escape.get(2..6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    digits.is_some_and(|digits| (0xd800..0xdc00).contains(&digits))
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::source::location::{Place, Source};

    #[test]
    fn characters_are_found_behind_escapes() {
        let text = r#"  "a\\\uD83D\uDC32é\u00e9b""#;
        let source = Source::new("x.json", text.to_owned());
        let string = Place::new(&source, 2..text.len());
        let at = |offset| &text[within(&string, offset).span];
        // The content: a, a backslash, a dragon, é, é, b.
        assert_eq!([0, 1, 2, 6, 8, 10].map(at), ["a", r"\\", r"\uD83D\uDC32", "é", r"\u00e9", "b"]);
        assert_eq!(within(&string, 11).span, 2..text.len(), "behind the end");
    }
}
