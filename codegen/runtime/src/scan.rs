//! Reads JSON text in one pass, without building anything: exactly RFC 8259 in UTF-8, no duplicate member names, bounded
//! nesting.
//!
//! A [`Scanner`] is a cursor over a text. Each method reads one piece of grammar and moves behind it; `None` means that the
//! text is not JSON there, which ends the reading. White space is skipped where the grammar has it, before a token.
//!
//! Strings are looked at eight bytes at a time. The names of members that nobody expects are kept on one stack for all open
//! objects, so that a duplicate is found without a map for each object.

use super::look::Look;
use super::names::Names;
use super::number_text::NumberText;
use super::text::Text;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: u32 = 128;

/// How many assumptions about a text may fail. It bounds what an unusual text costs: so many times as much as a usual one.
const ASSUMPTIONS: u32 = 16;

/// A cursor over a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// How many more assumptions may fail; each costs a second look.
    assumptions: u32,
    names: Names,
}

/// Reads a value and decides about it: `None` unless it is JSON that is accepted.
pub type Reader = fn(&mut Scanner<'_>) -> Option<()>;

impl<'a> Scanner<'a> {
    /// A cursor at the start of a text; `None` if the text is not UTF-8.
    #[inline]
    pub fn new(input: &'a [u8]) -> Option<Self> {
        let text = std::str::from_utf8(input).ok()?;
        Some(Self { text, at: 0, depth: 0, assumptions: ASSUMPTIONS, names: Names::default() })
    }

    /// A cursor at the start of a text that may nest to so many levels, [`MAX_DEPTH`] at most.
    #[inline]
    pub fn nested_at_most(text: &'a str, levels: u32) -> Self {
        let depth = MAX_DEPTH.saturating_sub(levels);
        Self { text, at: 0, depth, assumptions: ASSUMPTIONS, names: Names::default() }
    }

    /// How many bytes were read.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// The text from an earlier offset up to here.
    #[inline]
    pub fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Goes to an offset that was read before: back to the start of a value that is to be read again, or behind it.
    #[inline]
    pub fn go_to(&mut self, offset: usize) {
        self.at = offset.min(self.text.len());
    }

    /// Whether a reader accepts the value here. If it does, the cursor is behind the value, otherwise at its start.
    #[inline]
    pub fn accepts(&mut self, reader: Reader) -> bool {
        let (at, depth, names) = (self.at, self.depth, self.names.len());
        let accepts = reader(self).is_some();
        if !accepts {
            self.at = at;
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
                self.at = start;
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

    /// Begins to look for members of the object here.
    #[inline]
    pub fn look<const N: usize>(&mut self, names: [&'static str; N]) -> Look<N> {
        Look::new(self, names)
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

    /// Moves behind the value here, without a look at what is inside of it.
    pub(super) fn hop(&mut self) -> Option<()> {
        match self.peek() {
            b'"' => self.skip_string(),
            b'{' | b'[' => {
                let mut depth = 0_usize;
                loop {
                    let byte = *self.text.as_bytes().get(self.at)?;
                    self.at += 1;
                    match byte {
                        b'"' => _ = self.string_rest()?,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => {
                            depth -= 1;
                            if depth == 0 {
                                return Some(());
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {
                let rest = self.text.as_bytes().get(self.at..)?;
                self.at +=
                    rest.iter().position(|byte| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))?;
                Some(())
            }
        }
    }

    /// The first byte of the next token, or zero at the end of the text.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
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
        match self.peek() {
            b'"' => self.skip_string(),
            b'{' => self.object(),
            b'[' => self.array(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => self.skip_number(),
        }
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
        self.peek();
        let end = self.at + literal.len();
        (self.text.as_bytes().get(self.at..end)? == literal).then(|| self.at = end)
    }

    /// Reads a string.
    #[inline]
    pub fn string(&mut self) -> Option<Text<'a>> {
        self.token(b'"')?;
        let start = self.at;
        let is_escaped = self.string_rest()?;
        Some(Text::new(self.text.get(start..self.at - 1)?, is_escaped))
    }

    /// Reads a number.
    #[inline]
    pub fn number(&mut self) -> Option<NumberText<'a>> {
        self.peek();
        let start = self.at;
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        match bytes.get(self.at)? {
            b'0' => self.at += 1,
            b'1'..=b'9' => self.digits()?,
            _ => return None,
        }
        let mut is_plain_integer = true;
        if bytes.get(self.at) == Some(&b'.') {
            is_plain_integer = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = bytes.get(self.at) {
            is_plain_integer = false;
            self.at += 1;
            if let Some(b'+' | b'-') = bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(NumberText::new(self.text.get(start..self.at)?, is_plain_integer))
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

    /// Reads the name of a member and the colon behind it, if it is written as `"name":`, quotes and colon included; the usual case
    /// when a producer writes members in the documented order.
    #[inline]
    pub fn expect_name(&mut self, quoted: &[u8]) -> bool {
        self.peek();
        let end = self.at + quoted.len();
        let found = self.text.as_bytes().get(self.at..end) == Some(quoted);
        if found {
            self.at = end;
        }
        found
    }

    /// A place to come back to when the object is done that now starts to note names.
    #[inline]
    pub fn names(&self) -> usize {
        self.names.len()
    }

    /// Notes the name of a member of the object that began to note names at `mark`; `None` if the object has it already.
    #[inline]
    pub fn note_name(&mut self, mark: usize, name: Text<'a>) -> Option<()> {
        self.names.note(mark, name, self.text)
    }

    /// Forgets the names of an object that is done.
    #[inline]
    pub fn forget_names(&mut self, mark: usize) {
        self.names.forget(mark);
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

    fn array(&mut self) -> Option<()> {
        let mut more = self.open_array()?;
        while more {
            self.value()?;
            more = self.next_element()?;
        }
        Some(())
    }

    fn object(&mut self) -> Option<()> {
        let mark = self.names();
        let mut more = self.open_object()?;
        while more {
            let name = self.name()?;
            self.note_name(mark, name)?;
            self.value()?;
            more = self.next_member()?;
        }
        self.forget_names(mark);
        Some(())
    }

    /// Reads a string, whatever it says.
    #[inline]
    pub fn skip_string(&mut self) -> Option<()> {
        self.token(b'"')?;
        self.string_rest().map(|_| ())
    }

    /// Reads a number, whatever it is.
    #[inline]
    pub fn skip_number(&mut self) -> Option<()> {
        self.number().map(|_| ())
    }

    /// Reads a string behind its first quote; whether there is an escape in it.
    #[inline]
    fn string_rest(&mut self) -> Option<bool> {
        let mut is_escaped = false;
        loop {
            match self.plain_part()? {
                b'"' => return Some(is_escaped),
                b'\\' => {
                    self.escape()?;
                    is_escaped = true;
                }
                _ => return None,
            }
        }
    }

    /// Reads up to the next quote, backslash or control character, and returns that.
    #[inline]
    fn plain_part(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(eight) = bytes.get(self.at..self.at + 8) {
            let special = special_bytes(u64::from_le_bytes(eight.try_into().ok()?));
            if special != 0 {
                self.at += special.trailing_zeros() as usize / 8;
                let byte = *bytes.get(self.at)?;
                self.at += 1;
                return Some(byte);
            }
            self.at += 8;
        }
        loop {
            let byte = *bytes.get(self.at)?;
            self.at += 1;
            if byte == b'"' || byte == b'\\' || byte < 0x20 {
                return Some(byte);
            }
        }
    }

    /// Reads an escape behind its backslash; surrogates come in pairs.
    fn escape(&mut self) -> Option<()> {
        let byte = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        match byte {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => match self.code_unit()? {
                0xd800..=0xdbff => {
                    let pair = self.text.as_bytes().get(self.at..self.at + 2)?;
                    self.at += 2;
                    (pair == b"\\u" && (0xdc00..=0xdfff).contains(&self.code_unit()?)).then_some(())
                }
                0xdc00..=0xdfff => None,
                _ => Some(()),
            },
            _ => None,
        }
    }

    fn code_unit(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
    }

    /// Reads one digit or more.
    #[inline]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.text.as_bytes().get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }
}

/// Marks the first byte of eight that is a quote, a backslash or a control character, by its highest bit; the marks of later
/// bytes may be wrong.
#[inline]
fn special_bytes(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let is_zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let quote = is_zero(eight ^ (ONES * u64::from(b'"')));
    let backslash = is_zero(eight ^ (ONES * u64::from(b'\\')));
    let control = eight.wrapping_sub(ONES * 0x20) & !eight;
    (quote | backslash | control) & (ONES << 7)
}
