//! Objects whose member names the schema lists, recognized while reading.

use super::name::Name;
use super::scanner::{Reader, Scanner};
use super::seen_names::ObjectNames;
use super::string::Text;
use super::swar::Ends;

/// The `N` known names in documented order, with a hash table of `SLOTS` slots. `SLOTS` is a power of two, at least two and at least twice
/// `N`.
#[derive(Debug)]
pub struct KnownNames<const N: usize, const SLOTS: usize> {
    names: [Name; N],
    /// The position of a name plus one; zero for a free slot. Collisions are resolved by linear probing.
    slots: [u32; SLOTS],
    /// The length of the longest name.
    longest: usize,
}

/// The state of reading an object, with the set of known names seen, at most 64 × `WORDS`.
#[derive(Debug)]
pub struct Members<const WORDS: usize> {
    names: &'static [Name],
    slots: &'static [u32],
    has_next: bool,
    /// The known name that is expected next.
    next: usize,
    /// Added to a position to get the next expected one: 1 in documented order, −1 (wrapped) in reversed order.
    step: usize,
    seen: [u64; WORDS],
    /// The readers that have accepted their values, as bits.
    accepted: u64,
    unknown: ObjectNames,
    /// The hash of the last unknown name.
    hash: u64,
}

/// The name of a member.
#[derive(Clone, Copy, Debug)]
pub enum Member<'a> {
    /// A known name by its position in documented order.
    Known(usize),
    /// Another name.
    Unknown(Text<'a>),
}

impl<const N: usize, const SLOTS: usize> KnownNames<N, SLOTS> {
    /// Creates a table of unique names.
    pub const fn new(texts: [&'static str; N]) -> Self {
        let mut names = [Name::new(""); N];
        let mut slots = [0; SLOTS];
        let (mut position, mut longest) = (0, 0);
        while position < N {
            let name = Name::new(texts[position]);
            if longest < name.text.len() {
                longest = name.text.len();
            }
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
        Self { names, slots, longest }
    }

    /// Creates a table of unique names, each with its position.
    pub const fn of(rows: &[(usize, &'static str)]) -> Self {
        let mut texts = [""; N];
        let mut row = 0;
        while row < N {
            texts[rows[row].0] = rows[row].1;
            row += 1;
        }
        Self::new(texts)
    }

    /// Returns the number of slots for a number of names.
    pub const fn slots(names: usize) -> usize {
        if names == 0 {
            2
        } else {
            (names * 2).next_power_of_two()
        }
    }
}

impl<const N: usize, const SLOTS: usize> KnownNames<N, SLOTS> {
    /// Returns the names and the slots.
    pub(super) const fn parts(&self) -> (&[Name], &[u32]) {
        (&self.names, &self.slots)
    }

    /// Returns true if a scanned string is one of the names.
    #[inline(never)]
    pub fn contains<'a>(&self, scanner: &Scanner<'a>, text: Text<'a>) -> bool {
        // An escape has at most six times the bytes of its character.
        if text.raw().len() > self.longest * 6 {
            return false;
        }
        let (ends, length) = scanner.ends(text);
        find(&self.names, &self.slots, (ends, length), ends.hash(length), text).is_some()
    }
}

/// Returns the position of a known name.
#[allow(clippy::inline_always)] // passing the arguments takes as long as finding the name
#[inline(always)]
fn find(names: &[Name], slots: &[u32], (ends, length): (Ends, usize), hash: u64, text: Text<'_>) -> Option<usize> {
    let mut slot = slot(hash, slots.len());
    loop {
        let position = (*slots.get(slot)? as usize).wrapping_sub(1);
        let known = names.get(position)?;
        if known.ends == ends && known.text.len() == length && (length <= 16 || is_same(text, known.text)) {
            return Some(position);
        }
        slot = (slot + 1) & (slots.len() - 1);
    }
}

#[inline(never)]
fn is_same(text: Text<'_>, known: &str) -> bool {
    text.is(known)
}

/// Returns the first slot for a hash.
#[inline]
#[allow(clippy::cast_possible_truncation)] // the result is less than the number of places
const fn slot(hash: u64, slots: usize) -> usize {
    (hash >> (64 - slots.trailing_zeros())) as usize
}

impl<const WORDS: usize> Members<WORDS> {
    /// Opens an object.
    #[inline]
    pub fn open<const N: usize, const SLOTS: usize>(
        scanner: &mut Scanner<'_>,
        known: &'static KnownNames<N, SLOTS>,
    ) -> Option<Self> {
        Self::of(scanner, &known.names, &known.slots)
    }

    /// Opens an object, given the parts of its known names.
    #[inline]
    pub(super) fn of(scanner: &mut Scanner<'_>, names: &'static [Name], slots: &'static [u32]) -> Option<Self> {
        Some(Self {
            has_next: scanner.open_object()?,
            names,
            slots,
            next: 0,
            step: 1,
            seen: [0; WORDS],
            accepted: 0,
            unknown: scanner.names.begin(),
            hash: 0,
        })
    }

    /// Returns true if a member comes next.
    #[inline]
    pub fn has_next(&self) -> bool {
        self.has_next
    }

    /// Reads the next member's name and the colon; returns `None` for a known name that was seen already.
    #[inline]
    pub fn read<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        if scanner.is_at_space() {
            return self.read_after_space(scanner);
        }
        self.read_here(scanner)
    }

    /// Reads a name after a space. A function of its own, so that the processor speculates on the space rather than waits for it.
    #[inline(never)]
    fn read_after_space<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        scanner.skip_byte();
        self.read_here(scanner)
    }

    #[inline]
    fn read_here<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        // All calls here are tail calls, so no registers are saved.
        match self.names.get(self.next) {
            Some(expected) if expected.is_long() => self.read_long(scanner, expected),
            Some(expected) if scanner.expect_ends(expected) => self.see(self.next),
            _ => self.read_other(scanner),
        }
    }

