//! Parts of both sides that belong together.

/// The parts of two sides: pairs, and those of one side alone.
pub(super) struct Matched<T> {
    pub(super) pairs: Vec<(T, T)>,
    pub(super) gone: Vec<T>,
    pub(super) come: Vec<T>,
}

impl<T> Matched<T> {
    /// Starts without pairs.
    pub(super) fn new(old: Vec<T>, new: Vec<T>) -> Self {
        Self { pairs: Vec::new(), gone: old, come: new }
    }

    /// Pairs parts that belong together, in order.
    pub(super) fn take(&mut self, is_pair: impl Fn(&T, &T) -> bool) {
        let gone = std::mem::take(&mut self.gone);
        for before in gone {
            match self.come.iter().position(|after| is_pair(&before, after)) {
                Some(index) => self.pairs.push((before, self.come.remove(index))),
                None => self.gone.push(before),
            }
        }
    }
}
