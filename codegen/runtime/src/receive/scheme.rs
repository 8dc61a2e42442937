//! The signing scheme of a vendor as plain data, which `gen` writes as constants: no template is read at run time.

use std::fmt;

use super::headers::is_named;
use super::mac_encoding::Encoding;

/// The maximum number of signatures that are examined per request.
pub const MAX_CANDIDATES: usize = 16;
/// The maximum number of pieces of a signed content.
pub const MAX_PIECES: usize = 16;

/// The signing scheme of a vendor.
#[derive(Debug)]
pub struct Scheme {
    /// The algorithm's name for people: `HMAC-SHA256`.
    pub algorithm: &'static str,
    /// The header or headers of the signature.
    pub header: Header,
    /// The value of the header as the catalogue writes it: `t={time},v1={code}`. For messages alone.
    pub value: &'static str,
    /// The items of a value.
    pub items: &'static [Item],
    /// The separator of items; a value of one item has none.
    pub separator: Option<u8>,
    /// The separator of complete values; `None` if a line is one value.
    pub list: Option<u8>,
    /// The encoding of the code.
    pub encoding: Encoding,
    /// The number of bytes of a code, unless it varies.
    pub bytes: Option<usize>,
    /// The signed content.
    pub signed: &'static [Piece],
    /// The time of the signature.
    pub time: Option<Time>,
    /// The header of the id.
    pub id: Option<&'static str>,
    /// The header of the nonce.
    pub nonce: Option<&'static str>,
}

/// The header or headers of a signature. Each may carry it.
#[derive(Debug)]
pub enum Header {
    /// Headers by name.
    Names(&'static [&'static str]),
    /// Headers whose names differ in a decimal number: `X-Signature-1`.
    Numbered {
        /// The name before the number.
        before: &'static str,
        /// The name after it.
        after: &'static str,
    },
}

/// An item of a header value: a placeholder between literals, or a literal alone.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// The literal before the placeholder.
    pub before: &'static str,
    /// The placeholder.
    pub placeholder: Option<Placeholder>,
    /// The literal after the placeholder.
    pub after: &'static str,
}

/// A placeholder of a header value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// The encoded signature, or the shared secret.
    Code,
    /// A part of the signed content.
    Part(Part),
}

/// A part of a request that is signed beside the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The time of the signature.
    Time,
    /// The id of the delivery.
    Id,
    /// A value that is never repeated.
    Nonce,
}

/// A piece of a signed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A literal.
    Text(&'static str),
    /// The body.
    Body,
    /// The address of the receiver, as configured.
    Url,
    /// A part of the request.
    Part(Part),
}

/// The time of a signature.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// The header of the time; `None` if the value of the signature has it.
    pub header: Option<&'static str>,
    /// The form of the time.
    pub unit: Unit,
    /// The accepted difference between that time and the receiver's, in seconds; `None` accepts any.
    pub tolerance: Option<u32>,
}

/// The form of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Digits: seconds since 1970-01-01T00:00:00Z.
    Seconds,
    /// Digits: milliseconds since then.
    Milliseconds,
    /// A date and time [RFC 3339].
    Rfc3339,
}

impl Item {
    /// Returns true if literals tell the item apart from others.
    #[must_use]
    pub fn is_labelled(&self) -> bool {
        self.placeholder.is_none() || !self.before.is_empty() || !self.after.is_empty()
    }
}

impl Part {
    /// All parts.
    pub const ALL: [Self; 3] = [Self::Time, Self::Id, Self::Nonce];
}

impl Scheme {
    /// Returns the header of a part, unless the value of the signature has it.
    #[must_use]
    pub fn header_of(&self, part: Part) -> Option<&'static str> {
        match part {
            Part::Time => self.time.and_then(|time| time.header),
            Part::Id => self.id,
            Part::Nonce => self.nonce,
        }
    }

    /// Returns true if the part is signed.
    #[must_use]
    pub fn signs(&self, part: Part) -> bool {
        self.signed.contains(&Piece::Part(part))
    }

    /// Returns true if a comma separates complete values whatever `list` is, because a proxy may join lines [RFC 9110 §5.3]. A shared secret
    /// and an id may have commas.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        let is_apart = |item: &Item| {
            let is_id = matches!(item.placeholder, Some(Placeholder::Part(Part::Id | Part::Nonce)));
            !is_id && !item.before.contains(',') && !item.after.contains(',')
        };
        let is_other = self.list.is_some_and(|list| list != b',') && !self.signed.is_empty();
        is_other && self.separator.is_none_or(|it| it != b',' && self.items.iter().all(is_apart))
    }

    /// Returns the item with the code.
    #[must_use]
    pub fn code(&self) -> Item {
        let is_code = |item: &&Item| item.placeholder == Some(Placeholder::Code);
        self.items.iter().find(is_code).copied().unwrap_or(Item {
            before: "",
            placeholder: Some(Placeholder::Code),
            after: "",
        })
    }
}

impl Header {
    /// Returns true if a header of that name carries a signature. Case does not count.
    #[inline]
    #[must_use]
    pub fn is(&self, name: &[u8]) -> bool {
        match self {
            Self::Names(names) => names.iter().any(|known| is_named(name, known)),
            Self::Numbered { before, after } => is_numbered(name, before, after),
        }
    }

    /// Returns the name of the header that a sender writes first.
    #[must_use]
    pub fn first(&self) -> String {
        match self {
            Self::Names(names) => names.first().copied().unwrap_or_default().to_owned(),
            Self::Numbered { before, after } => format!("{before}1{after}"),
        }
    }
}

/// Returns true if a name is a number of one to three digits between two texts. Case does not count.
#[must_use]
pub fn is_numbered(name: &[u8], before: &str, after: &str) -> bool {
    let is = |text: Option<&[u8]>, known: &str| text.is_some_and(|it| it.eq_ignore_ascii_case(known.as_bytes()));
    let end = name.len().saturating_sub(after.len());
    let number = name.get(before.len()..end).unwrap_or_default();
    (1..=3).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
        && is(name.get(..before.len()), before)
        && is(name.get(end..), after)
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Time => "time",
            Self::Id => "id",
            Self::Nonce => "nonce",
        })
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Names(names) => write!(f, "`{}`", names.join("` or `")),
            Self::Numbered { before, after } => write!(f, "`{before}{{n}}{after}`"),
        }
    }
}

/// Describes a value of the header.
impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.items, self.bytes) {
            ([Item { before: "", placeholder: Some(Placeholder::Code), after: "" }], Some(bytes)) => {
                f.write_str(&self.encoding.description(bytes))
            }
            ([Item { before, placeholder: Some(Placeholder::Code), after: "" }], Some(bytes)) => {
                write!(f, "`{before}` and {}", self.encoding.description(bytes))
            }
            (_, Some(bytes)) => write!(f, "`{}` with {}", self.value, self.encoding.description(bytes)),
            (_, None) => write!(f, "`{}`", self.value),
        }
    }
}
