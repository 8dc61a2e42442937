//! The fuzz targets of validators on the kept inputs, and on mutants of them.

use stress::body::validator::TARGETS;
use stress::{COMPILED, kept};

/// Returns the inputs of a target.
fn inputs(target: &str) -> Vec<Vec<u8>> {
    let lines = kept::lines(target);
    lines.iter().map(|line| bytes(line).unwrap_or_else(|| panic!("{target}: {line}"))).collect()
}

/// Decodes a line; a schema's name before a tab is the byte that selects it.
fn bytes(line: &str) -> Option<Vec<u8>> {
    let Some((name, text)) = line.split_once('\t') else { return kept::unescaped(line) };
    let chosen = COMPILED.iter().position(|compiled| compiled.name == name)?;
    let mut bytes = vec![u8::try_from(chosen).ok()?];
    bytes.extend(kept::unescaped(text)?);
    Some(bytes)
}

#[test]
fn inputs_that_are_kept_are_replayed() {
    for (name, body) in TARGETS {
        let inputs = inputs(name);
        assert!(inputs.len() >= 20, "{name}: {} inputs", inputs.len());
        for input in &inputs {
            body(input);
        }
    }
}

#[test]
fn neighbours_of_kept_inputs_are_replayed() {
    for (name, body) in TARGETS {
        for input in inputs(name) {
            kept::neighbours(&input, b"\"\\{}[],:0-.e \x00\xff", body);
        }
    }
}
