//! The members of an object whose names a schema knows, recognized while the object is read.

use super::name::Name;
use super::scanner::Scanner;
use super::seen_names::Noted;
use super::string::Text;
use super::swar::Ends;

/// The `N` names that a schema knows, in documented order, with a table of `SLOTS` places to find them by hash. `SLOTS` is a power
/// of two, at least two, and at least twice `N`.
#[derive(Debug)]
pub struct Known<const N: usize, const SLOTS: usize> {
    names: [Name; N],
    /// The position of a name, and one; zero where there is none. A name is in the first free place at or behind its hash.
    slots: [u32; SLOTS],
}

/// What was read of an object, and which of the known names it had; there are at most 64 × `WORDS` of these.
#[derive(Debug)]
pub struct Members<const WORDS: usize> {
    names: &'static [Name],
    slots: &'static [u32],
    /// The known name that comes next when the producer keeps the documented order.
    next: usize,
    seen: [u64; WORDS],
    noted: Noted,
    /// The hash of the unknown name that was read last.
    hash: u64,
}

/// The name of a member.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// A known name, by its position in documented order.
    Known(usize),
    /// Another name.
    Unknown(Text<'a>),
}

impl<const N: usize, const SLOTS: usize> Known<N, SLOTS> {
    /// Names that differ from each other.
    pub const fn new(texts: [&'static str; N]) -> Self {
        let mut names = [Name::new(""); N];
        let mut slots = [0; SLOTS];
        let mut position = 0;
        while position < N {
            let name = Name::new(texts[position]);
            let mut slot = slot(name.ends.hash(name.text.len()), SLOTS);
            while slots[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            names[position] = name;
            position += 1;
            #[allow(clippy::cast_possible_truncation)] // no schema has so many names
            {
                slots[slot] = position as u32;
            }
        }
        Self { names, slots }
    }
}

impl<const N: usize, const SLOTS: usize> Known<N, SLOTS> {
    /// Whether a string that the scanner has read is one of the names.
    #[inline(never)]
    pub fn contains<'a>(&self, scanner: &Scanner<'a>, text: Text<'a>) -> bool {
        let (ends, length) = scanner.ends(text);
        find(&self.names, &self.slots, ends, length, text).is_some()
    }
}

/// The position of a name that is among known ones.
#[inline]
fn find(names: &[Name], slots: &[u32], ends: Ends, length: usize, text: Text<'_>) -> Option<usize> {
    let mut slot = slot(ends.hash(length), slots.len());
    loop {
        let position = (*slots.get(slot)? as usize).wrapping_sub(1);
        let known = names.get(position)?;
        if known.ends == ends && known.text.len() == length && (length <= 16 || text.is(known.text)) {
            return Some(position);
        }
        slot = (slot + 1) % slots.len();
    }
}

/// The first place where a name of that hash may be.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the result is less than the number of places
const fn slot(hash: u64, slots: usize) -> usize {
    (hash >> (64 - slots.trailing_zeros())) as usize
}

impl<const WORDS: usize> Members<WORDS> {
    /// Begins to read an object.
    #[inline]
    pub fn new<const N: usize, const SLOTS: usize>(scanner: &Scanner<'_>, known: &'static Known<N, SLOTS>) -> Self {
        Self {
            names: &known.names,
            slots: &known.slots,
            next: 0,
            seen: [0; WORDS],
            noted: scanner.begin_names(),
            hash: 0,
        }
    }

    /// Reads the name of the next member, and the colon behind it; `None` if the object had a member of that name already.
    #[inline]
    pub fn read<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        match self.names.get(self.next) {
            Some(expected) if scanner.expect_name(expected) => self.see(self.next),
            _ => self.read_other(scanner),
        }
    }

    fn read_other<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        let name = scanner.name()?;
        let (ends, length) = scanner.ends(name);
        self.hash = ends.hash(length);
        match find(self.names, self.slots, ends, length, name) {
            Some(position) => self.see(position),
            None => Some(Member::Unknown(name)),
        }
    }

    /// Notes an unknown name of the object, the last that was read; `None` if it had that name already.
    #[inline]
    pub fn note<'a>(&mut self, scanner: &mut Scanner<'a>, name: Text<'a>) -> Option<()> {
        scanner.note_name(&mut self.noted, name, self.hash)
    }

    /// Ends the reading of the object.
    #[inline]
    pub fn end(&self, scanner: &mut Scanner<'_>) {
        scanner.forget_names(self.noted);
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
}
