//! What a pattern consists of [ECMA-262 §22.2.1].

use super::unicode_property::Property;

/// Why a text is no pattern, and where in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// A byte offset into the text.
    pub offset: usize,
    /// The reason, as a clause: `this group is not closed`.
    pub reason: &'static str,
}

/// What to make of a text that is an error with the `u` flag only, such as `\_`, `\101` or a lone `}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// It is an error.
    Unicode,
    /// It has the meaning that it has without the flag, if there is just one.
    Lenient,
}

/// A part of a pattern, in the order of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'p> {
    /// `|`
    Alternative,
    /// `(`, `(?:`, `(?=` and so on.
    Open(Group),
    /// `)`
    Close,
    /// `^`
    Start,
    /// `$`
    End,
    /// `\b` or `\B`
    WordBoundary {
        /// `\B`
        is_negated: bool,
    },
    /// `.`
    Any,
    /// A code point, or a set that an escape names.
    Single(Member<'p>),
    /// `\1` or `\k<name>`
    BackReference,
    /// A quantifier, as it is written.
    Repeat(&'p str),
    /// `[`
    OpenClass {
        /// `[^`
        is_negated: bool,
    },
    /// A member of the class that is open.
    Member(Member<'p>),
    /// The members of the open class between two, which are both code points and in order if the parser is strict.
    Range(Member<'p>, Member<'p>),
    /// `]`
    CloseClass,
}

/// What a group is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// It captures, with a name or without.
    Capture,
    /// It groups only.
    Plain,
    /// It looks ahead: `(?=…)`.
    Ahead {
        /// `(?!…)`
        is_negated: bool,
    },
    /// It looks behind: `(?<=…)`.
    Behind {
        /// `(?<!…)`
        is_negated: bool,
    },
}

/// What stands for one code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member<'p> {
    /// A code point; a lone surrogate is one, too.
    CodePoint(u32),
    /// Any of a set, or any that is not in it.
    Set {
        /// The set.
        set: Set<'p>,
        /// Whether it is its complement.
        is_negated: bool,
    },
}

/// The sets that escapes name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set<'p> {
    /// `\d`
    Digit,
    /// `\w`
    Word,
    /// `\s`
    Space,
    /// `\p{…}`
    Property(Property<'p>),
}

/// The number of groups that capture.
pub(super) fn captures(source: &str) -> u64 {
    let (mut rest, mut is_class, mut count) = (source.as_bytes(), false, 0);
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        match first {
            b'\\' => rest = rest.get(1..).unwrap_or_default(),
            b'[' => is_class = true,
            b']' => is_class = false,
            b'(' if !is_class => {
                let is_named = rest.starts_with(b"?<") && !matches!(rest.get(2), Some(b'=' | b'!'));
                count += u64::from(is_named || !rest.starts_with(b"?"));
            }
            _ => {}
        }
    }
    count
}
