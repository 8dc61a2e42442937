//! Regular expressions of ECMA-262 → matchers that run in linear time.
//!
//! A pattern has the meaning of ECMA-262 (edition 2024) with the `u` flag, and matches anywhere in a text. A syntax error with a single
//! meaning without the flag, such as `\_`, `\101`, `(?=a)*` or a lone `}`, has that meaning. A pattern is refused if other readers would
//! understand it differently: a letter after `\` without a meaning (`\Z`), brackets in brackets (`[[:alpha:]]`, and the set operations of
//! the `v` flag), groups that change flags (`(?i:a)`). Names of groups have no effect, since nothing refers to them.
//!
//! The content of a pattern selects its matcher:
//!
//! 1. A class with a large count (`^\S{1,65535}$`) becomes a counter beside an automaton: `determine`. A pattern can have one counter, if
//!    counting never begins again before it has ended; other counts are expanded.
//! 2. A pattern without look-around goes to the `regex` crate, or, in generated code, to a small table over bytes.
//! 3. A pattern with look-around is regular, since it has no back-references: at `^` and `$` a look-around becomes a pattern of its own
//!    (`split`), elsewhere the automaton of a boolean combination (`determine`), minimized.
//!
//! Limits: back-references are refused, and so are automata of more than 8,192 states, of more than 32,768 steps (64 KiB) when minimized,
//! or that take more than 500,000 units of work to build (a fraction of a second, some seconds without optimization), and patterns for
//! which the `regex` crate needs more than 32 MiB, if the automaton is too large as well.

pub(crate) mod alphabet;
pub(crate) mod automaton;
pub(crate) mod class;
pub(crate) mod determine;
mod error;
pub(crate) mod formula;
pub(crate) mod language;
pub(crate) mod literal;
pub mod matching;
pub(crate) mod minimize;
pub(crate) mod place;
pub(crate) mod program;
pub(crate) mod split;
pub(crate) mod syntax;
pub(crate) mod write;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

pub use self::error::PatternError;
use self::matching::{Matching, Pattern};
use self::split::{Split, split};
use self::syntax::Node;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// Returns an exact matcher of a pattern with the `u` flag.
///
/// # Errors
///
/// The reason why there is no exact matcher.
pub fn matching(source: &str) -> Result<Matching, PatternError> {
    let node = syntax::parse(source)?;
    if node.look().is_some() {
        return machines(split(node));
    }
    let repeated = automaton::repeated(&node);
    if repeated > automaton::WRITTEN_OUT
        && let Some(counting) = automaton::counting(&node)
    {
        return Ok(Matching::Automaton(Arc::new(counting)));
    }
    if repeated > HOPELESS {
        return machine(&node);
    }
    let translated = write::write(&node).unwrap_or_default();
    match build(&translated) {
        Ok(_) => Ok(Matching::Regex(translated)),
        Err(regex::Error::CompiledTooBig(_)) => machine(&node),
        Err(error) => Err(PatternError::syntax(0, &format!("the regex crate refuses it: {error}"))),
    }
}

fn machines(split: Split) -> Result<Matching, PatternError> {
    let each = |parts: Vec<Split>| parts.into_iter().map(machines).collect::<Result<Vec<_>, _>>();
    Ok(match split {
        Split::One(node) => machine(&node)?,
        Split::All(parts) => Matching::All(each(parts)?),
        Split::Any(parts) => Matching::Any(each(parts)?),
        Split::Not(part) => Matching::Not(Box::new(machines(*part)?)),
    })
}

fn machine(node: &Node) -> Result<Matching, PatternError> {
    let automaton = automaton::automaton(node).map_err(|_| too_large(node))?;
    Ok(Matching::Automaton(Arc::new(automaton)))
}

fn too_large(node: &Node) -> PatternError {
    let (offset, what) = match (node.look(), program::largest(node)) {
        (_, Some(repeat)) if program::bound(repeat) > 64 => (repeat.offset, "with this count"),
        (Some(look), _) => (look.offset, "with this look-around"),
        (None, Some(repeat)) => (repeat.offset, "with this count"),
        (None, None) => (0, "with all its alternatives"),
    };
    let (states, entries) = (determine::STATES, automaton::ENTRIES);
    let reason =
        format!("{what}, its automaton exceeds {states} states or {entries} steps, or takes too long to build");
    let help = "use several patterns in `allOf`, or count characters with `minLength` and `maxLength`";
    PatternError { offset, reason, help }
}

thread_local! {
    /// Planning matches the same patterns repeatedly.
    static COMPILED: RefCell<HashMap<String, Option<Rc<Regex>>>> = RefCell::default();
}

/// Returns true if a pattern matches anywhere in a text.
pub fn is_match(pattern: &Pattern, text: &str) -> bool {
    matches(&pattern.matching, text)
}

fn matches(matching: &Matching, text: &str) -> bool {
    match matching {
        Matching::Regex(translated) => compile(translated).is_some_and(|regex| regex.is_match(text)),
        Matching::Automaton(automaton) => automaton.machine().is_match(text),
        Matching::All(parts) => parts.iter().all(|part| matches(part, text)),
        Matching::Any(parts) => parts.iter().any(|part| matches(part, text)),
        Matching::Not(part) => !matches(part, text),
    }
}

/// Compiles a translation, once per thread; returns `None` only if it does not come from [`matching`].
///
/// It is shared, because a clone of a `Regex` starts without a cache.
fn compile(translated: &str) -> Option<Rc<Regex>> {
    COMPILED.with_borrow_mut(|compiled| {
        if let Some(known) = compiled.get(translated) {
            return known.clone();
        }
        let regex = build(translated).ok().map(Rc::new);
        compiled.insert(translated.to_owned(), regex.clone());
        regex
    })
}

