//! Signed requests as the vendor would send them, for tests of a receiver.
#![cfg(feature = "testing")]

use std::fmt;
use std::time::{Duration, SystemTime};

use super::age;
use super::algorithm::Sign;
use super::body_digest::BodyDigest;
use super::delivery_body;
use super::member_path::MemberPath;
use super::parts::{time_text, Content};
use super::scheme::{Part, Placeholder, Scheme};

/// A signed request as it would arrive.
#[derive(Clone)]
pub struct SignedRequest {
    /// Names and values of the headers, including the signature.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The facts of a request that a scheme may sign beside the body.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'s> {
    /// The time of the signature.
    pub time: SystemTime,
    /// The address of the receiver.
    pub url: &'s str,
    /// The id of the delivery; otherwise it is derived from the body.
    pub id: Option<&'s str>,
}

impl Default for Signed<'_> {
    fn default() -> Self {
        Self { time: SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000), url: "", id: None }
    }
}

/// Returns the value of the signature header for a body.
#[must_use]
pub fn sign(scheme: &Scheme, key: &impl Sign, signed: Signed<'_>, body: &[u8]) -> String {
    let mut headers = headers(scheme, key, signed, body);
    headers.swap_remove(0).1
}

/// Returns an id that equal bodies share.
#[must_use]
pub fn id_of(body: &[u8]) -> String {
    format!("msg_{}", &BodyDigest::of(body).to_string()[..16])
}

/// Returns the headers that sign a body; the one with the signature comes first. The nonce is derived from the body.
#[must_use]
pub fn headers(scheme: &Scheme, key: &impl Sign, signed: Signed<'_>, body: &[u8]) -> Vec<(String, String)> {
    let digest = BodyDigest::of(body).to_string();
    let [time, id, nonce] = [
        scheme.time.map(|time| time_text(time.unit, age::unix_milliseconds(signed.time))).unwrap_or_default(),
        signed.id.map_or_else(|| id_of(body), str::to_owned),
        digest[16..48].to_owned(),
    ];
    let text = |part: Part| match part {
        Part::Time => time.as_str(),
        Part::Id => id.as_str(),
        Part::Nonce => nonce.as_str(),
    };
    let content = Content::new(scheme, body, signed.url, |part| Some(text(part).as_bytes()));
    let code = key.sign(scheme.encoding, content.pieces());
    let mut value = String::new();
    for (index, item) in scheme.items.iter().enumerate() {
        value.extend(scheme.separator.filter(|_| index > 0).map(char::from));
        value.push_str(item.before);
        value.push_str(match item.placeholder {
            Some(Placeholder::Code) => &code,
            Some(Placeholder::Part(part)) => text(part),
            None => "",
        });
        value.push_str(item.after);
    }
    let others =
        Part::ALL.into_iter().filter_map(|part| Some((scheme.header_of(part)?.to_owned(), text(part).to_owned())));
    std::iter::once((scheme.header.first(), value)).chain(others).collect()
}

/// Signs a body; `event` is the name and value of the event header.
#[must_use]
pub fn request(
    scheme: &Scheme,
    key: &impl Sign,
    signed: Signed<'_>,
    event: Option<(&str, &str)>,
    body: Vec<u8>,
) -> SignedRequest {
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.extend(self::headers(scheme, key, signed, &body));
    headers.extend(event.map(|(header, name)| (header.to_owned(), name.to_owned())));
    SignedRequest { headers, body }
}

/// Returns an event's name as the header has it: without the end that a member of the body has.
#[must_use]
pub fn header_name<'n>(event: &'n str, body: &[u8], suffix: &MemberPath) -> &'n str {
    let end = delivery_body::end_in(body, suffix);
    end.and_then(|end| event.strip_suffix(&*end)?.strip_suffix('.')).unwrap_or(event)
}

/// Adds the header with the id.
#[must_use]
pub fn identified(mut request: SignedRequest, header: &str, id: &str) -> SignedRequest {
    request.headers.push((header.to_owned(), id.to_owned()));
    request
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("SignedRequest").field("headers", &names).field("bytes", &self.body.len()).finish()
    }
}
