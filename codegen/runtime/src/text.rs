//! JSON text: scanning, strings, numbers, patterns.

pub mod automaton;
pub mod code_point_automaton;
pub mod deserializer;
pub mod distinct;
pub mod joined;
pub mod json_error;
pub mod known_members;
pub mod lookahead;
pub mod name;
pub mod number;
pub mod parse;
pub mod pattern;
pub mod pointer;
pub mod scanner;
pub mod seen_names;
pub mod serde_name;
pub mod skips;
pub mod string;
pub mod swar;
pub mod token;
pub mod tree;
pub mod unrepresentable;
pub mod verdicts;
pub mod visible;
pub mod watched;
