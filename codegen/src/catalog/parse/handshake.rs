//! `[[handshakes]]` → requests that are answered before any event.

use serde_json::Value;
use toml_edit::Item;

use super::reader::{Reader, Section};
use crate::catalog::data::Signature;
use crate::catalog::notation;
use crate::catalog::place::{AnswerForm, AnswerPiece, BodyMember, Handshake};
use crate::catalog::scheme::Algorithm;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};

/// The maximum depth of an answer.
const MAX_DEPTH: usize = 16;

/// Reads an entry; `None` after an error.
pub(super) fn handshake(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<Handshake> {
    let before = reader.found();
    reader.only(section);
    let (when, answer) = (reader.required_table(section, "when")?, reader.required_table(section, "answer")?);
    if is_elsewhere(reader, &when, &answer) {
        return None;
    }
    reader.only(&answer);
    let member = reader.required_member(&when, "");
    let (equals, place) = reader.item(&when, "equals")?;
    let equals = scalar(equals);
    if equals.is_none() {
        let help = "write `equals = \"…\"`, or a number as the vendor writes it";
        let finding = Diagnostic::error("wrong-type", "`equals` of `when` must be a string, an integer or a boolean");
        reader.push(finding.at(place).help(help));
    }
    let status = reader.number(&answer, "status").and_then(|status| u16::try_from(status).ok()).unwrap_or(200);
    let form = if answer.holds("text") { AnswerForm::Text } else { AnswerForm::Json };
    let answer = body(reader, &answer, form, status)?;
    let pointer = Pointer::parse(&member.value).filter(|_| reader.found() == before)?;
    Some(Handshake { when: BodyMember { pointer, place: member.place }, equals: equals?, status, form, answer })
}

/// Reports a handshake in headers, or by another method.
fn is_elsewhere(reader: &mut Reader<'_>, when: &Section<'_>, answer: &Section<'_>) -> bool {
    let of = |section: &Section<'_>, key: &'static str| section.holds(key).then(|| reader.place(section.key_span(key)));
    let found = if when.holds("member") {
        None
    } else {
        let header = of(when, "header").or_else(|| of(when, "headers")).map(|place| (place, "never a header"));
        header.or_else(|| of(when, "method").map(|place| (place, "never a method")))
    };
    let found = match found {
        Some((place, never)) => {
            Some((place, format!("`when` of `[[handshakes]]` is a member of the body, {never}"), "header-for-a-member"))
        }
        None => of(answer, "headers")
            .or_else(|| of(answer, "header"))
            .map(|place| (place, "`answer` of `[[handshakes]]` has no headers".to_owned(), "unknown-key")),
    };
    let Some((place, message, code)) = found else { return false };
    let help = if code == "unknown-key" {
        "remove the key if the vendor needs no such header; otherwise leave the handshake out and answer it in your own route"
    } else {
        "write `member = \"/…\"` if the body has it; otherwise leave the handshake out and answer it in your own route"
    };
    reader.push(Diagnostic::error(code, message).at(place).help(help));
    true
}

/// Checks that handshakes are signed, and by an algorithm that can make the codes of their answers.
pub(super) fn check(
    reader: &mut Reader<'_>,
    root: &Section<'_>,
    signature: Option<&Signature>,
    handshakes: &[Handshake],
) {
    if let (Some(first), false) = (handshakes.first(), root.holds("signature")) {
        let finding = Diagnostic::error("handshake-without-signature", "`[[handshakes]]` needs `[signature]`")
            .at(first.when.place.clone())
            .help("only a signed handshake is answered: add `[signature]`, or remove `[[handshakes]]`");
        reader.push(finding);
    }
    repeated(reader, handshakes);
    let is_hmac = |algorithm| matches!(algorithm, Algorithm::HmacSha1 | Algorithm::HmacSha256 | Algorithm::HmacSha512);
    if signature.is_none_or(|signature| is_hmac(signature.scheme.algorithm)) {
        return;
    }
    for piece in handshakes.iter().flat_map(|handshake| &handshake.answer) {
        if let AnswerPiece::Code(member) = piece {
            let finding = Diagnostic::error("code-without-hmac", "`{code:…}` needs an HMAC algorithm")
                .at(member.place.clone())
                .help("remove `{code:…}`, unless the vendor signs with an HMAC: then correct `algorithm` of `[signature]`");
            reader.push(finding);
        }
    }
}

/// Reports each handshake with the same condition as an earlier one, which alone would be answered.
fn repeated(reader: &mut Reader<'_>, handshakes: &[Handshake]) {
    for (index, again) in handshakes.iter().enumerate() {
        let is_same = |first: &&Handshake| first.when.pointer == again.when.pointer && first.equals == again.equals;
        if let Some(first) = handshakes[..index].iter().find(is_same) {
            let message = "two handshakes match the same requests; only the first would be answered";
            let finding = Diagnostic::error("duplicate-handshake", message)
                .repeating(again.when.place.clone(), first.when.place.clone())
                .help("remove one of the two, or correct `when`");
            reader.push(finding);
        }
    }
}

/// Reads the body of an answer, which may have none.
fn body(reader: &mut Reader<'_>, answer: &Section<'_>, form: AnswerForm, status: u16) -> Option<Vec<AnswerPiece>> {
    let (key, other) = match form {
        AnswerForm::Json => ("json", "text"),
        AnswerForm::Text => ("text", "json"),
    };
    if !answer.holds(key) {
        return Some(Vec::new());
    }
    let (item, place) = reader.item(answer, key)?;
    if answer.holds(other) {
        let finding =
            Diagnostic::error("answer-with-two-bodies", "an answer cannot have both `json` and `text`").at(place);
        reader.push(finding.help("remove one of the two keys"));
        return None;
    }
    if [204, 205].contains(&status) {
        let message = format!("an answer with the status {status} has no body");
        let finding = Diagnostic::error("answer-without-body", message).at(place);
        reader.push(finding.help(format!("remove `{key}`, or use another status")));
        return None;
    }
    let mut pieces = Pieces { reader, place, text: String::new(), done: Vec::new() };
    match (form, item.as_str()) {
        (AnswerForm::Json, _) => pieces.item(item, 0),
        (AnswerForm::Text, Some(text)) => pieces.string(text, str::to_owned),
        (AnswerForm::Text, None) => {
            pieces.refuse("wrong-type", "`text` of `answer` is a string", "write `text = \"…\"`");
        }
    }
    Some(pieces.finish())
}

/// Returns a string, an integer or a boolean as JSON.
fn scalar(item: &Item) -> Option<Value> {
    item.as_str()
        .map(Value::from)
        .or_else(|| item.as_integer().map(Value::from))
        .or_else(|| item.as_bool().map(Value::from))
}

/// The answer so far.
struct Pieces<'r, 's> {
    reader: &'r mut Reader<'s>,
    /// The place of the whole answer.
    place: Place,
    text: String,
    done: Vec<AnswerPiece>,
}

impl Pieces<'_, '_> {
    /// Writes a value of TOML as JSON.
    fn item(&mut self, item: &Item, depth: usize) {
        if depth > MAX_DEPTH {
            self.refuse("invalid-answer", "the answer is nested too deeply", "nest to at most 16 levels");
        } else if let Some(text) = item.as_str() {
            self.string(text, |text| Value::from(text).to_string());
        } else if let Some(value) = scalar(item) {
            self.text.push_str(&value.to_string());
        } else if let Some(table) = item.as_table_like() {
            self.text.push('{');
            for (index, (key, item)) in table.iter().enumerate() {
                self.text.push_str(if index > 0 { "," } else { "" });
                self.text.push_str(&Value::from(key).to_string());
                self.text.push(':');
                self.item(item, depth + 1);
            }
            self.text.push('}');
        } else if let Some(array) = item.as_array() {
            self.text.push('[');
            for (index, value) in array.iter().enumerate() {
                self.text.push_str(if index > 0 { "," } else { "" });
                self.item(&Item::Value(value.clone()), depth + 1);
            }
            self.text.push(']');
        } else {
            let help = "use tables, arrays, strings, integers and booleans";
            self.refuse("invalid-answer", "the answer has a value that is not JSON", help);
        }
    }

    /// Writes a string in the form of the answer, or as a placeholder if it is one.
    fn string(&mut self, text: &str, written: impl Fn(&str) -> String) {
        let inside = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let (pointer, is_code) = match inside {
            Some(inside) => inside.strip_prefix("code:").map_or((inside, false), |pointer| (pointer, true)),
            None if text.contains("{/") || text.contains("{code:") => {
                let help = "write `\"{/challenge}\"`; text around a placeholder is not supported";
                return self.refuse("invalid-placeholder", "a placeholder is the whole string", help);
            }
            None => return self.text.push_str(&written(text)),
        };
        let Some(pointer) = Pointer::parse(pointer).filter(|pointer| !pointer.as_str().is_empty()) else {
            let meant = notation::tokens(pointer).filter(|tokens| !tokens.is_empty() && !pointer.contains(':'));
            let meant = meant.map_or_else(|| "/challenge".to_owned(), |tokens| notation::pointer(&tokens));
            let help = format!(
                "write `\"{{{meant}}}\"` for a member of the request, `\"{{code:{meant}}}\"` for its code by the secret"
            );
            return self.refuse("invalid-placeholder", &format!("unknown placeholder: `{text}`"), &help);
        };
        self.done.push(AnswerPiece::Literal(std::mem::take(&mut self.text)));
        let member = BodyMember { pointer, place: self.place.clone() };
        self.done.push(if is_code { AnswerPiece::Code(member) } else { AnswerPiece::Member(member) });
    }

    fn refuse(&mut self, code: &'static str, message: &str, help: &str) {
        self.reader.push(Diagnostic::error(code, message).at(self.place.clone()).help(help));
    }

    fn finish(mut self) -> Vec<AnswerPiece> {
        self.done.push(AnswerPiece::Literal(self.text));
        self.done.retain(|piece| !matches!(piece, AnswerPiece::Literal(text) if text.is_empty()));
        self.done
    }
}
