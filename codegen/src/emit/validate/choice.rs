//! Choices by a value. Equal arms are merged, and a choice of two is an `if`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use crate::emit::validate::block::{Block, Predicate};

/// A `match`. No value fits two of its patterns, except for [`Pattern::Rest`] and the arm for all other values.
pub(super) struct Choice {
    value: TokenStream,
    arms: Vec<(Vec<Pattern>, Block)>,
}

/// The pattern of an arm.
#[derive(Clone)]
pub(super) enum Pattern {
    Number(usize),
    Literal(TokenStream),
    /// `Some("a")`: a variant, and the pattern of its content.
    Of(TokenStream, Box<Pattern>),
    /// A variant with any content, a range.
    Any(TokenStream),
    /// A variant with any content that is not in an arm before.
    Rest(TokenStream),
    /// A pattern with a variable.
    Binding(TokenStream),
}

impl Pattern {
    /// Returns true if the arms with this pattern and another one may become one.
    fn is_merged(&self) -> bool {
        !matches!(self, Self::Rest(_) | Self::Binding(_))
    }

    fn emit(&self) -> TokenStream {
        match self {
            Self::Number(number) => Literal::usize_unsuffixed(*number).to_token_stream(),
            Self::Of(..) => either(std::slice::from_ref(self)),
            Self::Literal(it) | Self::Any(it) | Self::Rest(it) | Self::Binding(it) => it.clone(),
        }
    }
}

impl Choice {
    pub(super) fn new(value: TokenStream) -> Self {
        Self { value, arms: Vec::new() }
    }

    /// Adds an arm.
    pub(super) fn arm(mut self, patterns: impl IntoIterator<Item = Pattern>, block: Block) -> Self {
        self.arms.push((patterns.into_iter().collect(), block));
        self
    }

    /// Emits the choice, whose arms fit all values.
    pub(super) fn exhaustive(self) -> Block {
        let groups = merged(self.arms);
        let arms = groups.iter().map(|(patterns, block)| arm(&either(patterns), block));
        in_match(&self.value, arms, groups.iter().all(|(_, block)| block.leaves()))
    }

