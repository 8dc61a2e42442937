//! The parts of a pattern [ECMA-262 §22.2.1].

use super::unicode_property::Property;

/// The error of a text that is not a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The byte offset of the error.
    pub offset: usize,
    /// The reason, as a clause: `this group is not closed`.
    pub reason: &'static str,
}

/// The treatment of texts that are errors only with the `u` flag, such as `\_`, `\101` or a lone `}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Refuses them.
    Unicode,
    /// Gives them their meaning without the flag, if that is unique.
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
    /// A code point or a named set.
    Single(Member<'p>),
    /// `\1` or `\k<name>`
    BackReference,
    /// A quantifier as written.
    Repeat(&'p str),
    /// `[`
    OpenClass {
        /// `[^`
        is_negated: bool,
    },
    /// A member of the open class.
    Member(Member<'p>),
    /// A range of the open class. If the parser is strict, both ends are code points and in order.
    Range(Member<'p>, Member<'p>),
    /// `]`
    CloseClass,
}

/// The kind of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// A capturing group, named or not.
    Capture,
    /// A non-capturing group.
    Plain,
    /// A lookahead: `(?=…)`.
    Ahead {
        /// `(?!…)`
        is_negated: bool,
    },
    /// A lookbehind: `(?<=…)`.
    Behind {
        /// `(?<!…)`
        is_negated: bool,
    },
}

/// An expression for one code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member<'p> {
    /// A code point, including lone surrogates.
    CodePoint(u32),
    /// A set or its complement.
    Set {
        /// The set.
        set: Set<'p>,
        /// True for the complement.
        is_negated: bool,
    },
}

/// The named sets.
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

/// Counts the capturing groups.
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
