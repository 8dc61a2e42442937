//! The members of an object whose names a schema knows, recognized while the object is read.

use super::scan::Scanner;
use super::text::Text;

/// The names that a schema knows.
#[derive(Debug)]
pub struct Known {
    /// Each name as it stands in a text that has no white space: with its quotes and the colon, in documented order.
    pub quoted: &'static [&'static str],
    /// The names by length, then by their bytes, each with its position in documented order.
    pub sorted: &'static [(&'static str, usize)],
}

/// What was read of an object, and which of the known names it had; there are at most 64 × `WORDS` of these.
#[derive(Debug)]
pub struct Members<const WORDS: usize> {
    known: &'static Known,
    /// The known name that comes next when the producer keeps the documented order.
    next: usize,
    seen: [u64; WORDS],
    /// Where the scanner's notes of unknown names begin.
    mark: usize,
}

/// The name of a member.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// A known name, by its position in documented order.
    Known(usize),
    /// Another name.
    Unknown(Text<'a>),
}

impl<const WORDS: usize> Members<WORDS> {
    /// Begins to read an object.
    #[inline]
    pub fn new(scanner: &Scanner<'_>, known: &'static Known) -> Self {
        Self { known, next: 0, seen: [0; WORDS], mark: scanner.names() }
    }

    /// Reads the name of the next member, and the colon behind it; `None` if the object had a member of that name already.
    #[inline]
    pub fn read<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        if let Some(expected) = self.known.quoted.get(self.next) {
            if scanner.expect_name(expected.as_bytes()) {
                return self.see(self.next);
            }
        }
        let name = scanner.name()?;
        match self.position(name) {
            Some(position) => self.see(position),
            None => Some(Member::Unknown(name)),
        }
    }

    /// Notes an unknown name of the object; `None` if it had that name already.
    #[inline]
    pub fn note<'a>(&self, scanner: &mut Scanner<'a>, name: Text<'a>) -> Option<()> {
        scanner.note_name(self.mark, name)
    }

    /// Ends the reading of the object.
    #[inline]
    pub fn end(&self, scanner: &mut Scanner<'_>) {
        scanner.forget_names(self.mark);
    }

    /// Whether the object has a known name.
    #[inline]
    pub fn has(&self, position: usize) -> bool {
        self.seen[position / 64] & 1 << (position % 64) != 0
    }

    /// Whether the object has all the known names whose bits are set.
    #[inline]
    pub fn has_all(&self, required: [u64; WORDS]) -> bool {
        self.seen.iter().zip(required).all(|(seen, required)| seen & required == required)
    }

    #[inline]
    fn see<'a>(&mut self, position: usize) -> Option<Member<'a>> {
        let is_new = !self.has(position);
        self.seen[position / 64] |= 1 << (position % 64);
        self.next = position + 1;
        is_new.then_some(Member::Known(position))
    }

    #[inline]
    fn position(&self, name: Text<'_>) -> Option<usize> {
        let decoded = name.bytes();
        let wanted = (decoded.len(), &*decoded);
        let sorted = self.known.sorted;
        let found = sorted.binary_search_by(|(known, _)| (known.len(), known.as_bytes()).cmp(&wanted)).ok()?;
        Some(sorted[found].1)
    }
}