    /// Emits the choice. `rest` is for all other values; if no arm differs from it, the value is not evaluated.
    pub(super) fn or(self, rest: Block) -> Block {
        let (value, mut groups) = (self.value, merged(self.arms));
        let text = rest.to_token_stream().to_string();
        let is_rest = |(patterns, _): &Group| matches!(patterns.as_slice(), [Pattern::Rest(_)]);
        let first = groups.iter().rposition(is_rest).map_or(0, |at| at + 1);
        let mut later = groups.split_off(first);
        later.retain(|(_, block)| block.to_token_stream().to_string() != text);
        groups.extend(later);
        match groups.as_slice() {
            [] => rest,
            [(patterns, block)] => {
                let condition = match patterns.as_slice() {
                    [Pattern::Binding(pattern)] => Predicate::Let(quote!(#pattern = #value)),
                    [Pattern::Literal(_) | Pattern::Number(_)] => Predicate::Equal(value, either(patterns)),
                    _ => {
                        let pattern = either(patterns);
                        Predicate::Call(quote!(matches!(#value, #pattern)))
                    }
                };
                Block::either(condition, block.clone(), rest)
            }
            groups => {
                let leaves = rest.leaves() && groups.iter().all(|(_, block)| block.leaves());
                let arms = groups.iter().map(|(patterns, block)| arm(&either(patterns), block));
                in_match(&value, arms.chain([arm(&quote!(_), &rest)]), leaves)
            }
        }
    }
}

/// The patterns of an arm, and what it does.
type Group = (Vec<Pattern>, Block);

/// Merges equal arms.
fn merged(arms: Vec<Group>) -> Vec<Group> {
    let (mut groups, mut known): (Vec<Group>, BTreeMap<String, usize>) = (Vec::new(), BTreeMap::new());
    for (patterns, block) in arms {
        if !patterns.iter().all(Pattern::is_merged) {
            groups.push((patterns, block));
            continue;
        }
        match known.entry(block.to_token_stream().to_string()) {
            Entry::Occupied(at) => groups[*at.get()].0.extend(patterns),
            Entry::Vacant(at) => {
                at.insert(groups.len());
                groups.push((patterns, block));
            }
        }
    }
    groups
}

fn in_match(value: &TokenStream, arms: impl Iterator<Item = TokenStream>, leaves: bool) -> Block {
    Block::choice(quote!(match #value { #(#arms)* }), leaves)
}

fn arm(pattern: &TokenStream, block: &Block) -> TokenStream {
    let body = block.arm();
    quote!(#pattern => #body)
}

/// Emits one pattern for all cases of several.
pub(super) fn either(patterns: &[Pattern]) -> TokenStream {
    if let [first, .., last] = patterns
        && patterns.len() > 2
        && patterns
            .windows(2)
            .all(|pair| matches!(pair, [Pattern::Number(one), Pattern::Number(next)] if one + 1 == *next))
    {
        let (first, last) = (first.emit(), last.emit());
        return quote!(#first..=#last);
    }
    let mut cases: Vec<(&Pattern, Vec<Pattern>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for pattern in patterns {
        // A variant occurs once, with the contents that it may have.
        let divided = match pattern {
            Pattern::Of(variant, content) => Some((variant, &**content)),
            _ => None,
        };
        let at =
            divided.as_ref().map_or(cases.len(), |(start, _)| *known.entry(start.to_string()).or_insert(cases.len()));
        if at == cases.len() {
            cases.push((pattern, Vec::new()));
        }
        cases[at].1.extend(divided.map(|(_, content)| content.clone()));
    }
    let cases = cases.iter().map(|(pattern, rests)| match pattern {
        Pattern::Of(variant, _) => {
            let rests = either(rests);
            quote!(#variant(#rests))
        }
        pattern => pattern.emit(),
    });
    quote!(#(#cases)|*)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Block {
        let name = quote::format_ident!("{name}");
        Block::value(quote!(#name(scanner)))
    }

    fn known(position: usize) -> Pattern {
        Pattern::Of(quote!(Known), Box::new(Pattern::Number(position)))
    }

    #[test]
    fn equal_arms_are_merged() {
        let byte = |byte: TokenStream| Pattern::Literal(byte);
        let choice = |arms: Vec<(Pattern, &str)>| {
            arms.into_iter()
                .fold(Choice::new(quote!(value)), |choice, (pattern, name)| choice.arm([pattern], read(name)))
        };
        let rest = Pattern::Rest(quote!(Known(_)));
        for (arms, expected) in [
            (vec![], quote!(z(scanner))),
            (vec![(byte(quote!(b'a')), "z")], quote!(z(scanner))),
            (vec![(byte(quote!(b'a')), "a")], quote!(if value == b'a' { a(scanner) } else { z(scanner) })),
            (
                vec![(Pattern::Any(quote!(Null)), "a")],
                quote!(if matches!(value, Null) { a(scanner) } else { z(scanner) }),
            ),
            (
                vec![(Pattern::Binding(quote!(Some(text))), "a")],
                quote!(if let Some(text) = value { a(scanner) } else { z(scanner) }),
            ),
            (
                vec![
                    (byte(quote!(b'a')), "a"),
                    (byte(quote!(b'b')), "b"),
                    (byte(quote!(b'c')), "a"),
                    (byte(quote!(b'd')), "z"),
                ],
                quote!(match value {
                    b'a' | b'c' => a(scanner),
                    b'b' => b(scanner),
                    _ => z(scanner),
                }),
            ),
            (
                vec![(known(1), "a"), (known(2), "a"), (known(3), "a"), (known(4), "b"), (known(6), "b")],
                quote!(match value {
                    Known(1..=3) => a(scanner),
                    Known(4 | 6) => b(scanner),
                    _ => z(scanner),
                }),
            ),
            // What is before the rest of a variant stays there.
            (
                vec![(known(1), "z"), (rest, "a")],
                quote!(match value {
                    Known(1) => z(scanner),
                    Known(_) => a(scanner),
                    _ => z(scanner),
                }),
            ),
        ] {
            assert_eq!(choice(arms).or(read("z")).to_token_stream().to_string(), expected.to_string());
        }
    }
}
