//! Objects.

use std::cell::Cell;

use proc_macro2::{Literal as Number, TokenStream};
use quote::{format_ident, quote};

use crate::emit::macros::READ_MEMBERS;
use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::Emitter;
use crate::emit::validate::on_bytes::array::{composite_values, start};
use crate::emit::validate::on_bytes::known::Known;
use crate::emit::validate::on_bytes::rows::{Rows, Unknown};
use crate::keyword::leaf::Code as _;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Edge, Literal, Member, NodeId, ObjectPart, Presence, Rest};

/// The reader of an object.
pub(super) struct Object {
    /// The statements that read the members, if rows do not express them.
    read: Block,
    /// The rows of `read_members!`.
    rows: Option<TokenStream>,
    /// True if members are counted.
    is_counted: bool,
    /// The mask of required names.
    required: Option<TokenStream>,
    /// The other checks at the end.
    behind: Block,
}

impl Object {
    /// Emits the mask of required names and the rows of `read_object!`, if they express the reader.
    pub(super) fn whole(&self) -> Option<(Option<&TokenStream>, &TokenStream)> {
        let is_whole = !self.is_counted && self.behind.is_empty();
        self.rows.as_ref().filter(|_| is_whole).map(|rows| (self.required.as_ref(), rows))
    }

    pub(super) fn block(self) -> Block {
        let Self { read, rows, is_counted, required, behind } = self;
        let read = rows.map_or(read, |rows| {
            let (start, called) = (start(&behind), format_ident!("{}", READ_MEMBERS.1));
            let (declared, length) =
                if is_counted { (quote!(let mut length = 0_u64;), quote!(, length)) } else { Default::default() };
            Block::other(quote!(#start #declared #called! { scanner, members #length; #rows }))
        });
        let has_all = |mask| Block::refuse_if(Predicate::not(quote!(members.has_all(#mask))));
        read.and(required.map(has_all).unwrap_or_default()).and(behind).accept()
    }
}

impl Emitter<'_> {
    /// Returns the reader of an object; `None` if every object is accepted.
    pub(super) fn object(&self, checks: &Checks) -> Option<Object> {
        let part = &checks.object;
        let of_values = composite_values(checks, |value| matches!(value, Literal::Object(_)));
        let refusals = self.refusals(checks, TypeSet::OBJECT);
        if *part == ObjectPart::default() && of_values.is_empty() && refusals.is_empty() {
            return None;
        }
        let known = Known::new(part);
        let required = part.required.iter().flat_map(|check| &check.asks);
        let required = (!part.required.is_empty()).then(|| known.mask(required));
        let (next, end) = (refusals.next(), refusals.end());
        let dependent_required = part.dependent_required.iter().map(|check| {
            let (wire_name, others) = &check.asks;
            let (has, others) = (known.has(wire_name), known.all(others));
            Block::refuse_if(Predicate::Other(quote!(#has && !#others)))
        });
        let presence = part
            .presence
            .iter()
            .filter(|formula| **formula != Presence::All(Vec::new()))
            .map(|formula| Block::refuse_if(known.holds(formula).negated()));
        let dependent_schemas = part.dependent_schemas.iter().map(|(wire_name, edge)| {
            let read = Block::other(quote!(scanner.go_to(start);)).and(self.read_or_leave(edge.node));
            Block::when(Predicate::Call(known.has(wire_name)), read)
        });
        let behind = std::iter::once(end).chain(refusals.late).chain(dependent_required).chain(presence);
        let behind: Block = behind.chain(of_values).chain(dependent_schemas).collect();
        let is_read = is_used(&behind, "length");
        let is_counted = !next.is_empty() || is_read;
        let members = self.members(part, &known);
        let rows =
            members.as_ref().filter(|_| next.is_empty() && part.names.is_empty() && !known.asks()).and_then(Rows::rows);
        let read = match (members, &rows) {
            (_, Some(_)) => Block::default(),
            (Some(members), None) => {
                let count = if is_counted { Block::other(quote!(length += 1;)) } else { Block::default() };
                let advance = Block::attempt(quote!(members.advance(scanner)));
                let member = next.and(self.name(part)).and(members.choice()).and(count).and(advance);
                let (start, words) = (start(&behind), Number::usize_unsuffixed(known.words()));
                // Some names are required, and no member is accepted.
                let (changes, read) = if member.leaves() {
                    (
                        None,
                        quote!(if members.has_next() {
                            return None;
                        }),
                    )
                } else {
                    (Some(quote!(mut)), quote!(while members.has_next() { #member }))
                };
                let has_length = if member.leaves() { is_read } else { is_counted };
                let length = has_length.then(|| quote!(let #changes length = 0_u64;));
                Block::item(known.table()).and(Block::other(quote! {
                    #start
                    #length
                    let #changes members = Members::<#words>::open(scanner, &KNOWN)?;
                    #read
                }))
            }
            (None, None) => {
                let length = is_read.then(|| quote!(let length = 0_u64;));
                let (start, is_open) = (start(&behind), Predicate::Other(quote!(scanner.open_object()?)));
                Block::other(quote!(#start #length)).and(Block::refuse_if(is_open))
            }
        };
        Some(Object { read, rows, is_counted, required, behind })
    }

    /// Emits reading the name of a member, and returning to its start.
    fn name(&self, part: &ObjectPart) -> Block {
        let reads =
            part.names.iter().map(|edge| self.read_or_leave(edge.node).and(Block::other(quote!(scanner.go_to(name);))));
        let place = (!part.names.is_empty()).then(|| quote!(scanner.peek(); let name = scanner.offset();));
        Block::other(quote!(#place)).and(reads.collect())
    }

    /// Returns the readers of members; `None` if no member is accepted.
    fn members<'k>(&self, part: &ObjectPart, known: &'k Known<'_>) -> Option<Rows<'k>> {
        let unknown = match self.unknown(&part.rest) {
            _ if part.names.iter().any(|edge| self.is_never(edge)) && part.looked_for().next().is_none() => {
                return None;
            }
            Unknown::Refuse if part.notes_additions && !known.names.is_empty() => Unknown::Add,
            unknown => unknown,
        };
        let read = |member: &Member| {
            let position = known.position(&member.wire_name);
            let asked = known.asked(position);
            let read = match (asked.is_empty(), member.edges.is_empty()) {
                (true, true) => return None,
                (true, false) => self.read_each(&member.edges),
                (false, true) => self.judge(&asked),
                (false, false) => {
                    let judge = self.judge(&asked);
                    let place = quote!(scanner.peek(); let judged = scanner.offset(); #judge scanner.go_to(judged););
                    Block::other(place).and(self.read_each(&member.edges))
                }
            };
            Some((position, read))
        };
        let read: Vec<(usize, Block)> = part.members.iter().filter_map(read).collect();
        let others = if read.len() < known.names.len() { self.read_each(&[]) } else { Block::refuse() };
        let refuses_all = matches!(unknown, Unknown::Refuse) && read.iter().all(|(_, read)| read.is_refusal());
        if refuses_all && others.is_refusal() && part.looked_for().next().is_none() {
            return None;
        }
        Some(Rows { names: &known.names, known: read, others, unknown })
    }

    /// Emits code that applies some nodes to a value and records their verdicts, each in a bit.
    fn judge(&self, asked: &[(usize, NodeId)]) -> Block {
        let readers = asked.iter().map(|(_, node)| self.reader(*node));
        let first = asked.first().map(|(bit, _)| Number::usize_unsuffixed(*bit));
        Block::attempt(quote!(members.judge(scanner, #first, &[#(#readers),*])))
    }

    /// Returns the reader of members with unknown names.
    fn unknown(&self, rest: &[Rest]) -> Unknown {
        let has_patterns = rest.iter().any(|rest| !rest.patterns.is_empty());
        let additional: Vec<Edge> = rest.iter().filter_map(|rest| rest.additional.clone()).collect();
        if rest.iter().any(|rest| self.applies_always(rest).is_some_and(|edge| self.is_never(edge))) {
            return Unknown::Refuse;
        }
        match rest {
            _ if !has_patterns && additional.iter().all(|edge| self.plan.node(edge.node).checks.is_empty()) => {
                Unknown::Skip
            }
            _ if !has_patterns => Unknown::Read(self.read_each(&additional)),
            [Rest { patterns, additional }] if patterns.len() == 1 => {
                let (pattern, edge) = &patterns[0];
                let (matching, other) = (self.read_each(edge.as_slice()), self.read_each(additional.as_slice()));
                let mut surroundings = self.surroundings.borrow_mut();
                match surroundings.pattern_of_bytes(pattern) {
                    Some(ident) => Unknown::Matching(ident, matching, other),
                    None => {
                        let matches = Predicate::Call(surroundings.is_match(pattern, &quote!(name)));
                        Unknown::Read(Block::either(matches, matching, other))
                    }
                }
            }
            _ => Unknown::Read(self.by_patterns(rest)),
        }
    }

    fn is_never(&self, edge: &Edge) -> bool {
        !self.plan.node(edge.node).checks.never.is_empty()
    }

    /// Returns true if a member whose name matches a pattern may be accepted.
    fn goes_on(&self, edge: Option<&Edge>) -> bool {
        !edge.is_some_and(|edge| self.is_never(edge))
    }

    /// Returns the schema that each accepted member has, because every pattern beside it rejects the members that match it.
    fn applies_always<'r>(&self, rest: &'r Rest) -> Option<&'r Edge> {
        let goes_on = rest.patterns.iter().any(|(_, edge)| self.goes_on(edge.as_ref()));
        rest.additional.as_ref().filter(|_| !goes_on)
    }

    /// Emits reading a member against all schemas of matching patterns; most names match one pattern, and their values are read once.
    fn by_patterns(&self, rest: &[Rest]) -> Block {
        let certain: Vec<Edge> = rest.iter().filter_map(|rest| self.applies_always(rest).cloned()).collect();
        let readers = Cell::new(0);
        let again = |edge: &Edge| {
            let read = self.read_or_leave(edge.node);
            if self.is_never(edge) {
                return read;
            }
            let is_first = readers.replace(readers.get() + 1) == 0;
            let place = match (certain.is_empty(), is_first) {
                (true, true) => quote!(is_read = true;),
                (true, false) => quote!(if is_read { scanner.go_to(value); } is_read = true;),
                (false, _) => quote!(scanner.go_to(value);),
            };
            Block::other(place).and(read)
        };
        let each = rest.iter().map(|rest| {
            let additional = rest.additional.as_ref().filter(|_| self.applies_always(rest).is_none()).map(again);
            let patterns = rest.patterns.iter().map(|(pattern, edge)| {
                let is_noted = additional.is_some() && self.goes_on(edge.as_ref());
                let note = Block::other(if is_noted { quote!(is_matched = true;) } else { quote!() });
                let read = edge.as_ref().map(again).unwrap_or_default();
                Block::when(Predicate::Call(self.is_match(pattern)), note.and(read))
            });
            let patterns: Block = patterns.collect();
            match additional {
                Some(additional) => {
                    let unmatched = Block::when(Predicate::not(quote!(is_matched)), additional);
                    Block::other(quote!({ let mut is_matched = false; #patterns #unmatched }))
                }
                None => patterns,
            }
        });
        let each: Block = each.collect();
        let place = |readers: usize, several: usize| {
            Block::other(if readers > several {
                quote!(scanner.peek(); let value = scanner.offset();)
            } else {
                quote!()
            })
        };
        match (certain.is_empty(), readers.get()) {
            (true, 0) => each.and(self.read_each(&[])),
            (true, readers) => {
                let unread = Block::when(Predicate::not(quote!(is_read)), self.read_each(&[]));
                place(readers, 1).and(Block::other(quote!(let mut is_read = false;))).and(each).and(unread)
            }
            (false, readers) => {
                let read = self.read_each(&certain);
                // Several reads have a place of their own.
                let read = if certain.len() > 1 { Block::other(quote!({ #read })) } else { read };
                place(readers, 0).and(read).and(each)
            }
        }
    }
}
