//! Patterns as finite automata over code points: for those that look around, and for those that count many characters.

/// A pattern that the generator has compiled: a machine that reads a text code point by code point, and may count one kind of them.
///
/// Its states are numbers. In state 0 no text matches any more, in state 1 every text does. A machine that counts has three rows for each
/// state: while too few were counted, while more may come, and when no more may come.
#[derive(Debug)]
pub struct CodePointAutomaton<'t> {
    /// The classes of ASCII.
    ascii: [u8; 128],
    /// The code points from which on code points are of another class than those before, in ascending order from zero on.
    firsts: &'t [u32],
    /// Their classes.
    classes: &'t [u8],
    /// For each row, the next state for each class; [`RESTARTS`](Self::RESTARTS) is added where counting begins.
    next: &'t [u16],
    /// For each state, a bit for each of its rows: whether a text that ends there matches.
    accepts: &'t [u8],
    start: u16,
    /// Classes.
    width: usize,
    /// The numbers from which on the second and the third row count.
    limits: Option<(u32, u32)>,
}

impl<'t> CodePointAutomaton<'t> {
    /// Marks a step behind which one code point is counted, and not one more than before.
    pub const RESTARTS: u16 = 1 << 15;

    /// A machine that does not count.
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

    /// The same, counting: at least so many, and at most so many.
    #[must_use]
    pub const fn counting(mut self, least: u32, most: u32) -> Self {
        self.limits = Some((least, most));
        self
    }

    /// Whether it matches somewhere in a text.
    pub fn is_match(&self, text: &str) -> bool {
        let (mut state, mut count) = (usize::from(self.start), 0_u32);
        for code_point in text.chars() {
            if state <= 1 {
                break;
            }
            let entry = self.row(state, count) * self.width + self.class(code_point);
            let next = self.next.get(entry).copied().unwrap_or_default();
            count = if next & Self::RESTARTS == 0 { count.saturating_add(1) } else { 1 };
            state = usize::from(next & !Self::RESTARTS);
        }
        let accepts = self.accepts.get(state).copied().unwrap_or_default();
        accepts >> self.phase(count) & 1 == 1
    }

    fn row(&self, state: usize, count: u32) -> usize {
        if self.limits.is_some() {
            state * 3 + self.phase(count)
        } else {
            state
        }
    }

    fn phase(&self, count: u32) -> usize {
        match self.limits {
            Some((least, most)) => usize::from(count >= least) + usize::from(count >= least && count >= most),
            None => 0,
        }
    }

    fn class(&self, code_point: char) -> usize {
        let class = match self.ascii.get(code_point as usize) {
            Some(class) => Some(class),
            None => self.classes.get(self.firsts.partition_point(|first| *first <= u32::from(code_point)) - 1),
        };
        usize::from(class.copied().unwrap_or_default())
    }
}
