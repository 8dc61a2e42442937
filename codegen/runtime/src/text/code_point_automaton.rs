//! Patterns as automata over code points, for look-around and for counts of many characters.

/// A compiled pattern: an automaton over code points that may count one class of them.
///
/// Its states are numbers. State 0 rejects and state 1 accepts every continuation. A counting automaton has three rows per state: below the
/// minimum, within the range, and at the maximum.
#[derive(Debug)]
pub struct CodePointAutomaton<'t> {
    /// The equivalence classes of ASCII.
    ascii: [u8; 128],
    /// The first code points of the ranges of equal class, in ascending order from zero.
    firsts: &'t [u32],
    /// The classes of these ranges.
    classes: &'t [u8],
    /// The next state by row and class, plus [`RESTARTS`](Self::RESTARTS) where counting begins.
    next: &'t [u16],
    /// A bit per row for each state: set if the text matches when it ends there.
    accepts: &'t [u8],
    start: u16,
    /// The number of classes.
    width: usize,
    /// The counts at which the second and the third row begin.
    limits: Option<(u32, u32)>,
}

impl<'t> CodePointAutomaton<'t> {
    /// Marks a step that sets the count to one.
    pub const RESTARTS: u16 = 1 << 15;

    /// Creates an automaton that does not count.
    pub const fn new(firsts: &'t [u32], classes: &'t [u8], next: &'t [u16], accepts: &'t [u8], start: u16) -> Self {
        let mut ascii = [0; 128];
        let (mut code_point, mut range, mut width) = (0, 0, 0);
        while code_point < ascii.len() {
            if range + 1 < firsts.len() && firsts[range + 1] as usize == code_point {
                range += 1;
            }
            ascii[code_point] = classes[range];
            code_point += 1;
        }
        range = 0;
        while range < classes.len() {
            if width <= classes[range] as usize {
                width = classes[range] as usize + 1;
            }
            range += 1;
        }
        Self { ascii, firsts, classes, next, accepts, start, width, limits: None }
    }

    /// Adds a count of at least `least` and at most `most`.
    #[must_use]
    pub const fn counting(mut self, least: u32, most: u32) -> Self {
        self.limits = Some((least, most));
        self
    }

    /// Returns true if the pattern matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        let (state, phase) = match self.limits {
            Some(limits) => self.run_counting(text, limits),
            None => (self.run(text), 0),
        };
        let accepts = self.accepts.get(state).copied().unwrap_or_default();
        accepts >> phase & 1 == 1
    }

    /// Returns the state after a text.
    fn run(&self, text: &str) -> usize {
        let (mut state, mut at) = (usize::from(self.start), 0);
        while let Some(byte) = text.as_bytes().get(at) {
            if state <= 1 {
                break;
            }
            let row = self.next.get(state * self.width..).unwrap_or_default();
            let state_after = |class: usize| usize::from(row.get(class).copied().unwrap_or_default());
            let ascii = |byte: &u8| self.ascii.get(usize::from(*byte)).map(|class| usize::from(*class));
            let before = state;
            let (class, length) = match (ascii(byte), text.get(at..)) {
                (Some(class), _) => (class, 1),
                (None, rest) => {
                    let code_point = rest.and_then(|rest| rest.chars().next()).unwrap_or_default();
                    (self.class(code_point), code_point.len_utf8())
                }
            };
            (state, at) = (state_after(class), at + length);
            if state == before {
                let keeps = |byte: &u8| ascii(byte).is_some_and(|class| state_after(class) == state);
                let rest = text.as_bytes().get(at..).unwrap_or_default();
                at += rest.iter().position(|byte| !keeps(byte)).unwrap_or(rest.len());
            }
        }
        state
    }

    /// Returns the state after a text, and the row of the count.
    fn run_counting(&self, text: &str, (least, most): (u32, u32)) -> (usize, usize) {
        let phase = |count: u32| usize::from(count >= least) + usize::from(count >= least && count >= most);
        let (mut state, mut count) = (usize::from(self.start), 0_u32);
        for code_point in text.chars() {
            if state <= 1 {
                break;
            }
            let entry = (state * 3 + phase(count)) * self.width + self.class(code_point);
            let next = self.next.get(entry).copied().unwrap_or_default();
            count = if next & Self::RESTARTS == 0 { count.saturating_add(1) } else { 1 };
            state = usize::from(next & !Self::RESTARTS);
        }
        (state, phase(count))
    }

    fn class(&self, code_point: char) -> usize {
        let class = match self.ascii.get(code_point as usize) {
            Some(class) => Some(class),
            None => self.classes.get(self.firsts.partition_point(|first| *first <= u32::from(code_point)) - 1),
        };
        usize::from(class.copied().unwrap_or_default())
    }
}
