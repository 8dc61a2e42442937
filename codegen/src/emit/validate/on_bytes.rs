//! Plan → validators on the bytes of a JSON text, in one pass.
//!
//! Each node becomes a function that reads one value from a scanner: it returns `None` unless the value is JSON that the node accepts, and
//! otherwise leaves the cursor after it. Checks that one pass cannot decide re-read the value from its start: applicators in place,
//! several schemas for one member, `contains`, and comparisons of whole values (`uniqueItems`, arrays and objects in `enum` and `const`).

pub(crate) mod array;
pub(crate) mod in_place;
mod known;
pub(crate) mod object;
mod plain;
pub(crate) mod reader;
mod rows;
pub(crate) mod scalar;
mod short;
pub(crate) mod switch;
pub(crate) mod unevaluated;
mod verdict;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::Item;

use crate::emit::macros::READ_OBJECT;
use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::choice::{Choice, Pattern};
use crate::emit::validate::functions::{Layout, is_used, parse};
use crate::emit::validate::on_bytes::scalar::Surroundings;
use crate::emit::validate::on_bytes::verdict::Verdict;
use crate::emit::validate::patterns::Patterns;
use crate::keyword::leaf::{Code as _, OnBytes};
use crate::keyword::types::TypeSet;
use crate::pattern::matching;
use crate::plan::{Checks, Edge, InPlace, Node, NodeId, ObjectPart, Plan, Switch, recursion};

/// The emitter of one file.
struct Emitter<'a> {
    plan: &'a Plan,
    layout: &'a Layout,
    uses: &'a Uses,
    surroundings: RefCell<Surroundings>,
}

/// The uses of each node in a whole plan.
pub(super) struct Uses {
    references: BTreeMap<NodeId, References>,
    /// The nodes that may apply to one value repeatedly.
    repeated: BTreeMap<NodeId, u32>,
}

impl Uses {
    fn of(plan: &Plan) -> Self {
        Self { references: references(plan), repeated: recursion::repeated(plan) }
    }
}

/// The kinds of references to a node.
#[derive(Clone, Copy, Debug, Default)]
struct References {
    /// The edges of switches.
    from_switches: usize,
    /// The last switch with such an edge, and true if it is the only one.
    switch: Option<(usize, bool)>,
    from_elsewhere: usize,
}

fn references(plan: &Plan) -> BTreeMap<NodeId, References> {
    let mut references: BTreeMap<NodeId, References> = BTreeMap::new();
    for id in plan.entries.values() {
        references.entry(*id).or_default().from_elsewhere += 1;
    }
    for (index, node) in plan.nodes.iter().enumerate() {
        let mut checks = node.checks.in_place.iter();
        let switch = checks.find_map(|check| if let InPlace::Switch(switch) = check { Some(switch) } else { None });
        for edge in node.checks.edges() {
            let references = references.entry(edge.node).or_default();
            if switch.is_some() {
                references.from_switches += 1;
                let is_only = references.switch.is_none_or(|(other, is_only)| is_only && other == index);
                references.switch = Some((index, is_only));
            } else {
                references.from_elsewhere += 1;
            }
        }
        // A node that is tried before a lookahead is passed to the scanner as a function.
        if let Some(Switch::Absence { absent, .. } | Switch::Member { absent, expects_absence: true, .. }) = switch {
            references.entry(absent.node).or_default().from_elsewhere += 1;
        }
    }
    references
}

impl<'a> Emitter<'a> {
    fn new(plan: &'a Plan, layout: &'a Layout, uses: &'a Uses, patterns: Patterns) -> Self {
        Self {
            plan,
            layout,
            uses,
            surroundings: RefCell::new(Surroundings {
                function: format_ident!("_"),
                patterns,
                imports: BTreeSet::new(),
            }),
        }
    }

