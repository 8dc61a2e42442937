//! The interface of leaf keywords, which constrain an instance without subschemas.

use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::{ContentMeaning, FormatMeaning};
use crate::json::held::Numbers;
use crate::json::{Node, Value};
use crate::keyword::dialect::Draft;
use crate::keyword::types::TypeSet;
use crate::pattern::matching::Pattern;
use crate::source::location::Place;

/// The choices that JSON Schema leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The meaning of `format`.
    pub format: FormatMeaning,
    /// The meaning of `contentEncoding` and `contentMediaType`.
    pub content: ContentMeaning,
}

/// A keyword in its schema.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// Its spelling.
    pub spelling: &'static str,
    /// The value, whose form is checked.
    pub node: &'a Node,
    /// The place of the value.
    pub place: &'a Place,
    /// The schema that contains it.
    pub schema: &'a Node,
    /// The draft of that schema.
    pub draft: Draft,
    /// The options; `format` is an assertion if the meta-schema requires it.
    pub options: Options,
}

/// The cost of walking an array or an object: more expensive constraints are checked after the parts.
pub const WALK: u8 = 8;

/// The size in bytes that no value in memory exceeds: a larger limit of elements, members or characters accepts everything.
pub const LARGEST: u64 = i64::MAX as u64;

/// The constraint of a leaf keyword. Instances outside [`Self::types`] are accepted.
pub trait Constraint {
    /// Returns the single type that it constrains.
    fn types(&self) -> TypeSet;

    /// Returns the cost of the check: the constraints on a type are checked in ascending order.
    fn cost(&self) -> u8;

    /// Returns true if it accepts every instance.
    fn is_idle(&self) -> bool {
        false
    }

    /// Returns a single constraint equivalent to this one and another one together, if there is one.
    fn merge(&self, _other: &Self) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Returns true if every instance of its type that this constraint accepts is accepted by the other one, too. `of_integers` is true if
    /// the instances are numbers without a fraction. False if that is unknown.
    fn implies(&self, other: &Self, _of_integers: bool) -> bool
    where
        Self: Sized + PartialEq,
    {
        self == other
    }

    /// Returns true if no instance of its type satisfies both constraints; false if that is unknown.
    fn excludes(&self, _other: &Self) -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Returns instances of its type at both sides of its border, valid or not, the smallest first.
    fn samples(&self) -> Vec<Value> {
        Vec::new()
    }

    /// Returns true if it accepts an instance of its type.
    fn accepts(&self, instance: &Value) -> bool;

    /// Emits the condition that it rejects the number, string, array or object in a variable.
    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream;

    /// Emits the condition for the validator on bytes. `content` is a number or a string.
    fn on_bytes(&self, code: &mut dyn Code, content: &TokenStream) -> OnBytes;

    /// Returns its description on the reference page: `at least 3`.
    fn words(&self) -> Words;

    /// Returns the description of this constraint and another one together, if that is shorter than both: `2 elements`.
    fn words_with(&self, _other: &Self) -> Option<Words>
    where
        Self: Sized,
    {
        None
    }

    /// Returns the message of a violation: limits of the schema, no value of the instance.
    fn message(&self) -> String {
        format!("expected {}", self.words().text)
    }

    /// Returns its keywords in JSON Schema 2020-12.
    fn to_json(&self, numbers: Numbers) -> Json;

    /// Returns the least and the greatest accepted integer, for the choice of an integer type; a wider range is correct, too.
    fn integers(&self) -> (Option<i128>, Option<i128>) {
        (None, None)
    }

    /// Returns the name of the format that it asserts.
    fn format(&self) -> Option<&str> {
        None
    }
}

/// The part of a validator emitter that a leaf's code needs.
pub trait Code {
    /// Imports an item or a module of the runtime: `instance::Number`.
    fn import(&mut self, path: &'static str);

    /// Emits the condition that a pattern matches a text.
    fn is_match(&mut self, pattern: &Pattern, text: &TokenStream) -> TokenStream;
}

/// The condition for the validator on bytes.
#[derive(Clone, Debug)]
pub enum OnBytes {
    /// The condition that a number or a string is accepted: a call, or in parentheses.
    Accepts(TokenStream),
    /// The least number of an array's or an object's parts.
    AtLeast(u64),
    /// The greatest number of its parts.
    AtMost(u64),
    /// The condition that an array or an object is rejected, behind its last part. `length` is the number of parts, `start` the offset of the
    /// value.
    Refuses(TokenStream),
}

/// A short description of a constraint: `at least 3`, or followed by a text of the schema: `matching` a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// The text of the schema.
    pub code: Option<String>,
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self { text: text.into(), code: None }
    }
}

/// Keywords with their values.
pub type Json = serde_json::Map<String, serde_json::Value>;

/// Returns an object with a single keyword.
pub fn only(keyword: &str, value: impl Into<serde_json::Value>) -> Json {
    Json::from_iter([(keyword.to_owned(), value.into())])
}

/// Emits an integer with digit groups.
pub fn integer(value: impl Into<i128>) -> TokenStream {
    grouped(value).parse().expect("a number is tokens")
}

/// Returns an integer with digit groups: `1_000_000`.
pub fn grouped(value: impl Into<i128>) -> String {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 && digits.len() > 4 {
            text.push('_');
        }
        text.push(digit);
    }
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{text}")
}

/// Emits a limit that fits `usize` on every platform: larger limits are saturated, because nothing in memory is longer.
pub fn limit(count: u64) -> TokenStream {
    if count > u64::from(u32::MAX) {
        return quote!(usize::MAX);
    }
    integer(count)
}
