//! The paths in tokens. The build script reads them, too.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Collects all paths in some tokens; groups `a::{b, c}` are expanded.
pub(super) fn paths(tokens: TokenStream, prefix: &[String], found: &mut Vec<Vec<String>>) {
    let mut path: Vec<String> = Vec::new();
    let mut colons = 0;
    let mut groups = Vec::new();
    let mut close = |path: &mut Vec<String>| {
        if !path.is_empty() {
            found.push(prefix.iter().chain(path.iter()).cloned().collect());
            path.clear();
        }
    };
    for token in tokens {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ':' => {
                colons += 1;
                continue;
            }
            TokenTree::Ident(segment) => {
                if colons != 2 {
                    close(&mut path);
                }
                path.push(segment.to_string());
            }
            TokenTree::Group(group) => {
                let is_tree = colons == 2 && group.delimiter() == Delimiter::Brace;
                let outer = if is_tree { prefix.iter().chain(&path).cloned().collect() } else { Vec::new() };
                groups.push((group.stream(), outer));
                close(&mut path);
            }
            _ => close(&mut path),
        }
        colons = 0;
    }
    close(&mut path);
    for (tokens, prefix) in groups {
        paths(tokens, &prefix, found);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;

    #[test]
    fn paths_are_found_everywhere() {
        let tokens = quote! {
            use a::{b, c::{D, E as F}};
            fn f(x: g::H<i::J>) { k!(l::m(x)); n::<O>::p(); }
        };
        let mut found = Vec::new();
        paths(tokens, &[], &mut found);
        let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
        for expected in ["a::b", "a::c::D", "a::c::E", "g::H", "i::J", "l::m"] {
            assert!(found.iter().any(|path| path == expected), "{expected} is not in {found:?}");
        }
    }
}
