//! Reads JSON text in one pass, without building anything: exactly RFC 8259 in UTF-8, no duplicate member names, bounded
//! nesting.
//!
//! A [`Scanner`] is a cursor over a text. Each method reads one piece of grammar and moves behind it; `None` means that the
//! text is not JSON there, which ends the reading. White space is skipped where the grammar has it, before a token.
//!
//! Strings are looked at eight bytes at a time, and only strings with bytes beyond ASCII are checked to be UTF-8: elsewhere the
//! grammar has none. The names of members that nobody expects are kept on one stack for all open objects, so that a duplicate is
//! found without a map for each object.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::name::Name;
use super::number::NumberText;
use super::seen_names::{Names, Noted};
use super::string::Text;
use super::swar::Ends;
use super::token::{self, End};

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: u32 = 128;

/// How many assumptions about a text may fail. It bounds what an unusual text costs: so many times as much as a usual one.
const ASSUMPTIONS: u32 = 16;

/// So many times as much as there is may be read again, before verdicts are kept.
const OFTEN: usize = 8;

/// A cursor over a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    depth: u32,
    /// How many more assumptions may fail; each costs a second look.
    assumptions: u32,
    /// How many bytes may be read again until verdicts are kept.
    patience: usize,
    /// By schema and offset: where the value ends that it accepts, if it does.
    known: BTreeMap<(u32, usize), Option<usize>>,
    names: Names<'a>,
}

