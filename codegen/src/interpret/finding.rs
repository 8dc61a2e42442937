//! A violation in a document, with its places.

use std::ops::Range;

use codegen_runtime::validate::report;

use crate::json::Node;
use crate::plan::Trail;
use crate::source::location::Pointer;

/// A keyword that rejects the instance or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The location of the rejected part.
    pub instance: Pointer,
    /// The span of that part in its document.
    pub span: Range<usize>,
    /// The keyword location.
    pub keyword_location: String,
    /// The keyword; `false` for the schema `false`.
    pub keyword: String,
    /// The expectation, without any value of the instance.
    pub message: String,
}

impl Finding {
    pub(super) fn new(at: &At<'_>, trail: &Trail, instance: &Node, cause: Cause) -> Self {
        let chain: Vec<&At<'_>> = std::iter::successors(Some(at), |at| at.outer).collect();
        let (mut pointer, mut keyword_location) = (Pointer::root(), String::new());
        for at in chain.iter().rev() {
            pointer = match &at.token {
                Token::Here => pointer,
                Token::Member(name) => pointer.join(name),
                Token::Element(index) => pointer.join(index),
            };
            keyword_location.push_str(&at.trail.map(Trail::keyword_location).unwrap_or_default());
        }
        keyword_location.push_str(&trail.keyword_location());
        let keyword = report::keyword_of(&keyword_location, matches!(cause, Cause::False)).to_owned();
        let message = match cause {
            Cause::False => at.refusal().to_owned(),
            Cause::Keyword(message) => message,
        };
        Self { instance: pointer, span: instance.span.clone(), keyword_location, keyword, message }
    }
}

/// The cause of a violation.
pub(super) enum Cause {
    /// The schema is `false`.
    False,
    /// A keyword with its message.
    Keyword(String),
}

/// The current instance location.
#[derive(Default)]
pub(super) struct At<'a> {
    outer: Option<&'a At<'a>>,
    token: Token<'a>,
    trail: Option<&'a Trail>,
}

/// A step from one location to the next.
#[derive(Default)]
pub(super) enum Token<'a> {
    #[default]
    Here,
    Member(&'a str),
    Element(usize),
}

impl<'a> At<'a> {
    pub(super) fn inner(&'a self, token: Token<'a>, trail: &'a Trail) -> At<'a> {
        At { outer: Some(self), token, trail: Some(trail) }
    }

    /// Returns the message of the schema `false` here.
    fn refusal(&self) -> &'static str {
        let chain = std::iter::successors(Some(self), |at| at.outer);
        match chain.map(|at| &at.token).find(|token| !matches!(token, Token::Here)) {
            Some(Token::Member(_)) => report::NO_MEMBER,
            Some(Token::Element(_)) => report::NO_ELEMENT,
            Some(Token::Here) | None => report::NOTHING,
        }
    }
}
