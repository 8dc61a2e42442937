//! The names of members that nobody expects, to find duplicates.

use std::collections::HashSet;

use super::text::Text;

/// So many names of one object are compared with each other; of a larger object they go into a set.
const FEW: usize = 24;

/// Names are kept in place up to this many in all open objects, and on the heap beyond.
const IN_PLACE: usize = 48;

/// The names of members that nobody expects, of all open objects, innermost last.
#[derive(Debug)]
pub(super) struct Names {
    len: usize,
    in_place: [Noted; IN_PLACE],
    beyond: Vec<Noted>,
    /// One for each open object with many names, with the position at which the object's names begin.
    large: Vec<(usize, HashSet<String>)>,
}

/// A name: a signature that differs for most names, and where the name stands.
#[derive(Clone, Copy, Debug, Default)]
struct Noted {
    signature: u64,
    start: usize,
    length: usize,
}

impl Default for Names {
    #[inline]
    fn default() -> Self {
        Self {
            len: 0,
            in_place: [Noted { signature: 0, start: 0, length: 0 }; IN_PLACE],
            beyond: Vec::new(),
            large: Vec::new(),
        }
    }
}

impl Names {
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn forget(&mut self, mark: usize) {
        if self.len == mark {
            return;
        }
        self.len = mark;
        if mark < IN_PLACE {
            self.beyond.clear();
        } else {
            self.beyond.truncate(mark - IN_PLACE);
        }
        while self.large.last().is_some_and(|(first, _)| *first >= mark) {
            self.large.pop();
        }
    }

    /// Notes a name of the object whose names begin at `mark`; `None` if it has that name already.
    #[inline]
    pub(super) fn note(&mut self, mark: usize, name: Text<'_>, text: &str) -> Option<()> {
        let raw = name.raw();
        let signature = match name.plain() {
            Some(plain) => signature(plain.as_bytes()),
            None => signature(name.decode().as_bytes()),
        };
        if self.len - mark >= FEW {
            return self.note_in_set(mark, &name.decode(), text);
        }
        for index in mark..self.len {
            let noted = self.get(index);
            if noted.signature == signature && noted.text(text).chars().eq(name.chars()) {
                return None;
            }
        }
        let start = raw.as_ptr() as usize - text.as_ptr() as usize;
        self.push(Noted { signature, start, length: raw.len() });
        Some(())
    }

    #[inline]
    fn get(&self, index: usize) -> Noted {
        if index < IN_PLACE {
            self.in_place[index]
        } else {
            self.beyond[index - IN_PLACE]
        }
    }

    #[inline]
    fn push(&mut self, noted: Noted) {
        match self.in_place.get_mut(self.len) {
            Some(place) => *place = noted,
            None => self.beyond.push(noted),
        }
        self.len += 1;
    }

    #[cold]
    fn note_in_set(&mut self, mark: usize, name: &str, text: &str) -> Option<()> {
        if self.large.last().map_or(true, |(first, _)| *first != mark) {
            let known = (mark..self.len).map(|index| self.get(index).text(text).decode().into_owned()).collect();
            self.large.push((mark, known));
        }
        let (_, known) = self.large.last_mut()?;
        known.insert(name.to_owned()).then_some(())
    }
}

impl Noted {
    /// The name, read again from the text.
    fn text<'a>(&self, text: &'a str) -> Text<'a> {
        let raw = text.get(self.start..self.start + self.length).unwrap_or_default();
        Text::new(raw, raw.contains('\\'))
    }
}

/// A number that differs for most names: their length, their first eight and their last eight bytes.
#[inline]
fn signature(name: &[u8]) -> u64 {
    let length = name.len() as u64;
    let eight = |bytes: &[u8]| bytes.try_into().map_or(0, u64::from_le_bytes);
    let four = |bytes: &[u8]| bytes.try_into().map_or(0, u32::from_le_bytes);
    let (first, last) = match name.len() {
        0 => (0, 0),
        1..=3 => (u64::from(name[0]), u64::from(name[name.len() / 2]) << 8 | u64::from(name[name.len() - 1])),
        4..=7 => (u64::from(four(&name[..4])), u64::from(four(&name[name.len() - 4..]))),
        _ => (eight(&name[..8]), eight(&name[name.len() - 8..])),
    };
    (first ^ last.rotate_left(23) ^ length.rotate_left(56)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
