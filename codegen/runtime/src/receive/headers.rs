//! The headers of a request, for any collection type.

use std::borrow::Cow;
use std::ops::Deref;

/// A header as bytes: its name in any case, and its value.
///
/// Implemented for pairs of byte or text types and for references to such pairs, as iteration over a `&HeaderMap`, a
/// `&HashMap<String, String>` or a `&Vec<(String, String)>` yields them.
pub trait HeaderPair {
    /// Returns the name, in any case.
    fn name(&self) -> &[u8];
    /// Returns the value, with or without surrounding white space.
    fn value(&self) -> &[u8];
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> HeaderPair for (N, V) {
    fn name(&self) -> &[u8] {
        self.0.as_ref()
    }

    fn value(&self) -> &[u8] {
        self.1.as_ref()
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> HeaderPair for &(N, V) {
    fn name(&self) -> &[u8] {
        self.0.as_ref()
    }

    fn value(&self) -> &[u8] {
        self.1.as_ref()
    }
}

/// Returns a value without surrounding white space [RFC 9110 §5.5].
#[inline]
#[must_use]
pub fn trim(value: &[u8]) -> &[u8] {
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t');
    match value {
        [first, .., last] if is_text(first) && is_text(last) => value,
        _ => trim_space(value),
    }
}

#[inline(never)]
fn trim_space(value: &[u8]) -> &[u8] {
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t');
    let start = value.iter().position(is_text).unwrap_or(value.len());
    let end = value.iter().rposition(is_text).map_or(start, |last| last + 1);
    value.get(start..end).unwrap_or_default()
}

/// Returns true if a name is that of a known header. Case does not count.
#[inline]
#[must_use]
pub fn is_named(name: &[u8], known: &str) -> bool {
    name.len() == known.len() && name.eq_ignore_ascii_case(known.as_bytes())
}

/// The header that names the event: all its lines as one list [RFC 9110 §5.3, §5.6.1]. It is not signed.
///
/// A proxy may join lines with commas, add white space and empty elements, or repeat a line, without changing the header's meaning. A
/// quoted element stands for the text inside the quotation marks [RFC 9110 §5.6.4]. Case counts, as in every value whose specification does
/// not say otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventHeader {
    /// The request has no such header.
    #[default]
    Absent,
    /// The header has no elements.
    Empty,
    /// All elements equal this one.
    Named(Element),
    /// Elements differ from each other.
    Contradictory,
}

/// An element of a list, in place unless it is long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// Its length, and its bytes padded with zeros.
    Short(u8, [u8; SHORT]),
    /// A longer one.
    Long(Box<[u8]>),
}

/// The maximum length of an element in place.
const SHORT: usize = 46;

impl From<&[u8]> for Element {
    fn from(text: &[u8]) -> Self {
        let mut bytes = [0; SHORT];
        match (u8::try_from(text.len()), bytes.get_mut(..text.len())) {
            (Ok(length), Some(place)) => {
                place.copy_from_slice(text);
                Self::Short(length, bytes)
            }
            _ => Self::Long(text.into()),
        }
    }
}

impl Deref for Element {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Self::Long(text) => text,
        }
    }
}

impl EventHeader {
    /// Adds one line.
    pub fn add(&mut self, line: &[u8]) {
        // Most requests have one line with one element.
        let is_one = |element: &[u8]| !element.is_empty() && !element.iter().any(|byte| matches!(byte, b',' | b'"'));
        if let Some(element) = Some(trim(line)).filter(|element| matches!(self, Self::Absent) && is_one(element)) {
            *self = Self::Named(element.into());
            return;
        }
        if matches!(self, Self::Absent) {
            *self = Self::Empty;
        }
        let mut rest = line;
        while !matches!(self, Self::Contradictory) && !rest.is_empty() {
            let (element, behind) = first_element(rest);
            rest = behind;
            match (&*self, element) {
                (_, None) => {}
                (Self::Named(known), Some(element)) if **known == *element => {}
                (Self::Named(_), Some(_)) => *self = Self::Contradictory,
                (_, Some(element)) => *self = Self::Named((&*element).into()),
            }
        }
    }
}

/// The maximum length of an id in a header.
const MAX_ID: usize = 1024;

/// The header that identifies the delivery. A signed delivery is never refused because of it: unless the header is one text of at most 1024
/// bytes, the delivery has no id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum IdHeader {
    /// The request has no such header.
    #[default]
    Absent,
    /// All lines are equal to this one.
    Said(Box<str>),
    /// The header is empty, too long or no text, or its lines differ.
    Unusable,
}

impl IdHeader {
    /// Adds one line.
    pub fn add(&mut self, line: &[u8]) {
        let said = std::str::from_utf8(trim(line)).ok().filter(|id| !id.is_empty() && id.len() <= MAX_ID);
        *self = match (&*self, said) {
            (Self::Absent, Some(id)) => Self::Said(id.into()),
            (Self::Said(known), Some(id)) if **known == *id => return,
            _ => Self::Unusable,
        };
    }

    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Said(id) => Some(id),
            Self::Absent | Self::Unusable => None,
        }
    }
}

/// Splits a list into its first element, unless that is empty, and the rest after the comma.
fn first_element(list: &[u8]) -> (Option<Cow<'_, [u8]>>, &[u8]) {
    let list = trim(list);
    let quoted = unquote(list).filter(|(_, behind)| matches!(trim(behind), [] | [b',', ..]));
    if let Some((text, behind)) = quoted {
        return (Some(Cow::Owned(text)), trim(behind).get(1..).unwrap_or_default());
    }
    let end = list.iter().position(|byte| *byte == b',').unwrap_or(list.len());
    let element = Some(trim(&list[..end])).filter(|element| !element.is_empty());
    (element.map(Cow::Borrowed), list.get(end + 1..).unwrap_or_default())
}

/// Reads a quoted string and returns its content and the remaining text.
fn unquote(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut bytes = text.strip_prefix(b"\"")?.iter();
    let mut inside = Vec::new();
    loop {
        match bytes.next()? {
            b'"' => return Some((inside, bytes.as_slice())),
            b'\\' => inside.push(*bytes.next()?),
            byte => inside.push(*byte),
        }
    }
}
