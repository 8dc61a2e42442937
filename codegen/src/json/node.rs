//! JSON values with a span for every value and every member name.

use std::collections::HashMap;
use std::ops::{Deref, Range};
use std::sync::Arc;

use codegen_runtime::value::exact::Exact;

use crate::source::location::{Place, Pointer, Source};

/// A parsed JSON text.
#[derive(Clone, Debug)]
pub struct Document {
    /// The text.
    pub source: Arc<Source>,
    /// The value.
    pub root: Node,
}

impl Document {
    /// Returns the place of a value of this document, which is at `pointer`.
    pub fn place(&self, node: &Node, pointer: &Pointer) -> Place {
        Place::new(&self.source, node.span.clone()).at(pointer.clone())
    }

    /// Returns the value at a pointer.
    pub fn get(&self, pointer: &Pointer) -> Option<&Node> {
        self.root.at(pointer)
    }
}

/// A JSON value with its span.
#[derive(Clone, Debug)]
pub struct Node {
    /// The span, as byte offsets into the text of the document.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// A number as written.
    Number(String),
    /// A string, unescaped.
    String(String),
    /// An array.
    Array(Vec<Node>),
    /// An object with unique names.
    Object(Members),
}

/// A member of an object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's name, unescaped.
    pub name: String,
    /// The span of the name, including its quotes.
    pub name_span: Range<usize>,
    /// The member's value.
    pub node: Node,
}

/// The members of an object in the order of the text, with lookup by name in logarithmic time.
#[derive(Clone, Debug, Default)]
pub struct Members {
    list: Vec<Member>,
    /// The positions in the list, sorted by name.
    by_name: Vec<usize>,
}

impl Members {
    /// Returns the member with that name.
    pub fn named(&self, name: &str) -> Option<&Member> {
        let found = self.by_name.binary_search_by(|position| self.list[*position].name.as_str().cmp(name)).ok()?;
        Some(&self.list[self.by_name[found]])
    }

    /// Returns the value of the member with that name, to replace it.
    fn value_mut(&mut self, name: &str) -> Option<&mut Node> {
        let found = self.by_name.binary_search_by(|position| self.list[*position].name.as_str().cmp(name)).ok()?;
        self.list.get_mut(self.by_name[found]).map(|member| &mut member.node)
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
    /// Returns the texts of all `$ref` and `$dynamicRef` that do not start with `#`.
    pub(crate) fn outer_references(&self) -> Vec<&str> {
        let mut open = vec![self];
        let mut found = Vec::new();
        while let Some(node) = open.pop() {
            match &node.value {
                Value::Object(members) => {
                    let named = members.iter().filter(|member| matches!(member.name.as_str(), "$ref" | "$dynamicRef"));
                    found.extend(named.filter_map(|member| member.node.as_str()).filter(|it| !it.starts_with('#')));
                    open.extend(members.iter().map(|member| &member.node));
                }
                Value::Array(elements) => open.extend(elements),
                Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }

    /// Returns the content of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the elements of an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// Returns the members of an object.
    pub fn as_object(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the value of a member.
    pub fn get(&self, name: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => members.named(name).map(|member| &member.node),
            _ => None,
        }
    }

    /// Returns the value at a pointer.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(self, |node, token| node.child(&token))
    }

    /// Returns the value at a pointer, to replace it.
    pub(crate) fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer.tokens().try_fold(self, |node, token| match &mut node.value {
            Value::Object(members) => members.value_mut(&token),
            Value::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?),
            _ => None,
        })
    }

    /// Returns the value for a reference token of a JSON Pointer [RFC 6901 §4].
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

    /// Returns the type in JSON Schema's words, without the value.
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

/// Returns the indexes of the first element that equals an earlier one, and of that one.
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
                    || matches!((Exact::parse(left), Exact::parse(right)), (Some(left), Some(right)) if left == right)
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
