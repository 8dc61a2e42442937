//! All verdicts agree before anything is timed.

use crate::contender::{Compiled, Contender, Name};

/// A known wrong verdict: its instances are skipped for all contenders.
struct Exception {
    dataset: &'static str,
    name: Name,
    /// True if it wrongly accepts, false if it wrongly rejects.
    accepts: bool,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[];

/// The instances on which all agree, and notes on the skipped ones.
type Agreed = (Vec<Vec<u8>>, Vec<String>);

/// Returns the instances on which all contenders agree, except for known errors, and notes on the others.
///
/// # Errors
///
/// The unexplained differences.
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