/// Reads a value and decides about it: `None` unless it is JSON that is accepted.
pub type Reader = fn(&mut Scanner<'_>) -> Option<()>;

impl<'a> Scanner<'a> {
    /// A cursor at the start of a text.
    #[inline]
    pub fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            assumptions: ASSUMPTIONS,
            patience: OFTEN * text.len(),
            known: BTreeMap::new(),
            names: Names::default(),
        }
    }

    /// A cursor at the start of a text that may nest to so many levels, [`MAX_DEPTH`] at most.
    #[inline]
    pub fn nested_at_most(text: &'a [u8], levels: u32) -> Self {
        Self { depth: MAX_DEPTH.saturating_sub(levels), ..Self::new(text) }
    }

    /// How many bytes were read.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The text from an earlier offset up to here, which was read.
    #[inline]
    pub fn since(&self, start: usize) -> &'a str {
        let text = self.text.get(start..self.at).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    /// Goes to an offset that was read before: back to the start of a value that is to be read again, or behind it.
    #[inline]
    pub fn go_to(&mut self, offset: usize) {
        self.patience = self.patience.saturating_sub(self.at.saturating_sub(offset));
        self.at = offset.min(self.text.len());
    }

    /// Reads a value with a reader that may be asked for the same value over and over, because its schema refers to itself: `schema` is
    /// the number of that schema.
    ///
    /// When much was read again, verdicts are kept, so that no schema reads a value once more: otherwise the work could double with each
    /// level of nesting.
    #[inline]
    pub fn recall(&mut self, schema: u32, reader: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.patience > 0 {
            return reader(self);
        }
        self.peek();
        let key = (schema, self.at);
        let known = self.known.get(&key).copied();
        let end = known.unwrap_or_else(|| {
            let end = reader(self).map(|()| self.at);
            self.known.insert(key, end);
            end
        });
        self.at = end?;
        Some(())
    }

    /// Whether a reader accepts the value here. If it does, the cursor is behind the value, otherwise at its start.
    #[inline]
    pub fn accepts(&mut self, reader: Reader) -> bool {
        let (at, depth, names) = (self.at, self.depth, self.names.len());
        let accepts = reader(self).is_some();
        if !accepts {
            self.go_to(at);
            self.depth = depth;
            self.names.forget(names);
        }
        accepts
    }

    /// Reads a value that at least one of the readers accepts.
    #[inline]
    pub fn any_of(&mut self, readers: &[Reader]) -> Option<()> {
        readers.iter().any(|reader| self.accepts(*reader)).then_some(())
    }

    /// Reads a value that exactly one of the readers accepts.
    #[inline]
    pub fn one_of(&mut self, readers: &[Reader]) -> Option<()> {
        let start = self.at;
        let mut end = None;
        for reader in readers {
            if self.accepts(*reader) {
                if end.is_some() {
                    return None;
                }
                end = Some(self.at);
                self.go_to(start);
            }
        }
        self.at = end?;
        Some(())
    }

    /// Moves behind the value of a member and the comma behind it; `None` at the end of the object.
    #[inline]
    pub(super) fn hop_member(&mut self) -> Option<()> {
        self.hop()?;
        self.token(b',')
    }

    /// Reads a value on an assumption: whether the reader accepts it, or nothing when assumptions have failed too often to make one
    /// more. The cursor is behind a value that is accepted, and at its start otherwise.
    #[inline]
    pub fn assume(&mut self, reader: Reader) -> Option<bool> {
        if self.assumptions == 0 {
            return None;
        }
        let accepts = self.accepts(reader);
        if !accepts {
            self.assumptions -= 1;
        }
        Some(accepts)
    }

    /// Moves behind the value here, without a look at what is inside of it but how deep it is.
    pub(crate) fn hop(&mut self) -> Option<()> {
        match self.peek() {
            b'"' => self.skip_string(),
            b'{' | b'[' => {
                let mut depth = self.depth;
                loop {
                    let byte = *self.text.get(self.at)?;
                    self.at += 1;
                    match byte {
                        b'"' => self.at = token::string_end(self.text, self.at)?.0.get(),
                        b'{' | b'[' if depth == MAX_DEPTH => return None,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => {
                            depth -= 1;
                            if depth == self.depth {
                                return Some(());
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {
                let rest = self.text.get(self.at..)?;
                self.at +=
                    rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))?;
                Some(())
            }
        }
    }

    /// The first byte of the next token, or zero at the end of the text.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        let (at, byte) = token::next(self.text, self.at);
        self.at = at;
        byte
    }

    /// The end of the text: nothing but white space follows.
    #[inline]
    pub fn end(&mut self) -> Option<()> {
        self.peek();
        (self.at == self.text.len()).then_some(())
    }

    /// Reads any value.
    #[inline]
    pub fn value(&mut self) -> Option<()> {
        let end = self.value_end(self.at);
        self.behind(end)
    }

    /// Reads a boolean.
    #[inline]
    pub fn boolean(&mut self) -> Option<()> {
        match self.peek() {
            b't' => self.literal(b"true"),
            _ => self.literal(b"false"),
        }
    }

    /// Reads an integer, however it is written.
    #[inline]
    pub fn integer(&mut self) -> Option<()> {
        self.number()?.is_integer().then_some(())
    }

    /// Reads `true`, `false` or `null`.
    #[inline]
    pub fn literal(&mut self, literal: &[u8]) -> Option<()> {
        let (at, _) = token::next(self.text, self.at);
        self.behind(token::literal_end(self.text, at, literal))
    }

    /// Reads a string.
    #[inline]
    pub fn string(&mut self) -> Option<Text<'a>> {
        self.token(b'"')?;
        let start = self.at;
        let (end, is_escaped) = token::string_end(self.text, start)?;
        self.at = end.get();
        Some(Text::new(self.text.get(start..self.at - 1)?, is_escaped))
    }

    /// Reads a string, whatever it says.
    #[inline]
    pub fn skip_string(&mut self) -> Option<()> {
        self.token(b'"')?;
        let end = token::string_end(self.text, self.at);
        self.behind(end.map(|(end, _)| end))
    }

    /// Reads a number.
    #[inline]
    pub fn number(&mut self) -> Option<NumberText<'a>> {
        self.peek();
        let start = self.at;
        let (end, is_plain_integer) = token::number_end(self.text, start)?;
        self.at = end.get();
        Some(NumberText::new(self.text.get(start..self.at)?, is_plain_integer))
    }

    /// Reads a number, whatever it is.
    #[inline]
    pub fn skip_number(&mut self) -> Option<()> {
        self.number().map(|_| ())
    }

    /// Opens an array; whether it has elements.
    #[inline]
    pub fn open_array(&mut self) -> Option<bool> {
        self.open(b'[', b']')
    }

    /// Goes on behind an element; whether there is another.
    #[inline]
    pub fn next_element(&mut self) -> Option<bool> {
        self.next(b']')
    }

    /// Opens an object; whether it has members.
    #[inline]
    pub fn open_object(&mut self) -> Option<bool> {
        self.open(b'{', b'}')
    }

    /// Goes on behind a member; whether there is another.
    #[inline]
    pub fn next_member(&mut self) -> Option<bool> {
        self.next(b'}')
    }

    /// Reads the name of a member, and the colon behind it.
    #[inline]
    pub fn name(&mut self) -> Option<Text<'a>> {
        let name = self.string()?;
        self.token(b':')?;
        Some(name)
    }

    /// Reads the name of a member and the colon behind it, if it is a certain name, and written without escapes and white space; the
    /// usual case when a producer writes members in the documented order.
    #[inline]
    pub(super) fn expect_name(&mut self, name: &Name) -> bool {
        if !name.is_plain || self.peek() != b'"' {
            return false;
        }
        let (start, length) = (self.at + 1, name.text.len());
        let end = start + length;
        let found = Ends::within(self.text, start, length) == Some(name.ends)
            && self.text.get(end..end + 2) == Some(b"\":")
            && (length <= 16 || self.text.get(start..end) == Some(name.text.as_bytes()));
        if found {
            self.at = end + 2;
        }
        found
    }

    /// The ends of a name, and its length.
    #[inline]
    pub(super) fn ends(&self, name: Text<'a>) -> (Ends, usize) {
        let ends = name
            .plain()
            .and_then(|plain| Some((Ends::within(self.text, self.start_of(name), plain.len())?, plain.len())));
        ends.unwrap_or_else(|| decoded_ends(name))
    }

    /// A number that differs for most tokens: of the one from an offset up to here.
    #[inline]
    pub(super) fn hash(&self, start: usize) -> u64 {
        let token = self.text.get(start..self.at).unwrap_or_default();
        let ends = Ends::within(self.text, start, token.len()).unwrap_or_else(|| Ends::new(token));
        ends.hash(token.len())
    }

    /// Begins to note the names of an object.
    #[inline]
    pub(super) fn begin_names(&self) -> Noted {
        self.names.begin()
    }

    /// Notes the name of a member; `None` if the object has it already.
    #[inline]
    pub(super) fn note_name(&mut self, of: &mut Noted, name: Text<'a>, hash: u64) -> Option<()> {
        self.names.note(of, name, hash, self.start_of(name), self.text)
    }

    /// Forgets the names of an object that is done.
    #[inline]
    pub(super) fn forget_names(&mut self, of: Noted) {
        self.names.forget(of.mark);
    }

    #[inline]
    fn start_of(&self, text: Text<'a>) -> usize {
        text.raw().as_ptr() as usize - self.text.as_ptr() as usize
    }

    #[inline]
    fn token(&mut self, byte: u8) -> Option<()> {
        (self.peek() == byte).then(|| self.at += 1)
    }

    #[inline]
    fn open(&mut self, open: u8, close: u8) -> Option<bool> {
        self.token(open)?;
        if self.depth == MAX_DEPTH {
            return None;
        }
        if self.peek() == close {
            self.at += 1;
            return Some(false);
        }
        self.depth += 1;
        Some(true)
    }

    #[inline]
    fn next(&mut self, close: u8) -> Option<bool> {
        let byte = self.peek();
        self.at += 1;
        if byte == b',' {
            return Some(true);
        }
        self.depth -= 1;
        (byte == close).then_some(false)
    }

    #[inline]
    fn behind(&mut self, end: End) -> Option<()> {
        self.at = end?.get();
        Some(())
    }

    /// The end of the value at an offset, whatever it is.
    fn value_end(&mut self, at: usize) -> End {
        let (at, byte) = token::next(self.text, at);
        match byte {
            b'"' => token::string_end(self.text, at + 1).map(|(end, _)| end),
            b'{' => self.object_end(at + 1),
            b'[' => self.array_end(at + 1),
            b't' => token::literal_end(self.text, at, b"true"),
            b'f' => token::literal_end(self.text, at, b"false"),
            b'n' => token::literal_end(self.text, at, b"null"),
            _ => token::number_end(self.text, at).map(|(end, _)| end),
        }
    }

    /// The end of an array, from behind its bracket.
    fn array_end(&mut self, at: usize) -> End {
        let (mut at, byte) = token::next(self.text, at);
        if self.depth == MAX_DEPTH {
            return None;
        }
        if byte == b']' {
            return NonZeroUsize::new(at + 1);
        }
        self.depth += 1;
        loop {
            let (end, byte) = token::next(self.text, self.value_end(at)?.get());
            match byte {
                b',' => at = end + 1,
                b']' => {
                    self.depth -= 1;
                    return NonZeroUsize::new(end + 1);
                }
                _ => return None,
            }
        }
    }

    /// The end of an object, from behind its brace.
    fn object_end(&mut self, at: usize) -> End {
        let (mut at, byte) = token::next(self.text, at);
        if self.depth == MAX_DEPTH {
            return None;
        }
        if byte == b'}' {
            return NonZeroUsize::new(at + 1);
        }
        self.depth += 1;
        let mut noted = self.begin_names();
        loop {
            let (quote, byte) = token::next(self.text, at);
            if byte != b'"' {
                return None;
            }
            let (end, is_escaped) = token::string_end(self.text, quote + 1)?;
            let (colon, byte) = token::next(self.text, end.get());
            if byte != b':' {
                return None;
            }
            let name = Text::new(self.text.get(quote + 1..end.get() - 1)?, is_escaped);
            let (ends, length) = self.ends(name);
            self.note_name(&mut noted, name, ends.hash(length))?;
            let (end, byte) = token::next(self.text, self.value_end(colon + 1)?.get());
            match byte {
                b',' => at = end + 1,
                b'}' => {
                    self.depth -= 1;
                    self.forget_names(noted);
                    return NonZeroUsize::new(end + 1);
                }
                _ => return None,
            }
        }
    }
}

/// The ends of a name with escapes, or at the end of the text, and the length of what it says.
#[cold]
fn decoded_ends(name: Text<'_>) -> (Ends, usize) {
    let bytes = name.bytes();
    (Ends::new(&bytes), bytes.len())
}
