//! The readers of an object's members: rows of the runtime's macro `read_members!`, or a `match` if one of them is no single call.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::choice::{Choice, Pattern};

/// The readers of members.
pub(super) struct Rows<'a> {
    /// The documented names.
    pub(super) names: &'a [&'a str],
    /// The readers of documented members, by their positions.
    pub(super) known: Vec<(usize, Block)>,
    /// The reader of the other documented members.
    pub(super) others: Block,
    pub(super) unknown: Unknown,
}

/// The reader of members that are not documented.
pub(super) enum Unknown {
    /// They are refused.
    Refuse,
    /// They are additions.
    Add,
    /// They may have any value.
    Skip,
    /// Each is read.
    Read(Block),
    /// Those are read whose name a pattern matches, and the others.
    Matching(Ident, Block, Block),
}

impl Rows<'_> {
    /// Emits the rows of `read_members!`, or `None` if a reader does not fit into one.
    pub(super) fn rows(&self) -> Option<TokenStream> {
        // A loop whose first round leaves is none.
        if self.choice().leaves() {
            return None;
        }
        let mut groups: Vec<(TokenStream, Vec<TokenStream>)> = vec![(self.others.only()?, Vec::new())];
        for (position, name) in self.names.iter().enumerate() {
            let known = self.known.iter().find(|(known, _)| *known == position);
            let read = known.map_or(&self.others, |(_, read)| read).only()?;
            let position = Literal::usize_unsuffixed(position);
            let name = quote!((#position, #name));
            match groups.iter_mut().find(|(other, _)| other.to_string() == read.to_string()) {
                Some((_, names)) => names.push(name),
                None => groups.push((read, vec![name])),
            }
        }
        let (others, names) = groups.remove(0);
        let others = (!names.is_empty()).then(|| quote!(others: #(#names)|* => #others;));
        let rows = groups.iter().map(|(read, names)| quote!(#(#names)|* => #read;));
        let unknown = match &self.unknown {
            Unknown::Refuse => quote!(_ => refuse;),
            Unknown::Add => quote!(_ => add;),
            Unknown::Skip => quote!(),
            Unknown::Read(read) => {
                let read = rest(read)?;
                quote!(_ => #read;)
            }
            Unknown::Matching(pattern, read, other) => {
                let (read, other) = (read.only()?, rest(other)?);
                quote!(_ if #pattern => #read; _ => #other;)
            }
        };
        Some(quote!(#(#rows)* #others #unknown))
    }

    /// Returns true if each documented member has a reader of its own.
    fn is_complete(&self) -> bool {
        self.known.len() == self.names.len()
    }

    /// Emits a `match` on a member.
    pub(super) fn choice(&self) -> Block {
        let mut choice = Choice::new(quote!(members.read(scanner)?));
        for (position, read) in &self.known {
            let pattern = Pattern::Of(quote!(Member::Known), Box::new(Pattern::Number(*position)));
            choice = choice.arm([pattern], read.clone());
        }
        let known = |choice: Choice| {
            let pattern = Pattern::Rest(quote!(Member::Known(_)));
            if self.is_complete() { choice } else { choice.arm([pattern], self.others.clone()) }
        };
        let named = |choice: Choice, read: Block| {
            choice.arm([Pattern::Binding(quote!(Member::Unknown(name)))], read).or(self.others.clone())
        };
        let record = Block::attempt(quote!(members.record(scanner, name)));
        match &self.unknown {
            Unknown::Refuse => known(choice).or(Block::refuse()),
            Unknown::Add => {
                let add = Block::attempt(quote!(members.add(scanner, other)));
                known(choice).arm([Pattern::Binding(quote!(other))], add).exhaustive()
            }
            Unknown::Skip => named(choice, Block::attempt(quote!(members.skip(scanner, name)))),
            Unknown::Read(read) => named(choice, record.and(read.clone())),
            Unknown::Matching(pattern, read, other) => {
                let condition = Predicate::Call(quote!(#pattern.is_match(name.bytes())));
                named(choice, record.and(Block::either(condition, read.clone(), other.clone())))
            }
        }
    }
}

/// Emits the reader of all other members.
fn rest(read: &Block) -> Option<TokenStream> {
    let only = read.only()?;
    Some(if read.is_refusal() { quote!(refuse) } else { quote!({ #only }) })
}
