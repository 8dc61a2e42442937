//! Invisible characters and their escapes in text for people.
//!
//! This is the only list of them: control characters, the code points that Unicode calls *default ignorable* (zero width, bidirectional
//! controls, variation selectors, tags, fillers, soft hyphen), every space but U+0020, line and paragraph separators, private use,
//! noncharacters, and a few symbols without ink. Look-alikes are visible, so they are not in it.

use std::fmt;

/// The invisible characters beyond U+0020, as sorted ranges.
const INVISIBLE: &[(char, char)] = &[
    ('\u{7f}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202f}'),
    ('\u{205f}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3000}', '\u{3000}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffc}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d159}', '\u{1d159}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{1fffe}', '\u{1ffff}'),
    ('\u{2fffe}', '\u{2ffff}'),
    ('\u{3fffe}', '\u{3ffff}'),
    ('\u{4fffe}', '\u{4ffff}'),
    ('\u{5fffe}', '\u{5ffff}'),
    ('\u{6fffe}', '\u{6ffff}'),
    ('\u{7fffe}', '\u{7ffff}'),
    ('\u{8fffe}', '\u{8ffff}'),
    ('\u{9fffe}', '\u{9ffff}'),
    ('\u{afffe}', '\u{affff}'),
    ('\u{bfffe}', '\u{bffff}'),
    ('\u{cfffe}', '\u{cffff}'),
    ('\u{dfffe}', '\u{10ffff}'),
];

/// Returns true if a reader does not see a character or takes it for a space, including tab and line feed.
#[must_use]
pub fn is_invisible(found: char) -> bool {
    if found < '\u{7f}' {
        return found < ' ';
    }
    let following = INVISIBLE.partition_point(|(_, last)| *last < found);
    INVISIBLE.get(following).is_some_and(|(first, _)| *first <= found)
}

/// The maximum number of characters of an excerpt.
const EXCERPT: usize = 256;

/// The first 256 characters of a text, with each invisible one escaped. Without a limit, a sender would choose the size of a message.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'a>(pub &'a str);

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(EXCERPT) {
            Some((end, _)) => write!(f, "{}…", Visible(&self.0[..end])),
            None => Visible(self.0).fmt(f),
        }
    }
}

/// A text with each invisible character escaped as in Rust: `\n`, `\u{202e}`.
#[derive(Clone, Copy, Debug)]
pub struct Visible<'a>(pub &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((start, found)) = rest.char_indices().find(|(_, found)| is_invisible(*found)) {
            f.write_str(&rest[..start])?;
            match found {
                '\t' | '\n' | '\r' => write!(f, "{}", found.escape_default())?,
                _ => write!(f, "{}", found.escape_unicode())?,
            }
            rest = &rest[start + found.len_utf8()..];
        }
        f.write_str(rest)
    }
}
