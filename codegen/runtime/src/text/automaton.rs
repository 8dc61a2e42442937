//! Patterns as byte automata: one step per byte, and nothing to compile at run time.

/// A compiled pattern: an automaton over the bytes of UTF-8 text, with a table of `N` entries.
///
/// Its states are numbers. The first state rejects and the last accepts every continuation, so neither is ever left.
#[derive(Debug)]
pub struct Automaton<const N: usize> {
    /// The equivalence class of each byte.
    classes: [u8; 256],
    /// The next state by state and class. A state is represented by the index of its row.
    next: [u16; N],
    start: u16,
    /// The first state that accepts at the end of the text.
    accepting: u16,
    last: u16,
}

impl<const N: usize> Automaton<N> {
    /// Creates an automaton; `firsts` are the first bytes of the ranges of equal class, in ascending order from zero, and `classes` are
    /// their classes.
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

    /// Returns true if the pattern matches anywhere in the text.
    #[inline]
    pub fn is_match(&self, text: impl AsRef<[u8]>) -> bool {
        run(&self.classes, &self.next, (self.start, self.last), text.as_ref()) >= self.accepting
    }
}

/// Returns the state after a text.
#[inline(never)]
fn run(classes: &[u8; 256], next: &[u16], (start, last): (u16, u16), text: &[u8]) -> u16 {
    let (mut state, mut at) = (start, 0);
    while let Some(byte) = text.get(at) {
        let row = next.get(usize::from(state)..).unwrap_or_default();
        let state_after = |byte: &u8| row.get(usize::from(classes[usize::from(*byte)])).copied().unwrap_or_default();
        let before = state;
        (state, at) = (state_after(byte), at + 1);
        if state == before {
            if state == 0 || state == last {
                break;
            }
            // A byte that keeps the state is mostly followed by others. The processor examines several of them at once, because none needs
            // the state after another.
            let rest = text.get(at..).unwrap_or_default();
            at += rest.iter().position(|byte| state_after(byte) != state).unwrap_or(rest.len());
        }
    }
    state
}
