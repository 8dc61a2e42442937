//! JSON text as a tree, for keywords that compare whole values and for the violations of a rejected instance.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use serde_json::Value;

use super::super::value::exact::Exact;
use super::super::value::instance::{self, compare_text, Constant, Instance, Kind};
use super::super::value::value_number::{decimal, is_rounded};
use super::scanner::Scanner;

/// A JSON value with JSON Schema's equality [JSON Schema 2020-12 Core §4.2.2].
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
    /// An object with its members sorted by name.
    Object(Members<'a>),
}

/// The members of an object, sorted by name.
pub type Members<'a> = Vec<(Cow<'a, str>, Tree<'a>)>;

/// A number, equal in any spelling.
#[derive(Clone, Debug)]
pub struct Number<'a>(Digits<'a>);

#[derive(Clone, Debug)]
enum Digits<'a> {
    /// Exact, as read from the text.
    Read(Exact<'a>),
    /// As held by `serde_json`, which may have rounded it.
    Held { text: String, is_rounded: bool },
}

impl<'a> Number<'a> {
    /// Wraps an exact number.
    pub(super) fn new(decimal: Exact<'a>) -> Self {
        Self(Digits::Read(decimal))
    }
}

impl instance::Number for Number<'_> {
    fn with_exact<T>(&self, read: impl FnOnce(&Exact<'_>) -> T) -> T {
        match &self.0 {
            Digits::Read(number) => read(number),
            Digits::Held { text, .. } => read(&decimal(text)),
        }
    }

    /// Counts a number that `serde_json` has rounded as equal to a constant with the same nearest `f64`: it may have been equal.
    fn compare(&self, constant: Constant) -> Ordering {
        let is_near = |text: &str| {
            text.parse::<f64>().ok().and_then(|number| number.partial_cmp(&constant.nearest)) == Some(Ordering::Equal)
        };
        match &self.0 {
            Digits::Held { text, is_rounded: true } if is_near(text) => Ordering::Equal,
            _ => self.with_exact(|number| compare_text(number, constant.text)),
        }
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        instance::Number::equals(self, other)
    }
}

impl Eq for Number<'_> {}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        instance::Number::with_exact(self, |number: &Exact<'_>| {
            number.canonical_parts(|part| state.write_u8(part));
        });
    }
}

impl<'a> From<&'a Value> for Tree<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Boolean(*value),
            Value::Number(number) => {
                let (text, is_rounded) = (number.to_string(), is_rounded(number));
                Self::Number(Number(Digits::Held { text, is_rounded }))
            }
            Value::String(text) => Self::String(Cow::Borrowed(text)),
            Value::Array(elements) => Self::Array(elements.iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::from(value)));
                Self::object(members.collect())
            }
        }
    }
}

impl<'a> Instance for Tree<'a> {
    type Number = Number<'a>;
    type Members = Members<'a>;

    fn kind(&self) -> Kind<'_, Self> {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(value) => Kind::Boolean(*value),
            Self::Number(number) => Kind::Number(number),
            Self::String(text) => Kind::String(text),
            Self::Array(elements) => Kind::Array(elements),
            Self::Object(members) => Kind::Object(members),
        }
    }

    fn of_name(name: &str) -> Self {
        Self::String(Cow::Owned(name.to_owned()))
    }
}

impl<'a> instance::Members<Tree<'a>> for Members<'a> {
    type Iter<'m>
        = MembersIter<'m, 'a>
    where
        'a: 'm;

    fn iter(&self) -> MembersIter<'_, 'a> {
        MembersIter(self.as_slice().iter())
    }

    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn get(&self, name: &str) -> Option<&Tree<'a>> {
        let found = self.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        self.as_slice().get(found).map(|(_, value)| value)
    }
}

/// The iterator over the members of an object.
#[derive(Clone, Debug)]
pub struct MembersIter<'m, 'a>(std::slice::Iter<'m, (Cow<'a, str>, Tree<'a>)>);

impl<'m, 'a> Iterator for MembersIter<'m, 'a> {
    type Item = (&'m str, &'m Tree<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name.as_ref(), value))
    }
}

impl<'a> Tree<'a> {
    /// Parses a text that is exactly one JSON value.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut scanner = Scanner::new(text.as_bytes());
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
                Some(Self::object(members))
            }
            _ => Exact::parse(scanner.number()?.text()).map(|number| Self::Number(Number::new(number))),
        }
    }

    /// Creates an object of unsorted members.
    pub(super) fn object(mut members: Members<'a>) -> Self {
        members.sort_by(|(left, _), (right, _)| left.cmp(right));
        Self::Object(members)
    }
}

/// Returns true if a value is one of the schema's values; all are JSON texts.
pub fn is_one_of(text: &[u8], values: &[&str]) -> bool {
    let value = std::str::from_utf8(text).ok().and_then(Tree::parse);
    value.is_some() && values.iter().any(|other| Tree::parse(other) == value)
}
