//! The fuzz targets of the receiver on the kept inputs, and on their neighbours.
//!
//! CVE-2023-50728: an unsigned request ended the process.

use stress::body::receiver::TARGETS;
use stress::kept;

fn inputs(target: &str) -> Vec<Vec<u8>> {
    let lines = kept::lines(target);
    lines.iter().map(|line| kept::unescaped(line).unwrap_or_else(|| panic!("{target}: {line}"))).collect()
}

#[test]
fn inputs_that_are_kept_are_replayed() {
    for (name, target) in TARGETS {
        let inputs = inputs(name);
        assert!(inputs.len() >= 20, "{name}: {} inputs", inputs.len());
        for input in &inputs {
            target(input);
        }
    }
}

#[test]
fn neighbours_of_kept_inputs_are_replayed() {
    for (name, target) in TARGETS {
        for input in inputs(name) {
            kept::neighbours(&input, b"\"\\{}[],:0=@\n \x00\xff", target);
        }
    }
}
