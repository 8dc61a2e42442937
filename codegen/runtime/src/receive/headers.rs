//! The headers of a request, whatever type they come in.

use std::borrow::Cow;

/// A header as bytes: its name in any case, and its value.
///
/// Pairs of anything that is bytes or text are one, and so are references to such pairs: what a `HeaderMap`, a `HashMap<String, String>`, or a
/// `Vec<(String, String)>` yields when it is gone through by reference.
pub trait HeaderPair {
    /// The name, in any case.
    fn name(&self) -> &[u8];
    /// The value, white space around it included or not.
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

/// A value without the white space that HTTP allows around it [RFC 9110 §5.5].
#[must_use]
pub fn trim(value: &[u8]) -> &[u8] {
    let is_text = |byte: &u8| !matches!(byte, b' ' | b'\t');
    let start = value.iter().position(is_text).unwrap_or(value.len());
    let end = value.iter().rposition(is_text).map_or(start, |last| last + 1);
    value.get(start..end).unwrap_or_default()
}

/// The header that names the event, which nobody has signed: all its lines as one list [RFC 9110 §5.3, §5.6.1].
///
/// A proxy may join lines with commas, add white space and empty elements, or repeat a line, and the header says the same. An element in
/// quotation marks is the text inside of them [RFC 9110 §5.6.4]. Case counts, as in every value that the specification does not define.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventHeader {
    /// The request has no such header.
    #[default]
    Absent,
    /// The header is there and has no element.
    Empty,
    /// All elements are this one.
    Named(Box<[u8]>),
    /// Elements differ.
    Contradictory,
}

impl EventHeader {
    /// Adds one line.
    pub fn add(&mut self, line: &[u8]) {
        if *self == Self::Absent {
            *self = Self::Empty;
        }
        let mut rest = line;
        while *self != Self::Contradictory && !rest.is_empty() {
            let (element, behind) = first_element(rest);
            rest = behind;
            match (&*self, element) {
                (_, None) => {}
                (Self::Named(known), Some(element)) if **known == *element => {}
                (Self::Named(_), Some(_)) => *self = Self::Contradictory,
                (_, Some(element)) => *self = Self::Named(element.into()),
            }
        }
    }
}

/// Splits a list into its first element, if that is not empty, and what stands behind the comma.
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

/// Reads a string in quotation marks, and gives what stands behind it.
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
