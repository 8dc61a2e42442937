//! Texts of a value: other spellings, and malformed or unusual JSON.

use fastrand::Rng;
use serde_json::{Number, Value};

/// Writes values in unusual ways, the same in every run.
#[derive(Debug)]
pub struct Speller {
    rng: Rng,
    /// The frequency of unusual spellings, in 256.
    oddity: u8,
}

/// Numbers that `serde_json` cannot hold exactly.
const NUMBERS: [&str; 20] = [
    "1e400",
    "-1e400",
    "1e-400",
    "0e400",
    "-0",
    "-0.0e-0",
    "0.1000000000000000055511151231257827",
    "12345678901234567890123456789",
    "-12345678901234567890123456789.0",
    "18446744073709551616",
    "-9223372036854775809",
    "9007199254740993.0",
    "1.0000000000000000000000001",
    "0.99999999999999999999999999",
    "1e2147483648",
    "1E+00000000000000000001",
    "10e-1",
    "3.0e99999999999999999999",
    "2.5e-99999999999999999999",
    "100000000000000000000000000000000000000e-38",
];

/// Bytes with a meaning in JSON, or without a place in it.
const BYTES: [u8; 40] = [
    b'"', b'\\', b'{', b'}', b'[', b']', b',', b':', b'0', b'1', b'9', b'-', b'+', b'.', b'e', b'E', b't', b'n', b'u',
    b'/', b' ', b'\n', b'\r', b'\t', 0, 1, 8, 0x0b, 0x0c, 0x1f, 0x7f, 0x80, 0xa0, 0xbf, 0xc0, 0xc3, 0xed, 0xef, 0xf4,
    0xff,
];

impl Speller {
    /// Creates a speller; equal seeds give equal texts.
    pub fn new(seed: u64) -> Self {
        Self { rng: Rng::with_seed(seed), oddity: 0 }
    }

    /// Writes this value with other white space, escapes, order and spellings of numbers. All readers should agree on it.
    pub fn same(&mut self, value: &Value) -> String {
        self.oddity = self.rng.choice([0, 20, 120]).unwrap_or_default();
        let mut text = String::new();
        self.write(value, &mut text, &mut |_, _| None);
        text
    }

    /// Writes a value with another number somewhere, which only a reader of the text knows exactly.
    pub fn with_a_number(&mut self, value: &Value) -> String {
        let scalars = count_scalars(value);
        let mut left = self.rng.usize(..scalars.max(1));
        let mut text = String::new();
        self.oddity = 10;
        self.write(value, &mut text, &mut |rng, value| {
            let is_here = !value.is_array() && !value.is_object() && left == 0;
            left = left.wrapping_sub(usize::from(!value.is_array() && !value.is_object()));
            is_here.then(|| rng.choice(NUMBERS).unwrap_or_default().to_owned())
        });
        text
    }

    /// Writes a value with a duplicate member somewhere, if there is an object with members.
    pub fn with_a_duplicate(&mut self, value: &Value) -> String {
        let mut candidates = Vec::new();
        self.oddity = 10;
        self.write(value, &mut String::new(), &mut |_, value| {
            candidates.extend(value.as_object().filter(|members| !members.is_empty()).cloned());
            None
        });
        let Some(twice) = self.rng.choice(candidates) else { return self.same(value) };
        let mut text = String::new();
        self.write(value, &mut text, &mut |rng, value| {
            if value.as_object() != Some(&twice) {
                return None;
            }
            let (name, member) = twice.iter().nth(rng.usize(..twice.len()))?;
            let again = if rng.bool() { member.clone() } else { Value::Null };
            let mut speller = Self { rng: rng.fork(), oddity: if rng.bool() { 0 } else { 120 } };
            let mut members = vec![(name, member), (name, &again)];
            members.extend(twice.iter().filter(|(other, _)| *other != name));
            rng.shuffle(&mut members);
            let mut text = String::new();
            speller.members(&members, &mut text, &mut |_, _| None);
            Some(text)
        });
        text
    }

