//! Refusals of deliveries: a code, a status, a sentence and a hint, never a value.

use std::fmt;

use super::super::text::json_error::{JsonError, JsonErrorKind};
use super::super::text::pointer::title;
use super::super::text::unrepresentable::UnrepresentableAt;
use super::super::validate::drift::{Drift, Drifts};
use super::super::validate::violation::{counted, Violations};
use super::configuration_error::{self, ConfigurationError};
use super::fault::Fault;
use super::scheme::Scheme;

/// The reason why a delivery was refused.
pub struct Refusal {
    kind: Box<Kind>,
    source: Source,
}

/// The origin of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The request is or will be verified.
    Request,
    /// The body was not verified here.
    Unverified,
}

pub(super) enum Kind {
    BodyTooLarge {
        /// The receiver's limit; `None` if a limit of the server was exceeded.
        limit: Option<usize>,
    },
    BodyIncomplete,
    SignatureMissing(&'static Scheme),
    SignatureMalformed(&'static Scheme, Fault),
    SignatureMismatch(&'static Scheme, Suspect),
    /// A header that is signed beside the body, other than that of the signature.
    HeaderMissing {
        header: &'static str,
    },
    HeaderMalformed {
        header: &'static str,
    },
    /// The time of the signature is too far from the receiver's.
    Stale {
        is_other_unit: bool,
    },
    NotJson(JsonError),
    /// `NotJson` of a request whose body is compressed.
    Compressed(JsonError),
    /// The request is a handshake, with its answer.
    Handshake {
        status: u16,
        content_type: &'static str,
        answer: String,
    },
    HandshakeMalformed {
        pointer: &'static str,
    },
    NotAnEnvelope {
        pointer: &'static str,
        expected: &'static str,
    },
    EventHeaderMissing {
        header: &'static str,
    },
    EventHeaderMalformed {
        header: &'static str,
    },
    TooOld,
    AgeUnknown {
        pointer: &'static str,
    },
    Schema {
        part: Part,
        violations: Violations,
    },
    Drift(Drifts),
    Unrepresentable(Part, Option<UnrepresentableAt>),
    Configuration(ConfigurationError),
}

/// The likely cause of a signature mismatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspect {
    /// No cause is apparent.
    Unknown,
    /// A secret is written in quotation marks.
    QuotedSecret,
    /// The header carries the secret itself.
    Secret,
    /// The address of the receiver is signed.
    Url,
    /// The body is or was compressed.
    Compression,
}

/// A part of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The object around the payload.
    Envelope,
    /// The payload.
    Payload,
}

impl Refusal {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind: Box::new(kind), source: Source::Request }
    }

    /// Returns the refusal of a body that exceeds the receiver's `limit`, or a limit of the server if that is `None`.
    #[must_use]
    pub fn of_large_body(limit: Option<usize>) -> Self {
        Self::new(Kind::BodyTooLarge { limit })
    }

    /// Returns the refusal of a body that could not be read to its end.
    #[must_use]
    pub fn of_incomplete_body() -> Self {
        Self::new(Kind::BodyIncomplete)
    }

    /// Returns the refusal of every request by a receiver that could not be built.
    #[must_use]
    pub fn of_configuration(error: ConfigurationError) -> Self {
        Self::new(Kind::Configuration(error))
    }

    /// Returns the refusal of every request by an application that was given no receiver.
    #[must_use]
    pub fn of_missing_receiver() -> Self {
        Self::of_configuration(ConfigurationError(configuration_error::Kind::NoReceiver))
    }

    /// Returns the answer to a handshake, which delivers nothing.
    #[must_use]
    pub fn of_handshake(status: u16, content_type: &'static str, answer: String) -> Self {
        Self::new(Kind::Handshake { status, content_type, answer })
    }

    /// Returns the refusal of a handshake that lacks a member of its answer.
    #[must_use]
    pub fn of_malformed_handshake(pointer: &'static str) -> Self {
        Self::new(Kind::HandshakeMalformed { pointer })
    }

    /// Returns the media type and the body of the answer, if the request is a handshake.
    #[must_use]
    pub fn handshake(&self) -> Option<(&'static str, &str)> {
        match &*self.kind {
            Kind::Handshake { content_type, answer, .. } => Some((content_type, answer)),
            _ => None,
        }
    }

    /// Returns the refusal of differences from the documentation.
    #[must_use]
    pub fn of_drift(drift: &[Drift]) -> Self {
        Self::new(Kind::Drift(Drifts::of(drift)))
    }

    /// Marks the body as not verified here, so that no hint names its sender.
    #[must_use]
    pub fn of_unverified(self) -> Self {
        Self { source: Source::Unverified, ..self }
    }

    /// Marks the body as compressed, which explains why it is not JSON.
    #[must_use]
    pub fn of_compressed(self) -> Self {
        let kind = match *self.kind {
            Kind::NotJson(error) => Kind::Compressed(error),
            kind => kind,
        };
        Self { kind: Box::new(kind), ..self }
    }

    /// Returns the code of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code_and_status().0
    }

    /// Returns the status to answer with.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        self.code_and_status().1
    }

    fn code_and_status(&self) -> (&'static str, u16) {
        match &*self.kind {
            Kind::BodyTooLarge { .. } => ("body-too-large", 413),
            Kind::BodyIncomplete => ("body-incomplete", 400),
            Kind::SignatureMissing(_) => ("signature-missing", 401),
            Kind::SignatureMalformed(_, Fault::OtherAlgorithm) => ("signature-algorithm", 401),
            Kind::SignatureMalformed(..) => ("signature-malformed", 401),
            Kind::SignatureMismatch(..) => ("signature-mismatch", 401),
            Kind::HeaderMissing { .. } => ("header-missing", 401),
            Kind::HeaderMalformed { .. } => ("header-malformed", 401),
            Kind::Stale { .. } => ("stale", 400),
            Kind::NotJson(error) | Kind::Compressed(error) => match error.kind {
                JsonErrorKind::NotUtf8 => ("not-utf8", 400),
                JsonErrorKind::DuplicateName => ("duplicate-member", 400),
                JsonErrorKind::TooDeep => ("nested-too-deeply", 400),
                _ => ("not-json", 400),
            },
            Kind::Handshake { status, .. } => ("handshake", *status),
            Kind::HandshakeMalformed { .. } => ("handshake-malformed", 422),
            Kind::NotAnEnvelope { .. } => ("not-an-envelope", 422),
            Kind::EventHeaderMissing { .. } => ("event-header-missing", 400),
            Kind::EventHeaderMalformed { .. } => ("event-header-malformed", 400),
            Kind::TooOld => ("too-old", 400),
            Kind::AgeUnknown { .. } => ("age-unknown", 422),
            Kind::Schema { part: Part::Envelope, .. } => ("envelope-schema", 422),
            Kind::Schema { part: Part::Payload, .. } => ("payload-schema", 422),
            Kind::Drift(_) => ("drift", 422),
            Kind::Unrepresentable(..) => ("unrepresentable", 422),
            Kind::Configuration(error) => (error.code(), error.http_status()),
        }
    }

    /// Returns true if the sender is not authenticated.
    #[must_use]
    pub fn is_authentication_failure(&self) -> bool {
        self.http_status() == 401
    }

    /// Returns the schema violations, if they are the cause.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &*self.kind {
            Kind::Schema { violations, .. } => Some(violations),
            _ => None,
        }
    }

    /// Returns the text from which members may still be read: none if the body is not JSON that is accepted, where a name may occur twice.
    #[must_use]
    pub fn legible<'t>(&self, text: &'t str) -> &'t str {
        if matches!(&*self.kind, Kind::NotJson(_)) {
            ""
        } else {
            text
        }
    }

    /// Returns the probable cause and advice.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match &*self.kind {
            Kind::BodyTooLarge { limit: Some(_) } => "raise the receiver's limit if the vendor sends bodies of this size",
            Kind::BodyTooLarge { limit: None } => {
                "raise the limit of the server, or of a layer in it, if the vendor sends bodies of this size"
            }
            Kind::BodyIncomplete => "the connection has ended too early, or a server in between has a smaller limit; the sender will try again",
            Kind::SignatureMissing(_) => {
                "forward all headers, as a proxy may remove unknown ones; a request without a signature is not the vendor's"
            }
            Kind::SignatureMalformed(_, fault) => fault.hint(),
            Kind::SignatureMismatch(_, Suspect::QuotedSecret) => {
                "a secret of this receiver begins and ends with a quotation mark, which counts as a part of it: if the vendor shows it without, something \
                 has read a file of variables with its quotation marks"
            }
            Kind::SignatureMismatch(_, Suspect::Compression) => {
                "the body is compressed, or was (`Content-Encoding`), and the vendor signed it in the other form: give the body as it was signed, and \
                 see whether the server or a layer in it compresses or decompresses requests"
            }
            Kind::SignatureMismatch(_, Suspect::Unknown) => {
                "usual causes: the body is not the bytes that arrived, because a framework has parsed it and written it again; the secret is \
                 that of another endpoint, or an old one; something has added or removed white space. Otherwise the request is forged"
            }
            Kind::SignatureMismatch(_, Suspect::Secret) => {
                "usual causes: the secret is that of another endpoint, or an old one; something has added or removed white space. Otherwise the \
                 request is forged"
            }
            Kind::SignatureMismatch(_, Suspect::Url) => {
                "the address of the receiver is signed: it must be written as it is registered with the vendor, character by character, which is \
                 not what a server behind a proxy sees. Other causes: the body is not the bytes that arrived; the secret is that of another endpoint"
            }
            Kind::HeaderMissing { .. } => "it is signed beside the body: forward all headers, as a proxy may remove unknown ones",
            Kind::HeaderMalformed { .. } => {
                "it is signed beside the body, so it has one value; a time is digits or a date and time of RFC 3339, as the vendor documents"
            }
            Kind::Stale { is_other_unit: true } => {
                "the time of the signature would be right in another unit: it is seconds where this crate expects milliseconds, or the reverse, which \
                 is `unit` in its catalogue"
            }
            Kind::Stale { is_other_unit: false } => {
                "the signature holds, and its time is too far from this clock: the clock is wrong, the request was delayed, or somebody sends a recorded \
                 request again"
            }
            Kind::Compressed(_) => {
                "the body is compressed, or was (`Content-Encoding`), and the signature holds for these bytes: verify them, decompress them, and read the \
                 result with `parse_unverified`"
            }
            Kind::NotJson(error) => match error.kind {
                _ if self.source == Source::Unverified => "see whether it is the body that was verified, unchanged",
                JsonErrorKind::NotUtf8 => "JSON is UTF-8; the signature holds, so the vendor has sent it like this",
                JsonErrorKind::DuplicateName => {
                    "which of the two would count depends on who reads them, so none does; the signature holds, so the vendor has sent it like this"
                }
                JsonErrorKind::TooDeep => "no more than 64 levels are read",
                _ => "the signature holds, so the vendor has sent it like this: keep the body and ask the vendor",
            },
            Kind::EventHeaderMissing { .. } => "forward all headers, as a proxy may remove unknown ones",
            Kind::EventHeaderMalformed { .. } => {
                "it names no event or several, or its value is no text; it is not signed, so something in between may have changed it"
            },
            Kind::TooOld => {
                "a retry of an old delivery, or somebody sends a recorded request again; the body is genuine, so look whether its id was handled"
            }
            Kind::AgeUnknown { .. } => "the time is missing, or it is no date and time of RFC 3339; without a maximum age it is not read",
            Kind::Handshake { .. } => "the vendor asks whether the receiver is there: answer with the status, the media type and the body of this error",
            Kind::HandshakeMalformed { .. } => "the signature holds, but the answer repeats the string of this member, which is missing or longer than 1024 bytes",
            Kind::NotAnEnvelope { .. } | Kind::Schema { .. } | Kind::Unrepresentable(..) if self.source == Source::Unverified => {
                "see whether it is the body that was verified, unchanged, and whether a newer version of this crate knows it"
            }
            Kind::NotAnEnvelope { .. } | Kind::Schema { .. } | Kind::Unrepresentable(..) => {
                "the signature holds, so the vendor has sent it like this: keep the delivery that this error holds, answer with success so that \
                 it is not sent again, and see whether a newer version of this crate knows it"
            }
            Kind::Drift(_) => "drift is refused as the receiver was told to: `Contract::Open` accepts and reports it",
            Kind::Configuration(error) => error.hint(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Envelope => "envelope",
            Self::Payload => "payload",
        })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            Kind::BodyTooLarge { limit: Some(limit) } => {
                write!(f, "the body has more than {}", counted(*limit, "byte"))
            }
            Kind::BodyTooLarge { limit: None } => f.write_str("the body is larger than the server accepts"),
            Kind::BodyIncomplete => f.write_str("the body did not arrive as a whole"),
            Kind::SignatureMissing(scheme) => write!(f, "the request has no header {}", scheme.header),
            Kind::SignatureMalformed(scheme, Fault::OtherAlgorithm) => {
                write!(f, "the header {} has a signature by another algorithm than {}", scheme.header, scheme.algorithm)
            }
            Kind::SignatureMalformed(scheme, Fault::TooMany) => {
                write!(f, "the header {} has too many items", scheme.header)
            }
            Kind::SignatureMalformed(scheme, Fault::Time) => {
                write!(f, "the header {} has a time of another form", scheme.header)
            }
            Kind::SignatureMalformed(scheme, _) => {
                write!(f, "the header {} has no signature that is {scheme}", scheme.header)
            }
            Kind::SignatureMismatch(scheme, _) if scheme.signed.is_empty() => {
                write!(f, "the header {} has no secret that this receiver knows", scheme.header)
            }
            Kind::SignatureMismatch(scheme, _) => {
                write!(f, "no signature in the header {} fits this body and a known secret", scheme.header)
            }
            Kind::HeaderMalformed { header } => write!(f, "the header `{header}` is malformed"),
            Kind::Stale { .. } => f.write_str("the time of the signature is too far from now"),
            Kind::NotJson(_) | Kind::Compressed(_) => f.write_str("the body is not JSON that is accepted"),
            Kind::Handshake { .. } => f.write_str("the request is a handshake, which delivers nothing"),
            Kind::HandshakeMalformed { pointer } => {
                write!(f, "the handshake has no short string in its member `{}`", title(pointer))
            }
            Kind::NotAnEnvelope { pointer: "", expected } => write!(f, "the body is not {expected}"),
            Kind::NotAnEnvelope { pointer, expected } => {
                write!(f, "the body has no member `{}` that is {expected}", title(pointer))
            }
            Kind::HeaderMissing { header } | Kind::EventHeaderMissing { header } => {
                write!(f, "the request has no header `{header}`")
            }
            Kind::EventHeaderMalformed { header } => write!(f, "the header `{header}` does not name one event"),
            Kind::TooOld => f.write_str("the delivery is older than is accepted"),
            Kind::AgeUnknown { pointer } => {
                write!(f, "the member `{}` does not say how old the delivery is", title(pointer))
            }
            Kind::Schema { part, violations } => write!(f, "the {part} breaks its schema, in {}", violations.places()),
            Kind::Drift(drifts) => {
                write!(f, "the delivery differs from the documentation, in {}", counted(drifts.count(), "place"))
            }
            Kind::Unrepresentable(part, _) => write!(f, "the {part} has a value that its type cannot hold"),
            Kind::Configuration(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl std::error::Error for Refusal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.kind {
            Kind::NotJson(error) | Kind::Compressed(error) => Some(error),
            Kind::Schema { violations, .. } => Some(violations),
            Kind::Drift(drifts) => Some(drifts),
            Kind::Unrepresentable(_, Some(place)) => Some(place),
            // The message of a configuration error already contains it.
            _ => None,
        }
    }
}
