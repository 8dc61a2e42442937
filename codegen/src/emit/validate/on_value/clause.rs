//! Small checks as clauses of the runtime's macros: `types(is_string, "a string")`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};

use crate::emit::macros::{ANY_OF, Macro, ONE_OF, with_called};
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::Applied;
use crate::emit::validate::on_value::literal::{distinct_strings, is_text};
use crate::keyword::Leaf;
use crate::keyword::leaf::WALK;
use crate::keyword::types::TypeSet;
use crate::plan::{ArrayPart, Check, Checks, Choice, Edge, InPlace, Literal, NodeId, ObjectPart, Trail, message};
use crate::render::line;

/// The maximum width of a check that several schemas repeat.
const SHORT: usize = 80;

/// The maximum width of a check with other checks in it.
const NESTING: usize = 240;

/// The maximum width of any check: a list of strings is long.
const LONG: usize = 400;

/// The maximum number of checks inside of each other.
const NESTED: usize = 2;

impl Emitter<'_> {
    /// Returns the name of a macro, which the file imports.
    pub(super) fn called(&mut self, called: Macro) -> Ident {
        self.module.macros.extend(with_called(called));
        format_ident!("{}", called.1)
    }

    /// Emits the check of a node as the macro `check!` reads it, or `None` if that has no clause for it.
    pub(super) fn clause(&mut self, node: NodeId) -> Option<TokenStream> {
        let plan = self.functions.plan;
        let checks = &plan.node(node).checks;
        match checks.applied() {
            Applied::Any => Some(quote!(any)),
            Applied::Never(trail) => is_own(trail, "").then(|| quote!(never)),
            Applied::Types(check) => {
                let (methods, expected) = (self.type_methods(check.asks), message::types(check.asks));
                let is_known = is_own(&check.trail, "/type") && !methods.is_empty();
                is_known.then(|| quote!(types(#(#methods)|*, #expected)))
            }
            Applied::Strings(check) => self.listed(check).map(|listed| quote!(values(#listed))),
            Applied::Call => Some(self.short(node, checks).unwrap_or_else(|| self.call(node))),
        }
    }

    /// Emits checks without a function of their own, if they are short.
    fn short(&mut self, node: NodeId, checks: &Checks) -> Option<TokenStream> {
        if self.functions.repeated.contains_key(&node) || self.depth == NESTED {
            return None;
        }
        let caller = std::mem::replace(&mut self.node, node);
        self.depth += 1;
        let is_shared = self.functions.uses[node.0] > 1;
        let is_readable = |clause: &TokenStream| is_readable(clause) && (!is_shared || width(clause) <= SHORT);
        let clause = self.attempt(|emitter| emitter.compound(checks).filter(is_readable));
        self.depth -= 1;
        self.node = caller;
        clause
    }

    /// Emits a clause. If `emit` returns `None`, the imports that it has added are removed.
    pub(super) fn attempt(&mut self, emit: impl FnOnce(&mut Self) -> Option<TokenStream>) -> Option<TokenStream> {
        let uses = self.module.uses.clone();
        let emitted = emit(self);
        if emitted.is_none() {
            self.module.uses = uses;
        }
        emitted
    }

    /// Emits checks as one clause, of any width.
    pub(super) fn compound(&mut self, checks: &Checks) -> Option<TokenStream> {
        let Checks { never, types, values, leaves, array, object, in_place } = checks;
        let has_parts = *array != ArrayPart::default() || *object != ObjectPart::default();
        match in_place.as_slice() {
            [] if never.is_empty() => {}
            [only] if *checks == (Checks { in_place: vec![only.clone()], ..Checks::default() }) => {
                return self.choice_of(only);
            }
            _ => return None,
        }
        match (types.as_slice(), values.as_slice()) {
            ([], []) if leaves.is_empty() && *array == ArrayPart::default() => self.requires(object),
            ([], [check]) if leaves.is_empty() && !has_parts => {
                self.listed(check).map(|listed| quote!(values(#listed)))
            }
            ([only], [check]) if is_only(only, TypeSet::STRING) && leaves.is_empty() && !has_parts => {
                self.listed(check).map(|listed| quote!(strings(#listed)))
            }
            ([only], []) if is_only(only, TypeSet::ARRAY) && *object == ObjectPart::default() => {
                self.elements(array, leaves)
            }
            ([only], []) if !leaves.is_empty() && !has_parts => self.scalar(only, leaves),
            _ => None,
        }
    }

    /// Emits the check of a string or a number with leaf keywords.
    fn scalar(&mut self, types: &Check<TypeSet>, leaves: &[Check<Leaf>]) -> Option<TokenStream> {
        const SCALARS: [(TypeSet, &str, TypeSet, &str); 3] = [
            (TypeSet::STRING, "string", TypeSet::STRING, "text"),
            (TypeSet::NUMBER, "number", TypeSet::NUMBER, "number"),
            (TypeSet::INTEGER, "integer", TypeSet::NUMBER, "number"),
        ];
        let (_, name, kind, content) = SCALARS.into_iter().find(|(asked, ..)| is_only(types, *asked))?;
        let (name, content) = (format_ident!("{name}"), format_ident!("{content}"));
        let refused = self.refused(&leaves.iter().collect::<Vec<_>>(), kind, &quote!(#content))?;
        self.module.import("value::instance::Instance");
        if kind == TypeSet::NUMBER {
            self.module.import("value::instance::Kind");
            self.module.import("value::instance::Number");
        }
        Some(quote!(#name(#content; #(#refused);*)))
    }

    /// Emits listed strings, with the location of the keyword and its message.
    fn listed(&mut self, check: &Check<Vec<Literal>>) -> Option<TokenStream> {
        if check.trail.via.is_some() || !is_text(&check.asks) {
            return None;
        }
        self.module.import("value::instance::Instance");
        let (strings, keyword) = (distinct_strings(&check.asks), &check.trail.pointer);
        let message = message::values(&check.asks);
        Some(quote!(#(#strings)|*, #keyword, #message))
    }

    /// Emits the check of required members alone.
    fn requires(&mut self, object: &ObjectPart) -> Option<TokenStream> {
        let [check] = object.required.as_slice() else { return None };
        let members = object.members.iter().map(|member| (&member.wire_name, &member.edges));
        let is_alone = members.clone().all(|(name, edges)| edges.is_empty() && check.asks.contains(name));
        let others = ObjectPart { members: Vec::new(), required: Vec::new(), ..object.clone() };
        if check.trail.via.is_some() || !is_alone || others != ObjectPart::default() {
            return None;
        }
        for path in ["value::instance::Instance", "value::instance::Kind", "value::instance::Members as _"] {
            self.module.import(path);
        }
        let (keyword, names) = (&check.trail.pointer, &check.asks);
        Some(quote!(requires(#keyword, #(#names),*)))
    }

    /// Emits the check of an array whose elements have one schema.
    fn elements(&mut self, array: &ArrayPart, leaves: &[Check<Leaf>]) -> Option<TokenStream> {
        let ArrayPart { prefix, rest, contains } = array;
        let ([edge], [], []) = (rest.as_slice(), prefix.as_slice(), contains.as_slice()) else { return None };
        let (early, late): (Vec<_>, Vec<_>) = leaves.iter().partition(|check| check.asks.cost() < WALK);
        let [early, late] = [early, late].map(|leaves| self.refused(&leaves, TypeSet::ARRAY, &quote!(elements)));
        let (early, late) = (early?, late?);
        let items = self.located(edge)?;
        for path in ["value::instance::Instance", "value::instance::Kind"] {
            self.module.import(path);
        }
        Some(quote!(array(elements; #(#early;)* each #items #(; #late)*)))
    }

    /// Emits the conditions of leaf keywords on the content of a value.
    fn refused(&mut self, leaves: &[&Check<Leaf>], types: TypeSet, content: &TokenStream) -> Option<Vec<TokenStream>> {
        let refused = leaves.iter().map(|check| {
            let is_own = check.trail.via.is_none() && check.asks.types() == types;
            let (keyword, message) = (&check.trail.pointer, check.asks.message());
            is_own.then(|| {
                let condition = check.asks.on_value(self, content);
                quote!(if #condition => #keyword, #message)
            })
        });
        refused.collect()
    }

    /// Emits a choice of schemas for the same value.
    fn choice_of(&mut self, check: &InPlace) -> Option<TokenStream> {
        match check {
            InPlace::Choice(choice) if choice.tag.is_none() && choice.branches.len() > 1 => {
                let branches: Vec<&Edge> = choice.branches.iter().collect();
                let clauses = self.branches(choice, &branches)?;
                let (called, keyword) = (format_ident!("{}", choice_macro(choice).1), &choice.trail.pointer);
                Some(quote!(#called(#keyword; #(#clauses);*)))
            }
            InPlace::If { condition, then, otherwise } => {
                let condition = self.clause(condition.node)?;
                let [then, otherwise] = [then, otherwise].map(|edge| edge.as_ref().filter(|edge| !self.is_idle(edge)));
                let mut way =
                    |edge: Option<&Edge>| edge.map(|edge| self.located(edge)).map_or(Some(None), |it| it.map(Some));
                let (then, otherwise) = (way(then)?, way(otherwise)?);
                if is_known(&condition) || then.is_none() && otherwise.is_none() {
                    return None;
                }
                let then = then.map(|then| quote!(, then #then));
                let otherwise = otherwise.map(|otherwise| quote!(, otherwise #otherwise));
                Some(quote!(when(#condition #then #otherwise)))
            }
            InPlace::Choice(_) | InPlace::All(_) | InPlace::Not(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => {
                None
            }
        }
    }

    /// Emits the alternatives of a choice, or `None` if one has no clause, or accepts everything or nothing.
    pub(super) fn branches(&mut self, choice: &Choice, branches: &[&Edge]) -> Option<Vec<TokenStream>> {
        let plan = self.functions.plan;
        let is_idle = |edge: &&Edge| matches!(plan.node(edge.node).checks.applied(), Applied::Any | Applied::Never(_));
        if choice.trail.via.is_some() || branches.iter().any(is_idle) {
            return None;
        }
        branches.iter().map(|edge| self.located(edge)).collect()
    }

    /// Returns true if the schema of an edge accepts everything.
    pub(super) fn is_idle(&self, edge: &Edge) -> bool {
        matches!(self.functions.plan.node(edge.node).checks.applied(), Applied::Any)
    }

    /// Emits the location of an applied schema and its check.
    pub(super) fn located(&mut self, edge: &Edge) -> Option<TokenStream> {
        let location = location(&edge.trail)?;
        let check = self.clause(edge.node)?;
        Some(quote!(#location => #check))
    }
}

/// Returns true if a clause is short enough for what it contains.
pub(super) fn is_readable(clause: &TokenStream) -> bool {
    let nests = ["array", ANY_OF.1, ONE_OF.1, "when"].iter().any(|name| is_used(clause, name));
    width(clause) <= if nests { NESTING } else { LONG }
}

/// Returns the width of a clause on one line.
fn width(clause: &TokenStream) -> usize {
    line::print(clause.clone()).len()
}

/// Returns the macro for a choice; its name is also that of the clause.
pub(super) fn choice_macro(choice: &Choice) -> Macro {
    if choice.only_one { ONE_OF } else { ANY_OF }
}

/// Returns true for a check that accepts everything or nothing.
fn is_known(clause: &TokenStream) -> bool {
    ["any", "never"].contains(&clause.to_string().as_str())
}

/// Emits the location of an applied schema, or `None` if it is below the target of a reference.
pub(super) fn location(trail: &Trail) -> Option<TokenStream> {
    match &trail.via {
        None => Some(trail.pointer.to_token_stream()),
        Some((reference, target)) => trail.pointer.is_empty().then(|| quote!((#reference, #target))),
    }
}

/// Returns true if a trail leads to a keyword of the schema itself.
fn is_own(trail: &Trail, keyword: &str) -> bool {
    trail.via.is_none() && trail.pointer == keyword
}

fn is_only(check: &Check<TypeSet>, types: TypeSet) -> bool {
    check.asks == types && is_own(&check.trail, "/type")
}
