//! `uniqueItems` on the text of an array: compares sketches of the elements, keyed hashes if two sketches agree, and trees if two hashes do.

use super::super::value::exact::Exact;
use super::super::value::keyed_hash::{Key, KeyedSet};
use super::number::NumberText;
use super::string::Text;
use super::swar::{self, Ends};
use super::token;
use super::tree::Tree;

/// The maximum number of elements whose hashes are compared pairwise, which is fastest for few.
const FEW: usize = 48;

/// The bytes of the longest escape, a pair of surrogates.
const LONGEST_ESCAPE: usize = 12;

/// The most bytes that eight bytes of content are written in, each as `\u0000`.
const EIGHT_ESCAPES: usize = 48;

/// Returns true if no two elements of a checked array are equal.
pub fn has_unique_elements(text: &[u8]) -> bool {
    let key = Key::get();
    let have_own_sketches = Elements::<true> { text, key }.are_unique();
    have_own_sketches == Some(true) || Elements::<false> { text, key }.are_unique().unwrap_or(true)
}

/// The hashes of the values in a checked text. That of a sketch sees only the ends of each string: most values differ in one, and strings are
/// most of a text. Whoever chooses strings with equal ends makes the elements be read once more, and gains nothing.
struct Elements<'a, const IS_SKETCH: bool> {
    text: &'a [u8],
    key: &'static Key,
}

impl<'a, const IS_SKETCH: bool> Elements<'a, IS_SKETCH> {
    fn are_unique(&self) -> Option<bool> {
        let (mut few, mut many) = (Few { signatures: [0; FEW], starts: [0; FEW], count: 0 }, None);
        let mut next = self.next(1);
        while let Ok(at) = next {
            let is_equal = |earlier| IS_SKETCH || self.tree(earlier) == self.tree(at);
            let (is_repeated, end) = if many.is_none() && few.count < FEW {
                let (hash, end) = self.among_few(at)?;
                (few.insert(hash, at, is_equal), end)
            } else {
                let (hash, end) = self.value(at)?;
                let set = many.get_or_insert_with(|| self.set_of(&few));
                (set.insert(hash, at, is_equal).is_some(), end)
            };
            if is_repeated {
                return Some(false);
            }
            next = self.next(end);
        }
        Some(true)
    }

    fn set_of(&self, few: &Few) -> KeyedSet {
        let mut set = KeyedSet::with_capacity(4 * FEW);
        let hashes = few.starts.iter().filter_map(|start| Some((self.value(*start)?.0, *start)));
        hashes.for_each(|(hash, start)| _ = set.insert(hash, start, |_| false));
        set
    }

    /// Returns the hash of one of a few values, and its end. That of a short string needs no key: its collisions can be chosen, but each
    /// costs only a comparison of two short strings.
    #[inline]
    fn among_few(&self, at: usize) -> Option<(u64, usize)> {
        if self.text.get(at) != Some(&b'"') {
            return self.value(at);
        }
        let (text, ends, length) = Text::with_ends(self.text, at + 1, true)?;
        let hash = if IS_SKETCH || length <= 16 { ends.hash(length) } else { self.key.text(&text.bytes()) };
        Some((hash, at + text.raw().len() + 2))
    }

