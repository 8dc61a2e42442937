//! Patterns as finite automata: one step for each byte of a text, and nothing to compile when the program runs.

/// A pattern that the generator has compiled: a machine that reads the bytes of a text in UTF-8; its table has `N` entries.
///
/// Its states are numbers. The first and the last of them are never left: in the first no text matches any more, in the last every
/// text does.
#[derive(Debug)]
pub struct Automaton<const N: usize> {
    /// Bytes that no state tells apart are of one class.
    classes: [u8; 256],
    /// For each state, the next one for each class. Here a state is the place where its entries start.
    next: [u16; N],
    start: u16,
    /// The first of the states in which a text that ends there matches.
    accepting: u16,
    last: u16,
}

impl<const N: usize> Automaton<N> {
    /// A machine; `firsts` are the bytes from which on bytes are of another class than those before, in ascending order from zero on, and
    /// `classes` are their classes.
    #[allow(clippy::cast_possible_truncation)] // the table is small
    pub const fn new(firsts: &[u8], classes: &[u8], states: &[u8; N], start: u8, accepting: u8) -> Self {
        let mut all = [0; 256];
        let (mut byte, mut range, mut width) = (0, 0, 0);
        while byte < all.len() {
            if range + 1 < firsts.len() && firsts[range + 1] as usize == byte {
                range += 1;
            }
            all[byte] = classes[range];
            if width <= classes[range] as u16 {
                width = classes[range] as u16 + 1;
            }
            byte += 1;
        }
        let mut next = [0; N];
        let mut entry = 0;
        while entry < N {
            next[entry] = states[entry] as u16 * width;
            entry += 1;
        }
        let (start, accepting) = (start as u16 * width, accepting as u16 * width);
        Self { classes: all, next, start, accepting, last: N as u16 - width }
    }

    /// Whether it matches somewhere in a text.
    #[inline]
    pub fn is_match(&self, text: impl AsRef<[u8]>) -> bool {
        run(&self.classes, &self.next, (self.start, self.last), text.as_ref()) >= self.accepting
    }
}

/// The state in which a machine is behind a text.
#[inline(never)]
fn run(classes: &[u8; 256], next: &[u16], (start, last): (u16, u16), text: &[u8]) -> u16 {
    let mut state = start;
    for byte in text {
        if state == 0 || state == last {
            break;
        }
        let entry = usize::from(state) + usize::from(classes[usize::from(*byte)]);
        state = next.get(entry).copied().unwrap_or_default();
    }
    state
}
