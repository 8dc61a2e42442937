//! The parts of a request that are signed beside the body: time, id and nonce.

#[cfg(feature = "testing")]
use super::super::value::moment;
use super::super::value::timestamp::Timestamp;
use super::headers::{is_named, trim};
use super::scheme::{Part, Piece, Placeholder, Scheme, Unit, MAX_PIECES};

/// The maximum length of a part.
const MAX_LENGTH: usize = 1024;
/// The maximum number of digits of a time: those of the largest number of 64 bits.
const MAX_DIGITS: usize = 20;

/// The parts that were found in one place.
#[derive(Debug, Default)]
pub struct Parts([Option<Box<[u8]>>; Part::ALL.len()]);

/// The parts in headers of their own.
#[derive(Debug)]
pub struct HeaderParts {
    scheme: &'static Scheme,
    /// True if a part has a header.
    has_any: bool,
    found: Parts,
    /// The header of a part that is malformed, or differs between lines.
    malformed: Option<&'static str>,
}

impl Parts {
    /// Returns a part.
    #[must_use]
    pub fn get(&self, part: Part) -> Option<&[u8]> {
        self.0[part as usize].as_deref()
    }

    /// Sets a part, and returns true if it is well-formed.
    pub fn set(&mut self, scheme: &Scheme, part: Part, text: &[u8]) -> bool {
        let is_correct = Self::is_part(scheme, part, text);
        if is_correct {
            self.0[part as usize] = Some(text.into());
        }
        is_correct
    }

    /// Returns true if a text is well-formed as a part.
    #[must_use]
    pub fn is_part(scheme: &Scheme, part: Part, text: &[u8]) -> bool {
        let is_time = || scheme.time.is_some_and(|time| time.unit.milliseconds(text).is_some());
        !text.is_empty() && text.len() <= MAX_LENGTH && (part != Part::Time || is_time())
    }

    /// Returns true if all parts were found that the scheme has in a header value.
    #[must_use]
    pub fn holds_all(&self, scheme: &Scheme) -> bool {
        let has = |part| scheme.items.iter().any(|item| item.placeholder == Some(Placeholder::Part(part)));
        Part::ALL.into_iter().all(|part| self.get(part).is_some() || !has(part))
    }
}

impl HeaderParts {
    /// Creates an empty set.
    #[must_use]
    pub fn new(scheme: &'static Scheme) -> Self {
        let has_any = Part::ALL.into_iter().any(|part| scheme.header_of(part).is_some());
        Self { scheme, has_any, found: Parts::default(), malformed: None }
    }

    /// Adds a header, if it has a part.
    #[inline]
    pub fn add(&mut self, name: &[u8], value: &[u8]) {
        if self.has_any {
            self.add_part(name, value);
        }
    }

    fn add_part(&mut self, name: &[u8], value: &[u8]) {
        for part in Part::ALL {
            let Some(header) = self.scheme.header_of(part) else { continue };
            if !is_named(name, header) {
                continue;
            }
            let value = trim(value);
            let is_other = self.found.get(part).is_some_and(|known| known != value);
            if is_other || !self.found.set(self.scheme, part, value) {
                self.malformed = Some(header);
            }
        }
    }

    /// Returns the parts.
    ///
    /// # Errors
    ///
    /// If a header is missing or malformed: its name, and true if it is missing.
    #[inline]
    pub fn complete(self) -> Result<Parts, (&'static str, bool)> {
        if self.has_any {
            self.checked()
        } else {
            Ok(self.found)
        }
    }

    fn checked(self) -> Result<Parts, (&'static str, bool)> {
        if let Some(header) = self.malformed {
            return Err((header, false));
        }
        let mut headers = Part::ALL.into_iter().filter_map(|part| Some((part, self.scheme.header_of(part)?)));
        match headers.find(|(part, _)| self.found.get(*part).is_none()) {
            Some((_, header)) => Err((header, true)),
            None => Ok(self.found),
        }
    }
}

/// The signed content of a request, in pieces: nothing is copied.
#[derive(Debug)]
pub struct Content<'c> {
    pieces: [&'c [u8]; MAX_PIECES],
    length: usize,
}

impl<'c> Content<'c> {
    /// Returns the content of a scheme for a body, a URL, and the parts of a request by name.
    pub fn new(scheme: &Scheme, body: &'c [u8], url: &'c str, part: impl Fn(Part) -> Option<&'c [u8]>) -> Self {
        let mut content = Self { pieces: [&[]; MAX_PIECES], length: scheme.signed.len().min(MAX_PIECES) };
        for (piece, of) in content.pieces.iter_mut().zip(scheme.signed) {
            *piece = match of {
                Piece::Text(text) => text.as_bytes(),
                Piece::Body => body,
                Piece::Url => url.as_bytes(),
                Piece::Part(of) => part(*of).unwrap_or_default(),
            };
        }
        content
    }

    /// Returns the pieces in their order.
    #[must_use]
    pub fn pieces(&self) -> &[&'c [u8]] {
        &self.pieces[..self.length]
    }
}

impl Unit {
    /// Returns the milliseconds since 1970-01-01T00:00:00Z, saturated at the end of `i64`; `None` for a text of another form.
    #[must_use]
    pub fn milliseconds(self, text: &[u8]) -> Option<i64> {
        let text = std::str::from_utf8(text).ok()?;
        let digits = || {
            let is_number = (1..=MAX_DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| text.parse().unwrap_or(i64::MAX))
        };
        match self {
            Self::Seconds => digits().map(|seconds| seconds.saturating_mul(1000)),
            Self::Milliseconds => digits(),
            Self::Rfc3339 => Timestamp::from(text).unix_milliseconds().ok(),
        }
    }
}

/// Returns the text of a time in milliseconds since 1970-01-01T00:00:00Z. RFC 3339 has no times before the year 0 or after 9999.
#[cfg(feature = "testing")]
#[must_use]
pub fn time_text(unit: Unit, milliseconds: i64) -> String {
    match unit {
        Unit::Seconds => milliseconds.div_euclid(1000).to_string(),
        Unit::Milliseconds => milliseconds.to_string(),
        Unit::Rfc3339 => moment::at(milliseconds).map(|time| time.as_str().to_owned()).unwrap_or_default(),
    }
}
