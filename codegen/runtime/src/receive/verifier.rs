//! The first step of receiving: verifies that the sender of a request knows the secret. Nothing is parsed here.

use super::compression;
use super::headers::{trim, EventHeader, HeaderPair};
use super::hmac_sha256::Key;
use super::refusal::{Kind, Refusal, Suspect};
use super::signature::{Candidates, Fault, Scheme};

/// The default maximum size of a body: 1 MiB.
pub const MAX_BODY: usize = 1 << 20;

/// The configuration that requests are verified against.
#[derive(Clone, Debug)]
pub struct Verifier {
    /// The vendor's signing scheme.
    pub scheme: &'static Scheme,
    /// The header that repeats the event's name, if there is one.
    pub event_header: Option<&'static str>,
    /// The prepared secrets. Any of them may sign.
    pub keys: Vec<Key>,
    /// True if a secret begins and ends with a quotation mark.
    pub has_quoted_secret: bool,
    /// The maximum size of a body in bytes.
    pub max_body: usize,
}

/// The result of a verification.
#[derive(Debug)]
pub struct Verdict {
    /// The index of the secret that has signed.
    pub secret_index: usize,
    /// The event named by the header.
    pub event_header: EventHeader,
    /// True if the headers or the first bytes of the body indicate compression.
    pub is_compressed: bool,
}

impl Verifier {
    /// Verifies a request.
    ///
    /// # Errors
    ///
    /// If the body is too large, or no signature in the headers belongs to the body and one of the secrets.
    pub fn verify<H>(&self, headers: H, body: &[u8]) -> Result<Verdict, Refusal>
    where
        H: IntoIterator,
        H::Item: HeaderPair,
    {
        if body.len() > self.max_body {
            return Err(Refusal::new(Kind::BodyTooLarge { limit: self.max_body }));
        }
        let mut candidates = Candidates::new(self.scheme);
        let mut event_header = EventHeader::Absent;
        let mut is_compressed = compression::begins(body);
        for header in headers {
            let name = trim(header.name());
            if name.eq_ignore_ascii_case(self.scheme.header.as_bytes()) {
                candidates.add_line(header.value());
            } else if self.event_header.is_some_and(|known| name.eq_ignore_ascii_case(known.as_bytes())) {
                event_header.add(header.value());
            } else if name.eq_ignore_ascii_case(b"content-encoding") {
                is_compressed |= compression::is_coding(header.value());
            }
        }
        let codes = candidates.codes().map_err(|fault| self.unsigned(fault))?;
        let secret_index = self.keys.iter().position(|key| key.verify(body, codes));
        match secret_index {
            Some(secret_index) => Ok(Verdict { secret_index, event_header, is_compressed }),
            None => Err(Refusal::new(Kind::SignatureMismatch(self.scheme, self.suspect(is_compressed)))),
        }
    }

    /// Returns the likely cause of a signature mismatch.
    fn suspect(&self, is_compressed: bool) -> Suspect {
        match is_compressed {
            _ if self.has_quoted_secret => Suspect::QuotedSecret,
            true => Suspect::Compression,
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
