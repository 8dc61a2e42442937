//! JSON values with a span for every value and every member name.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use codegen_runtime::value::exact::Decimal;

use crate::source::location::{Place, Pointer, Source};

/// A JSON text that was read, and where it came from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text.
    pub source: Arc<Source>,
    /// Its value.
    pub root: Node,
}

impl Document {
    /// The place of a value of this document, which stands there at `pointer`.
    pub fn place(&self, node: &Node, pointer: &Pointer) -> Place {
        Place::new(&self.source, node.span.clone()).at(pointer.clone())
    }

    /// The value at a pointer.
    pub fn get(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(&self.root, |node, token| node.child(&token))
    }
}

/// A JSON value and the span in which it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Byte offsets into the text of the document.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// What a JSON text says.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object; the names differ from each other.
    Object(Members),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's name, unescaped.
    pub name: String,
    /// Where the name stands, with its quotes.
    pub name_span: Range<usize>,
    /// The member's value.
    pub node: Node,
}

/// The members of an object, in the order of the text; one is found by its name in logarithmic time.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    /// The positions in the list, in the order of the names.
    by_name: Vec<usize>,
}

impl Members {
    /// Returns the member of that name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        let found = self.by_name.binary_search_by(|position| self.list[*position].name.as_str().cmp(name)).ok()?;
        Some(&self.list[self.by_name[found]])
    }
}

impl From<Vec<Member>> for Members {
    fn from(list: Vec<Member>) -> Self {
        let mut by_name: Vec<usize> = (0..list.len()).collect();
        by_name.sort_by(|left, right| list[*left].name.cmp(&list[*right].name));
        Self { list, by_name }
    }
}

impl Deref for Members {
    type Target = [Member];

    fn deref(&self) -> &[Member] {
        &self.list
    }
}

impl Node {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The value of a member, if it is an object that has one of this name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => members.named(name).map(|member| &member.node),
            _ => None,
        }
    }

    /// The value that a reference token of a JSON Pointer leads to [RFC 6901 §4].
    pub fn child(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(_) => self.get(token),
            Value::Array(elements) => {
                let canonical =
                    token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
                elements.get(token.parse::<usize>().ok().filter(|_| canonical)?)
            }
            _ => None,
        }
    }

    /// What kind of value it is, in the words of JSON Schema; never what it says.
    pub fn type_name(&self) -> &'static str {
        match &self.value {
            Value::Null => "null",
            Value::Boolean(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }
}

/// The first element that equals an earlier one, and that one: their indexes.
pub fn repeated(list: &[Node]) -> Option<(usize, usize)> {
    let mut known: HashMap<String, usize> = HashMap::with_capacity(list.len());
    let mut elements = list.iter().enumerate();
    elements.find_map(|(index, node)| Some((known.insert(node.to_canonical(), index)?, index)))
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(left), Self::Boolean(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => {
                left == right
                    || matches!((Decimal::parse(left), Decimal::parse(right)), (Some(left), Some(right)) if left == right)
            }
            (Self::String(left), Self::String(right)) => left == right,
            (Self::Array(left), Self::Array(right)) => left == right,
            (Self::Object(left), Self::Object(right)) => {
                let found = |member: &Member| right.named(&member.name).is_some_and(|other| other.node == member.node);
                left.len() == right.len() && left.iter().all(found)
            }
            _ => false,
        }
    }
}
