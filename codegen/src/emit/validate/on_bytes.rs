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
pub(crate) mod tidy;
pub(crate) mod unevaluated;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::validate::functions::{Layout, is_used};
use crate::emit::validate::on_bytes::scalar::Surroundings;
use crate::emit::validate::patterns::Patterns;
use crate::keyword::leaf::{Code as _, WALK};
use crate::keyword::types::TypeSet;
use crate::pattern::matching::Pattern;
use crate::plan::{Checks, Edge, InPlace, Node, NodeId, Plan, Switch, recursion};

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

    /// Emits the function of a node.
    fn function(&self, id: NodeId) -> TokenStream {
        let ident = self.layout.ident(id);
        self.surroundings.borrow_mut().function = ident.clone();
        let number = self.uses.repeated.get(&id).map(|number| Literal::u32_unsuffixed(*number));
        // A node that the scanner reads by itself is a function only if it is an entry.
        let body = self.inline(id).unwrap_or_else(|| match (self.body(self.plan.node(id)), number) {
            (body, Some(number)) => quote!(scanner.memoize(#number, |scanner| { #body })),
            (body, None) => body,
        });
        quote!(fn #ident(scanner: &mut Scanner<'_>) -> Option<()> { #body })
    }

    /// Emits a test that a pattern matches the name of a member.
    fn is_match(&self, pattern: &Pattern) -> TokenStream {
        self.surroundings.borrow_mut().is_match(pattern, &quote!(name))
    }

    /// Returns the scanner's own method for a node with a type only.
    fn inline(&self, id: NodeId) -> Option<TokenStream> {
        let checks = &self.plan.node(id).checks;
        let types = checks.allowed_types();
        if !checks.never.is_empty() {
            return Some(quote!(None));
        }
        if !is_types_only(checks) {
            return None;
        }
        match types {
            TypeSet::ALL => Some(quote!(scanner.value())),
            TypeSet::STRING => Some(quote!(scanner.skip_string())),
            TypeSet::BOOLEAN => Some(quote!(scanner.boolean())),
            TypeSet::INTEGER => Some(quote!(scanner.integer())),
            TypeSet::NUMBER => Some(quote!(scanner.skip_number())),
            TypeSet::NULL => Some(quote!(scanner.literal(b"null"))),
            _ => None,
        }
    }

    /// Emits an expression that reads a value against a node.
    fn read(&self, id: NodeId) -> TokenStream {
        self.inline(id).unwrap_or_else(|| {
            let ident = self.layout.ident(id);
            quote!(#ident(scanner))
        })
    }

    /// Emits a statement that reads a value against a node, and returns from the function unless it is accepted.
    fn read_or_leave(&self, id: NodeId) -> TokenStream {
        if self.plan.node(id).checks.never.is_empty() {
            let read = self.read(id);
            quote!(#read?;)
        } else {
            quote!(return None;)
        }
    }

    /// Emits a reader of a node as an argument.
    fn reader(&self, id: NodeId) -> TokenStream {
        match self.inline(id) {
            Some(inline) if self.plan.node(id).checks.never.is_empty() => quote!(|scanner| #inline),
            Some(inline) => quote!(|_| #inline),
            None => {
                let ident = self.layout.ident(id);
                quote!(#ident)
            }
        }
    }

    /// Emits statements that read one value against each of some nodes.
    fn read_each(&self, edges: &[Edge]) -> TokenStream {
        match edges {
            [] => quote!(scanner.value()?;),
            [edge] => self.read_or_leave(edge.node),
            [first, others @ ..] => {
                let first = self.read_or_leave(first.node);
                let others = others.iter().map(|edge| self.read_or_leave(edge.node));
                quote! {
                    scanner.peek();
                    let value = scanner.offset();
                    #first
                    #(scanner.go_to(value); #others)*
                }
            }
        }
    }

    fn body(&self, node: &Node) -> TokenStream {
        match node.checks.in_place.as_slice() {
            [] => self.by_type(&node.checks),
            [InPlace::Switch(switch)] => self.switch(switch),
            _ => self.in_place(&node.checks),
        }
    }

    /// Emits reading a value by its type.
    fn by_type(&self, checks: &Checks) -> TokenStream {
        let (object, array) = (self.object(checks), self.array(checks));
        let mut surroundings = self.surroundings.borrow_mut();
        let arms: Vec<(TypeSet, TokenStream, Option<TokenStream>)> = vec![
            (TypeSet::OBJECT, quote!(b'{'), object),
            (TypeSet::ARRAY, quote!(b'['), array),
            (TypeSet::STRING, quote!(b'"'), scalar::string(&mut surroundings, checks)),
            (TypeSet::INTEGER, quote!(b'-' | b'0'..=b'9'), scalar::number(&mut surroundings, checks)),
            (TypeSet::BOOLEAN, quote!(b't' | b'f'), scalar::boolean(checks)),
            (TypeSet::NULL, quote!(b'n'), None),
        ];
        let allowed = checks.allowed_types();
        let is_refused = |types: TypeSet| {
            !allowed.intersects(types)
                || checks.values.iter().any(|check| !check.asks.iter().any(|value| value.types().intersects(types)))
        };
        let refused: Vec<&TokenStream> =
            arms.iter().filter(|(types, ..)| is_refused(*types)).map(|(_, byte, _)| byte).collect();
        let checked: Vec<_> = arms.iter().filter(|(types, _, arm)| !is_refused(*types) && arm.is_some()).collect();
        let (bytes, bodies): (Vec<_>, Vec<_>) = checked.iter().map(|(_, byte, body)| (byte, body)).unzip();
        let unchecked: Vec<&TokenStream> = arms
            .iter()
            .filter(|(types, _, arm)| !is_refused(*types) && arm.is_none())
            .map(|(_, byte, _)| byte)
            .collect();
        // The reader of one type looks at the first byte itself; `start` must not be before white space.
        if let ([], [(types, _, Some(body))]) = (unchecked.as_slice(), checked.as_slice())
            && *types != TypeSet::BOOLEAN
            && !is_used(body, "start")
        {
            return quote!(#body);
        }
        match (unchecked.as_slice(), refused.as_slice()) {
            ([], _) if checked.is_empty() => quote!(None),
            ([], _) => quote!(match scanner.peek() { #(#bytes => #bodies)* _ => None }),
            (_, []) if checked.is_empty() => quote!(scanner.value()),
            (_, []) => quote!(match scanner.peek() { #(#bytes => #bodies)* _ => scanner.value() }),
            (unchecked, _) => quote! {
                match scanner.peek() {
                    #(#bytes => #bodies)*
                    #(#unchecked)|* => scanner.value(),
                    _ => None,
                }
            },
        }
    }
}

/// The conditions under which leaf keywords reject arrays or objects: conditions before another part is read, conditions at the end, and,
/// after everything else, those that cost more than a walk.
#[derive(Default)]
struct Refusals {
    next: Vec<TokenStream>,
    end: Vec<TokenStream>,
    late: Vec<TokenStream>,
}

impl Emitter<'_> {
    fn refusals(&self, checks: &Checks, types: TypeSet) -> Refusals {
        let mut refusals = Refusals::default();
        for check in checks.leaves_for(types) {
            let (next, end) = check.asks.on_bytes(&mut *self.surroundings.borrow_mut()).refused();
            let statement = |condition: TokenStream| quote!(if #condition { return None; });
            refusals.next.extend(next.map(statement));
            let ends = if check.asks.cost() < WALK { &mut refusals.end } else { &mut refusals.late };
            ends.extend(end.map(statement));
        }
        refusals
    }
}

impl Refusals {
    fn is_empty(&self) -> bool {
        self.next.is_empty() && self.end.is_empty() && self.late.is_empty()
    }
}

/// Returns true if `type` is the only constraint.
fn is_types_only(checks: &Checks) -> bool {
    Checks { types: Vec::new(), ..checks.clone() }.is_empty()
}

fn bytes_of(types: TypeSet) -> TokenStream {
    let all = [
        (TypeSet::OBJECT, quote!(b'{')),
        (TypeSet::ARRAY, quote!(b'[')),
        (TypeSet::STRING, quote!(b'"')),
        (TypeSet::INTEGER, quote!(b'-' | b'0'..=b'9')),
        (TypeSet::BOOLEAN, quote!(b't' | b'f')),
        (TypeSet::NULL, quote!(b'n')),
    ];
    let bytes = all.into_iter().filter(|(of, _)| types.intersects(*of)).map(|(_, byte)| byte);
    quote!(#(#bytes)|*)
}
