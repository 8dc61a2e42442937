//! What IDNA2008 asks of a code point: whether a label may hold it, and the properties that its rules look at [RFC 5892].

use super::code_point_class::{Properties, ALTERNATING, FIRST};
use super::code_point_table::{CLASSES, RUNS};

/// The properties of a code point that a label may hold: `PVALID`, `CONTEXTJ` or `CONTEXTO`.
pub fn find(code_point: char) -> Option<&'static Properties> {
    let code_point = u32::from(code_point);
    let behind = RUNS.partition_point(|run| run >> FIRST <= code_point);
    let run = RUNS[..behind].last()?;
    let is_skipped = run & ALTERNATING != 0 && (code_point - (run >> FIRST)) % 2 == 1;
    let class = usize::try_from(run % ALTERNATING).ok()?;
    // The class 0 is that of all that a label must not hold.
    if is_skipped {
        None
    } else {
        CLASSES.get(class.checked_sub(1)?)
    }
}
