//! The names of members that nobody expects, to find duplicates.

use std::borrow::Cow;
use std::collections::HashSet;

use super::string::Text;
use super::swar;

/// So many names of one object are compared with each other; of a larger object they go into a set.
const FEW: usize = 64;

/// Names are kept in place up to this many in all open objects, and on the heap beyond.
const IN_PLACE: usize = 32;

/// Stands for the start of a name that is so far in the text that its start is not kept.
const BEYOND: u32 = u32::MAX;

/// The names of members that nobody expects, of all open objects, innermost last: for each a signature that differs for most names, and
/// where in the text it starts. Signatures stand together, so that several are compared at once.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    len: usize,
    signatures: [u32; IN_PLACE],
    starts: [u32; IN_PLACE],
    /// All of both, when there are or were more than have a place.
    moved: Option<Box<Moved>>,
    /// One for each open object with many names, with the position at which the object's names begin.
    large: Vec<(usize, HashSet<Cow<'a, [u8]>>)>,
}

/// What was noted of one object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noted {
    /// Where its names begin.
    pub mark: usize,
    /// A bit for each hash among its names: the name of another bit is new.
    pub bits: u64,
}

#[derive(Debug)]
struct Moved {
    signatures: Vec<u32>,
    starts: Vec<u32>,
}

impl<'a> Names<'a> {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Begins to note the names of an object.
    #[inline]
    pub(super) fn begin(&self) -> Noted {
        Noted { mark: self.len, bits: 0 }
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

    /// Notes a name of an object; `None` if it has that name already. The name has that hash, and stands in the text at `start`.
    #[inline]
    pub(super) fn note(
        &mut self,
        of: &mut Noted,
        name: Text<'a>,
        hash: u64,
        start: usize,
        text: &'a [u8],
    ) -> Option<()> {
        let start = u32::try_from(start).unwrap_or(BEYOND);
        let bit = 1 << (hash >> 58);
        let may_be_known = of.bits & bit != 0;
        of.bits |= bit;
        if may_be_known || start == BEYOND {
            return self.note_with_care(of.mark, name, signature(hash), start, text);
        }
        self.push(signature(hash), start);
        Some(())
    }

    #[inline(never)]
    fn note_with_care(
        &mut self,
        mark: usize,
        name: Text<'a>,
        signature: u32,
        start: u32,
        text: &'a [u8],
    ) -> Option<()> {
        let of_object = match &self.moved {
            None => self.signatures.get(mark..self.len),
            Some(moved) => moved.signatures.get(mark..),
        };
        let of_object = of_object.unwrap_or_default();
        if of_object.len() >= FEW || start == BEYOND || contains(of_object, signature) {
            return self.note_with_more_care(mark, name, signature, start, text);
        }
        self.push(signature, start);
        Some(())
    }

    #[cold]
    fn note_with_more_care(
        &mut self,
        mark: usize,
        name: Text<'a>,
        signature: u32,
        start: u32,
        text: &'a [u8],
    ) -> Option<()> {
        let count = self.len - mark;
        if count >= FEW || start == BEYOND {
            if count < FEW {
                self.push(signature, start);
            }
            return self.note_in_set(mark, name, text);
        }
        let bytes = name.bytes();
        let mut alike = (mark..self.len).filter(|index| self.entry(*index).0 == signature);
        if alike.any(|index| self.text(index, text).bytes() == bytes) {
            return None;
        }
        self.push(signature, start);
        Some(())
    }

    /// Names are in the set of an object when it has many, or when their starts are not kept.
    fn note_in_set(&mut self, mark: usize, name: Text<'a>, text: &'a [u8]) -> Option<()> {
        if self.large.last().map_or(true, |(first, _)| *first != mark) {
            let known = (mark..self.len).filter(|index| self.entry(*index).1 != BEYOND);
            let known = known.map(|index| self.text(index, text).bytes()).collect();
            self.large.push((mark, known));
        }
        let (_, known) = self.large.last_mut()?;
        known.insert(name.bytes()).then_some(())
    }

    #[inline]
    fn push(&mut self, signature: u32, start: u32) {
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

    /// A name that was noted, read again from the text.
    fn text(&self, index: usize, text: &'a [u8]) -> Text<'a> {
        let rest = text.get(self.entry(index).1 as usize..).unwrap_or_default();
        let (mut end, mut is_escaped) = (0, false);
        while let Some((before, byte)) = rest.get(end..).and_then(swar::first_special) {
            end += before;
            if byte == b'"' {
                break;
            }
            is_escaped = true;
            end += 2;
        }
        Text::new(rest.get(..end).unwrap_or_default(), is_escaped)
    }
}

/// Whether a signature is among others.
#[inline]
fn contains(signatures: &[u32], signature: u32) -> bool {
    // All of a chunk are compared, which the compiler does at once.
    let is_in = |chunk: &[u32]| chunk.iter().fold(0, |found, other| found | u32::from(*other == signature)) != 0;
    let chunks = signatures.chunks_exact(8);
    is_in(chunks.remainder()) || chunks.into_iter().any(is_in)
}

#[inline]
#[allow(clippy::cast_possible_truncation)] // the shift leaves 32 bits
fn signature(hash: u64) -> u32 {
    (hash >> 32) as u32
}
