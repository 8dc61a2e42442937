//! All verdicts are the same before anything is timed.

use crate::contender::{Compiled, Contender, Name};

/// A verdict that is known to be wrong, and is nobody's here: those instances are left out for all.
struct Exception {
    dataset: &'static str,
    name: Name,
    /// Whether it wrongly accepts or wrongly refuses.
    accepts: bool,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[];

/// Instances that all agree on, and notes on those that are left out.
type Agreed = (Vec<Vec<u8>>, Vec<String>);

/// The instances that all contenders agree on with what is known, and notes on the others.
///
/// # Errors
///
/// The verdicts that differ without a reason.
pub(crate) fn agreed(
    compiled: &Compiled,
    contenders: &[Contender<'_, Vec<u8>>],
    (inputs, expected): (Vec<Vec<u8>>, bool),
) -> Result<Agreed, Vec<String>> {
    let mut notes = vec![0_usize; EXCEPTIONS.len()];
    let (mut agreed, mut differing) = (Vec::new(), Vec::new());
    for input in inputs {
        let wrong =
            contenders.iter().filter(|contender| contender.name.decides() && (contender.accepts)(&input) != expected);
        let mut is_agreed = true;
        for contender in wrong {
            is_agreed = false;
            let is_meant = |known: &Exception| {
                known.dataset == compiled.name && known.name == contender.name && known.accepts != expected
            };
            match EXCEPTIONS.iter().position(is_meant) {
                Some(index) => notes[index] += 1,
                None => differing.push(describe(compiled, contender.name, expected, &input)),
            }
        }
        if is_agreed {
            agreed.push(input);
        }
    }
    if !differing.is_empty() {
        return Err(differing);
    }
    let left_out = notes
        .iter()
        .zip(EXCEPTIONS)
        .filter(|(count, _)| **count > 0)
        .map(|(count, known)| format!("{count} left out, where {} is wrong: {}", known.name.label(), known.reason));
    Ok((agreed, left_out.collect()))
}

fn describe(compiled: &Compiled, name: Name, expected: bool, input: &[u8]) -> String {
    let verdict = if expected { "refuses" } else { "accepts" };
    let text: String = String::from_utf8_lossy(input).chars().take(400).collect();
    format!("{}: {} {verdict} {text}", compiled.name, name.label())
}
