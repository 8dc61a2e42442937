//! A part of a JSON text as a tree: for keywords that compare whole values, which one pass cannot.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use super::number::Decimal;
use super::scan::Scanner;

/// A JSON value; two are equal in JSON Schema's sense [JSON Schema 2020-12 Core §4.2.2].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tree<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number.
    Number(Number<'a>),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Tree<'a>>),
    /// An object, its members in the order of their names.
    Object(Vec<(Cow<'a, str>, Tree<'a>)>),
}

/// A number, equal to every other spelling of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'a>(Decimal<'a>);

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.canonical_parts(|part| state.write_u8(part));
    }
}

impl<'a> Tree<'a> {
    /// Reads a text that is a JSON value and nothing else.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut scanner = Scanner::new(text.as_bytes())?;
        let tree = Self::read(&mut scanner)?;
        scanner.end()?;
        Some(tree)
    }

    fn read(scanner: &mut Scanner<'a>) -> Option<Self> {
        match scanner.peek() {
            b'n' => scanner.literal(b"null").map(|()| Self::Null),
            b't' => scanner.literal(b"true").map(|()| Self::Boolean(true)),
            b'f' => scanner.literal(b"false").map(|()| Self::Boolean(false)),
            b'"' => scanner.string().map(|text| Self::String(text.decode())),
            b'[' => {
                let mut elements = Vec::new();
                let mut more = scanner.open_array()?;
                while more {
                    elements.push(Self::read(scanner)?);
                    more = scanner.next_element()?;
                }
                Some(Self::Array(elements))
            }
            b'{' => {
                let mut members = Vec::new();
                let mut more = scanner.open_object()?;
                while more {
                    members.push((scanner.name()?.decode(), Self::read(scanner)?));
                    more = scanner.next_member()?;
                }
                members.sort_by(|(left, _), (right, _)| left.cmp(right));
                Some(Self::Object(members))
            }
            _ => Decimal::parse(scanner.number()?.text()).map(|number| Self::Number(Number(number))),
        }
    }
}

/// Whether a value is one of the values of a schema, both as JSON texts.
pub fn is_one_of(text: &str, values: &[&str]) -> bool {
    let value = Tree::parse(text);
    value.is_some() && values.iter().any(|other| Tree::parse(other) == value)
}

/// Whether no two elements of an array, given as JSON text, are equal.
pub fn has_unique_elements(text: &str) -> bool {
    match Tree::parse(text) {
        Some(Tree::Array(elements)) => {
            let mut seen = HashSet::with_capacity(elements.len());
            elements.into_iter().all(|element| seen.insert(element))
        }
        _ => true,
    }
}
