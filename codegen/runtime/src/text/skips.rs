//! The ends of the values that lookaheads have skipped, so that those inside of them skip no byte again.

/// The minimum length of a noted value: a shorter one is skipped as fast.
const LONG: usize = 64;

/// The long arrays and objects inside of skipped values.
#[derive(Debug, Default)]
pub(super) struct Skips {
    /// True if skipped values are noted.
    pub is_noting: bool,
    /// Start and end, in the order of their starts; the end of a value that ends nowhere is its start.
    known: Vec<(usize, usize)>,
}

impl Skips {
    /// Returns the end of the value at an offset, if it is known.
    #[inline]
    pub(super) fn end(&self, start: usize) -> Option<usize> {
        if self.known.is_empty() {
            return None;
        }
        let found = self.known.binary_search_by_key(&start, |(start, _)| *start).ok()?;
        self.known.get(found).map(|(_, end)| *end).filter(|end| *end > start)
    }

    /// Returns the place of a value that begins after all others; `None` for another.
    #[inline]
    pub(super) fn begin(&mut self, start: usize) -> Option<usize> {
        let is_last = self.is_noting && self.known.last().is_none_or(|(last, _)| *last < start);
        is_last.then(|| {
            self.known.push((start, start));
            self.known.len() - 1
        })
    }

    /// Notes the end of a value at its place.
    #[inline]
    pub(super) fn finish(&mut self, place: usize, end: usize) {
        match self.known.get_mut(place) {
            Some((start, known)) if end - *start >= LONG => *known = end,
            // No long value is inside of a short one.
            _ => self.known.truncate(place),
        }
    }
}
