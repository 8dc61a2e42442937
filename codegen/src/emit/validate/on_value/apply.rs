//! Applications of a schema: calls, or conditions for small ones.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};

use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::literal::{differs_from_text, equals_text, is_text};
use crate::keyword::types::TypeSet;
use crate::plan::{Check, Checks, Edge, Literal, NodeId, Trail, message};

/// The step to the instance of the applied schema, with the tokens of its name or index.
pub(super) enum Step {
    Here,
    Member(TokenStream),
    Element(TokenStream),
}

impl Checks {
    /// Returns true if the checks are one condition: none, the schema `false`, types alone, or a few strings.
    pub(super) fn is_small(&self) -> bool {
        let without = Self { never: Vec::new(), types: Vec::new(), values: Vec::new(), ..self.clone() };
        let is_short = self.values.iter().all(|check| is_text(&check.asks) && check.asks.len() <= 4);
        without.is_empty() && is_short && self.never.len() + self.types.len() + self.values.len() <= 1
    }
}

/// The way in which a schema is applied.
pub(super) enum Applied<'p> {
    /// It accepts everything.
    Any,
    /// By a condition: the schema `false`, types, or a few strings.
    Never(&'p Trail),
    Types(&'p Check<TypeSet>),
    Strings(&'p Check<Vec<Literal>>),
    /// By the function of its node.
    Call,
}

impl Checks {
    /// Returns the way in which the checks are applied.
    pub(super) fn applied(&self) -> Applied<'_> {
        if !self.is_small() {
            return Applied::Call;
        }
        let types = self.types.iter().find(|check| check.asks != TypeSet::ALL);
        match (self.never.first(), types, self.values.first()) {
            (Some(trail), _, _) => Applied::Never(trail),
            (None, Some(check), _) => Applied::Types(check),
            (None, None, Some(check)) => Applied::Strings(check),
            (None, None, None) => Applied::Any,
        }
    }
}

impl Emitter<'_> {
    /// Emits statements that apply the schema of an edge to the variable `value`.
    pub(super) fn apply(&mut self, edge: &Edge, step: &Step) -> TokenStream {
        let at = report_at(step, &edge.trail);
        let plan = self.functions.plan;
        match plan.node(edge.node).checks.applied() {
            Applied::Any => quote!(),
            Applied::Never(trail) => {
                let (at, keywords) = join(&at, trail);
                quote!(#at.never(#keywords)?;)
            }
            Applied::Types(check) => {
                let condition = self.has_type(check.asks);
                let (at, keywords) = join(&at, &check.trail);
                let expected = message::types(check.asks);
                quote!(#at.expect_type(#keywords, #condition, #expected, value)?;)
            }
            Applied::Strings(check) => {
                self.module.import("value::instance::Instance");
                let condition = differs_from_text(&check.asks);
                let violation = violation(&at, &check.trail, &message::values(&check.asks));
                quote!(if #condition { #violation })
            }
            Applied::Call => {
                let function = self.call(edge.node);
                quote!(#function(value, #at)?;)
            }
        }
    }

    /// Emits a test that the schema of an edge accepts the variable `value`.
    pub(super) fn accepts(&mut self, node: NodeId) -> TokenStream {
        let plan = self.functions.plan;
        match plan.node(node).checks.applied() {
            Applied::Any => quote!(true),
            Applied::Never(_) => quote!(false),
            Applied::Types(check) => self.has_type(check.asks),
            Applied::Strings(check) => {
                self.module.import("value::instance::Instance");
                equals_text(&check.asks)
            }
            Applied::Call => {
                let function = self.call(node);
                quote!(#function(value, at.probe()).is_ok())
            }
        }
    }

    /// Returns the function of a node as named here.
    pub(super) fn call(&self, node: NodeId) -> TokenStream {
        self.functions.layout.ident(node).to_token_stream()
    }

    /// Emits a test that `value` has one of the types.
    pub(super) fn has_type(&mut self, types: TypeSet) -> TokenStream {
        if types == TypeSet::ALL {
            return quote!(true);
        }
        let methods = self.type_methods(types);
        if methods.is_empty() { quote!(false) } else { quote!(#(value.#methods())||*) }
    }

    /// Returns the methods that recognize the types.
    pub(super) fn type_methods(&mut self, types: TypeSet) -> Vec<Ident> {
        self.module.import("value::instance::Instance");
        types.names().map(|type_name| format_ident!("is_{type_name}")).collect()
    }
}

/// Emits the report for an applied schema.
pub(super) fn report_at(step: &Step, trail: &Trail) -> TokenStream {
    let step = |keywords: &str| match step {
        Step::Member(name) => quote!(at.member(#name, #keywords)),
        Step::Element(index) => quote!(at.element(#index, #keywords)),
        Step::Here => join_all(&quote!(at), &Trail { via: None, pointer: keywords.to_owned() }),
    };
    match &trail.via {
        None => step(&trail.pointer),
        Some(_) => join_all(&step(""), trail),
    }
}

/// Returns the report after the last reference of a trail, and the rest of the path to a keyword.
pub(super) fn join(at: &TokenStream, trail: &Trail) -> (TokenStream, String) {
    match &trail.via {
        None => (at.clone(), trail.pointer.clone()),
        Some((pointer, target)) => (quote!(#at.reference(#pointer, #target)), trail.pointer.clone()),
    }
}

/// Returns the report at the end of a trail.
fn join_all(at: &TokenStream, trail: &Trail) -> TokenStream {
    match join(at, trail) {
        (at, keywords) if keywords.is_empty() => at,
        (at, keywords) => quote!(#at.schema(#keywords)),
    }
}

/// Emits the statement that a keyword rejects the instance of `at`.
pub(super) fn violation(at: &TokenStream, trail: &Trail, message: &str) -> TokenStream {
    let (at, keywords) = join(at, trail);
    quote!(#at.violation(#keywords, #message)?;)
}

/// Emits the statement that `value` has none of the types.
pub(super) fn wrong_type(at: &TokenStream, trail: &Trail, types: TypeSet) -> TokenStream {
    let (at, keywords) = join(at, trail);
    let expected = message::types(types);
    quote!(#at.wrong_type(#keywords, #expected, value)?;)
}

/// Emits `if condition { statements }`, merged with a nested `if`.
pub(super) fn guard(condition: &TokenStream, statements: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = statements.clone().into_iter().collect();
    let is_block =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    match tokens.as_slice() {
        [TokenTree::Ident(first), inner @ .., TokenTree::Group(block)]
            if first == "if" && !inner.iter().any(is_block) && !statement_starts_with_let(inner) =>
        {
            let inner: TokenStream = inner.iter().cloned().collect();
            let has_or = inner.clone().into_iter().any(|token| token.to_string() == "|");
            let inner = if has_or { quote!((#inner)) } else { inner };
            let has_or = condition.clone().into_iter().any(|token| token.to_string() == "|");
            let condition = if has_or { quote!((#condition)) } else { condition.clone() };
            quote!(if #condition && #inner #block)
        }
        _ => quote!(if #condition { #statements }),
    }
}

fn statement_starts_with_let(tokens: &[TokenTree]) -> bool {
    tokens.first().is_some_and(|token| token.to_string() == "let")
}
