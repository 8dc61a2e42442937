//! The meaning of a sentence about signing.

use std::ops::Range;

/// The meaning of a sentence.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// Nothing that a receiver needs: deliveries are signed, or should be verified.
    General,
    /// Deliveries are not signed.
    Unsigned,
    /// Facts about the scheme.
    Scheme(Vec<Fact>),
    /// Not understood.
    Unread,
}

/// A fact about the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) kind: FactKind,
    pub(crate) value: String,
    /// Its place in the page.
    pub(crate) span: Range<usize>,
}

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactKind {
    /// The header that carries the signature.
    Header,
    /// `hmac-sha256`
    Algorithm,
    /// `hex` or `base64`
    Encoding,
    /// The text before the code.
    Prefix,
    /// The number of bytes of a code that a sample shows.
    Length,
    /// The raw body is signed.
    Body,
}