    /// Returns the value at an offset.
    fn tree(&self, at: usize) -> Option<Tree<'a>> {
        let (_, end) = self.value(at)?;
        Tree::parse(std::str::from_utf8(self.text.get(at..end)?).ok()?)
    }

    /// Returns the offset of the next element or member after a bracket or value, or else that after the closing bracket.
    #[inline]
    fn next(&self, at: usize) -> Result<usize, usize> {
        match token::next(self.text, at) {
            (at, b',') => Ok(token::next(self.text, at + 1).0),
            (at, b']' | b'}') => Err(at + 1),
            (at, _) => Ok(at),
        }
    }

    /// Returns the hash of the value at an offset, and its end.
    fn value(&self, at: usize) -> Option<(u64, usize)> {
        match self.text.get(at)? {
            b'"' => self.string(at + 1),
            b'[' => self.array(at + 1),
            b'{' => self.object(at + 1),
            b'n' => Some((self.key.null(), at + 4)),
            b't' => Some((self.key.boolean(true), at + 4)),
            b'f' => Some((self.key.boolean(false), at + 5)),
            _ => self.number(at),
        }
    }

    fn array(&self, at: usize) -> Option<(u64, usize)> {
        let (mut hash, mut next) = (self.key.array(), self.next(at));
        while let Ok(at) = next {
            let (element, end) = self.value(at)?;
            hash = self.key.pair(hash, element);
            next = self.next(end);
        }
        Some((hash, next.err()?))
    }

    fn object(&self, at: usize) -> Option<(u64, usize)> {
        let (mut hash, mut next) = (self.key.object(), self.next(at));
        while let Ok(at) = next {
            let (name, end) = self.string(at + 1)?;
            let (colon, _) = token::next(self.text, end);
            let (value, end) = self.value(token::next(self.text, colon + 1).0)?;
            hash = hash.wrapping_add(self.key.pair(name, value));
            next = self.next(end);
        }
        Some((hash, next.err()?))
    }

    #[inline]
    fn string(&self, start: usize) -> Option<(u64, usize)> {
        let (end, is_escaped) = token::string_end(self.text, start, true)?;
        let end = end.get();
        let text = Text::new(self.text.get(start..end - 1)?, is_escaped);
        let hash = if IS_SKETCH {
            let Ends { first, last } = ends(text, self.text);
            self.key.pair(first, last)
        } else {
            self.key.text(&text.bytes())
        };
        Some((hash, end))
    }

    #[inline]
    fn number(&self, start: usize) -> Option<(u64, usize)> {
        let (end, is_plain_integer) = token::number_end(self.text, start)?;
        let end = end.get();
        let number = NumberText::new(self.text.get(start..end)?, is_plain_integer);
        let hash = match number.scaled() {
            Some((digits, scale)) => self.key.scaled(digits, scale),
            None => self.key.number(&Exact::parse(number.text())?),
        };
        Some((hash, end))
    }
}

/// Returns the ends of a string's content; of a long string, only these are decoded. `within` contains the string.
#[inline]
fn ends(text: Text<'_>, within: &[u8]) -> Ends {
    let raw = text.raw();
    let parts = if text.plain().is_some() { None } else { head(raw).zip(tail(raw)) };
    parts.map_or_else(
        || text.ends_in(within).0,
        |(head, tail)| Ends { first: Ends::new(&head.bytes()).first, last: Ends::new(&tail.bytes()).last },
    )
}

/// Returns a part with the first eight bytes of the content; what it has behind them may be half an escape.
fn head(raw: &[u8]) -> Option<Text<'_>> {
    Some(part(raw.get(..EIGHT_ESCAPES)?))
}

/// Returns a part with the last eight bytes of the content; `None` if no place before them is certainly outside of an escape.
fn tail(raw: &[u8]) -> Option<Text<'_>> {
    let mut start = raw.len().checked_sub(EIGHT_ESCAPES)?;
    loop {
        let before = raw.get(start.checked_sub(LONGEST_ESCAPE)?..start)?;
        match before.iter().rposition(|byte| *byte == b'\\') {
            None => return Some(part(raw.get(start..)?)),
            Some(backslash) => start = start - LONGEST_ESCAPE + backslash,
        }
    }
}

fn part(raw: &[u8]) -> Text<'_> {
    Text::new(raw, swar::first_backslash(raw).is_some())
}

/// Up to [`FEW`] elements, by a part of their hashes.
struct Few {
    signatures: [u32; FEW],
    starts: [usize; FEW],
    count: usize,
}

impl Few {
    /// Adds an element; returns true if an equal one is known.
    #[inline]
    fn insert(&mut self, hash: u64, start: usize, is_equal: impl Fn(usize) -> bool) -> bool {
        #[allow(clippy::cast_possible_truncation)] // the shift leaves 32 bits
        let signature = (hash >> 32) as u32;
        let known = &self.signatures[..self.count];
        // Without an early exit the compiler vectorizes this loop.
        let is_known = known.iter().fold(0, |found, other| found | u32::from(*other == signature)) != 0;
        let mut alike = known.iter().zip(&self.starts).filter(|(other, _)| **other == signature);
        let is_repeated = is_known && alike.any(|(_, start)| is_equal(*start));
        (self.signatures[self.count], self.starts[self.count]) = (signature, start);
        self.count += 1;
        is_repeated
    }
}
