//! Emits a test that a part of an instance is evaluated. The conditions on the whole instance are computed first, into an array `accepted`;
//! an expression then tests the part's name or index, and the array.

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use crate::pattern::matching::Pattern;
use crate::plan::Edge;
use crate::plan::evaluated::{Condition, Evaluated};

/// The expressions of a validator for conditions on parts and on the whole instance.
pub(super) trait Emits {
    /// Emits a test that the member has one of these names.
    fn names(&mut self, names: &[String]) -> TokenStream;
    /// Emits a test that the member's name matches.
    fn pattern(&mut self, pattern: &Pattern) -> TokenStream;
    /// Emits a test that the element is one of the first.
    fn first(&mut self, length: usize) -> TokenStream;
    /// Emits a test that the element is accepted.
    fn contained(&mut self, edge: &Edge) -> TokenStream;
    /// Emits a test that the condition holds.
    fn condition(&mut self, condition: &Condition) -> TokenStream;
}

/// A decision about every part of an instance.
pub(super) struct Decision {
    /// The statements that fill `accepted`; empty without conditions.
    pub(super) conditions: TokenStream,
    /// The expression that is true if the current part is evaluated.
    pub(super) is_evaluated: TokenStream,
}

/// Emits the decision about evaluated parts.
pub(super) fn decide(face: &mut impl Emits, evaluated: &Evaluated) -> Decision {
    let mut conditions = Conditions { values: Vec::new(), is_nested: false };
    let is_evaluated = alternatives(face, evaluated, None, &mut conditions);
    let count = Literal::usize_unsuffixed(conditions.values.len());
    let values = &conditions.values;
    let filled = match values.as_slice() {
        [] => quote!(),
        values if !conditions.is_nested => quote!(let accepted = [#(#values),*];),
        values => {
            let positions = (0..values.len()).map(Literal::usize_unsuffixed);
            quote!(let mut accepted = [false; #count]; #(accepted[#positions] = #values;)*)
        }
    };
    let is_evaluated = if is_evaluated.is_empty() { quote!(false) } else { quote!(#(#is_evaluated)||*) };
    Decision { conditions: filled, is_evaluated }
}

struct Conditions {
    values: Vec<TokenStream>,
    /// True if some conditions matter only if others hold.
    is_nested: bool,
}

/// Emits the disjunction of conditions.
fn alternatives(
    face: &mut impl Emits,
    evaluated: &Evaluated,
    outer: Option<&TokenStream>,
    conditions: &mut Conditions,
) -> Vec<TokenStream> {
    if evaluated.all {
        return vec![quote!(true)];
    }
    let mut found = Vec::new();
    if !evaluated.names.is_empty() {
        found.push(face.names(&evaluated.names));
    }
    found.extend(evaluated.patterns.iter().map(|pattern| face.pattern(pattern)));
    if evaluated.first > 0 {
        found.push(face.first(evaluated.first));
    }
    found.extend(evaluated.contained.iter().map(|edge| face.contained(edge)));
    for when in &evaluated.when {
        let position = Literal::usize_unsuffixed(conditions.values.len());
        let condition = face.condition(&when.condition);
        conditions.is_nested |= outer.is_some();
        conditions.values.push(match outer {
            Some(outer) if has_operator(&condition, "|") => quote!(#outer && (#condition)),
            Some(outer) => quote!(#outer && #condition),
            None => condition,
        });
        let (holds, fails) = (quote!(accepted[#position]), quote!(!accepted[#position]));
        for (guard, evaluated) in [(holds, &when.then), (fails, &when.otherwise)] {
            match alternatives(face, evaluated, Some(&guard), conditions).as_slice() {
                [] => {}
                [only] if only.to_string() == "true" => found.push(guard),
                [only] if !has_operator(only, "|") => found.push(quote!(#guard && #only)),
                alternatives => found.push(quote!(#guard && (#(#alternatives)||*))),
            }
        }
    }
    found
}

/// Returns true if an expression has operators that begin with one of these characters, outside its groups.
pub(super) fn has_operator(expression: &TokenStream, first: &str) -> bool {
    let is_operator = |token: TokenTree| matches!(token, TokenTree::Punct(punct) if first.contains(punct.as_char()));
    expression.clone().into_iter().any(is_operator)
}
