//! The headers of a request, whatever type they come in.

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

/// The header that repeats the name of the event, which nobody has signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventHeader {
    /// There is none.
    #[default]
    Absent,
    /// One, or several that say the same.
    Said(Box<[u8]>),
    /// Several that say different things.
    Contradictory,
}

impl EventHeader {
    /// Takes in one more line.
    pub fn add(&mut self, value: &[u8]) {
        let value = trim(value);
        match self {
            Self::Absent => *self = Self::Said(value.into()),
            Self::Said(known) if **known == *value => {}
            _ => *self = Self::Contradictory,
        }
    }

    /// The name, if there is exactly one.
    #[must_use]
    pub fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Said(name) => Some(name),
            _ => None,
        }
    }
}