/// The memory limit of a compiled pattern. Generated code sets no limit: it contains only patterns accepted here.
const SIZE_LIMIT: usize = 32 << 20;

/// The maximum number of code point ranges in a repetition for the `regex` crate, which takes seconds to refuse larger ones.
const HOPELESS: usize = 100_000;

fn build(translated: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(translated).size_limit(SIZE_LIMIT).build()
}

/// Translates a pattern, or reports why that is impossible; the place is that of the string.
pub fn read(source: &str, place: &Place, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    match matching(source) {
        Ok(matching) => Some(Pattern { source: source.to_owned(), matching }),
        Err(why) => {
            let message = format!("unsupported pattern `{source}`: {why}");
            let at = place::within(place, why.offset);
            diagnostics.push(Diagnostic::error("unsupported-pattern", message).at(at).help(why.help));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matching;
    use crate::pattern::matching::Matching;

    fn matches(source: &str, text: &str) -> bool {
        super::matches(&matching(source).unwrap_or_else(|why| panic!("{source}: {why}")), text)
    }

    #[test]
    fn only_white_space_is_unicode() {
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
    fn anchors_match_at_the_texts_ends() {
        assert!(!matches("^a$", "a\n"));
        assert!(!matches("^b", "a\nb"));
        assert!(matches("(^a|b$)", "xb"));
        assert!(matches(r"\bfoo\b", "a foo."));
        assert!(matches(r"\bé", "aé"), "é is no word character");
    }

    #[test]
    fn a_dot_excludes_line_terminators() {
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
    fn classes_escape_the_regex_crates_syntax() {
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
        assert!(matching(r"\p{Greek}").is_err());
        assert!(matching(r"\p{letter}").is_err());
        assert!(matching(r"\pL").is_err());
    }

    #[test]
    fn groups_and_counts_are_translated() {
        assert!(matches(r"^(?<year>\d{4})-(?:\d{2}){1,2}?$", "2026-0612"));
        assert!(matches("^a{,2}$", "a{,2}"), "no count, so three characters");
        assert!(matches("^}]$", "}]"));
        assert!(matches("^()*$", ""));
    }

    #[test]
    fn irregular_patterns_are_refused_with_offset() {
        for (source, offset) in [
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
            (r"\8", 0),
            ("a(?i:b)", 1),
            ("(?<=a)*", 6),
            ("^[[:alpha:]]+$", 2),
            (r"^x[\w--[a-z]]$", 7),
        ] {
            assert_eq!(matching(source).map_err(|why| why.offset), Err(offset), "{source}");
        }
    }

    #[test]
    fn large_counts_become_counters() {
        for (source, least, most, text) in [
            (r"^\p{L}{1,1000}$", 1, 1000, "é"),
            (r"^\S{1,65535}$", 1, 65_535, "x"),
            (r"^.{1,65535}$", 1, 65_535, "\u{1f432}"),
            (r"^(?:.|\n){3,4000}$", 3, 4000, "\n"),
            (r"^[\p{L}\p{N} ]{1,300}$", 1, 300, "7"),
        ] {
            let Ok(Matching::Automaton(machine)) = matching(source) else { panic!("{source}") };
            assert!(machine.next.len() < 50, "{source}: {}", machine.next.len());
            for length in [0, least - 1, least, least + 1, most - 1, most, most + 1, 2 * most] {
                assert_eq!(
                    matches(source, &text.repeat(length)),
                    (least..=most).contains(&length),
                    "{source}: {length}"
                );
            }
        }
    }

    #[test]
    fn a_counter_may_have_neighbours() {
        let url = r"^https?://\S{1,2000}$";
        assert!(matches(url, &format!("https://{}", "ü".repeat(2000))));
        assert!(!matches(url, &format!("https://{}", "ü".repeat(2001))));
        assert!(!matches(url, "http://"));
        let lines = r"^(?:\S{2,500}\n)*\S{2,500}$";
        assert!(matches(lines, &["é".repeat(500), "é".repeat(500)].join("\n")));
        assert!(!matches(lines, &["é".repeat(500), "é".repeat(501)].join("\n")));
        assert!(!matches(lines, "éé\né"));
        // Expanded, because counting would begin again before it has ended.
        assert!(matches(r"^x?\p{L}{1,1000}$", &"x".repeat(1001)));
        assert!(!matches(r"^x?\p{L}{1,1000}$", &"x".repeat(1002)));
    }

    #[test]
    fn octal_escapes_follow_annex_b() {
        assert!(matches(r"^\101$", "A"));
        assert!(matches(r"^\0\01\377\400[\1\60]$", "\0\u{1}ÿ\u{20}00"));
        assert!(matches(r"^(a)\2$", "a\u{2}"), "there is one group");
        assert!(matches(r"^(a)(?=\51$)\51$", "a)"));
        assert_eq!(matching(r"^(a)\1").map_err(|why| why.offset), Err(4));
    }

    #[test]
    fn oversized_patterns_are_refused_at_their_place() {
        for (source, offset) in [
            ("(a{1000}){2000}", 9),
            (r"^x?.{1,65535}$", 4),
            (r"a(?=(?:[ab]*a[ab]{20}b)$)", 1),
            (r"(?=(?:a?){900000})x", 9),
        ] {
            let why = matching(source).unwrap_err();
            assert_eq!(why.offset, offset, "{source}: {why}");
            assert!(why.reason.contains("its automaton exceeds 8192 states or 32768 steps"), "{why}");
        }
    }
}
