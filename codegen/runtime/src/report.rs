//! What a validator does about a violation: stop at the first, or collect them all.
//!
//! Each validator is written once, generic over [`Report`]. With [`Quick`], which has no size, everything about
//! locations vanishes; with [`Collect`], the location is a chain of values on the stack, and text only where something is wrong.

use std::cell::RefCell;
use std::convert::Infallible;

use serde_json::Value;

use super::arithmetic;
use super::violation::{Violation, Violations};

/// Where validation stands, and what is to be done about a violation.
///
/// `keywords` is always a JSON Pointer from the schema that is being applied to the keyword in question. The methods that report a
/// violation give an error when validation is to stop there.
#[allow(clippy::missing_errors_doc)] // said once, above
pub trait Report: Copy {
    /// What ends validation early.
    type Stop;
    /// The same report, further in.
    type Inner<'a>: Report<Stop = Self::Stop>
    where
        Self: 'a;

    /// A member of the instance, to which the keyword applies another schema.
    fn member<'a>(&'a self, name: &'a str, keywords: &'static str) -> Self::Inner<'a>;
    /// An element of the instance, to which the keyword applies another schema.
    fn element<'a>(&'a self, index: usize, keywords: &'static str) -> Self::Inner<'a>;
    /// The instance itself, to which the keyword applies another schema.
    fn schema<'a>(&'a self, keywords: &'static str) -> Self::Inner<'a>;
    /// The instance itself, to which a reference applies the schema of the URI `target`.
    fn reference<'a>(&'a self, keywords: &'static str, target: &'static str) -> Self::Inner<'a>;

    /// The keyword does not accept the instance.
    fn violation(self, keywords: &'static str, message: &'static str) -> Result<(), Self::Stop>;
    /// The schema there is `false`.
    fn never(self, keywords: &'static str) -> Result<(), Self::Stop>;
    /// The instance is not of the type that `type` asks for.
    fn wrong_type(self, keywords: &'static str, expected: &'static str, found: &Value) -> Result<(), Self::Stop>;
    /// Members are not there: those of `names` whose bit is not set in `seen`.
    fn missing(self, keywords: &'static str, names: &[&'static str], seen: u64) -> Result<(), Self::Stop>;
}

/// Stops at the first violation, and says nothing about it.
#[derive(Clone, Copy, Debug)]
pub struct Quick;

/// Validation stopped at a violation.
#[derive(Clone, Copy, Debug)]
pub struct Stop;

impl Report for Quick {
    type Stop = Stop;
    type Inner<'a> = Self;

    #[inline]
    fn member<'a>(&'a self, _: &'a str, _: &'static str) -> Self {
        Self
    }

    #[inline]
    fn element(&self, _: usize, _: &'static str) -> Self {
        Self
    }

    #[inline]
    fn schema(&self, _: &'static str) -> Self {
        Self
    }

    #[inline]
    fn reference(&self, _: &'static str, _: &'static str) -> Self {
        Self
    }

    #[inline]
    fn violation(self, _: &'static str, _: &'static str) -> Result<(), Stop> {
        Err(Stop)
    }

    #[inline]
    fn never(self, _: &'static str) -> Result<(), Stop> {
        Err(Stop)
    }

    #[inline]
    fn wrong_type(self, _: &'static str, _: &'static str, _: &Value) -> Result<(), Stop> {
        Err(Stop)
    }

    #[inline]
    fn missing(self, _: &'static str, _: &[&'static str], _: u64) -> Result<(), Stop> {
        Err(Stop)
    }
}

/// Collects all violations, each with its locations.
#[derive(Clone, Copy, Debug)]
pub struct Collect<'a> {
    outer: Option<&'a Collect<'a>>,
    token: Token<'a>,
    keywords: &'static str,
    target: Option<&'static str>,
    found: &'a RefCell<Vec<Violation>>,
}

/// What leads from one instance to the next.
#[derive(Clone, Copy, Debug)]
enum Token<'a> {
    Here,
    Member(&'a str),
    Element(usize),
}

