//! Assumptions that fail cost a bounded number of second readings, also inside of each other.

use std::cell::Cell;

use codegen_runtime::text::scanner::Scanner;

/// The number of assumptions that may fail in one text.
const LIMIT: usize = 16;

thread_local! {
    /// The number of arrays that were begun.
    static READINGS: Cell<usize> = const { Cell::new(0) };
}

/// Reads nested arrays, and assumes at each level what does not hold.
fn arrays(scanner: &mut Scanner<'_>) -> Option<()> {
    READINGS.set(READINGS.get() + 1);
    let mut more = scanner.open_array()?;
    while more {
        match scanner.assume(empty_at_last) {
            Some(true) => {}
            Some(false) | None => arrays(scanner)?,
        }
        more = scanner.next_element()?;
    }
    Some(())
}

/// Reads an array as a whole before it rejects it, unless it is empty.
fn empty_at_last(scanner: &mut Scanner<'_>) -> Option<()> {
    let is_empty = scanner.offset() + 2;
    arrays(scanner)?;
    (scanner.offset() == is_empty).then_some(())
}

#[test]
fn nested_assumptions_fail_at_most_sixteen_times() {
    for depth in [1, 2, LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 2, 40, 120] {
        let text = "[".repeat(depth) + &"]".repeat(depth);
        let mut scanner = Scanner::new(text.as_bytes());
        READINGS.set(0);
        assert_eq!(arrays(&mut scanner).and_then(|()| scanner.end()), Some(()), "{depth} levels");
        let readings = READINGS.get();
        assert!(readings <= (LIMIT + 1) * depth, "{readings} readings of {depth} levels");
    }
}

/// An assumption that holds costs nothing: after any number of them, the next one is still made.
#[test]
fn assumptions_that_hold_are_not_counted() {
    let text = format!("[{}[]]", "[],".repeat(100));
    let mut scanner = Scanner::new(text.as_bytes());
    READINGS.set(0);
    assert_eq!(arrays(&mut scanner).and_then(|()| scanner.end()), Some(()));
    assert_eq!(READINGS.get(), 102);
}
