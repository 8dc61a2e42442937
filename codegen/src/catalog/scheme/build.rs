//! The words of `[signature]` → [`Scheme`], with a finding for each rule that they break.

use codegen_runtime::receive::scheme::{MAX_PIECES, Part, Placeholder, Unit};

use super::grammar::{items, stands_in_ids, stands_in_time};
use super::overlap::{Texts, mistaken};
use super::template::{Malformed, Token, tokens};
use super::{Algorithm, Coding, ENCODINGS, Encoding, HeaderNames, KeyFormat, Piece, Scheme, Time, UNITS, named, names};
use crate::catalog::data::{SignatureTime, SignatureWords};
use crate::catalog::place::Text;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// The maximum number of items of a header value.
const MAX_ITEMS: usize = 8;

/// Builds the scheme of a vendor; `None` after an error.
pub(in crate::catalog) fn build(words: &SignatureWords, findings: &mut Vec<Diagnostic>) -> Option<Scheme> {
    let mut builder = Builder { words, findings, is_correct: true };
    let scheme = builder.scheme();
    let is_correct = builder.is_correct;
    scheme.filter(|_| is_correct)
}

/// The form of a header value.
struct Value {
    items: Vec<super::Item>,
    separator: Option<u8>,
    /// Its text without the placeholders.
    literals: String,
}

struct Builder<'b> {
    words: &'b SignatureWords,
    findings: &'b mut Vec<Diagnostic>,
    is_correct: bool,
}

