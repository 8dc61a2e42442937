//! The unknown names of open objects, to find duplicates.

use super::super::value::keyed_hash::{Key, KeyedSet};
use super::string::Text;
use super::token;

/// The maximum number of names per object that are compared pairwise; more go into a set.
const FEW: usize = 64;

/// The maximum number of names, of all open objects, that are stored in place rather than on the heap.
const IN_PLACE: usize = 32;

/// Marks a name whose offset does not fit in 32 bits.
const BEYOND: u32 = u32::MAX;

/// The unknown names of all open objects, innermost last: a signature that differs for most names, and the name's offset. Signatures are
/// contiguous, so that several are compared at once.
#[derive(Debug, Default)]
pub(super) struct SeenNames {
    len: usize,
    signatures: [u32; IN_PLACE],
    starts: [u32; IN_PLACE],
    /// All signatures and offsets, once there were more than `IN_PLACE`.
    moved: Option<Box<Moved>>,
    /// The set of names of each large open object, with the index of the object's first name.
    large: Vec<(usize, KeyedSet)>,
}

/// The recorded names of one object.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObjectNames {
    /// The index of its first name.
    pub mark: usize,
    /// A bit set of the names' hashes: a name whose bit is not set is new.
    pub bits: u64,
}

#[derive(Debug)]
struct Moved {
    signatures: Vec<u32>,
    starts: Vec<u32>,
}

impl SeenNames {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Begins recording the names of an object.
    #[inline]
    pub(super) fn begin(&self) -> ObjectNames {
        ObjectNames { mark: self.len, bits: 0 }
    }

    #[inline]
    pub(super) fn forget(&mut self, mark: usize) {
        if self.len == mark {
            return;
        }
        self.len = mark;
        if self.moved.is_some() || !self.large.is_empty() {
            self.forget_moved(mark);
        }
    }

    #[cold]
    fn forget_moved(&mut self, mark: usize) {
        if let Some(moved) = &mut self.moved {
            moved.signatures.truncate(mark);
            moved.starts.truncate(mark);
        }
        while self.large.last().is_some_and(|(first, _)| *first >= mark) {
            self.large.pop();
        }
    }

    /// Records a name with its hash and offset; returns `None` for a duplicate.
    #[inline]
    pub(super) fn record(
        &mut self,
        of: &mut ObjectNames,
        name: Text<'_>,
        hash: u64,
        start: usize,
        text: &[u8],
    ) -> Option<()> {
        let bit = 1 << (hash >> 58);
        let may_be_known = of.bits & bit != 0;
        of.bits |= bit;
        if may_be_known || is_beyond(start) || self.len - of.mark >= FEW {
            return self.record_checked(of.mark, name, signature(hash), start, text);
        }
        self.push(signature(hash), start);
        Some(())
    }

    #[inline(never)]
    fn record_checked(&mut self, mark: usize, name: Text<'_>, signature: u32, start: usize, text: &[u8]) -> Option<()> {
        let of_object = match &self.moved {
            None => self.signatures.get(mark..self.len),
            Some(moved) => moved.signatures.get(mark..),
        };
        let of_object = of_object.unwrap_or_default();
        if of_object.len() >= FEW || is_beyond(start) || contains(of_object, signature) {
            return self.record_compared(mark, name, signature, start, text);
        }
        self.push(signature, start);
        Some(())
    }

    #[cold]
    fn record_compared(
        &mut self,
        mark: usize,
        name: Text<'_>,
        signature: u32,
        start: usize,
        text: &[u8],
    ) -> Option<()> {
        let count = self.len - mark;
        if count >= FEW || is_beyond(start) {
            if count < FEW {
                self.push(signature, start);
            }
            return self.record_in_set(mark, name, start, text);
        }
        let bytes = name.bytes();
        let mut alike = (mark..self.len).filter(|index| self.entry(*index).0 == signature);
        if alike.any(|index| self.text(index, text).bytes() == bytes) {
            return None;
        }
        self.push(signature, start);
        Some(())
    }

    /// Records a name in the object's set, which is used for many names and for names whose offset does not fit.
    fn record_in_set(&mut self, mark: usize, name: Text<'_>, start: usize, text: &[u8]) -> Option<()> {
        let key = Key::get();
        if self.large.last().is_none_or(|(first, _)| *first != mark) {
            let mut set = KeyedSet::with_capacity(2 * FEW);
            for known in (mark..self.len).map(|index| self.entry(index).1).filter(|known| *known != BEYOND) {
                let known = known as usize;
                set.insert(key.text(&text_at(known, text).bytes()), known, |_| false);
            }
            self.large.push((mark, set));
        }
        let (_, set) = self.large.last_mut()?;
        let bytes = name.bytes();
        let known = set.insert(key.text(&bytes), start, |known| text_at(known, text).bytes() == bytes);
        known.is_none().then_some(())
    }

    #[inline]
    fn push(&mut self, signature: u32, start: usize) {
        let start = u32::try_from(start).unwrap_or(BEYOND);
        match (&self.moved, self.signatures.get_mut(self.len), self.starts.get_mut(self.len)) {
            (None, Some(signatures), Some(starts)) => (*signatures, *starts) = (signature, start),
            _ => self.push_moved(signature, start),
        }
        self.len += 1;
    }

    #[cold]
    fn push_moved(&mut self, signature: u32, start: u32) {
        let in_place = || Box::new(Moved { signatures: self.signatures.to_vec(), starts: self.starts.to_vec() });
        let moved = self.moved.get_or_insert_with(in_place);
        moved.signatures.push(signature);
        moved.starts.push(start);
    }

    fn entry(&self, index: usize) -> (u32, u32) {
        match &self.moved {
            None => (self.signatures[index], self.starts[index]),
            Some(moved) => (moved.signatures[index], moved.starts[index]),
        }
    }

    /// Reads a recorded name again from the text.
    fn text<'a>(&self, index: usize, text: &'a [u8]) -> Text<'a> {
        text_at(self.entry(index).1 as usize, text)
    }
}

/// Reads the name at an offset again from the text.
fn text_at(start: usize, text: &[u8]) -> Text<'_> {
    let read = token::string_end(text, start, true);
    let read = read.and_then(|(end, is_escaped)| Some(Text::new(text.get(start..end.get() - 1)?, is_escaped)));
    read.unwrap_or(Text::new(&[], false))
}

/// Returns true if an offset does not fit in 32 bits.
#[inline]
fn is_beyond(start: usize) -> bool {
    start >= BEYOND as usize
}

/// Returns true if a signature is among others.
#[inline]
fn contains(signatures: &[u32], signature: u32) -> bool {
    // Without an early exit the compiler vectorizes this loop.
    let is_in = |chunk: &[u32]| chunk.iter().fold(0, |found, other| found | u32::from(*other == signature)) != 0;
    let chunks = signatures.chunks_exact(8);
    is_in(chunks.remainder()) || chunks.into_iter().any(is_in)
}

#[inline]
#[allow(clippy::cast_possible_truncation)] // the shift leaves 32 bits
fn signature(hash: u64) -> u32 {
    (hash >> 32) as u32
}
