//! Escapes for invisible characters, in the syntax of the surrounding language.
//!
//! The runtime's [`is_invisible`] alone decides which characters these are. Everything that the generator writes or prints goes through
//! this module or through [`Visible`]: literals keep their value, and prose and messages show the characters. Copies of schemas and
//! examples are an exception: they are the vendor's documents byte for byte, so `load` warns of such characters, and `import` writes none.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

pub use codegen_runtime::text::visible::{Visible, is_invisible};

/// Returns true if a text has no invisible characters other than line ends and tabs.
pub fn is_visible(text: &str) -> bool {
    first_invisible(text).is_none()
}

/// Returns the first character that [`is_visible`] does not allow, with its offset.
pub fn first_invisible(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, found)| is_invisible(*found) && !matches!(found, '\n' | '\t' | '\r'))
}

/// Escapes text for a terminal, except line feeds and tabs.
pub fn in_lines(text: &str) -> Cow<'_, str> {
    spelled(text, |found| !matches!(found, '\n' | '\t'), |found, out| push(out, found))
}

/// Escapes JSON text. Outside of strings only white space can be invisible.
pub fn in_json(text: &str) -> Cow<'_, str> {
    spelled(
        text,
        |found| !matches!(found, '\n' | '\t' | '\r'),
        |found, out| {
            for unit in found.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        },
    )
}

/// Writes a string literal of Rust. Line feeds remain in a literal of several lines.
pub fn in_rust(value: &str, has_lines: bool) -> String {
    let mut literal = String::from('"');
    for found in value.chars() {
        match found {
            '"' | '\\' => literal.extend(['\\', found]),
            '\n' if has_lines => literal.push(found),
            _ if is_invisible(found) => push(&mut literal, found),
            _ => literal.push(found),
        }
    }
    literal.push('"');
    literal
}

/// Returns the text on one line: white space is collapsed, and control characters are removed.
pub(crate) fn one_line(text: &str) -> String {
    let text: String = text.chars().filter(|found| found.is_whitespace() || prints(*found)).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns the offset in a text of the character that has the offset `at` in its [`one_line`].
pub(crate) fn before_one_line(text: &str, at: usize) -> usize {
    let count = one_line(text)[..at].chars().filter(|found| prints(*found)).count();
    text.char_indices().filter(|(_, found)| prints(*found)).nth(count).map_or(text.len(), |(offset, _)| offset)
}

/// Returns true for a character of a word on one line.
fn prints(found: char) -> bool {
    found != '\u{feff}' && !found.is_whitespace() && !found.is_control()
}

/// Writes a basic string of TOML [TOML 1.0].
pub fn in_toml(value: &str) -> String {
    let mut literal = String::from('"');
    for found in value.chars() {
        match found {
            '"' | '\\' => literal.extend(['\\', found]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            '\r' => literal.push_str("\\r"),
            _ if is_invisible(found) => {
                let _ = write!(literal, "\\U{:08X}", u32::from(found));
            }
            _ => literal.push(found),
        }
    }
    literal.push('"');
    literal
}

/// A text of several lines as shown in an excerpt, with a mapping of offsets.
#[derive(Debug)]
pub struct Excerpted<'a> {
    text: Cow<'a, str>,
    /// The ends of each escaped character, in the original and in the text.
    ends: Vec<(usize, usize)>,
}

impl<'a> Excerpted<'a> {
    /// Escapes all characters except white space for lines and alignment.
    pub fn new(original: &'a str) -> Self {
        if is_visible(original) && !original.contains('\r') {
            return Self { text: original.into(), ends: Vec::new() };
        }
        let (mut text, mut ends) = (String::with_capacity(original.len()), Vec::new());
        for (start, found) in original.char_indices() {
            let end = start + found.len_utf8();
            let is_line_end = found == '\r' && original[end..].starts_with('\n');
            if is_invisible(found) && !is_line_end && !matches!(found, '\n' | '\t') {
                push(&mut text, found);
                ends.push((end, text.len()));
            } else {
                text.push(found);
            }
        }
        Self { text: text.into(), ends }
    }

    /// Returns the escaped text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Maps a span of the original to the text.
    pub fn span(&self, original: &Range<usize>) -> Range<usize> {
        self.offset(original.start)..self.offset(original.end)
    }

    fn offset(&self, original: usize) -> usize {
        let before = self.ends.partition_point(|(end, _)| *end <= original);
        let (end, shown) = before.checked_sub(1).map_or((0, 0), |index| self.ends[index]);
        shown + (original - end)
    }
}

fn push(out: &mut String, found: char) {
    let _ = write!(out, "{}", Visible(found.encode_utf8(&mut [0; 4])));
}

fn spelled(text: &str, is_spelled: impl Fn(char) -> bool, spell: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let is_spelled = |found: char| is_invisible(found) && is_spelled(found);
    if !text.contains(is_spelled) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for found in text.chars() {
        if is_spelled(found) { spell(found, &mut out) } else { out.push(found) }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: &str = "a\u{202e}\"\\\0\n\t\r\u{e0041}é";

    #[test]
    fn literals_keep_their_value() {
        for has_lines in [false, true] {
            let literal: syn::LitStr = syn::parse_str(&in_rust(ODD, has_lines)).expect("a literal");
            assert_eq!(literal.value(), ODD);
            assert!(is_visible(&in_rust(ODD, has_lines)));
        }
        let value: toml_edit::Value = in_toml(ODD).parse().expect("a string of TOML");
        assert_eq!(value.as_str(), Some(ODD));
        let json = serde_json::to_string("\u{202e}\u{e0041}\u{7f}").expect("a string");
        let spelled = in_json(&json);
        assert!(is_visible(&spelled), "{spelled}");
        assert_eq!(serde_json::from_str::<String>(&spelled).expect("JSON"), "\u{202e}\u{e0041}\u{7f}");
    }

    #[test]
    fn places_on_one_line_map_back() {
        for text in ["a b", " a\n\t b\u{feff}é  c\u{1}d", "\u{a0}é\u{85}\r\nb", ""] {
            let line = one_line(text);
            for (at, found) in line.char_indices().filter(|(_, found)| *found != ' ') {
                assert!(text[before_one_line(text, at)..].starts_with(found), "{text:?} at {at}");
            }
            assert_eq!(before_one_line(text, line.len()), text.len());
        }
        let text = "a\n a\u{feff}a";
        assert_eq!([0, 2, 3].map(|at| before_one_line(text, at)), [0, 3, 7]);
    }

    #[test]
    fn places_map_to_escaped_text() {
        let original = "\u{202e}ab\r\n\u{200b}c";
        let excerpt = Excerpted::new(original);
        assert_eq!(excerpt.text(), "\\u{202e}ab\r\n\\u{200b}c");
        for (original_text, shown) in [("a", "a"), ("\u{200b}", "\\u{200b}"), ("b\r\n\u{200b}c", "b\r\n\\u{200b}c")] {
            let start = original.find(original_text).expect("it is there");
            let span = excerpt.span(&(start..start + original_text.len()));
            assert_eq!(&excerpt.text()[span], shown);
        }
    }
}
