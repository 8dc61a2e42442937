//! The first step of receiving: verifies that the sender of a request knows the secret. Nothing is parsed here.

use std::time::Duration;

use super::age;
use super::algorithm::Algorithm;
use super::clock::Clock;
use super::compression;
use super::fault::Fault;
use super::headers::{is_named, trim, EventHeader, HeaderPair, IdHeader};
use super::parts::{Content, HeaderParts};
use super::refusal::{Kind, Refusal, Suspect};
use super::scheme::{Part, Piece, Scheme, Unit};
use super::signature::Candidates;

/// The default maximum size of a body: 1 MiB.
pub const MAX_BODY: usize = 1 << 20;

/// The configuration that requests are verified against.
#[derive(Clone, Debug)]
pub struct Verifier<A> {
    /// The vendor's signing scheme.
    pub scheme: &'static Scheme,
    /// The header that repeats the event's name, if there is one.
    pub event_header: Option<&'static str>,
    /// The header that identifies the delivery, if there is one.
    pub id_header: Option<&'static str>,
    /// The prepared secrets. Any of them may sign.
    pub keys: Vec<A>,
    /// True if a secret begins and ends with a quotation mark.
    pub has_quoted_secret: bool,
    /// The maximum size of a body in bytes.
    pub max_body: usize,
    /// The address of the receiver, if the scheme signs it.
    pub url: String,
    /// The accepted difference between a signed time and the clock.
    pub tolerance: Option<Duration>,
    /// The source of the current time.
    pub clock: Clock,
}

/// The result of a verification.
#[derive(Debug)]
pub struct Verdict {
    /// The index of the secret that has signed.
    pub secret_index: usize,
    /// The event named by the header.
    pub event_header: EventHeader,
    /// The id named by the header.
    pub id_header: IdHeader,
    /// True if the headers or the first bytes of the body indicate compression.
    pub is_compressed: bool,
}

impl<A: Algorithm> Verifier<A> {
    /// Verifies a request: size, headers, signature, then the time of the signature.
    ///
    /// # Errors
    ///
    /// If the body is too large, no signature in the headers belongs to the signed content and one of the secrets, or the signed time is too
    /// far from the clock's.
    pub fn verify<H>(&self, headers: H, body: &[u8]) -> Result<Verdict, Refusal>
    where
        H: IntoIterator,
        H::Item: HeaderPair,
    {
        if body.len() > self.max_body {
            return Err(Refusal::new(Kind::BodyTooLarge { limit: Some(self.max_body) }));
        }
        let mut candidates = Candidates::<A>::new(self.scheme);
        let mut parts = HeaderParts::new(self.scheme);
        let mut event_header = EventHeader::Absent;
        let mut id_header = IdHeader::Absent;
        let mut is_compressed = compression::begins(body);
        for header in headers {
            let name = trim(header.name());
            // The id may be in a header of the signature.
            if self.id_header.is_some_and(|known| is_named(name, known)) {
                id_header.add(header.value());
            }
            if self.scheme.header.is(name) {
                candidates.add_line(header.value());
            } else if self.event_header.is_some_and(|known| is_named(name, known)) {
                event_header.add(header.value());
            } else if is_named(name, "content-encoding") {
                is_compressed |= compression::is_coding(header.value());
            } else {
                parts.add(name, header.value());
            }
        }
        let secret_index = self.secret_index(&candidates, parts, body, is_compressed)?;
        Ok(Verdict { secret_index, event_header, id_header, is_compressed })
    }

    /// Returns the index of the secret that has signed.
    fn secret_index(
        &self,
        candidates: &Candidates<A>,
        parts: HeaderParts,
        body: &[u8],
        is_compressed: bool,
    ) -> Result<usize, Refusal> {
        let values = candidates.values().map_err(|fault| self.unsigned(fault))?;
        let parts = parts.complete().map_err(|(header, is_missing)| {
            Refusal::new(if is_missing { Kind::HeaderMissing { header } } else { Kind::HeaderMalformed { header } })
        })?;
        let mut refusal = None;
        for value in (0..values).filter(|value| candidates.codes(*value).next().is_some()) {
            let of_value = candidates.parts(value);
            let part = |part| parts.get(part).or_else(|| of_value?.get(part));
            let signer =
                |message: &[&[u8]]| self.keys.iter().position(|key| key.verify(message, candidates.codes(value)));
            let signer = match self.scheme.signed {
                [Piece::Body] => signer(&[body]),
                _ => signer(Content::new(self.scheme, body, &self.url, part).pieces()),
            };
            if let Some(secret_index) = signer {
                match self.check_time(part(Part::Time)) {
                    Ok(()) => return Ok(secret_index),
                    Err(stale) => refusal = Some(stale),
                }
            }
        }
        let mismatch = || Refusal::new(Kind::SignatureMismatch(self.scheme, self.suspect(is_compressed)));
        Err(refusal.unwrap_or_else(mismatch))
    }

    /// Compares a signed time with the clock. No time overflows here.
    fn check_time(&self, time: Option<&[u8]>) -> Result<(), Refusal> {
        let (Some(of), Some(tolerance)) = (self.scheme.time, self.tolerance) else { return Ok(()) };
        if !self.scheme.signs(Part::Time) {
            return Ok(());
        }
        let now = age::unix_milliseconds(self.clock.now());
        let is_near = |unit: Unit| {
            let time = unit.milliseconds(time.unwrap_or_default());
            time.is_some_and(|time| age::is_near(time, now, tolerance))
        };
        if is_near(of.unit) {
            return Ok(());
        }
        let is_other_unit = of.unit != Unit::Rfc3339 && (is_near(Unit::Seconds) || is_near(Unit::Milliseconds));
        Err(Refusal::new(Kind::Stale { is_other_unit }))
    }

    /// Returns the likely cause of a signature mismatch.
    fn suspect(&self, is_compressed: bool) -> Suspect {
        match is_compressed {
            _ if self.has_quoted_secret => Suspect::QuotedSecret,
            _ if self.scheme.signed.is_empty() => Suspect::Secret,
            true => Suspect::Compression,
            false if self.scheme.signed.contains(&Piece::Url) => Suspect::Url,
            false => Suspect::Unknown,
        }
    }

    #[cold]
    fn unsigned(&self, fault: Option<Fault>) -> Refusal {
        Refusal::new(match fault {
            Some(fault) => Kind::SignatureMalformed(self.scheme, fault),
            None => Kind::SignatureMissing(self.scheme),
        })
    }
}