    /// Emits the function of a node. `visibility` is that of the function, `place` its documentation.
    fn function(&self, id: NodeId, visibility: &TokenStream, place: &str) -> Function {
        let ident = self.layout.ident(id);
        self.surroundings.borrow_mut().function = ident.clone();
        let memo = self.uses.repeated.get(&id).map(|number| Literal::u32_unsuffixed(*number));
        let node = self.plan.node(id);
        if let Some(object) = self.whole(&node.checks) {
            let (called, memo) = (format_ident!("{}", READ_OBJECT.1), memo.map(|number| quote!([memo #number])));
            let item = parse(quote!(#called! { #[doc = #place] #visibility fn #ident(scanner) #memo #object }));
            return Function { ident, item, call: None };
        }
        // A node that the scanner reads by itself is a function only if it is an entry.
        let Verdict { block, call } = match self.own(id) {
            Some(own) => Block::value(own.read()).into(),
            None => self.body(node),
        };
        let (block, call) = match memo {
            Some(number) => (Block::value(quote!(scanner.memoize(#number, |scanner| { #block }))), None),
            None => (block.leave_first(), call),
        };
        let block = block.to_token_stream();
        let scanner = if is_used(&block, "scanner") { quote!(scanner) } else { quote!(_) };
        let item = parse(quote! {
            #[doc = #place]
            #visibility fn #ident(#scanner: &mut Scanner<'_>) -> Option<()> { #block }
        });
        Function { ident, item, call }
    }

    /// Emits the head and the rows of `read_object!`, if it expresses the checks.
    fn whole(&self, checks: &Checks) -> Option<TokenStream> {
        let others = Checks { types: Vec::new(), object: ObjectPart::default(), ..checks.clone() };
        let or_any = match checks.allowed_types() {
            TypeSet::OBJECT => quote!(),
            TypeSet::ALL => quote!(or any),
            _ => return None,
        };
        let object = others.is_empty().then(|| self.object(checks)).flatten()?;
        let (required, rows) = object.whole()?;
        let required = required.map(|mask| quote!(requires #mask));
        Some(quote!(#required #or_any; #rows))
    }

    /// Emits a test that a pattern matches the name of a member.
    fn is_match(&self, pattern: &matching::Pattern) -> TokenStream {
        self.surroundings.borrow_mut().is_match(pattern, &quote!(name))
    }

    /// Returns the scanner's own reader of a node with a type only.
    fn own(&self, id: NodeId) -> Option<Own> {
        let checks = &self.plan.node(id).checks;
        if !checks.never.is_empty() {
            return Some(Own::Never);
        }
        if !is_types_only(checks) {
            return None;
        }
        match checks.allowed_types() {
            TypeSet::ALL => Some(Own::Method("value")),
            TypeSet::STRING => Some(Own::Method("skip_string")),
            TypeSet::BOOLEAN => Some(Own::Method("boolean")),
            TypeSet::INTEGER => Some(Own::Method("integer")),
            TypeSet::NUMBER => Some(Own::Method("skip_number")),
            TypeSet::NULL => Some(Own::Null),
            _ => None,
        }
    }

    /// Emits an expression that reads a value against a node.
    fn read(&self, id: NodeId) -> TokenStream {
        self.own(id).map_or_else(
            || {
                let ident = self.layout.ident(id);
                quote!(#ident(scanner))
            },
            |own| own.read(),
        )
    }

    /// Emits a statement that reads a value against a node, and returns from the function unless it is accepted.
    fn read_or_leave(&self, id: NodeId) -> Block {
        if self.plan.node(id).checks.never.is_empty() { Block::attempt(self.read(id)) } else { Block::refuse() }
    }

    /// Emits a reader of a node as an argument.
    fn reader(&self, id: NodeId) -> TokenStream {
        match self.own(id) {
            Some(own @ Own::Never) => {
                let read = own.read();
                quote!(|_| #read)
            }
            Some(own) => {
                let read = own.read();
                quote!(|scanner| #read)
            }
            None => {
                let ident = self.layout.ident(id);
                quote!(#ident)
            }
        }
    }

    /// Emits statements that read one value against each of some nodes.
    fn read_each(&self, edges: &[Edge]) -> Block {
        match edges {
            [] => Block::attempt(quote!(scanner.value())),
            [edge] => self.read_or_leave(edge.node),
            _ if edges.iter().any(|edge| !self.plan.node(edge.node).checks.never.is_empty()) => Block::refuse(),
            [first, others @ ..] => {
                let again =
                    |edge: &Edge| Block::other(quote!(scanner.go_to(value);)).and(self.read_or_leave(edge.node));
                let place = Block::other(quote!(scanner.peek(); let value = scanner.offset();));
                place.and(self.read_or_leave(first.node)).and(others.iter().map(again).collect())
            }
        }
    }

    fn body(&self, node: &Node) -> Verdict {
        match node.checks.in_place.as_slice() {
            [] => self.by_type(&node.checks),
            [InPlace::Switch(switch)] => self.switch(switch).into(),
            _ => self.in_place(&node.checks).into(),
        }
    }

    /// Emits reading a value by its type.
    fn by_type(&self, checks: &Checks) -> Verdict {
        let (object, array) = (self.object(checks).map(|object| object.block().into()), self.array(checks));
        let mut surroundings = self.surroundings.borrow_mut();
        let string = scalar::string(&mut surroundings, checks);
        let number = scalar::number(&mut surroundings, checks);
        let arms = [object, array, string, number, scalar::boolean(checks), None];
        let allowed = checks.allowed_types();
        let is_accepted = |types: TypeSet| {
            let mut values = checks.values.iter();
            allowed.intersects(types)
                && values.all(|check| check.asks.iter().any(|value| value.types().intersects(types)))
        };
        let accepted: Vec<(TypeSet, Option<Verdict>)> =
            BYTES.iter().map(|(types, _)| *types).zip(arms).filter(|(types, _)| is_accepted(*types)).collect();
        // The reader of one type looks at the first byte itself; `start` must not be before white space.
        if let [(types, Some(verdict))] = accepted.as_slice()
            && *types != TypeSet::BOOLEAN
            && !is_used(&verdict.block, "start")
        {
            return verdict.clone();
        }
        let any = Block::value(quote!(scanner.value()));
        let rest = if accepted.len() == BYTES.len() { any.clone() } else { Block::value(quote!(None)) };
        if accepted.iter().all(|(_, arm)| arm.is_none()) && [0, BYTES.len()].contains(&accepted.len()) {
            return rest.into();
        }
        let mut choice = Choice::new(quote!(scanner.peek()));
        let mut unchecked = TypeSet::NONE;
        for (types, arm) in accepted {
            match arm {
                Some(verdict) => choice = choice.arm(bytes_of(types), verdict.block),
                None => unchecked = unchecked.union(types),
            }
        }
        let choice = if unchecked.is_empty() { choice } else { choice.arm(bytes_of(unchecked), any) };
        choice.or(rest).into()
    }
}

/// The limits of an array's or an object's parts, and the conditions under which other leaf keywords reject it.
#[derive(Default)]
struct Refusals {
    least: Option<Literal>,
    most: Option<Literal>,
    late: Vec<Block>,
}

impl Emitter<'_> {
    fn refusals(&self, checks: &Checks, types: TypeSet) -> Refusals {
        let mut refusals = Refusals::default();
        for check in checks.leaves_for(types) {
            match check.asks.on_bytes(&mut *self.surroundings.borrow_mut(), &quote!()) {
                OnBytes::AtLeast(least) => refusals.least = Some(Literal::u64_unsuffixed(least)),
                OnBytes::AtMost(most) => refusals.most = Some(Literal::u64_unsuffixed(most)),
                OnBytes::Refuses(condition) => refusals.late.push(Block::refuse_if(Predicate::Other(condition))),
                OnBytes::Accepts(_) => unreachable!("it is for numbers and strings"),
            }
        }
        refusals
    }
}

impl Refusals {
    fn is_empty(&self) -> bool {
        self.least.is_none() && self.most.is_none() && self.late.is_empty()
    }

    /// Emits a check before the next part.
    fn next(&self) -> Block {
        let most = self.most.as_ref();
        most.map(|most| Block::refuse_if(Predicate::Other(quote!(length == #most)))).unwrap_or_default()
    }

    /// Emits a check behind the last part.
    fn end(&self) -> Block {
        let least = self.least.as_ref();
        least.map(|least| Block::refuse_if(Predicate::Other(quote!(length < #least)))).unwrap_or_default()
    }
}

/// A reader that needs no function.
enum Own {
    Never,
    /// A method of the scanner.
    Method(&'static str),
    Null,
}

impl Own {
    fn method(&self) -> Option<Ident> {
        if let Self::Method(name) = self { Some(format_ident!("{name}")) } else { None }
    }

    fn read(&self) -> TokenStream {
        match self {
            Self::Never => quote!(None),
            Self::Method(name) => {
                let method = format_ident!("{name}");
                quote!(scanner.#method())
            }
            Self::Null => quote!(scanner.literal(b"null")),
        }
    }
}

/// An emitted function.
struct Function {
    ident: Ident,
    item: Item,
    /// Its body as a single call.
    call: Option<TokenStream>,
}

/// Returns true if `type` is the only constraint.
fn is_types_only(checks: &Checks) -> bool {
    Checks { types: Vec::new(), ..checks.clone() }.is_empty()
}

/// The types, and the first bytes of their values.
const BYTES: [(TypeSet, &[&str]); 6] = [
    (TypeSet::OBJECT, &["b'{'"]),
    (TypeSet::ARRAY, &["b'['"]),
    (TypeSet::STRING, &["b'\"'"]),
    (TypeSet::INTEGER, &["b'-'", "b'0'..=b'9'"]),
    (TypeSet::BOOLEAN, &["b't'", "b'f'"]),
    (TypeSet::NULL, &["b'n'"]),
];

/// Returns the first bytes of values with the types.
fn bytes_of(types: TypeSet) -> Vec<Pattern> {
    let bytes = BYTES.iter().filter(|(of, _)| types.intersects(*of)).flat_map(|(_, bytes)| *bytes);
    let pattern = |byte: &&str| {
        let tokens = byte.parse().expect("they are tokens");
        if byte.contains("..") { Pattern::Any(tokens) } else { Pattern::Literal(tokens) }
    };
    bytes.map(pattern).collect()
}