    /// Reads a name where a long one is expected.
    #[inline(never)]
    fn read_long<'a>(&mut self, scanner: &mut Scanner<'a>, expected: &Name) -> Option<Member<'a>> {
        if scanner.expect_name(expected) {
            self.see(self.next)
        } else {
            self.read_other(scanner)
        }
    }

    #[inline(never)]
    fn read_other<'a>(&mut self, scanner: &mut Scanner<'a>) -> Option<Member<'a>> {
        let before = scanner.offset();
        scanner.peek();
        // The expected name was compared before the white space; compare it again behind it.
        let is_spaced = scanner.offset() > before;
        if is_spaced && self.names.get(self.next).is_some_and(|expected| scanner.expect_name(expected)) {
            return self.see(self.next);
        }
        let (name, ends, length) = scanner.name_with_ends()?;
        self.hash = ends.hash(length);
        match find(self.names, self.slots, (ends, length), self.hash, name) {
            Some(position) => {
                self.turn(position);
                self.see(position)
            }
            None => Some(Member::Unknown(name)),
        }
    }

    /// Expects reversed order if this unexpected name directly precedes the last one in documented order, otherwise documented order.
    #[inline]
    fn turn(&mut self, position: usize) {
        self.step = if position + 2 == self.next { usize::MAX } else { 1 };
    }

    /// Records the last unknown name; returns `None` if it was seen already.
    #[inline]
    pub fn record<'a>(&mut self, scanner: &mut Scanner<'a>, name: Text<'a>) -> Option<()> {
        scanner.record_name(&mut self.unknown, name, self.hash)
    }

    /// Records the last unknown name, and skips its value.
    #[inline]
    pub fn skip<'a>(&mut self, scanner: &mut Scanner<'a>, name: Text<'a>) -> Option<()> {
        self.record(scanner, name)?;
        scanner.value()
    }

    /// Notes a member that the schema does not list as an addition and skips it. Returns `None` if the schema lists it, or additions are
    /// refused.
    #[cold]
    pub fn add<'a>(&mut self, scanner: &mut Scanner<'a>, member: Member<'a>) -> Option<()> {
        let Member::Unknown(name) = member else { return None };
        let start = name.start_in(scanner.from(0));
        scanner.additions.note(start)?;
        self.skip(scanner, name)
    }

    /// Applies several readers to one value, and records their verdicts in the bits from `first` on.
    #[inline]
    pub fn judge(&mut self, scanner: &mut Scanner<'_>, first: usize, readers: &[Reader]) -> Option<()> {
        scanner.peek();
        let (start, mut end) = (scanner.offset(), None);
        for (index, reader) in readers.iter().enumerate() {
            if scanner.accepts(*reader) {
                end = Some(scanner.offset());
                self.accepted |= 1 << (first + index);
                scanner.go_to(start);
            }
        }
        match end {
            Some(end) => scanner.go_to(end),
            None => scanner.value()?,
        }
        Some(())
    }

    /// Returns true if a reader has accepted the value of its member.
    #[inline]
    pub fn accepts(&self, reader: usize) -> bool {
        self.accepted & 1 << reader != 0
    }

    /// Continues after a member.
    #[inline]
    pub fn advance(&mut self, scanner: &mut Scanner<'_>) -> Option<()> {
        self.has_next = scanner.next_member()?;
        if !self.has_next {
            scanner.names.forget(self.unknown.mark);
        }
        Some(())
    }

    /// Returns true if the known name was seen.
    #[inline]
    pub fn has(&self, position: usize) -> bool {
        self.seen[position / 64] & 1 << (position % 64) != 0
    }

    /// Returns true if all known names whose bits are set were seen.
    #[inline]
    pub fn has_all(&self, required: [u64; WORDS]) -> bool {
        self.seen.iter().zip(required).all(|(seen, required)| seen & required == required)
    }

    /// Returns true if any of the known names whose bits are set was seen.
    #[inline]
    pub fn has_some(&self, names: [u64; WORDS]) -> bool {
        self.seen.iter().zip(names).any(|(seen, names)| seen & names != 0)
    }

    #[inline]
    fn see<'a>(&mut self, position: usize) -> Option<Member<'a>> {
        let is_new = !self.has(position);
        self.seen[position / 64] |= 1 << (position % 64);
        self.next = position.wrapping_add(self.step);
        is_new.then_some(Member::Known(position))
    }
}
