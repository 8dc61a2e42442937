//! Invisible and look-alike characters with their Unicode names.
//!
//! `text/visible` of the runtime decides which characters are invisible; this table names the common ones.

use codegen_runtime::text::visible::is_invisible;

/// The character that another one is mistaken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disguise {
    /// None: it is invisible.
    Invisible,
    /// A space.
    Space,
    /// A quotation mark or an apostrophe.
    Quote,
    /// Another mark of ASCII.
    Mark,
}

/// Returns a name such as `U+00A0 NO-BREAK SPACE` and the mistake; `None` for an ordinary character.
pub fn disguised(character: char) -> Option<(String, Disguise)> {
    let known = CHARACTERS.iter().find(|(known, ..)| *known == character);
    let (name, disguise) = match known {
        Some((_, name, disguise)) => (*name, *disguise),
        None if matches!(character, '\t' | '\n' | '\r' | EMOJI_STYLE) || !is_invisible(character) => return None,
        None if character.is_control() => ("CONTROL CHARACTER", Disguise::Invisible),
        None => ("INVISIBLE CHARACTER", Disguise::Invisible),
    };
    Some((format!("U+{:04X} {name}", u32::from(character)), disguise))
}

/// Lists the disguised characters of a text, each once, in words.
pub fn disguises(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in text.chars().filter_map(disguised) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The variation selector after an emoji, which shows as the emoji's colour.
const EMOJI_STYLE: char = '\u{fe0f}';

use Disguise::{Invisible, Mark, Quote, Space};

#[rustfmt::skip]
const CHARACTERS: &[(char, &str, Disguise)] = &[
    ('\u{00a0}', "NO-BREAK SPACE", Space),
    ('\u{00ad}', "SOFT HYPHEN", Invisible),
    ('\u{034f}', "COMBINING GRAPHEME JOINER", Invisible),
    ('\u{061c}', "ARABIC LETTER MARK", Invisible),
    ('\u{1680}', "OGHAM SPACE MARK", Space),
    ('\u{180e}', "MONGOLIAN VOWEL SEPARATOR", Invisible),
    ('\u{2000}', "EN QUAD", Space),
    ('\u{2001}', "EM QUAD", Space),
    ('\u{2002}', "EN SPACE", Space),
    ('\u{2003}', "EM SPACE", Space),
    ('\u{2004}', "THREE-PER-EM SPACE", Space),
    ('\u{2005}', "FOUR-PER-EM SPACE", Space),
    ('\u{2006}', "SIX-PER-EM SPACE", Space),
    ('\u{2007}', "FIGURE SPACE", Space),
    ('\u{2008}', "PUNCTUATION SPACE", Space),
    ('\u{2009}', "THIN SPACE", Space),
    ('\u{200a}', "HAIR SPACE", Space),
    ('\u{200b}', "ZERO WIDTH SPACE", Invisible),
    ('\u{200c}', "ZERO WIDTH NON-JOINER", Invisible),
    ('\u{200d}', "ZERO WIDTH JOINER", Invisible),
    ('\u{200e}', "LEFT-TO-RIGHT MARK", Invisible),
    ('\u{200f}', "RIGHT-TO-LEFT MARK", Invisible),
    ('\u{2010}', "HYPHEN", Mark),
    ('\u{2011}', "NON-BREAKING HYPHEN", Mark),
    ('\u{2018}', "LEFT SINGLE QUOTATION MARK", Quote),
    ('\u{2019}', "RIGHT SINGLE QUOTATION MARK", Quote),
    ('\u{201a}', "SINGLE LOW-9 QUOTATION MARK", Quote),
    ('\u{201c}', "LEFT DOUBLE QUOTATION MARK", Quote),
    ('\u{201d}', "RIGHT DOUBLE QUOTATION MARK", Quote),
    ('\u{201e}', "DOUBLE LOW-9 QUOTATION MARK", Quote),
    ('\u{201f}', "DOUBLE HIGH-REVERSED-9 QUOTATION MARK", Quote),
    ('\u{2024}', "ONE DOT LEADER", Mark),
    ('\u{2026}', "HORIZONTAL ELLIPSIS", Mark),
    ('\u{2028}', "LINE SEPARATOR", Invisible),
    ('\u{2029}', "PARAGRAPH SEPARATOR", Invisible),
    ('\u{202a}', "LEFT-TO-RIGHT EMBEDDING", Invisible),
    ('\u{202b}', "RIGHT-TO-LEFT EMBEDDING", Invisible),
    ('\u{202c}', "POP DIRECTIONAL FORMATTING", Invisible),
    ('\u{202d}', "LEFT-TO-RIGHT OVERRIDE", Invisible),
    ('\u{202e}', "RIGHT-TO-LEFT OVERRIDE", Invisible),
    ('\u{202f}', "NARROW NO-BREAK SPACE", Space),
    ('\u{2032}', "PRIME", Quote),
    ('\u{2033}', "DOUBLE PRIME", Quote),
    ('\u{2039}', "SINGLE LEFT-POINTING ANGLE QUOTATION MARK", Quote),
    ('\u{203a}', "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK", Quote),
    ('\u{205f}', "MEDIUM MATHEMATICAL SPACE", Space),
    ('\u{2060}', "WORD JOINER", Invisible),
    ('\u{2061}', "FUNCTION APPLICATION", Invisible),
    ('\u{2062}', "INVISIBLE TIMES", Invisible),
    ('\u{2063}', "INVISIBLE SEPARATOR", Invisible),
    ('\u{2064}', "INVISIBLE PLUS", Invisible),
    ('\u{2066}', "LEFT-TO-RIGHT ISOLATE", Invisible),
    ('\u{2067}', "RIGHT-TO-LEFT ISOLATE", Invisible),
    ('\u{2068}', "FIRST STRONG ISOLATE", Invisible),
    ('\u{2069}', "POP DIRECTIONAL ISOLATE", Invisible),
    ('\u{2212}', "MINUS SIGN", Mark),
    ('\u{3000}', "IDEOGRAPHIC SPACE", Space),
    ('\u{3164}', "HANGUL FILLER", Space),
    ('\u{ab}', "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", Quote),
    ('\u{b4}', "ACUTE ACCENT", Quote),
    ('\u{bb}', "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", Quote),
    ('\u{feff}', "ZERO WIDTH NO-BREAK SPACE", Invisible),
    ('\u{ff02}', "FULLWIDTH QUOTATION MARK", Quote),
    ('\u{ff07}', "FULLWIDTH APOSTROPHE", Quote),
    ('\u{ff0c}', "FULLWIDTH COMMA", Mark),
    ('\u{ff1a}', "FULLWIDTH COLON", Mark),
    ('\u{ff3b}', "FULLWIDTH LEFT SQUARE BRACKET", Mark),
    ('\u{ff3d}', "FULLWIDTH RIGHT SQUARE BRACKET", Mark),
    ('\u{ff5b}', "FULLWIDTH LEFT CURLY BRACKET", Mark),
    ('\u{ff5d}', "FULLWIDTH RIGHT CURLY BRACKET", Mark),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_have_names() {
        assert_eq!(disguises("a\u{a0}b\u{200b}\u{a0}"), ["U+00A0 NO-BREAK SPACE", "U+200B ZERO WIDTH SPACE"]);
        assert_eq!(disguises("\u{1b}[0m"), ["U+001B CONTROL CHARACTER"]);
        assert_eq!(disguises("a\u{e0041}\u{2800}b"), ["U+E0041 INVISIBLE CHARACTER", "U+2800 INVISIBLE CHARACTER"]);
        assert!(disguises("plain — “text”\n").len() == 2);
        assert!(disguises("plain text,\t🎟\u{fe0f} and é\r\n").is_empty());
    }

    #[test]
    fn invisible_rows_are_those_of_the_runtime() {
        for (character, name, disguise) in CHARACTERS {
            assert_eq!(is_invisible(*character), matches!(disguise, Invisible | Space), "{name}");
        }
    }
}
