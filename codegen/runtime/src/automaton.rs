//! Patterns as finite automata: one step for each byte of a text, and nothing to compile when the program runs.

/// A pattern that the generator has compiled: a machine that reads the bytes of a text in UTF-8.
///
/// Its states are numbers. The first and the last of them are never left: in the first no text matches any more, in the last every
/// text does.
#[derive(Debug)]
pub struct Automaton {
    /// Bytes that no state tells apart are of one class.
    classes: [u8; 256],
    width: usize,
    /// For each state, the next one for each class.
    next: &'static [u8],
    start: u8,
    /// The first of the states in which a text that ends there matches.
    accepting: u8,
}

impl Automaton {
    /// A machine; `firsts` are the bytes from which on bytes are of another class than those before, in ascending order from zero on, and
    /// `classes` are their classes.
    pub const fn new(firsts: &[u8], classes: &[u8], next: &'static [u8], start: u8, accepting: u8) -> Self {
        let mut all = [0; 256];
        let (mut byte, mut range, mut width) = (0, 0, 0);
        while byte < all.len() {
            if range + 1 < firsts.len() && firsts[range + 1] as usize == byte {
                range += 1;
            }
            all[byte] = classes[range];
            if width <= classes[range] as usize {
                width = classes[range] as usize + 1;
            }
            byte += 1;
        }
        Self { classes: all, width, next, start, accepting }
    }

    /// Whether it matches somewhere in a text.
    #[inline]
    pub fn is_match(&self, text: impl AsRef<[u8]>) -> bool {
        self.run(text.as_ref())
    }

    #[inline(never)]
    fn run(&self, text: &[u8]) -> bool {
        let last = self.next.len() / self.width - 1;
        let mut state = usize::from(self.start);
        for byte in text {
            if state == 0 || state == last {
                break;
            }
            let class = usize::from(self.classes[usize::from(*byte)]);
            state = self.next.get(state * self.width + class).copied().map_or(0, usize::from);
        }
        state >= usize::from(self.accepting)
    }
}
