//! The constants that distinguish branches.

use std::collections::BTreeMap;

/// The listed strings of members.
pub(in crate::emit::types::shape) type Texts = BTreeMap<String, Vec<String>>;

/// The constant of a required member.
#[derive(Clone, Debug)]
pub(in crate::emit::types::shape) struct Constant {
    /// Its text, if it is a string.
    pub(in crate::emit::types::shape) text: Option<String>,
    /// Its word in a name.
    pub(in crate::emit::types::shape) word: String,
}

/// Returns the word of all constants.
pub(in crate::emit::types::shape) fn word(constants: &[Constant]) -> String {
    constants.iter().map(|constant| constant.word.as_str()).collect()
}

/// Returns all texts of constants, which distinguish a branch from others with the same word.
pub(in crate::emit::types::shape) fn text(constants: &[Constant]) -> String {
    constants.iter().map(|constant| constant.text.as_deref().unwrap_or(&constant.word)).collect()
}

/// Returns the words of a number, a boolean or null.
pub(in crate::emit::types::shape) fn number(text: &str) -> String {
    text.replace('-', " minus ").replace('+', " plus ").replace('.', " dot ")
}
