//! Requests: genuine ones, and every way to spoil one.

use museahub_webhooks::testing;

use super::{SECRET, secret};

/// The creation time of the tests' deliveries.
pub const CREATED_AT: &str = "2026-06-12T14:05:00.000Z";

/// A request before serialization.
#[derive(Clone, Debug)]
pub struct Request {
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// The fate of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Delivered.
    Accepted,
    /// Not authenticated or not read: the status and the code.
    Refused(u16, &'static str),
    /// Genuine but not as documented: the status and the code; the delivery is kept.
    Kept(u16, &'static str),
}

/// A spoiled request.
pub struct Spoiled {
    /// The way in which it is spoiled.
    pub way: &'static str,
    /// The request.
    pub request: Request,
    /// The fate.
    pub fate: Fate,
}

/// Returns a body with these members.
pub fn body(id: &str, event: &str, data: &str) -> String {
    format!(r#"{{"id":"{id}","event":"{event}","created_at":"{CREATED_AT}","museum_group_id":"grp_1","data":{data}}}"#)
}

/// A documented payload.
pub const PAID: &str = r#"{"visitId":"vis_1","status":"paid"}"#;

impl Request {
    /// Creates a body signed by this secret.
    pub fn signed_by(text: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let signature = testing::sign(&secret(text), &body);
        let headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("X-MuseaHub-Signature".to_owned(), signature),
        ];
        Self { headers, body }
    }

    /// Creates a body signed by [`SECRET`].
    pub fn signed(body: impl Into<Vec<u8>>) -> Self {
        Self::signed_by(SECRET, body)
    }

    /// Creates a genuine request.
    pub fn genuine(id: &str) -> Self {
        Self::signed(body(id, "visit.started", PAID)).with("X-MuseaHub-Event", "visit.started")
    }

    /// Sets a header.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        let mut request = self.without(name);
        request.headers.push((name.to_owned(), value.to_owned()));
        request
    }

    /// Removes a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// Changes the body, and keeps the old signature.
    #[must_use]
    pub fn altered(mut self, old: &str, new: &str) -> Self {
        let text = String::from_utf8(self.body).expect("the body is text");
        assert!(text.contains(old), "{old} is not in the body");
        self.body = text.replacen(old, new, 1).into_bytes();
        self
    }

    /// Returns the head of the request with additional lines and the empty line at its end.
    pub fn head(&self, more: &[&str]) -> Vec<u8> {
        let lines = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let more = more.iter().map(|line| format!("{line}\r\n"));
        let lines: String = lines.chain(more).collect();
        format!("POST /webhooks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{lines}\r\n").into_bytes()
    }

    /// Returns the whole request with its length.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.head(&[&format!("Content-Length: {}", self.body.len())]);
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Returns the whole request in chunks of that size.
    pub fn to_chunks(&self, size: usize) -> Vec<u8> {
        let mut bytes = self.head(&["Transfer-Encoding: chunked"]);
        for chunk in self.body.chunks(size) {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        bytes
    }
}

/// Returns the seventeen ways to spoil a request, some in several variants. The signature holds unless it is what is spoiled.
pub fn spoiled() -> Vec<Spoiled> {
    // Accepted requests have ids of their own, because a second body with the same id is an alarm.
    let signed = |data: &str| Request::signed(body("evt_1", "visit.started", data));
    let unknown = r#"{"visitId":"vis_1","status":"paid","gift":true}"#;
    let whole = body("evt_1", "visit.started", PAID);
    let mut not_utf8 = whole.clone().into_bytes();
    let place = whole.find("vis_1").expect("it is in the body");
    not_utf8[place] = 0xff;
    let stale = body("evt_5", "visit.started", PAID).replace(CREATED_AT, "2026-06-11T14:04:59.000Z");
    let genuine = || Request::genuine("evt_1");
    let row = |way, request, fate| Spoiled { way, request, fate };
    vec![
        row("remove a member", signed(r#"{"status":"paid"}"#), Fate::Kept(422, "payload-schema")),
        row(
            "remove a member of the envelope",
            Request::signed(whole.replace(r#""data""#, r#""date""#)),
            Fate::Kept(422, "envelope-schema"),
        ),
        row("replace a member", signed(r#"{"visit":"vis_1","status":"paid"}"#), Fate::Kept(422, "payload-schema")),
        row("retype a member", signed(r#"{"visitId":1,"status":"paid"}"#), Fate::Kept(422, "payload-schema")),
        row("add an unknown", Request::signed(body("evt_2", "visit.started", unknown)), Fate::Accepted),
        row("change the id", genuine().altered("evt_1", "evt_2"), Fate::Refused(401, "signature-mismatch")),
        row(
            "change the event",
            genuine().altered("visit.started", "pass.issued"),
            Fate::Refused(401, "signature-mismatch"),
        ),
        // The body is signed and the header is not, so the body decides.
        row(
            "change the event in the header",
            Request::genuine("evt_6").with("X-MuseaHub-Event", "pass.issued"),
            Fate::Accepted,
        ),
        row(
            "join two lines of the event in the header",
            Request::genuine("evt_7").with("X-MuseaHub-Event", "visit.started, visit.started"),
            Fate::Accepted,
        ),
        row(
            "change the case of the event in the header",
            Request::genuine("evt_8").with("X-MuseaHub-Event", "Visit.Started"),
            Fate::Accepted,
        ),
        row(
            "change the event and sign it",
            Request::signed(body("evt_1", "pass.issued", PAID)),
            Fate::Kept(422, "payload-schema"),
        ),
        row("truncate", Request::signed(&whole[..whole.len() - 1]), Fate::Kept(400, "not-json")),
        row("invalid JSON", Request::signed(whole.replace(':', "=")), Fate::Kept(400, "not-json")),
        row("invalid UTF-8", Request::signed(not_utf8), Fate::Kept(400, "not-utf8")),
        row(
            "duplicate key",
            signed(r#"{"visitId":"vis_1","visitId":"vis_2","status":"paid"}"#),
            Fate::Kept(400, "duplicate-member"),
        ),
        // The signature decides, not a proxy's content type.
        row(
            "content type",
            Request::genuine("evt_3").with("Content-Type", "application/x-www-form-urlencoded"),
            Fate::Accepted,
        ),
        row("no content type", Request::genuine("evt_4").without("Content-Type"), Fate::Accepted),
        row(
            "altered after signing",
            genuine().altered("\"paid\"", " \"paid\""),
            Fate::Refused(401, "signature-mismatch"),
        ),
        row("stale", Request::signed(stale), Fate::Kept(400, "too-old")),
        row(
            "wrong secret",
            Request::signed_by("another secret", whole.clone()),
            Fate::Refused(401, "signature-mismatch"),
        ),
        row("missing signature", genuine().without("X-MuseaHub-Signature"), Fate::Refused(401, "signature-missing")),
        row(
            "malformed signature",
            genuine().with("X-MuseaHub-Signature", "sha256=abc"),
            Fate::Refused(401, "signature-malformed"),
        ),
        row(
            "signature of another algorithm",
            genuine().with("X-MuseaHub-Signature", "sha1=abc"),
            Fate::Refused(401, "signature-algorithm"),
        ),
        row(
            "oversize",
            Request::signed(format!("{whole}{}", " ".repeat(1 << 20))),
            Fate::Refused(413, "body-too-large"),
        ),
    ]
}
