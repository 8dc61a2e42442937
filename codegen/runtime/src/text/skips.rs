//! The ends of values that a lookahead has skipped, so that lookaheads inside of these values do not read them again.

/// The minimum length of a noted value: a shorter one is skipped as fast.
const LONG: usize = 64;

/// The long arrays and objects inside of skipped values.
#[derive(Debug, Default)]
pub(super) struct Skips {
    /// True if skipped values are noted.
    pub is_noting: bool,
    /// Start and end of each value, sorted by start. A value whose end was not found has its start as its end.
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

    /// Adds a value that begins after all others and returns its index; `None` for any other value.
    #[inline]
    pub(super) fn begin(&mut self, start: usize) -> Option<usize> {
        let is_last = self.is_noting && self.known.last().is_none_or(|(last, _)| *last < start);
        is_last.then(|| {
            self.known.push((start, start));
            self.known.len() - 1
        })
    }

    /// Notes the end of the value at an index.
    #[inline]
    pub(super) fn finish(&mut self, place: usize, end: usize) {
        match self.known.get_mut(place) {
            Some((start, known)) if end - *start >= LONG => *known = end,
            // The values inside of a short one are short as well.
            _ => self.known.truncate(place),
        }
    }
}
