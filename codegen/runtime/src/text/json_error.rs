//! Why bytes are no JSON text that is accepted, and where: never what they say.

use std::fmt;

/// The first place at which a text is not JSON [RFC 8259], has a member twice, or nests too deeply.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct JsonError {
    /// What is wrong there.
    pub kind: JsonErrorKind,
    /// How many bytes stand before the place.
    pub offset: usize,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, in characters, counted from 1.
    pub column: usize,
    /// The object that has a member twice, for [`JsonErrorKind::DuplicateName`]: a JSON Pointer, empty for the whole.
    pub instance_location: Option<String>,
}

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonErrorKind {
    /// The bytes are not UTF-8 [RFC 8259 §8.1].
    NotUtf8,
    /// The text ends inside of its value, or has none.
    EndOfText,
    /// Something else stands where a value is expected [RFC 8259 §3].
    NoValue,
    /// Something else stands where the name of a member is expected [RFC 8259 §4].
    NoName,
    /// Something else stands where a colon is expected [RFC 8259 §4].
    NoColon,
    /// Something else stands where a comma or the closing bracket is expected [RFC 8259 §4, §5].
    NoComma,
    /// A number is not written as JSON writes numbers: it has a leading zero, or lacks digits [RFC 8259 §6].
    Number,
    /// A control character stands in a string without an escape [RFC 8259 §7].
    ControlCharacter,
    /// A backslash is followed by what is no escape [RFC 8259 §7].
    Escape,
    /// An escape is one half of a pair of surrogates, without the other [RFC 8259 §8.2].
    LoneSurrogate,
    /// Something stands behind the value [RFC 8259 §2].
    TrailingText,
    /// An object has two members of the same name [RFC 8259 §4].
    DuplicateName,
    /// Arrays and objects are nested more deeply than is read [RFC 8259 §9].
    TooDeep,
}

impl JsonError {
    /// An error behind so much of the text.
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

    /// The same error, seen from the value of which the text was a part: the member or element that `token` names.
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
