//! Reads JSON text in one pass without building anything: exactly RFC 8259 in UTF-8, no duplicate names, bounded nesting.
//!
//! A [`Scanner`] is a cursor over a text. Each method reads one piece of grammar and moves past it. `None` means a syntax error, which
//! ends the reading. White space is skipped before a token, where the grammar allows it.
//!
//! Strings are scanned eight bytes at a time. Only strings with non-ASCII bytes are checked for UTF-8: the grammar allows such bytes
//! nowhere else. Unknown member names of all open objects are kept on one stack, so that duplicates are found without a map per object.

use super::additions::Additions;
use super::any_value::AnyValue;
use super::name::Name;
use super::number::NumberText;
use super::seen_names::{ObjectNames, SeenNames};
use super::skips::Skips;
use super::string::Text;
use super::swar::Ends;
use super::token::{self, End};
use super::verdicts::Verdicts;

/// The maximum nesting of arrays and objects.
pub const MAX_DEPTH: u32 = 128;

/// The maximum number of failed assumptions, which bounds the cost of an unusual text to a multiple of a usual one.
const ASSUMPTIONS: u32 = 16;

/// A cursor over a JSON text.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    depth: u32,
    /// The number of assumptions that may still fail, each at the cost of a second pass.
    assumptions: u32,
    verdicts: Verdicts,
    skips: Skips,
    /// The offsets of a value that was accepted before.
    accepted: (usize, usize),
    /// True if the text is known to be UTF-8.
    is_utf8: bool,
    /// The members that closed objects do not list.
    pub additions: Additions,
    pub(super) names: SeenNames,
}

