//! Syntax errors of JSON text with their places, without any of its content.

use std::fmt;

/// The first place where a text is not JSON [RFC 8259], has a duplicate member, or nests too deeply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonError {
    /// The kind of error.
    pub kind: JsonErrorKind,
    /// The number of bytes before the place.
    pub offset: usize,
    /// The line, starting at 1.
    pub line: usize,
    /// The column in characters, starting at 1.
    pub column: usize,
    /// The JSON Pointer to the object with a duplicate member, for [`JsonErrorKind::DuplicateName`]; empty for the whole.
    pub instance_location: Option<String>,
}

/// The kind of a syntax error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// The bytes are not UTF-8 [RFC 8259 §8.1].
    NotUtf8,
    /// The text ends within its value, or has none.
    EndOfText,
    /// A value is missing [RFC 8259 §3].
    NoValue,
    /// The name of a member is missing [RFC 8259 §4].
    NoName,
    /// A colon is missing [RFC 8259 §4].
    NoColon,
    /// A comma or a closing bracket is missing [RFC 8259 §4, §5].
    NoComma,
    /// A number has a leading zero or lacks digits [RFC 8259 §6].
    Number,
    /// A string has an unescaped control character [RFC 8259 §7].
    ControlCharacter,
    /// A backslash does not begin an escape [RFC 8259 §7].
    Escape,
    /// An escape is a lone surrogate [RFC 8259 §8.2].
    LoneSurrogate,
    /// Text follows the value [RFC 8259 §2].
    TrailingText,
    /// An object has two members with the same name [RFC 8259 §4].
    DuplicateName,
    /// Arrays and objects nest too deeply [RFC 8259 §9].
    TooDeep,
}

impl JsonError {
    /// Creates an error at the end of the text read so far.
    pub(super) fn behind(read: &str, kind: JsonErrorKind) -> Self {
        let line_start = read.rfind('\n').map_or(0, |end| end + 1);
        Self {
            kind,
            offset: read.len(),
            line: read.matches('\n').count() + 1,
            column: read.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
            instance_location: (kind == JsonErrorKind::DuplicateName).then(String::new),
        }
    }

    /// Moves the location into the member or element `token` of a parent value.
    pub(super) fn inside_of(mut self, token: &str) -> Self {
        let inner = self.instance_location.as_mut();
        if let Some(location) = inner {
            *location = format!("/{}{location}", token.replace('~', "~0").replace('/', "~1"));
        }
        self
    }
}

impl fmt::Display for JsonErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotUtf8 => "the bytes are not UTF-8",
            Self::EndOfText => "the text ends too early",
            Self::NoValue => "a value is expected",
            Self::NoName => "the name of a member is expected",
            Self::NoColon => "a colon is expected",
            Self::NoComma => "a comma or the closing bracket is expected",
            Self::Number => "this is not how JSON writes a number",
            Self::ControlCharacter => "a control character needs an escape",
            Self::Escape => "this is no escape",
            Self::LoneSurrogate => "this is half of a pair of surrogates",
            Self::TrailingText => "something stands behind the value",
            Self::DuplicateName => "the object has a member of this name already",
            Self::TooDeep => "arrays and objects are nested too deeply",
        })
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.kind)
    }
}

impl std::error::Error for JsonError {}
