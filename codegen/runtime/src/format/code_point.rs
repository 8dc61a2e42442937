//! IDNA2008's properties of code points that a label may contain [RFC 5892].

use super::code_point_class::{Properties, ALTERNATING, FIRST};
use super::code_point_table::{CLASSES, RUNS};

/// Returns the properties of a code point that a label may contain: `PVALID`, `CONTEXTJ` or `CONTEXTO`.
pub fn find(code_point: char) -> Option<&'static Properties> {
    let code_point = u32::from(code_point);
    let behind = RUNS.partition_point(|run| run >> FIRST <= code_point);
    let run = RUNS[..behind].last()?;
    let is_skipped = run & ALTERNATING != 0 && (code_point - (run >> FIRST)) % 2 == 1;
    let class = usize::try_from(run % ALTERNATING).ok()?;
    // Class 0 marks code points that a label must not contain.
    if is_skipped {
        None
    } else {
        CLASSES.get(class.checked_sub(1)?)
    }
}