/// A validator on bytes: reads a value and returns `None` if it rejects it.
pub type Reader = fn(&mut Scanner<'_>) -> Option<()>;

impl<'a> Scanner<'a> {
    /// Creates a cursor at the start of a text.
    #[inline]
    pub fn new(text: &'a [u8]) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            assumptions: ASSUMPTIONS,
            verdicts: Verdicts::new(text.len()),
            skips: Skips::default(),
            accepted: (usize::MAX, 0),
            is_utf8: false,
            additions: Additions::default(),
            names: SeenNames::default(),
        }
    }

    /// Creates a cursor at the start of a text, known to be UTF-8, of at most `levels` nested values, limited to [`MAX_DEPTH`].
    #[inline]
    pub fn of_text(text: &'a str, levels: u32) -> Self {
        Self { depth: MAX_DEPTH.saturating_sub(levels), is_utf8: true, ..Self::new(text.as_bytes()) }
    }

    /// Returns the number of bytes read.
    #[inline]
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Returns the bytes between an earlier offset and the cursor.
    #[inline]
    pub fn since(&self, start: usize) -> &'a [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Moves the cursor to an offset that was read before, to re-read a value or to skip it.
    #[inline]
    pub fn go_to(&mut self, offset: usize) {
        self.verdicts.spend(self.at.saturating_sub(offset));
        self.at = offset.min(self.text.len());
    }

    /// Applies the schema number `schema`, which may apply to the same value repeatedly.
    ///
    /// Verdicts are memoized once the budget is spent, so that no schema reads a value twice. Otherwise the work could double with each
    /// level of nesting, or with each level of a chain of schemas. Each call costs as much as a byte, because a reader may reject a value
    /// without reading a byte.
    #[inline]
    pub fn memoize(&mut self, schema: u32, reader: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.verdicts.spend(1) {
            return reader(self);
        }
        // A memoized verdict could not note additions again.
        self.additions.pause();
        self.peek();
        let at = self.at;
        let end = self.verdicts.get(schema, at).copied().unwrap_or_else(|| {
            let end = reader(self).map(|()| self.at);
            self.verdicts.insert(schema, at, end);
            end
        });
        self.at = end?;
        Some(())
    }

    /// Returns true if a reader accepts the value. The cursor is then after the value, otherwise at its start.
    #[inline]
    pub fn accepts(&mut self, reader: Reader) -> bool {
        let (at, depth, names, is_noting) = (self.at, self.depth, self.names.len(), self.additions.pause());
        let accepts = reader(self).is_some();
        self.additions.resume(is_noting);
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
        self.exactly_one(readers.iter().copied())
    }

    #[inline]
    pub(super) fn exactly_one(&mut self, readers: impl Iterator<Item = Reader>) -> Option<()> {
        let start = self.at;
        let mut end = None;
        for reader in readers {
            if self.accepts(reader) {
                if end.replace(self.at).is_some() {
                    return None;
                }
                self.go_to(start);
            }
        }
        self.at = end?;
        Some(())
    }

    /// Reads a value that is assumed to be accepted; returns true if it is, and `None` if too many assumptions have failed already. The
    /// cursor is after an accepted value, and otherwise at its start.
    #[inline]
    pub fn assume(&mut self, reader: Reader) -> Option<bool> {
        if self.assumptions == 0 {
            return None;
        }
        // Assumptions inside of the value may fail as well, so this one counts as failed until it holds.
        self.assumptions -= 1;
        let accepts = self.accepts(reader);
        self.assumptions += u32::from(accepts);
        Some(accepts)
    }

    /// Skips a value without checking anything but its depth.
    pub(crate) fn skip_value(&mut self) -> Option<()> {
        self.peek();
        // A lookahead at the root skips each byte once. Those inside of it note what they skip.
        self.skips.is_noting = self.depth > 0;
        self.at = token::unchecked_end(self.text, self.at, MAX_DEPTH - self.depth, &mut self.skips)?;
        Some(())
    }

    /// Returns the first byte of the next token, or zero at the end of the text.
    #[inline]
    pub fn peek(&mut self) -> u8 {
        let (at, byte) = token::next(self.text, self.at);
        self.at = at;
        byte
    }

    /// Reads the end of the text, after white space.
    #[inline]
    pub fn end(&mut self) -> Option<()> {
        self.peek();
        (self.at == self.text.len()).then_some(())
    }

    /// Reads a value that lies inside of `levels` open arrays and objects.
    pub(crate) fn inside<T>(&mut self, levels: u32, read: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.depth;
        self.depth = MAX_DEPTH.min(depth + levels);
        let value = read(self);
        self.depth = depth;
        value
    }

    /// Forgets the verdicts of a plan, before the schemas of another one are applied.
    pub(crate) fn forget_verdicts(&mut self) {
        self.verdicts.forget();
    }

    /// Notes that the value between an earlier offset and the cursor is accepted JSON, and returns to an offset for another schema:
    /// [`value`](Self::value) will pass over the noted value.
    pub(crate) fn restart_after(&mut self, start: usize, from: usize) {
        self.accepted = (start, self.at);
        self.forget_verdicts();
        self.go_to(from);
    }

    /// Reads any value.
    #[inline]
    pub fn value(&mut self) -> Option<()> {
        if self.at == self.accepted.0 {
            self.at = self.accepted.1;
            return Some(());
        }
        let levels = MAX_DEPTH - self.depth;
        let end = AnyValue { text: self.text, is_utf8: self.is_utf8, levels, names: &mut self.names }.end(self.at);
        self.behind(end)
    }

    /// Reads a boolean.
    #[inline]
    pub fn boolean(&mut self) -> Option<()> {
        if self.peek() == b't' {
            self.literal(b"true")
        } else {
            self.literal(b"false")
        }
    }

    /// Reads an integer in any spelling.
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
    #[allow(clippy::inline_always)] // a string that is returned through memory takes twice the time
    #[inline(always)]
    pub fn string(&mut self) -> Option<Text<'a>> {
        self.token(b'"')?;
        let (end, is_escaped) = token::string_end(self.text, self.at, self.is_utf8)?;
        let text = self.text.get(self.at..end.get() - 1)?;
        self.at = end.get();
        Some(Text::new(text, is_escaped))
    }

    /// Skips a string.
    #[inline]
    pub fn skip_string(&mut self) -> Option<()> {
        self.token(b'"')?;
        let end = token::string_end(self.text, self.at, self.is_utf8);
        self.behind(end.map(|(end, _)| end))
    }

    /// Reads a number.
    #[inline]
    pub fn number(&mut self) -> Option<NumberText<'a>> {
        self.peek();
        let (end, is_plain_integer) = token::number_end(self.text, self.at)?;
        let text = self.text.get(self.at..end.get())?;
        self.at = end.get();
        Some(NumberText::new(text, is_plain_integer))
    }

    /// Skips a number.
    #[inline]
    pub fn skip_number(&mut self) -> Option<()> {
        self.number().map(|_| ())
    }

    /// Opens an array; returns true if it has elements.
    #[inline]
    pub fn open_array(&mut self) -> Option<bool> {
        self.open(b'[', b']')
    }

    /// Continues after an element; returns true if another follows.
    #[inline]
    pub fn next_element(&mut self) -> Option<bool> {
        self.next(b']')
    }

    /// Opens an object; returns true if it has members.
    #[inline]
    pub fn open_object(&mut self) -> Option<bool> {
        self.open(b'{', b'}')
    }

    /// Continues after a member; returns true if another follows.
    #[inline]
    pub fn next_member(&mut self) -> Option<bool> {
        self.next(b'}')
    }

    /// Reads a member's name and the colon.
    #[inline]
    pub fn name(&mut self) -> Option<Text<'a>> {
        let name = self.string()?;
        self.token(b':')?;
        Some(name)
    }

    /// Reads a member's name and the colon; returns the name's ends and length as well.
    #[inline]
    pub(super) fn name_with_ends(&mut self) -> Option<(Text<'a>, Ends, usize)> {
        self.token(b'"')?;
        let (name, ends, length) = Text::with_ends(self.text, self.at, self.is_utf8)?;
        self.at += name.raw().len() + 1;
        self.token(b':')?;
        Some((name, ends, length))
    }

    /// Reads a member's name and the colon if the name has the ends of the expected one, written without escapes and white space, after a
    /// space at most. Most producers write members in documented order like this.
    #[inline]
    pub(super) fn expect_ends(&mut self, name: &Name) -> bool {
        let end = name.end_in(self.text, self.at);
        self.at = end.unwrap_or(self.at);
        end.is_some()
    }

    /// Like [`expect_ends`](Self::expect_ends), for the whole name.
    #[inline]
    pub(super) fn expect_name(&mut self, name: &Name) -> bool {
        let at = self.at;
        let is_same = self.expect_ends(name) && name.has_middle(self.text, self.at - name.text.len() - 2);
        self.at = if is_same { self.at } else { at };
        is_same
    }

    /// Returns the text from an offset.
    #[inline]
    pub(super) fn from(&self, at: usize) -> &'a [u8] {
        self.text.get(at..).unwrap_or_default()
    }

    /// Returns the ends of a name and its length.
    #[inline]
    pub(super) fn ends(&self, name: Text<'a>) -> (Ends, usize) {
        name.ends_in(self.text)
    }

    /// Records a member's name; returns `None` for a duplicate.
    #[inline]
    pub(super) fn record_name(&mut self, of: &mut ObjectNames, name: Text<'a>, hash: u64) -> Option<()> {
        self.names.record(of, name, hash, name.start_in(self.text), self.text)
    }

    /// Returns true if a space comes next.
    #[inline]
    pub(super) fn is_at_space(&self) -> bool {
        self.text.get(self.at) == Some(&b' ')
    }

    /// Moves past a byte.
    #[inline]
    pub(super) fn skip_byte(&mut self) {
        self.at += 1;
    }

    /// Reads a single-byte token.
    #[inline]
    pub(super) fn token(&mut self, byte: u8) -> Option<()> {
        (self.peek() == byte).then(|| self.at += 1)
    }

    #[inline(never)]
    fn open(&mut self, open: u8, close: u8) -> Option<bool> {
        if self.is_at_space() {
            return self.open_after_space(open, close);
        }
        self.open_here(open, close)
    }

    /// Opens after a space. A function of its own, so that the processor speculates on the space rather than waits for it.
    #[inline(never)]
    fn open_after_space(&mut self, open: u8, close: u8) -> Option<bool> {
        self.at += 1;
        self.open_here(open, close)
    }

    #[inline]
    fn open_here(&mut self, open: u8, close: u8) -> Option<bool> {
        // All calls here are tail calls, so no registers are saved.
        let at = self.at;
        match (self.text.get(at), self.text.get(at + 1)) {
            (Some(first), Some(second)) if *first == open && *second > b' ' && self.depth < MAX_DEPTH => {
                if *second == close {
                    return self.open_empty(at + 2);
                }
                self.at = at + 1;
                self.depth += 1;
                Some(true)
            }
            _ => self.open_anywhere(open, close),
        }
    }

    /// Passes over an empty array or object. A function of its own, so that the processor speculates on its brackets.
    #[inline(never)]
    #[allow(clippy::unnecessary_wraps)] // a call that returns this value returns to the caller's caller
    fn open_empty(&mut self, end: usize) -> Option<bool> {
        self.at = end;
        Some(false)
    }

    #[inline(never)]
    fn open_anywhere(&mut self, open: u8, close: u8) -> Option<bool> {
        self.token(open)?;
        if self.depth == MAX_DEPTH {
            return None;
        }
        let has_any = self.peek() != close;
        self.at += usize::from(!has_any);
        self.depth += u32::from(has_any);
        Some(has_any)
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
}
