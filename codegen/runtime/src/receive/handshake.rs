//! Handshakes: requests by which a vendor asks whether the receiver is there and knows the secret. They deliver nothing.
//!
//! Only a request with a valid signature gets here, so that only the vendor is answered.

use super::super::text::scanner::Scanner;
use super::delivery_body::member;
use super::member_path::{string_at, text_at, MemberPath};
use super::payload::MAX_DEPTH;
use super::refusal::Refusal;

/// The maximum number of bytes of a text that an answer repeats.
pub const MAX_LENGTH: usize = 1024;

/// A handshake with its answer.
#[derive(Clone, Copy, Debug)]
pub struct Handshake {
    /// The member that distinguishes it from a delivery.
    pub when: MemberPath,
    /// The value of that member.
    pub equals: Equals,
    /// The status of the answer.
    pub status: u16,
    /// The form of the answer.
    pub form: AnswerForm,
    /// The answer in pieces.
    pub answer: &'static [AnswerPiece],
}

/// The form of an answer.
#[derive(Clone, Copy, Debug)]
pub enum AnswerForm {
    /// JSON: a string of the request is written as a JSON string.
    Json,
    /// Plain text: a string of the request is written as it is.
    Text,
}

/// The value of a member.
#[derive(Clone, Copy, Debug)]
pub enum Equals {
    /// A string.
    Text(&'static str),
    /// The JSON text of a number or a boolean.
    Json(&'static str),
}

/// A piece of an answer.
#[derive(Clone, Copy, Debug)]
pub enum AnswerPiece {
    /// Text in the form of the answer.
    Literal(&'static str),
    /// The string in a member of the request.
    Member(MemberPath),
    /// The code of the string in a member of the request, computed and encoded as the vendor's signatures are.
    Code(MemberPath),
}

/// Returns the answer to a handshake, or its refusal; `None` for any other body.
pub fn answer(handshakes: &[Handshake], body: &[u8], sign: impl Fn(&[u8]) -> String) -> Option<Refusal> {
    let text = std::str::from_utf8(body).ok()?;
    let handshake = handshakes.iter().find(|handshake| handshake.is(text))?;
    // So far the text was only searched. A text that is not JSON is not a handshake; it is refused like any other body.
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    scanner.value().and_then(|()| scanner.end())?;
    let mut answer = String::new();
    for piece in handshake.answer {
        let of = match piece {
            AnswerPiece::Literal(text) => {
                answer.push_str(text);
                continue;
            }
            AnswerPiece::Member(of) | AnswerPiece::Code(of) => of,
        };
        let Some(said) = member(text, of).filter(|said| said.len() <= MAX_LENGTH && is_string(text, of)) else {
            return Some(Refusal::of_malformed_handshake(of.pointer));
        };
        let said = if matches!(piece, AnswerPiece::Code(_)) { sign(said.as_bytes()).into() } else { said };
        match handshake.form {
            AnswerForm::Json => answer.push_str(&quoted(&said)),
            AnswerForm::Text => answer.push_str(&said),
        }
    }
    Some(Refusal::of_handshake(handshake.status, handshake.form.content_type(), answer))
}

impl AnswerForm {
    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Text => "text/plain; charset=utf-8",
        }
    }
}

impl Handshake {
    fn is(&self, text: &str) -> bool {
        let mut scanner = Scanner::of_text(text, MAX_DEPTH);
        let Some(at) = self.when.find(&mut scanner) else { return false };
        match self.equals {
            Equals::Text(wanted) => string_at(&mut scanner, at).is_some_and(|said| said.decode() == wanted),
            Equals::Json(wanted) => text_at(&mut scanner, at).is_some_and(|said| said == wanted),
        }
    }
}

fn is_string(text: &str, member: &MemberPath) -> bool {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    member.find(&mut scanner).is_some_and(|at| string_at(&mut scanner, at).is_some())
}

/// Returns a JSON string with `<`, `>` and `&` escaped, so that a client that takes the answer for HTML finds no markup in it.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
