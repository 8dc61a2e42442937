//! The meaning of a sentence about signing.

use std::ops::Range;

/// What a sentence says about signing.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// Nothing that a receiver needs: that deliveries are signed, or that one should verify them.
    General,
    /// That deliveries are not signed.
    Unsigned,
    /// A part of the scheme.
    Scheme(Vec<Fact>),
    /// It is not understood.
    Unread,
}

/// Something that a sentence says about the scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) kind: FactKind,
    pub(crate) value: String,
    /// Where the page says it.
    pub(crate) span: Range<usize>,
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FactKind {
    /// The header that carries the signature.
    Header,
    /// `hmac-sha256`
    Algorithm,
    /// `hex` or `base64`
    Encoding,
    /// What stands before the code.
    Prefix,
    /// That the raw body is what is signed.
    Body,
}
