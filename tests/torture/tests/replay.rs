//! The fuzz targets on the inputs that are kept, and on mutants of them: what a target once found, it does not find again.

use std::fs;
use std::path::Path;

use torture::COMPILED;
use torture::body::TARGETS;

/// The inputs of a target: one a line, with the escapes of a Rust byte string.
fn inputs(target: &str) -> Vec<Vec<u8>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../fuzz/corpus/{target}.txt"));
    let text = fs::read_to_string(file).expect("every target has inputs");
    let lines = text.lines().filter(|line| !line.starts_with("# "));
    lines.map(|line| unescaped(line).unwrap_or_else(|| panic!("{target}: {line}"))).collect()
}

/// The bytes that a line stands for; a name of a schema in front of a tab is the byte that chooses it.
fn unescaped(line: &str) -> Option<Vec<u8>> {
    let (mut bytes, text) = match line.split_once('\t') {
        Some((name, text)) => {
            let chosen = COMPILED.iter().position(|compiled| compiled.name == name)?;
            (vec![u8::try_from(chosen).ok()?], text)
        }
        None => (Vec::new(), line),
    };
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next()? {
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'\\' => b'\\',
                b'x' => {
                    let digit = |byte: u8| char::from(byte).to_digit(16);
                    u8::try_from(digit(rest.next()?)? << 4 | digit(rest.next()?)?).ok()?
                }
                _ => return None,
            },
            plain => plain,
        });
    }
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

/// Every input with a byte lost, doubled, or replaced by one that means something to a reader of JSON.
#[test]
fn neighbours_of_inputs_that_are_kept_are_replayed() {
    for (name, body) in TARGETS {
        for input in inputs(name) {
            for at in 0..input.len() {
                body(&input[..at]);
                body(&[&input[..at], &input[at + 1..]].concat());
                body(&[&input[..=at], &input[at..]].concat());
                for byte in *b"\"\\{}[],:0-.e \x00\xff" {
                    let mut changed = input.clone();
                    changed[at] = byte;
                    body(&changed);
                }
            }
        }
    }
}
