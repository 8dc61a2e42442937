//! JSON text → tree, or the first syntax error: the second pass over rejected text.
//!
//! It accepts the same language as the [scanner](super::scanner). Nothing here is optimized.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::value::exact::Exact;
use super::json_error::{JsonError, JsonErrorKind};
use super::scanner::MAX_DEPTH;
use super::string::Text;
use super::token;
use super::tree::{Number, Tree};

/// Parses a JSON text [RFC 8259 §2].
///
/// # Errors
///
/// The first syntax error.
pub fn parse(input: &[u8]) -> Result<Tree<'_>, JsonError> {
    parse_nested_at_most(input, MAX_DEPTH)
}

/// Parses a JSON text [RFC 8259 §2] of at most `levels` nested values, limited to [`MAX_DEPTH`].
///
/// # Errors
///
/// The first syntax error.
pub fn parse_nested_at_most(input: &[u8], levels: u32) -> Result<Tree<'_>, JsonError> {
    let text = std::str::from_utf8(input).map_err(|error| {
        let valid = input.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok());
        JsonError::behind(valid.unwrap_or_default(), JsonErrorKind::NotUtf8)
    })?;
    let mut parser = Parser { text, at: 0, depth: MAX_DEPTH.saturating_sub(levels) };
    let tree = parser.value()?;
    match parser.peek() {
        None => Ok(tree),
        Some(_) => Err(parser.error(JsonErrorKind::TrailingText)),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl<'a> Parser<'a> {
    /// Returns an error at the cursor; at the end of the text it is [`JsonErrorKind::EndOfText`].
    fn error(&self, kind: JsonErrorKind) -> JsonError {
        let is_over = self.at >= self.text.len();
        self.error_at(self.at, if is_over { JsonErrorKind::EndOfText } else { kind })
    }

    fn error_at(&self, offset: usize, kind: JsonErrorKind) -> JsonError {
        // Grammar never ends inside a character, so `get` always succeeds here.
        JsonError::behind(self.text.get(..offset).unwrap_or(self.text), kind)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the first byte of the next token.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Reads a single-byte token.
    fn token(&mut self, byte: u8, otherwise: JsonErrorKind) -> Result<(), JsonError> {
        if self.peek() != Some(byte) {
            return Err(self.error(otherwise));
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self) -> Result<Tree<'a>, JsonError> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(Tree::String),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Result<Tree<'a>, JsonError> {
        let literals = [("null", Tree::Null), ("true", Tree::Boolean(true)), ("false", Tree::Boolean(false))];
        let rest = &self.text[self.at..];
        let (literal, tree) = literals
            .into_iter()
            .find(|(literal, _)| rest.starts_with(literal))
            .ok_or_else(|| self.error(JsonErrorKind::NoValue))?;
        self.at += literal.len();
        Ok(tree)
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Tree<'a>, JsonError>) -> Result<Tree<'a>, JsonError> {
        if self.depth == MAX_DEPTH {
            return Err(self.error(JsonErrorKind::TooDeep));
        }
        self.at += 1;
        self.depth += 1;
        let tree = read(self)?;
        self.depth -= 1;
        Ok(tree)
    }

    /// Reads elements and the closing bracket.
    fn array(&mut self) -> Result<Tree<'a>, JsonError> {
        let mut elements = Vec::new();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Tree::Array(elements));
        }
        loop {
            let element = self.value().map_err(|error| error.inside_of(&elements.len().to_string()))?;
            elements.push(element);
            if !self.comma_or_close(b']')? {
                return Ok(Tree::Array(elements));
            }
        }
    }

    /// Reads members and the closing brace.
    fn object(&mut self) -> Result<Tree<'a>, JsonError> {
        let mut members = Vec::new();
        let mut names = HashSet::new();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Tree::object(members));
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.error(JsonErrorKind::NoName));
            }
            let start = self.at;
            let name = self.string()?;
            if !names.insert(name.clone()) {
                return Err(self.error_at(start, JsonErrorKind::DuplicateName));
            }
            self.token(b':', JsonErrorKind::NoColon)?;
            let value = self.value().map_err(|error| error.inside_of(&name))?;
            members.push((name, value));
            if !self.comma_or_close(b'}')? {
                return Ok(Tree::object(members));
            }
        }
    }

    /// Reads a comma or `close`; returns true for a comma.
    fn comma_or_close(&mut self, close: u8) -> Result<bool, JsonError> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            found if found == Some(close) => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.error(JsonErrorKind::NoComma)),
        }
    }

    fn number(&mut self) -> Result<Tree<'a>, JsonError> {
        let start = self.at;
        self.skip(b"-");
        if self.skip(b"0") {
            if matches!(self.byte(), Some(b'0'..=b'9')) {
                return Err(self.error(JsonErrorKind::Number));
            }
        } else {
            self.digits()?;
        }
        if self.skip(b".") {
            self.digits()?;
        }
        if self.skip(b"eE") {
            self.skip(b"+-");
            self.digits()?;
        }
        let number = Exact::parse(&self.text[start..self.at]);
        number
            .map(|number| Tree::Number(Number::new(number)))
            .ok_or_else(|| self.error_at(start, JsonErrorKind::Number))
    }

    /// Skips the next byte if it is one of `bytes`.
    fn skip(&mut self, bytes: &[u8]) -> bool {
        let is_one = self.byte().is_some_and(|byte| bytes.contains(&byte));
        self.at += usize::from(is_one);
        is_one
    }

    /// Reads one digit or more.
    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while self.skip(b"0123456789") {}
        if self.at == start {
            return Err(self.error(JsonErrorKind::Number));
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let (bytes, start) = (self.text.as_bytes(), self.at + 1);
        let Some((end, is_escaped)) = token::string_end(bytes, start, true) else {
            self.at = start;
            return Err(self.string_error());
        };
        self.at = end.get();
        Ok(Text::new(&bytes[start..self.at - 1], is_escaped).decode())
    }

    /// Returns the error of the malformed string at the cursor.
    fn string_error(&mut self) -> JsonError {
        loop {
            let is_special = |found: char| matches!(found, '\\' | '\u{0}'..='\u{1f}');
            let Some(before) = self.text[self.at..].find(is_special) else {
                return self.error_at(self.text.len(), JsonErrorKind::EndOfText);
            };
            self.at += before;
            match (self.byte(), token::escape_end(self.text.as_bytes(), self.at + 1)) {
                (Some(b'\\'), Some(end)) => self.at = end,
                (Some(b'\\'), None) => return self.escape_error(),
                _ => return self.error(JsonErrorKind::ControlCharacter),
            }
        }
    }

    /// Returns the error of the malformed escape at the cursor: of its first code unit, or of the second one of a pair.
    fn escape_error(&self) -> JsonError {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let kind_at = |offset: usize, at: usize, kind| match bytes.get(offset) {
            None => self.error_at(bytes.len(), JsonErrorKind::EndOfText),
            Some(_) => self.error_at(at, kind),
        };
        for escape in [start, start + 6] {
            if bytes.get(escape..escape + 2) != Some(b"\\u") {
                let kind = if escape == start { JsonErrorKind::Escape } else { JsonErrorKind::LoneSurrogate };
                return kind_at(if escape == start { escape + 1 } else { escape }, start, kind);
            }
            let is_hex = |offset: &usize| bytes.get(*offset).is_some_and(u8::is_ascii_hexdigit);
            if let Some(offset) = (escape + 2..escape + 6).find(|offset| !is_hex(offset)) {
                return kind_at(offset, escape, JsonErrorKind::Escape);
            }
            if escape == start && !matches!(token::code_unit(bytes, escape + 2), Some(0xd800..=0xdbff)) {
                return self.error_at(start, JsonErrorKind::LoneSurrogate);
            }
        }
        kind_at(start + 12, start, JsonErrorKind::LoneSurrogate)
    }
}
