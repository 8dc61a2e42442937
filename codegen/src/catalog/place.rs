//! `[event]`, `[payload]`, `[delivery]` and `[[handshakes]]`: the parts of a request by their JSON Pointers and headers.

use crate::source::location::{Place, Pointer};

/// A value of the catalogue with its place.
#[derive(Clone, Debug)]
pub struct Text {
    /// The value.
    pub value: String,
    /// The place.
    pub place: Place,
}

/// A member of the body, by its JSON Pointer.
#[derive(Clone, Debug)]
pub struct BodyMember {
    /// The pointer; its tokens are names of members.
    pub pointer: Pointer,
    /// The place in the catalogue.
    pub place: Place,
}

impl BodyMember {
    /// Returns the names from the body inwards.
    pub fn names(&self) -> Vec<String> {
        self.pointer.tokens().collect()
    }

    /// Returns the name of a top member, and the pointer to a nested one.
    pub fn title(&self) -> String {
        match self.names().as_slice() {
            [name] => name.clone(),
            _ => self.pointer.to_string(),
        }
    }
}

/// `[event]`: the parts of a request that name the event. The body, which is signed, decides if there are both.
#[derive(Clone, Debug, Default)]
pub struct Naming {
    /// `member` or `members`: the members of the body; several names are joined by `.`.
    pub members: Vec<BodyMember>,
    /// `header`: the header that names the event, or repeats its name.
    pub header: Option<Text>,
    /// `suffix`: the member of the body that ends the name which `header` begins. Some bodies lack it.
    pub suffix: Option<BodyMember>,
}

/// `[payload]`
#[derive(Clone, Debug, Default)]
pub struct Payload {
    /// `at`: the member with the payload; without it the whole body is the payload.
    pub at: Option<BodyMember>,
    /// `each`: the array whose elements are deliveries. All other pointers are those of an element.
    pub each: Option<BodyMember>,
}

impl Payload {
    /// Returns the names that lead to the payload in the body; none if the body is the payload.
    pub fn names(&self) -> Vec<String> {
        self.at.as_ref().map(BodyMember::names).unwrap_or_default()
    }
}

/// `[[handshakes]]`: a signed request that delivers nothing, with its answer.
#[derive(Clone, Debug)]
pub struct Handshake {
    /// `member` of `when`: the member that distinguishes it from a delivery.
    pub when: BodyMember,
    /// `equals` of `when`: the value of that member, as JSON.
    pub equals: serde_json::Value,
    /// `status` of `answer`.
    pub status: u16,
    /// The key of `answer` with the body.
    pub form: AnswerForm,
    /// The body, in pieces.
    pub answer: Vec<AnswerPiece>,
}

/// The form of the answer to a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerForm {
    /// `json`
    Json,
    /// `text`
    Text,
}

/// A piece of the answer to a handshake.
#[derive(Clone, Debug)]
pub enum AnswerPiece {
    /// Text in the form of the answer.
    Literal(String),
    /// `"{/challenge}"`: the string in a member of the request.
    Member(BodyMember),
    /// `"{code:/challenge}"`: the code of that string, computed with the secret.
    Code(BodyMember),
}

/// `[delivery]`: the facts of a delivery.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    /// `member` of `id`: the member that identifies the delivery.
    pub id: Option<BodyMember>,
    /// `header` of `id`: the header that identifies it instead.
    pub id_header: Option<Text>,
    /// `sent_at`: the member with the time of the event.
    pub sent_at: Option<BodyMember>,
    /// `version`: the version that the delivery is written in.
    pub version: Option<Version>,
}

/// `version` of `[delivery]`
#[derive(Clone, Debug)]
pub struct Version {
    /// `member`: the member with the version.
    pub member: BodyMember,
    /// `known`: the documented versions. Any other is drift.
    pub known: Vec<Text>,
}