    /// Writes a text with a few bytes lost, added or changed, or cut off: mostly malformed.
    pub fn broken(&mut self, text: &str) -> Vec<u8> {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..self.rng.usize(1..=2) {
            let at = self.rng.usize(..=bytes.len());
            let byte = self.rng.choice(BYTES).unwrap_or_default();
            match self.rng.u8(..8) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => drop(bytes.remove(at)),
                2 if at < bytes.len() => bytes[at] ^= 1 << self.rng.u8(..8),
                3 if at < bytes.len() => bytes[at] = byte,
                4 if at < bytes.len() => {
                    let end = (at + self.rng.usize(1..=12)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                5 => bytes.extend_from_slice(
                    self.rng.choice([&b"}"[..], b"]", b" null", b"\0", b",", b"\xef\xbb\xbf"]).unwrap_or_default(),
                ),
                6 => {
                    let escapes =
                        ["\\u12", "\\ud800", "\\udc00\\ud800", "\\x41", "\\", "\\u00zz", "\u{2028}", "\u{feff}"];
                    bytes.splice(at..at, self.rng.choice(escapes).unwrap_or_default().bytes());
                }
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    }

    fn is_odd(&mut self) -> bool {
        self.rng.u8(..) < self.oddity
    }

    fn space(&mut self, text: &mut String) {
        while self.is_odd() {
            text.push(self.rng.choice([' ', '\n', '\t', '\r']).unwrap_or(' '));
        }
    }

    fn write(&mut self, value: &Value, text: &mut String, instead: &mut dyn FnMut(&mut Rng, &Value) -> Option<String>) {
        self.space(text);
        if let Some(instead) = instead(&mut self.rng, value) {
            text.push_str(&instead);
        } else {
            match value {
                Value::Null | Value::Bool(_) => text.push_str(&value.to_string()),
                Value::Number(number) => self.number(number, text),
                Value::String(says) => self.string(says, text),
                Value::Array(elements) => {
                    text.push('[');
                    for (index, element) in elements.iter().enumerate() {
                        text.push_str(if index > 0 { "," } else { "" });
                        self.write(element, text, instead);
                    }
                    self.space(text);
                    text.push(']');
                }
                Value::Object(members) => {
                    let mut members: Vec<_> = members.iter().collect();
                    if self.is_odd() || self.rng.bool() {
                        self.rng.shuffle(&mut members);
                    }
                    self.members(&members, text, instead);
                }
            }
        }
        self.space(text);
    }

    fn members(
        &mut self,
        members: &[(&String, &Value)],
        text: &mut String,
        instead: &mut dyn FnMut(&mut Rng, &Value) -> Option<String>,
    ) {
        text.push('{');
        for (index, (name, value)) in members.iter().enumerate() {
            text.push_str(if index > 0 { "," } else { "" });
            self.space(text);
            self.string(name, text);
            self.space(text);
            text.push(':');
            self.write(value, text, instead);
        }
        self.space(text);
        text.push('}');
    }

    fn string(&mut self, says: &str, text: &mut String) {
        text.push('"');
        for character in says.chars() {
            let short = match character {
                '"' | '\\' => Some(character),
                '/' if self.is_odd() => Some('/'),
                '\u{8}' => Some('b'),
                '\u{c}' => Some('f'),
                '\n' => Some('n'),
                '\r' => Some('r'),
                '\t' => Some('t'),
                _ => None,
            };
            match short {
                _ if self.is_odd() || (short.is_none() && character < ' ') => {
                    for unit in character.encode_utf16(&mut [0; 2]) {
                        let lower = format!("\\u{unit:04x}");
                        let upper = format!("\\u{unit:04X}");
                        text.push_str(if self.rng.bool() { &lower } else { &upper });
                    }
                }
                Some(short) => text.extend(['\\', short]),
                None => text.push(character),
            }
        }
        text.push('"');
    }

    /// Writes a number in another spelling.
    fn number(&mut self, number: &Number, text: &mut String) {
        let plain = number.to_string();
        if !self.is_odd() {
            return text.push_str(&plain);
        }
        let Some(integer) = number.as_i64() else {
            // A fraction keeps its digits, and gets a zero exponent or trailing zeros.
            let has_exponent = plain.contains(['e', 'E']);
            let zeros = if plain.contains('.') && !has_exponent { "000" } else { "" };
            let exponent =
                if has_exponent { "" } else { self.rng.choice(["e0", "E+0", "e-0", ""]).unwrap_or_default() };
            return text.extend([plain.as_str(), zeros, exponent]);
        };
        let zeros = self.rng.usize(1..4);
        let spelled = match self.rng.u8(..5) {
            0 => format!("{integer}.{:0<zeros$}", ""),
            1 => format!("{integer}e{:0<zeros$}", ""),
            2 if integer != 0 => format!("{integer}{:0<zeros$}E-{zeros}", ""),
            3 if integer.unsigned_abs() >= 10 => {
                let (first, rest) = plain.split_at(plain.len() - 1);
                format!("{first}.{rest}e+1")
            }
            4 if integer % 10 == 0 && integer != 0 => format!("{}e1", integer / 10),
            _ => format!("{integer}.0e0"),
        };
        text.push_str(&spelled);
    }
}

fn count_scalars(value: &Value) -> usize {
    match value {
        Value::Array(elements) => elements.iter().map(count_scalars).sum(),
        Value::Object(members) => members.values().map(count_scalars).sum(),
        _ => 1,
    }
}