impl Builder<'_> {
    fn scheme(&mut self) -> Option<Scheme> {
        let algorithm = Algorithm::of(&self.words.algorithm.value)?;
        // All of them are read, so that all their findings are reported.
        let (header, encoding, value) = (self.header(), self.encoding(algorithm), self.value(algorithm));
        let (signed, key) = (self.signed(algorithm), self.key(algorithm));
        let (header, encoding, Value { items, separator, literals }, signed, key) =
            (header?, encoding?, value?, signed?, key?);
        self.distinct(&items, algorithm, encoding);
        let list = self.list(algorithm, separator, &literals);
        let signs = |part| signed.contains(&Piece::Part(part));
        let has = |part| items.iter().any(|item| item.placeholder == Some(Placeholder::Part(part)));
        let time = self.time(signs(Part::Time), has(Part::Time));
        self.separators(&items, separator, list);
        let id = self.header_of("id", self.words.id.as_ref(), signs(Part::Id), has(Part::Id));
        let nonce = self.header_of("nonce", self.words.nonce.as_ref(), signs(Part::Nonce), has(Part::Nonce));
        Some(Scheme { algorithm, header, items, separator, list, encoding, signed, key, time, id, nonce })
    }

    fn error(&mut self, code: &'static str, message: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.is_correct = false;
        self.findings.push(Diagnostic::error(code, message.into()).at(place.clone()).help(help.into()));
    }

    fn warn(&mut self, code: &'static str, message: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.findings.push(Diagnostic::warning(code, message.into()).at(place.clone()).help(help.into()));
    }

    fn is_secret(&self) -> bool {
        Algorithm::of(&self.words.algorithm.value) == Some(Algorithm::Secret)
    }

    fn header(&mut self) -> Option<HeaderNames> {
        let names = &self.words.header;
        let numbered = names.iter().find(|name| name.value.contains("{n}"));
        match (numbered, names.as_slice()) {
            (_, []) => None,
            (None, _) => Some(HeaderNames::Names(names.iter().map(|name| name.value.clone()).collect())),
            (Some(name), [_]) => {
                let (before, after) = name.value.split_once("{n}").expect("it was just found");
                Some(HeaderNames::Numbered { before: before.to_owned(), after: after.to_owned() })
            }
            (Some(name), _) => {
                let help = "remove the other headers, or list every name without `{n}`";
                self.error(
                    "ambiguous-header",
                    "a numbered header cannot be combined with other headers",
                    &name.place,
                    help,
                );
                None
            }
        }
    }

    fn encoding(&mut self, algorithm: Algorithm) -> Option<Encoding> {
        match &self.words.encoding {
            Some(text) if algorithm == Algorithm::Secret => {
                let help = "remove the line: the secret stands in the header as it is";
                self.error("unused-key", "`encoding` does not apply to a shared secret", &text.place, help);
                None
            }
            Some(text) => named(&ENCODINGS, &text.value),
            None if algorithm == Algorithm::Secret => Some(Encoding::Hex),
            None => {
                let help = "add `encoding = \"hex\"` or `encoding = \"base64\"`";
                self.error("missing-key", "`[signature]` has no `encoding`", &self.words.place.clone(), help);
                None
            }
        }
    }

    /// Reads the template of a key; `text` is the key as written, if it is.
    fn template<'t>(&mut self, template: &'t str, text: Option<&Text>, known: &[&str]) -> Option<Vec<Token<'t>>> {
        match tokens(template, known) {
            Ok(tokens) => Some(tokens),
            Err(Malformed { message, help, part }) => {
                let mut place = text.map_or(&self.words.place, |text| &text.place).clone();
                // Only the part, if the catalogue has it letter by letter.
                if let Some(start) = place.source.text()[place.span.clone()].find(part) {
                    let start = place.span.start + start;
                    place.span = start..start + part.len();
                }
                self.error("malformed-template", message, &place, help);
                None
            }
        }
    }

    fn value(&mut self, algorithm: Algorithm) -> Option<Value> {
        let code = if algorithm == Algorithm::Secret { "secret" } else { "code" };
        let words = self.words;
        let text = words.value.as_ref();
        let tokens = self.template(words.value(), text, &[code, "time", "id", "nonce"])?;
        let place = text.map_or(&words.place, |text| &text.place);
        if !tokens.contains(&Token::Placeholder(code)) {
            let message = format!("`value` has no `{{{code}}}`");
            let help = format!("write the form of the header's value with `{{{code}}}` in place of the signature");
            self.error("value-without-code", message, place, help);
            return None;
        }
        let parts = ["time", "id", "nonce"].map(Token::Placeholder);
        if parts.iter().any(|part| tokens.iter().filter(|token| *token == part).count() > 1) {
            let help = "remove one of the two: only the code may repeat";
            self.error("ambiguous-value", "`value` has the same placeholder twice", place, help);
            return None;
        }
        // A shared secret may have the marks of base64 as well.
        let written = self.words.encoding.as_ref().and_then(|text| named(&ENCODINGS, &text.value));
        let encoding = written.unwrap_or(Encoding::Base64);
        match items(&tokens, encoding) {
            Ok((items, separator)) if items.len() <= MAX_ITEMS => {
                let literals = tokens.iter().filter_map(|token| match token {
                    Token::Literal(text) => Some(*text),
                    Token::Placeholder(_) => None,
                });
                Some(Value { items, separator, literals: literals.collect() })
            }
            Ok(_) => {
                self.error(
                    "ambiguous-value",
                    "`value` has more than eight items",
                    place,
                    "leave out what a receiver ignores",
                );
                None
            }
            Err((message, help)) => {
                self.error("ambiguous-value", message, place, help);
                None
            }
        }
    }

    /// Requires that no text of an item is read as another item.
    fn distinct(&mut self, items: &[super::Item], algorithm: Algorithm, encoding: Encoding) {
        let is_secret = algorithm == Algorithm::Secret;
        let (encoding, code) = if is_secret { (None, "secret") } else { (Some(encoding), "code") };
        let texts = Texts { encoding, bytes: algorithm.bytes(), unit: self.unit() };
        let Some((item, other)) = mistaken(items, texts) else { return };
        let message = format!("a receiver could take `{}` for `{}`", item.written(code), other.written(code));
        let place = self.words.value.as_ref().map_or(&self.words.place, |text| &text.place).clone();
        let help = "give the items different literals, if the vendor's items have them; otherwise this scheme cannot be expressed";
        self.error("ambiguous-value", message, &place, help);
    }

    /// Returns the separator of complete values. A value that has a comma of its own is not split at commas by default.
    fn list(&mut self, algorithm: Algorithm, separator: Option<u8>, literals: &str) -> Option<u8> {
        // The literals of a single item are compared before it is split.
        let is_inside = |mark| separator.is_some_and(|it| it != mark && literals.bytes().any(|byte| byte == mark));
        let Some(text) = &self.words.list else {
            return Some(b',').filter(|comma| algorithm != Algorithm::Secret && !is_inside(*comma));
        };
        let list = text.value.bytes().next()?;
        if is_inside(list) {
            let help = "use the mark that separates complete values";
            self.error("ambiguous-value", "the separator of `list` occurs in `value`", &text.place, help);
        }
        Some(list)
    }

    /// Requires that no separator can occur in a time, and warns if one is likely to occur in an id.
    fn separators(&mut self, items: &[super::Item], separator: Option<u8>, list: Option<u8>) {
        let words = self.words;
        let place_of = |text: &Option<Text>| text.as_ref().map_or(&words.place, |text| &text.place).clone();
        let list = list.filter(|list| separator.is_some_and(|separator| separator != *list));
        let marks = [("value", separator, place_of(&words.value)), ("list", list, place_of(&words.list))];
        let parts = || items.iter().filter_map(|item| item.placeholder);
        for (key, mark, place) in marks {
            let Some(mark) = mark else { continue };
            if parts().any(|part| part == Placeholder::Part(Part::Time)) && stands_in_time(self.unit(), mark) {
                let message = format!("the separator of `{key}` occurs in times");
                self.error("ambiguous-value", message, &place, "this cannot be expressed");
            }
            let id = parts().find_map(|part| match part {
                Placeholder::Part(part @ (Part::Id | Part::Nonce)) => Some(part),
                Placeholder::Code | Placeholder::Part(Part::Time) => None,
            });
            if let Some(id) = id.filter(|_| stands_in_ids(mark)) {
                let message = format!("the separator of `{key}`, `{}`, may stand in `{{{id}}}`", char::from(mark));
                let help = "keep it if the vendor's have no such mark: a receiver refuses a request with one that has";
                self.warn("ambiguous-id", message, &place, help);
            }
        }
    }

    /// Returns the form of times.
    fn unit(&self) -> Unit {
        let written = self.words.time.as_ref().map(SignatureTime::unit);
        written.and_then(|name| named(&UNITS, name)).unwrap_or(Unit::Seconds)
    }

    fn signed(&mut self, algorithm: Algorithm) -> Option<Vec<Piece>> {
        let words = self.words;
        let text = words.signed.as_ref();
        if algorithm == Algorithm::Secret {
            if let Some(text) = text {
                let help = "remove the line, or write the algorithm that signs";
                self.error("unused-key", "a shared secret signs nothing", &text.place, help);
            }
            return Some(Vec::new());
        }
        let tokens = self.template(words.signed(), text, &["body", "time", "id", "nonce", "url", "method"])?;
        let place = text.map_or(&words.place, |text| &text.place);
        let bodies = tokens.iter().filter(|token| **token == Token::Placeholder("body")).count();
        if bodies == 0 {
            let help = "add `{body}` if the vendor signs it. A signature that does not cover the body proves nothing about it, and cannot be \
                        expressed: leave `[signature]` out, and the crate has no receiver";
            self.error("signed-without-body", "`signed` has no `{body}`", place, help);
        }
        if bodies > 1 {
            let help = "write `{body}` once: a content with the body twice cannot be expressed";
            self.error("body-twice", "`signed` has `{body}` more than once", place, help);
            return None;
        }
        if tokens.len() > MAX_PIECES {
            self.error("malformed-template", "`signed` has more than 16 parts", place, "this cannot be expressed");
        }
        // The method is always the same.
        let varies = |token: &Token<'_>| matches!(token, Token::Placeholder(name) if *name != "method");
        if tokens.windows(2).any(|two| two.iter().all(varies)) {
            let message = "two placeholders of `signed` are adjacent: different contents can have the same signature";
            let help = "if the vendor documents it so, nothing can be done: keep it";
            self.warn("ambiguous-content", message, place, help);
        }
        Some(tokens.iter().map(|token| piece(*token)).collect())
    }

    fn key(&mut self, algorithm: Algorithm) -> Option<KeyFormat> {
        let words = self.words;
        let text = words.key.as_ref();
        let [hex, base64] = names(&ENCODINGS);
        let tokens = self.template(words.key(), text, &["text", hex, base64, "spki-base64"])?;
        let place = text.map_or(&words.place, |text| &text.place);
        let (before, name, after) = match tokens.as_slice() {
            [Token::Placeholder(name)] => ("", *name, ""),
            [Token::Literal(before), Token::Placeholder(name)] => (*before, *name, ""),
            [Token::Placeholder(name), Token::Literal(after)] => ("", *name, *after),
            [Token::Literal(before), Token::Placeholder(name), Token::Literal(after)] => (*before, *name, *after),
            _ => {
                let help = "write one of `{text}`, `{hex}`, `{base64}`, `{spki-base64}`, between literals";
                self.error("malformed-template", "`key` needs one placeholder", place, help);
                return None;
            }
        };
        let coding = match name {
            "spki-base64" => Coding::Spki,
            name => named(&ENCODINGS, name).map_or(Coding::Text, Coding::Encoded),
        };
        let wrong = match coding {
            Coding::Text if algorithm.is_asymmetric() => Some("a public key cannot be plain text"),
            Coding::Spki if !algorithm.is_asymmetric() => {
                Some("only a public key can have the form `SubjectPublicKeyInfo`")
            }
            Coding::Encoded(_) | Coding::Spki if algorithm == Algorithm::Secret => {
                Some("a shared secret cannot be encoded: the header has its text")
            }
            Coding::Text | Coding::Encoded(_) | Coding::Spki => None,
        };
        if let Some(message) = wrong {
            let help = if algorithm.is_asymmetric() {
                "write `key = \"{hex}\"`, `key = \"{base64}\"` or `key = \"{spki-base64}\"`"
            } else {
                "write `key = \"{text}\"`"
            };
            self.error("unsuitable-key", message, place, help);
        }
        Some(KeyFormat { before: before.to_owned(), coding, after: after.to_owned() })
    }

    fn time(&mut self, is_signed: bool, is_in_value: bool) -> Option<Time> {
        let words = self.words;
        let Some(SignatureTime { header, tolerance, place, .. }) = &words.time else {
            if is_signed || is_in_value {
                let text = if is_signed { &words.signed } else { &words.value };
                let place = text.as_ref().map_or(&words.place, |text| &text.place);
                let help = "add `time = { header = \"…\", unit = \"s\", tolerance = 300 }`; without `header` if `value` has it";
                self.error("missing-source", "`{time}` has no source", place, help);
            }
            return None;
        };
        // An unsigned time with a tolerance is an error of its own.
        let has_place = header.is_some() != is_in_value;
        if is_signed || tolerance.is_none() || !has_place {
            self.source("time", header.as_ref(), is_signed, is_in_value, place);
        }
        match tolerance {
            Some(_) if !is_signed => {
                let help = if self.is_secret() {
                    "remove `tolerance`: a shared secret signs no time, and anyone can change it"
                } else {
                    "add `{time}` to `signed` if the vendor signs it, or remove `tolerance`: anyone can change an unsigned time"
                };
                self.error("unsigned-tolerance", "a tolerance on an unsigned time protects nothing", place, help);
            }
            None if is_signed => {
                let help = "add `tolerance = 300`, in seconds, if the vendor signs each delivery anew, also one that it repeats";
                self.warn(
                    "no-tolerance",
                    "without a tolerance, a recorded request is accepted at any time",
                    place,
                    help,
                );
            }
            _ => {}
        }
        // An unsigned time proves nothing, and no request is refused for it.
        let header = header.as_ref().filter(|_| is_signed).map(|header| header.value.clone());
        (is_signed || is_in_value).then_some(Time { header, unit: self.unit(), tolerance: *tolerance })
    }

    fn header_of(&mut self, key: &str, header: Option<&Text>, is_signed: bool, is_in_value: bool) -> Option<String> {
        let words = self.words;
        let place_of = |text: &Option<Text>| text.as_ref().map_or(&words.place, |text| &text.place).clone();
        match (header, is_in_value) {
            (None, false) if is_signed => {
                let help = format!("add `{key} = {{ header = \"…\" }}`");
                let message = format!("`{{{key}}}` has no source");
                self.error("missing-source", message, &place_of(&words.signed), help);
            }
            (None, false) => {}
            (None, true) => self.source(key, None, is_signed, is_in_value, &place_of(&words.value)),
            (Some(text), _) => self.source(key, header, is_signed, is_in_value, &text.place),
        }
        header.filter(|_| is_signed).map(|header| header.value.clone())
    }

    /// Reports a part with two places or none, and one that is not signed.
    fn source(&mut self, key: &str, header: Option<&Text>, is_signed: bool, is_in_value: bool, place: &Place) {
        match (header, is_in_value) {
            (Some(header), true) => {
                let help = "remove `header`, or the placeholder in `value`";
                self.error(
                    "two-sources",
                    format!("`{{{key}}}` is both in `value` and in a header"),
                    &header.place,
                    help,
                );
            }
            (None, false) => {
                let help = format!("add `header = \"…\"`, or `{{{key}}}` to `value`");
                self.error("missing-source", format!("`{{{key}}}` is neither in `value` nor in a header"), place, help);
            }
            _ if !is_signed => {
                let help = match (self.is_secret(), is_in_value) {
                    (true, true) => "a shared secret signs nothing: keep it if the vendor sends it".to_owned(),
                    (true, false) => format!("remove `{key}`: a shared secret signs nothing"),
                    (false, true) => format!("add `{{{key}}}` to `signed` if the vendor signs it"),
                    (false, false) => {
                        format!("add `{{{key}}}` to `signed` if the vendor signs it, or remove `{key}`")
                    }
                };
                self.warn("unsigned-part", format!("`{key}` is not signed, so receivers ignore it"), place, help);
            }
            _ => {}
        }
    }
}

fn piece(token: Token<'_>) -> Piece {
    match token {
        Token::Literal(text) => Piece::Text(text.to_owned()),
        Token::Placeholder("body") => Piece::Body,
        Token::Placeholder("url") => Piece::Url,
        // Deliveries are posted.
        Token::Placeholder("method") => Piece::Text("POST".to_owned()),
        Token::Placeholder("time") => Piece::Part(Part::Time),
        Token::Placeholder("id") => Piece::Part(Part::Id),
        Token::Placeholder(_) => Piece::Part(Part::Nonce),
    }
}
