//! Arrays.

use proc_macro2::{Literal as Number, TokenStream};
use quote::{format_ident, quote};

use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::choice::{Choice, Pattern};
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::verdict::Verdict;
use crate::emit::validate::on_bytes::{Emitter, Refusals};
use crate::keyword::types::TypeSet;
use crate::plan::{ArrayPart, Checks, Literal};

impl Emitter<'_> {
    /// Emits the arm for arrays; `None` if every array is accepted.
    pub(super) fn array(&self, checks: &Checks) -> Option<Verdict> {
        let of_values = composite_values(checks, |value| matches!(value, Literal::Array(_)));
        let refusals = self.refusals(checks, TypeSet::ARRAY);
        if checks.array == ArrayPart::default() && of_values.is_empty() && refusals.is_empty() {
            return None;
        }
        let part = &checks.array;
        let (next, end) = (refusals.next(), refusals.end());
        let Refusals { least, most, late } = refusals;
        let counts: Vec<_> = (0..part.contains.len()).map(|index| format_ident!("contained_{index}")).collect();
        let bounds = part.contains.iter().zip(&counts).flat_map(|(contains, count)| {
            let (least, most) =
                (Some(contains.min).filter(|least| *least > 0), contains.max.as_ref().map(|(most, _)| *most));
            let [least, most] = [least, most].map(|limit| limit.map(Number::u64_unsuffixed));
            let conditions = [least.map(|least| quote!(#count < #least)), most.map(|most| quote!(#count > #most))];
            conditions.into_iter().flatten().map(|condition| Block::refuse_if(Predicate::Other(condition)))
        });
        let late: Block = bounds.chain(late).chain(of_values).collect();
        let start = start(&late);
        let element = self.element(part);
        let is_counted = most.is_some() || least.is_some() || is_used(&element, "length") || is_used(&late, "length");
        if let Some(reader) = self.reader_of_all(part) {
            match (late.is_empty(), least, most) {
                (true, least, Some(most)) => {
                    let least = least.unwrap_or(Number::u64_unsuffixed(0));
                    return Some(Verdict::call(quote!(read_elements::within(scanner, #least..=#most, #reader))));
                }
                (true, Some(least), None) => {
                    return Some(Verdict::call(quote!(read_elements::at_least(scanner, #least, #reader))));
                }
                (true, None, None) => return Some(Verdict::call(quote!(read_elements::all(scanner, #reader)))),
                (false, _, None) => {
                    let read = if is_counted {
                        quote!(let length = read_elements::count(scanner, #reader)?;)
                    } else {
                        quote!(read_elements::all(scanner, #reader)?;)
                    };
                    return Some(Block::other(quote!(#start #read)).and(end).and(late).accept().into());
                }
                (false, _, Some(_)) => {}
            }
        }
        let (changes, read) = if element.leaves() {
            (
                quote!(),
                quote!(if scanner.open_array()? {
                    return None;
                }),
            )
        } else {
            let count = is_counted.then(|| quote!(length += 1;));
            let read = quote! {
                let mut more = scanner.open_array()?;
                while more { #next #element #count more = scanner.next_element()?; }
            };
            (quote!(mut), read)
        };
        let is_read = !end.is_empty() || is_used(&late, "length");
        let has_length = if element.leaves() { is_read } else { is_counted };
        let length = has_length.then(|| quote!(let #changes length = 0_u64;));
        let read = quote!(#start #length #(let #changes #counts = 0_u64;)* #read);
        Some(Block::other(read).and(end).and(late).accept().into())
    }

    /// Emits the reader of each element as a function; `None` if they have several, or none is accepted.
    fn reader_of_all(&self, part: &ArrayPart) -> Option<TokenStream> {
        let ArrayPart { prefix, rest, contains } = part;
        match rest.as_slice() {
            _ if !prefix.is_empty() || !contains.is_empty() => None,
            [] => Some(quote!(Scanner::value)),
            [edge] => match self.own(edge.node) {
                None => {
                    let ident = self.layout.ident(edge.node);
                    Some(quote!(#ident))
                }
                Some(own) => own.method().map(|method| quote!(Scanner::#method)),
            },
            _ => None,
        }
    }

    fn element(&self, part: &ArrayPart) -> Block {
        let rest = self.read_each(&part.rest);
        let read = if part.prefix.is_empty() {
            rest
        } else {
            let mut choice = Choice::new(quote!(length));
            for (index, edges) in part.prefix.iter().enumerate() {
                choice = choice.arm([Pattern::Number(index)], self.read_each(edges));
            }
            choice.or(rest)
        };
        if part.contains.is_empty() || read.leaves() {
            return read;
        }
        let counted = part.contains.iter().enumerate().map(|(index, contains)| {
            let (reader, count) = (self.reader(contains.edge.node), format_ident!("contained_{index}"));
            let go_back = (index > 0).then(|| quote!(scanner.go_to(element);));
            quote!(#go_back if scanner.accepts(#reader) { #count += 1; })
        });
        let place = quote!(scanner.peek(); let element = scanner.offset(););
        Block::other(quote!(#place #(#counted)* scanner.go_to(element);)).and(read)
    }
}

/// Emits the variable for the start of the value, if statements after it read the value again.
pub(super) fn start(behind: &Block) -> Option<TokenStream> {
    is_used(behind, "start").then(|| quote!(let start = scanner.offset();))
}

/// Returns statements that compare the whole value, from `start` on, with the arrays or objects in `enum` and `const`.
pub(super) fn composite_values(checks: &Checks, is_meant: impl Fn(&Literal) -> bool) -> Vec<Block> {
    let compare = |values: &Vec<Literal>| {
        let texts = values.iter().filter(|value| is_meant(value)).map(Literal::to_json);
        Block::refuse_if(Predicate::Other(quote!(!tree::is_one_of(scanner.since(start), &[#(#texts),*]))))
    };
    checks.values.iter().map(|check| compare(&check.asks)).collect()
}