/// Runs a validator and collects what it finds.
///
/// # Errors
///
/// All violations, when there is one.
pub fn collect(validator: impl FnOnce(Collect<'_>) -> Result<(), Infallible>) -> Result<(), Violations> {
    let found = RefCell::new(Vec::new());
    let outermost = Collect { outer: None, token: Token::Here, keywords: "", target: None, found: &found };
    match validator(outermost) {
        Ok(()) => Violations::none_or(found.into_inner()),
        Err(never) => match never {},
    }
}

impl<'a> Collect<'a> {
    fn inner(&'a self, token: Token<'a>, keywords: &'static str, target: Option<&'static str>) -> Self {
        Self { outer: Some(self), token, keywords, target, found: self.found }
    }

    #[cold]
    fn push(self, keywords: &str, is_false_schema: bool, message: String) {
        let chain: Vec<Self> = std::iter::successors(Some(self), |at| at.outer.copied()).collect();
        let (mut instance_location, mut keyword_location) = (String::new(), String::new());
        let mut absolute: Option<String> = None;
        for at in chain.into_iter().rev() {
            match at.token {
                Token::Here => {}
                Token::Member(name) => {
                    instance_location.push('/');
                    instance_location.push_str(&name.replace('~', "~0").replace('/', "~1"));
                }
                Token::Element(index) => instance_location.extend(["/", index.to_string().as_str()]),
            }
            keyword_location.push_str(at.keywords);
            absolute = match at.target {
                Some(target) => Some(target.to_owned()),
                None => absolute.map(|absolute| absolute + &to_fragment(at.keywords)),
            };
        }
        keyword_location.push_str(keywords);
        absolute = absolute.map(|absolute| absolute + &to_fragment(keywords));
        let keyword = keyword_of(&keyword_location, is_false_schema).to_owned();
        self.found.borrow_mut().push(Violation {
            instance_location,
            keyword_location,
            absolute_keyword_location: absolute,
            keyword,
            message,
        });
    }
}

/// The schema `false` speaks of the whole instance.
pub const NOTHING: &str = "nothing is allowed here";
/// The schema `false` speaks of a member.
pub const NO_MEMBER: &str = "this member is not allowed";
/// The schema `false` speaks of an element.
pub const NO_ELEMENT: &str = "this element is not allowed";

/// The keyword that a location names. Where the schema `false` stands, that is the keyword which applies it if it applies
/// one schema, and `false` if it applies one of several.
pub fn keyword_of(keyword_location: &str, is_false_schema: bool) -> &str {
    let last = keyword_location.rsplit('/').next().unwrap_or_default();
    let applies_one = [
        "additionalProperties",
        "additionalItems",
        "items",
        "propertyNames",
        "then",
        "else",
        "unevaluatedItems",
        "unevaluatedProperties",
    ];
    if is_false_schema && !applies_one.contains(&last) {
        "false"
    } else {
        last
    }
}

/// A JSON Pointer as the fragment of a URI writes it [RFC 6901 §6].
fn to_fragment(pointer: &str) -> String {
    let mut fragment = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => fragment.push(char::from(byte)),
            byte if b"-._~!$&'()*+,;=:@/?".contains(&byte) => fragment.push(char::from(byte)),
            byte => {
                let digit = |value: u8| char::from(b"0123456789ABCDEF"[usize::from(value)]);
                fragment.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
    }
    fragment
}

impl Report for Collect<'_> {
    type Stop = Infallible;
    type Inner<'b>
        = Collect<'b>
    where
        Self: 'b;

    fn member<'b>(&'b self, name: &'b str, keywords: &'static str) -> Collect<'b> {
        self.inner(Token::Member(name), keywords, None)
    }

    fn element(&self, index: usize, keywords: &'static str) -> Collect<'_> {
        self.inner(Token::Element(index), keywords, None)
    }

    fn schema(&self, keywords: &'static str) -> Collect<'_> {
        self.inner(Token::Here, keywords, None)
    }

    fn reference(&self, keywords: &'static str, target: &'static str) -> Collect<'_> {
        self.inner(Token::Here, keywords, Some(target))
    }

    fn violation(self, keywords: &'static str, message: &'static str) -> Result<(), Infallible> {
        self.push(keywords, false, message.to_owned());
        Ok(())
    }

    fn never(self, keywords: &'static str) -> Result<(), Infallible> {
        let chain = std::iter::successors(Some(self), |at| at.outer.copied());
        let message = match chain.map(|at| at.token).find(|token| !matches!(token, Token::Here)) {
            Some(Token::Member(_)) => NO_MEMBER,
            Some(Token::Element(_)) => NO_ELEMENT,
            Some(Token::Here) | None => NOTHING,
        };
        self.push(keywords, true, message.to_owned());
        Ok(())
    }

    fn wrong_type(self, keywords: &'static str, expected: &'static str, found: &Value) -> Result<(), Infallible> {
        self.push(keywords, false, format!("expected {expected}, found {}", type_name(found)));
        Ok(())
    }

    fn missing(self, keywords: &'static str, names: &[&'static str], seen: u64) -> Result<(), Infallible> {
        for (bit, name) in names.iter().enumerate() {
            if seen >> bit & 1 == 0 {
                self.push(keywords, false, format!("the member `{name}` is missing"));
            }
        }
        Ok(())
    }
}

/// What kind of value it is, in the words of JSON Schema.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if arithmetic::is_integer(number) => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
