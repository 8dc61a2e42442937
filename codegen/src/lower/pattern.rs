//! Regular expressions of ECMA-262 → the `regex` crate's.
//!
//! A pattern is read as ECMA-262 reads it with the `u` flag. What is a syntax error there but has one meaning without the flag, such as
//! `\_` or a lone `}`, is taken in that meaning. Look-around and back-references are refused: they do not run in linear time.

mod class;
mod write;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;

use regex::{Regex, RegexBuilder};

use crate::model::Pattern;

/// Why a pattern has no translation, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// A byte offset into the pattern.
    pub offset: usize,
    /// The reason, as a clause: `it looks ahead`.
    pub reason: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at offset {})", self.reason, self.offset)
    }
}

impl std::error::Error for PatternError {}

/// Translates a pattern; the result matches exactly what ECMA-262 says, with the `u` flag.
///
/// # Errors
///
/// Why there is no such translation.
pub fn translate(source: &str) -> Result<String, PatternError> {
    let translated = write::write(source)?;
    match build(&translated) {
        Ok(_) => Ok(translated),
        Err(regex::Error::CompiledTooBig(_)) => Err(PatternError {
            offset: 0,
            reason: "it repeats too often: compiled, it takes too much memory".to_owned(),
        }),
        Err(error) => Err(PatternError { offset: 0, reason: format!("the regex crate refuses it: {error}") }),
    }
}

thread_local! {
    /// Planning asks the same patterns over and over.
    static COMPILED: RefCell<HashMap<String, Option<Regex>>> = RefCell::default();
}

/// The pattern, compiled once in each thread; `None` only if it does not come from [`translate`].
pub fn compile(pattern: &Pattern) -> Option<Regex> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get(&pattern.translated) {
            return known.clone();
        }
        let regex = build(&pattern.translated).ok();
        compiled.insert(pattern.translated.clone(), regex.clone());
        regex
    })
}

/// What a compiled pattern may take in memory. The generated code sets no limit: it meets only what was accepted here.
const SIZE_LIMIT: usize = 32 << 20;

fn build(translated: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(translated).size_limit(SIZE_LIMIT).build()
}

#[cfg(test)]
mod tests {
    use super::{compile, translate};
    use crate::model::Pattern;

    fn matches(source: &str, text: &str) -> bool {
        let translated = translate(source).unwrap_or_else(|why| panic!("{source}: {why}"));
        regex::Regex::new(&translated).unwrap().is_match(text)
    }

    #[test]
    fn digits_and_words_are_ascii_and_white_space_is_unicode() {
        assert!(matches(r"^\d\w$", "1_"));
        assert!(!matches(r"^\d$", "৪"));
        assert!(!matches(r"^\w$", "é"));
        assert!(matches(r"^\W$", "é"));
        for space in ['\u{feff}', '\u{a0}', '\u{2028}', '\u{3000}', '\u{b}'] {
            assert!(matches(r"^\s$", &space.to_string()), "{space:?}");
            assert!(!matches(r"^[\S]$", &space.to_string()), "{space:?}");
        }
        assert!(!matches(r"^\s$", "\u{85}"), "next line is white space to Unicode, not to ECMA-262");
        assert!(!matches(r"^\s$", "\u{180e}"));
    }

    #[test]
    fn anchors_are_those_of_the_whole_text() {
        assert!(!matches("^a$", "a\n"));
        assert!(!matches("^b", "a\nb"));
        assert!(matches("(^a|b$)", "xb"));
        assert!(matches(r"\bfoo\b", "a foo."));
        assert!(matches(r"\bé", "aé"), "é is no word character");
    }

    #[test]
    fn a_dot_is_all_but_line_terminators() {
        for text in ["\n", "\r", "\u{2028}", "\u{2029}"] {
            assert!(!matches("^.$", text));
            assert!(matches("^[^]$", text));
        }
        assert!(matches("^.$", "\u{1f432}"));
        assert!(matches("^.$", "\u{85}"));
        assert!(!matches("[]", "a"));
        assert!(!matches("[]", ""));
    }

    #[test]
    fn escapes_name_code_points() {
        assert!(matches(r"^\cI\t\x41\u0042\u{1F432}\uD83D\uDC32\0\/\-$", "\t\tAB\u{1f432}\u{1f432}\0/-"));
        assert!(matches(r"^[\b\cA\u{41}-\u{43}]+$", "\u{8}\u{1}ABC"));
        assert!(!matches(r"\uD83D", "\u{1f432}"), "half of a character is not in it");
        assert!(matches(r"^[^\uD83D]$", "\u{1f432}"));
        assert!(matches(r"^[\uD000-\uFFFF]$", "\u{e000}"));
    }

    #[test]
    fn brackets_hold_nothing_special_of_the_regex_crate() {
        for text in ["[", "&", "-", "~", "a", ":"] {
            assert!(matches("^[[:a&&~~-]$", text), "{text}");
        }
        assert!(matches(r"^[\w-.]+$", "a-.b"), "a dash beside a class is a dash");
        assert!(matches("^[a-c-e]+$", "b-e"));
        assert!(!matches("^[a-c-e]+$", "d"));
        assert!(matches("^[^^]$", "a"));
        assert!(!matches("^[^^]$", "^"));
        assert!(matches("^#  x$", "#  x"));
        assert!(matches("^[\\]\\\\]+$", "]\\"));
    }

    #[test]
    fn properties_are_categories_scripts_and_flags() {
        assert!(matches(r"^\p{Letter}\p{Lu}\p{gc=Nd}\P{L}$", "éÉ৪1"));
        assert!(matches(r"^\p{Script=Greek}\p{scx=Latin}[\p{ASCII}]\p{Alphabetic}$", "αaxé"));
        assert!(translate(r"\p{Greek}").is_err());
        assert!(translate(r"\p{letter}").is_err());
        assert!(translate(r"\pL").is_err());
    }

    #[test]
    fn groups_and_counts() {
        assert!(matches(r"^(?<year>\d{4})-(?:\d{2}){1,2}?$", "2026-0612"));
        assert!(matches("^a{,2}$", "a{,2}"), "no count, so three characters");
        assert!(matches("^}]$", "}]"));
        assert!(matches("^()*$", ""));
    }

    #[test]
    fn what_is_not_linear_or_no_pattern_is_refused_with_its_offset() {
        for (source, offset) in [
            ("a(?=b)", 1),
            ("(?<!a)b", 0),
            (r"(a)\1", 3),
            (r"(?<n>a)\k<n>", 7),
            (r"a\Z", 1),
            (r"\a", 0),
            (r"\Qa", 0),
            ("(?i)a", 0),
            ("(a", 0),
            ("a)", 1),
            ("*a", 0),
            ("a**", 2),
            ("a{2,1}", 1),
            ("^*", 1),
            ("[b-a]", 1),
            ("[a", 0),
            (r"a\", 1),
            (r"\u{110000}", 0),
            (r"\u12", 0),
            (r"\01", 0),
        ] {
            assert_eq!(translate(source).map_err(|why| why.offset), Err(offset), "{source}");
        }
    }

    #[test]
    fn a_large_pattern_is_compiled_as_it_was_translated_or_refused() {
        let large = r"^[\p{L}\p{N} ]{1,300}$";
        let pattern = Pattern { source: large.to_owned(), translated: translate(large).unwrap() };
        assert!(compile(&pattern).is_some_and(|regex| regex.is_match("é 1")));
        let refused = translate("(a{1000}){2000}").unwrap_err();
        assert_eq!(refused.reason, "it repeats too often: compiled, it takes too much memory");
    }
}
