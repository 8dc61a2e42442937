//! Small readers in the rows that call them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Macro;
use syn::visit_mut::{self, VisitMut};

use crate::emit::macros::{READ_MEMBERS, READ_OBJECT};
use crate::emit::validate::on_bytes::Function;
use crate::plan::NodeId;
use crate::render::line;

/// The maximum width of a reader in a row.
const WIDTH: usize = 80;

/// Moves each small reader into the only row that calls it, unless its name is one of `kept`.
pub(super) fn inline(functions: &mut BTreeMap<NodeId, Function>, kept: &BTreeSet<String>) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for function in functions.values() {
        count(function.item.to_token_stream(), &mut uses);
    }
    // The item has the name, too.
    let is_inlined = |name: &String| !kept.contains(name) && uses.get(name) == Some(&2);
    let is_small = |call: &TokenStream| line::print(call.clone()).len() <= WIDTH;
    let small = functions.values().filter_map(|function| {
        let (name, call) = (function.ident.to_string(), function.call.clone()?);
        (is_inlined(&name) && is_small(&call)).then_some((name, call))
    });
    let mut rows = Rows { small: small.collect(), inlined: BTreeSet::new() };
    for function in functions.values_mut() {
        rows.visit_item_mut(&mut function.item);
    }
    functions.retain(|_, function| !rows.inlined.contains(&function.ident.to_string()));
}

/// Counts the identifiers in tokens.
fn count(tokens: TokenStream, uses: &mut BTreeMap<String, usize>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => *uses.entry(ident.to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), uses),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// The small readers, which rows call.
struct Rows {
    small: BTreeMap<String, TokenStream>,
    inlined: BTreeSet<String>,
}

impl VisitMut for Rows {
    fn visit_macro_mut(&mut self, call: &mut Macro) {
        visit_mut::visit_macro_mut(self, call);
        if [READ_MEMBERS, READ_OBJECT].iter().any(|(_, name)| call.path.is_ident(name)) {
            call.tokens = self.inlined(std::mem::take(&mut call.tokens));
        }
    }
}

impl Rows {
    fn inlined(&mut self, tokens: TokenStream) -> TokenStream {
        let mut written = TokenStream::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let small = match &token {
                TokenTree::Ident(ident) => self.small.get(&ident.to_string()),
                _ => None,
            };
            match (small, rest.peek()) {
                (Some(reader), Some(TokenTree::Group(arguments))) if arguments.stream().to_string() == "scanner" => {
                    written.extend(reader.clone());
                    self.inlined.insert(token.to_string());
                    rest.next();
                }
                _ => written.extend([token]),
            }
        }
        written
    }
}
