//! The kept inputs of each fuzz target: one per line, with the escapes of a Rust byte string.

use std::fs;
use std::path::Path;

/// Returns the lines of a target's inputs.
///
/// # Panics
///
/// If there are none.
pub fn lines(target: &str) -> Vec<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/corpus/{target}.txt"));
    let text = fs::read_to_string(file).expect("every target has inputs");
    text.lines().filter(|line| !line.starts_with("# ")).map(str::to_owned).collect()
}

/// Decodes the escapes of a text.
pub fn unescaped(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
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

/// Passes the input with a byte lost, doubled, or replaced by a meaningful one.
pub fn neighbours(input: &[u8], meaningful: &[u8], mut look: impl FnMut(&[u8])) {
    for at in 0..input.len() {
        look(&input[..at]);
        look(&[&input[..at], &input[at + 1..]].concat());
        look(&[&input[..=at], &input[at..]].concat());
        for byte in meaningful {
            let mut changed = input.to_vec();
            changed[at] = *byte;
            look(&changed);
        }
    }
}
