//! The members that closed objects do not list, noted while a text is read.

/// The noted members of a text. A member is noted only if it would be valid in an open object.
#[derive(Debug, Default)]
pub struct Additions {
    /// True if members are noted rather than refused.
    is_noting: bool,
    /// The offsets of their names, in the order of the text.
    places: Vec<usize>,
}

impl Additions {
    /// Notes members from now on.
    pub fn begin(&mut self) {
        self.is_noting = true;
    }

    /// Notes no member from now on, and returns true if members were noted before.
    #[inline]
    pub(super) fn pause(&mut self) -> bool {
        std::mem::take(&mut self.is_noting)
    }

    /// Restores the state before a pause.
    #[inline]
    pub(super) fn resume(&mut self, is_noting: bool) {
        self.is_noting = is_noting;
    }

    /// Notes the member whose name is at an offset; returns `None` if it is refused.
    pub(super) fn note(&mut self, name: usize) -> Option<()> {
        self.is_noting.then(|| self.places.push(name))
    }

    /// Restores the offsets that [`take`](Self::take) has returned.
    pub fn restore(&mut self, places: Vec<usize>) {
        self.places = places;
    }

    /// Takes the offsets of the noted names.
    pub fn take(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.places)
    }
}
